"""Citations of laws and statutes: § and Art. with their parts, the law carried over to each of a chain."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from allmende.reading.laws import law_at, law_before
from allmende.reading.leaps import leaps

_SIGN = re.compile(r"(?P<plural>§§|Artikeln|Artt?\.|Art\b)|(?P<single>§|Artikel\b)")
_PLACES = re.compile("§|Art")
_SECTION = re.compile(r"\s{0,3}(?P<number>\d{1,4})(?P<letter>\s?[a-z](?![\wäöüß.)])|[a-z]\b)?(?![.,]?\d)")
_FOLLOWING = re.compile(r"\s?(?P<ff>ff|f)\b\.?(?!\))")
_PARTS = (
    (
        "Abs.",
        re.compile(
            r"\s?,?\s?(?:Abs\.|Absatz|Absätze|Absätzen|Abs)\s?(?P<value>\d{1,3}[a-z]?\b|[IVX]{1,4}\b)"
        ),
    ),
    ("Abs.", re.compile(r"\s?\((?P<value>\d{1,2}[a-z]?)\)")),
    ("S.", re.compile(r"\s?,?\s?(?:Satz|Sätze|S)\.?\s?(?P<value>\d{1,2}\b)")),
    ("Halbs.", re.compile(r"\s?,?\s?(?:Halbsatz|Halbs\.|HS)\s?(?P<value>\d\b)")),
    ("Nr.", re.compile(r"\s?,?\s?(?:Nrn?\.|Nummern?|Ziff\.|Ziffern?|Nr)\s?(?P<value>\d{1,3}[a-z]?\b)")),
    (
        "Buchst.",
        re.compile(r"\s?,?\s?(?:Buchst\.|Buchstabe|Buchst|lit\.|Lit\.)\s?(?P<value>[a-z]{1,2})\)?(?!\w)"),
    ),
    ("Buchst.", re.compile(r"\s(?P<value>[a-z])\)")),
    ("Alt.", re.compile(r"\s?,?\s?(?:Alternative|Alt\.)\s?(?P<value>\d\b)")),
    ("Alt.", re.compile(r"\s?,?\s?(?P<value>\d)\.\s?(?:Alternative\b|Alt\.|Fall\b)")),
    ("Halbs.", re.compile(r"\s?,?\s?(?P<value>\d)\.\s?(?:Halbsatz\b|Halbs\.|HS\b)")),
)
# Read, so that the law behind them is found, but no part of the normalized citation.
_UNWRITTEN = ("Alt.", "Halbs.")
_AND = re.compile(r"\s?(?:,|und|sowie|u\.|&|/|bzw\.|oder|in\sVerbindung\smit|i\.?\s?V\.?\s?m\.)\s?")
_TO = re.compile(r"\s?(?:bis|[-–])\s?(?P<number>\d{1,4}[a-z]?)\b(?!\.\d)")
_CHAIN = re.compile(
    r"\s?,?\s?(?:i\.?\s?V\.?\s?m\.?|in Verbindung mit|und|sowie|bzw\.|oder|,|/|mit|gemäß"
    r"|nach)\s(?:den\s|dem\s|des\s|der\s)?(?=§|Art)"
)
_CONTRACT = re.compile(r"(?i)[\wäöüß-]*(?:vertrag|vereinbarung|vertrages|vertrags)\b[^.;]{0,90}$")
_CONTRACT_REACH = 110
# „zu § 4 Nr. 2“, „3. § 5 wird …“ head the change of a statute.
_AMENDMENT = re.compile(r"(?:^|\n)\s?(?:[Zz]u|\d{1,2}\.)\s$")
_LONGEST = 24


@dataclass(frozen=True, slots=True)
class Citation:
    """One cited section, normalized, and where it stands in the prose view."""

    text: str
    start: int
    end: int
    certain: bool


@dataclass(slots=True)
class _Section:
    sign: str
    number: str
    start: int
    end: int
    parts: list[tuple[str, str]] = field(default_factory=list)
    following: str = ""

    def text(self) -> str:
        words = [f"{self.sign} {self.number}" + (f" {self.following}" if self.following else "")]
        return " ".join(
            [*words, *(f"{name} {value}" for name, value in self.parts if name not in _UNWRITTEN)]
        )


def find_citations(text: str, state: str | None) -> list[Citation]:
    """Return the sections of laws cited in a prose text; sections of contracts and without a law are none."""
    found: list[Citation] = []
    position = 0
    while sign := next(leaps(_PLACES, _SIGN, text, position), None):
        sections, end = _chain(text, sign)
        position = max(end, sign.end())
        if sections and not _AMENDMENT.search(text, max(0, sign.start() - 12), sign.start()):
            found.extend(_with_law(text, sections, end, state))
    return found


def _with_law(text: str, sections: list[_Section], end: int, state: str | None) -> Iterator[Citation]:
    """Yield the sections with the law that stands behind or before them."""
    law = law_at(text, end, state)
    if law is not None:
        name, law_end = law
        for section in sections:
            last = law_end if section is sections[-1] else section.end
            yield Citation(f"{section.text()} {name}", section.start, last, True)
        return
    start = sections[0].start
    if _CONTRACT.search(text, max(0, start - _CONTRACT_REACH), start):
        return
    earlier = law_before(text, start, state)
    if earlier is not None:
        for section in sections:
            yield Citation(f"{section.text()} {earlier}", section.start, section.end, False)


def _chain(text: str, sign: re.Match[str]) -> tuple[list[_Section], int]:
    """Read „§§ 102 und 104“, „§ 4 Abs. 2 und Abs. 4 Satz 3“, „§ 75 Abs. 3 i. V. m. § 96 Abs. 1“."""
    sections: list[_Section] = []
    current: re.Match[str] | None = sign
    end = sign.end()
    while current is not None and len(sections) < _LONGEST:
        symbol = "§" if "§" in current.group() else "Art."
        first = _section(text, current.end(), symbol, current.start())
        if first is None:
            break
        sections.append(first)
        end = _more(text, sections, bool(current["plural"]) or symbol == "Art.")
        chained = _CHAIN.match(text, end)
        current = _SIGN.match(text, chained.end()) if chained else None
    return sections, end


def _section(text: str, position: int, symbol: str, start: int) -> _Section | None:
    match = _SECTION.match(text, position)
    if match is None:
        return None
    number = match["number"] + (match["letter"] or "").strip()
    section = _Section(symbol, number, start, match.end())
    if following := _FOLLOWING.match(text, section.end):
        section.following, section.end = following["ff"] + ".", following.end()
    _read_parts(text, section)
    return section


def _read_parts(text: str, section: _Section) -> None:
    """Read Absatz, Satz, Nummer, Buchstabe as often as they follow one another."""
    progress = True
    while progress and len(section.parts) < 6:
        progress = False
        for name, pattern in _PARTS:
            match = pattern.match(text, section.end)
            if match is not None and not any(name == known for known, _ in section.parts):
                section.parts.append((name, _arabic(match["value"]) if name == "Abs." else match["value"]))
                section.end = match.end()
                progress = True
                break


def _more(text: str, sections: list[_Section], plural: bool) -> int:
    """Read what follows a section with „und“, „,“ or „bis“: further sections, or further parts of the
    last.
    """
    while len(sections) < _LONGEST:
        last = sections[-1]
        if plural and (to := _TO.match(text, last.end)):
            sections.append(_Section(last.sign, to["number"], last.end, to.end()))
            continue
        if last.parts and (to := _TO.match(text, last.end)):
            last.end = to.end()
        link = _AND.match(text, last.end)
        if link is None:
            break
        if further := _further_parts(text, last, link.end()):
            sections.append(further)
            continue
        if plural and (following := _section(text, link.end(), last.sign, link.end())):
            sections.append(following)
            continue
        break
    return sections[-1].end


def _further_parts(text: str, last: _Section, position: int) -> _Section | None:
    """Return „Abs. 4 Satz 3“ behind „§ 4 Abs. 2 und“ as a section of its own."""
    section = _Section(last.sign, last.number, position, position)
    _read_parts(text, section)
    if not section.parts:
        plain = re.compile(r"(?P<value>\d{1,2})\b(?!\.)").match(text, position)
        if plain is None or not last.parts or last.parts[-1][0] not in ("Abs.", "S.", "Nr."):
            return None
        section.parts = [(last.parts[-1][0], plain["value"])]
        section.end = plain.end()
    names = [name for name, _ in last.parts]
    if section.parts[0][0] in names:
        section.parts = last.parts[: names.index(section.parts[0][0])] + section.parts
    elif last.parts:
        section.parts = last.parts + section.parts
    return section


def _arabic(value: str) -> str:
    roman = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8, "IX": 9, "X": 10}
    return str(roman[value]) if value in roman else value
