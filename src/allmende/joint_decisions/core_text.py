"""The joint text: core paragraphs that all share, slots that each partner fills; its hash; merging. Pure.

text = CoreText((Paragraph.core("Der Rat stimmt zu."), Paragraph.slot("mittel", "Woher das Geld kommt")))
text.digest          # the same for the same wording, whatever blanks or line ends somebody typed
text.filled({"mittel": "Produkt 01.02"})
"""

import hashlib
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from allmende.common.errors import AllmendeError

SLOT_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
SHOWN_DIGITS = 16
ESCAPE = "\\"
"""Before what looks like a slot, or like this sign itself, and is text."""


class BadCoreText(AllmendeError):
    """The joint text cannot be used as it is."""

    message = "Absatz {number}: {problem}"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph: part of the core (`text`), or a slot (`name`, and `hint` says what belongs there).

    An internal one is for the partners only; the hash covers it all the same.
    """

    text: str = ""
    name: str = ""
    hint: str = ""
    is_internal: bool = False

    @classmethod
    def core(cls, text: str, *, is_internal: bool = False) -> "Paragraph":
        return cls(text=text, is_internal=is_internal)

    @classmethod
    def slot(cls, name: str, hint: str = "") -> "Paragraph":
        return cls(name=name, hint=hint)

    @property
    def is_slot(self) -> bool:
        return bool(self.name)

    @property
    def canonical(self) -> str:
        """Return the paragraph as the hash sees it; a core text that looks like a slot is none."""
        if self.is_slot:
            return f"[[{self.name}]]"
        return normal(self.text).replace(ESCAPE, ESCAPE * 2).replace("[[", f"{ESCAPE}[[")


@dataclass(frozen=True, slots=True)
class CoreText:
    """The ordered paragraphs of one version."""

    paragraphs: tuple[Paragraph, ...]

    @property
    def canonical(self) -> str:
        """Return the text that is hashed: one blank between words, an empty line between paragraphs."""
        return "\n\n".join(each.canonical for each in self.paragraphs)

    @property
    def digest(self) -> str:
        """Return the SHA-256 of the canonical text; which paragraphs are internal counts too."""
        marks = "".join("1" if each.is_internal else "0" for each in self.paragraphs)
        return hashlib.sha256(f"{self.canonical}\n\n{marks}".encode()).hexdigest()

    @property
    def core(self) -> str:
        """Return what all partners decide alike."""
        return "\n\n".join(normal(each.text) for each in self.paragraphs if not each.is_slot)

    @property
    def slots(self) -> tuple[Paragraph, ...]:
        return tuple(each for each in self.paragraphs if each.is_slot)

    @property
    def has_internal_parts(self) -> bool:
        return any(each.is_internal for each in self.paragraphs)

    def public(self) -> "CoreText":
        """Return the text without its internal paragraphs."""
        return CoreText(tuple(each for each in self.paragraphs if not each.is_internal))

    def filled(self, local: Mapping[str, str]) -> str:
        """Return the text of one partner; a slot without local text is left out."""
        parts = [local.get(each.name, "") if each.is_slot else each.text for each in self.paragraphs]
        return "\n\n".join(part.strip() for part in parts if part.strip())

    def checked(self) -> "CoreText":
        """Return the text if it can be decided; raise BadCoreText naming the paragraph."""
        if not any(not each.is_slot and normal(each.text) for each in self.paragraphs):
            raise BadCoreText(number=1, problem="Es fehlt der gemeinsame Kern. Tragen Sie ihn ein.")
        names: set[str] = set()
        for number, each in enumerate(self.paragraphs, start=1):
            if each.is_slot and not SLOT_NAME.fullmatch(each.name):
                raise BadCoreText(
                    number=number,
                    problem=f"Der Name „{each.name}“ geht nicht. Nehmen Sie Kleinbuchstaben, Ziffern und _.",
                )
            if each.name in names:
                raise BadCoreText(number=number, problem=f"Der Name „{each.name}“ kommt zweimal vor.")
            if not each.is_slot and not normal(each.text):
                raise BadCoreText(number=number, problem="Der Absatz ist leer.")
            names |= {each.name} - {""}
        return self


def shown_digest(digest: str) -> str:
    """Return the beginning of a hash in groups that people can read out: `3F2A-…`."""
    short = digest[:SHOWN_DIGITS].upper()
    return "-".join(short[start : start + 4] for start in range(0, SHOWN_DIGITS, 4))


def normal(text: str) -> str:
    """Return the text in NFC with single blanks; what people see alike becomes alike."""
    return " ".join(unicodedata.normalize("NFC", text.replace("\u00ad", "")).split())


def as_json(text: CoreText) -> list[dict[str, Any]]:
    """Return the paragraphs as they are stored."""
    return [
        {"name": each.name, "hint": each.hint}
        if each.is_slot
        else {"text": each.text, "is_internal": each.is_internal}
        for each in text.paragraphs
    ]


def from_json(stored: Sequence[Mapping[str, Any]]) -> CoreText:
    """Return the text of stored paragraphs."""
    return CoreText(tuple(Paragraph(**each) for each in stored))


# --- two editors at once -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class MergeRow:
    """A stretch of the text that one or both sides changed, or neither.

    `chosen` is what stands where only one side changed it; None where a person must choose.
    """

    base: tuple[Paragraph, ...]
    mine: tuple[Paragraph, ...]
    theirs: tuple[Paragraph, ...]

    @property
    def chosen(self) -> tuple[Paragraph, ...] | None:
        if self.mine == self.theirs or self.theirs == self.base:
            return self.mine
        return self.theirs if self.mine == self.base else None

    @property
    def is_conflict(self) -> bool:
        return self.chosen is None


def merged(base: CoreText, mine: CoreText, theirs: CoreText) -> list[MergeRow]:
    """Return both changes of a text side by side; adjacent untouched stretches stay apart from changed ones.

    Where only one side changed a stretch, it merges by itself; where both did, a person chooses.
    """
    rows: list[MergeRow] = []
    place = [0, 0, 0]
    for start, end in _stable(base.paragraphs, mine.paragraphs, theirs.paragraphs):
        _append(rows, base, mine, theirs, place, start)
        place = list(end)
        stretch = base.paragraphs[start[0] : end[0]]
        rows.append(MergeRow(stretch, stretch, stretch))
    whole = (len(base.paragraphs), len(mine.paragraphs), len(theirs.paragraphs))
    _append(rows, base, mine, theirs, place, whole)
    return rows


def _append(
    rows: list[MergeRow],
    base: CoreText,
    mine: CoreText,
    theirs: CoreText,
    start: Sequence[int],
    end: Sequence[int],
) -> None:
    parts = [
        text.paragraphs[first:last]
        for text, first, last in zip((base, mine, theirs), start, end, strict=True)
    ]
    if any(parts):
        rows.append(MergeRow(*parts))


Place = tuple[int, int, int]


def _stable(
    base: Sequence[Paragraph], mine: Sequence[Paragraph], theirs: Sequence[Paragraph]
) -> list[tuple[Place, Place]]:
    """Return the stretches of the base that both sides kept: where each begins and ends in all three."""
    in_mine, in_theirs = _kept(base, mine), _kept(base, theirs)
    found: list[tuple[Place, Place]] = []
    for index in range(len(base)):
        if index not in in_mine or index not in in_theirs:
            continue
        here = (index, in_mine[index], in_theirs[index])
        after = (index + 1, in_mine[index] + 1, in_theirs[index] + 1)
        if found and found[-1][1] == here:
            found[-1] = (found[-1][0], after)
        else:
            found.append((here, after))
    return found


def _kept(base: Sequence[Paragraph], side: Sequence[Paragraph]) -> dict[int, int]:
    blocks = SequenceMatcher(None, base, side, autojunk=False).get_matching_blocks()
    return {block.a + step: block.b + step for block in blocks for step in range(block.size)}


# --- as people type it ---------------------------------------------------------------------------------

INTERNAL = "[intern]"
TYPED_SLOT = re.compile(r"\[\[\s*(?P<name>[^:\]]+?)\s*(?::\s*(?P<hint>[^\]]*?)\s*)?\]\]")


def typed(text: CoreText) -> str:
    """Return the text as people edit it: an empty line between paragraphs, slots as `[[name: hint]]`.

    A backslash in front says that what looks like a slot or like an internal paragraph is plain text.
    """
    return "\n\n".join(_typed_paragraph(each) for each in text.paragraphs)


def _typed_paragraph(paragraph: Paragraph) -> str:
    if paragraph.is_slot:
        return f"[[{paragraph.name}: {paragraph.hint}]]" if paragraph.hint else f"[[{paragraph.name}]]"
    text = paragraph.text
    if TYPED_SLOT.fullmatch(text) or text.casefold().startswith((INTERNAL, ESCAPE)):
        text = ESCAPE + text
    return f"{INTERNAL} {text}" if paragraph.is_internal else text


def read_typed(written: str) -> CoreText:
    """Return the text somebody typed."""
    parts = re.split(r"\n[ \t]*\n", written.replace("\r\n", "\n"))
    return CoreText(tuple(_read_paragraph(part.strip()) for part in parts if part.strip()))


def _read_paragraph(part: str) -> Paragraph:
    if slot := TYPED_SLOT.fullmatch(part):
        return Paragraph.slot(slot["name"], normal(slot["hint"] or ""))
    is_internal = part.casefold().startswith(INTERNAL)
    text = part[len(INTERNAL) :].strip() if is_internal else part
    return Paragraph.core(text.removeprefix(ESCAPE), is_internal=is_internal)
