"""Files with games: JSON in, tasks out. What the kinds mean is said in `docs/sharing.md`."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NoReturn

from allmende.sharing.errors import DuplicateParty, FileUnreadable

MAX_BYTES = 64 * 1024 * 1024
ALIASES = {
    "cost_game": "cost_game",
    "cost_games": "cost_game",
    "cost": "cost_game",
    "value_game": "value_game",
    "value_games": "value_game",
    "value": "value_game",
    "tu_game": "value_game",
    "claims": "claims",
    "claims_game": "claims",
    "claim": "claims",
    "bankruptcy": "claims",
    "bankruptcy_game": "claims",
    "airport_game": "airport_game",
    "airport_games": "airport_game",
    "airport": "airport_game",
    "power": "power",
    "power_game": "power",
    "voting": "power",
    "voting_power": "power",
    "weighted_voting": "power",
    "structured_cost": "structured_cost",
    "structured_costs": "structured_cost",
    "structured": "structured_cost",
}
KINDS = tuple(dict.fromkeys(ALIASES.values()))
LISTS = ("games", "tasks", "items", "sets")
INHERITED = ("kind", "unit", "tolerance", "rule")


@dataclass(frozen=True, slots=True)
class Task:
    """One game of a file, not yet understood."""

    kind: str
    id: str | None
    title: str
    data: Mapping[str, Any]
    place: str

    @property
    def unit(self) -> str:
        return str(self.data.get("unit") or "")


@dataclass(frozen=True, slots=True)
class Tasks:
    """All games of a file. `is_list` tells whether the file had a list of them or a single one."""

    tasks: tuple[Task, ...]
    is_list: bool


def read_tasks(data: bytes | str, *, name: str) -> Tasks:
    """Return the games of a file; raise a SharingError that names place and remedy."""
    content = _parsed(data, name)
    if isinstance(content, list):
        return Tasks(tuple(_several(content, {}, name)), is_list=True)
    if not isinstance(content, dict):
        _refuse(name, "Die Datei enthält kein Spiel.", "Erwartet wird ein JSON-Objekt mit „kind“.")
    for field in LISTS:
        games = content.get(field)
        if isinstance(games, Mapping):
            games = [
                {"id": key, **game} if isinstance(game, Mapping) else game for key, game in games.items()
            ]
        if isinstance(games, list):
            return Tasks(tuple(_several(games, content, name)), is_list=True)
    return Tasks((_task(content, {}, name, None),), is_list=False)


def _parsed(data: bytes | str, name: str) -> Any:
    if len(data) > MAX_BYTES:
        _refuse(name, "Die Datei ist größer als 64 MB.", "Teilen Sie sie auf.")
    try:
        text = data.decode("utf-8-sig") if isinstance(data, bytes) else data.removeprefix("\ufeff")
        return json.loads(
            text,
            parse_float=Decimal,
            parse_int=_whole_number,
            parse_constant=lambda word: _refuse(
                name, f"„{word}“ ist keine Zahl.", "Tragen Sie einen Betrag ein."
            ),
            object_pairs_hook=lambda pairs: _without_duplicates(pairs, name),
        )
    except UnicodeDecodeError as error:
        _refuse(name, "Die Datei ist nicht in UTF-8 geschrieben.", "Speichern Sie sie als UTF-8.", error)
    except RecursionError as error:
        _refuse(name, "Die Datei ist zu tief verschachtelt.", "Prüfen Sie die Klammern.", error)
    except json.JSONDecodeError as error:
        place = f"{name}, Zeile {error.lineno}, Zeichen {error.colno}"
        _refuse(
            place, "Das ist kein gültiges JSON.", "Prüfen Sie Klammern, Kommas und Anführungszeichen.", error
        )


def _whole_number(digits: str) -> int | Decimal:
    """Return a whole number; one with thousands of digits as Decimal, to be refused later without effort."""
    return int(digits) if len(digits) < 100 else Decimal(digits)


def _without_duplicates(pairs: list[tuple[str, Any]], name: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise DuplicateParty(place=name, name=key)
        found[key] = value
    return found


def _several(games: list[Any], around: Mapping[str, Any], name: str) -> list[Task]:
    if not games:
        _refuse(name, "Die Liste der Spiele ist leer.", "Nehmen Sie mindestens ein Spiel auf.")
    return [_task(game, around, name, number) for number, game in enumerate(games, start=1)]


def _task(game: Any, around: Mapping[str, Any], name: str, number: int | None) -> Task:
    place = name if number is None else f"{name}, Spiel {number}"
    if not isinstance(game, dict):
        _refuse(place, "Hier steht kein Spiel.", "Erwartet wird ein JSON-Objekt.")
    data = {**{key: around[key] for key in INHERITED if key in around}, **game}
    identity = game.get("id")
    if identity is not None and number is not None:
        place = f"{name}, Spiel „{str(identity)[:60]}“"
    own = {key: value for key, value in game.items() if key != "kind"}
    kind = _kind(game.get("kind"), own, place) if "kind" in game else _kind(around.get("kind"), own, place)
    title = str(game.get("title") or identity or (around.get("title") if number is None else "") or "")
    return Task(kind, None if identity is None else str(identity), title, data, place)


def _kind(named: object, data: Mapping[str, Any], place: str) -> str:
    if named is not None:
        word = str(named).strip().lower().replace("-", "_").replace(" ", "_")
        if word in ALIASES:
            return ALIASES[word]
        if not (guessed := _guessed(data)):
            known = ", ".join(KINDS)
            _refuse(place, f"Die Art „{str(named)[:40]}“ ist unbekannt.", f"Möglich sind: {known}.")
        return guessed
    guessed = _guessed(data)
    if not guessed:
        _refuse(place, "Es fehlt die Angabe „kind“.", f"Möglich sind: {', '.join(KINDS)}.")
    return guessed


def _guessed(data: Mapping[str, Any]) -> str:
    """Return the kind that the fields of a game tell; empty if they tell none."""
    if "claims" in data:
        return "claims"
    if "values" in data:
        return "value_game"
    if {"fixed", "own", "driver", "drivers", "scale"} & data.keys():
        return "structured_cost"
    if {"quota", "rules", "majority"} & data.keys():
        return "power"
    costs = data.get("costs")
    if isinstance(costs, dict):
        return "cost_game"
    return "airport_game" if isinstance(costs, list) or "needs" in data else ""


def _refuse(place: str, problem: str, remedy: str, cause: Exception | None = None) -> NoReturn:
    raise FileUnreadable(place=place, problem=problem, remedy=remedy) from cause
