"""Texts of funding are about money: what points to a single person does not belong here. Pure.

It finds what people write when they mean a client, not every name: a last line of defense, beside tables
that have no place for one.
"""

import re

ABOUT_A_PERSON = (
    (re.compile(r"\b(?:Frau|Herrn?|Fr\.|Hr\.)\s+[A-ZÄÖÜ][\w-]+"), "eine Anrede mit Namen"),
    (re.compile(r"\b(?:geb\.|geboren)\s*(?:am\s*)?\d", re.IGNORECASE), "ein Geburtsdatum"),
    (
        re.compile(r"\b(?:Klient(?:in)?|Mandant(?:in)?)\s*:?\s+[A-ZÄÖÜ]\w+"),
        "der Name einer Klientin oder eines Klienten",
    ),
    (re.compile(r"\bAZR[- ]?(?:Nr\.?|Nummer)?\s*:?\s*\d", re.IGNORECASE), "eine AZR-Nummer"),
    (re.compile(r"\b[A-Z]{2}\d{2}(?:\s?\d{4}){4}"), "eine Kontonummer"),
    (re.compile(r"\b[\w.+-]+@[\w-]+\.\w+"), "eine E-Mail-Adresse"),
)


def person_problem(text: str) -> str | None:
    """Return in German what a text says about a single person; None if nothing was found."""
    found = [label for pattern, label in ABOUT_A_PERSON if pattern.search(text)]
    if not found:
        return None
    return (
        f"Hier steht offenbar {found[0]}. Die Förderung nimmt keine Angaben zu einzelnen Menschen auf: "
        "Streichen Sie sie."
    )
