"""The earliest day by which enough councils can have decided; exact, without a solver library.

Why no OR-tools: nothing couples the partners but the threshold at the end. So the problem falls apart:

1. One partner. Its stations come in a fixed order and share nothing with those of others. Taking at each
   station the first sitting that notice and order allow is optimal. Proof by induction: let g(k) be the day
   so chosen for station k, and s(k) that of any other valid chain. g(1) <= s(1), because g(1) is the first
   allowed day. If g(k) <= s(k), then s(k+1) >= s(k) + after >= g(k) + after, and s(k+1) keeps the notice; so
   s(k+1) is among the days from which g(k+1) is the first. Hence no chain finishes earlier.
2. All partners. The answer is the first day D on which the set of partners finished by D is enough.
   A threshold is monotone (one more consent never hurts), so it is enough to look at the days on which
   somebody finishes, and to halve the interval.

This is P * S * log M steps for P partners, S stations and M sittings: 54 partners take milliseconds. A
constraint solver would prove the same optimum later and bring 30 MB of binaries.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from allmende.common.errors import Phrase
from allmende.common.formats import day as written
from allmende.common.holidays import working_day_from
from allmende.joint_decisions import effect
from allmende.joint_decisions.timetable.domain import (
    Chain,
    Frame,
    Gain,
    PartnerCalendar,
    Plan,
    Sitting,
    Station,
)

Enough = Callable[[frozenset[str]], bool]
"""Whether the consents of these partners reach the threshold; more consents never make it worse."""


def solve(partners: Sequence[PartnerCalendar], frame: Frame, enough: Enough) -> Plan:
    """Return the earliest plan; what is impossible stands in its problems, in words."""
    chains = [earliest_chain(partner, frame.not_before) for partner in partners]
    finishes = {chain.key: chain.finish for chain in chains}
    decided_on = first_day(finishes, enough)
    gains = _gains(partners, frame, finishes, decided_on, enough)
    best = {**finishes, **{gain.key: gain.finish for gain in gains}}
    steps = effect.steps(frame.course, reached_on=decided_on, today=frame.not_before)
    effective_on = effect.effective_on(steps)
    return Plan(
        chains=tuple(
            _with_latest(chain, partner, frame, decided_on)
            for chain, partner in zip(chains, partners, strict=True)
        ),
        decided_on=decided_on,
        critical=_critical(finishes, decided_on, enough),
        gains=gains,
        with_all_gains=first_day(best, enough),
        steps=tuple(steps),
        effective_on=effective_on,
        problems=tuple(_problems(chains, frame, decided_on)),
    )


def earliest_chain(partner: PartnerCalendar, not_before: date) -> Chain:
    """Return the partner's first possible dates, or why there are none."""
    if partner.decided_on is not None:
        return Chain(partner.key, partner.name, (), partner.decided_on, was_decided=True)
    if partner.obstacle:
        return Chain(partner.key, partner.name, gap=partner.obstacle)
    if not partner.stations:
        return Chain(
            partner.key,
            partner.name,
            gap=str(Phrase("{partner}: Es ist kein Gremium eingetragen.", partner=partner.name)),
        )
    sittings: list[Sitting] = []
    for station in partner.stations:
        from_day = _first_allowed(station, not_before, sittings[-1].day if sittings else None)
        place = bisect_left(station.days, from_day)
        if place == len(station.days):
            gap = _no_sitting(partner.name, station, from_day)
            return Chain(partner.key, partner.name, tuple(sittings), gap=gap)
        day = station.days[place]
        sittings.append(Sitting(station.name, day, day - timedelta(days=station.notice.days)))
    return Chain(partner.key, partner.name, tuple(sittings), sittings[-1].day)


def _first_allowed(station: Station, not_before: date, before: date | None) -> date:
    """Return the first day on which the station may deal with the paper."""
    by_notice = not_before + timedelta(days=station.notice.days)
    return by_notice if before is None else max(by_notice, before + timedelta(days=station.after))


def _no_sitting(partner: str, station: Station, from_day: date) -> str:
    if not station.days:
        return str(
            Phrase(
                "{partner}: Für „{station}“ sind keine Sitzungstage eingetragen.",
                partner=partner,
                station=station.name,
            )
        )
    return str(
        Phrase(
            "{partner}: „{station}“ könnte ab {first} beraten, der letzte eingetragene Sitzungstag ist aber "
            "der {last}. Tragen Sie weitere Sitzungen ein.",
            partner=partner,
            station=station.name,
            first=written(from_day),
            last=written(station.days[-1]),
        )
    )


def first_day(finishes: dict[str, date | None], enough: Enough) -> date | None:
    """Return the first day by which enough partners have finished; None if that never happens."""
    days = sorted({day for day in finishes.values() if day is not None})
    place = bisect_left(days, True, key=lambda day: enough(_finished(finishes, day)))
    return days[place] if place < len(days) else None


