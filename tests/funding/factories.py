"""The cast of the funding tests: the Land funds posts, Musterstadt hands the grant on, a provider employs."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from allmende.funding.actions.forwarding import AgreementEntry, ClauseEntry, conclude, set_clause
from allmende.funding.actions.grants import StepEntry, create_grant, enter_step, release_step
from allmende.funding.actions.posts import StretchEntry, add_post
from allmende.funding.actions.reports import ReportEntry
from allmende.funding.domain.programmes import shipped_block
from allmende.funding.domain.reports import CostLine
from allmende.funding.domain.words import CostClass, ReportKind, StepKind
from allmende.funding.models import Forwarding, Grant
from allmende.register.domain import BodyView

TODAY = date(2026, 3, 1)
YEAR = (date(2025, 1, 1), date(2026, 1, 1))
LAND, TOWN, PROVIDER, OTHER = "05999", "05999004", "05999008", "05998000"
BEFORE = date(2024, 10, 31)
POSTS = 6


@dataclass(frozen=True, slots=True)
class Matter:
    """A grant for six posts at one provider, with its agreement."""

    grant: Grant
    agreement: Forwarding


def a_step(grant: Grant, kind: StepKind, cents: int, dated: date, **more: object) -> None:
    """Enter and release a step as the installation."""
    entry = StepEntry(kind, dated, cents, f"{kind.label} {dated:%d.%m.%Y}", **more)  # type: ignore[arg-type]
    step = enter_step(grant_id=grant.pk, entry=entry, by=None, on=TODAY)
    release_step(step_id=step.pk, by=None, on=TODAY)


def a_grant(bodies: dict[str, BodyView], title: str = "Case Management 2025") -> Grant:
    """Open the grant of source document 003: application and notice over six posts."""
    grant = create_grant(
        body=bodies[TOWN],
        giver=bodies[LAND],
        title=title,
        block=shipped_block("kim-2"),
        period=YEAR,
        by=None,
        on=TODAY,
    )
    a_step(grant, StepKind.APPLICATION, 342_000_00, date(2024, 9, 1))
    a_step(grant, StepKind.NOTICE, 342_000_00, date(2024, 10, 15), fte=Decimal(POSTS))
    return grant


def stretch(bodies: dict[str, BodyView], **changes: object) -> StretchEntry:
    entry = StretchEntry(
        valid=YEAR,
        fte=Decimal(1),
        employer_id=bodies[PROVIDER].id,
        funder_id=bodies[LAND].id,
        supervisor_id=bodies[TOWN].id,
        place_id=bodies[TOWN].id,
        source="Stellenplan",
        known_since=BEFORE,
    )
    return replace(entry, **changes)  # type: ignore[arg-type]


def clause(value: str, known_since: date, **changes: object) -> ClauseEntry:
    entry = ClauseEntry(
        parameter="kim_contract_city_share",
        value=value,
        valid=(date(2022, 1, 1), None),
        known_since=known_since,
        source="Kooperations- und Weiterleitungsvertrag",
        section="§ 5 Abs. 7",
    )
    return replace(entry, **changes)  # type: ignore[arg-type]


def a_matter(bodies: dict[str, BodyView], posts: int = POSTS) -> Matter:
    """Add the posts and the agreement whose clause lets the town bear what the grant leaves."""
    grant = a_grant(bodies)
    for number in range(1, posts + 1):
        add_post(
            grant_id=grant.pk,
            number=f"CM {number}",
            label="Case Management",
            entry=stretch(bodies),
            by=None,
            on=TODAY,
        )
    terms = AgreementEntry(valid=(date(2022, 1, 1), None), reference="Vertrag 2022")
    agreement = conclude(grant_id=grant.pk, provider=bodies[PROVIDER], entry=terms, by=None, on=TODAY)
    set_clause(forwarding_id=agreement.pk, entry=clause("100", date(2021, 12, 13)), by=None, on=TODAY)
    return Matter(grant, agreement)


def a_report(
    kind: ReportKind = ReportKind.FORECAST, gross: int = 480_000_00, total: int = 651_895_80
) -> ReportEntry:
    """Return a report whose gross cost is above the grant, with the total of source document 003."""
    lines = [
        CostLine(CostClass.EMPLOYER_GROSS, gross, *YEAR),
        CostLine(CostClass.OVERHEAD, total - gross, *YEAR),
    ]
    return ReportEntry(kind, YEAR, date(2024, 10, 31), "Meldung des Trägers", lines)
