from pathlib import Path

import pytest
from django.conf import LazySettings
from django.test import Client

from allmende.web import accessibility

OWN = """
status = "full"
checked_on = 2026-01-02
updated_on = 2026-01-03
standard = "WCAG 2.2 AA"
method = "Prüfung durch das Amt."
[feedback]
name = "Amt 10"
email = "amt10@musterstadt.example"
days = 7
[arbitration]
name = "Ombudsstelle"
text = "Kostenlos."
office = "Landesamt"
"""


@pytest.fixture(autouse=True)
def fresh_statement() -> None:
    accessibility.statement.cache_clear()


def test_the_statement_names_status_day_feedback_and_arbitration(client: Client, db: None) -> None:
    html = client.get("/barrierefreiheit/").content.decode()
    for words in ("teilweise", "Geprüft am 22.11.2026", 'id="feedback"', "mailto:", "Ombudsstelle"):
        assert words in html


def test_an_installation_keeps_its_own_statement(
    client: Client, db: None, settings: LazySettings, tmp_path: Path
) -> None:
    settings.DATA_DIR = tmp_path
    (tmp_path / "accessibility.toml").write_text(OWN, encoding="utf-8")
    html = client.get("/barrierefreiheit/").content.decode()
    assert "vollständig" in html
    assert "amt10@musterstadt.example" in html
    accessibility.statement.cache_clear()
