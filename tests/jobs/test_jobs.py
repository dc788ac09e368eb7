"""Jobs: each outcome, and the way back after a worker died."""

import pytest
from django.db import OperationalError, connection
from django.test import Client
from procrastinate.contrib.django import app

from allmende.accounts.models import User
from allmende.common.errors import AllmendeError
from allmende.jobs import actions, domain
from allmende.jobs.domain import (
    JobAlreadyEnded,
    JobResult,
    JobState,
    JobStillRunning,
    RunningJob,
    UnknownJobKind,
)
from allmende.jobs.models import Job
from allmende.jobs.tasks import forget_old_entries, requeue_stalled
from tests.jobs.worker import work_off_the_queue

pytestmark = pytest.mark.django_db(transaction=True)


class NoPaper(AllmendeError):
    message = "Die Datei enthält keine Vorlage."


@pytest.fixture
def person() -> User:
    return User.objects.create_user("clerk@musterstadt.example", name="Kim Muster")


@pytest.fixture
def handlers(monkeypatch: pytest.MonkeyPatch) -> dict[str, domain.Handler]:
    registry: dict[str, domain.Handler] = {}
    monkeypatch.setattr(domain, "_HANDLERS", registry)
    return registry


def test_a_job_runs_in_the_worker_and_shows_its_result(
    person: User, handlers: dict[str, domain.Handler]
) -> None:
    def count(job: RunningJob) -> JobResult:
        job.report(1, 2, "eine von zwei")
        return JobResult(f"{job.payload['files']} Dateien gelesen", "/vorlagen/")

    handlers["count"] = count
    job = actions.start_job(kind="count", title="Zählen", payload={"files": 2}, by=person)
    work_off_the_queue()
    job.refresh_from_db()
    assert (job.state, job.message, job.result_url) == (JobState.DONE, "2 Dateien gelesen", "/vorlagen/")
    assert (job.done, job.total, job.percent) == (2, 2, 100)


def test_an_unknown_kind_is_refused_and_nothing_is_stored(
    person: User, handlers: dict[str, domain.Handler]
) -> None:
    with pytest.raises(UnknownJobKind):
        actions.start_job(kind="missing", title="?", payload={}, by=person)
    assert not Job.objects.exists()


def test_an_expected_problem_ends_the_job_with_its_sentence(
    person: User, handlers: dict[str, domain.Handler]
) -> None:
    def fail(job: RunningJob) -> JobResult:
        raise NoPaper

    handlers["fail"] = fail
    job = actions.start_job(kind="fail", title="Lesen", payload={}, by=person)
    actions.run_job(job.pk)
    job.refresh_from_db()
    assert (job.state, job.message) == (JobState.FAILED, "Die Datei enthält keine Vorlage.")


def test_an_unexpected_problem_names_the_job_but_not_the_inside(
    person: User, handlers: dict[str, domain.Handler]
) -> None:
    def crash(job: RunningJob) -> JobResult:
        raise ZeroDivisionError("secret detail")

    handlers["crash"] = crash
    job = actions.start_job(kind="crash", title="Lesen", payload={}, by=person)
    actions.run_job(job.pk)
    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert str(job.pk) in job.message
    assert "secret" not in job.message


def test_a_waiting_job_is_cancelled_at_once(person: User, handlers: dict[str, domain.Handler]) -> None:
    handlers["wait"] = lambda job: JobResult("fertig")
    job = actions.start_job(kind="wait", title="Warten", payload={}, by=person)
    actions.request_cancel(job=job)
    work_off_the_queue()
    job.refresh_from_db()
    assert job.state == JobState.CANCELLED
    with pytest.raises(JobAlreadyEnded):
        actions.request_cancel(job=job)


def test_a_running_job_stops_at_its_next_report_and_resumes_where_it_stood(
    person: User, handlers: dict[str, domain.Handler]
) -> None:
    seen: list[int] = []

    def steps(job: RunningJob) -> JobResult:
        for step in range(len(seen), 4):
            seen.append(step)
            if step == 1 and len(seen) == 2:
                actions.request_cancel(job=Job.objects.get(pk=job.job_id))
            job.report(step + 1, 4)
        return JobResult("alle Schritte")

    handlers["steps"] = steps
    job = actions.start_job(kind="steps", title="Schritte", payload={}, by=person)
    work_off_the_queue()
    job.refresh_from_db()
    assert (job.state, seen) == (JobState.CANCELLED, [0, 1])
    actions.resume_job(job=job)
    work_off_the_queue()
    job.refresh_from_db()
    assert (job.state, seen, job.done) == (JobState.DONE, [0, 1, 2, 3], 4)


def test_a_running_or_finished_job_cannot_be_resumed(
    person: User, handlers: dict[str, domain.Handler]
) -> None:
    handlers["ok"] = lambda job: JobResult("gut")
    job = actions.start_job(kind="ok", title="Gut", payload={}, by=person)
    with pytest.raises(JobStillRunning):
        actions.resume_job(job=job)


def test_a_job_that_ended_is_not_run_twice(person: User, handlers: dict[str, domain.Handler]) -> None:
    runs: list[int] = []

    def once(job: RunningJob) -> JobResult:
        runs.append(job.job_id)
        return JobResult("einmal")

    handlers["once"] = once
    job = actions.start_job(kind="once", title="Einmal", payload={}, by=person)
    actions.run_job(job.pk)
    actions.run_job(job.pk)
    assert runs == [job.pk]


