"""The day a paper is dated: its label, dateline, the day of a motion or its receipt, its closing line."""

import re
from datetime import date
from itertools import pairwise

from allmende.reading.bodies import find_bodies, is_weekday
from allmende.reading.dated_titles import dated_title, is_dated_item
from allmende.reading.dates import DATE_SHAPE, day_in, find_days
from allmende.reading.facts import PaperKind
from allmende.reading.header import Head
from allmende.reading.labels import Value
from allmende.reading.layouts import key
from allmende.reading.lines import cells
from allmende.reading.paper_text import PaperText

_MINUTES = (PaperKind.NIEDERSCHRIFT, PaperKind.AUSZUG)
_LETTERS = (PaperKind.ANTRAG, PaperKind.ANFRAGE, PaperKind.SCHREIBEN)
_WEEKDAY = re.compile(
    r"\s*(?:am\s)?(?:Montag|Dienstag|Mittwoch|Donnerstag|Freitag|Samstag|Sonntag),\s(?:de[nm]\s)?\d"
)
_LINES_ABOVE_ITEM = 8
_DATELINE_REACH = 160
_DAY_FOLLOWS = ("den", "am", ",", "d.", "den:")
_LONGEST_LINE = 3000
# In the administration's answer these days are those of the motion it answers.
_OF_THE_MOTION = re.compile(r"(?i)vom|eing(?:egangen|ang|ereicht)")

_OWN_DATE_LABELS = re.compile(r"(?i)^(?:eingang|eingegangen|eingereicht|ausgabe|freigabe|stand|vom)")
_NOT_OWN_DATE = re.compile(r"(?i)ausdruck|druck(?!sache)|gedruckt|sitzung|termin|beschluss|\bTOP\b|Stand:")
# „Stand“ may be that of a form, „vom“ belong to another paper: they count where nothing else dates the paper.
_PLAIN_LABELS = ("vom", "stand")
_ENDS_COLUMN = re.compile(r"[ ]{0,2}(?:\||\n|\t|[ ]{2}|$)")
_BEHIND_NUMBER = re.compile(r"[ \t]{1,40}vom:?[ ]{1,4}")
_VOM_DAY = re.compile(rf",?[ ]{{1,40}}vom:?[ ]{{1,4}}(?P<day>{DATE_SHAPE})[ \t]*(?:\n|$)")
_MOTION_LABEL = re.compile(r"(?i)\W*(?:antrag|anfrage|bezug|vorgang)")
_PAGE_AND_DAY = re.compile(
    rf"Seite[ ]\d{{1,3}}[ ]{{0,40}}\n?[ ]{{0,20}}Datum:"
    rf"[ ]{{0,3}}\n?[ ]{{0,20}}(?P<day>{DATE_SHAPE})"
)
_PRINTED = re.compile(r"(?i)(?:ausdruck vom|gedruckt am|druckdatum|stand)\s*:?\s*$")
_DATELINE = re.compile(
    r"^(?:[A-ZÄÖÜ][\wäöüß./() -]{2,40},\s?(?:den:?\s|dem\s|am\s|d\.\s?)?|den\s|Datum\s|Stand:?\s)?$"
)
_BEHIND_DATELINE = re.compile(r"[\t(|]|Drucksache|Vorlage|(?:Der|Die) |Amt\b|Fachbereich|Dezernat|Az\b|AZ\b")
# „Der Kreisausschuss Musterstadt, 29.08.2023“: the authority and its place, no sitting.
_AUTHORITY_AND_PLACE = re.compile(r"\b(?:Der|Die)\s[A-ZÄÖÜ]\w+\s[A-ZÄÖÜ][\w-]+,\s?(?:den\s?)?$")
_RECEIVED = re.compile(r"(?i)\b(?:eingang\w*|eingegangen|eing\.)[^\d\n]{0,60}$")
_MOVED_ON = re.compile(r"(?:Antrag|Anfrage)\s(?:[^\d\n]{3,80}\s)?vom\s$")
_SIGNED = re.compile(r"(?i)\s*,?\s*gez\b")
_SIGNED_BELOW = re.compile(r"(?i)\s*(?:ort,?\s)?datum\s?(?:,|/|und|$)")
_PLACED_DAY = re.compile(
    rf"[A-ZÄÖÜ][\wäöüß.-]{{2,30}}(?:\s[A-ZÄÖÜ][\w-]{{2,30}})?,\s(?:den\s|am\s|d\.\s)?(?P<day>{DATE_SHAPE})"
)
_SIGNS = re.compile(
    r"(?i)\s*(?:gez\b|einreicher|antragsteller|fraktion\b|fraktionsvors|unterschrift"
    r"|i\.\s?[av]\.|für die fraktion)"
)
_FLAT_DATELINE = re.compile(r"(?<!\w )\b[A-ZÄÖÜ][a-zäöüß]+(?:-[A-ZÄÖÜ][a-zäöüß]+)?,\s(?:den\s|am\s)?$")
_PLACE_BEFORE = re.compile(r"\s(?P<place>[A-ZÄÖÜ][a-zäöüß]+(?:-[A-ZÄÖÜ][a-zäöüß]+)?),\s(?:den\s|am\s)?$")
_SIGNERS = re.compile(
    r"\s(?:gez\b|i\.\s?[AV]\.|(?:Ober)?[Bb]ürgermeister|Landr[aä]t|Amtsleit|Dezernent|Verbandsvorst)"
)
_FLAT_REACH, _SHORT_DATELINE = 400, 60
# Month, day, year in an exported head; told from a day and month by a second number above twelve.
_AMERICAN = re.compile(r"(?P<month>0\d|1[0-2])/(?P<day>1[3-9]|2\d|3[01])/(?P<year>20\d\d)")
_CLOSING_OFFICE = re.compile(
    r"(?i)hauptamt|ratsangelegenheiten|gremienbüro|ratsbüro|geschäftsstelle|sitzungsdienst"
    r"|kreistagsbüro|zur beurkundung"
)


