"""Pages of the register: what they show, how many queries they cost, who gets in."""

import csv
import io
from datetime import date
from typing import Any

import pytest
from django.test import Client

from allmende.accounts.actions import create_demo_user
from allmende.register.actions import grant_membership
from allmende.register.body_sections import SECTIONS, Section
from allmende.register.domain import BodyView, MembershipView, Role
from tests.register.factories import TODAY, member

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_today")]
URL = "/koerperschaften/"


def text_of(response: Any) -> str:
    return " ".join(response.content.decode().split())


def table_keys(client: Client, query: str) -> list[str]:
    response = client.get(f"{URL}?format=csv&{query}")
    rows = csv.reader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";")
    return [row[-1] for row in rows][1:]


class TestList:
    def test_shows_all_bodies_in_german_order(self, facts: date, client: Client) -> None:
        page = text_of(client.get(URL))
        assert "435 Einträge" in page
        assert page.index("Aachen") < page.index("Ahaus")

    @pytest.mark.parametrize(
        "query", ["", "q=Coesfeld", "q=lverkusen", "sort=-einwohner&art=gemeinde&gebiet=05558"]
    )
    def test_the_number_of_queries_does_not_depend_on_the_rows(
        self, facts: date, client: Client, django_assert_max_num_queries: Any, query: str
    ) -> None:
        with django_assert_max_num_queries(5):
            assert client.get(f"{URL}?{query}").status_code == 200

    def test_filters_narrow_what_is_exported(self, facts: date, client: Client) -> None:
        keys = table_keys(client, "gebiet=05558&art=gemeinde&groesse=bis-25000&sort=-einwohner")
        assert keys == ["05558044", "05558032", "05558004", "05558020", "05558040", "05558028"]

    def test_an_ambiguous_name_asks_which_body_is_meant(self, facts: date, client: Client) -> None:
        page = text_of(client.get(f"{URL}?q=Coesfeld"))
        assert "„Coesfeld“ heißen 2 Körperschaften" in page
        assert sorted(table_keys(client, "q=Coesfeld")) == ["05558", "05558012"]

    def test_a_unique_name_does_not_ask(self, facts: date, client: Client) -> None:
        assert "Welche meinen Sie?" not in text_of(client.get(f"{URL}?q=Nottuln"))

    def test_markup_in_a_search_is_shown_as_text(self, facts: date, client: Client) -> None:
        page = client.get(f"{URL}?q=<script>alert(1)</script>").content.decode()
        assert "<script>alert" not in page


class TestFinder:
    def test_a_unique_name_leads_to_its_body(self, facts: date, client: Client) -> None:
        response = client.get(f"{URL}finden/?name=Gemeinde Nottuln")
        assert (response.status_code, response["Location"]) == (302, f"{URL}05558032/")

    def test_an_ambiguous_name_asks(self, facts: date, client: Client) -> None:
        page = text_of(client.get(f"{URL}finden/?name=Coesfeld"))
        assert "Kreis Coesfeld" in page
        assert "Stadt Coesfeld" in page

    @pytest.mark.parametrize(
        ("name", "said"), [("Coesfled", "Meinen Sie"), ("xqzwvk", "Nichts gefunden"), ("", "Wie heißt")]
    )
    def test_an_unknown_name_gets_a_way_onward(
        self, facts: date, client: Client, name: str, said: str
    ) -> None:
        assert said in text_of(client.get(f"{URL}finden/?name={name}"))


class TestMap:
    def test_shows_every_town_as_a_link_with_the_attribution(self, facts: date, client: Client) -> None:
        page = text_of(client.get(f"{URL}karte/"))
        assert page.count('<a href="/koerperschaften/05') >= 396
        assert "© GeoBasis-DE / BKG 2017 (Daten verändert)" in page

    def test_costs_the_same_few_queries_everywhere(
        self, facts: date, client: Client, django_assert_num_queries: Any
    ) -> None:
        for query in ("", "?kreis=05558&kennzahl=dichte", "?gemeinde=05558012&kennzahl=veraenderung"):
            with django_assert_num_queries(4):
                client.get(f"{URL}karte/{query}")

    def test_zooms_to_a_kreis_and_lists_its_towns(self, facts: date, client: Client) -> None:
        response = client.get(f"{URL}karte/?kreis=05558")
        assert "Karte: Kreis Coesfeld" in text_of(response)
        assert "11 Einträge" in text_of(response)

    def test_the_whole_land_stays_below_400_kilobytes(self, facts: date, client: Client) -> None:
        assert len(client.get(f"{URL}karte/").content) < 400_000

    def test_marks_the_chosen_town(self, facts: date, client: Client) -> None:
        page = text_of(client.get(f"{URL}karte/?gemeinde=05558012"))
        assert "Ausgewählt" in page
        assert 'aria-current="true"' in page

    @pytest.mark.parametrize("query", ["?kreis=99999", "?kennzahl=x&gemeinde=<b>", "?kreis=0'--"])
    def test_nonsense_shows_the_whole_land(self, facts: date, client: Client, query: str) -> None:
        assert "396 Einträge" in text_of(client.get(f"{URL}karte/{query}"))


