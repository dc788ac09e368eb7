"""From rows to entries. Pure: names are looked up by the caller.

Two shapes. One row per party (column `koerperschaft`): rows with the same `schluessel`, else the same `name`,
belong together. Or one row per cooperation (column `kommunen`, as on interkommunales.nrw): a cell with all
names, separated by comma or semicolon.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from allmende.common.errors import AllmendeError
from allmende.common.formats import number
from allmende.cooperations.domain import Confidence, LegalForm, PartyRole
from allmende.cooperations.entries import (
    CooperationEntry,
    PartyEntry,
    SourceEntry,
    StateEntry,
    TaskEntry,
    check_entry,
)
from allmende.cooperations.importing.tables import Rows
from allmende.register.domain import BodyOption
from allmende.register.importing.records import Row, RowProblem, whole_file
from allmende.register.names import fold

OWN_COLUMNS = (
    "schluessel",
    "name",
    "kurzname",
    "rechtsform",
    "ausgestaltung",
    "aufgaben",
    "seit",
    "bis",
    "zweck",
    "aufsicht",
    "kuendigung",
    "stimmen_gesamt",
    "kapital_gesamt",
    "eigene_koerperschaft",
    "koerperschaft",
    "kommunen",
    "federfuehrend",
    "partner",
    "rolle",
    "dabei_seit",
    "dabei_bis",
    "stimmen",
    "sitze",
    "kapital",
    "sicherheit",
    "einwohner",
    "quelle",
    "adresse",
)
OWN_BODY = "eigene_koerperschaft"
LONGEST_NAME = 300
MOST_NAMES = 100_000
LONGEST_TEXT = 5000
UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
FORM_WORDS = {
    "öffentlich-rechtliche vereinbarung": LegalForm.OERV,
    "örv": LegalForm.OERV,
    "arbeitsgemeinschaft": LegalForm.ARBEITSGEMEINSCHAFT,
    "gkg": LegalForm.UNBEKANNT,
    "anstalt öffentlichen rechts": LegalForm.AOER,
    "aör": LegalForm.AOER,
    "gku": LegalForm.GKU,
    "": LegalForm.UNBEKANNT,
}


@dataclass(frozen=True, slots=True)
class Question:
    """A name that several bodies bear: the person says which is meant."""

    name: str
    options: tuple[BodyOption, ...]


@dataclass
class ReadList:
    """What a list says: entries, or what is wrong or open; `existing` stand in the register already."""

    entries: list[CooperationEntry] = field(default_factory=list)
    problems: list[RowProblem] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    existing: list[str] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)

    @property
    def party_count(self) -> int:
        return sum(len(entry.parties) for entry in self.entries)

    @property
    def is_ready(self) -> bool:
        return bool(self.entries) and not self.problems and not self.questions


@dataclass(frozen=True, slots=True)
class Lookup:
    """What the register knows: bodies by written name or key, taken keys, tasks; and the person's answers."""

    bodies: Mapping[str, Sequence[BodyOption]]
    answers: Mapping[str, str]
    tasks: Mapping[str, str]  # folded name or code -> code
    taken: frozenset[str]
    on: date
    source: SourceEntry
    steward_id: int | None = None


def written_names(header: Sequence[str], rows: Rows) -> set[str]:
    """Return all names of bodies a list writes, to look them up at once; raise BrokenFile."""
    if "name" not in header or not {"koerperschaft", "kommunen"} & set(header):
        raise whole_file(
            "Die Spalten „name“ (oder „Titel“) und „koerperschaft“ oder „kommunen“ fehlen; "
            "ergänzen Sie die Kopfzeile."
        )
    names = {name for _line, values in rows for _column, name in _bodies_of(values)}
    if len(names) > MOST_NAMES:
        raise whole_file(
            f"Die Liste nennt mehr als {number(MOST_NAMES)} verschiedene Körperschaften; teilen Sie sie auf."
        )
    return names | {own for _line, values in rows if (own := values.get(OWN_BODY, "").strip())}


def read_entries(header: Sequence[str], rows: Rows, lookup: Lookup) -> ReadList:
    """Return the entries of a list with every problem, each with its line and column."""
    result = ReadList(ignored=[name for name in header if name and name not in OWN_COLUMNS])
    groups: dict[str, list[Row]] = {}
    problems: list[RowProblem] = []
    for line, values in rows:
        row = Row(line, values, problems)
        name = row.required("name", longest=LONGEST_NAME)
        row.number("einwohner", whole=True)
        key = row.text("schluessel") or key_of(name)
        if not re.fullmatch(r"[0-9a-z][0-9a-z-]{0,79}", key):
            row.problem("schluessel", f"„{key}“: höchstens 80 Kleinbuchstaben, Ziffern und Bindestriche.")
        groups.setdefault(key, []).append(row)
    questions: dict[str, Question] = {}
    for key, group in groups.items():
        if key in lookup.taken:
            result.existing.append(group[0].text("name"))
            continue
        entry = _entry(key, group, lookup, questions)
        if entry is not None:
            result.entries.append(entry)
    result.problems = sorted(problems, key=lambda problem: problem.line)
    result.questions = sorted(questions.values(), key=lambda question: fold(question.name))
    return result


def key_of(name: str) -> str:
    """Return a key made of a name: `zweckverband-kommunale-it`."""
    plain = unicodedata.normalize("NFKD", name.lower().translate(UMLAUTS))
    ascii_only = plain.encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", ascii_only).strip("-")[:80].strip("-")


