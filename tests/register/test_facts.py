"""The facts the product ships: the numbers that must hold, and that each town has its page and its place."""

import csv
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from django.db.models import Sum
from django.test import Client

from allmende.register import page_queries, queries
from allmende.register.dated import bodies_on
from allmende.register.domain import MUNICIPAL_KINDS, BodyOption, FigureKind, Kind
from allmende.register.facts import fact_lists, load_facts
from allmende.register.map.shapes import map_data
from allmende.register.models import BodyName, KeyFigure, Neighbour, Source

pytestmark = pytest.mark.django_db

MUNICIPAL = [kind.value for kind in MUNICIPAL_KINDS]


@pytest.mark.parametrize(
    ("kinds", "count"),
    [
        (MUNICIPAL, 396),
        ([Kind.KREIS, Kind.STAEDTEREGION], 31),
        ([Kind.REGIERUNGSBEZIRK], 5),
        ([Kind.LANDSCHAFTSVERBAND], 2),
        ([Kind.LAND], 1),
        ([Kind.KREISFREIE_STADT], 22),
    ],
)
def test_all_bodies_of_the_land_are_there(facts: date, kinds: list[str], count: int) -> None:
    assert bodies_on(facts).filter(kind__in=kinds).count() == count


def test_inhabitants_and_area_add_up_exactly(facts: date) -> None:
    towns = bodies_on(facts).filter(kind__in=MUNICIPAL)
    assert towns.aggregate(Sum("population"), Sum("area")) == {
        "population__sum": Decimal(18_190_422),
        "area__sum": Decimal("34112.56"),
    }


@pytest.mark.parametrize("kinds", [[Kind.REGIERUNGSBEZIRK], [Kind.LANDSCHAFTSVERBAND], [Kind.LAND]])
def test_each_level_has_the_same_sum(facts: date, kinds: list[str]) -> None:
    level = bodies_on(facts).filter(kind__in=kinds)
    assert level.aggregate(Sum("population"), Sum("area")) == {
        "population__sum": Decimal(18_190_422),
        "area__sum": Decimal("34112.56"),
    }


def test_each_kreis_is_the_sum_of_its_towns(facts: date) -> None:
    for kreis in bodies_on(facts).filter(kind__in=[Kind.KREIS, Kind.STAEDTEREGION]):
        below = bodies_on(facts).filter(parent_key=kreis.key)
        sums = below.aggregate(Sum("population"), Sum("area"))
        assert (sums["population__sum"], sums["area__sum"]) == (kreis.population, kreis.area), kreis.name


def test_neighbours_are_pairs_and_connect_the_land(facts: date) -> None:
    pairs = list(Neighbour.objects.values_list("first__key", "second__key"))
    assert len(pairs) == 1081
    beside: dict[str, set[str]] = {}
    for one, other in pairs:
        beside.setdefault(one, set()).add(other)
        beside.setdefault(other, set()).add(one)
    reached, waiting = set[str](), ["05558012"]
    while waiting:
        key = waiting.pop()
        if key not in reached:
            reached.add(key)
            waiting.extend(beside[key])
    assert len(reached) == 396


def test_every_town_stands_on_the_map_and_its_kreis_around_it(facts: date) -> None:
    keys = set(bodies_on(facts).filter(kind__in=MUNICIPAL).values_list("key", flat=True))
    assert map_data().municipalities.keys() == keys
    assert map_data().districts.keys() == {key[:5] for key in keys}


def test_every_body_has_its_page(facts: date, client: Client) -> None:
    for key, name in bodies_on(facts).order_by("key").values_list("key", "name")[::12]:
        response = client.get(f"/koerperschaften/{key}/")
        assert response.status_code == 200
        assert name in response.content.decode()


def test_the_census_figures_of_all_years_are_there(facts: date) -> None:
    rows = KeyFigure.objects.filter(kind=FigureKind.POPULATION.value, body__ags__isnull=False)
    sums = dict(rows.values_list("reference_date").annotate(total=Sum("value")))
    assert {day.year: int(total) for day, total in sums.items()} == {
        2009: 17_872_763,
        2013: 17_571_856,
        2017: 17_912_134,
        2019: 17_947_221,
        2021: 17_924_591,
        2023: 18_190_422,
    }


def test_a_municipality_that_became_a_town_has_both_kinds(facts: date) -> None:
    assert queries.body_by_key("05162012", on=date(2018, 12, 31)).kind is Kind.GEMEINDE
    assert queries.body_by_key("05162012", on=date(2019, 1, 1)).kind is Kind.KREISANGEHOERIGE_STADT


