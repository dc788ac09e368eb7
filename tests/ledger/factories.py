"""The cast of the ledger tests: the Land funds posts, Musterstadt hands on, the provider employs."""

from datetime import date
from typing import Any

from allmende.ledger import actions
from allmende.ledger.computing import InputValue, Question
from allmende.ledger.domain import Flow, PostingKind
from allmende.ledger.models import Calculation
from allmende.register.domain import BodyView

TODAY = date(2026, 3, 1)
YEAR = (date(2025, 1, 1), date(2026, 1, 1))
LAND, TOWN, PROVIDER, OTHER = "05999", "05999004", "05999008", "05998000"


def flows(bodies: dict[str, BodyView]) -> list[Flow]:
    """Return grant in, grant on, own share: the chain of source document 003."""
    land, town, provider = (bodies[key].id for key in (LAND, TOWN, PROVIDER))
    return [
        Flow("kim_forwarded_grant", land, town),
        Flow("kim_forwarded_grant", town, provider, from_own_money=False),
        Flow("kim_city_share", town, provider),
    ]


def question(*, known: date = date(2024, 10, 31), layers: Any = (), **changes: Any) -> Question:
    """Return the inputs of source document 003, some of them changed."""
    given = {
        "case_management_posts": "6",
        "employer_gross": "80000",
        "total_cost": "651895.80",
        "forwarding_contract": "own_share",
        **changes,
    }
    inputs = {name: InputValue(value, "seen", "Vorlage 2024/3092") for name, value in given.items()}
    return Question(inputs, date(2025, 1, 1), known, layers)


def a_calculation(bodies: dict[str, BodyView], *, by: Any = None, **changes: Any) -> Calculation:
    """Post the posts of 2025 in the books of Musterstadt."""
    return actions.create_calculation(
        body=bodies[TOWN],
        title="Case Management 2025",
        kind=PostingKind.SOLL,
        period=YEAR,
        flows=flows(bodies),
        question=question(**changes),
        reason="Bescheid",
        by=by,
        on=TODAY,
    )
