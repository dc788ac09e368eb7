"""Would a group of partners pay less on its own? Asked of the cost table of an option, in the first year.

The test assumes that a smaller group would have the same fixed costs, prices and steps; where the costs of
groups are known, they are used instead. One-off amounts and funding stay out: groups would get others.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from allmende.common.errors import Phrase
from allmende.cooperations.options.costs import costs_of, split, yearly_total
from allmende.cooperations.options.domain import CostKind, CostPosition, Option, Question
from allmende.sharing import sentences
from allmende.sharing.core import check_core, least_core
from allmende.sharing.errors import CostsMissing
from allmende.sharing.games import game_from_table
from allmende.sharing.keys import Driver
from allmende.sharing.structured import PowerScale, Scale, StepScale, StructuredGame, structured_game
from allmende.sharing.structured_core import check_structured_core, structured_least_core

MAX_PARTNERS_TABLE = 12
MAX_PARTNERS_BEST = 60
ASSUMPTION = (
    "Annahme: Eine kleinere Gruppe hätte dieselben festen Kosten, Preise und Stufen. "
    "Einmaliges und Förderung bleiben außer Betracht."
)


@dataclass(frozen=True, slots=True)
class Stability:
    """Sentences for people, and how they were found; `missing` instead of them."""

    sentences: tuple[str, ...]
    method: str = ""
    tolerance: float = 0.0
    missing: str = ""


def stability_of(option: Option, question: Question) -> Stability:
    """Return whether the split of the running costs holds together."""
    gaps = next((gaps for gaps in costs_of(option, question).missing.values() if gaps), ())
    if gaps:
        return Stability((), missing="; ".join(gaps))
    if len(question.partners) < 2:
        return Stability(("Entfällt: Nur eine Körperschaft ist beteiligt.",))
    running = [each for each in option.costs if each.kind not in (CostKind.ONE_OFF, CostKind.FUNDING)]
    if not running:
        return Stability((), missing="laufende Kosten")
    if any(position.payer for position in running):
        return Stability(("Entfällt: Die Kosten trägt eine Körperschaft allein.",))
    amounts = _amounts(running, question)
    if option.group_costs:
        return _by_table(option, question, amounts)
    if sum(each.kind is CostKind.STEPS for each in running) > 1:
        return Stability((), missing="Kosten je Gruppe, weil es mehrere Stufen gibt")
    return _by_structure(running, question, amounts)


def _amounts(running: Sequence[CostPosition], question: Question) -> list[float]:
    """Return what each partner pays in the first year, in euros."""
    sums = dict.fromkeys((partner.key for partner in question.partners), 0)
    for position in running:
        total = yearly_total(position, question, question.first_year, "base")
        for key, cents in split(position, total, question.partners).items():
            sums[key] += cents
    return [cents / 100 for cents in sums.values()]


def _by_structure(running: Sequence[CostPosition], question: Question, amounts: list[float]) -> Stability:
    game = _game(running, question)
    # Shares are whole cents, so a group may pay a few cents more than its exact costs.
    tolerance = max(game.tolerance, 0.01 * len(question.partners))
    check = check_structured_core(game, amounts)
    said = [sentences.stability(check, game.players, tolerance=tolerance)]
    if check.excess > tolerance and game.size <= MAX_PARTNERS_BEST:
        least = structured_least_core(game)
        if least is not None:
            said.append(sentences.best_saving(least, tolerance=tolerance))
    return Stability((*said, ASSUMPTION), check.proof.method, tolerance)


def _game(running: Sequence[CostPosition], question: Question) -> StructuredGame:
    year, partners = question.first_year, question.partners
    names = [partner.name for partner in partners]
    fixed = (
        sum(yearly_total(each, question, year, "base") for each in running if each.kind is CostKind.FIXED)
        / 100
    )
    own = [0.0] * len(partners)
    drivers, scale = [1.0] * len(partners), PowerScale(0.0)
    chosen: Scale = scale
    for position in running:
        if position.driver is None or position.kind is CostKind.FIXED:
            continue
        cents = position.amount.base or 0
        values = [_driver(position.driver, partner.drivers) for partner in partners]
        if position.kind is CostKind.PER_UNIT:
            own = [before + cents / 100 * float(value) for before, value in zip(own, values, strict=True)]
        elif position.kind is CostKind.STEPS:
            drivers, chosen = (
                [float(value) for value in values],
                StepScale(float(position.step or 1), cents / 100),
            )
    return structured_game(names, fixed=fixed, own=own, drivers=drivers, scale=chosen, place=Phrase("Kosten"))


def _driver(driver: Driver, figures: object) -> Decimal:
    if driver is Driver.EQUAL:
        return Decimal(1)
    return figures[driver].value  # type: ignore[index,no-any-return]  # gaps were refused before


def _by_table(option: Option, question: Question, amounts: list[float]) -> Stability:
    if len(question.partners) > MAX_PARTNERS_TABLE:
        return Stability((), missing=f"Kosten je Gruppe sind nur bis {MAX_PARTNERS_TABLE} Beteiligte möglich")
    name_of = {partner.key: partner.name for partner in question.partners}
    table = {
        frozenset(name_of[key] for key in group.members): group.cents / 100 for group in option.group_costs
    }
    try:
        game = game_from_table(
            list(name_of.values()), table, place=Phrase("Kosten je Gruppe, {option}", option=option.title)
        )
    except CostsMissing as gap:
        examples = re.sub(r",(?! )", " + ", str(gap.values["examples"]))
        told = f"Kosten von {gap.values['count']} der {gap.values['all']} Gruppen, zum Beispiel {examples}"
        return Stability((), missing=told)
    check, tolerance = check_core(game, amounts), max(game.tolerance, 0.01 * game.size)
    said = [sentences.stability(check, game.players, tolerance=tolerance)]
    if check.excess > tolerance:
        said.append(sentences.best_saving(least_core(game), tolerance=tolerance))
    return Stability(tuple(said), check.proof.method, tolerance)
