"""The marks of the points of a decision: „1.“, „2)“, „II.“, „a)“, „1.1“, „Alternative A:“."""

import re
from collections.abc import Callable, Sequence

from allmende.reading.dates import MONTH

Mark = re.Match[str]

# „1. August 2031“ at the start of a line is a day.
_OF_MONTH = rf"\.\s{{1,4}}{MONTH}\s{{1,3}}(?:19|20)\d\d"
_LINE = r"(?:(?<=\n)|^)[ \t]{0,60}"
NUMBERED = re.compile(
    rf"{_LINE}[„\"]?(?:(?:Ziffer|Ziff\.|Punkt|Nr\.|Zu)\s)?\(?(?P<number>\d{{1,2}}|[IVX]{{1,4}})(?!{_OF_MONTH})(?:\.\)?|\)|(?<=[a-z.]\s\d):)"
    r"(?:[ \t]{1,24}(?=\S)|[ \t]*\n[ \t\n]{0,80}(?=[^\s\d])|(?=[A-ZÄÖÜ][a-zäöü]))"
)
_LETTERED = re.compile(rf"{_LINE}(?:[Zz]u\s)?(?P<number>[a-j])\)[ \t]{{1,24}}(?=\S)")
_CAPITAL = re.compile(
    rf"{_LINE}(?:[Zz]u\s)?(?P<number>[A-H])"
    rf"(?:[.)](?=[ \t]{{1,24}}[A-ZÄÖÜ„\d])|[ \t](?=[ \t]{{1,24}}[A-ZÄÖÜ]))[ \t]{{1,24}}"
)
_ALTERNATIVE = re.compile(rf"{_LINE}(?:Alternative|Variante)\s(?P<number>[A-H1-8]|I{{1,3}})\s?:[ \t]*\n?")
_DECIMAL = re.compile(rf"{_LINE}(?P<number>\d\.\d{{1,2}})\.?[ \t]{{1,24}}(?=\S)")
_BARE = re.compile(rf"{_LINE}(?P<number>\d{{1,2}})[ \t]{{1,24}}(?=[A-ZÄÖÜ„])")
_PADDED = re.compile(rf"{_LINE}(?P<number>0\d)\.?[ \t]*\n")
# In running text a mark stands behind the end of a sentence or clause; „1.“ also where that end is lost.
_BEHIND_STOP = r"(?:(?<=[.:;,!?“\"]\s)|^\s{0,9})"
_INLINE = re.compile(rf"{_BEHIND_STOP}(?P<number>\d{{1,2}})(?!{_OF_MONTH})\.\s(?=[A-ZÄÖÜ„])")
_INLINE_ANYWHERE = re.compile(rf"(?:(?<=[\s:;.])|^)(?P<number>\d{{1,2}})(?!{_OF_MONTH})\.\s(?=[A-ZÄÖÜ„])")
_INLINE_OTHERS = (
    re.compile(
        rf"{_BEHIND_STOP}(?:(?:Ziffer|Ziff\.|Punkt|Nr\.|Zu)\s)?\(?(?P<number>\d{{1,2}}|[IVX]{{1,4}})(?:\.?\)|[.:])\s(?=\S)"
    ),
    re.compile(rf"{_BEHIND_STOP}(?P<number>[a-j])\)\s(?=\S)"),
    re.compile(rf"{_BEHIND_STOP}(?:[Zz]u\s)?(?P<number>[A-H])[.)]\s(?=[A-ZÄÖÜ])"),
    re.compile(rf"{_BEHIND_STOP}(?P<number>\d{{1,2}})\s(?=(?:Der|Die|Das|Dem|Den|Es|Ein|Eine|Zur|Zum)\s)"),
)
# Marks read apart from their texts: „1.“, „2.“, „3.“, one below the other.
_APART = re.compile(r"^\s*(?:\d{1,2}\.[ \t]*\n[ \t]*){2,}")
_ITEM_START = re.compile(r"(?:^|(?<=[.;!]\n)|(?<=[.;!] \n))[ \t]*(?=[A-ZÄÖÜ])")
_CHAPTER = re.compile(
    rf"{_LINE}(?P<number>[IVX]{{1,4}}|[A-H])\.[ \t]{{1,24}}[A-ZÄÖÜ][^.\n]{{3,70}}\n\s{{0,80}}(?=1\.\s)"
)
_DASHED = re.compile(r"(?:(?<=\n)|^)[ \t]{0,40}[-–•][ \t]{1,12}(?=[\wÄÖÜ„])")
_ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8, "IX": 9, "X": 10}
_LETTERS = "abcdefghij"


def ordinal(number: str) -> int:
    """Return the place of „3“, „III“, „c“ or „C“ in its count; 0 when it has none."""
    if number.isdigit():
        return int(number)
    return _ROMAN.get(number) or _LETTERS.find(number.casefold()) + 1


