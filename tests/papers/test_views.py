"""The pages: happy path, the stranger, hostile input, and how many queries they take."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from allmende.accounts.models import User
from allmende.papers import actions
from allmende.papers.bulk.models import BulkImport
from allmende.papers.models import File, Paper, PaperDraft
from allmende.register.actions import grant_membership
from allmende.register.domain import BodyView, Role
from tests.papers.factories import TEXT, TODAY, a_draft, a_paper, an_upload, facts_of, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_today")]
SignIn = Callable[[User], Client]
EVIL = "<script>alert(1)</script>"


def posted(client: Client, draft: PaperDraft, action: str = "speichern", **changes: str) -> HttpResponse:
    """Send the review form as a browser would, with some fields changed."""
    page = client.get(draft.get_absolute_url())
    return client.post(draft.get_absolute_url(), {**form_data(page), "aktion": action, **changes})  # type: ignore[return-value]


def form_data(response: Any) -> dict[str, str]:
    """Return what the review form on a page would send."""
    page = response.context["page"]
    data = {"version": str(response.context["draft"].version)}
    for field in page.fields:
        data[field.field.html_name] = field.field.value() or ""
    for section in page.sections:
        data[f"rows-{section.name}"] = str(len(section.rows))
        for row in section.rows:
            for field in row.form.form:
                if field.name not in ("checked", "remove"):
                    data[field.html_name] = field.value() or ""
    return data


# --- upload ------------------------------------------------------------------------------------------


def test_one_uploaded_file_leads_straight_to_its_review(clerk: User, browser_of: SignIn) -> None:
    file = SimpleUploadedFile("Vorlage 17.txt", TEXT.encode())
    response = browser_of(clerk).post(reverse("papers:new"), {"documents": file})
    draft = PaperDraft.objects.get()
    assert response.headers["Location"] == draft.get_absolute_url()
    assert draft.file.original_name == "Vorlage 17.txt"


def test_pasted_text_becomes_a_draft(clerk: User, browser_of: SignIn) -> None:
    browser_of(clerk).post(reverse("papers:new"), {"text": TEXT})
    assert "Vorlage Nr. 2026/17" in PaperDraft.objects.get().file.text


def test_of_several_files_the_good_ones_are_kept_and_the_others_explained(
    clerk: User, browser_of: SignIn
) -> None:
    files = [
        SimpleUploadedFile("gut.txt", TEXT.encode()),
        SimpleUploadedFile("leer.txt", b""),
        SimpleUploadedFile("kaputt.pdf", b"%PDF-1.4 nothing"),
        SimpleUploadedFile("nochmal.txt", TEXT.encode()),
    ]
    response = browser_of(clerk).post(reverse("papers:new"), {"documents": files})
    reports = response.context["reports"]
    assert [bool(report.problem) for report in reports] == [False, True, True, True]
    assert reports[3].url == PaperDraft.objects.get().get_absolute_url()
    assert File.objects.count() == 1


def test_an_empty_form_says_what_to_do(clerk: User, browser_of: SignIn) -> None:
    response = browser_of(clerk).post(reverse("papers:new"), {})
    assert "Wählen Sie eine Datei aus" in response.content.decode()


def test_too_many_files_are_refused_at_once(clerk: User, browser_of: SignIn) -> None:
    files = [SimpleUploadedFile(f"{number}.txt", b"Vorlage") for number in range(21)]
    response = browser_of(clerk).post(reverse("papers:new"), {"documents": files})
    assert "höchstens 20 Dateien" in response.content.decode()
    assert not File.objects.exists()


def test_who_only_reads_gets_no_upload_form(reader: User, browser_of: SignIn) -> None:
    assert browser_of(reader).get(reverse("papers:new")).status_code in (403, 409)


def test_who_has_no_body_is_told_so(browser_of: SignIn, db: None) -> None:
    from tests.accounts.factories import a_user

    response = browser_of(a_user()).get(reverse("papers:new"))
    assert response.status_code == 403
    assert "noch zu keiner Körperschaft" in response.content.decode()


def test_an_upload_goes_to_the_body_that_the_form_showed(
    bodies: dict[str, BodyView], town: BodyView, clerk: User, browser_of: SignIn
) -> None:
    village = bodies["05999008"]
    grant_membership(user=clerk, body=village, role=Role.CLERK, valid_from=TODAY, by=None, on=TODAY)
    client = browser_of(clerk)
    for address in (reverse("papers:new"), reverse("papers:bulk")):
        shown = client.get(address).context["body"]
        assert f'name="body" value="{shown.key}"' in client.get(address).content.decode()
    other = town if shown == village else village  # chosen in another tab before the form was sent
    client.post(reverse("papers:new"), {"text": TEXT, "body": other.key})
    files = {"documents": SimpleUploadedFile("1.txt", b"x"), "body": other.key}
    client.post(reverse("papers:bulk"), files)
    assert PaperDraft.objects.get().body_id == BulkImport.objects.get().body_id == other.id


def test_an_upload_for_a_body_of_others_is_refused(
    bodies: dict[str, BodyView], clerk: User, browser_of: SignIn
) -> None:
    client = browser_of(clerk)
    for address in (reverse("papers:new"), reverse("papers:bulk")):
        for key in (bodies["05998000"].key, "", "x" * 5000):
            assert client.post(address, {"text": TEXT, "body": key}).status_code == 403
    assert not PaperDraft.objects.exists()


def test_each_paper_of_one_file_becomes_its_own_draft(clerk: User, browser_of: SignIn) -> None:
    both = "\f".join((text_of("2026/1"), text_of("2026/2")))
    response = browser_of(clerk).post(
        reverse("papers:new"), {"documents": SimpleUploadedFile("zwei.txt", both.encode())}
    )
    assert [report.problem for report in response.context["reports"]] == ["", ""]
    read = [draft.entries["header"]["reference"] for draft in PaperDraft.objects.order_by("pk")]
    assert read == ["2026/1", "2026/2"]


def test_only_who_may_upload_is_offered_to(
    town: BodyView, clerk: User, reader: User, browser_of: SignIn
) -> None:
    for address in (reverse("papers:papers"), reverse("papers:drafts"), "/"):
        link = f'href="{reverse("papers:new")}"'
        assert link in browser_of(clerk).get(address).content.decode()
        assert link not in browser_of(reader).get(address).content.decode()


def test_visitors_are_asked_to_sign_in(client: Client) -> None:
    for name in ("papers:new", "papers:drafts", "papers:calendar"):
        assert client.get(reverse(name)).headers["Location"].startswith(reverse("account_login"))


# --- review ------------------------------------------------------------------------------------------


def test_the_review_shows_each_value_in_its_place(town: BodyView, clerk: User, browser_of: SignIn) -> None:
    page = browser_of(clerk).get(a_draft(town, clerk).get_absolute_url()).content.decode()
    assert 'id="stelle-reference" href="#feld-reference"' in page
    assert 'href="#stelle-amounts-0"' in page
    assert "evidence--unsure" in page
    assert "Zeile 2" in page


def test_typing_and_saving_keeps_everything(town: BodyView, clerk: User, browser_of: SignIn) -> None:
    draft = a_draft(town, clerk)
    client = browser_of(clerk)
    posted(client, draft, **{"header-department": "Amt 60", "header-date": "31.02.2026"})
    page = client.get(draft.get_absolute_url())
    assert "Amt 60" in page.content.decode()
    assert "ist kein Datum" in page.content.decode()
    assert 'value="31.02.2026"' in page.content.decode()


def test_rows_can_be_removed_and_added(town: BodyView, clerk: User, browser_of: SignIn) -> None:
    draft = a_draft(town, clerk)
    client = browser_of(clerk)
    posted(client, draft, **{"consultations-0-remove": "on"})
    posted(client, draft, action="neu-amounts")
    posted(client, draft, **{"amounts-1-value": "500", "amounts-1-row_key": ""})
    draft.refresh_from_db()
    assert [row["values"]["body"] for row in draft.entries["rows"]["consultations"]] == ["Rat"]
    assert [row["values"]["value"] for row in draft.entries["rows"]["amounts"]] == ["1234567.89", "500.00"]


def test_confirming_leads_to_the_dossier(town: BodyView, clerk: User, browser_of: SignIn) -> None:
    draft = a_draft(town, clerk)
    client = browser_of(clerk)
    response = posted(client, draft, action="bestaetigen", **{"header-department": "Amt 60"})
    paper = Paper.objects.get()
    assert response.headers["Location"] == paper.get_absolute_url()
    assert paper.department == "Amt 60"
    assert client.get(draft.get_absolute_url()).headers["Location"] == paper.get_absolute_url()


def test_a_value_that_cannot_be_read_stops_the_confirmation(
    town: BodyView, clerk: User, browser_of: SignIn
) -> None:
    draft = a_draft(town, clerk)
    posted(browser_of(clerk), draft, action="bestaetigen", **{"amounts-0-value": "viel Geld"})
    assert not Paper.objects.exists()
    draft.refresh_from_db()
    assert draft.entries["rows"]["amounts"][0]["values"]["value"] == "viel Geld"


def test_a_stale_form_comes_back_with_what_was_typed(town: BodyView, clerk: User, browser_of: SignIn) -> None:
    draft = a_draft(town, clerk)
    client = browser_of(clerk)
    old = form_data(client.get(draft.get_absolute_url()))
    posted(client, draft, **{"header-department": "Amt 60"})
    response = client.post(draft.get_absolute_url(), {**old, "header-department": "Amt 20"})
    assert response.status_code == 409
    assert 'value="Amt 20"' in response.content.decode()
    assert f'name="version" value="{PaperDraft.objects.get().version}"' in response.content.decode()


def test_undo_and_mark_all_and_delete(town: BodyView, clerk: User, browser_of: SignIn) -> None:
    draft = a_draft(town, clerk)
    client = browser_of(clerk)
    posted(client, draft, action="geprueft")
    draft.refresh_from_db()
    assert draft.entries["checked"] == ["subject"]
    posted(client, draft, action="rueckgaengig")
    draft.refresh_from_db()
    assert draft.entries["checked"] == []
    client.post(reverse("papers:draft-delete", args=[draft.pk]))
    assert not PaperDraft.objects.exists()


def test_a_paper_for_another_town_gets_a_warning(
    bodies: dict[str, BodyView], stranger: User, browser_of: SignIn
) -> None:
    page = browser_of(stranger).get(a_draft(bodies["05998000"], stranger).get_absolute_url())
    assert "hochgeladen ist sie für Stadt Fremdstadt" in page.content.decode()


def test_a_number_in_use_is_announced_and_linked(town: BodyView, clerk: User, browser_of: SignIn) -> None:
    paper = a_paper(town, clerk)
    upload = an_upload(text=TEXT + "Zweite Fassung", facts=facts_of())
    draft = actions.store_draft(upload=upload, body=town, by=clerk, on=TODAY)
    page = browser_of(clerk).get(draft.get_absolute_url()).content.decode()
    assert "Die Nummer hat schon eine andere Vorlage" in page
    assert f'href="{paper.get_absolute_url()}"' in page


def test_readers_see_the_draft_without_buttons(
    town: BodyView, clerk: User, reader: User, browser_of: SignIn
) -> None:
    draft = a_draft(town, clerk)
    client = browser_of(reader)
    page = client.get(draft.get_absolute_url()).content.decode()
    assert "Sie lesen mit." in page
    assert 'value="bestaetigen"' not in page
    assert client.post(draft.get_absolute_url(), {"version": "1"}).status_code in (403, 409)


def test_strangers_do_not_learn_that_a_draft_exists(
    town: BodyView, clerk: User, stranger: User, browser_of: SignIn
) -> None:
    draft = a_draft(town, clerk)
    client = browser_of(stranger)
    assert client.get(draft.get_absolute_url()).status_code == 404
    assert client.post(draft.get_absolute_url(), {"version": "1"}).status_code == 404
    assert client.post(reverse("papers:draft-delete", args=[draft.pk])).status_code == 404
    assert client.get(reverse("papers:download", args=[draft.file_id])).status_code == 404


def test_hostile_text_is_shown_as_text(town: BodyView, clerk: User, browser_of: SignIn) -> None:
    client = browser_of(clerk)
    name = f"{EVIL}.txt"
    client.post(reverse("papers:new"), {"documents": SimpleUploadedFile(name, (TEXT + EVIL).encode())})
    draft = PaperDraft.objects.get()
    posted(client, draft, **{"header-subject": EVIL, "header-issuer": '"><img src=x onerror=alert(1)>'})
    assert EVIL not in client.get(draft.get_absolute_url()).content.decode()
    posted(client, draft, action="bestaetigen")
    paper = Paper.objects.get()
    for address in (paper.get_absolute_url(), reverse("papers:paper-text", args=[paper.pk])):
        page = client.get(address).content.decode()
        assert EVIL not in page
        assert "<img src=x" not in page
        assert "&lt;script&gt;" in page


def test_made_up_form_values_do_no_harm(town: BodyView, clerk: User, browser_of: SignIn) -> None:
    draft = a_draft(town, clerk)
    client = browser_of(clerk)
    data = form_data(client.get(draft.get_absolute_url()))
    hostile = {
        "rows-amounts": "99999999999999999999",
        "rows-legal": "-1",
        "rows-dates": "9" * 5000,
        "consultations-0-row_key": "subject-0",
        "legal-0-row_key": "legal-²",
        "amounts-0-row_key": "legal-0",
        "amounts-1-row_key": "x" * 5000,
        "amounts-1-value": "\x00",
        "aktion": "neu-nichts",
    }
    assert client.post(draft.get_absolute_url(), {**data, **hostile}).status_code == 302
    assert client.post(draft.get_absolute_url(), {"version": "abc"}).status_code == 409
    assert client.post(draft.get_absolute_url(), {**data, "version": "9" * 5000}).status_code == 409
    assert client.get(draft.get_absolute_url()).status_code == 200


def test_more_than_five_hundred_rows_are_all_saved(town: BodyView, clerk: User, browser_of: SignIn) -> None:
    draft = a_draft(town, clerk)
    client = browser_of(clerk)
    data = form_data(client.get(draft.get_absolute_url()))
    for number in range(1, 801):
        for column, value in {
            "row_key": "",
            "value": str(number),
            "currency": "EUR",
            "label": "",
            "unit": "",
        }.items():
            data[f"amounts-{number}-{column}"] = value
    for number in range(1, 1001):
        data[f"dates-{number}-row_key"], data[f"dates-{number}-date"] = "", "01.02.2026"
        data[f"dates-{number}-meaning"] = "Frist"
    assert client.post(draft.get_absolute_url(), data).status_code == 302
    draft.refresh_from_db()
    assert len(draft.entries["rows"]["amounts"]) == 801
    assert len(draft.entries["rows"]["dates"]) == 1001


def test_a_value_has_only_evidence_of_its_own_list(town: BodyView, clerk: User, browser_of: SignIn) -> None:
    draft = a_draft(town, clerk)
    posted(
        browser_of(clerk), draft, **{"amounts-0-row_key": "legal-0", "consultations-1-row_key": "subject-0"}
    )
    draft.refresh_from_db()
    assert draft.entries["rows"]["amounts"][0]["key"] == ""
    assert draft.entries["rows"]["consultations"][1]["key"] == ""


def test_a_change_during_the_confirmation_stops_it(
    town: BodyView, clerk: User, browser_of: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = a_draft(town, clerk)
    client = browser_of(clerk)
    save = actions.save_entries

    def overtaken(**values: Any) -> PaperDraft:
        saved = save(**values)
        PaperDraft.objects.update(version=saved.version + 1)
        return saved

    monkeypatch.setattr(actions, "save_entries", overtaken)
    response = posted(client, draft, action="bestaetigen")
    assert response.headers["Location"] == draft.get_absolute_url()
    assert "hat den Entwurf inzwischen geändert" in client.get(draft.get_absolute_url()).content.decode()
    assert not Paper.objects.exists()


def test_the_history_names_the_changed_fields(town: BodyView, clerk: User, browser_of: SignIn) -> None:
    draft = a_draft(town, clerk)
    client = browser_of(clerk)
    posted(client, draft, **{"header-department": "Amt 60"})
    page = client.get(draft.get_absolute_url()).content.decode()
    assert "hat Angaben geändert" in page
    assert "Felder: Amt oder Dezernat" in page


# --- dossier -----------------------------------------------------------------------------------------


def test_the_dossier_shows_everything(town: BodyView, clerk: User, browser_of: SignIn) -> None:
    paper = a_paper(town, clerk)
    page = browser_of(clerk).get(paper.get_absolute_url()).content.decode()
    for expected in (
        "Gemeinsame Brücke mit Beispieldorf",
        "1.234.567,89\u00a0€",
        "Finanzausschuss",
        "Termin vorbei",
        "steht an",
        "hebt auf",
        "noch nicht in Allmende",
        "§ 75 Abs. 1 GO NRW",
        "Kreis Probe",
        "gemeint sein kann",
        "hat das Dokument hochgeladen",
        "hat die Angaben bestätigt",
    ):
        assert expected in page


def test_the_text_leads_back_to_the_dossier(town: BodyView, clerk: User, browser_of: SignIn) -> None:
    paper = a_paper(town, clerk)
    page = browser_of(clerk).get(reverse("papers:paper-text", args=[paper.pk])).content.decode()
    assert page.count('id="stelle-amounts-0"') == 1
    assert f'href="{paper.get_absolute_url()}#wert-amounts-0"' in page
    assert 'data-line="16"' in page


def test_strangers_see_a_paper_only_once_it_is_published(
    town: BodyView, clerk: User, client: Client, stranger: User, browser_of: SignIn
) -> None:
    paper = a_paper(town, clerk)
    names = ("paper", "paper-text", "paper-pdf", "paper-json", "paper-calendar")
    addresses = [reverse(f"papers:{name}", args=[paper.pk]) for name in names]
    addresses.append(reverse("papers:download", args=[paper.files.get().pk]))
    for visitor in (client, browser_of(stranger)):
        assert {visitor.get(address).status_code for address in addresses} == {404}
    assert browser_of(stranger).post(reverse("papers:publish", args=[paper.pk])).status_code == 404
    browser_of(clerk).post(reverse("papers:publish", args=[paper.pk]))
    for visitor in (client, browser_of(stranger)):
        assert {visitor.get(address).status_code for address in addresses} == {200}
    assert browser_of(stranger).post(reverse("papers:unpublish", args=[paper.pk])).status_code in (403, 409)
    assert "Verlauf" not in client.get(paper.get_absolute_url()).content.decode()


def test_a_reference_to_a_paper_one_may_not_see_stays_a_gap(
    town: BodyView, clerk: User, client: Client
) -> None:
    a_paper(town, clerk, "2025/3", "2024/1")
    paper = a_paper(town, clerk)
    actions.publish_paper(paper_id=paper.pk, by=clerk, on=TODAY)
    page = client.get(paper.get_absolute_url()).content.decode()
    assert "2025/3 vom 01.12.2025" in page
    assert "noch nicht in Allmende" in page


def test_the_source_file_is_only_ever_a_download(town: BodyView, clerk: User, browser_of: SignIn) -> None:
    paper = a_paper(town, clerk)
    response = browser_of(clerk).get(reverse("papers:download", args=[paper.files.get().pk]))
    assert response.headers["Content-Disposition"].startswith("attachment;")
    assert response.headers["Content-Type"] == "application/octet-stream"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.content.decode() == TEXT


def test_a_source_file_that_is_gone_is_explained(town: BodyView, clerk: User, browser_of: SignIn) -> None:
    file = a_draft(town, clerk).file
    default_storage.delete(str(file.content.name))
    response = browser_of(clerk).get(reverse("papers:download", args=[file.pk]))
    assert response.status_code == 404
    assert "fehlt in der Ablage" in response.content.decode()


def test_taking_back_leads_to_the_draft(town: BodyView, clerk: User, browser_of: SignIn) -> None:
    paper = a_paper(town, clerk)
    response = browser_of(clerk).post(reverse("papers:reopen", args=[paper.pk]))
    assert response.headers["Location"] == PaperDraft.objects.get().get_absolute_url()
    assert not Paper.objects.exists()


def test_the_json_export_is_what_the_reader_prints(town: BodyView, clerk: User, browser_of: SignIn) -> None:
    paper = a_paper(town, clerk)
    response = browser_of(clerk).get(reverse("papers:paper-json", args=[paper.pk]))
    printed = an_upload().reading
    exported = json.loads(response.content)
    recorded_since = {name: exported.pop(name) for name in ("decision", "register", "calculations")}
    assert exported == {name: printed[name] for name in exported}
    assert recorded_since["decision"] is None


def test_the_calendar_file_holds_each_dated_station(town: BodyView, clerk: User, browser_of: SignIn) -> None:
    paper = a_paper(town, clerk)
    response = browser_of(clerk).get(reverse("papers:paper-calendar", args=[paper.pk]))
    events = Calendar.from_ical(response.content).walk("VEVENT")
    assert [event.decoded("dtstart").isoformat() for event in events] == ["2026-02-24", "2026-03-17"]
    assert str(events[1]["summary"]) == "Rat: Gemeinsame Brücke mit Beispieldorf"


# --- subscribed calendar -----------------------------------------------------------------------------


def address_of_feed(client: Client) -> str:
    client.post(reverse("papers:calendar"), {"aktion": "neu"})
    return str(client.get(reverse("papers:calendar")).context["feed_address"]).removeprefix(
        "http://testserver"
    )


def test_the_feed_needs_no_sign_in_but_its_secret(
    town: BodyView, clerk: User, client: Client, browser_of: SignIn
) -> None:
    a_paper(town, clerk)
    address = address_of_feed(browser_of(clerk))
    assert len(Calendar.from_ical(client.get(address).content).walk("VEVENT")) == 2
    assert client.get(reverse("papers:feed", args=["geraten"])).status_code == 404


def test_the_secret_is_shown_once(clerk: User, browser_of: SignIn) -> None:
    client = browser_of(clerk)
    assert address_of_feed(client)
    assert client.get(reverse("papers:calendar")).context["feed_address"] == ""


def test_a_new_address_or_its_end_closes_the_old_one(
    town: BodyView, clerk: User, client: Client, browser_of: SignIn
) -> None:
    signed_in = browser_of(clerk)
    first, second = address_of_feed(signed_in), address_of_feed(signed_in)
    assert [client.get(address).status_code for address in (first, second)] == [404, 200]
    signed_in.post(reverse("papers:calendar"), {"aktion": "beenden"})
    assert client.get(second).status_code == 404


def test_the_feed_of_a_locked_account_is_closed(clerk: User, client: Client, browser_of: SignIn) -> None:
    address = address_of_feed(browser_of(clerk))
    User.objects.filter(pk=clerk.pk).update(is_active=False)
    assert client.get(address).status_code == 404


# --- list --------------------------------------------------------------------------------------------


def titles(response: Any) -> list[str]:
    return [row[1].text for row in response.context["table"].body]


def test_the_list_filters_by_what_clerks_ask(town: BodyView, clerk: User, browser_of: SignIn) -> None:
    a_paper(town, clerk)
    published = a_paper(town, clerk, "2026/18")
    actions.publish_paper(paper_id=published.pk, by=clerk, on=TODAY)
    client = browser_of(clerk)

    def found(**parameters: str) -> list[str]:
        return sorted(titles(client.get(reverse("papers:papers"), parameters)))

    both = ["2026/17", "2026/18"]
    assert found() == both
    assert found(q="2026/18") == ["2026/18"]
    assert found(**{"steht-an": "entscheidung"}) == both
    assert found(**{"steht-an": "beratung"}) == []
    assert found(sichtbar="public") == ["2026/18"]
    assert found(jahr="2026", art="Beschlussvorlage", koerperschaft=town.key) == both
    assert found(jahr="1999") == both
    assert found(status="nichtöffentlich") == []


def test_visitors_see_published_papers_only(town: BodyView, clerk: User, client: Client) -> None:
    a_paper(town, clerk)
    assert titles(client.get(reverse("papers:papers"))) == []
    published = a_paper(town, clerk, "2026/18")
    actions.publish_paper(paper_id=published.pk, by=clerk, on=TODAY)
    assert titles(client.get(reverse("papers:papers"))) == ["2026/18"]


def test_the_export_holds_the_filtered_rows(town: BodyView, clerk: User, browser_of: SignIn) -> None:
    a_paper(town, clerk)
    a_paper(town, clerk, "2026/18")
    response = browser_of(clerk).get(reverse("papers:papers"), {"q": "2026/18", "format": "csv"})
    text = response.content.decode()
    assert "2026/18" in text
    assert "2026/17" not in text


# --- how many queries --------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 4])
def test_pages_take_a_fixed_number_of_queries(
    town: BodyView, clerk: User, browser_of: SignIn, django_assert_max_num_queries: Any, count: int
) -> None:
    papers = [a_paper(town, clerk, f"2026/{number}", f"2026/{number + 1}") for number in range(count)]
    draft = a_draft(town, clerk, "2027/1")
    client = browser_of(clerk)
    limits = {
        reverse("papers:papers"): 13,
        papers[0].get_absolute_url(): 43,  # ten of them for amounts, where it was read, grants, reviews
        reverse("papers:paper-text", args=[papers[0].pk]): 26,
        reverse("papers:drafts"): 7,
        draft.get_absolute_url(): 13,
        reverse("papers:calendar"): 9,
    }
    for address, limit in limits.items():
        with django_assert_max_num_queries(limit, info=address):
            assert client.get(address).status_code == 200
