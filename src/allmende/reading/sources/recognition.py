"""Pictures of pages -> words with the places where they stand, by the program Tesseract.

Runs in the limited process and under its limits. Tesseract never sees the file, only a picture we drew.
"""

import html
import os
import re
import subprocess
from dataclasses import dataclass
from functools import cached_property
from statistics import fmean, median

from allmende.reading.sources.page_layout import Word

GERMAN = "deu"
LANGUAGES = (GERMAN, "eng")
"""The languages we read with, the best first."""
PAGE_OF_ANY_LAYOUT = "3"
SPECK = 60
"""Signs without letter or digit read with less certainty (in percent) are dirt on the paper."""
RULE = frozenset("|_—")
"""Words of nothing but these are the lines of a table."""
MISREAD_SECTION = re.compile(r"(\(?)(?:[8$S]|(88|\$\$|SS))")
SECTION_NUMBER = re.compile(r"\d{1,4}[a-z]?")
PART_OF_SECTION = frozenset({"Abs.", "Absatz", "Satz", "Nr.", "Nummer"})

LINE_OR_WORD = re.compile(
    r"<span class='(?:ocr_(?P<line>line|header|caption|textfloat)|ocrx_(?P<word>word))'[^>]*?"
    r"title=[\"']bbox (?P<box>\d+ \d+ \d+ \d+);(?P<details>[^\"'>]*)[\"'][^>]*>"
    r"(?P<text>[^\n]*)"
)
BASELINE = re.compile(r"baseline (-?[\d.]+) (-?[\d.]+)")
TYPE_SIZE = re.compile(r"x_size ([\d.]+)")
CERTAINTY = re.compile(r"x_wconf (\d+)")
TAG = re.compile(r"</?(?:strong|em|span)>")


@dataclass(frozen=True, slots=True)
class Picture:
    """A page in shades of grey, one byte for each dot, and how many dots make a point of print."""

    width: int
    height: int
    dots: bytes
    scale: float


@dataclass(frozen=True, slots=True)
class RecognizedPage:
    """The words of a picture, and how sure Tesseract is of them on average (in percent)."""

    words: list[Word]
    certainty: float


@dataclass(frozen=True)
class Tesseract:
    """The program on this machine."""

    program: str

    @cached_property
    def language(self) -> str | None:
        """Return the best language that is installed."""
        done = _run([self.program, "--list-langs"], b"", 10)
        installed = set(done.decode("utf-8", "replace").split()) if done else set()
        return next((language for language in LANGUAGES if language in installed), None)

    @property
    def is_german(self) -> bool:
        """Return whether German words and umlauts are known."""
        return self.language == GERMAN

    def read(self, picture: Picture, seconds: float) -> RecognizedPage | None:
        """Return the words of a picture, or None where that took too long or went wrong."""
        if self.language is None:
            return None
        resolution = str(max(round(picture.scale * 72), 70))
        command = [self.program, "-", "-", "-l", self.language, "--dpi", resolution]
        header = b"P5 %d %d 255\n" % (picture.width, picture.height)
        answer = _run([*command, "--psm", PAGE_OF_ANY_LAYOUT, "hocr"], header + picture.dots, seconds)
        return None if answer is None else page_of(answer.decode("utf-8", "replace"), picture.scale)


def _run(command: list[str], given: bytes, seconds: float) -> bytes | None:
    # Its threads wait for each other more than they work.
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    try:
        done = subprocess.run(  # noqa: S603 - the program was found by name, its input is a picture of ours
            command, input=given, capture_output=True, timeout=seconds, check=False, env=environment
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout if done.returncode == 0 else None


@dataclass(frozen=True, slots=True)
class _Line:
    """The baseline of a line in dots: where it begins, and how far it falls for each dot to the right."""

    x: float
    y: float
    slope: float
    size: float


@dataclass(frozen=True, slots=True)
class _Found:
    """A word as Tesseract found it, in dots."""

    line: _Line
    text: str
    left: int
    right: int
    certainty: int

    @property
    def is_legible(self) -> bool:
        """Whether this is a word and neither dirt nor a line of a table."""
        if any(map(str.isalnum, self.text)):
            return True
        return self.certainty >= SPECK and not RULE.issuperset(self.text)

    def word(self, text: str, lean: float, scale: float) -> Word:
        """Return the word in points; the line is followed to the word and the lean of the page taken out."""
        baseline = self.line.y + self.line.slope * (self.left - self.line.x) - lean * self.left
        left, right = (self.left + lean * baseline) / scale, (self.right + lean * baseline) / scale
        return Word(text, left, right, -baseline / scale, self.line.size / scale)


def page_of(hocr: str, scale: float) -> RecognizedPage:
    """Return the words in Tesseract's hOCR answer, in points, as if the page lay straight."""
    found: list[_Found] = []
    line = None
    for match in LINE_OR_WORD.finditer(hocr):
        left, top, right, bottom = map(int, match["box"].split())
        if match["line"]:
            line = _line(left, bottom, bottom - top, match["details"])
        elif line:
            certainty = CERTAINTY.search(match["details"])
            one = _Found(line, _text(match["text"]), left, right, int(certainty[1]) if certainty else 0)
            if one.is_legible:
                found.append(one)
    if not found:
        return RecognizedPage([], 0)
    lean = median(one.line.slope for one in found)
    texts = with_section_signs([one.text for one in found])
    words = [one.word(text, lean, scale) for one, text in zip(found, texts, strict=True)]
    return RecognizedPage(words, fmean(one.certainty for one in found))


def with_section_signs(words: list[str]) -> list[str]:
    """Return the words with „§“ where Tesseract reads „8“, as it often does before the number of a section.

    Example:
        >>> with_section_signs(["(8", "26", "Abs.", "1", "GO)"])
        ['(§', '26', 'Abs.', '1', 'GO)']
    """
    repaired = list(words)
    for index, (sign, number, part) in enumerate(zip(words, words[1:], words[2:], strict=False)):
        misread = MISREAD_SECTION.fullmatch(sign)
        if misread and part in PART_OF_SECTION and SECTION_NUMBER.fullmatch(number):
            repaired[index] = misread[1] + ("§§" if misread[2] else "§")
    return repaired


def _line(left: int, bottom: int, height: int, details: str) -> _Line:
    baseline, size = BASELINE.search(details), TYPE_SIZE.search(details)
    slope, offset = (float(baseline[1]), float(baseline[2])) if baseline else (0.0, 0.0)
    return _Line(left, bottom + offset, slope, float(size[1]) if size else height)


def _text(markup: str) -> str:
    return html.unescape(TAG.sub("", markup)).strip()
