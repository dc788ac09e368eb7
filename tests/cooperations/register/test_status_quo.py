"""A comparison that starts from a cooperation knows its votes and cost keys."""

import pytest
from django.test import Client
from django.urls import reverse

from allmende.accounts.models import User
from allmende.cooperations import facts
from allmende.cooperations.domain import Matter
from allmende.cooperations.facts import Saying
from allmende.cooperations.models import Cooperation
from allmende.cooperations.options.models import Comparison
from allmende.cooperations.status_quo import status_quo_of
from tests.cooperations.register.factories import LATER, SINCE, SOURCE
from tests.register.factories import TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_today")]
EVERYONE = ["05999", "05999004", "05999008"]
SAYING = Saying("rechenzentrum-probe", SINCE, SOURCE, by=None, on=TODAY, at=LATER)


@pytest.fixture
def agreed(cooperation: Cooperation) -> Cooperation:
    """The parties have two, one and one votes; cost goes by users, with a cap."""
    rule = {"weighting": "given", "share": "1/2", "more_than": True}
    facts.set_voting_rule(SAYING, matter=Matter.SIMPLE, rule=rule, words="Stimmen je Mitglied")
    pool = {
        "parts": [{"driver": "nutzer", "percent": "100"}],
        "values": {"nutzer": dict.fromkeys(EVERYONE, "10")},
        "caps": {"05999": 5_000_000},
        "total_cents": 9_000_000,
    }
    facts.set_cost_pool(SAYING, name="Betrieb", allocation=pool, words="nach Nutzern")
    return cooperation


def test_votes_and_cost_key_stand_in_the_status_quo(client: Client, clerk: User, agreed: Cooperation) -> None:
    client.force_login(clerk)
    url = f"{reverse('options:new')}?zusammenarbeit={agreed.key}"
    assert url in client.get(agreed.get_absolute_url()).content.decode()
    page = client.get(url).content.decode()
    assert "Ausgangspunkt: Gemeinsames Rechenzentrum Probe" in page
    data = {
        "title": "Rechenzentrum",
        "partners": "\n".join(EVERYONE),
        "on": TODAY.isoformat(),
        "first_year": 2027,
        "years": 2,
        "chosen": ["zweckverband", "status_quo"],
    }
    assert client.post(url, data).status_code == 302
    made = Comparison.objects.get()
    new, now = made.inputs["options"]
    assert "votes" not in new
    [vote], [cost] = now["votes"], now["costs"]
    assert vote["given"] == {"05999": "2", "05999004": "1", "05999008": "1"}
    assert (cost["base"], cost["key"]) == (9_000_000, [{"driver": "nutzer", "percent": "100"}])
    said = f"Register der Zusammenarbeit, Stand {TODAY:%d.%m.%Y} (Amtsblatt 1/2020"
    assert vote["source"].startswith(said)
    assert cost["source"].startswith(said)
    shown = client.get(made.get_absolute_url()).content.decode()
    assert said in shown
    assert "ohne Höchstbeträge gerechnet" in shown
    assert "30.000,00" in shown


def test_who_joins_has_no_vote_yet(agreed: Cooperation) -> None:
    [vote] = status_quo_of(agreed, [*EVERYONE, "05998000"], on=TODAY).votes
    assert vote["given"]["05998000"] == "0"


def test_a_rule_is_left_out_and_named_when_a_voter_is_not_compared(agreed: Cooperation) -> None:
    found = status_quo_of(agreed, EVERYONE[:2], on=TODAY)
    assert found.votes == []
    assert "nicht verglichen: Gemeinde Beispieldorf" in found.open_points[0]


def test_an_unknown_cooperation_is_told(client: Client, clerk: User) -> None:
    client.force_login(clerk)
    assert client.get(f"{reverse('options:new')}?zusammenarbeit=gibt-es-nicht").status_code == 404
