from datetime import UTC, date, datetime

import pytest

from allmende.cooperations import demo, queries
from allmende.cooperations.models import Cooperation, Party
from allmende.register import demo as register_demo
from allmende.register import queries as register
from tests.register.conftest import facts

__all__ = ["facts"]
AT = datetime(2026, 1, 3, 8, tzinfo=UTC)


@pytest.mark.django_db
def test_the_demo_has_the_28_partners_and_says_what_is_indirect(facts: date) -> None:
    register_demo.load({}, on=facts, at=AT)
    demo.load(on=facts, at=AT)
    citeq = queries.listed(facts).get(cooperation__key="citeq")
    assert (citeq.party_count, citeq.leads) == (28, "Münster")
    kleve = register.body_by_key("05154", on=facts)
    ties = {tie.key: tie.via for tie in queries.cooperations_of(kleve.id, on=facts)}
    assert ties == {"krzn": (), "kdn": ("KRZN",)}


@pytest.mark.django_db
def test_loading_the_demo_again_changes_nothing(facts: date) -> None:
    register_demo.load({}, on=facts, at=AT)
    for _time in range(2):
        demo.load(on=facts, at=AT)
    assert Cooperation.objects.count() == 10
    assert Party.objects.count() == 86
