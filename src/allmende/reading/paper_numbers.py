"""Numbers of papers in running text: behind a cue, by their form, in the form of the paper's own number, or
in brackets behind the day of a decision.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

NUMBER = (
    r"(?:(?:\d\d-\d\d|20\d\d)\s?/\s?[A-Z]\s?\d{3,6}"
    r"|(?:[IVX]{1,4}\s-\s)?(?:[A-ZÄÖÜ]{1,5}\s)?(?:[A-ZÄÖÜ]{1,5}[-/]?)?\d\w*"
    r"(?:[-/][\wÄÖÜ]+|\s[-/]\s?[\dA-ZÄÖÜ]{1,7}(?!\w)|[-/]\s[\dA-ZÄÖÜ]{1,7}(?!\w)|\.\d+){1,6}"
    r"(?:\([IVX]{1,5}\)\s?\d{2})?"
    r"|[A-ZÄÖÜ]{1,4}(?:[-/][\wÄÖÜ]+){1,6}|20\d{6}\b|[A-ZÄÖÜ]\s\d{3,5}\b|\d{3,6}\b)"
    r"(?:\s\d\.\s(?:Ergänzung|Änderung|Fassung))?"
)
_HAS_DIGIT = r"(?=(?:[IVX]{1,4}\s-\s)?(?:[A-ZÄÖÜ]{1,5}\s)?[^\s]{0,24}\d)"
_CUE_WORDS = (
    r"(?:sitzungs|magistrats|senats|stadtrats|gemeinderats|ausschuss|beschluss|mitteilungs|informations|berichts|verwaltungs|rats|ergänzungs|ausgangs"
    r"|kreistags)?vorlagen?|drucksachen?|beilagen?|(?:gr|kt|bv)?drs\.?(?=[\s:-])|(?:ds|sv|bv)(?=[\s:-])"
    r"|(?:änderungs|ergänzungs|ursprungs)?antr[aä]ge?s?|anfragen?"
    r"|(?:rats|kreistags|gemeinderats)?beschl[uü](?:ss|ß)(?:e[sn]?)?|stellungnahme"
    r"|verwaltungsstandpunkt|vorl\.|mitteilung|information|informationsdrucksache"
)
_CUED = re.compile(
    rf"(?<!\w)(?=[ABDEGIKMRSUVabdegikmrsuvÄä])(?i:{_CUE_WORDS})(?:\s(?:an|für)\s(?:den|die|das)\s\w{{3,30}}(?=\sNr))?(?:[\s-]{{0,3}}(?:Nrn?\.?|Nummern?|Nr))?\s?(?:[:.]|[-–](?=\s))?\s?\(?"
    rf"(?P<first>{_HAS_DIGIT}{NUMBER})"
)
# „Beschluss Nr. 45 vom …“: a short number counts only behind „Nr.“ and before its day.
_SHORT = re.compile(
    r"(?:Beschluss(?:es)?|Drucksache|Vorlage|Antrag(?:e?s)?)[\s-]Nr\.\s(?P<number>\d{1,3})"
    r"(?=\s(?:vom|v\.|der\sSitzung))"
)
_MORE = re.compile(rf"\s?(?:,|und|sowie|u\.|/|bzw\.)\s(?:Nr\.\s)?(?P<number>{_HAS_DIGIT}{NUMBER})(?![.,]\d)")
_UNCUED = re.compile(
    r"(?<![\w/.-])(?P<long>\d{3,5}/\d{4}-\d{4})(?![\w/-])|"
    r"(?<![\w/-])(?P<number>[IVX]{1,4}-[A-Z]{1,3}-\d{4,6}(?:-[A-Z]{1,4}-\d{1,2})*"
    r"|\d{1,5}/(?:19|20)\d\d[/-][A-ZÄÖÜ][A-Za-zÄÖÜ]{0,4}"
    r"|[A-Z]{2,4}/(?:19|20)\d\d/\d{2,4}(?:-\d{1,2})?|[a-z][A-Z]{1,3}\d{3,4}/\d\d"
    r"|[A-Z]{2,4}-\d{1,4}/\d{4}(?:\s\d\.\sErgänzung)?|(?:DS|V|VO|BV|I|A|GD|VV|SR|MV)\d{4}/\d\d"
    r"|[ABD-KM-Z][A-Z]{0,2}\s?\d{3,4}/(?:20)?\d\d|(?<=\()[A-Z]{2,5}/\d{3,5}/(?:19|20)\d\d(?=\))"
    r"|SV-\d{1,2}-\d{3,5}|(?:BV|VO|MV|IV|AN|DS|SV|MI|V|AT|UV)/\d{3,5}/\d{2,4}(?:-\d{1,2})?"
    r"|DS/\d{3,5}(?:-\d)?/[IVX]+)(?![\w/-])"
)
# A number in brackets right behind a day: „Beschluss vom 29.06.2023 (20231402)“.
_IN_BRACKETS = re.compile(rf"\d{{4}},?\s\((?P<number>(?=[^\s)]{{0,12}}\s?[^\s)]{{0,12}}\d{{2}}){NUMBER})\)")
# The first sign stands before everything else, so that the search leaps to it.
_NUMBER_LIKE = re.compile(
    r"[0-9N/-](?:(?<=[0-9])\w{0,12}\s?[-/]\s?\w|(?<=[/-])[A-ZÄÖÜ\d]{1,12}[-/]\d|(?<=[A-Z][/-])\d{3}"
    r"|(?<=(?:ache|lage)\s\d)\d{2}|(?<=[(en]\s[A-Z]\s\d)\d\d|(?<=\([A-Z]\s\d)\d\d"
    r"|(?<=N)r\.?:?\s?(?:\d{2}|[A-Z]{1,5}\s?\d)"
    r"|(?<=2)(?<!\d.)0\d{6}(?!\d)|(?<=[0-9])\d?\.\d{4}(?!\d))"
)
# „Bezugsdrucksachen: 18/071/03, 21/056/01“
_LISTED = re.compile(r"(?<![\w/-])(?=\S*\d)[A-ZÄÖÜ\d][\wÄÖÜ]*(?:[/-][\wÄÖÜ]+){1,5}")
_LABELLED = re.compile(
    r"\b(?:Bezugs|Ausgangs|Ursprungs)(?:vorlagen?|drucksachen?|beilagen?)\s?:?\s"
    rf"(?P<numbers>{_LISTED.pattern}(?:\s?[,;]\s{_LISTED.pattern}){{0,5}})"
)
_NO_PREFIX = re.compile(r"^(?:TOP|EU|EG|DIN|ISO|EN|AZ|Az|TTIP|HRB)\b")
_CUE_REACH, _NUMBER_REACH = 60, 40
_LIKE_A_MONTH = re.compile(r"\d{1,2}[-/.](?:19|20)\d\d")
# „R 0891“: one capital and four digits or more.
_PLAIN_FORM = re.compile(r"[A-ZÄÖÜ] \d{4,6}")
_RUN = re.compile(r"\d+|[A-Za-zÄÖÜäöü]+|\s+|.")


def number_spans(text: str, own: str | None) -> Iterator[tuple[int, int]]:
    """Yield where numbers of papers stand; the same number as often as it stands there."""
    alike = _alike(own) if own else None
    for first, last in _windows(text):
        taken = first
        for start, end in sorted(_spans(text, first, last, alike), key=lambda span: (span[0], -span[1])):
            if start >= taken and not _NO_PREFIX.match(text[start:end]):
                yield start, end
                taken = end


def _spans(text: str, first: int, last: int, alike: re.Pattern[str] | None) -> Iterator[tuple[int, int]]:
    for match in _CUED.finditer(text, first, last):
        yield match.span("first")
        position = match.end()
        while more := _MORE.match(text, position):
            yield more.span("number")
            position = more.end()
    for labelled in _LABELLED.finditer(text, first, last):
        yield from (number.span() for number in _LISTED.finditer(text, *labelled.span("numbers")))
    for pattern in (_SHORT, _IN_BRACKETS):
        yield from (match.span("number") for match in pattern.finditer(text, first, last))
    yield from (match.span(match.lastgroup or 0) for match in _UNCUED.finditer(text, first, last))
    if alike is not None:
        yield from (match.span() for match in alike.finditer(text, first, last))


@lru_cache(maxsize=64)
def _alike(own: str) -> re.Pattern[str] | None:
    """Return a pattern for numbers of the same form as the paper's own: „24/SVV/1187“ → „23/SVV/1330“.

    None when the form is too plain to stand for itself („12/2023“ may be a month).
    """
    base = re.sub(r"(?<=\d)[-/]\d{1,2}$", "", own) if len(re.findall(r"\d+", own)) > 2 else own
    if _PLAIN_FORM.fullmatch(own):
        prefix, figures = own.split(" ")
        return re.compile(rf"(?<![\w/.-])[A-ZÄÖÜ]{{{len(prefix)}}}\s\d{{{len(figures)}}}(?![\w/]|[.-]\w)")
    runs: list[str] = _RUN.findall(base)
    digits = [run for run in runs if run.isdigit()]
    letters = any(run.isalpha() for run in runs)
    separated = any(run in "/-." for run in runs)
    telling = letters or (len(digits) > 1 and len(base) >= 7 and not _LIKE_A_MONTH.fullmatch(base))
    if not separated or not telling or len("".join(digits)) < 3 or len(base) > 30:
        return None
    dotted = "." in runs
    return re.compile(
        r"(?<![\w/.-])" + "".join(_form(run, dotted) for run in runs) + r"(?:[-/]\d{1,2})?(?![\w/]|[.-]\w)"
    )


def _form(run: str, exact: bool) -> str:
    """Return what may stand where this run of digits, letters or signs stands in the own number."""
    if run.isdigit():
        if len(run) == 4 and run.startswith(("19", "20")):
            return r"(?:19|20)\d\d"
        return rf"\d{{{len(run)}}}" if exact or len(run) in (2, 4) else r"\d{1,4}"
    if run.isalpha():
        return r"[A-ZÄÖÜ]{1,4}" if run.isupper() and len(run) <= 4 else re.escape(run)
    return r"\s?" if run.isspace() else rf"{re.escape(run)}"


def _windows(text: str) -> list[tuple[int, int]]:
    """Return the stretches around digits with a stroke or behind „Nr.“, where alone a paper number can
    stand.
    """
    windows: list[tuple[int, int]] = []
    for match in _NUMBER_LIKE.finditer(text):
        first, last = max(0, match.start() - _CUE_REACH), min(len(text), match.end() + _NUMBER_REACH)
        if windows and first <= windows[-1][1]:
            windows[-1] = (windows[-1][0], last)
        else:
            windows.append((first, last))
    return windows
