"""Grants, posts, forwarding agreements, cost reports and savings as stored. No table holds a client."""

from allmende.funding.models.forwarding import Caseload, CostLine, CostReport, Forwarding, ForwardingClause
from allmende.funding.models.grants import Grant, GrantDeadline, GrantStep, OwnProgramme, OwnTerms
from allmende.funding.models.posts import Post, PostStretch
from allmende.funding.models.proofs import ProofOfUse
from allmende.funding.models.savings import Saving, SavingAmount

__all__ = [
    "Caseload",
    "CostLine",
    "CostReport",
    "Forwarding",
    "ForwardingClause",
    "Grant",
    "GrantDeadline",
    "GrantStep",
    "OwnProgramme",
    "OwnTerms",
    "Post",
    "PostStretch",
    "ProofOfUse",
    "Saving",
    "SavingAmount",
]
