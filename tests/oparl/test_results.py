"""Free texts of results are read right or not at all."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allmende.oparl.importing.results import Outcome, Result, result_of

SAMPLE = Path(__file__).with_name("results.tsv")
"""Texts as council systems write them, labelled by hand before the reader was tried on them."""


def labelled() -> list[tuple[str, tuple[object, ...]]]:
    with SAMPLE.open(encoding="utf-8") as file:
        return [
            (
                row["text"],
                (
                    Outcome(row["outcome"]),
                    *(int(row[name]) if row[name] else None for name in ("yes", "no", "abstentions")),
                ),
            )
            for row in csv.DictReader(file, delimiter="\t")
        ]


def test_the_sample_is_read_right() -> None:
    sample = labelled()
    assert len(sample) >= 200
    wrong = [text for text, expected in sample if _told(result_of(text)) != expected]
    assert len(wrong) <= 0.03 * len(sample), wrong


def _told(result: Result) -> tuple[object, ...]:
    return result.outcome, result.yes, result.no, result.abstentions


@pytest.mark.parametrize(
    "text", ["Antrag abgelehnt, Vorlage beschlossen", "13 Ja-Stimmen, 0 Nein-Stimmen", "siehe Niederschrift"]
)
def test_what_has_two_meanings_or_none_stays_unknown(text: str) -> None:
    assert result_of(text).outcome is Outcome.UNKNOWN


def test_unanimous() -> None:
    assert result_of("Einstimmig beschlossen").is_unanimous
    assert not result_of("nicht einstimmig beschlossen").is_unanimous


@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    result = result_of(text)
    assert all(count is None or 0 <= count <= 9999 for count in (result.yes, result.no, result.abstentions))
