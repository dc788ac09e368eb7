"""The words for the states of a task, in the reader's language."""

from django.utils.translation import gettext as _

from allmende.cooperations.potentials.domain import TaskState


def state_label(state: TaskState) -> str:
    """Return how a municipality does a task."""
    return {
        TaskState.ALONE: _("allein"),
        TaskState.COOPERATION: _("in Zusammenarbeit"),
        TaskState.DISTRICT: _("beim Kreis"),
        TaskState.UNKNOWN: _("unbekannt"),
    }[state]