def find_marks(text: str) -> Sequence[Mark]:
    """Return the marks that count the points of a decision; empty when it is not numbered."""
    marks = _counted(list(NUMBERED.finditer(text)))
    if len(marks) < 2 and text.strip().count("\n") < 4:
        inline = _counted(list(_INLINE.finditer(text)))
        if len(inline) < 2:
            anywhere = _counted(list(_INLINE_ANYWHERE.finditer(text)))
            inline = anywhere if len(anywhere) > 1 or text.count("\n") < 4 else inline
        marks = inline if len(inline) > len(marks) else marks
        for pattern in _INLINE_OTHERS:
            inline = list(pattern.finditer(text)) if len(marks) < 2 else []
            if len(inline) > 1 and _from_one([mark["number"] for mark in inline]):
                marks = inline
    if len(marks) > 1:
        outer = _all_counted(list(_CAPITAL.finditer(text, 0)))
        return outer if len(outer) > 1 and outer[0].start() < marks[0].start() else marks
    counted = [
        others for pattern, count in _OTHER_COUNTS if len(others := count(list(pattern.finditer(text)))) > 1
    ]
    # A list within a point begins behind its mark: the outer one opens the decision.
    return min(counted, key=lambda list_: list_[0].start()) if counted else marks


def chapters(text: str) -> list[tuple[int, int]]:
    """Return the stretches below „I. Sachentscheidung:“ and „II. Finanzielle Auswirkungen:“ when each counts
    its own points; empty when the roman numbers count the points themselves.
    """
    heads = list(_CHAPTER.finditer(text))
    if not heads or not _from_one([head["number"] for head in heads]):
        return []
    ends = [*(head.start() for head in heads[1:]), len(text)]
    return [(head.end(), end) for head, end in zip(heads, ends, strict=True)]


def dashed(text: str) -> list[tuple[int, int]]:
    """Return the stretches of a decision that is a list of dashes from its first line on."""
    marks = list(_DASHED.finditer(text))
    if len(marks) < 2 or text[: marks[0].start()].strip():
        return []
    ends = [*(mark.start() for mark in marks[1:]), len(text)]
    return [(mark.end(), end) for mark, end in zip(marks, ends, strict=True)]


def points_apart(text: str) -> list[tuple[str, int, int]]:
    """Return number, start and end of points whose marks were read as a column of their own."""
    marks = _APART.match(text)
    if marks is None:
        return []
    numbers = re.findall(r"\d{1,2}", marks.group())
    starts = [marks.end() + start.end() for start in _ITEM_START.finditer(text[marks.end() :])]
    if len(starts) < len(numbers):
        return []
    starts = starts[: len(numbers)]
    paragraph = re.search(r"\n[ \t]*\n", text[starts[-1] :])
    ends = [*starts[1:], starts[-1] + paragraph.start() if paragraph else len(text)]
    return list(zip(numbers, starts, ends, strict=True))


def _counted(marks: list[Mark]) -> list[Mark]:
    """Return the marks that count 1, 2, 3 …; numbers in between (sub-points, dates) are not points.

    A list that has lost its count in a web page („1. … 1. … 1. …“) counts as well; a quotation („"5. …“) may
    begin anywhere.
    """
    if len(marks) > 1 and all(mark["number"] == "1" for mark in marks):
        return marks
    quoted = bool(marks) and marks[0].group().lstrip()[0] in '„"'
    first = ordinal(marks[0]["number"]) if quoted else 1
    kept: list[Mark] = []
    for mark in marks:
        value = mark["number"]
        if ordinal(value) == len(kept) + first and (
            not kept or value.isdigit() == kept[0]["number"].isdigit()
        ):
            kept.append(mark)
    return kept


def _from_one(numbers: list[str]) -> bool:
    return [ordinal(number) for number in numbers] == list(range(1, len(numbers) + 1))


def _all_counted(marks: list[Mark]) -> list[Mark]:
    return marks if _from_one([mark["number"] for mark in marks]) else []


def _decimal(marks: list[Mark]) -> list[Mark]:
    parts = [mark["number"].split(".") for mark in marks]
    is_count = len({first for first, _ in parts}) == 1 and _from_one([second for _, second in parts])
    return marks if is_count else []


_OTHER_COUNTS: tuple[tuple[re.Pattern[str], Callable[[list[Mark]], list[Mark]]], ...] = (
    (_PADDED, _all_counted),
    (_DECIMAL, _decimal),
    (_BARE, _all_counted),
    (_ALTERNATIVE, _all_counted),
    (_CAPITAL, _all_counted),
    (_LETTERED, _all_counted),
)
