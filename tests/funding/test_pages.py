"""Pages of grants, posts, agreements and reports: what people see, do, and must not see."""

from datetime import date
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from allmende.accounts.models import User
from allmende.funding.actions.reports import enter_report, release_report
from allmende.funding.models import CostReport, ForwardingClause, Grant, GrantStep, PostStretch
from allmende.register.domain import BodyView
from tests.funding.factories import LAND, PROVIDER, TOWN, Matter, a_matter, a_report

Bodies = dict[str, BodyView]
REAL_TODAY = date(2026, 11, 22)


@pytest.fixture
def matter(bodies: Bodies) -> Matter:
    """Return the matter of source document 003 with a released forecast."""
    made = a_matter(bodies, posts=2)
    report = enter_report(forwarding_id=made.agreement.pk, entry=a_report(), by=None, on=REAL_TODAY)
    release_report(report_id=report.pk, by=None, on=REAL_TODAY)
    return made


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def html(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200, url
    return response.content.decode().replace("\N{NO-BREAK SPACE}", " ")


def pages_of(matter: Matter) -> list[str]:
    """Return every page below a grant that people of the recipient may open."""
    of_grant = ("grant", "new-step", "new-deadline", "posts", "new-post", "new-agreement", "consequences")
    of_agreement = ("forwarding", "new-report", "import-report")
    post, report = matter.grant.posts.first(), CostReport.objects.get()
    assert post is not None
    return [
        *(reverse(f"funding:{name}", args=[matter.grant.pk]) for name in (*of_grant, "comparison")),
        *(reverse(f"funding:{name}", args=[matter.agreement.pk]) for name in of_agreement),
        reverse("funding:change-post", args=[post.pk]),
        reverse("funding:report", args=[report.pk]),
    ]


def test_every_page_opens_for_the_recipient_and_not_for_strangers(
    matter: Matter, clerk: User, stranger: User
) -> None:
    inside, outside = signed_in(clerk), signed_in(stranger)
    for url in pages_of(matter):
        html(inside, url)
        assert outside.get(url).status_code == 404, url
    assert "Case Management 2025" not in html(outside, reverse("funding:overview"))


def test_the_provider_sees_agreement_and_report_but_not_the_grant(
    matter: Matter, provider_clerk: User
) -> None:
    client = signed_in(provider_clerk)
    assert "Weiterleitung an" in html(client, matter.agreement.get_absolute_url())
    assert "651.895,80" in html(client, CostReport.objects.get().get_absolute_url())
    assert client.get(matter.grant.get_absolute_url()).status_code == 404
    assert "Vertrag 2022" in html(client, reverse("funding:overview"))


def test_the_overview_adds_up_and_warns(matter: Matter, treasurer: User) -> None:
    page = html(signed_in(treasurer), reverse("funding:overview"))
    assert "342.000,00 €" in page
    assert "Förderung endete 31.12.2025" in page
    assert matter.grant.title in page


def test_the_page_of_a_grant_shows_the_flow_with_reasons(matter: Matter, treasurer: User) -> None:
    page = html(signed_in(treasurer), matter.grant.get_absolute_url())
    assert "chart--sankey" in page
    assert "/buchungen/" in page
    assert "Festbetrag" not in page


def test_a_step_is_entered_by_one_and_released_by_another(
    bodies: Bodies, matter: Matter, treasurer: User, second_treasurer: User
) -> None:
    first, second = signed_in(treasurer), signed_in(second_treasurer)
    told = {"kind": "call", "dated": "2025-03-01", "amount": "100.000,00", "document": "Abruf 1"}
    assert first.post(reverse("funding:new-step", args=[matter.grant.pk]), told).status_code == 302
    step = GrantStep.objects.get(kind="call")
    release = reverse("funding:release-step", args=[step.pk])
    assert "zweite Person" in first.post(release, follow=True).content.decode()
    second.post(release)
    step.refresh_from_db()
    assert (step.state, step.cents) == ("released", 100_000_00)
    back = second.post(reverse("funding:withdraw-step", args=[step.pk]), {"reason": "zu früh"}, follow=True)
    assert "zu früh" in back.content.decode()


def test_a_call_after_its_deadline_needs_a_reason(matter: Matter, clerk: User) -> None:
    client = signed_in(clerk)
    due = {"kind": "call", "due": "2025-02-01", "source": "Bescheid, Nr. 6"}
    client.post(reverse("funding:new-deadline", args=[matter.grant.pk]), due)
    told = {"kind": "call", "dated": "2025-03-01", "amount": "1", "document": "Abruf"}
    url = reverse("funding:new-step", args=[matter.grant.pk])
    assert "Die Frist ist am 01.02.2025 abgelaufen" in client.post(url, told).content.decode()
    assert client.post(url, {**told, "late_reason": "Bescheid kam spät"}).status_code == 302


def test_a_clause_is_previewed_posted_and_followed_by_the_letter_list(
    matter: Matter, treasurer: User
) -> None:
    client = signed_in(treasurer)
    url = reverse("funding:change-clause", args=[matter.grant.pk])
    told = {
        "agreements": [str(matter.agreement.pk)],
        "parameter": "kim_contract_city_share",
        "value": "0",
        "first": "2025-01-01",
        "known_since": "2024-12-16",
        "source": "Rat, 16.12.2024, 2024/3092",
    }
    page = client.post(url, {**told, "action": "preview"})
    assert ForwardingClause.objects.count() == 1
    assert "537.895,80" in page.content.decode()
    seen = page.context["seen"]
    assert (
        "Noch nichts gebucht"
        in client.post(url, {**told, "value": "50", "action": "post", "seen": seen}).content.decode()
    )
    after = client.post(url, {**told, "action": "post", "seen": seen}, follow=True).content.decode()
    assert "Bewilligungsbehörde" in after
    assert "31.12.2024" in after
    assert ForwardingClause.objects.count() == 3
    assert "bleiben beim Träger" in after
    letters = client.get(reverse("funding:consequences", args=[matter.grant.pk]) + "?format=docx")
    assert letters.content.startswith(b"PK")


def test_a_post_is_entered_and_changed(bodies: Bodies, matter: Matter, clerk: User) -> None:
    client = signed_in(clerk)
    told = {
        "number": "CM 9",
        "label": "Case Management",
        "first": "2025-01-01",
        "last": "2025-12-31",
        "fte": "0,5",
        "employer": PROVIDER,
        "funder": LAND,
        "supervisor": TOWN,
        "place": TOWN,
        "is_filled": "on",
        "source": "Stellenplan",
        "known_since": "2024-10-31",
    }
    url = reverse("funding:new-post", args=[matter.grant.pk])
    assert client.post(url, told).status_code == 302
    row = PostStretch.objects.get(post__number="CM 9")
    assert row.fte == row.fte.__class__("0.5")
    page = client.post(url, {**told, "number": "CM 10", "fte": "2"}).content.decode()
    assert "Bitte prüfen Sie Ihre Eingaben" in page


def test_the_template_comes_back_filled_and_is_taken_over_after_a_preview(
    matter: Matter, provider_clerk: User
) -> None:
    client = signed_in(provider_clerk)
    template = client.get(reverse("funding:report-template", args=[matter.agreement.pk])).content
    book = load_workbook(BytesIO(template))
    sheet = book.worksheets[0]
    for line, amount in enumerate((400_000.5, 1_000, 2_000.25, 0, 0, 0), start=2):
        sheet.cell(line, 2, amount)
    buffer = BytesIO()
    book.save(buffer)
    buffer.seek(0)
    buffer.name = "meldung.xlsx"
    head = {"kind": "actual", "first": "2025-01-01", "last": "2025-12-31", "reported_on": "2026-02-01"}
    url = reverse("funding:import-report", args=[matter.agreement.pk])
    page = client.post(url, {**head, "file": buffer}).content.decode()
    assert "403.000,75" in page
    assert CostReport.objects.count() == 1
    client.post(reverse("funding:confirm-report", args=[matter.agreement.pk]))
    report = CostReport.objects.get(kind="actual")
    assert sum(line.cents for line in report.lines.all()) == 403_000_75
    assert (report.state, report.source) == ("entered", "meldung.xlsx")


def test_a_grant_is_opened_by_form_with_the_giver_of_its_programme(bodies: Bodies, clerk: User) -> None:
    client = signed_in(clerk)
    told = {
        "body": str(bodies[TOWN].id),
        "block": "kim-2",
        "title": "Neu",
        "first": "2026-01-01",
        "last": "2026-12-31",
        "giver": LAND,
    }
    assert client.post(reverse("funding:new-grant"), told).status_code == 302
    assert Grant.objects.get().giver_id == bodies[LAND].id


def test_the_deadlines_come_as_a_calendar(matter: Matter, clerk: User) -> None:
    client = signed_in(clerk)
    due = {"kind": "proof", "due": "2027-03-31", "source": "Bescheid, Nr. 6.1"}
    client.post(reverse("funding:new-deadline", args=[matter.grant.pk]), due)
    assert "31.03.2027" in html(client, reverse("funding:deadlines"))
    calendar = client.get(reverse("funding:deadline-calendar")).content.decode()
    assert "DTSTART;VALUE=DATE:20270331" in calendar
    assert "Verwendungsnachweis" in calendar
