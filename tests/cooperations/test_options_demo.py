"""The ready comparisons answer what the source documents ask, with figures of the register."""

import csv
from importlib.resources import files
from typing import Any

import pytest

from allmende.cooperations.options import demo
from allmende.cooperations.options.reading import question_from
from allmende.cooperations.options.sheet import sheet_of
from allmende.register.domain import Kind, designation

COESFELD, MUENSTER = "05558", "05515000"


def bodies() -> dict[str, dict[str, Any]]:
    """Return the bodies of the register's own list as partners."""
    text = files("allmende.register").joinpath("data/bodies.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    names = {row["key"]: row["name"] for row in rows}
    return {
        row["key"]: {
            "key": row["key"],
            "name": designation(Kind(row["kind"]), row["name"]),
            "kind": row["kind"],
            "district": names.get(row["parent"], ""),
            "drivers": {"einwohner": {"value": row["2023-12-31"], "as_of": "2023-12-31"}},
        }
        for row in rows
    }


@pytest.fixture(scope="module")
def sheets() -> dict[str, Any]:
    found, known = {}, bodies()
    for name in demo.COMPARISONS:
        described = demo.described_in(name)
        partners = [
            {**known[key], **described.get("partner_figures", {}).get(key, {})}
            for key in described["partners"]
        ]
        found[described["key"]] = sheet_of(question_from({**described["inputs"], "partners": partners}))
    return found


def votes(sheet: dict[str, Any], option: str) -> list[dict[str, Any]]:
    index = next(i for i, each in enumerate(sheet["options"]) if each["key"] == option)
    found: list[dict[str, Any]] = sheet["votes"][index]
    return found


def say(vote: dict[str, Any], key: str) -> tuple[float, float, float]:
    found = next(each for each in vote["says"] if each["key"] == key)
    return tuple(round(100 * found[name], 1) for name in ("share", "power", "blocks"))


def test_muensterland_has_28_partners_with_inhabitants(sheets: dict[str, Any]) -> None:
    partners = sheets["it-im-muensterland"]["partners"]
    assert len(partners) == 28
    assert all(each["population"] for each in partners)
    assert {"Stadt Coesfeld", "Kreis Coesfeld", "Stadt Warendorf", "Kreis Warendorf"} <= {
        e["name"] for e in partners
    }


def test_muensterland_compares_a_holding_with_other_forms_and_knows_no_cost(sheets: dict[str, Any]) -> None:
    sheet = sheets["it-im-muensterland"]
    assert {"holding_gmbh", "holding_zweckverband", "gku", "arbeitsgemeinschaft"} <= {
        each["form"] for each in sheet["options"]
    }
    assert all(money["missing"] and money["total"]["base"] is None for money in sheet["money"])


def test_influence_in_a_zweckverband_with_exact_figures(sheets: dict[str, Any]) -> None:
    equal, by_size, two_thirds, three_quarters, seats = votes(sheets["it-im-muensterland"], "holding-zv")
    assert (say(equal, MUENSTER), say(equal, COESFELD)) == ((3.6, 3.6, 17.6), (3.6, 3.6, 17.6))
    assert (say(by_size, MUENSTER), say(by_size, COESFELD)) == ((19.8, 21.7, 53.4), (13.8, 13.8, 32.2))
    assert (say(two_thirds, MUENSTER), say(two_thirds, COESFELD)) == ((19.8, 21.8, 92.3), (13.8, 14.5, 58.0))
    assert (say(three_quarters, MUENSTER)[0], say(three_quarters, COESFELD)) == (19.8, (13.8, 12.7, 93.9))
    assert (say(seats, MUENSTER)[:2], say(seats, COESFELD)[:2]) == ((8.3, 8.6), (8.3, 8.6))


def test_with_51_percent_muenster_decides_alone_and_27_partners_have_no_say(sheets: dict[str, Any]) -> None:
    half, three_quarters = votes(sheets["it-im-muensterland"], "holding-gmbh")
    assert say(half, MUENSTER) == (51.0, 100.0, 100.0)
    assert (
        half["sentences"][0] == "27 von 28 Mitgliedern haben bei dieser Regel nie Einfluss auf das Ergebnis."
    )
    named = " ".join(half["sentences"])
    assert all(each["name"] in named for each in half["says"] if each["is_dummy"])
    assert not any(each["is_dummy"] for each in three_quarters["says"])
    assert say(three_quarters, COESFELD) == (9.2, 9.9, 41.7)


def test_the_integration_centre_costs_between_61_and_80_thousand_a_year(sheets: dict[str, Any]) -> None:
    sheet = sheets["integrationszentrum-rhein-sieg"]
    assert sheet["money"][0]["years"]["2013"] == {"low": 61_000_00, "base": 80_000_00, "high": 80_000_00}
    assert sheet["money"][0]["total"] == {"low": 305_000_00, "base": 400_000_00, "high": 400_000_00}
    assert sheet["law"] == []
    assert any("170.000" in line["text"] for line in sheet["rows"][-1]["cells"][0])
