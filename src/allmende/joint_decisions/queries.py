"""What others may ask about joint decisions. Each query takes the day and the person; no clock here."""

from datetime import date

from django.db.models import Q, QuerySet

from allmende.joint_decisions.actions import token_hash
from allmende.joint_decisions.errors import UnknownMatter
from allmende.joint_decisions.models import (
    CoreVersion,
    CoSignature,
    JointDecision,
    PartnerDecision,
    PartnerResult,
    PublicLink,
)
from allmende.joint_decisions.permissions import Rights, visible_matters
from allmende.pages.search import SearchHit
from allmende.register.queries import AnyUser


def matter_for(user: AnyUser, matter_id: int, *, on: date) -> JointDecision:
    """Return a matter the person may open; raise UnknownMatter."""
    rows = visible_matters(user, on=on).select_related("body", "cooperation", "snapshot")
    found: JointDecision | None = rows.filter(pk=matter_id).first()
    if found is None:
        raise UnknownMatter
    return found


def matter_of_link(secret: str, *, on: date) -> JointDecision:
    """Return the matter of a public address, noting the day; raise UnknownMatter if it was revoked."""
    link = PublicLink.objects.filter(token_hash=token_hash(secret), revoked_at=None).first()
    if link is None:
        raise UnknownMatter
    if link.last_read_on != on:
        PublicLink.objects.filter(pk=link.pk).update(last_read_on=on)
    rows = JointDecision.objects.select_related("body", "cooperation", "snapshot")
    return rows.get(pk=link.joint_decision_id)


def search(text: str, *, user: AnyUser, on: date, limit: int = 20) -> list[SearchHit]:
    """Return the joint decisions found for the search of the whole product."""
    rows = visible_matters(user, on=on).filter(Q(title__icontains=text) | Q(text__icontains=text))
    label = str(JointDecision._meta.verbose_name)
    return [
        SearchHit(label, row.title, row.text[:200], row.get_absolute_url(), 0.8)
        for row in rows.order_by("-modified_at")[:limit]
    ]


def versions_for(matter: JointDecision, rights: Rights) -> QuerySet[CoreVersion]:
    """Return the versions of the joint text a person may read, newest first."""
    rows = matter.core_versions.select_related("modified_by", "released_by").order_by("-number")
    if rights.is_lead:
        return rows
    return (
        rows.filter(offered_at__isnull=False) if rights.is_partner else rows.filter(released_at__isnull=False)
    )


def signatures_of(version: CoreVersion) -> QuerySet[CoSignature]:
    """Return the co-signatures of a version; for those who take part."""
    return version.signatures.select_related("asked", "deputy", "signer")


def decisions_of(partner_id: int, rights: Rights) -> list[PartnerDecision]:
    """Return a partner's own papers in the matter that the person may see, in order."""
    rows = PartnerDecision.objects.filter(partner_id=partner_id).select_related(
        "partner", "paper", "core_version", "modified_by"
    )
    shown = rows.defer("paper__search").prefetch_related("planned").order_by("number")
    return [row for row in shown if rights.sees(row.partner.body_id, row.visibility)]


def results_of(decision_id: int) -> QuerySet[PartnerResult]:
    """Return all results of one go, the latest first, those that were corrected too."""
    rows = PartnerResult.objects.filter(decision_id=decision_id).select_related("recorded_by", "correction")
    return rows.order_by("-decided_on", "-pk")


def is_subscribed(user: AnyUser, matter: JointDecision) -> bool:
    """Return whether the person gets the weekly mail."""
    return user.is_authenticated and matter.subscriptions.filter(user_id=user.pk).exists()
