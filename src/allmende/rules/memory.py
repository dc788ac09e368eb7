"""A cache that stays small: a server that runs for months is asked for ever new days."""

from contextlib import suppress
from typing import TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Memory(dict[K, V]):
    """Keeps at most so many entries; who came first goes first."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self.most = most

    def __setitem__(self, key: K, value: V) -> None:
        if len(self) >= self.most and key not in self:
            with suppress(KeyError, RuntimeError):  # another thread has just made room
                del self[next(iter(self))]
        super().__setitem__(key, value)
