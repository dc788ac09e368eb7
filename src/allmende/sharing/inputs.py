"""From the fields of a file to games: generous about how values are written, strict about what they say."""

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Any, NoReturn

from allmende.sharing.errors import (
    BadNumber,
    CountsDiffer,
    DuplicateParty,
    FileUnreadable,
    TooManyParties,
    UnknownParty,
)
from allmende.sharing.files import Task
from allmende.sharing.games import MAX_PLAYERS, Game, game_from_table
from allmende.sharing.numbers import exact, real
from allmende.sharing.structured import (
    MAX_PLAYERS_STRUCTURED,
    PowerScale,
    Scale,
    StepScale,
    StructuredGame,
    TariffScale,
    structured_game,
)

NAME_FIELDS = ("players", "names", "members", "parties", "claimants")
SEPARATORS = re.compile(r"\s*[,;|+&]\s*")


def names_of(task: Task, count: int | None = None, *, limit: int = MAX_PLAYERS_STRUCTURED) -> list[str]:
    """Return the members of a game; numbered where the file names none."""
    given = next((task.data[field] for field in NAME_FIELDS if field in task.data), None)
    if given is None or isinstance(given, int):
        wanted = given or count or 0
        if wanted > limit:
            _too_many(task, wanted, limit)
        return [str(number) for number in range(1, wanted + 1)]
    if not isinstance(given, Sequence | Mapping) or isinstance(given, str):
        raise _unreadable(task, "Die Mitglieder sind keine Liste.", "Geben Sie sie als Liste von Namen an.")
    if len(given) > limit:
        _too_many(task, len(given), limit)
    names = [
        str(name).strip() if not isinstance(name, Mapping) else str(name.get("name", "")) for name in given
    ]
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise DuplicateParty(place=task.place, name=name)
        seen.add(name)
    if count is not None and len(names) != count:
        raise CountsDiffer(place=task.place, found=count, wanted=len(names))
    return names


def named_values(task: Task, *fields: str, limit: int) -> tuple[list[str], list[object]]:
    """Return members and one raw value for each, from a list or from an object by name."""
    given = field_of(task, *fields)
    if isinstance(given, Mapping):
        known = next((task.data[field] for field in NAME_FIELDS if field in task.data), None)
        names = (
            names_of(task, len(given), limit=limit) if known is not None else [str(name) for name in given]
        )
        for name in given:
            if name not in names:
                raise UnknownParty(place=task.place, name=name, known=", ".join(names[:8]))
        return names, [given[name] for name in names if name in given]
    if not isinstance(given, list):
        raise _unreadable(
            task, f"„{fields[0]}“ ist keine Liste.", "Geben Sie für jedes Mitglied einen Wert an."
        )
    if len(given) > limit:
        _too_many(task, len(given), limit)
    return names_of(task, len(given), limit=limit), list(given)


def field_of(task: Task, *fields: str) -> Any:
    """Return the first of these fields that is there; raise if none is."""
    for field in fields:
        if field in task.data:
            return task.data[field]
    raise _unreadable(task, f"Es fehlt die Angabe „{fields[0]}“.", "Ergänzen Sie sie.")


def table_game(task: Task) -> Game:
    """Return the game of a table of costs or gains."""
    is_gain = task.kind == "value_game"
    table = field_of(task, *(("values", "costs") if is_gain else ("costs", "values")))
    rows = _rows(task, table)
    names = _players_of_table(task, rows)
    known = _spellings(names)
    amounts: dict[frozenset[str], float] = {}
    for label, value in rows:
        group = _group(task, label, known)
        place = f"{task.place}, Gruppe „{_label(label)}“"
        if group in amounts:
            raise DuplicateParty(place=task.place, name=_label(label))
        amount = real(value, place=place)
        if group:
            amounts[group] = amount
        elif amount:
            raise BadNumber(
                place=place,
                value=str(value),
                problem="gilt für niemanden.",
                remedy="Streichen Sie die Zeile.",
            )
    if "grand_total" in task.data:
        stated = real(task.data["grand_total"], place=f"{task.place}, grand_total")
        amounts.setdefault(frozenset(names), stated)
    game = game_from_table(names, amounts, is_gain=is_gain, place=task.place)
    _check_total(task, game.sign * game.total)
    return game


