"""The installation names the first head of a body, and nothing else; a head opens the body's papers."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from allmende.accounts.actions import create_demo_user, deactivate_user
from allmende.accounts.models import User
from allmende.accounts.queries import history_of
from allmende.register import actions, queries
from allmende.register.domain import (
    BodyView,
    Capability,
    HeadDecides,
    NotAllowed,
    OnlyTheFirstHead,
    OwnAppointment,
    Role,
)
from allmende.register.models import Membership
from tests.register.factories import TODAY, member

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_today")]
TOMORROW = TODAY + timedelta(days=1)
MEMBERS = "/koerperschaften/05999004/personen/"


@pytest.fixture
def town(sample: dict[str, BodyView]) -> BodyView:
    return sample["05999004"]


@pytest.fixture
def staff(db: None) -> User:
    return create_demo_user("admin@betrieb.example", "nur-fuer-tests-2026", "Vera", is_staff=True)


@pytest.fixture
def newcomer(db: None) -> User:
    return create_demo_user("neu@musterstadt.example", "nur-fuer-tests-2026", "Neu")


def appoint(user: User, body: BodyView, by: User, **other: Any) -> int:
    fields: dict[str, Any] = {"role": Role.HEAD, "valid_from": TODAY, "on": TODAY, **other}
    return actions.grant_membership(user=user, body=body, by=by, **fields)


def test_staff_names_the_first_head_and_the_body_can_read_who_did(
    town: BodyView, staff: User, newcomer: User
) -> None:
    appoint(newcomer, town, staff)
    assert queries.may(newcomer, town.id, Capability.MANAGE_MEMBERS, on=TODAY)
    event = history_of("register.body", town.key)[0]
    assert (event.chain, event.actor_id, event.action) == (town.key, staff.pk, "head_appointed")


def test_staff_cannot_name_a_second_head(town: BodyView, staff: User, newcomer: User) -> None:
    member(town, Role.HEAD)
    with pytest.raises(HeadDecides, match="hat eine Leitung"):
        appoint(newcomer, town, staff)


def test_staff_cannot_appoint_themselves(town: BodyView, staff: User) -> None:
    with pytest.raises(OwnAppointment, match="Sich selbst"):
        appoint(staff, town, staff)
    assert not queries.may(staff, town.id, Capability.READ_INTERNAL, on=TODAY)


@pytest.mark.parametrize("other", [{"role": Role.READER}, {"valid_from": TOMORROW}])
def test_staff_gives_no_other_role_and_names_no_head_in_advance(
    town: BodyView, staff: User, newcomer: User, other: dict[str, Any]
) -> None:
    with pytest.raises(OnlyTheFirstHead):
        appoint(newcomer, town, staff, **other)


def test_staff_neither_changes_nor_ends_a_role(town: BodyView, staff: User) -> None:
    member(town, Role.HEAD)
    member(town, Role.READER)
    held = Membership.objects.get(role=Role.READER.value).pk
    with pytest.raises(HeadDecides):
        actions.change_role(membership_id=held, role=Role.HEAD, from_day=TODAY, by=staff, on=TODAY)
    with pytest.raises(HeadDecides):
        actions.end_membership(membership_id=held, last_day=TODAY, by=staff, on=TODAY)


def test_staff_who_also_leads_the_body_is_its_head(town: BodyView, staff: User, newcomer: User) -> None:
    appoint(staff, town, by=None, valid_from=date(2025, 1, 1))  # type: ignore[arg-type]
    appoint(newcomer, town, staff, role=Role.READER)
    assert history_of("register.body", town.key)[0].action == "membership_granted"


def test_staff_may_name_a_head_again_when_the_last_account_is_closed(
    town: BodyView, staff: User, newcomer: User
) -> None:
    former = member(town, Role.HEAD)
    deactivate_user(user_id=former.pk, by=staff)
    appoint(newcomer, town, staff)
    assert queries.has_head(town.id, on=TODAY)


def test_staff_may_name_a_head_again_when_the_last_period_is_over(
    town: BodyView, staff: User, newcomer: User
) -> None:
    appoint(newcomer, town, staff, last_day=TODAY)
    other = create_demo_user("zwei@musterstadt.example", "nur-fuer-tests-2026", "Zwei")
    appoint(other, town, staff, valid_from=TOMORROW, on=TOMORROW)
    assert queries.may(other, town.id, Capability.MANAGE_MEMBERS, on=TOMORROW)


def test_closed_staff_accounts_name_nobody(town: BodyView, staff: User, newcomer: User) -> None:
    staff.is_active = False
    with pytest.raises(NotAllowed):
        appoint(newcomer, town, staff)


class TestPage:
    def test_staff_is_led_from_the_body_to_the_form_and_names_a_head(
        self, town: BodyView, staff: User, client: Client
    ) -> None:
        client.force_login(staff)
        assert f'href="{MEMBERS}"' in client.get("/koerperschaften/05999004/").content.decode()
        assert 'name="role"' not in client.get(MEMBERS).content.decode()
        page = client.post(MEMBERS, {"email": "lea@musterstadt.example", "name": "Lea"}).content.decode()
        assert "Übergeben Sie diesen Link" in page
        assert "hat für die Installation die Leitung benannt" in page
        assert "Leitung benennen" not in page

    def test_staff_who_names_themselves_is_told_why_not(
        self, town: BodyView, staff: User, client: Client
    ) -> None:
        client.force_login(staff)
        page = client.post(MEMBERS, {"email": staff.email, "name": ""}).content.decode()
        assert "Sich selbst können Sie nicht" in page

    def test_staff_finds_no_form_where_there_is_a_head(
        self, town: BodyView, staff: User, client: Client
    ) -> None:
        member(town, Role.HEAD)
        client.force_login(staff)
        assert 'name="email"' not in client.get(MEMBERS).content.decode()
        fields = {"email": staff.email, "role": "head", "valid_from": "2026-03-02"}
        response = client.post(MEMBERS, fields)
        assert response.status_code == 403
        assert "hat eine Leitung" in response.content.decode()

    def test_members_and_visitors_are_not_offered_to_name_a_head(
        self, town: BodyView, client: Client
    ) -> None:
        assert "Leitung benennen" not in client.get("/koerperschaften/05999004/").content.decode()
        client.force_login(member(town, Role.CLERK))
        assert "Leitung benennen" not in client.get("/koerperschaften/05999004/").content.decode()
        assert "Leitung benennen" not in client.get(MEMBERS).content.decode()

    def test_a_role_that_begins_later_is_announced_with_its_day(self, town: BodyView, client: Client) -> None:
        create_demo_user("neu@musterstadt.example", "nur-fuer-tests-2026", "Neu")
        client.force_login(member(town, Role.HEAD))
        fields = {"email": "neu@musterstadt.example", "role": "reader", "valid_from": "2027-01-01"}
        page = client.post(MEMBERS, fields, follow=True).content.decode()
        assert "neu@musterstadt.example hat Zugang ab 01.01.2027." in page
