"""Partners from the register: written names become bodies, with their inhabitants as of the day."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from allmende.common.errors import AllmendeError
from allmende.cooperations.options.domain import MAX_PARTNERS
from allmende.cooperations.options.errors import TooManyPartners
from allmende.register import queries as register
from allmende.register.dated import bodies_on
from allmende.register.domain import BodyView, designation
from allmende.register.names import fold, parse_name
from allmende.sharing.keys import Driver

INHABITANTS = Driver.INHABITANTS.value
Members = Sequence[tuple[str, str]]
"""Key and name of each party."""
SOURCE = "Register, amtliche Bevölkerungszahl"


class NamesUnclear(AllmendeError):
    """A name means nobody, or several bodies."""

    message = "{problems}"


def bodies_written(lines: Sequence[str], *, on: date) -> list[BodyView]:
    """Return the bodies that names or keys mean; raise NamesUnclear, which tells all problems at once."""
    written = list(dict.fromkeys(" ".join(each.split()) for each in lines if each.strip()))
    if len(written) > MAX_PARTNERS:
        raise TooManyPartners(
            limit=f"{MAX_PARTNERS:,}".replace(",", "."), count=f"{len(written):,}".replace(",", ".")
        )
    by_key = {view["key"]: view for view in bodies_on(on).filter(key__in=written).values("key", "body_id")}
    by_id = register.bodies_by_id([row["body_id"] for row in by_key.values()], on=on)
    meant = register.match_names([each for each in written if each not in by_key], on=on)
    found: list[BodyView] = []
    problems: list[str] = []
    for each in written:
        options = (by_id[by_key[each]["body_id"]],) if each in by_key else meant[each]
        if len(options) == 1:
            found.append(options[0])
        else:
            problems.append(_problem(each, options))
    repeated = {body.designation for body in found if [other.id for other in found].count(body.id) > 1}
    problems += [f"„{name}“ ist doppelt genannt." for name in sorted(repeated)]
    if problems:
        raise NamesUnclear(problems=" ".join(problems))
    return found


def lines_for(members: Members, *, on: date) -> str:
    """Return a line per partner (key, name) as people read it: the name, or the key if others bear it."""
    meant = register.match_names([name for _key, name in members], on=on)
    return "\n".join(name if [body.key for body in meant[name]] == [key] else key for key, name in members)


def _problem(written: str, options: Sequence[Any]) -> str:
    if not options:
        return f"„{written}“ steht nicht im Register. Prüfen Sie die Schreibweise."
    choices = " oder ".join(f"{option.designation} ({option.key})" for option in options[:4])
    return f"„{written}“ ist mehrdeutig: Meinen Sie {choices}? Schreiben Sie den Schlüssel."


def party_meant(written: str, members: Members) -> str:
    """Return the key of the party that a name, with or without its type, or a key means."""
    wanted = " ".join(written.split())
    meant = [key for key, name in members if wanted == key or fold(wanted) == fold(name)]
    base = parse_name(wanted).base
    meant = meant or [key for key, name in members if base and parse_name(name).base == base]
    if len(meant) == 1:
        return meant[0]
    if meant:
        raise NamesUnclear(problems=f"„{wanted}“ ist mehrdeutig. Schreiben Sie den Schlüssel.")
    raise NamesUnclear(problems=f"„{wanted}“ ist nicht beteiligt.")


def partners_from(bodies: Iterable[BodyView], *, on: date) -> list[dict[str, Any]]:
    """Return partners as inputs, with inhabitants as of the day."""
    views = list(bodies)
    columns = ("body_id", "population", "population_date", "parent_name")
    rows = {
        row["body_id"]: row
        for row in bodies_on(on).filter(body_id__in=[v.id for v in views]).values(*columns)
    }
    return [_partner(view, rows.get(view.id, {})) for view in views]


def _partner(view: BodyView, row: dict[str, Any]) -> dict[str, Any]:
    drivers = {}
    if row.get("population") is not None:
        as_of = row["population_date"]
        drivers[INHABITANTS] = {
            "value": str(int(row["population"])),
            "as_of": as_of.isoformat() if as_of else None,
            "source": SOURCE,
        }
    return {
        "key": view.key,
        "name": designation(view.kind, view.name),
        "kind": view.kind.value,
        "district": row.get("parent_name") or view.parent_name,
        "drivers": drivers,
    }
