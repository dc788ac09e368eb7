"""The sections of a council paper from a review, for the Word and PDF templates that comparisons use too."""

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from allmende.catalog.suitability.assessment.evidence import shown
from allmende.catalog.suitability.assessment.own_cost import CostCenter
from allmende.catalog.suitability.assessment.present_value import PaymentKind
from allmende.catalog.suitability.domain import ReviewOutcome
from allmende.catalog.suitability.models import SuitabilityReview
from allmende.common.formats import day, euro, number
from allmende.common.money import rounded

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
CODE_LENGTH = 16

Document = Mapping[str, Any]


def frozen_rows(review: SuitabilityReview) -> list[tuple[str, int, str]]:
    """Return title, present value in cents and points of the frozen alternatives, best first."""
    evidence = getattr(review, "evidence", None)
    if evidence is None:
        return []
    return [
        (each["title"], rounded(Fraction(each["present_cents"])), shown(Fraction(each["score"])))
        for each in evidence.document["alternatives"]
    ]


def code_of(sha256: str) -> str:
    """Return the beginning of a hash in groups that people can read out."""
    short = sha256[:CODE_LENGTH].upper()
    return "-".join(short[start : start + 4] for start in range(0, CODE_LENGTH, 4))


def paper_content(
    review: SuitabilityReview, document: Document, *, owner: str, on: date, code: str, address: str
) -> dict[str, Any]:
    """Return what the templates show; names are German because towns use them in their own templates."""
    ranked: Sequence[Mapping[str, Any]] = document["alternatives"]
    letters = [LETTERS[index % len(LETTERS)] for index in range(len(ranked))]
    titles = [f"{letter}. {each['title']}" for letter, each in zip(letters, ranked, strict=True)]
    return {
        "titel": f"Eignungsprüfung: {review.need}",
        "frage": (
            f"Soll {owner} den Bedarf „{review.need}“ selbst decken oder abnehmen? Betrachtet werden "
            "die Jahre "
            f"{review.first_year} bis {review.last_year}."
        ),
        "stand": day(on),
        "kennung": code,
        "adresse": address,
        "koerperschaft": owner,
        "kurzfassung": [*_outcome(review), *document["result"], *document["missing"]],
        "alternativen": [
            _alternative(letter, each, document) for letter, each in zip(letters, ranked, strict=True)
        ],
        "auswirkungen": _impacts(document),
        "kosten_kopf": ["Jahr", *letters],
        "kosten_zeilen": _cost_rows(review, document, ranked),
        "partner_kopf": [],
        "partner_zeilen": [],
        "beratung": [],
        "zustimmungen": [],
        "reihenfolge": document["sensitivity"],
        "quellen": _sources(document),
        "anlage_kopf": ["", *titles],
        "anlage_zeilen": _annex_rows(document, ranked),
    }


def _outcome(review: SuitabilityReview) -> list[str]:
    if not review.outcome:
        return []
    said = f"Ergebnis der Prüfung: {ReviewOutcome(review.outcome).label}. {review.reason}".strip()
    again = [f"Nächste Prüfung bis {day(review.next_due_on)}."] if review.next_due_on else []
    return [said, *again]


def _alternative(letter: str, each: Mapping[str, Any], document: Document) -> dict[str, Any]:
    labels = {criterion["key"]: criterion["label"] for criterion in document["criteria"]}
    points = [
        f"{label}: {shown(Fraction(each['points'][key]))} von 10 Punkten"
        + (f" ({each['reasons'][key]})." if each["reasons"].get(key) else ".")
        for key, label in labels.items()
    ]
    extra = [
        f"{PaymentKind(payment['kind']).label}: {payment['label']}, {euro(payment['cents'])} "
        f"({payment['source']})."
        for payment in document["payments"][each["key"]]
        if payment["kind"] != PaymentKind.RUNNING.value
    ]
    blocks = [("Punkte", points), ("Umstellung, Ausstieg und Einmaliges", extra)]
    return {
        "buchstabe": letter,
        "titel": each["title"],
        "beschreibung": (
            f"{shown(Fraction(each['score']))} von 10 Punkten, Barwert "
            f"{euro(rounded(Fraction(each['present_cents'])))}."
        ),
        "punkte": [{"name": name, "texte": texts} for name, texts in blocks if texts],
    }


def _impacts(document: Document) -> list[dict[str, Any]]:
    costs = [
        f"{CostCenter(center).label}: {euro(cents)} im Jahr."
        for center, cents in document["by_center"].items()
    ]
    if document["workplaces"] and document["by_center"]:
        each = Fraction(sum(document["by_center"].values()), document["workplaces"])
        costs.append(
            f"IT-Kosten je Standardarbeitsplatz: {euro(rounded(each))} "
            f"bei {number(document['workplaces'])} Arbeitsplätzen."
        )
    return [
        {"name": "Finanzen", "texte": [*document["result"], *document["notes"]]},
        {"name": "Kosten der eigenen Erledigung nach Kostenstellen", "texte": costs},
    ]


def _cost_rows(
    review: SuitabilityReview, document: Document, ranked: Sequence[Mapping[str, Any]]
) -> list[list[str]]:
    """Return what each alternative pays in each year, the beginning first, then sum and present value."""
    paid = [document["payments"][each["key"]] for each in ranked]
    if not paid:
        return []
    names = ["Beginn", *(str(year) for year in range(review.first_year, review.last_year + 1))]
    rows = [
        [name, *(euro(sum(each["cents"] for each in payments if each["year"] == index)) for payments in paid)]
        for index, name in enumerate(names)
    ]
    rows.append(["Summe", *(euro(sum(each["cents"] for each in payments)) for payments in paid)])
    rows.append(["Barwert", *(euro(rounded(Fraction(each["present_cents"]))) for each in ranked)])
    return rows


def _annex_rows(document: Document, ranked: Sequence[Mapping[str, Any]]) -> list[list[str]]:
    total = sum(criterion["weight"] for criterion in document["criteria"])
    rows = [
        ["Barwert", *(euro(rounded(Fraction(each["present_cents"]))) for each in ranked)],
        ["Punkte", *(shown(Fraction(each["score"])) for each in ranked)],
    ]
    rows += [
        [
            f"{criterion['label']} ({shown(Fraction(criterion['weight'] * 100, total))} %)",
            *(shown(Fraction(each["points"][criterion["key"]])) for each in ranked),
        ]
        for criterion in document["criteria"]
        if criterion["weight"]
    ]
    return rows


def _sources(document: Document) -> list[str]:
    rate = [f"Zinssatz: {document['rate']['source']}"] if document["rate"] else []
    costs = [each["source"] for each in document["own_cost"] if each["source"]]
    return list(dict.fromkeys([*rate, *costs]))
