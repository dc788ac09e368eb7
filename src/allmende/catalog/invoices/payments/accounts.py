"""IBAN, BIC and creditor identifier: their shape and their check digits (ISO 13616, ISO 9362, EPC 262-08)."""

import re

from allmende.common.errors import AllmendeError

IBAN_SHAPE = re.compile(r"[A-Z]{2}\d{2}[0-9A-Z]{11,30}")
BIC_SHAPE = re.compile(r"[A-Z]{6}[0-9A-Z]{2}(?:[0-9A-Z]{3})?")
CREDITOR_SHAPE = re.compile(r"[A-Z]{2}\d{2}[0-9A-Z]{3}[0-9A-Z]{1,28}")
LENGTHS = {"DE": 22, "AT": 20, "BE": 16, "LU": 20, "NL": 18, "FR": 27, "PL": 28, "CZ": 24, "DK": 18, "CH": 21}
"""Length of an IBAN where we know it; elsewhere the check digits decide alone."""
GERMAN_CREDITOR_LENGTH = 18


class NotIban(AllmendeError):
    """The text is no IBAN."""

    message = "„{text}“ ist keine IBAN: {problem}"


class NotBic(AllmendeError):
    """The text is no BIC."""

    message = "„{text}“ ist kein BIC: Erwartet werden 8 oder 11 Buchstaben und Ziffern, etwa WELADED1XXX."


class NotCreditorId(AllmendeError):
    """The text is no creditor identifier."""

    message = "„{text}“ ist keine Gläubiger-Identifikationsnummer: {problem}"


def iban(text: str) -> str:
    """Return the IBAN without blanks; raise NotIban."""
    plain = _plain(text)
    if not IBAN_SHAPE.fullmatch(plain):
        raise NotIban(text=text.strip(), problem="Erwartet wird etwa DE02 1203 0000 0000 2020 51.")
    wanted = LENGTHS.get(plain[:2], len(plain))
    if len(plain) != wanted:
        raise NotIban(text=text.strip(), problem=f"Sie hat {len(plain)} statt {wanted} Stellen.")
    if not _checks(plain[4:] + plain[:4]):
        raise NotIban(text=text.strip(), problem="Die Prüfziffern passen nicht. Vergleichen Sie jede Stelle.")
    return plain


def bic(text: str) -> str:
    """Return the BIC without blanks; raise NotBic."""
    plain = _plain(text)
    if not BIC_SHAPE.fullmatch(plain):
        raise NotBic(text=text.strip())
    return plain


def creditor_id(text: str) -> str:
    """Return the creditor identifier without blanks; raise NotCreditorId.

    The three signs after the check digits are the creditor's own business code and are not checked.
    """
    plain = _plain(text)
    if not CREDITOR_SHAPE.fullmatch(plain):
        raise NotCreditorId(text=text.strip(), problem="Erwartet wird etwa DE98 ZZZ 0999 9999 999.")
    if plain.startswith("DE") and len(plain) != GERMAN_CREDITOR_LENGTH:
        raise NotCreditorId(
            text=text.strip(), problem=f"Sie hat {len(plain)} statt {GERMAN_CREDITOR_LENGTH} Stellen."
        )
    if not _checks(plain[7:] + plain[:4]):
        raise NotCreditorId(
            text=text.strip(), problem="Die Prüfziffern passen nicht. Vergleichen Sie jede Stelle."
        )
    return plain


def _plain(text: str) -> str:
    return re.sub(r"\s", "", text).upper()


def _checks(turned: str) -> bool:
    """Return whether the number leaves 1 when divided by 97 (ISO/IEC 7064 MOD 97-10)."""
    return int("".join(str(int(sign, 36)) for sign in turned)) % 97 == 1
