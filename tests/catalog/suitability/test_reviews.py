"""A review from its first entry to the council paper: what is allowed when, what stays, who sees it."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from allmende.catalog import offering
from allmende.catalog.indexes import record_index_value
from allmende.catalog.models import Product, Provider
from allmende.catalog.prices.components import PriceKind
from allmende.catalog.suitability import actions, deciding
from allmende.catalog.suitability.assessment.criteria import BadCriteria, Criterion
from allmende.catalog.suitability.assessment.evidence import differences, fingerprint_of
from allmende.catalog.suitability.calculating import OWN, assessment_of
from allmende.catalog.suitability.domain import ReviewOccasion, ReviewOutcome
from allmende.catalog.suitability.due import review_dates
from allmende.catalog.suitability.errors import (
    CriteriaLocked,
    CriteriaOpen,
    ForeignPaper,
    NotComplete,
    NotDecidedYet,
    NothingOffered,
    OffersAlreadyOpen,
    OffersClosed,
    OpenReviewExists,
    ReviewDecided,
    WrongChoice,
)
from allmende.catalog.suitability.models import (
    OwnPost,
    ReviewEvidence,
    SuitabilityReview,
)
from allmende.ledger.local_values.queries import believed_values
from allmende.papers.models import Paper
from allmende.register.domain import BodyView, NotAllowed
from tests.catalog.factories import WORKPLACE_PRICE, a_draft_version, an_interest, published
from tests.catalog.suitability.factories import (
    CRITERIA,
    LOCKED,
    OPENED,
    a_complete_review,
    a_review,
    an_open_review,
    decided,
)
from tests.papers.factories import TODAY

pytestmark = pytest.mark.django_db


def test_what_is_missing_is_named_and_nothing_is_guessed(town: BodyView) -> None:
    missing = assessment_of(a_review(town), TODAY).missing
    assert "fehlt: eigene Kosten nach Kostenstellen." in missing
    assert "fehlt: Zinssatz mit Quelle." in missing
    assert "fehlt: festgelegte Kriterien." in missing


def test_a_need_is_reviewed_once_at_a_time(town: BodyView) -> None:
    a_review(town)
    with pytest.raises(OpenReviewExists, match="Finanzsoftware"):
        a_review(town)


def test_offers_open_only_after_the_criteria_are_locked(town: BodyView, product: Product) -> None:
    review = a_review(town)
    with pytest.raises(CriteriaOpen):
        deciding.open_offers(review=review, by=None, on=TODAY, at=OPENED)
    actions.save_criteria(review=review, criteria=CRITERIA, by=None, on=TODAY, at=LOCKED)
    actions.lock_criteria(review=review, by=None, on=TODAY, at=LOCKED)
    assert deciding.open_offers(review=review, by=None, on=TODAY, at=OPENED) == 1
    assert [each.key for each in review.alternatives.order_by("position")] == [OWN, "finanzsoftware-probe"]


def test_criteria_without_a_weight_are_not_locked(town: BodyView) -> None:
    with pytest.raises(BadCriteria):
        actions.lock_criteria(review=a_review(town), by=None, on=TODAY, at=LOCKED)


def test_locked_criteria_can_be_freed_until_the_offers_open(town: BodyView, product: Product) -> None:
    review = a_review(town)
    actions.save_criteria(review=review, criteria=CRITERIA, by=None, on=TODAY, at=LOCKED)
    actions.lock_criteria(review=review, by=None, on=TODAY, at=LOCKED)
    with pytest.raises(CriteriaLocked):
        actions.save_criteria(review=review, criteria=CRITERIA[:1], by=None, on=TODAY, at=LOCKED)
    actions.unlock_criteria(review=review, by=None, on=TODAY)
    actions.save_criteria(review=review, criteria=CRITERIA[:1], by=None, on=TODAY, at=LOCKED)
    actions.lock_criteria(review=review, by=None, on=TODAY, at=LOCKED)
    deciding.open_offers(review=review, by=None, on=TODAY, at=OPENED)
    with pytest.raises(OffersAlreadyOpen):
        actions.unlock_criteria(review=review, by=None, on=TODAY)


def test_the_database_refuses_to_change_criteria_behind_open_offers(town: BodyView, product: Product) -> None:
    review = an_open_review(town)
    writes: tuple[Callable[[], object], ...] = (
        lambda: review.criteria.update(weight=1),
        lambda: SuitabilityReview.objects.filter(pk=review.pk).update(criteria_locked_at=None),
    )
    for write in writes:
        with pytest.raises(DatabaseError), transaction.atomic():
            write()


def test_a_need_that_nobody_offers_is_said(town: BodyView) -> None:
    review = a_review(town, need="Friedhofswesen")
    actions.save_criteria(review=review, criteria=CRITERIA, by=None, on=TODAY, at=LOCKED)
    actions.lock_criteria(review=review, by=None, on=TODAY, at=LOCKED)
    with pytest.raises(NothingOffered, match="Friedhofswesen"):
        deciding.open_offers(review=review, by=None, on=TODAY, at=OPENED)


def test_the_result_comes_from_prices_and_own_cost(town: BodyView, product: Product) -> None:
    found = assessment_of(a_complete_review(town), TODAY)
    assert found.missing == []
    own, offer = found.alternatives
    assert own.in_year(1) == 40_000_00
    assert offer.in_year(1) == 100 * 12_50 * 12
    assert offer.in_year(0) == 8_000_00
    assert found.ranked[0][0].key == "finanzsoftware-probe"
    assert any("Arbeitsplätzen" in sentence for sentence in found.sensitivity)


def test_the_break_even_follows_whatever_a_price_counts(
    town: BodyView, provider: Provider, paper: Paper
) -> None:
    version = a_draft_version(provider)
    per_case = {**WORKPLACE_PRICE, "kind": "case", "amount": Decimal(8), "interval": "occasion"}
    offering.set_prices(version=version, prices=[per_case], by=None, on=TODAY)
    published(version, paper)
    review = a_complete_review(town)
    values = {"quantities": {"case": "4000"}, "quantities_source": "Fallstatistik 2025"}
    actions.save_basics(review=review, values=values, by=None, on=TODAY)
    review.refresh_from_db()
    found = assessment_of(review, TODAY)
    (turn,) = found.break_evens
    assert (turn.kind, turn.quantity, turn.today) == (
        PriceKind.CASE,
        Fraction(5000),
        Fraction(4000),
    )  # 40,000 € / 8 €
    assert any("Bei etwa 5.000 Fällen im Jahr kosten" in sentence for sentence in found.sensitivity)


def test_levies_and_indexes_are_computed_and_their_day_is_told(
    town: BodyView, district: BodyView, provider: Provider, paper: Paper
) -> None:
    version = a_draft_version(provider)
    yearly = {**WORKPLACE_PRICE, "interval": "year"}
    levy = yearly | {"code": "umlage", "label": "Umlage", "kind": "levy", "amount": Decimal(0)}
    levy |= {"total_cents": 9_000_00, "allocation": [{"driver": "sockel", "weight": "1"}]}
    line = yearly | {"code": "leitung", "label": "Leitung", "kind": "base", "amount": Decimal(1000)}
    line |= {"index_name": "Erzeugerpreise", "index_base": Decimal(100)}
    offering.set_prices(version=version, prices=[levy, line], by=None, on=TODAY)
    published(version, paper)
    review = a_complete_review(town)
    offer = assessment_of(review, TODAY).alternatives[1]
    assert any("es fehlt der Wert für 2027" in text for text in offer.missing)
    record_index_value(
        issuer=district,
        name="Erzeugerpreise",
        value=Decimal(110),
        from_day=date(2026, 1, 1),
        origin="Statistisches Bundesamt",
        by=None,
        on=TODAY,
        at=LOCKED,
    )
    offer = assessment_of(review, TODAY).alternatives[1]
    assert offer.missing == ()
    assert offer.in_year(1) == 9_000_00 + 1_100_00
    assert any("auf 1 verteilt: wer bis 01.03.2026 bestellt hat" in note for note in offer.notes)
    assert any("der ab 01.01.2026 gilt (Statistisches Bundesamt)" in note for note in offer.notes)


def test_points_without_offers_are_refused(town: BodyView, product: Product) -> None:
    review = an_open_review(town)
    alternative = review.alternatives.get(key=OWN)
    alternative.review = a_review(town, need="Anderes")
    with pytest.raises(OffersClosed):
        actions.save_points(alternative=alternative, points={}, is_member=True, by=None, on=TODAY)


def test_who_adopts_needs_all_figures_and_a_choice(town: BodyView, product: Product) -> None:
    review = an_open_review(town)
    with pytest.raises(NotComplete, match="eigene Kosten"):
        decided(review, outcome=ReviewOutcome.ADOPT)
    complete = a_complete_review(town, review)
    with pytest.raises(WrongChoice):
        decided(complete, outcome=ReviewOutcome.ADOPT, chosen=None)


def test_who_waits_may_have_gaps_and_they_stay_on_record(town: BodyView, product: Product) -> None:
    evidence = decided(an_open_review(town), outcome=ReviewOutcome.WATCH)
    assert evidence.document["alternatives"] == []
    assert "fehlt: Zinssatz mit Quelle." in evidence.document["missing"]


def test_a_decided_review_stays_in_every_part(town: BodyView, product: Product) -> None:
    review = a_complete_review(town)
    evidence = decided(review, outcome=ReviewOutcome.ADOPT, chosen=review.alternatives.get(position=1))
    assert fingerprint_of(evidence.document) == evidence.sha256
    with pytest.raises(ReviewDecided):
        actions.save_basics(review=review, values={"years": 3}, by=None, on=TODAY)
    writes: tuple[Callable[[], object], ...] = (
        lambda: review.own_costs.update(cents=1),
        lambda: review.points.all().delete(),
        lambda: review.payments.update(cents=1),
        lambda: SuitabilityReview.objects.filter(pk=review.pk).update(reason="anders"),
        lambda: ReviewEvidence.objects.filter(review=review).update(sha256="x"),
        lambda: SuitabilityReview.objects.filter(pk=review.pk).delete(),
    )
    for write in writes:
        with pytest.raises(DatabaseError), transaction.atomic():
            write()


def test_a_repeated_review_asks_the_same_and_tells_the_difference(town: BodyView, product: Product) -> None:
    first = a_complete_review(town)
    before = decided(first, outcome=ReviewOutcome.WATCH)
    second = a_review(town)
    assert (second.number, second.previous_id) == (2, first.pk)
    assert [row.weight for row in second.criteria.order_by("position")] == [
        row.weight for row in first.criteria.order_by("position")
    ]
    entry = second.own_costs.get(label="Lizenzen")
    entry.cents += 1_000_00
    actions.save_cost(entry=entry, by=None, on=TODAY)
    actions.lock_criteria(review=second, by=None, on=TODAY, at=LOCKED)
    deciding.open_offers(review=second, by=None, on=TODAY, at=OPENED)
    assert second.payments.get().cents == 8_000_00
    again = a_complete_review(town, second)
    said = differences(before.document, assessment_of(again, TODAY).evidence().document)
    assert any("„Eigene Erledigung“ kostet" in sentence and "mehr" in sentence for sentence in said)


def test_personnel_is_costed_by_kgst_once_the_body_has_entered_the_report(
    town: BodyView, local_kgst: Any
) -> None:
    review = a_review(town)
    post = OwnPost(
        review=review,
        center="fachanwendungen",
        label="Fachadministration",
        kind="office",
        workplaces=Decimal("0.5"),
        personnel_cents=40_000_00,
        source="Lohnjournal 2025",
    )
    actions.save_cost(entry=post, by=None, on=TODAY)
    assert any("fehlt: Sachkosten" in each for each in assessment_of(review, TODAY).missing)
    assert not believed_values(town).exists()
    local_kgst(town, "10000")
    [cost] = assessment_of(review, TODAY).posts
    assert cost.cents == 40_000_00 + 5_000_00 + 8_000_00


def test_declining_bodies_get_a_date_too(town: BodyView, product: Product) -> None:
    subscription = an_interest(product, town)
    subscription.state = "declined"
    [none_yet] = review_dates(town.id, {}, [subscription], TODAY)
    assert (none_yet.due_on, none_yet.occasion) == (None, ReviewOccasion.DECLINED)
    decided(an_open_review(town), outcome=ReviewOutcome.UNSUITABLE, next_due_on=date(2026, 5, 1))
    [later] = review_dates(town.id, {}, [subscription], TODAY)
    assert (later.due_on, later.is_due) == (date(2026, 5, 1), True)


def test_strangers_and_foreign_papers_are_refused(
    town: BodyView, product: Product, paper: Paper, stranger: Any
) -> None:
    review = an_open_review(town)
    with pytest.raises(NotAllowed):
        actions.save_basics(review=review, values={"years": 3}, by=stranger, on=TODAY)
    with pytest.raises(ForeignPaper):
        decided(review, outcome=ReviewOutcome.WATCH, paper_id=paper.pk)


def test_only_a_decided_review_is_published(town: BodyView, product: Product) -> None:
    review = an_open_review(town)
    with pytest.raises(NotDecidedYet):
        deciding.set_published(review=review, is_published=True, by=None, on=TODAY)


def test_a_review_without_offers_can_be_thrown_away(town: BodyView, product: Product) -> None:
    actions.delete_review(review=a_review(town), by=None, on=TODAY)
    assert not SuitabilityReview.objects.exists()
    with pytest.raises(OffersAlreadyOpen):
        actions.delete_review(review=an_open_review(town), by=None, on=TODAY)


def test_costs_and_payments_can_be_taken_out(town: BodyView, product: Product) -> None:
    review = a_complete_review(town)
    for cost in review.own_costs.all():
        actions.remove_part(part=cost, by=None, on=TODAY)
    for payment in review.payments.all():
        actions.remove_part(part=payment, by=None, on=TODAY)
    assert not review.payments.exists()
    assert not review.own_costs.exists()


def test_criteria_are_kept_in_their_order(town: BodyView) -> None:
    review = a_review(town)
    own = Criterion("eigen-probe", "Probe", 3)
    actions.save_criteria(
        review=review, criteria=[*CRITERIA, own], by=None, on=TODAY, at=datetime(2026, 1, 1, tzinfo=UTC)
    )
    assert [row.label for row in review.criteria.order_by("position")][-1] == "Probe"
