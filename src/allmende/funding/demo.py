"""Demo grants: documents 003 (posts at three charities, a clause repealed) and 004 (a grant that ends).

The total of 651,895.80 euros, six posts and the decisions are those of the documents. How the total
splits over the three charities, and their notice period, is not told there: both are invented.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.urls import resolve

from allmende.funding.actions.clauses import change_clause
from allmende.funding.actions.forwarding import AgreementEntry, ClauseEntry, conclude, set_clause
from allmende.funding.actions.grants import StepEntry, create_grant, enter_step, release_step
from allmende.funding.actions.posts import StretchEntry, add_post
from allmende.funding.actions.reports import ReportEntry, enter_report, release_report
from allmende.funding.actions.savings import SavingEntry, create_saving, enter_amount
from allmende.funding.domain.programmes import shipped_block
from allmende.funding.domain.reports import CostLine
from allmende.funding.domain.words import (
    CostClass,
    NoticeTo,
    ReportKind,
    SavingKind,
    SavingState,
    StepKind,
)
from allmende.funding.models import Forwarding, Grant
from allmende.ledger.actions import set_published
from allmende.register import queries as register

LAND, LEVERKUSEN, RHEIN_SIEG = "05", "05316000", "05382"
PROVIDERS = {
    "awo-leverkusen": (131_200_00, 218_410_20),
    "caritas-leverkusen": (130_600_00, 217_985_60),
    "diakonie-leverkusen": (129_400_00, 215_500_00),
}
"""Employer gross and total in cents; they add up to 651,895.80 euros. The split is invented."""
YEAR = (date(2025, 1, 1), date(2026, 1, 1))
CONTRACT_FROM = date(2022, 1, 1)
DECIDED, REPORTED, REPEALED = date(2021, 12, 13), date(2024, 11, 8), date(2024, 12, 16)
CLAUSE = "kim_contract_city_share"
PAPER = "Leverkusen, Vorlage 2024/3092"
EXAMPLE = "Aufteilung auf die Träger erfunden"
POSTS_EACH = 2


@transaction.atomic
def load(*, on: date, papers: Mapping[str, str]) -> None:
    """Bring the demo's grants; what is there stays. `papers`: addresses of the dossiers by their file."""
    if Grant.objects.exists():
        return
    _leverkusen(papers)
    _rhein_sieg(on, papers)


def _leverkusen(papers: Mapping[str, str]) -> None:
    """Six posts at three charities; then the council repeals the clause on the city's own share."""
    begun, repealed = _paper(papers, "leverkusen_2021.json"), _paper(papers, "leverkusen.json")
    grant = create_grant(
        body=register.body_by_key(LEVERKUSEN, on=REPORTED),
        giver=register.body_by_key(LAND, on=REPORTED),
        title="Case Management bei freien Trägern 2025",
        block=shipped_block("kim-2"),
        period=YEAR,
        decision_id=begun,
        by=None,
        on=REPORTED,
    )
    _step(grant, StepKind.APPLICATION, 342_000_00, REPORTED, f"{PAPER}: beantragte Förderhöhe")
    _step(grant, StepKind.NOTICE, 342_000_00, REPORTED, f"{PAPER}: 6 × 57.000 €", fte=Decimal(6))
    agreements = [
        _agreement(grant, number, key, begun, _paper(papers, "leverkusen_2022.json"))
        for number, key in enumerate(PROVIDERS)
    ]
    entry = ClauseEntry(
        parameter=CLAUSE,
        value="0",
        valid=(YEAR[0], None),
        known_since=REPEALED,
        source=f"Rat, 16.12.2024, {PAPER} (im Beispiel als beschlossen angenommen)",
        section="§ 5 Abs. 7",
        decision_id=repealed,
    )
    change_clause(forwarding_ids=[each.pk for each in agreements], entry=entry, by=None, on=REPEALED)
    _saving(grant, repealed)


