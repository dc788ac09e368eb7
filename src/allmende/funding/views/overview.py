"""The treasurer's overview over all grants, and what is due."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from allmende.funding import queries
from allmende.funding.calendar_file import calendar_of
from allmende.funding.deadlines import Deadline, deadlines_of
from allmende.funding.domain.words import Severity, Stage
from allmende.funding.standing import GrantStanding, standings_of
from allmende.funding.visitors import bodies_with
from allmende.pages.downloads import file_response, safe_filename
from allmende.pages.list_tables import ListTable, containing, fitting
from allmende.pages.tables import ChoiceFilter, Column, TextFilter, respond
from allmende.register.domain import Capability
from allmende.register.visitors import person, today

CONCERNS_SHOWN = 12
DEADLINES_SHOWN = 8
STAGE_BADGES = {
    Stage.GRANTED: "success",
    Stage.PAID_OUT: "success",
    Stage.REJECTED: "danger",
    Stage.APPLIED: "info",
    Stage.PROVED: "info",
}
CONCERN_KINDS = {Severity.ALARM: "danger", Severity.WARNING: "warning", Severity.NOTE: "info"}


@login_required
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Show all grants of the person's bodies with money, risk and deadlines."""
    on = today()
    standings = standings_of(queries.visible_grants(request.user, on=on), on=on)
    programmes = list(queries.visible_programmes(request.user, on=on))
    concerns = sorted(
        ((concern, standing) for standing in standings for concern in standing.concerns),
        key=lambda pair: list(CONCERN_KINDS).index(pair[0].severity),
    )
    context: dict[str, Any] = {
        "totals": totals(standings),
        "concerns": [
            {"concern": each, "grant": standing.grant, "kind": CONCERN_KINDS[each.severity]}
            for each, standing in concerns[:CONCERNS_SHOWN]
        ],
        "hidden_concerns": max(0, len(concerns) - CONCERNS_SHOWN),
        "deadlines": deadlines_of(standings, programmes, on=on)[:DEADLINES_SHOWN],
        "may_enter": bool(bodies_with(request, Capability.CALCULATE)),
        "foreign": foreign_agreements(request, {each.grant.body_id for each in standings}),
    }
    return respond(request, grant_table(request, standings), "funding/overview.html", context)


def totals(standings: list[GrantStanding]) -> dict[str, int]:
    """Return the sums over all grants, in cents."""
    return {
        "granted": sum(each.money.granted for each in standings),
        "open": sum(max(each.money.open_to_call, 0) for each in standings),
        "in_hand": sum(max(each.money.in_hand, 0) for each in standings),
        "own": sum(each.own_share for each in standings),
        "risk": sum(each.risk for each in standings),
    }


def grant_table(request: HttpRequest, standings: list[GrantStanding]) -> ListTable:
    programmes = sorted({each.programme_name for each in standings})
    return ListTable(
        request,
        id="grants",
        caption=_("Zuwendungen"),
        rows=standings,  # type: ignore[arg-type]
        columns=[
            Column(
                "titel",
                _("Zuwendung"),
                "grant.title",
                kind="link",
                url=lambda row: row.grant.get_absolute_url(),
                sort="grant.title",
            ),
            Column("empfaenger", _("Empfänger"), lambda row: str(row.body)),
            Column("programm", _("Programm"), "programme_name", sort="programme_name"),
            Column("beginn", _("von"), "grant.period.lower", kind="date", sort="grant.period.lower"),
            Column("ende", _("bis"), "last_day", kind="date", sort="last_day"),
            Column(
                "stand",
                _("Stand"),
                lambda row: _(row.stage.label),
                badge=lambda row: STAGE_BADGES.get(row.stage, ""),
                sort="stage",
            ),
            Column("bewilligt", _("bewilligt"), "money.granted", kind="money", sort="money.granted"),
            Column("abgerufen", _("abgerufen"), "money.called", kind="money", sort="money.called"),
            Column(
                "weitergeleitet", _("weitergeleitet"), "money.forwarded", kind="money", sort="money.forwarded"
            ),
            Column("eigen", _("eigene Mittel"), "own_share", kind="money", sort="own_share"),
            Column("risiko", _("offenes Risiko"), "risk", kind="money", sort="risk"),
        ],
        filters=[
            TextFilter("q", _("Suche"), containing(lambda row: f"{row.grant.title} {row.grant.reference}")),
            ChoiceFilter(
                "programm",
                _("Programm"),
                [(each, each) for each in programmes],
                narrow=fitting(lambda row, code: bool(row.programme_name == code)),
            ),
            ChoiceFilter(
                "stand",
                _("Stand"),
                [(each.value, _(each.label)) for each in Stage],
                narrow=fitting(lambda row, code: bool(row.stage == code)),
            ),
        ],
        default_sort="-beginn",
        empty_title=_("Noch keine Zuwendungen"),
        empty_text=_("Legen Sie eine Zuwendung an, oder prüfen Sie zuerst, was Sie bekommen könnten."),
    )


def foreign_agreements(request: HttpRequest, own: set[int]) -> list[Any]:
    """Return the agreements under which a body of the person gets money from others."""
    rows = queries.visible_forwardings(request.user, on=today())
    return list(rows.exclude(grant__body_id__in=own).select_related("grant").order_by("grant__title", "pk"))


@login_required
@require_safe
def deadlines(request: HttpRequest) -> HttpResponse:
    """Show everything that is due, as a table."""
    table = ListTable(
        request,
        id="deadlines",
        caption=_("Fristen der Förderung"),
        rows=_deadlines(request),  # type: ignore[arg-type]
        columns=[
            Column("tag", _("Tag"), "day", kind="date", sort="day"),
            Column("was", _("was"), "what", sort="what"),
            Column("wofuer", _("wofür"), "subject", kind="link", url=lambda row: row.url, sort="subject"),
            Column("quelle", _("Quelle"), "source"),
            Column("beleg", _("Beleg"), "mark", badge=lambda row: "" if row.is_verified else "warning"),
        ],
        filters=[TextFilter("q", _("Suche"), containing(lambda row: f"{row.what} {row.subject}"))],
        default_sort="tag",
        empty_title=_("Keine Fristen"),
        empty_text=_("Fristen tragen Sie auf der Seite einer Zuwendung ein."),
    )
    return respond(request, table, "funding/deadlines.html", {})


@login_required
@require_safe
def deadline_calendar(request: HttpRequest) -> HttpResponse:
    """Hand out the deadlines as a calendar file."""
    address = request.build_absolute_uri(reverse("funding:overview"))
    content = calendar_of(_deadlines(request), address=address, name=_("Fristen der Förderung"))
    return file_response(content, safe_filename(_("Fristen der Förderung"), "ics"))


def _deadlines(request: HttpRequest) -> list[Deadline]:
    on = today()
    standings = standings_of(queries.visible_grants(person(request), on=on), on=on)
    return deadlines_of(standings, list(queries.visible_programmes(request.user, on=on)), on=on)
