"""The subject of a paper: behind its label, else the title-like lines where such papers put it."""

import re

from allmende.reading.dates import Day, find_days
from allmende.reading.facts import PaperKind
from allmende.reading.header import Head
from allmende.reading.kinds import title_kind
from allmende.reading.labels import Value, find_slots
from allmende.reading.layouts import key
from allmende.reading.lines import Line
from allmende.reading.paper_text import PaperText
from allmende.reading.sections import heading
from allmende.reading.stations import Block

Subject = tuple[str, int, int, float]
_MOST = 480
# A line at least this long may have been broken; a shorter one ends a title.
_WRAPPED = 42
_MOST_LINES = 8
_ITEM = re.compile(
    r"\s*(?:Punkt\s\d{1,3}(?:\.\d)?\s(?:der\sTagesordnung)|(?:TOP|Tagesordnungspunkt)\s?(?:Ö|N"
    r"|Ö/N)?\s?\d{1,3}(?:\.\d{1,2})?)\s?[:.–-]?\s+(?P<title>\S.+)"
)
_NUMBERED_TITLE = re.compile(r"\s*\d{1,3}(?:\.\d{1,2})?\.?(?:\t|\s{1,8})(?P<title>[A-ZÄÖÜ„\"].{8,})")
_KIND_AND_TITLE = re.compile(
    r"\s*(?:(?:Gemeinsamer|Interfraktioneller|Dringlicher)\s)?(?:Änderungs|Ergänzungs"
    r"|Dringlichkeits|Prüf|Sach)?-?(?:[Aa]ntrag|[Aa]nfrage|Mitteilung|Bericht)"
    r"(?:\s[^:\n]{0,70})?:\s{1,8}(?P<title>(?![a-z])\S.{7,})"
)
_EXTRACT_OF = re.compile(r"\s*Auszug\s[-–]\s(?P<title>\S.{5,})")
_PLACE_AND = re.compile(r"[A-ZÄÖÜ][\wäöüß./() -]{2,40}(?:,|\s/)\s(?:den\s|dem\s|am\s)?")
# The first words of a letter below its subject.
_LETTER_BEGINS = re.compile(r"(?i)\s*(?:wir|ich|hiermit|namens|im\snamen)\b")
_LETTERS = (PaperKind.ANTRAG, PaperKind.ANFRAGE, PaperKind.SCHREIBEN)
_LINES_OF_SALUTATION = 6
_STATUS_ONLY = re.compile(r"(?i)(?:nicht-?\s?)?öffentlich")
_POSITION = re.compile(
    r"\s*(?:Gemeinsame[sr]?\s)?(?:Positionspapier|Resolution|Eckpunktepapier|Forderungspapier|Positionierung)"
    r"\s(?:der|des|de[nm]|von|zu[rm]?|für|gegen)\s"
)
_SENTENCE_BEGINS = re.compile(r"\s*(?:Die|Der|Das|Wir|Vor|In|Im|Am|Mit|Es|Angesichts|Anlässlich)\s")
_OPEN_TITLE = re.compile(r"(?:[,&/-]|\b(?:und|für|der|des|dem|den|die|sowie|im|von|vom|zur|zum|mit))$")
_LABELS_IN_BLOCK = 3
_SHORTEST_TITLE, _SHORTEST_SENTENCE = 12, 80
# The number of the heading behind a title: „… der Gemeinde I. Sachlage:“.
_NUMBER_BEHIND = re.compile(r"\s+(?:[IVX]{1,4}|\d|[A-H])[.)]$")
_NO_TITLE_KINDS = (None, PaperKind.SATZUNG)
_NOT_TITLE = re.compile(
    r"(?i)^(?:\W*$|gedruckt auf|der (?:ober)?bürgermeister|die (?:ober)?bürgermeisterin"
    r"|der landrat|die landrätin|herrn?\b|frau\b|an (?:den|die|das|herrn)\b|"
    r"seite\b|stadtr[aä]t|fraktion\b|.*\b\d{5}\s[A-ZÄÖÜ]|.*(?:straße|str\.)\s?\d|tel|fax|e-?mail"
    r"|www\.|https?:|anwesen|vorsitz|beginn|ende|raum\b|ort:|"
    r"(?:öffentlich|nichtöffentlich)(?:\s|$)|(?:mon|diens|donners|frei|sams|sonn)tag,|mittwoch,"
    r"|.*\bUhr\b|☐|☒|_{3,}|-{3,}|änderungen der wordvorlage|verantwortlich|"
    r"top\b\s*\d*$|tagesordnung$|.*fraktion(?:en)?$|vorlage\b|drucksache\b|grund der vorlage"
    r"|bitte\\b|beschluss de[sr] .{5,60} vom|öffentliche sitzung|nichtöffentliche sitzung"
    r"|anlagen?\b|\d{1,2} anlagen?|betroffene|haushalt\s?20\d\d|doppelhaushalt\b|bürgersaal"
    r"|rathaus|zur sitzung|sitzung\b|sehr geehrte|anzahl\b|dokumente$|startseite$|recherche$|anmelden$"
    r"|.*\bgez\.|seiteninhalt|sie sind hier|beteiligungen?$|für die (?:gemeinde|stadt)\b)"
)
_ORDERS = re.compile(r"\b(?:wird|werden|wurde|ist|sind|darf|dürfen|soll|sollen|beschließt|stimmt|nimmt)\b")
_COLUMN_GAP = re.compile(r"\t|\s{3,}")
_LOST_HEADS = re.compile(
    r"(?i)^(?:bezeichnung\s?inhalt|tagesordnungspunkt|sitzung des .{5,60}|sitzungsvorlage|betreff)$"
)
_ENDS_SENTENCE = re.compile(r"[a-zäöüß]{3}[.!]$")
_STOP_FIELDS = {
    "reference",
    "date",
    "department",
    "file_number",
    "status",
    "kind",
    "initiator",
    "body",
    "sitting_date",
    "other",
    "place",
}


