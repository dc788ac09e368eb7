"""Where uploaded files lie and what they are called: never under a name that an uploader chose."""

import re
import secrets
import unicodedata
from pathlib import PurePosixPath
from typing import Any

MAX_NAME_LENGTH = 120


def upload_path(_instance: Any = None, _filename: str = "") -> str:
    """Return a random path outside the static files; the uploaded name plays no part in it."""
    token = secrets.token_hex(16)
    return f"papers/{token[:2]}/{token}.bin"


def clean_name(name: str) -> str:
    """Return the name of an uploaded file without folders, control characters and tricks with dots."""
    last = PurePosixPath(name.replace("\\", "/")).name
    characters = unicodedata.normalize("NFC", last)
    printable = "".join(c for c in characters if c == " " or unicodedata.category(c)[0] not in "CZ")
    tidy = re.sub(r"[<>:\"|?*]+", "_", " ".join(printable.split())).strip(". ")
    path = PurePosixPath(tidy or "Dokument")
    return path.stem[: MAX_NAME_LENGTH - 10].rstrip() + path.suffix[:10]
