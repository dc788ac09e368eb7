"""Many files at once: each outcome, cancel, resume after a kill, permissions, pages and their queries."""

import io
import zipfile
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from allmende.accounts.models import AuditEvent, User
from allmende.accounts.queries import history_of
from allmende.jobs import actions as jobs
from allmende.jobs.domain import JobState
from allmende.jobs.models import Job
from allmende.papers.bulk import actions, queries
from allmende.papers.bulk.archive import ArchiveRefused
from allmende.papers.bulk.domain import BULK_OBJECT, ItemState, NothingToRead, SelectionTooLarge, summary
from allmende.papers.bulk.models import BulkImport, BulkItem
from allmende.papers.models import File, PaperDraft
from allmende.papers.uploads import Upload, read_uploads
from allmende.register.domain import BodyView, NotAllowed, Role
from tests.jobs.worker import work_off_the_queue
from tests.papers.factories import TODAY, a_member, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_today")]
SignIn = Callable[[User], Client]
READ, DUPLICATE, FAILED, WAITING = (
    ItemState.READ.value,
    ItemState.DUPLICATE.value,
    ItemState.FAILED.value,
    ItemState.WAITING.value,
)


class Killed(BaseException):
    """What a kill looks like to the code it hits."""


def a_file(name: str, text: str = "") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode() if text else text_of(f"2026/{name[:-4]}").encode())


def an_archive(**members: bytes) -> SimpleUploadedFile:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, data in members.items():
            archive.writestr(name.replace("__", "."), data)
    return SimpleUploadedFile("vorlagen.zip", stream.getvalue())


def begun(town: BodyView, by: User, *files: SimpleUploadedFile) -> BulkImport:
    return actions.start_import(files=files, body=town, by=by, on=TODAY)


def job_of(bulk_import: BulkImport) -> Job:
    assert bulk_import.job_id is not None
    return Job.objects.get(pk=bulk_import.job_id)


def run(bulk_import: BulkImport) -> Job:
    jobs.run_job(job_of(bulk_import).pk)
    return job_of(bulk_import)


def states(bulk_import: BulkImport) -> list[str]:
    return list(bulk_import.items.values_list("state", flat=True))


