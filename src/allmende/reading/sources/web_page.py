"""HTML -> text: what a reader of the page sees, block by block; nothing is run and nothing is fetched.

Label and value of a council information system stand on one line, with a tab between: in a table, in
a definition list, or in the row-and-cell classes of SessionNet and of common style sheets.
"""

import re
from dataclasses import dataclass
from html.parser import HTMLParser

from allmende.reading.sources.flow import TextFlow
from allmende.reading.sources.limits import MAX_COLUMNS
from allmende.reading.sources.numbering import Counter, ListLevel
from allmende.reading.sources.plain_text import clean, decode
from allmende.reading.sources.word import whole_number

SILENT = frozenset(
    {"script", "style", "template", "noscript", "svg", "select", "nav", "object", "iframe", "canvas"}
)
PARAGRAPHS = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "title", "table", "ul", "ol", "dl", "pre"})
BLOCKS = PARAGRAPHS | {
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "div", "dt",
    "fieldset", "figcaption", "figure", "footer", "form", "header", "hr", "legend", "li", "main", "section",
    "summary", "tbody", "td", "tfoot", "th", "thead", "tr",
}  # fmt: skip
CONTAINERS = frozenset({"table", "tr", "td", "th", "div", "dl", "dt", "dd", "ol", "ul", "li"})
ROW_CLASSES = frozenset({"row", "table-row", "smc-table-row"})
CELL_CLASS = re.compile(r"(?:^|\s)(?:col(?:-[\w-]+)?|table-cell|smc-table-cell)(?:\s|$)")
DISPLAY = re.compile(r"display\s*:\s*table-(row|cell)\b")
LIST_STYLES = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
BLANKS = re.compile(r"[ \t\r\n\f]+")
CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w-]{1,40})""", re.IGNORECASE)
MAX_OPEN = 500

IMPLICIT_ROW = ""
"""Tag of a row that the page does not mark: cells without `tr`, term and description of a `dl`."""

CELL_BOUNDS = frozenset({"table", "td", "th"})
END_BOUNDS = {
    "table": frozenset[str](),
    "tr": frozenset({"table"}),
    "td": frozenset({"table"}),
    "th": frozenset({"table"}),
    "dt": frozenset({"dl"}),
    "dd": frozenset({"dl"}),
    "li": CELL_BOUNDS | {"ol", "ul"},
}
"""How far out an end tag looks for its beginning."""

IMPLIED_ENDS = {
    "tr": (frozenset({"tr", IMPLICIT_ROW}), frozenset({"table"})),
    "td": (frozenset({"td", "th"}), frozenset({"table", "tr"})),
    "th": (frozenset({"td", "th"}), frozenset({"table", "tr"})),
    "li": (frozenset({"li"}), CELL_BOUNDS | {"ol", "ul"}),
    "dt": (frozenset({IMPLICIT_ROW}), CELL_BOUNDS | {"dl"}),
    "dd": (frozenset({"dt", "dd"}), CELL_BOUNDS | {"dl"}),
}
"""What an opening tag ends, and how far out it looks for it."""

Attributes = dict[str, str]


def read_html(data: bytes) -> str:
    """Return the visible text of a web page."""
    page = _Page()
    page.feed(_closed(clean(_decode(data))))
    page.close()
    return page.finish()


def _decode(data: bytes) -> str:
    """Return the page's characters; what the page declares counts only where it is possible."""
    declared = CHARSET.search(data[:4096])
    if declared and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode(declared[1].decode("ascii"))
        except (LookupError, UnicodeError):
            pass
    return decode(data)[0]


def _closed(text: str) -> str:
    """Return a page whose marks all end, since the parser would look for each missing end anew.

    A comment without end hides the rest of the page, as in browsers; a tag without end is text.
    """
    comment = text.find("<!--", max(text.rfind("-->"), 0))
    if comment >= 0:
        text = text[:comment]
    end = text.rfind(">") + 1
    # The parser stops at marked sections it does not know; browsers take them for comments.
    return text[:end].replace("<![", "<! [") + text[end:].replace("<", "&lt;")


