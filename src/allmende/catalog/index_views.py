"""The page of what the indexes of a provider's prices stand at."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from allmende.catalog.fields import german_decimal
from allmende.catalog.indexes import indexes_of, record_index_value
from allmende.catalog.models import IndexValue
from allmende.catalog.permissions import may_enter_index
from allmende.catalog.prices.periods import Span
from allmende.common.errors import AllmendeError
from allmende.pages.tables import Column, Table, respond
from allmende.pages.texts import validate_visible
from allmende.register.bitemporal import KNOWN_NOW
from allmende.register.domain import BodyView
from allmende.register.forms import DayField
from allmende.register.visitors import acting_body, person, today

LARGEST_INDEX = 10**9


class IndexForm(forms.Form):
    """What an index stands at, from when, and where that can be read."""

    name = forms.ChoiceField(label=gettext_lazy("Index"))
    from_day = DayField(label=gettext_lazy("gilt ab"))
    value = forms.CharField(
        label=gettext_lazy("Wert"), max_length=20, widget=forms.TextInput(attrs={"inputmode": "decimal"})
    )
    origin = forms.CharField(
        label=gettext_lazy("Fundstelle"),
        max_length=300,
        validators=[validate_visible],
        help_text=gettext_lazy("Wer den Wert wann veröffentlicht hat."),
    )

    def __init__(self, *args: Any, names: Sequence[str], **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["name"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared so above
        field.choices = [(name, name) for name in names]

    def clean_value(self) -> Decimal:
        text = self.cleaned_data["value"]
        try:
            value = german_decimal(text)
        except ValueError:
            raise forms.ValidationError(_("„%(text)s“ ist keine Zahl."), params={"text": text}) from None
        if not 0 < value < LARGEST_INDEX or value != round(value, 4):
            raise forms.ValidationError(_("Ein Index liegt über null, mit höchstens vier Nachkommastellen."))
        return value


@login_required
@require_http_methods(["GET", "POST"])
def indexes(request: HttpRequest) -> HttpResponse:
    """Show what the indexes stand at, and enter a value."""
    body = acting_body(request)
    if body is not None and not may_enter_index(request.user, body.id, on=today()):
        body = None
    names = indexes_of(body.id) if body else []
    form = IndexForm(request.POST or None, names=names)
    if request.method == "POST" and body is not None and form.is_valid():
        given: dict[str, Any] = form.cleaned_data
        try:
            record_index_value(issuer=body, **given, by=person(request), on=today(), at=timezone.now())
            messages.success(
                request,
                _(
                    "Der Indexwert ist eingetragen. Preisrechner, Eignungsprüfungen und der nächste "
                    "Abrechnungslauf rechnen mit ihm."
                ),
            )
            return redirect("catalog:indexes")
        except AllmendeError as error:
            form.add_error(None, str(error))
    context = {"form": form, "body": body, "may_enter": bool(names)}
    return respond(request, _table(request, body), "catalog/indexes.html", context)


def _table(request: HttpRequest, body: BodyView | None) -> Table:
    rows = IndexValue.objects.filter(KNOWN_NOW, issuer_id=body.id) if body else IndexValue.objects.none()
    return Table(
        request,
        id="indexes",
        caption=_("Indexwerte"),
        rows=rows,
        columns=[
            Column("index", _("Index"), "name", sort="name"),
            Column(
                "zeitraum",
                _("gilt"),
                lambda row: Span(row.valid.lower, row.valid.upper).german,
                sort="valid",
            ),
            Column("wert", _("Wert"), "value", kind="number", sort="value"),
            Column("fundstelle", _("Fundstelle"), "origin"),
        ],
        default_sort="-zeitraum",
        empty_title=_("Noch kein Indexwert"),
        empty_text=_("Ohne Wert wird nicht abgerechnet, was einem Index folgt."),
    )
