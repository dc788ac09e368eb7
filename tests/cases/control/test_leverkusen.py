"""The dossier of Leverkusen: 217 cases, the agreement ends, access ends, finance sees money and no person."""

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from allmende.accounts.models import User
from allmende.cases import demo
from allmende.cases.context import case_work
from allmende.cases.costs import ProviderCost, together
from allmende.cases.models import CaseFile, CaseSnapshot, Region, TableRelease
from allmende.cases.planes import CASES, STATISTICS
from allmende.cases.statistics.citing import CITED
from allmende.funding import demo as funding_demo
from allmende.funding.actions.forwarding import end_agreement
from allmende.funding.models import Forwarding
from allmende.register import demo as register_demo

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", CASES, STATISTICS])
TODAY = date(2026, 3, 1)
AT = datetime(2026, 1, 2, 8, tzinfo=UTC)


@pytest.fixture
def people(transactional_db: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> dict[str, User]:
    monkeypatch.setattr(settings, "CASE_KEY_FILE", tmp_path / "case-keys.json")
    register_demo.load({}, on=TODAY, at=AT)
    funding_demo.load(on=TODAY, papers={})
    users = {email: User.objects.create(email=email) for email, *_ in demo.DUTIES}
    demo.load(users, on=TODAY, at=AT)
    demo.load(users, on=TODAY, at=AT)
    return users


def heads(*, by: User) -> list[CaseFile]:
    """Return the covers that a person sees."""
    with case_work(by.pk):
        return list(CaseFile.objects.order_by("number"))


def page(user: User, name: str, *args: str) -> str:
    client = Client()
    client.force_login(user)
    response = client.get(reverse(f"cases:{name}", args=args))
    assert response.status_code == 200
    return response.content.decode()


def test_from_the_council_s_decision_to_the_released_table(people: dict[str, User]) -> None:
    awo, supervision = people["case@awo-leverkusen.example"], people["supervision@leverkusen.example"]
    assert CaseSnapshot.objects.get().row_count == 217
    assert len(heads(by=awo)) == 24
    assert len(heads(by=supervision)) == 217
    number, case = heads(by=awo)[0].number, str(heads(by=awo)[0].pk)
    for name in ("case", "person", "plan", "notes", "codes", "consents", "shares", "team", "case-accesses"):
        assert number in page(awo, name, case), name

    end_agreement(
        forwarding_id=Forwarding.objects.get(provider__key="awo-leverkusen").pk,
        until=date(2026, 1, 1),
        reason="Der Rat streicht den Anteil der Stadt.",
        by=None,
        on=TODAY,
    )
    assert heads(by=awo) == []
    assert len(heads(by=supervision)) == 217
    assert len(heads(by=people["case@caritas-leverkusen.example"])) == 24

    shown = page(people["treasurer@leverkusen.example"], "costs")
    # all charities in one row: fewer than three people work at each
    assert "AWO Leverkusen, Caritasverband Leverkusen, Diakonie Leverkusen" in shown
    assert "651.895,80" in shown
    assert "108.649,30" in shown
    numbers = [head.number for head in heads(by=supervision)]
    for name in ("costs", "key-dates", "public-tables"):
        told = page(people["treasurer@leverkusen.example"], name)
        assert not [each for each in (*numbers, *demo.FAMILY, *demo.GIVEN) if each in told]
    released = TableRelease.objects.get(table="traeger-aufenthalt")
    public = Client().get(reverse("cases:public-table", args=[released.digest[:CITED]]))
    assert "217" in public.content.decode()


def test_finance_reaches_no_case(people: dict[str, User]) -> None:
    treasurer = people["treasurer@leverkusen.example"]
    assert heads(by=treasurer) == []
    client = Client()
    client.force_login(treasurer)
    region = Region.objects.get()
    for url in (
        reverse("cases:supervision"),
        reverse("cases:break-glass"),
        reverse("cases:audit", args=[region.key]),
    ):
        assert client.get(url).status_code == 404


def test_few_people_are_never_shown_alone() -> None:
    def cost(name: str, staff: int) -> ProviderCost:
        return ProviderCost((name,), 100, Decimal(staff), 10, staff)

    assert [row.names for row in together([cost("A", 2), cost("B", 1), cost("C", 5)])] == [("A", "B"), ("C",)]
    assert [row.names for row in together([cost("A", 1), cost("B", 5), cost("C", 4)])] == [("A", "C"), ("B",)]
    assert [row.names for row in together([cost("A", 3), cost("B", 5)])] == [("A",), ("B",)]