def _agreement(grant: Grant, number: int, key: str, begun: int | None, wider: int | None) -> Forwarding:
    provider = register.body_by_key(key, on=REPORTED)
    gross, total = PROVIDERS[key]
    for post in range(1, POSTS_EACH + 1):
        add_post(
            grant_id=grant.pk,
            number=f"CM {number * POSTS_EACH + post}",
            label="Case Management",
            entry=StretchEntry(
                valid=YEAR,
                fte=Decimal(1),
                employer_id=provider.id,
                funder_id=grant.giver_id,
                supervisor_id=grant.body_id,
                place_id=grant.body_id,
                source=f"{PAPER}: 6,0 Stellen bei Trägern; {EXAMPLE}",
                known_since=REPORTED,
            ),
            by=None,
            on=REPORTED,
        )
    terms = AgreementEntry(
        valid=(CONTRACT_FROM, None),
        reference=f"Kooperations- und Weiterleitungsvertrag {provider.name}",
        most_posts=Decimal(POSTS_EACH),
        notice_months=6,
        notice_to=NoticeTo.YEAR,
        decision_id=wider,
    )
    agreement = conclude(grant_id=grant.pk, provider=provider, entry=terms, by=None, on=REPORTED)
    share = ClauseEntry(
        parameter=CLAUSE,
        value="100",
        valid=(CONTRACT_FROM, None),
        known_since=DECIDED,
        source="Rat, 13.12.2021, Vorlage 2021/1121",
        section="§ 5 Abs. 7",
        decision_id=begun,
    )
    set_clause(forwarding_id=agreement.pk, entry=share, by=None, on=REPORTED)
    lines = [
        CostLine(CostClass.EMPLOYER_GROSS, gross, *YEAR),
        CostLine(CostClass.OVERHEAD, total - gross, *YEAR),
    ]
    entry = ReportEntry(
        ReportKind.FORECAST, YEAR, REPORTED, f"Kostenprognose 2025, {PAPER}; {EXAMPLE}", lines
    )
    report = enter_report(forwarding_id=agreement.pk, entry=entry, by=None, on=REPORTED)
    released = release_report(report_id=report.pk, by=None, on=REPORTED)
    if released.calculation_id is not None:
        set_published(calculation_id=released.calculation_id, is_published=True, by=None, on=REPORTED)
    return agreement


def _saving(grant: Grant, decision: int | None) -> None:
    """The saving that the paper names, at its product and account."""
    if decision is None:
        return
    saving = create_saving(
        body=register.body_by_key(LEVERKUSEN, on=REPEALED),
        entry=SavingEntry(
            title="Eigene Mittel für das Case Management bei freien Trägern",
            product="061101",
            account="549900",
            state=SavingState.DECIDED,
            decision_id=decision,
            grant_id=grant.pk,
        ),
        by=None,
        on=REPEALED,
    )
    enter_amount(
        saving_id=saving.pk,
        year=2025,
        kind=SavingKind.PLANNED,
        cents=309_895_80,
        source=f"{PAPER}, Einsparungen ab Haushaltsjahr 2025",
        by=None,
        on=REPEALED,
    )


def _rhein_sieg(on: date, papers: Mapping[str, str]) -> None:
    """A grant of at most 170,000 euros a year that is secured until the 31st of December 2017."""
    create_grant(
        body=register.body_by_key(RHEIN_SIEG, on=on),
        giver=register.body_by_key(LAND, on=on),
        title="Kommunales Integrationszentrum, gesichert bis 31.12.2017",
        block=shipped_block("ki-basis"),
        period=(date(2014, 1, 1), date(2018, 1, 1)),
        decision_id=_paper(papers, "rhein_sieg.json"),
        by=None,
        on=on,
    )


def _step(
    grant: Grant, kind: StepKind, cents: int, dated: date, document: str, *, fte: Decimal | None = None
) -> None:
    entry = StepEntry(kind, dated, cents, document, fte=fte)
    step = enter_step(grant_id=grant.pk, entry=entry, by=None, on=dated)
    release_step(step_id=step.pk, by=None, on=dated)


def _paper(papers: Mapping[str, str], name: str) -> int | None:
    """Return the number of a dossier; None where it was taken back."""
    address = papers.get(name)
    return int(resolve(address).kwargs["pk"]) if address else None