@pytest.fixture
def counted_readings(monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    """Count how often each file is read."""
    counts: dict[str, int] = {}
    original = read_uploads

    def counting(name: str, data: bytes) -> tuple[Upload, ...]:
        counts[name] = counts.get(name, 0) + 1
        return original(name, data)

    monkeypatch.setattr(actions, "read_uploads", counting)
    return counts


def stored_files() -> Iterator[str]:
    """Yield every file in the storage."""
    for folder in default_storage.listdir("papers")[0] if default_storage.exists("papers") else ():
        for name in default_storage.listdir(f"papers/{folder}")[1]:
            yield f"papers/{folder}/{name}"


# --- what becomes of a file --------------------------------------------------------------------------


def test_each_file_gets_the_row_it_deserves(town: BodyView, clerk: User) -> None:
    files = [
        a_file("1.txt"),
        SimpleUploadedFile("leer.txt", b""),
        SimpleUploadedFile("kaputt.pdf", b"%PDF-1.4 nothing"),
        a_file("nochmal.txt", text_of("2026/1")),
        an_archive(a__txt=b"x"),
    ]
    bulk_import = begun(town, clerk, *files)
    job = run(bulk_import)
    assert states(bulk_import) == [READ, FAILED, FAILED, DUPLICATE, FAILED]
    assert job.state == JobState.DONE
    assert job.message == "1 Vorlage gelesen, 1 schon vorhanden, 3 nicht gelesen."
    assert (job.done, job.total, job.result_url) == (5, 5, bulk_import.get_absolute_url())
    read, empty, broken, known, archive = bulk_import.items.all()
    assert read.draft == known.draft == PaperDraft.objects.get()
    assert "ist leer" in empty.message
    assert "beschädigt" in broken.message
    assert "schon vorhanden" in known.message
    assert "Laden Sie es für sich hoch" in archive.message


def test_an_archive_is_read_member_by_member_and_then_let_go(
    town: BodyView, clerk: User, django_capture_on_commit_callbacks: Any
) -> None:
    members = {"a__txt": text_of("2026/1").encode(), "b__pdf": b"%PDF-1.4", "innen__zip": b"PK"}
    with django_capture_on_commit_callbacks(execute=True):
        bulk_import = begun(town, clerk, an_archive(**members))
        run(bulk_import)
    assert states(bulk_import) == [READ, FAILED, FAILED]
    assert list(stored_files()) == [File.objects.get().content.name]
    bulk_import.refresh_from_db()
    assert bulk_import.archive == ""


def test_uploads_do_not_stay_twice(
    town: BodyView, clerk: User, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        run(begun(town, clerk, a_file("1.txt"), SimpleUploadedFile("leer.txt", b"")))
    assert list(stored_files()) == [File.objects.get().content.name]


def test_each_paper_of_a_file_becomes_a_draft(
    town: BodyView, clerk: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = text_of("2026/1"), text_of("2026/2")
    monkeypatch.setattr(
        "allmende.papers.uploads.separate_papers",
        lambda whole: [type(whole)(text) for text in (one, two)],
    )
    bulk_import = begun(town, clerk, a_file("sammlung.txt", one + two))
    job = run(bulk_import)
    assert states(bulk_import) == [READ, READ]
    assert [draft.file.text for draft in PaperDraft.objects.order_by("pk")] == [one, two]
    assert [item.name for item in bulk_import.items.all()] == [
        "sammlung.txt, Vorlage 1 von 2",
        "sammlung.txt, Vorlage 2 von 2",
    ]
    assert (job.done, job.total) == (1, 1)


def test_two_papers_in_one_file_are_told_apart(town: BodyView, clerk: User) -> None:
    pages = [text_of("2026/1") + "\n" + "Die Brücke wird gebaut.\n" * 30, text_of("2026/2")]
    bulk_import = begun(town, clerk, a_file("sammlung.txt", "\f".join(pages)))
    run(bulk_import)
    numbers = [draft.entries["header"]["reference"] for draft in PaperDraft.objects.order_by("pk")]
    assert numbers == ["2026/1", "2026/2"]


def test_a_crash_of_the_reader_costs_one_file_only(
    town: BodyView, clerk: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = read_uploads

    def crashing(name: str, data: bytes) -> tuple[Upload, ...]:
        if name == "2.txt":
            raise ZeroDivisionError("secret")
        return original(name, data)

    monkeypatch.setattr(actions, "read_uploads", crashing)
    bulk_import = begun(town, clerk, a_file("1.txt"), a_file("2.txt"), a_file("3.txt"))
    run(bulk_import)
    assert states(bulk_import) == [READ, FAILED, READ]
    message = bulk_import.items.get(state=FAILED).message
    assert "Unerwarteter Fehler" in message
    assert "secret" not in message


# --- refusals of the whole ---------------------------------------------------------------------------


def test_nothing_is_kept_of_a_selection_that_is_refused(
    town: BodyView, clerk: User, reader: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(NothingToRead):
        begun(town, clerk, a_file("Thumbs.db", "x"))
    with pytest.raises(ArchiveRefused):
        begun(town, clerk, SimpleUploadedFile("vorlagen.zip", b"kein Archiv"))
    with pytest.raises(NothingToRead):
        begun(town, clerk, an_archive())
    with pytest.raises(NotAllowed):
        begun(town, reader, a_file("1.txt"))
    monkeypatch.setattr(actions, "MAX_TOTAL_BYTES", 10)
    with pytest.raises(SelectionTooLarge):
        begun(town, clerk, a_file("1.txt"))
    assert not BulkImport.objects.exists()
    assert list(stored_files()) == []


def test_files_are_removed_again_when_the_job_cannot_start(
    town: BodyView, clerk: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(**_values: object) -> None:
        raise Killed

    monkeypatch.setattr(actions, "start_job", refuse)
    with pytest.raises(Killed):
        begun(town, clerk, a_file("1.txt"), a_file("2.txt"))
    assert list(stored_files()) == []


def test_a_file_that_is_too_large_is_refused_without_keeping_it(
    town: BodyView, clerk: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "MAX_UPLOAD_BYTES", 10)
    bulk_import = begun(town, clerk, a_file("1.txt"))
    item = bulk_import.items.get()
    assert (item.state, item.source) == (FAILED, "")
    assert "größer als" in item.message


# --- cancel, kill, resume ----------------------------------------------------------------------------


def test_cancelled_work_keeps_what_is_done_and_goes_on_with_the_rest(
    town: BodyView, clerk: User, counted_readings: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    bulk_import = begun(town, clerk, a_file("1.txt"), a_file("2.txt"), a_file("3.txt"))
    original = actions.read_item

    def cancelling(**values: Any) -> None:
        original(**values)
        if not BulkItem.objects.filter(state=READ).exclude(name="1.txt").exists():
            jobs.request_cancel(job=job_of(bulk_import))

    monkeypatch.setattr(actions, "read_item", cancelling)
    job = run(bulk_import)
    assert (job.state, states(bulk_import)) == (JobState.CANCELLED, [READ, WAITING, WAITING])
    jobs.resume_job(job=job)
    assert run(bulk_import).state == JobState.DONE
    assert states(bulk_import) == [READ, READ, READ]
    assert set(counted_readings.values()) == {1}


@pytest.mark.parametrize("place", ["read_uploads", "store_draft", "_write"])
def test_a_killed_worker_leaves_nothing_half_and_repeats_nothing(
    place: str, town: BodyView, clerk: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    bulk_import = begun(town, clerk, a_file("1.txt"), a_file("2.txt"), a_file("3.txt"))
    original = getattr(actions, place)
    calls: list[None] = []

    def killed_at_the_second(*args: Any, **values: Any) -> Any:
        calls.append(None)
        if len(calls) == 2:
            raise Killed
        return original(*args, **values)

    with monkeypatch.context() as patch:
        patch.setattr(actions, place, killed_at_the_second)
        with pytest.raises(Killed):
            jobs.run_job(job_of(bulk_import).pk)
    assert states(bulk_import) == [READ, WAITING, WAITING]
    assert PaperDraft.objects.count() == 1
    assert run(bulk_import).state == JobState.DONE
    assert states(bulk_import) == [READ, READ, READ]
    assert PaperDraft.objects.count() == File.objects.count() == 3


def test_a_file_another_worker_has_read_meanwhile_is_left_alone(town: BodyView, clerk: User) -> None:
    bulk_import = begun(town, clerk, a_file("1.txt"))
    item = bulk_import.items.get()
    values: dict[str, Any] = {"item_id": item.pk, "body": town, "by": clerk, "on": TODAY}
    data = text_of("2026/1").encode()

    def meanwhile(_item: BulkItem) -> bytes:
        actions.read_item(data_of=lambda _item: data, **values)
        return data

    actions.read_item(data_of=meanwhile, **values)
    assert states(bulk_import) == [READ]


def test_who_lost_the_role_meanwhile_reads_nothing_more(
    town: BodyView, clerk: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    bulk_import = begun(town, clerk, a_file("1.txt"))
    monkeypatch.setattr("allmende.register.queries.may", lambda *_args, **_values: False)
    job = run(bulk_import)
    assert job.state == JobState.FAILED
    assert "erlaubt das nicht" in job.message
    assert states(bulk_import) == [WAITING]


@pytest.mark.django_db(transaction=True)
def test_a_worker_reads_an_archive_from_the_queue(town: BodyView, clerk: User) -> None:
    bulk_import = begun(town, clerk, an_archive(a__txt=text_of("2026/1").encode()))
    work_off_the_queue()
    assert states(bulk_import) == [READ]
    assert list(stored_files()) == [File.objects.get().content.name]


# --- what the database refuses -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "lost"},
        {"state": FAILED, "message": ""},
        {"state": WAITING, "source": ""},
        {"state": WAITING, "source": "papers/x", "member": 1},
        {"state": WAITING, "source": "papers/x", "part": 2},
    ],
)
def test_rows_that_make_no_sense_are_refused(wrong: dict[str, Any], town: BodyView, clerk: User) -> None:
    bulk_import = begun(town, clerk, a_file("1.txt"))
    with pytest.raises(IntegrityError), transaction.atomic():
        BulkItem.objects.create(bulk_import=bulk_import, order=9, name="x", **wrong)


def test_a_file_has_one_row_per_paper(town: BodyView, clerk: User) -> None:
    bulk_import = begun(town, clerk, a_file("1.txt"))
    with pytest.raises(IntegrityError), transaction.atomic():
        BulkItem.objects.create(bulk_import=bulk_import, order=1, name="x", state=READ)


# --- traces ------------------------------------------------------------------------------------------


def test_begin_and_end_stand_in_the_audit_trail(town: BodyView, clerk: User) -> None:
    bulk_import = begun(town, clerk, a_file("1.txt"), SimpleUploadedFile("leer.txt", b""))
    run(bulk_import)
    ended, started = history_of(BULK_OBJECT, str(bulk_import.pk))
    assert (started.action, started.actor_label) == ("bulk_import_started", str(clerk))
    assert ended.details == {"gelesen": "1", "schon vorhanden": "0", "nicht gelesen": "1"}
    assert AuditEvent.objects.filter(action="paper_uploaded").count() == 1


def test_the_closing_sentence_counts() -> None:
    assert summary({}) == "0 Vorlagen gelesen, 0 schon vorhanden, 0 nicht gelesen."


# --- pages -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("field", ["documents", "folder", "archive"])
def test_each_way_of_choosing_leads_to_the_import(
    field: str, town: BodyView, clerk: User, browser_of: SignIn
) -> None:
    chosen = an_archive(a__txt=b"Vorlage") if field == "archive" else [a_file("1.txt"), a_file("2.txt")]
    response = browser_of(clerk).post(reverse("papers:bulk"), {field: chosen})
    bulk_import = BulkImport.objects.get()
    assert response.headers["Location"] == bulk_import.get_absolute_url()
    assert (bulk_import.created_by, bulk_import.body_id) == (clerk, town.id)


def test_the_form_says_what_is_wrong(clerk: User, browser_of: SignIn) -> None:
    client, url = browser_of(clerk), reverse("papers:bulk")
    nothing = client.post(url, {}).content.decode()
    assert "Wählen Sie Dateien, einen Ordner oder ein Archiv aus." in nothing
    both = client.post(url, {"documents": a_file("1.txt"), "folder": a_file("2.txt")}).content.decode()
    assert "nur einen der drei Wege" in both
    broken = client.post(url, {"archive": SimpleUploadedFile("a.zip", b"x")}).content.decode()
    assert "kein lesbares ZIP-Archiv" in broken
    assert not BulkImport.objects.exists()


def test_who_only_reads_cannot_import(reader: User, browser_of: SignIn) -> None:
    assert browser_of(reader).get(reverse("papers:bulk")).status_code == 403


def test_strangers_and_readers_get_404(
    town: BodyView, clerk: User, reader: User, stranger: User, browser_of: SignIn
) -> None:
    bulk_import = begun(town, clerk, a_file("1.txt"))
    for address in (bulk_import.get_absolute_url(), reverse("papers:bulk-progress", args=[bulk_import.pk])):
        assert browser_of(stranger).get(address).status_code == 404
        assert browser_of(reader).get(address).status_code == 404
        assert Client().get(address).status_code == 302


def test_the_page_shows_progress_first_and_the_report_in_the_end(
    town: BodyView, clerk: User, browser_of: SignIn
) -> None:
    bulk_import = begun(town, clerk, a_file("1.txt"), SimpleUploadedFile("<b>.txt", b""))
    client, address = browser_of(clerk), bulk_import.get_absolute_url()
    waiting = client.get(address).content.decode()
    assert f'hx-get="{address}stand/"' in waiting
    assert "noch nicht gelesen" in waiting
    run(bulk_import)
    done = client.get(address).content.decode()
    assert 'hx-trigger="load' not in done
    assert PaperDraft.objects.get().get_absolute_url() in done
    assert "&lt;b&gt;.txt" in done


def test_htmx_gets_the_progress_and_at_the_end_the_whole_page(
    town: BodyView, clerk: User, browser_of: SignIn
) -> None:
    bulk_import = begun(town, clerk, a_file("1.txt"))
    client, address = browser_of(clerk), reverse("papers:bulk-progress", args=[bulk_import.pk])
    running = client.get(address, headers={"HX-Request": "true"})
    assert "HX-Refresh" not in running.headers
    assert "<html" not in running.content.decode()
    run(bulk_import)
    assert client.get(address, headers={"HX-Request": "true"}).headers["HX-Refresh"] == "true"
    assert client.get(address).headers["Location"] == bulk_import.get_absolute_url()


def test_a_colleague_sees_the_import_and_cannot_stop_it(
    town: BodyView, clerk: User, browser_of: SignIn
) -> None:
    bulk_import = begun(town, clerk, a_file("1.txt"))
    colleague = a_member(town, Role.HEAD)
    page = browser_of(colleague).get(bulk_import.get_absolute_url()).content.decode()
    cancel = reverse("jobs:cancel", args=[bulk_import.job_id])
    assert cancel not in page
    assert browser_of(colleague).post(cancel).status_code == 404


def test_the_report_is_filtered_and_exported(town: BodyView, clerk: User, browser_of: SignIn) -> None:
    bulk_import = begun(town, clerk, a_file("1.txt"), SimpleUploadedFile("=leer.txt", b""))
    run(bulk_import)
    address = f"{bulk_import.get_absolute_url()}?stand=failed"
    page = browser_of(clerk).get(address).content.decode()
    assert "1 Eintrag gefunden" in page
    content = b"".join(browser_of(clerk).get(f"{address}&format=csv"))
    assert "'=leer.txt" in content.decode("utf-8-sig")
    assert "1.txt" not in content.decode("utf-8-sig")


def test_a_report_of_many_rows_takes_no_more_queries(
    town: BodyView, clerk: User, browser_of: SignIn, django_assert_max_num_queries: Any
) -> None:
    bulk_import = begun(town, clerk, *(a_file(f"{number}.txt") for number in range(12)))
    run(bulk_import)
    client = browser_of(clerk)
    client.get(bulk_import.get_absolute_url())
    with django_assert_max_num_queries(8):
        client.get(bulk_import.get_absolute_url())


def test_the_last_imports_are_listed(town: BodyView, clerk: User, browser_of: SignIn) -> None:
    bulk_import = begun(town, clerk, an_archive(a__txt=b"Vorlage"))
    assert [each.pk for each in queries.imports_of_body(town.id)] == [bulk_import.pk]
    assert "vorlagen.zip" in browser_of(clerk).get(reverse("papers:bulk")).content.decode()
