"""A dossier shows what was calculated from it, to those who may see the calculation."""

import pytest
from django.test import Client

from allmende.ledger.models import Calculation
from allmende.papers.actions import publish_paper
from allmende.register.domain import BodyView, Role
from tests.ledger.factories import TODAY, TOWN, a_calculation
from tests.papers.factories import a_member, a_paper, the_bodies


@pytest.fixture
def bodies(db: None) -> dict[str, BodyView]:
    return the_bodies()


def test_a_dossier_leads_from_its_figures_to_their_reasons(bodies: dict[str, BodyView]) -> None:
    clerk = a_member(bodies[TOWN], Role.CLERK)
    paper = a_paper(bodies[TOWN], clerk)
    publish_paper(paper_id=paper.pk, by=None, on=TODAY)
    calculation = a_calculation(bodies)
    Calculation.objects.filter(pk=calculation.pk).update(subject_url=paper.get_absolute_url())
    member = Client()
    member.force_login(clerk)
    page = member.get(paper.get_absolute_url()).content.decode()
    for told in ("Nach den Regeln berechnet", "309.895,80", calculation.get_absolute_url()):
        assert told in page
    assert "Nach den Regeln berechnet" not in Client().get(paper.get_absolute_url()).content.decode()
    Calculation.objects.update(is_published=True)
    assert "309.895,80" in Client().get(paper.get_absolute_url()).content.decode()
