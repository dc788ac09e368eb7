"""A whole entry is taken back with a reason, stays readable, and is taken up again."""

from typing import Any

import pytest
from django.test import Client

from allmende.accounts.models import User
from allmende.cooperations import queries
from allmende.cooperations.actions import change_cooperation, create_cooperation
from allmende.cooperations.errors import BodyTaken, EntryWithdrawn, NotWithdrawn, ReasonMissing
from allmende.cooperations.kinds import SHAPES
from allmende.cooperations.models import Cooperation, CooperationState, Party
from allmende.cooperations.withdrawing import reinstate_cooperation, withdraw_cooperation
from allmende.register.bitemporal import KNOWN_NOW
from allmende.register.domain import BodyView, NotAllowed
from tests.cooperations.register.factories import LATER, NOW, SINCE, SOURCE, STATE, entry
from tests.register.factories import TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_today")]
KEY = "rechenzentrum-probe"
PAGE = f"/zusammenarbeit/eintrag/{KEY}/"
NAME = "Gemeinsames Rechenzentrum Probe"
WHO: dict[str, Any] = {"by": None, "on": TODAY, "at": LATER}


@pytest.fixture
def keeper(client: Client, clerk: User, cooperation: Cooperation) -> Client:
    """A client in which a clerk of a party is signed in."""
    client.force_login(clerk)
    return client


def test_a_withdrawn_entry_is_in_no_list_but_its_page_tells_why(
    keeper: Client, sample: dict[str, BodyView]
) -> None:
    keeper.post(f"{PAGE}zuruecknehmen/", {"reason": "doppelt erfasst"})
    assert NAME not in keeper.get("/zusammenarbeit/").content.decode()
    assert queries.cooperations_of(sample["05999004"].id, on=TODAY) == []
    assert queries.search(NAME, on=TODAY) == []
    page = keeper.get(PAGE).content.decode()
    assert "Grund: doppelt erfasst." in page
    assert "Kreis Probe" in page
    assert "Angaben ändern" not in page
    assert "Tag eintragen" not in page
    assert "Eintrag wieder aufnehmen" in page
    assert NAME in keeper.get("/zusammenarbeit/zurueckgenommen/").content.decode()
    assert keeper.get(f"{PAGE}aufgaben/it-betrieb/").status_code == 200


def test_nothing_is_erased(cooperation: Cooperation) -> None:
    before = Party.objects.count()
    withdraw_cooperation(key=KEY, reason="doppelt", **WHO)
    assert Party.objects.count() == before
    assert not CooperationState.objects.filter(KNOWN_NOW).exists()


def test_an_entry_taken_up_again_says_what_it_said(keeper: Client, cooperation: Cooperation) -> None:
    said = queries.listed(TODAY).values("folded", "party_count", "task_names").get()
    keeper.post(f"{PAGE}zuruecknehmen/", {"reason": "doppelt erfasst"})
    keeper.post(f"{PAGE}wieder-aufnehmen/")
    assert queries.listed(TODAY).values("folded", "party_count", "task_names").get() == said
    page = keeper.get(PAGE).content.decode()
    assert "doppelt erfasst" in page  # in the history
    assert "Zurückgenommen am" not in page
    for shape in SHAPES.values():
        known = shape.model._default_manager.filter(KNOWN_NOW)
        assert known.count() * 2 == shape.model._default_manager.count()


def test_a_withdrawn_entry_cannot_be_changed(keeper: Client, cooperation: Cooperation) -> None:
    withdraw_cooperation(key=KEY, reason="doppelt", **WHO)
    assert keeper.get(f"{PAGE}aendern/").status_code == 409
    with pytest.raises(EntryWithdrawn):
        change_cooperation(key=KEY, state=STATE, source=SOURCE, from_day=SINCE, **WHO)


def test_its_own_body_is_free_for_the_right_entry(sample: dict[str, BodyView]) -> None:
    own = sample["05998000"].id
    create_cooperation(entry=entry(sample, body_id=own, tasks=[]), by=None, on=TODAY, at=NOW)
    withdraw_cooperation(key=KEY, reason="doppelt", **WHO)
    create_cooperation(entry=entry(sample, key="richtig", body_id=own, tasks=[]), by=None, on=TODAY, at=NOW)
    with pytest.raises(BodyTaken):
        reinstate_cooperation(key=KEY, **WHO)
    withdraw_cooperation(key="richtig", reason="doch falsch", **WHO)
    reinstate_cooperation(key=KEY, **WHO)
    assert Cooperation.objects.get(key=KEY).body_id == own


def test_a_reason_is_needed(cooperation: Cooperation) -> None:
    with pytest.raises(ReasonMissing):
        withdraw_cooperation(key=KEY, reason="  ", **WHO)


def test_what_stands_cannot_be_taken_up_again(cooperation: Cooperation) -> None:
    with pytest.raises(NotWithdrawn):
        reinstate_cooperation(key=KEY, **WHO)


def test_strangers_may_not_take_an_entry_back(
    client: Client, stranger: User, cooperation: Cooperation
) -> None:
    client.force_login(stranger)
    assert client.get(f"{PAGE}zuruecknehmen/").status_code == 404
    with pytest.raises(NotAllowed):
        withdraw_cooperation(key=KEY, reason="doppelt", by=stranger, on=TODAY, at=LATER)
