"""Budgets come in, proposals come out; what is unknown stays unknown."""

from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from allmende.accounts.models import User
from allmende.cooperations.models import Cooperation, CooperationState, CooperationTask, Party, Task
from allmende.cooperations.potentials import actions, demo, queries, tasks
from allmende.cooperations.potentials.budget_file import BudgetFileBroken, read_budgets
from allmende.cooperations.potentials.domain import RunKind, TaskState
from allmende.cooperations.potentials.models import PotentialRun, TaskRecord
from allmende.jobs.domain import JobCancelled
from allmende.jobs.models import Job
from allmende.pages.exports import Cell, xlsx_file
from allmende.register import queries as register
from allmende.register.actions import remember_source
from tests.cooperations_potentials.conftest import (
    FIRST,
    NOW,
    SECOND,
    TODAY,
    TOWNS,
    UNSAID,
    browser_of,
    budget_csv,
)

HEAD = "gemeinde;aufgabe;jahr;stand;aufwand\n"
ASK = "/zusammenarbeit/potenziale/"


class AJob:
    """What a worker hands to the handler."""

    def __init__(self, cancelled_after: int = 10**6, **payload: object) -> None:
        self.job_id, self.requested_by_id = 1, None
        self.payload = {"on": TODAY.isoformat(), "land": "05", **payload}
        self.left = cancelled_after

    def report(self, done: int, total: int, message: str = "") -> None:
        self.left -= 1
        if self.left < 0:
            raise JobCancelled


def a_cooperation(key: str, *members: str, task_codes: tuple[str, ...] = ()) -> Cooperation:
    """Store a Zweckverband for the registry office with these members."""
    cooperation = Cooperation.objects.create(key=key)
    dated = {
        "source_id": remember_source(key="probe", title="Probe", attribution="Probe"),
        "valid": (TODAY - timedelta(days=400), None),
        "known": (NOW, None),
    }
    CooperationState.objects.create(
        cooperation=cooperation,
        name=f"Verband {key}",
        folded=key,
        legal_form="zweckverband",
        vat="unknown",
        data_protection="unknown",
        confidence="named",
        **dated,
    )
    CooperationTask.objects.create(
        cooperation=cooperation,
        task=Task.objects.get(code="standesamt"),
        extent="full",
        mode="transfer",
        **dated,
    )
    for member in members:
        Party.objects.create(
            cooperation=cooperation,
            body_id=register.body_by_key(member, on=TODAY).id,
            role="member",
            confidence="named",
            task_codes=list(task_codes),
            **dated,
        )
    return cooperation


def state_of(key: str) -> TaskState:
    task = Task.objects.get(code="standesamt")
    towns = queries.towns_of_land(key, on=TODAY)
    found = queries.situations(task, towns, queries.serving(task, towns, on=TODAY), on=TODAY)
    return found[key].state


def test_unknown_is_never_alone(budgets: None) -> None:
    assert state_of(FIRST) is TaskState.ALONE
    assert state_of(UNSAID) is TaskState.UNKNOWN
    a_cooperation("z1", FIRST)
    assert state_of(FIRST) is TaskState.COOPERATION


def test_a_member_for_other_tasks_does_not_count(budgets: None) -> None:
    a_cooperation("z1", UNSAID, task_codes=("bauhof",))
    assert state_of(UNSAID) is TaskState.UNKNOWN


def test_the_page_proposes_groups_in_euros_and_names_gaps(client: Client, budgets: None) -> None:
    page = client.get(ASK, {"gemeinde": FIRST, "aufgabe": "standesamt", "einrichtung": "1000"})
    text = page.content.decode()
    assert page.status_code == 200
    assert "Aus 11 Haushalten" in text
    assert "voraussichtlich billiger" in text
    assert "gespart (Bereich" in text
    assert "IKZ-Förderung kann bis zu" in text
    assert "stabil" in text
    unsaid = [partner for partner in page.context["proposal"].partners if partner.situation.key == UNSAID]
    assert all(partner.situation.state is TaskState.UNKNOWN and partner.missing for partner in unsaid)
    groups = page.context["proposal"].groups
    assert all(UNSAID not in {each.key for each in group.members} for group in groups)


def test_one_page_costs_few_queries(
    client: Client, budgets: None, django_assert_max_num_queries: object
) -> None:
    with django_assert_max_num_queries(18):  # type: ignore[operator]
        client.get(ASK, {"gemeinde": FIRST, "aufgabe": "standesamt"})


