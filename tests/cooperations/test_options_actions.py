"""Comparisons are stored whole or not at all, frozen stands never change, every write leaves an event."""

import copy
from io import BytesIO
from typing import Any

import pytest
from django.db import transaction
from django.db.utils import ProgrammingError
from docx import Document

from allmende.accounts.models import User
from allmende.accounts.queries import history_of
from allmende.cooperations.options import actions, queries, tasks
from allmende.cooperations.options.errors import BadInput, BadTemplate, ChangedMeanwhile, UnknownComparison
from allmende.cooperations.options.exporting.word import check_template, default_template, word_file
from allmende.cooperations.options.models import Comparison
from allmende.cooperations.options.partners import NamesUnclear, bodies_written
from allmende.jobs.models import Job
from allmende.register.domain import BodyView, NotAllowed
from tests.cooperations.conftest import inputs
from tests.papers.factories import TODAY

pytestmark = pytest.mark.django_db


def test_a_new_comparison_is_computed_at_once(comparison: Comparison) -> None:
    assert comparison.sheet is not None
    assert comparison.sheet["money"][0]["total"]["base"] == 8_000_000
    assert [e.action for e in history_of(actions.OBJECT, str(comparison.pk))] == ["comparison_created"]


def test_bad_inputs_leave_nothing_behind(town: BodyView, clerk: User) -> None:
    with pytest.raises(BadInput):
        actions.create_comparison(body=town, inputs=inputs(years=99), by=clerk, on=TODAY)
    assert not Comparison.objects.exists()


def test_a_reader_and_a_stranger_may_not_create(town: BodyView, reader: User, stranger: User) -> None:
    for person in (reader, stranger):
        with pytest.raises(NotAllowed):
            actions.create_comparison(body=town, inputs=inputs(), by=person, on=TODAY)


def test_saving_replaces_inputs_and_result(comparison: Comparison, clerk: User) -> None:
    saved = actions.save_inputs(
        comparison_id=comparison.pk, inputs=inputs(title="Neu"), revision=1, by=clerk, on=TODAY
    )
    assert (saved.title, saved.revision) == ("Neu", 2)


def test_whoever_comes_second_is_told(comparison: Comparison, clerk: User) -> None:
    actions.save_inputs(comparison_id=comparison.pk, inputs=inputs(), revision=1, by=clerk, on=TODAY)
    with pytest.raises(ChangedMeanwhile):
        actions.save_inputs(
            comparison_id=comparison.pk, inputs=inputs(title="X"), revision=1, by=clerk, on=TODAY
        )


def test_a_mistake_leaves_the_former_inputs(comparison: Comparison, clerk: User) -> None:
    with pytest.raises(BadInput):
        actions.save_inputs(
            comparison_id=comparison.pk, inputs=inputs(on="gestern"), revision=1, by=clerk, on=TODAY
        )
    comparison.refresh_from_db()
    assert comparison.inputs["on"] == "2026-03-01"


def test_what_cannot_be_computed_is_told_on_the_page(comparison: Comparison, clerk: User) -> None:
    changed = copy.deepcopy(inputs())
    for partner in changed["partners"]:
        partner["drivers"]["einwohner"]["value"] = "0"
    saved = actions.save_inputs(comparison_id=comparison.pk, inputs=changed, revision=1, by=clerk, on=TODAY)
    assert saved.sheet is None
    assert "Alle Bezugsgrößen sind null" in saved.problem


def test_a_frozen_stand_keeps_its_figures_and_code(comparison: Comparison, clerk: User) -> None:
    frozen = actions.freeze(comparison_id=comparison.pk, note="Rat", by=clerk, on=TODAY)
    changed = copy.deepcopy(inputs())
    changed["options"][0]["costs"][0]["base"] = 9_900_000
    actions.save_inputs(comparison_id=comparison.pk, inputs=changed, revision=1, by=clerk, on=TODAY)
    kept = queries.snapshot_of(comparison, 1)
    assert kept.content["sheet"]["money"][0]["total"]["base"] == 8_000_000
    assert actions.digest_of(kept.content) == kept.digest == frozen.digest
    assert actions.code_of(kept.digest) == kept.code


def test_the_database_refuses_to_change_a_frozen_stand(comparison: Comparison, clerk: User) -> None:
    frozen = actions.freeze(comparison_id=comparison.pk, note="", by=clerk, on=TODAY)
    frozen.content = {}
    with pytest.raises(ProgrammingError), transaction.atomic():
        frozen.save()


def test_a_comparison_with_a_frozen_stand_stays(comparison: Comparison, clerk: User) -> None:
    actions.freeze(comparison_id=comparison.pk, note="", by=clerk, on=TODAY)
    with pytest.raises(BadInput, match="festgehalten"):
        actions.delete_comparison(comparison_id=comparison.pk, by=clerk, on=TODAY)


def test_a_comparison_can_be_deleted(comparison: Comparison, clerk: User) -> None:
    actions.delete_comparison(comparison_id=comparison.pk, by=clerk, on=TODAY)
    with pytest.raises(UnknownComparison):
        queries.comparison_for(clerk, comparison.pk, on=TODAY)


