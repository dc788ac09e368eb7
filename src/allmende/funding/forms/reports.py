"""Forms of a cost report: by hand, or from a file."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from allmende.funding.actions.reports import ReportEntry
from allmende.funding.domain.reports import CostLine
from allmende.funding.domain.words import CostClass, ReportKind
from allmende.funding.forms.fields import EuroField, choices, text
from allmende.ledger.setup_form import PeriodForm
from allmende.ledger.sheet_rows import LARGEST_FILE
from allmende.register.forms import DayField

KIND_HELP = gettext_lazy("Eine Prognose nennt Höchstbeträge; Ist-Kosten sind ein eigener Eintrag.")


class ReportHeadForm(PeriodForm):
    """Which report, for which days."""

    kind = forms.ChoiceField(label=gettext_lazy("Art"), choices=(), help_text=KIND_HELP)
    first = DayField(label=gettext_lazy("Erster Tag"))
    last = DayField(label=gettext_lazy("Letzter Tag"))
    reported_on = DayField(label=gettext_lazy("gemeldet am"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["kind"].choices = choices(ReportKind)  # type: ignore[attr-defined]

    def entry_of(self, lines: Sequence[CostLine], source: str) -> ReportEntry:
        cleaned = self.cleaned_data
        return ReportEntry(ReportKind(cleaned["kind"]), self.period, cleaned["reported_on"], source, lines)


class ReportForm(ReportHeadForm):
    """A report by hand: one amount per cost class."""

    source = text(
        gettext_lazy("Beleg"), most=300, help_text=gettext_lazy("Zum Beispiel: E-Mail vom 31.10.2024")
    )

    def __init__(self, *args: Any, funded: frozenset[CostClass], **options: Any) -> None:
        super().__init__(*args, **options)
        for each in CostClass:
            self.fields[each.value] = EuroField(
                label=_(each.label),
                max_length=30,
                required=False,
                help_text="" if each in funded else _("wird nicht gefördert"),
            )

    @property
    def heads(self) -> list[BoundField]:
        return [self[name] for name in ("kind", "first", "last", "reported_on", "source")]

    @property
    def amounts(self) -> list[BoundField]:
        return [self[each.value] for each in CostClass]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        typed = [each.value for each in CostClass if self.data.get(self.add_prefix(each.value), "").strip()]
        if not typed:
            self.add_error(CostClass.EMPLOYER_GROSS.value, _("Tragen Sie mindestens einen Betrag ein."))
        return cleaned

    def entry(self) -> ReportEntry:
        start, until = self.period
        lines = [
            CostLine(each, self.cleaned_data[each.value], start, until)
            for each in CostClass
            if self.cleaned_data.get(each.value) is not None and self.data.get(each.value, "").strip()
        ]
        return self.entry_of(lines, self.cleaned_data["source"])


class ReportFileForm(ReportHeadForm):
    """A report as the provider sent it."""

    file = forms.FileField(
        label=gettext_lazy("Datei"),
        help_text=gettext_lazy("Excel (.xlsx) oder CSV nach der Vorlage, bis 10 MB."),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file is not None and file.size > LARGEST_FILE:
            raise forms.ValidationError(_("Die Datei ist größer als 10 MB."))
        return file


def first_period(start: date, until: date) -> dict[str, date]:
    """Return the days of a whole grant as the beginning of a form."""
    return {"first": start, "last": until - timedelta(days=1)}
