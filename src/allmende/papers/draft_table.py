"""The table of open drafts, and which of them may be confirmed without a look at each."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from allmende.pages.tables import ChoiceFilter, Column, Table, TextFilter
from allmende.papers.models import PaperDraft
from allmende.register.domain import CAPABILITIES, Capability, MembershipView

CERTAIN, OPEN = "sicher", "offen"


@dataclass(frozen=True, slots=True)
class DraftChoice:
    """One draft of the list; `is_selectable` if the person may confirm it as it is."""

    id: int
    title: str
    file_name: str
    url: str
    body_name: str
    created_at: datetime
    open_points: int
    is_selectable: bool


def draft_table(
    request: HttpRequest, drafts: "QuerySet[PaperDraft]", memberships: Sequence[MembershipView]
) -> Table:
    """Return the table; the address of the request holds its filters, order and page."""
    names = {each.body.id: str(each.body) for each in memberships}
    bodies = [(str(each.body.id), str(each.body)) for each in memberships]
    return Table(
        request,
        id="drafts",
        caption=_("Offene Entwürfe"),
        rows=drafts,
        columns=[
            Column("betreff", _("Betreff"), title, sort="subject"),
            Column("datei", _("Datei"), "file.original_name", sort="file__original_name"),
            Column("koerperschaft", _("Körperschaft"), lambda draft: names.get(draft.body_id, "")),
            Column("offen", _("Offene Stellen"), "open_points", kind="number", sort="open_points"),
            Column("eingelesen", _("Eingelesen am"), "created_at", kind="date", sort="created_at"),
        ],
        filters=[
            TextFilter("q", _("Suche"), _matching, hint=_("Betreff, Dateiname")),
            ChoiceFilter(
                "stand",
                _("Stand"),
                [(CERTAIN, _("alles sicher")), (OPEN, _("noch offene Stellen"))],
                narrow=lambda rows, code: (
                    rows.filter(open_points=0) if code == CERTAIN else rows.filter(open_points__gt=0)
                ),
            ),
            ChoiceFilter("koerperschaft", _("Körperschaft"), bodies, lookup="body_id"),
        ],
        default_sort="-eingelesen",
        empty_title=_("Nichts wartet auf Sie"),
        empty_text=_("Lesen Sie eine Vorlage ein, dann steht sie hier, bis sie bestätigt ist."),
    )


def choices(table: Table, memberships: Sequence[MembershipView]) -> list[DraftChoice]:
    """Return the drafts on the shown page of the table."""
    names = {each.body.id: str(each.body) for each in memberships}
    confirmable = bodies_to_confirm_for(memberships)
    return [
        DraftChoice(
            id=draft.pk,
            title=title(draft),
            file_name=draft.file.original_name,
            url=draft.get_absolute_url(),
            body_name=names.get(draft.body_id, ""),
            created_at=draft.created_at,
            open_points=draft.open_points,
            is_selectable=draft.open_points == 0 and draft.body_id in confirmable,
        )
        for draft in table.page.object_list
    ]


def bodies_to_confirm_for(memberships: Sequence[MembershipView]) -> Collection[int]:
    """Return the bodies whose papers the person may confirm."""
    return {each.body.id for each in memberships if Capability.CONFIRM_PAPERS in CAPABILITIES[each.role]}


def title(draft: Any) -> str:
    """Return what a draft is called: its subject, else its file."""
    return str(draft.subject or draft.file.original_name)


def _matching(drafts: "QuerySet[Any]", text: str) -> "QuerySet[Any]":
    return drafts.filter(Q(subject__icontains=text) | Q(file__original_name__icontains=text))
