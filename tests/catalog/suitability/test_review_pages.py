"""The pages of a review: the whole way of a clerk, and what others see."""

from collections.abc import Callable
from io import BytesIO

import pytest
from django.test import Client
from docx import Document

from allmende.accounts.models import User
from allmende.catalog.models import Product
from allmende.catalog.suitability.domain import ReviewOutcome
from allmende.catalog.suitability.models import SuitabilityReview
from allmende.papers.models import Paper
from allmende.register.domain import BodyView
from tests.catalog.factories import decided_paper
from tests.catalog.suitability.factories import a_complete_review, a_review, an_open_review, decided

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_today")]
SignedIn = Callable[[User], Client]
HOME = "/leistungen/eignung/"


def test_a_clerk_goes_the_whole_way(product: Product, browser_of: SignedIn, clerk: User) -> None:
    browser = browser_of(clerk)
    begun = browser.post(
        f"{HOME}neu/",
        {"need": "Finanzsoftware", "occasion": "first", "first_year": "2027", "years": "5"},
    )
    page = begun["Location"]
    assert "Als Nächstes: Grundlagen" in browser.get(page).content.decode()
    basics = {
        "first_year": "2027",
        "years": "5",
        "rate_percent": "3,1",
        "rate_source": "Kredit 2025",
        "workplaces": "100",
        "rechenzentrum_fachanwendungen": "2",
    }
    assert browser.post(f"{page}grundlagen/", basics).status_code == 302
    cost = {"center": "rechenzentrum", "label": "Server", "amount": "40.000,00", "source": "Konto 5241"}
    assert browser.post(f"{page}kosten/", cost).status_code == 302
    weights = {"weight_price": "60", "own_label_0": "Nähe", "own_weight_0": "40"}
    assert browser.post(f"{page}kriterien/", weights).status_code == 302
    browser.post(f"{page}schritt/festlegen/")
    browser.post(f"{page}schritt/oeffnen/")
    review = SuitabilityReview.objects.get()
    own = review.criteria.get(label="Nähe")
    for key in ("eigen", "finanzsoftware-probe"):
        points = {f"points_{own.pk}": "5", f"reason_{own.pk}": "wie bisher", "is_member": "on"}
        assert browser.post(f"{page}angebot/{key}/", points).status_code == 302
    paid = {"kind": "saving", "label": "Raum frei", "year": "1", "amount": "100", "source": "Mietvertrag"}
    assert browser.post(f"{page}angebot/finanzsoftware-probe/zahlung/", paid).status_code == 302
    assert review.payments.get().cents == -100_00
    shown = browser.get(page).content.decode()
    assert "Alles ist vollständig." in shown
    assert "Was müsste anders sein?" in shown
    chosen = review.alternatives.get(key="finanzsoftware-probe")
    result = {"outcome": "adopt", "chosen": str(chosen.pk), "reason": "günstiger"}
    assert browser.post(f"{page}ergebnis/", result).status_code == 302
    final = browser.get(page).content.decode()
    assert "unter der Kennung" in final
    assert "Prüfung wiederholen" in final


def test_the_result_leaves_as_word_pdf_and_data(
    town: BodyView, product: Product, browser_of: SignedIn, clerk: User
) -> None:
    review = a_complete_review(town)
    browser = browser_of(clerk)
    early = browser.get(f"{HOME}{review.pk}/vorlage.pdf")
    assert early.status_code == 409
    decided(review, outcome=ReviewOutcome.WATCH)
    word = Document(BytesIO(browser.get(f"{HOME}{review.pk}/vorlage.docx").content))
    text = "\n".join([paragraph.text for paragraph in word.paragraphs])
    assert "Eignungsprüfung: Finanzsoftware" in text
    assert any("Barwert" in cell.text for table in word.tables for cell in table.columns[0].cells)
    assert browser.get(f"{HOME}{review.pk}/vorlage.pdf").content.startswith(b"%PDF-")
    data = browser.get(f"{HOME}{review.pk}/vorlage.json").json()
    assert data["document"]["alternatives"][0]["rank"] == 1


