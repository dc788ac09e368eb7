"""Pages of local values: listed, entered, looked up, read from files, withdrawn; and their use."""

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from allmende.accounts.models import User
from allmende.ledger.local_values.reading import COLUMNS, read
from allmende.ledger.local_values.settable import settables
from allmende.ledger.models import MunicipalParameter
from allmende.register.domain import BodyView, Role
from allmende.rules import RulesError
from tests.ledger.factories import OTHER, TODAY, TOWN
from tests.ledger.scenarios.factories import an_xlsx
from tests.papers.factories import a_member

Bodies = dict[str, BodyView]
LIST, NEW = "/regeln/oertlich/", "/regeln/oertlich/neu/"
RATE = "tax_rate"


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def entered(**changes: str) -> dict[str, str]:
    return {
        "value": "593",
        "first": "2026-01-01",
        "last": "",
        "known": "2025-12-11",
        "source": "Hebesatzsatzung 2026",
        "section": "§ 1",
        "mark": "seen",
        **changes,
    }


def sheet(*lines: str) -> bytes:
    return "\n".join([";".join(COLUMNS), *lines]).encode()


LINE = "tax_rate;;;593,5;%;01.01.2026;;11.12.2025;Hebesatzsatzung 2026;§ 1"


def test_a_treasurer_enters_a_tax_rate_and_sees_it_on_both_axes(bodies: Bodies, treasurer: User) -> None:
    client = client_of(treasurer)
    assert "Hebesatz" in client.get(NEW).content.decode()
    page = client.post(f"{NEW}?wert={RATE}", entered(), follow=True).content.decode()
    assert "593 %" in page
    assert "§ 1, Hebesatzsatzung 2026" in page
    asked = {"on": "2026-03-01", "known": "2025-12-10"}
    before = client.get(f"{LIST}{TOWN}/{RATE}/", asked).content.decode()
    assert "kein Wert bekannt" in before
    after = client.get(f"{LIST}{TOWN}/{RATE}/", asked | {"known": "2025-12-11"})
    assert after.context["answer"] == "593 %"
    assert "593 %" in client.get(LIST).content.decode()


def test_a_rule_computes_with_the_local_value_and_names_its_source(bodies: Bodies, treasurer: User) -> None:
    client = client_of(treasurer)
    client.post(f"{NEW}?wert={RATE}", entered())
    asked = {
        "koerperschaft": TOWN,
        "on": "2026-03-01",
        "known": "2026-03-01",
        "wert_property_value": "200000",
        "wert_property_use": "residential",
        "wert_is_subsidized_housing": "nein",
        "wert_is_monument": "nein",
    }
    page = client.get("/regeln/property_tax_yearly/", asked).content.decode()
    assert "367,66" in page
    assert "Hebesatzsatzung 2026" in page
    stranger = Client().get("/regeln/property_tax_yearly/", asked).content.decode()
    assert "367,66" not in stranger


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"value": "1,234.50"}, "mischt Punkt und Komma"),
        ({"value": "-1"}, "negativ"),
        ({"value": "593 EUR"}, "Einheit"),
        ({"known": "2199-01-01"}, "Zukunft"),
        ({"last": "2025-12-31"}, "vor dem ersten"),
        ({"source": ""}, "source"),
    ],
)
def test_what_cannot_be_meant_is_told_and_nothing_is_kept(
    bodies: Bodies, treasurer: User, changes: dict[str, str], told: str
) -> None:
    page = client_of(treasurer).post(f"{NEW}?wert={RATE}", entered(**changes))
    assert page.status_code == 400
    assert told in page.content.decode()
    assert not MunicipalParameter.objects.exists()


def test_the_page_of_an_unknown_value_leads_to_the_form(bodies: Bodies, treasurer: User) -> None:
    page = client_of(treasurer).get("/regeln/kgst_material_cost/").content.decode()
    assert f"{NEW}?wert=kgst_material_cost" in page
    assert "Wert eintragen" in Client().get("/regeln/kgst_material_cost/").content.decode()


