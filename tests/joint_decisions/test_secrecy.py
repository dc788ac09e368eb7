"""Nothing that a person may not see comes out anywhere: marker strings in everything, and a crawl.

Stronger than markers: for whoever may not see an entry, every page is the same with and without it.
"""

import io
import re
import zipfile
from collections.abc import Callable
from datetime import date

import pypdfium2
import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from allmende.accounts.models import User
from allmende.joint_decisions import actions, core_actions, digests, matching_actions, partner_actions
from allmende.joint_decisions.board_reading import board_of
from allmende.joint_decisions.core_text import CoreText, Paragraph
from allmende.joint_decisions.domain import ResultKind, Visibility
from allmende.joint_decisions.models import JointDecision, PartnerDecision
from allmende.joint_decisions.permissions import rights_of
from allmende.joint_decisions.states import Station
from allmende.papers import feeds
from allmende.register.domain import BodyView
from tests.joint_decisions.factories import NOW, a_go, a_matter, a_result, partner_of, released
from tests.papers.factories import TODAY, a_paper

BrowserOf = Callable[[User], Client]
pytestmark = pytest.mark.usefixtures("at_today")

OWN = "Geheimstufeeins"
"""Only the partner's own people."""
SHARED = "Geheimstufezwei"
"""Only the lead and the partners."""
DRAFT = "Geheimstufedrei"
"""Only the lead: a draft of the joint text."""
SUBJECT = "Gemeinsame Brücke mit Beispieldorf"
"""The subject of the town's unpublished paper."""
CORE = CoreText(
    (
        Paragraph.core("Der Rat stimmt der Vereinbarung zu. Die Verwaltung berichtet jährlich."),
        Paragraph.core(f"Verhandelt wird bis {SHARED} Euro.", is_internal=True),
        Paragraph.slot("mittel", "Woher das Geld kommt"),
    )
)
PAGES = (
    "",
    "text/",
    "karte/",
    "zeit/",
    "blatt.pdf",
    "termine.ics",
    "?format=csv",
    "?format=xlsx",
    "?q=Geheim",
    "?stand=rejected",
    "?hinweis=bedingung",
    "partner/{town}/",
    "partner/{village}/",
    "zuordnen/",
    "vorlage/{decision}/",
    "vorlage/{decision}/ergebnis/",
    "auftraege/",
    "auftraege/auftraege.csv",
    "zeitplan/",
    "zeitplan/zeitplan.csv",
    "zeitplan/zeitplan.ics",
    "zeitplan/partner/{town}/",
    "vorlagen/",
    "vorlagen/veraltet/",
    "vorlagen/ausgabe-1.zip",
    "vorlage/{decision}/zahlen/",
    "vorlage/{decision}/vorlage.docx",
    "vorlage/{decision}/vorlage.pdf",
    "vorlage/{decision}/ergaenzung.docx",
)
OTHER_PAGES = (
    "/gemeinsame-beschluesse/",
    "/gemeinsame-beschluesse/?q=Geheim",
    "/suche/?q=Geheimstufe",
    "/suche/?q=Br%C3%BCcke",
    "/vorlagen/",
    "/vorlagen/beschluesse/",
    "/vorlagen/auftraege/",
    "/vorlagen/auftraege/oeffentlich/",
    "/koerperschaften/05999004/",
    "/",
)


@pytest.fixture
def secret_matter(district: BodyView, town: BodyView, village: BodyView) -> JointDecision:
    matter = a_matter(district, town, village, core=CORE, title="Standesamt")
    released(matter)
    go = a_go(
        partner_of(matter, village),
        visibility=Visibility.PARTNERS,
        reference=f"{SHARED}-7",
        local={"mittel": f"{SHARED} Produkt"},
        stations=(Station(f"{SHARED}-Ausschuss", date(2026, 3, 9), True),),
    )
    a_result(go, ResultKind.AMENDED, text=f"Der Rat stimmt {SHARED} zu.", conditions=(f"{SHARED} Auflage",))
    draft = core_actions.new_core(matter_id=matter.pk, by=None, on=TODAY)
    core_actions.save_core(
        core_id=draft.pk, core=CoreText((Paragraph.core(DRAFT),)), version=draft.version, by=None, on=TODAY
    )
    return matter


