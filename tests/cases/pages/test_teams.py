"""Deputies, hand-overs, the end of an agreement: who sees a case from which statement on."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connections, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from allmende.accounts.models import User
from allmende.cases.context import case_work
from allmende.cases.models import CaseMember
from allmende.cases.planes import CASES
from allmende.funding.actions.forwarding import end_agreement
from tests.cases.pages.conftest import FIRST, Desk

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", CASES])
SignIn = Callable[[User], Client]
DAY = timezone.localdate()
NOTE: dict[str, Any] = {"data_class": 3, "channel": "none", "text": "Vom Träger geschrieben"}


def url(name: str, *parts: object) -> str:
    return reverse(f"cases:{name}", args=parts)


def end_the_agreement(desk: Desk) -> None:
    end_agreement(
        forwarding_id=desk.cast.matter.agreement.pk,
        until=DAY,
        reason="Ratsbeschluss",
        by=None,
        on=DAY,
    )


def test_a_deputy_reads_and_writes_until_the_place_ends(desk: Desk, signed_in: SignIn) -> None:
    lead, deputy = signed_in(desk.manager.user), signed_in(desk.colleague.user)
    told = {
        "assignment": desk.colleague.pk,
        "first": DAY,
        "last": DAY + timedelta(days=7),
        "reason": "Urlaub",
    }
    assert "eingetragen" in lead.post(url("new-deputy", desk.case), told, follow=True).content.decode()
    again = lead.post(url("new-deputy", desk.case), told).content.decode()
    assert "gehört in der Zeit schon zum Team" in again
    assert deputy.get(url("case", desk.case)).status_code == 200
    assert deputy.post(url("notes", desk.case), NOTE).status_code == 302
    member = CaseMember.objects.using("default").get(assignment=desk.colleague)
    other = {**told, "assignment": desk.town_manager.pk}
    refused = deputy.post(url("new-deputy", desk.case), other).content.decode()
    assert "wer den Fall führt" in refused
    lead.post(url("end-deputy", desk.case, member.pk))
    member.refresh_from_db(using="default")
    assert member.valid.upper == DAY + timedelta(days=1)
    assert lead.post(url("end-deputy", desk.case, 999_999)).status_code == 404


def test_notes_of_a_charity_stay_closed_to_a_deputy_of_the_town(desk: Desk, signed_in: SignIn) -> None:
    lead, deputy = signed_in(desk.manager.user), signed_in(desk.town_manager.user)
    lead.post(url("notes", desk.case), NOTE)
    lead.post(
        url("new-deputy", desk.case), {"assignment": desk.town_manager.pk, "first": DAY, "reason": "Urlaub"}
    )
    page = deputy.get(url("notes", desk.case)).content.decode()
    assert NOTE["text"] not in page
    deputy.post(url("notes", desk.case), {**NOTE, "text": "Von der Stadt geschrieben"})
    assert "Von der Stadt geschrieben" in lead.get(url("notes", desk.case)).content.decode()
    # and nobody writes as somebody else than the own employer
    with (
        pytest.raises(DatabaseError, match="row-level security"),
        case_work(desk.manager.user_id),
        connections[CASES].cursor() as cursor,
    ):
        cursor.execute(
            "INSERT INTO fall.cases_note (case_id, region_id, data_class, written_at, text_sealed, channel, "
            "minutes, by_provider) VALUES (%s, %s, 3, now(), '', 'none', 0, false)",
            [desk.case, desk.cast.region.pk],
        )


@pytest.mark.parametrize("has_consented", [True, False])
def test_when_the_agreement_ends_the_region_sends_a_deputy_who_takes_over(
    desk: Desk, signed_in: SignIn, has_consented: bool
) -> None:
    charity, coordination = signed_in(desk.manager.user), signed_in(desk.coordination.user)
    charity.post(url("notes", desk.case), NOTE)
    assert "Kein Fall ohne Team" in coordination.get(url("abandoned")).content.decode()
    assert coordination.get(url("send-deputy", desk.case)).status_code == 404
    end_the_agreement(desk)
    assert charity.get(url("case", desk.case)).status_code == 404
    assert FIRST not in charity.get(url("cases")).content.decode()
    assert FIRST in coordination.get(url("abandoned")).content.decode()
    sent = {"assignment": desk.town_manager.pk, "occasion": "contract_end", "reason": "Vertrag beendet"}
    assert desk.colleague.pk not in {
        each.assignment_id
        for each in coordination.get(url("send-deputy", desk.case)).context["form"].colleagues
    }
    coordination.post(url("send-deputy", desk.case), sent)
    assert coordination.get(url("case", desk.case)).status_code == 404
    town = signed_in(desk.town_manager.user)
    page = town.get(url("case", desk.case)).content.decode()
    assert "Dieser Fall ist in Übergabe" in page
    assert NOTE["text"] not in town.get(url("notes", desk.case)).content.decode()
    accepted = {"accept": "yes", "consented_on": DAY if has_consented else ""}
    town.post(url("take-over", desk.case), accepted)
    found = town.get(url("case", desk.case)).context
    assert (found["holder"], found["found"].file.phase) == ("Stadt", "anfrage")
    assert found["found"].standing.is_lead
    assert (NOTE["text"] in town.get(url("notes", desk.case)).content.decode()) == has_consented
    assert town.post(url("take-over", desk.case), accepted).status_code == 200
    assert "Kein Fall ohne Team" in coordination.get(url("abandoned")).content.decode()


def test_whoever_leads_offers_a_case_and_the_other_may_decline(desk: Desk, signed_in: SignIn) -> None:
    lead, other = signed_in(desk.manager.user), signed_in(desk.town_manager.user)
    offer = {"assignment": desk.town_manager.pk, "occasion": "capacity", "reason": "Auslastung"}
    lead.post(url("hand-over", desk.case), offer)
    assert other.get(url("case", desk.case)).context["found"].phase.value == "uebergabe"
    other.post(url("take-over", desk.case), {"accept": "no"})
    back = lead.get(url("case", desk.case)).context["found"]
    assert (back.phase.value, back.standing.is_lead) == ("anfrage", True)
    nobody = {**offer, "assignment": desk.stranger.pk}
    assert lead.post(url("hand-over", desk.case), nobody).status_code == 200
    assert signed_in(desk.stranger.user).get(url("case", desk.case)).status_code == 404


def test_functions_of_the_database_refuse_what_the_pages_never_ask(desk: Desk) -> None:
    asked = (
        (desk.colleague.user_id, "SELECT ctx.send_deputy(%s, %s, 'x', 'capacity')", desk.town_manager.pk),
        (desk.manager.user_id, "SELECT ctx.send_deputy(%s, %s, 'x', 'capacity')", desk.stranger.pk),
        (desk.manager.user_id, "SELECT ctx.send_deputy(%s, %s, 'x', 'capacity')", desk.manager.pk),
        (desk.manager.user_id, "SELECT ctx.settle_transfer(%s, %s > 0, NULL)", 1),
    )
    for user, statement, number in asked:
        with (
            pytest.raises(DatabaseError, match=r"handed over so|nothing to accept"),
            transaction.atomic(using="default"),
            case_work(user),
            connections[CASES].cursor() as cursor,
        ):
            cursor.execute(statement, [desk.case, number])
