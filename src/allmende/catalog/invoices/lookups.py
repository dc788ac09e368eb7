"""What prices ask for beyond reported quantities: populations, values of indexes, shares of levies.

Each is read when a price first asks for it and kept for the length of a run.
"""

from collections import defaultdict
from datetime import date

from allmende.catalog.costs import figures_of, registered, sizes
from allmende.catalog.indexes import IndexValues
from allmende.catalog.invoices.models import BillingRun
from allmende.catalog.invoices.subscribed import Priced, Taken, customers_of, taken_by
from allmende.catalog.prices.charging import Counted, LevyShare, concerns
from allmende.catalog.prices.levies import shares_of_period
from allmende.catalog.prices.periods import Span, started_months
from allmende.common.errors import AllmendeError
from allmende.register import queries as register

Shares = dict[int, LevyShare] | AllmendeError


class Lookups:
    """Figures of one run."""

    def __init__(self, run: BillingRun, offers: dict[int, list[Span]]) -> None:
        self._run, self._offers = run, offers
        self._customers: list[int] = []
        self._populations: dict[date, dict[int, Counted]] = {}
        self.indexes = IndexValues(run.issuer_id)
        self._shares: dict[tuple[int, Span], Shares] = {}

    def population(self, customer: int, priced: Priced, start: date) -> Counted | None:
        """Return how many people the register counts on the reference day, else when a time begins."""
        reference = priced.price.reference_day
        on = reference.in_year(start.year) if reference else start
        if on not in self._populations:
            self._customers = self._customers or customers_of(self._run)
            self._populations[on] = {
                body_id: people
                for body_id, size in sizes(self._customers, on).items()
                if (people := registered(size)) is not None
            }
        return self._populations[on].get(customer)

    def share(self, taken: Taken, priced: Priced, span: Span) -> LevyShare | None:
        """Return what a subscription bears of a levy in a time. Raises FigureMissing or a SharingError."""
        if (priced.id, span) not in self._shares:
            try:
                self._shares[priced.id, span] = self._shared(taken, priced, span)
            except AllmendeError as error:
                self._shares[priced.id, span] = error
        found = self._shares[priced.id, span]
        if isinstance(found, AllmendeError):
            raise found
        return found.get(taken.subscription)

    def _shared(self, taken: Taken, priced: Priced, span: Span) -> dict[int, LevyShare]:
        """Share a levy out among all who take the version in a time; by subscription."""
        months, owned = self._bearers(taken.version, priced, span)
        reference = priced.price.reference_day
        on = reference.in_year(span.start.year) if reference else span.start
        views = register.bodies_by_id(list(months), on=self._run.issue_on)
        found = shares_of_period(
            priced.price,
            span,
            {views[customer].key: count for customer, count in months.items()},
            figures_of(list(months), on, taken.product_id),
            {view.key: str(view) for view in views.values()},
        )
        # A body that left and came back within the time bears its share once.
        return {
            subscription: found[views[customer].key] if subscription == own[0] else LevyShare(0, of_cents=0)
            for customer, own in owned.items()
            for subscription in own
        }

    def _bearers(
        self, version: int, priced: Priced, span: Span
    ) -> tuple[dict[int, int], dict[int, list[int]]]:
        """Return in how many months of a time each customer takes the version, and by which subscriptions."""
        months: dict[int, int] = defaultdict(int)
        owned: dict[int, list[int]] = defaultdict(list)
        for each in taken_by(self._run, self._offers, version_id=version):
            active = each.span.overlap(priced.valid)
            inside = active.overlap(span) if active else None
            if inside and concerns(priced.price, is_member=each.is_member):
                total = months[each.customer] + started_months(inside)
                months[each.customer] = min(total, started_months(span))
                owned[each.customer].append(each.subscription)
        return months, owned
