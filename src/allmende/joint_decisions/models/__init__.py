"""Joint decisions as they are stored; what was released, signed or resolved is never changed again."""

from allmende.joint_decisions.models.figures import (
    BudgetLine,
    ComputedFigure,
    PaperBatch,
    PartnerPaper,
    RuleFigure,
)
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
    "BudgetLine",
    "CoSignature",
    "ComputedFigure",
    "CoreRevision",
    "CoreVersion",
    "DigestSubscription",
    "JointDecision",
    "MatchProposal",
    "PaperBatch",
    "Partner",
    "PartnerDecision",
    "PartnerPaper",
    "PartnerResult",
    "PartnerStation",
    "PartnerTerm",
    "PlannedConsultation",
    "PublicLink",
    "RuleFigure",
    "ThresholdRule",
]
