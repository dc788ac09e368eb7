"""The tables of what holds on a day, and of the duties that decisions bring."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from allmende.pages.tables import ChoiceFilter, Column, Table, TextFilter
from allmende.papers.decisions import queries
from allmende.papers.decisions.standing import SOON, badge, standing
from allmende.papers.domain.follow_ups import FollowUpKind, FollowUpState
from allmende.papers.domain.outcomes import DecisionState
from allmende.papers.labels import LABELS, choices
from allmende.papers.models import Decision, FollowUp
from allmende.register.domain import BodyView

DAY = "am"


@dataclass(frozen=True)
class DayFilter(TextFilter):
    """A day field; the view reads it, because the rows are those of the day also when it is empty."""

    kind: str = "day"


def in_force_table(request: HttpRequest, decisions: QuerySet[Decision], bodies: Sequence[BodyView]) -> Table:
    """Return the table of the decisions that hold on the day of the request."""
    names = {body.id: str(body) for body in bodies}
    ids = {body.key: body.id for body in bodies}
    return Table(
        request,
        id="in-force",
        caption=_("Geltende Beschlüsse"),
        rows=decisions,
        columns=[
            Column(
                "betreff",
                _("Betreff"),
                "paper.title",
                kind="link",
                url=lambda row: row.paper.get_absolute_url(),
                sort="paper__name",
            ),
            Column("nummer", _("Nummer"), "paper.reference", sort="paper__reference"),
            Column("koerperschaft", _("Körperschaft"), lambda row: names.get(row.paper.body_id, "")),
            Column("entschieden", _("beschlossen am"), "decided_on", kind="date", sort="decided_on"),
            Column("gilt", _("gilt ab"), "holds_from", kind="date", sort="holds_from"),
            Column("geaendert", _("geändert durch"), lambda row: row.amended_by or ""),
            Column("sache", _("Sache"), lambda row: _("Verlauf"), kind="link", url=_matter_address),
        ],
        filters=[
            DayFilter(DAY, _("Gilt am"), lambda rows, _text: rows),
            TextFilter("q", _("Suche"), queries.matching, hint=_("Betreff, Nummer")),
            ChoiceFilter(
                "koerperschaft",
                _("Körperschaft"),
                [(body.key, str(body)) for body in bodies],
                narrow=lambda rows, key: queries.of_body(rows, ids[key]),
            ),
        ],
        default_sort="-gilt",
        empty_title=_("An diesem Tag gilt kein Beschluss, den Allmende kennt"),
        empty_text=_("Ein Beschluss steht hier, sobald in seinem Dossier das Ergebnis festgehalten ist."),
    )


def follow_up_table(
    request: HttpRequest, follow_ups: QuerySet[FollowUp], bodies: Sequence[BodyView], *, on: date
) -> Table:
    """Return the table of duties; those left and due first."""
    names = {body.id: str(body) for body in bodies}
    ids = {body.key: body.id for body in bodies}
    pending = Q(state=FollowUpState.PENDING.value)
    due = {"overdue": pending & Q(due_on__lt=on), "soon": pending & Q(due_on__range=(on, on + SOON))}
    return Table(
        request,
        id="follow-ups",
        caption=_("Beschlusskontrolle"),
        rows=follow_ups,
        columns=[
            Column(
                "auftrag",
                _("Auftrag"),
                "duty",
                kind="link",
                url=lambda row: row.get_absolute_url(),
                sort="duty",
            ),
            Column("wer", _("Wer"), "addressee", sort="addressee"),
            Column("art", _("Art"), lambda row: row.get_kind_display(), sort="kind"),
            Column("faellig", _("fällig am"), "due_on", kind="date", sort="due_on"),
            Column("wiederholung", _("Wiederholung"), lambda row: row.get_recurrence_display()),
            Column(
                "stand",
                _("Stand"),
                lambda row: standing(row, on),
                sort="state",
                badge=lambda row: badge(row, on),
            ),
            Column("vorlage", _("Vorlage"), lambda row: row.decision.paper.reference or "–"),
            Column("beschluss", _("Beschluss"), lambda row: str(LABELS[DecisionState(row.decision.state)])),
            Column("koerperschaft", _("Körperschaft"), lambda row: names.get(row.decision.paper.body_id, "")),
        ],
        filters=[
            TextFilter("q", _("Suche"), _matching, hint=_("Auftrag, wer, Vorlage")),
            ChoiceFilter("stand", _("Stand"), choices(FollowUpState), lookup="state"),
            ChoiceFilter("art", _("Art"), choices(FollowUpKind), lookup="kind"),
            ChoiceFilter(
                "faellig",
                _("Fällig"),
                [("overdue", _("überfällig")), ("soon", _("in den nächsten 30 Tagen"))],
                narrow=lambda rows, code: rows.filter(due[code]),
            ),
            ChoiceFilter(
                "koerperschaft",
                _("Körperschaft"),
                [(body.key, str(body)) for body in bodies],
                narrow=lambda rows, key: rows.filter(decision__paper__body_id=ids[key]),
            ),
        ],
        default_sort="faellig",
        empty_title=_("Noch keine Aufträge"),
        empty_text=_("Was Beschlüsse Ihrer Körperschaften jemandem auftragen, steht hier mit seinem Tag."),
    )


def _matter_address(decision: Decision) -> str:
    return reverse("papers:matter", args=[decision.paper_id])


def _matching(follow_ups: QuerySet[FollowUp], text: str) -> QuerySet[FollowUp]:
    own = Q(duty__icontains=text) | Q(addressee__icontains=text)
    return follow_ups.filter(own) | queries.matching(follow_ups, text, "decision__")
