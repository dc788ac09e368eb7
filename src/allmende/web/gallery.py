"""The component gallery at `/bausteine/`: every component with all its variants."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cached_property
from operator import attrgetter
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from django import forms
from django.http import HttpRequest

from allmende.common import formats
from allmende.pages import charts, tables
from allmende.pages.tables import Column

COMPONENTS = Path(__file__).parent / "templates" / "components"
INPUTS_COMMENT = re.compile(r"\A\{% comment %\}\n(?P<text>.*?)\n\{% endcomment %\}", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Component:
    """One component file with what its comment says about its inputs."""

    name: str
    inputs: str

    @property
    def example(self) -> str:
        return f"gallery/{self.name}.html"


def components() -> list[Component]:
    """Return all components by name. A file without an inputs comment has empty `inputs`."""
    return [_component(file) for file in sorted(COMPONENTS.glob("*.html"))]


def _component(file: Path) -> Component:
    comment = INPUTS_COMMENT.match(file.read_text(encoding="utf-8"))
    return Component(file.stem, comment["text"] if comment else "")


class ExampleForm(forms.Form):
    """A form with every kind of field, filled with a mistake."""

    name = forms.CharField(label="Name der Körperschaft", help_text="So, wie er im Siegel steht.")
    kind = forms.ChoiceField(label="Art", choices=[("gemeinde", "Gemeinde"), ("kreis", "Kreis")])
    valid_from = forms.DateField(
        label="Gültig ab", widget=forms.DateInput(attrs={"type": "date"}), required=False
    )
    reason = forms.CharField(label="Begründung", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    outcome = forms.ChoiceField(
        label="Ergebnis",
        choices=[("ja", "zugestimmt"), ("nein", "abgelehnt")],
        widget=forms.RadioSelect,
        required=False,
    )
    file = forms.FileField(
        label="Datei", help_text="PDF, DOCX, HTML oder Text, höchstens 50 MB.", required=False
    )
    is_public = forms.BooleanField(label="Öffentlich", required=False)


def context(request: HttpRequest) -> dict[str, Any]:
    """Return the made-up data of the examples."""
    form = ExampleForm({"name": "", "kind": "kreis", "outcome": "ja"})
    other_form = ExampleForm({"name": ""}, auto_id="other_%s")
    empty_form = ExampleForm(auto_id="empty_%s")
    table = example_table(request)
    return {
        "components": components(),
        "form": form,
        "form_without_ids": other_form,
        "empty_form": empty_form,
        "kinds": ["info", "success", "warning", "danger"],
        "table": table,
        "empty_table": example_table(request, "empty", rows=()),
        "filter_table": example_table(request, "filters"),
        "filter_field_table": example_table(request, "field"),
        "long_table": example_table(request, "long", rows=EXAMPLE_ROWS * 200),
        "cells": table.body[0],
        "export_links": [("CSV", "#export_links"), ("XLSX", "#export_links")],
        "breadcrumb_items": [("Start", "#breadcrumb"), ("Vorlagen", "#breadcrumb")],
        "definitions": [("Federführung", "Amt 10"), ("Aktenzeichen", "SV-11-0042"), ("Frist", None)],
        "tabs": [("Übersicht", "#tabs", True), ("Beratung", "#tabs", False), ("Verlauf", "#tabs", False)],
        "timeline_items": EXAMPLE_TIMELINE,
        "events": EXAMPLE_EVENTS,
        **_example_charts(),
    }


def _example_charts() -> dict[str, Any]:
    points = [
        charts.Point(date(2019, 12, 31), 219_929),
        charts.Point(date(2021, 12, 31), 221_352),
        charts.Point(date(2023, 12, 31), 224_810),
    ]
    bars = [charts.Bar("Musterstadt", Decimal("63914.20")), charts.Bar("Beispieldorf", Decimal("12020.00"))]
    return {
        "line": charts.line_chart(points, title="Einwohner", desc="Musterkreis, 2019 bis 2023, steigend"),
        "line_rows": [(formats.day(point.on), formats.number(point.value)) for point in points],
        "bars": charts.bar_chart(bars, title="Anteile", desc="Anteile zweier Gemeinden in Euro"),
        "bar_rows": [(bar.label, formats.euro(bar.value)) for bar in bars],
    }


EXAMPLE_TIMELINE = [
    SimpleNamespace(
        title="Hauptausschuss", date=date(2026, 2, 5), text="Vorberatung, empfohlen", kind="success"
    ),
    SimpleNamespace(title="Kreisausschuss", date=date(2026, 2, 11), text="Vorberatung", kind="info"),
    SimpleNamespace(title="Kreistag", date=date(2026, 2, 18), text="Entscheidung", kind=""),
]
EXAMPLE_EVENTS = [
    SimpleNamespace(
        recorded_at=datetime(2026, 2, 3, 9, 12, tzinfo=UTC),
        actor_label="Lea Beispiel",
        action_label="hat die Vorlage bestätigt",
        details={"Status": "Entwurf → bestätigt"},
    ),
]


@dataclass(frozen=True, slots=True)
class ExampleRow:
    """A made-up municipality."""

    name: str
    population: int
    amount: Decimal
    signed_on: date | None
    state: str


EXAMPLE_ROWS = (
    ExampleRow("Beispieldorf", 8_012, Decimal("12020.00"), None, "offen"),
    ExampleRow("Kreis Probe", 224_810, Decimal("309895.80"), date(2026, 2, 18), "beschlossen"),
    ExampleRow("Musterstadt", 63_914, Decimal("63914.20"), date(2026, 2, 11), "beschlossen"),
)


class ExampleTable(tables.Table):
    """A table over made-up rows, sorted in memory: the gallery needs no database."""

    @cached_property
    def matching(self) -> Any:
        name, descending = self.sort
        return sorted(self.rows, key=attrgetter(str(self._sortable[name].sort)), reverse=descending)


def example_table(request: HttpRequest, table_id: str = "example", rows: Any = EXAMPLE_ROWS) -> tables.Table:
    return ExampleTable(
        request,
        id=table_id,
        caption=f"Musterkreis: Anteile ({table_id})",
        rows=rows,
        columns=[
            Column("name", "Name", "name", kind="link", url=lambda row: "#table", sort="name"),
            Column("einwohner", "Einwohner", "population", kind="number", sort="population"),
            Column("anteil", "Anteil", "amount", kind="money", sort="amount"),
            Column("tag", "Unterschrieben", "signed_on", kind="date"),
            Column("stand", "Stand", "state", badge=lambda row: "success" if row.signed_on else "info"),
        ],
        filters=[
            tables.TextFilter("q", "Name", lambda found, text: found),
            tables.ChoiceFilter("stand", "Stand", [("offen", "offen"), ("beschlossen", "beschlossen")]),
        ],
        default_sort="name",
        exportable=False,
    )
