"""A scenario as an Excel file: result, years, inputs of the formulas, changed values, sources."""

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils.translation import gettext as _

from allmende.ledger.scenarios.catalog import changeable
from allmende.ledger.scenarios.domain import ENTERED, SYNTHETIC_LABEL, Settings
from allmende.ledger.scenarios.page import ScenarioPage
from allmende.ledger.scenarios.running import Outcome, Run
from allmende.pages.exports import Cell, Sheet, xlsx_book

CENT = Decimal("0.01")


def workbook(page: ScenarioPage, outcome: Outcome, settings: Settings) -> bytes:
    """Return the file; every sheet of synthetic data says so."""
    mark = SYNTHETIC_LABEL if outcome.is_synthetic else _("echt")
    run = page.prepared()
    return xlsx_book(
        [
            _result(outcome, mark),
            _years(outcome, mark),
            _values(page, settings),
            _origins(outcome, page.rule_name),
            _inputs(run, mark),
        ]
    )


def _amount(outcome: Outcome, value: Any) -> Any:
    return Decimal(value) / 100 if outcome.is_money else value


def _result(outcome: Outcome, mark: str) -> Sheet:
    def rows() -> Iterator[list[Cell]]:
        for row in outcome.rows:
            body = row.municipality
            head = row.per_head.quantize(CENT, ROUND_HALF_UP) if row.per_head is not None else None
            amounts = [_amount(outcome, each) for each in (row.before, row.after, row.change)]
            yield [body.key, body.name, body.district, body.population, *amounts, head, mark]

    headers = [
        _("Schlüssel"),
        _("Gemeinde"),
        _("Kreis"),
        _("Einwohner"),
        _("nach Recht"),
        _("im Szenario"),
        _("Unterschied"),
        _("je Kopf"),
        _("Daten"),
    ]
    return Sheet(_("Ergebnis"), headers, rows(), frozenset({4, 5, 6, 7}) if outcome.is_money else frozenset())


def _years(outcome: Outcome, mark: str) -> Sheet:
    rows = [
        [each.year, *(_amount(outcome, value) for value in (each.before, each.after, each.change)), mark]
        for each in outcome.years
    ]
    headers = [_("Jahr"), _("nach Recht"), _("im Szenario"), _("Unterschied"), _("Daten")]
    return Sheet(_("Jahre"), headers, rows, frozenset({1, 2, 3}) if outcome.is_money else frozenset())


def _values(page: ScenarioPage, settings: Settings) -> Sheet:
    """Return every value of the law behind the rule, with what the layers put in its place."""
    rows: list[list[Cell]] = []
    for value in changeable(page.asked, page.on) if page.asked else ():
        rows.append([value.path, value.label, value.today, value.section, "", "", None, None])
        rows.extend(
            [
                value.path,
                value.label,
                value.today,
                value.section,
                layer.name,
                layer.values[value.path],
                layer.first,
                layer.last,
            ]
            for layer in settings.layers
            if value.path in layer.values
        )
    headers = [
        _("Name"),
        _("Wert"),
        _("heute"),
        _("Rechtsgrundlage"),
        _("Annahme"),
        _("neu"),
        _("gilt ab"),
        _("gilt bis"),
    ]
    return Sheet(_("Werte des Rechts"), headers, rows)


def _origins(outcome: Outcome, rule: str) -> Sheet:
    version = outcome.question.version
    rows: list[list[Cell]] = [[_("Regel"), rule, version.section, version.formula]]
    rows += [
        [
            origin.item.label,
            origin.label,
            origin.item.unit.german(),
            SYNTHETIC_LABEL if origin.is_synthetic else "",
        ]
        for origin in outcome.origins
    ]
    rows += [[_("Hinweis"), each, "", ""] for each in (*outcome.notes, *outcome.problems)]
    return Sheet(
        _("Herkunft"), [_("Was"), _("Woher"), _("Stelle oder Einheit"), _("Formel oder Daten")], rows
    )


def _inputs(run: Run, mark: str) -> Sheet:
    """Return the inputs of every municipality and period, as the formulas got them."""
    given = [origin for origin in run.origins if origin.word != ENTERED]

    def rows() -> Iterator[list[Cell]]:
        for year in run.settings.years:
            for month, _day in run.question.days(year):
                inputs = run.inputs(year, month)
                period = f"{month:02d}.{year}" if month else str(year)
                for index, body in enumerate(run.bodies):
                    cells = [_cell(inputs[origin.item.name][index]) for origin in given]
                    yield [body.key, body.name, period, *cells, mark]

    headers = [
        _("Schlüssel"),
        _("Gemeinde"),
        _("Zeitraum"),
        *(origin.item.label for origin in given),
        _("Daten"),
    ]
    return Sheet(_("Eingaben"), headers, rows())


def _cell(value: Any) -> Cell:
    if isinstance(value, list):
        return "; ".join(str(each) for each in value)
    return value if isinstance(value, int | Decimal) else str(value)
