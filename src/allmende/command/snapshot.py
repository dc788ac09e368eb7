"""The uploaded files as they are at one moment, while people go on uploading and deleting."""

import os
import shutil
from pathlib import Path


def hold(files: Path, held: Path) -> None:
    """Add to `held` every file that is not there yet, as a second name of the same file where that works.

    A file is written once, under a random name, and never changed: a second name keeps it when it is
    deleted, and takes no room. A file that vanishes meanwhile is left out.
    """
    for path in sorted(files.rglob("*")):
        target = held / path.relative_to(files)
        if path.is_symlink() or not path.is_file() or target.exists():
            continue
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            _link(path, target)
        except FileNotFoundError:
            continue


def _link(path: Path, target: Path) -> None:
    try:
        os.link(path, target)
    except FileNotFoundError:
        raise
    except OSError:  # another file system, or one without second names
        with path.open("rb") as source, target.open("xb") as copy:
            shutil.copyfileobj(source, copy)