@pytest.mark.parametrize("key", [FIRST, UNSAID])
def test_the_page_of_a_town_leads_to_its_possible_partners(client: Client, budgets: None, key: str) -> None:
    text = client.get(reverse("register:body", args=[key])).content.decode()
    assert "Mit wem könnten wir" in text
    assert ("Für keine Aufgabe ist eingetragen" in text) == (key == UNSAID)
    assert (f"{ASK}?gemeinde={key}&amp;aufgabe=standesamt" in text) == (key == FIRST)
    asked = client.get(f"{ASK}?gemeinde={key}")
    assert asked.status_code == 200
    assert f'value="{key}"' in asked.content.decode()
    assert "potenziale-heading" not in client.get(reverse("register:body", args=["05999"])).content.decode()


def test_the_answer_is_taken_along_as_a_file(client: Client, budgets: None) -> None:
    asked = {"gemeinde": FIRST, "aufgabe": "standesamt", "einrichtung": "20000"}
    page = client.get(ASK, asked)
    files = {name: client.get(ASK + url) for name, url in page.context["export_links"]}
    book = load_workbook(BytesIO(files["XLSX"].content))
    assert book.sheetnames == ["Antwort", "Gruppen", "Partner", "Was es schon gibt"]
    told = {row[0]: row[1] for row in book["Antwort"].iter_rows(values_only=True)}
    assert told["Quelle"] == "Haushaltspläne 2025"
    assert "Aus 11 Haushalten" in str(told["Größe und Kosten"])
    names = [row[1] for row in book["Partner"].iter_rows(min_row=2, values_only=True)]
    assert names == [partner.situation.name for partner in page.context["proposal"].partners]
    assert book["Gruppen"].max_row > 2
    assert "Luftlinie in km" in files["CSV"].content.decode("utf-8-sig")


def test_grants_are_checked_by_the_land_one_asks_for(client: Client, budgets: None) -> None:
    asked = {"gemeinde": FIRST, "aufgabe": "standesamt", "foerderung": "hessen"}
    text = client.get(ASK, asked).content.decode()
    assert "Bedingungen in Hessen" in text
    assert "IKZ-Förderung kann" not in text
    assert client.get(ASK, asked | {"foerderung": "bayern"}).status_code == 400


def test_the_demo_names_its_invented_figures(client: Client, towns: dict[str, str]) -> None:
    invented = demo.BUDGETS.read_bytes()
    assert not read_budgets(invented)[1]
    actions.take_over(budget_csv(list(TOWNS)), title=demo.TITLE, by=None, on=TODAY, at=NOW)
    demo.load(on=TODAY, at=NOW)  # something is there already: it stays as it is
    assert TaskRecord.objects.count() == len(TOWNS)
    text = client.get(ASK, {"gemeinde": FIRST, "aufgabe": "standesamt"}).content.decode()
    assert f"Haushalte aus: {demo.TITLE}" in text


def test_a_town_that_said_nothing_is_asked_to(client: Client, budgets: None) -> None:
    page = client.get(ASK, {"gemeinde": UNSAID, "aufgabe": "standesamt"})
    assert "unbekannt: wie Ort48 die Aufgabe erledigt; tragen Sie es ein" in page.content.decode()
    assert not page.context["proposal"].groups


def test_few_budgets_give_no_estimate_but_an_assumption_may_be_typed(client: Client, admin: User) -> None:
    actions.take_over(budget_csv([FIRST, SECOND]), title="Plan", by=admin, on=TODAY, at=NOW)
    asked = {"gemeinde": FIRST, "aufgabe": "standesamt"}
    text = client.get(ASK, asked).content.decode()
    assert "Keine Schätzung" in text
    assert "gespart (Bereich" not in text
    assumed = {"exponent": "0,8", "low": "0,7", "high": "0,9", "source": "Gutachten 2024"}
    text = client.get(ASK, asked | assumed).content.decode()
    assert "Annahme, keine Schätzung" in text
    assert "Gutachten 2024" in text
    assert "gespart (Bereich" in text


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"gemeinde": "Nirgendwo", "aufgabe": "standesamt"}, "steht nicht im Register"),
        ({"gemeinde": "05999", "aufgabe": "standesamt"}, "Wählen Sie eine Stadt oder Gemeinde"),
        ({"gemeinde": FIRST, "aufgabe": "fliegen"}, "Bitte prüfen Sie Ihre Eingaben"),
        ({"gemeinde": FIRST, "aufgabe": "standesamt", "exponent": "0,8"}, "alle drei Zahlen"),
        (
            {
                "gemeinde": FIRST,
                "aufgabe": "standesamt",
                "exponent": "0,8",
                "low": "0,9",
                "high": "1",
                "source": "x",
            },
            "zwischen",
        ),
        ({"gemeinde": FIRST, "aufgabe": "standesamt", "einrichtung": "-1"}, "Bitte prüfen Sie"),
    ],
)
def test_bad_questions_are_answered_with_what_is_wrong(
    client: Client, towns: dict[str, str], asked: dict[str, str], told: str
) -> None:
    page = client.get(ASK, asked)
    assert page.status_code == 400
    assert told in page.content.decode()