class TestBody:
    def test_shows_figures_neighbours_and_sources(self, facts: date, client: Client) -> None:
        page = text_of(client.get(f"{URL}05558012/"))
        for said in ("Stadt Coesfeld", "37.259", "141,36", "Dülmen", "17,7 km", "Destatis", "GeoBasis-DE"):
            assert said in page

    def test_a_kreis_lists_its_towns_and_its_landschaftsverband(self, facts: date, client: Client) -> None:
        page = text_of(client.get(f"{URL}05558/"))
        for said in (
            "11 Einträge",
            "Havixbeck",
            "Landschaftsverband Westfalen-Lippe",
            "Regierungsbezirk Münster",
        ):
            assert said in page

    @pytest.mark.parametrize("key", ["05558012", "05558", "05", "lwl"])
    def test_costs_a_fixed_number_of_queries(
        self, facts: date, client: Client, django_assert_max_num_queries: Any, key: str
    ) -> None:
        with django_assert_max_num_queries(17):
            client.get(f"{URL}{key}/")

    def test_shows_the_body_as_it_was_on_a_day(self, facts: date, client: Client) -> None:
        assert "Gemeinde Jüchen" in text_of(client.get(f"{URL}05162012/?stand=2018-12-31"))
        assert "Stadt Jüchen" in text_of(client.get(f"{URL}05162012/"))

    def test_a_day_before_the_register_shows_its_first_day(self, facts: date, client: Client) -> None:
        assert "gezeigt wird der 01.01.2016" in text_of(client.get(f"{URL}05558/?stand=1999-01-01"))

    @pytest.mark.parametrize("stand", ["gestern", "2024-13-45"])
    def test_a_wrong_day_is_told(self, facts: date, client: Client, stand: str) -> None:
        assert "Das ist kein Datum" in text_of(client.get(f"{URL}05558/?stand={stand}"))

    @pytest.mark.parametrize("key", ["00000000", "atlantis"])
    def test_an_unknown_key_is_not_found(self, facts: date, client: Client, key: str) -> None:
        assert client.get(f"{URL}{key}/").status_code == 404

    def test_other_apps_add_their_sections(
        self, facts: date, client: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        section = Section("probe", "Probe-Abschnitt", "register/_days.html", {})
        monkeypatch.setattr(
            "allmende.register.body_page.SECTIONS", [*SECTIONS, lambda body, request: section]
        )
        assert "Probe-Abschnitt" in text_of(client.get(f"{URL}05558/"))

    def test_visitors_do_not_see_who_acts_for_it(self, sample: dict[str, BodyView], client: Client) -> None:
        member(sample["05999004"], Role.CLERK, "lea@musterstadt.example")
        assert "lea@musterstadt.example" not in text_of(client.get(f"{URL}05999004/"))

    def test_its_people_see_who_acts_for_it_and_what_happened(
        self, sample: dict[str, BodyView], client: Client
    ) -> None:
        client.force_login(member(sample["05999004"], Role.READER))
        page = text_of(client.get(f"{URL}05999004/"))
        assert "reader@05999004.example" in page
        assert "hat eine Rolle vergeben" in page


class TestActingBody:
    def test_the_switch_changes_for_whom_one_acts(self, sample: dict[str, BodyView], client: Client) -> None:
        person = member(sample["05999004"], Role.CLERK)
        grant_membership(
            user=person, body=sample["05998000"], role=Role.CLERK, valid_from=TODAY, by=None, on=TODAY
        )
        client.force_login(person)
        response = client.post(f"{URL}handeln-fuer/", {"body": "05999004", "next": "/vorlagen/"})
        assert response["Location"] == "/vorlagen/"
        assert client.get(URL).wsgi_request.acting_body.key == "05999004"  # type: ignore[attr-defined]

    def test_nobody_acts_for_a_body_of_others(self, sample: dict[str, BodyView], client: Client) -> None:
        client.force_login(member(sample["05999004"], Role.CLERK))
        client.post(f"{URL}handeln-fuer/", {"body": "05998000"})
        assert client.get(URL).wsgi_request.acting_body.key == "05999004"  # type: ignore[attr-defined]

    @pytest.mark.parametrize("following", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
    def test_the_switch_never_leads_away(
        self, sample: dict[str, BodyView], client: Client, following: str
    ) -> None:
        client.force_login(member(sample["05999004"], Role.CLERK))
        response = client.post(f"{URL}handeln-fuer/", {"body": "05999004", "next": following})
        assert response["Location"] == "/"

    def test_visitors_act_for_nobody(self, client: Client, django_assert_num_queries: Any) -> None:
        with django_assert_num_queries(0):
            response = client.get("/barrierefreiheit/")
        assert response.wsgi_request.acting_body is None  # type: ignore[attr-defined]


@pytest.mark.parametrize("path", ["finden/?name=%00a", "?q=%00", "05999004/?stand=9999-12-31"])
def test_strange_addresses_are_answered(sample: dict[str, BodyView], client: Client, path: str) -> None:
    assert client.get(f"{URL}{path}").status_code == 200


class TestMembers:
    @pytest.mark.parametrize("digits", [18, 19, 5000])
    def test_a_number_nobody_has_is_not_found(
        self, sample: dict[str, BodyView], client: Client, digits: int
    ) -> None:
        client.force_login(member(sample["05999004"], Role.HEAD))
        assert client.get(f"{URL}05999004/personen/{'9' * digits}/").status_code == 404

    def test_a_day_at_the_end_of_time_is_refused(self, sample: dict[str, BodyView], client: Client) -> None:
        client.force_login(member(sample["05999004"], Role.HEAD))
        page = text_of(self.post(client, last_day="9999-12-31"))
        assert "in den Jahren 1800 bis 2200" in page

    def post(self, client: Client, key: str = "05999004", **fields: str) -> Any:
        data = {
            "email": "neu@musterstadt.example",
            "name": "Neu",
            "role": "clerk",
            "valid_from": "2026-03-02",
        }
        return client.post(f"{URL}{key}/personen/", {**data, **fields})

    def membership(self, client: Client, role: Role) -> MembershipView:
        members: list[MembershipView] = client.get(f"{URL}05999004/personen/").context["members"]
        return next(each for each in members if each.role is role)

    def test_the_head_invites_somebody_and_hands_over_the_link(
        self, sample: dict[str, BodyView], client: Client
    ) -> None:
        client.force_login(member(sample["05999004"], Role.HEAD))
        page = text_of(self.post(client))
        assert "Übergeben Sie diesen Link" in page
        assert "http://testserver/konto/" in page

    def test_somebody_with_an_account_is_added_at_once(
        self, sample: dict[str, BodyView], client: Client
    ) -> None:
        create_demo_user("neu@musterstadt.example", "nur-fuer-tests-2026", "Neu")
        client.force_login(member(sample["05999004"], Role.HEAD))
        assert self.post(client)["Location"] == f"{URL}05999004/personen/"
        assert "neu@musterstadt.example" in text_of(client.get(f"{URL}05999004/personen/"))

    @pytest.mark.parametrize("fields", [{"email": "kein"}, {"valid_from": ""}, {"last_day": "2026-01-01"}])
    def test_mistakes_are_shown_and_nothing_is_lost(
        self, sample: dict[str, BodyView], client: Client, fields: dict[str, str]
    ) -> None:
        client.force_login(member(sample["05999004"], Role.HEAD))
        page = text_of(self.post(client, **fields))
        assert "Bitte prüfen Sie Ihre Eingaben" in page
        assert 'value="Neu"' in page

    @pytest.mark.parametrize("role", [Role.CLERK, Role.READER])
    def test_others_of_the_body_look_but_do_not_change(
        self, sample: dict[str, BodyView], client: Client, role: Role
    ) -> None:
        client.force_login(member(sample["05999004"], role))
        assert "Person hinzufügen" not in text_of(client.get(f"{URL}05999004/personen/"))
        assert self.post(client).status_code == 403

    def test_strangers_are_refused_and_visitors_sign_in(
        self, sample: dict[str, BodyView], client: Client
    ) -> None:
        assert client.get(f"{URL}05999004/personen/").status_code == 302
        client.force_login(member(sample["05998000"], Role.HEAD))
        assert client.get(f"{URL}05999004/personen/").status_code == 403
        assert self.post(client).status_code == 403

    def test_the_head_changes_and_ends_a_role(self, sample: dict[str, BodyView], client: Client) -> None:
        town = sample["05999004"]
        member(town, Role.CLERK)
        client.force_login(member(town, Role.HEAD))
        held = self.membership(client, Role.CLERK)
        url = f"{URL}05999004/personen/{held.id}/"
        assert client.get(url).status_code == 200
        assert client.post(url, {"role": "auditor", "from_day": "2026-03-02"}).status_code == 302
        page = text_of(client.get(f"{URL}05999004/personen/"))
        assert "Rechnungsprüfung" in page
        held = self.membership(client, Role.AUDITOR)
        url = f"{URL}05999004/personen/{held.id}/"
        assert client.post(url, {"end": "1", "end-last_day": "2026-03-01"}).status_code == 302
        assert "hat eine Rolle beendet" in text_of(client.get(f"{URL}05999004/personen/"))

    def test_a_refused_change_is_shown_with_its_reason(
        self, sample: dict[str, BodyView], client: Client
    ) -> None:
        client.force_login(member(sample["05999004"], Role.HEAD))
        held = client.get(f"{URL}05999004/personen/").context["members"][0]
        response = client.post(
            f"{URL}05999004/personen/{held.id}/", {"role": "reader", "from_day": "2026-03-02"}
        )
        assert "niemanden mehr in der Leitung" in text_of(response)

    def test_a_membership_of_another_body_is_not_found(
        self, sample: dict[str, BodyView], client: Client
    ) -> None:
        member(sample["05998000"], Role.HEAD)
        client.force_login(member(sample["05999004"], Role.HEAD))
        other = client.get(f"{URL}05999004/personen/").context["members"][0].id - 1
        assert client.get(f"{URL}05999004/personen/{other}/").status_code == 404
