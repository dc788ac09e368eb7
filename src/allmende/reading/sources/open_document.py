"""ODT -> text: paragraphs and tables in their order, list numbers counted as LibreOffice counts them."""

import re
from dataclasses import dataclass, field

from allmende.reading.sources.errors import DamagedFile, PasswordProtected
from allmende.reading.sources.flow import TextFlow
from allmende.reading.sources.limits import MAX_COLUMNS
from allmende.reading.sources.numbering import Counter, ListLevel
from allmende.reading.sources.office import Attributes, ElementHandler, OfficeFile
from allmende.reading.sources.symbols import SIGNS
from allmende.reading.sources.word import whole_number

NUMBER_STYLES = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
HEADS = frozenset({"style:header", "style:header-first", "style:header-left"})
FEET = frozenset({"style:footer", "style:footer-first", "style:footer-left"})
BLANKS = re.compile("[ \t\r\n]+")
MAX_BLANKS = 1_000


def read_odt(office: OfficeFile) -> str:
    """Return the text of an ODT file: page heads, body, notes, page feet."""
    if "META-INF/manifest.xml" in office.names:
        manifest = _Manifest()
        office.parse("META-INF/manifest.xml", manifest)
        if manifest.is_encrypted:
            raise PasswordProtected(name="")
    if "content.xml" not in office.names:
        raise DamagedFile(name="", kind="ODT")
    lists = OpenLists()
    pages = _Body(lists)
    if "styles.xml" in office.names:
        office.parse("styles.xml", pages)
    body = _Body(lists)
    office.parse("content.xml", body)
    parts = (pages.heads, body.body, body.notes, pages.feet)
    return "\n".join(text for part in parts if (text := part.text()).strip()).translate(SIGNS)


class _Manifest(ElementHandler):
    is_encrypted = False

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "manifest:encryption-data":
            self.is_encrypted = True


@dataclass
class OpenLists:
    """List styles by name and the running numbers of the lists in use."""

    styles: dict[str, dict[int, ListLevel]] = field(default_factory=dict)
    last: dict[str, Counter] = field(default_factory=dict)

    def counter(self, style: str, *, goes_on: bool) -> Counter:
        """Return the counter for a new list of this style, or the last one where numbering goes on."""
        if not (goes_on and style in self.last):
            self.last[style] = Counter(self.styles.get(style, {}))
        return self.last[style]


@dataclass(slots=True)
class _Item:
    """One open list: its counter, its depth, and the item whose first paragraph is still to come."""

    style: str
    counter: Counter
    depth: int
    is_pending: bool = False
    start: int | None = None


