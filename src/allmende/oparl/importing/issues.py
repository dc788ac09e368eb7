"""What is wrong with a server's answers: stable codes with their place. No Django."""

from typing import NamedTuple


class Issue(NamedTuple):
    """One fault: its code, the address where it was seen, and the property or value it is about."""

    code: str
    url: str
    detail: str = ""