def find_date(head: Head, paper: PaperText, kind: PaperKind | None) -> tuple[date, int, int, float] | None:
    """Return the day the paper is dated: a sitting's day for minutes, else label, dateline, closing line."""
    if kind in _MINUTES:
        return _day_of_item(paper)
    own = [value for value in head.values if value.field == "date"]
    for value in sorted(own, key=lambda value: _OWN_DATE_LABELS.match(value.label.strip()) is not None):
        day = day_in(value.text)
        label = key(value.label)
        behind = any(_follows(other, value, paper.clean.text) for other in head.values)
        if day is None or (label in _PLAIN_LABELS and kind not in _LETTERS and not behind):
            continue
        if kind is PaperKind.STELLUNGNAHME and _OF_THE_MOTION.match(label):
            continue
        return day.value, value.start, value.end, 0.95
    if behind_number := _behind_number(head, paper):
        return behind_number
    if kind in _LETTERS and (received := _received(head)):
        return received
    if (titled := dated_title(paper.clean.text)) and kind is not PaperKind.STELLUNGNAHME:
        day = day_in(titled["day"])
        if day is not None:
            return day.value, *titled.span("day"), 0.85
    if dateline := _dateline(head):
        return dateline
    if placed := _placed_day(head, paper):
        return placed
    if other := _american(head) or _date_cell(head):
        return other
    if kind is not PaperKind.STELLUNGNAHME and (plain := _plainly_labelled(own, paper.clean.text)):
        return plain
    if lone := _lone_dateline(paper):
        return lone
    return _day_of_pages(paper) or _closing_day(paper) or _signed_day(paper) or _flat_day(paper)


def _plainly_labelled(values: list[Value], text: str) -> tuple[date, int, int, float] | None:
    """Return the only day behind „Stand“ or „vom“ that fills its line or column."""
    found = [
        value
        for value in values
        if key(value.label) in _PLAIN_LABELS and _ENDS_COLUMN.match(text, value.end) and day_in(value.text)
    ]
    day = day_in(found[0].text) if len({value.text for value in found}) == 1 else None
    return (day.value, found[0].start, found[0].end, 0.8) if day else None


def _follows(reference: Value, day: Value, text: str) -> bool:
    """Tell whether a day stands right behind the paper's number: „Vorlage-Nr: 2024/0378   vom 10.09.2024“."""
    between = text[reference.end : day.start] if reference.end <= day.start else ""
    return reference.field == "reference" and _BEHIND_NUMBER.fullmatch(between) is not None


def _behind_number(head: Head, paper: PaperText) -> tuple[date, int, int, float] | None:
    """Return the day right behind the labelled number of the paper, in the same line."""
    value = next((value for value in head.values if value.field == "reference"), None)
    if value is None or _MOTION_LABEL.match(value.label) or value.pairing != "same_line":
        return None
    found = _VOM_DAY.match(paper.clean.text, value.end)
    day = day_in(found["day"]) if found else None
    return (day.value, *found.span("day"), 0.85) if found and day else None


