"""The database itself refuses what must not be."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from allmende.accounts.models import User
from allmende.papers.models import Consultation, Figure, File, Paper, PaperDraft, PaperReference
from allmende.register.domain import BodyView
from tests.papers.factories import a_paper

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("model", "change"),
    [
        (Figure, {"amount_cents": -1}),
        (Figure, {"amount_cents": 10**16}),
        (Figure, {"currency": "eur"}),
        (Figure, {"year": 1800}),
        (Figure, {"label": "viel"}),
        (Figure, {"end": 0}),
        (Figure, {"confidence": 1.5}),
        (Figure, {"page": None}),
        (Consultation, {"role": "tanz"}),
        (Consultation, {"treatment": "geheim"}),
        (Consultation, {"order": 0}),
        (PaperReference, {"reference_key": "", "date": None}),
        (PaperReference, {"relation": ""}),
        (Paper, {"paper_type": "Brief"}),
        (Paper, {"status": "geheim"}),
        (File, {"sha256": "x" * 64}),
        (PaperDraft, {"state": "open"}),
    ],
)
def test_wrong_data_cannot_be_stored(town: BodyView, clerk: User, model: Any, change: dict[str, Any]) -> None:
    a_paper(town, clerk)
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.update(**change)


def test_a_paper_cannot_refer_to_itself(town: BodyView, clerk: User) -> None:
    paper = a_paper(town, clerk)
    with pytest.raises(IntegrityError), transaction.atomic():
        paper.references.update(target=paper)


def test_two_papers_of_a_body_cannot_have_one_number(town: BodyView, clerk: User) -> None:
    a_paper(town, clerk)
    a_paper(town, clerk, "2026/18")
    with pytest.raises(IntegrityError), transaction.atomic():
        Paper.objects.update(reference_key="2026/17")
