from collections.abc import Mapping
from datetime import date
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import Workbook

from allmende.accounts.models import User
from allmende.cooperations import queries
from allmende.cooperations.actions import load_tasks
from allmende.cooperations.domain import LegalForm, PartyRole
from allmende.cooperations.importing.actions import import_list, preview_list
from allmende.cooperations.importing.handler import take_over_list
from allmende.cooperations.models import Cooperation
from allmende.jobs.domain import JobCancelled
from allmende.register.domain import BodyView, Kind
from allmende.register.importing import kept_files
from allmende.register.importing.records import BrokenFile
from tests.cooperations.register.factories import NOW
from tests.register.factories import SAMPLE, TODAY, listed, record
from tests.register.factories import take_over_list as take_over_bodies

pytestmark = pytest.mark.django_db
OWN = (
    "schluessel;name;rechtsform;aufgaben;seit;koerperschaft;rolle;stimmen\n"
    "zv-it;Zweckverband IT;Zweckverband;it-betrieb;01.01.2022;Kreis Probe;federführend;2\n"
    "zv-it;Zweckverband IT;;;;05999004;;1\n"
    "oerv-1;Vereinbarung Archiv;örV;Archiv;;Musterstadt;;\n"
).encode()


def preview(text: bytes, **answers: str):  # type: ignore[no-untyped-def]
    return preview_list(text, name="liste.csv", answers=answers, steward_id=None, on=TODAY)


def take_over(text: bytes, answers: Mapping[str, str] | None = None) -> int:
    options = {"name": "liste.csv", "answers": answers or {}, "steward_id": None}
    return import_list(text, **options, by=None, on=TODAY, at=NOW)  # type: ignore[arg-type]


def test_a_list_with_one_row_per_party_is_taken_over(sample: dict[str, BodyView]) -> None:
    load_tasks()
    assert take_over(OWN) == 2
    [first, second] = queries.cooperations_of(sample["05999004"].id, on=TODAY)
    assert (first.name, second.name) == ("Vereinbarung Archiv", "Zweckverband IT")
    row = queries.listed(TODAY).get(cooperation__key="zv-it")
    assert (row.legal_form, row.leads, row.begins) == (
        LegalForm.ZWECKVERBAND,
        "Kreis Probe",
        date(2022, 1, 1),
    )


def test_an_entry_without_a_first_day_says_so(sample: dict[str, BodyView]) -> None:
    load_tasks()
    take_over(OWN)
    row = queries.states_on(TODAY).get(cooperation__key="oerv-1")
    assert (row.is_start_known, row.valid.lower) == (False, TODAY)


def test_the_same_list_again_adds_nothing(sample: dict[str, BodyView]) -> None:
    load_tasks()
    take_over(OWN)
    found = preview(OWN)
    assert (found.entries, found.existing) == ([], ["Zweckverband IT", "Vereinbarung Archiv"])


def portal(kommunen: str, einwohner: str = "37.259") -> bytes:
    """Return a list with the fields of the state's portal."""
    return (
        f'Titel;Kommunen;Hauptverantwortlich;Einwohner;Schlagworte\nRechenzentrum;"{kommunen}";Fremdstadt;'
        f"{einwohner};IT\n"
    ).encode()


@pytest.fixture
def two_probes(sample: dict[str, BodyView]) -> None:
    """A town called Probe beside Kreis Probe."""
    town = record("05999012", "Probe", Kind.KREISANGEHOERIGE_STADT)
    take_over_bodies(listed([*SAMPLE, town], stand=date(2021, 12, 31)), at=NOW)


@pytest.mark.usefixtures("two_probes")
def test_a_bare_name_asks_which_body_is_meant() -> None:
    found = preview(portal("Probe, Beispieldorf"))
    [question] = found.questions
    assert question.name == "Probe"
    assert {option.key for option in question.options} == {"05999", "05999012"}
    assert (found.problems, found.is_ready) == ([], False)


