"""A version as the product page and the comparison show it: sections of pairs."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from allmende.catalog.domain import Accessibility, MeasurePeriod, ProtectionNeed, Sourcing
from allmende.catalog.models import PriceComponent, ProductVersion, ServiceLevel
from allmende.catalog.prices.components import (
    GroundKind,
    Interval,
    PayerGroup,
    Price,
    PriceKind,
    StageMode,
    VatRule,
)
from allmende.catalog.prices.explaining import shown_euros, shown_number
from allmende.catalog.prices.levies import words_of
from allmende.catalog.takeup.terms import NoticeTo
from allmende.common.formats import day, euro, number
from allmende.register.labels import said
from allmende.register.periods import last_day


@dataclass(frozen=True, slots=True)
class PriceRow:
    """One price in words."""

    component: PriceComponent
    label: str
    amount: str
    details: str
    group: str
    vat: str
    is_undecided: bool
    ground: str


@dataclass(frozen=True, slots=True)
class Part:
    """A section of a version with its pairs."""

    title: str
    items: Sequence[tuple[str, str]]


def parts_of(version: ProductVersion) -> list[Part]:
    """Return all that a version says, in sections; what is empty shows as „–“."""
    return [
        Part(_("Leistung"), _service(version)),
        Part(_("Bezug und Ausstieg"), _contract(version)),
        Part(_("Datenschutz und Technik"), _technical(version)),
        Part(_("Servicegrad"), level_items(ServiceLevel.objects.filter(version=version).first())),
    ]


def _service(version: ProductVersion) -> list[tuple[str, str]]:
    return [
        (_("Kurzbeschreibung"), version.summary),
        (_("Nutzen"), version.benefit),
        (_("Enthalten"), version.included),
        (_("Nicht enthalten"), version.excluded),
        (_("Wahlweise"), version.optional),
        (_("Zielgruppe"), version.audience),
        (_("Abhängigkeiten"), version.dependencies),
        (_("Voraussetzungen"), version.prerequisites),
        (_("Mitwirkungspflichten"), version.customer_duties),
        (_("unterstützte Leistungen"), ", ".join(version.fim_services)),
        (_("Rechtsgrundlage"), version.legal_basis),
    ]


def _contract(version: ProductVersion) -> list[tuple[str, str]]:
    months = _("{n} Monate").format(n=version.notice_months)
    notice = f"{months} {said(NoticeTo(version.notice_to).label)}"
    exit_price = euro(version.exit_price_cents) if version.exit_price_cents is not None else ""
    return [
        (_("gilt"), period_words(version)),
        (_("Bezugsweg"), said(Sourcing(version.sourcing).label)),
        (_("Betrieb durch"), version.operator),
        (_("Kündigung"), notice),
        (
            _("Mindestlaufzeit"),
            _("{n} Monate").format(n=version.minimum_months) if version.minimum_months else _("keine"),
        ),
        (_("Datenausgabe beim Ausstieg"), version.exit_formats),
        (_("Ablauf des Ausstiegs"), version.exit_process),
        (_("Preis des Ausstiegs"), exit_price),
        (_("Fundstelle EfA-Marktplatz"), version.efa_offer),
        (_("Fundstelle Deutsche Verwaltungscloud"), version.dvc_offer),
        (
            _("Ansprechperson"),
            ", ".join(filter(None, [version.contact_name, version.contact_email, version.contact_phone])),
        ),
    ]


def _technical(version: ProductVersion) -> list[tuple[str, str]]:
    return [
        (_("Auftragsverarbeitung"), version.processing_agreement),
        (_("Datenschutz-Folgenabschätzung"), version.impact_assessment),
        (_("Speicherort"), version.storage_location),
        (_("Schutzbedarf"), said(ProtectionNeed(version.protection_need).label)),
        (
            _("Barrierefreiheit"),
            " – ".join(
                filter(
                    None,
                    [said(Accessibility(version.accessibility).label), version.accessibility_note],
                )
            ),
        ),
        (_("Schnittstellen und Standards"), version.interfaces),
        (_("Reifegrad"), version.maturity),
    ]


def level_items(level: ServiceLevel | None) -> list[tuple[str, str]]:
    """Return what a service level promises; empty where none is stated."""
    if level is None:
        return []
    availability = ""
    if level.availability is not None:
        period = said(MeasurePeriod(level.measure_period).label)
        availability = f"{number(level.availability.normalize())} % {period}"
    times = [
        _("Klasse {n}: Reaktion {reaction} Minuten{recovery}{clock}").format(
            n=each.priority,
            reaction=each.reaction_minutes,
            recovery=_(", Wiederherstellung {n} Minuten").format(n=each.recovery_minutes)
            if each.recovery_minutes
            else "",
            clock=f" ({each.clock_start})" if each.clock_start else "",
        )
        for each in level.response_times.order_by("priority")
    ]
    return [
        (_("Servicezeit"), level.service_hours),
        (_("Supportzeit"), level.support_hours),
        (_("Verfügbarkeit"), availability),
        (_("geplante Wartung"), level.maintenance),
        (_("Reaktionszeiten"), "; ".join(times)),
        (_("Wiederherstellung in Stunden (RTO)"), _hours(level.recovery_hours)),
        (_("Datenverlust höchstens Stunden (RPO)"), _hours(level.data_loss_hours)),
        (_("Rang beim Wiederanlauf"), str(level.restart_priority or "")),
        (_("Notbetrieb"), level.emergency_mode),
        (_("Berichte"), level.report_rhythm),
        (_("Folge bei Verfehlen"), level.consequence),
    ]


def _hours(value: Any) -> str:
    return "" if value is None else number(value.normalize())


def period_words(version: ProductVersion) -> str:
    """Return from when until when a version holds."""
    start, end = version.valid.lower, last_day(version.valid.upper)
    if end is None:
        return _("ab {first}").format(first=day(start))
    return _("{first} bis {last}").format(first=day(start), last=day(end))


def price_rows(version: ProductVersion) -> list[PriceRow]:
    """Return the prices of a version in words."""
    return [_price_row(component) for component in version.prices.order_by("pk")]


def _price_row(component: PriceComponent) -> PriceRow:
    price = component.price()
    return PriceRow(
        component=component,
        label=price.label,
        amount=amount_words(price),
        details="; ".join(_details(price)),
        group=said(PayerGroup(component.payer_group).label),
        vat=said(VatRule(component.vat).label),
        is_undecided=price.vat is VatRule.UNDECIDED,
        ground=f"{said(GroundKind(component.ground_kind).label)}"
        + (f": {component.ground}" if component.ground else ""),
    )


def amount_words(price: Price) -> str:
    """Return `12,50 € je Arbeitsplatz im Monat`."""
    time = "" if price.interval is Interval.OCCASION else said(price.interval.label)
    if price.kind is PriceKind.LEVY:
        return _("{total} im Jahr, verteilt nach {key}").format(
            total=euro(price.total_cents), key=words_of(price.key)
        )
    if price.kind is PriceKind.AT_COST:
        if not price.advance_cents:
            return said(price.kind.label)
        return _("nach Aufwand, Abschlag {amount} {time}").format(amount=euro(price.advance_cents), time=time)
    by = "" if price.kind is PriceKind.BASE else said(price.kind.label)
    if price.stages:
        steps = [
            _("über {above}: {amount}").format(
                above=shown_number(each.above), amount=shown_euros(each.amount)
            )
            for each in price.stages
        ]
        return " ".join(filter(None, ["; ".join(steps), by, time]))
    return " ".join(filter(None, [shown_euros(price.amount), by, time]))


def _details(price: Price) -> Iterable[str]:
    """Yield what else a price says."""
    if price.stages:
        yield said(StageMode(price.stage_mode).label)
    if price.reference_day:
        reference = f"{price.reference_day.day:02d}.{price.reference_day.month:02d}."
        if price.reference_day.years_back:
            yield _("Stichtag {day} des Vorjahres").format(day=reference)
        else:
            yield _("Stichtag {day}").format(day=reference)
    if price.included_quantity:
        yield _("{n} enthalten").format(n=shown_number(price.included_quantity))
    if price.quantity_step:
        yield _("je angefangene {n}").format(n=shown_number(price.quantity_step))
    if price.discount:
        yield _("{n} % Nachlass bei Bestellung bis {day}").format(
            n=shown_number(price.discount.percent), day=day(price.discount.last_order_day)
        )
    if price.index:
        yield _("folgt dem Index {name}, ab {n} % Änderung").format(
            name=price.index.name, n=shown_number(price.index.threshold_percent)
        )
    if price.minimum_months:
        yield _("Mindestlaufzeit {n} Monate").format(n=price.minimum_months)
    if price.rounding.source:
        yield _("gerundet nach {source}").format(source=price.rounding.source)


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """One line of the comparison; `differs` where not all say the same."""

    label: str
    values: Sequence[str]

    @property
    def differs(self) -> bool:
        return len(set(self.values)) > 1


@dataclass(frozen=True, slots=True)
class ComparedPart:
    """A section of the comparison."""

    title: str
    rows: Sequence[ComparedRow]


def compared(versions: Sequence[Any], *, on: date) -> list[ComparedPart]:
    """Return versions side by side, section by section; the day only chooses the shown provider."""
    head = [
        ComparedRow(_("Anbieter"), [version.provider_name for version in versions]),
        ComparedRow(_("Bedarf"), [version.need for version in versions]),
        ComparedRow(_("Fassung"), [str(version.number) for version in versions]),
    ]
    parts = [ComparedPart(_("Angebot am {day}").format(day=day(on)), head)]
    by_version = [parts_of(version) for version in versions]
    for sections in zip(*by_version, strict=True):
        labels = dict.fromkeys(label for section in sections for label, _value in section.items)
        rows = [
            ComparedRow(label, [dict(section.items).get(label) or "–" for section in sections])
            for label in labels
        ]
        if rows:
            parts.append(ComparedPart(sections[0].title, rows))
    return [*parts, _compared_prices(versions)]


def _compared_prices(versions: Sequence[Any]) -> ComparedPart:
    by_version = [
        {kind: [row for row in price_rows(version) if row.component.kind == kind.value] for kind in PriceKind}
        for version in versions
    ]
    rows = []
    for kind in PriceKind:
        values = [
            "; ".join(f"{row.label}: {row.amount} ({row.group})" for row in prices[kind]) or "–"
            for prices in by_version
        ]
        if any(value != "–" for value in values):
            rows.append(ComparedRow(said(kind.label), values))
    return ComparedPart(_("Preise"), rows)
