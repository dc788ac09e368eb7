"""Early warnings over a grant: spending against forecast, underuse, vacant posts, endings. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from allmende.common.formats import day, euro
from allmende.funding.domain.posts import Stretch, exact_number, fte_text, months_of, vacant_months
from allmende.funding.domain.words import Severity

PATH_TOLERANCE = Fraction(1, 10)
"""How far spending may be from its even path before it is worth a look (our choice, shown on the page)."""
ENDS_SOON = timedelta(days=365)
ENDS_VERY_SOON = timedelta(days=180)
NOTICE_SOON = timedelta(days=120)
LONG_VACANCY = 6
"""Months after which a vacancy is urgent: half a grant year (our choice)."""


@dataclass(frozen=True, slots=True)
class Concern:
    """Something to look at, how urgent it is, and how many cents are at stake (None: not known)."""

    severity: Severity
    sentence: str
    cents: int | None = None
    due: date | None = None


@dataclass(frozen=True, slots=True)
class YearMoney:
    """One provider and one year of a grant in cents: what was forecast, granted and spent until a day.

    `reported_until`: first day that the actuals no longer cover; None without actuals.
    """

    who: str
    start: date
    until: date
    forecast: int | None
    granted: int | None
    spent: int | None
    reported_until: date | None


@dataclass(frozen=True, slots=True)
class Ending:
    """Something that ends: a programme, a notice, a forwarding agreement. `until` is the first day after.

    `uncalled`: cents that were granted and nobody has called or received yet; they may be lost.
    """

    what: str
    until: date | None
    notice_by: date | None = None
    is_verified: bool = True
    uncalled: int = 0


def warnings_of(
    years: Sequence[YearMoney], stretches: Sequence[Stretch], endings: Sequence[Ending], *, on: date
) -> list[Concern]:
    """Return all warnings, the most urgent first, then by their day."""
    found = [*_money(years, on), *_vacancies(stretches, on), *_endings(endings, on)]
    order = [Severity.ALARM, Severity.WARNING, Severity.NOTE]
    return sorted(found, key=lambda each: (order.index(each.severity), each.due or date.max))


def _money(years: Sequence[YearMoney], on: date) -> Iterator[Concern]:
    for year in years:
        if year.forecast is not None and year.granted is not None and year.forecast > year.granted:
            over = year.forecast - year.granted
            yield Concern(
                Severity.NOTE,
                f"{year.who}: Die Prognose von {euro(year.forecast)} liegt {euro(over)} über der Förderung; "
                "wer den Rest trägt, sagt der Weiterleitungsvertrag.",
                over,
            )
        if year.forecast is None and year.start <= on < year.until:
            yield Concern(Severity.WARNING, f"{year.who}: Für das laufende Jahr fehlt die Kostenprognose.")
        yield from _path(year)


def _path(year: YearMoney) -> Iterator[Concern]:
    """Compare what was spent with an even path: forecast × months reported ÷ months of the year."""
    if not year.forecast or year.spent is None or year.reported_until is None:
        return
    passed = months_of(year.start, min(year.reported_until, year.until))
    share = passed / months_of(year.start, year.until)
    path = year.forecast * share
    difference = year.spent - path
    if not path or abs(difference) <= PATH_TOLERANCE * path:
        return
    at_year_end = int(year.spent / share)
    told = (
        f"{year.who}: bis {day(year.reported_until - timedelta(days=1))} {euro(year.spent)} ausgegeben, "
        f"gleichmäßig wären {euro(int(path))}; so sind es am Jahresende etwa {euro(at_year_end)}"
    )
    if difference > 0:
        yield Concern(
            Severity.ALARM,
            f"{told}, mehr als die Prognose von {euro(year.forecast)}.",
            at_year_end - year.forecast,
        )
    else:
        share_used = exact_number(Fraction(at_year_end * 100, year.forecast), 0)
        yield Concern(
            Severity.WARNING,
            f"{told}, nur {share_used} % der Prognose. Prüfen Sie, ob Mittel zurückzugeben sind.",
            year.forecast - at_year_end,
        )


def _vacancies(stretches: Sequence[Stretch], on: date) -> Iterator[Concern]:
    for each in stretches:
        if each.is_filled or not each.holds_on(on):
            continue
        months = vacant_months([each], each.start, on) / each.fte
        falls_away = each.kw_from is not None and each.kw_from <= on
        kw = " Sie trägt einen kw-Vermerk und darf nicht neu besetzt werden." if falls_away else ""
        yield Concern(
            Severity.ALARM if months >= LONG_VACANCY else Severity.WARNING,
            f"{each.label} ({fte_text(each.fte)} Stellen) ist seit {day(each.start)} unbesetzt; "
            f"für unbesetzte Monate wird nicht gefördert.{kw}",
        )


def _endings(endings: Sequence[Ending], on: date) -> Iterator[Concern]:
    for each in endings:
        if each.notice_by and on <= each.notice_by <= on + NOTICE_SOON:
            yield Concern(
                Severity.WARNING,
                f"{each.what}: Kündigen ist bis {day(each.notice_by)} möglich.",
                due=each.notice_by,
            )
        if each.until is None:
            continue
        last = each.until - timedelta(days=1)
        doubt = "" if each.is_verified else " (der Tag ist zu prüfen)"
        rest = f"; {euro(each.uncalled)} sind bewilligt und noch nicht abgerufen" if each.uncalled else ""
        at_stake = each.uncalled or None
        if each.until <= on:
            told = f"{each.what}: Förderung endete {day(last)}{doubt}{rest}."
            yield Concern(Severity.ALARM, told, at_stake, due=last)
        elif each.until <= on + ENDS_SOON:
            severity = Severity.ALARM if each.until <= on + ENDS_VERY_SOON else Severity.WARNING
            told = f"{each.what}: Förderung endet {day(last)}{doubt}{rest}."
            yield Concern(severity, told, at_stake, due=last)