def _finished(finishes: dict[str, date | None], by: date) -> frozenset[str]:
    return frozenset(key for key, day in finishes.items() if day is not None and day <= by)


def _critical(finishes: dict[str, date | None], decided_on: date | None, enough: Enough) -> tuple[str, ...]:
    """Return who holds everybody up; without any day, those who have none and are needed."""
    if decided_on is None:
        everyone = frozenset(finishes)
        return tuple(
            key for key, finish in finishes.items() if finish is None and not enough(everyone - {key})
        )
    finished = _finished(finishes, decided_on)
    return tuple(
        key for key, finish in finishes.items() if finish == decided_on and not enough(finished - {key})
    )


def _with_latest(chain: Chain, partner: PartnerCalendar, frame: Frame, by: date | None) -> Chain:
    """Add to each sitting the last day that still lets the partner finish by the day of all."""
    if by is None or chain.finish is None or chain.was_decided or chain.finish > by:
        return chain
    bound, latest = by, []
    for station in reversed(partner.stations):
        latest.append(station.days[bisect_right(station.days, bound) - 1])
        bound = latest[-1] - timedelta(days=station.after)
    pairs = zip(chain.sittings, reversed(latest), strict=True)
    return replace(chain, sittings=tuple(replace(sitting, latest=day) for sitting, day in pairs))


# --- special sittings ------------------------------------------------------------------------------------


def _gains(
    partners: Iterable[PartnerCalendar],
    frame: Frame,
    finishes: dict[str, date | None],
    decided_on: date | None,
    enough: Enough,
) -> tuple[Gain, ...]:
    """Return what a special sitting brings to those who finish last or not at all, the largest gain first."""
    found = []
    for partner in partners:
        finish = finishes[partner.key]
        if partner.decided_on is not None or partner.obstacle:
            continue
        if finish and decided_on and finish < decided_on:
            continue
        best = best_special(partner, frame.not_before)
        if best is None or (finish is not None and best[2] >= finish):
            continue
        station, day, earlier = best
        together = first_day({**finishes, partner.key: earlier}, enough)
        days = (finish - earlier).days if finish else None
        found.append(Gain(partner.key, partner.name, station, day, earlier, days, together))
    return tuple(sorted(found, key=lambda gain: (gain.days is not None, -(gain.days or 0), gain.name)))


def best_special(partner: PartnerCalendar, not_before: date) -> tuple[str, date, date] | None:
    """Return the station, the day and the finish of the one special sitting that helps most.

    A special sitting keeps notice and order and falls on a working day; of equal ones the last station
    counts, for the council is what people think of first.
    """
    best: tuple[str, date, date] | None = None
    for place, station in enumerate(partner.stations):
        before = earliest_chain(replace(partner, stations=partner.stations[:place]), not_before)
        if place and before.finish is None:
            break
        day = working_day_from(_first_allowed(station, not_before, before.finish))
        tried = earliest_chain(with_sitting(partner, place, day), not_before)
        if tried.finish is not None and (best is None or tried.finish <= best[2]):
            best = (station.name, day, tried.finish)
    return best


def with_sitting(partner: PartnerCalendar, place: int, day: date) -> PartnerCalendar:
    """Return the partner with one more sitting of the station at this place."""
    station = partner.stations[place]
    more = replace(station, days=tuple(sorted({*station.days, day})))
    return replace(partner, stations=(*partner.stations[:place], more, *partner.stations[place + 1 :]))


# --- words -----------------------------------------------------------------------------------------------


def _problems(chains: Iterable[Chain], frame: Frame, decided_on: date | None) -> Iterable[str]:
    yield from (chain.gap for chain in chains if chain.gap)
    if decided_on is None:
        yield str(
            Phrase("Mit den eingetragenen Sitzungen kommt die nötige Mehrheit der Partner nicht zustande.")
        )
    if frame.not_after is not None and decided_on is not None and decided_on > frame.not_after:
        yield str(
            Phrase(
                "Entschieden werden soll bis zum {deadline}; das geht erst am {day} (Tage später: {late}).",
                deadline=written(frame.not_after),
                day=written(decided_on),
                late=(decided_on - frame.not_after).days,
            )
        )


def check_special(station: Station, day: date, not_before: date) -> str:
    """Return what speaks against a special sitting on this day; empty if nothing does."""
    if working_day_from(day) != day:
        return str(Phrase("Der {day} ist kein Werktag.", day=written(day)))
    first = not_before + timedelta(days=station.notice.days)
    if day < first:
        return str(
            Phrase(
                "Die Ladungsfrist von {n} Tagen reicht für den {day} nicht; frühestens geht es am {first}.",
                n=station.notice.days,
                day=written(day),
                first=written(working_day_from(first)),
            )
        )
    return ""
