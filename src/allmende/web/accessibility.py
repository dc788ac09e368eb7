"""The accessibility statement comes from a data file, so that each installation can keep its own."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

DEFAULT_FILE = Path(__file__).parent / "accessibility.toml"


@cache
def statement() -> dict[str, Any]:
    """Return the statement: the installation's own `accessibility.toml` in the data directory, else ours."""
    own = Path(settings.DATA_DIR) / "accessibility.toml"
    file = own if own.is_file() else DEFAULT_FILE
    return tomllib.loads(file.read_text(encoding="utf-8"))