def test_only_those_who_may_calculate_enter_and_only_members_read(
    bodies: Bodies, treasurer: User, stranger: User
) -> None:
    client_of(treasurer).post(f"{NEW}?wert={RATE}", entered())
    reader = a_member(bodies[TOWN], Role.READER)
    assert client_of(reader).get(NEW).status_code == 403
    assert client_of(reader).get(f"{LIST}{TOWN}/{RATE}/").status_code == 200
    assert client_of(stranger).get(f"{LIST}{TOWN}/{RATE}/").status_code == 404
    assert Client().get(LIST).status_code == 302


def test_a_slip_is_withdrawn_and_put_right_on_the_same_day(bodies: Bodies, treasurer: User) -> None:
    client = client_of(treasurer)
    client.post(f"{NEW}?wert={RATE}", entered(value="953"))
    row = MunicipalParameter.objects.get()
    without = client.post(f"{LIST}{row.pk}/zurueckziehen/", follow=True).content.decode()
    assert "Nennen Sie den Beleg oder den Grund" in without
    page = client.post(f"{LIST}{row.pk}/zurueckziehen/", {"reason": "Zahlendreher"}, follow=True)
    assert "zurückgezogen" in page.content.decode()
    again = client.post(f"{LIST}{row.pk}/zurueckziehen/", {"reason": "noch einmal"}, follow=True)
    assert "gilt nicht mehr" in again.content.decode()
    late = client.post(f"{NEW}?wert={RATE}", entered()).content.decode()
    assert "stand bis zum" in late


def test_another_body_withdraws_nothing(bodies: Bodies, treasurer: User, stranger: User) -> None:
    client_of(treasurer).post(f"{NEW}?wert={RATE}", entered())
    row = MunicipalParameter.objects.get()
    found = client_of(stranger).post(f"{LIST}{row.pk}/zurueckziehen/", {"reason": "fremd"})
    assert found.status_code in {403, 404}
    assert MunicipalParameter.objects.get().known.upper is None


# --- files -----------------------------------------------------------------------------------------------


def uploaded(client: Client, data: bytes) -> Any:
    return client.post("/regeln/oertlich/einlesen/", {"file": SimpleUploadedFile("werte.csv", data)})


def test_a_file_is_shown_first_and_taken_over_on_confirmation(bodies: Bodies, treasurer: User) -> None:
    client = client_of(treasurer)
    kgst = "kgst_material_cost;;;9.700,00;;01.01.2026;31.12.2026;05.01.2026;KGSt-Bericht 9/2025;"
    page = uploaded(client, sheet(LINE, kgst)).content.decode()
    assert "593,5 %" in page
    assert "9.700,00 EUR" in page
    assert not MunicipalParameter.objects.exists()
    client.post("/regeln/oertlich/einlesen/bestaetigen/")
    assert set(MunicipalParameter.objects.values_list("name", "value")) == {
        ("tax_rate", "593.5"),
        ("kgst_material_cost", "9700.00"),
    }
    repeated = client.post("/regeln/oertlich/einlesen/bestaetigen/", follow=True).content.decode()
    assert "Vorschau ist abgelaufen" in repeated


def test_what_is_known_already_refuses_the_whole_file(bodies: Bodies, treasurer: User) -> None:
    client = client_of(treasurer)
    client.post(f"{NEW}?wert={RATE}", entered())
    uploaded(client, sheet(LINE, "district_rate;;;30;%;01.01.2026;;11.12.2025;Haushaltssatzung;"))
    refused = client.post("/regeln/oertlich/einlesen/bestaetigen/")
    assert refused.status_code == 409
    assert "schon ein Wert" in refused.content.decode()
    assert MunicipalParameter.objects.count() == 1


