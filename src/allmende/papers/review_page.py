"""What the review page shows: the fields with their problems and places, the findings, the marked text."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.forms import BoundField
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from allmende.papers import queries
from allmende.papers.domain import review
from allmende.papers.domain.calculations import RIGHT
from allmende.papers.domain.content import Evidence
from allmende.papers.domain.entries import Entries, Row, displayed, evidence_of
from allmende.papers.domain.review import Outline, Problem
from allmende.papers.domain.sections import HEADER_NAMES, SECTIONS, SIDE_SECTIONS, Section
from allmende.papers.domain.values import reference_key
from allmende.papers.forms import RowForm, empty_row_form, header_form, row_forms
from allmende.papers.labels import LABELS, ROW_LABELS, SECTION_LABELS
from allmende.papers.models import PaperDraft
from allmende.papers.source_text import source_text
from allmende.register import queries as register
from allmende.register.domain import BodyOption

SEVERITY_KINDS = {"error": "danger", "warning": "warning", "info": "info"}
Label = str | Promise


@dataclass(frozen=True, slots=True)
class FieldView:
    """One value of the header: its control, where it stands, and whether it needs a look."""

    id: str
    name: str
    field: BoundField
    place: Evidence | None
    is_unsure: bool
    is_checked: bool
    is_open: bool


@dataclass(frozen=True, slots=True)
class RowView:
    """One row: a sentence to read, the controls to correct it, where it stands."""

    id: str
    key: str
    summary: str
    form: RowForm
    place: Evidence | None
    is_unsure: bool
    is_checked: bool
    is_side_matter: bool
    open_columns: tuple[str, ...]
    bodies: Sequence[BodyOption]

    @property
    def asks_for_a_check(self) -> bool:
        return self.is_unsure and not self.is_checked and not self.is_side_matter

    @property
    def needs_a_look(self) -> bool:
        return self.asks_for_a_check or bool(self.open_columns) or self.form.has_problem


@dataclass(frozen=True, slots=True)
class SectionView:
    """One list of the review."""

    name: str
    label: Label
    row_label: Label
    rows: Sequence[RowView]
    empty_row: RowForm
    is_open: bool


@dataclass(frozen=True, slots=True)
class FindingView:
    """One thing to look at; `anchor` leads to its place or field."""

    kind: str
    message: str
    anchor: str = ""
    line: int | None = None
    page: int | None = None
    url: str = ""


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """Everything the template needs."""

    fields: Sequence[FieldView]
    sections: Sequence[SectionView]
    findings: Sequence[FindingView]
    outline: Outline
    problems: Sequence[Problem]
    text: SafeString
    first_to_look_at: str


def review_page(draft: PaperDraft, entries: Entries, *, on: date) -> ReviewPage:
    """Return the page for the entries, which may be newer than what the draft holds."""
    _content, problems = review.check(entries, draft.reading)
    outline = review.outline(entries, draft.reading)
    names = [row.values.get("name", "") for row in entries.rows.get("organisations", ())]
    bearers = register.match_names([*names, entries.header.get("issuer", "")], on=on)
    fields = _fields(entries, draft.reading, problems, outline)
    sections = [
        _section_view(section, entries, draft.reading, problems, outline, bearers) for section in SECTIONS
    ]
    findings = [*_own_findings(draft, entries, bearers, on), *_reader_findings(draft.reading)]
    return ReviewPage(
        fields=fields,
        sections=sections,
        findings=findings,
        outline=outline,
        problems=problems,
        text=_marked_text(draft, fields, sections, findings),
        first_to_look_at=_first_to_look_at(fields, sections),
    )


def _fields(
    entries: Entries, reading: Mapping[str, Any], problems: Sequence[Problem], outline: Outline
) -> list[FieldView]:
    form = header_form(entries, problems)
    return [
        FieldView(
            id=f"feld-{name}",
            name=name,
            field=form[name],
            place=evidence_of(reading, name),
            is_unsure=bool(entries.header.get(name)) and review.is_unsure(reading, name),
            is_checked=name in entries.checked,
            is_open=name in outline.open,
        )
        for name in HEADER_NAMES
    ]


def _section_view(
    section: Section,
    entries: Entries,
    reading: Mapping[str, Any],
    problems: Sequence[Problem],
    outline: Outline,
    bearers: Mapping[str, Sequence[BodyOption]],
) -> SectionView:
    body_choices = {
        name: [(body.key, body.label) for body in options] for name, options in bearers.items() if name
    }
    rows = [
        RowView(
            id=f"feld-{each.id}",
            key=each.row.key,
            summary=summary(section, each.row),
            form=each,
            place=evidence_of(reading, each.row.key),
            is_unsure=review.is_unsure(reading, each.row.key),
            is_checked=each.row.checked,
            is_side_matter=section.name in SIDE_SECTIONS,
            open_columns=tuple(
                name.rpartition("-")[2] for name in outline.open if name.startswith(f"{each.id}-")
            ),
            bodies=bearers.get(each.row.values.get("name", ""), ())
            if section.name == "organisations"
            else (),
        )
        for each in row_forms(section, entries, problems, body_choices)
    ]
    return SectionView(
        name=section.name,
        label=SECTION_LABELS[section.name],
        row_label=ROW_LABELS[section.name],
        rows=rows,
        empty_row=empty_row_form(section),
        is_open=section.name in outline.open,
    )


def summary(section: Section, row: Row) -> str:
    """Return a row as one line to read: 18.11.2026 · Rat · Entscheidung."""
    parts = []
    for column in section.columns:
        text = displayed(column, row.values.get(column.name, ""))
        if column.choices is not None and text in {code.value for code in column.choices}:
            text = str(LABELS[column.choices(text)])
        if column.name == "unit" and text:
            text = _("je {unit}").format(unit=text)
        if text and column.name != "key":
            parts.append(text)
    if section.name == "amounts" and len(parts) > 1:
        parts[:2] = [f"{parts[0]} {'€' if parts[1] == 'EUR' else parts[1]}"]
    return " · ".join(parts)


def _own_findings(
    draft: PaperDraft, entries: Entries, bearers: Mapping[str, Sequence[BodyOption]], on: date
) -> list[FindingView]:
    """Return what only the register and the other papers can tell."""
    found = []
    issuer = entries.header.get("issuer", "")
    meant = bearers.get(issuer, ())
    if issuer and meant and draft.body_id not in {body.id for body in meant}:
        body = register.bodies_by_id([draft.body_id], on=on).get(draft.body_id)
        message = _("Die Vorlage nennt als herausgebende Stelle „{issuer}“, hochgeladen ist sie für {body}.")
        found.append(FindingView("warning", message.format(issuer=issuer, body=body), anchor="feld-issuer"))
    key = reference_key(entries.header.get("reference", ""))
    same = queries.same_reference(draft.body_id, key, other_than=draft.paper_id)
    if same is not None:
        message = _("Die Nummer hat schon eine andere Vorlage: {title}.").format(title=same.title)
        found.append(FindingView("warning", message, anchor="feld-reference", url=same.get_absolute_url()))
    return found


def _reader_findings(reading: Mapping[str, Any]) -> list[FindingView]:
    views = []
    for index, finding in enumerate(reading.get("findings") or ()):
        place = finding.get("place") or {}
        views.append(
            FindingView(
                kind="success"
                if finding.get("code") == RIGHT
                else SEVERITY_KINDS.get(finding["severity"], "info"),
                message=finding["message"],
                anchor=f"stelle-befund-{index}" if place.get("start", 0) < place.get("end", 0) else "",
                line=place.get("line"),
                page=place.get("page"),
            )
        )
    return sorted(views, key=lambda view: view.kind == "success")  # what is right stands last


def _marked_text(
    draft: PaperDraft,
    fields: Sequence[FieldView],
    sections: Sequence[SectionView],
    findings: Sequence[FindingView],
) -> SafeString:
    places = {field.name: field.place for field in fields if field.place is not None and field.field.value()}
    targets = {field.name: field.id for field in fields}
    unsure = {field.name for field in fields if field.is_unsure and not field.is_checked}
    for row in (row for section in sections for row in section.rows):
        if row.place is None:
            continue
        places[row.key] = row.place
        targets[row.key] = row.id
        if row.is_unsure and not row.is_checked:
            unsure.add(row.key)
    for index, finding in enumerate(draft.reading.get("findings") or ()):
        if finding.get("place"):
            places[f"befund-{index}"] = Evidence(**finding["place"], confidence=0)
            targets[f"befund-{index}"] = "befunde"
    return source_text(draft.file.text, draft.file.page_starts, places, targets=targets, unsure=unsure)


def _first_to_look_at(fields: Sequence[FieldView], sections: Sequence[SectionView]) -> str:
    """Return the anchor of the first field that is open, not sure or has a problem."""
    for field in fields:
        if field.is_open or field.field.errors or (field.is_unsure and not field.is_checked):
            return field.id
    for section in sections:
        if section.is_open:
            return f"abschnitt-{section.name}"
        for row in section.rows:
            if row.needs_a_look:
                return row.id
    return ""
