"""Calendars of partners: entered, read from files, planned; who may see and change them."""

from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from icalendar import Calendar
from openpyxl import Workbook

from allmende.accounts.models import User
from allmende.joint_decisions.models import JointDecision, PartnerStation
from allmende.joint_decisions.permissions import rights_of
from allmende.joint_decisions.timetable import actions
from allmende.joint_decisions.timetable.actions import StationEntry
from allmende.joint_decisions.timetable.calendar_file import CommitteeDays, read_calendars
from allmende.joint_decisions.timetable.reading import timetable_of
from allmende.papers import sittings
from allmende.register.domain import BodyView, NotAllowed
from allmende.register.importing.records import BrokenFile
from tests.joint_decisions.factories import partner_of
from tests.papers.factories import TODAY

SignIn = Callable[[User], Client]
RAT = StationEntry(committee="Rat", days=(date(2026, 3, 17), date(2026, 4, 21)), notice_days=7)
LATE = StationEntry(committee="Rat", days=(date(2026, 6, 9),))


def save(matter: JointDecision, body: BodyView, by: User | None, *entries: StationEntry) -> None:
    actions.save_stations(
        partner_id=partner_of(matter, body).pk, entries=entries, since=TODAY, by=by, on=TODAY
    )


@pytest.fixture
def planned(matter: JointDecision, town: BodyView, village: BodyView) -> JointDecision:
    save(matter, town, None, StationEntry(committee="Hauptausschuss", days=(date(2026, 3, 10),)), RAT)
    save(matter, village, None, LATE)
    return matter


# --- files -------------------------------------------------------------------------------------------------


def test_a_table_names_committees_with_their_days() -> None:
    data = "Körperschaft;Gremium;Tag;Ladungsfrist;Grundlage\nA;Rat;17.03.2026;7;§ 1\nA;Rat;2026-01-20;;\n"
    days = (date(2026, 1, 20), date(2026, 3, 17))
    assert read_calendars(data.encode()) == [CommitteeDays("A", "Rat", days, 7, "§ 1")]


def test_a_workbook_reads_like_a_table() -> None:
    book, buffer = Workbook(), BytesIO()
    sheet: Any = book.active
    sheet.append(["gremium", "tag"])
    sheet.append(["Rat", date(2026, 3, 17)])
    book.save(buffer)
    found = read_calendars(buffer.getvalue(), of_body="05999004")
    assert found == [CommitteeDays("05999004", "Rat", (date(2026, 3, 17),))]


def test_a_calendar_file_takes_titles_as_committees_and_leaves_out_what_is_cancelled() -> None:
    data = b"""BEGIN:VCALENDAR\r
VERSION:2.0\r
PRODID:x\r
BEGIN:VEVENT\r
UID:1\r
DTSTART;TZID=Europe/Berlin:20260317T180000\r
SUMMARY:Rat\r
END:VEVENT\r
BEGIN:VEVENT\r
UID:2\r
DTSTART;VALUE=DATE:20260318\r
SUMMARY:Bauausschuss\r
STATUS:CANCELLED\r
END:VEVENT\r
END:VCALENDAR\r
"""
    assert read_calendars(data, of_body="A") == [CommitteeDays("A", "Rat", (date(2026, 3, 17),))]
    with pytest.raises(BrokenFile, match="nennt keine Körperschaft"):
        read_calendars(data)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ("koerperschaft;gremium\nA;Rat\n", "Es fehlen Spalten: tag"),
        ("koerperschaft;gremium;tag\nA;Rat;31.02.2026\n", "Zeile 2, tag: „31.02.2026“ ist kein Datum"),
        ("koerperschaft;gremium;tag;ladungsfrist\nA;Rat;1.3.2026;viel\n", "Zeile 2, ladungsfrist"),
        ("koerperschaft;gremium;tag\n;Rat;1.3.2026\n", "Zeile 2, koerperschaft: fehlt"),
        ("BEGIN:VCALENDAR\nkaputt", "Die Kalenderdatei"),
    ],
)
def test_a_wrong_file_names_line_and_field(data: str, says: str) -> None:
    with pytest.raises(BrokenFile) as found:
        read_calendars(data.encode(), of_body="A" if data.startswith("BEGIN") else "")
    assert says in str(found.value)


# --- stations and calendars --------------------------------------------------------------------------------


def test_the_plan_names_the_last_partner(planned: JointDecision, lead: User) -> None:
    plan = timetable_of(planned, rights=rights_of(lead, planned, on=TODAY), on=TODAY, not_before=TODAY).plan
    assert plan.decided_on == date(2026, 6, 9)
    assert plan.critical == ("05999008",)
    assert plan.gains[0].together == date(2026, 3, 17)


def test_saving_again_takes_days_away_but_not_those_of_the_past(
    planned: JointDecision, town: BodyView
) -> None:
    committee = sittings.committee_named(town, "Rat")
    sittings.add_sittings(body=town, committee=committee, days=[date(2026, 1, 13)], by=None)
    save(planned, town, None, StationEntry(committee="Rat", days=(date(2026, 5, 5),)))
    found = sittings.sitting_days([committee.id], first=date(2026, 1, 1), last=date(2026, 12, 31))
    assert found[committee.id] == (date(2026, 1, 13), date(2026, 5, 5))


def test_a_partner_enters_its_own_calendar_and_no_other(
    matter: JointDecision, town: BodyView, village: BodyView, clerk: User
) -> None:
    save(matter, town, clerk, RAT)
    with pytest.raises(NotAllowed):
        save(matter, village, clerk, RAT)


