"""File locks that the kernel gives back when their holder dies, however it dies."""

import fcntl
import os
from pathlib import Path


def acquire(path: Path, *, shared: bool = False, wait: bool = False) -> int | None:
    """Lock a file (made if missing) or directory; return its descriptor, or None if another holds it.

    The lock belongs to the open file: a child that inherits the descriptor holds it too.
    """
    flags = os.O_RDONLY if path.is_dir() else os.O_RDWR | os.O_CREAT
    descriptor = os.open(path, flags | os.O_CLOEXEC, 0o600)
    operation = (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | (0 if wait else fcntl.LOCK_NB)
    try:
        fcntl.flock(descriptor, operation)
    except BlockingIOError:
        os.close(descriptor)
        return None
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor
