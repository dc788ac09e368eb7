"""Taking over a list in the browser: preview, confirmation, refusals."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from allmende.accounts.actions import create_demo_user
from allmende.register.domain import BodyView, Role
from allmende.register.import_views import FOLDER, SESSION_KEY
from allmende.register.models import BodyName
from tests.register.factories import member

pytestmark = pytest.mark.django_db
URL = "/koerperschaften/einlesen/"
LIST = (
    b"key,name,kind,parent_ags,population,population_date\n05999012,Neudorf,Gemeinde,05999,900,2021-12-31\n"
)


@pytest.fixture(autouse=True)
def _own_files(settings: Any, tmp_path: Path) -> None:
    storage = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = {**settings.STORAGES, "default": storage}


@pytest.fixture
def admin(client: Client) -> Client:
    client.force_login(
        create_demo_user("admin@betrieb.example", "nur-fuer-tests-2026", "Admin", is_staff=True)
    )
    return client


def upload(client: Client, data: bytes, name: str = "liste.csv") -> Any:
    return client.post(URL, {"file": SimpleUploadedFile(name, data)})


def kept_files() -> list[str]:
    return default_storage.listdir(FOLDER)[1] if default_storage.exists(FOLDER) else []


def test_a_preview_writes_nothing_and_a_confirmation_does(sample: dict[str, BodyView], admin: Client) -> None:
    page = upload(admin, LIST).content.decode()
    assert "Neudorf (05999012)" in page
    assert not BodyName.objects.filter(name="Neudorf").exists()
    assert admin.post(f"{URL}uebernehmen/")["Location"] == "/koerperschaften/"
    assert BodyName.objects.filter(name="Neudorf").exists()
    assert kept_files() == []


def test_bad_rows_are_listed_and_nothing_is_kept(sample: dict[str, BodyView], admin: Client) -> None:
    response = upload(admin, LIST.replace(b"900", b"viele"))
    assert response.status_code == 400
    assert "„viele“ ist keine Zahl" in response.content.decode()
    assert kept_files() == []


def test_a_list_that_says_nothing_new_has_nothing_to_confirm(
    sample: dict[str, BodyView], admin: Client
) -> None:
    upload(admin, LIST)
    admin.post(f"{URL}uebernehmen/")
    page = upload(admin, LIST).content.decode()
    assert "Es gibt nichts zu übernehmen" in page
    assert SESSION_KEY not in admin.session


def test_another_upload_replaces_the_first(sample: dict[str, BodyView], admin: Client) -> None:
    upload(admin, LIST)
    upload(admin, LIST.replace(b"Neudorf", b"Altdorf"))
    assert len(kept_files()) == 1


def test_a_confirmation_without_a_preview_leads_back(admin: Client) -> None:
    response = admin.post(f"{URL}uebernehmen/", follow=True)
    assert "Die Vorschau ist abgelaufen" in response.content.decode()


def test_an_empty_form_says_what_is_missing(admin: Client) -> None:
    assert "Bitte prüfen Sie Ihre Eingaben" in admin.post(URL, {}).content.decode()


@pytest.mark.parametrize("path", [URL, f"{URL}uebernehmen/"])
def test_only_administrators_get_in(sample: dict[str, BodyView], client: Client, path: str) -> None:
    assert client.post(path).status_code == 302
    client.force_login(member(sample["05999004"], Role.HEAD))
    assert client.post(path).status_code == 403
