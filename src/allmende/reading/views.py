"""Two views of a text, each of which knows where its characters stand in the text as received.

The *clean* view keeps lines and columns and repairs characters (no-break blanks, combining accents,
mojibake, lost umlauts). The *prose* view joins hyphenated words and broken lines and leaves out page marks
and markup, so that a sentence can be read as one. A view is piecewise linear: it stores only the points
where its offsets shift.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass

# Control characters and the odd blanks of PDF and HTML become a plain blank, odd hyphens a plain hyphen.
_ONE_TO_ONE = str.maketrans(
    dict.fromkeys(
        "\x00\r\xa0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u3000", " "
    )
    | dict.fromkeys(map(chr, [*range(1, 9), 11, *range(14, 32), 127]), " ")
    | {"\x0c": "\n", "\x0b": "\n", "\x85": "\n", "\u2028": "\n", "\u2029": "\n"}
    | dict.fromkeys("│┃║", "|")
    | dict.fromkeys("─━═", "-")
    | dict.fromkeys("┌┐└┘├┤┬┴┼╔╗╚╝╠╣╦╩╬┏┓┗┛┣┫┳┻╋", "+")
    | {"\u2010": "-", "\u2011": "-", "\u2212": "-", "\uf0b7": "•", "\uf0a7": "•", "\uf02d": "-"}
)
_MOJIBAKE = {
    bad.encode("utf-8").decode("cp1252", errors="ignore"): bad
    for bad in [
        "ä",
        "ö",
        "ü",
        "Ä",
        "Ö",
        "Ü",
        "ß",
        "€",
        "„",
        "“",
        "–",
        "§",
        "é",
        "·",
        "•",
        "‚",
        "‘",
        "’",
        "…",
        "²",
    ]
}
_ENTITIES = {
    "&nbsp;": " ",
    "&amp;": "&",
    "&auml;": "ä",
    "&ouml;": "ö",
    "&uuml;": "ü",
    "&Auml;": "Ä",
    "&Ouml;": "Ö",
    "&Uuml;": "Ü",
    "&szlig;": "ß",
    "&euro;": "€",
    "&sect;": "§",
    "&quot;": '"',
    "&lt;": "<",
    "&gt;": ">",
    "\ufb00": "ff",
    "\ufb01": "fi",
    "\ufb02": "fl",
    "\ufb03": "ffi",
}
# Words whose umlaut is often lost, spelled with "?" for the lost letter.
_LOST = {
    word.replace("*", "\ufffd"): word.replace("*", letter)
    for word, letter in [
        ("*ffentlich", "ö"),
        ("f*r", "ü"),
        ("*ber", "ü"),
        ("gem*ß", "ä"),
        ("Beschlu*", "ß"),
        ("W*hl", "ä"),
        ("Antr*g", "ä"),
        ("Sitzungsgeg*n", "e"),
        ("k*nn", "ö"),
        ("w*r", "ü"),
        ("Gew*hr", "ä"),
        ("Ma*nahm", "ß"),
        ("Begr*ndung", "ü"),
        ("B*rger", "ü"),
        ("St*dt", "ä"),
        ("L*nd", "ä"),
        ("Zusch*ss", "ü"),
        ("Tr*ger", "ä"),
        ("j*hrlich", "ä"),
        ("Haush*lt", "ä"),
        ("F*rder", "ö"),
        ("erm*chtig", "ä"),
        ("Erl*uterung", "ä"),
        ("M*rz", "ä"),
        ("Zust*ndig", "ä"),
        ("vorz*", "u"),
        ("*nderung", "Ä"),
        ("Anh*rung", "ö"),
    ]
}
_TO_REPAIR = re.compile(
    "|".join(re.escape(key) for key in sorted([*_MOJIBAKE, *_ENTITIES, *_LOST], key=len, reverse=True))
    + "|[A-Za-z][\u0300-\u030f]|(?<=[^\\W\\d_])\u00ad(?=[^\\W\\d_])"
)
_REPAIRS = _MOJIBAKE | _ENTITIES | _LOST
# Letter-spaced words („N i e d e r s c h r i f t   d e r …“): one blank between letters, more between words.
_SPREAD = re.compile(
    r"""
    (?<!\S)(?:[^\W_][ ])(?=(?:[^\W_][ ]){2}[^\W_])           # at least four letters in a row
    (?:[^\W_](?:[.:,;/]{0,2}(?=[ ])|(?!\S))[ ]{1,4}|[/.,:&„“-][ ]{1,4}){2,200}
    [^\W_](?:[.:,;!?“]{0,2}(?!\S))
    """,
    re.VERBOSE,
)
# What each letter-spaced word contains; most texts have none.
_MAY_BE_SPACED = re.compile(r"[ ][^\W_][ ]+[^\W_][.:,;/]{0,2}[ ]")
# A paper number in boxes: „2 3 - V - 3 7 - 0 0 0 9“.
_SPREAD_NUMBER = re.compile(r"(?<!\S)(?:\d[ ]){1,4}(?=[-/])(?:[-/A-Z\d][ ]){3,24}\d(?!\S)")
_GAP = re.compile(" +")
_SUSPECT = re.compile("[Ãâ\u0300-\u030f\ufb00-\ufb06\ufffdÂ&\u00ad]")
_ODD = re.compile(f"[{re.escape(''.join(map(chr, _ONE_TO_ONE)))}]")


@dataclass(frozen=True, slots=True)
class View:
    """A text derived from another one; `starts[i]` is where the shift `shifts[i]` begins to hold."""

    text: str
    starts: tuple[int, ...] = (0,)
    shifts: tuple[int, ...] = (0,)

    def origin(self, offset: int) -> int:
        """Return the offset in the source text of the character at `offset`."""
        return offset + self.shifts[bisect_right(self.starts, offset) - 1]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the source offsets of `[start, end)`; an empty stretch stays empty."""
        first = self.origin(start)
        return first, (self.origin(end - 1) + 1 if end > start else first)

    def find(self, source_offset: int) -> int:
        """Return the offset here of the first character at or behind a source offset."""
        sources = [start + shift for start, shift in zip(self.starts, self.shifts, strict=True)]
        index = max(bisect_right(sources, source_offset) - 1, 0)
        stop = self.starts[index + 1] if index + 1 < len(self.starts) else len(self.text)
        return min(max(source_offset - self.shifts[index], self.starts[index]), stop)


