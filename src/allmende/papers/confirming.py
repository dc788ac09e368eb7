"""Confirm several drafts at once: only those without an open point, each in a transaction of its own."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from allmende.common.errors import AllmendeError
from allmende.papers import actions
from allmende.papers.errors import Vanished
from allmende.papers.models import PaperDraft

if TYPE_CHECKING:
    from allmende.accounts.models import User


@dataclass(frozen=True, slots=True)
class ConfirmReport:
    """What became of one draft: a paper (`paper_id`), or the reason why not. `url` leads to either."""

    name: str
    url: str
    paper_id: int | None = None
    problem: str = ""


def missing_drafts(ids: Iterable[int]) -> list[ConfirmReport]:
    """Return a row for each draft that is not there (any more), whether deleted or another body's."""
    address = reverse("papers:drafts")
    return [
        ConfirmReport(_("Entwurf {number}").format(number=pk), address, problem=str(Vanished()))
        for pk in sorted(ids)
    ]


def confirm_certain_drafts(*, drafts: Iterable[PaperDraft], by: "User", on: date) -> list[ConfirmReport]:
    """Turn each draft into a paper if nothing in it is open; one that is refused does not stop the others."""
    reports = []
    for draft in drafts:
        name = draft.file.original_name
        try:
            paper = actions.confirm_draft(draft_id=draft.pk, by=by, on=on, is_certain=True)
        except AllmendeError as refusal:
            reports.append(ConfirmReport(name, draft.get_absolute_url(), problem=str(refusal)))
        else:
            reports.append(ConfirmReport(str(paper), paper.get_absolute_url(), paper_id=paper.pk))
    return reports
