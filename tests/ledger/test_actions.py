from datetime import date
from typing import Any

import pytest
from django.db import InternalError, connection, transaction
from django.db.utils import IntegrityError

from allmende.accounts.models import AuditEvent, User
from allmende.ledger import actions, queries
from allmende.ledger.domain import PostingKind
from allmende.ledger.errors import (
    AlreadyCancelled,
    ChangedMeanwhile,
    NoAmount,
    NoMoney,
    NoReason,
    NotConcerned,
    NothingChanged,
    SameBody,
    UnevenChain,
)
from allmende.ledger.models import Calculation, Posting
from allmende.register.domain import BodyView, NotAllowed
from allmende.rules import RulesError
from tests.ledger.factories import LAND, PROVIDER, TODAY, TOWN, YEAR, a_calculation, flows, question

Bodies = dict[str, BodyView]


def amounts() -> list[tuple[str, str, int]]:
    rows = Posting.objects.order_by("pk").values_list("kind", "rule", "cents")
    return [(kind, rule, cents) for kind, rule, cents in rows]


def test_the_numbers_of_source_document_003_are_posted_to_the_cent(bodies: Bodies) -> None:
    a_calculation(bodies)
    assert amounts() == [
        ("soll", "kim_forwarded_grant", 34_200_000),
        ("soll", "kim_forwarded_grant", 34_200_000),
        ("soll", "kim_city_share", 30_989_580),
    ]


def test_each_posting_tells_its_section_and_its_reason(bodies: Bodies) -> None:
    a_calculation(bodies)
    posting = Posting.objects.get(rule="kim_city_share")
    assert posting.section == "Weiterleitungsvertrag"
    assert "309.895,80" in posting.sentence
    assert posting.explanation["value"] == "309895.80"


def test_one_post_less_is_posted_as_the_difference_with_its_cause(bodies: Bodies, treasurer: User) -> None:
    calculation = a_calculation(bodies)
    version = actions.recalculate(
        calculation_id=calculation.pk,
        question=question(case_management_posts="5"),
        based_on=1,
        reason="Änderungsbescheid",
        by=treasurer,
        on=TODAY,
    )
    assert amounts()[3:] == [
        ("korrektur", "kim_forwarded_grant", -5_700_000),
        ("korrektur", "kim_forwarded_grant", -5_700_000),
        ("korrektur", "kim_city_share", 5_700_000),
    ]
    assert version.causes == ["Stellen im Case Management: 6 Vollzeitstellen → 5 Vollzeitstellen."]


def test_a_repealed_clause_takes_the_city_share_back(bodies: Bodies) -> None:
    calculation = a_calculation(bodies)
    actions.recalculate(
        calculation_id=calculation.pk,
        question=question(forwarding_contract="none"),
        based_on=1,
        reason="Ratsbeschluss: Aufhebung der Klausel",
        by=None,
        on=TODAY,
    )
    assert amounts()[3:] == [("korrektur", "kim_city_share", -30_989_580)]


def test_a_choice_is_told_in_its_words_not_by_its_code(bodies: Bodies) -> None:
    calculation = a_calculation(bodies)
    plan = actions.preview(
        calculation_id=calculation.pk, question=question(forwarding_contract="none"), by=None, on=TODAY
    )
    (clause,) = plan.causes.inputs
    assert (clause.before, clause.after) == (
        "Stadt trägt die ungedeckten Kosten",
        "kein Eigenanteil der Stadt",
    )


def test_another_grant_per_post_changes_grant_and_own_share(bodies: Bodies) -> None:
    calculation = a_calculation(bodies)
    layer = {"name": "Erhöhung", "rows": {"kim_case_management_cap": {"value": "60000"}}}
    plan = actions.preview(
        calculation_id=calculation.pk, question=question(layers=(layer,)), by=None, on=TODAY
    )
    assert [line.cents for line in plan.to_post] == [1_800_000, 1_800_000, -1_800_000]
    assert [each.label for each in plan.causes.parameters] == ["Förderung je Stelle im Case Management"]


def test_a_preview_posts_nothing(bodies: Bodies) -> None:
    calculation = a_calculation(bodies)
    actions.preview(
        calculation_id=calculation.pk, question=question(case_management_posts="5"), by=None, on=TODAY
    )
    assert Posting.objects.count() == 3


def test_the_same_values_post_nothing_again(bodies: Bodies) -> None:
    calculation = a_calculation(bodies)
    with pytest.raises(NothingChanged):
        actions.recalculate(
            calculation_id=calculation.pk,
            question=question(),
            based_on=1,
            reason="noch einmal",
            by=None,
            on=TODAY,
        )


def test_who_saw_an_older_state_must_look_again(bodies: Bodies) -> None:
    calculation = a_calculation(bodies)
    with pytest.raises(ChangedMeanwhile):
        actions.recalculate(
            calculation_id=calculation.pk,
            question=question(case_management_posts="5"),
            based_on=0,
            reason="Bescheid",
            by=None,
            on=TODAY,
        )


def test_a_correction_needs_a_reason(bodies: Bodies) -> None:
    calculation = a_calculation(bodies)
    with pytest.raises(NoReason):
        actions.recalculate(
            calculation_id=calculation.pk,
            question=question(case_management_posts="5"),
            based_on=1,
            reason=" ",
            by=None,
            on=TODAY,
        )


