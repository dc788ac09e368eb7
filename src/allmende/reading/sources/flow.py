"""Paragraphs and tables of office and web files -> lines of text.

A table row becomes one line with a tab between its cells, so that columns survive. Cells with several
lines are laid side by side when their lines belong together, otherwise one after the other.
"""

from allmende.reading.sources.limits import MAX_TABLE_DEPTH

SIDE_BY_SIDE_LINES = 4
"""Up to so many lines the cells of a row are read across; longer cells are text of their own."""


class TextFlow:
    """Collects lines; rows and paragraphs may be nested in each other."""

    def __init__(self) -> None:
        self._lines: list[list[str]] = [[]]
        self._paragraphs: list[list[str]] = [[]]
        self._rows: list[list[list[str]]] = []

    def write(self, text: str) -> None:
        """Add text to the open paragraph."""
        self._paragraphs[-1].append(text)

    def open_paragraph(self) -> None:
        """Begin a paragraph, perhaps inside another one (a text box)."""
        self._paragraphs.append([])

    def close_paragraph(self, label: str = "") -> None:
        """End the paragraph; `label` is the number or bullet that a list puts before it."""
        if len(self._paragraphs) > 1:
            text = "".join(self._paragraphs.pop())
            self.add_lines(label + text if text.strip() else text)

    def take(self) -> str:
        """Return what was written to the open paragraph and forget it."""
        text = "".join(self._paragraphs[-1])
        self._paragraphs[-1].clear()
        return text

    def add_lines(self, text: str) -> None:
        """Add finished lines."""
        self._lines[-1].extend(line.rstrip() for line in text.split("\n"))

    def gap(self) -> None:
        """Separate what follows by one empty line."""
        if self._lines[-1] and self._lines[-1][-1]:
            self._lines[-1].append("")

    @property
    def may_open_row(self) -> bool:
        """Whether tables are not yet nested too deeply."""
        return len(self._rows) < MAX_TABLE_DEPTH

    def open_row(self) -> None:
        """Begin a table row."""
        self._rows.append([])

    def close_row(self) -> None:
        """End the row and put its lines into the surrounding text."""
        self._lines[-1].extend(row_lines(self._rows.pop()))

    def open_cell(self) -> None:
        """Begin a cell of the open row."""
        self._lines.append([])

    def close_cell(self, empty_after: int = 0) -> None:
        """End the cell; `empty_after` is how many further columns it spans."""
        self._rows[-1].append([line for line in self._lines.pop() if line.strip()])
        self.skip_cells(empty_after)

    def skip_cells(self, count: int) -> None:
        """Add empty cells to the open row."""
        self._rows[-1].extend([] for _ in range(count))

    def text(self) -> str:
        """Return everything, one line end after each line."""
        return "".join(f"{line}\n" for line in self._lines[0])


def row_lines(cells: list[list[str]]) -> list[str]:
    """Return the lines of one table row.

    Example:
        >>> row_lines([["Rat"], ["16.12.2024"], [], ["Ö"]])
        ['Rat\\t16.12.2024\\t\\tÖ']
    """
    counts = {len(cell) for cell in cells if cell}
    if not counts:
        return []
    height = max(counts)
    if height > 1 and (
        sum(1 for cell in cells if cell) == 1 or (len(counts) > 1 and height > SIDE_BY_SIDE_LINES)
    ):
        return [line for cell in cells for line in cell]
    return [
        "\t".join(cell[index] if index < len(cell) else "" for cell in cells).rstrip("\t")
        for index in range(height)
    ]
