"""Bytes -> text: finds out how the characters were written and says so when it had to assume."""

import re

from allmende.common.findings import Finding, Severity
from allmende.reading.document import Document
from allmende.reading.sources.detect import CHOOSE_OTHER
from allmende.reading.sources.errors import UnsupportedFileType

CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
SAMPLE = 65_536
LOST = "\N{REPLACEMENT CHARACTER}"

ASSUMED = Finding(
    "zeichensatz_angenommen",
    "Der Zeichensatz ist nicht angegeben; angenommen wurde Windows-1252. Prüfen Sie Umlaute und das "
    "Eurozeichen.",
    Severity.INFO,
)


def read_text(data: bytes, *, name: str) -> Document:
    """Return the document of a text file; form feeds begin pages."""
    text, findings = decode(data)
    if is_binary(text):
        raise UnsupportedFileType(name=name, kind="keine lesbare Textdatei", advice=CHOOSE_OTHER)
    text = clean(text)
    if lost := text.count(LOST):
        findings = (*findings, lost_characters(lost))
    page_starts = (0, *(match.end() for match in re.finditer("\f", text)))
    return Document(
        text=text.replace("\f", "\n"),
        page_starts=page_starts,
        name=name,
        media_type="text/plain",
        findings=findings,
    )


def decode(data: bytes) -> tuple[str, tuple[Finding, ...]]:
    """Return the text of `data` and what had to be assumed about its characters."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace"), ()
    if encoding := _unmarked_utf16(data[:SAMPLE]):
        return data.decode(encoding, errors="replace"), ()
    try:
        return data.decode("utf-8-sig"), ()
    except UnicodeDecodeError as error:
        if _is_mostly_utf8(data, error):
            return data.decode("utf-8-sig", errors="replace"), ()
    try:
        return data.decode("cp1252"), (ASSUMED,)
    except UnicodeDecodeError:
        return data.decode("latin-1"), (ASSUMED,)


def clean(text: str) -> str:
    """Return the text with one kind of line end and without zero characters, which no database stores."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text.replace("\x00", LOST) if "\x00" in text else text


def is_binary(text: str) -> bool:
    """Return whether control characters betray that this was never text."""
    sample = text[:SAMPLE]
    return len(CONTROL.findall(sample)) > max(2, len(sample) // 100)


def lost_characters(count: int) -> Finding:
    """Return the finding for characters that the file no longer holds."""
    return Finding(
        "zeichen_verloren",
        f"{count} Zeichen sind unlesbar (�). Prüfen Sie die Stellen am Original.",
        Severity.WARNING,
    )


def _unmarked_utf16(sample: bytes) -> str | None:
    """Return the UTF-16 variant of text without byte order mark: every other byte of Latin text is zero."""
    even, odd = sample[0::2], sample[1::2]
    if len(odd) < 2:
        return None
    if odd.count(0) > 0.7 * len(odd) and even.count(0) < 0.1 * len(even):
        return "utf-16-le"
    if even.count(0) > 0.7 * len(even) and odd.count(0) < 0.1 * len(odd):
        return "utf-16-be"
    return None


def _is_mostly_utf8(data: bytes, error: UnicodeDecodeError) -> bool:
    """Return whether `data` is UTF-8 with a few broken places (cut, mixed) and not another code."""
    if error.reason == "unexpected end of data":
        return True
    window = data[max(0, error.start - SAMPLE) : error.start + SAMPLE]
    text = window.decode("utf-8", errors="replace")
    broken = text.count(LOST) - window.count(LOST.encode())
    valid = sum(1 for char in text if char > "\x7f" and char != LOST)
    return valid > 4 * broken