def hide_something(matter: JointDecision, town: BodyView, clerk: User) -> PartnerDecision:
    """Let the town enter all there is, for its own eyes only, with a paper that is not published."""
    partner = partner_of(matter, town)
    go = a_go(
        partner,
        visibility=Visibility.OWN,
        reference=f"{OWN}-1",
        local={"mittel": f"{OWN} Produkt"},
        stations=(Station(f"{OWN}-Ausschuss", date(2026, 3, 8), True),),
        by=clerk,
    )
    a_result(go, ResultKind.AMENDED, text=f"Anders: {OWN}.", conditions=(f"{OWN} Auflage",), by=clerk)
    a_result(go, ResultKind.REJECTED, on=date(2026, 2, 20), by=clerk)
    paper = a_paper(town, clerk)
    partner_actions.attach_paper(decision_id=go.pk, paper_id=paper.pk, by=clerk, on=TODAY)
    return go


def told(response: HttpResponse) -> str:
    """Return all a visitor gets: headers, text of files and archives; without tokens and clock times."""
    heads = "\n".join(f"{name}: {value}" for name, value in response.items() if name != "Content-Length")
    body = response.content
    if body.startswith(b"%PDF"):
        text = "\n".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(body))
    elif body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            kept = [name for name in archive.namelist() if not name.startswith("docProps/")]
            text = "\n".join(archive.read(name).decode() for name in kept)
    else:
        text = body.decode()
    text = re.sub(r"(DTSTAMP|LAST-MODIFIED):\w+", r"\1", text)
    text = re.sub(r'(csrfmiddlewaretoken" value="|X-CSRFToken": ")[^"]+', r"\1", text)
    text = re.sub(r"(csrfmiddlewaretoken\\?&quot;.{0,30}|nonce=\")[\w+/=-]+", r"\1", text)
    return f"{response.status_code}\n{heads}\n{text}"


def addresses(matter: JointDecision, decision_id: int, secret: str = "") -> list[str]:
    """Return every page of the matter, over the link with `secret`; and whatever else could tell of it."""
    ids = {row.body.key: row.pk for row in matter.partners.select_related("body")}
    named = {"town": ids["05999004"], "village": ids["05999008"], "decision": decision_id}
    base = f"/gemeinsame-beschluesse/link/{secret}/" if secret else f"/gemeinsame-beschluesse/{matter.pk}/"
    return [*(base + page.format(**named) for page in PAGES), *OTHER_PAGES]


def crawl(browser: Client, wanted: list[str]) -> dict[str, str]:
    return {address: told(browser.get(address)) for address in wanted}  # type: ignore[arg-type]


def feed_of(person: User) -> list[str]:
    """Return the address of the calendar that the person subscribes to; visitors have none."""
    return [reverse("papers:feed", args=[feeds.create_feed(user=person)])]


@pytest.mark.parametrize("name", ["lead", "partner", "stranger", "anonymous", "link"])
def test_what_is_hidden_changes_no_page_for_anybody_else(
    secret_matter: JointDecision,
    people: dict[str, User],
    town: BodyView,
    clerk: User,
    browser_of: BrowserOf,
    client: Client,
    name: str,
) -> None:
    actions.set_published(matter_id=secret_matter.pk, is_published=True, by=None, on=TODAY)
    secret = (
        actions.open_link(matter_id=secret_matter.pk, by=None, on=TODAY, at=NOW) if name == "link" else ""
    )
    browser = browser_of(people[name]) if name in people else client
    following = (PartnerDecision.objects.order_by("-pk").values_list("pk", flat=True).first() or 0) + 1
    wanted = addresses(secret_matter, following, secret)
    wanted += feed_of(people[name]) if name in people else []
    before = crawl(browser, wanted)
    assert hide_something(secret_matter, town, clerk).pk == following
    for address, text in crawl(browser, wanted).items():
        assert OWN not in text, address
        assert SUBJECT not in text, address
        assert text == before[address], address
        assert name == "lead" or DRAFT not in text, address
        assert name in ("lead", "partner") or SHARED not in text, address


@pytest.fixture
def people(lead: User, villager: User, stranger: User) -> dict[str, User]:
    return {"lead": lead, "partner": villager, "stranger": stranger}


