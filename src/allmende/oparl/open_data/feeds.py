"""Feeds of public papers, and a calendar of public sittings."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from django.utils.feedgenerator import Atom1Feed, SyndicationFeed
from icalendar import Calendar, Event

from allmende.oparl.models import Publication, PublicObject
from allmende.oparl.serving.addresses import Addresses
from allmende.oparl.serving.domain import ObjectKind
from allmende.oparl.serving.json_values import one_line
from allmende.oparl.serving.papers import decision_of
from allmende.papers.public_rows import Row

PRODUCT = "-//Allmende//Sitzungen//DE"


def paper_feed(
    papers: Iterable[tuple[PublicObject, Row]],
    names: Mapping[int, str],
    see: Addresses,
    *,
    title: str,
    address: str,
    feed_class: type[SyndicationFeed] = Atom1Feed,
) -> str:
    """Return a feed with one entry per paper; an entry changes its time when its decision is recorded."""
    feed = feed_class(
        title=title, link=see.at("/offene-daten/"), description=title, language="de", feed_url=address
    )
    for each, row in papers:
        said = decision_of(row)
        points = [" ".join(filter(None, point.values())) for point in said.get("resolution", [])]
        result = said.get("result", "")
        day = said.get("decidedOn", "")
        feed.add_item(
            title=one_line(f"{row['reference']} {row['name']}"),
            link=see.at(f"/vorlagen/{row['pk']}/"),
            unique_id=see.one(ObjectKind.PAPER, row["pk"]),
            description="\n".join(filter(None, [f"{result} {day}".strip(), *points])),
            author_name=names.get(row["body_id"], ""),
            pubdate=each.created,
            updateddate=each.modified,
            categories=[row["paper_type"]] if row["paper_type"] else [],
        )
    return feed.writeString("utf-8")


def sitting_calendar(
    sittings: Iterable[Row], publications: Sequence[Publication], see: Addresses, *, made_at: datetime
) -> bytes:
    """Return the sittings as whole days of a calendar."""
    names = {publication.body_id: publication.name for publication in publications}
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "Öffentliche Sitzungen")
    for row in sittings:
        event = Event()
        event.add("uid", f"meeting-{row['pk']}@allmende")
        event.add("dtstamp", made_at)
        event.add("dtstart", row["date"])
        event.add("dtend", row["date"] + timedelta(days=1))
        event.add("summary", f"{one_line(row['organization__name'])} ({names[row['organization__body_id']]})")
        event.add("url", see.one(ObjectKind.MEETING, row["pk"]))
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    return bytes(calendar.to_ical())
