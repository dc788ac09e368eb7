"""Public decisions, papers and sittings as plain records. They show what the OParl server shows."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django.db import connection

from allmende.oparl.models import Publication, PublicObject
from allmende.oparl.serving.addresses import Addresses
from allmende.oparl.serving.domain import ObjectKind, PublicationState
from allmende.oparl.serving.papers import decision_of
from allmende.oparl.serving.store import live_stamps, settle_changes
from allmende.papers import public_rows

Record = dict[str, Any]
CHUNK = 500
READABLE = [
    state.value
    for state in PublicationState
    if state not in (PublicationState.PAUSED, PublicationState.ENDED)
]


def readable_publications() -> list[Publication]:
    """Return the publications whose objects anyone can fetch now, by name."""
    return list(Publication.objects.filter(state__in=READABLE).order_by("name").select_related("body"))


def decisions(publications: Sequence[Publication], see: Addresses) -> Iterator[Record]:
    """Yield every public paper of these bodies that proposes or records a decision, in pieces."""
    settle_changes()
    for publication in publications:
        last = 0
        while keys := _keys_after(publication.body_id, last):
            last = keys[-1][0]
            rows = public_rows.paper_rows([key for _id, key in keys])
            for _id, key in keys:
                row = rows.get(key)
                if row and row["decision__state"]:
                    yield _decision(row, publication, see)


def _keys_after(body_id: int, last: int) -> list[tuple[int, int]]:
    listed = PublicObject.objects.filter(body=body_id, kind=ObjectKind.PAPER.value, is_deleted=False)
    return list(listed.filter(pk__gt=last).order_by("pk").values_list("pk", "key")[:CHUNK])


def _decision(row: public_rows.Row, publication: Publication, see: Addresses) -> Record:
    said = decision_of(row)
    return {
        "paper": see.one(ObjectKind.PAPER, row["pk"]),
        "body": see.one(ObjectKind.BODY, publication.body_id),
        "body_key": publication.body.key,
        "body_name": publication.name,
        "reference": row["reference"] or None,
        "name": " ".join(row["name"].split()),
        "paper_type": row["paper_type"] or None,
        "paper_date": row["date"].isoformat() if row["date"] else None,
        "result": said.get("result", "vorgeschlagen"),
        "result_text": said.get("resultText"),
        "decided_on": said.get("decidedOn"),
        "effective_on": said.get("effectiveOn"),
        "yes": said.get("vote", {}).get("yes"),
        "no": said.get("vote", {}).get("no"),
        "abstain": said.get("vote", {}).get("abstain"),
        "resolution": [" ".join(filter(None, point.values())) for point in said.get("resolution", [])],
    }


def newest_papers(
    *, body_id: int | None = None, limit: int = 50
) -> list[tuple[PublicObject, public_rows.Row]]:
    """Return the papers published last with their rows; a few per body, so that an index gives them."""
    settle_changes()
    objects = PublicObject.objects.raw(
        "SELECT o.* FROM oparl_publication p, LATERAL (SELECT * FROM oparl_publicobject "
        "WHERE body_id = p.body_id AND kind = 'Paper' AND NOT is_deleted "
        "ORDER BY created DESC, id DESC LIMIT %s) o "
        "WHERE p.state = ANY(%s) AND (%s::bigint IS NULL OR p.body_id = %s) "
        "ORDER BY o.created DESC, o.id DESC LIMIT %s",
        [limit, READABLE, body_id, body_id, limit],
    )
    found = list(objects)
    rows = public_rows.paper_rows([each.key for each in found])
    return [(each, rows[each.key]) for each in found if each.key in rows]


def sittings(publications: Sequence[Publication], *, since: date) -> list[public_rows.Row]:
    """Return the public sittings from a day on."""
    settle_changes()
    rows = public_rows.meetings_since(since, [publication.body_id for publication in publications])
    live = live_stamps((ObjectKind.MEETING, row["pk"]) for row in rows)
    return [row for row in rows if (ObjectKind.MEETING, row["pk"]) in live]


def last_change() -> date | None:
    """Return the day of the newest change of anything public."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT max(o.modified) FROM oparl_publication p, LATERAL ("
            "SELECT modified FROM oparl_publicobject WHERE body_id = p.body_id AND kind = 'Paper' "
            "ORDER BY modified DESC LIMIT 1) o"
        )
        (moment,) = cursor.fetchone() or (None,)
    return moment.date() if moment else None
