"""The office a paper comes from: behind its label, else as a line or column of the head that names one."""

import re
from collections.abc import Iterator

from allmende.reading.dates import day_in
from allmende.reading.facts import PaperKind
from allmende.reading.header import Head
from allmende.reading.labels import Value
from allmende.reading.layouts import key
from allmende.reading.lines import cells
from allmende.reading.paper_text import PaperText

_WORD = (
    r"(?:(?:Dezernat|Dez\.|Fachbereich|FB|Fachdienst|FD|Fachgebiet|Amt(?=\s(?:für|\d|[IVX]{1,4}\b))|Referat|Abteilung|Abt\."
    r"|Geschäftsbereich|Vorstandsbereich|Stabsstelle|Ressort|Stadtdienst|Stadtamt|Bereich|Ortsverwaltung|Eigenbetrieb"
    r"|Sachgebiet|Hauptverwaltung|Bauverwaltung|Team)(?=[\s,/:–-]|$)"
    r"|(?!Landrats|Bezirks|Ehren|Gesamt|Finanzamt\s|Landes|Bundes)(?:[A-ZÄÖÜ][\wäöüß-]*[a-zäöüß])?"
    r"(?:[a-zäöüß](?:amt|kämmerei|referat)|Kämmerei)(?![\w]))"
)
# „61 - Stadtplanungsamt“, „FD Bildung und Sport“, „Dezernat III / FB 51“
_OFFICE = re.compile(
    rf"(?:(?:\d{{2,4}}(?:[./-]\d{{1,3}})?|[A-ZÄÖÜ]{{1,4}}(?:\s?\d{{1,3}})?)\s?[-–]?\s?)?{_WORD}(?:\s\d{{1,2}}:)?[^:;!?§€\"„|]{{0,90}}"
)
_NAMES_OFFICE = re.compile(_WORD)
_PERSON = re.compile(r"(?:Herrn?|Frau|Hr\.|Fr\.|Dr\.|StK|Bürgermeister(?:in)?\s[A-ZÄÖÜ])\s?|[^,]*\bTel\.?\s")
_GROUP = re.compile(r"(?i)fraktion|\b(?:spd|cdu|fdp|afd|csu|grüne|linke|wähler\w*)\b")
_LABEL_LIKE = re.compile(
    r"[^:]*:|.*(?:leiter/in|vorschriften|/in|/Vorgang|Dez\./Amt)|TOP\b.*|Dringlichkeit|\./\..*"
)
_STATUS = re.compile(r"\s+(?:☐|☒|X\s)?\s*(?:nicht-?\s?)?öffentlich\b.*")
# A word that needs the name or number of the office behind it.
_ONLY_WORD = re.compile(r"[A-ZÄÖÜ][\w.]+(?:\s?/\s?[A-ZÄÖÜ][\w.]+)*|.*/\d{3,}.*")
_COMPOUND = re.compile(r".*[a-zäöüß](?:amt|kämmerei|verwaltung)|Kämmerei")
_TELLS = re.compile(
    r"\b(?:wird|werden|ist|sind|hat|haben|wurde|sowie der|mit der|zu prüfen)\b|\.\s[A-ZÄÖÜ]|[.,]$"
)
_WITHOUT = (PaperKind.NIEDERSCHRIFT, PaperKind.PRESSEMITTEILUNG, PaperKind.EINLADUNG)
_LINES, _MOST = 25, 2

Department = tuple[str, int, int, float]


def find_department(head: Head, paper: PaperText, kind: PaperKind | None) -> Department | None:
    """Return the office with its offsets and confidence."""
    labelled = [value for value in head.values if value.field == "department" and _may_be(value, paper)]
    offices = [value for value in labelled if _NAMES_OFFICE.search(value.text)]
    chosen = (offices or labelled)[:_MOST]
    if chosen:
        text = " / ".join(dict.fromkeys(_STATUS.sub("", value.text).strip(" /") for value in chosen))
        return text, chosen[0].start, chosen[-1].end, 0.85
    return None if kind in _WITHOUT else next(_unlabelled(head), None)


def _may_be(value: Value, paper: PaperText) -> bool:
    """Tell whether the value of a label is no person, no political group and no label itself."""
    words = value.text.strip(" /")
    return (
        _PERSON.match(words) is None
        and _GROUP.search(words) is None
        and _LABEL_LIKE.fullmatch(words) is None
        and key(words) not in paper.layout.labels
    )


def _unlabelled(head: Head) -> Iterator[Department]:
    """Yield the columns of the head that name an office by themselves."""
    labelled = {value.start for value in head.values if value.field in ("subject", "kind", "body")}
    for line in head.lines[:_LINES]:
        for cell in cells(line):
            words = _STATUS.sub("", cell.text.rstrip())
            if (
                cell.start not in labelled
                and _OFFICE.fullmatch(words)
                and (_ONLY_WORD.fullmatch(words) is None or _COMPOUND.fullmatch(words))
                and day_in(words) is None
                and not _TELLS.search(words)
                and not _PERSON.match(words)
            ):
                yield words, cell.start, cell.start + len(words), 0.75
