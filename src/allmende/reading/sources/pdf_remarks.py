"""What a person should know about how a PDF was read, in German sentences."""

from collections.abc import Iterator, Sequence

from allmende.reading.sources.extract import Remark

ADVICE = "oder lesen Sie die Datei mit Texterkennung (OCR) neu ein."
INSTALL = (
    "Damit Allmende Bilder von Seiten lesen kann, richten Sie das Programm Tesseract ein (Debian und Ubuntu: "
    f"apt install tesseract-ocr tesseract-ocr-deu), {ADVICE}"
)
TOO_LONG = "Die Texterkennung wurde damit nicht fertig. Teilen Sie die Datei und lesen Sie sie in Teilen ein."
CHECK = "Prüfen Sie Namen, Zahlen und Daten am Original."
NO_GERMAN = (
    "Der Texterkennung fehlt die deutsche Sprache; Umlaute gehen verloren. Richten Sie sie ein (Debian und "
    "Ubuntu: apt install tesseract-ocr-deu) und lesen Sie die Datei neu ein."
)


def page_list(pages: Sequence[int]) -> str:
    """Return page numbers for a sentence.

    Example:
        >>> page_list([1, 2, 3, 7])
        '1 bis 3 und 7'
    """
    runs: list[list[int]] = []
    for page in pages:
        if runs and page == runs[-1][1] + 1:
            runs[-1][1] = page
        else:
            runs.append([page, page])
    shown: list[str] = []
    for first, last in runs:
        shown.extend([f"{first} bis {last}"] if last > first + 1 else map(str, range(first, last + 1)))
    return " und ".join([", ".join(shown[:-1]), shown[-1]] if len(shown) > 1 else shown)


def nothing_to_read(has_pictures: bool, recognizer: bool) -> Remark:
    """Return the finding for a file without any text; `has_pictures`: some of its pages stayed unread."""
    if has_pictures:
        message = (
            f"Die Datei enthält keinen Text, nur Bilder von Seiten. {TOO_LONG if recognizer else INSTALL}"
        )
    else:
        message = "Die Datei enthält keinen Text. Prüfen Sie, ob es die richtige Datei ist."
    return Remark("kein_textlayer", message, "error")


def unread_pictures(pages: Sequence[int], recognizer: bool) -> Iterator[Remark]:
    """Yield the finding for pages that are pictures and stayed unread."""
    if pages:
        which = (
            f"Seite {pages[0]} ist ein Bild ohne Text."
            if len(pages) == 1
            else f"Die Seiten {page_list(pages)} sind Bilder ohne Text."
        )
        advice = TOO_LONG if recognizer else INSTALL
        yield Remark("kein_textlayer", f"{which} {advice}", "warning", pages[0])


def recognized(pages: Sequence[int], unsure: Sequence[int], is_german: bool) -> Iterator[Remark]:
    """Yield the findings for pages whose text was recognised, `unsure` among them with much doubt."""
    sure = [page for page in pages if page not in unsure]
    if sure:
        message = f"Der Text {_pages(sure)} stammt aus der Texterkennung. {CHECK}"
        yield Remark("texterkennung", message, "info", sure[0])
    if unsure:
        message = f"Schlecht lesbar und nur unsicher erkannt ist der Text {_pages(unsure)}. {CHECK}"
        yield Remark("texterkennung", message, "warning", unsure[0])
    if pages and not is_german:
        yield Remark("texterkennung", NO_GERMAN, "warning", pages[0])


def pages_left_out(read: int, pages: int) -> Iterator[Remark]:
    """Yield the finding for a file with more pages than were read."""
    if read < pages:
        message = f"Nur die ersten {read} von {pages} Seiten wurden gelesen. Teilen Sie die Datei."
        yield Remark("seiten_ausgelassen", message, "warning", read)


def form_fields(filled: int, is_dynamic: bool) -> Iterator[Remark]:
    """Yield the finding for fields that people fill in."""
    if is_dynamic:
        message = (
            "Die Datei ist ein dynamisches Formular (XFA), das nicht vollständig lesbar ist. Drucken Sie "
            "sie in eine neue PDF-Datei."
        )
        yield Remark("formularfelder", message, "warning")
    elif filled:
        fields = (
            "Ein ausgefülltes Formularfeld wurde"
            if filled == 1
            else f"{filled} ausgefüllte Formularfelder wurden"
        )
        yield Remark("formularfelder", f"{fields} an ihrer Stelle in den Text übernommen.", "info")


def lost_characters(texts: Sequence[str]) -> Iterator[Remark]:
    """Yield the finding for a text layer of which much is unreadable."""
    characters = sum(map(len, texts))
    lost = sum(text.count("\N{REPLACEMENT CHARACTER}") for text in texts)
    if lost * 50 > characters:
        yield Remark(
            "zeichen_verloren",
            f"{lost} von {characters} Zeichen sind unlesbar, weil der Datei die Zuordnung ihrer Schrift "
            "fehlt. Lesen Sie sie mit Texterkennung (OCR) neu ein.",
            "warning",
        )


def _pages(pages: Sequence[int]) -> str:
    return f"der Seite {pages[0]}" if len(pages) == 1 else f"der Seiten {page_list(pages)}"
