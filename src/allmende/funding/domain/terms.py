"""What a programme of one's own pays: terms of a directive that no rule of law holds. Exact. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from allmende.common.errors import AllmendeError
from allmende.common.formats import euro
from allmende.common.money import Rounding, rounded
from allmende.funding.domain.posts import exact_number, fte_text
from allmende.funding.domain.words import CostClass, Financing


class TermsRefused(AllmendeError):
    """The terms of a programme contradict themselves, or cannot pay what is asked of them."""

    message = "{problem}"


@dataclass(frozen=True, slots=True)
class Terms:
    """How a building block of one's own pays.

    `amount`: cents per full-time post and year (PER_POST) or in all (FIXED). `rate`: share of the eligible
    cost (SHARE, GAP: at most that share of it). `ceiling`: at most these cents a year; None: no ceiling.
    """

    financing: Financing
    classes: frozenset[CostClass]
    section: str
    amount: int = 0
    rate: Fraction = Fraction(1)
    ceiling: int | None = None

    def __post_init__(self) -> None:
        if self.financing in {Financing.PER_POST, Financing.FIXED} and self.amount <= 0:
            raise TermsRefused(problem=f"{self.financing.label}: Geben Sie einen Betrag über 0,00 € an.")
        if not 0 < self.rate <= 1:
            raise TermsRefused(problem="Der Fördersatz liegt über 0 % und höchstens bei 100 %.")
        if not self.classes:
            raise TermsRefused(problem="Nennen Sie mindestens eine Kostenart, die gefördert wird.")
        if self.ceiling is not None and self.ceiling <= 0:
            raise TermsRefused(
                problem="Ein Höchstbetrag liegt über 0,00 €. Ohne Höchstbetrag bleibt das Feld leer."
            )


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked for one year: cost by class and other income in cents, posts in full time."""

    costs: Mapping[CostClass, int]
    posts: Fraction = Fraction(0)
    months: Fraction = Fraction(12)
    other_income: int = 0


@dataclass(frozen=True, slots=True)
class Amount:
    """The grant in cents, and why; the tree has the shape that the ledger keeps."""

    cents: int
    sentence: str
    tree: dict[str, Any]
    not_eligible: dict[CostClass, int]
    """Costs that the terms do not fund, by class; they stay with who has them."""


def amount_of(terms: Terms, request: Request, *, on: date, known: date, source: str) -> Amount:
    """Return what the terms pay for a request; kaufmännisch rounded to whole cents.

    Raises TermsRefused for negative cost or posts.
    """
    if any(cents < 0 for cents in request.costs.values()) or request.posts < 0 or request.other_income < 0:
        raise TermsRefused(
            problem="Kosten, Einnahmen und Stellen können nicht negativ sein. Prüfen Sie die Eingabe."
        )
    eligible = sum(cents for each, cents in request.costs.items() if each in terms.classes)
    exact, formula = _before_ceiling(terms, request, eligible)
    cents = rounded(exact, Rounding.KAUFMAENNISCH)
    if terms.ceiling is not None and cents > terms.ceiling:
        cents, formula = terms.ceiling, f"{formula}, höchstens {euro(terms.ceiling)}"
    sentence = f"{terms.financing.label}: {euro(cents)} = {formula} ({terms.section})."
    others = {each: cents for each, cents in request.costs.items() if each not in terms.classes and cents}
    return Amount(cents, sentence, _tree(terms, request, cents, sentence, on, known, source), others)


def _before_ceiling(terms: Terms, request: Request, eligible: int) -> tuple[Fraction, str]:
    cost = euro(eligible)
    match terms.financing:
        case Financing.PER_POST:
            exact = min(terms.amount * request.posts * request.months / 12, Fraction(eligible))
            months = f" für {fte_text(request.months)} Monate" if request.months != 12 else ""
            formula = f"{fte_text(request.posts)} Stellen zu {euro(terms.amount)} im Jahr{months}"
            return exact, f"{formula}, höchstens die förderfähigen Kosten von {cost}"
        case Financing.FIXED:
            return Fraction(min(terms.amount, eligible)), f"{euro(terms.amount)}, höchstens {cost} Kosten"
        case Financing.SHARE:
            return eligible * terms.rate, f"{_percent(terms.rate)} von {cost} förderfähigen Kosten"
        case Financing.GAP:
            gap = max(eligible - request.other_income, 0)
            limit = eligible * terms.rate
            told = f"{cost} förderfähige Kosten − {euro(request.other_income)} eigene Einnahmen"
            return min(Fraction(gap), limit), f"{told}, höchstens {_percent(terms.rate)} der Kosten"


def _tree(
    terms: Terms, request: Request, cents: int, sentence: str, on: date, known: date, source: str
) -> dict[str, Any]:
    leaves = [
        _leaf(f"cost_{each.value}", each.label, request.costs[each], source)
        for each in sorted(request.costs)
        if each in terms.classes
    ]
    return {
        "name": "own_terms",
        "label": terms.financing.label,
        "kind": "rule",
        "value": f"{Decimal(cents) / 100:.2f}",
        "unit": "EUR",
        "section": terms.section,
        "valid": {"from": on.isoformat(), "until": None},
        "known": {"from": known.isoformat(), "until": None},
        "sentence": sentence,
        "rounding": {"mode": Rounding.KAUFMAENNISCH.value, "to": "1 ct", "section": terms.section},
        "inputs": leaves,
    }


def _leaf(name: str, label: str, cents: int, source: str) -> dict[str, Any]:
    return {
        "name": name,
        "label": label,
        "kind": "input",
        "value": f"{Decimal(cents) / 100:.2f}",
        "unit": "EUR",
        "source": source,
        "sentence": f"{label}: {euro(cents)} ({source}).",
        "inputs": [],
    }


def _percent(rate: Fraction) -> str:
    exact = rate * 100
    return f"{exact_number(exact, 0 if exact.denominator == 1 else 2)} %"
