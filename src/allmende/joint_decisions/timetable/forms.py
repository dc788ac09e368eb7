"""Forms of the timetable: the frame, a special sitting to try, the stations of a partner, a calendar file."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from allmende.common.errors import AllmendeError
from allmende.joint_decisions.timetable.actions import StationEntry
from allmende.joint_decisions.timetable.calendar_file import LONGEST_NAME
from allmende.joint_decisions.timetable.domain import MOST_DAYS, NEXT_DAY, Station
from allmende.pages.texts import validate_visible
from allmende.papers.domain.values import parse_day

LARGEST_FILE = 5_000_000
MOST_SITTINGS = 400
SPARE_STATIONS = 2
"""Empty stations that the form offers."""


class StationForm(forms.Form):
    """One committee of a partner; without a name the station goes."""

    committee = forms.CharField(
        label=_("Gremium"), required=False, max_length=LONGEST_NAME, validators=[validate_visible]
    )
    days = forms.CharField(
        label=_("Sitzungstage"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Durch Komma oder Leerzeichen getrennt, zum Beispiel 05.02.2026, 12.03.2026."),
    )
    notice_days = forms.IntegerField(
        label=_("Ladungsfrist in Tagen"),
        required=False,
        min_value=0,
        max_value=MOST_DAYS,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        help_text=_("Leer heißt: 7 Tage, als Annahme gekennzeichnet."),
    )
    notice_source = forms.CharField(
        label=_("Grundlage"),
        required=False,
        max_length=200,
        help_text=_("Zum Beispiel: § 1 Abs. 3 Geschäftsordnung des Rates."),
        validators=[validate_visible],
    )
    after_days = forms.IntegerField(
        label=_("Tage nach der Station davor"),
        required=False,
        min_value=0,
        max_value=MOST_DAYS,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        help_text=_("0 erlaubt denselben Tag."),
    )

    def clean_days(self) -> tuple[date, ...]:
        words = [word for word in re.split(r"[\s,;]+", self.cleaned_data["days"]) if word]
        if len(words) > MOST_SITTINGS:
            raise forms.ValidationError(_t("Das sind zu viele Tage."))
        try:
            return tuple(sorted({parse_day(word) for word in words}))
        except AllmendeError as error:
            raise forms.ValidationError(str(error)) from None

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("days") and not data.get("committee"):
            self.add_error("committee", _t("Zu den Tagen fehlt das Gremium."))
        return data

    def entry(self) -> StationEntry | None:
        """Return what was typed; None for an empty station."""
        data = self.cleaned_data
        if not data.get("committee"):
            return None
        return StationEntry(
            committee=data["committee"],
            days=data["days"],
            notice_days=data["notice_days"],
            notice_source=data["notice_source"],
            after_days=NEXT_DAY if data["after_days"] is None else data["after_days"],
        )


StationForms = forms.formset_factory(StationForm, extra=SPARE_STATIONS, max_num=20)


def shown(stations: Sequence[Station]) -> list[dict[str, Any]]:
    """Return the stored stations as the form shows them."""
    return [
        {
            "committee": each.name,
            "days": ", ".join(f"{day:%d.%m.%Y}" for day in each.days),
            "notice_days": None if each.notice.is_assumed else each.notice.days,
            "notice_source": each.notice.source,
            "after_days": each.after,
        }
        for each in stations
    ]


class CalendarFileForm(forms.Form):
    """A file with sittings."""

    file = forms.FileField(
        label=_("Datei"),
        help_text=_("CSV oder Excel mit den Spalten koerperschaft, gremium, tag; oder ein Kalender (.ics)."),
    )
    partner = forms.ChoiceField(
        label=_("Körperschaft"),
        required=False,
        help_text=_("Nur für einen Kalender (.ics) oder eine Tabelle ohne Spalte koerperschaft."),
    )

    def __init__(self, partners: Sequence[tuple[str, str]], *args: Any) -> None:
        super().__init__(*args)
        self.fields["partner"].choices = [("", "–"), *partners]  # type: ignore[attr-defined]

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            raise forms.ValidationError(_t("Die Datei ist größer als 5 MB."))
        return file