def find_subject(
    head: Head, paper: PaperText, block: Block | None, kind: PaperKind | None, after: int
) -> Subject | None:
    """Return the subject with its offsets; `after` is where the sitting of minutes ends in the clean view."""
    for value in head.values:
        if value.field == "subject" and _STATUS_ONLY.fullmatch(value.text):
            continue
        if value.field == "subject" or (value.field == "agenda_item" and _is_title(value.text)):
            return _labelled(value, paper)
    if kind in (PaperKind.AUSZUG, PaperKind.NIEDERSCHRIFT):
        return _of_item(paper, after) if kind is PaperKind.AUSZUG else None
    if kind is PaperKind.PRESSEMITTEILUNG:
        return None
    if typed := _behind_kind(head.lines[:30], paper) or _behind_item(head, paper):
        return typed
    if kind in _LETTERS and (below := _behind_kind(_below_salutation(head, paper), paper)):
        return below
    if kind is PaperKind.RESOLUTION and (position := _of_position(head, paper)):
        return position
    if below := _below_status(paper) or _behind_stations(block, paper):
        return below
    return _untitled(head, paper, block)


def _is_title(text: str) -> bool:
    """Tell whether what stands behind „Tagesordnungspunkt“ is its title and not its number."""
    return (
        _ITEM.match(text) is None
        and re.search(r"[a-zäöüß]{4}", text) is not None
        and not text.startswith("Sitzung")
    )


def _labelled(value: Value, paper: PaperText) -> Subject:
    """Return the subject behind its label with the lines that continue it."""
    lines = [line for line in paper.lines if line.end > value.start]
    end = min(value.end, value.start + _MOST)
    if lines and lines[0].end > value.end:
        lines = lines[1:] if lines[0].start <= value.start else lines
    else:
        lines = lines[1:]
    end = _continued(paper, end, lines)
    return paper.flowing(value.start, end), value.start, end, 0.95


