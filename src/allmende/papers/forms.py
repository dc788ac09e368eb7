"""Forms of the upload and of the review. Those of the review show and collect: `domain.review` decides."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.utils import ErrorDict, ErrorList
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from allmende.papers.domain.entries import Entries, Row, canonical, displayed, is_blank, own_key
from allmende.papers.domain.review import Problem
from allmende.papers.domain.sections import HEADER, SECTIONS, Column, Section, Shape
from allmende.papers.labels import COLUMN_LABELS, choices
from allmende.papers.uploads import MAX_PASTED_CHARACTERS, MAX_UPLOAD_BYTES, MEGABYTE

MAX_FILES = 20
BodyChoices = Mapping[str, Sequence[tuple[str, str]]]


class SeveralFilesInput(forms.FileInput):
    """A file field that takes several files."""

    allow_multiple_selected = True


class SeveralFilesField(forms.FileField):
    """Takes the files as they come: each is checked and reported on its own, so that one cannot stop all."""

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        return list(data or ())


class UploadForm(forms.Form):
    """Files, or text from the clipboard."""

    documents = SeveralFilesField(
        label=_("Dateien"),
        required=False,
        widget=SeveralFilesInput(attrs={"multiple": True, "accept": ".pdf,.docx,.odt,.html,.htm,.txt,.md"}),
        help_text=_(
            "PDF, Word (DOCX), OpenDocument, Webseite oder Text; bis zu %(files)d Dateien mit je %(size)d MB."
        )
        % {"files": MAX_FILES, "size": MAX_UPLOAD_BYTES // MEGABYTE},
    )
    text = forms.CharField(
        label=_("Oder Text einfügen"),
        required=False,
        max_length=MAX_PASTED_CHARACTERS,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Zum Beispiel aus einer Webseite des Ratsinformationssystems."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        count = len(cleaned.get("documents", ()))
        if count > MAX_FILES:
            self.add_error(
                "documents", _("Bitte höchstens %(files)d Dateien auf einmal.") % {"files": MAX_FILES}
            )
        if not count and not cleaned.get("text", "").strip() and "text" not in self.errors:
            self.add_error("documents", _("Wählen Sie eine Datei aus oder fügen Sie Text ein."))
        return cleaned


def _field(section: str, column: Column) -> forms.Field:
    """Return the control for one value. Nothing is validated here: what is typed must never be lost."""
    label: Any = COLUMN_LABELS[section][column.name]
    if column.shape is Shape.CHOICE:
        assert column.choices is not None  # noqa: S101 - a choice column has choices
        blank = [] if column.required else [("", "–")]
        return forms.ChoiceField(label=label, choices=[*blank, *choices(column.choices)])
    attrs = {"autocomplete": "off"}
    if column.shape is Shape.LONG:
        return forms.CharField(label=label, widget=forms.Textarea(attrs={**attrs, "rows": 3}))
    if column.shape in (Shape.DAY, Shape.AMOUNT, Shape.YEAR, Shape.COUNT):
        attrs["inputmode"] = "text" if column.shape is Shape.AMOUNT else "numeric"
    if column.shape is Shape.DAY:
        attrs["placeholder"] = "TT.MM.JJJJ"
    return forms.CharField(label=label, widget=forms.TextInput(attrs=attrs))


class ReviewForm(forms.Form):
    """Shows kept text with the problems found in it; fields are never marked as optional or required."""

    use_required_attribute = False

    def show(self, problems: Mapping[str, Sequence[str]]) -> None:
        """Show these problems instead of validating."""
        self._errors = ErrorDict({name: ErrorList(found) for name, found in problems.items()})


def _form_class(section: str, columns: Iterable[Column]) -> type[ReviewForm]:
    fields: dict[str, Any] = {column.name: _field(section, column) for column in columns}
    if section != "header":
        fields["row_key"] = forms.CharField(widget=forms.HiddenInput)
        fields["remove"] = forms.BooleanField(label=_("Zeile entfernen"))
        if section == "organisations":
            fields["key"] = forms.ChoiceField(label=_("im Register"))
    fields["checked"] = forms.BooleanField(label=_("geprüft"))
    return type(f"{section.capitalize()}Form", (ReviewForm,), fields)


HEADER_FORM = _form_class("header", HEADER)
ROW_FORMS = {section.name: _form_class(section.name, section.columns) for section in SECTIONS}


@dataclass(frozen=True, slots=True)
class RowForm:
    """One row of the review as the page shows it."""

    id: str
    form: ReviewForm
    row: Row

    @property
    def has_problem(self) -> bool:
        return bool(self.form.errors)


def header_form(entries: Entries, problems: Iterable[Problem]) -> ReviewForm:
    """Return the form of the header with its problems."""
    data = {column.name: displayed(column, entries.header.get(column.name, "")) for column in HEADER}
    form = HEADER_FORM(data={f"header-{name}": value for name, value in data.items()}, prefix="header")
    form.show(_by_column(problem for problem in problems if problem.section == "header"))
    return form


def row_forms(
    section: Section, entries: Entries, problems: Iterable[Problem], bodies: BodyChoices
) -> list[RowForm]:
    """Return a form for each row of a section with its problems."""
    own = [problem for problem in problems if problem.section == section.name]
    return [
        _row_form(section, index, row, [problem for problem in own if problem.row == index], bodies)
        for index, row in enumerate(entries.rows.get(section.name, ()))
    ]


def empty_row_form(section: Section) -> RowForm:
    """Return the form that a script copies for a new row; `__n__` stands for its number."""
    row = Row({column.name: str(column.default) for column in section.columns})
    return _row_form(section, "__n__", row, [], {})


def _row_form(
    section: Section, index: int | str, row: Row, problems: Iterable[Problem], bodies: BodyChoices
) -> RowForm:
    row_id = f"{section.name}-{index}"
    data = {
        f"{row_id}-{column.name}": displayed(column, row.values.get(column.name, ""))
        for column in section.columns
    }
    data[f"{row_id}-row_key"] = row.key
    if row.checked:
        data[f"{row_id}-checked"] = "on"
    form = ROW_FORMS[section.name](data=data, prefix=row_id)
    if section.name == "organisations":
        options = bodies.get(row.values.get("name", ""), ())
        key = form.fields["key"]
        if len(options) > 1:
            key.choices = [("", _("noch offen")), *options]  # type: ignore[attr-defined]
        else:
            key.widget = forms.HiddenInput()
    form.show(_by_column(problems))
    return RowForm(row_id, form, row)


def _by_column(problems: Iterable[Problem]) -> dict[str, list[str]]:
    grouped: dict[str, list[str]] = {}
    for problem in problems:
        grouped.setdefault(problem.column, []).append(problem.message)
    return grouped


def entries_from_post(post: QueryDict) -> Entries:
    """Return everything a person typed; rows marked for removal and rows left empty are gone."""
    header = {column.name: canonical(column, post.get(f"header-{column.name}", "")) for column in HEADER}
    rows = {section.name: _posted_rows(section, post) for section in SECTIONS}
    return Entries(header, rows, frozenset(post.getlist("checked")) & {column.name for column in HEADER})


def _posted_rows(section: Section, post: QueryDict) -> tuple[Row, ...]:
    rows = []
    for index in _posted_indices(section, post):
        prefix = f"{section.name}-{index}-"
        if f"{prefix}remove" in post:
            continue
        values = {
            column.name: canonical(column, post.get(f"{prefix}{column.name}", ""))
            for column in section.columns
        }
        row = Row(values, own_key(section, post.get(f"{prefix}row_key", "")), f"{prefix}checked" in post)
        if not is_blank(section, row):
            rows.append(row)
    return tuple(rows)


def _posted_indices(section: Section, post: QueryDict) -> list[int]:
    """Return the numbers of the rows that were sent, whatever the page says how many there are."""
    row_key = re.compile(rf"{section.name}-([0-9]{{1,6}})-row_key")
    return sorted({int(match[1]) for name in post if (match := row_key.fullmatch(name))})
