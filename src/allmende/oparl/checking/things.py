"""Faults inside one object, whatever server it came from."""

import ipaddress
import json
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any, Final
from urllib.parse import urlsplit

from allmende.oparl.checking.rules import Fault
from allmende.oparl.vocabulary import (
    BACK_REFERENCES,
    DATE,
    DATE_TIME,
    PROPERTIES,
    VENDOR_PROPERTY,
    WEB_URL,
    Form,
    Property,
    type_url,
)

Thing = dict[str, Any]
TOMBSTONE: Final = frozenset({"id", "type", "created", "modified", "deleted"})
TIMES: Final = frozenset({"created", "modified"})
MAY_BE_EMPTY: Final = frozenset({"legislativeTerm"})
_HTML: Final = re.compile(
    r"&(?:amp|lt|gt|quot|apos|nbsp|[aouAOU]uml|szlig|#\d{1,6}|#x[0-9a-fA-F]{1,6});"
    r"|</?(?:br|p|b|i|div|span|strong|em)\b[^>]{0,200}>"
)
_LIKE_A_TYPE: Final = {type_url(name).lower(): name for name in PROPERTIES}


def faults_of(
    thing: Any, expected: str, *, now: datetime, outer: str = "", place: str = ""
) -> Iterator[Fault]:
    """Yield what is wrong with an object of an expected type; `outer` is the type it is embedded in."""
    if not isinstance(thing, dict):
        yield Fault("wrong-shape", place, _shown(thing))
        return
    yield from _type_faults(thing, expected, place)
    if thing.get("deleted") is True:
        if outer:
            yield Fault("deleted-embedded", place, _shown(thing.get("id")))
        yield from _tombstone_faults(thing, expected, place)
        return
    yield from _missing(thing, expected, place)
    for name, value in thing.items():
        known = PROPERTIES[expected].get(name)
        at = f"{place}.{name}" if place else name
        if known is not None:
            yield from _value_faults(value, known, expected, now, at)
        elif not VENDOR_PROPERTY.fullmatch(name):
            yield Fault("unprefixed-property", at, name)
    yield from _time_faults(thing, now, place)
    yield from _agenda_faults(thing, expected, place)
    back = BACK_REFERENCES.get((outer, expected))
    if back is not None and back in thing:
        yield Fault("back-reference-embedded", f"{place}.{back}", _shown(thing[back]))


def _type_faults(thing: Thing, expected: str, place: str) -> Iterator[Fault]:
    said = thing.get("type")
    at = f"{place}.type" if place else "type"
    if said in (None, ""):
        yield Fault("type-missing", at)
    elif said != type_url(expected):
        yield Fault("wrong-type", at, _shown(said))


def _tombstone_faults(thing: Thing, expected: str, place: str) -> Iterator[Fault]:
    if extra := thing.keys() - TOMBSTONE:
        yield Fault("tombstone-content", place, ", ".join(sorted(extra)))
    for name in sorted(TOMBSTONE & PROPERTIES[expected].keys() - thing.keys() - {"type"}):
        yield Fault("time-missing" if name in TIMES else "required-missing", place, name)


def _missing(thing: Thing, expected: str, place: str) -> Iterator[Fault]:
    for name, known in PROPERTIES[expected].items():
        if not known.required or name in thing or name == "type":
            continue
        if name not in TIMES:
            yield Fault("required-missing", place, f"{expected}.{name}")
        elif expected != "System":
            yield Fault("time-missing", place, f"{expected}.{name}")


def _value_faults(value: Any, known: Property, outer: str, now: datetime, place: str) -> Iterator[Fault]:
    if value is None:
        yield Fault("null-required" if known.required else "null-value", place, "null")
    elif known.many:
        if not isinstance(value, list):
            yield Fault("wrong-shape", place, f"{_shown(value)} statt einer Liste")
            return
        if not value and known.name not in MAY_BE_EMPTY:
            yield Fault("empty-text", place, "[]")
        for number, item in enumerate(value):
            yield from _single_faults(item, known, outer, now, f"{place}[{number}]")
    else:
        yield from _single_faults(value, known, outer, now, place)


