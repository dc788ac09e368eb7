"""What the head of a body decides about its publication, and what is public besides papers."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import transaction

from allmende.accounts.actions import record_event
from allmende.common.errors import AllmendeError
from allmende.oparl.models import LegislativeTerm, Location, Publication
from allmende.oparl.serving.domain import PublicationState
from allmende.register import queries as register
from allmende.register.domain import BodyView, Capability
from allmende.register.permissions import require

if TYPE_CHECKING:
    from allmende.accounts.models import User

OBJECT = "publication"
DETAILS = ("website", "contact_name", "contact_email", "license")


class NotPublished(AllmendeError):
    """The body publishes nothing yet."""

    message = "{body} veröffentlicht noch nichts. Schalten Sie zuerst die Veröffentlichung ein."


@transaction.atomic
def switch_publication(
    *, body: BodyView, state: PublicationState, by: "User | None", on: date
) -> Publication:
    """Let everyone read the body's public papers by OParl, or end that in one of three ways."""
    require(by, body.id, Capability.PUBLISH_BODY, on=on)
    publication = Publication.objects.select_for_update().filter(body=body.id).first()
    if publication is None:
        if state is not PublicationState.PUBLIC:
            raise NotPublished(body=body)
        publication = Publication(body_id=body.id)
    elif publication.state == state:
        return publication
    publication.state, publication.changed_by = state.value, by
    for name, value in _register_facts(body).items():
        setattr(publication, name, value)
    publication.save()
    _record(by, body, f"publication_{state.value}")
    return publication


@transaction.atomic
def describe_publication(
    *, body: BodyView, details: Mapping[str, str], by: "User | None", on: date
) -> Publication:
    """Say where the body can be reached and under which license its data may be used."""
    publication = _own(body, by, on)
    for name in DETAILS:
        setattr(publication, name, details.get(name, ""))
    publication.changed_by = by
    publication.save(update_fields=[*DETAILS, "changed_by", "changed_at"])
    _record(by, body, "publication_described")
    return publication


@transaction.atomic
def add_term(
    *, body: BodyView, name: str, starts_on: date, ends_on: date | None, by: "User | None", on: date
) -> LegislativeTerm:
    """Add a legislative term, or correct the one that begins on that day."""
    _own(body, by, on)
    term, _is_new = LegislativeTerm.objects.update_or_create(
        body_id=body.id, starts_on=starts_on, defaults={"name": name, "ends_on": ends_on}
    )
    _record(by, body, "publication_term_set")
    return term


@transaction.atomic
def set_location(*, body: BodyView, values: Mapping[str, str], by: "User | None", on: date) -> Location:
    """Say where the body sits."""
    _own(body, by, on)
    place, _is_new = Location.objects.update_or_create(body_id=body.id, defaults=dict(values))
    _record(by, body, "publication_location_set")
    return place


def refresh_names(*, on: date) -> int:
    """Take over what the register says of published bodies today; return how many changed."""
    changed = 0
    publications = {each.body_id: each for each in Publication.objects.all()}
    for body_id, body in register.bodies_by_id(publications, on=on).items():
        facts = _register_facts(body)
        known = publications[body_id]
        if any(getattr(known, name) != value for name, value in facts.items()):
            Publication.objects.filter(pk=known.pk).update(**facts)
            changed += 1
    return changed


def _register_facts(body: BodyView) -> dict[str, Any]:
    return {
        "name": body.designation,
        "short_name": body.name,
        "classification": body.kind.label,
        "ags": body.ags or "",
    }


def _own(body: BodyView, by: "User | None", on: date) -> Publication:
    require(by, body.id, Capability.PUBLISH_BODY, on=on)
    publication = Publication.objects.select_for_update().filter(body=body.id).first()
    if publication is None:
        raise NotPublished(body=body)
    return publication


def _record(by: "User | None", body: BodyView, action: str) -> None:
    record_event(
        actor=by,
        chain=body.key,
        action=action,
        object_type=OBJECT,
        object_id=body.key,
        object_label=str(body),
    )
