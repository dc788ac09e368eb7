"""Filled fields of PDF forms: their values stand in the text where people see them."""

import pytest

from allmende.reading import Document
from allmende.reading.sources import load_document
from tests.reading.sources.builders import form_pdf

LABELS = b"BT /F 11 Tf 50 700 Td (Antragsteller:) Tj 0 -30 Td (Ja) Tj 60 0 Td (Nein) Tj ET"
NAME = b"/FT /Tx /T (name) /Rect [150 694 400 714] /V (Stadt Musterstadt)"
YES = b"/FT /Btn /T (ja) /Rect [70 668 82 680] /V /Yes /AS /Yes /AP << /N << /Yes 4 0 R >> >>"
NO = b"/FT /Btn /T (nein) /Rect [140 668 152 680] /V /Off /AS /Off /AP << /N << /Yes 4 0 R >> >>"


def load(*fields: bytes, content: bytes = LABELS) -> Document:
    return load_document(form_pdf(*fields, content=content), name="formular.pdf")


def test_values_and_ticks_stand_beside_their_labels() -> None:
    lines = [line.split() for line in load(NAME, YES, NO).text.splitlines() if line]
    assert lines == [["Antragsteller:", "Stadt", "Musterstadt"], ["Ja", "☒", "Nein", "☐"]]


def test_the_finding_counts_the_filled_fields() -> None:
    finding = load(NAME, YES, NO).findings[0]
    assert finding.code == "formularfelder"
    assert finding.message.startswith("2 ausgefüllte Formularfelder")


def test_a_form_nobody_filled_has_no_finding() -> None:
    assert load(NAME.replace(b"Stadt Musterstadt", b"")).findings == ()


def test_umlauts_in_values_survive() -> None:
    value = b"<FEFF" + "Städte für Köln".encode("utf-16-be").hex().encode() + b">"
    assert "Städte für Köln" in load(NAME.replace(b"(Stadt Musterstadt)", value)).text


def test_a_field_of_many_lines_keeps_them_below_each_other() -> None:
    text = b"(1. Der Rat stimmt zu.\\r2. Die Verwaltung berichtet im Ausschuss.)"
    field = b"/FT /Tx /Ff 4096 /T (beschluss) /Rect [50 500 190 660] /V " + text
    assert load(field, content=b"").text.splitlines() == [
        "1. Der Rat stimmt zu.",
        "2. Die Verwaltung",
        "berichtet im Ausschuss.",
    ]


def test_a_choice_is_read() -> None:
    field = b"/FT /Ch /Ff 131072 /T (amt) /Rect [150 694 400 714] /Opt [(Amt 1) (Amt 2)] /V (Amt 2)"
    assert load(field).text.splitlines()[0].split() == ["Antragsteller:", "Amt", "2"]


@pytest.mark.parametrize("extra", [b"/F 2", b"/Ff 8192"])
def test_hidden_fields_and_passwords_are_not_read(extra: bytes) -> None:
    assert "Musterstadt" not in load(NAME + extra).text


def test_a_button_that_runs_a_script_does_nothing() -> None:
    action = b"/A << /S /JavaScript /JS (this.getField('name').value = 'Fremdstadt') >>"
    assert "Fremdstadt" not in load(NAME, b"/FT /Btn /Ff 65536 /T (los) /Rect [0 0 9 9] " + action).text


def test_a_form_made_by_a_program_at_display_is_named() -> None:
    data = form_pdf(NAME).replace(b"/AcroForm <<", b"/AcroForm << /XFA (x)")
    findings = load_document(data, name="formular.pdf").findings
    assert [finding.code for finding in findings] == ["formularfelder"]
    assert "XFA" in findings[0].message
