"""Service levels: what was promised, measured, and when it failed."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from allmende.catalog import permissions, queries, service_actions
from allmende.catalog.answering import Trail, answer, posted
from allmende.catalog.domain import MeasurePeriod
from allmende.catalog.fulfilment import Failure, allowed_minutes, availability, period_of
from allmende.catalog.models import Outage, Product, ServiceLevel
from allmende.catalog.prices.periods import Span
from allmende.catalog.version_page import Part, level_items
from allmende.catalog.visitors import own_product, who, who_and_when
from allmende.common.formats import number
from allmende.pages.texts import validate_visible
from allmende.register.forms import DayField
from allmende.register.labels import said
from allmende.register.periods import ONE_DAY
from allmende.register.visitors import today

PERIODS_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Fulfilment:
    """One measure period: reported or computed from the outages, and whether the promise held."""

    period: str
    value: str
    source: str
    is_kept: bool | None


class MomentInput(forms.DateTimeInput):
    """The browser's own field for day and time."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


class ReportForm(forms.Form):
    """The availability of a period."""

    first_day = DayField(label=gettext_lazy("Erster Tag"))
    last_day = DayField(label=gettext_lazy("Letzter Tag"))
    availability = forms.DecimalField(
        label=gettext_lazy("Verfügbarkeit in Prozent"),
        min_value=0,
        max_value=100,
        decimal_places=3,
        localize=True,
    )
    source = forms.CharField(label=gettext_lazy("Quelle"), max_length=300, validators=[validate_visible])
    note = forms.CharField(
        label=gettext_lazy("Erläuterung"), max_length=500, required=False, validators=[validate_visible]
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        first, last = data.get("first_day"), data.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("Der letzte Tag liegt vor dem ersten."))
        return data


class OutageForm(forms.Form):
    """When a service failed, why, and when it worked again."""

    started_at = forms.DateTimeField(label=gettext_lazy("Beginn"), widget=MomentInput)
    ended_at = forms.DateTimeField(label=gettext_lazy("Ende"), widget=MomentInput, required=False)
    priority = forms.IntegerField(label=gettext_lazy("Prioritätsklasse"), min_value=1, max_value=9, initial=1)
    is_planned = forms.BooleanField(label=gettext_lazy("geplante Wartung"), required=False)
    cause = forms.CharField(
        label=gettext_lazy("Ursache und Wirkung"), max_length=500, validators=[validate_visible]
    )


@require_safe
def service(request: HttpRequest, key: str) -> HttpResponse:
    """Show what was promised of a service, measured, and when it failed."""
    product = queries.product_by_key(key, user=request.user, on=today())
    with_drafts = permissions.may_read_drafts(request.user, product, on=today())
    version = queries.version_shown(product, on=today(), with_drafts=with_drafts)
    if version is None:
        raise Http404
    level = ServiceLevel.objects.filter(version=version).first()
    context = {
        "product": product,
        "version": version,
        "part": Part(_("Zugesagt"), level_items(level)),
        "allowed": _allowed(level),
        "periods": fulfilments(product, level, timezone.localtime()),
        "outages": product.outages.order_by("-started_at")[:50],
        "may_keep": permissions.may_keep_product(request.user, product, on=today()),
    }
    return render(request, "catalog/service.html", context)


def _allowed(level: ServiceLevel | None) -> str:
    """Return in words how long the service may fail in the present measure period."""
    if level is None or level.availability is None:
        return ""
    period = period_of(today(), MeasurePeriod(level.measure_period))
    hours = allowed_minutes(Fraction(level.availability), period) / 60
    shown = number(Decimal(round(hours * 10)) / 10)
    return _("Zulässiger Ausfall {period}: {hours} Stunden.").format(
        period=said(MeasurePeriod(level.measure_period).label), hours=shown
    )


def fulfilments(product: Product, level: ServiceLevel | None, now: datetime) -> list[Fulfilment]:
    """Return reported periods, and the measure periods computed from the outages, the newest first."""
    promised = Fraction(level.availability) if level and level.availability is not None else None
    measure = MeasurePeriod(level.measure_period) if level else MeasurePeriod.MONTH
    rows: list[tuple[date, Fulfilment]] = []
    for each in product.service_reports.order_by("-period")[:PERIODS_SHOWN]:
        span = Span(each.period.lower, each.period.upper)
        rows.append((span.start, _row(span, Fraction(each.availability), each.source, promised)))
    failures = [Failure(each.started_at, each.ended_at, each.is_planned) for each in product.outages.all()]
    known = {start for start, _row_ in rows}
    for start in sorted({period_of(each.start.date(), measure) for each in failures}, reverse=True):
        if start.start not in known:
            value = availability(failures, start, now=now)
            rows.append((start.start, _row(start, value, _("aus den Störungen berechnet"), promised)))
    return [row for _start, row in sorted(rows, key=lambda pair: pair[0], reverse=True)][:PERIODS_SHOWN]


def _row(span: Span, value: Fraction, source: str, promised: Fraction | None) -> Fulfilment:
    shown = f"{number(Decimal(int(value * 1000)) / 1000)} %"
    return Fulfilment(span.german, shown, source, None if promised is None else value >= promised)


@login_required
@require_http_methods(["GET", "POST"])
def report(request: HttpRequest, key: str) -> HttpResponse:
    """Report the availability of a period."""
    product = own_product(request, key)
    form = ReportForm(posted(request))

    def save() -> str:
        data = form.cleaned_data
        service_actions.report(
            product=product,
            period=Span(data["first_day"], data["last_day"] + ONE_DAY),
            availability=data["availability"],
            source=data["source"],
            note=data["note"],
            **who_and_when(request),
        )
        return reverse("catalog:service", args=[key])

    lead = _("Was gemeldet ist, bleibt, wie es ist.")
    return answer(request, form, save, title=_("Messwert melden"), trail=_trail(product), lead=lead)


@login_required
@require_http_methods(["GET", "POST"])
def outage(request: HttpRequest, key: str, pk: int | None = None) -> HttpResponse:
    """Note an outage, or its end."""
    product = own_product(request, key)
    found = product.outages.filter(pk=pk).first() if pk else Outage(product=product, priority=1)
    if found is None:
        raise Http404
    names = ("started_at", "ended_at", "priority", "is_planned", "cause")
    initial = {name: getattr(found, name) for name in names} if pk else {"started_at": timezone.localtime()}
    form = OutageForm(posted(request), initial=initial)

    def save() -> str:
        for name in names:
            setattr(found, name, form.cleaned_data[name])
        service_actions.save_outage(outage=found, **who(request))
        return reverse("catalog:service", args=[key])

    title = _("Störung ändern") if pk else _("Störung melden")
    return answer(request, form, save, title=title, trail=_trail(product))


def _trail(product: Product) -> Trail:
    return ((_("Servicegrad"), reverse("catalog:service", args=[product.key])),)