class _Body(ElementHandler):
    """Writes the paragraphs of content.xml or the page heads and feet of styles.xml into flows."""

    skipped = frozenset(
        {
            "office:annotation",
            "text:tracked-changes",
            "text:ruby-text",
            "svg:title",
            "svg:desc",
            "office:scripts",
        }
        | {"text:note-citation", "office:forms"}
    )

    def __init__(self, lists: OpenLists) -> None:
        super().__init__()
        self.lists = lists
        self.heads, self.body, self.notes, self.feet = TextFlow(), TextFlow(), TextFlow(), TextFlow()
        self.flows: list[TextFlow] = [self.body]
        self.open_lists: list[_Item] = []
        self.list_style = ""
        self.paragraphs = 0
        self.cells: list[int] = []
        self.rows: list[bool] = []
        self.note_count = 0
        self.note = ""
        self.after_blank = True

    def start(self, name: str, attributes: Attributes) -> None:
        if name in HEADS or name in FEET:
            self.flows.append(self.heads if name in HEADS else self.feet)
        elif name.startswith("table:"):
            self._start_table_part(name, attributes)
        elif name.startswith("text:list"):
            self._start_list_part(name, attributes)
        elif name in ("text:p", "text:h"):
            self.paragraphs += 1
            self.after_blank = True
            self.flows[-1].open_paragraph()
        elif self.paragraphs:
            self._start_in_paragraph(name, attributes)

    def _start_in_paragraph(self, name: str, attributes: Attributes) -> None:
        flow = self.flows[-1]
        if name in ("text:s", "text:tab", "text:line-break"):
            self.after_blank = False
        if name == "text:s":
            flow.write(" " * min(whole_number(attributes.get("text:c", ""), 1), MAX_BLANKS))
        elif name == "text:tab":
            flow.write("\t")
        elif name == "text:line-break":
            flow.write("\n")
        elif name == "text:note":
            self.note_count += 1
            flow.write(f"[{self.note_count}]")
            self.flows.append(self.notes)
            self.note = f"[{self.note_count}] "

    def _start_list_part(self, name: str, attributes: Attributes) -> None:
        if name == "text:list-style":
            self.list_style = attributes.get("style:name", "")
            self.lists.styles.setdefault(self.list_style, {})
        elif name.startswith("text:list-level-style-"):
            self._define_level(name, attributes)
        elif name == "text:list":
            outer = self.open_lists[-1] if self.open_lists else None
            style = attributes.get("text:style-name") or (outer.style if outer else "")
            if outer and style == outer.style:
                self.open_lists.append(_Item(style, outer.counter, outer.depth + 1))
            else:
                goes_on = (
                    attributes.get("text:continue-numbering") == "true" or "text:continue-list" in attributes
                )
                depth = outer.depth + 1 if outer else 0
                self.open_lists.append(_Item(style, self.lists.counter(style, goes_on=goes_on), depth))
        elif name == "text:list-item" and self.open_lists:
            item = self.open_lists[-1]
            item.is_pending = True
            item.start = whole_number(attributes.get("text:start-value", ""), -1)

    def _define_level(self, name: str, attributes: Attributes) -> None:
        depth = whole_number(attributes.get("text:level", ""), 1) - 1
        level = ListLevel(first=whole_number(attributes.get("text:start-value", ""), 1))
        if name.endswith("-number"):
            number_format = attributes.get("style:num-format", "")
            level.style = NUMBER_STYLES.get(number_format, "none")
            shown = min(whole_number(attributes.get("text:display-levels", ""), 1), depth + 1)
            numbers = ".".join(f"%{upper + 1}" for upper in range(depth - shown + 1, depth + 1))
            prefix, suffix = attributes.get("style:num-prefix", ""), attributes.get("style:num-suffix", "")
            level.template = prefix + numbers + suffix
        else:
            level.style = "bullet"
        self.lists.styles[self.list_style][depth] = level

    def _start_table_part(self, name: str, attributes: Attributes) -> None:
        flow = self.flows[-1]
        if name == "table:table-row":
            self.rows.append(flow.may_open_row)
            if self.rows[-1]:
                flow.open_row()
        elif name in ("table:table-cell", "table:covered-table-cell") and self.rows and self.rows[-1]:
            repeated = whole_number(attributes.get("table:number-columns-repeated", ""), 1)
            self.cells.append(min(max(repeated - 1, 0), MAX_COLUMNS))
            flow.open_cell()

    def text(self, content: str) -> None:
        if content and self.paragraphs and self.path[-1].startswith("text:"):
            # White space in the file means one blank; tabs and line breaks of the author are elements.
            content = BLANKS.sub(" ", content)
            self.flows[-1].write(content[1:] if self.after_blank and content[0] == " " else content)
            self.after_blank = content[-1] == " "

    def end(self, name: str) -> None:
        if name in HEADS or name in FEET:
            self.flows.pop()
        elif name in ("text:p", "text:h") and self.paragraphs:
            self._end_paragraph()
        elif name == "text:note":
            if len(self.flows) > 1:
                self.flows.pop()
        elif name == "text:list" and self.open_lists:
            self.open_lists.pop()
        elif name in ("table:table-cell", "table:covered-table-cell") and self.cells and self.rows[-1]:
            self.flows[-1].close_cell(empty_after=self.cells.pop())
        elif name == "table:table-row" and self.rows and self.rows.pop():
            self.flows[-1].close_row()

    def _end_paragraph(self) -> None:
        self.paragraphs -= 1
        self.flows[-1].close_paragraph(self.note + self._label())
        self.note = ""

    def _label(self) -> str:
        if not self.open_lists or not self.open_lists[-1].is_pending:
            return ""
        item = self.open_lists[-1]
        item.is_pending = False
        start = item.start if item.start is not None and item.start >= 0 else None
        return item.counter.next_label(item.depth, start)
