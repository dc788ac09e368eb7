"""The list of reviews and one review with everything in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from allmende.accounts.queries import history_of
from allmende.catalog.price_views import said_counted
from allmende.catalog.prices.components import PriceKind
from allmende.catalog.suitability import queries
from allmende.catalog.suitability.actions import REVIEW
from allmende.catalog.suitability.assessment.criteria import PRICE
from allmende.catalog.suitability.assessment.evidence import differences, fingerprint_of, shown
from allmende.catalog.suitability.assessment.own_cost import FINAL, CostCenter
from allmende.catalog.suitability.calculating import assessment_of
from allmende.catalog.suitability.computed import Assessment, Valued
from allmende.catalog.suitability.council_paper import code_of, frozen_rows
from allmende.catalog.suitability.domain import ReviewOccasion, ReviewOutcome, ReviewStep
from allmende.catalog.suitability.models import ReviewEvidence, SuitabilityReview
from allmende.catalog.visitors import keeping_body
from allmende.common.formats import number
from allmende.common.money import rounded
from allmende.pages.tables import Column, Table, TextFilter, respond
from allmende.papers.queries import paper_for
from allmende.register import queries as register
from allmende.register.labels import said
from allmende.register.visitors import today

OUTCOME_BADGES = {
    ReviewOutcome.ADOPT.value: "success",
    ReviewOutcome.WATCH.value: "info",
    ReviewOutcome.UNSUITABLE.value: "warning",
}


@dataclass(frozen=True, slots=True)
class AlternativeRow:
    """An alternative as the page shows it."""

    valued: Valued
    first_year_cents: int
    total_cents: int
    present_cents: int | None
    kinds: list[tuple[str, int]]
    points: list[tuple[str, int, str]]


@require_safe
def reviews(request: HttpRequest) -> HttpResponse:
    rows = queries.reviews_for(request.user, on=today())
    names = register.bodies_by_id(set(rows.order_by().values_list("body_id", flat=True)), on=today())
    table = Table(
        request,
        id="reviews",
        caption=_("Eignungsprüfungen"),
        rows=rows,
        columns=[
            Column(
                "bedarf",
                _("Bedarf"),
                "need",
                kind="link",
                url=SuitabilityReview.get_absolute_url,
                sort="need",
            ),
            Column("kommune", _("Kommune"), lambda row: str(names.get(row.body_id, ""))),
            Column("durchgang", _("Durchgang"), "number", kind="number", places=0, sort="number"),
            Column("ergebnis", _("Ergebnis"), outcome_label),
            Column("abgeschlossen", _("Abgeschlossen"), _decided_day, kind="date", sort="decided_at"),
            Column("naechste", _("Nächste Prüfung bis"), "next_due_on", kind="date", sort="next_due_on"),
        ],
        filters=[TextFilter("q", _("Suche"), lambda found, text: found.filter(need__icontains=text))],
        default_sort="bedarf",
        empty_title=_("Noch keine Eignungsprüfung"),
        empty_text=_("Prüfungen sieht nur das eigene Haus, solange es sie nicht veröffentlicht."),
    )
    return respond(
        request, table, "suitability/reviews.html", {"may_start": keeping_body(request) is not None}
    )


def _decided_day(row: SuitabilityReview) -> Any:
    return row.decided_at.date() if row.decided_at else None


def outcome_label(review: SuitabilityReview) -> str:
    return said(ReviewOutcome(review.outcome).label) if review.outcome else _("läuft")


@require_safe
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what was asked, what it costs, who comes first, and what comes next."""
    found = queries.review_for(request.user, pk, on=today())
    may_edit = queries.may_edit(request.user, found, on=today())
    assessment = assessment_of(found, found.decided_at.date() if found.decided_at else today())
    own = assessment.own
    evidence = ReviewEvidence.objects.filter(review=found).first()
    context: dict[str, Any] = {
        "review": found,
        "body": register.bodies_by_id([found.body_id], on=today())[found.body_id],
        "occasion": said(ReviewOccasion(found.occasion).label),
        "outcome": outcome_label(found),
        "outcome_badge": OUTCOME_BADGES.get(found.outcome, "info"),
        "assessment": assessment,
        "basics": _basics(found),
        "centers": _centers(assessment),
        "per_workplace": rounded(own.per_workplace) if own else None,
        "basic_services": rounded(own.basic_services_per_workplace) if own else None,
        "applications": rounded(own.applications_per_workplace) if own else None,
        "criteria": _criteria(assessment),
        "alternatives": [_alternative(each, assessment) for each in assessment.alternatives],
        "ranked": _ranked(assessment, found),
        "result": evidence.document["result"] if evidence else assessment.result,
        "sensitivity": evidence.document["sensitivity"] if evidence else assessment.sensitivity,
        "missing": evidence.document["missing"] if evidence else assessment.missing,
        "differences": _differences(found, assessment, evidence),
        "evidence": evidence,
        "code": code_of(evidence.sha256) if evidence else "",
        "is_intact": evidence is None or fingerprint_of(evidence.document) == evidence.sha256,
        "step": next_step(assessment).value,
        "paper": paper_for(request.user, found.paper_id, on=today()) if found.paper_id else None,
        "following": SuitabilityReview.objects.filter(previous=found).first(),
        "may_edit": may_edit and found.decided_at is None,
        "may_keep": may_edit,
        "events": history_of(REVIEW, str(found.pk), limit=50) if may_edit else [],
    }
    return render(request, "suitability/review.html", context)


