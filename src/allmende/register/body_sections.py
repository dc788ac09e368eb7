"""What other apps add to the page of a body. They register here on start; the register knows none of them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest

from allmende.register.domain import BodyView


@dataclass(frozen=True, slots=True)
class Section:
    """One section: a heading, an anchor, and a template with its context."""

    anchor: str
    title: str
    template: str
    context: dict[str, Any] = field(default_factory=dict)


SECTIONS: list[Callable[[BodyView, HttpRequest], Section | None]] = []
"""Each gives its section, None where it has nothing to say of such a body."""
