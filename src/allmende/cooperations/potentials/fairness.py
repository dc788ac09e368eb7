"""Whether a group holds together: would some of its members fare better without the others? Pure."""

from dataclasses import dataclass
from itertools import combinations

from allmende.cooperations.potentials.graph import Group
from allmende.cooperations.potentials.valuing import Valuation
from allmende.sharing.core import check_core, least_core
from allmende.sharing.games import game_from_table
from allmende.sharing.sentences import best_saving, stability

KEY_LABEL = "Aufteilung nach der Bezugsgröße"
EURO = "€"


@dataclass(frozen=True, slots=True)
class Fairness:
    """The verdict on the intended key, and what is possible at best."""

    is_stable: bool
    sentence: str
    remedy: str
    """What every group can save at best, or the smallest sum no key avoids."""
    shares: tuple[tuple[str, float, float], ...]
    """Per member: euros per year by the key, and euros per year alone."""


def check_fairness(valuation: Valuation, group: Group) -> Fairness:
    """Check the joint cost shared by the driver; the cost of each part of the group follows the estimate."""
    names = {key: valuation.situations[key].name for key in group}
    table = {
        frozenset(names[key] for key in part): valuation.joint_cost(part)
        for size in range(1, len(group) + 1)
        for part in combinations(group, size)
    }
    game = game_from_table([names[key] for key in group], table, place="Gruppe")
    quantities = [valuation.situations[key].quantity or 0.0 for key in group]
    total = valuation.joint_cost(group)
    amounts = [total * quantity / sum(quantities) for quantity in quantities]
    check, tolerance = check_core(game, amounts), max(game.tolerance, 0.005)
    sentence = stability(check, game.players, label=KEY_LABEL, unit=EURO, tolerance=tolerance)
    remedy = best_saving(least_core(game), unit=EURO, tolerance=tolerance)
    shares = tuple(
        (names[key], amount, valuation.cost_alone(key)) for key, amount in zip(group, amounts, strict=True)
    )
    return Fairness(check.excess <= tolerance, sentence, remedy, shares)
