"""All duties that the partners' decisions bring, on one page: what is overdue first."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from allmende.joint_decisions.board import Board
from allmende.joint_decisions.visitors import visit
from allmende.pages import exports
from allmende.pages.downloads import file_response, safe_filename
from allmende.papers.duties.queries import DutyRow, duties_of_papers
from allmende.register.queries import AnyUser
from allmende.register.visitors import today

KINDS = ("csv", "xlsx")
HEADERS = ("Partner", "Auftrag", "Art", "Wer", "fällig am", "Wiederholung", "Stand", "Vorlage")


@dataclass(frozen=True, slots=True)
class PartnerDuty:
    """A duty with the partner whose decision brings it."""

    partner: str
    duty: DutyRow
    standing: str
    badge: str


@require_safe
def duties(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the duties of a matter across its partners, as far as the person may read their papers."""
    found = visit(request, pk, None)
    board = found.board(request)
    rows = partner_duties(board, request.user, on=today())
    context = {
        "matter": found.matter,
        "page_title": _("Beschlusskontrolle"),
        "page_text": _(
            "Was die Beschlüsse der Partner jemandem auftragen oder von Dritten fordern, das Überfällige "
            "zuerst. Gezeigt wird, was Sie lesen dürfen."
        ),
        "duties": rows,
        "overdue": sum(each.badge == "danger" for each in rows),
        "conditions": [(row.name, text) for row in board.rows for text in row.conditions],
        "kinds": KINDS,
    }
    return render(request, "joint_decisions/duties.html", context)


@require_safe
def export(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Return the duties as a file."""
    if kind not in KINDS:
        raise Http404
    found = visit(request, pk, None)
    rows = list(_cells(partner_duties(found.board(request), request.user, on=today())))
    made = (
        exports.csv_file(HEADERS, rows)
        if kind == "csv"
        else exports.xlsx_file("Beschlusskontrolle", HEADERS, rows)
    )
    return file_response(made, safe_filename(f"Beschlusskontrolle {found.matter.title}", kind))


def partner_duties(board: Board, user: AnyUser, *, on: date) -> list[PartnerDuty]:
    """Return the duties from the papers that the viewer sees; two queries."""
    names = {each.paper_id: row.name for row in board.rows for each in row.decisions if each.paper_id}
    rows = duties_of_papers(list(names), user=user, on=on)
    return [_told(each, names[each.paper_id], on) for each in rows]


def _told(duty: DutyRow, partner: str, on: date) -> PartnerDuty:
    if duty.is_pending and duty.due_on is not None and duty.due_on < on:
        return PartnerDuty(partner, duty, _("überfällig"), "danger")
    return PartnerDuty(partner, duty, duty.state_label, "info" if duty.is_pending else "success")


def _cells(rows: Sequence[PartnerDuty]) -> Iterator[Sequence[exports.Cell]]:
    for each in rows:
        duty = each.duty
        yield (
            each.partner,
            duty.duty,
            duty.kind_label,
            duty.addressee,
            duty.due_on,
            duty.recurrence_label,
            each.standing,
            duty.paper_title,
        )