def _continued(paper: PaperText, end: int, lines: list[Line]) -> int:
    """Return where a title ends that may run over several lines: at an empty line, a label or a heading."""
    last_length = len(paper.clean.text[paper.clean.text.rfind("\n", 0, end) + 1 : end])
    for line in lines[:_MOST_LINES]:
        gap = paper.clean.text[end : line.span()[0]]
        open_end = paper.clean.text[:end].rstrip()[-1:] in ";-–," or line.stripped.casefold().startswith(
            "hier:"
        )
        if gap.count("\n") > 1 and not open_end:
            break
        wrapped = last_length >= _WRAPPED or open_end or re.match(r"\s*(?:[a-zäöüß(–-]|hier:)", line.text)
        if (
            _LETTER_BEGINS.match(line.text)
            or not wrapped
            or gap.count("\n") > 3
            or _is_foreign(line, paper)
            or line.end - line.start > 300
        ):
            break
        end = line.span()[1]
        last_length = len(line.stripped)
    return end


def _is_foreign(line: Line, paper: PaperText) -> bool:
    if heading(line, paper.layout) is not None or title_kind(line.stripped) not in _NO_TITLE_KINDS:
        return True
    first = line.span()[0]
    slots = find_slots(line, paper.layout)
    return (
        any(slot.start == first and (slot.field in _STOP_FIELDS) for slot in slots)
        or key(line.text) in paper.layout.consultation_starts
        or key(line.stripped.split(" ", 1)[0]) in paper.layout.consultation_starts
    )


def _of_item(paper: PaperText, after: int) -> Subject | None:
    """Return the title of the agenda item of minutes or an extract."""
    lines = paper.lines[:40]
    for pattern in (_EXTRACT_OF, _ITEM, _NUMBERED_TITLE):
        for index, line in enumerate(lines):
            found = pattern.match(line.text)
            if found is None or (pattern is _NUMBERED_TITLE and line.start < after - 60):
                continue
            if pattern is _NUMBERED_TITLE and _is_decided(line, paper):
                return None
            start = line.start + found.start("title")
            if len(line.text) > 400:
                return _flattened_item(paper, start)
            end = _continued(paper, line.span()[1], lines[index + 1 :])
            return paper.flowing(start, end), start, end, 0.9
    return _flattened(paper, after)


def _is_decided(line: Line, paper: PaperText) -> bool:
    """Tell whether a numbered line is a point of the decision above it and not the title of the item."""
    below = any(section.kind == "resolution" and section.start < line.start for section in paper.sections)
    return below and (_ENDS_SENTENCE.search(line.stripped) or _ORDERS.search(line.text)) is not None


def _flattened_item(paper: PaperText, start: int) -> Subject | None:
    stop = re.compile(r"\s(?:Drucksache|Vorlage|Beschluss\b)").search(paper.clean.text, start, start + _MOST)
    end = stop.start() if stop else start + 150
    return paper.flowing(start, end), start, end, 0.6


def _flattened(paper: PaperText, after: int) -> Subject | None:
    """Return what stands between time and number of the item and a paper number, in a text without lines."""
    found = re.compile(
        r"(?:TOP\sÖ?\s?\d[\d.]{0,5}:\s|(?:Uhr\s)?(?:\d{1,3}(?:\.\d)?\.?\s))(?P<title>[A-ZÄÖÜ].{10,300}?)"
        r"\s(?:\d{1,4}/\d{4}|Drucksache|Vorlage|Sitzung:)\b"
    ).search(paper.clean.text, after, after + 450)
    if found is None or "\n" in found["title"]:
        return None
    return paper.flowing(*found.span("title")), *found.span("title"), 0.75


def _below_salutation(head: Head, paper: PaperText) -> list[Line]:
    return [line for line in paper.lines if line.start >= head.end][:_LINES_OF_SALUTATION]


def _of_position(head: Head, paper: PaperText) -> Subject | None:
    """Return the title of a position paper, from the line that names it to the first sentence."""
    for index, line in enumerate(head.lines[:10]):
        if not _POSITION.match(line.text):
            continue
        start, end = line.span()
        for below in head.lines[index + 1 : index + _MOST_LINES]:
            before = paper.clean.text[start:end]
            apart = paper.clean.text[end : below.start].count("\n") > 1
            if apart or (_SENTENCE_BEGINS.match(below.text) and not _OPEN_TITLE.search(before)):
                break
            end = below.span()[1]
        return paper.flowing(start, end), start, end, 0.8
    return None


