"""What the lead does with a matter: create, change, publish, threshold, partners, link. Each leaves an event.

`by` is the acting person; None is the installation itself (demo data). The joint text has `core_actions`,
a partner's own paper and its results have `partner_actions`.
"""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from allmende.common.formats import day as said_day
from allmende.joint_decisions.core_text import CoreText, as_json
from allmende.joint_decisions.domain import Effect
from allmende.joint_decisions.errors import AlreadyPartner, ChangedMeanwhile, NotAPartner
from allmende.joint_decisions.models import (
    CoreVersion,
    DigestSubscription,
    JointDecision,
    Partner,
    PartnerTerm,
    PublicLink,
    ThresholdRule,
)
from allmende.joint_decisions.recording import locked_matter, record
from allmende.joint_decisions.thresholds import Rule
from allmende.register.bitemporal import KNOWN_NOW
from allmende.register.domain import BodyView, Capability, WrongPeriod
from allmende.register.periods import until
from allmende.register.permissions import require

if TYPE_CHECKING:
    from allmende.accounts.models import User


@dataclass(frozen=True, slots=True, kw_only=True)
class MatterEntry:
    """What is said of a matter as a whole."""

    title: str
    text: str = ""
    steward_id: int | None = None
    cooperation_id: int | None = None
    snapshot_id: int | None = None
    option_key: str = ""
    legal_form: str = ""
    deadline_on: date | None = None
    received_on: date | None = None
    approved_on: date | None = None
    announced_on: date | None = None
    agreed_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TermEntry:
    """On which terms a partner takes part."""

    effect: Effect = Effect.REQUIRED
    legal_basis: str = ""
    weight: Decimal = Decimal(1)
    has_veto: bool = False
    note: str = ""


@transaction.atomic
def create_matter(
    *,
    body: BodyView,
    entry: MatterEntry,
    core: CoreText,
    by: "User | None",
    on: date,
    key: str | None = None,
) -> JointDecision:
    """Open a matter with the first draft of its joint text; raise NotAllowed or BadCoreText."""
    require(by, body.id, Capability.EDIT_PAPERS, on=on)
    core.checked()
    matter: JointDecision = JointDecision.objects.create(
        body_id=body.id, key=key, created_by=by, modified_by=by, **asdict(entry)
    )
    CoreVersion.objects.create(
        joint_decision=matter,
        number=1,
        paragraphs=as_json(core),
        digest=core.digest,
        created_by=by,
        modified_by=by,
    )
    record(by, matter, "joint_decision_created")
    return matter


@transaction.atomic
def change_matter(
    *, matter_id: int, entry: MatterEntry, version: int, by: "User | None", on: date
) -> JointDecision:
    """Change what is said of a matter; raise ChangedMeanwhile if somebody was faster."""
    matter = locked_matter(matter_id, by, on)
    if matter.version != version:
        raise ChangedMeanwhile(person=str(matter.modified_by or "Allmende"))
    for name, value in asdict(entry).items():
        setattr(matter, name, value)
    matter.version, matter.modified_by = matter.version + 1, by
    matter.save()
    record(by, matter, "joint_decision_changed")
    return matter


@transaction.atomic
def set_published(*, matter_id: int, is_published: bool, by: "User | None", on: date) -> JointDecision:
    """Show the public side of the matter to everybody, or only to those who take part again."""
    matter = locked_matter(matter_id, by, on)
    if matter.is_published != is_published:
        matter.is_published = is_published
        matter.save(update_fields=["is_published", "modified_at"])
        record(by, matter, "joint_decision_published" if is_published else "joint_decision_hidden")
    return matter


@transaction.atomic
def set_rules(*, matter_id: int, rules: Sequence[Rule], by: "User | None", on: date) -> None:
    """Replace the threshold; what it said before stands in the history. Raises BadRule."""
    matter = locked_matter(matter_id, by, on)
    before = [(each.basis and f"{each} ({each.basis})") or str(each) for each in matter.threshold_rules.all()]
    matter.threshold_rules.all().delete()
    ThresholdRule.objects.bulk_create(
        ThresholdRule(
            joint_decision=matter,
            order=order,
            alternative=rule.alternative,
            kind=rule.kind.value,
            share=f"{rule.share.numerator}/{rule.share.denominator}" if rule.share else "",
            strict=rule.strict,
            count=rule.count,
            basis=rule.basis,
        )
        for order, rule in enumerate(rule.checked() for rule in rules)
    )
    record(by, matter, "joint_rules_set", {"vorher": "; ".join(before)} if before else None)


# --- partners ------------------------------------------------------------------------------------------


