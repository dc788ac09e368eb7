"""Consents and shares: frozen, limited, closed at once; what never goes to whom."""

from collections.abc import Callable
from datetime import timedelta
from itertools import product

import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from allmende.accounts.models import User
from allmende.cases.context import case_work
from allmende.cases.domain.access import DataClass, Role
from allmende.cases.domain.file_words import Light
from allmende.cases.domain.sharing import Consented, Proposed, light, why_not_share
from allmende.cases.domain.words import OrganisationKind
from allmende.cases.models import DataConsent, Organisation
from allmende.cases.planes import CASES
from tests.cases.database.factories import assigned
from tests.cases.pages.conftest import PERSON, Desk

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", CASES])
SignIn = Callable[[User], Client]
DAY = timezone.localdate()
LAST = DAY + timedelta(days=90)


def url(name: str, *parts: object) -> str:
    return reverse(f"cases:{name}", args=parts)


def an_office(desk: Desk, kind: OrganisationKind) -> Organisation:
    return Organisation.objects.create(
        region=desk.cast.region,
        body=desk.cast.region.body,
        name=f"Stelle {kind.label}",
        kind=kind.value,
        legal_regime="dsgvo_nrw",
    )


def consented(client: Client, desk: Desk, office: Organisation, classes: list[int]) -> int:
    entry = {
        "kind": "share",
        "recipient": office.pk,
        "classes": classes,
        "purpose": "Antrag auf Sprachkurs",
        "given_on": DAY,
        "until": LAST,
        "language": "tr",
        "told_consequence": "on",
    }
    answer = client.post(url("new-consent", desk.case), entry)
    assert answer.status_code == 302, answer.content.decode()
    found: int = DataConsent.objects.using("default").latest("pk").pk
    return found


def shared(client: Client, desk: Desk, consent: int, items: list[str], **more: object) -> str:
    told = {"consent": consent, "items": items, "until": LAST, "action": "share", **more}
    return client.post(url("new-share", desk.case), told, follow=True).content.decode()


def test_a_share_is_seen_first_frozen_then_and_closed_by_a_revocation(desk: Desk, signed_in: SignIn) -> None:
    client = signed_in(desk.manager.user)
    office = an_office(desk, OrganisationKind.JOBCENTER)
    partner = assigned(office, Role.PARTNER, "partner@jobcenter.example")
    consent = consented(client, desk, office, [0, 1])
    preview = shared(client, desk, consent, ["phase", "name"], action="preview")
    assert "So sieht es die andere Stelle" in preview
    assert PERSON.name in preview
    receiver = signed_in(partner.user)
    assert "Nichts geteilt" in receiver.get(url("received")).content.decode()
    assert "Die Kopie ist freigegeben." in shared(client, desk, consent, ["phase", "name"])
    client.post(url("person", desk.case), {"name": "Anderer Name", "languages": "de"})
    assert "1 ungelesen" in receiver.get(url("my-day")).content.decode()
    copy = url("received-copy", receiver.get(url("received")).context["shares"][0].id)
    read = receiver.get(copy).content.decode()
    assert PERSON.name in read
    assert "0171" not in read
    assert "gelesen am" in client.get(url("shares", desk.case)).content.decode()
    assert receiver.get(url("case", desk.case)).status_code == 404
    assert signed_in(desk.stranger.user).get(copy).status_code == 404
    client.post(url("revoke-consent", desk.case, consent))
    assert receiver.get(copy).status_code == 404
    assert "Nichts geteilt" in receiver.get(url("received")).content.decode()
    assert "widerrufen" in client.get(url("consents", desk.case)).content.decode()


def test_what_never_goes_to_whom_is_refused_with_the_reason(desk: Desk, signed_in: SignIn) -> None:
    client = signed_in(desk.manager.user)
    for data_class in (3, 5):
        client.post(url("notes", desk.case), {"data_class": data_class, "channel": "none", "text": "Geheim"})
    office = an_office(desk, OrganisationKind.ABH)
    consent = consented(client, desk, office, [0, 3, 5])
    items = [each.key for each in client.get(url("new-share", desk.case)).context["offer"].items]
    notes = [each for each in items if each.startswith("note-")]
    told = shared(client, desk, consent, notes)
    assert "Die aufenthaltsrechtliche Strategie geht nie an die Ausländerbehörde." in told
    assert "Notizen eines freien Trägers gehen nie an eine öffentliche Stelle." in told
    assert "Die Einwilligung umfasst nicht" in shared(client, desk, consent, ["name"])
    late = shared(client, desk, consent, ["phase"], until=LAST + timedelta(days=1))
    assert "Die Einwilligung endet schon" in late


def test_a_consent_that_is_none_in_law_is_refused(desk: Desk, signed_in: SignIn) -> None:
    client = signed_in(desk.manager.user)
    entry = {"kind": "share", "purpose": "x", "given_on": DAY, "until": LAST, "language": "de"}
    told = client.post(url("new-consent", desk.case), entry).content.decode()
    for reason in ("Weigerung bedeutet", "„an alle“ gilt nicht", "Nennen Sie die Daten"):
        assert reason in told
    elsewhere = desk.cast.other_town.pk
    assert client.post(url("new-consent", desk.case), {**entry, "recipient": elsewhere}).status_code == 200


def test_the_database_refuses_exactly_the_shares_that_the_rules_refuse(desk: Desk, signed_in: SignIn) -> None:
    client = signed_in(desk.manager.user)
    holders = {OrganisationKind.TRAEGER: desk.cast.charity, OrganisationKind.KOMMUNE: desk.cast.town}
    offices = {
        kind: an_office(desk, kind)
        for kind in (OrganisationKind.ABH, OrganisationKind.JOBCENTER, OrganisationKind.TRAEGER)
    }
    consents = {
        (kind, classes): consented(client, desk, office, list(classes))
        for kind, office in offices.items()
        for classes in ((0, 1, 2, 3, 4, 5), (0, 3))
    }
    wanted = [frozenset(), *({DataClass(each)} for each in range(6)), {DataClass.HEADER, DataClass.NOTE}]
    compared = 0
    for holder_kind, holder in holders.items():
        with connections["default"].cursor() as cursor:
            cursor.execute("UPDATE fall.cases_casefile SET holder_id = %s", [holder.pk])
        with case_work(desk.manager.user_id), connections[CASES].cursor() as cursor:
            for (kind, covered), classes, by_provider, days in product(
                consents, wanted[1:], (True, False), (-1, 5, 91, 200)
            ):
                office, until = offices[kind], DAY + timedelta(days=days)
                cursor.execute(
                    "SELECT ctx.may_share(%s, %s, %s, %s::smallint[], %s, %s)",
                    [
                        desk.case,
                        consents[kind, covered],
                        office.pk,
                        [each.value for each in classes],
                        until,
                        by_provider,
                    ],
                )
                consent = Consented(office.pk, frozenset(map(DataClass, covered)), DAY, LAST)
                share = Proposed(office.pk, kind, holder_kind, frozenset(classes), until, by_provider)
                assert cursor.fetchone()[0] == (not why_not_share(consent, share, DAY)), share
                compared += 1
    assert compared == 2 * 6 * 7 * 2 * 4


def test_a_light_is_a_word() -> None:
    assert light(LAST, None, DAY) is Light.VALID
    assert light(DAY + timedelta(days=30), None, DAY) is Light.ENDING
    assert light(DAY - timedelta(days=1), None, DAY) is Light.ENDED
    assert light(LAST, DAY, DAY) is Light.REVOKED
    assert all(each.label and each.badge for each in Light)
