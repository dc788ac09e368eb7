"""The facts the product brings along: North Rhine-Westphalia, from the tables in `data/` (see its README)."""

import csv
import hashlib
import io
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from django.db import transaction

from allmende.register.domain import FigureKind, Kind
from allmende.register.importing.actions import take_over
from allmende.register.importing.records import BodyList, BodyRecord, Figure
from allmende.register.importing.store import lock_register
from allmende.register.models import Body, Neighbour, Source

TABLES = ("sources.csv", "bodies.csv", "changes.csv", "neighbours.csv")
AREA_ON = SEXES_ON = date(2023, 12, 31)
FIXED_COLUMNS = 10


class FactSource(NamedTuple):
    """A source as the table `sources.csv` has it."""

    key: str
    title: str
    attribution: str
    licence: str
    published_on: str


@transaction.atomic
def load_facts(*, at: datetime) -> bool:
    """Bring the register to the facts of this release; return at once (False) if it has them already."""
    digest = facts_digest()
    done = f"facts-{digest[:16]}"
    if Source.objects.filter(key=done).exists():
        return False
    lock_register()
    sources = {each.key: _source(each) for each in fact_sources()}
    for source_key, listed in fact_lists():
        take_over(listed, source=sources[source_key], at=at)
    _load_neighbours(sources["bkg-2017"])
    Source.objects.create(
        key=done, title="Mitgelieferte Tabellen", attribution="Zusammengestellt aus den genannten Quellen"
    )
    return True


@cache
def facts_digest() -> str:
    """Return the SHA-256 over all tables, so that a release with other facts is noticed."""
    digest = hashlib.sha256()
    for name in TABLES:
        digest.update(_bytes(name))
    return digest.hexdigest()


def fact_sources() -> list[FactSource]:
    return [FactSource(**row) for row in _rows("sources.csv")]


def fact_lists() -> Iterator[tuple[str, BodyList]]:
    """Return the lists in the order they are taken over, each with the key of its source."""
    rows = list(_rows("bodies.csv"))
    changes = list(_rows("changes.csv"))
    first_kinds = {row["key"]: Kind(row["kind_before"]) for row in changes}
    is_landschaftsverband = [row["kind"] == Kind.LANDSCHAFTSVERBAND for row in rows]
    bodies = [row for row, other in zip(rows, is_landschaftsverband, strict=True) if not other]
    seen_on = date(2016, 1, 1)
    yield "bkg-2017", _list(seen_on, [_record(row, kind=first_kinds.get(row["key"])) for row in bodies])
    yield (
        "lverbo",
        _list(seen_on, [_record(row, with_landschaftsverband=True) for row in rows if _joins(row)]),
    )
    by_key = {row["key"]: row for row in rows}
    for change in changes:
        changed = _record(by_key[change["key"]])
        yield change["source"], _list(date.fromisoformat(change["from_day"]), [changed])
    latest = date(2024, 12, 31)
    yield "destatis-gv", _list(latest, [_record(row, with_figures=True) for row in rows])


def _list(stand: date, records: list[BodyRecord]) -> BodyList:
    return BodyList("Mitgelieferte Tabellen", stand, tuple(records), is_complete=False)


def _joins(row: dict[str, str]) -> bool:
    return bool(row["landschaftsverband"]) or row["kind"] == Kind.LANDSCHAFTSVERBAND


def _record(
    row: dict[str, str],
    *,
    kind: Kind | None = None,
    with_landschaftsverband: bool = False,
    with_figures: bool = False,
) -> BodyRecord:
    return BodyRecord(
        line=0,
        key=row["key"],
        name=row["name"],
        kind=kind or Kind(row["kind"]),
        official=row["official"],
        ars=row["ars"] or None,
        parent=row["parent"] or None,
        landschaftsverband=(row["landschaftsverband"] or None) if with_landschaftsverband else None,
        figures=tuple(_figures(row)) if with_figures else (),
    )


def _figures(row: dict[str, str]) -> Iterator[Figure]:
    yield Figure(FigureKind.AREA, Decimal(row["area"]), AREA_ON)
    yield Figure(FigureKind.POPULATION_MALE, Decimal(row["male"]), SEXES_ON)
    yield Figure(FigureKind.POPULATION_FEMALE, Decimal(row["female"]), SEXES_ON)
    for column in list(row)[FIXED_COLUMNS:]:
        yield Figure(FigureKind.POPULATION, Decimal(row[column]), date.fromisoformat(column))


def _load_neighbours(source: Source) -> None:
    ids = dict(Body.objects.values_list("key", "pk"))
    pairs = []
    for row in _rows("neighbours.csv"):
        first, second = sorted((ids[row["first"]], ids[row["second"]]))
        pairs.append(
            Neighbour(
                first_id=first, second_id=second, border_metres=int(row["border_metres"]), source=source
            )
        )
    Neighbour.objects.bulk_create(
        pairs,
        update_conflicts=True,
        update_fields=["border_metres", "source"],
        unique_fields=["first", "second"],
    )


def _source(fact: FactSource) -> Source:
    source, _created = Source.objects.update_or_create(
        key=fact.key,
        defaults={
            "title": fact.title,
            "attribution": fact.attribution,
            "licence": fact.licence,
            "published_on": date.fromisoformat(fact.published_on) if fact.published_on else None,
        },
    )
    return source


def _rows(name: str) -> Iterator[dict[str, str]]:
    yield from csv.DictReader(io.StringIO(_bytes(name).decode("utf-8")))


def _bytes(name: str) -> bytes:
    return files("allmende.register").joinpath("data", name).read_bytes()