def test_a_cooperation_that_exists_is_named(client: Client, budgets: None) -> None:
    a_cooperation("z1", SECOND, UNSAID)
    page = client.get(ASK, {"gemeinde": FIRST, "aufgabe": "standesamt"})
    assert [each.name for each in page.context["proposal"].joinable] == ["Verband z1"]
    served = client.get(ASK, {"gemeinde": SECOND, "aufgabe": "standesamt"}).content.decode()
    assert "erledigt die Aufgabe schon gemeinsam: Verband z1" in served


def test_without_tasks_the_page_says_so(client: Client, db: None) -> None:
    Task.objects.all().delete()
    assert "Noch keine Aufgabenliste" in client.get(ASK).content.decode()
    assert "Noch keine Aufgabenliste" in client.get(reverse("potentials:matrix")).content.decode()


def test_the_matrix_counts_who_said_what(client: Client, budgets: None) -> None:
    counted = {row[0].code: row[1:] for row in client.get(reverse("potentials:matrix")).context["rows"]}
    assert counted["standesamt"] == (11, 0, 0)


# --- the file --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("05999004;standesamt;2025;allein;abc", "ist keine Zahl"),
        ("05999004;standesamt;2025;allein;-5", "ist keine Zahl"),
        ("05999004;standesamt;2025;allein;0", "ist null"),
        ("05999004;standesamt;1025;allein;5", "liegt nicht zwischen"),
        ("05999004;standesamt;2025;gemeinsam;5", "muss „allein“ oder „kreis“ sein"),
        (";standesamt;2025;allein;5", "fehlt"),
        ("05999004;standesamt;;allein;5", "fehlt"),
        ("05999004;standesamt;2025;allein;99999999999", "zu groß"),
    ],
)
def test_a_wrong_cell_is_named(line: str, told: str) -> None:
    rows, problems = read_budgets((HEAD + line + "\n").encode())
    assert not rows
    assert problems[0].line == 2
    assert told in str(problems[0])


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"PK\x03\x04",
        b"\xd0\xcf\x11\xe0",
        (HEAD.strip() + ";farbe\na;b;2025;allein;5;rot\n").encode(),
        (HEAD + "a;b;2025;allein;5;6\n").encode(),
        b"%PDF-1.7",
        b"\xff\xfe\x00",
        b"gemeinde;aufgabe\nx;y\n",
        HEAD.encode(),
        b"gemeinde;gemeinde;aufgabe;jahr;stand\na;b;c;2025;allein\n",
        b"a\x00;b\nc;d\n",
    ],
)
def test_what_is_no_table_is_refused(data: bytes) -> None:
    with pytest.raises(BudgetFileBroken):
        read_budgets(data)


def test_german_and_plain_numbers_are_read() -> None:
    cells = ("1.234,50", "1234.50", "1234,5")
    lines = "".join(f"a;b;202{number};allein;{cell}\n" for number, cell in enumerate(cells))
    rows, problems = read_budgets((HEAD + lines).encode())
    assert not problems
    assert [row.cost_cents for row in rows] == [123_450] * 3


