import json
from importlib.resources import files

import pytest
from django.test import Client
from jsonschema import Draft202012Validator
from pytest_django import DjangoAssertNumQueries

from allmende.cooperations import facts
from allmende.cooperations.domain import Matter
from allmende.cooperations.facts import Saying
from allmende.cooperations.importing.actions import preview_list
from allmende.cooperations.models import Cooperation
from tests.cooperations.register.factories import LATER, SINCE, SOURCE, STATE
from tests.register.factories import TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_today")]


def test_the_json_fits_the_published_schema(client: Client, cooperation: Cooperation) -> None:
    facts.set_voting_rule(
        Saying(cooperation.key, SINCE, SOURCE, by=None, on=TODAY, at=LATER),
        matter=Matter.STATUTE,
        rule={"quota": "2/3"},
        words="zwei Drittel",
    )
    schema = json.loads(client.get("/zusammenarbeit/schema.json").content)
    document = json.loads(client.get("/zusammenarbeit/daten.json").content)
    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema).validate(document)
    [record] = document["cooperations"]
    assert record["name"] == STATE.name
    assert [party["body"]["key"] for party in record["parties"]] == ["05999", "05999004", "05999008"]
    assert record["purpose"] is None


def test_the_files_have_the_filtered_rows_of_the_day(client: Client, cooperation: Cooperation) -> None:
    for query in ("aufgabe=abfall", "stand=2019-01-01"):
        document = json.loads(client.get(f"/zusammenarbeit/daten.json?{query}").content)
        assert document["cooperations"] == []


def test_the_table_can_be_read_in_again(client: Client, cooperation: Cooperation) -> None:
    content = client.get("/zusammenarbeit/daten.csv").content
    other = content.replace(b"rechenzentrum-probe", b"anderswo")
    found = preview_list(other, name="daten.csv", answers={}, steward_id=None, on=TODAY)
    [entry] = found.entries
    assert (entry.state.name, entry.first_day, found.problems) == (STATE.name, SINCE, [])
    assert [(party.role, party.votes) for party in entry.parties] == [
        ("lead", 2),
        ("member", 1),
        ("member", 1),
    ]
    assert found.ignored == ["koerperschaft_name"]


def test_excel_and_catalog_are_served_and_nothing_else(client: Client, cooperation: Cooperation) -> None:
    assert client.get("/zusammenarbeit/daten.xlsx").content.startswith(b"PK")
    assert client.get("/zusammenarbeit/daten.exe").status_code == 404
    described = json.loads(client.get("/zusammenarbeit/katalog.jsonld").content)
    assert described["@type"] == "dcat:Dataset"
    assert len(described["dcat:distribution"]) == 3


def test_the_served_schema_is_the_one_of_the_docs() -> None:
    schema = files("allmende.cooperations.exporting") / "cooperations.schema.json"
    assert "cooperations.schema.json" in (files("allmende") / "../../docs/cooperations.md").read_text()
    assert json.loads(schema.read_text(encoding="utf-8"))["title"] == "Register of cooperations"


def test_an_export_costs_a_fixed_number_of_queries(
    client: Client, cooperation: Cooperation, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(13):
        client.get("/zusammenarbeit/daten.json")
