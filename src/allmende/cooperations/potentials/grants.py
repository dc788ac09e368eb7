"""What the Land may add: the grant for new cooperation. Pure.

For North Rhine-Westphalia the dated rules of the law decide. Of Hessen only the four conditions that its
advice center publishes are known, no amounts: so they are checked and named, nothing is calculated.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from allmende.common.formats import euro
from allmende.rules import shipped

DURATION_YEARS = 5
# Beratungszentrum Hessen, conditions for funding, seen in November 2026; the page names no first day
HESSEN_PARTNERS = 3
HESSEN_SAVING = 0.15
HESSEN_YEARS = 5
HESSEN = "Bedingungen in Hessen (Beratungszentrum Hessen, Fördervoraussetzungen)"


class GrantRule(StrEnum):
    """By which Land's conditions a group is checked."""

    NRW = "nrw"
    HESSEN = "hessen"

    @property
    def label(self) -> str:
        return {"nrw": "Nordrhein-Westfalen (IKZ-Richtlinie)", "hessen": "Hessen (ab 15 % Einsparung)"}[
            self.value
        ]


@dataclass(frozen=True, slots=True)
class Grant:
    """The grant as far as it can be told today, and what is still open."""

    cents: int | None
    """The most there can be; None where no amount is known."""
    sentence: str
    open_points: tuple[str, ...]


def grant_for(*, partners: int, setup: Decimal, saving_share: float, on: date) -> Grant | None:
    """Return the grant for a group, None without set-up cost: there is nothing to fund then."""
    if setup <= 0:
        return None
    inputs = {
        "nrw_partners": partners,
        "eligible_cost": f"{setup:.2f}",
        "saving_share": f"{max(saving_share, 0) * 100:.2f}",
        "cooperation_duration": DURATION_YEARS,
    }
    cents = shipped().calculate("ikz_grant", inputs, on=on).cents
    saves_enough = shipped().calculate("ikz_benefit_suffices", inputs, on=on).value() == "yes"
    points = [
        "Die Räte müssen beschlossen haben, bevor der Antrag gestellt wird; begonnen haben darf nichts."
    ]
    if not saves_enough:
        points.append(
            "Die Einsparung allein genügt nicht: Belegen Sie eine bessere Leistung oder dauerhafte Wirkung."
        )
    return Grant(
        cents,
        f"Die IKZ-Förderung kann bis zu {euro(Decimal(cents) / 100)} betragen "
        f"({partners} Partner, {euro(setup)} Einrichtungskosten); ein Anspruch besteht nicht.",
        tuple(points),
    )


def hessen_check(*, partners: int, saving_share: float, years: int) -> Grant:
    """Tell which of the conditions of Hessen a group meets; amounts are not known."""
    share = f"{saving_share * 100:.1f}".replace(".", ",")
    conditions = (
        (partners >= HESSEN_PARTNERS, f"{partners} Partner, in der Regel mindestens {HESSEN_PARTNERS}"),
        (saving_share >= HESSEN_SAVING, f"Einsparung {share} %, mindestens 15 %"),
        (years >= HESSEN_YEARS, f"Dauer {years} Jahre, mindestens {HESSEN_YEARS}"),
    )
    met = "; ".join(f"{'erfüllt' if is_met else 'nicht erfüllt'}: {told}" for is_met, told in conditions)
    points = ("Nötig sind außerdem ein Vertrag und die Beschlüsse aller Vertretungen.",)
    return Grant(None, f"{HESSEN}: {met}. Wie hoch die Förderung ist, weiß Allmende nicht.", points)