def test_who_may_sees_what_was_hidden_from_others(
    secret_matter: JointDecision,
    town: BodyView,
    clerk: User,
    villager: User,
    lead: User,
    browser_of: BrowserOf,
) -> None:
    go = hide_something(secret_matter, town, clerk)
    wanted = addresses(secret_matter, go.pk)
    assert OWN not in "".join(crawl(browser_of(lead), feed_of(lead)).values())
    own = "\n".join(crawl(browser_of(clerk), wanted).values())
    assert {OWN, SHARED, SUBJECT} <= {word for word in (OWN, SHARED, SUBJECT, DRAFT) if word in own}
    assert DRAFT not in own
    assert SHARED in "\n".join(crawl(browser_of(villager), wanted).values())
    assert DRAFT in "\n".join(crawl(browser_of(lead), wanted).values())


def test_an_unpublished_matter_is_not_even_a_title_for_a_stranger(
    secret_matter: JointDecision, stranger: User, browser_of: BrowserOf, client: Client
) -> None:
    for browser in (browser_of(stranger), client):
        pages = crawl(browser, addresses(secret_matter, 1))
        assert all("Standesamt" not in text for text in pages.values())
        own = [text for address, text in pages.items() if f"/{secret_matter.pk}/" in address]
        assert {text[:3] for text in own} <= {"404", "302"}


def test_a_public_entry_does_not_open_the_unpublished_paper_behind_it(
    secret_matter: JointDecision, town: BodyView, clerk: User, client: Client
) -> None:
    go = hide_something(secret_matter, town, clerk)
    PartnerDecision.objects.filter(pk=go.pk).update(visibility=Visibility.PUBLIC.value)
    actions.set_published(matter_id=secret_matter.pk, is_published=True, by=None, on=TODAY)
    text = "\n".join(crawl(client, addresses(secret_matter, go.pk)).values())
    for hidden in (SUBJECT, "2026/17", "Finanzausschuss"):
        assert hidden not in text


def test_who_has_left_sees_only_its_own_and_what_is_public(
    secret_matter: JointDecision, town: BodyView, clerk: User, browser_of: BrowserOf
) -> None:
    go = hide_something(secret_matter, town, clerk)
    partner = partner_of(secret_matter, town)
    actions.leave(partner_id=partner.pk, body=town, last_day=date(2026, 2, 28), by=None, on=TODAY, at=NOW)
    text = "\n".join(crawl(browser_of(clerk), addresses(secret_matter, go.pk)).values())
    assert OWN in text
    assert SHARED not in text


def test_mails_tell_each_reader_only_what_the_page_shows(
    secret_matter: JointDecision, town: BodyView, clerk: User, lead: User, mailoutbox: list[object]
) -> None:
    for person in (clerk, lead):
        actions.subscribe(matter=secret_matter, by=person, on=date(2026, 2, 1))
    hide_something(secret_matter, town, clerk)
    digests.send_digests(on=TODAY)
    bodies = {mail.to[0]: mail.body for mail in mailoutbox}  # type: ignore[attr-defined]
    assert "Stadt Musterstadt" in bodies[clerk.email]
    assert OWN not in bodies[lead.email]
    assert "Stadt Musterstadt" not in bodies[lead.email]


def test_proposals_are_seen_by_the_papers_own_people_only(
    secret_matter: JointDecision,
    town: BodyView,
    clerk: User,
    lead: User,
    villager: User,
    browser_of: BrowserOf,
) -> None:
    a_paper(town, clerk)
    JointDecision.objects.filter(pk=secret_matter.pk).update(title=SUBJECT)
    secret_matter.refresh_from_db()
    partners = [partner_of(secret_matter, town)]
    assert matching_actions.propose(matter=secret_matter, partners=partners, by=clerk, on=TODAY) == 1
    address = f"/gemeinsame-beschluesse/{secret_matter.pk}/zuordnen/"
    assert "Der Betreff ist gleich." in browser_of(clerk).get(address).content.decode()
    assert "Der Betreff ist gleich." not in browser_of(villager).get(address).content.decode()
    assert browser_of(lead).get(address).status_code == 404


def test_the_threshold_of_a_reader_counts_only_what_the_reader_sees(
    secret_matter: JointDecision, town: BodyView, clerk: User, villager: User
) -> None:
    hide_something(secret_matter, town, clerk)
    for person, states in ((clerk, "rejected"), (villager, "silent")):
        board = board_of(secret_matter, rights=rights_of(person, secret_matter, on=TODAY), on=TODAY)
        [row] = [row for row in board.rows if row.body.key == town.key]
        assert row.state == states
