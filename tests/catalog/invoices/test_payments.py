"""Direct debits pass the schema of ISO 20022; rows for the finance system add up to the invoices."""

import importlib.util
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from allmende.catalog.invoices.payments.direct_debit import (
    Batch,
    BatchRefused,
    Creditor,
    Debit,
    DebitScheme,
    collected,
    is_bank_day,
    plain,
    problems,
)
from allmende.catalog.invoices.payments.posting_rows import AMOUNT, HEADERS, posting_rows
from tests.catalog.invoices.examples import ALL, CREDITOR, IBAN, OTHER_IBAN

PAIN = {"p": "urn:iso:std:iso:20022:tech:xsd:pain.008.001.08"}
TOWN = Debit(
    "2027-000009", 4555874, "Gemeinde Münster & Söhne", OTHER_IBAN, "M-2026-17", date(2026, 3, 1), "IT 2027"
)
BATCH = Batch(
    number="LS-2028-0001",
    creditor=Creditor("Zweckverband IT Probe", IBAN, CREDITOR, "BYLADEM1001"),
    collect_on=date(2028, 2, 14),
    created_at=datetime(2028, 2, 1, 9, 30, tzinfo=UTC),
    debits=(TOWN, replace(TOWN, reference="2027-000010", cents=1, purpose="", bic="WELADED1")),
)


@pytest.fixture(scope="module")
def schema() -> Any:
    spec = importlib.util.find_spec("sepaxml")
    assert spec is not None
    folder = Path((spec.submodule_search_locations or [""])[0])
    return etree.XMLSchema(etree.parse(str(folder / "schemas" / "pain.008.001.08.xsd")))


@pytest.mark.parametrize("scheme", DebitScheme)
def test_the_file_follows_the_schema_of_the_banks(schema: Any, scheme: DebitScheme) -> None:
    given = tuple(replace(debit, scheme=scheme) for debit in BATCH.debits)
    tree = etree.fromstring(collected(replace(BATCH, scheme=scheme, debits=given)))
    assert schema.validate(tree), schema.error_log
    assert tree.findtext(".//p:LclInstrm/p:Cd", namespaces=PAIN) == scheme.value


def test_the_control_sum_is_the_sum_of_the_debits() -> None:
    tree = etree.fromstring(collected(BATCH))
    assert {each.text for each in tree.iterfind(".//p:CtrlSum", PAIN)} == {"45558.75"}
    assert {each.text for each in tree.iterfind(".//p:NbOfTxs", PAIN)} == {"2"}


def test_the_same_batch_gives_the_same_bytes() -> None:
    assert collected(BATCH) == collected(replace(BATCH))


@given(st.text(max_size=200))
def test_any_text_is_reduced_to_what_banks_take(text: str) -> None:
    reduced = plain(text, 140)
    assert len(reduced) <= 140
    assert plain(reduced, 140) == reduced
    assert reduced.isascii()


def test_umlauts_are_written_out() -> None:
    assert plain("Gemeinde Münster & Söhne", 70) == "Gemeinde Muenster + Soehne"


@pytest.mark.parametrize(
    ("change", "wanted"),
    [
        ({"debits": ()}, "nichts einzuziehen"),
        ({"number": "Lastschrift Nr. ä"}, "taugt nicht als Kennung"),
        ({"collect_on": date(2028, 2, 1)}, "nach dem heutigen Tag"),
        ({"collect_on": date(2028, 2, 13)}, "13.02.2028 arbeiten die Banken nicht"),
        ({"debits": (TOWN, TOWN)}, "2027-000009 würde zweimal eingezogen"),
        ({"debits": (replace(TOWN, cents=0),)}, "größer als null"),
        ({"debits": (replace(TOWN, mandate=""),)}, "Mandatsreferenz"),
        ({"debits": (replace(TOWN, signed_on=date(2029, 1, 1)),)}, "erst am 01.01.2029 unterschrieben"),
        ({"debits": (replace(TOWN, iban="DE02120300000000202052"),)}, "ist keine IBAN"),
        (
            {"debits": (TOWN, replace(TOWN, reference="2027-000010", scheme=DebitScheme.B2B))},
            r"2027-000010 .*gilt für die Firmenlastschrift \(B2B\), die Datei ist für die Basislastschrift",
        ),
        ({"creditor": replace(BATCH.creditor, creditor_id="DE00")}, "Gläubiger-Identifikationsnummer"),
    ],
)
def test_what_the_bank_would_refuse_is_refused_before(change: dict[str, Any], wanted: str) -> None:
    with pytest.raises(BatchRefused, match=wanted):
        collected(replace(BATCH, **change))


def test_a_good_batch_has_no_problems() -> None:
    assert problems(BATCH) == []


@pytest.mark.parametrize(
    "holiday", [date(2028, 4, 14), date(2028, 4, 17), date(2028, 5, 1), date(2028, 12, 26)]
)
def test_banks_rest_on_the_holidays_of_the_clearing(holiday: date) -> None:
    assert not is_bank_day(holiday)


def test_banks_work_on_a_regional_holiday() -> None:
    assert is_bank_day(date(2028, 6, 15))


def test_the_rows_add_up_to_the_invoices() -> None:
    rows = list(posting_rows(ALL.values()))
    wanted = sum(-each.gross_cents if each.is_credit_note else each.gross_cents for each in ALL.values())
    amounts = [cell for row in rows if isinstance(cell := row[AMOUNT], Decimal)]
    assert sum(amounts) * 100 == wanted
    assert {len(row) for row in rows} == {len(HEADERS)}
