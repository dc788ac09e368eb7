"""Make one paper: figures, text, annex, files; and the correction of one that went out."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction

from allmende.common.formats import day
from allmende.cooperations.options.exporting.word import fields_in
from allmende.cooperations.options.queries import template_of
from allmende.joint_decisions.core_text import CoreText, from_json
from allmende.joint_decisions.models import ComputedFigure, PaperBatch, PartnerDecision, PartnerPaper
from allmende.joint_decisions.partner_papers import content, printing
from allmende.joint_decisions.partner_papers.actions import FigureChange, keep_figures, value_of
from allmende.joint_decisions.partner_papers.figures import FigureValue
from allmende.papers.queries import stations_of
from allmende.register.queries import bodies_by_id

ROLES = {True: "Entscheidung", False: "Beratung"}


@transaction.atomic
def make_paper(batch: PaperBatch, decision: PartnerDecision, figures: Sequence[FigureValue]) -> PartnerPaper:
    """Keep the figures and the files of one partner's paper; a paper made before stays in its batch."""
    changes = [*_text_change(batch, decision), *keep_figures(decision, figures, batch)]
    told = [each.as_json() for each in changes]
    data = paper_content_of(batch, decision, figures, told)
    made: PartnerPaper = PartnerPaper.objects.create(
        batch=batch,
        decision=decision,
        docx=printing.paper_docx(data, _template(batch, decision)),
        pdf=printing.paper_pdf(data),
        changes=told,
    )
    return made


def _text_change(batch: PaperBatch, decision: PartnerDecision) -> list[FigureChange]:
    """Return that the joint text is another version than in the paper before."""
    before = (
        decision.files.exclude(batch=batch).select_related("batch__core_version").order_by("-batch__number")
    )
    last = before.defer("docx", "pdf").first()
    if last is None or last.batch.core_version_id == batch.core_version_id:
        return []
    old, new = (f"Fassung {each.number}" for each in (last.batch.core_version, batch.core_version))
    return [FigureChange("Gemeinsamer Text", old, new, "neue Fassung freigegeben")]


def _template(batch: PaperBatch, decision: PartnerDecision) -> bytes | None:
    """Return the town's own template; ours where it lacks a field and the sample was asked for."""
    own = template_of(decision.partner.body_id)
    if own is None:
        return None
    data = bytes(own.data)
    lacks = not set(content.NEEDED) <= fields_in(data)
    return None if lacks and batch.uses_sample else data


def paper_content_of(
    batch: PaperBatch,
    decision: PartnerDecision,
    figures: Sequence[FigureValue],
    changes: Sequence[Mapping[str, str]],
) -> dict[str, Any]:
    """Return what the paper shows."""
    matter, name = batch.joint_decision, _name(decision, batch.made_on)
    core: CoreText = from_json(batch.core_version.paragraphs)
    snapshot = matter.snapshot
    annex: Mapping[str, Any] = {}
    if snapshot is not None:
        annex = content.annex_for(
            snapshot.content["sheet"],
            key=decision.partner.body.key,
            name=name,
            code=snapshot.code,
            made_on=day(batch.made_on),
        )
    return content.partner_content(
        title=matter.title,
        body=name,
        reference=decision.reference,
        made_on=day(batch.made_on),
        core=core,
        version=batch.core_version.number,
        digest=batch.core_version.digest,
        local=decision.local_texts,
        stations=_stations(decision),
        figures=figures,
        changes=changes,
        annex=annex,
        address="",
    )


def _name(decision: PartnerDecision, on: date) -> str:
    """Return what the partner is called on the day."""
    body_id = decision.partner.body_id
    return str(bodies_by_id([body_id], on=on)[body_id])


def _stations(decision: PartnerDecision) -> list[tuple[str, str, str]]:
    """Return the stations: those of the paper that is read in, else those that are planned."""
    if decision.paper_id is not None:
        return stations_of(decision.paper_id)
    return [
        (each.organization, day(each.date) if each.date else "–", ROLES[each.authoritative])
        for each in decision.planned.all()
    ]


def correction_content(
    decision: PartnerDecision, changes: Sequence[FigureChange], *, on: date
) -> dict[str, Any]:
    """Return what the correction of a paper shows: old and new figures, and why."""
    current = decision.figures.filter(is_current=True)
    figure: ComputedFigure | None = current.select_related("batch__core_version").first()
    core = figure.batch.core_version if figure else decision.core_version
    return content.partner_content(
        title=str(decision.partner.joint_decision),
        body=_name(decision, on),
        reference=decision.reference,
        made_on=day(on),
        core=from_json(core.paragraphs),
        version=core.number,
        digest=core.digest,
        local=decision.local_texts,
        stations=[],
        figures=[value_of(each) for each in current],
        changes=[each.as_json() for each in changes],
        annex={},
        address="",
    )
