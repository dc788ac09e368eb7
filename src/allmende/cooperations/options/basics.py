"""What is asked and who takes part: what people type becomes the inputs, and the register fills the rest."""

import re
from typing import Any

from allmende.cooperations.legal_forms.facts import ComparedForm
from allmende.cooperations.models import Cooperation
from allmende.cooperations.options.form_values import lines_of, whole_numbers
from allmende.cooperations.options.partners import bodies_written, partners_from
from allmende.cooperations.status_quo import status_quo_of

STATION = re.compile(r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})")


def first_inputs(data: dict[str, Any], cooperation: Cooperation | None, *, owner: str) -> dict[str, Any]:
    """Return the inputs of a new comparison; the status quo is that of the cooperation it starts from."""
    options = chosen_options(data["chosen"])
    inputs = basics_from(data, {"options": options}, owner=owner)
    if cooperation is None:
        return inputs
    partners = inputs["partners"]
    found = status_quo_of(cooperation, [each["key"] for each in partners], on=data["on"])
    for option in options:
        if option["form"] == ComparedForm.STATUS_QUO.value:
            option |= {"votes": found.votes, "costs": found.costs, "open_points": found.open_points}
    for each in partners:
        each["drivers"] = {**found.drivers.get(each["key"], {}), **each["drivers"]}
    return inputs


def chosen_options(codes: list[str]) -> list[dict[str, Any]]:
    return [
        {"key": code.replace("_", "-"), "title": ComparedForm(code).label, "form": code} for code in codes
    ]


def basics_from(data: dict[str, Any], before: dict[str, Any], *, owner: str) -> dict[str, Any]:
    """Return inputs with the basics replaced; partners who stay keep the figures that people entered."""
    day = data["on"]
    partners = partners_from(bodies_written(lines_of(data["partners"]), on=day), on=day)
    known = {each["key"]: each for each in before.get("partners", [])}
    for each in partners:
        former = known.get(each["key"], {})
        each["drivers"] = {**former.get("drivers", {}), **each["drivers"]}
        each.update({name: former[name] for name in ("pays_today", "contract") if name in former})
    keys = {each["key"] for each in partners}
    return {
        **before,
        "title": data["title"],
        "text": data["text"],
        "on": day.isoformat(),
        "first_year": data["first_year"],
        "years": data["years"],
        "owner": owner if owner in keys else (partners[0]["key"] if partners else ""),
        "partners": partners,
        "climate": data["climate"],
        "stations": [station_from(each) for each in lines_of(data["stations"])],
        "sources": lines_of(data["sources"]),
        "criteria": [
            {"name": name, "weight": weight} for name, weight in whole_numbers(data["criteria"]).items()
        ],
    }


def station_from(written: str) -> dict[str, Any]:
    parts = [part.strip() for part in written.split(";")]
    found = STATION.fullmatch(parts[1]) if len(parts) > 1 else None
    on = f"{found['year']}-{found['month']:0>2}-{found['day']:0>2}" if found else None
    return {"committee": parts[0], "on": on, "role": parts[-1] if len(parts) > 2 else ""}


def station_line(stored: dict[str, Any]) -> str:
    year, month, day = (stored.get("on") or "--").split("-")
    on = f"{day}.{month}.{year}" if year else ""
    return "; ".join([stored["committee"], on, stored.get("role", "")])
