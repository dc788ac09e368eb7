"""Entering a review: basics, own cost, criteria, points, payments, result."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from allmende.catalog.fields import NumberField
from allmende.catalog.forms import PaperForm
from allmende.catalog.keys import key_of
from allmende.catalog.prices.components import PriceKind
from allmende.catalog.suitability.assessment.criteria import MOST_POINTS, PRICE, Criterion
from allmende.catalog.suitability.assessment.own_cost import AUXILIARY, FINAL, CostCenter
from allmende.catalog.suitability.assessment.present_value import PaymentKind
from allmende.catalog.suitability.domain import (
    MOST_YEARS,
    USUAL_CRITERIA,
    ReviewOccasion,
    ReviewOutcome,
    WorkplaceKind,
)
from allmende.catalog.suitability.models import (
    AlternativePayment,
    OwnCostEntry,
    OwnPost,
    ReviewAlternative,
    ReviewCriterion,
    SuitabilityReview,
)
from allmende.cooperations.options.forms import EuroField, text_field
from allmende.register.forms import DayField
from allmende.register.labels import choices, said

OWN_ROWS = 3
"""Empty lines for criteria that only this body asks for."""
ASKED_QUANTITIES = (PriceKind.CASE, PriceKind.HOUR)
MOST_WEIGHT = 1000
ADDED = (
    PaymentKind.TRANSITION,
    PaymentKind.DOUBLE_COST,
    PaymentKind.STRANDED,
    PaymentKind.INVESTMENT,
    PaymentKind.EXIT,
    PaymentKind.SAVING,
)


class BasicsForm(forms.Form):
    """Over which years, at which rate, with how many workplaces and cases."""

    first_year = forms.IntegerField(label=gettext_lazy("Erstes Jahr"), min_value=2000, max_value=2100)
    years = forms.IntegerField(label=gettext_lazy("Zahl der Jahre"), min_value=1, max_value=MOST_YEARS)
    rate_percent = NumberField(
        label=gettext_lazy("Zinssatz in Prozent"),
        most=100,
        help_text=gettext_lazy(
            "Damit werden spätere Zahlungen vergleichbar. Zum Beispiel der Zins Ihrer letzten "
            "Investitionskredite."
        ),
    )
    rate_source = text_field(gettext_lazy("Quelle des Zinssatzes"))
    workplaces = forms.IntegerField(
        label=gettext_lazy("Standardarbeitsplätze"), required=False, min_value=1, max_value=100_000
    )
    case = NumberField(label=gettext_lazy("Fälle im Jahr"), most=10**9)
    hour = NumberField(label=gettext_lazy("Beratungsstunden im Jahr"), most=10**6)
    quantities_source = text_field(gettext_lazy("Herkunft der Mengen"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for center in AUXILIARY:
            for final in FINAL:
                label = _("{center} geht an {final}: Anteil").format(
                    center=said(center.label), final=said(final.label)
                )
                self.fields[f"{center.value}_{final.value}"] = NumberField(label=label, most=1000)

    @staticmethod
    def initial_of(review: SuitabilityReview) -> dict[str, Any]:
        """Return what the review says, for the form."""
        found: dict[str, Any] = {
            name: getattr(review, name)
            for name in (
                "first_year",
                "years",
                "rate_percent",
                "rate_source",
                "workplaces",
                "quantities_source",
            )
        }
        found |= {kind: Decimal(value) for kind, value in review.quantities.items()}
        for center, parts in review.keys.items():
            found |= {f"{center}_{final}": Decimal(part) for final, part in parts.items()}
        return found

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("rate_percent") is not None and not data.get("rate_source"):
            self.add_error("rate_source", _("Nennen Sie, woher der Zinssatz stammt."))
        counted = any(data.get(kind.value) is not None for kind in ASKED_QUANTITIES)
        if counted and not data.get("quantities_source"):
            self.add_error(
                "quantities_source", _("Eine Menge ohne Herkunft gilt nicht. Nennen Sie die Quelle.")
            )
        return data

    def values(self) -> dict[str, Any]:
        """Return the columns of the review."""
        data = self.cleaned_data
        keys: dict[str, dict[str, str]] = {}
        for center in AUXILIARY:
            for final in FINAL:
                part = data.get(f"{center.value}_{final.value}")
                if part:
                    keys.setdefault(center.value, {})[final.value] = f"{part:f}"
        return {
            "first_year": data["first_year"],
            "years": data["years"],
            "rate_percent": data["rate_percent"],
            "rate_source": data["rate_source"],
            "workplaces": data["workplaces"],
            "quantities": {
                kind.value: f"{data[kind.value]:f}"
                for kind in ASKED_QUANTITIES
                if data.get(kind.value) is not None
            },
            "quantities_source": data["quantities_source"],
            "keys": keys,
        }


class NewForm(forms.Form):
    """Which need, and why now."""

    need = forms.CharField(
        label=gettext_lazy("Bedarf"),
        max_length=200,
        help_text=gettext_lazy(
            "In den Worten des Katalogs, zum Beispiel „Arbeitsplatz“ oder „Finanzsoftware“."
        ),
    )
    occasion = forms.ChoiceField(label=gettext_lazy("Anlass"), choices=choices(ReviewOccasion))
    first_year = forms.IntegerField(
        label=gettext_lazy("Erstes Jahr, das verglichen wird"), min_value=2000, max_value=2100
    )
    years = forms.IntegerField(
        label=gettext_lazy("Zahl der Jahre"), min_value=1, max_value=MOST_YEARS, initial=5
    )

    def __init__(self, *args: Any, needs: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = ", ".join(f"„{need}“" for need in needs)
        if known:
            self.fields["need"].help_text = _("Im Katalog: {needs}.").format(needs=known)


class CostForm(forms.Form):
    """A cost of the own operation."""

    center = forms.ChoiceField(label=gettext_lazy("Kostenstelle"), choices=choices(CostCenter))
    label = text_field(gettext_lazy("Bezeichnung"), longest=200, required=True)
    amount = EuroField(gettext_lazy("Betrag im Jahr in Euro"))
    source = text_field(
        gettext_lazy("Quelle"),
        required=True,
        hint=gettext_lazy("Zum Beispiel das Konto und das Jahr der Rechnung."),
    )

    def clean_amount(self) -> int:
        return _amount(self.cleaned_data["amount"])

    def fill(self, entry: OwnCostEntry) -> OwnCostEntry:
        data = self.cleaned_data
        entry.center, entry.label = data["center"], data["label"]
        entry.cents, entry.source = data["amount"], data["source"]
        return entry


def _amount(cents: int | None) -> int:
    if cents is None:
        raise forms.ValidationError(_("Tragen Sie einen Betrag ein."))
    return cents


class PostForm(forms.Form):
    """People of the own operation, costed by KGSt's scheme."""

    center = forms.ChoiceField(label=gettext_lazy("Kostenstelle"), choices=choices(CostCenter))
    label = text_field(gettext_lazy("Bezeichnung"), longest=200, required=True)
    kind = forms.ChoiceField(label=gettext_lazy("Art des Arbeitsplatzes"), choices=choices(WorkplaceKind))
    workplaces = NumberField(label=gettext_lazy("Stellen"), most=9999, required=True)
    amount = EuroField(gettext_lazy("Bruttopersonalkosten im Jahr in Euro"))
    source = text_field(gettext_lazy("Quelle"), required=True)

    def clean_amount(self) -> int:
        return _amount(self.cleaned_data["amount"])

    def fill(self, post: OwnPost) -> OwnPost:
        data = self.cleaned_data
        post.center, post.label, post.kind = data["center"], data["label"], data["kind"]
        post.workplaces, post.personnel_cents = data["workplaces"], data["amount"]
        post.source = data["source"]
        return post


