"""Keys of products: made of their titles. Pure."""

import re
import unicodedata

UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
LONGEST = 80


def key_of(title: str) -> str:
    """Return a key made of a title: `fachverfahren-meldewesen`."""
    plain = unicodedata.normalize("NFKD", title.lower().translate(UMLAUTS))
    ascii_only = plain.encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", ascii_only).strip("-")[:LONGEST].strip("-") or "leistung"
