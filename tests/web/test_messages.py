import re

import pytest
from babel.messages.catalog import Catalog
from tools import messages

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w+\}")


@pytest.fixture(scope="module")
def stored() -> Catalog:
    return messages.stored()


@pytest.fixture(scope="module")
def collected() -> Catalog:
    return messages.collect()


def ids(catalog: Catalog) -> set[tuple[str | None, tuple[str, ...]]]:
    return {(message.context, tuple(texts(message.id))) for message in catalog if message.id}


def texts(value: messages.MessageId | None) -> list[str]:
    return [value] if isinstance(value, str) else list(value or ())


def test_every_text_of_the_source_is_in_the_catalog_and_nothing_else(
    stored: Catalog, collected: Catalog
) -> None:
    assert ids(collected) - ids(stored) == set(), "run: python -m tools.messages"
    assert ids(stored) - ids(collected) == set(), "run: python -m tools.messages"


def test_every_text_has_an_english_translation(stored: Catalog) -> None:
    assert messages.untranslated(stored) == []


def test_no_translation_is_marked_as_a_guess(stored: Catalog) -> None:
    assert [message.id for message in stored if message.id and message.fuzzy] == []


def test_translations_keep_the_placeholders(stored: Catalog) -> None:
    for message in stored:
        if not message.id:
            continue
        wanted = {name for text in texts(message.id) for name in PLACEHOLDER.findall(text)}
        used = {name for text in texts(message.string) for name in PLACEHOLDER.findall(text)}
        assert used == wanted, message.id


def test_the_compiled_catalog_fits_the_written_one(stored: Catalog) -> None:
    assert messages.MO_FILE.read_bytes() == messages.mo_bytes(stored)


def test_texts_are_collected_from_python_and_templates(collected: Catalog) -> None:
    found = {message.id: [file for file, _line in message.locations] for message in collected}
    assert found["Dafür fehlt Ihnen die Berechtigung"] == ["src/allmende/web/errors.py"]
    assert found["Zum Inhalt springen"] == ["src/allmende/web/templates/base.html"]
    assert ("%(total)s Eintrag", "%(total)s Einträge") in found


def test_messages_of_errors_are_collected_where_people_read_them(collected: Catalog) -> None:
    found = {message.id: [file for file, _line in message.locations] for message in collected}
    text = "Diese Zuständigkeit gibt es nicht mehr. Laden Sie die Seite neu."
    assert found[text] == ["src/allmende/register/domain.py"]
