"""Source document 003 end to end, as the demo re-enacts it."""

from datetime import UTC, date, datetime

import pytest
from django.db.models import Sum
from django.test import Client
from django.urls import reverse

from allmende.accounts.models import User
from allmende.funding import demo
from allmende.funding.consequences import consequences_of
from allmende.funding.domain.words import ReportKind
from allmende.funding.models import Grant
from allmende.funding.standing import standing_of
from allmende.ledger import demo as ledger_demo
from allmende.ledger.models import Posting
from allmende.papers import demo as papers_demo
from allmende.register import demo as register_demo
from allmende.register import queries as register
from allmende.register.domain import Role
from tests.papers.factories import a_member

TODAY = date(2026, 3, 1)


@pytest.fixture
def papers(db: None) -> dict[str, str]:
    register_demo.load({}, on=TODAY, at=datetime(2026, 1, 2, 8, tzinfo=UTC))
    found = papers_demo.load(on=TODAY)
    ledger_demo.load(on=TODAY, rhein_sieg_paper=found["rhein_sieg.json"])
    demo.load(on=TODAY, papers=found)
    demo.load(on=TODAY, papers=found)
    return found


def city_treasurer() -> User:
    return a_member(register.body_by_key(demo.LEVERKUSEN, on=TODAY), Role.TREASURER)


def test_notice_posts_forecasts_decision_and_difference_come_out_as_in_the_paper(
    papers: dict[str, str],
) -> None:
    standing = standing_of(Grant.objects.get(title__startswith="Case Management"), on=TODAY)
    assert len(standing.stretches) == 6
    assert standing.money.granted == 342_000_00
    forecasts = [each.forecast or 0 for each in standing.agreements]
    assert (len(forecasts), sum(forecasts)) == (3, 651_895_80)
    assert sum(each.granted(ReportKind.FORECAST) or 0 for each in standing.agreements) == 342_000_00
    assert sum(each.share(ReportKind.FORECAST) or 0 for each in standing.agreements) == 0
    corrections = Posting.objects.filter(kind="korrektur", rule="kim_city_share")
    assert corrections.aggregate(total=Sum("cents"))["total"] == -309_895_80
    found = consequences_of(standing, on=date(2024, 12, 17))
    assert [each.name for each in found.recipients][:3] == [
        "AWO Leverkusen",
        "Caritasverband Leverkusen",
        "Diakonie Leverkusen",
    ]
    assert found.endings[0].last == date(2024, 12, 31)


def test_the_finance_block_of_the_paper_fills_itself(papers: dict[str, str]) -> None:
    client = Client()
    client.force_login(city_treasurer())
    page = client.get(papers["leverkusen.json"]).content.decode().replace("\N{NO-BREAK SPACE}", " ")
    block = page.split('id="foerderung"')[1]
    for told in ("651.895,80 €", "342.000,00 €", "−309.895,80 €", "061101", "549900"):
        assert told in block
    assert 'id="foerderung"' not in Client().get(papers["leverkusen.json"]).content.decode()


def test_both_ways_of_the_integration_center_stand_beside_each_other(papers: dict[str, str]) -> None:
    grant = Grant.objects.get(title__startswith="Kommunales Integrationszentrum")
    client = Client()
    client.force_login(a_member(register.body_by_key(demo.RHEIN_SIEG, on=TODAY), Role.CLERK))
    page = client.get(reverse("funding:with-or-without", args=[grant.pk])).content.decode()
    page = page.replace("\N{NO-BREAK SPACE}", " ")
    for told in (
        "um 19.000,00 € im Jahr: von 61.000,00 € auf 80.000,00 €",
        "KGSt 2011/12",
        "KGSt-Bericht 2013",
        "170.000,00 €",
        "231.000,00 €",
        "250.000,00 €",
        "Förderung endet 31.12.2017",
        "ohne Zuwendung weiter wie bisher",
    ):
        assert told in page
    book = client.get(reverse("funding:with-or-without", args=[grant.pk]) + "?format=xlsx")
    assert book.content.startswith(b"PK")


def test_the_end_of_the_integration_center_grant_is_told(papers: dict[str, str]) -> None:
    grant = Grant.objects.get(title__startswith="Kommunales Integrationszentrum")
    standing = standing_of(grant, on=date(2017, 3, 1))
    assert any("Förderung endet 31.12.2017" in each.sentence for each in standing.concerns)
