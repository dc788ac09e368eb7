"""Less trust in what was recognized in a picture: letters and digits may have been misread there."""

from collections.abc import Collection
from dataclasses import fields, replace
from typing import Any

from allmende.reading.facts import PaperFacts

TRUST = 0.8


def with_less_trust(facts: PaperFacts, pages: Collection[int]) -> PaperFacts:
    """Return the facts with a lower confidence for every value that stands on one of the pages."""
    if not pages:
        return facts
    lowered: dict[str, Any] = {}
    for field in fields(facts):
        value = getattr(facts, field.name)
        if isinstance(value, tuple):
            lowered[field.name] = tuple(_lowered(item, pages) for item in value)
        elif value is not None:
            lowered[field.name] = _lowered(value, pages)
    return replace(facts, **lowered)


def _lowered(item: Any, pages: Collection[int]) -> Any:
    return replace(item, confidence=item.confidence * TRUST) if item.place.page in pages else item
