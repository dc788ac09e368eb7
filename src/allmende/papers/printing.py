"""A dossier as plain values for the PDF: every text is data, never markup."""

from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from allmende.common import formats
from allmende.papers.decisions.standing import result_sentence, successor_sentence
from allmende.papers.domain.calculations import Calculation
from allmende.papers.dossier import Dossier, DutyView
from allmende.papers.labels import COLUMN_LABELS, SECTION_LABELS
from allmende.papers.models import Vote


def dossier_for_print(dossier: Dossier, *, address: str) -> dict[str, Any]:
    """Return title, header and the non-empty sections, each a list of rows under column heads."""
    paper = dossier.paper
    header = [[str(row.label), row.value] for row in dossier.header if row.value]
    if dossier.decision is not None:
        header.append([_("Stand des Beschlusses"), result_sentence(dossier.decision)])
    header += [[_("Späterer Beschluss"), successor_sentence(each)] for each in dossier.successors]
    return {
        "language": get_language() or "de",
        "title": paper.title,
        "kind": paper.get_paper_type_display() or _("Vorlage"),
        "printed_on": _("Stand: {day}").format(day=formats.day(dossier.on)),
        "address": address,
        "header": header,
        "sections": [section for section in _sections(dossier) if section["rows"]],
    }


def _sections(dossier: Dossier) -> list[dict[str, Any]]:
    return [
        _section("consultations", _consultation_rows(dossier)),
        _section("resolution", [[row.number, row.resolution_text] for row in dossier.decision_items]),
        _section("conditions", [[row.text] for row in dossier.conditions]),
        _section(
            "duties",
            [_duty_row(each) for each in dossier.duties],
            [_("Was zu tun ist"), _("Wer"), _("bis zum"), _("Stand")],
        ),
        _section("votes", [_vote_row(row) for row in dossier.votes]),
        _section("amounts", [_figure_row(row) for row in dossier.figures]),
        _section("finance", [[row.get_field_display(), row.value] for row in dossier.finance_entries]),
        _section("impacts", [[row.get_topic_display(), row.text] for row in dossier.impact_statements]),
        _section(
            "calculations", [_calculation_row(each) for each in dossier.calculations], [_("Rechnung"), ""]
        ),
        _section(
            "references",
            [
                [" ".join(filter(None, [each.label, each.title])), str(each.relation)]
                for each in dossier.references
            ],
            [_("Vorlage"), _("Beziehung")],
        ),
        _section("legal", [[row.citation] for row in dossier.legal_citations]),
        _section("dates", [[formats.day(row.date), row.meaning] for row in dossier.date_notes]),
        _section(
            "organisations",
            [
                [row.name, _(" oder ").join(str(body) for body in row.bodies) or "–"]
                for row in dossier.mentions
            ],
            [_("Name"), _("im Register")],
        ),
    ]


def _section(name: str, rows: list[list[str]], head: list[str] | None = None) -> dict[str, Any]:
    columns = head or [str(label) for key, label in COLUMN_LABELS[name].items() if key != "currency"]
    return {"title": str(SECTION_LABELS[name]), "head": columns, "rows": rows}


def _consultation_rows(dossier: Dossier) -> list[list[str]]:
    return [
        [
            row.organization_name,
            formats.day(row.date) if row.date else "–",
            row.get_role_display() or "–",
            row.get_treatment_display() or "–",
        ]
        for row in dossier.consultations
    ]


def _duty_row(duty: DutyView) -> list[str]:
    row = duty.row
    due = formats.day(row.due_on) if row.due_on else "–"
    return [
        row.duty,
        row.addressee,
        f"{due}, {row.get_recurrence_display()}" if row.recurrence else due,
        duty.standing,
    ]


def _vote_row(row: Vote) -> list[str]:
    counts = (row.yes, row.no, row.abstentions)
    return [row.outcome or "–", *("–" if count is None else str(count) for count in counts)]


def _calculation_row(calculation: Calculation) -> list[str]:
    return [_("richtig") if calculation.is_right else _("falsch"), calculation.message]


def _figure_row(row: Any) -> list[str]:
    return [
        f"{row.amount} {'€' if row.currency == 'EUR' else row.currency}",
        row.get_label_display() or "–",
        row.unit or "–",
        str(row.year or "–"),
    ]
