"""Several papers in one file -> one document for each; facts keep their places in the whole file.

A false cut is worse than none. So a paper only begins where the top of a page, or a paragraph, shows an
unmistakable head: a number that is not that of the paper before it, a word for its kind, and a subject or
a Beratungsfolge; or a letter that moves or asks something. Attachments stay with their paper.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise

from allmende.common.findings import Place
from allmende.reading.consultations import find_block
from allmende.reading.document import Document
from allmende.reading.facts import PaperKind, Reading
from allmende.reading.header import Head, find_reference, read_head
from allmende.reading.kind_titles import title_kind
from allmende.reading.kinds import find_kind
from allmende.reading.layouts import key
from allmende.reading.lines import cells
from allmende.reading.paper_date import find_date
from allmende.reading.paper_text import PaperText
from allmende.reading.reader import read_paper
from allmende.reading.stations import Block

TOP_CHARACTERS = 2_500
NUMBER_LINES = 16
TITLE_LINES = 16
FIRST_LINES = 8
LETTER_LINES = 14
PAGE_LINES = 3
ADDRESS_LINES = 6
LEAST_PAPER = 400
"""A paper has more characters than this; less is a cover sheet."""
MOST_CANDIDATES = 2_000
"""A file with more page tops and titles is looked through so far; the rest stays with the last paper."""
NEIGHBOR_CONFIDENCE = 0.6
LABELLED = 0.9
"""From this confidence on a number was read beside a label of its own."""

_MINUTES = (PaperKind.NIEDERSCHRIFT, PaperKind.AUSZUG)
_LETTERS = (PaperKind.ANTRAG, PaperKind.ANFRAGE)
_TITLES = frozenset(
    {
        PaperKind.BESCHLUSSVORLAGE,
        PaperKind.MITTEILUNGSVORLAGE,
        PaperKind.STELLUNGNAHME,
        *_LETTERS,
        *_MINUTES,
    }
)
_KIND_WORD = re.compile(
    r"(?i)vorlage|drucks|\bdrs\b|antrag|anfrage|mitteilung|stellungnahme|niederschrift|auszug|v o r l|a n t r"
)
_ITEM = re.compile(r"(?i)\s*(?:zu\s)?(?:TOP|Tagesordnungspunkt|Punkt)\s?(?:Ö|N|Nr\.)?\s?\d")
_ATTACHMENT = re.compile(r"(?i)\s*Anlagen?\b")
_LATER_PAGE = re.compile(
    r"(?i)\bSeite\W{0,3}(?:[2-9]|\d\d)\b|^\W*(?:[2-9]|\d\d)\W*$|^\W*(?:[2-9]|\d\d)\s?(?:/|von)\s?\d+\W*$"
)
_OFFICE = r"(?:bürgermeister|landrat|landrätin|stadtverordnetenvorsteher|bezirksvorsteher|bezirksamt)"
_ADDRESSEE = re.compile(
    rf"(?im)^[ \t]*(?:H?errn?|Frau|An\s(?:den|die|das))\b[^\n]{{0,40}}{_OFFICE}[^\n]{{0,40}}$"
)
_POSTCODE = re.compile(r"\b\d{5}\s[A-ZÄÖÜ]")
_TITLE_LINE = re.compile(
    r"(?im)^[ \t*#]{0,40}(?:\w{3,20} )?\w{0,20}-?"
    r"(?:vorlage|drucksache|antrag|anfrage|mitteilung|stellungnahme)\b"
)
_MENTION = re.compile(r"\s{1,3}(?:der|des|vom|und|wird|wurde)\b")
"""What follows the number of a paper where another one only names it."""
_NUMBER = re.compile(r"\d/\d|\d{4}|[A-Z]-\d|\d-[A-Z]")
_SENTENCE_END = re.compile(r"[a-zäöüß]{3}[.;]$")
_PROSE = re.compile(r".{70}|[a-zäöüß]{3}[.;]$")
_LETTERHEAD = re.compile(
    r"\s*(?:(?:\w+ )?[Ss]tadt|Gemeinde|Markt|(?:Land|Rhein-\w+-)?[Kk]reis|Samtgemeinde|Verbandsgemeinde|Amt|"
    r"D(?:er|ie) (?:Ober)?[Bb]ürgermeister|D(?:er|ie) Landr)"
)
_PARAGRAPH_END = re.compile(r"\n[ \t]*(?=\n)")


@dataclass(frozen=True)
class Part(Document):
    """One paper of a file that holds several; `start` is where it begins in the text of the `whole`.

    Places point into the whole file, so that a person finds them there.
    """

    whole: Document = field(default_factory=lambda: Document(""))
    start: int = 0

    def place(self, start: int, end: int) -> Place:
        """Return the place of the characters `[start, end)` of this part in the whole file."""
        return self.whole.place(self.start + start, self.start + end)


def read_papers(document: Document) -> tuple[Reading, ...]:
    """Return what each paper of a file says, the first one first.

    Papers of one file stand in the procedure of one body; so a paper that does not name it takes the one
    that its neighbors name alike, with less confidence.
    """
    readings = tuple(map(read_paper, separate_papers(document)))
    issuers = [reading.facts.issuer for reading in readings if reading.facts.issuer]
    if len({issuer.value for issuer in issuers}) != 1:
        return readings
    issuer = replace(issuers[0], confidence=min(issuers[0].confidence, NEIGHBOR_CONFIDENCE))
    return tuple(
        reading if reading.facts.issuer else replace(reading, facts=replace(reading.facts, issuer=issuer))
        for reading in readings
    )


def separate_papers(document: Document) -> tuple[Document, ...]:
    """Return the papers of a file in their order: the document itself where it is one, else its parts."""
    starts = [0]
    known: _Top | None = None
    for start in _candidates(document):
        if start - starts[-1] < LEAST_PAPER:
            continue
        if not _KIND_WORD.search(document.text, start, start + TOP_CHARACTERS // 2):
            continue
        known = known or _top(document, starts[-1])
        found = _top(document, start)
        if found.begins_paper(known):
            starts.append(start)
            known = found
    if len(starts) == 1:
        return (document,)
    return tuple(_part(document, first, last) for first, last in pairwise([*starts, len(document.text)]))


def _part(whole: Document, start: int, end: int) -> Part:
    """Return the paper that stands at `[start, end)`; findings without a place stay with the first."""
    inner = (page - start for page in whole.page_starts if start < page < end)
    return Part(
        text=whole.text[start:end],
        page_starts=(0, *inner),
        name=whole.name,
        media_type=whole.media_type,
        findings=tuple(
            finding
            for finding in whole.findings
            if start <= (finding.place.start if finding.place else 0) < end
        ),
        recognized_pages=whole.recognized_pages,
        whole=whole,
        start=start,
    )


def _candidates(document: Document) -> list[int]:
    """Return where a paper could begin: the tops of pages, and paragraphs with a title or an addressee."""
    text = document.text
    found = set(document.page_starts[1:])
    paragraphs = [match.end() + 1 for match in _PARAGRAPH_END.finditer(text)]
    for pattern in (_TITLE_LINE, _ADDRESSEE):
        for match in pattern.finditer(text):
            index = bisect_right(paragraphs, match.start())
            # A letterhead may be a paragraph of its own.
            found.update(paragraphs[max(index - 2, 0) : index])
    return sorted(found)[:MOST_CANDIDATES]


def _top(document: Document, start: int) -> "_Top":
    """Return what stands at `start`, up to the end of its page."""
    index = bisect_right(document.page_starts, start)
    is_page = document.page_starts[index - 1] == start
    page_end = document.page_starts[index] if index < len(document.page_starts) else len(document.text)
    text = document.text[start : min(start + TOP_CHARACTERS, page_end)]
    previous = document.page_starts[index - 2] if is_page and index > 1 else start
    return _Top(
        text=text,
        is_page=is_page,
        has_pages=len(document.page_starts) > 1,
        page_before=document.text[previous : min(start, previous + TOP_CHARACTERS // 4)],
    )


@dataclass(frozen=True)
class _Top:
    """The beginning of a page or paragraph, looked at as if it were the head of a paper."""

    text: str
    is_page: bool
    has_pages: bool
    page_before: str

    @cached_property
    def paper(self) -> PaperText:
        return PaperText(Document(self.text))

    @cached_property
    def lines(self) -> list[str]:
        return [" ".join(line.text.split()) for line in self.paper.lines]

    @cached_property
    def block(self) -> Block | None:
        return find_block(self.paper.lines, self.paper.layout)

    @cached_property
    def head(self) -> Head:
        return read_head(self.paper, self.block)

    @cached_property
    def titles(self) -> list[tuple[int, PaperKind]]:
        """The lines that name a kind of paper, by their index."""
        named = (
            (index, title_kind(cell.text.strip(" *:")))
            for index, line in enumerate(self.paper.lines[:TITLE_LINES])
            for cell in cells(line)
        )
        return [(index, kind) for index, kind in named if kind in _TITLES]

    @cached_property
    def number(self) -> tuple[str, int, float] | None:
        """The paper's own number, the line on which it stands, and how sure that is."""
        found = find_reference(self.head, self.paper, None)
        if found is None or _MENTION.match(self.paper.clean.text, found[2]):
            return None
        line = bisect_right([line.start for line in self.paper.lines], found[1]) - 1
        return key(found[0]), line, found[3]

    @cached_property
    def has_kind_label(self) -> bool:
        """Whether the label of the number says that it numbers a paper."""
        labels = [value.label for value in self.head.values if value.field == "reference"]
        return any(_KIND_WORD.search(label) for label in labels)

    @cached_property
    def has_subject(self) -> bool:
        return any(value.field == "subject" for value in self.head.values)

    @cached_property
    def has_date(self) -> bool:
        return find_date(self.head, self.paper, None) is not None

    @cached_property
    def is_minutes(self) -> bool:
        found = find_kind(self.paper)
        return found is not None and found.kind in _MINUTES

    def begins_paper(self, known: "_Top") -> bool:
        """Return whether another paper than the `known` one begins here."""
        if not (self._is_other_numbered_paper(known) or self._is_other_paper_without_number(known)):
            return False
        if known.is_minutes and self.block is None:
            # Minutes name the papers they deal with, often at length; only further minutes begin so plainly.
            return any(kind in _MINUTES and index < PAGE_LINES for index, kind in self.titles)
        return True

    def _is_other_numbered_paper(self, known: "_Top") -> bool:
        return self._is_numbered_paper() and self._is_other_number(known)

    def _is_other_paper_without_number(self, known: "_Top") -> bool:
        is_later_page = any(map(_LATER_PAGE.search, self.lines[:PAGE_LINES]))
        return (
            not is_later_page
            and (self._is_letter() or self._is_paper_without_number())
            and not self._repeats(known)
        )

    def _repeats(self, known: "_Top") -> bool:
        """Return whether the number of the known paper stands at the top of this page."""
        return known.number is not None and known.number[0] in key(" ".join(self.lines[:FIRST_LINES]))

    def _is_numbered_paper(self) -> bool:
        """Return whether number, kind and subject or Beratungsfolge stand here as in the head of a paper."""
        if not (self.is_page or self._opens_paragraph()):
            return False
        if self.number is None or not (self.titles or self.has_kind_label):
            return False
        _, line, confidence = self.number
        first = min([line, *(index for index, _ in self.titles)])
        if line > NUMBER_LINES or first > FIRST_LINES or any(map(_SENTENCE_END.search, self.lines[:first])):
            return False
        if self.block is None and any(map(_ITEM.match, self.lines[:FIRST_LINES])):
            return False  # an item of minutes or of an agenda
        if self.is_page:
            is_titled = any(index < FIRST_LINES for index, _ in self.titles) and confidence >= LABELLED
            return self.block is not None or self.has_subject or is_titled
        complete = self.block is not None or (self.has_subject and self.has_date)
        return confidence >= LABELLED and complete and not any(map(_PROSE.search, self.lines[:line]))

    def _opens_paragraph(self) -> bool:
        """Return whether this paragraph begins with a title or letterhead, with a number close by."""
        if not _NUMBER.search(self.text[: TOP_CHARACTERS // 2]):
            return False
        opens = _LETTERHEAD.match(self.lines[0]) or any(index == 0 for index, _ in self.titles)
        return bool(opens and self.titles)

    def _is_other_number(self, known: "_Top") -> bool:
        """Return whether the number here is not that of the known paper on one more page."""
        if self.number is None:
            return False
        own = self.number[0]
        if known.number is None or known.number[2] < LABELLED:
            return own not in key(known.text)
        before = known.number[0]
        shorter, longer = sorted((own, before), key=len)
        is_related = longer.startswith(shorter) and not longer[len(shorter) : len(shorter) + 1].isdigit()
        # An answer is often numbered after the question that stands behind it (23-21846-01, 23-21846).
        has_other_title = bool(self.titles and known.titles and self.titles[0][1] is not known.titles[0][1])
        return not is_related or (own != before and has_other_title)

    def _is_letter(self) -> bool:
        """Return whether this is a letter to the head of the administration that moves or asks something."""
        if self.has_pages and not self.is_page:
            return False
        top = self.lines[:LETTER_LINES]
        is_addressed = any(map(_ADDRESSEE.match, top[:ADDRESS_LINES]))
        is_titled = any(kind in _LETTERS for index, kind in self.titles if index < LETTER_LINES)
        return is_addressed and is_titled and (self.has_date or any(map(_POSTCODE.search, top)))

    def _is_paper_without_number(self) -> bool:
        """Return whether a page has title, subject and date or Beratungsfolge like the first of a paper."""
        if not self.is_page or any(map(_ATTACHMENT.match, self.lines[:FIRST_LINES])):
            return False
        running_heads = {key(line) for line in self.page_before.split("\n")}
        new = [
            kind
            for index, kind in self.titles
            if index < FIRST_LINES and key(self.lines[index]) not in running_heads
        ]
        if any(kind in _LETTERS for kind in new) and self.has_subject and self.has_date:
            return True
        return bool(new) and self.block is not None and (self.has_subject or self.has_date)
