"""From cost reports and posts to what the law asks: the question, the streams of money, the result."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

from allmende.funding.contract_law import CONTRACT_KEY
from allmende.funding.domain.posts import MONTHS, Stretch, full_time_posts, months_of
from allmende.funding.domain.programmes import ForwardingRules
from allmende.funding.domain.words import CostClass
from allmende.funding.models import Forwarding
from allmende.ledger.computing import InputValue, Question
from allmende.ledger.domain import Flow, Mark

CONTRACT = "funding.forwarding"


def contract_of(agreement: Forwarding) -> str:
    """Return the name under which the ledger asks for the clauses of an agreement."""
    return f"{CONTRACT}:{agreement.pk}"


def flows_of(agreement: Forwarding, rules: ForwardingRules) -> list[Flow]:
    """Return the streams: grant in, grant on, and the own share of who hands it on."""
    giver, body, provider = agreement.grant.giver_id, agreement.grant.body_id, agreement.provider_id
    return [
        Flow(rules.grant_rule, giver, body),
        Flow(rules.grant_rule, body, provider, from_own_money=False),
        Flow(rules.share_rule, body, provider),
    ]


def question_of(
    agreement: Forwarding,
    rules: ForwardingRules,
    *,
    costs: Mapping[CostClass, int],
    stretches: Sequence[Stretch],
    period: tuple[date, date],
    source: str,
    mark: Mark,
    known: date,
) -> Question:
    """Return what the law is asked for a period `[from, until)` of an agreement.

    Only posts of the provider that are filled count. The gross cost of a full-time post in a year is what was
    reported, by the months of posts; it is handed over exactly: nothing is rounded before the law does.
    """
    own = [each for each in stretches if each.employer == agreement.provider_id]
    posts = full_time_posts(own, *period)
    months = months_of(*period)
    gross = Fraction(costs.get(CostClass.EMPLOYER_GROSS, 0), 100)
    yearly = gross * MONTHS / (posts * months) if posts else Fraction(0)
    total = Decimal(sum(costs.values())) / 100
    given = {
        rules.posts: (_exact(posts), "Stellenplan"),
        rules.months: (_exact(months), "Zeitraum"),
        rules.gross: (_exact(yearly), source),
        rules.total: (f"{total:.2f}", source),
    }
    inputs = {name: InputValue(value, mark.value, origin) for name, (value, origin) in given.items()}
    inputs[rules.contract] = InputValue(CONTRACT_KEY, Mark.SEEN.value, str(agreement))
    return Question(inputs, period[0], known)


def _exact(value: Fraction) -> str:
    """Return a value as text: a decimal where one ends, else the quotient."""
    rest = value.denominator
    for factor in (2, 5):
        while rest % factor == 0:
            rest //= factor
    if rest != 1:
        return f"{value.numerator}/{value.denominator}"
    return f"{Decimal(value.numerator) / Decimal(value.denominator):f}"
