"""What measures of budget consolidation save, by year: planned, realised, and what is missing."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from allmende.funding.domain.words import SavingKind
from allmende.funding.models import Saving, SavingAmount
from allmende.funding.small_table import SmallTable
from allmende.pages.columns import Column


@dataclass(frozen=True, slots=True)
class SavingYear:
    """One measure and one year in cents; None: nothing was told."""

    saving: Saving
    year: int
    planned: int | None
    realised: int | None
    source: str

    @property
    def pk(self) -> int:
        return self.saving.pk

    @property
    def missing(self) -> int | None:
        if self.planned is None or self.realised is None:
            return None
        return self.planned - self.realised


def saving_years(savings: QuerySet[Saving]) -> list[SavingYear]:
    """Return the measures by year, the newest entry of each kind; measures without amounts have no row."""
    rows = savings.select_related("decision", "grant").prefetch_related("amounts")
    return [year for saving in rows for year in years_of(saving, saving.amounts.all())]


def years_of(saving: Saving, amounts: Iterable[SavingAmount]) -> list[SavingYear]:
    """Return one measure by year."""
    newest: dict[tuple[int, str], SavingAmount] = {}
    for row in sorted(amounts, key=lambda row: row.pk):
        newest[row.year, row.kind] = row
    found = []
    for year in sorted({year for year, _kind in newest}):
        planned = newest.get((year, SavingKind.PLANNED.value))
        realised = newest.get((year, SavingKind.REALISED.value))
        sources = dict.fromkeys(row.source for row in (planned, realised) if row)
        found.append(
            SavingYear(
                saving,
                year,
                planned.cents if planned else None,
                realised.cents if realised else None,
                "; ".join(sources),
            )
        )
    return found


def saving_table(rows: list[SavingYear]) -> SmallTable:
    return SmallTable(
        _("Einsparungen je Jahr"),
        [
            Column("jahr", _("Jahr"), lambda row: str(row.year)),
            Column(
                "massnahme",
                _("Maßnahme"),
                "saving.title",
                kind="link",
                url=lambda row: row.saving.get_absolute_url(),
            ),
            Column("produkt", _("Produkt"), "saving.product"),
            Column("konto", _("Sachkonto"), "saving.account"),
            Column("geplant", _("geplant"), "planned", kind="money"),
            Column("umgesetzt", _("umgesetzt"), "realised", kind="money"),
            Column("fehlt", _("fehlt noch"), "missing", kind="money"),
            Column("quelle", _("Quelle"), "source"),
        ],
        rows,
    )
