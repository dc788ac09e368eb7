"""Formal German on the pages of django-allauth, whose own catalog mixes „Du“ and „Sie“."""

import re
from io import BytesIO
from pathlib import Path

import allauth
import pytest
from babel.messages import Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.utils.translation import gettext, override, pgettext

from allmende import accounts

OURS = Path(accounts.__file__).parent / "locale" / "de" / "LC_MESSAGES" / "django"
THEIRS = Path(allauth.__file__).parent / "locale" / "de" / "LC_MESSAGES" / "django.po"
SERVED = ("account/", "mfa/", "usersessions/", "socialaccount/", "core/", "templates/allauth/")
NOT_SERVED = ("idp/", "headless/", "openid/", "email/account_already_exists")
FAMILIAR = re.compile(
    r"\b(du|dein\w*|dir|dich|bist|gib|lass|wähle|versuche|klick|rufe|bestätige|möchtest)\b", re.IGNORECASE
)


def served_messages() -> list[Message]:
    with THEIRS.open("rb") as file:
        catalog = read_po(file, locale="de")
    return [
        message
        for message in catalog
        if message.id
        and isinstance(message.id, str)
        and any(_is_served(place) for place, _line in message.locations)
    ]


def _is_served(place: str) -> bool:
    return any(part in place for part in SERVED) and not any(part in place for part in NOT_SERVED)


def shown(message: Message) -> str:
    with override("de"):
        msgid = str(message.id)
        return pgettext(message.context, msgid) if message.context else gettext(msgid)


def test_there_is_something_to_check() -> None:
    assert len(served_messages()) > 100


def test_nobody_is_addressed_with_du() -> None:
    assert {
        message.id: text for message in served_messages() if FAMILIAR.search(text := shown(message))
    } == {}


@pytest.mark.parametrize("name", ["%s", "%d"])
def test_corrections_keep_the_placeholders(name: str) -> None:
    with OURS.with_suffix(".po").open("rb") as file:
        catalog = read_po(file, locale="de")
    assert [list(message.check()) for message in catalog if list(message.check())] == []
    assert all(str(m.id).count(name) == str(m.string).count(name) for m in catalog if m.id)


def test_the_compiled_catalog_is_that_of_the_text() -> None:
    with OURS.with_suffix(".po").open("rb") as file:
        compiled = BytesIO()
        write_mo(compiled, read_po(file, locale="de"))
    assert OURS.with_suffix(".mo").read_bytes() == compiled.getvalue()