def substitute(source: str, pattern: re.Pattern[str], replace: Callable[[re.Match[str]], str]) -> View:
    """Return the view in which each match of `pattern` is replaced (never lengthened beyond its end)."""
    return _edited(source, ((*match.span(), replace(match)) for match in pattern.finditer(source)))


def _edited(source: str, edits: Iterable[tuple[int, int, str]]) -> View:
    """Return the view in which the stretches `[start, end)` are replaced, in their order."""
    pieces: list[str] = []
    starts, shifts = [0], [0]
    length = copied = 0
    for first, last, new in edits:
        if new == source[first:last]:
            continue
        pieces += (source[copied:first], new)
        length += first - copied + len(new)
        copied = last
        if starts[-1] == length:
            shifts[-1] = copied - length
        else:
            starts.append(length)
            shifts.append(copied - length)
    pieces.append(source[copied:])
    return View("".join(pieces), tuple(starts), tuple(shifts))


def clean(text: str) -> View:
    """Return the text with repaired characters; lines and columns stay."""
    plain = _ODD.sub(lambda odd: _ONE_TO_ONE[ord(odd.group())], text)
    view = substitute(plain, _TO_REPAIR, _repair) if _SUSPECT.search(plain) else View(plain)
    if _MAY_BE_SPACED.search(view.text) is None:
        return view
    spread = _edited(view.text, _closed_gaps(view.text))
    return compose(view, spread) if len(spread.text) < len(view.text) else view


def _closed_gaps(text: str) -> list[tuple[int, int, str]]:
    """Return the blanks between letters of letter-spaced words; the crosses of a table stay apart."""
    closed = {
        (*gap.span(), " " if len(gap.group()) > 1 else "")
        for run in _SPREAD.finditer(text)
        if len({char.casefold() for char in run.group() if char.isalpha()}) >= 3
        for gap in _GAP.finditer(text, *run.span())
    }
    boxes = [gap for run in _SPREAD_NUMBER.finditer(text) for gap in _GAP.finditer(text, *run.span())]
    return sorted(closed | {(*gap.span(), "") for gap in boxes})


def _repair(match: re.Match[str]) -> str:
    found = match.group()
    if found == "\u00ad":
        return ""
    return _REPAIRS.get(found) or unicodedata.normalize("NFC", found)


