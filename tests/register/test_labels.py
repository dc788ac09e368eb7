"""English pages say what has an English word and keep the terms of law."""

import pytest
from django.conf import settings
from django.test import Client

from allmende.register.domain import BodyView, FigureKind, Kind, Role
from allmende.register.importing.plan import ChangeKind
from allmende.register.labels import TRANSLATED
from allmende.register.page_queries import SIZES
from tests.register.factories import member

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_today")]


def test_every_translated_text_is_a_label_of_the_domain() -> None:
    labelled = [*Kind, *FigureKind, *Role, *ChangeKind, *SIZES]
    assert {each.label for each in labelled} >= TRANSLATED
    assert {each.label for each in [*FigureKind, *Role, *ChangeKind, *SIZES]} <= TRANSLATED


def test_an_english_page_mixes_no_languages_but_keeps_terms_of_law(
    sample: dict[str, BodyView], client: Client
) -> None:
    client.force_login(member(sample["05999004"], Role.HEAD))
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    page = client.get("/koerperschaften/05999004/").content.decode()
    assert ">Head</td>" in page
    assert "kreisangehörige Stadt" in page
    form = client.get("/koerperschaften/05999004/personen/").content.decode()
    assert '<option value="clerk">Clerk</option>' in form
    assert "fewer than 10,000" in client.get("/koerperschaften/").content.decode()


def test_an_english_reader_gets_english_refusals(sample: dict[str, BodyView], client: Client) -> None:
    client.force_login(member(sample["05999004"], Role.CLERK))
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    fields = {"email": "neu@musterstadt.example", "role": "reader", "valid_from": "2026-03-02"}
    page = client.post("/koerperschaften/05999004/personen/", fields).content.decode()
    assert "Your role („Stadt Musterstadt“) does not allow this. Please ask the head." in page
