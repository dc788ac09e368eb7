"""The cast of the paper tests: Musterstadt, Beispieldorf and Kreis Probe; Fremdstadt must not see it."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from allmende.accounts.models import User
from allmende.papers import actions
from allmende.papers.models import Paper, PaperDraft
from allmende.papers.uploads import Upload, read_upload
from allmende.reading import PaperFacts, Reading, reading_as_json
from allmende.reading import facts as f
from allmende.reading.document import Document
from allmende.register import queries as register
from allmende.register.actions import grant_membership
from allmende.register.domain import BodyView, Role
from allmende.register.importing import own_csv
from allmende.register.importing.actions import import_list
from tests.accounts.factories import a_user

TODAY = date(2026, 3, 1)
BODIES = """key,name,kind
05999,Kreis Probe,Kreis
05999004,Musterstadt,Stadt
05999008,Beispieldorf,Gemeinde
05998000,Fremdstadt,kreisfreie Stadt
05999012,Probe,Stadt
"""

TEXT = """Stadt Musterstadt
Vorlage Nr. 2026/17
Datum: 02.02.2026
Status: öffentlich

Beratungsfolge\tDatum\tZuständigkeit
Finanzausschuss\t24.02.2026\tBeratung
Rat\t17.03.2026\tEntscheidung

Betreff: Gemeinsame Brücke mit Beispieldorf

Beschlussentwurf:
1. Der Rat beschließt den Bau der Brücke.
2. Der Beschluss vom 01.12.2025 zur Vorlage 2025/3 wird aufgehoben.

Die Kosten betragen 1.234.567,89 € (§ 75 Abs. 1 GO NRW). Stichtag ist der 31.01.2026.
Auch der Kreis Probe zahlt.
"""


def the_bodies() -> dict[str, BodyView]:
    """Put the cast into the register and return the bodies by key."""
    listed = own_csv.read(BODIES.encode(), stand=date(2020, 1, 1), is_complete=False)
    import_list(listed, digest="0" * 64, file_name="cast.csv", by=None, at=datetime(2026, 1, 1, tzinfo=UTC))
    keys = [line.split(",")[0] for line in BODIES.splitlines()[1:]]
    return {key: register.body_by_key(key, on=TODAY) for key in keys}


def a_member(body: BodyView, role: Role, email: str = "") -> User:
    """Return a person with this role in the body."""
    user = a_user(email or f"{role.value}@{body.key}.example", f"{role.value} {body.name}")
    grant_membership(user=user, body=body, role=role, valid_from=date(2021, 1, 1), by=None, on=TODAY)
    return user


def text_of(number: str = "2026/17", cites: str = "2025/3") -> str:
    """Return TEXT with another number, citing another paper."""
    return TEXT.replace("2025/3", cites).replace("2026/17", number)


def facts_of(number: str = "2026/17", cites: str = "2025/3") -> PaperFacts:
    """Return what a perfect reader finds in such a text."""
    text = text_of(number, cites)
    document = Document(text)

    def at(quote: str) -> Any:
        start = text.index(quote)
        return document.place(start, start + len(quote))

    def found(value: Any, quote: str, confidence: float = 0.99) -> f.Found[Any]:
        return f.Found(value, at(quote), confidence)

    role = f.ConsultationRole
    return PaperFacts(
        kind=found(f.PaperKind.BESCHLUSSVORLAGE, "Beschlussentwurf"),
        issuer=found("Stadt Musterstadt", "Stadt Musterstadt"),
        reference=found(number, number),
        date=found(date(2026, 2, 2), "02.02.2026"),
        status=found(f.Treatment.PUBLIC, "öffentlich"),
        subject=found("Gemeinsame Brücke mit Beispieldorf", "Gemeinsame Brücke mit Beispieldorf", 0.6),
        consultations=(
            f.ConsultationFact(
                "Finanzausschuss", date(2026, 2, 24), role.BERATUNG, None, at("Finanzausschuss"), 0.98
            ),
            f.ConsultationFact("Rat", date(2026, 3, 17), role.ENTSCHEIDUNG, None, at("Rat\t"), 0.98),
        ),
        resolution=(
            f.ResolutionItem("1", "Der Rat beschließt den Bau der Brücke.", at("Der Rat beschließt"), 0.97),
            f.ResolutionItem(
                "2",
                f"Der Beschluss vom 01.12.2025 zur Vorlage {cites} wird aufgehoben.",
                at("Der Beschluss vom"),
                0.97,
            ),
        ),
        amounts=(
            f.AmountFact(
                value=Decimal("1234567.89"),
                currency="EUR",
                label=f.AmountLabel.KOSTEN,
                unit=None,
                year=None,
                place=at("1.234.567,89 €"),
                confidence=0.95,
            ),
        ),
        references=(
            f.ReferenceFact(
                cites, date(2025, 12, 1), f.Relation.AUFGEHOBEN, at(f"Vorlage {cites} wird"), 0.95
            ),
        ),
        legal=(f.CitationFact("§ 75 Abs. 1 GO NRW", at("§ 75 Abs. 1 GO NRW"), 0.95),),
        dates=(f.DateFact(date(2026, 1, 31), "Stichtag", at("31.01.2026"), 0.95),),
        organisations=(
            f.OrganisationFact("Kreis Probe", at("Kreis Probe"), 0.95),
            f.OrganisationFact("Beispieldorf", at("Beispieldorf"), 0.95),
            f.OrganisationFact("Probe", at("Probe zahlt"), 0.95),
        ),
    )


def an_upload(name: str = "vorlage.txt", text: str = TEXT, facts: PaperFacts | None = None) -> Upload:
    """Return a text as an upload with what a perfect reader finds in it."""
    plain = read_upload(name, text.encode())
    reading = reading_as_json(Reading(facts if facts is not None else facts_of(), ()))
    return Upload(plain.name, plain.data, plain.sha256, plain.media_type, text, (0,), reading)


def a_draft(body: BodyView, by: User, number: str = "2026/17", cites: str = "2025/3") -> PaperDraft:
    """Return an open draft of TEXT with another number, citing another paper."""
    upload = an_upload(text=text_of(number, cites), facts=facts_of(number, cites))
    return actions.store_draft(upload=upload, body=body, by=by, on=TODAY)


def a_certain_draft(body: BodyView, by: User | None, number: str) -> PaperDraft:
    """Return a draft whose every value the reader was sure of."""
    facts = facts_of(number)
    assert facts.subject is not None
    sure = replace(facts, subject=replace(facts.subject, confidence=0.95))
    upload = an_upload(text=text_of(number), facts=sure)
    return actions.store_draft(upload=upload, body=body, by=by, on=TODAY)


def a_paper(body: BodyView, by: User, number: str = "2026/17", cites: str = "2025/3") -> Paper:
    """Return the confirmed paper of such a text."""
    draft = a_draft(body, by, number, cites)
    return actions.confirm_draft(draft_id=draft.pk, by=by, on=TODAY)