def test_only_published_ones_are_for_everyone(comparison: Comparison, clerk: User, stranger: User) -> None:
    with pytest.raises(UnknownComparison):
        queries.comparison_for(stranger, comparison.pk, on=TODAY)
    actions.set_published(comparison_id=comparison.pk, is_published=True, by=clerk, on=TODAY)
    assert queries.comparison_for(stranger, comparison.pk, on=TODAY) == comparison
    assert not queries.may_edit(stranger, comparison, on=TODAY)


class Running:
    """A job as the worker hands it over."""

    job_id, requested_by_id = 1, None

    def __init__(self, payload: dict[str, Any]) -> None:
        self.payload = payload

    def report(self, done: int, total: int, message: str = "") -> None:
        assert done <= total


def many_partners() -> dict[str, Any]:
    partners = [
        {
            "key": f"P{n}",
            "name": f"Ort {n}",
            "kind": "gemeinde",
            "drivers": {"einwohner": {"value": str(1000 + n)}},
        }
        for n in range(actions.AT_ONCE + 1)
    ]
    return inputs(partners=partners, owner="P0")


def computed(comparison: Comparison) -> dict[str, Any]:
    """Return the result as it is stored now."""
    stored = Comparison.objects.get(pk=comparison.pk).sheet
    assert stored is not None
    return dict(stored)


def test_many_partners_are_computed_by_a_job(town: BodyView, clerk: User) -> None:
    made = actions.create_comparison(body=town, inputs=many_partners(), by=clerk, on=TODAY)
    assert made.sheet is None
    job = Job.objects.get(kind=actions.JOB_KIND)
    tasks.compute(Running(job.payload))
    assert len(computed(made)["partners"]) == actions.AT_ONCE + 1


def test_a_job_of_former_inputs_changes_nothing(town: BodyView, clerk: User) -> None:
    made = actions.create_comparison(body=town, inputs=many_partners(), by=clerk, on=TODAY)
    result = tasks.compute(Running({"comparison": made.pk, "revision": 7}))
    made.refresh_from_db()
    assert made.sheet is None
    assert "inzwischen geändert" in result.message


# --- names -----------------------------------------------------------------------------------------------


def test_an_ambiguous_name_asks_which_body_is_meant(bodies: dict[str, BodyView]) -> None:
    with pytest.raises(NamesUnclear) as caught:
        bodies_written(["Probe", "Nirgendwo", "Musterstadt"], on=TODAY)
    message = str(caught.value)
    assert "Kreis Probe (05999)" in message
    assert "Stadt Probe (05999012)" in message
    assert "„Nirgendwo“ steht nicht im Register" in message


def test_a_key_and_a_name_of_one_body_are_a_duplicate(bodies: dict[str, BodyView]) -> None:
    with pytest.raises(NamesUnclear, match="doppelt"):
        bodies_written(["05999004", "Musterstadt"], on=TODAY)


# --- Word templates --------------------------------------------------------------------------------------


def a_template(*paragraphs: str) -> bytes:
    document = Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def texts_of(data: bytes) -> str:
    return "\n".join(paragraph.text for paragraph in Document(BytesIO(data)).paragraphs)


def test_a_town_stores_its_own_template(town: BodyView, clerk: User) -> None:
    data = a_template(
        "Briefkopf", "{{ titel }}", "{%p for a in alternativen %}", "{{ a.titel }}", "{%p endfor %}"
    )
    actions.store_template(body=town, name="eigene.docx", data=data, by=clerk, on=TODAY)
    stored = queries.template_of(town.id)
    assert stored is not None
    filled = word_file({"titel": "A < B & C", "alternativen": [{"titel": "Eins"}]}, bytes(stored.data))
    assert texts_of(filled).split("\n") == ["Briefkopf", "A < B & C", "Eins"]
    actions.remove_template(body=town, by=clerk, on=TODAY)
    assert queries.template_of(town.id) is None


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"kein Word", "kein Word-Dokument"),
        (b"x" * 3_000_000, "2 MB"),
        (a_template("{{ titel"), "falsch geschrieben"),
        (a_template("{{ ''.__class__.__mro__ }}{{ 9 * 9 }}"), "nicht erlaubt"),
        (a_template("{{ range(10) }}"), "nicht erlaubt"),
        (a_template("{% for a in titel %}{{ a }}{% endfor %}"), "Schleife über „titel“"),
        (a_template("{% for a in quellen %}{% for b in quellen %}x{% endfor %}{% endfor %}"), "Schleife"),
        (a_template("{% for a in 'abc' %}x{% endfor %}"), "Schleife"),
        (a_template("{% set x = 1 %}"), "nicht erlaubt"),
    ],
)
def test_a_dangerous_or_broken_template_is_refused(
    data: bytes, reason: str, town: BodyView, clerk: User
) -> None:
    with pytest.raises(BadTemplate, match=reason):
        actions.store_template(body=town, name="x.docx", data=data, by=clerk, on=TODAY)


def test_our_own_template_passes_its_own_check() -> None:
    check_template(default_template())
