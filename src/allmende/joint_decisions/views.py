"""Pages of joint decisions that people read: list, board, partner, text, map, time. They decide nothing."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from allmende.accounts.queries import history_of
from allmende.cooperations.options import queries as options
from allmende.joint_decisions import permissions, queries
from allmende.joint_decisions.board_table import board_table, core_badge, core_words, state_badge
from allmende.joint_decisions.core_text import from_json, shown_digest
from allmende.joint_decisions.core_views import signature_rows
from allmende.joint_decisions.edit_views import lead_context
from allmende.joint_decisions.errors import Vanished
from allmende.joint_decisions.labels import said
from allmende.joint_decisions.map_page import partner_map
from allmende.joint_decisions.models import JointDecision
from allmende.joint_decisions.partner_page import PartnerPage
from allmende.joint_decisions.recording import MATTER
from allmende.joint_decisions.thresholds import ThresholdState
from allmende.joint_decisions.time_page import decided_chart, timeline
from allmende.joint_decisions.visitors import Visit, visit
from allmende.pages.tables import Column, Table, TextFilter, respond
from allmende.register import queries as register
from allmende.register.domain import Capability
from allmende.register.map.drawing import ATTRIBUTION
from allmende.register.visitors import acting_body, today

THRESHOLD_KINDS = {
    ThresholdState.REACHED: "success",
    ThresholdState.POSSIBLE: "info",
    ThresholdState.IMPOSSIBLE: "danger",
    ThresholdState.UNCLEAR: "warning",
    ThresholdState.NONE: "info",
}


@require_safe
def matters(request: HttpRequest) -> HttpResponse:
    """Show the joint decisions the person may open."""
    rows = permissions.visible_matters(request.user, on=today()).select_related("body")
    names = register.bodies_by_id(rows.order_by().values_list("body_id", flat=True).distinct(), on=today())
    table = Table(
        request,
        id="matters",
        caption=_("Gemeinsame Beschlüsse"),
        rows=rows,
        columns=[
            Column(
                "titel", _("Titel"), "title", kind="link", url=JointDecision.get_absolute_url, sort="title"
            ),
            Column("federfuehrend", _("federführend"), lambda row: str(names[row.body_id])),
            Column("frist", _("entscheiden bis"), "deadline_on", kind="date", sort="deadline_on"),
            Column("oeffentlich", _("Öffentlich"), "is_published"),
        ],
        filters=[TextFilter("q", _("Suche"), lambda found, text: found.filter(title__icontains=text))],
        default_sort="titel",
        empty_title=_("Noch keine gemeinsamen Beschlüsse"),
        empty_text=_("Öffentliche stehen hier für alle; wer sich anmeldet, sieht auch die eigenen."),
    )
    return respond(request, table, "joint_decisions/matters.html", {"may_create": may_create(request)})


def may_create(request: HttpRequest) -> bool:
    """Return whether the person may open a matter for the body they act for."""
    body = acting_body(request)
    return body is not None and register.may(request.user, body.id, Capability.EDIT_PAPERS, on=today())


@require_safe
def board(request: HttpRequest, pk: int | None = None, secret: str | None = None) -> HttpResponse:
    """Show who has decided what, whether the core still holds, and whether it is enough."""
    found = visit(request, pk, secret)
    shown = found.board(request)
    table = board_table(request, shown, partner_url=lambda row: found.url("partner", row.id))
    context = {
        **page_context(found, "board"),
        "board": shown,
        "is_today": shown.on == today(),
        "threshold_kind": THRESHOLD_KINDS[shown.threshold.state],
        "digest": shown_digest(shown.core_version.digest) if shown.core_version else "",
        "counts": [(said(state.label), count) for state, count in shown.counts],
        "threshold_title": _("Schwelle: {state}").format(state=said(shown.threshold.state.label)),
        "is_subscribed": queries.is_subscribed(request.user, found.matter)
        if found.rights.is_insider
        else False,
        **(lead_context(request, found) if found.rights.may_edit else {}),
        "snapshot_url": snapshot_url(request, found),
        "events": history_of(MATTER, str(found.matter.pk), limit=10) if found.rights.is_lead else [],
    }
    return respond(request, table, "joint_decisions/board.html", context)


def snapshot_url(request: HttpRequest, found: Visit) -> str:
    """Return the address of the frozen comparison if this visitor may read it there."""
    snapshot = found.matter.snapshot
    if snapshot is None or found.secret:
        return ""
    readable = options.comparisons_for(request.user, on=today()).filter(pk=snapshot.comparison_id)
    return snapshot.get_absolute_url() if readable.exists() else ""


@require_safe
def partner(
    request: HttpRequest, partner_id: int, pk: int | None = None, secret: str | None = None
) -> HttpResponse:
    """Show one partner: its paper, dates, results, and what it resolved against the core."""
    found = visit(request, pk, secret)
    shown = found.board(request)
    row = shown.row_of(partner_id)
    if row is None:
        raise Vanished
    page = PartnerPage.of(row, shown)
    context = {
        **page_context(found, "board"),
        "board": shown,
        "row": row,
        "page": page,
        "state_words": said(row.state.label),
        "state_kind": state_badge(row),
        "core_words": core_words(row),
        "core_kind": core_badge(row),
    }
    return render(request, "joint_decisions/partner.html", context)


@require_safe
def text(request: HttpRequest, pk: int | None = None, secret: str | None = None) -> HttpResponse:
    """Show the joint text: the versions the visitor may read, each with its hash."""
    found = visit(request, pk, secret)
    versions: list[dict[str, Any]] = [
        {
            "version": version,
            "digest": shown_digest(version.digest),
            "paragraphs": (core if found.rights.is_insider else core.public()).paragraphs,
            "signatures": (signatures := signature_rows(found, version)),
            "open_signatures": sum(bool(row.url) for row in signatures),
            "has_hidden": not found.rights.is_insider and core.has_internal_parts,
        }
        for version in queries.versions_for(found.matter, found.rights)
        for core in [from_json(version.paragraphs)]
    ]
    newest = versions[0]["version"] if versions else None
    may_begin = found.rights.may_edit and newest is not None and newest.offered_at is not None
    context = {**page_context(found, "text"), "versions": versions, "may_begin_version": may_begin}
    return render(request, "joint_decisions/text.html", context)


@require_safe
def map_of_partners(request: HttpRequest, pk: int | None = None, secret: str | None = None) -> HttpResponse:
    """Show on the map who stands where; the list says the same in words."""
    found = visit(request, pk, secret)
    shown = found.board(request)
    drawing, legend = partner_map(shown, lambda row: found.url("partner", row.id))
    context = {
        **page_context(found, "map"),
        "board": shown,
        "svg": drawing,
        "legend": legend,
        "attribution": ATTRIBUTION,
        "rows": [(row, found.url("partner", row.id), said(row.state.label)) for row in shown.rows],
    }
    return render(request, "joint_decisions/map.html", context)


@require_safe
def time(request: HttpRequest, pk: int | None = None, secret: str | None = None) -> HttpResponse:
    """Show all days in order, and how many councils have decided by when."""
    found = visit(request, pk, secret)
    shown = found.board(request)
    items = timeline(shown, lambda row: found.url("partner", row.id))
    context = {**page_context(found, "time"), "board": shown, "items": items, "chart": decided_chart(shown)}
    return render(request, "joint_decisions/time.html", context)


def page_context(found: Visit, current: str) -> dict[str, Any]:
    """Return what every page of a matter shows around its content."""
    tabs = [
        (_("Stand"), found.url("board"), current == "board"),
        (_("Gemeinsamer Text"), found.url("text"), current == "text"),
        (_("Karte"), found.url("map"), current == "map"),
        (_("Zeitleiste"), found.url("time"), current == "time"),
    ]
    return {
        "visit": found,
        "matter": found.matter,
        "rights": found.rights,
        "tabs": tabs,
        "board_url": found.url("board"),
        "calendar_url": found.url("calendar"),
        "sheet_url": found.url("sheet"),
        "is_link": bool(found.secret),
    }
