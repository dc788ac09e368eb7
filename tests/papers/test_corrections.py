"""What people change of what was read is counted by layout and field, and never kept in words."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.test import Client
from django.urls import reverse

from allmende.accounts.models import User
from allmende.papers import actions
from allmende.papers.domain.corrections import UNKNOWN_LAYOUT, CorrectionKind, corrections, layout_of
from allmende.papers.domain.entries import Entries, Row, entries_from_json, entries_from_reading
from allmende.papers.models import PaperDraft, ReadingCorrection
from allmende.papers.uploads import read_upload
from allmende.register.domain import BodyView
from tests.accounts.factories import an_administrator
from tests.papers.factories import TODAY, a_draft, a_paper, an_upload, text_of

ACCEPTED, CHANGED, REMOVED, ADDED = CorrectionKind
SignIn = Callable[[User], Client]


def as_read() -> tuple[dict[str, object], Entries]:
    reading = an_upload().reading
    return reading, entries_from_reading(reading)


def test_what_was_left_is_accepted_and_empty_fields_count_nowhere() -> None:
    reading, entries = as_read()
    counts = corrections(reading, entries)
    assert {kind for _field, kind in counts} == {ACCEPTED}
    assert counts["consultations", ACCEPTED] == 2
    assert counts["organisations", ACCEPTED] == 3
    assert ("department", ACCEPTED) not in counts


def test_header_fields_are_changed_removed_and_added() -> None:
    reading, entries = as_read()
    header = {**entries.header, "subject": "Anders", "reference": "", "department": "Amt 60"}
    counts = corrections(reading, replace(entries, header=header))
    assert counts["subject", CHANGED] == counts["reference", REMOVED] == counts["department", ADDED] == 1
    assert counts["issuer", ACCEPTED] == 1


def test_rows_are_changed_removed_and_added() -> None:
    reading, entries = as_read()
    first, second = entries.rows["consultations"]
    later = replace(first, values={**first.values, "date": "2026-02-25"})
    rows = (later, Row({"body": "Kreistag"}), Row({"body": "", "date": "", "role": "", "treatment": ""}))
    counts = corrections(reading, replace(entries, rows={**entries.rows, "consultations": rows}))
    assert second.key
    assert (counts["consultations", CHANGED], counts["consultations", REMOVED]) == (1, 1)
    assert counts["consultations", ADDED] == 1


def test_breaks_and_other_spellings_are_no_corrections() -> None:
    reading, entries = as_read()
    point = entries.rows["resolution"][0]
    broken = replace(point, values={**point.values, "text": point.values["text"].replace(" ", "\r\n")})
    header = {**entries.header, "date": "2.2.2026", "subject": " Gemeinsame  Brücke mit Beispieldorf "}
    rows = {**entries.rows, "resolution": (broken, *entries.rows["resolution"][1:])}
    assert {kind for _field, kind in corrections(reading, replace(entries, header=header, rows=rows))} == {
        ACCEPTED
    }


def test_choosing_a_body_of_the_register_is_no_correction() -> None:
    reading, entries = as_read()
    rows = tuple(replace(row, values={**row.values, "key": "05999"}) for row in entries.rows["organisations"])
    counts = corrections(reading, replace(entries, rows={**entries.rows, "organisations": rows}))
    assert counts["organisations", ACCEPTED] == 3


def test_an_upload_remembers_the_layout_that_was_recognized() -> None:
    assert layout_of(read_upload("a.txt", text_of().encode()).reading) != UNKNOWN_LAYOUT
    assert layout_of({}) == UNKNOWN_LAYOUT


# --- stored ------------------------------------------------------------------------------------------


def confirmed_with(draft: PaperDraft, by: User, **header: str) -> None:
    """Change header fields of a draft and confirm it."""
    entries = entries_from_json(draft.entries)
    changed = replace(entries, header={**entries.header, **header})
    actions.save_entries(draft_id=draft.pk, entries=changed, version=draft.version, by=by, on=TODAY)
    actions.confirm_draft(draft_id=draft.pk, by=by, on=TODAY)


@pytest.mark.django_db
def test_confirming_counts_and_reopening_forgets(town: BodyView, clerk: User) -> None:
    draft = a_draft(town, clerk)
    confirmed_with(draft, clerk, subject="Anders")
    row = ReadingCorrection.objects.get(field="subject")
    assert (row.kind, row.count, row.layout, row.draft_id) == (CHANGED, 1, "generic", draft.pk)
    draft.refresh_from_db()
    assert draft.paper_id is not None
    actions.reopen_paper(paper_id=draft.paper_id, by=clerk, on=TODAY)
    assert not ReadingCorrection.objects.exists()


@pytest.mark.django_db
def test_nothing_of_the_paper_itself_is_kept(town: BodyView, clerk: User) -> None:
    confirmed_with(a_draft(town, clerk), clerk, subject="Frau Muster, Musterweg 1")
    kept = {field.name for field in ReadingCorrection._meta.get_fields()}
    assert kept == {"id", "draft", "layout", "field", "kind", "count"}
    words = " ".join(map(str, ReadingCorrection.objects.values_list("layout", "field", "kind")))
    assert "Muster" not in words


@pytest.mark.django_db
def test_the_installation_itself_corrects_nothing(town: BodyView, clerk: User) -> None:
    actions.confirm_draft(draft_id=a_draft(town, clerk).pk, by=None, on=TODAY)
    assert not ReadingCorrection.objects.exists()


@pytest.mark.django_db
@pytest.mark.usefixtures("at_today")
def test_the_weakest_fields_stand_first(town: BodyView, clerk: User, browser_of: SignIn) -> None:
    confirmed_with(a_draft(town, clerk, "2026/1"), clerk, subject="Anders")
    a_paper(town, clerk, "2026/2")
    client = browser_of(an_administrator())
    response = client.get(reverse("papers:reader-quality"))
    rows = [[cell.text for cell in row] for row in response.context["table"].body]
    assert rows[0] == ["generic", "Betreff", "50", "1", "1", "0", "0"]
    assert rows[1][2] == "100"
    exported = b"".join(client.get(f"{reverse('papers:reader-quality')}?feld=subject&format=csv"))
    assert exported.decode("utf-8-sig").splitlines()[1:] == ["generic;Betreff;50;1;1;0;0"]


@pytest.mark.django_db
@pytest.mark.usefixtures("at_today")
def test_only_the_administration_sees_how_well_the_reader_reads(clerk: User, browser_of: SignIn) -> None:
    address = reverse("papers:reader-quality")
    assert browser_of(clerk).get(address).status_code == 404
    assert Client().get(address).status_code == 302
    assert "Noch nichts gezählt" in browser_of(an_administrator()).get(address).content.decode()
