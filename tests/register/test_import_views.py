"""Taking over a list in the browser: preview, confirmation, refusals."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from allmende.accounts.actions import create_demo_user
from allmende.register.domain import BodyView, Role
from allmende.register.import_views import SESSION_KEY
from allmende.register.importing import kept_files
from allmende.register.importing.kept_files import FOLDER
from allmende.register.models import BodyName
from tests.register.factories import listed, member, record, take_over_list

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


def confirm(client: Client, preview: Any) -> Any:
    """Send the form of a preview."""
    return client.post(f"{URL}uebernehmen/", {"plan": preview.context["plan"].digest})


def kept_files_now() -> list[str]:
    return default_storage.listdir(FOLDER)[1] if default_storage.exists(FOLDER) else []


def test_a_preview_writes_nothing_and_a_confirmation_does(sample: dict[str, BodyView], admin: Client) -> None:
    response = upload(admin, LIST)
    assert "Neudorf (05999012)" in response.content.decode()
    assert not BodyName.objects.filter(name="Neudorf").exists()
    assert confirm(admin, response)["Location"] == "/koerperschaften/"
    assert BodyName.objects.filter(name="Neudorf").exists()
    assert kept_files_now() == []


def test_bad_rows_are_listed_and_nothing_is_kept(sample: dict[str, BodyView], admin: Client) -> None:
    response = upload(admin, LIST.replace(b"900", b"viele"))
    assert response.status_code == 400
    assert "„viele“ ist keine Zahl" in response.content.decode()
    assert kept_files_now() == []


def test_a_list_that_says_nothing_new_has_nothing_to_confirm(
    sample: dict[str, BodyView], admin: Client
) -> None:
    confirm(admin, upload(admin, LIST))
    page = upload(admin, LIST).content.decode()
    assert "Es gibt nichts zu übernehmen" in page
    assert SESSION_KEY not in admin.session


def test_another_upload_replaces_the_first(sample: dict[str, BodyView], admin: Client) -> None:
    upload(admin, LIST)
    upload(admin, LIST.replace(b"Neudorf", b"Altdorf"))
    assert len(kept_files_now()) == 1


def test_a_register_that_changed_since_the_preview_is_not_written(
    sample: dict[str, BodyView], admin: Client
) -> None:
    preview = upload(admin, LIST)
    other = (record("05999012", "Altdorf", population=700),)
    take_over_list(listed(other, stand=date(2021, 6, 30)), at=datetime(2021, 7, 1, tzinfo=UTC))
    response = confirm(admin, preview)
    assert response.status_code == 409
    assert "Seit der Vorschau haben sich das Register oder die Datei geändert" in response.content.decode()
    assert not BodyName.objects.filter(name="Neudorf").exists()
    assert "Altdorf → Neudorf" in response.content.decode()
    assert confirm(admin, response)["Location"] == "/koerperschaften/"
    assert BodyName.objects.filter(name="Neudorf").exists()


def test_the_preview_of_another_tab_confirms_nothing(sample: dict[str, BodyView], admin: Client) -> None:
    first = upload(admin, LIST)
    upload(admin, LIST.replace(b"Neudorf", b"Altdorf"))
    response = confirm(admin, first)
    assert (response.status_code, "Altdorf (05999012)" in response.content.decode()) == (409, True)
    assert not BodyName.objects.filter(name__in=["Neudorf", "Altdorf"]).exists()


@pytest.mark.parametrize("fields", [{}, {"plan": "0" * 64}])
def test_without_the_digest_of_the_preview_nothing_is_written(
    sample: dict[str, BodyView], admin: Client, fields: dict[str, str]
) -> None:
    upload(admin, LIST)
    assert admin.post(f"{URL}uebernehmen/", fields).status_code == 409
    assert not BodyName.objects.filter(name="Neudorf").exists()


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


def test_files_of_expired_previews_are_removed(admin: Client, sample: dict[str, BodyView]) -> None:
    upload(admin, LIST)
    kept_files.forget_older_than(timezone.now() - timedelta(hours=1))
    assert len(kept_files_now()) == 1
    kept_files.forget_older_than(timezone.now() + timedelta(hours=1))
    assert kept_files_now() == []


def test_an_expired_file_leads_back_to_the_upload(admin: Client, sample: dict[str, BodyView]) -> None:
    preview = upload(admin, LIST)
    kept_files.forget_older_than(timezone.now() + timedelta(hours=1))
    assert confirm(admin, preview)["Location"] == URL