def _day_of_pages(paper: PaperText) -> tuple[date, int, int, float] | None:
    """Return the day that the marks of the pages repeat: „Seite 2 / Datum: 03.11.2023“."""
    found = [(day_in(match["day"]), match.span("day")) for match in _PAGE_AND_DAY.finditer(paper.clean.text)]
    days = {day.value for day, _ in found if day}
    return (days.pop(), *found[0][1], 0.85) if len(found) > 1 and len(days) == 1 else None


def _day_of_item(paper: PaperText) -> tuple[date, int, int, float] | None:
    """Return the day in the head of minutes that cannot be another one: before number and title of an item
    („25.01.2012 - 10.3 Beitritt zum Verband“), or behind a weekday that begins the line.
    """
    for line in paper.lines[:_LINES_ABOVE_ITEM]:
        is_sitting = is_dated_item(line.text) or _WEEKDAY.match(line.text)
        day = day_in(line.text[:_LONGEST_LINE]) if is_sitting else None
        if day is not None:
            return day.value, line.start + day.start, line.start + day.end, 0.85
    return None


def _received(head: Head) -> tuple[date, int, int, float] | None:
    """Return the day a motion came in or was made: „Eingang beim Ratsbüro: …“, „Antrag vom …“."""
    for pattern in (_RECEIVED, _MOVED_ON):
        for line in head.lines[:25]:
            for day in find_days(line.text[:_LONGEST_LINE]):
                if pattern.search(line.text[max(0, day.start - 90) : day.start]):
                    return day.value, line.start + day.start, line.start + day.end, 0.85
    return None


def _signed_day(paper: PaperText) -> tuple[date, int, int, float] | None:
    """Return the day before a signature: „05.05.2022, gez. …“ or above „Datum, Unterschrift“."""
    for index, line in enumerate(paper.lines):
        day = day_in(line.stripped) if line.stripped[:1].isdigit() and len(line.stripped) < 90 else None
        if day is None or day.start:
            continue
        below = paper.lines[index + 1].text if index + 1 < len(paper.lines) else ""
        if _SIGNED.match(line.stripped, day.end) or _SIGNED_BELOW.match(below):
            start = line.span()[0]
            return day.value, start, start + day.end, 0.85
    return None


