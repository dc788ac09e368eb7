"""Programmes, what-if, proofs of use and savings."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from allmende.accounts.models import User
from allmende.funding.actions.reports import enter_report, release_report
from allmende.funding.domain.words import ReportKind
from allmende.funding.models import OwnProgramme, ProofOfUse, Saving
from allmende.register.domain import BodyView
from tests.funding.factories import LAND, OTHER, TOWN, Matter, a_matter, a_report

Bodies = dict[str, BodyView]
ON = date(2026, 11, 22)


@pytest.fixture
def matter(bodies: Bodies) -> Matter:
    made = a_matter(bodies, posts=2)
    for kind, total in ((ReportKind.FORECAST, 651_895_80), (ReportKind.ACTUAL, 500_000_00)):
        report = enter_report(
            forwarding_id=made.agreement.pk, entry=a_report(kind=kind, total=total), by=None, on=ON
        )
        release_report(report_id=report.pk, by=None, on=ON)
    return made


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def html(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200, url
    return response.content.decode().replace("\N{NO-BREAK SPACE}", " ")


def test_programmes_are_open_to_everybody_and_own_ones_to_their_body(
    bodies: Bodies, clerk: User, stranger: User
) -> None:
    page = html(Client(), reverse("funding:programmes"))
    assert "§ 9 TIntG NRW" in page
    assert "zu prüfen" in page
    client = signed_in(clerk)
    told = {
        "body": str(bodies[TOWN].id),
        "name": "Stiftung Brücke",
        "giver": LAND,
        "legal_basis": "Satzung",
        "apply_day": "31",
        "apply_month": "3",
    }
    assert client.post(reverse("funding:new-programme"), told).status_code == 302
    programme = OwnProgramme.objects.get()
    terms = {
        "financing": "share",
        "classes": ["employer_gross"],
        "rate": "80",
        "ceiling": "50.000,00",
        "first": "2026-01-01",
        "known_since": "2026-01-01",
        "section": "§ 3",
        "source": "Satzung vom 1.1.2026",
    }
    assert client.post(reverse("funding:new-terms", args=[programme.pk]), terms).status_code == 302
    page = html(client, programme.get_absolute_url())
    assert "80 %, höchstens 50.000,00 €" in page
    assert signed_in(stranger).get(programme.get_absolute_url()).status_code == 404
    assert "Stiftung Brücke" in html(client, reverse("funding:deadlines"))


def test_an_existing_cooperation_of_28_is_refused_with_reasons(bodies: Bodies) -> None:
    told = {
        "antragsteller": TOWN,
        "tag": "2026-02-18",
        "wert_nrw_partners": "28",
        "wert_is_new_cooperation": "no",
        "wert_has_started": "yes",
        "wert_councils_have_decided": "no",
        "wert_cooperation_duration": "5",
        "wert_eligible_cost": "2.000.000",
    }
    page = html(
        Client(), reverse("funding:check", args=["ikz"]) + "?" + "&".join(f"{k}={v}" for k, v in told.items())
    )
    assert "So kann nicht gefördert werden" in page
    assert "IKZ-Richtlinie, Zuwendungsvoraussetzungen" in page
    assert "1.085.000,00 €" in page  # 175,000 + 26 × 35,000: what would be possible if it were new


def test_what_is_not_told_stays_open(bodies: Bodies) -> None:
    page = html(Client(), reverse("funding:check", args=["kim-2"]) + f"?antragsteller={OTHER}")
    assert "Noch nicht zu sagen" in page
    page = html(Client(), reverse("funding:possible") + f"?koerperschaft={TOWN}")
    assert "Kommunales Integrationsmanagement" in page
    assert Client().get(reverse("funding:possible") + "?zusammenarbeit=gibt-es-nicht").status_code == 404


def test_what_if_the_own_share_ends_and_posts_and_grant_change(matter: Matter, clerk: User) -> None:
    url = reverse("funding:what-if", args=[matter.grant.pk])
    client = signed_in(clerk)
    # two posts at 57,000: 114,000 of 651,895.80; the town bears 537,895.80
    page = html(client, f"{url}?anteil=0")
    assert "537.895,80 €" in page
    page = html(client, f"{url}?stellen_{matter.agreement.pk}=1&je_stelle=60.000,00")
    assert "60.000,00 €" in page
    assert "325.947,90 €" in page
    assert client.get(f"{url}?anteil=0&format=xlsx").content.startswith(b"PK")


def test_a_proof_is_written_released_by_another_and_frozen(
    matter: Matter, treasurer: User, second_treasurer: User, stranger: User
) -> None:
    first, second = signed_in(treasurer), signed_in(second_treasurer)
    told = {"first": "2025-01-01", "last": "2025-12-31"}
    assert first.post(reverse("funding:proofs", args=[matter.grant.pk]), told).status_code == 302
    proof = ProofOfUse.objects.get()
    first.post(proof.get_absolute_url(), {"purpose": "Case Management", "success": "erreicht"})
    release = reverse("funding:release-proof", args=[proof.pk])
    assert "zweite Person" in first.post(release, follow=True).content.decode()
    page = second.post(release, follow=True).content.decode().replace("\N{NO-BREAK SPACE}", " ")
    assert "500.000,00 €" in page
    proof.refresh_from_db()
    assert (proof.statement["cost"], proof.statement["spent"]) == (500_000_00, 114_000_00)
    assert all(row["url"].startswith("/buchungen/") for row in proof.statement["postings"])
    posted = [row["url"] for row in proof.statement["postings"]]
    assert posted
    assert all(row["urls"] == posted for row in proof.statement["costs"])
    later = a_report(kind=ReportKind.ACTUAL, total=400_000_00, gross=300_000_00)
    report = enter_report(forwarding_id=matter.agreement.pk, entry=later, by=None, on=ON)
    release_report(report_id=report.pk, by=None, on=ON)
    assert "500.000,00 €" in html(second, proof.get_absolute_url())
    assert second.get(reverse("funding:proof-pdf", args=[proof.pk])).content.startswith(b"%PDF")
    assert second.get(reverse("funding:proof-xlsx", args=[proof.pk])).content.startswith(b"PK")
    assert signed_in(stranger).get(proof.get_absolute_url()).status_code == 404
    back = second.post(reverse("funding:withdraw-proof", args=[proof.pk]), {"reason": "Irrtum"}, follow=True)
    assert "Irrtum" in back.content.decode()


def test_a_saving_is_entered_with_amounts_and_stays_within_its_body(
    bodies: Bodies, treasurer: User, stranger: User
) -> None:
    client = signed_in(treasurer)
    told = {"title": "Weniger Zuschuss", "state": "decided", "product": "061101", "account": "549900"}
    page = client.post(reverse("funding:new-saving"), told).content.decode()
    assert "braucht die Vorlage" in page
    client.post(reverse("funding:new-saving"), {**told, "state": "proposed"})
    saving = Saving.objects.get()
    for kind, amount in (("planned", "1.000,00"), ("planned", "2.000,00"), ("realised", "1.500,00")):
        entry = {"year": "2026", "kind": kind, "amount": amount, "source": "HSK 2026"}
        assert client.post(saving.get_absolute_url(), entry).status_code == 302
    page = html(client, reverse("funding:savings"))
    assert "2.000,00 €" in page
    assert "500,00 €" in page
    assert "1.000,00 €" not in page
    assert signed_in(stranger).get(saving.get_absolute_url()).status_code == 404
