from datetime import date

import pytest
from django.test import Client

from allmende.accounts.models import User
from allmende.cooperations import queries
from allmende.cooperations.actions import load_tasks
from allmende.cooperations.domain import LegalForm
from allmende.cooperations.kinds import FactKind, stated
from allmende.cooperations.models import Cooperation
from allmende.register.domain import BodyView
from tests.cooperations.register.factories import STATE
from tests.register.factories import TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_today")]
PAGE = "/zusammenarbeit/eintrag/rechenzentrum-probe/"
STATED = {
    "name": "Zweckverband Bäder",
    "legal_form": "zweckverband",
    "from_day": "2025-01-01",
    "source": "Amtsblatt",
    "vat": "unknown",
    "data_protection": "unknown",
    "is_start_known": "on",
}


def test_a_clerk_enters_a_cooperation(client: Client, clerk: User, sample: dict[str, BodyView]) -> None:
    load_tasks()
    client.force_login(clerk)
    assert "IT-Betrieb" in client.get("/zusammenarbeit/neu/").content.decode()
    entered = {**STATED, "tasks": ["sport"], "capital_total": "25.000,50"}
    response = client.post("/zusammenarbeit/neu/", entered)
    assert response.headers["Location"] == "/zusammenarbeit/eintrag/zweckverband-baeder/"
    row = queries.listed(TODAY).get()
    assert (row.legal_form, row.party_count, row.capital_total_cents) == (
        LegalForm.ZWECKVERBAND,
        1,
        2_500_050,
    )


def test_what_is_wrong_stands_above_the_form(client: Client, clerk: User, cooperation: Cooperation) -> None:
    client.force_login(clerk)
    response = client.post("/zusammenarbeit/neu/", {**STATED, "name": "Rechenzentrum Probe"})
    assert response.status_code == 400
    assert "steht schon im Register" in response.content.decode()


def test_a_change_holds_from_its_day(client: Client, clerk: User, cooperation: Cooperation) -> None:
    client.force_login(clerk)
    assert STATE.name in client.get(f"{PAGE}aendern/").content.decode()
    client.post(f"{PAGE}aendern/", STATED)
    assert queries.states_on(date(2024, 12, 31)).get().name == STATE.name
    assert queries.states_on(TODAY).get().name == "Zweckverband Bäder"


def test_a_change_keeps_the_seat(
    client: Client, clerk: User, cooperation: Cooperation, sample: dict[str, BodyView]
) -> None:
    client.force_login(clerk)
    client.post(f"{PAGE}aendern/", {**STATED, "seat": "Musterstadt"})
    assert queries.states_on(TODAY).get().seat_id == sample["05999004"].id
    assert 'value="05999004"' in client.get(f"{PAGE}aendern/").content.decode()
    page = client.post(f"{PAGE}aendern/", {**STATED, "seat": "Nirgendwo"}).content.decode()
    assert "steht an dem Tag nicht im Register" in page


def test_votes_that_do_not_sum_are_said_above_the_form(
    client: Client, clerk: User, cooperation: Cooperation
) -> None:
    client.force_login(clerk)
    page = client.post(f"{PAGE}aendern/", {**STATED, "votes_total": "9"}).content.decode()
    assert "ergeben 4, nach der Satzung sind es 9" in page


def test_a_party_joins_and_leaves(
    client: Client, clerk: User, cooperation: Cooperation, sample: dict[str, BodyView]
) -> None:
    client.force_login(clerk)
    joined = {"body": "Fremdstadt", "role": "customer", "from_day": "2025-01-01", "source": "Vertrag"}
    client.post(f"{PAGE}beteiligte/neu/", joined)
    assert len(queries.cooperations_of(sample["05998000"].id, on=TODAY)) == 1
    twice = client.post(f"{PAGE}beteiligte/neu/", joined).content.decode()
    assert "schon beteiligt" in twice
    row = stated(FactKind.PARTY, cooperation).get(body__key="05998000")
    client.post(f"{PAGE}beteiligte/05998000/{row.pk}/letzter-tag/", {"last_day": "2025-12-31"})
    assert queries.cooperations_of(sample["05998000"].id, on=TODAY) == []


def test_an_unknown_body_is_told(client: Client, clerk: User, cooperation: Cooperation) -> None:
    client.force_login(clerk)
    wrong = {"body": "Nirgendwo", "role": "member", "from_day": "2025-01-01", "source": "Vertrag"}
    page = client.post(f"{PAGE}beteiligte/neu/", wrong).content.decode()
    assert "steht an dem Tag nicht im Register" in page


def test_a_cooperation_ends(client: Client, clerk: User, cooperation: Cooperation) -> None:
    client.force_login(clerk)
    client.post(f"{PAGE}beenden/", {"last_day": "2025-12-31"})
    assert not queries.states_on(TODAY).exists()


@pytest.mark.parametrize("path", ["aendern/", "beenden/", "beteiligte/neu/", "beteiligte/05999008/aendern/"])
def test_a_stranger_finds_no_form(
    client: Client, stranger: User, cooperation: Cooperation, path: str
) -> None:
    client.force_login(stranger)
    assert client.get(f"{PAGE}{path}").status_code == 404