@dataclass(slots=True)
class _Open:
    """One open container: its tag, and whether it is a row or a cell for us."""

    tag: str
    role: str = ""
    empty_after: int = 0
    counter: Counter | None = None


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.flow = TextFlow()
        self.open: list[_Open] = []
        self.rows = 0
        self.silent: list[str] = []
        self.pre = 0
        self.label = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {key: value or "" for key, value in attrs}
        if self.silent:
            if tag == self.silent[0]:
                self.silent.append(tag)
            return
        if tag in SILENT:
            self.silent.append(tag)
            return
        if tag in BLOCKS or tag == "br":
            self._end_line()
        if tag in PARAGRAPHS:
            self.flow.gap()
        if tag in CONTAINERS:
            self._open_container(tag, attributes)
        elif tag == "pre":
            self.pre += 1
        elif tag == "input" and attributes.get("type", "").lower() in ("checkbox", "radio"):
            self.flow.write("☒ " if "checked" in attributes else "☐ ")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        # In HTML the slash of „<div/>“ means nothing; browsers open the element.
        if tag not in SILENT:
            self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if self.silent:
            if tag == self.silent[0]:
                self.silent.pop()
            return
        if tag in BLOCKS:
            self._end_line()
        if tag in CONTAINERS:
            self._close_container(tag)
        elif tag == "pre":
            self.pre = max(0, self.pre - 1)
        if tag in PARAGRAPHS:
            self.flow.gap()

    def handle_data(self, data: str) -> None:
        if self.silent:
            return
        if not self.pre:
            self.flow.write(data)
            return
        first, *others = data.split("\n")
        self.flow.write(first)
        for line in others:
            self._end_line()
            self.flow.write(line)

    def finish(self) -> str:
        """Close what the page left open and return the text."""
        self._end_line()
        self._close_to(0)
        return self.flow.text().strip("\n") + "\n"

    def _end_line(self) -> None:
        text = self.flow.take()
        line = text if self.pre else BLANKS.sub(" ", text).strip(" ")
        if line.strip():
            self.flow.add_lines(self.label + line)
            self.label = ""

    def _open_container(self, tag: str, attributes: Attributes) -> None:
        self._close_implied(tag)
        if len(self.open) >= MAX_OPEN:
            return
        entry = _Open(tag, self._role(tag, attributes))
        if tag == "ol":
            style = LIST_STYLES.get(attributes.get("type", ""), "decimal")
            entry.counter = Counter(
                {0: ListLevel(style, "%1.", whole_number(attributes.get("start", ""), 1))}
            )
        elif tag == "li":
            self.label = self._item_label(attributes)
        elif tag in ("td", "th"):
            entry.empty_after = min(max(whole_number(attributes.get("colspan", ""), 1) - 1, 0), MAX_COLUMNS)
        self._push(entry)

    def _role(self, tag: str, attributes: Attributes) -> str:
        """Return whether this element is a `row` or a `cell` of a table, drawn by whatever means."""
        if tag == "tr":
            return "row"
        if tag in ("td", "th", "dt", "dd"):
            return "cell"
        if tag != "div":
            return ""
        classes = attributes.get("class", "")
        display = DISPLAY.search(attributes.get("style", ""))
        if display:
            return display[1]
        if ROW_CLASSES.intersection(classes.split()):
            return "row"
        return "cell" if CELL_CLASS.search(classes) else ""

    def _push(self, entry: _Open) -> None:
        if entry.role == "cell" and not self._is_in_row():
            if entry.tag == "div":
                entry.role = ""
            else:
                self._push(_Open(IMPLICIT_ROW, "row"))
        if entry.role == "row" and self.flow.may_open_row:
            self.flow.open_row()
        elif entry.role == "cell" and self._is_in_row():
            self.flow.open_cell()
        else:
            entry.role = ""
        self.open.append(entry)

    def _is_in_row(self) -> bool:
        """Whether the innermost row or cell that is open is a row."""
        for entry in reversed(self.open):
            if entry.role or entry.tag in ("table", "dl"):
                return entry.role == "row"
        return False

    def _close_implied(self, tag: str) -> None:
        """Close what an opening tag ends without saying so, as browsers do."""
        if tag in IMPLIED_ENDS:
            self._close_innermost(*IMPLIED_ENDS[tag])

    def _close_container(self, tag: str) -> None:
        """Close the innermost open element of this tag; a cell's content cannot close the cell."""
        self._close_innermost(frozenset({tag}), END_BOUNDS.get(tag, CELL_BOUNDS))

    def _close_innermost(self, tags: frozenset[str], bounds: frozenset[str]) -> None:
        for index in range(len(self.open) - 1, -1, -1):
            tag = self.open[index].tag
            if tag in tags:
                self._close_to(index)
                return
            if tag in bounds:
                return

    def _close_to(self, index: int) -> None:
        """Close open elements from the innermost down to `index`."""
        while len(self.open) > index:
            entry = self.open.pop()
            if entry.role == "cell":
                self.flow.close_cell(entry.empty_after)
            elif entry.role == "row":
                self.flow.close_row()

    def _item_label(self, attributes: Attributes) -> str:
        for entry in reversed(self.open):
            if entry.tag == "ul":
                return "• "
            if entry.counter is not None:
                value = whole_number(attributes.get("value", ""), -1)
                return entry.counter.next_label(0, value if value >= 0 else None)
        return ""