def test_a_stranger_gets_404_and_a_visitor_the_sign_in(
    client: Client, person: User, handlers: dict[str, domain.Handler]
) -> None:
    handlers["ok"] = lambda job: JobResult("gut")
    job = actions.start_job(kind="ok", title="Gut", payload={}, by=person)
    address = f"/auftraege/{job.pk}/"
    assert client.get(address).status_code == 302
    client.force_login(User.objects.create_user("stranger@fremdstadt.example"))
    assert client.get(address).status_code == 404
    client.force_login(person)
    assert "Gut" in client.get(address).content.decode()


def test_a_job_whose_worker_died_is_brought_back(person: User, handlers: dict[str, domain.Handler]) -> None:
    handlers["ok"] = lambda job: JobResult("gut")
    job = actions.start_job(kind="ok", title="Gut", payload={}, by=person)
    Job.objects.filter(pk=job.pk).update(state=JobState.RUNNING)
    with connection.cursor() as cursor:  # as the queue looks after a kill: begun, and no worker behind it
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing' WHERE lock = %s", [f"job-{job.pk}"])
    app.configure_task(requeue_stalled.name).defer(timestamp=0)
    work_off_the_queue()
    job.refresh_from_db()
    assert job.state == JobState.DONE


def test_what_the_queue_has_done_is_forgotten_and_what_people_see_stays(
    person: User, handlers: dict[str, domain.Handler]
) -> None:
    handlers["fine"] = lambda job: JobResult("gut")
    old = actions.start_job(kind="fine", title="Alt", payload={}, by=person)
    new = actions.start_job(kind="fine", title="Neu", payload={}, by=person)
    work_off_the_queue()
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_events SET at = at - interval '73 hours' WHERE job_id IN "
            "(SELECT id FROM procrastinate_jobs WHERE lock = %s)",
            [f"job-{old.pk}"],
        )
    app.configure_task(forget_old_entries.name).defer(timestamp=0)
    work_off_the_queue()
    with connection.cursor() as cursor:
        cursor.execute("SELECT lock FROM procrastinate_jobs")
        locks = {row[0] for row in cursor.fetchall()}
    assert (f"job-{old.pk}" in locks, f"job-{new.pk}" in locks) == (False, True)
    assert Job.objects.filter(state=JobState.DONE).count() == 2


def test_a_job_waits_for_the_database_and_goes_on(person: User, handlers: dict[str, domain.Handler]) -> None:
    runs: list[int] = []

    def interrupted(job: RunningJob) -> JobResult:
        runs.append(job.job_id)
        if len(runs) == 1:
            raise OperationalError("server closed the connection")
        return JobResult("gut")

    handlers["interrupted"] = interrupted
    job = actions.start_job(kind="interrupted", title="Gut", payload={}, by=person)
    with pytest.raises(OperationalError):
        actions.run_job(job.pk)
    job.refresh_from_db()
    assert job.state == JobState.RUNNING
    actions.run_job(job.pk)
    job.refresh_from_db()
    assert job.state == JobState.DONE


def test_the_page_is_fetched_again_until_the_job_has_ended(
    client: Client, person: User, handlers: dict[str, domain.Handler]
) -> None:
    handlers["ok"] = lambda job: JobResult("gut", "/vorlagen/")
    job = actions.start_job(kind="ok", title="Gut", payload={}, by=person)
    client.force_login(person)
    address = f"/auftraege/{job.pk}/"
    waiting = client.get(address, headers={"HX-Request": "true"}).content.decode()
    assert f'hx-get="{address}"' in waiting
    assert "<html" not in waiting
    actions.run_job(job.pk)
    ended = client.get(address).content.decode()
    assert "hx-get" not in ended[ended.index("job-progress") :]
    assert "Ergebnis ansehen" in ended


def test_cancel_and_resume_lead_back_to_the_page_they_came_from(
    client: Client, person: User, handlers: dict[str, domain.Handler]
) -> None:
    handlers["ok"] = lambda job: JobResult("gut")
    job = actions.start_job(kind="ok", title="Gut", payload={}, by=person)
    client.force_login(person)
    address = f"/auftraege/{job.pk}/"
    cancelled = client.post(f"{address}abbrechen/", {"next": "/vorlagen/"})
    assert cancelled.headers["Location"] == "/vorlagen/"
    resumed = client.post(f"{address}fortsetzen/", {"next": "https://evil.example/"})
    assert resumed.headers["Location"] == address
    again = client.post(f"{address}abbrechen/", {"next": "no-page\x00"})
    assert again.headers["Location"] == "no-page%00"


def test_the_list_shows_only_own_jobs(
    client: Client, person: User, handlers: dict[str, domain.Handler]
) -> None:
    handlers["ok"] = lambda job: JobResult("gut")
    actions.start_job(kind="ok", title="Eigenes", payload={}, by=person)
    actions.start_job(kind="ok", title="Fremdes", payload={}, by=None)
    client.force_login(person)
    page = client.get("/auftraege/").content.decode()
    assert "Eigenes" in page
    assert "Fremdes" not in page