def test_each_fact_has_a_source_with_an_attribution(facts: date) -> None:
    assert not Source.objects.filter(attribution="").exists()
    assert "Destatis" in Source.objects.get(key="destatis-gv").attribution
    assert Source.objects.get(key="bkg-2017").attribution == "© GeoBasis-DE / BKG 2017 (Daten verändert)"


def test_loading_again_changes_nothing(facts: date) -> None:
    before = BodyName.objects.count(), KeyFigure.objects.count()
    assert load_facts(at=datetime(2026, 2, 1, tzinfo=UTC)) is False
    assert (BodyName.objects.count(), KeyFigure.objects.count()) == before


def test_a_kreis_and_a_kreisfreie_stadt_are_members_of_their_landschaftsverband(facts: date) -> None:
    lvr = queries.body_by_key("lvr", on=facts)
    assert page_queries.children_of(lvr, on=facts).count() == 12 + 1 + 13
    kreis = queries.body_by_key("05558", on=facts)
    found = page_queries.landschaftsverband_of(kreis.id, on=facts)
    assert found is not None
    assert found.key == "lwl"


def labels(options: tuple[BodyOption, ...]) -> list[str]:
    return [option.designation for option in options]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Stadt Leverkusen", ["Stadt Leverkusen"]),
        ("Kreis Coesfeld", ["Kreis Coesfeld"]),
        ("Coesfeld", ["Kreis Coesfeld", "Stadt Coesfeld"]),
        ("Rhein-Sieg-Kreis", ["Rhein-Sieg-Kreis"]),
        ("Münster", ["Stadt Münster"]),
        ("Bezirksregierung Münster", ["Regierungsbezirk Münster"]),
        ("Langenfeld (Rhld.)", ["Stadt Langenfeld (Rheinland)"]),
        ("Stadt Stolberg", ["Stadt Stolberg (Rhld.)"]),
        ("LVR", ["Landschaftsverband Rheinland"]),
        ("Land NRW", ["Land Nordrhein-Westfalen"]),
        ("Gemeinde Nottuln", ["Gemeinde Nottuln"]),
        ("Gemeinde Coesfeld", []),
        ("Atlantis", []),
    ],
)
def test_written_names_are_matched(facts: date, written: str, meant: list[str]) -> None:
    assert labels(queries.match_names([written], on=facts)[written]) == meant


def test_all_names_are_matched_with_one_query(facts: date, django_assert_num_queries: object) -> None:
    with django_assert_num_queries(1):  # type: ignore[operator]
        queries.match_names(["Stadt Köln", "Unna", "Kreis Unna", "Atlantis"], on=facts)


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("lverkusen", "Stadt Leverkusen"),
        ("Duesseldorf", "Stadt Düsseldorf"),
        ("Coesfled", "Stadt Coesfeld"),
        ("05382", "Rhein-Sieg-Kreis"),
        ("monchengladbach", "Stadt Mönchengladbach"),
    ],
)
def test_the_search_forgives_typos(facts: date, typed: str, first: str) -> None:
    assert queries.body_options(typed, on=facts)[0].designation == first
    assert queries.search(typed, on=facts)[0].title == first


@pytest.mark.parametrize("typed", ["", "   ", "!!!", "xqzwvk"])
def test_a_search_for_nothing_finds_nothing(facts: date, typed: str) -> None:
    assert queries.body_options(typed, on=facts) == []


def rows_of(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def test_the_tables_say_what_the_statistical_office_says(shared_register: Path) -> None:
    """Compare the shipped tables with the extracts they were made from."""
    *_, (_, latest) = fact_lists()
    ours = {record.key: record for record in latest.records}
    for row in rows_of(shared_register / "municipalities_nrw.csv"):
        record = ours[row["ags"]]
        figures = {(each.kind, each.reference_date.isoformat()): each.value for each in record.figures}
        assert (record.name, record.official, record.ars) == (row["name"], row["name_official"], row["ars"])
        assert (record.parent, record.kind.label) == (row["parent_ags"], row["kind"])
        assert figures[FigureKind.POPULATION, "2023-12-31"] == int(row["population"])
        assert figures[FigureKind.POPULATION_MALE, "2023-12-31"] == int(row["population_male"])
        assert figures[FigureKind.AREA, "2023-12-31"] == Decimal(row["area_km2"])
    for row in rows_of(shared_register / "population_history_nrw.csv"):
        figures = {
            (each.kind, each.reference_date.isoformat()): each.value for each in ours[row["ags"]].figures
        }
        assert figures[FigureKind.POPULATION, row["population_date"]] == int(row["population"])
