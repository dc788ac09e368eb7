"""Which input changes the order of the options? Each range is tried at both ends, the rest stays probable."""

from collections.abc import Sequence
from dataclasses import dataclass

from allmende.common.formats import euro
from allmende.cooperations.options.costs import costs_of
from allmende.cooperations.options.domain import CostPosition, Option, Question

WORDS = {"low": "unteren", "high": "oberen"}


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """The order by cost with the probable values, and what would change it."""

    order: tuple[tuple[str, int], ...]
    """Option titles with their cents over all years, cheapest first."""
    sentences: tuple[str, ...]
    missing: str = ""


def sensitivity_of(question: Question) -> Sensitivity:
    """Return the order of the options whose costs are complete, and which single range turns it round."""
    totals = {option.key: costs_of(option, question).total("base") for option in question.options}
    known = {key: total for key, total in totals.items() if total is not None}
    if len(known) < 2:
        return Sensitivity((), (), "vollständige Kosten von mindestens zwei Alternativen")
    titles = {option.key: option.title for option in question.options}
    before = _ordered(known)
    said = []
    for option in (each for each in question.options if each.key in known):
        for position in option.costs:
            said += _tried(option, position, question, known, before, titles)
    if not said:
        said = ["Keine einzelne Spanne ändert die Reihenfolge."]
    tried = sum(position.amount.is_open for option in question.options for position in option.costs)
    if not tried:
        said = ["Ohne untere und obere Werte lässt sich nicht sagen, was die Reihenfolge ändern würde."]
    order = tuple((titles[key], known[key]) for key in before)
    return Sensitivity(order, tuple(said))


def _ordered(totals: dict[str, int]) -> list[str]:
    return sorted(totals, key=lambda key: totals[key])


def _tried(
    option: Option,
    position: CostPosition,
    question: Question,
    known: dict[str, int],
    before: Sequence[str],
    titles: dict[str, str],
) -> list[str]:
    said = []
    for level, word in WORDS.items():
        if getattr(position.amount, level) is None:
            continue
        total = costs_of(option, question, levels={position.name: level}).total("base")
        if total is None:
            continue
        after = _ordered({**known, option.key: total})
        if after != list(before):
            first = titles[after[0]]
            said.append(
                f"„{position.name}“ bei „{option.title}“ am {word} Wert ({euro(total)} statt "
                f"{euro(known[option.key])}): Dann ist „{first}“ am günstigsten."
                if after[0] != before[0]
                else f"„{position.name}“ bei „{option.title}“ am {word} Wert tauscht die Plätze dahinter."
            )
    return said
