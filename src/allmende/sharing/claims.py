"""Too little for all claims (the Talmud's estate), and costs that the greatest need sets (the airport)."""

from collections.abc import Sequence

import numpy as np

from allmende.sharing.errors import BadNumber, NothingToShareBy
from allmende.sharing.games import RELATIVE_TOLERANCE, Game, Vector, checked_players, subset_sums
from allmende.sharing.nucleolus import nucleolus
from allmende.sharing.results import Allocation, Proof
from allmende.sharing.structured import MAX_PLAYERS_STRUCTURED, TariffScale, structured_game
from allmende.sharing.structured_shapley import structured_shapley

MAX_PLAYERS_LEVELLED = 10
"""Beyond, the nucleolus of a claims game comes from the rule that is proved to be equal."""


def check_claims(claims: Sequence[float], estate: float, *, place: str = "Forderungen") -> None:
    """Raise if the claims or the estate make no claims problem."""
    total = float(np.sum(claims))
    for index, claim in enumerate(claims):
        if not claim >= 0:
            raise BadNumber(
                place=f"{place}, Nr. {index + 1}",
                value=f"{claim:g}",
                problem="ist negativ.",
                remedy="Forderungen sind Beträge ab null.",
            )
    if not total > 0:
        raise NothingToShareBy(place=place)
    if not 0 <= estate <= total * (1 + RELATIVE_TOLERANCE):
        raise BadNumber(
            place=place,
            value=f"Die Masse {estate:g}",
            problem=f"liegt nicht zwischen null und der Summe aller Forderungen ({total:g}).",
            remedy="Nur was fehlt, muss nach dieser Regel geteilt werden.",
        )


def contested_garment(players: Sequence[str], claims: Sequence[float], estate: float) -> Allocation:
    """Split an estate by the rule of the Talmud: halves of claims are met evenly, then halves of losses."""
    names = checked_players(players, place="Forderungen", limit=MAX_PLAYERS_STRUCTURED)
    check_claims(claims, estate)
    wanted = np.asarray(claims, dtype=np.float64)
    loss = wanted.sum() - estate
    is_scarce = estate <= loss
    amounts = _even(wanted / 2, estate) if is_scarce else wanted - _even(wanted / 2, max(loss, 0.0))
    method = "Hälfteregel: jede Forderung bis zur Hälfte gleichmäßig, danach jeder Verlust bis zur Hälfte"
    return _allocation(names, amounts, estate, method)


def _even(limits: Vector, amount: float) -> Vector:
    """Return equal amounts, nobody more than its limit, that add up to the amount."""
    given, left = np.zeros(len(limits)), amount
    order = np.argsort(limits, kind="stable")
    for position, index in enumerate(order):
        given[index] = min(limits[index], left / (len(order) - position))
        left -= given[index]
    return given


def claims_game(players: Sequence[str], claims: Sequence[float], estate: float) -> Game:
    """Return the gain that each group is sure of: what is left when all others are paid in full."""
    names = checked_players(players, place="Forderungen")
    wanted = np.asarray(claims, dtype=np.float64)
    sure = np.maximum(subset_sums(wanted) - (wanted.sum() - estate), 0.0)
    sure[-1] = estate
    return Game(names, -sure + 0.0, is_gain=True)


def claims_nucleolus(players: Sequence[str], claims: Sequence[float], estate: float) -> Allocation:
    """Return the nucleolus of the claims game."""
    check_claims(claims, estate)
    if len(claims) <= MAX_PLAYERS_LEVELLED:
        return nucleolus(claims_game(players, claims, estate))
    return contested_garment(players, claims, estate)


def claims_shapley(players: Sequence[str], claims: Sequence[float], estate: float) -> Allocation:
    """Return the average over all orders in which claims are met first come, first served."""
    check_claims(claims, estate)
    loss = float(np.sum(claims)) - estate
    points = (
        ((0.0, 0.0), (loss, 0.0), (loss + estate, estate)) if loss > 0 else ((0.0, 0.0), (estate, estate))
    )
    distinct = [point for index, point in enumerate(points) if not index or point[0] > points[index - 1][0]]
    if len(distinct) < 2 or not estate:
        return _allocation(tuple(players), np.zeros(len(claims)), 0.0, "nichts zu verteilen")
    scale = TariffScale(tuple(x for x, _ in distinct), tuple(y for _, y in distinct))
    game = structured_game(players, fixed=0.0, own=[0.0] * len(claims), drivers=claims, scale=scale)
    return structured_shapley(game)


def check_needs(costs: Sequence[float], *, place: str) -> None:
    """Raise if a need is negative or nobody needs anything."""
    for index, cost in enumerate(costs):
        if not cost >= 0:
            raise BadNumber(
                place=f"{place}, Nr. {index + 1}",
                value=f"{cost:g}",
                problem="ist negativ.",
                remedy="Kosten sind Beträge ab null.",
            )
    if not any(costs):
        raise NothingToShareBy(place=place)


def airport_game(players: Sequence[str], costs: Sequence[float]) -> Game:
    """Return the table of a cost that the greatest need in a group sets."""
    names = checked_players(players, place="Bedarf")
    table = np.zeros(1 << len(names))
    for index, cost in enumerate(costs):
        half = 1 << index
        np.maximum(table[:half], cost, out=table[half : 2 * half])
    return Game(names, table)


def airport_shapley(players: Sequence[str], costs: Sequence[float]) -> Allocation:
    """Split each further piece of cost evenly among all who need it."""
    order = np.argsort(costs, kind="stable")
    needs = np.asarray(costs, dtype=np.float64)[order]
    pieces = np.diff(needs, prepend=0.0) / np.arange(len(needs), 0, -1)
    amounts = np.empty(len(needs))
    amounts[order] = np.cumsum(pieces)
    method = "jeder Abschnitt zu gleichen Teilen auf alle, die ihn brauchen (Shapley-Wert)"
    return _allocation(tuple(players), amounts, float(needs[-1]), method)


def airport_nucleolus(players: Sequence[str], costs: Sequence[float]) -> Allocation:
    """Return the nucleolus: whoever needs least pays the smallest average over the pieces still open."""
    order = np.argsort(costs, kind="stable")
    needs = np.asarray(costs, dtype=np.float64)[order]
    count, paid = len(needs), 0.0
    amounts = np.empty(count)
    for position in range(count - 1):
        sharers = np.arange(2, count - position + 1)
        amounts[order[position]] = float(((needs[position:-1] - paid) / sharers).min())
        paid += amounts[order[position]]
    amounts[order[-1]] = needs[-1] - paid
    method = "kleinster Durchschnitt über die noch offenen Abschnitte (Nukleolus)"
    return _allocation(tuple(players), amounts, float(needs[-1]), method)


def _allocation(names: tuple[str, ...], amounts: Vector, total: float, method: str) -> Allocation:
    gap = abs(float(amounts.sum()) - total)
    tolerance = RELATIVE_TOLERANCE * max(1.0, abs(total))
    values = tuple(float(amount) + 0.0 for amount in amounts)
    return Allocation(names, values, Proof(method, tolerance, {"sum_gap": gap}))
