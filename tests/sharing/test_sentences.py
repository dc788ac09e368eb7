"""Sentences: short, with names and euros, without a term of game theory."""

import re
from typing import Any

import numpy as np
import pytest

from allmende.sharing.core import check_core, least_core
from allmende.sharing.files import Task
from allmende.sharing.games import game_from_table
from allmende.sharing.sentences import MAX_WORDS, best_saving, listed, stability
from allmende.sharing.solving import solve
from tests.sharing.test_files import COST_GAME, POWER, STRUCTURED

JARGON = re.compile(
    r"shapley|nucleol|nukleol|kern\b|core|koalition|banzhaf|coleman|dummy|spieltheor|scrb", re.I
)
LONG_NAMES = [f"Verbandsgemeinde Sankt Neudorf am See {index}" for index in range(1, 31)]
random = np.random.default_rng(1)
MANY: list[tuple[str, dict[str, Any]]] = [
    ("cost_game", COST_GAME),
    ("power", POWER),
    ("structured_cost", STRUCTURED),
    ("power", {"names": LONG_NAMES, "weights": [60, *[1] * 29], "quota": 60}),
    ("power", {"names": LONG_NAMES, "weights": [5] * 30, "quota": 100}),
    (
        "structured_cost",
        {
            "players": LONG_NAMES,
            "driver": random.integers(1, 90, 30).tolist(),
            "fixed": 5_000,
            "scale": {"type": "step", "unit": 25, "cost": 800},
        },
    ),
    ("claims", {"players": LONG_NAMES, "claims": list(range(1, 31)), "estate": 100}),
    ("value_game", {"values": {"A": 0, "B": 0, "A,B": 10}}),
    ("airport_game", {"players": LONG_NAMES, "costs": list(range(1, 31))}),
]


def sentences_of(kind: str, data: dict[str, Any]) -> list[str]:
    answer = solve(Task(kind, None, "", data, "spiel.json"))
    return [*answer.sentences, *answer.warnings]


@pytest.mark.parametrize(
    ("kind", "data"), MANY, ids=[f"{kind}-{index}" for index, (kind, _) in enumerate(MANY)]
)
def test_sentences_are_short_and_plain(kind: str, data: dict[str, Any]) -> None:
    said = sentences_of(kind, data)
    assert said
    for sentence in said:
        assert len(sentence.split()) <= MAX_WORDS, sentence
        assert not JARGON.search(sentence), sentence
        assert sentence.endswith("."), sentence


@pytest.mark.parametrize(("kind", "data"), MANY[:3])
def test_sentences_name_members_and_amounts(kind: str, data: dict[str, Any]) -> None:
    text = " ".join(sentences_of(kind, data))
    assert "%" in text if kind == "power" else "€" in text
    assert any(name in text for name in data.get("players", data.get("names", ["1"])))


def test_a_long_list_of_names_ends_with_how_many_more_there_are() -> None:
    assert listed(["A", "B"]) == "A und B"
    assert listed(LONG_NAMES) == f"{LONG_NAMES[0]} und 29 weitere"


def test_a_single_member_that_pays_too_much_is_named() -> None:
    game = game_from_table(["A", "B"], {frozenset("A"): 10, frozenset("B"): 20, frozenset("AB"): 25})
    check = check_core(game, [12.5, 12.5])
    sentence = stability(check, game.players, tolerance=0.005)
    assert sentence == "Das ist nicht stabil: A zahlt 2,50\u00a0€ mehr als im Alleingang."


def test_an_allocation_on_the_edge_is_stable() -> None:
    game = game_from_table(["A", "B"], {frozenset("A"): 10, frozenset("B"): 20, frozenset("AB"): 25})
    check = check_core(game, [10, 15])
    assert (
        stability(check, game.players, tolerance=0.005)
        == "Das ist stabil: Keine Gruppe zahlt mehr als im Alleingang."
    )


def test_no_stable_key_is_said_as_such() -> None:
    game = game_from_table(["A", "B"], {frozenset("A"): 10, frozenset("B"): 20, frozenset("AB"): 40})
    sentence = best_saving(least_core(game), tolerance=0.005)
    assert "zahlt immer 5,00\u00a0€ mehr als im Alleingang" in sentence
