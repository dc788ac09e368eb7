"""One paper while it is being read: its views, lines, sections and layout, and the way back to the text
as given.
"""

from dataclasses import dataclass
from functools import cached_property

from allmende.common.findings import Place
from allmende.reading.document import Document
from allmende.reading.flat_lines import unflattened
from allmende.reading.labels import Slot, find_slots
from allmende.reading.layouts import Layout, recognize
from allmende.reading.lines import Line, split_lines
from allmende.reading.sections import Section, find_sections
from allmende.reading.tables import Table, find_tables
from allmende.reading.views import View, clean, prose

_RECOGNIZED_BY = 6000


@dataclass(frozen=True)
class PaperText:
    """The text of one paper with everything that several readers of fields need."""

    document: Document

    @cached_property
    def clean(self) -> View:
        return clean(self.document.text)

    @cached_property
    def prose(self) -> View:
        return prose(self.clean.text)

    @cached_property
    def layout(self) -> Layout:
        text = self.clean.text
        sample = (
            text
            if len(text) <= _RECOGNIZED_BY
            else text[: _RECOGNIZED_BY // 2] + text[-_RECOGNIZED_BY // 2 :]
        )
        return recognize(sample)

    @cached_property
    def lines(self) -> list[Line]:
        return unflattened(split_lines(self.clean.text), self.layout)

    @cached_property
    def line_starts(self) -> list[int]:
        return [line.start for line in self.lines]

    @cached_property
    def sections(self) -> list[Section]:
        return find_sections(self.lines, self.layout, len(self.clean.text))

    @cached_property
    def tables(self) -> list[Table]:
        return find_tables(self.lines)

    @cached_property
    def _slots(self) -> dict[int, list[Slot]]:
        return {}

    def slots(self, line: Line) -> list[Slot]:
        """Return the labels of a line of this paper; several readers ask for them."""
        if line.start not in self._slots:
            self._slots[line.start] = find_slots(line, self.layout)
        return self._slots[line.start]

    def place(self, start: int, end: int) -> Place:
        """Return the place of a stretch of the clean view."""
        return self.document.place(*self.clean.span(start, end))

    def prose_place(self, start: int, end: int) -> Place:
        """Return the place of a stretch of the prose view."""
        return self.place(*self.prose.span(start, end))

    def flowing(self, start: int, end: int) -> str:
        """Return a stretch of the clean view as prose in one line."""
        return " ".join(prose(self.clean.text[start:end]).text.split())
