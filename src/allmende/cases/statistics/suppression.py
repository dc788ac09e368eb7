"""Which cells to leave out so that no small number can be computed from the others (secondary suppression).

The optimal pattern for small numbers comes from Tau-Argus (`pytauargus`). It runs in a process of its own:
its authors do not vouch for several runs in one. What it chose is never trusted alone: `bounds` computes anew
what stays possible, and where a whole group would still be known, more is left out.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Collection, Iterator

from allmende.cases.statistics.bounds import Published
from allmende.cases.statistics.protecting import by_leaving_out
from allmende.cases.statistics.tables import TOTAL, Cell, Table
from allmende.common.errors import AllmendeError

SECONDS = 120
WITHHELD = frozenset({"U", "M"})


class NoPattern(AllmendeError):
    """Tau-Argus found no pattern, or did not end in time."""

    message = "Für „{title}“ gibt es kein sicheres Sperrmuster ({reason}). Wählen Sie das Runden."


def pattern(table: Table) -> frozenset[Cell]:
    """Return the cells to leave out so that every sensitive number is safe. Raises NoPattern."""
    left_out = set(table.sensitive())
    if not left_out:
        return frozenset()
    left_out |= _optimal(table)
    while known := _still_known(table, left_out):
        if not (more := {cell for each in known for cell in _companions(table, each, left_out)}):
            raise NoPattern(title=table.definition.title, reason="zu wenige Felder")
        left_out |= more
    return frozenset(left_out)


def _still_known(table: Table, left_out: Collection[Cell]) -> list[Cell]:
    published = Published([by_leaving_out(table, frozenset(left_out))])
    least = table.definition.least
    return [cell for cell in table.sensitive() if published.interval(0, cell).possible < least]


def _companions(table: Table, cell: Cell, left_out: Collection[Cell]) -> Iterator[Cell]:
    """Yield for each line through a cell the smallest other cell that is still shown."""
    for index, values in enumerate(table.values):
        line = [(*cell[:index], value, *cell[index + 1 :]) for value in values if value != cell[index]]
        if shown := [each for each in line if each not in left_out]:
            yield min(shown, key=lambda each: (table.counts[each], each))


def _optimal(table: Table) -> set[Cell]:
    """Return what Tau-Argus leaves out: the small numbers, and as few others as make them safe."""
    asked = {"values": table.values, "least": table.definition.least, "cells": _inner_counts(table)}
    try:
        # the solver writes its logs into the folder where it runs
        with tempfile.TemporaryDirectory() as folder:
            done = subprocess.run(
                [sys.executable, "-m", "allmende.cases.statistics.suppression"],
                input=json.dumps(asked),
                capture_output=True,
                text=True,
                timeout=SECONDS,
                check=False,
                cwd=folder,
            )
    except subprocess.TimeoutExpired:
        raise NoPattern(title=table.definition.title, reason=f"nicht fertig in {SECONDS} s") from None
    if done.returncode:
        raise NoPattern(title=table.definition.title, reason=done.stderr.strip().splitlines()[-1][:200])
    return {tuple(cell) for cell in json.loads(done.stdout)}


def _inner_counts(table: Table) -> list[tuple[Cell, int]]:
    return [(cell, table.counts[cell]) for cell in table.inner() if table.counts[cell]]


def _run() -> None:
    """Read a table from standard input, let Tau-Argus choose, write the cells. The inside of the process."""
    from pytauargus import protect

    asked = json.load(sys.stdin)
    names = [f"d{index}" for index in range(len(asked["values"]))]
    codes = [{value: f"c{number:04d}" for number, value in enumerate(each)} for each in asked["values"]]
    columns: dict[str, list[object]] = {name: [] for name in [*names, "n"]}
    for cell, count in asked["cells"]:
        for name, value, coded in zip(names, cell, codes, strict=True):
            columns[name] += [coded[value]] * count
        columns["n"] += [1.0] * count
    with tempfile.TemporaryDirectory() as folder:
        result = protect(
            columns,
            names,
            response="n",
            safety_rules=f"FREQ({asked['least']},30)",
            suppress="OPT(1)",
            workdir=folder,
        )
        rows = result.tables[0].rows
    words = [{code: value for value, code in each.items()} for each in codes]
    withheld = [
        [word.get(str(row[name]).strip(), TOTAL) for name, word in zip(names, words, strict=True)]
        for row in rows
        if row["status"] in WITHHELD
    ]
    json.dump(withheld, sys.stdout)


if __name__ == "__main__":
    _run()
