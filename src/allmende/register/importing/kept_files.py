"""Uploaded lists between preview and confirmation."""

import hashlib
from datetime import datetime

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

FOLDER = "register-import"


def keep(data: bytes) -> str:
    """Store an uploaded list and return where it lies."""
    return default_storage.save(f"{FOLDER}/{hashlib.sha256(data).hexdigest()}", ContentFile(data))


def kept(path: str) -> bytes | None:
    """Return a stored list, None if it is gone."""
    if not default_storage.exists(path):
        return None
    with default_storage.open(path) as file:
        data: bytes = file.read()
    return data


def forget(path: str) -> None:
    """Remove a stored list."""
    default_storage.delete(path)


def forget_older_than(moment: datetime) -> None:
    """Remove the lists that nobody confirmed or discarded; their previews have expired."""
    if not default_storage.exists(FOLDER):
        return
    for name in default_storage.listdir(FOLDER)[1]:
        path = f"{FOLDER}/{name}"
        if default_storage.get_modified_time(path) < moment:
            default_storage.delete(path)
