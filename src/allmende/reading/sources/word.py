"""DOCX -> text: paragraphs and tables in their order, list numbers counted as Word counts them."""

from dataclasses import dataclass, field

from allmende.reading.sources.errors import DamagedFile
from allmende.reading.sources.flow import TextFlow
from allmende.reading.sources.limits import MAX_COLUMNS
from allmende.reading.sources.numbering import Counter, ListLevel
from allmende.reading.sources.office import Attributes, ElementHandler, OfficeFile
from allmende.reading.sources.symbols import SIGNS, symbol

MAIN_RELATION = "/officeDocument"
RUN_SIGNS = {"w:tab": "\t", "w:br": "\n", "w:cr": "\n", "w:noBreakHyphen": "-", "w:ptab": "\t"}
OFF = frozenset({"0", "false", "off"})


def read_docx(office: OfficeFile) -> str:
    """Return the text of a DOCX file: page heads, body, footnotes, page feet."""
    main = _main_part(office)
    folder = main.rpartition("/")[0] + "/"
    lists = _lists(office, folder)
    names = sorted(name for name in office.names if name.startswith(folder) and name.endswith(".xml"))

    def parts(kind: str) -> list[str]:
        texts = [_part_text(office, name, lists) for name in names if name.startswith(folder + kind)]
        return list(dict.fromkeys(text for text in texts if text.strip()))

    body = _part_text(office, main, lists)
    return "\n".join([*parts("header"), body, *parts("footnotes"), *parts("endnotes"), *parts("footer")])


def _main_part(office: OfficeFile) -> str:
    """Return the name of the part that holds the body."""
    relations = _Relations()
    if "_rels/.rels" in office.names:
        office.parse("_rels/.rels", relations)
    main = relations.main.lstrip("/") or "word/document.xml"
    if main not in office.names:
        raise DamagedFile(name="", kind="DOCX")
    return main


def _part_text(office: OfficeFile, name: str, lists: "WordLists") -> str:
    body = _Body(lists)
    office.parse(name, body)
    return body.flow.text().translate(SIGNS)


class _Relations(ElementHandler):
    """Finds the body among the relations of the package."""

    main = ""

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "rel:Relationship" and attributes.get("Type", "").endswith(MAIN_RELATION):
            self.main = attributes.get("Target", "")


@dataclass
class WordLists:
    """Lists of the document: abstract definitions, their uses, and the styles that number paragraphs."""

    definitions: dict[str, dict[int, ListLevel]] = field(default_factory=dict)
    uses: dict[str, str] = field(default_factory=dict)
    restarts: dict[str, dict[int, int]] = field(default_factory=dict)
    styles: dict[str, tuple[str, int]] = field(default_factory=dict)
    parents: dict[str, str] = field(default_factory=dict)
    counters: dict[str, Counter] = field(default_factory=dict)
    started: set[tuple[str, int]] = field(default_factory=set)

    def label(self, number_id: str, depth: int) -> str:
        """Count one item of the list `number_id` and return its label."""
        abstract = self.uses.get(number_id)
        if abstract is None:
            return ""
        counter = self.counters.setdefault(abstract, Counter(self.definitions.get(abstract, {})))
        start = None
        if (number_id, depth) not in self.started:
            self.started.add((number_id, depth))
            start = self.restarts.get(number_id, {}).get(depth)
        return counter.next_label(depth, start)

    def of_style(self, style: str) -> tuple[str, int] | None:
        """Return list and depth that a paragraph style or one of its parents prescribes."""
        for _ in range(20):
            if style in self.styles:
                return self.styles[style]
            if style not in self.parents:
                return None
            style = self.parents[style]
        return None


def _lists(office: OfficeFile, folder: str) -> WordLists:
    lists = WordLists()
    if f"{folder}numbering.xml" in office.names:
        office.parse(f"{folder}numbering.xml", _Numbering(lists))
    if f"{folder}styles.xml" in office.names:
        office.parse(f"{folder}styles.xml", _Styles(lists))
    return lists


class _Numbering(ElementHandler):
    """Reads numbering.xml."""

    def __init__(self, lists: WordLists) -> None:
        super().__init__()
        self.lists = lists
        self.levels: dict[int, ListLevel] = {}
        self.number_id = ""
        self.depth = 0

    def start(self, name: str, attributes: Attributes) -> None:
        value = attributes.get("w:val", "")
        if name == "w:abstractNum":
            self.levels = self.lists.definitions.setdefault(attributes.get("w:abstractNumId", ""), {})
        elif name == "w:num":
            self.number_id = attributes.get("w:numId", "")
        elif name == "w:abstractNumId" and self.number_id:
            self.lists.uses[self.number_id] = value
        elif name in ("w:lvl", "w:lvlOverride"):
            self.depth = whole_number(attributes.get("w:ilvl", ""), 0)
            if name == "w:lvl" and not self.number_id:
                self.levels[self.depth] = ListLevel(template=f"%{self.depth + 1}.")
        elif name == "w:startOverride":
            self.lists.restarts.setdefault(self.number_id, {})[self.depth] = whole_number(value, 1)
        elif not self.number_id and self.depth in self.levels:
            self._set(self.levels[self.depth], name, value)

    @staticmethod
    def _set(level: ListLevel, name: str, value: str) -> None:
        if name == "w:start":
            level.first = whole_number(value, 1)
        elif name == "w:numFmt":
            level.style = value
        elif name == "w:lvlText":
            level.template = value


