"""Joint decisions as they are stored; what was released, signed or resolved is never changed again."""

from allmende.joint_decisions.models.matching import MatchProposal
from allmende.joint_decisions.models.matters import (
    CoreRevision,
    CoreVersion,
    JointDecision,
    PublicLink,
    ThresholdRule,
)
from allmende.joint_decisions.models.partners import (
    Partner,
    PartnerDecision,
    PartnerResult,
    PartnerTerm,
    PlannedConsultation,
)
from allmende.joint_decisions.models.signing import CoSignature
from allmende.joint_decisions.models.timetable import PartnerStation
from allmende.joint_decisions.models.watching import DigestSubscription

__all__ = [
    "CoSignature",
    "CoreRevision",
    "CoreVersion",
    "DigestSubscription",
    "JointDecision",
    "MatchProposal",
    "Partner",
    "PartnerDecision",
    "PartnerResult",
    "PartnerStation",
    "PartnerTerm",
    "PlannedConsultation",
    "PublicLink",
    "ThresholdRule",
]
