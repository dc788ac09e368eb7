"""The shared vectors, solved as the command solves them."""

import json
from typing import Any

import pytest

from allmende.sharing.files import read_tasks
from allmende.sharing.solving import answers_as_json, solve
from tests.sharing.examples import load_vectors

EXPECTED = (
    "cost_skane_water_n6.json",
    "cost_young1985_n3.json",
    "power_weighted.json",
    "structured_power_n12.json",
    "structured_step_n12.json",
)


def solved(content: dict[str, Any]) -> list[dict[str, Any]]:
    tasks = read_tasks(json.dumps(content), name="vectors")
    document = answers_as_json([solve(task) for task in tasks.tasks], is_list=tasks.is_list)
    return list(document["games"]) if tasks.is_list else [document]


def differences(found: Any, wanted: Any, tolerance: float, path: str) -> list[str]:
    if isinstance(wanted, dict):
        in_order = [key for key in found if key in wanted] == list(wanted)
        inner = [
            d for key in wanted for d in differences(found[key], wanted[key], tolerance, f"{path}.{key}")
        ]
        return inner if in_order else [f"{path}: order {list(found)}", *inner]
    if isinstance(wanted, list) and len(found) == len(wanted):
        pairs = enumerate(zip(found, wanted, strict=True))
        return [d for at, (one, other) in pairs for d in differences(one, other, tolerance, f"{path}[{at}]")]
    is_number = isinstance(wanted, int | float) and not isinstance(wanted, bool)
    is_same = abs(found - wanted) <= tolerance if is_number else found == wanted
    return [] if is_same else [f"{path}: {found} instead of {wanted}"]


@pytest.mark.parametrize("name", EXPECTED)
def test_expected_values_come_out_under_their_names_in_their_order(name: str) -> None:
    content = load_vectors(name)
    for game, found in zip(content.get("games", [content]), solved(content), strict=True):
        assert differences(found, game["expected"], content["tolerance"], game["id"]) == []


@pytest.mark.parametrize("name", ["structured_power_n12.json", "structured_step_n12.json"])
def test_structured_files_have_total_and_least_core(name: str) -> None:
    content = load_vectors(name)
    (found,) = solved(content)
    for key in ("grand_total", "least_core"):
        assert differences(found[key], content[key], content["tolerance"], key) == []


def test_the_estates_of_the_talmud_come_out() -> None:
    content = load_vectors("claims_talmud_n3.json")
    (found,) = solved(content)
    for key in ("cases", "shapley_of_bankruptcy_game"):
        assert differences(found[key], content[key], content["tolerance"], key) == []


def test_published_solutions_of_small_games_come_out() -> None:
    content = load_vectors("value_games_small.json")
    for game, found in zip(content["games"], solved(content), strict=True):
        for key, wanted in game["published"].items():
            assert differences(found[key], wanted, content["tolerance"], f"{game['id']}.{key}") == []


def test_values_written_as_german_strings_give_the_same() -> None:
    content = load_vectors("cost_skane_water_n6.json")
    written = {group: str(cost).replace(".", ",") for group, cost in content["costs"].items()}
    (found,) = solved({**content, "costs": written, "grand_total": "83,82"})
    assert differences(found, content["expected"], content["tolerance"], "skane") == []


def test_skane_says_who_pays_more_than_alone() -> None:
    (found,) = solved(load_vectors("cost_skane_water_n6.json"))
    text = " ".join(found["sentences"])
    assert "nicht stabil: H, K und L zahlen zusammen 0,43 million SEK mehr" in text
    assert "nicht stabil: H, K und L zahlen zusammen 2,54 million SEK mehr" in text
    assert "stabil: Jede Gruppe spart gegenüber dem Alleingang mindestens 1,60 million SEK." in text


def test_skane_warns_once_that_two_groups_are_cheaper_apart() -> None:
    (found,) = solved(load_vectors("cost_skane_water_n6.json"))
    (warning,) = found["warnings"]
    assert "A, H und L sowie M und T zahlen getrennt 0,37" in warning


def test_step_costs_name_what_some_group_always_pays_too_much() -> None:
    (found,) = solved(load_vectors("structured_step_n12.json"))
    assert found["sentences"][0].startswith("Kein Schlüssel ist stabil")
    assert "10,00" in found["sentences"][0]