def _flat_day(paper: PaperText) -> tuple[date, int, int, float] | None:
    """Return the dateline at the beginning or the end of a text that has lost its lines."""
    text = paper.clean.text
    if len(text) < _LONGEST_LINE / 4 or "\n" in text.strip()[: len(text) // 2]:
        return None
    for first, last in ((0, _FLAT_REACH), (max(0, len(text) - _FLAT_REACH), len(text))):
        for day in find_days(text, first, last):
            before = text[max(0, day.start - 40) : day.start]
            place = _PLACE_BEFORE.search(before)
            if _FLAT_DATELINE.search(before) or (
                place and (_SIGNERS.match(text, day.end) or _is_seat(place["place"], text))
            ):
                return day.value, day.start, day.end, 0.8
    return None


def _is_seat(place: str, text: str) -> bool:
    """Tell whether the first words name the place as that of the issuer („Gemeinde Swisttal“)."""
    return (
        re.search(rf"(?i)(?:stadt|gemeinde|markt|kreis)\s{re.escape(place)}\b", text[:_FLAT_REACH])
        is not None
    )


def _american(head: Head) -> tuple[date, int, int, float] | None:
    """Return the day of a line that holds nothing but „06/24/2019“."""
    for line in head.lines[:25]:
        match = _AMERICAN.fullmatch(line.stripped)
        if match:
            value = date(int(match["year"]), int(match["month"]), min(int(match["day"]), 28))
            return value.replace(day=int(match["day"])), *line.span(), 0.85
    return None


def _dateline(head: Head) -> tuple[date, int, int, float] | None:
    """Return the day of a line that is nothing but a dateline („Musterstadt, den 8. November 2024“)."""
    taken = [(value.start, value.end) for value in head.values if value.field == "sitting_date"]
    for line in head.lines[:25]:
        text = line.text
        days = find_days(text[:_LONGEST_LINE])
        if len(days) != 1 and not (days and len(text) > 200):
            continue
        for day in days:
            before = text[max(0, day.start - _DATELINE_REACH) : day.start].strip()
            after = text[day.end : day.end + _DATELINE_REACH].strip()
            last_cell = re.split(r"\t|\s{2,}", before)[-1] if before else ""
            if any(start <= line.start + day.start < end for start, end in taken):
                continue
            if _PRINTED.search(before) or _NOT_OWN_DATE.search(before):
                continue
            if find_bodies(last_cell) and not _AUTHORITY_AND_PLACE.search(last_cell):
                continue
            if after and not _BEHIND_DATELINE.match(after):
                continue
            if (
                _DATELINE.match(
                    last_cell + (" " if last_cell.endswith(("den", "am", ",", "d.", "den:")) else "")
                )
                or not last_cell
            ):
                start = line.start + day.start
                return day.value, start, line.start + day.end, 0.9
            if _DATELINE.match(_tail(before)):
                return day.value, line.start + day.start, line.start + day.end, 0.85
    return None


def _placed_day(head: Head, paper: PaperText) -> tuple[date, int, int, float] | None:
    """Return the day of a column that is nothing but a dateline, beside other days in its line, or of a
    dateline above the names of those who move.
    """
    for line in head.lines[:25]:
        for cell in cells(line)[1:]:
            found = _PLACED_DAY.fullmatch(cell.text)
            day = day_in(found["day"]) if found and not find_bodies(cell.text) else None
            if found and day:
                return day.value, cell.start + found.start("day"), cell.start + found.end("day"), 0.85
    for line, below in pairwise(paper.lines):
        found = _PLACED_DAY.fullmatch(line.stripped) if _SIGNS.match(below.text) else None
        day = day_in(found["day"]) if found else None
        if found and day:
            start = line.span()[0]
            return day.value, start + found.start("day"), start + found.end("day"), 0.85
    return None


def _lone_dateline(paper: PaperText) -> tuple[date, int, int, float] | None:
    """Return the day of the only line that is nothing but place and day („Musterstadt, den 2.8.2021“)."""
    found = [
        (day, line.span()[0] + match.start("day"))
        for line in paper.lines
        if len(line.stripped) < _SHORT_DATELINE
        and "," in line.stripped
        and (match := _PLACED_DAY.fullmatch(line.stripped))
        if not find_bodies(line.stripped) and (day := day_in(match["day"])) and not is_weekday(line.stripped)
    ]
    if len({day.value for day, _ in found}) != 1:
        return None
    day, start = found[0]
    return day.value, start, start + day.end - day.start, 0.8


def _date_cell(head: Head) -> tuple[date, int, int, float] | None:
    """Return the only day that fills a column of the head by itself."""
    taken = [(value.start, value.end) for value in head.values]
    found = []
    for line in head.lines[:20]:
        columns = cells(line)
        for index, cell in enumerate(columns):
            day = day_in(cell.text)
            if day is None or day.end - day.start < len(cell.text) or len(columns) < 2:
                continue
            before = columns[index - 1].text if index else ""
            if _NOT_OWN_DATE.search(before) or any(first <= cell.start < last for first, last in taken):
                continue
            found.append((day.value, cell.start, cell.end, 0.8))
    return found[0] if len(found) == 1 else None


def _tail(before: str) -> str:
    """Return the last „Place,“ of a flattened line before a day."""
    match = re.search(r"[A-ZÄÖÜ][\wäöüß-]{2,30},\s?(?:den\s?)?$|Seite:\s?\d{1,3}/\d{1,3}$", before)
    return "" if match and match.group().startswith("Seite") else match.group() + " " if match else "-"


def _closing_day(paper: PaperText) -> tuple[date, int, int, float] | None:
    """Return the day under the name of the council office at the end of the paper."""
    for index in range(len(paper.lines) - 1, max(len(paper.lines) - 9, 0), -1):
        line = paper.lines[index]
        day = day_in(line.text)
        if day is None or len(line.stripped) > 60:
            continue
        above = paper.lines[index - 1].text
        alone = day.end - day.start >= len(line.stripped) - 2
        ends = len(line.text.rstrip(" .)")) <= day.end
        if (alone and _CLOSING_OFFICE.search(above)) or (
            ends and re.match(r"^[A-ZÄÖÜ][\wäöüß .-]{2,30}(?:,|\s/)\s(?:den\s|am\s)?\d", line.stripped)
        ):
            start = line.start + day.start
            return day.value, start, line.start + day.end, 0.9
    return None
