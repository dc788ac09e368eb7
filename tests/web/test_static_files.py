from pathlib import Path

import pytest
from django.conf import LazySettings
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from django.core.files.storage import storages
from django.core.management import call_command

from allmende.web.kern import KERN_DIRECTORY

MANIFEST = "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"


@pytest.fixture
def collected(settings: LazySettings, tmp_path: Path) -> Path:
    """All static files, collected with hashed names as in production."""
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": MANIFEST}}
    call_command("collectstatic", interactive=False, verbosity=0)
    return tmp_path


def test_every_file_that_a_style_sheet_names_exists(collected: Path) -> None:
    """The storage refuses a style sheet with a broken address, so collecting is the test."""
    storage = storages["staticfiles"]
    assert isinstance(storage, ManifestStaticFilesStorage)
    names = storage.hashed_files
    fonts = (collected / names["allmende/fonts.css"]).read_text(encoding="utf-8")
    assert Path(names["kern/fonts/fira-sans/FiraSans-Regular.woff2"]).name in fonts


def test_the_design_system_is_served_unmodified(collected: Path) -> None:
    assert (collected / "kern/kern.min.css").read_bytes() == (KERN_DIRECTORY / "kern.min.css").read_bytes()
