"""Bodies, people with mandates, terms and places as OParl objects."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from allmende.oparl.models import LegislativeTerm, Location, Mandate, Person, Publication
from allmende.oparl.serving.addresses import Addresses
from allmende.oparl.serving.domain import KIND_OF_LIST, ObjectKind
from allmende.oparl.serving.frames import framed
from allmende.oparl.serving.json_values import Json, at_second, on_day, said
from allmende.oparl.serving.store import Reference, Stamp, keys, live_stamps

Stamps = Mapping[Reference, Stamp]
LIST_PROPERTIES = {
    ObjectKind.LEGISLATIVE_TERM: "legislativeTermList",
    ObjectKind.LOCATION: "locationList",
    ObjectKind.AGENDA_ITEM: "agendaItem",
}
"""What a body calls a list, where that is not the type of its objects in small letters."""


def bodies(stamps: Sequence[Stamp], see: Addresses, short: bool) -> list[Json]:
    """Return bodies with the addresses of all their lists."""
    ids = keys(stamps)
    rows = {row.body_id: row for row in Publication.objects.filter(body__in=ids)}
    terms = list(LegislativeTerm.objects.filter(body__in=ids).order_by("starts_on"))
    places = {place.body_id: place for place in Location.objects.filter(body__in=ids)}
    live = live_stamps(
        [
            *((ObjectKind.LEGISLATIVE_TERM, term.pk) for term in terms),
            *((ObjectKind.LOCATION, place.pk) for place in places.values()),
        ]
    )
    described = []
    for stamp in stamps:
        if row := rows.get(stamp.key):
            own_terms = [
                term_object(found, term, see)
                for term in terms
                if term.body_id == stamp.key and (found := live.get((ObjectKind.LEGISLATIVE_TERM, term.pk)))
            ]
            place = places.get(stamp.key)
            seat = live.get((ObjectKind.LOCATION, place.pk)) if place else None
            values = _body(row, see)
            if place and seat:
                values["location"] = location_object(seat, place, see)
            described.append(framed(stamp, see) | said(values) | {"legislativeTerm": own_terms})
    return described


def _body(row: Publication, see: Addresses) -> Json:
    lists = {
        LIST_PROPERTIES.get(kind, kind.value.lower()): see.list_of(ObjectKind.BODY, row.body_id, kind)
        for kind in KIND_OF_LIST.values()
    }
    return {
        "system": see.system(),
        "name": row.name,
        "shortName": row.short_name,
        "website": row.website,
        "license": row.license,
        "oparlSince": at_second(row.published_at),
        "ags": row.ags,
        "contactName": row.contact_name,
        "contactEmail": row.contact_email,
        "classification": row.classification,
        **lists,
    }


def persons(stamps: Sequence[Stamp], see: Addresses, short: bool) -> list[Json]:
    """Return people with their mandates, which the short form leaves out. Never contact data."""
    ids = keys(stamps)
    rows = Person.objects.in_bulk(list(ids))
    mandates = [] if short else list(Mandate.objects.filter(person__in=ids).order_by("pk"))
    live = live_stamps(_named_by_mandates(mandates))
    described = []
    for stamp in stamps:
        if row := rows.get(stamp.key):
            own = [
                membership_object(found, mandate, see, live)
                for mandate in mandates
                if mandate.person_id == stamp.key and (found := live.get((ObjectKind.MEMBERSHIP, mandate.pk)))
            ]
            values = {
                "body": see.one(ObjectKind.BODY, row.body_id),
                "name": str(row),
                "familyName": row.family_name,
                "givenName": row.given_name,
                "title": [row.title] if row.title else None,
                "membership": own,
            }
            described.append(framed(stamp, see) | said(values))
    return described


def memberships(stamps: Sequence[Stamp], see: Addresses, short: bool) -> list[Json]:
    """Return mandates with their person."""
    rows = Mandate.objects.in_bulk(list(keys(stamps)))
    live = live_stamps(_named_by_mandates(rows.values()))
    return [
        membership_object(stamp, row, see, live) | {"person": see.one(ObjectKind.PERSON, row.person_id)}
        for stamp in stamps
        if (row := rows.get(stamp.key))
    ]


def _named_by_mandates(mandates: Iterable[Mandate]) -> Collection[Reference]:
    return {
        reference
        for mandate in mandates
        for reference in (
            (ObjectKind.MEMBERSHIP, mandate.pk),
            (ObjectKind.ORGANIZATION, mandate.organization_id),
        )
    }


def membership_object(stamp: Stamp, row: Mandate, see: Addresses, live: Stamps) -> Json:
    """Return a mandate as a person embeds it."""
    organization = (ObjectKind.ORGANIZATION, row.organization_id)
    return framed(stamp, see) | said(
        {
            "organization": see.one(*organization) if organization in live else None,
            "role": row.role,
            "votingRight": row.has_vote,
            "startDate": on_day(row.starts_on),
            "endDate": on_day(row.ends_on),
        }
    )


def terms(stamps: Sequence[Stamp], see: Addresses, short: bool) -> list[Json]:
    """Return legislative terms with their body."""
    rows = LegislativeTerm.objects.in_bulk(list(keys(stamps)))
    return [
        term_object(stamp, row, see) | {"body": see.one(ObjectKind.BODY, row.body_id)}
        for stamp in stamps
        if (row := rows.get(stamp.key))
    ]


def term_object(stamp: Stamp, row: LegislativeTerm, see: Addresses) -> Json:
    """Return a term as a body embeds it."""
    return framed(stamp, see) | said(
        {"name": row.name, "startDate": on_day(row.starts_on), "endDate": on_day(row.ends_on)}
    )


def locations(stamps: Sequence[Stamp], see: Addresses, short: bool) -> list[Json]:
    """Return places with the body that sits there."""
    rows = Location.objects.in_bulk(list(keys(stamps)))
    return [
        location_object(stamp, row, see) | {"bodies": [see.one(ObjectKind.BODY, row.body_id)]}
        for stamp in stamps
        if (row := rows.get(stamp.key))
    ]


def location_object(stamp: Stamp, row: Location, see: Addresses) -> Json:
    """Return a place as a body embeds it."""
    return framed(stamp, see) | said(
        {
            "description": row.description,
            "streetAddress": row.street_address,
            "postalCode": row.postal_code,
            "locality": row.locality,
        }
    )
