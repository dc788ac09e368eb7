"""A text recognized in a picture deserves less trust; an unreadable file is not called empty."""

import pytest

from allmende.common.findings import Finding, Severity
from allmende.reading import Document, read_paper
from allmende.reading.recognized import TRUST

FIRST = "Stadt Musterstadt\nVorlage Nr. 2024/17\nDatum: 12.03.2024\n"
SECOND = "Die Kosten betragen 12.000 €.\n"


def _read(*pages: int) -> tuple[float, float]:
    facts = read_paper(Document(FIRST + SECOND, page_starts=(0, len(FIRST)), recognized_pages=pages)).facts
    assert facts.reference is not None
    return facts.reference.confidence, facts.amounts[0].confidence


def test_values_of_a_recognized_page_are_trusted_less() -> None:
    (reference, amount), (reference_read, amount_read) = _read(), _read(2)
    assert reference_read == reference
    assert amount_read == pytest.approx(amount * TRUST)


def test_an_empty_text_is_said_once() -> None:
    locked = Finding("locked", "Die Datei ist mit einem Kennwort geschützt.", Severity.ERROR)
    assert [finding.code for finding in read_paper(Document("", findings=(locked,))).findings] == ["locked"]
    assert [finding.code for finding in read_paper(Document(" ")).findings] == ["empty"]
