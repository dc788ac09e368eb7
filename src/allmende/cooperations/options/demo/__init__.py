"""Ready comparisons: the questions of two source documents, with their facts and nothing they do not say."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from importlib.resources import files
from typing import Any

from django.urls import resolve

from allmende.cooperations.entries import SourceEntry
from allmende.cooperations.facts import add_document
from allmende.cooperations.options import actions
from allmende.cooperations.options.models import Comparison
from allmende.cooperations.options.partners import bodies_written, partners_from
from allmende.register import queries as register

COMPARISONS = {"muensterland.json": "kreis_coesfeld.json", "integrationszentrum.json": "rhein_sieg.json"}
"""Each comparison with the dossier of the council paper that asks for it."""


ASKED_ABOUT = {"muensterland.json": "citeq", "integrationszentrum.json": "ki-rhein-sieg"}
"""The cooperation that the council paper of a comparison is about."""


def load(*, on: date, at: datetime, papers: Mapping[str, str]) -> None:
    """Bring the comparisons; what is there stays, also if a person changed it.

    `papers`: addresses of the demo's dossiers by the name of their file.
    """
    for name, dossier in COMPARISONS.items():
        described = described_in(name)
        if not Comparison.objects.filter(key=described["key"]).exists():
            address = papers.get(dossier)
            paper_id = resolve(address).kwargs["pk"] if address else None
            _load(described, on, paper_id=paper_id)
            if paper_id is not None:
                _add_paper(ASKED_ABOUT[name], paper_id, described["inputs"]["title"], on=on, at=at)


def _add_paper(key: str, paper_id: int, title: str, *, on: date, at: datetime) -> None:
    """Put the council paper among the documents of the cooperation, for those who may see it."""
    source = SourceEntry("Sitzungsvorlage, hier eingelesen")
    add_document(key=key, title=title, url="", paper_id=paper_id, source=source, by=None, on=on, at=at)


def described_in(name: str) -> dict[str, Any]:
    """Return one file of the demo."""
    found: dict[str, Any] = json.loads(
        files("allmende.cooperations.options.demo").joinpath(name).read_text(encoding="utf-8")
    )
    return found


def inputs_of(described: dict[str, Any]) -> dict[str, Any]:
    """Return complete inputs: the partners come from the register, as of the day of the comparison.

    A file names another day (`register_on`) if the register begins later than its question.
    """
    inputs: dict[str, Any] = described["inputs"]
    day = date.fromisoformat(described.get("register_on", inputs["on"]))
    bodies = bodies_written(described["partners"], on=day)
    partners = partners_from(bodies, on=day)
    added = described.get("partner_figures", {})
    return {**inputs, "partners": [{**each, **added.get(each["key"], {})} for each in partners]}


def _load(described: dict[str, Any], on: date, *, paper_id: int | None) -> None:
    comparison = actions.create_comparison(
        body=register.body_by_key(described["body"], on=on),
        inputs=inputs_of(described),
        key=described["key"],
        paper_id=paper_id,
        by=None,
        on=on,
    )
    actions.set_published(comparison_id=comparison.pk, is_published=True, by=None, on=on)
    actions.freeze(comparison_id=comparison.pk, note="Beispiel", by=None, on=on)
