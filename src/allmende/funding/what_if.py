"""What a grant would come to with fewer posts, without the own share, or with more money per post.

Nothing is posted: the forecasts that hold are computed twice, as they stand and under the assumptions.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from allmende.common.money import rounded
from allmende.funding.amounts import contract_of, question_of
from allmende.funding.contract_law import CONTRACT_KEY
from allmende.funding.domain.posts import Stretch
from allmende.funding.domain.words import CostClass, ReportKind
from allmende.funding.small_table import SmallTable
from allmende.funding.standing import AgreementStanding, GrantStanding, ReportStanding
from allmende.ledger.computing import Outcome, computed
from allmende.ledger.domain import Mark
from allmende.ledger.scenarios.domain import LayerSettings, layer_documents
from allmende.pages.columns import Column

PER_POST = "EUR/FTE"
"""How the unit of an amount per full-time post begins."""


@dataclass(frozen=True, slots=True)
class Assumptions:
    """`posts`: full-time posts by agreement; `share`: percent of the clause; `per_post`: grant per post."""

    posts: Mapping[int, Decimal] = field(default_factory=dict)
    share: Decimal | None = None
    per_post: Decimal | None = None


@dataclass(frozen=True, slots=True)
class WhatIfRow:
    """One provider, as it stands and under the assumptions, in cents."""

    name: str
    total: tuple[int, int]
    grant: tuple[int, int]
    share: tuple[int, int]

    @property
    def left(self) -> tuple[int, int]:
        """Return what stays with the provider."""
        before, after = (self.total[side] - self.grant[side] - self.share[side] for side in (0, 1))
        return max(before, 0), max(after, 0)


def what_if(standing: GrantStanding, assumed: Assumptions, *, on: date) -> list[WhatIfRow]:
    """Return the providers under the assumptions; raise a RulesError where nothing can be computed so."""
    return [
        _row(each, report, standing, assumed, on)
        for each in standing.agreements
        for report in each.of_kind(ReportKind.FORECAST)
    ]


def _row(
    each: AgreementStanding,
    report: ReportStanding,
    standing: GrantStanding,
    assumed: Assumptions,
    on: date,
) -> WhatIfRow:
    now = _computed(each, report, standing.stretches, report.costs, (), on)
    layers = _layers(each, now[each.rules.grant_rule], assumed)
    factor = _factor(each, standing.stretches, assumed, report.report.period.lower)
    costs = {kind: rounded(cents * factor) for kind, cents in report.costs.items()}
    stretches = _scaled(standing.stretches, each.agreement.provider_id, factor)
    then = _computed(each, report, stretches, costs, layers, on)
    grant, share = each.rules.grant_rule, each.rules.share_rule
    return WhatIfRow(
        str(each.provider),
        (report.total, sum(costs.values())),
        (now[grant].cents, then[grant].cents),
        (now[share].cents, then[share].cents),
    )


def _computed(
    each: AgreementStanding,
    report: ReportStanding,
    stretches: list[Stretch],
    costs: Mapping[CostClass, int],
    layers: tuple[Mapping[str, Any], ...],
    on: date,
) -> dict[str, Outcome]:
    period = report.report.period
    question = question_of(
        each.agreement,
        each.rules,
        costs=costs,
        stretches=stretches,
        period=(period.lower, period.upper),
        source=report.report.source,
        mark=Mark.ASSUMED,
        known=on,
    )
    question = type(question)(question.inputs, question.on, question.known, layers)
    names = [each.rules.grant_rule, each.rules.share_rule]
    return computed(names, question, each.agreement.grant.body_id, contract_of(each.agreement))


def _factor(each: AgreementStanding, stretches: list[Stretch], assumed: Assumptions, on: date) -> Fraction:
    """Return by what the posts of a provider change; its cost changes in the same proportion."""
    wanted = assumed.posts.get(each.agreement.pk)
    now = posts_of(each, stretches, on)
    return Fraction(wanted) / now if wanted is not None and now else Fraction(1)


def posts_of(each: AgreementStanding, stretches: list[Stretch], on: date) -> Fraction:
    """Return the posts of a provider on a day."""
    own = (row.fte for row in stretches if row.employer == each.agreement.provider_id and row.holds_on(on))
    return sum(own, Fraction(0))


def _scaled(stretches: list[Stretch], provider: int, factor: Fraction) -> list[Stretch]:
    return [
        Stretch(
            row.post,
            row.label,
            row.start,
            row.until,
            row.fte * factor,
            row.employer,
            row.funder,
            row.supervisor,
            row.place,
            row.is_filled,
            row.kw_from,
            row.grant,
        )
        if row.employer == provider
        else row
        for row in stretches
    ]


def _layers(each: AgreementStanding, outcome: Outcome, assumed: Assumptions) -> tuple[Mapping[str, Any], ...]:
    values: dict[str, str] = {}
    if assumed.per_post is not None:
        values |= dict.fromkeys(money_parameters(outcome.tree), f"{assumed.per_post:f}")
    if assumed.share is not None:
        values |= {f"{name}.{CONTRACT_KEY}": f"{assumed.share:f}" for name in each.rules.clauses}
    if not values:
        return ()
    settings = LayerSettings(_("Was wäre, wenn"), values)
    return tuple(layer_documents([settings], list(values)))


def money_parameters(tree: Mapping[str, Any]) -> list[str]:
    """Return the values of the law that an amount rests on and that are paid per post."""
    return list(dict.fromkeys(str(node["name"]) for node in _nodes(tree)))


def _nodes(tree: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    if tree.get("kind") == "parameter" and str(tree["unit"]).startswith(PER_POST):
        yield tree
    for each in tree.get("inputs") or ():
        yield from _nodes(each)


def what_if_table(rows: list[WhatIfRow]) -> SmallTable:
    """Return every provider before and after, with the sum of all as the last row."""
    shown = [*rows, total_of(rows)] if len(rows) > 1 else rows

    def column(name: str, label: str, attribute: str, side: int) -> Column:
        return Column(name, label, lambda row: getattr(row, attribute)[side], kind="money")

    return SmallTable(
        _("Jetzt und unter der Annahme"),
        [
            Column("traeger", _("Träger"), "name"),
            column("kosten", _("Kosten jetzt"), "total", 0),
            column("kosten2", _("Kosten dann"), "total", 1),
            column("foerderung", _("Förderung jetzt"), "grant", 0),
            column("foerderung2", _("Förderung dann"), "grant", 1),
            column("eigen", _("eigene Mittel jetzt"), "share", 0),
            column("eigen2", _("eigene Mittel dann"), "share", 1),
            column("rest", _("beim Träger jetzt"), "left", 0),
            column("rest2", _("beim Träger dann"), "left", 1),
        ],
        shown,
    )


def total_of(rows: list[WhatIfRow]) -> WhatIfRow:
    """Return the sum of all providers."""

    def both(name: str) -> tuple[int, int]:
        return sum(getattr(row, name)[0] for row in rows), sum(getattr(row, name)[1] for row in rows)

    return WhatIfRow(_("zusammen"), both("total"), both("grant"), both("share"))