@pytest.mark.usefixtures("two_probes")
def test_the_answer_decides_and_the_lead_is_known() -> None:
    text = portal("Probe, Beispieldorf")
    found = preview(text, Probe="05999")
    [entry] = found.entries
    assert [(party.name, party.role) for party in entry.parties] == [
        ("Stadt Fremdstadt", PartyRole.LEAD),
        ("Kreis Probe", PartyRole.MEMBER),
        ("Gemeinde Beispieldorf", PartyRole.MEMBER),
    ]
    assert found.ignored == ["schlagworte"]


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        (portal("Beispieldorf", einwohner="318.3785"), (2, "einwohner"), "318.3785 ist keine ganze Zahl"),
        (portal("Beispieldorf, Nirgendwo"), (2, "kommunen"), "„Nirgendwo“ steht nicht im Register"),
        (OWN.replace(b"Zweckverband;it-b", b"Pakt;it-b"), (2, "rechtsform"), "„Pakt“ ist nicht bekannt"),
        (OWN.replace(b"01.01.2022", b"31.02.2022"), (2, "seit"), "kein Datum"),
        (OWN.replace("federführend".encode(), b"Chef"), (2, "rolle"), "„chef“ ist keine Rolle"),
        (OWN.replace(b";2\n", b";-2\n"), (2, "stimmen"), "negativ"),
        (OWN.replace(b"it-betrieb", b"raumfahrt"), (2, "aufgaben"), "„raumfahrt“"),
        (OWN.replace(b"05999004", b"05999"), (2, "Zweckverband IT"), "mehrfach als Beteiligte"),
        (OWN.replace(b"zv-it;Zw", b"ZV_IT;Zw", 1), (2, "schluessel"), "Kleinbuchstaben"),
    ],
)
def test_a_mistake_is_told_with_row_and_column_and_nothing_is_saved(
    sample: dict[str, BodyView], text: bytes, place: tuple[int, str], message: str
) -> None:
    load_tasks()
    with pytest.raises(BrokenFile) as refused:
        take_over(text)
    problem = next(each for each in refused.value.problems if (each.line, each.field) == place)
    assert message in problem.message
    assert not Cooperation.objects.exists()


@pytest.mark.parametrize(
    "data", [b"", b"a;b\n1;2\n", b"\xff\xfe", b"PK\x03\x04kaputt", b"name;koerperschaft\n"]
)
def test_a_file_that_is_no_list_is_refused(sample: dict[str, BodyView], data: bytes) -> None:
    with pytest.raises(BrokenFile):
        preview(data)


def test_an_excel_file_says_the_same_as_csv(sample: dict[str, BodyView]) -> None:
    load_tasks()
    book = Workbook()
    assert book.active is not None
    for line in OWN.decode().splitlines():
        book.active.append(line.split(";"))
    buffer = BytesIO()
    book.save(buffer)
    assert preview(buffer.getvalue()).entries == preview(OWN).entries


class FakeJob:
    """A job that is cancelled as soon as it reports, or never."""

    job_id, requested_by_id = 1, None

    def __init__(self, path: str, *, is_cancelled: bool) -> None:
        self.payload: dict[str, object] = {
            "path": path,
            "name": "liste.csv",
            "answers": {},
            "steward_id": None,
        }
        self.is_cancelled = is_cancelled
        self.reports: list[tuple[int, int]] = []

    def report(self, done: int, total: int, message: str = "") -> None:
        self.reports.append((done, total))
        if self.is_cancelled:
            raise JobCancelled


def test_a_long_list_is_taken_over_by_a_job(sample: dict[str, BodyView]) -> None:
    load_tasks()
    job = FakeJob(kept_files.keep(OWN), is_cancelled=False)
    assert take_over_list(job).message == "2 Zusammenarbeiten übernommen."
    assert job.reports == [(0, 2)]
    assert kept_files.kept(str(job.payload["path"])) is None


def test_a_cancelled_job_leaves_nothing(sample: dict[str, BodyView]) -> None:
    load_tasks()
    with pytest.raises(JobCancelled):
        take_over_list(FakeJob(kept_files.keep(OWN), is_cancelled=True))
    assert not Cooperation.objects.exists()


