"""Leitweg-ID: the address of a public buyer on an electronic invoice, with its check digits.

Source: KoSIT, Formatspezifikation Leitweg-ID: coarse address (digits), fine address (letters and digits, may
be absent) and two check digits after ISO/IEC 7064 MOD 97-10.
"""

import re
from typing import Self

from allmende.common.errors import AllmendeError

SHAPE = re.compile(r"(\d{2,12})(?:-([0-9A-Za-z]{1,30}))?-(\d{2})")
STATES = frozenset(f"{number:02d}" for number in range(1, 17)) | {"99"}
"""First two digits: the Land by its official number, 99 the Bund."""


class NotLeitwegId(AllmendeError):
    """The text is no Leitweg-ID."""

    message = "„{text}“ ist keine Leitweg-ID: {problem}"


class LeitwegId(str):
    """A Leitweg-ID that has passed its check: `LeitwegId.read("053820072072-31001-73")`."""

    __slots__ = ()

    @classmethod
    def read(cls, text: str) -> Self:
        """Return the address; raise NotLeitwegId with what is wrong and what to do."""
        plain = text.strip()
        match = SHAPE.fullmatch(plain)
        if match is None:
            raise NotLeitwegId(
                text=plain,
                problem="Erwartet werden Ziffern, ein Teil aus Buchstaben und Ziffern und zwei Prüfziffern, "
                "getrennt durch Bindestriche, etwa 053820072072-31001-73.",
            )
        coarse, fine, stated = match.groups()
        if coarse[:2] not in STATES:
            raise NotLeitwegId(
                text=plain,
                problem="Die ersten beiden Ziffern nennen das Land (01 bis 16) oder den Bund (99), "
                f"nicht {coarse[:2]}.",
            )
        if stated != check_digits(coarse, fine or ""):
            raise NotLeitwegId(
                text=plain,
                problem="Die Prüfziffern am Ende passen nicht. Vergleichen Sie jede Stelle mit der "
                "Mitteilung des Rechnungsempfängers.",
            )
        return cls(plain)


def check_digits(coarse: str, fine: str) -> str:
    """Return the two check digits; letters count as 10 to 35, upper and lower case alike."""
    digits = "".join(str(int(sign, 36)) for sign in coarse + fine)
    return f"{98 - int(digits + '00') % 97:02d}"


def composed(coarse: str, fine: str = "") -> LeitwegId:
    """Return an address with its check digits as Leitweg-ID; raise NotLeitwegId."""
    parts = [coarse, fine, check_digits(coarse, fine)] if fine else [coarse, check_digits(coarse, fine)]
    return LeitwegId.read("-".join(parts))
