"""What people type in the forms of a comparison becomes the stored inputs, and back."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import combinations
from typing import Any

from allmende.common.errors import Phrase
from allmende.cooperations.options.errors import BadInput
from allmende.cooperations.options.partners import Members, party_meant
from allmende.ledger.domain import Mark
from allmende.papers.domain.values import UnreadableAmount, german_amount, parse_cents
from allmende.sharing.keys import Driver

MAX_LISTED = 6
"""Up to this many partners the form lists every group: 63 lines."""


def decided(value: str) -> bool | None:
    """Return yes, no or unknown."""
    return {"ja": True, "nein": False}.get(value)


def undecided(value: bool | None) -> str:
    """Return the choice of a stored answer."""
    return {True: "ja", False: "nein"}.get(value, "") if value is not None else ""


def lines_of(value: str) -> list[str]:
    """Return the non-empty lines of a text area."""
    return [each.strip() for each in value.splitlines() if each.strip()]


def cost_inputs(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return the cost lines that have a name or an amount."""
    return [_cost(row) for row in rows if row and (row.get("name") or row.get("base") is not None)]


def _cost(row: Mapping[str, Any]) -> dict[str, Any]:
    kept = {key: value for key, value in row.items() if key not in ("shared_by", "base_percent", "DELETE")}
    kept["growth"] = row.get("growth") or "0"
    if row.get("shared_by"):
        fixed = Decimal(row.get("base_percent") or 0)
        kept["key"] = [{"driver": row["shared_by"], "percent": str(100 - fixed)}]
        if fixed:
            kept["key"].insert(0, {"driver": Driver.EQUAL.value, "percent": str(fixed)})
    return kept


def cost_initial(stored: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of a stored cost line."""
    parts = {part["driver"]: part["percent"] for part in stored.get("key") or []}
    fixed = parts.pop(Driver.EQUAL.value, None) if len(parts) > 1 else None
    return {"mark": Mark.SEEN.value, **stored, "shared_by": next(iter(parts), ""), "base_percent": fixed}


def vote_inputs(rows: Sequence[Mapping[str, Any]], members: Members) -> list[dict[str, Any]]:
    """Return the rules whose votes are chosen; raise NamesUnclear if a name is none of a partner."""
    return [_keyed(vote_input(row), members) for row in rows if row and row.get("weighting")]


def _keyed(rule: dict[str, Any], members: Members) -> dict[str, Any]:
    given = {party_meant(name, members): value for name, value in rule["given"].items()}
    return {**rule, "given": given, "vetoes": [party_meant(name, members) for name in rule["vetoes"]]}


def group_inputs(written: str, members: Members) -> list[dict[str, Any]]:
    """Return the groups whose cost is written; raise BadInput with the line that cannot be read."""
    found: dict[frozenset[str], int] = {}
    for number, line in enumerate(written.splitlines(), start=1):
        names, sign, amount = line.rpartition("=")
        if not line.strip() or (sign and not amount.strip()):
            continue
        place = Phrase("Kosten je Gruppe, Zeile {number}", number=number)
        if not sign:
            raise BadInput(place=place, problem=Phrase("Zwischen Namen und Betrag fehlt ein „=“."))
        group = [party_meant(name, members) for name in names.split("+")]
        if len(set(group)) < len(group) or frozenset(group) in found:
            raise BadInput(place=place, problem=Phrase("Ein Mitglied oder eine Gruppe kommt doppelt vor."))
        try:
            found[frozenset(group)] = parse_cents(amount.strip())
        except UnreadableAmount as problem:
            raise BadInput(place=place, problem=str(problem)) from problem
    order = [key for key, _name in members]
    return [{"members": sorted(group, key=order.index), "cents": cents} for group, cents in found.items()]


def group_lines(stored: Sequence[Mapping[str, Any]], members: Members) -> str:
    """Return the stored groups as lines; for few partners all groups, so that the gaps can be filled."""
    name_of = dict(members)
    known = {frozenset(group["members"]): german_amount(group["cents"]) for group in stored}
    groups = [frozenset(group["members"]) for group in stored]
    if len(members) <= MAX_LISTED:
        sizes = range(1, len(members) + 1)
        groups = [frozenset(group) for size in sizes for group in combinations(name_of, size)]
    order = list(name_of)
    named = {group: " + ".join(name_of[key] for key in sorted(group, key=order.index)) for group in groups}
    return "\n".join(f"{named[group]} = {known.get(group, '')}" for group in groups)


def vote_input(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a rule as it is stored."""
    majority = row["majority"]
    return {
        "matter": row["matter"],
        "weighting": row["weighting"],
        "share": majority.rstrip(">"),
        "more_than": majority.endswith(">"),
        "unit": row.get("unit"),
        "thresholds": [
            int(each) for each in row.get("thresholds", "").replace(",", " ").split() if each.isdigit()
        ],
        "given": _given(row.get("given", "")),
        "needed": row.get("needed"),
        "needs_heads": bool(row.get("needs_heads")),
        "vetoes": _lines_or_list(row.get("vetoes") or []),
        "source": row.get("source", ""),
        "mark": row.get("mark", Mark.ASSUMED.value),
        "words": row.get("words", ""),
    }


def _lines_or_list(value: Any) -> list[str]:
    return lines_of(value) if isinstance(value, str) else list(value)


def whole_numbers(written: str) -> dict[str, int]:
    """Return the entries „Name = Zahl“ of a text area; a line without a whole number is left out."""
    return {name: int(value) for name, value in _given(written).items() if value.isdigit()}


def _given(written: str) -> dict[str, str]:
    pairs = (each.partition("=") for each in lines_of(written))
    return {key.strip(): value.strip().replace(",", ".") for key, _sign, value in pairs}


def vote_initial(stored: Mapping[str, Any], members: Members) -> dict[str, Any]:
    """Return the fields of a stored rule, with names for keys."""
    name_of = dict(members)
    return {
        "mark": Mark.ASSUMED.value,
        **stored,
        "majority": f"{stored['share']}{'>' if stored.get('more_than') else ''}",
        "thresholds": ", ".join(map(str, stored.get("thresholds") or [])),
        "given": "\n".join(
            f"{name_of.get(key, key)} = {str(value).replace('.', ',')}"
            for key, value in (stored.get("given") or {}).items()
        ),
        "vetoes": "\n".join(name_of.get(key, key) for key in stored.get("vetoes") or []),
    }
