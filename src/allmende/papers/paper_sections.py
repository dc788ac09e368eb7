"""What other apps add to the dossier of a paper. They register here on start; papers know none of them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest

from allmende.papers.models import Paper


@dataclass(frozen=True, slots=True)
class Section:
    """One section: a heading, an anchor, and a template with its context."""

    anchor: str
    title: str
    template: str
    context: dict[str, Any] = field(default_factory=dict)


SECTIONS: list[Callable[[Paper, HttpRequest], Section | None]] = []
"""None: there is nothing to show for that paper."""


def sections_of(paper: Paper, request: HttpRequest) -> list[Section]:
    """Return what other apps show of this paper to this person."""
    found = (section(paper, request) for section in SECTIONS)
    return [section for section in found if section is not None]
