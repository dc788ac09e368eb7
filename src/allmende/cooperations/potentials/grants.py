"""What the Land may add: the grant for new cooperation, by the dated rules of the law. Pure."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from allmende.common.formats import euro
from allmende.rules import shipped

DURATION_YEARS = 5


@dataclass(frozen=True, slots=True)
class Grant:
    """The grant as far as it can be told today, and what is still open."""

    cents: int
    sentence: str
    open_points: tuple[str, ...]


def grant_for(*, partners: int, setup: Decimal, saving_share: float, is_new: bool, on: date) -> Grant | None:
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
    if not is_new:
        points.insert(0, "Die Partner arbeiten in dieser Aufgabe schon zusammen; gefördert wird nur Neues.")
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
