"""The table of legal forms: 20 attributes, each cell dated, sourced and marked.

    legal_forms().statement("vat", ComparedForm.OERV_MANDATIEREND, on=date(2027, 1, 1)).says

A cell changes with the day asked for: past 31.12.2026 the rows on VAT speak of § 2b UStG.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Any

import yaml

from allmende.cooperations.domain import LegalForm
from allmende.ledger.domain import Mark


class ComparedForm(StrEnum):
    """A column of the table: a legal form, a Holding in one of two forms, or to go on as before.

    `OHNE` stands in no column: something a body does on its own, without any common form.
    """

    OHNE = "ohne"
    STATUS_QUO = "status_quo"
    ARBEITSGEMEINSCHAFT = "arbeitsgemeinschaft"
    OERV_MANDATIEREND = "oerv_mandatierend"
    OERV_DELEGIEREND = "oerv_delegierend"
    ZWECKVERBAND = "zweckverband"
    GKU = "gku"
    GMBH = "gmbh"
    HOLDING_GMBH = "holding_gmbh"
    HOLDING_ZWECKVERBAND = "holding_zweckverband"

    @property
    def label(self) -> str:
        return {
            "ohne": "Keine gemeinsame Rechtsform",
            "status_quo": "Weiter wie bisher",
            "arbeitsgemeinschaft": "Kommunale Arbeitsgemeinschaft",
            "oerv_mandatierend": "Öffentlich-rechtliche Vereinbarung, mandatierend",
            "oerv_delegierend": "Öffentlich-rechtliche Vereinbarung, delegierend",
            "zweckverband": "Zweckverband",
            "gku": "Gemeinsames Kommunalunternehmen (AöR)",
            "gmbh": "GmbH",
            "holding_gmbh": "Holding als GmbH",
            "holding_zweckverband": "Holding als Zweckverband",
        }[self.value]

    @property
    def law(self) -> str:
        """The statute that governs the form."""
        return {
            "ohne": "",
            "status_quo": "§ 23 GkG NRW",
            "arbeitsgemeinschaft": "§§ 2 bis 3 GkG NRW",
            "oerv_mandatierend": "§ 23 Abs. 1 Alt. 2 GkG NRW",
            "oerv_delegierend": "§ 23 Abs. 1 Alt. 1 GkG NRW",
            "zweckverband": "§§ 4 bis 22a GkG NRW",
            "gku": "§§ 27 bis 28 GkG NRW, § 114a GO NRW",
            "gmbh": "§§ 107 bis 108 GO NRW, GmbHG",
            "holding_gmbh": "§§ 107 bis 108 GO NRW, GmbHG",
            "holding_zweckverband": "§§ 4 bis 22a GkG NRW",
        }[self.value]

    @property
    def stands_in_for(self) -> "ComparedForm":
        """The form whose statements hold where this one has none of its own."""
        return {
            ComparedForm.HOLDING_GMBH: ComparedForm.GMBH,
            ComparedForm.HOLDING_ZWECKVERBAND: ComparedForm.ZWECKVERBAND,
        }.get(self, self)

    @property
    def legal_form(self) -> LegalForm | None:
        """The form in the register of cooperations; None for going on as before and alone."""
        if self in (ComparedForm.STATUS_QUO, ComparedForm.OHNE):
            return None
        return LegalForm(self.stands_in_for.value)


TABLE_FORMS = tuple(form for form in ComparedForm if form is not ComparedForm.OHNE)


class BrokenFacts(ValueError):
    """The data files contradict themselves; a programmer must correct them."""


@dataclass(frozen=True, slots=True)
class Statement:
    """What the law says of one attribute of one form, from a first to a last day."""

    attribute: str
    form: ComparedForm
    says: str
    law: str
    section: str
    version: date
    """The day of the text that was read."""
    first_day: date
    last_day: date | None
    mark: Mark
    source_key: str
    source: str

    @property
    def reference(self) -> str:
        """Section and law, the law only once."""
        return self.section if self.law.split()[0] in self.section else f"{self.section} {self.law}"

    def holds(self, on: date) -> bool:
        return self.first_day <= on and (self.last_day is None or on <= self.last_day)


@dataclass(frozen=True, slots=True)
class LegalForms:
    """All statements; ask for one cell or go through the attributes."""

    labels: Mapping[str, str]
    statements: tuple[Statement, ...]

    def statement(self, attribute: str, form: ComparedForm, *, on: date) -> Statement | None:
        """Return what holds on the day; before the first text that was read, the oldest one we have."""
        for each in (form, form.stands_in_for):
            rows = [row for row in self.statements if row.attribute == attribute and row.form is each]
            if rows:
                holding = next((row for row in rows if row.holds(on)), None)
                return holding or (rows[0] if on < rows[0].first_day else None)
        return None

    def changes_after(self, on: date) -> list[date]:
        """Return the days after `on` on which a cell changes."""
        return sorted({row.first_day for row in self.statements if row.first_day > on})


@cache
def legal_forms() -> LegalForms:
    """Return the table that the product brings; raise BrokenFacts if it contradicts itself."""
    return loaded(_yaml("attributes.yaml"), _yaml("sources.yaml"))


def loaded(attributes: Mapping[str, Any], sources: Mapping[str, Any]) -> LegalForms:
    """Return the table from the contents of its two files."""
    labels = {name: entry["label"] for name, entry in attributes.items()}
    statements: list[Statement] = []
    for name, entry in attributes.items():
        for form, cell in entry["cells"].items():
            rows = [
                _statement(name, form, each, sources) for each in (cell if isinstance(cell, list) else [cell])
            ]
            _check_order(rows)
            statements += rows
        _check_complete(name, entry["cells"])
    return LegalForms(labels, tuple(statements))


def _statement(attribute: str, form: str, cell: Mapping[str, Any], sources: Mapping[str, Any]) -> Statement:
    place = f"attributes.yaml, {attribute}, {form}"
    try:
        source = sources[cell["source"]]
        return Statement(
            attribute=attribute,
            form=ComparedForm(form),
            says=cell["says"],
            law=cell.get("law", source["law"]),
            section=cell["section"],
            version=source["version"],
            first_day=cell.get("from", source["version"]),
            last_day=cell.get("last"),
            mark=Mark(cell.get("mark", "seen")),
            source_key=cell["source"],
            source=source["title"],
        )
    except (KeyError, ValueError) as error:
        raise BrokenFacts(f"{place}: {error}") from error


def _check_order(rows: list[Statement]) -> None:
    for before, after in pairwise(rows):
        if before.last_day is None or before.last_day >= after.first_day:
            raise BrokenFacts(f"{before.attribute}, {before.form}: two statements for {after.first_day}")


def _check_complete(name: str, cells: Mapping[str, Any]) -> None:
    missing = [form for form in TABLE_FORMS if not {form, form.stands_in_for} & set(map(ComparedForm, cells))]
    if missing:
        raise BrokenFacts(f"attributes.yaml, {name}: no cell for {', '.join(missing)}")


def _yaml(name: str) -> Any:
    return yaml.safe_load(
        files("allmende.cooperations.legal_forms").joinpath(name).read_text(encoding="utf-8")
    )