def next_step(found: Assessment) -> ReviewStep:
    """Return what the body should do next."""
    review = found.review
    if review.decided_at is not None:
        return ReviewStep.DONE
    if found.rate is None or not review.workplaces:
        return ReviewStep.BASICS
    if found.cost_missing:
        return ReviewStep.COSTS
    if review.criteria_locked_at is None:
        return ReviewStep.CRITERIA
    if review.opened_at is None:
        return ReviewStep.OFFERS
    return ReviewStep.POINTS if found.missing else ReviewStep.DECISION


def _basics(review: SuitabilityReview) -> list[tuple[str, str]]:
    rate = (
        f"{number(review.rate_percent.normalize())} % ({review.rate_source})"
        if review.rate_percent is not None
        else ""
    )
    counted = [
        f"{said_counted(PriceKind(kind))}: {number(Decimal(value))}"
        for kind, value in review.quantities.items()
    ]
    quantities = f"{', '.join(counted)} ({review.quantities_source})" if counted else ""
    keys = [
        f"{said(CostCenter(center).label)}: "
        + ", ".join(
            f"{said(CostCenter(final).label)} {number(Decimal(part))}" for final, part in parts.items()
        )
        for center, parts in review.keys.items()
    ]
    return [
        (_("Zinssatz"), rate),
        (_("Standardarbeitsplätze"), number(review.workplaces) if review.workplaces else ""),
        (_("Mengen im Jahr"), quantities),
        (_("Weitergabe der Hilfskostenstellen"), "; ".join(keys)),
    ]


def _centers(found: Assessment) -> list[tuple[str, int]]:
    return [(said(center.label), found.own.by_center[center]) for center in FINAL] if found.own else []


def _criteria(found: Assessment) -> list[tuple[str, int, str]]:
    """Return label, weight and share of the whole."""
    total = sum(row.weight for row in found.criteria_rows) or 1
    return [
        (said(row.label), row.weight, shown(Fraction(row.weight * 100, total))) for row in found.criteria_rows
    ]


def _alternative(valued: Valued, found: Assessment) -> AlternativeRow:
    present = valued.present_cents
    return AlternativeRow(
        valued,
        first_year_cents=valued.in_year(1),
        total_cents=sum(each.cents for each in valued.payments),
        present_cents=None if present is None else rounded(present),
        kinds=[(said(kind.label), cents) for kind, cents in valued.by_kind.items()],
        points=[
            (said(row.label), int(valued.points[row.key]), valued.reasons.get(row.key, ""))
            for row in found.criteria_rows
            if row.key != PRICE and row.key in valued.points
        ],
    )


def _ranked(found: Assessment, review: SuitabilityReview) -> list[tuple[str, int, str]]:
    """Return title, present value and points: as frozen, else as of now."""
    if review.decided_at is not None:
        return frozen_rows(review)
    return [(each.title, rounded(each.present_cents), shown(points)) for each, points in found.ranked]


def _differences(
    review: SuitabilityReview, found: Assessment, evidence: ReviewEvidence | None
) -> list[str] | None:
    """Return what has changed since the last review; None if there was none."""
    before = ReviewEvidence.objects.filter(review=review.previous_id).first() if review.previous_id else None
    if before is None or (evidence is None and (found.criteria is None or review.opened_at is None)):
        return None
    after: Mapping[str, Any] = evidence.document if evidence else found.evidence().document
    return differences(before.document, after)