class CriteriaForm(forms.Form):
    """The usual criteria with a weight each, and lines for one's own; weight 0 or nothing leaves one out."""

    def __init__(self, *args: Any, rows: Sequence[ReviewCriterion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = {row.key: row for row in rows}
        self.usual = dict(USUAL_CRITERIA)
        for key, label in USUAL_CRITERIA:
            weight = held[key].weight if key in held else None
            self.fields[f"weight_{key}"] = _weight(said(label), weight)
        own = [row for row in rows if row.key not in self.usual]
        self.own_count = len(own) + OWN_ROWS
        for index in range(self.own_count):
            row = own[index] if index < len(own) else None
            number = index + 1
            self.fields[f"own_label_{index}"] = text_field(
                _("Eigenes Kriterium {n}").format(n=number), longest=200
            )
            self.fields[f"own_weight_{index}"] = _weight(
                _("Gewicht des eigenen Kriteriums {n}").format(n=number), row.weight if row else None
            )
            self.fields[f"own_label_{index}"].initial = row.label if row else ""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for index in range(self.own_count):
            if data.get(f"own_weight_{index}") and not data.get(f"own_label_{index}"):
                self.add_error(f"own_label_{index}", _("Benennen Sie das Kriterium."))
        return data

    def criteria(self) -> list[Criterion]:
        """Return the criteria that got a weight."""
        data = self.cleaned_data
        found = [
            Criterion(key, label, data[f"weight_{key}"])
            for key, label in self.usual.items()
            if data.get(f"weight_{key}")
        ]
        for index in range(self.own_count):
            label, weight = data.get(f"own_label_{index}"), data.get(f"own_weight_{index}")
            if label and weight:
                found.append(Criterion(f"eigen-{key_of(label)}"[:60], label, weight))
        return found


def _weight(label: str, initial: int | None) -> forms.IntegerField:
    return forms.IntegerField(
        label=label, required=False, min_value=0, max_value=MOST_WEIGHT, initial=initial
    )


class PointsForm(forms.Form):
    """Points from 0 to 10 with a reason for each criterion but the price."""

    def __init__(
        self, *args: Any, criteria: Sequence[ReviewCriterion], alternative: ReviewAlternative, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        held = {row.criterion_id: row for row in alternative.points.all()}
        if alternative.version_id is not None:
            self.fields["is_member"] = forms.BooleanField(
                label=_("zum Preis für Mitglieder"), required=False, initial=alternative.is_member
            )
        self.rows = [row for row in criteria if row.key != PRICE]
        for row in self.rows:
            given = held.get(row.pk)
            self.fields[f"points_{row.pk}"] = forms.IntegerField(
                label=_("{criterion}: Punkte").format(criterion=said(row.label)),
                required=False,
                min_value=0,
                max_value=MOST_POINTS,
                initial=given.points if given else None,
                help_text=_("0 = gar nicht erfüllt, 10 = ganz erfüllt. Noch unbekannt: leer lassen."),
            )
            self.fields[f"reason_{row.pk}"] = text_field(
                _("{criterion}: Begründung").format(criterion=said(row.label)), longest=500
            )
            self.fields[f"reason_{row.pk}"].initial = given.reason if given else ""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for row in self.rows:
            if data.get(f"points_{row.pk}") is not None and not data.get(f"reason_{row.pk}"):
                self.add_error(f"reason_{row.pk}", _("Begründen Sie die Punkte in einem Satz."))
        return data

    def points(self) -> dict[int, tuple[int, str]]:
        data = self.cleaned_data
        return {
            row.pk: (data[f"points_{row.pk}"], data[f"reason_{row.pk}"])
            for row in self.rows
            if data.get(f"points_{row.pk}") is not None
        }


class PaymentForm(forms.Form):
    """What comes on top of the running cost."""

    kind = forms.ChoiceField(label=gettext_lazy("Art"), choices=choices(ADDED))
    label = text_field(gettext_lazy("Bezeichnung"), longest=200, required=True)
    year = forms.IntegerField(
        label=gettext_lazy("Jahr"),
        min_value=0,
        help_text=gettext_lazy("0 = zu Beginn, 1 = im ersten Jahr, und so weiter."),
    )
    amount = EuroField(gettext_lazy("Betrag in Euro"))
    source = text_field(gettext_lazy("Quelle"), required=True)

    def __init__(self, *args: Any, years: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["year"]
        assert isinstance(field, forms.IntegerField)  # noqa: S101 - declared so above
        self.years = years

    def clean_year(self) -> int:
        year = int(self.cleaned_data["year"])
        if year > self.years:
            raise forms.ValidationError(_("Verglichen werden %(years)s Jahre."), params={"years": self.years})
        return year

    def clean_amount(self) -> int:
        return _amount(self.cleaned_data["amount"])

    def fill(self, payment: AlternativePayment) -> AlternativePayment:
        data = self.cleaned_data
        payment.kind, payment.label, payment.year = data["kind"], data["label"], data["year"]
        payment.source = data["source"]
        is_saving = data["kind"] == PaymentKind.SAVING.value
        payment.cents = -abs(data["amount"]) if is_saving else data["amount"]
        return payment


class ResultForm(PaperForm):
    """What the body concludes, why, and when it will ask again."""

    outcome = forms.ChoiceField(label=gettext_lazy("Ergebnis"), choices=choices(ReviewOutcome))
    chosen = forms.ChoiceField(label=gettext_lazy("Übernommen wird"), required=False)
    reason = text_field(gettext_lazy("Begründung"), longest=2000, required=True, lines=4)
    next_due_on = DayField(
        label=gettext_lazy("Nächste Prüfung bis"),
        required=False,
        help_text=gettext_lazy(
            "Für Leistungen, die Sie nicht abnehmen. Wer abnimmt, bekommt den Termin aus Laufzeit "
            "und Kündigungsfrist."
        ),
    )
    field_order = ("outcome", "chosen", "reason", "next_due_on", "paper", "paper_number")

    def __init__(self, *args: Any, alternatives: Sequence[ReviewAlternative], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["chosen"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared so above
        field.choices = [("", "–"), *((str(each.pk), each.title) for each in alternatives)]