@pytest.mark.parametrize(
    ("line", "cell", "told"),
    [
        (LINE.replace("593,5", "viel"), "D2", "keine Zahl"),
        (LINE.replace("593,5", "-5"), "D2", "negativ"),
        (LINE.replace("%", "EUR"), "E2", "Einheit"),
        (LINE.replace("01.01.2026", "32.01.2026"), "F2", "kein Tag"),
        (LINE.replace("11.12.2025", ""), "H2", "fehlt"),
        (LINE.replace("11.12.2025", "11.12.2099"), "H2", "Zukunft"),
        (LINE.replace("Hebesatzsatzung 2026", ""), "I2", "Quelle fehlt"),
        (LINE.replace("tax_rate", "dog_rate"), "A2", "kein Wert"),
        (LINE.replace(";;;", ";;Hunde;"), "C2", "passt nicht"),
        (f"{LINE}\n{LINE}", "D3", "schon ein Wert"),
        (
            f"{LINE}\n{LINE.replace('593,5', '593.5').replace('tax_rate', 'youth_rate')}",
            "D3",
            "Dezimalzeichen",
        ),
    ],
)
def test_every_mistake_in_a_file_is_told_with_its_cell(line: str, cell: str, told: str) -> None:
    found = read(sheet(line), settables(), on=TODAY)
    assert [problem.cell for problem in found.problems] == [cell]
    assert told in found.problems[0].message


def excel(value: Any, number_format: str = "") -> bytes:
    """Return an Excel file with one tax rate."""
    row = ("tax_rate", "", "", value, "%", date(2026, 1, 1), "", "11.12.2025", "Satzung", "")
    return an_xlsx(row, header=";".join(COLUMNS), formats={"D2": number_format} if number_format else {})


@pytest.mark.parametrize(
    ("value", "number_format", "kept"),
    [
        (593.5, "General", "593.5"),
        (5.935, "0.0%", "593.5"),
        ("593,5", "@", "593.5"),
        ("593,5 %", "@", "593.5"),
        ("1\u00a0593,5", "@", "1593.5"),
    ],
)
def test_an_excel_cell_is_read_as_it_shows(value: Any, number_format: str, kept: str) -> None:
    [said] = read(excel(value, number_format), settables(), on=TODAY).entries
    assert (said.value, said.valid[0]) == (kept, date(2026, 1, 1))


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("viel", "keine Zahl"),
        ("-5", "negativ"),
        (-5, "negativ"),
        (True, "WAHR"),
        (date(2025, 1, 25), "25.01.2025 ist ein Tag"),
        ("593 EUR", "Einheit"),
        ("1.234", "mehrdeutig"),
        (1e300, "keine Zahl"),
    ],
)
def test_every_mistake_in_excel_is_told_with_its_cell(value: Any, told: str) -> None:
    found = read(excel(value), settables(), on=TODAY)
    assert [problem.cell for problem in found.problems] == ["D2"]
    assert told in found.problems[0].message


def test_a_row_may_name_the_value_in_german_and_its_word() -> None:
    line = (
        ";Gemeinkosten in Prozent der Bruttopersonalkosten;Büroarbeitsplatz;22;%;2026-01-01;;2026-01-05;KGSt;"
    )
    [said] = read(sheet(line), settables(), on=TODAY).entries
    assert (said.name, said.key, said.value) == ("kgst_overhead_share", "office", "22")
    assert said.valid == (date(2026, 1, 1), None)


def test_the_template_lists_what_the_law_leaves_open(bodies: Bodies, treasurer: User) -> None:
    told = b"".join(client_of(treasurer).get("/regeln/oertlich/vorlage/?format=csv")).decode()
    assert "tax_rate;Hebesatz;" in told
    assert client_of(treasurer).get("/regeln/oertlich/vorlage/").status_code == 200


def test_a_number_with_another_unit_is_refused_by_name() -> None:
    with pytest.raises(RulesError, match="Einheit"):
        settables()[RATE].plain("12 EUR")
    assert OTHER not in settables()
