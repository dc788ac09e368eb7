"""What the own operation costs, by the cost centers that the municipal audit of the Land uses.

Source of the scheme: gpaNRW, reports on information technology. Auxiliary centers pass their cost on to the
final ones; so the figures can be laid beside those of the audit.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any

from allmende.common.errors import AllmendeError
from allmende.common.money import apportion
from allmende.rules import Result, Rules


class CostCenter(StrEnum):
    """Where cost arises; the names are those of the audit and stay German."""

    RECHENZENTRUM = "rechenzentrum"
    NETZ = "netz"
    FACHANWENDUNGEN = "fachanwendungen"
    STANDARDARBEITSPLATZ = "standardarbeitsplatz"
    TELEKOMMUNIKATION = "telekommunikation"

    @property
    def label(self) -> str:
        return {
            "rechenzentrum": "Rechenzentrumsbetrieb",
            "netz": "Netz",
            "fachanwendungen": "Fachanwendungen",
            "standardarbeitsplatz": "Arbeitsplatz mit IT-Ausstattung (Standardarbeitsplatz)",
            "telekommunikation": "Telekommunikation",
        }[self.value]

    @property
    def is_auxiliary(self) -> bool:
        """Return whether its cost is passed on to the final centers."""
        return self in (CostCenter.RECHENZENTRUM, CostCenter.NETZ)


FINAL = tuple(center for center in CostCenter if not center.is_auxiliary)
AUXILIARY = tuple(center for center in CostCenter if center.is_auxiliary)


class NoWorkplaces(AllmendeError):
    """There is nothing to divide by."""

    message = "Tragen Sie die Zahl der Standardarbeitsplätze ein; ohne sie gibt es keine Kennzahl."


class NoKey(AllmendeError):
    """An auxiliary center has cost and no key."""

    message = (
        "Für „{center}“ fehlt der Schlüssel. Tragen Sie ein, wie sich die Kosten auf Fachanwendungen, "
        "Arbeitsplätze und Telekommunikation verteilen."
    )


@dataclass(frozen=True, slots=True)
class CostEntry:
    """One cost of a year: where it arises, how much, and which document says so."""

    center: CostCenter
    label: str
    cents: int
    source: str


@dataclass(frozen=True, slots=True)
class OwnCost:
    """Cost of a year by final cost center, auxiliary cost passed on; and the indicator of the audit."""

    by_center: Mapping[CostCenter, int]
    workplaces: Fraction

    @property
    def cents(self) -> int:
        return sum(self.by_center.values())

    @property
    def per_workplace(self) -> Fraction:
        """Return „IT-Kosten je Standardarbeitsplatz“ in cents."""
        return Fraction(self.cents) / self.workplaces

    @property
    def basic_services_per_workplace(self) -> Fraction:
        """Return the part of the indicator without specialist applications („Grunddienste“)."""
        return self.per_workplace - self.applications_per_workplace

    @property
    def applications_per_workplace(self) -> Fraction:
        return Fraction(self.by_center[CostCenter.FACHANWENDUNGEN]) / self.workplaces


def own_cost(
    entries: Iterable[CostEntry],
    keys: Mapping[CostCenter, Mapping[CostCenter, Fraction]],
    workplaces: Fraction,
) -> OwnCost:
    """Return the cost by final center, to the cent; `keys` says how auxiliary centers pass theirs on.

    Raises NoKey or NoWorkplaces.
    """
    if workplaces <= 0:
        raise NoWorkplaces
    sums = dict.fromkeys(CostCenter, 0)
    for entry in entries:
        sums[entry.center] += entry.cents
    for center in AUXILIARY:
        weights = [keys.get(center, {}).get(final, Fraction(0)) for final in FINAL]
        if not sums[center]:
            continue
        if not any(weights):
            raise NoKey(center=center.label)
        for final, part in zip(FINAL, apportion(sums[center], weights), strict=True):
            sums[final] += part
    return OwnCost({center: sums[center] for center in FINAL}, workplaces)


def workplace_cost(
    rules: Rules,
    *,
    personnel_cost: Decimal,
    workplaces: Decimal | int,
    kind: str,
    on: date,
    material_cost: Decimal | None = None,
) -> Result:
    """Return the cost of workplaces in the structure of KGSt, with its explanation.

    The material cost of the report is not shipped: it comes from the local values of the body, which `rules`
    then knows, or from the caller. Raises ValueUnknown if nobody has entered it.
    """
    inputs: dict[str, Any] = {
        "personnel_cost": personnel_cost,
        "workplaces": workplaces,
        "workplace_kind": kind,
    }
    if material_cost is not None:
        inputs["kgst_material_cost"] = material_cost
    return rules.calculate("kgst_workplace_cost", inputs, on=on)
