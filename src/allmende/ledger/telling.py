"""Errors as pages tell them: in the reader's language, with the names people know."""

from django.utils.translation import gettext

from allmende.common.errors import AllmendeError
from allmende.ledger.law_pages import label_of
from allmende.rules import RulesError
from allmende.rules.errors import BadInput


def told(error: AllmendeError) -> str:
    """Return the message of an error; rules and inputs by their labels, not their keys."""
    if not isinstance(error, RulesError):
        return str(error)
    values = dict(error.values)
    if "name" in values:
        values["name"] = label_of(str(values["name"]))
    return gettext(error.page_message or error.message).format(**values)


def told_at_field(error: AllmendeError) -> str:
    """Return the message of an error where the label of its field stands already."""
    if not isinstance(error, BadInput):
        return told(error)
    place = str(error.values.get("place", "")).strip(" ,")
    return f"{place}: {error.values['problem']}" if place else str(error.values["problem"])