_PAGE_MARK = re.compile(
    r"""[-–]{1,2}[ ]?\d{1,3}[ ]?(?:of[ ]\d{1,3}[ ]?)?[-–]{1,2}
      | \d{1,3}[ ](?:von|/)[ ]?\d{1,3}(?:[ ]in[ ]Zusammenstellung)?
      | \d{1,2}/\d{1,2}
      | Seite:?[ ]{0,2}[-–]?[ ]?\d{1,3}(?:[ ]?(?:von|/)[ ]?\d{1,3})?[ ]?[-–]?
      | (?:Ergänzende[ ]Erläuterungen:?)?[ ]{2,200}Seite[ ]\d{1,3}(?:[ ]von[ ]\d{1,3})?
    """,
    re.VERBOSE,
)
_NOT_JOINED = re.compile(r"(?:und|oder|bzw|sowie|als|bis|u\.|o\.|wie|noch|statt|nicht)\b")
_IN_LINE = re.compile(
    rf"""
      (?P<tag><(?:input|br|/?(?:p|b|i|u|em|strong|span|div|td|tr|table))\b[^<>]{{0,200}}>)
    | \*\*|\\(?=[*_#.\-\[\]()+>])|\u00ad\ ?
    | (?P<blank>[ \t]{{2,}}|\t)
    | (?<=[a-zäöüß]{{2}})-[ ](?=[a-zäöüß]{{2}})(?!{_NOT_JOINED.pattern})
    """,
    re.VERBOSE,
)
_FOLDED_OR_LEFT_OUT = ("  ", "- ", "\t", "**", "<", "\\", "\u00ad")
_SPACED = re.compile(r"(?<!\S)(?:[^\W\d_][ ]){4,60}[^\W\d_](?!\w)")
# What every such word holds, beginning with a blank: the engine leaps from blank to blank.
_SPACED_WITHIN = re.compile(r" [^\W\d_] [^\W\d_] ")
_HEADING = re.compile(r"#{1,6}[ ]+")


class _Builder:
    """Collects stretches of a source text and the places where offsets shift."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.pieces: list[str] = []
        self.length = 0
        self.starts, self.shifts = [0], [0]

    def put(self, text: str, at: int) -> None:
        """Append a text that stands for the source from offset `at` on."""
        if not text:
            return
        shift = at - self.length
        if self.shifts[-1] != shift:
            if self.starts[-1] == self.length:
                self.shifts[-1] = shift
            else:
                self.starts.append(self.length)
                self.shifts.append(shift)
        self.pieces.append(text)
        self.length += len(text)

    def drop_last(self, count: int) -> None:
        """Take back the last characters; they all belong to the last piece."""
        self.pieces[-1] = self.pieces[-1][:-count]
        self.length -= count

    def view(self) -> View:
        return View("".join(self.pieces), tuple(self.starts), tuple(self.shifts))


def prose(text: str) -> View:
    """Return the clean text as running prose: paragraphs stand one per line."""
    out = _Builder(text)
    may_be_spaced = _MAY_BE_SPACED.search(text) is not None
    start, blanks, last = 0, 2, ""
    for line in text.split("\n"):
        offset, start = start, start + len(line) + 1
        body = line.strip()
        if not body:
            blanks += 1
            continue
        if (body[0] in "-–SE" or body[0].isdigit()) and _PAGE_MARK.fullmatch(body):
            blanks = min(blanks, 1) if last and last[-1] in "-,;" else blanks
            continue
        offset += len(line) - len(line.lstrip())
        if body[0] == "#" and (mark := _HEADING.match(body)):
            body, offset = body[mark.end() :], offset + mark.end()
        _join(out, last, body, offset, blanks)
        _put_line(out, body, offset, may_be_spaced=may_be_spaced)
        blanks, last = 0, body
    return out.view()


def _join(out: _Builder, last: str, body: str, offset: int, blanks: int) -> None:
    """Close the last line: join a hyphenated word, else put a blank or, between paragraphs, a line break."""
    if not last:
        return
    if last[-1] == "\u00ad" or (last[-1] == "-" and len(last) > 1 and last[-2].isalpha() and blanks < 4):
        if body[0].islower() and not _NOT_JOINED.match(body):
            if last[-1] == "-":
                out.drop_last(1)
            return
        if last[-1] == "-" and (body[0].isupper() or body[0].isdigit()):
            return
    out.put("\n" if blanks else " ", offset - 1)


def _put_line(out: _Builder, body: str, offset: int, *, may_be_spaced: bool) -> None:
    """Append one line with runs of blanks folded, markup left out and letter-spaced words joined."""
    if any(sign in body for sign in _FOLDED_OR_LEFT_OUT):
        copied = 0
        for match in _IN_LINE.finditer(body):
            out.put(body[copied : match.start()], offset + copied)
            if match["blank"]:
                out.put(" ", offset + match.start())
            copied = match.end()
        out.put(body[copied:], offset + copied)
        return
    if not may_be_spaced or _SPACED_WITHIN.search(body) is None or (spaced := _SPACED.search(body)) is None:
        out.put(body, offset)
        return
    out.put(body[: spaced.start()], offset)
    for index in range(spaced.start(), spaced.end(), 2):
        out.put(body[index], offset + index)
    out.put(body[spaced.end() :], offset + spaced.end())


def compose(outer: View, inner: View) -> View:
    """Return `inner` (made from `outer.text`) as a view of the text that `outer` was made from."""
    points = {*inner.starts, *(inner.find(start) for start in outer.starts)}
    starts = sorted(point for point in points if point < len(inner.text) or point == 0)
    return View(inner.text, tuple(starts), tuple(outer.origin(inner.origin(s)) - s for s in starts))