class _Styles(ElementHandler):
    """Reads from styles.xml which styles number their paragraphs."""

    def __init__(self, lists: WordLists) -> None:
        super().__init__()
        self.lists = lists
        self.style = ""
        self.depth = 0

    def start(self, name: str, attributes: Attributes) -> None:
        value = attributes.get("w:val", "")
        if name == "w:style":
            self.style, self.depth = attributes.get("w:styleId", ""), 0
        elif name == "w:basedOn":
            self.lists.parents[self.style] = value
        elif name == "w:ilvl":
            self.depth = whole_number(value, 0)
        elif name == "w:numId" and self.style:
            self.lists.styles[self.style] = (value, self.depth)

    def end(self, name: str) -> None:
        if name == "w:numPr" and self.style in self.lists.styles:
            # The level may stand after the list's number.
            self.lists.styles[self.style] = (self.lists.styles[self.style][0], self.depth)


@dataclass(slots=True)
class _Paragraph:
    style: str = ""
    number_id: str | None = None
    depth: int | None = None
    hidden: bool = False


class _Body(ElementHandler):
    """Writes body, head, foot or notes into a flow."""

    # Alternatives repeat a text box for old programs; moved text stands at its new place;
    # recorded changes describe how a paragraph looked before.
    skipped = frozenset({"mc:Fallback", "w:moveFrom", "w:pPrChange", "w:rPrChange", "w:del", "w:instrText"})

    def __init__(self, lists: WordLists) -> None:
        super().__init__()
        self.flow = TextFlow()
        self.lists = lists
        self.paragraphs: list[_Paragraph] = []
        self.cells: list[int] = []
        self.rows: list[bool] = []
        self.ticked = False
        self.note = ""

    def start(self, name: str, attributes: Attributes) -> None:
        value = attributes.get("w:val", "")
        if name == "w:p":
            self.paragraphs.append(_Paragraph())
            self.flow.open_paragraph()
        elif name in ("w:tr", "w:tc", "w:gridSpan", "w:gridBefore"):
            self._start_table_part(name, value)
        elif name in ("w:footnote", "w:endnote") and attributes.get("w:type") is None:
            self.note = f"[{attributes.get('w:id', '')}] "
        elif self.paragraphs:
            self._start_in_paragraph(name, value, attributes)

    def _start_in_paragraph(self, name: str, value: str, attributes: Attributes) -> None:
        paragraph = self.paragraphs[-1]
        if self.path and self.path[-1] == "w:r" and name in RUN_SIGNS:
            self.flow.write(RUN_SIGNS[name])
        elif name == "w:r":
            paragraph.hidden = False
        elif name == "w:vanish" and self.path[-2:] == ["w:r", "w:rPr"]:
            paragraph.hidden = value not in OFF
        elif name == "w:pStyle":
            paragraph.style = value
        elif name == "w:numId":
            paragraph.number_id = value
        elif name == "w:ilvl":
            paragraph.depth = whole_number(value, 0)
        elif name == "w:sym":
            self.flow.write(symbol(attributes.get("w:char", "")))
        elif name in ("w:footnoteReference", "w:endnoteReference"):
            self.flow.write(f"[{attributes.get('w:id', '')}]")
        elif name in ("w:default", "w:checked") and self.path[-1] == "w:checkBox":
            self.ticked = value not in OFF

    def _start_table_part(self, name: str, value: str) -> None:
        if name == "w:tr":
            self.rows.append(self.flow.may_open_row)
            if self.rows[-1]:
                self.flow.open_row()
        elif name == "w:tc" and self.rows and self.rows[-1]:
            self.cells.append(0)
            self.flow.open_cell()
        elif name == "w:gridSpan" and self.cells:
            self.cells[-1] = min(max(whole_number(value, 1) - 1, 0), MAX_COLUMNS)
        elif name == "w:gridBefore" and self.rows and self.rows[-1]:
            self.flow.skip_cells(min(max(whole_number(value, 0), 0), MAX_COLUMNS))

    def text(self, content: str) -> None:
        if self.paragraphs and self.path[-1] == "w:t" and not self.paragraphs[-1].hidden:
            self.flow.write(content)

    def end(self, name: str) -> None:
        if name == "w:p" and self.paragraphs:
            self.flow.close_paragraph(self.note + self._label(self.paragraphs.pop()))
            self.note = ""
        elif name == "w:checkBox":
            self.flow.write("☒ " if self.ticked else "☐ ")
            self.ticked = False
        elif name == "w:tc" and self.cells and self.rows[-1]:
            self.flow.close_cell(empty_after=self.cells.pop())
        elif name == "w:tr" and self.rows and self.rows.pop():
            self.flow.close_row()

    def _label(self, paragraph: _Paragraph) -> str:
        number_id, depth = paragraph.number_id, paragraph.depth
        if number_id is None:
            of_style = self.lists.of_style(paragraph.style)
            if of_style is None:
                return ""
            number_id, depth = of_style[0], of_style[1] if depth is None else depth
        return self.lists.label(number_id, depth or 0)


def whole_number(text: str, otherwise: int) -> int:
    """Return the number an attribute holds, or `otherwise` where it holds none worth counting with."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else otherwise
