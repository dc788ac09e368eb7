"""A board of many partners costs as many queries as one of few."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from allmende.accounts.models import User
from allmende.joint_decisions.models import JointDecision
from allmende.joint_decisions.states import Station
from allmende.register.domain import BodyView
from tests.joint_decisions.factories import a_go, a_matter, a_result, partner_of, released


def queries_of(browser: Client, matter: JointDecision) -> int:
    with CaptureQueriesContext(
        connection,
    ) as found:
        assert browser.get(f"/gemeinsame-beschluesse/{matter.pk}/").status_code == 200
    return len(found)


@pytest.mark.usefixtures("at_today")
def test_the_number_of_queries_does_not_grow_with_the_partners(
    bodies: dict[str, BodyView], lead: User, district: BodyView, browser_of: Callable[[User], Client]
) -> None:
    counts = []
    for partners in (["05999004"], ["05999004", "05999008", "05998000", "05999012"]):
        matter = a_matter(district, *(bodies[key] for key in partners))
        released(matter)
        for key in partners:
            go = a_go(partner_of(matter, bodies[key]), stations=(Station("Rat", date(2026, 2, 18), True),))
            a_result(go)
        counts.append(queries_of(browser_of(lead), matter))
    assert counts[0] == counts[1] <= 30