def _rows(task: Task, table: object) -> list[tuple[object, object]]:
    if isinstance(table, Mapping):
        return list(table.items())
    if isinstance(table, list) and all(isinstance(row, Mapping) for row in table):
        pairs = []
        for row in table:
            label = next(
                (row[key] for key in ("coalition", "members", "players", "group") if key in row), None
            )
            value = next((row[key] for key in ("cost", "value", "amount", "costs") if key in row), None)
            pairs.append((label, value))
        return pairs
    raise _unreadable(task, "Die Tabelle ist kein JSON-Objekt.", 'Schreiben Sie je Gruppe: "A,B": Betrag.')


def _players_of_table(task: Task, rows: list[tuple[object, object]]) -> list[str]:
    if any(field in task.data for field in NAME_FIELDS):
        return names_of(task, limit=MAX_PLAYERS)
    found: dict[str, None] = {}
    for label, _ in rows:
        parts = [str(part) for part in label] if isinstance(label, list) else SEPARATORS.split(str(label))
        found |= dict.fromkeys(part.strip() for part in parts if part.strip())
    if len(found) > MAX_PLAYERS:
        _too_many(task, len(found), MAX_PLAYERS)
    return list(found)


def _group(task: Task, label: object, known: Mapping[str, str]) -> frozenset[str]:
    """Return the members of a group; a name may itself contain a comma."""
    parts = [str(part).strip() for part in label] if isinstance(label, list) else str(label).split(",")
    members = _matched(parts, known)
    if members is None and isinstance(label, str):
        members = _matched(SEPARATORS.split(label.strip("{}[]() ")), known)
    if members is None:
        wrong = next((part.strip() for part in parts if part.strip() not in known), str(label))
        raise UnknownParty(
            place=task.place, name=wrong, known=", ".join([*dict.fromkeys(known.values())][:8])
        )
    if len(set(members)) < len(members):
        raise DuplicateParty(place=f"{task.place}, Gruppe „{_label(label)}“", name=members[0])
    return frozenset(members)


def _spellings(names: Sequence[str]) -> dict[str, str]:
    """Return the names by how a group may write them: exact, else regardless of case and comma spaces."""
    bare = {re.sub(r"\s*,\s*", ",", name): name for name in names}
    return {short.casefold(): name for short, name in bare.items()} | bare | {name: name for name in names}


def _matched(parts: list[str], known: Mapping[str, str]) -> list[str] | None:
    """Join neighboring parts to known names, the longest first; None if something is left over."""
    members, start = [], 0
    parts = [part.strip() for part in parts if part.strip()]
    if all(part in known for part in parts):
        return [known[part] for part in parts]
    while start < len(parts):
        for end in range(len(parts), start, -1):
            name = ",".join(parts[start:end]).strip()
            found = known.get(name) or known.get(name.casefold())
            if found:
                members.append(found)
                start = end
                break
        else:
            return None
    return members


def _label(label: object) -> str:
    return ",".join(map(str, label)) if isinstance(label, list) else str(label)


def _check_total(task: Task, total: float) -> None:
    stated = task.data.get("grand_total")
    if stated is not None:
        wanted = real(stated, place=f"{task.place}, grand_total")
        if abs(wanted - total) > 1e-5 * max(1.0, abs(total)):
            raise BadNumber(
                place=f"{task.place}, grand_total",
                value=f"Die Gesamtsumme {wanted:g}",
                problem=f"passt nicht zu den Angaben ({total:g}).",
                remedy="Berichtigen Sie eine der beiden.",
            )


def structured_of(task: Task) -> StructuredGame:
    """Return the game of fixed, own and scaling costs."""
    names, raw = named_values(task, "driver", "drivers", limit=MAX_PLAYERS_STRUCTURED)
    drivers = numbers(task, "driver", names, raw)
    if "own" in task.data:
        _, raw_own = named_values(task, "own", limit=MAX_PLAYERS_STRUCTURED)
        own = numbers(task, "own", names, raw_own)
    else:
        own = [0.0] * len(names)
    fixed = real(task.data.get("fixed", 0), place=f"{task.place}, fixed")
    scale = _scale(task)
    game = structured_game(names, fixed=fixed, own=own, drivers=drivers, scale=scale, place=task.place)
    _check_total(task, game.total)
    return game


