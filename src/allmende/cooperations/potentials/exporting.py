"""The answer of the page as files: everything as an Excel file, the partners as CSV; a table to fill in."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal

from allmende.cooperations.potentials.budget_file import COLUMNS
from allmende.cooperations.potentials.proposals import Partner, Proposal
from allmende.pages.exports import Cell, Sheet, csv_file, xlsx_book

PARTNER_HEADERS = (
    "Schlüssel",
    "Gemeinde",
    "Stand",
    "Luftlinie in km",
    "Was dafür spricht",
    "Was fehlt",
    "Quelle",
)
GROUP_HEADERS = (
    "Gruppe",
    "Gemeinde",
    "allein im Jahr",
    "gemeinsam im Jahr",
    "Ersparnis der Gruppe in fünf Jahren",
    "unterer Wert",
    "oberer Wert",
    "Einrichtung",
)
GROUP_MONEY = frozenset(range(2, 8))
MEANINGS = (
    ("gemeinde", "Schlüssel oder eindeutiger Name"),
    ("aufgabe", "Kennung, siehe Blatt „Aufgaben“; Zeilen ohne weitere Angaben sagen nichts"),
    ("jahr", "Haushaltsjahr"),
    ("stand", "allein oder kreis; eine Zusammenarbeit steht im Register"),
    ("produkt", "Nummer des Produkts im Haushalt"),
    ("aufwand", "ordentliche Aufwendungen des Produkts in Euro; leer heißt: nicht bekannt"),
    ("faelle", "Fälle im Jahr; ohne sie zählen die Einwohnerinnen und Einwohner"),
    ("stellen", "Stellen"),
    ("ruhestand", "Personen, die in den nächsten fünf Jahren in Ruhestand gehen"),
    ("vakanz_monate", "Monate, seit denen eine Stelle frei ist"),
    ("software", "Fachverfahren"),
    ("vertragsende", "letzter Tag des Vertrags über die Software"),
)


def empty_table(body: str, year: int, tasks: Iterable[tuple[str, str]]) -> bytes:
    """Return an Excel file to fill in: a row for each task, and what the columns mean.

    The state stays empty: nobody shall say "alone" by leaving a row as it is.
    """
    known = list(tasks)
    rows: list[list[Cell]] = [[body, code, year, *[None] * 9] for code, _name in known]
    return xlsx_book(
        [
            Sheet("Haushalt", COLUMNS, rows),
            Sheet("Spalten", ("Spalte", "Bedeutung"), MEANINGS),
            Sheet("Aufgaben", ("aufgabe", "Name"), known),
        ]
    )


def answer_csv(proposal: Proposal) -> bytes:
    """Return the partners."""
    return csv_file(PARTNER_HEADERS, map(_partner, proposal.partners))


def answer_xlsx(proposal: Proposal, *, body: str, task: str, on: date) -> bytes:
    """Return the answer in sentences, the groups with their money, partners, and what exists already."""
    joinable: list[list[Cell]] = [
        [each.name, each.members, ", ".join(each.reasons)] for each in proposal.joinable
    ]
    return xlsx_book(
        [
            Sheet("Antwort", ("Punkt", "Angabe"), list(_sentences(proposal, body, task, on))),
            Sheet("Gruppen", GROUP_HEADERS, list(_shares(proposal)), GROUP_MONEY),
            Sheet("Partner", PARTNER_HEADERS, map(_partner, proposal.partners)),
            Sheet("Was es schon gibt", ("Zusammenarbeit", "Gemeinden", "Was dafür spricht"), joinable),
        ]
    )


def _sentences(proposal: Proposal, body: str, task: str, on: date) -> Iterator[Sequence[Cell]]:
    yield ["Gemeinde", body]
    yield ["Aufgabe", task]
    yield ["Stand", on]
    yield ["Heute", proposal.situation_sentence]
    yield from (["Ausfallrisiko", risk] for risk in proposal.risks)
    yield ["Größe und Kosten", proposal.scale_sentence]
    if proposal.no_groups:
        yield ["Gruppen", proposal.no_groups]
    yield from (["Quelle", source] for source in proposal.sources)
    for number, each in enumerate(proposal.groups, start=1):
        told = [("Stabilität", each.fairness.sentence), ("Stabilität", each.fairness.remedy)]
        told += [("Dafür", text) for text in each.helps]
        told += [("Dagegen", text) for text in each.hinders]
        if each.grant:
            told += [("Förderung", each.grant.sentence)]
            told += [("Offen", text) for text in each.grant.open_points]
        yield from ([f"Gruppe {number}: {label}", text] for label, text in told if text)


def _shares(proposal: Proposal) -> Iterator[list[Cell]]:
    for group, each in enumerate(proposal.groups, start=1):
        saving = [each.saving.base, each.saving.low, each.saving.high, each.saving.setup]
        for name, paid, alone in each.fairness.shares:
            yield [group, name, *map(_euros, [alone, paid, *saving])]


def _partner(partner: Partner) -> list[Cell]:
    situation, kilometres = partner.situation, partner.kilometres
    return [
        situation.key,
        situation.name,
        situation.state.label,
        None if kilometres is None else round(kilometres),
        ", ".join(partner.reasons),
        ", ".join(partner.missing),
        situation.source,
    ]


def _euros(amount: float) -> Decimal:
    return Decimal(round(amount))
