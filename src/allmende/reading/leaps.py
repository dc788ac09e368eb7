"""Searching a long text by leaps: a costly pattern is only tried where a cheap one shows that it may match.

The pattern of the places should begin with a set of characters or with words in their own case: then the
regular expression engine leaps to the next place instead of trying each character.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

# How a word of a list begins: what must stand before it, and its first letter.
_OPENING = re.compile(r"((?:\\b|\(\?<[!=][^()]+\))*)([^\W_]|%)")


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


def by_first_letter(words: Iterable[str]) -> list[str]:
    """Return the patterns of words in the order in which `any_of` gathers them."""
    order: dict[str, list[str]] = {}
    for word in words:
        order.setdefault(_opening(word)[2], []).append(word)
    return [word for alike in order.values() for word in alike]


def any_of(words: Iterable[str], behind: str = "") -> str:
    """Return a pattern for any of many words (patterns that begin with a letter) and what stands behind.

    Words are gathered below their first letter: the engine then passes over most places at one look, instead
    of trying each word there. Of words that match at one place the first wins, as in a long alternation.
    """
    gathered = groupby(by_first_letter(words), key=lambda word: _opening(word)[2])
    return "|".join(
        f"{letter}(?:{'|'.join(_rest(word) + behind for word in alike)})" for letter, alike in gathered
    )


def _rest(word: str) -> str:
    conditions, letter = _opening(word).groups()
    return (f"(?<={conditions}{letter})" if conditions else "") + word[len(conditions + letter) :]


def _opening(word: str) -> re.Match[str]:
    opening = _OPENING.match(word)
    if opening is None:
        raise ValueError(f"a word of a list begins with a letter: {word}")
    return opening


def small_letters(text: str) -> str:
    """Return a text in small letters, each at its place."""
    small = text.lower()
    return (
        small if len(small) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    )