def _single_faults(value: Any, known: Property, outer: str, now: datetime, place: str) -> Iterator[Fault]:
    if known.form is Form.EMBEDDED:
        yield from faults_of(value, known.target, now=now, outer=outer, place=place)
    elif known.form is Form.FEATURE:
        if not isinstance(value, dict) or value.get("type") != "Feature" or "geometry" not in value:
            yield Fault("bare-geometry", place, _shown(value))
    elif known.form in (Form.INTEGER, Form.FLAG):
        right = bool if known.form is Form.FLAG else int
        if type(value) is not right:
            yield Fault("wrong-shape", place, _shown(value))
    elif not isinstance(value, str):
        yield Fault("wrong-shape", place, _shown(value))
    elif not value.strip():
        yield Fault("empty-text", place, _shown(value))
    else:
        yield from _text_faults(value, known, place)


def _text_faults(value: str, known: Property, place: str) -> Iterator[Fault]:
    if known.form is Form.DATE:
        if not _is_day(value):
            yield Fault("bad-date", place, value)
    elif known.form is Form.DATE_TIME:
        if moment(value) is None:
            yield Fault("bad-date-time", place, value)
    elif known.form is Form.TEXT:
        if match := _HTML.search(value):
            yield Fault("html-escape", place, match[0])
    elif not WEB_URL.fullmatch(value):
        yield Fault("bad-url", place, value)
    elif known.form.names_an_object and is_number_address(value):
        yield Fault("address-is-number", place, value)


def _time_faults(thing: Thing, now: datetime, place: str) -> Iterator[Fault]:
    created, modified = moment(thing.get("created")), moment(thing.get("modified"))
    if modified is not None and modified > now:
        yield Fault("in-the-future", place, thing["modified"])
    if created is not None and modified is not None and modified < created:
        yield Fault("modified-before-created", place, f"{thing['created']} > {thing['modified']}")


def _agenda_faults(thing: Thing, expected: str, place: str) -> Iterator[Fault]:
    items = thing.get("agendaItem") if expected == "Meeting" else None
    if not isinstance(items, list):
        return
    orders = [item.get("order") for item in items if isinstance(item, dict)]
    if all(isinstance(order, int) for order in orders) and orders != list(range(len(orders))):
        yield Fault("wrong-order", f"{place}.agendaItem" if place else "agendaItem", _shown(orders))


def embedded_in(thing: Thing, expected: str) -> Iterator[tuple[str, Thing]]:
    """Yield the objects that an object embeds, with their types."""
    for name, known in PROPERTIES[expected].items():
        if known.form is Form.EMBEDDED and name in thing:
            value = thing[name]
            for inner in value if isinstance(value, list) else [value]:
                if isinstance(inner, dict):
                    yield known.target, inner


def links_in(thing: Thing, expected: str) -> Iterator[tuple[str, str, str]]:
    """Yield property, type and address of everything that an object points to, embedded objects included."""
    for name, known in PROPERTIES[expected].items():
        value = thing.get(name)
        if known.form is Form.LINK:
            for address in value if isinstance(value, list) else [value]:
                if isinstance(address, str) and WEB_URL.fullmatch(address):
                    yield f"{expected}.{name}", known.target, address
    for inner_type, inner in embedded_in(thing, expected):
        yield from links_in(inner, inner_type)


def moment(text: Any) -> datetime | None:
    """Return the point in time, None unless it is written as OParl wants."""
    if not isinstance(text, str) or not DATE_TIME.fullmatch(text):
        return None
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def type_of(thing: Any) -> str:
    """Return the type that an object says it is, also misspelled; empty if it is none of OParl."""
    said = thing.get("type") if isinstance(thing, dict) else None
    return _LIKE_A_TYPE.get(said.lower().replace("/1.0/", "/1.1/"), "") if isinstance(said, str) else ""


def is_number_address(url: str) -> bool:
    """Return whether the host of an address is an IP address of the outside world."""
    try:
        address = ipaddress.ip_address(urlsplit(url).hostname or "")
    except ValueError:
        return False
    return not address.is_loopback


def _is_day(text: str) -> bool:
    try:
        return bool(DATE.fullmatch(text) and date.fromisoformat(text))
    except ValueError:
        return False


def _shown(value: Any) -> str:
    try:
        return json.dumps(value, ensure_ascii=False, default=str)[:200]
    except RecursionError:
        return "…"
