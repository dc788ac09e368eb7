"""What potentials add to the page of a municipality: what it told of its tasks, and the question to ask."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from allmende.cooperations.potentials import queries
from allmende.cooperations.potentials.domain import TaskState
from allmende.cooperations.potentials.labels import state_label
from allmende.cooperations.visitors import asked_day
from allmende.register.body_sections import Section
from allmende.register.domain import MUNICIPAL_KINDS, BodyView


@dataclass(frozen=True, slots=True)
class TaskLine:
    """A task the municipality told of, with the way to its possible partners."""

    name: str
    url: str
    state: str
    year: int
    source: str


def potentials_section(body: BodyView, request: HttpRequest) -> Section | None:
    """Return the tasks told of on the day of the page; None for bodies that are no municipality."""
    if body.kind not in MUNICIPAL_KINDS:
        return None
    ask = f"{reverse('potentials:ask')}?gemeinde={body.key}"
    records = queries.records_of(body.id, on=asked_day(request))
    rows = [
        TaskLine(
            record.task.name,
            f"{ask}&aufgabe={record.task.code}",
            state_label(TaskState(record.state)),
            record.valid.lower.year,
            record.source.title,
        )
        for record in records
    ]
    title = _("Mit wem könnten wir …?")
    return Section("potenziale", title, "potentials/body_section.html", {"rows": rows, "ask": ask})
