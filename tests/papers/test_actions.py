"""Upload, correct, confirm, take back, publish: one test per outcome, including every refusal."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.db import IntegrityError, connection, transaction

from allmende.accounts.models import User
from allmende.accounts.queries import broken_audit_links, history_of
from allmende.papers import actions
from allmende.papers.domain import review
from allmende.papers.domain.entries import Entries, entries_from_json, with_empty_row
from allmende.papers.dossier import history
from allmende.papers.errors import (
    DraftHasProblems,
    DraftNotOpen,
    DuplicateUpload,
    NothingToUndo,
    NotPublishable,
    PaperIsPublished,
    ReferenceTaken,
    StaleDraft,
    TooManyRows,
    UploadTooLarge,
    Vanished,
)
from allmende.papers.models import (
    Consultation,
    Decision,
    Figure,
    File,
    Meeting,
    Organization,
    Paper,
    PaperDraft,
    PaperReference,
)
from allmende.papers.uploads import MAX_UPLOAD_BYTES, read_upload
from allmende.reading import PaperFacts
from allmende.register.domain import BodyView, NotAllowed, Role
from tests.papers.factories import TEXT, TODAY, a_draft, a_member, a_paper, an_upload, facts_of

pytestmark = pytest.mark.django_db


def entries_of(draft: PaperDraft) -> Entries:
    return entries_from_json(draft.entries)


def with_header(draft: PaperDraft, **values: str) -> Entries:
    entries = entries_of(draft)
    return replace(entries, header={**entries.header, **values})


def with_row(draft: PaperDraft, section: str, **values: str) -> Entries:
    entries = with_empty_row(entries_of(draft), section)
    row = entries.rows[section][-1]
    rows = (*entries.rows[section][:-1], replace(row, values={**row.values, **values}))
    return replace(entries, rows={**entries.rows, section: rows})


def save(draft: PaperDraft, entries: Entries, by: User) -> PaperDraft:
    return actions.save_entries(draft_id=draft.pk, entries=entries, version=draft.version, by=by, on=TODAY)


# --- upload ------------------------------------------------------------------------------------------


def test_an_upload_becomes_an_open_draft_with_everything_found(town: BodyView, clerk: User) -> None:
    draft = a_draft(town, clerk)
    assert draft.state == "open"
    assert entries_of(draft).header["reference"] == "2026/17"
    assert draft.file.text == TEXT
    assert [event.action for event in history_of("paper-draft", str(draft.pk))] == ["paper_uploaded"]


def test_the_stored_file_has_nothing_of_the_uploaded_name(town: BodyView, clerk: User) -> None:
    upload = replace(an_upload(), name="../../static/evil.html")
    draft = actions.store_draft(upload=upload, body=town, by=clerk, on=TODAY)
    path = str(draft.file.content.name)
    assert path.startswith("papers/")
    assert path.endswith(".bin")
    assert "evil" not in path
    with default_storage.open(path) as stored:
        assert stored.read() == upload.data


def test_the_same_file_is_recognized_and_linked(town: BodyView, clerk: User) -> None:
    draft = a_draft(town, clerk)
    with pytest.raises(DuplicateUpload) as refusal:
        a_draft(town, clerk)
    assert refusal.value.values["url"] == draft.get_absolute_url()
    paper = actions.confirm_draft(draft_id=draft.pk, by=clerk, on=TODAY)
    with pytest.raises(DuplicateUpload) as refusal:
        a_draft(town, clerk)
    assert refusal.value.values["url"] == paper.get_absolute_url()


def test_another_body_may_have_the_same_file(
    bodies: dict[str, BodyView], town: BodyView, clerk: User
) -> None:
    a_draft(town, clerk)
    other = a_member(bodies["05999008"], Role.CLERK)
    assert a_draft(bodies["05999008"], other).body_id == bodies["05999008"].id


@pytest.mark.parametrize("role", [Role.READER, Role.TREASURER, Role.AUDITOR])
def test_who_only_reads_may_not_upload(town: BodyView, role: Role) -> None:
    with pytest.raises(NotAllowed):
        a_draft(town, a_member(town, role))
    assert not File.objects.exists()


def test_a_refused_upload_leaves_no_file_behind(
    town: BodyView, clerk: User, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    def broken(**_values: object) -> None:
        raise RuntimeError("disk full")

    monkeypatch.setattr(actions, "record_event", broken)
    with pytest.raises(RuntimeError):
        a_draft(town, clerk)
    folder = Path(settings.STORAGES["default"]["OPTIONS"]["location"])
    assert [path for path in folder.rglob("*") if path.is_file()] == []
    assert not File.objects.exists()


def test_a_file_that_is_too_large_is_not_read() -> None:
    with pytest.raises(UploadTooLarge):
        read_upload("gross.txt", b"a" * (MAX_UPLOAD_BYTES + 1))


def test_text_that_a_database_cannot_keep_is_made_storable(town: BodyView, clerk: User) -> None:
    text = "Vorlage\x00 Nr. 1 " + "wort " * 20
    upload = read_upload("a.txt", text.encode())
    draft = actions.store_draft(upload=upload, body=town, by=clerk, on=TODAY)
    draft.refresh_from_db()
    assert "\x00" not in draft.file.text


def test_a_text_of_many_different_words_can_be_stored(town: BodyView, clerk: User) -> None:
    text = " ".join(f"a{number}.de/b{number}" for number in range(60_000))
    draft = actions.store_draft(
        upload=an_upload("woerter.txt", text, PaperFacts()), body=town, by=clerk, on=TODAY
    )
    assert File.objects.filter(pk=draft.file_id, search="a17.de").exists()


# --- correct -----------------------------------------------------------------------------------------


def test_what_was_typed_is_kept_even_if_it_cannot_be_read(town: BodyView, clerk: User) -> None:
    draft = save(a_draft(town, clerk), with_header(a_draft_again(town), date="31.02.2026"), clerk)
    assert entries_of(draft).header["date"] == "31.02.2026"
    with pytest.raises(DraftHasProblems):
        actions.confirm_draft(draft_id=draft.pk, by=clerk, on=TODAY)
    assert not Paper.objects.exists()


def a_draft_again(town: BodyView) -> PaperDraft:
    return PaperDraft.objects.get(body_id=town.id)


def test_a_draft_changed_by_somebody_else_is_not_overwritten(town: BodyView, clerk: User) -> None:
    draft = a_draft(town, clerk)
    colleague = a_member(town, Role.HEAD)
    save(draft, with_header(draft, department="Amt 60"), colleague)
    with pytest.raises(StaleDraft, match="head Musterstadt"):
        save(draft, with_header(draft, department="Amt 20"), clerk)
    assert entries_of(a_draft_again(town)).header["department"] == "Amt 60"


def test_saving_without_a_change_changes_nothing(town: BodyView, clerk: User) -> None:
    draft = a_draft(town, clerk)
    assert save(draft, entries_of(draft), clerk).version == draft.version


def test_changes_can_be_undone_one_by_one(town: BodyView, clerk: User) -> None:
    draft = a_draft(town, clerk)
    first = save(draft, with_header(draft, department="Amt 60"), clerk)
    save(first, with_header(first, department="Amt 20"), clerk)
    assert entries_of(undone(draft, clerk)).header["department"] == "Amt 60"
    assert entries_of(undone(draft, clerk)).header["department"] == ""
    with pytest.raises(NothingToUndo):
        undone(draft, clerk)


def undone(draft: PaperDraft, by: User) -> PaperDraft:
    return actions.undo_entries(draft_id=draft.pk, by=by, on=TODAY)


def test_only_the_last_changes_are_kept_for_undo(
    town: BodyView, clerk: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "KEPT_REVISIONS", 3)
    draft = a_draft(town, clerk)
    for number in range(6):
        draft = save(draft, with_header(draft, department=f"Amt {number}"), clerk)
    kept = [revision.entries["header"]["department"] for revision in draft.revisions.all()]
    assert kept == ["Amt 4", "Amt 3", "Amt 2"]


def test_all_unsure_values_can_be_accepted_at_once(town: BodyView, clerk: User) -> None:
    draft = a_draft(town, clerk)
    assert review.outline(entries_of(draft), draft.reading).unsure == ("subject",)
    draft = actions.mark_all_checked(draft_id=draft.pk, by=clerk, on=TODAY)
    assert review.outline(entries_of(draft), draft.reading).unsure == ()


def test_who_only_reads_may_not_correct(town: BodyView, clerk: User, reader: User) -> None:
    draft = a_draft(town, clerk)
    with pytest.raises(NotAllowed):
        save(draft, with_header(draft, department="Amt 1"), reader)
    with pytest.raises(NotAllowed):
        actions.delete_draft(draft_id=draft.pk, by=reader, on=TODAY)
    with pytest.raises(NotAllowed):
        undone(draft, reader)


def test_a_deleted_draft_is_gone_with_its_file(
    town: BodyView, clerk: User, django_capture_on_commit_callbacks: Any
) -> None:
    draft = a_draft(town, clerk)
    path = str(draft.file.content.name)
    with django_capture_on_commit_callbacks(execute=True):
        actions.delete_draft(draft_id=draft.pk, by=clerk, on=TODAY)
    assert not PaperDraft.objects.exists()
    assert not File.objects.exists()
    assert not default_storage.exists(path)
    assert history_of("paper-draft", str(draft.pk))[0].action == "draft_deleted"


def test_more_rows_than_a_page_can_send_are_refused_and_nothing_is_cut(
    town: BodyView, clerk: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = a_draft(town, clerk)
    monkeypatch.setattr(actions, "MAX_ROWS", 10)
    with pytest.raises(TooManyRows, match="höchstens 10"):
        save(draft, with_row(draft, "amounts", value="500"), clerk)
    assert entries_of(a_draft_again(town)) == entries_of(draft)


def test_every_change_of_a_draft_leaves_an_event_with_the_fields_and_without_values(
    town: BodyView, clerk: User
) -> None:
    draft = a_draft(town, clerk)
    draft = save(draft, with_header(draft, department="Amt 60", date=""), clerk)
    draft = save(draft, with_row(draft, "amounts", value="500"), clerk)
    save(draft, entries_of(draft), clerk)  # no change, no event
    actions.mark_all_checked(draft_id=draft.pk, by=clerk, on=TODAY)
    undone(draft, clerk)
    events = history_of("paper-draft", str(draft.pk))
    assert [(event.action, event.details) for event in reversed(events)][1:] == [
        ("draft_changed", {"fields": "date department"}),
        ("draft_changed", {"fields": "amounts"}),
        ("draft_checked", {"fields": "subject"}),
        ("draft_undone", {"fields": "subject"}),
    ]


def test_what_changed_since_the_look_is_neither_confirmed_nor_checked_nor_undone(
    town: BodyView, clerk: User
) -> None:
    draft = a_draft(town, clerk)
    save(draft, with_header(draft, department="Amt 60"), a_member(town, Role.HEAD))
    for action in (actions.confirm_draft, actions.mark_all_checked, actions.undo_entries):
        with pytest.raises(StaleDraft, match="head Musterstadt"):
            action(draft_id=draft.pk, by=clerk, on=TODAY, version=draft.version)
    assert not Paper.objects.exists()


def test_what_somebody_else_has_just_removed_is_not_found(town: BodyView, clerk: User) -> None:
    draft = a_draft(town, clerk)
    actions.delete_draft(draft_id=draft.pk, by=clerk, on=TODAY)
    for on_draft in (actions.delete_draft, actions.confirm_draft, actions.undo_entries):
        with pytest.raises(Vanished):
            on_draft(draft_id=draft.pk, by=clerk, on=TODAY)
    paper_id = a_paper(town, clerk).pk
    actions.reopen_paper(paper_id=paper_id, by=clerk, on=TODAY)
    for on_paper in (actions.reopen_paper, actions.publish_paper, actions.unpublish_paper):
        with pytest.raises(Vanished):
            on_paper(paper_id=paper_id, by=clerk, on=TODAY)


@pytest.mark.parametrize(
    ("section", "column", "text"),
    [
        ("header", "reference", "ß" * 90),
        ("consultations", "body", "ß" * 400),
        ("references", "reference", "ß" * 90),
    ],
)
def test_a_name_whose_key_is_too_long_is_a_problem_and_no_crash(
    town: BodyView, clerk: User, section: str, column: str, text: str
) -> None:
    draft = a_draft(town, clerk)
    changed = (
        with_header(draft, **{column: text})
        if section == "header"
        else with_row(draft, section, **{column: text})
    )
    save(draft, changed, clerk)
    with pytest.raises(DraftHasProblems):
        actions.confirm_draft(draft_id=draft.pk, by=clerk, on=TODAY)


# --- confirm -----------------------------------------------------------------------------------------


def test_a_confirmed_draft_becomes_a_paper_with_all_its_parts(town: BodyView, clerk: User) -> None:
    paper = a_paper(town, clerk)
    assert (paper.name, paper.reference, paper.paper_type) == (
        "Gemeinsame Brücke mit Beispieldorf",
        "2026/17",
        "Beschlussvorlage",
    )
    stations = paper.consultations.all()
    assert [(s.organization_name, s.date, s.authoritative) for s in stations] == [
        ("Finanzausschuss", date(2026, 2, 24), False),
        ("Rat", date(2026, 3, 17), True),
    ]
    assert [item.number for item in Decision.objects.get(paper=paper).items.all()] == ["1", "2"]
    assert Figure.objects.get(paper=paper).amount_cents == 123_456_789
    assert Organization.objects.get(name="Rat").kind == "council"
    assert Meeting.objects.count() == 2
    assert history_of("paper-draft", str(paper.draft.pk))[0].action == "paper_confirmed"
    assert broken_audit_links() == []


def test_every_confirmed_value_keeps_its_place(town: BodyView, clerk: User) -> None:
    paper = a_paper(town, clerk)
    figure = paper.figures.get()
    assert TEXT[figure.start : figure.end] == "1.234.567,89 €"
    assert figure.line == 16
    subject = paper.header_evidence["subject"]
    assert TEXT[subject["start"] : subject["end"]] == paper.name


def test_organisations_are_matched_unless_several_bear_the_name(
    bodies: dict[str, BodyView], town: BodyView, clerk: User
) -> None:
    mentions = {mention.name: mention.body_id for mention in a_paper(town, clerk).mentions.all()}
    assert mentions == {
        "Kreis Probe": bodies["05999"].id,
        "Beispieldorf": bodies["05999008"].id,
        "Probe": None,
    }


def test_a_person_decides_between_several_bearers_of_a_name(
    bodies: dict[str, BodyView], town: BodyView, clerk: User
) -> None:
    draft = a_draft(town, clerk)
    entries = entries_of(draft)
    chosen = tuple(
        replace(row, values={**row.values, "key": "05999012" if row.values["name"] == "Probe" else ""})
        for row in entries.rows["organisations"]
    )
    save(draft, replace(entries, rows={**entries.rows, "organisations": chosen}), clerk)
    paper = actions.confirm_draft(draft_id=draft.pk, by=clerk, on=TODAY)
    assert paper.mentions.get(name="Probe").body_id == bodies["05999012"].id


def test_rows_that_a_person_added_have_no_evidence(town: BodyView, clerk: User) -> None:
    draft = a_draft(town, clerk)
    save(draft, with_row(draft, "amounts", value="500"), clerk)
    paper = actions.confirm_draft(draft_id=draft.pk, by=clerk, on=TODAY)
    added = paper.figures.get(amount_cents=50_000)
    assert (added.start, added.line, added.confidence) == (None, None, None)


def test_a_number_that_another_paper_has_is_refused(town: BodyView, clerk: User) -> None:
    first = a_paper(town, clerk)
    upload = an_upload(text=TEXT + "Zweite Fassung", facts=facts_of())
    draft = actions.store_draft(upload=upload, body=town, by=clerk, on=TODAY)
    with pytest.raises(ReferenceTaken) as refusal:
        actions.confirm_draft(draft_id=draft.pk, by=clerk, on=TODAY)
    assert refusal.value.values["url"] == first.get_absolute_url()
    assert Paper.objects.count() == 1


def test_a_number_confirmed_a_moment_ago_is_refused_as_well(
    town: BodyView, clerk: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_paper(town, clerk)
    upload = an_upload(text=TEXT + "Zweite Fassung", facts=facts_of())
    draft = actions.store_draft(upload=upload, body=town, by=clerk, on=TODAY)
    look = actions._refuse_taken_reference
    looks: list[int] = []

    def too_early(*args: Any) -> None:
        looks.append(1)
        if len(looks) > 1:
            look(*args)

    monkeypatch.setattr(actions, "_refuse_taken_reference", too_early)
    with pytest.raises(ReferenceTaken):
        actions.confirm_draft(draft_id=draft.pk, by=clerk, on=TODAY)


def test_a_confirmed_draft_is_closed(town: BodyView, clerk: User) -> None:
    draft = a_draft(town, clerk)
    actions.confirm_draft(draft_id=draft.pk, by=clerk, on=TODAY)
    for action in (actions.confirm_draft, actions.delete_draft, actions.undo_entries):
        with pytest.raises(DraftNotOpen):
            action(draft_id=draft.pk, by=clerk, on=TODAY)


def test_who_only_reads_may_not_confirm(town: BodyView, clerk: User, reader: User) -> None:
    draft = a_draft(town, clerk)
    with pytest.raises(NotAllowed):
        actions.confirm_draft(draft_id=draft.pk, by=reader, on=TODAY)
    assert not Paper.objects.exists()


def test_a_problem_in_the_middle_leaves_nothing_half_written(
    town: BodyView, clerk: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = a_draft(town, clerk)

    def broken(*_args: object, **_values: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("allmende.papers.recording._record_mentions", broken)
    with pytest.raises(RuntimeError), transaction.atomic():
        actions.confirm_draft(draft_id=draft.pk, by=clerk, on=TODAY)
    assert not Paper.objects.exists()
    assert not Consultation.objects.exists()
    assert a_draft_again(town).state == "open"


# --- references --------------------------------------------------------------------------------------


def test_a_reference_to_an_unknown_paper_is_a_named_gap_until_the_paper_comes(
    town: BodyView, clerk: User
) -> None:
    paper = a_paper(town, clerk)
    assert paper.references.get().target is None
    older = a_paper(town, clerk, "2025/3", "2024/1")
    assert paper.references.get().target == older


@pytest.mark.django_db(transaction=True)
def test_two_papers_confirmed_at_once_that_name_each_other_find_each_other(
    town: BodyView, clerk: User
) -> None:
    drafts = a_draft(town, clerk, "2026/1", "2026/2"), a_draft(town, clerk, "2026/2", "2026/1")
    together = Barrier(2, timeout=30)

    def confirm(draft: PaperDraft) -> None:
        try:
            together.wait()
            actions.confirm_draft(draft_id=draft.pk, by=clerk, on=TODAY)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(confirm, drafts))
    first, second = (Paper.objects.get(reference=number) for number in ("2026/1", "2026/2"))
    assert (first.references.get().target, second.references.get().target) == (second, first)


def test_a_reference_to_a_known_paper_is_resolved(town: BodyView, clerk: User) -> None:
    older = a_paper(town, clerk, "2025/3", "2024/1")
    assert a_paper(town, clerk).references.get().target == older


def test_a_paper_that_names_itself_points_nowhere(town: BodyView, clerk: User) -> None:
    paper = a_paper(town, clerk, "2025/3", "2025/3")
    assert PaperReference.objects.get(paper=paper).target is None


def test_papers_of_another_body_are_not_meant(
    bodies: dict[str, BodyView], town: BodyView, clerk: User, stranger: User
) -> None:
    a_paper(bodies["05998000"], stranger, "2025/3", "2024/1")
    assert a_paper(town, clerk).references.get().target is None


# --- take back and publish ---------------------------------------------------------------------------


def test_a_confirmation_can_be_taken_back_and_given_again(town: BodyView, clerk: User) -> None:
    older = a_paper(town, clerk, "2025/3", "2024/1")
    newer = a_paper(town, clerk)
    draft = actions.reopen_paper(paper_id=older.pk, by=clerk, on=TODAY)
    assert (draft.state, entries_of(draft).header["reference"]) == ("open", "2025/3")
    assert newer.references.get().target is None
    again = actions.confirm_draft(draft_id=draft.pk, by=clerk, on=TODAY)
    assert newer.references.get().target == again


def test_a_published_paper_cannot_go_back(town: BodyView, clerk: User) -> None:
    paper = a_paper(town, clerk)
    actions.publish_paper(paper_id=paper.pk, by=clerk, on=TODAY)
    with pytest.raises(PaperIsPublished):
        actions.reopen_paper(paper_id=paper.pk, by=clerk, on=TODAY)
    actions.unpublish_paper(paper_id=paper.pk, by=clerk, on=TODAY)
    assert actions.reopen_paper(paper_id=paper.pk, by=clerk, on=TODAY).state == "open"


def test_only_public_papers_can_be_published(town: BodyView, clerk: User) -> None:
    draft = a_draft(town, clerk)
    save(draft, with_header(draft, status="nichtöffentlich"), clerk)
    paper = actions.confirm_draft(draft_id=draft.pk, by=clerk, on=TODAY)
    with pytest.raises(NotPublishable):
        actions.publish_paper(paper_id=paper.pk, by=clerk, on=TODAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        Paper.objects.filter(pk=paper.pk).update(is_published=True)


def test_publishing_twice_is_one_event(town: BodyView, clerk: User) -> None:
    paper = a_paper(town, clerk)
    for _time in range(2):
        actions.publish_paper(paper_id=paper.pk, by=clerk, on=TODAY)
    events = [event.action for event in history_of("paper-draft", str(paper.draft.pk))]
    assert events == ["paper_published", "paper_confirmed", "paper_uploaded"]


def test_the_history_of_a_publication_outlives_the_paper(town: BodyView, clerk: User) -> None:
    paper = a_paper(town, clerk)
    actions.publish_paper(paper_id=paper.pk, by=clerk, on=TODAY)
    actions.unpublish_paper(paper_id=paper.pk, by=clerk, on=TODAY)
    draft = actions.reopen_paper(paper_id=paper.pk, by=clerk, on=TODAY)
    told = [str(entry.action_label) for entry in history(draft.pk)]
    assert told[1:3] == ["hat die Veröffentlichung zurückgenommen", "hat das Dossier veröffentlicht"]


def test_who_only_reads_may_not_publish_or_take_back(town: BodyView, clerk: User, reader: User) -> None:
    paper = a_paper(town, clerk)
    for action in (actions.publish_paper, actions.unpublish_paper, actions.reopen_paper):
        with pytest.raises(NotAllowed):
            action(paper_id=paper.pk, by=reader, on=TODAY)
