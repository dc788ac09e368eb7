"""What is due when, over all grants: steps, endings, notices of agreements, application days."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from allmende.funding.domain.words import StepKind, StepState
from allmende.funding.models import Grant, GrantDeadline, OwnProgramme
from allmende.funding.standing import OVER, GrantStanding


@dataclass(frozen=True, slots=True)
class Deadline:
    """Something that is due on a day, where it is told, and what says so."""

    day: date
    what: str
    subject: str
    url: str
    source: str
    uid: str
    is_verified: bool = True

    @property
    def mark(self) -> str:
        return "" if self.is_verified else _("zu prüfen")


def deadlines_of(
    standings: Iterable[GrantStanding], programmes: Sequence[OwnProgramme], *, on: date
) -> list[Deadline]:
    """Return all that is still due on `on` or later, and steps that are overdue; the nearest first."""
    found: list[Deadline] = []
    for standing in standings:
        if standing.stage not in OVER:
            found.extend(_of_grant(standing, on))
    for programme in programmes:
        found.extend(_of_programme(programme, on))
    return sorted(found, key=lambda each: (each.day, each.subject, each.what))


def open_deadlines(grant: Grant) -> dict[StepKind, GrantDeadline]:
    """Return the newest deadline per kind of step that was not released yet."""
    done = {row.kind for row in grant.steps.all() if row.state == StepState.RELEASED}
    newest = {StepKind(row.kind): row for row in sorted(grant.deadlines.all(), key=lambda row: row.pk)}
    repeated = {StepKind.CALL, StepKind.RECEIPT, StepKind.FORWARDING}
    return {kind: row for kind, row in newest.items() if kind in repeated or kind not in done}


def _of_grant(standing: GrantStanding, on: date) -> Iterable[Deadline]:
    grant, url = standing.grant, standing.grant.get_absolute_url()
    for kind, row in open_deadlines(grant).items():
        if kind is StepKind.CALL and row.due < on:
            continue  # the day for a call passes whether or not all was called
        yield Deadline(row.due, kind.label, grant.title, url, row.source, f"step-{row.pk}")
    if standing.last_day >= on:
        told = _("Bewilligungszeitraum endet")
        yield Deadline(standing.last_day, told, grant.title, url, grant.reference, f"end-{grant.pk}")
    for each in standing.agreements:
        agreement = each.agreement
        about = f"{each.provider}, {grant.title}"
        if each.notice is not None:
            told = _("Weiterleitungsvertrag: letzter Tag für die Kündigung")
            yield Deadline(
                each.notice.by,
                told,
                about,
                agreement.get_absolute_url(),
                str(agreement),
                f"notice-{agreement.pk}",
            )
        upper = agreement.valid.upper
        if upper is not None and upper > on:
            told = _("Weiterleitungsvertrag endet")
            last = upper - timedelta(days=1)
            yield Deadline(
                last, told, about, agreement.get_absolute_url(), str(agreement), f"agreement-{agreement.pk}"
            )
    programme = standing.programme
    if programme is not None and programme.until is not None and programme.until > on:
        yield Deadline(
            programme.until - timedelta(days=1),
            _("Programm endet"),
            programme.name,
            url,
            programme.source,
            f"programme-{programme.key}-{grant.pk}",
            programme.until_is_verified,
        )
    for stretch in standing.stretches:
        if stretch.kw_from is not None and stretch.kw_from >= on:
            told = _("Stelle fällt weg (kw)")
            uid = f"kw-{stretch.post}-{stretch.kw_from:%Y%m%d}"
            yield Deadline(stretch.kw_from, told, stretch.label, url, grant.title, uid)


def _of_programme(programme: OwnProgramme, on: date) -> Iterable[Deadline]:
    """Yield the next day by which an application must be in."""
    if not programme.apply_month or not programme.apply_day:
        return
    day = application_day(on.year, programme.apply_month, programme.apply_day)
    if day < on:
        day = application_day(on.year + 1, programme.apply_month, programme.apply_day)
    yield Deadline(
        day,
        _("Antrag stellen bis"),
        programme.name,
        programme.get_absolute_url(),
        programme.legal_basis,
        f"apply-{programme.pk}-{day.year}",
    )


def application_day(year: int, month: int, day: int) -> date:
    """Return the day in a year; a day that the month does not have is its last."""
    first = date(year + month // 12, month % 12 + 1, 1)
    last = first - timedelta(days=1)
    return date(year, month, min(day, last.day))