def test_excel_is_read_like_csv() -> None:
    head = [*HEAD.strip().split(";"), "vertragsende"]
    rows: list[list[Cell]] = [[5999004, "standesamt", 2025, "allein", Decimal("1234.5"), date(2027, 12, 31)]]
    read, problems = read_budgets(xlsx_file("Haushalt", head, rows))
    assert not problems
    assert (read[0].body, read[0].year, read[0].cost_cents) == ("5999004", 2025, 123_450)
    assert read[0].contract_end == date(2027, 12, 31)
    unclear: list[list[Cell]] = [[5999004, "standesamt", 2025, "allein", Decimal("1.125")]]
    _read, problems = read_budgets(xlsx_file("Haushalt", HEAD.strip().split(";"), unclear))
    assert "kann Tausender oder Nachkommastellen meinen" in str(problems[0])


def test_a_key_that_lost_its_zero_in_excel_is_found(admin: User) -> None:
    data = xlsx_file("Haushalt", HEAD.strip().split(";"), [[int(FIRST), "standesamt", 2025, "allein", 5]])
    assert [each.body.key for each in actions.preview(data, by=admin, on=TODAY).rows] == [FIRST]


def test_the_empty_table_can_be_filled_in(clerk: User) -> None:
    file = browser_of(clerk).get(reverse("potentials:import-table"))
    assert file.status_code == 200
    with pytest.raises(BudgetFileBroken, match="keine Zeilen mit Angaben"):
        read_budgets(file.content)  # left as it is, it says nothing: unknown is not alone
    book = load_workbook(BytesIO(file.content))
    sheet = book["Haushalt"]
    assert sheet.max_row == Task.objects.count() + 1
    sheet["D2"], sheet["F2"], sheet["A2"] = "allein", 5000, FIRST
    filled = BytesIO()
    book.save(filled)
    rows, problems = read_budgets(filled.getvalue())
    assert not problems
    assert [(row.body, row.cost_cents) for row in rows] == [(FIRST, 500_000)]