def _below_status(paper: PaperText) -> Subject | None:
    """Return what stands below „öffentlich“ when a block of labels and a block of values precede it."""
    lines = paper.lines[:30]
    labels = [line.stripped.endswith(":") and key(line.text) in paper.layout.labels for line in lines]
    for index in range(_LABELS_IN_BLOCK, len(lines) - 1):
        if not _STATUS_ONLY.fullmatch(lines[index].stripped):
            continue
        runs = (all(labels[first : first + _LABELS_IN_BLOCK]) for first in range(index - _LABELS_IN_BLOCK))
        title = lines[index + 1]
        if not any(runs) or labels[index + 1] or _is_no_title(title, paper):
            return None
        start, end = title.span()
        end = _continued(paper, end, lines[index + 2 :])
        return paper.flowing(start, end), start, end, 0.85
    return None


def _behind_kind(lines: list[Line], paper: PaperText) -> Subject | None:
    """Return the title behind the name of the kind („Antrag gemäß § 6 der Geschäftsordnung: Gemeinsames
    Fundbüro“).
    """
    for index, line in enumerate(lines):
        found = _KIND_AND_TITLE.match(line.text)
        if found is not None:
            start = line.start + found.start("title")
            end = _continued(paper, line.span()[1], lines[index + 1 :])
            return paper.flowing(start, end), start, end, 0.85
    return None


def _behind_item(head: Head, paper: PaperText) -> Subject | None:
    """Return the title behind the number of the agenda item of a Vorlage („TOP 7: …“)."""
    for index, line in enumerate(head.lines[:30]):
        found = _ITEM.match(line.text)
        if found and re.search(r"[a-zäöüß]{4}.*\s", found["title"]) and not find_days(found["title"][:20]):
            start = line.start + found.start("title")
            end = _continued(paper, line.span()[1], head.lines[index + 1 :])
            return paper.flowing(start, end), start, end, 0.8
    return None


def _untitled(head: Head, paper: PaperText, block: Block | None) -> Subject | None:
    """Return the title-like paragraph: right before the Beratungsfolge or the first section, else the
    first one.
    """
    paragraphs = _title_paragraphs(head, paper, block)
    if not paragraphs:
        return _behind_value(head, paper, block)
    if block is not None:
        chosen, confidence = _beside_block(paragraphs, paper.lines[block.first].start), 0.85
    elif head.end < len(paper.clean.text):
        chosen, confidence = paragraphs[-1], 0.75
    else:
        chosen, confidence = paragraphs[0], 0.75
        if _ENDS_SENTENCE.search(chosen[-1].stripped) and len(chosen) > 2:
            return None
    start, end = chosen[0].span()[0], chosen[-1].span()[1]
    if end - start > _MOST:
        return None
    return paper.flowing(start, end), start, end, confidence


def _beside_block(paragraphs: list[list[Line]], block_start: int) -> list[Line]:
    """Prefer the title between Beratungsfolge and text; else the last one above the Beratungsfolge."""
    below = [p for p in paragraphs if p[0].start > block_start]
    return below[0] if below else paragraphs[-1]


def _title_paragraphs(head: Head, paper: PaperText, block: Block | None) -> list[list[Line]]:
    """Return the paragraphs that may be titles, up to where the text begins (without a Beratungsfolge)."""
    used = [(value.start, value.end) for value in head.values]
    paragraphs: list[list[Line]] = []
    last_end = -1
    for line in head.lines:
        if block is None and len(paragraphs) > 1 and _begins_text(paragraphs[-1]):
            break
        points_on = bool(paragraphs) and line.start - last_end <= 1 and re.match(r"\s*[-–]\s", line.text)
        is_value = any(line.start <= start < line.end for start, _ in used)
        if is_value or (not points_on and _is_no_title(line, paper)):
            last_end = -1
            continue
        gap = paper.clean.text[last_end : line.start] if last_end >= 0 else "\n\n"
        continues = gap.count("\n") <= 1 or (
            paragraphs and (paragraphs[-1][-1].stripped.endswith(";") or line.stripped.startswith("hier:"))
        )
        if last_end >= 0 and continues and paragraphs:
            paragraphs[-1].append(line)
        else:
            paragraphs.append([line])
        last_end = line.end
    if block is None and len(paragraphs) > 1 and _begins_text(paragraphs[-1]):
        paragraphs.pop()
    return [
        p
        for p in paragraphs
        if sum(len(line.stripped) for line in p) >= 8 and len(p) <= _MOST_LINES and not _is_prose(p)
    ]


