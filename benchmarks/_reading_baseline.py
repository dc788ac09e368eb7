"""What one evening of regular expressions reads: the peer that the reader is measured against."""

import re
from typing import Any

_KINDS = (
    ("Beschlussvorlage", r"(?i)beschlussvorlage|sitzungsvorlage"),
    ("Mitteilungsvorlage", r"(?i)mitteilungsvorlage|informationsvorlage|berichtsvorlage"),
    ("Niederschrift", r"(?i)niederschrift|protokoll"),
    ("Anfrage", r"(?i)\banfrage"),
    ("Antrag", r"(?i)\bantrag"),
)
_REFERENCE = re.compile(r"(?:Vorlagen?|Drucksachen?)[ -]?(?:Nr\.?|Nummer)?:?\s*([\w/.-]*\d[\w/.-]*)")
_DATE = re.compile(r"Datum:?\s*(\d{2})\.(\d{2})\.(\d{4})")
_STATUS = re.compile(r"(?i)\b(nicht-?)?öffentlich")
_SUBJECT = re.compile(r"(?:Betreff|Titel|Gegenstand):?\s*(\S[^\n]+)")
_ISSUER = re.compile(r"\b(?:Stadt|Gemeinde|Kreis|Landkreis) [A-ZÄÖÜ][\wäöüß-]+")
_STATION = re.compile(
    r"(?m)^\s*([A-ZÄÖÜ][^\n\t]*?(?:schuss|rat|tag|vertretung|versammlung|Rat)[^\n\t\d]*?)\s+"
    r"(\d{2})\.(\d{2})\.(\d{4})([^\n]*)"
)
_DECISION = re.compile(r"(?s)Beschluss(?:vorschlag|entwurf)?:\s*(.+?)(?:\n\s*\n|\Z)")
_AMOUNT = re.compile(r"(\d{1,3}(?:\.\d{3})*|\d+)(?:,(\d\d))?\s?(?:€|EUR|Euro)")
_LAW = re.compile(r"§ ?\d+[a-z]?(?: Abs\. ?\d+)?(?: (?:Satz|S\.) ?\d+)? [A-ZÄÖÜ]\w+(?: NRW)?")


def read(text: str) -> dict[str, Any]:
    """Return the fields as the reader prints them."""
    head = text[:1500]
    reference, date, subject = _REFERENCE.search(head), _DATE.search(head), _SUBJECT.search(head)
    status, issuer, decision = _STATUS.search(head), _ISSUER.search(text), _DECISION.search(text)
    return {
        "kind": next((kind for kind, pattern in _KINDS if re.search(pattern, head)), None),
        "issuer": issuer.group() if issuer else None,
        "reference": reference[1] if reference else None,
        "date": f"{date[3]}-{date[2]}-{date[1]}" if date else None,
        "status": None if status is None else "nichtöffentlich" if status[1] else "öffentlich",
        "subject": subject[1].strip() if subject else None,
        "consultations": [
            {"body": name.strip(), "date": f"{year}-{month}-{day}", "role": _role(rest), "treatment": None}
            for name, day, month, year, rest in _STATION.findall(head)
        ],
        "resolution": [{"number": None, "text": " ".join(decision[1].split())}] if decision else [],
        "amounts": [{"value": value, "currency": "EUR"} for value in sorted(_values(text))],
        "references": [],
        "legal": [match.group() for match in _LAW.finditer(text)],
    }


def _role(rest: str) -> str | None:
    folded = rest.casefold()
    return next((role for role in ("beratung", "entscheidung", "kenntnisnahme") if role in folded), None)


def _values(text: str) -> set[str]:
    return {f"{whole.replace('.', '')}.{cents or '00'}" for whole, cents in _AMOUNT.findall(text)}
