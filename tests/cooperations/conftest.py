"""The cast of the papers' tests, and a comparison of Musterstadt."""

from typing import Any

import pytest

from allmende.accounts.models import User
from allmende.cooperations.options import actions
from allmende.cooperations.options.models import Comparison
from allmende.register.domain import BodyView
from tests.papers.conftest import at_today, bodies, browser_of, clerk, reader, stranger, town
from tests.papers.factories import TODAY

__all__ = ["at_today", "bodies", "browser_of", "clerk", "reader", "stranger", "town"]


def inputs(**more: Any) -> dict[str, Any]:
    """Return inputs with two partners and two options; the second knows nothing."""
    return {
        "title": "Gemeinsames Standesamt",
        "text": "Wie arbeiten wir zusammen?",
        "on": "2026-03-01",
        "first_year": 2027,
        "years": 2,
        "owner": "05999004",
        "partners": [
            {
                "key": "05999004",
                "name": "Stadt Musterstadt",
                "kind": "kreisangehoerige_stadt",
                "district": "Kreis Probe",
                "drivers": {"einwohner": {"value": "30000", "as_of": "2025-12-31"}},
            },
            {
                "key": "05999008",
                "name": "Gemeinde Beispieldorf",
                "kind": "gemeinde",
                "district": "Kreis Probe",
                "drivers": {"einwohner": {"value": "10000", "as_of": "2025-12-31"}},
            },
        ],
        "options": [
            {
                "key": "zv",
                "title": "Zweckverband",
                "form": "zweckverband",
                "costs": [
                    {
                        "name": "Leitung",
                        "kind": "fixed",
                        "base": 4_000_000,
                        "key": [{"driver": "einwohner", "percent": "100"}],
                    }
                ],
                "votes": [
                    {
                        "matter": "simple",
                        "weighting": "per_started",
                        "unit": 10000,
                        "share": "1/2",
                        "more_than": True,
                    }
                ],
            },
            {"key": "oerv", "title": "Vereinbarung", "form": "oerv_delegierend"},
        ],
        **more,
    }


@pytest.fixture
def comparison(town: BodyView, clerk: User) -> Comparison:
    return actions.create_comparison(body=town, inputs=inputs(), by=clerk, on=TODAY)
