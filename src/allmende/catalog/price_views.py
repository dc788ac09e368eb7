"""What a service would cost: for one municipality, for all, and under other keys."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import ceil
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from allmende.catalog import costs, permissions, queries
from allmende.catalog.fields import NumberField
from allmende.catalog.models import Product, ProductVersion
from allmende.catalog.prices.charging import Counted, LevyShare, Situation
from allmende.catalog.prices.components import KeyPart, Price, PriceKind
from allmende.catalog.prices.estimating import Estimate, counted_by, estimate, quantities
from allmende.catalog.prices.explaining import tree_of
from allmende.catalog.prices.levies import Distribution, NamedKey, shares_of_period, side_by_side, words_of
from allmende.catalog.prices.periods import Span, started_months, year
from allmende.catalog.prices.unused import COURT_LINES, unused_charges
from allmende.common.errors import AllmendeError
from allmende.cooperations.options.forms import EuroField
from allmende.ledger.body_field import BodyField
from allmende.ledger.explaining import reason_of
from allmende.pages.list_tables import ListTable, containing
from allmende.pages.tables import Column, TextFilter, respond
from allmende.register.map_page import districts, mapped_bodies, of_district
from allmende.register.visitors import acting_body, today
from allmende.sharing.keys import Driver

PER_THOUSAND = {"workplace": "8", "case": "50", "hour": "2"}
KEYS = (
    NamedKey("Einwohner", (KeyPart(Driver.INHABITANTS),)),
    NamedKey("zu gleichen Teilen", (KeyPart(Driver.EQUAL),)),
    NamedKey(
        "30 % Sockel, 70 % Einwohner",
        (KeyPart(Driver.EQUAL, Fraction(3, 10)), KeyPart(Driver.INHABITANTS, Fraction(7, 10))),
    ),
    NamedKey("Arbeitsplätze", (KeyPart(Driver.USERS),)),
    NamedKey("Fallzahlen", (KeyPart(Driver.CASES),)),
    NamedKey("Fläche", (KeyPart(Driver.AREA),)),
)


class CountsForm(forms.Form):
    """Which year, member or not, and how many of what the prices count."""

    year = forms.IntegerField(label=gettext_lazy("Jahr"), min_value=2000, max_value=2100)
    is_member = forms.BooleanField(label=gettext_lazy("zum Preis für Mitglieder"), required=False)

    def __init__(self, data: Any, *, kinds: Sequence[PriceKind], suffix: str = "", **options: Any) -> None:
        super().__init__(data, **options)
        self.kinds = kinds
        for kind in kinds:
            label = f"{said_counted(kind)}{suffix}"
            self.fields[kind.value] = NumberField(label=label)

    def counts(self) -> dict[PriceKind, Fraction]:
        found = {kind: self.cleaned_data.get(kind.value) for kind in self.kinds}
        return {kind: Fraction(value) for kind, value in found.items() if value is not None}


def said_counted(kind: PriceKind) -> str:
    return {
        PriceKind.WORKPLACE: _("Arbeitsplätze"),
        PriceKind.INHABITANT: _("Einwohnerinnen und Einwohner"),
        PriceKind.CASE: _("Fälle im Jahr"),
        PriceKind.HOUR: _("Stunden im Jahr"),
    }[kind]


class OneForm(CountsForm):
    """The simulation for one municipality."""

    field_order = ("body", "year", "is_member")

    def __init__(self, data: Any, *, on: date, **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["body"] = BodyField(on=on, label=_("Kommune"))
        self.order_fields(self.field_order)


@dataclass(frozen=True, slots=True)
class TownRow:
    """What a service would cost one municipality."""

    name: str
    key: str
    population: Decimal | None
    cents: int
    once_cents: int
    per_head: Decimal | None


def _shown(request: HttpRequest, key: str) -> tuple[Product, ProductVersion, list[Price]]:
    product = queries.product_by_key(key, user=request.user, on=today())
    with_drafts = permissions.may_read_drafts(request.user, product, on=today())
    version = queries.version_shown(product, on=today(), with_drafts=with_drafts)
    if version is None:
        raise Http404
    return product, version, costs.prices_of(version)


@require_safe
def one(request: HttpRequest, key: str) -> HttpResponse:
    """Say what a service would cost one municipality, and why."""
    product, version, prices = _shown(request, key)
    on = today()
    kinds = counted_by(prices)
    body = acting_body(request)
    initial = {"year": on.year, "is_member": True, "body": body.key if body else ""}
    asked = request.GET if "body" in request.GET else None
    form = OneForm(asked, on=on, kinds=kinds, initial=initial)
    context: dict[str, Any] = {
        "product": product,
        "version": version,
        "form": form,
        "court_lines": COURT_LINES,
    }
    if asked is not None and form.is_valid():
        chosen = form.cleaned_data["body"]
        size = costs.sizes([chosen.id], on).get(chosen.id)
        counted = costs.with_population(quantities(form.counts(), _("Ihre Eingabe")), size)
        period = year(form.cleaned_data["year"])
        situation = Situation(
            active=Span(period.start),
            quantities=counted,
            is_member=form.cleaned_data["is_member"],
            levy_shares=costs.levy_shares(prices, chosen.id, product.pk, counted, period, on),
            indexes=costs.indexes_for(product, prices, period.start, on),
            customer=str(chosen),
        )
        found = estimate(prices, situation, period)
        context |= {
            "body": chosen,
            "estimate": found,
            "reasons": [
                (line, reason_of(tree_of(line.charge)) if line.charge else None) for line in found.lines
            ],
            "unused": unused_charges(prices, is_taken=chosen.id in costs.takers(product.pk, on)),
        }
    return render(request, "catalog/estimate.html", context)


@require_safe
def everyone(request: HttpRequest, key: str) -> HttpResponse:
    """Say what a service would cost every municipality of the Land, by figures for each thousand people."""
    product, version, prices = _shown(request, key)
    on = today()
    kinds = [kind for kind in counted_by(prices) if kind is not PriceKind.INHABITANT]
    initial = {"year": on.year, "is_member": True} | {
        kind.value: PER_THOUSAND.get(kind.value, "0") for kind in kinds
    }
    asked = request.GET if "year" in request.GET else None
    form = CountsForm(asked, kinds=kinds, suffix=_(" je 1.000 Einwohner"), initial=initial)
    values = initial if asked is None or not form.is_valid() else form.cleaned_data
    per_thousand: dict[PriceKind, Fraction] = {kind: Fraction(values.get(kind.value) or 0) for kind in kinds}
    period = year(int(values["year"]))
    indexes = costs.indexes_for(product, prices, period.start, on)
    rows, problems = town_rows(prices, per_thousand, period, bool(values["is_member"]), indexes, on)
    table = ListTable(
        request,
        id="estimates",
        caption=_("Kosten je Gemeinde"),
        rows=rows,  # type: ignore[arg-type]  # a list, as ListTable takes it
        columns=[
            Column("gemeinde", _("Gemeinde"), "name", sort="name"),
            Column("einwohner", _("Einwohner"), "population", kind="number", sort="population", places=0),
            Column("kosten", _("im Jahr"), "cents", kind="money", sort="cents"),
            Column("einmalig", _("einmalig"), "once_cents", kind="money", sort="once_cents"),
            Column("je_kopf", _("je Einwohner"), "per_head", kind="money", sort="per_head"),
        ],
        filters=[TextFilter("q", _("Gemeinde"), containing(lambda row: row.name))],
        default_sort="gemeinde",
    )
    context = {
        "product": product,
        "version": version,
        "form": form,
        "total": sum(row.cents for row in rows),
        "problems": problems,
    }
    return respond(request, table, "catalog/estimates.html", context)


def town_rows(
    prices: list[Price],
    per_thousand: Mapping[PriceKind, Fraction],
    period: Span,
    is_member: bool,
    indexes: Mapping[str, Counted],
    on: date,
) -> tuple[list[TownRow], list[str]]:
    """Return what the prices come to for every municipality, and what could not be computed for any of them.

    Levies are shared as if all of them took part; workplaces and cases are those assumed.
    """
    towns = list(mapped_bodies(on).values("body_id", "key", "name", "population", "population_date", "area"))
    known = [town for town in towns if town["population"] is not None]
    counts = {town["key"]: _assumed(Fraction(town["population"]), per_thousand) for town in known}
    levies = {
        price.code: _levy_shares(price, known, counts, period)
        for price in prices
        if price.kind is PriceKind.LEVY
    }
    found: list[TownRow] = []
    problems: dict[str, None] = {}
    for town in known:
        situation = Situation(
            active=Span(period.start),
            quantities=quantities(counts[town["key"]], ""),
            is_member=is_member,
            levy_shares={
                code: each if isinstance(each, AllmendeError) else each[town["key"]]
                for code, each in levies.items()
            },
            indexes=indexes,
            customer=town["name"],
        )
        each_estimate = estimate(prices, situation, period)
        problems |= dict.fromkeys(each_estimate.problems)
        found.append(_row(town, each_estimate))
    return found, list(problems)


def _assumed(people: Fraction, per_thousand: Mapping[PriceKind, Fraction]) -> dict[PriceKind, Fraction]:
    counts = {kind: Fraction(ceil(people * share / 1000)) for kind, share in per_thousand.items()}
    return counts | {PriceKind.INHABITANT: people}


def _levy_shares(
    price: Price,
    towns: list[dict[str, Any]],
    counts: Mapping[str, Mapping[PriceKind, Fraction]],
    period: Span,
) -> dict[str, LevyShare] | AllmendeError:
    figures = {
        Driver.INHABITANTS: {town["key"]: Fraction(town["population"]) for town in towns},
        Driver.AREA: {town["key"]: Fraction(town["area"]) for town in towns if town["area"] is not None},
    }
    for driver, kind in costs.REPORTED_DRIVERS.items():
        figures[driver] = {key: own[kind] for key, own in counts.items() if kind in own}
    months = {town["key"]: started_months(period) for town in towns}
    try:
        return shares_of_period(price, period, months, figures, {t["key"]: t["name"] for t in towns})
    except AllmendeError as error:
        return error


def _row(town: dict[str, Any], found: Estimate) -> TownRow:
    cents = found.yearly_cents
    people = town["population"]
    return TownRow(
        town["name"],
        town["key"],
        people,
        cents,
        found.once_cents,
        Decimal(cents) / 100 / people if people else None,
    )


class DistributionForm(forms.Form):
    """What is shared out, and among whom."""

    total = EuroField(gettext_lazy("Betrag im Jahr in Euro"))
    among = forms.ChoiceField(label=gettext_lazy("verteilt auf"))

    def __init__(self, data: Any, *, on: date, **options: Any) -> None:
        super().__init__(data, **options)
        field = self.fields["among"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared so above
        field.choices = [("", _("alle, die die Leistung abnehmen")), *districts(on)]
        field.required = False


@require_safe
def distribution(request: HttpRequest, key: str) -> HttpResponse:
    """Show what each would bear under several keys, side by side."""
    product, version, prices = _shown(request, key)
    on = today()
    levy = next((price for price in prices if price.kind is PriceKind.LEVY), None)
    form = DistributionForm(
        request.GET if "total" in request.GET else None,
        on=on,
        initial={"total": levy.total_cents if levy else 10_000_000},
    )
    total, among = levy.total_cents if levy else 10_000_000, ""
    if form.is_bound and form.is_valid():
        total, among = form.cleaned_data["total"] or total, form.cleaned_data["among"]
    ids = _members(among, product, on)
    sizes = costs.sizes(ids, on)
    members = sorted((size.key for size in sizes.values()), key=str)
    keys = [*KEYS]
    if levy is not None:
        keys.insert(0, NamedKey(_("heute: {key}").format(key=words_of(levy.key)), levy.key))
    found = side_by_side(total, members, keys, costs.figures_of(ids, on, product.pk)) if members else []
    names = {size.key: size.name for size in sizes.values()}
    context = {
        "product": product,
        "version": version,
        "form": form,
        "total": total,
        "distributions": found,
        "rows": _distribution_rows(members, names, found),
        "missing": [f"{each.key.name}: {each.missing}" for each in found if each.missing],
        "shown": [each for each in found if not each.missing],
    }
    return render(request, "catalog/distribution.html", context)


def _members(among: str, product: Product, on: date) -> list[int]:
    if not among:
        return costs.takers(product.pk, on)
    return list(of_district(mapped_bodies(on), among).values_list("body_id", flat=True))


def _distribution_rows(
    members: list[str], names: dict[str, str], found: list[Distribution]
) -> list[tuple[str, list[int], int]]:
    """Return name, cents under every key that can be computed, and the widest gap between them."""
    shown = [each for each in found if not each.missing]
    rows = []
    for member in members:
        cents = [each.cents[member] for each in shown]
        rows.append((names[member], cents, max(cents) - min(cents) if cents else 0))
    return sorted(rows, key=lambda row: row[0])
