"""Committees, sittings and agendas as OParl objects."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time
from typing import Any

from allmende.oparl.models import Mandate
from allmende.oparl.serving.addresses import Addresses
from allmende.oparl.serving.domain import ORGANIZATION_LISTS, ObjectKind
from allmende.oparl.serving.frames import framed
from allmende.oparl.serving.json_values import BERLIN, Json, at_second, one_line, said
from allmende.oparl.serving.store import Stamp, keys, live_stamps
from allmende.papers import public_rows

CLASSIFICATIONS = {"council": "Parlament", "committee": "Ausschuss"}


def organizations(stamps: Sequence[Stamp], see: Addresses, short: bool) -> list[Json]:
    """Return committees with the addresses of their sittings, consultations and mandates."""
    ids = keys(stamps)
    rows = public_rows.organization_rows(ids)
    mandates = Mandate.objects.filter(organization__in=ids).order_by("pk").values_list("organization", "pk")
    live = live_stamps((ObjectKind.MEMBERSHIP, pk) for _organization, pk in mandates)
    return [
        framed(stamp, see)
        | said(
            {
                "body": see.one(ObjectKind.BODY, row["body_id"]),
                "name": one_line(row["name"]),
                "organizationType": "Gremium",
                "classification": CLASSIFICATIONS.get(row["kind"]),
                "membership": [
                    see.one(ObjectKind.MEMBERSHIP, pk)
                    for organization, pk in mandates
                    if organization == stamp.key and (ObjectKind.MEMBERSHIP, pk) in live
                ],
                **{
                    kind.value.lower(): see.list_of(ObjectKind.ORGANIZATION, stamp.key, kind)
                    for kind in ORGANIZATION_LISTS
                },
            }
        )
        for stamp in stamps
        if (row := rows.get(stamp.key))
    ]


def meetings(stamps: Sequence[Stamp], see: Addresses, short: bool) -> list[Json]:
    """Return sittings with their agendas, which the short form leaves out.

    Papers name the day of a sitting only; `start` is its beginning, and we say so.
    """
    ids = keys(stamps)
    rows = public_rows.meeting_rows(ids)
    agendas = {} if short else public_rows.agenda_of(ids)
    live = live_stamps(
        [
            *((ObjectKind.AGENDA_ITEM, item["pk"]) for items in agendas.values() for item in items),
            *((ObjectKind.ORGANIZATION, row["organization_id"]) for row in rows.values()),
        ]
    )
    described = []
    for stamp in stamps:
        if row := rows.get(stamp.key):
            organization = (ObjectKind.ORGANIZATION, row["organization_id"])
            items = [
                agenda_item_object(found, item, order, see)
                for order, item in enumerate(agendas.get(stamp.key, ()))
                if (found := live.get((ObjectKind.AGENDA_ITEM, item["pk"])))
            ]
            values = {
                "name": f"{one_line(row['organization__name'])}, {row['date']:%d.%m.%Y}",
                "start": at_second(datetime.combine(row["date"], time.min, BERLIN)),
                "allmende:startIsWholeDay": True,
                "organization": [see.one(*organization)] if organization in live else None,
                "agendaItem": items,
            }
            described.append(framed(stamp, see) | said(values))
    return described


def agenda_items(stamps: Sequence[Stamp], see: Addresses, short: bool) -> list[Json]:
    """Return public items; their order counts from 0 among the public items of the agenda."""
    agendas = public_rows.agenda_of(public_rows.meetings_of_items(keys(stamps)))
    placed = {
        item["pk"]: (meeting, order, item)
        for meeting, items in agendas.items()
        for order, item in enumerate(items)
    }
    live = live_stamps((ObjectKind.MEETING, meeting) for meeting in agendas)
    described = []
    for stamp in stamps:
        if found := placed.get(stamp.key):
            meeting, order, item = found
            outer = (ObjectKind.MEETING, meeting)
            back = {"meeting": see.one(*outer)} if outer in live else {}
            described.append(agenda_item_object(stamp, item, order, see) | back)
    return described


def agenda_item_object(stamp: Stamp, row: Mapping[str, Any], order: int, see: Addresses) -> Json:
    """Return an item as a sitting embeds it."""
    return framed(stamp, see) | said(
        {"number": row["number"], "order": order, "name": one_line(row["name"]), "public": True}
    )
