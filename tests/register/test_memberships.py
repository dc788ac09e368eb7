"""Who may act for whom, and that every change is allowed, dated and recorded."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test.utils import CaptureQueriesContext

from allmende.accounts.actions import create_demo_user
from allmende.accounts.models import AuditEvent, User
from allmende.accounts.queries import history_of
from allmende.register import actions, queries
from allmende.register.domain import (
    CAPABILITIES,
    BodyView,
    Capability,
    LastHead,
    MembershipOverlap,
    NotAllowed,
    RetroactiveChange,
    Role,
    UnknownMembership,
    WrongPeriod,
    roles_with,
)
from allmende.register.middleware import acting_body
from allmende.register.models import Membership
from tests.register.factories import TODAY, member

pytestmark = pytest.mark.django_db
TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture
def town(sample: dict[str, BodyView]) -> BodyView:
    return sample["05999004"]


@pytest.fixture
def head(town: BodyView) -> User:
    return member(town, Role.HEAD)


@pytest.fixture
def newcomer(db: None) -> User:
    return create_demo_user("neu@musterstadt.example", "nur-fuer-tests-2026", "Neu")


def grant(user: User, body: BodyView, by: User | None, **other: Any) -> int:
    fields = {"role": Role.CLERK, "valid_from": TODAY, "on": TODAY, **other}
    return actions.grant_membership(user=user, body=body, by=by, **fields)


def test_the_head_lets_somebody_act_and_it_is_recorded(town: BodyView, head: User, newcomer: User) -> None:
    grant(newcomer, town, head)
    (held,) = queries.memberships_of(newcomer, on=TODAY)
    assert (held.body.key, held.role, held.last_day) == ("05999004", Role.CLERK, None)
    event = history_of("register.body", "05999004")[0]
    assert (event.actor_id, event.action) == (head.pk, "membership_granted")
    assert event.details == {"Person": "Neu", "Rolle": "Sachbearbeitung", "ab": "02.03.2026"}


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.HEAD])
def test_nobody_but_the_head_may_grant(town: BodyView, newcomer: User, role: Role) -> None:
    with pytest.raises(NotAllowed):
        grant(newcomer, town, member(town, role))


def test_the_head_of_another_body_may_not_grant(
    sample: dict[str, BodyView], town: BodyView, newcomer: User
) -> None:
    with pytest.raises(NotAllowed):
        grant(newcomer, town, member(sample["05998000"], Role.HEAD))


def test_a_second_role_at_the_same_time_is_refused(town: BodyView, head: User, newcomer: User) -> None:
    grant(newcomer, town, head)
    with pytest.raises(MembershipOverlap):
        grant(newcomer, town, head, role=Role.READER, valid_from=TOMORROW)
    row = Membership(user=newcomer, body_id=town.id, role="reader", valid=DateRange(TODAY, None))
    with pytest.raises(IntegrityError, match="membership_one_role"), transaction.atomic():
        row.save()


def test_a_period_cannot_end_before_it_begins(town: BodyView, head: User, newcomer: User) -> None:
    with pytest.raises(WrongPeriod):
        grant(newcomer, town, head, last_day=TODAY - timedelta(days=1))


def test_rights_begin_and_end_with_their_days(town: BodyView, head: User, newcomer: User) -> None:
    grant(newcomer, town, head, valid_from=TOMORROW, last_day=TOMORROW)
    days = [TODAY, TOMORROW, TOMORROW + timedelta(days=1)]
    assert [queries.may(newcomer, town.id, Capability.EDIT_PAPERS, on=day) for day in days] == [
        False,
        True,
        False,
    ]


def test_another_role_leaves_the_earlier_one_written(town: BodyView, head: User, newcomer: User) -> None:
    first = grant(newcomer, town, head, valid_from=date(2026, 1, 1))
    actions.change_role(membership_id=first, role=Role.AUDITOR, from_day=TOMORROW, by=head, on=TODAY)
    rows = Membership.objects.filter(user=newcomer).order_by("valid")
    assert [(row.role, row.valid.lower, row.valid.upper) for row in rows] == [
        ("clerk", date(2026, 1, 1), TOMORROW),
        ("auditor", TOMORROW, None),
    ]


def test_the_same_role_again_changes_nothing(town: BodyView, head: User, newcomer: User) -> None:
    held = grant(newcomer, town, head)
    events = AuditEvent.objects.count()
    assert actions.change_role(membership_id=held, role=Role.CLERK, from_day=TODAY, by=head, on=TODAY) == held
    assert AuditEvent.objects.count() == events


def test_roles_do_not_change_in_the_past(town: BodyView, head: User, newcomer: User) -> None:
    held = grant(newcomer, town, head, valid_from=date(2026, 1, 1))
    yesterday = TODAY - timedelta(days=1)
    with pytest.raises(RetroactiveChange):
        actions.change_role(membership_id=held, role=Role.READER, from_day=yesterday, by=head, on=TODAY)
    with pytest.raises(RetroactiveChange):
        actions.end_membership(membership_id=held, last_day=date(2026, 1, 31), by=head, on=TODAY)


def test_an_ended_membership_gives_no_rights_from_the_next_day(
    town: BodyView, head: User, newcomer: User
) -> None:
    held = grant(newcomer, town, head, valid_from=date(2026, 1, 1))
    actions.end_membership(membership_id=held, last_day=TODAY, by=head, on=TODAY)
    assert queries.may(newcomer, town.id, Capability.READ_INTERNAL, on=TODAY)
    assert not queries.may(newcomer, town.id, Capability.READ_INTERNAL, on=TOMORROW)


def test_a_membership_that_never_began_is_removed(town: BodyView, head: User, newcomer: User) -> None:
    held = grant(newcomer, town, head, valid_from=date(2026, 6, 1))
    actions.end_membership(membership_id=held, last_day=TODAY, by=head, on=TODAY)
    assert not Membership.objects.filter(user=newcomer).exists()
    assert history_of("register.body", "05999004")[0].action == "membership_ended"


def test_the_last_head_can_neither_go_nor_step_down(town: BodyView, head: User) -> None:
    held = Membership.objects.get(user=head).pk
    with pytest.raises(LastHead):
        actions.end_membership(membership_id=held, last_day=TODAY, by=head, on=TODAY)
    with pytest.raises(LastHead):
        actions.change_role(membership_id=held, role=Role.READER, from_day=TODAY, by=head, on=TODAY)


def test_a_head_may_go_when_there_is_another(town: BodyView, head: User, newcomer: User) -> None:
    grant(newcomer, town, head, role=Role.HEAD)
    held = Membership.objects.get(user=head).pk
    actions.end_membership(membership_id=held, last_day=TODAY, by=newcomer, on=TODAY)
    assert not queries.may(head, town.id, Capability.MANAGE_MEMBERS, on=TOMORROW)


@pytest.mark.parametrize(("last_day", "is_active"), [(TOMORROW, True), (None, False)])
def test_a_head_who_leaves_earlier_or_cannot_sign_in_is_no_other_head(
    town: BodyView, head: User, newcomer: User, last_day: date | None, is_active: bool
) -> None:
    grant(newcomer, town, head, role=Role.HEAD, last_day=last_day)
    User.objects.filter(pk=newcomer.pk).update(is_active=is_active)
    with pytest.raises(LastHead):
        actions.end_membership(
            membership_id=Membership.objects.get(user=head).pk, last_day=TODAY, by=head, on=TODAY
        )


def test_changes_of_members_wait_for_each_other(town: BodyView, head: User, newcomer: User) -> None:
    with CaptureQueriesContext(connection) as queries_made:
        held = grant(newcomer, town, head)
        actions.end_membership(membership_id=held, last_day=TODAY, by=head, on=TODAY)
    locks = [
        query["sql"]
        for query in queries_made
        if '"register_body"' in query["sql"] and "FOR NO KEY UPDATE" in query["sql"]
    ]
    assert len(locks) == 2


def test_an_unknown_membership_is_told(town: BodyView, head: User) -> None:
    with pytest.raises(UnknownMembership):
        actions.end_membership(membership_id=0, last_day=TODAY, by=head, on=TODAY)


def test_inviting_creates_an_account_and_returns_the_link(town: BodyView, head: User) -> None:
    link = actions.add_member(
        email="gast@musterstadt.example",
        name="Gast",
        body=town,
        role=Role.READER,
        valid_from=TODAY,
        last_day=None,
        by=head,
        on=TODAY,
        origin="http://testserver",
    )
    assert link is not None
    assert queries.memberships_of(User.objects.get(email="gast@musterstadt.example"), on=TODAY)


def test_a_refused_invitation_creates_no_account(town: BodyView) -> None:
    clerk = member(town, Role.CLERK)
    with pytest.raises(NotAllowed), transaction.atomic():
        actions.add_member(
            email="gast@musterstadt.example",
            name="Gast",
            body=town,
            role=Role.READER,
            valid_from=TODAY,
            last_day=None,
            by=clerk,
            on=TODAY,
            origin="http://testserver",
        )
    assert not User.objects.filter(email="gast@musterstadt.example").exists()


def test_visitors_and_closed_accounts_may_nothing(town: BodyView, head: User) -> None:
    head.is_active = False
    assert queries.memberships_of(AnonymousUser(), on=TODAY) == []
    assert not queries.may(AnonymousUser(), town.id, Capability.READ_INTERNAL, on=TODAY)
    assert not queries.may(head, town.id, Capability.READ_INTERNAL, on=TODAY)


def test_each_role_reads_and_only_some_do_more() -> None:
    assert roles_with(Capability.READ_INTERNAL) == frozenset(Role)
    assert roles_with(Capability.MANAGE_MEMBERS) == {Role.HEAD}
    assert roles_with(Capability.CONFIRM_PAPERS) == {Role.HEAD, Role.CLERK}
    assert CAPABILITIES.keys() == set(Role)


def test_without_a_valid_choice_one_acts_for_the_first_body(
    sample: dict[str, BodyView], town: BodyView, newcomer: User
) -> None:
    for key in ("05999004", "05998000"):
        grant(newcomer, sample[key], None)
    held = queries.memberships_of(newcomer, on=TODAY)
    assert [str(acting_body(held, key)) for key in (None, "05999004", "gone")] == [
        "Stadt Fremdstadt",
        "Stadt Musterstadt",
        "Stadt Fremdstadt",
    ]
    assert acting_body([], "05999004") is None


def test_without_a_choice_one_acts_where_one_works_not_where_one_reads_along(
    sample: dict[str, BodyView], newcomer: User
) -> None:
    grant(newcomer, sample["05998000"], None, role=Role.READER)
    grant(newcomer, sample["05999004"], None, role=Role.CLERK)
    held = queries.memberships_of(newcomer, on=TODAY)
    assert str(acting_body(held, None)) == "Stadt Musterstadt"
