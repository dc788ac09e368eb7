"""The answer of the page as files: everything as an Excel file, the partners as CSV. Pure."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

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