def test_many_rows_cost_few_queries(admin: User, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(8):
        actions.preview(budget_csv(list(TOWNS)), by=admin, on=TODAY)


def test_nothing_is_half_saved(admin: User) -> None:
    good = f"{FIRST};standesamt;2025;allein;5\n"
    with pytest.raises(BudgetFileBroken):
        actions.take_over(
            (HEAD + good + "Nirgendwo;standesamt;2025;allein;5\n").encode(),
            title="Plan",
            by=admin,
            on=TODAY,
            at=NOW,
        )
    assert not TaskRecord.objects.exists()
    plan = actions.preview((HEAD + good + good).encode(), by=admin, on=TODAY)
    assert ["steht schon in Zeile 2" in str(problem) for problem in plan.problems] == [True]


def test_a_correction_closes_what_was_known(admin: User) -> None:
    for hour, cost in enumerate((5, 7)):
        data = f"{HEAD}{FIRST};standesamt;2025;allein;{cost}\n".encode()
        actions.take_over(data, title="Plan", by=admin, on=TODAY, at=NOW + timedelta(hours=hour))
    assert sorted(TaskRecord.objects.values_list("cost_cents", "known__upper_inf")) == [
        (500, False),
        (700, True),
    ]


def test_a_clerk_enters_only_for_the_own_town(clerk: User) -> None:
    assert not actions.preview(budget_csv([FIRST]), by=clerk, on=TODAY).problems
    assert "dürfen Sie nichts eintragen" in str(
        actions.preview(budget_csv([SECOND]), by=clerk, on=TODAY).problems[0]
    )


def test_upload_preview_confirm(clerk: User) -> None:
    client = browser_of(clerk)
    file = SimpleUploadedFile("plan.csv", budget_csv([FIRST]))
    page = client.post(reverse("potentials:import"), {"title": "Plan 2025", "file": file})
    assert "Vorschau: 1 Zeile" in page.content.decode()
    assert not TaskRecord.objects.exists()
    assert client.post(reverse("potentials:import-confirm")).status_code == 302
    assert TaskRecord.objects.get().source.title == "Plan 2025"
    client.post(reverse("potentials:import-confirm"))
    assert TaskRecord.objects.count() == 1


def test_upload_shows_problems(clerk: User) -> None:
    client = browser_of(clerk)
    for data in (budget_csv([SECOND]), b"PK"):
        file = SimpleUploadedFile("plan.csv", data)
        page = client.post(reverse("potentials:import"), {"title": "Plan", "file": file})
        assert page.status_code == 400
    assert not TaskRecord.objects.exists()


@pytest.mark.parametrize("name", ["import", "import-confirm", "import-table", "start"])
def test_readers_and_strangers_enter_nothing(client: Client, reader: User, name: str) -> None:
    address = reverse(f"potentials:{name}")
    method = "get" if name == "import-table" else "post"
    assert getattr(browser_of(reader), method)(address).status_code == 403
    assert getattr(client, method)(address).status_code == 302


# --- long computations -----------------------------------------------------------------------------------


def test_the_choice_for_the_land_puts_nobody_in_two_groups(client: Client, budgets: None) -> None:
    result = tasks.choose(AJob(task="standesamt", setup=20_000))
    run = PotentialRun.objects.get(kind=RunKind.CHOICE.value)
    members = [key for group in run.result["groups"] for key in group["keys"]]
    assert members
    assert len(members) == len(set(members))
    assert UNSAID not in members
    assert result.url == reverse("potentials:run", args=[run.pk])
    assert "Aus " in client.get(result.url).content.decode()
    tasks.choose(AJob(task="standesamt", setup=20_000))
    assert PotentialRun.objects.count() == 1


def test_a_search_can_be_cancelled_and_leaves_nothing(budgets: None) -> None:
    with pytest.raises(JobCancelled):
        tasks.choose(AJob(cancelled_after=2, task="standesamt"))
    assert not PotentialRun.objects.exists()


def test_all_groups_around_one_town_are_looked_at(client: Client, clerk: User, budgets: None) -> None:
    asked = {"kind": "groups", "gemeinde": FIRST, "aufgabe": "standesamt", "einrichtung": "20000"}
    page = browser_of(clerk).post(reverse("potentials:start"), asked)
    job = Job.objects.get()
    assert page.headers["Location"] == reverse("jobs:job", args=[job.pk])
    result = tasks.look_around(AJob(**job.payload | {"on": TODAY.isoformat()}))
    shown = client.get(result.url).content.decode()
    assert "Die besten Gruppen um Ort04" in shown
    assert "in fünf Jahren (Bereich" in shown
    page = browser_of(clerk).post(reverse("potentials:start"), asked | {"gemeinde": "Nirgendwo"})
    assert page.status_code == 400
    assert Job.objects.count() == 1


def test_an_assumption_goes_along_with_the_search(admin: User) -> None:
    actions.take_over(budget_csv([FIRST, SECOND]), title="Plan", by=admin, on=TODAY, at=NOW)
    asked: dict[str, Any] = {"task": "standesamt", "body": FIRST}
    assert "Beleg" in tasks.look_around(AJob(**asked)).message
    assumed = {"exponent": "0.8", "low": "0.7", "high": "0.9", "source": "Gutachten"}
    run = PotentialRun.objects.get(pk=tasks.look_around(AJob(**asked, assumed=assumed)).url.split("/")[-2])
    assert [len(group["keys"]) for group in run.result["groups"]] == [2]
    assert "gibt es nicht mehr" in tasks.look_around(AJob(task="standesamt", body="05999999")).message


def test_without_evidence_nothing_is_chosen(towns: dict[str, str]) -> None:
    assert "nicht belegt" in tasks.choose(AJob(task="standesamt")).message
    assert "gibt es nicht mehr" in tasks.choose(AJob(task="weg")).message


def test_the_back_test_of_the_register_is_shown_on_the_page(client: Client, towns: dict[str, str]) -> None:
    assert "zu wenige" in tasks.look_back(AJob()).message
    a_cooperation("z1", *list(TOWNS)[:6])
    a_cooperation("z2", *list(TOWNS)[3:9])
    url = tasks.look_back(AJob()).url
    assert "Mit 12 Beteiligungen dieses Registers" in client.get(url).content.decode()
    assert "Mit 12 Beteiligungen dieses Registers" in client.get(ASK).content.decode()


@pytest.mark.parametrize("posted", [{"kind": "back_test"}, {"aufgabe": "standesamt", "einrichtung": "x"}])
def test_a_clerk_starts_a_job(clerk: User, posted: dict[str, str]) -> None:
    page = browser_of(clerk).post(reverse("potentials:start"), posted)
    assert page.headers["Location"] == reverse("jobs:job", args=[Job.objects.get().pk])


def test_an_unknown_task_or_run_is_not_found(client: Client, clerk: User) -> None:
    assert browser_of(clerk).post(reverse("potentials:start"), {"aufgabe": "weg"}).status_code == 404
    assert client.get(reverse("potentials:run", args=[99])).status_code == 404
