"""The numeric statement of a proof of use: what came in, what it went to, each figure with its postings."""

from datetime import date
from typing import Any

from allmende.funding.domain.words import CostClass, ReportKind, StepKind, StepState
from allmende.funding.models import ProofOfUse
from allmende.funding.standing import AgreementStanding, GrantStanding, ReportStanding, standing_of

SHOWN_STEPS = (StepKind.NOTICE, StepKind.CALL, StepKind.RECEIPT, StepKind.FORWARDING, StepKind.REPAYMENT)


def statement_of(proof: ProofOfUse, *, on: date) -> dict[str, Any]:
    """Return the figures of a proof as they are now; once released, those that were frozen."""
    if proof.state == StepState.RELEASED or proof.statement:
        return dict(proof.statement)
    standing = standing_of(proof.grant, on=on)
    start, until = proof.period.lower, proof.period.upper
    reports = [
        (each, report)
        for each in standing.agreements
        for report in each.of_kind(ReportKind.ACTUAL)
        if start <= report.report.period.lower and report.report.period.upper <= until
    ]
    spent = sum(_granted(each, report) for each, report in reports)
    received = standing.money.received - standing.money.repaid
    return {
        "as_of": on.isoformat(),
        "granted": standing.money.granted,
        "received": received,
        "cost": sum(report.total for _each, report in reports),
        "eligible": _eligible(standing, reports),
        "spent": spent,
        "own": sum(_share(each, report) for each, report in reports),
        "to_repay": max(received - spent, 0),
        "steps": [
            {
                "what": row.kind,
                "dated": row.dated.isoformat(),
                "cents": row.cents,
                "document": row.document,
                "url": row.posting.get_absolute_url() if row.posting else "",
            }
            for row in standing.steps
            if row.state == StepState.RELEASED and row.kind in SHOWN_STEPS
        ],
        "costs": [
            {
                "who": str(each.provider),
                "what": kind.value,
                "cents": cents,
                "source": report.report.source,
                "urls": [posted.url for posted in report.posted],
            }
            for each, report in reports
            for kind, cents in report.costs.items()
        ],
        "postings": [
            {
                "payer": str(standing.names.get(posted.payer, "")),
                "payee": str(standing.names.get(posted.payee, "")),
                "what": posted.label,
                "cents": posted.cents,
                "url": posted.url,
            }
            for _each, report in reports
            for posted in report.posted
        ],
    }


def _eligible(standing: GrantStanding, reports: list[tuple[AgreementStanding, ReportStanding]]) -> int:
    classes = standing.block.classes if standing.block else frozenset(CostClass)
    return sum(cents for _each, report in reports for kind, cents in report.costs.items() if kind in classes)


def _granted(each: AgreementStanding, report: ReportStanding) -> int:
    posted = report.posted_to(each.rules.grant_rule, each.agreement.provider_id)
    return posted.cents if posted else 0


def _share(each: AgreementStanding, report: ReportStanding) -> int:
    posted = report.posted_to(each.rules.share_rule, each.agreement.provider_id)
    return posted.cents if posted else 0
