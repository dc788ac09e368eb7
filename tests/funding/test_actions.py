"""Source document 003 end to end: notice, posts, forecast, repealed clause, difference posted."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.db.models import Sum

from allmende.accounts.models import User
from allmende.funding import queries
from allmende.funding.actions.forwarding import AgreementEntry, conclude, end_agreement, set_clause
from allmende.funding.actions.grants import StepEntry, enter_step, release_step, withdraw_step
from allmende.funding.actions.posts import add_post, set_stretch
from allmende.funding.actions.reports import enter_report, recompute, release_report
from allmende.funding.domain.reports import CostLine
from allmende.funding.domain.steps import money_of
from allmende.funding.domain.words import CostClass, ReportKind, StepKind
from allmende.funding.errors import (
    AlreadySettled,
    OverlappingAgreement,
    OverTheNotice,
    ReportRefused,
    SameHands,
    StepRefused,
    UnknownClause,
)
from allmende.funding.models import CostReport, GrantStep, PostStretch
from allmende.ledger.models import Posting
from allmende.register.dated_rows import KnownBefore
from allmende.register.domain import BodyView, NotAllowed
from tests.funding.factories import PROVIDER, TODAY, TOWN, YEAR, a_matter, a_report, clause, stretch

Bodies = dict[str, BodyView]


def released(agreement_id: int, **changes: object) -> CostReport:
    report = enter_report(forwarding_id=agreement_id, entry=a_report(**changes), by=None, on=TODAY)  # type: ignore[arg-type]
    return release_report(report_id=report.pk, by=None, on=TODAY)


def posted(report: CostReport, rule: str) -> int:
    assert report.calculation_id is not None
    rows = Posting.objects.filter(version__calculation_id=report.calculation_id, rule=rule)
    return int(rows.aggregate(total=Sum("cents"))["total"] or 0)


def test_a_released_forecast_posts_grant_and_own_share_with_their_reasons(bodies: Bodies) -> None:
    report = released(a_matter(bodies).agreement.pk)
    assert posted(report, "kim_forwarded_grant") == 2 * 342_000_00
    assert posted(report, "kim_city_share") == 309_895_80
    share = Posting.objects.get(version__calculation=report.calculation, rule="kim_city_share")
    clause_node = next(node for node in share.explanation["inputs"] if node["kind"] == "parameter")
    assert (clause_node["section"], clause_node["source"]) == (
        "§ 5 Abs. 7",
        "Kooperations- und Weiterleitungsvertrag",
    )


def test_a_repealed_clause_posts_the_difference_and_names_its_cause(bodies: Bodies) -> None:
    matter = a_matter(bodies)
    report = released(matter.agreement.pk)
    repeal = clause("0", date(2024, 12, 16), valid=(date(2025, 1, 1), None), source="Rat, 2024/3092")
    set_clause(forwarding_id=matter.agreement.pk, entry=repeal, by=None, on=TODAY)
    changed = recompute(
        forwarding_id=matter.agreement.pk, reason="Beschluss vom 16.12.2024", by=None, on=TODAY
    )
    assert changed == [report.calculation_id]
    assert posted(report, "kim_city_share") == 0
    assert posted(report, "kim_forwarded_grant") == 2 * 342_000_00
    correction = Posting.objects.get(kind="korrektur")
    assert (correction.cents, correction.rule) == (-309_895_80, "kim_city_share")
    assert "Rat, 2024/3092" in correction.causes[0] or "100" in correction.causes[0]
    assert recompute(forwarding_id=matter.agreement.pk, reason="noch einmal", by=None, on=TODAY) == []


def test_fewer_filled_months_lower_the_grant_exactly(bodies: Bodies) -> None:
    matter = a_matter(bodies)
    report = released(matter.agreement.pk, gross=400_000_00, total=400_000_00)
    vacant = stretch(
        bodies,
        valid=(date(2025, 6, 1), YEAR[1]),
        is_filled=False,
        known_since=date(2025, 6, 1),
        source="Kündigung",
    )
    post = matter.grant.posts.first()
    assert post is not None
    set_stretch(post_id=post.pk, entry=vacant, by=None, on=TODAY)
    recompute(forwarding_id=matter.agreement.pk, reason="Stelle unbesetzt seit Juni", by=None, on=TODAY)
    # 5 posts for 12 months and one for 5 months at 57,000 a year: 65 / 12 of it
    assert posted(report, "kim_forwarded_grant") == 2 * 308_750_00
    assert PostStretch.objects.filter(post=post).count() == 3
    assert len(queries.stretches_of([matter.grant.pk])) == 7


def test_a_new_forecast_posts_only_the_difference_and_actuals_are_their_own_record(bodies: Bodies) -> None:
    agreement = a_matter(bodies).agreement
    first = released(agreement.pk)
    second = released(agreement.pk, total=600_000_00)
    assert (second.number, second.calculation_id) == (2, first.calculation_id)
    assert posted(second, "kim_city_share") == 258_000_00
    actual = released(agreement.pk, kind=ReportKind.ACTUAL, total=500_000_00)
    assert actual.calculation_id != first.calculation_id
    assert posted(actual, "kim_city_share") == 158_000_00
    assert posted(second, "kim_city_share") == 258_000_00


def test_nobody_releases_what_they_entered(
    bodies: Bodies, treasurer: User, second_treasurer: User, clerk: User
) -> None:
    agreement = a_matter(bodies).agreement
    report = enter_report(forwarding_id=agreement.pk, entry=a_report(), by=treasurer, on=TODAY)
    with pytest.raises(SameHands):
        release_report(report_id=report.pk, by=treasurer, on=TODAY)
    with pytest.raises(NotAllowed):
        release_report(report_id=report.pk, by=clerk, on=TODAY)
    release_report(report_id=report.pk, by=second_treasurer, on=TODAY)
    with pytest.raises(AlreadySettled):
        release_report(report_id=report.pk, by=second_treasurer, on=TODAY)
    with pytest.raises(DatabaseError), transaction.atomic():
        CostReport.objects.filter(pk=report.pk).update(source="anders")
    with pytest.raises(DatabaseError), transaction.atomic():
        report.lines.update(cents=1)


def test_the_database_itself_wants_four_eyes(bodies: Bodies, treasurer: User) -> None:
    grant = a_matter(bodies).grant
    step = enter_step(
        grant_id=grant.pk,
        entry=StepEntry(StepKind.CALL, date(2025, 3, 1), 1_00, "Abruf"),
        by=treasurer,
        on=TODAY,
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        GrantStep.objects.filter(pk=step.pk).update(state="released", released_by=treasurer)


def test_the_provider_reports_its_own_cost_and_strangers_see_nothing(
    bodies: Bodies, provider_clerk: User, stranger: User
) -> None:
    matter = a_matter(bodies)
    report = enter_report(forwarding_id=matter.agreement.pk, entry=a_report(), by=provider_clerk, on=TODAY)
    with pytest.raises(NotAllowed):
        release_report(report_id=report.pk, by=provider_clerk, on=TODAY)
    with pytest.raises(NotAllowed):
        enter_report(forwarding_id=matter.agreement.pk, entry=a_report(), by=stranger, on=TODAY)
    assert list(queries.visible_forwardings(provider_clerk, on=TODAY)) == [matter.agreement]
    assert not queries.visible_grants(provider_clerk, on=TODAY)
    assert not queries.visible_forwardings(stranger, on=TODAY)
    assert not queries.visible_reports(stranger, on=TODAY)


def test_a_report_outside_of_the_grant_or_negative_is_refused_whole(bodies: Bodies) -> None:
    agreement = a_matter(bodies).agreement
    entry = a_report()
    lines = [*entry.lines, CostLine(CostClass.MATERIAL, -1, *YEAR, place="B7")]
    wrong = type(entry)(entry.kind, entry.period, entry.reported_on, entry.source, lines)
    with pytest.raises(ReportRefused, match="B7: Sachkosten: −0,01"):
        enter_report(forwarding_id=agreement.pk, entry=wrong, by=None, on=TODAY)
    early = CostLine(CostClass.EMPLOYER_GROSS, 1, date(2024, 12, 1), date(2025, 1, 1), place="B8")
    wrong = type(entry)(entry.kind, entry.period, entry.reported_on, entry.source, [early])
    with pytest.raises(ReportRefused, match=r"B8: Arbeitgeberbrutto ab 01\.12\.2024"):
        enter_report(forwarding_id=agreement.pk, entry=wrong, by=None, on=TODAY)
    assert not CostReport.objects.exists()


def test_more_posts_than_the_notice_are_refused(bodies: Bodies) -> None:
    matter = a_matter(bodies)
    seventh = stretch(bodies, fte=Decimal("0.5"), valid=(date(2025, 7, 1), YEAR[1]))
    with pytest.raises(OverTheNotice, match=r"Vom 01\.07\.2025 bis 31\.12\.2025 stehen 6,5 Stellen"):
        add_post(grant_id=matter.grant.pk, number="CM 7", label="", entry=seventh, by=None, on=TODAY)
    assert matter.grant.posts.count() == 6


def test_what_is_known_earlier_cannot_replace_what_is_known_later(bodies: Bodies) -> None:
    agreement = a_matter(bodies).agreement
    with pytest.raises(KnownBefore):
        set_clause(forwarding_id=agreement.pk, entry=clause("50", date(2020, 1, 1)), by=None, on=TODAY)


def test_one_provider_has_one_agreement_at_a_time(bodies: Bodies) -> None:
    matter = a_matter(bodies)
    terms = AgreementEntry(valid=(date(2025, 7, 1), None))
    with pytest.raises(OverlappingAgreement, match="Vertrag 2022"):
        conclude(grant_id=matter.grant.pk, provider=bodies[PROVIDER], entry=terms, by=None, on=TODAY)
    end_agreement(
        forwarding_id=matter.agreement.pk, until=date(2025, 7, 1), reason="Kündigung", by=None, on=TODAY
    )
    conclude(grant_id=matter.grant.pk, provider=bodies[PROVIDER], entry=terms, by=None, on=TODAY)


def test_a_clause_that_the_rules_do_not_know_is_refused(bodies: Bodies) -> None:
    agreement = a_matter(bodies).agreement
    with pytest.raises(UnknownClause):
        set_clause(
            forwarding_id=agreement.pk,
            entry=clause("1", TODAY, parameter="flueag_rate"),
            by=None,
            on=TODAY,
        )


def test_a_step_that_others_rest_on_is_not_withdrawn_first(bodies: Bodies) -> None:
    grant = a_matter(bodies).grant
    notice = grant.steps.get(kind=StepKind.NOTICE)
    entry = StepEntry(StepKind.CALL, date(2025, 3, 1), 100_000_00, "Abruf 1")
    call = enter_step(grant_id=grant.pk, entry=entry, by=None, on=TODAY)
    release_step(step_id=call.pk, by=None, on=TODAY)
    with pytest.raises(StepRefused, match="beruht auf diesem Schritt"):
        withdraw_step(step_id=notice.pk, reason="falsch", by=None, on=TODAY)
    withdraw_step(step_id=call.pk, reason="zu früh", by=None, on=TODAY)
    withdraw_step(step_id=notice.pk, reason="falsch", by=None, on=TODAY)
    assert money_of(queries.steps_of(grant.steps.all())).granted == 0
    assert bodies[TOWN].id == grant.body_id
