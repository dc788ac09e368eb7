"""Who must be told of a decision about forwarding agreements, and what ends when."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils.translation import gettext as _

from allmende.common.formats import day, euro
from allmende.funding.domain.posts import fte_on, fte_text
from allmende.funding.domain.words import DataProtection, ReportKind
from allmende.funding.models import ForwardingClause
from allmende.funding.standing import AgreementStanding, GrantStanding
from allmende.ledger.computing import law


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody who must be told: who, in which role, what, until when if there is a last day."""

    name: str
    role: str
    says: tuple[str, ...]
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Ending:
    """Something that ends. `last`: its last day."""

    last: date
    what: str
    subject: str


@dataclass(frozen=True)
class Consequences:
    """What follows from the clauses as they stand: letters to write, things that end."""

    recipients: list[Recipient] = field(default_factory=list)
    endings: list[Ending] = field(default_factory=list)


def consequences_of(standing: GrantStanding, *, on: date) -> Consequences:
    """Return whom to write to, in the order in which they should be told, and what ends when."""
    changed = changed_clauses(standing)
    found = Consequences()
    for each in standing.agreements:
        rows = changed.get(each.agreement.pk, [])
        if rows:
            found.recipients.append(_provider(each, rows))
        found.endings.extend(_endings(each, rows))
    if any(changed.values()):
        found.recipients.append(_giver(standing))
        found.recipients.extend(_supervisors(standing, on))
    found.endings.extend(_of_grant(standing))
    found.endings.sort(key=lambda each: (each.last, each.subject, each.what))
    return found


def changed_clauses(standing: GrantStanding) -> dict[int, list[ForwardingClause]]:
    """Return the believed clauses that replaced another, by agreement; one query."""
    numbers = [each.agreement.pk for each in standing.agreements]
    rows = list(
        ForwardingClause.objects.filter(forwarding_id__in=numbers)
        .select_related("decision")
        .order_by("valid", "pk")
    )
    replaced = {(row.forwarding_id, row.parameter, row.known.upper) for row in rows if row.known.upper}
    found: dict[int, list[ForwardingClause]] = {}
    for row in rows:
        is_new = (row.forwarding_id, row.parameter, row.known.lower) in replaced
        if row.known.upper is None and is_new and not _is_rest(row, rows):
            found.setdefault(row.forwarding_id, []).append(row)
    return found


def _is_rest(row: ForwardingClause, rows: Iterable[ForwardingClause]) -> bool:
    """Return whether a row only keeps the days that a later statement left to an earlier one."""
    return any(
        other.known.upper == row.known.lower
        and (other.forwarding_id, other.parameter, other.value, other.source)
        == (row.forwarding_id, row.parameter, row.value, row.source)
        for other in rows
    )


def told_clause(row: ForwardingClause) -> str:
    """Return what a clause says, in a sentence."""
    parameter = law().parameter(row.parameter)
    label = parameter.label if parameter else row.parameter
    unit = parameter.unit.german() if parameter else ""
    return _("{label}: ab {day} {value} {unit} ({source})").format(
        label=label, day=day(row.valid.lower), value=row.value, unit=unit, source=row.source
    )


def _provider(each: AgreementStanding, rows: list[ForwardingClause]) -> Recipient:
    says = [told_clause(row) for row in rows]
    forecast, granted, share = (
        each.forecast,
        each.granted(ReportKind.FORECAST),
        each.share(ReportKind.FORECAST),
    )
    if forecast is not None and granted is not None:
        left = forecast - granted - (share or 0)
        says.append(
            _(
                "Prognose {forecast}: {granted} aus der Zuwendung, {share} eigene Mittel des "
                "Zuwendungsempfängers; {left} bleiben beim Träger."
            ).format(
                forecast=euro(forecast),
                granted=euro(granted),
                share=euro(share or 0),
                left=euro(max(left, 0)),
            )
        )
    until = None
    if each.notice is not None:
        until = each.notice.by
        says.append(
            _("Wer kündigen will, muss es bis {by} tun; der Vertrag endet dann am {last}.").format(
                by=day(each.notice.by), last=day(each.notice.until - timedelta(days=1))
            )
        )
    if each.agreement.data_protection == DataProtection.MISSING:
        says.append(_("Die Vereinbarung zum Datenschutz fehlt; sie ist mit zu schließen."))
    return Recipient(str(each.provider), _("Träger, Vertragspartner"), tuple(says), until)


def _giver(standing: GrantStanding) -> Recipient:
    office = standing.programme.office if standing.programme else str(standing.giver)
    return Recipient(
        office,
        _("Bewilligungsbehörde"),
        (
            _("Änderung der Finanzierung der geförderten Stellen anzeigen (Mitteilungspflicht)."),
            _("Bewilligt sind {amount}; ob Stellen wegfallen, ist mitzuteilen.").format(
                amount=euro(standing.money.granted)
            ),
        ),
    )


def _supervisors(standing: GrantStanding, on: date) -> list[Recipient]:
    """Return the bodies that supervise or house posts of others, besides who receives the grant."""
    told = {standing.grant.body_id, *(each.agreement.provider_id for each in standing.agreements)}
    found = []
    for role, name in ((_("Fachaufsicht"), "supervisor"), (_("Einsatzort"), "place")):
        for number in dict.fromkeys(getattr(each, name) for each in standing.stretches):
            if number in told:
                continue
            told.add(number)
            rows = [each for each in standing.stretches if getattr(each, name) == number]
            says = _("{fte} Stellen sind betroffen.").format(fte=fte_text(fte_on(rows, on)))
            found.append(Recipient(str(standing.names[number]), role, (says,)))
    return found


def _endings(each: AgreementStanding, rows: list[ForwardingClause]) -> Iterable[Ending]:
    provider = str(each.provider)
    for row in rows:
        parameter = law().parameter(row.parameter)
        label = parameter.label if parameter else row.parameter
        told = _("{label}: Die bisherige Regelung endet").format(label=label)
        yield Ending(row.valid.lower - timedelta(days=1), told, provider)
    if each.agreement.valid.upper is not None:
        yield Ending(each.agreement.valid.upper - timedelta(days=1), _("Vertrag endet"), provider)


def _of_grant(standing: GrantStanding) -> Iterable[Ending]:
    yield Ending(standing.last_day, _("Bewilligungszeitraum endet"), standing.grant.title)
    programme = standing.programme
    if programme is not None and programme.until is not None:
        yield Ending(programme.until - timedelta(days=1), _("Programm endet"), programme.name)
    for each in standing.stretches:
        if each.kw_from is not None:
            yield Ending(each.kw_from, _("Stelle fällt weg (kw)"), each.label)