def _begins_text(paragraph: list[Line]) -> bool:
    """Tell whether a paragraph is a sentence of the text: long, with a verb and its stop."""
    text = " ".join(line.stripped for line in paragraph)
    return len(text) > _SHORTEST_SENTENCE and text[-1] in ".:" and _ORDERS.search(text) is not None


def _is_prose(paragraph: list[Line]) -> bool:
    text = " ".join(line.stripped for line in paragraph)
    return len(text) > 300 or (len(text) > 160 and _ENDS_SENTENCE.search(text) is not None)


def _is_no_title(line: Line, paper: PaperText) -> bool:
    text = line.stripped
    if len(_COLUMN_GAP.split(text)) > 1 or re.match(r"\d{1,2}[.)]\s|[a-z]\)\s|[-•*]\s|.*\(PDF\b", text):
        return True
    if text.endswith(":") and heading(line, paper.layout) is not None:
        return True
    if _NOT_TITLE.match(text) or _LOST_HEADS.match(text) or title_kind(text) not in _NO_TITLE_KINDS:
        return True
    if not re.search(r"[a-zäöüß]{3}", text) and not re.search(r"[A-ZÄÖÜ]{6}", text):
        return True
    days = find_days(text)
    if days and (days[0].end - days[0].start > len(text) * 0.5 or _is_dateline(text, days[0])):
        return True
    if re.fullmatch(
        r"(?:Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember)\s\d{4}", text
    ):
        return True
    if re.fullmatch(
        r"(?i)(?:stadt|kreis|gemeinde|landkreis|markt|landeshauptstadt)\s[\wäöüß-]+(?:\s[\wäöüß-]+)?", text
    ):
        return True
    slots = find_slots(line, paper.layout)
    return any(slot.start == line.span()[0] for slot in slots)


def _is_dateline(text: str, day: Day) -> bool:
    """Tell whether a line is nothing but place and day („Musterstadt, den 3. Mai 2021“)."""
    return day.end >= len(text) - 1 and _PLACE_AND.fullmatch(text, 0, day.start) is not None


def _behind_stations(block: Block | None, paper: PaperText) -> Subject | None:
    """Return what stands between the last day of a one-line Beratungsfolge and the first heading."""
    if block is None or block.last - block.first > 1:
        return None
    line = paper.lines[block.first]
    start = max(station.end for station in block.stations)
    following = paper.lines[block.first + 1] if block.first + 1 < len(paper.lines) else None
    is_followed = following is not None and heading(following, paper.layout) is not None
    words = paper.clean.text[start : line.end]
    if not is_followed or not _SHORTEST_TITLE <= len(words) <= _MOST or "\n" in words.strip():
        return None
    start += len(words) - len(words.lstrip())
    end = start + len(_NUMBER_BEHIND.sub("", words.strip()))
    return paper.flowing(start, end), start, end, 0.8


def _behind_value(head: Head, paper: PaperText, block: Block | None) -> Subject | None:
    """Return the rest of the last value's line in a flattened head („22/0056 öffentlich Unterrichtung
    des Rates …“).
    """
    references = [value for value in head.values if value.field == "reference"]
    if not references or block is None:
        return None
    start = references[-1].end
    end = next((line.end for line in head.lines if line.start <= start < line.end), start)
    words = paper.clean.text[start:end]
    lead = re.match(r"\s*(?:(?:nicht)?öffentlich\s)?", words)
    start += lead.end() if lead else 0
    if end - start < 12 or end - start > _MOST:
        return None
    return paper.flowing(start, end), start, end, 0.75
