"""A document as the reader receives it: one text with the offsets at which its pages begin."""

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from allmende.common.findings import Finding, Place


@dataclass(frozen=True)
class Document:
    """The text of one file.

    `text` keeps every character and blank of the source (columns live in white space); `page_starts` holds
    the offset of each page's first character and begins with 0; `findings` is what was seen while opening
    the file (a scanned page, lost characters). `recognized_pages` lists the pages whose text was recognized
    in a picture and deserves less trust.
    """

    text: str
    page_starts: tuple[int, ...] = (0,)
    name: str = ""
    media_type: str = "text/plain"
    findings: tuple[Finding, ...] = ()
    recognized_pages: tuple[int, ...] = ()

    @cached_property
    def line_starts(self) -> tuple[int, ...]:
        """Return the offset of each line's first character."""
        return tuple(accumulate((len(line) + 1 for line in self.text.split("\n")[:-1]), initial=0))

    def place(self, start: int, end: int) -> Place:
        """Return the place of the characters `[start, end)`."""
        return Place(
            start=start,
            end=end,
            page=bisect_right(self.page_starts, start),
            line=bisect_right(self.line_starts, start),
        )
