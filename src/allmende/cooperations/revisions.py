"""Changing dated rows: what is no longer believed is closed, what is believed from now on is added."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange, DateTimeTZRange

from allmende.cooperations.errors import FactOverlap, NotInForce, PartyOverlap, SaidOtherwise
from allmende.register.bitemporal import KNOWN_NOW, DatedFact
from allmende.register.domain import WrongPeriod
from allmende.register.timelines import Revision, Spell, revise, revised, value_on

Values = dict[str, Any]
TICK = timedelta(microseconds=1)
OVERLAPS: Mapping[str, type[FactOverlap | PartyOverlap]] = {"party_never_twice": PartyOverlap}


@contextmanager
def in_words() -> Iterator[None]:
    """Say in words what the database refuses: two statements about one thing at one time."""
    try:
        yield
    except IntegrityError as refused:
        name = getattr(getattr(refused.__cause__, "diag", None), "constraint_name", None) or ""
        if name.endswith("_never_twice"):
            raise OVERLAPS.get(name, FactOverlap)() from refused
        raise


def say(
    model: type[DatedFact],
    identity: Mapping[str, Any],
    values: Values,
    *,
    starts: date,
    ends: date | None = None,
    at: datetime,
) -> None:
    """State `values` of the thing named by `identity` from `starts` on, until `ends` or the next change."""
    if ends is not None and ends <= starts:
        raise WrongPeriod(first=starts, last=ends - timedelta(days=1))
    spells = _spells(model, identity, tuple(values))
    after = revised(spells, revise(spells, starts=starts, value=values))
    if ends is not None:
        after = revised(after, revise(after, starts=ends, value=None))
    _write(model, identity, spells, after, at)


def end(
    model: type[DatedFact], identity: Mapping[str, Any], fields: tuple[str, ...], *, ends: date, at: datetime
) -> None:
    """End what is said of the thing; raise NotInForce if nothing holds on the last day."""
    spells = _spells(model, identity, fields)
    if value_on(spells, ends) is None:
        raise NotInForce(day=ends)
    revision: Revision[Values] = revise(spells, starts=ends, value=None)
    _write(model, identity, spells, revised(spells, revision), at)


def set_end(
    model: type[DatedFact],
    identity: Mapping[str, Any],
    fields: tuple[str, ...],
    *,
    row: int,
    ends: date | None,
    at: datetime,
) -> None:
    """Let one statement hold until another day, or until further notice; its beginning and words stay."""
    spells = _spells(model, identity, fields)
    held = _held(spells, row)
    if ends is not None and ends <= held.starts:
        raise WrongPeriod(first=held.starts, last=ends - timedelta(days=1))
    after = [replace(held, ends=ends, row=None) if spell is held else spell for spell in spells]
    with in_words(), transaction.atomic():
        _write(model, identity, spells, after, at)


def withdraw(
    model: type[DatedFact], identity: Mapping[str, Any], fields: tuple[str, ...], *, row: int, at: datetime
) -> None:
    """Take one statement back as an error; what held right before it goes on in its place."""
    spells = _spells(model, identity, fields)
    held = _held(spells, row)
    after = [
        replace(spell, ends=held.ends, row=None) if spell.ends == held.starts else spell
        for spell in spells
        if spell is not held
    ]
    _write(model, identity, spells, after, at)


def no_longer_said(row: Any, at: datetime) -> datetime:
    """Close what was said until now; return the moment, never before the one at which it was said."""
    at = max(at, row.known.lower + TICK)
    row.known = DateTimeTZRange(row.known.lower, at)
    row.save(update_fields=["known"])
    return at


def _held(spells: Sequence[Spell[Values]], row: int) -> Spell[Values]:
    found = next((spell for spell in spells if spell.row == row), None)
    if found is None:
        raise SaidOtherwise
    return found


def _spells(
    model: type[DatedFact], identity: Mapping[str, Any], fields: tuple[str, ...]
) -> list[Spell[Values]]:
    rows = model._default_manager.select_for_update().filter(KNOWN_NOW, **identity).order_by("valid")
    return [
        Spell(row.valid.lower, row.valid.upper, {name: getattr(row, name) for name in fields}, row.pk)
        for row in rows
    ]


def _write(
    model: type[DatedFact],
    identity: Mapping[str, Any],
    before: list[Spell[Values]],
    after: list[Spell[Values]],
    at: datetime,
) -> None:
    kept = {spell.row for spell in after}
    gone = model._default_manager.filter(pk__in=[spell.row for spell in before if spell.row not in kept])
    for row in gone:
        at = max(at, row.known.lower + TICK)
    for row in gone:
        no_longer_said(row, at)
    for spell in after:
        if spell.row is None:
            model._default_manager.create(
                **identity,
                **spell.value,
                valid=DateRange(spell.starts, spell.ends),
                known=DateTimeTZRange(at, None),
            )
