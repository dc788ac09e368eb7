"""Searching a long text by leaps: a costly pattern is only tried where a cheap one shows that it may match.

The pattern of the places should begin with a set of characters or with words in their own case: then the
regular expression engine leaps to the next place instead of trying each character.
"""

import re
from collections.abc import Iterator


def leaps(
    places: re.Pattern[str], pattern: re.Pattern[str], text: str, start: int = 0, end: int | None = None
) -> Iterator[re.Match[str]]:
    """Yield what `pattern.finditer` would, provided that `places` matches wherever `pattern` may begin."""
    stop = len(text) if end is None else end
    position = start
    for place in places.finditer(text, start, stop):
        if place.start() >= position and (match := pattern.match(text, place.start(), stop)):
            yield match
            position = match.end()
