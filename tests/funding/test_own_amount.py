"""What a programme of one's own pays: the amount with its reason, on both axes."""

from datetime import date
from fractions import Fraction

import pytest
from django.test import Client
from django.urls import reverse

from allmende.accounts.models import User
from allmende.funding.actions.programmes import ProgrammeEntry, TermsEntry, create_programme, set_terms
from allmende.funding.domain.terms import Terms
from allmende.funding.domain.words import CostClass, Financing
from allmende.funding.models import OwnProgramme
from allmende.funding.queries import terms_on
from allmende.register.domain import BodyView
from tests.funding.factories import LAND, TODAY, TOWN

Bodies = dict[str, BodyView]
FIRST, LATER = date(2025, 1, 1), date(2025, 6, 1)


def terms(percent: int, section: str) -> Terms:
    classes = frozenset({CostClass.EMPLOYER_GROSS, CostClass.MATERIAL})
    return Terms(Financing.SHARE, classes, section, rate=Fraction(percent, 100), ceiling=50_000_00)


@pytest.fixture
def programme(bodies: Bodies) -> OwnProgramme:
    """Return a programme whose rate was lowered for the whole year, which became known in June."""
    made = create_programme(
        body=bodies[TOWN],
        giver=bodies[LAND],
        entry=ProgrammeEntry("Stiftung Zusammenhalt", "Richtlinie 2025"),
        by=None,
        on=TODAY,
    )
    for known, percent, section in ((FIRST, 80, "Nr. 5 alt"), (LATER, 60, "Nr. 5 neu")):
        entry = TermsEntry(terms(percent, section), (FIRST, None), known, f"Richtlinie, {section}")
        set_terms(programme_id=made.pk, entry=entry, by=None, on=TODAY)
    return made


def test_the_amount_follows_what_was_known_on_the_day(programme: OwnProgramme, clerk: User) -> None:
    client = Client()
    client.force_login(clerk)
    url = reverse("funding:own-amount", args=[programme.pk])
    asked = {"tag": "2025-03-01", "kosten_employer_gross": "10.000,00", "kosten_investment": "500"}
    before = client.get(url, {**asked, "bekannt": "2025-05-31"}).content.decode()
    after = client.get(url, {**asked, "bekannt": "2025-06-01"}).content.decode()
    assert "8.000,00" in before
    assert "Nr. 5 alt" in before
    assert "6.000,00" in after
    assert "Richtlinie, Nr. 5 neu" in after
    assert "ab 01.06.2025" in after  # known since then, in the time of Germany
    assert "Investitionen" in after
    assert "500,00" in after
    capped = client.get(url, {**asked, "bekannt": "2025-06-01", "kosten_material": "100.000,00"})
    assert "höchstens 50.000,00" in capped.content.decode()


def test_a_day_without_terms_says_what_to_do(programme: OwnProgramme, clerk: User, stranger: User) -> None:
    client = Client()
    client.force_login(clerk)
    url = reverse("funding:own-amount", args=[programme.pk])
    asked = {"tag": "2024-12-31", "bekannt": "2025-07-01", "kosten_material": "1"}
    assert "war am 01.07.2025 keine Förderbedingung" in client.get(url, asked).content.decode()
    assert (
        "mindestens eine Art von Kosten" in client.get(url, {**asked, "kosten_material": ""}).content.decode()
    )
    client.force_login(stranger)
    assert client.get(url).status_code == 404


def test_what_was_not_known_yet_does_not_hold(programme: OwnProgramme) -> None:
    assert terms_on(programme, on=FIRST, known=date(2024, 12, 31)) is None
    said = terms_on(programme, on=FIRST, known=LATER)
    assert said is not None
    assert said[1].rate == Fraction(3, 5)
