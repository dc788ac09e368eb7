"""Papers of one's own body that may belong to a matter: why, and the two buttons."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from allmende.joint_decisions import matching_actions
from allmende.joint_decisions.errors import UnknownMatter
from allmende.joint_decisions.models import MatchProposal, Partner
from allmende.joint_decisions.visitors import Visit, visit
from allmende.register.visitors import person, today


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def proposals(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what is proposed for the person's own bodies; POST looks through their papers again."""
    found = visit(request, pk, None)
    partners = _own_partners(found)
    if not partners:
        raise UnknownMatter
    if request.method == "POST":
        count = matching_actions.propose(
            matter=found.matter, partners=partners, by=person(request), on=today()
        )
        text = ngettext("{n} neuer Vorschlag.", "{n} neue Vorschläge.", count).format(n=count)
        messages.success(request, text)
        return redirect(found.url("matching"))
    rows = MatchProposal.objects.filter(partner__in=partners).select_related("paper", "partner")
    context = {
        "matter": found.matter,
        "board_url": found.url("board"),
        "proposals": rows.defer("paper__search").order_by("state", "-score", "pk"),
        "may_confirm": bool(found.rights.confirming_ids & {each.body_id for each in partners}),
    }
    return render(request, "joint_decisions/matching.html", context)


@login_required
@require_POST
def decide(request: HttpRequest, pk: int, proposal_id: int) -> HttpResponse:
    """Confirm or refuse a proposal."""
    found = visit(request, pk, None)
    mine = MatchProposal.objects.filter(pk=proposal_id, partner__in=_own_partners(found))
    if not mine.exists():
        raise UnknownMatter
    who: dict[str, Any] = {"proposal_id": proposal_id, "on": today(), "at": timezone.now()}
    if request.POST.get("entscheidung") == "ja":
        decision = matching_actions.confirm(by=person(request), **who)
        messages.success(request, _("Die Vorlage ist zugeordnet. Prüfen Sie, wer sie sehen darf."))
        return redirect(found.url("decision", decision.pk))
    matching_actions.refuse(by=person(request), **who)
    messages.success(request, _("Der Vorschlag ist abgelehnt und kommt nicht wieder."))
    return redirect(found.url("matching"))


def _own_partners(found: Visit) -> list[Partner]:
    rows = Partner.objects.filter(joint_decision=found.matter, body_id__in=found.rights.editing_ids)
    return list(rows.select_related("body"))
