"""What a town has entered of KGSt's report."""

from collections.abc import Callable
from datetime import date

import pytest

from allmende.ledger.parameter_actions import LocalValue, set_local_value
from allmende.register.domain import BodyView
from tests.papers.factories import TODAY


@pytest.fixture
def local_kgst() -> Callable[[BodyView, str], None]:
    """Let a body enter the material cost of an office workplace."""

    def enter(body: BodyView, value: str) -> None:
        said = LocalValue(
            "kgst_material_cost",
            value,
            (date(2025, 1, 1), None),
            date(2026, 2, 1),
            "KGSt-Bericht 2025 (Probe)",
        )
        set_local_value(body=body, said=said, by=None, on=TODAY)

    return enter