def test_a_chain_that_loses_money_is_refused_and_posts_nothing(bodies: Bodies) -> None:
    first, _handed_on, share = flows(bodies)
    with pytest.raises(UnevenChain, match="Musterstadt"):
        actions.create_calculation(
            body=bodies[TOWN],
            title="schief",
            kind=PostingKind.SOLL,
            period=YEAR,
            flows=[first, share.__class__(share.rule, share.payer, share.payee, from_own_money=False)],
            question=question(),
            reason="Bescheid",
            by=None,
            on=TODAY,
        )
    assert not Posting.objects.exists()
    assert not Calculation.objects.exists()


def test_a_wrong_input_posts_nothing(bodies: Bodies) -> None:
    with pytest.raises(RulesError, match="case_management_posts"):
        a_calculation(bodies, case_management_posts="-1")
    assert not Calculation.objects.exists()


def test_a_rule_that_gives_no_money_is_refused(bodies: Bodies) -> None:
    flow = flows(bodies)[0]
    with pytest.raises(NoMoney):
        actions.create_calculation(
            body=bodies[TOWN],
            title="Personen",
            kind=PostingKind.SOLL,
            period=YEAR,
            flows=[flow.__class__("flueag_credited_persons", flow.payer, flow.payee)],
            question=question(facility_places="10"),
            reason="Bescheid",
            by=None,
            on=TODAY,
        )


def test_only_who_may_post_money_posts(bodies: Bodies, clerk: User) -> None:
    with pytest.raises(NotAllowed):
        a_calculation(bodies, by=clerk)


def test_an_event_tells_who_posted(bodies: Bodies, treasurer: User) -> None:
    a_calculation(bodies, by=treasurer)
    assert AuditEvent.objects.filter(action="calculation_posted", chain=TOWN, actor_id=treasurer.pk).exists()


@pytest.mark.parametrize("statement", ["UPDATE {} SET {} = {} + 1", "DELETE FROM {}"])
@pytest.mark.parametrize(
    ("table", "column"), [("ledger_posting", "cents"), ("ledger_calculationversion", "number")]
)
def test_the_database_refuses_to_change_what_is_posted(
    bodies: Bodies, statement: str, table: str, column: str
) -> None:
    a_calculation(bodies)
    refused = pytest.raises((IntegrityError, InternalError), match="nie geändert")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(table, column, column))


def by_hand(bodies: Bodies, treasurer: User | None = None, **changes: Any) -> Posting:
    given: dict[str, Any] = {
        "body": bodies[TOWN],
        "payer": bodies[LAND],
        "payee": bodies[TOWN],
        "cents": 17_100_000,
        "kind": PostingKind.ABSCHLAG,
        "period": YEAR,
        "document": "Mittelabruf vom 3.2.2025",
        "by": treasurer,
        "on": TODAY,
    }
    return actions.post_by_hand(**{**given, **changes})


def test_a_payment_is_entered_with_its_document(bodies: Bodies, treasurer: User) -> None:
    posting = by_hand(bodies, treasurer)
    assert (posting.kind, posting.cents, posting.sentence) == (
        "abschlag",
        17_100_000,
        "Mittelabruf vom 3.2.2025",
    )


@pytest.mark.parametrize(
    ("changes", "error"), [({"cents": 0}, NoAmount), ({"cents": -1}, NoAmount), ({"document": " "}, NoReason)]
)
def test_a_payment_without_amount_or_document_is_refused(
    bodies: Bodies, changes: dict[str, Any], error: type[Exception]
) -> None:
    with pytest.raises(error):
        by_hand(bodies, **changes)


def test_nobody_pays_itself(bodies: Bodies) -> None:
    with pytest.raises(SameBody):
        by_hand(bodies, payer=bodies[TOWN])


def test_nobody_enters_what_two_others_pay_each_other(bodies: Bodies, treasurer: User) -> None:
    with pytest.raises(NotConcerned, match="Musterstadt"):
        by_hand(bodies, treasurer, payer=bodies[LAND], payee=bodies[PROVIDER])


def test_a_posting_is_taken_back_by_its_opposite_once(bodies: Bodies, treasurer: User) -> None:
    posting = by_hand(bodies, treasurer)
    actions.cancel_posting(posting_id=posting.pk, reason="doppelt erfasst", by=treasurer, on=TODAY)
    assert sum(cents for _kind, _rule, cents in amounts()) == 0
    with pytest.raises(AlreadyCancelled):
        actions.cancel_posting(posting_id=posting.pk, reason="noch einmal", by=treasurer, on=TODAY)


def test_who_pays_or_is_paid_sees_the_posting_and_a_stranger_does_not(
    bodies: Bodies, treasurer: User, stranger: User
) -> None:
    a_calculation(bodies)
    assert queries.visible_postings(treasurer, on=TODAY).count() == 3
    assert queries.visible_postings(stranger, on=TODAY).count() == 0


def test_sums_of_an_intermediary_are_its_own_share(bodies: Bodies, treasurer: User) -> None:
    a_calculation(bodies)
    town = bodies[TOWN].id
    sums = queries.sums_of_body(queries.postings_of_body(town, user=treasurer, on=TODAY), town)
    assert (sums.received, sums.paid, sums.net) == (34_200_000, 65_189_580, -30_989_580)


def test_streams_add_up_what_goes_between_two_bodies(bodies: Bodies, treasurer: User) -> None:
    a_calculation(bodies)
    streams = queries.streams(queries.visible_postings(treasurer, on=TODAY), on=date(2025, 1, 1))
    assert [(each.payer.key, each.payee.key, each.cents) for each in streams] == [
        (TOWN, PROVIDER, 65_189_580),
        (LAND, TOWN, 34_200_000),
    ]