@transaction.atomic
def join(
    *,
    matter_id: int,
    body: BodyView,
    entry: TermEntry,
    first_day: date,
    by: "User | None",
    on: date,
    at: datetime,
) -> Partner:
    """Let a body take part from a day on; raise AlreadyPartner if it does at that time."""
    matter = locked_matter(matter_id, by, on)
    partner, _is_new = Partner.objects.get_or_create(joint_decision=matter, body_id=body.id)
    try:
        with transaction.atomic():
            PartnerTerm.objects.create(
                partner=partner,
                valid=DateRange(first_day, None),
                known=(at, None),
                recorded_by=by,
                **_values(entry),
            )
    except IntegrityError as error:
        raise AlreadyPartner(body=body) from error
    record(by, matter, "joint_partner_joined", {"Partner": str(body), "ab": said_day(first_day)})
    return partner


@transaction.atomic
def change_terms(
    *,
    partner_id: int,
    body: BodyView,
    entry: TermEntry,
    from_day: date,
    by: "User | None",
    on: date,
    at: datetime,
) -> None:
    """Give a partner other terms from a day on; the former ones stay in the history."""
    partner = Partner.objects.select_related("joint_decision").get(pk=partner_id)
    matter = locked_matter(partner.joint_decision_id, by, on)
    term = _term_on(partner, body, from_day)
    _close(term, at)
    if term.valid.lower < from_day:
        _again(term, DateRange(term.valid.lower, from_day), at)
    PartnerTerm.objects.create(
        partner=partner,
        valid=DateRange(from_day, term.valid.upper),
        known=(at, None),
        recorded_by=by,
        **_values(entry),
    )
    record(by, matter, "joint_partner_changed", {"Partner": str(body), "ab": said_day(from_day)})


@transaction.atomic
def leave(
    *, partner_id: int, body: BodyView, last_day: date, by: "User | None", on: date, at: datetime
) -> None:
    """End a partner's part after its last day; what it decided stays readable and no longer counts."""
    partner = Partner.objects.select_related("joint_decision").get(pk=partner_id)
    matter = locked_matter(partner.joint_decision_id, by, on)
    term = _term_on(partner, body, last_day)
    if last_day < term.valid.lower:
        raise WrongPeriod(first=term.valid.lower, last=last_day)
    _close(term, at)
    _again(term, DateRange(term.valid.lower, until(last_day)), at)
    record(by, matter, "joint_partner_left", {"Partner": str(body), "letzter Tag": said_day(last_day)})


def _values(entry: TermEntry) -> dict[str, object]:
    return {**asdict(entry), "effect": entry.effect.value}


def _term_on(partner: Partner, body: BodyView, day: date) -> PartnerTerm:
    found = partner.terms.select_for_update().filter(KNOWN_NOW, valid__contains=day).first()
    if found is None:
        raise NotAPartner(body=body, day=day)
    return found


def _close(term: PartnerTerm, at: datetime) -> None:
    PartnerTerm.objects.filter(pk=term.pk).update(known=(term.known.lower, at))


def _again(term: PartnerTerm, valid: DateRange, at: datetime) -> None:
    PartnerTerm.objects.create(
        partner=term.partner,
        effect=term.effect,
        legal_basis=term.legal_basis,
        weight=term.weight,
        has_veto=term.has_veto,
        note=term.note,
        valid=valid,
        known=(at, None),
        recorded_by=term.recorded_by,
    )


# --- who reads along -----------------------------------------------------------------------------------


@transaction.atomic
def open_link(*, matter_id: int, by: "User | None", on: date, at: datetime) -> str:
    """Return the secret of a new public address; an older one ends at once. Only its hash is kept."""
    matter = locked_matter(matter_id, by, on)
    secret = secrets.token_urlsafe(32)
    matter.public_links.filter(revoked_at=None).update(revoked_at=at)
    PublicLink.objects.create(joint_decision=matter, token_hash=token_hash(secret), created_by=by)
    record(by, matter, "joint_link_opened")
    return secret


@transaction.atomic
def revoke_link(*, matter_id: int, by: "User | None", on: date, at: datetime) -> None:
    """End the public address."""
    matter = locked_matter(matter_id, by, on)
    if matter.public_links.filter(revoked_at=None).update(revoked_at=at):
        record(by, matter, "joint_link_revoked")


def token_hash(secret: str) -> str:
    """Return what is kept of a secret address."""
    return hashlib.sha256(secret.encode()).hexdigest()


def subscribe(*, matter: JointDecision, by: "User", on: date) -> None:
    """Send the person the weekly mail from now on; the view has made sure that they see the matter."""
    DigestSubscription.objects.get_or_create(user=by, joint_decision=matter, defaults={"last_sent_on": on})


def unsubscribe(*, matter: JointDecision, by: "User") -> None:
    """Send no more mails."""
    DigestSubscription.objects.filter(user=by, joint_decision=matter).delete()
