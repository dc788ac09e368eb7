"""OParl's schema files, broken answers and vendor samples, where they lie beside the checkout."""

from pathlib import Path

import pytest


def oparl_data(*parts: str) -> Path:
    """Return a file or folder of the shared data; skip the test where the data is absent."""
    for folder in Path(__file__).resolve().parents[2:]:
        data = folder.parent / "shared" / "data" / "oparl"
        if data.is_dir():
            return data.joinpath(*parts)
    pytest.skip("the shared OParl data is not beside this checkout")
