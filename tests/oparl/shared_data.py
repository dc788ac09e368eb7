"""OParl's schema files, broken answers and vendor samples, where they lie beside the checkout."""

from pathlib import Path

import pytest


def _folder() -> Path | None:
    beside = (folder.parent / "shared" / "data" / "oparl" for folder in Path(__file__).resolve().parents[2:])
    return next((folder for folder in beside if folder.is_dir()), None)


def has_oparl_data() -> bool:
    """Return whether the shared data is there."""
    return _folder() is not None


def oparl_data(*parts: str) -> Path:
    """Return a file or folder of the shared data; skip the test where the data is absent."""
    folder = _folder()
    if folder is None:
        pytest.skip("the shared OParl data is not beside this checkout")
    return folder.joinpath(*parts)
