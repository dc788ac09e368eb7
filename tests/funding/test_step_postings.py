"""From application to settlement: what each step posts, and that nothing is posted twice."""

from datetime import date

import pytest

from allmende.accounts.models import User
from allmende.funding.actions.grants import StepEntry, enter_step, release_step, withdraw_step
from allmende.funding.actions.reports import enter_report, release_report
from allmende.funding.domain.words import ReportKind, StepKind
from allmende.funding.errors import StepRefused
from allmende.funding.models import GrantStep
from allmende.ledger.actions import cancel_posting
from allmende.ledger.domain import Flow, Line, PostingKind, net_of
from allmende.ledger.errors import KeptElsewhere
from allmende.ledger.models import Posting
from allmende.register.domain import BodyView
from tests.funding.factories import LAND, PROVIDER, TODAY, TOWN, Matter, a_grant, a_matter, a_report, a_step

Bodies = dict[str, BodyView]
GRANTED, SETTLED = 342_000_00, 330_000_00


@pytest.fixture
def matter(bodies: Bodies) -> Matter:
    return a_matter(bodies)


def whole_way(matter: Matter) -> None:
    """Let the grant go from its notice to its settlement."""
    for kind in (ReportKind.FORECAST, ReportKind.ACTUAL):
        report = enter_report(forwarding_id=matter.agreement.pk, entry=a_report(kind), by=None, on=TODAY)
        release_report(report_id=report.pk, by=None, on=TODAY)
    grant = matter.grant
    a_step(grant, StepKind.CALL, GRANTED, date(2025, 3, 1))
    a_step(grant, StepKind.RECEIPT, GRANTED, date(2025, 3, 20))
    a_step(grant, StepKind.FORWARDING, SETTLED, date(2025, 4, 1), forwarding_id=matter.agreement.pk)
    a_step(grant, StepKind.PROOF, 0, date(2026, 1, 31))
    a_step(grant, StepKind.SETTLEMENT, SETTLED, date(2026, 2, 10))
    a_step(grant, StepKind.REPAYMENT, GRANTED - SETTLED, date(2026, 2, 20))


def of_kind(*kinds: PostingKind) -> list[Line]:
    rows = Posting.objects.filter(kind__in=kinds).order_by("pk")
    return [Line(Flow(row.rule, row.payer_id, row.payee_id, row.from_own_money), row.cents) for row in rows]


def test_every_stage_of_the_chain_nets_to_the_own_share(bodies: Bodies, matter: Matter) -> None:
    whole_way(matter)
    town = bodies[TOWN].id
    assert net_of(of_kind(PostingKind.PLAN), town) == -309_895_80
    steps = Posting.objects.exclude(subject_url="")
    paid = [
        Line(Flow(row.rule, row.payer_id, row.payee_id, row.from_own_money), row.cents)
        for row in steps.filter(kind__in=[PostingKind.ABSCHLAG, PostingKind.IST])
    ]
    assert net_of(paid, town) == 0
    owed = steps.filter(kind__in=[PostingKind.SOLL, PostingKind.KORREKTUR])
    assert [row.cents for row in owed.order_by("pk")] == [GRANTED, SETTLED - GRANTED]
    actual = of_kind(PostingKind.IST)
    assert net_of([line for line in actual if line.flow.rule], town) == -309_895_80


def test_each_posting_tells_its_document_and_leads_back_to_the_grant(matter: Matter) -> None:
    whole_way(matter)
    settlement = GrantStep.objects.get(kind=StepKind.SETTLEMENT)
    posting = settlement.posting
    assert posting is not None
    assert posting.causes == [
        "Abrechnung vom 10.02.2026: 330.000,00\N{NO-BREAK SPACE}€ statt 342.000,00\N{NO-BREAK SPACE}€, "
        "gebucht ist der Unterschied."
    ]
    assert [node["label"] for node in posting.explanation["inputs"]] == ["bisher", "jetzt"]
    assert posting.subject_url == matter.grant.get_absolute_url()
    kinds = {
        row.kind: row.posting.kind for row in GrantStep.objects.filter(posting__isnull=False) if row.posting
    }
    assert kinds == {
        "notice": "soll",
        "call": "abschlag",
        "forwarding": "abschlag",
        "settlement": "korrektur",
        "repayment": "ist",
    }


def test_what_was_forwarded_goes_to_the_provider_and_is_not_own_money(bodies: Bodies, matter: Matter) -> None:
    whole_way(matter)
    posting = GrantStep.objects.get(kind=StepKind.FORWARDING).posting
    assert posting is not None
    assert (posting.payer_id, posting.payee_id) == (bodies[TOWN].id, bodies[PROVIDER].id)
    assert not posting.from_own_money
    other = a_grant(bodies, "Case Management 2026")
    for grant, agreement in ((matter.grant, None), (other, matter.agreement.pk)):
        with pytest.raises(StepRefused, match="fehlt der Vertrag"):
            a_step(grant, StepKind.FORWARDING, 1_00, date(2025, 5, 1), forwarding_id=agreement)


def test_a_withdrawn_step_takes_its_posting_back_and_later_differences_go_first(matter: Matter) -> None:
    grant = matter.grant
    first = grant.steps.get(kind=StepKind.NOTICE)
    a_step(grant, StepKind.NOTICE, 300_000_00, date(2025, 6, 1))
    second = grant.steps.filter(kind=StepKind.NOTICE).last()
    assert second is not None
    with pytest.raises(StepRefused, match="Spätere Schritte"):
        withdraw_step(step_id=first.pk, reason="falsch", by=None, on=TODAY)
    withdraw_step(step_id=second.pk, reason="aufgehoben", by=None, on=TODAY)
    assert sum(line.cents for line in of_kind(PostingKind.SOLL, PostingKind.KORREKTUR)) == GRANTED
    withdraw_step(step_id=first.pk, reason="falsch", by=None, on=TODAY)
    assert sum(line.cents for line in of_kind(PostingKind.SOLL, PostingKind.KORREKTUR)) == 0


def test_an_entered_step_posts_nothing_and_withdrawing_it_neither(
    matter: Matter, clerk: User, treasurer: User
) -> None:
    before = Posting.objects.count()
    entry = StepEntry(StepKind.CALL, date(2025, 3, 1), 100_00, "Abruf 1")
    step = enter_step(grant_id=matter.grant.pk, entry=entry, by=clerk, on=TODAY)
    withdraw_step(step_id=step.pk, reason="verschrieben", by=treasurer, on=TODAY)
    again = enter_step(grant_id=matter.grant.pk, entry=entry, by=clerk, on=TODAY)
    assert Posting.objects.count() == before
    release_step(step_id=again.pk, by=treasurer, on=TODAY)
    assert Posting.objects.count() == before + 1


def test_the_ledger_sends_people_to_the_grant_to_take_a_step_back(
    bodies: Bodies, matter: Matter, treasurer: User
) -> None:
    posting = Posting.objects.get(subject_label=matter.grant.title)
    assert posting.payer_id == bodies[LAND].id
    with pytest.raises(KeptElsewhere, match="Case Management 2025"):
        cancel_posting(posting_id=posting.pk, reason="weg", by=treasurer, on=TODAY)
