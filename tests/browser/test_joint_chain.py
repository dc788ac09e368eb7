"""Document 001 from beginning to end in one journey: from the options to the duties of 28 councils."""

from collections.abc import Callable
from datetime import date, timedelta

from django.utils import timezone
from playwright.sync_api import Page, expect

from allmende.cooperations.options.models import Snapshot
from allmende.jobs.actions import run_job
from allmende.jobs.models import Job
from allmende.joint_decisions import partner_actions
from allmende.joint_decisions.domain import ResultKind, Visibility
from allmende.joint_decisions.models import ComputedFigure, JointDecision, PartnerDecision
from allmende.joint_decisions.states import Station
from tests.browser.conftest import AssertAccessible, SignIn

Keep = Callable[[Page, str], None]
TITLE = "Wie sich die kommunale IT im Münsterland weiterentwickeln soll"
NOTED = "Der Bericht der Verwaltung wird zur Kenntnis genommen."
MANDATE = "Die Verwaltung wird beauftragt, die Weiterentwicklung der IT-Landschaft aktiv zu begleiten"
CORE = f"{NOTED}\n\n{MANDATE}.\n\n[[einwirkung: Welche Einwirkung verlangt wird]]"
AMENDED = f"{NOTED}\n\n{MANDATE}, mit der Maßgabe, dass mindestens eine weitere Rechtsform geprüft wird."
CONDITION = "Mindestens eine weitere Rechtsform wird geprüft."
COESFELD, TELGTE, OLFEN = "05558", "05570044", "05558036"


def save(page: Page, name: str = "Speichern") -> None:
    page.get_by_role("button", name=name, exact=True).click()


def number_in(board: str) -> int:
    return int(board.rstrip("/").rpartition("/")[2])


def today() -> date:
    return timezone.localdate()


def open_matter(page: Page, live_url: str, assert_accessible: AssertAccessible) -> str:
    """Go from the comparison of the options to a matter that rests on one of them; return its address."""
    snapshot = Snapshot.objects.get(comparison__key="it-im-muensterland", number=1)
    page.goto(f"{live_url}{snapshot.get_absolute_url()}")
    expect(page.get_by_text(snapshot.code).first).to_be_visible()
    assert_accessible(page)
    page.goto(f"{live_url}/gemeinsame-beschluesse/neu/")
    page.get_by_label("Titel").fill(TITLE)
    page.get_by_label("Gemeinsamer Text").fill(CORE)
    page.locator("[name=cooperation]").fill("citeq")
    page.locator("[name=snapshot]").fill(snapshot.code)
    page.locator("[name=option]").fill("gibt es nicht")
    page.locator("[name=legal_form]").select_option("oerv_mandatierend")
    save(page)
    expect(page.get_by_text("„Vereinbarung fortentwickeln“")).to_be_visible()
    assert_accessible(page)
    page.locator("[name=option]").fill("Vereinbarung fortentwickeln")
    save(page)
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    return page.url


def take_over_partners_and_set_the_threshold(page: Page, assert_accessible: AssertAccessible) -> None:
    save(page, "Partner aus der Zusammenarbeit übernehmen")
    expect(page.get_by_role("heading", name="Beteiligte (28)")).to_be_visible()
    page.get_by_role("link", name="Schwelle festlegen").click()
    first = page.get_by_role("group", name="1. Bedingung")
    first.get_by_label("Bedingung").select_option("share")
    first.locator("[name$=share]").fill("2/3")
    assert_accessible(page)
    save(page)
    expect(page.get_by_text("Schwelle: noch möglich")).to_be_visible()


def release_the_text(page: Page, assert_accessible: AssertAccessible) -> None:
    page.get_by_role("link", name="Gemeinsamer Text", exact=True).first.click()
    page.get_by_role("link", name="Zur Mitzeichnung geben").click()
    save(page, "Zur Mitzeichnung geben")
    page.get_by_role("link", name="Ohne die 28 offenen Mitzeichnungen weitergehen").click()
    page.locator("[name=note]").fill("Auf Papier mitgezeichnet")
    assert_accessible(page)
    save(page, "Ohne diese Mitzeichnungen weitergehen")
    save(page, "Fassung freigeben")
    expect(page.get_by_role("heading", name="Fassung 1: freigegeben")).to_be_visible()
    assert_accessible(page)


