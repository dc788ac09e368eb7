"""One click, N papers: each partner its own figures; made again they tell what changed; who sees what."""

import zipfile
from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test import Client
from django.urls import reverse
from docx import Document

from allmende.accounts.models import User
from allmende.cooperations.options import actions as options
from allmende.jobs.actions import request_cancel, run_job
from allmende.jobs.models import Job
from allmende.joint_decisions import actions as matters
from allmende.joint_decisions.actions import MatterEntry
from allmende.joint_decisions.board import Board
from allmende.joint_decisions.board_reading import board_of
from allmende.joint_decisions.domain import Visibility
from allmende.joint_decisions.models import ComputedFigure, JointDecision, PaperBatch, PartnerPaper
from allmende.joint_decisions.partner_papers import actions, making, queries, tasks
from allmende.joint_decisions.partner_papers.errors import (
    NothingToMake,
    TemplateLacksField,
    UnknownCalculation,
    UnknownRule,
)
from allmende.joint_decisions.permissions import rights_of
from allmende.ledger.models import Calculation
from allmende.register.domain import BodyView, NotAllowed
from allmende.register.queries import body_ids_of
from tests.cooperations.conftest import inputs
from tests.joint_decisions.factories import a_go, partner_of
from tests.papers.factories import TODAY

SignIn = Callable[[User], Client]
LATER = date(2026, 3, 2)


@pytest.fixture
def compared(matter: JointDecision, district: BodyView) -> JointDecision:
    """The matter with a frozen comparison of two options."""
    comparison = options.create_comparison(body=district, inputs=inputs(), by=None, on=TODAY)
    snapshot = options.freeze(comparison_id=comparison.pk, note="", by=None, on=TODAY)
    entry = MatterEntry(title="Standesamt", snapshot_id=snapshot.pk, option_key="zv")
    return matters.change_matter(matter_id=matter.pk, entry=entry, version=matter.version, by=None, on=TODAY)


def board_for(matter: JointDecision, user: User) -> Board:
    return board_of(matter, rights=rights_of(user, matter, on=TODAY), on=TODAY)


def make(matter: JointDecision, by: User, *, on: date = TODAY, **more: Any) -> PaperBatch:
    """Make the papers and let the job run."""
    board = board_for(matter, by)
    options_ = {"uses_sample": False, **more}
    batch = actions.start_papers(board=board, rights=board.rights, url="", by=by, on=on, **options_)
    job = job_of(batch)
    run_job(job.pk)
    job.refresh_from_db()
    assert job.state == "done", job.message
    return batch


def job_of(batch: PaperBatch) -> Job:
    return Job.objects.get(pk=batch.job_id or 0)


def raise_price(matter: JointDecision, cents: int) -> None:
    """Change the one price of the comparison."""
    matter.refresh_from_db()
    assert matter.snapshot is not None
    comparison = matter.snapshot.comparison
    changed = inputs()
    changed["options"][0]["costs"][0]["base"] = cents
    options.save_inputs(
        comparison_id=comparison.pk, inputs=changed, revision=comparison.revision, by=None, on=TODAY
    )


def text_of(paper: PartnerPaper) -> str:
    document = Document(BytesIO(bytes(paper.docx)))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(each.text for each in document.paragraphs), *cells])


# --- making ------------------------------------------------------------------------------------------------


def test_each_partner_gets_its_own_figures(compared: JointDecision, lead: User) -> None:
    batch = make(compared, lead)
    texts = {str(paper.decision.partner.body.key): text_of(paper) for paper in batch.papers.all()}
    assert "30.000,00" in texts["05999004"]
    assert "10.000,00" in texts["05999008"]
    assert all(
        "Der Rat stimmt der Vereinbarung über das gemeinsame Standesamt zu." in t for t in texts.values()
    )
    assert all(bytes(paper.pdf).startswith(b"%PDF") for paper in batch.papers.all())


def test_votes_share_and_own_money_are_figures_with_reasons(compared: JointDecision, lead: User) -> None:
    make(compared, lead)
    kept = ComputedFigure.objects.filter(decision__partner__body__key="05999004", is_current=True)
    figures = {each.key: actions.value_of(each) for each in kept}
    assert figures["votes_1"].shown == "3 Stimmen"
    assert figures["vote_share_1"].shown == "75,00 %"
    assert figures["influence_1"].shown == "100,00 %"
    assert figures["budget_gap"].shown == "fehlt: Ansatz im Haushalt"
    assert "Leitung: 40.000,00" in figures["share_2027"].reason.sentence


