"""Numbers of list items, as word processors count them."""

from dataclasses import dataclass, field

ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
MAX_ROMAN = 3999


@dataclass(slots=True)
class ListLevel:
    """How one level of a list is numbered; in `template`, `%2` stands for the number of level 2."""

    style: str = "decimal"
    template: str = "%1."
    first: int = 1


@dataclass(slots=True)
class Counter:
    """The running numbers of one list."""

    levels: dict[int, ListLevel]
    numbers: dict[int, int] = field(default_factory=dict)

    def next_label(self, depth: int, start: int | None = None) -> str:
        """Count one item at `depth` (from 0) and return its label with a blank, e.g. `2. ` or `a) `."""
        level = self.levels.get(depth, ListLevel())
        first = level.first if start is None else start
        self.numbers[depth] = first if start is not None else self.numbers.get(depth, first - 1) + 1
        for deeper in [key for key in self.numbers if key > depth]:
            del self.numbers[deeper]
        if level.style == "none":
            return ""
        if level.style == "bullet":
            return "• "
        label = level.template
        for upper in range(depth, -1, -1):
            if f"%{upper + 1}" in label:
                label = label.replace(f"%{upper + 1}", self._number(upper))
        return f"{label.strip()} " if label.strip() else ""

    def _number(self, depth: int) -> str:
        level = self.levels.get(depth, ListLevel())
        return format_number(self.numbers.get(depth, level.first), level.style)


def format_number(number: int, style: str) -> str:
    """Return `number` as decimal, letter or roman numeral.

    Example:
        >>> format_number(4, "lowerRoman"), format_number(28, "lowerLetter"), format_number(3, "decimal")
        ('iv', 'bb', '3')
    """
    if style in ("lowerLetter", "upperLetter") and 0 < number <= 26 * 20:
        repeat, index = divmod(number - 1, 26)
        letters = chr(ord("a") + index) * (repeat + 1)
        return letters.upper() if style == "upperLetter" else letters
    if style in ("lowerRoman", "upperRoman") and 0 < number <= MAX_ROMAN:
        numeral = _roman(number)
        return numeral.upper() if style == "upperRoman" else numeral
    return str(number)


def _roman(number: int) -> str:
    numeral = ""
    for value, sign in ROMAN:
        count, number = divmod(number, value)
        numeral += sign * count
    return numeral