def test_the_timetable_takes_a_fixed_number_of_queries(
    planned: JointDecision,
    lead: User,
    django_assert_max_num_queries: Any,
) -> None:
    rights = rights_of(lead, planned, on=TODAY)
    with django_assert_max_num_queries(15):
        timetable_of(planned, rights=rights, on=TODAY, not_before=TODAY)


# --- pages -------------------------------------------------------------------------------------------------


def test_the_page_says_when_and_who_holds_it_up(
    planned: JointDecision, lead: User, browser_of: SignIn, at_today: Any
) -> None:
    page = browser_of(lead).get(reverse("joint_decisions:timetable", args=[planned.pk])).content.decode()
    assert "Frühestens am 09.06.2026 können genügend der 2 Partner" in page
    assert "Die Ladungsfrist ist bei diesen Partnern angenommen" in page
    assert "hält alle auf" in page


def test_a_special_sitting_is_tried_and_taken_over(
    planned: JointDecision, lead: User, browser_of: SignIn, at_today: Any
) -> None:
    client, address = browser_of(lead), reverse("joint_decisions:timetable", args=[planned.pk])
    station = str(PartnerStation.objects.get(partner__body__key="05999008").pk)
    refused = client.get(address, {"station": station, "tag": "07.03.2026"}).content.decode()
    assert "ist kein Werktag" in refused
    tried = client.get(address, {"station": station, "tag": "16.03.2026"}).content.decode()
    assert "Alle zusammen sind 84 Tage früher fertig: am 17.03.2026 statt am 09.06.2026." in tried
    client.post(
        reverse("joint_decisions:special-sitting", args=[planned.pk]),
        {"station": station, "tag": "16.03.2026"},
    )
    assert "Frühestens am 17.03.2026" in client.get(address).content.decode()


def test_the_plan_leaves_as_table_and_calendar(
    planned: JointDecision, lead: User, browser_of: SignIn, at_today: Any
) -> None:
    client = browser_of(lead)
    table = client.get(reverse("joint_decisions:timetable-export", args=[planned.pk, "csv"])).content
    assert "Musterstadt;Hauptausschuss;10.03.2026;03.03.2026" in table.decode("utf-8-sig").replace(
        "Stadt ", ""
    )
    ics = client.get(reverse("joint_decisions:timetable-export", args=[planned.pk, "ics"])).content
    assert len(Calendar.from_ical(ics).walk("VEVENT")) == 6
    xlsx = client.get(reverse("joint_decisions:timetable-export", args=[planned.pk, "xlsx"])).content
    assert xlsx.startswith(b"PK")


def test_the_form_keeps_stations_and_names_what_is_wrong(
    matter: JointDecision, town: BodyView, clerk: User, browser_of: SignIn, at_today: Any
) -> None:
    client = browser_of(clerk)
    address = reverse("joint_decisions:stations", args=[matter.pk, partner_of(matter, town).pk])
    data = {"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "0", "form-0-days": "17.03.2026"}
    assert "fehlt das Gremium" in client.post(address, data).content.decode()
    data |= {"form-0-committee": "Rat", "form-0-notice_days": "10", "form-0-notice_source": "§ 1 GeschO"}
    client.post(address, {**data, "form-0-days": "17.03.2026 21.04.2026"})
    station = PartnerStation.objects.get()
    assert (station.notice_days, station.notice_source) == (10, "§ 1 GeschO")
    assert "21.04.2026" in client.get(address).content.decode()


def test_a_list_is_shown_before_it_is_taken_over(
    matter: JointDecision, lead: User, browser_of: SignIn, at_today: Any
) -> None:
    client, address = browser_of(lead), reverse("joint_decisions:calendar-import", args=[matter.pk])
    text = "koerperschaft;gremium;tag\n05999004;Rat;17.03.2026\nBeispieldorf;Rat;24.03.2026\n"
    page = client.post(address, {"file": SimpleUploadedFile("t.csv", text.encode())}).content.decode()
    assert "1 Sitzung (24.03.2026)" in page
    assert not PartnerStation.objects.exists()
    done = client.post(reverse("joint_decisions:calendar-confirm", args=[matter.pk]), follow=True)
    assert "2 neue Sitzungen übernommen." in done.content.decode()
    assert PartnerStation.objects.count() == 2
    wrong = text + "Fremdstadt;Rat;24.03.2026\n"
    answer = client.post(address, {"file": SimpleUploadedFile("t.csv", wrong.encode())})
    assert (answer.status_code, "„Fremdstadt“ ist kein Partner" in answer.content.decode()) == (400, True)


def test_strangers_find_no_timetable(
    planned: JointDecision, stranger: User, town: BodyView, browser_of: SignIn, at_today: Any
) -> None:
    client = browser_of(stranger)
    partner = partner_of(planned, town).pk
    for name, more in (
        ("timetable", []),
        ("timetable-export", ["csv"]),
        ("stations", [partner]),
        ("calendar-import", []),
    ):
        address = reverse(f"joint_decisions:{name}", args=[planned.pk, *more])
        assert client.get(address).status_code == 404, name


def test_a_partner_does_not_change_the_calendar_of_another(
    planned: JointDecision, village: BodyView, clerk: User, browser_of: SignIn, at_today: Any
) -> None:
    address = reverse("joint_decisions:stations", args=[planned.pk, partner_of(planned, village).pk])
    assert browser_of(clerk).get(address).status_code == 404