def make_28_papers(page: Page, board: str, assert_accessible: AssertAccessible) -> None:
    page.goto(f"{board}vorlagen/")
    save(page, "Alle Vorlagen erzeugen")
    run_job(Job.objects.filter(kind="joint_papers").latest("pk").pk)
    page.goto(f"{board}vorlagen/")
    expect(page.get_by_role("link", name="Word")).to_have_count(28)
    assert_accessible(page)
    sets: dict[int, list[str]] = {}
    of_matter = ComputedFigure.objects.filter(
        decision__partner__joint_decision=number_in(board), is_current=True
    )
    for figure in of_matter.order_by("decision", "key"):
        sets.setdefault(figure.decision_id, []).append(f"{figure.key}={figure.value}")
    assert len({tuple(each) for each in sets.values()}) == 28


def enter_result(page: Page, board: str, partner: str, kind: str, **fields: str) -> None:
    page.goto(board)
    page.get_by_role("link", name=partner, exact=True).click()
    page.get_by_role("link", name="Ergebnis eintragen").click()
    page.get_by_label("Ergebnis", exact=True).select_option(kind)
    page.get_by_label("Entschieden am").fill(today().isoformat())
    for name, text in fields.items():
        page.locator(f"[name={name}]").fill(text)
    save(page)


def the_others_adopt_and_one_stays_silent(matter: int) -> None:
    """Report the councils that adopted the text as proposed, and one whose day is over without a word."""
    silent = PartnerDecision.objects.get(partner__joint_decision=matter, partner__body__key=OLFEN)
    entry = partner_actions.DecisionEntry(
        stations=(Station("Rat", today() - timedelta(days=1), True),),
        visibility=Visibility.PARTNERS,
        is_released=True,
    )
    partner_actions.save_decision(
        decision_id=silent.pk, entry=entry, version=silent.version, by=None, on=today()
    )
    told = partner_actions.ResultEntry(kind=ResultKind.ADOPTED, decided_on=today())
    rows = PartnerDecision.objects.filter(partner__joint_decision=matter)
    for decision in rows.exclude(partner__body__key__in=(COESFELD, TELGTE, OLFEN)):
        partner_actions.record_result(decision_id=decision.pk, entry=told, by=None, on=today())


def test_from_the_options_to_the_duties_of_28_councils(
    sign_in: SignIn, live_url: str, assert_accessible: AssertAccessible, screenshot: Keep
) -> None:
    page = sign_in("clerk@kreis-coesfeld.example")
    board = open_matter(page, live_url, assert_accessible)
    take_over_partners_and_set_the_threshold(page, assert_accessible)
    release_the_text(page, assert_accessible)
    make_28_papers(page, board, assert_accessible)
    enter_result(page, board, "Kreis Coesfeld", "amended", resolved_text=AMENDED, conditions=CONDITION)
    expect(page.get_by_text("Kern geändert: 1 Satz geändert")).to_be_visible()
    expect(page.locator("ins").first).to_contain_text("weitere Rechtsform")
    assert_accessible(page)
    enter_result(page, board, "Stadt Telgte", "rejected")
    page.goto(board)
    expect(page.get_by_text("Schwelle: noch möglich")).to_be_visible()
    assert_accessible(page)
    the_others_adopt_and_one_stays_silent(number_in(board))
    page.goto(board)
    for words in ("25 beschlossen", "1 geändert, Kern geändert", "1 abgelehnt", "1 keine Angabe"):
        expect(page.get_by_role("listitem").filter(has_text=words).first).to_be_visible()
    expect(page.get_by_text("Schwelle: erreicht")).to_be_visible()
    expect(page.get_by_text("25 von 28, nötig 19; erreicht.")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("link", name="Angaben ändern").click()
    start = date(today().year + 2, 1, 1)
    page.locator("[name=agreed_on]").fill(start.isoformat())
    assert_accessible(page)
    save(page)
    expect(page.get_by_text(f"Wirksam frühestens am {start:%d.%m.%Y}")).to_be_visible()
    assert JointDecision.objects.get(pk=number_in(board)).option_key == "oerv", (
        "changing details keeps the option"
    )
    screenshot(page, "joint-chain-board-1280-light")
    page.get_by_role("link", name="Eigene Vorlagen zuordnen").click()
    save(page, "Eigene Vorlagen durchsehen")
    proposal = page.get_by_role("region", name=TITLE).first
    assert_accessible(page)
    proposal.get_by_role("button", name="Gehört dazu").click()
    expect(page.get_by_text("Die Vorlage ist zugeordnet.")).to_be_visible()
    page.goto(board)
    own = page.get_by_role("region", name="Für Ihre Verwaltung")
    own.get_by_role("link", name="Beschlusskontrolle").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Beschlusskontrolle")
    expect(page.get_by_role("link", name="mindestens eine weitere Rechtsform prüfen")).to_be_visible()
    expect(page.get_by_text(f"Kreis Coesfeld: {CONDITION}")).to_be_visible()
    assert_accessible(page)
    screenshot(page, "joint-chain-duties-1280-light")
