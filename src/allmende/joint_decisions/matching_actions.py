"""Proposes a body's own papers as parts of a matter; a person of that body confirms or refuses."""

from collections.abc import Collection
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from allmende.joint_decisions.core_text import from_json
from allmende.joint_decisions.domain import ProposalState
from allmende.joint_decisions.errors import Vanished
from allmende.joint_decisions.matching import PROPOSED, MatterText, PaperText, likeness
from allmende.joint_decisions.models import JointDecision, MatchProposal, Partner, PartnerDecision
from allmende.joint_decisions.partner_actions import attach_paper, begin_decision
from allmende.joint_decisions.recording import record_own
from allmende.papers import queries as papers
from allmende.papers.domain.values import reference_key
from allmende.register.domain import Capability
from allmende.register.permissions import require

if TYPE_CHECKING:
    from allmende.accounts.models import User


@transaction.atomic
def propose(*, matter: JointDecision, partners: Collection[Partner], by: "User", on: date) -> int:
    """Compare the partners' papers that the person sees with the matter; return how many are new.

    Only papers of the person's own bodies are read; what was confirmed or refused before stays so.
    """
    count = 0
    for partner in partners:
        require(by, partner.body_id, Capability.EDIT_PAPERS, on=on)
        wanted = matter_text(matter, partner, by, on)
        known = set(partner.proposals.values_list("paper_id", flat=True))
        tied = set(partner.decisions.filter(paper__isnull=False).values_list("paper_id", flat=True))
        for paper in papers.comparable_texts(partner.body_id, user=by, on=on):
            found = likeness(
                wanted, PaperText(paper.title, paper.reference_key, paper.named, paper.resolution)
            )
            if found.score >= PROPOSED and paper.id not in known | tied:
                MatchProposal.objects.create(
                    partner=partner, paper_id=paper.id, score=found.score, reasons=list(found.reasons)
                )
                count += 1
    return count


def matter_text(matter: JointDecision, partner: Partner, by: "User", on: date) -> MatterText:
    """Return what a paper of this partner is compared with: only what its people may know of the matter."""
    core = matter.core_versions.filter(offered_at__isnull=False).order_by("-number").first()
    own = partner.decisions.exclude(reference="").values_list("reference", flat=True)
    shared = PartnerDecision.objects.filter(
        partner__joint_decision=matter, paper__is_published=True
    ).values_list("paper__reference", flat=True)
    return MatterText.of(
        title=matter.title,
        references={reference_key(each) for each in (*own, *shared) if each},
        core=from_json(core.paragraphs).core if core else "",
    )


@transaction.atomic
def confirm(*, proposal_id: int, by: "User", on: date, at: datetime) -> PartnerDecision:
    """Tie the proposed paper to the partner's newest go without a paper, or to a new one."""
    proposal = _open(proposal_id, by, on)
    partner = proposal.partner
    free = partner.decisions.filter(paper=None).order_by("-number").first()
    decision = free or begin_decision(partner_id=partner.pk, by=by, on=on)
    attached = attach_paper(decision_id=decision.pk, paper_id=proposal.paper_id, by=by, on=on)
    _settle(proposal, ProposalState.CONFIRMED, by, at)
    return attached


@transaction.atomic
def refuse(*, proposal_id: int, by: "User", on: date, at: datetime) -> None:
    """Say that the paper does not belong to the matter; it is not proposed again."""
    proposal = _open(proposal_id, by, on)
    _settle(proposal, ProposalState.REFUSED, by, at)
    decision = proposal.partner.decisions.select_related("partner__body", "partner__joint_decision").first()
    if decision is not None:
        record_own(by, decision, "joint_match_refused", {"Vorlage": str(proposal.paper)[:200]})


def _settle(proposal: MatchProposal, state: ProposalState, by: "User", at: datetime) -> None:
    proposal.state, proposal.decided_by, proposal.decided_at = state.value, by, at
    proposal.save(update_fields=["state", "decided_by", "decided_at"])


def _open(proposal_id: int, by: "User", on: date) -> MatchProposal:
    rows = MatchProposal.objects.select_related("partner__body", "partner__joint_decision", "paper")
    proposal: MatchProposal | None = (
        rows.select_for_update(of=("self",)).filter(pk=proposal_id, state=ProposalState.OPEN.value).first()
    )
    if proposal is None:
        raise Vanished
    require(by, proposal.partner.body_id, Capability.CONFIRM_PAPERS, on=on)
    return proposal