def numbers(task: Task, field: str, names: Sequence[str], raw: Sequence[object]) -> list[float]:
    """Return one number per member."""
    return [float(value) for value in exact_numbers(task, field, names, raw)]


def exact_numbers(task: Task, field: str, names: Sequence[str], raw: Sequence[object]) -> list[Fraction]:
    """Return one exact number per member."""
    if len(raw) != len(names):
        raise CountsDiffer(place=f"{task.place}, {field}", found=len(raw), wanted=len(names))
    return [
        exact(value, place=f"{task.place}, {field} von „{name}“")
        for name, value in zip(names, raw, strict=True)
    ]


def _scale(task: Task) -> Scale:
    given = task.data.get("scale") or {"type": "linear", "factor": 0}
    if not isinstance(given, Mapping):
        raise _unreadable(task, "„scale“ ist kein JSON-Objekt.", "Geben Sie „type“ und die Werte dazu an.")
    place, kind = f"{task.place}, scale", str(given.get("type", "")).lower()
    if kind in {"power", "concave"}:
        factor, exponent = (
            _part(given, place, "factor", "coefficient"),
            _part(given, place, "exponent", "power"),
        )
        return PowerScale(factor, exponent)
    if kind == "sqrt":
        return PowerScale(_part(given, place, "factor", "coefficient"), 0.5)
    if kind in {"linear", "proportional"}:
        return PowerScale(_part(given, place, "factor", "rate", "price", "unit_cost"), 1.0)
    if kind in {"none", "zero"}:
        return PowerScale(0.0, 1.0)
    if kind in {"step", "steps"}:
        unit = _part(given, place, "unit", "size", is_positive=True)
        return StepScale(unit, _part(given, place, "cost", "price", "step_cost"))
    if kind not in {"tariff", "piecewise", "piecewise_linear", "table"}:
        raise _unreadable(
            task, f"„scale.type“ „{kind}“ ist unbekannt.", "Möglich sind: power, linear, step, tariff."
        )
    return _tariff(task, given, place)


def _part(given: Mapping[str, Any], place: str, *fields: str, is_positive: bool = False) -> float:
    """Return a number of a scale under the first of these names."""
    value = next((given[field] for field in fields if field in given), None)
    where = f"{place}.{fields[0]}"
    found = real(value, place=where)
    if found < 0 or (is_positive and not found):
        problem = "ist nicht möglich."
        remedy = "Geben Sie eine Zahl über null an." if is_positive else "Geben Sie eine Zahl ab null an."
        raise BadNumber(place=where, value=str(value), problem=problem, remedy=remedy)
    return found


def _tariff(task: Task, given: Mapping[str, Any], place: str) -> TariffScale:
    points: Any = given.get("points")
    if not isinstance(points, list) or not all(
        isinstance(point, list) and len(point) == 2 for point in points
    ):
        raise _unreadable(task, "„scale.points“ fehlt.", "Geben Sie Punkte als [Menge, Kosten] an.")
    pairs = sorted({(real(x, place=place), real(y, place=place)) for x, y in points} | {(0.0, 0.0)})
    volumes, costs = tuple(x for x, _ in pairs), tuple(y for _, y in pairs)
    is_rising = all(low <= high for low, high in pairwise(costs))
    if len(pairs) < 2 or len(set(volumes)) < len(volumes) or not is_rising or volumes[0] < 0:
        raise _unreadable(
            task,
            "„scale.points“ steigt nicht an.",
            "Zu jeder Menge gehört ein Betrag, der nicht fällt; bei 0 ist er 0.",
        )
    return TariffScale(volumes, costs)


def _too_many(task: Task, count: int, limit: int) -> NoReturn:
    shown = f"{count:,}".replace(",", ".")
    remedy = "Fassen Sie Mitglieder zu Gruppen zusammen."
    raise TooManyParties(place=task.place, count=shown, limit=f"{limit:,}".replace(",", "."), remedy=remedy)


def _unreadable(task: Task, problem: str, remedy: str) -> FileUnreadable:
    return FileUnreadable(place=task.place, problem=problem, remedy=remedy)
