"""Taking over a list: first what it would add, then all of it or nothing."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING

from allmende.cooperations.actions import create_cooperations
from allmende.cooperations.entries import SourceEntry
from allmende.cooperations.importing.reader import Lookup, ReadList, read_entries, written_names
from allmende.cooperations.importing.tables import read_table
from allmende.cooperations.models import Cooperation, Task
from allmende.register import queries as register
from allmende.register.domain import BodyOption, PlanChanged
from allmende.register.importing.records import BrokenFile
from allmende.register.names import fold

if TYPE_CHECKING:
    from allmende.accounts.models import User

SHORTENED = (4, 7)
"""Lengths of the keys of districts and municipalities without their leading zero."""


def preview_list(
    data: bytes, *, name: str, answers: Mapping[str, str], steward_id: int | None, on: date
) -> ReadList:
    """Return what the list would add, what is wrong and what has to be asked; raise BrokenFile."""
    header, rows = read_table(data)
    names = written_names(header, rows)
    by_key = _by_key(names, on)
    others = [each for each in names if each not in by_key]
    by_name: dict[str, tuple[BodyOption, ...]] = register.match_names(others, on=on) if others else {}
    tasks = {
        fold(word): code for code, label in Task.objects.values_list("code", "name") for word in (code, label)
    }
    lookup = Lookup(
        bodies={**by_name, **{key: (body,) for key, body in by_key.items()}},
        answers=answers,
        tasks=tasks,
        taken=frozenset(Cooperation.objects.values_list("key", flat=True)),
        on=on,
        source=SourceEntry(f"Liste „{name}“, eingelesen am {on:%d.%m.%Y}"),
        steward_id=steward_id,
    )
    return read_entries(header, rows, lookup)


def _by_key(names: Iterable[str], on: date) -> dict[str, BodyOption]:
    """Return the bodies whose key is written, also without the zero that Excel takes from a number."""
    keys = {each: f"0{each}" if each.isdigit() and len(each) in SHORTENED else each for each in names}
    found = register.bodies_by_keys((key for key in keys.values() if key.isascii()), on=on)
    return {written: found[key] for written, key in keys.items() if key in found}


def import_list(
    data: bytes,
    *,
    name: str,
    answers: Mapping[str, str],
    steward_id: int | None,
    by: "User | None",
    on: date,
    at: datetime,
    report: Callable[[int], None] = lambda done: None,
) -> int:
    """Add all cooperations of a list; raise BrokenFile or PlanChanged, and nothing is saved."""
    found = preview_list(data, name=name, answers=answers, steward_id=steward_id, on=on)
    if found.problems:
        raise BrokenFile(found.problems)
    if not found.is_ready:
        raise PlanChanged
    return create_cooperations(
        entries=found.entries, steward_id=steward_id, list_name=name, by=by, on=on, at=at, report=report
    )
