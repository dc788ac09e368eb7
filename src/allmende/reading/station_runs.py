"""Stations of a text that has lost its lines: a run of bodies, then a run of as many days."""

from allmende.reading.bodies import BodyName, find_bodies
from allmende.reading.dates import Day, find_days


def pairs_in_runs(text: str) -> list[tuple[BodyName, Day]]:
    """Return bodies and days of „Hauptausschuss Rat 14.04.2016 29.06.2016“, paired by their order."""
    days = find_days(text)
    for first, last in _unparted([(day.start, day.end) for day in days], text):
        run = days[first:last]
        bodies = find_bodies(text, 0, run[0].start)[-len(run) :]
        spans = [*((body.start, body.end) for body in bodies), (run[0].start, run[0].end)]
        if len(run) > 1 and len(bodies) == len(run) and _unparted(spans, text) == [(0, len(spans))]:
            return list(zip(bodies, run, strict=True))
    return []


def _unparted(spans: list[tuple[int, int]], text: str) -> list[tuple[int, int]]:
    """Return the runs `[first, last)` of spans between which nothing but blanks stands."""
    runs: list[tuple[int, int]] = []
    for index, (start, _) in enumerate(spans):
        if index and not text[spans[index - 1][1] : start].strip(" ,;"):
            runs[-1] = (runs[-1][0], index + 1)
        else:
            runs.append((index, index + 1))
    return runs
