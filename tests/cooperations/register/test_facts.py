"""Single facts: entered, changed from a day on, ended, taken back, each with its own page."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from allmende.accounts.models import User
from allmende.cooperations import actions, corrections, facts, queries
from allmende.cooperations.domain import Matter
from allmende.cooperations.entries import TaskEntry
from allmende.cooperations.errors import NeverEnded, SaidOtherwise, SharesExceedCapital
from allmende.cooperations.facts import Saying
from allmende.cooperations.kinds import FactKind, stated
from allmende.cooperations.models import Cooperation, Organ
from allmende.register.domain import BodyView
from allmende.sharing.errors import NothingToShareBy, RuleImpossible
from tests.cooperations.register.factories import LATER, NOW, SINCE, SOURCE, STATE, entry, party
from tests.register.factories import TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_today")]
PAGE = "/zusammenarbeit/eintrag/rechenzentrum-probe/"
KEY = "rechenzentrum-probe"
WHO: dict[str, Any] = {"by": None, "on": TODAY, "at": LATER}
ORGAN = {"name": "Beirat", "composition": "Vier Leute", "from_day": "2021-01-01", "source": "Satzung"}
RULE = {
    "matter": "simple",
    "weighting": "given",
    "majority": "1/2>",
    "from_day": "2021-01-01",
    "source": "Satzung",
}
POOL = {
    "name": "Betrieb",
    "driver_1": "sockel",
    "percent_1": "30",
    "driver_2": "nutzer",
    "percent_2": "70",
    "values_2": "Kreis Probe = 10\n05999004 = 20\nBeispieldorf = 70",
    "from_day": "2021-01-01",
    "source": "Satzung",
}


@pytest.fixture
def keeper(client: Client, clerk: User, cooperation: Cooperation) -> Client:
    """A client in which a clerk of a party is signed in."""
    client.force_login(clerk)
    return client


def rows_of(kind: FactKind, cooperation: Cooperation) -> list[tuple[date, date | None]]:
    return [(row.valid.lower, row.valid.upper) for row in stated(kind, cooperation)]


def test_an_organ_is_entered_changed_and_ended(keeper: Client, cooperation: Cooperation) -> None:
    keeper.post(f"{PAGE}organe/neu/", ORGAN)
    changed = {"composition": "Fünf Leute", "from_day": "2024-01-01", "source": "Änderung"}
    keeper.post(f"{PAGE}organe/beirat/aendern/", changed)
    page = keeper.get(f"{PAGE}organe/beirat/").content.decode()
    assert page.index("Vier Leute") < page.index("Fünf Leute")
    last = list(stated(FactKind.ORGAN, cooperation))[-1]
    keeper.post(f"{PAGE}organe/beirat/{last.pk}/letzter-tag/", {"last_day": "2025-12-31"})
    assert rows_of(FactKind.ORGAN, cooperation) == [
        (date(2021, 1, 1), date(2024, 1, 1)),
        (date(2024, 1, 1), date(2026, 1, 1)),
    ]
    assert "An diesem Tag gilt dazu keine Angabe" in keeper.get(f"{PAGE}organe/beirat/").content.decode()


def test_what_is_taken_back_never_held_and_stays_on_record(keeper: Client, cooperation: Cooperation) -> None:
    keeper.post(f"{PAGE}organe/neu/", ORGAN)
    keeper.post(f"{PAGE}organe/beirat/aendern/", {**ORGAN, "from_day": "2024-01-01", "composition": "Irrtum"})
    last = list(stated(FactKind.ORGAN, cooperation))[-1]
    way = f"{PAGE}organe/beirat/{last.pk}/zuruecknehmen/"
    assert "gilt weiter" in keeper.get(way).content.decode()
    keeper.post(way)
    assert rows_of(FactKind.ORGAN, cooperation) == [(date(2021, 1, 1), None)]
    assert Organ.objects.filter(composition="Irrtum").exists()
    assert keeper.get(way).status_code == 404


def test_an_end_can_be_lifted_again(cooperation: Cooperation) -> None:
    row = stated(FactKind.TASK, cooperation).get()
    common: dict[str, Any] = {"key": KEY, "kind": FactKind.TASK, **WHO}
    corrections.set_last_day(row=row.pk, last_day=date(2024, 12, 31), **common)
    corrections.set_last_day(row=stated(FactKind.TASK, cooperation).get().pk, last_day=None, **common)
    assert rows_of(FactKind.TASK, cooperation) == [(SINCE, None)]
    with pytest.raises(SaidOtherwise):
        corrections.take_back(row=row.pk, **common)


def test_reversed_periods_are_told(keeper: Client, cooperation: Cooperation) -> None:
    row = stated(FactKind.TASK, cooperation).get()
    response = keeper.post(f"{PAGE}aufgaben/it-betrieb/{row.pk}/letzter-tag/", {"last_day": "2019-01-01"})
    assert response.status_code == 400
    assert "liegt vor" in response.content.decode()
    response = keeper.post(f"{PAGE}organe/neu/", {**ORGAN, "last_day": "2020-01-01"})
    assert response.status_code == 400


def test_the_page_of_a_rule_says_who_has_a_say(keeper: Client) -> None:
    response = keeper.post(f"{PAGE}abstimmungen/neu/", RULE)
    assert response.status_code == 302
    page = keeper.get(f"{PAGE}abstimmungen/simple/").content.decode()
    assert "Stimmen je Mitglied; mehr als die Hälfte" in page
    assert "50,0 %" in page
    assert "kann verhindern" in page


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"needed": "10"}, "Schwelle 10 ist unerreichbar; alle haben 4 Stimmen"),
        ({"weighting": "unknown"}, "Schreiben Sie in Worten"),
        ({"weighting": "per_started"}, "Geben Sie eine Zahl über null an"),
        ({"from_day": "31.02.2021"}, "Bitte ein gültiges Datum"),
    ],
)
def test_a_rule_that_cannot_be_is_told(keeper: Client, changed: dict[str, str], said: str) -> None:
    response = keeper.post(f"{PAGE}abstimmungen/neu/", {**RULE, **changed})
    assert response.status_code == 400
    assert said in response.content.decode()


def test_vetoes_and_heads_change_who_has_a_say(keeper: Client) -> None:
    keeper.post(f"{PAGE}abstimmungen/neu/", {**RULE, "vetoes": ["05999008"], "needs_heads": "on"})
    page = keeper.get(f"{PAGE}abstimmungen/simple/").content.decode()
    assert "ebenso viele der Mitglieder und Zustimmung eines bestimmten Mitglieds" in page
    assert "100,0 %" in page


def test_the_page_of_a_pool_says_who_pays_what(keeper: Client) -> None:
    assert keeper.post(f"{PAGE}kosten/neu/", POOL).status_code == 302
    page = keeper.get(f"{PAGE}kosten/betrieb/").content.decode()
    assert "30 % Sockel zu gleichen Teilen, 70 % Nutzer" in page
    assert "17.000,00" in page  # 10 % of the part that each pays plus 7 % of the users' part
    assert "Kreis Probe" in keeper.get(f"{PAGE}kosten/betrieb/aendern/").content.decode()


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"percent_2": "60"}, "Die Anteile ergeben 90 % statt 100 %"),
        ({"values_2": "Kreis Probe = 0\nMusterstadt = 0\nBeispieldorf = 0"}, "Alle Bezugsgrößen sind null"),
        ({"values_2": "Fremdstadt = 4"}, "„Fremdstadt“ ist nicht beteiligt"),
        ({"values_2": "Kreis Probe = viel"}, "„viel“ ist keine Zahl ab null"),
        ({"values_2": "Kreis Probe = 1\n05999 = 2"}, "kommt mehrfach vor"),
        ({"driver_1": "", "driver_2": ""}, "Wählen Sie, wonach verteilt wird"),
    ],
)
def test_a_key_that_splits_nothing_is_told(keeper: Client, changed: dict[str, str], said: str) -> None:
    response = keeper.post(f"{PAGE}kosten/neu/", {**POOL, **changed})
    assert response.status_code == 400
    assert said in response.content.decode()


BOUNDED = {
    **POOL,
    "caps": "Beispieldorf = 40.000",
    "floors": "Kreis Probe = 30.000",
    "total": "100.000",
    "former": "Kreis Probe = 50\nMusterstadt = 25\nBeispieldorf = 25",
    "steps": "4",
    "step": "4",
}


def test_bounds_and_steps_of_a_key_are_kept_said_and_calculated(keeper: Client) -> None:
    assert keeper.post(f"{PAGE}kosten/neu/", BOUNDED).status_code == 302
    page = " ".join(keeper.get(f"{PAGE}kosten/betrieb/").content.decode().split())
    assert "mit Höchstbeträgen, mit Mindestbeträgen, Übergang in 4 Stufen, jetzt Stufe 4" in page
    assert "Gemeinde Beispieldorf: 40.000,00" in page
    assert "Gemeinde Beispieldorf zahlt den Höchstbetrag." in page
    assert "Kreis Probe zahlt den Mindestbetrag." in page
    form = keeper.get(f"{PAGE}kosten/betrieb/aendern/").content.decode()
    assert "05999008 = 40.000,00" in form
    assert "05999 = 50" in form


def test_a_step_half_way_lies_between_the_former_shares_and_the_key(keeper: Client) -> None:
    half = {**BOUNDED, "caps": "", "floors": "", "step": "2"}
    keeper.post(f"{PAGE}kosten/neu/", half)
    page = keeper.get(f"{PAGE}kosten/betrieb/").content.decode()
    assert "50,0 % des Weges" in page.replace("\N{NO-BREAK SPACE}", " ")
    assert "33.500,00" in page  # Kreis Probe: halfway between 50 % and 17 %


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"total": ""}, "Nennen Sie die Kosten im Jahr"),
        ({"caps": "Fremdstadt = 4"}, "„Fremdstadt“ ist nicht beteiligt"),
        ({"caps": "Kreis Probe = viel"}, "„viel“ ist keine Zahl ab null"),
        ({"caps": "Kreis Probe = 10.000"}, "Die Obergrenze liegt unter dem Mindestbetrag"),
        ({"floors": "Kreis Probe = 200.000"}, "Sie ergeben zusammen mehr als die Kosten"),
        ({"step": "5"}, "Stufe 5 von 4 gibt es nicht"),
        ({"former": ""}, "fehlen die bisherigen Anteile"),
        ({"steps": "", "step": ""}, "In wie vielen Stufen"),
        ({"former": "Kreis Probe = 0"}, "Alle Bezugsgrößen sind null"),
    ],
)
def test_impossible_bounds_and_steps_are_told(keeper: Client, changed: dict[str, str], said: str) -> None:
    response = keeper.post(f"{PAGE}kosten/neu/", {**BOUNDED, **changed})
    assert response.status_code == 400
    assert said in response.content.decode()


def test_a_key_with_an_open_figure_is_kept_and_says_so(keeper: Client) -> None:
    keeper.post(f"{PAGE}kosten/neu/", {**POOL, "values_2": "Kreis Probe = 10"})
    assert "Es fehlt: Nutzer von" in keeper.get(f"{PAGE}kosten/betrieb/").content.decode()


def test_a_party_gets_other_votes_and_stays_since_its_first_day(
    keeper: Client, cooperation: Cooperation
) -> None:
    changed = {"role": "member", "votes": "3", "from_day": "2025-01-01", "source": "Änderung"}
    keeper.post(f"{PAGE}beteiligte/05999008/aendern/", changed)
    page = keeper.get(PAGE).content.decode()
    assert "Beteiligung geändert" in page
    assert "Frühere Beteiligte" not in page
    assert "Beteiligung endet" not in page
    assert '<td class="kern-table__cell">01.01.2025' not in page


def test_the_page_of_a_body_says_since_when_it_takes_part_without_a_break(
    keeper: Client, cooperation: Cooperation, sample: dict[str, BodyView]
) -> None:
    body, tomorrow = sample["05999008"], {**WHO, "at": LATER + timedelta(days=1)}
    changed = {"role": "customer", "votes": "3", "from_day": "2025-01-01", "source": "Änderung"}
    keeper.post(f"{PAGE}beteiligte/05999008/aendern/", changed)
    assert "nutzt die Leistung · seit 31.12.2020" in " ".join(
        keeper.get("/koerperschaften/05999008/").content.decode().split()
    )
    last = stated(FactKind.PARTY, cooperation).get(body__key="05999008", valid__contains=TODAY)
    keeper.post(f"{PAGE}beteiligte/05999008/{last.pk}/letzter-tag/", {"last_day": "2025-06-30"})
    again = date(2025, 8, 1)
    actions.add_party(key=KEY, party=party(body), first_day=again, source=SOURCE, **tomorrow)
    [tie] = queries.cooperations_of(body.id, on=TODAY)
    assert tie.since == again


def test_seats_are_entered_and_shown(keeper: Client) -> None:
    assert "Sitze" not in keeper.get(PAGE).content.decode()
    seats = {"role": "member", "seats": "17", "from_day": "2025-01-01", "source": "Satzung"}
    keeper.post(f"{PAGE}beteiligte/05999008/aendern/", seats)
    page = keeper.get(PAGE).content.decode()
    assert "Sitze</th>" in page
    assert ">17</td>" in page


def test_a_cooperation_that_is_a_body_itself(keeper: Client, cooperation: Cooperation) -> None:
    way = f"{PAGE}eigene-koerperschaft/"
    assert keeper.post(way, {"body": "05998000"}).status_code == 302
    assert "Eigene Körperschaft:" in keeper.get(PAGE).content.decode()
    assert 'value="05998000"' in keeper.get(way).content.decode()
    itself = {"body": "05998000", "role": "member", "from_day": "2025-01-01", "source": "Satzung"}
    assert (
        "kann an ihr nicht beteiligt sein" in keeper.post(f"{PAGE}beteiligte/neu/", itself).content.decode()
    )
    assert "kann an ihr nicht beteiligt sein" in keeper.post(way, {"body": "05999"}).content.decode()
    assert "nicht im Register" in keeper.post(way, {"body": "Nirgendwo"}).content.decode()
    assert keeper.post(way, {"body": ""}).status_code == 302
    cooperation.refresh_from_db()
    assert cooperation.body is None


def test_a_body_belongs_to_one_entry(
    keeper: Client, cooperation: Cooperation, sample: dict[str, BodyView]
) -> None:
    other = entry(sample, key="anderer", state=replace(STATE, name="Anderer"), body_id=sample["05998000"].id)
    actions.create_cooperation(entry=other, **WHO)
    refused = keeper.post(f"{PAGE}eigene-koerperschaft/", {"body": "05998000"})
    assert "schon die eigene Körperschaft von „Anderer“" in refused.content.decode()


def test_a_party_takes_only_some_of_the_tasks(
    keeper: Client, cooperation: Cooperation, sample: dict[str, BodyView]
) -> None:
    facts.set_task(Saying(KEY, SINCE, SOURCE, **WHO), task=TaskEntry("sport"))
    only = {"role": "member", "from_day": "2021-01-01", "source": "Satzung", "task_codes": ["sport"]}
    keeper.post(f"{PAGE}beteiligte/05999008/aendern/", only)
    row = stated(FactKind.PARTY, cooperation).get(body__key="05999008", valid__contains=TODAY)
    assert row.task_codes == ["sport"]
    wrong = keeper.post(f"{PAGE}beteiligte/05999008/aendern/", {**only, "task_codes": ["abfall"]})
    assert wrong.status_code == 400


def test_days_and_documents_are_entered_and_taken_back(keeper: Client, cooperation: Cooperation) -> None:
    day = {"kind": "review", "from_day": "2027-01-01", "note": "nach fünf Jahren", "source": "Satzung"}
    keeper.post(f"{PAGE}tage/neu/", day)
    paper = {"title": "Satzung", "url": "https://satzung.example/a", "source": "Amtsblatt"}
    keeper.post(f"{PAGE}unterlagen/neu/", paper)
    keeper.post(f"{PAGE}unterlagen/neu/", {**paper, "url": "https://satzung.example/b"})
    page = keeper.get(PAGE).content.decode()
    assert "nach fünf Jahren" in page
    assert "satzung.example/b" in page
    assert "satzung.example/a" not in page
    for way in ("tage", "unterlagen"):
        listed = keeper.get(f"{PAGE}{way}/").content.decode()
        back = next(part for part in listed.split('"') if part.endswith("/zuruecknehmen/"))
        keeper.post(back)
    assert "satzung.example" not in keeper.get(PAGE).content.decode()


def test_an_address_that_is_none_is_told(keeper: Client) -> None:
    wrong = {"title": "Satzung", "url": "javascript:alert(1)", "source": "Amtsblatt"}
    assert keeper.post(f"{PAGE}unterlagen/neu/", wrong).status_code == 400


def test_the_end_of_a_cooperation_is_taken_back(keeper: Client, cooperation: Cooperation) -> None:
    with pytest.raises(NeverEnded):
        corrections.reopen_cooperation(key=KEY, **WHO)
    actions.end_cooperation(key=KEY, last_day=date(2025, 12, 31), by=None, on=TODAY, at=NOW)
    corrections.reopen_cooperation(key=KEY, **WHO)
    page = keeper.get(PAGE).content.decode()
    assert "Ende zurücknehmen" not in page
    assert "Beteiligte (3)" in page


def test_a_longer_stay_may_not_lift_shares_over_the_capital(
    cooperation: Cooperation, sample: dict[str, BodyView]
) -> None:
    whole = replace(STATE, capital_total_cents=100)
    actions.change_cooperation(key=KEY, state=whole, source=SOURCE, from_day=SINCE, **WHO)
    early = party(sample["05998000"], capital_cents=80, last_day=date(2022, 12, 31))
    actions.add_party(key=KEY, party=early, first_day=date(2022, 1, 1), source=SOURCE, **WHO)
    late = party(sample["05999008"], capital_cents=70)
    actions.change_party(key=KEY, party=late, from_day=date(2023, 1, 1), source=SOURCE, **WHO)
    row = stated(FactKind.PARTY, cooperation).get(body__key="05998000")
    with pytest.raises(SharesExceedCapital):
        corrections.set_last_day(key=KEY, kind=FactKind.PARTY, row=row.pk, last_day=None, **WHO)


def test_the_action_refuses_impossible_rules_and_keys(cooperation: Cooperation) -> None:
    saying = Saying(KEY, SINCE, SOURCE, **WHO)
    rule = {"weighting": "given", "share": "2/3", "needed": 5}
    with pytest.raises(RuleImpossible):
        facts.set_voting_rule(saying, matter=Matter.SIMPLE, rule=rule, words="")
    zero = {
        "parts": [{"driver": "nutzer", "percent": "100"}],
        "values": {"nutzer": dict.fromkeys(("05999", "05999004", "05999008"), "0")},
    }
    with pytest.raises(NothingToShareBy):
        facts.set_cost_pool(saying, name="Betrieb", allocation=zero, words="")


def test_votes_that_do_not_sum_are_told_on_the_page(keeper: Client, cooperation: Cooperation) -> None:
    state = replace(STATE, votes_total=4)
    actions.change_cooperation(key=KEY, state=state, source=SOURCE, from_day=SINCE, **WHO)
    assert "nach der Satzung" not in keeper.get(PAGE).content.decode()
    changed = {"role": "member", "votes": "3", "from_day": "2025-01-01", "source": "Änderung"}
    keeper.post(f"{PAGE}beteiligte/05999008/aendern/", changed)
    assert "ergeben 6, nach der Satzung sind es 4" in keeper.get(PAGE).content.decode()


@pytest.mark.parametrize(
    "path",
    ["organe/neu/", "tage/", "unterlagen/neu/", "aufgaben/it-betrieb/aendern/", "fortsetzen/"],
)
def test_a_stranger_finds_no_form_for_facts(
    client: Client, stranger: User, cooperation: Cooperation, path: str
) -> None:
    client.force_login(stranger)
    assert client.get(f"{PAGE}{path}").status_code == 404


@pytest.mark.parametrize(
    "path", ["planeten/neu/", "organe/keins/", "planeten/erde/", "planeten/1/zuruecknehmen/"]
)
def test_what_does_not_exist_is_not_found(keeper: Client, path: str) -> None:
    assert keeper.get(f"{PAGE}{path}").status_code == 404


def test_everyone_reads_the_page_of_a_fact(client: Client, cooperation: Cooperation) -> None:
    page = client.get(f"{PAGE}beteiligte/05999004/").content.decode()
    assert "Stadt Musterstadt" in page
    assert "Als Irrtum" not in page
