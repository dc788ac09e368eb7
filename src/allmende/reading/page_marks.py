"""Number and day of a paper where no label of the head names them: in the marks of its pages, and in the head
of a text that has lost its lines.
"""

import re

_PAPER_WORD = (
    r"(?:(?:Sitzungs|Beschluss|Mitteilungs|Informations|Rats|Verwaltungs)?(?:[Vv]orlagen?|[Dd]rucksachen?)"
    r"|Drs\.?|DS)[ -]?(?:Nr\.?|[Nn]ummer)?:?[ ]{0,3}"
)
_PAGE_MARKS = (
    re.compile(
        rf"Seite[ ]\d{{1,3}}[ ](?:der|zur)[ ]{_PAPER_WORD}(?P<number>(?=\S{{0,12}}\d)[\w/.-]{{4,24}}\w)"
    ),
    re.compile(
        rf"{_PAPER_WORD}\n?[ ]{{0,3}}(?P<number>(?=\S{{0,12}}\d)[\w/.-]{{4,24}}\w)"
        rf"[ ]{{0,60}}\n?[ ]{{0,9}}Seite[ ]\d{{1,3}}\b"
    ),
)
_FEWEST_MARKS = 2
# In the head of a text that has lost its lines, a number needs no label when its letters tell what it is.
_BARE_NUMBER = re.compile(
    r"(?<![\w/.-])(?P<number>[A-Z]{1,4}[/-](?:19|20)\d\d[/-]\d{2,5}"
    r"|[A-Z]{2,4}[-/]\d{2,5}/(?:\d{4}|\d\d)|\d{2,5}/[IVX]{2,5})(?![\w/-])"
)
_FLAT_LINE = 500
_LABELS_THEN_NUMBER = re.compile(
    r"\b(?:Vorlagen?|Drucksachen?|Drs\.?)[ -]{0,2}(?:Nr\.|Nummer|nummer):?(?:\s(?:[A-ZÄÖÜ][\w./-]*:?)){1,6}\s"
    r"(?P<number>[A-Z]{0,4}[/-]?\d{1,5}[/-](?:(?:19|20)\d\d|\d\d))(?=\s)"
)
_FLAT_HEAD = 1200
# What stands before the number of another paper.
_REFERS = re.compile(
    r"(?i)(?:\b(?:zur?|zum|der|des|dem|den|die|mit|aus|von|vgl\.|siehe|bezug:?|und|laut)|[(,])\s{0,2}$"
)

Number = tuple[str, int, int, float]


def number_of_pages(text: str) -> Number | None:
    """Return the number that the marks of the pages repeat: „Seite 2 der Sitzungsvorlage Nr. 23-V-37-0009“,
    „Drucksachennummer: 0624-1/2023 / Seite 1“.
    """
    found = [match for pattern in _PAGE_MARKS for match in pattern.finditer(text)]
    numbers = {match["number"] for match in found}
    if len(found) < _FEWEST_MARKS or len(numbers) != 1:
        return None
    return found[0]["number"], *found[0].span("number"), 0.85


def number_in_flat_head(text: str) -> Number | None:
    """Return the number behind a run of labels in a text without lines: „Vorlagen-Nr. Sitzungstermin Der
    Bürgermeister 164/2004 02.12.2004“.
    """
    found = _LABELS_THEN_NUMBER.search(text, 0, _FLAT_HEAD)
    if found is None and "\n" not in text.strip()[:_FLAT_LINE]:
        bare = list(_BARE_NUMBER.finditer(text, 0, _FLAT_LINE))
        named = [
            match for match in bare if not _REFERS.search(text, max(0, match.start() - 12), match.start())
        ]
        found = named[0] if len({match["number"] for match in bare}) == 1 and named else None
    return (found["number"], *found.span("number"), 0.75) if found else None