def test_local_texts_stand_in_the_paper_of_their_partner_only(
    compared: JointDecision, town: BodyView, lead: User
) -> None:
    a_go(partner_of(compared, town), local={"mittel": "Aus Produkt 02.01."})
    batch = make(compared, lead)
    texts = {paper.decision.partner.body.key: text_of(paper) for paper in batch.papers.all()}
    assert "2. Aus Produkt 02.01." in texts["05999004"]
    assert "[örtlicher Teil fehlt: Woher das Geld kommt]" in texts["05999008"]


def test_without_a_comparison_there_are_still_papers(matter: JointDecision, lead: User) -> None:
    batch = make(matter, lead)
    assert batch.papers.count() == 2
    assert "Einwohner" in text_of(batch.papers.all()[0])


def test_a_cancelled_job_goes_on_where_it_stopped(
    compared: JointDecision, lead: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    board, made = board_for(compared, lead), []
    batch = actions.start_papers(
        board=board, rights=board.rights, uses_sample=False, url="", by=lead, on=TODAY
    )
    original = making.make_paper

    def cancelling(*args: Any) -> PartnerPaper:
        made.append(args[1].pk)
        request_cancel(job=job_of(batch))
        return original(*args)

    monkeypatch.setattr(tasks, "make_paper", cancelling)
    run_job(job_of(batch).pk)
    assert (job_of(batch).state, batch.papers.count()) == ("cancelled", 1)
    monkeypatch.setattr(tasks, "make_paper", original)
    Job.objects.filter(pk=job_of(batch).pk).update(state="waiting", ended_at=None, cancel_requested=False)
    run_job(job_of(batch).pk)
    assert batch.papers.count() == 2


# --- again -------------------------------------------------------------------------------------------------


def test_a_changed_price_makes_papers_outdated_and_says_why(compared: JointDecision, lead: User) -> None:
    make(compared, lead)
    assert queries.outdated_papers(board_for(compared, lead), on=TODAY) == []
    raise_price(compared, 4_400_000)
    compared.refresh_from_db()
    outdated = queries.outdated_papers(board_for(compared, lead), on=TODAY)
    assert {each.name for each in outdated} == {"Stadt Musterstadt", "Gemeinde Beispieldorf"} or len(
        outdated
    ) == 2
    change = outdated[0].changes[0]
    assert "Leitung: 44.000,00\u00a0€ statt 40.000,00\u00a0€" in change.why
    assert change.old != change.new


def test_papers_made_again_show_what_changed_and_keep_the_old_figure(
    compared: JointDecision, lead: User
) -> None:
    make(compared, lead)
    raise_price(compared, 4_400_000)
    compared.refresh_from_db()
    batch = make(compared, lead, on=LATER)
    paper = batch.papers.get(decision__partner__body__key="05999004")
    assert "33.000,00" in text_of(paper)
    assert {"label": "Eigenanteil 2027", "old": "30.000,00\u00a0€", "new": "33.000,00\u00a0€"}.items() <= (
        paper.changes[0].items()
    )
    kept = ComputedFigure.objects.filter(decision=paper.decision, key="share_2027").order_by("pk")
    assert [(each.value, each.is_current) for each in kept] == [("3000000", False), ("3300000", True)]
    assert kept[1].replaces == kept[0]
    assert queries.outdated_papers(board_for(compared, lead), on=TODAY) == []


def test_a_figure_is_never_overwritten(compared: JointDecision, lead: User) -> None:
    make(compared, lead)
    figure = ComputedFigure.objects.filter(key="share_2027")[0]
    changes: list[dict[str, Any]] = [{"value": "1"}, {"reason": {}}, {"computed_on": LATER}]
    for change in changes:
        with pytest.raises(DatabaseError), transaction.atomic():
            ComputedFigure.objects.filter(pk=figure.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        figure.delete()


def test_the_correction_names_old_and_new(
    compared: JointDecision, lead: User, browser_of: SignIn, at_today: Any
) -> None:
    batch = make(compared, lead)
    decision = batch.papers.get(decision__partner__body__key="05999004").decision_id
    client = browser_of(lead)
    word = reverse("joint_decisions:correction", args=[compared.pk, decision, "docx"])
    assert client.get(word).status_code == 404, "nothing to correct yet"
    raise_price(compared, 4_400_000)
    document = Document(BytesIO(client.get(word).content))
    cells = [cell.text for row in document.tables[0].rows for cell in row.cells]
    assert "30.000,00\u00a0€" in cells
    assert "33.000,00\u00a0€" in cells
    pdf = reverse("joint_decisions:correction", args=[compared.pk, decision, "pdf"])
    assert client.get(pdf).content.startswith(b"%PDF")


# --- what goes wrong ---------------------------------------------------------------------------------------


def a_template(*lines: str) -> bytes:
    document, buffer = Document(), BytesIO()
    for line in lines:
        document.add_paragraph(line)
    document.save(buffer)
    return buffer.getvalue()


def test_a_template_without_a_needed_field_is_named_before_anything_is_made(
    compared: JointDecision, town: BodyView, clerk: User, lead: User
) -> None:
    data = a_template("{{ titel }}", "{%p for absatz in absaetze %}", "{{ absatz }}", "{%p endfor %}")
    options.store_template(body=town, name="v.docx", data=data, by=clerk, on=TODAY)
    with pytest.raises(TemplateLacksField, match="Musterstadt hat kein Feld „kennzahlen“"):
        make(compared, lead)
    assert not PaperBatch.objects.exists()
    batch = make(compared, lead, uses_sample=True)
    assert batch.papers.count() == 2


def test_a_town_gets_its_own_template(
    compared: JointDecision, town: BodyView, clerk: User, lead: User
) -> None:
    data = a_template(
        "Unsere Vorlage {{ titel }}",
        *("{%p for absatz in absaetze %}", "{{ absatz }}", "{%p endfor %}"),
        *("{%p for zeile in kennzahlen %}", "{{ zeile[0] }}: {{ zeile[1] }}", "{%p endfor %}"),
    )
    options.store_template(body=town, name="v.docx", data=data, by=clerk, on=TODAY)
    texts = {p.decision.partner.body.key: text_of(p) for p in make(compared, lead).papers.all()}
    assert "Unsere Vorlage Standesamt" in texts["05999004"]
    assert "Eigenanteil 2027: 30.000,00\u00a0€" in texts["05999004"]
    assert "Unsere Vorlage" not in texts["05999008"]


def test_a_rule_without_a_value_on_that_day_is_said_and_not_guessed(
    compared: JointDecision, lead: User
) -> None:
    actions.add_rule_figure(
        matter_id=compared.pk,
        label="Ausgleich",
        rule="bag_jh_share",
        inputs={},
        day=date(1990, 1, 1),
        by=lead,
        on=TODAY,
    )
    make(compared, lead)
    figure = ComputedFigure.objects.filter(label="Ausgleich")[0]
    assert figure.value == ""
    assert figure.missing
    with pytest.raises(UnknownRule):
        actions.add_rule_figure(
            matter_id=compared.pk, label="x", rule="gibt_es_nicht", inputs={}, day=TODAY, by=lead, on=TODAY
        )


def test_what_a_calculation_has_booked_is_a_figure_of_whom_it_concerns(
    compared: JointDecision, district: BodyView, lead: User, browser_of: SignIn, at_today: Any
) -> None:
    calculation = a_calculation(district.id, "Umlage 2026")
    client, address = browser_of(lead), reverse("joint_decisions:rule-figure", args=[compared.pk])
    typed = {"label": "Umlage", "day": "01.03.2026", "calculation": calculation.pk}
    both = client.post(address, {**typed, "rule": "bag_jh_share"}).content.decode()
    assert "eine Regel oder eine Berechnung, nicht beides" in both
    assert client.post(address, typed).status_code == 302
    make(compared, lead)
    figure = ComputedFigure.objects.filter(label="Umlage", decision__partner__body__key="05999004").get()
    assert (figure.value, figure.missing) == ("", "Buchung für Stadt Musterstadt")
    assert figure.reason["rule"] == "gebuchte Beträge der Berechnung „Umlage 2026“"


def test_nobody_takes_figures_from_a_calculation_of_others(
    compared: JointDecision, lead: User, stranger: User
) -> None:
    other = a_calculation(body_ids_of(stranger, on=TODAY)[0], "Geheim")
    with pytest.raises(UnknownCalculation):
        actions.add_rule_figure(
            matter_id=compared.pk,
            label="x",
            rule="",
            calculation_id=other.pk,
            inputs={},
            day=TODAY,
            by=lead,
            on=TODAY,
        )


def a_calculation(body_id: int, title: str) -> Calculation:
    year = DateRange(date(2026, 1, 1), date(2027, 1, 1))
    return Calculation.objects.create(body_id=body_id, title=title, period=year, kind="soll", flows=[])


# --- who sees what -----------------------------------------------------------------------------------------


def test_what_a_partner_keeps_to_itself_is_neither_made_nor_shown_by_the_lead(
    compared: JointDecision, town: BodyView, clerk: User, lead: User, browser_of: SignIn, at_today: Any
) -> None:
    own = a_go(
        partner_of(compared, town), visibility=Visibility.OWN, local={"mittel": "Geheimer Topf"}, by=clerk
    )
    batch = make(compared, lead)
    assert [paper.decision.partner.body.key for paper in batch.papers.all()] == ["05999008"]
    make(compared, clerk)
    assert own.files.count() == 1
    client = browser_of(lead)
    assert client.get(reverse("joint_decisions:figures", args=[compared.pk, own.pk])).status_code == 404
    file = reverse("joint_decisions:paper-file", args=[compared.pk, own.pk, "docx"])
    assert client.get(file).status_code == 404
    assert browser_of(clerk).get(file).status_code == 200
    for number in (1, 2):
        packed = client.get(reverse("joint_decisions:papers-zip", args=[compared.pk, number]))
        assert packed.status_code == 404 or b"Musterstadt" not in packed.content


def test_strangers_find_no_papers(
    compared: JointDecision, lead: User, stranger: User, browser_of: SignIn, at_today: Any
) -> None:
    batch = make(compared, lead)
    decision = batch.papers.all()[0].decision_id
    client = browser_of(stranger)
    for name, more in (
        ("papers", []),
        ("papers-zip", [1]),
        ("rule-figure", []),
        ("figures", [decision]),
        ("paper-file", [decision, "pdf"]),
        ("correction", [decision, "pdf"]),
    ):
        address = reverse(f"joint_decisions:{name}", args=[compared.pk, *more])
        assert client.get(address).status_code == 404, name


def test_who_only_reads_makes_nothing(compared: JointDecision, reader: User) -> None:
    board = board_for(compared, reader)
    with pytest.raises((NothingToMake, NotAllowed)):
        actions.start_papers(board=board, rights=board.rights, uses_sample=False, url="", by=reader, on=TODAY)


# --- pages -------------------------------------------------------------------------------------------------


def test_one_click_makes_all_papers_and_the_zip_holds_them(
    compared: JointDecision, lead: User, browser_of: SignIn, at_today: Any
) -> None:
    client, address = browser_of(lead), reverse("joint_decisions:papers", args=[compared.pk])
    assert "Alle Vorlagen erzeugen" in client.get(address).content.decode()
    begun = client.post(address)
    job = Job.objects.get()
    assert begun.headers["Location"] == reverse("jobs:job", args=[job.pk])
    run_job(job.pk)
    page = client.get(address).content.decode()
    assert "Ausgabe 1, gerechnet am 01.03.2026." in page
    packed = client.get(reverse("joint_decisions:papers-zip", args=[compared.pk, 1])).content
    assert len(zipfile.ZipFile(BytesIO(packed)).namelist()) == 4


def test_a_partner_enters_its_budget_line(
    compared: JointDecision, town: BodyView, clerk: User, lead: User, browser_of: SignIn, at_today: Any
) -> None:
    batch = make(compared, lead)
    decision = batch.papers.get(decision__partner__body__key=town.key).decision_id
    address = reverse("joint_decisions:figures", args=[compared.pk, decision])
    client = browser_of(clerk)
    data = {"product": "02.01", "account": "531", "year": "2027", "planned": "25.000,00"}
    client.post(address, data)
    assert browser_of(lead).post(address, data).status_code == 404, "only the partner's own people"
    make(compared, lead)
    page = client.get(address).content.decode()
    assert "02.01 / 531" in page
    assert "5.000,00" in page


def test_an_amount_by_a_rule_is_added_and_removed(
    compared: JointDecision, lead: User, browser_of: SignIn, at_today: Any
) -> None:
    client, address = browser_of(lead), reverse("joint_decisions:rule-figure", args=[compared.pk])
    data = {"label": "Ausgleich", "rule": "bag_jh_share", "day": "01.01.2025", "inputs": "kaputt"}
    assert "Zeile 1" in client.post(address, data).content.decode()
    client.post(address, {**data, "inputs": "population = @einwohner"})
    figure = compared.rule_figures.get()
    assert figure.inputs == {"population": "@einwohner"}
    client.post(reverse("joint_decisions:rule-figure-remove", args=[compared.pk, figure.pk]))
    assert not compared.rule_figures.exists()


def test_the_list_takes_a_fixed_number_of_queries(
    compared: JointDecision, lead: User, django_assert_max_num_queries: Any
) -> None:
    make(compared, lead)
    board = board_for(compared, lead)
    with django_assert_max_num_queries(12):
        queries.paper_rows(board)
        queries.outdated_papers(board, on=TODAY)