@pytest.mark.usefixtures("_today")
def test_in_the_browser_the_preview_comes_before_the_list(
    client: Client, clerk: User, sample: dict[str, BodyView]
) -> None:
    load_tasks()
    client.force_login(clerk)
    file = SimpleUploadedFile("liste.csv", OWN)
    page = client.post("/zusammenarbeit/einlesen/", {"file": file}).content.decode()
    assert "2 neue Zusammenarbeiten mit 3 Beteiligungen." in page
    assert not Cooperation.objects.exists()
    client.post("/zusammenarbeit/einlesen/uebernehmen/")
    assert set(Cooperation.objects.values_list("steward_id", flat=True)) == {sample["05999004"].id}


@pytest.mark.usefixtures("_today", "two_probes")
def test_in_the_browser_the_person_answers_which_is_meant(client: Client, clerk: User) -> None:
    client.force_login(clerk)
    file = SimpleUploadedFile("liste.csv", portal("Probe"))
    page = client.post("/zusammenarbeit/einlesen/", {"file": file}).content.decode()
    assert "Welche Körperschaft ist gemeint?" in page
    page = client.post("/zusammenarbeit/einlesen/antworten/", {"name-1": "05999012"}).content.decode()
    assert "1 neue Zusammenarbeit mit 2 Beteiligungen." in page


@pytest.mark.usefixtures("_today")
def test_mistakes_are_shown_with_row_and_field(
    client: Client, clerk: User, sample: dict[str, BodyView]
) -> None:
    client.force_login(clerk)
    file = SimpleUploadedFile("liste.csv", portal("Nirgendwo"))
    response = client.post("/zusammenarbeit/einlesen/", {"file": file})
    assert response.status_code == 400
    assert "„Nirgendwo“ steht nicht im Register" in response.content.decode()


def test_nobody_without_a_body_takes_over_lists(client: Client, sample: dict[str, BodyView]) -> None:
    client.force_login(User.objects.create_user("leser@example.org", "nur-fuer-tests-2026"))
    assert client.get("/zusammenarbeit/einlesen/").status_code == 404


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_csv_is_read_as_office_programs_write_it(
    sample: dict[str, BodyView], encoding: str, delimiter: str
) -> None:
    load_tasks()
    found = preview(OWN.decode().replace(";", delimiter).encode(encoding))
    assert [len(entry.parties) for entry in found.entries] == [2, 1]
    assert found.entries[0].parties[0].role is PartyRole.LEAD


def test_bytes_of_no_writing_system_are_told_with_their_line(sample: dict[str, BodyView]) -> None:
    with pytest.raises(BrokenFile) as refused:
        preview(OWN.replace(b"Archiv", b"\x81\x8d", 1))
    assert (refused.value.problems[0].line, refused.value.problems[0].field) == (4, "Zeichensatz")


def test_a_key_without_the_zero_that_excel_takes_away_is_understood(sample: dict[str, BodyView]) -> None:
    load_tasks()
    book = Workbook()
    assert book.active is not None
    book.active.append(["name", "koerperschaft", "stimmen"])
    book.active.append(["Archiv", 5999004, 3])
    book.active.append(["Archiv", 5999, 2])
    buffer = BytesIO()
    book.save(buffer)
    [entry] = preview(buffer.getvalue()).entries
    assert [party.name for party in entry.parties] == ["Stadt Musterstadt", "Kreis Probe"]


def test_text_in_a_cell_for_numbers_is_told(sample: dict[str, BodyView]) -> None:
    book = Workbook()
    assert book.active is not None
    book.active.append(["name", "koerperschaft", "stimmen"])
    book.active.append(["Archiv", "Kreis Probe", "zwei"])
    buffer = BytesIO()
    book.save(buffer)
    [problem] = preview(buffer.getvalue()).problems
    assert (problem.line, problem.field) == (2, "stimmen")


def test_a_million_members_are_refused_at_once(sample: dict[str, BodyView]) -> None:
    rows = b"name;koerperschaft\n" + b"Archiv;Ort\n" * 1_000_000
    with pytest.raises(BrokenFile, match=r"mehr als 100\.000 Zeilen"):
        preview(rows)
    cell = b"name;kommunen\nArchiv;" + b",".join(b"Ort %d" % number for number in range(1_000_000))
    with pytest.raises(BrokenFile, match=r"mehr als 100\.000 Zeichen"):
        preview(cell)