def _entry(
    key: str, group: Sequence[Row], lookup: Lookup, questions: dict[str, Question]
) -> CooperationEntry | None:
    head = group[0]
    first = head.day("seit")
    days = [day for row in group if (day := row.day("dabei_seit"))]
    state = StateEntry(
        name=head.text("name"),
        legal_form=_form(head),
        short_name=head.text("kurzname")[:100],
        variant=head.text("ausgestaltung")[:300],
        purpose=head.text("zweck")[:LONGEST_TEXT],
        authority=head.text("aufsicht")[:200],
        notice_period=head.text("kuendigung")[:300],
        capital_total_cents=_cents(head, "kapital_gesamt"),
        votes_total=_whole(head, "stimmen_gesamt"),
        is_start_known=first is not None,
        confidence=_confidence(head),
    )
    first = first or min(days, default=lookup.on)
    parties = [
        party for row in group for party in _parties(row, lookup, questions, first) if party is not None
    ]
    own = head.text(OWN_BODY)
    body = _body(head, OWN_BODY, own, lookup, questions) if own else None
    title = head.text("quelle") or lookup.source.title
    entry = CooperationEntry(
        key=key,
        state=state,
        source=SourceEntry(title[:300], head.text("adresse")[:1000] or lookup.source.url),
        first_day=first,
        last_day=head.day("bis"),
        body_id=body.id if body else None,
        steward_id=lookup.steward_id,
        parties=parties,
        tasks=_tasks(head, lookup),
    )
    if not all(row.is_good for row in group):
        return None
    try:
        check_entry(entry)
    except AllmendeError as error:
        head.problem(state.name[:60], str(error))
        return None
    return entry


def _bodies_of(values: Mapping[str, str]) -> Iterable[tuple[str, str]]:
    """Return column and name of each body that a row names."""
    if lone := " ".join(values.get("koerperschaft", "").split()):
        yield "koerperschaft", lone
    for column in ("federfuehrend", "kommunen", "partner"):
        for part in re.split(r"[;,\n]", values.get(column, "")):
            if name := " ".join(part.split()):
                yield column, name


def _parties(
    row: Row, lookup: Lookup, questions: dict[str, Question], first: date
) -> Iterable[PartyEntry | None]:
    seen: set[int] = set()
    for column, name in _bodies_of(row.values):
        body = _body(row, column, name, lookup, questions)
        if body is None or body.id in seen:
            continue
        if column != "koerperschaft":
            seen.add(body.id)
        yield PartyEntry(
            body_id=body.id,
            name=str(body),
            role=PartyRole.LEAD if column == "federfuehrend" else _role(row),
            first_day=row.day("dabei_seit"),
            last_day=row.day("dabei_bis"),
            capital_cents=_cents(row, "kapital"),
            votes=_whole(row, "stimmen"),
            seats=_whole(row, "sitze"),
            confidence=_confidence(row),
        )


def _body(
    row: Row, column: str, name: str, lookup: Lookup, questions: dict[str, Question]
) -> BodyOption | None:
    options = lookup.bodies.get(name, ())
    if len(options) > 1 and (answer := lookup.answers.get(name)):
        options = tuple(option for option in options if option.key == answer)
    if len(options) == 1:
        return options[0]
    if options:
        questions.setdefault(name, Question(name, tuple(options)))
        row.is_good = False
        return None
    row.problem(column, f"„{name}“ steht nicht im Register; prüfen Sie Schreibweise oder Schlüssel.")
    return None


def _form(row: Row) -> LegalForm:
    text = row.text("rechtsform")
    for form in LegalForm:
        if text.lower() in (form.value, form.label.lower()):
            return form
    if text.lower() in FORM_WORDS:
        return FORM_WORDS[text.lower()]
    row.problem("rechtsform", f"„{text}“ ist nicht bekannt; schreiben Sie zum Beispiel „Zweckverband“.")
    return LegalForm.UNBEKANNT


def _role(row: Row) -> PartyRole:
    text = row.text("rolle").lower()
    if not text:
        return PartyRole.MEMBER
    for role in PartyRole:
        if text in (role.value, role.label.lower()):
            return role
    labels = ", ".join(role.label for role in PartyRole)
    row.problem("rolle", f"„{text}“ ist keine Rolle; möglich sind {labels}.")
    return PartyRole.MEMBER


def _confidence(row: Row) -> Confidence:
    text = row.text("sicherheit").lower()
    if not text:
        return Confidence.NAMED
    for each in Confidence:
        if text in (each.value, each.label.lower()):
            return each
    row.problem("sicherheit", f"„{text}“: möglich sind named, area, inferred.")
    return Confidence.NAMED


def _tasks(row: Row, lookup: Lookup) -> list[TaskEntry]:
    codes: list[str] = []
    for part in re.split(r"[;,]", row.text("aufgaben")):
        if not (word := part.strip()):
            continue
        code = lookup.tasks.get(fold(word))
        if code is None:
            row.problem("aufgaben", f"„{word}“ steht nicht in der Aufgabenliste; wählen Sie daraus.")
        elif code not in codes:
            codes.append(code)
    return [TaskEntry(code) for code in codes]


def _whole(row: Row, column: str) -> int | None:
    value = row.number(column, whole=True)
    if value is not None and value > 2_000_000_000:
        row.problem(column, f"{number(value)} ist zu groß; prüfen Sie den Wert.")
        return None
    return None if value is None else int(value)


def _cents(row: Row, column: str) -> int | None:
    euros = row.number(column, whole=False)
    if euros is None:
        return None
    cents = euros * Decimal(100)
    if cents != cents.to_integral_value():
        row.problem(column, "hat mehr als zwei Nachkommastellen; runden Sie auf Cent.")
        return None
    return int(cents)
