"""Layout families as data: the words of a family, how it pairs labels with values, how it is recognized.

Each family is one TOML file in this folder; `generic.toml` holds the words of all. A new layout needs a new
file, no code: docs/reading.md explains the keys.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from pathlib import Path

_FOLDER = Path(__file__).parent
_LONGEST_WORDS = 60
"""Labels and words up to this length are folded once; they recur in every paper."""
_IGNORED = re.compile(r"[\-–.,:_*#\u00ad]+")


def key(text: str) -> str:
    """Return a label as it is compared: small letters, no blanks, hyphens, dots („Vorlagen-Nr.:“, „B e
    s c h l u s s“).
    """
    if text.isalnum():
        return text.casefold()  # most words: nothing to leave out
    return _short_key(text) if len(text) <= _LONGEST_WORDS else _folded(text)


@lru_cache(maxsize=1 << 14)
def _short_key(text: str) -> str:
    return _folded(text)


def _folded(text: str) -> str:
    return _IGNORED.sub("", "".join(text.split())).casefold()


@dataclass(frozen=True)
class Layout:
    """One family: signature, pairing modes in the order they are tried, and its words by key."""

    name: str
    signature: tuple[str, ...]
    pairing: tuple[str, ...]
    labels: Mapping[str, str]
    sections: Mapping[str, str]
    roles: Mapping[str, str]
    column_heads: frozenset[str]
    consultation_starts: frozenset[str]

    @cached_property
    def head_prefixes(self) -> frozenset[str]:
        """How column heads may begin, so that a line of prose is passed over at its first word."""
        return _prefixes(self.column_heads)

    @cached_property
    def label_prefixes(self) -> frozenset[str]:
        """How labels may begin, so that a column is passed over at the first word that no label has."""
        return _prefixes(self.labels)

    @cached_property
    def start_prefixes(self) -> frozenset[str]:
        """How the headings of a Beratungsfolge may begin."""
        return _prefixes(self.consultation_starts)


def _prefixes(words: Iterable[str]) -> frozenset[str]:
    return frozenset(word[:length] for word in words for length in range(len(word) + 1))


def recognize(text: str) -> Layout:
    """Return the family whose whole signature occurs in the text; the most specific one, else the
    generic one.
    """
    folded = key(text)
    matching = [f for f in families() if f.signature and all(words in folded for words in f.signature)]
    return max(matching, key=lambda family: len(family.signature), default=generic())


@cache
def generic() -> Layout:
    """Return the layout with the words of all families."""
    return _layout(_load("generic"), None)


@cache
def families() -> tuple[Layout, ...]:
    """Return every family but the generic one, by name."""
    names = sorted(path.stem for path in _FOLDER.glob("*.toml"))
    return tuple(_layout(_load(name), generic()) for name in names if name != "generic")


def _load(name: str) -> dict[str, object]:
    return tomllib.loads((_FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


def _layout(data: dict[str, object], base: Layout | None) -> Layout:
    columns, starts = _table(data, "columns"), _table(data, "starts")
    pairing = data.get("pairing")
    return Layout(
        name=str(data["name"]),
        signature=tuple(key(words) for words in _strings(data.get("signature", []))),
        pairing=tuple(_strings(pairing)) if pairing is not None else base.pairing if base else (),
        labels={**(base.labels if base else {}), **_inverted(_table(data, "labels"))},
        sections={**(base.sections if base else {}), **_inverted(_table(data, "sections"))},
        roles={**(base.roles if base else {}), **_inverted(_table(data, "roles"))},
        column_heads=(base.column_heads if base else frozenset())
        | {key(word) for word in columns.get("head", [])},
        consultation_starts=(base.consultation_starts if base else frozenset())
        | {key(word) for word in starts.get("consultations", [])},
    )


def _table(data: dict[str, object], name: str) -> dict[str, list[str]]:
    table = data.get(name, {})
    if not isinstance(table, dict):
        raise TypeError(f"[{name}] must be a table")
    return {field: _strings(words) for field, words in table.items()}


def _strings(value: object) -> list[str]:
    if not isinstance(value, list):
        raise TypeError(f"a list of words is expected, not {value!r}")
    return [str(item) for item in value]


def _inverted(table: dict[str, list[str]]) -> dict[str, str]:
    return {key(word): field for field, words in table.items() for word in words}
