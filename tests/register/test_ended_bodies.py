"""A body that was merged: its people keep what they had, and nothing new is written for it."""

from datetime import UTC, date, datetime

import pytest
from django.test import Client

from allmende.accounts.models import User
from allmende.register import actions, queries
from allmende.register.domain import BodyEnded, BodyView, Capability, NotAllowed, Role, UnknownBody
from allmende.register.models import Membership
from allmende.register.permissions import require
from tests.register.factories import SAMPLE, TODAY, listed, member, record, take_over_list

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_today")]
ENDED_ON = date(2026, 1, 1)
DAY_BEFORE = date(2025, 12, 31)


@pytest.fixture
def village(sample: dict[str, BodyView]) -> BodyView:
    """Beispieldorf, which became a part of Musterstadt."""
    merged = record("05999008", "Beispieldorf", merged_into="05999004")
    stays = [each for each in SAMPLE if each.key != "05999008"]
    take_over_list(listed([*stays, merged], stand=ENDED_ON), at=datetime(2026, 1, 5, tzinfo=UTC))
    return sample["05999008"]


@pytest.fixture
def head(village: BodyView) -> User:
    return member(village, Role.HEAD)


def test_a_membership_outlives_its_body_and_shows_it_as_it_was_last(village: BodyView, head: User) -> None:
    (held,) = queries.memberships_of(head, on=TODAY)
    assert (str(held.body), held.body.parent_name, held.body.ended_on) == (
        "Gemeinde Beispieldorf",
        "Kreis Probe",
        ENDED_ON,
    )
    (then,) = queries.memberships_of(head, on=DAY_BEFORE)
    assert then.body.ended_on is None


@pytest.mark.parametrize(
    ("capability", "is_left"),
    [
        (Capability.READ_INTERNAL, True),
        (Capability.MANAGE_MEMBERS, True),
        (Capability.EDIT_PAPERS, False),
        (Capability.CONFIRM_PAPERS, False),
    ],
)
def test_its_people_read_on_but_write_nothing_new(
    village: BodyView, head: User, capability: Capability, is_left: bool
) -> None:
    assert queries.may(head, village.id, capability, on=DAY_BEFORE)
    assert queries.may(head, village.id, capability, on=TODAY) is is_left


def test_who_writes_for_it_is_told_since_when_it_is_gone(village: BodyView, head: User) -> None:
    with pytest.raises(BodyEnded, match=r"„Gemeinde Beispieldorf“ besteht seit dem 01\.01\.2026"):
        require(head, village.id, Capability.EDIT_PAPERS, on=TODAY)


def test_a_refusal_without_a_body_has_no_empty_quotation_marks() -> None:
    assert str(NotAllowed()) == "Ihre Rolle erlaubt das nicht. Wenden Sie sich an die Leitung."


def test_its_head_still_ends_roles(village: BodyView, head: User) -> None:
    member(village, Role.READER)
    held = Membership.objects.get(role=Role.READER.value).pk
    actions.end_membership(membership_id=held, last_day=TODAY, by=head, on=TODAY)
    assert Membership.objects.get(pk=held).valid.upper is not None


def test_it_is_found_by_number_and_key_but_an_unknown_one_is_not(village: BodyView) -> None:
    assert str(queries.bodies_by_id([village.id], on=TODAY)[village.id]) == "Gemeinde Beispieldorf"
    assert queries.known_body_by_key("05999008", on=TODAY).ended_on == ENDED_ON
    with pytest.raises(UnknownBody):
        queries.known_body_by_key("05999099", on=TODAY)
    with pytest.raises(UnknownBody):
        queries.known_body_by_key("05999008", on=date(1990, 1, 1))


@pytest.mark.parametrize("url", ["/", "/koerperschaften/05999008/", "/koerperschaften/05999008/personen/"])
def test_its_pages_name_the_last_day_and_the_successor(
    village: BodyView, head: User, client: Client, url: str
) -> None:
    client.force_login(head)
    page = " ".join(client.get(url).content.decode().split())
    assert "besteht seit dem 01.01.2026 nicht mehr. Nachfolgerin:" in page
    assert 'href="/koerperschaften/05999004/">Musterstadt</a>.' in page
    assert "Vorlage einlesen" not in page


def test_the_switcher_marks_it(village: BodyView, head: User, client: Client) -> None:
    actions.grant_membership(
        user=head,
        body=queries.body_by_key("05998000", on=TODAY),
        role=Role.READER,
        valid_from=TODAY,
        by=None,
        on=TODAY,
    )
    client.force_login(head)
    assert "Gemeinde Beispieldorf (besteht nicht mehr)" in client.get("/").content.decode()