def test_only_the_body_itself_sees_its_review_until_it_is_published(
    town: BodyView, product: Product, browser_of: SignedIn, clerk: User, stranger: User, client: Client
) -> None:
    review = a_complete_review(town)
    page = f"{HOME}{review.pk}/"
    for path in ("", "vorlage.pdf"):
        assert browser_of(stranger).get(f"{page}{path}").status_code == 404
        assert client.get(f"{page}{path}").status_code == 404
    decided(review, outcome=ReviewOutcome.WATCH)
    browser_of(clerk).post(f"{page}schritt/veroeffentlichen/")
    assert "weiter beobachten" in client.get(page).content.decode()
    for path in ("grundlagen/", "kriterien/", "kosten/", "ergebnis/", "angebot/eigen/", "vorlage/"):
        assert browser_of(stranger).get(f"{page}{path}").status_code == 404
    browser_of(clerk).post(f"{page}schritt/zuruecknehmen/")
    assert client.get(page).status_code == 404


def test_a_reader_sees_but_does_not_change(
    town: BodyView, browser_of: SignedIn, reader: User, product: Product
) -> None:
    page = f"{HOME}{a_review(town).pk}/"
    assert browser_of(reader).get(page).status_code == 200
    assert browser_of(reader).get(f"{page}grundlagen/").status_code == 404
    assert browser_of(reader).post(f"{page}schritt/loeschen/").status_code == 404


@pytest.mark.parametrize(
    ("path", "given", "says"),
    [
        ("grundlagen/", {"rate_percent": "3"}, "woher der Zinssatz stammt"),
        ("grundlagen/", {"case": "7"}, "Eine Menge ohne Herkunft gilt nicht"),
        ("grundlagen/", {"case": "viele"}, "keine Zahl"),
        ("kosten/", {"center": "netz", "label": "Leitung", "source": "Konto"}, "Tragen Sie einen Betrag ein"),
        ("kriterien/", {}, "mindestens ein Kriterium"),
        ("kriterien/", {"own_weight_0": "3"}, "Benennen Sie das Kriterium"),
    ],
)
def test_bad_input_says_what_to_do(
    town: BodyView, browser_of: SignedIn, clerk: User, path: str, given: dict[str, str], says: str
) -> None:
    values = {"first_year": "2027", "years": "5"} | given
    answer = browser_of(clerk).post(f"{HOME}{a_review(town).pk}/{path}", values)
    assert answer.status_code == 400
    assert says in answer.content.decode()


def test_offers_stay_closed_until_the_criteria_stand(
    town: BodyView, product: Product, browser_of: SignedIn, clerk: User
) -> None:
    review = a_review(town)
    answer = browser_of(clerk).post(f"{HOME}{review.pk}/schritt/oeffnen/", follow=True)
    assert "Legen Sie zuerst die Kriterien und ihre Gewichte fest" in answer.content.decode()


def test_points_without_a_reason_are_refused(
    town: BodyView, product: Product, browser_of: SignedIn, clerk: User
) -> None:
    review = an_open_review(town)
    criterion = review.criteria.get(key="exit")
    answer = browser_of(clerk).post(f"{HOME}{review.pk}/angebot/eigen/", {f"points_{criterion.pk}": "5"})
    assert "Begründen Sie die Punkte" in answer.content.decode()


def test_the_review_stands_in_the_dossier_of_its_paper(
    town: BodyView, product: Product, browser_of: SignedIn, clerk: User
) -> None:
    review = a_complete_review(town)
    paper: Paper = decided_paper(town, clerk, "2026/99")
    decided(review, outcome=ReviewOutcome.WATCH)
    attached = browser_of(clerk).post(f"{HOME}{review.pk}/vorlage/", {"paper": str(paper.pk)})
    assert attached.status_code == 302
    dossier = browser_of(clerk).get(paper.get_absolute_url()).content.decode()
    assert "Alternativen nach Punkten" in dossier


def test_the_customers_page_says_when_to_review(
    town: BodyView, product: Product, browser_of: SignedIn, clerk: User
) -> None:
    decided(a_complete_review(town), outcome=ReviewOutcome.WATCH)
    page = browser_of(clerk).get(f"/leistungen/kommune/{town.key}/").content.decode()
    assert "Passt es noch?" in page
    assert "noch kein Termin" in page
