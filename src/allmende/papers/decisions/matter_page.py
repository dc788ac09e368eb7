"""The resolutions of one matter as a page: what holds on the day asked for, and the whole chain."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from allmende.common import formats
from allmende.papers.decisions.matter import Link, Matter
from allmende.papers.decisions.queries import Successor
from allmende.papers.decisions.standing import result_sentence, successor_sentence
from allmende.papers.domain.chains import Change
from allmende.papers.domain.outcomes import REPEALS
from allmende.papers.dossier import TimelineItem


def told(matter: Matter, day: date) -> str:
    """Return what holds on the day, in one sentence."""
    names = [str(link.paper) for link in matter.holding(day)]
    words = {"day": formats.day(day), "names": "; ".join(names)}
    if not names:
        return _("Am {day} gilt in dieser Sache kein Beschluss, den Allmende kennt.").format(**words)
    if len(names) == 1:
        return _("Am {day} gilt: {names}.").format(**words)
    return _("Am {day} gelten {count} Beschlüsse: {names}.").format(count=len(names), **words)


def timeline(matter: Matter, day: date) -> Sequence[TimelineItem]:
    """Return the chain for components/timeline.html."""
    return [_item(link, matter, day) for link in matter.links]


def _item(link: Link, matter: Matter, day: date) -> TimelineItem:
    result = result_sentence(link.decision) if link.decision else _("Ohne Beschluss.")
    changes = [successor_sentence(_successor(change, matter)) for change in link.span.changes]
    return TimelineItem(
        title=str(link.paper),
        date=link.span.holds_from,
        text=" ".join([f"{standing_on(link, day)}.", result, *changes]),
        kind="success" if link.span.holds_on(day) else "",
        url=link.paper.get_absolute_url(),
    )


def standing_on(link: Link, day: date) -> str:
    """Return how the resolution stands on the day, in words."""
    span = link.span
    if span.holds_from is None:
        return _("Nicht beschlossen")
    if day < span.holds_from:
        return _("Gilt noch nicht")
    if not span.holds_on(day):
        return _("Gilt nicht mehr")
    return _("Gilt, geändert") if span.is_changed_on(day) else _("Gilt")


def _successor(change: Change, matter: Matter) -> Successor:
    return Successor(change.relation, change.since, matter.title_of(change.by), "")


def days_of_change(matter: Matter) -> list[date]:
    """Return the days on which something begins or ends, to jump to."""
    days = {link.span.holds_from for link in matter.links}
    days |= {
        change.since for link in matter.links for change in link.span.changes if change.relation in REPEALS
    }
    return sorted(day for day in days if day is not None)
