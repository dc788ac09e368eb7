"""Imported objects -> papers: committees, sittings with their agendas, papers with stations and results.

Reads nothing but the stored raw JSON, so it can be run again at any time; what did not change is not written.
Only what belongs to a body that a person has linked is mapped.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

from django.db import connection, transaction

from allmende.oparl.importing.domain import MAPPED_TYPES
from allmende.oparl.importing.results import result_of
from allmende.oparl.importing.stored import Shelf, StoredObject, stored
from allmende.oparl.importing.values import BERLIN
from allmende.oparl.importing.words import role_of, sort_of
from allmende.oparl.models import ImportedObject, OparlSource
from allmende.papers import imported as papers
from allmende.papers.domain.values import name_key
from allmende.reading.facts import ConsultationRole, Treatment

AT_ONCE: Final = 1000
Report = Callable[[int, str], None]

# What a paper shows also depends on its stations, their items and sittings; a sitting on its items.
# What was touched is little or nothing: it is looked up first.
_TOUCHED: Final = """
WITH touched AS MATERIALIZED (
    SELECT url, object_type, parent_url FROM oparl_importedobject
    WHERE source_id = %(source)s AND needs_mapping AND body_url = ANY(%(bodies)s)
      AND object_type IN ('Meeting', 'AgendaItem', 'Consultation')
)
"""
_ALSO_PAPERS: Final = (
    _TOUCHED  # noqa: S608 - a constant
    + """
, stations AS MATERIALIZED (
    SELECT url, parent_url, coalesce(own_raw ->> 'meeting', inner_raw ->> 'meeting') AS meeting,
           coalesce(own_raw ->> 'agendaItem', inner_raw ->> 'agendaItem') AS item
    FROM oparl_importedobject
    WHERE source_id = %(source)s AND object_type = 'Consultation' AND EXISTS (SELECT FROM touched)
), papers AS (
    SELECT parent_url FROM touched WHERE object_type = 'Consultation'
    UNION SELECT stations.parent_url FROM stations JOIN touched ON touched.url = stations.meeting
    UNION SELECT stations.parent_url FROM stations JOIN touched ON touched.url = stations.item
)
UPDATE oparl_importedobject paper SET needs_mapping = true FROM papers
WHERE paper.source_id = %(source)s AND paper.url = papers.parent_url
  AND paper.object_type = 'Paper' AND NOT paper.needs_mapping
"""
)
_ALSO_MEETINGS: Final = (
    _TOUCHED  # noqa: S608 - a constant
    + """
UPDATE oparl_importedobject meeting SET needs_mapping = true
FROM (SELECT DISTINCT parent_url FROM touched WHERE object_type = 'AgendaItem') item
WHERE meeting.source_id = %(source)s AND meeting.url = item.parent_url
  AND meeting.object_type = 'Meeting' AND NOT meeting.needs_mapping
"""
)
_MAPPED: Final = """
UPDATE oparl_importedobject known SET needs_mapping = false, target_id = mapped.target
FROM unnest(%s::bigint[], %s::bigint[]) AS mapped (id, target) WHERE known.id = mapped.id
"""


def map_source(source: OparlSource, *, report: Report) -> int:
    """Map what has changed since the last time; return how many objects that were."""
    mapping = _Mapping(source, report)
    return mapping.run() if mapping.bodies else 0


def map_again(source: OparlSource, *, report: Report) -> int:
    """Map everything anew from what is stored, without asking the server."""
    everything = ImportedObject.objects.filter(source=source, object_type__in=MAPPED_TYPES)
    everything.filter(needs_mapping=False).update(needs_mapping=True)
    return map_source(source, report=report)


@dataclass(slots=True)
class _Mapping:
    source: OparlSource
    report: Report
    bodies: dict[str, int] = field(init=False)
    """The body of the register for each body of the server that a person has linked."""

    shelf: Shelf = field(init=False)
    _done: int = 0

    def __post_init__(self) -> None:
        linked = self.source.bodies.filter(body__isnull=False)
        self.bodies = {row.url: row.body_id for row in linked if row.body_id is not None}
        if self.source.body_id is not None and not self.source.bodies.exists():
            self.bodies[""] = self.source.body_id  # a single list was given; it names no body
        self.shelf = Shelf(self.source)

    def run(self) -> int:
        with connection.cursor() as cursor:
            values: dict[str, Any] = {"source": self.source.pk, "bodies": list(self.bodies)}
            cursor.execute(_ALSO_MEETINGS, values)
            cursor.execute(_ALSO_PAPERS, values)
        self._each("Organization", self._map_organizations)
        self._each("Meeting", self._map_meetings)
        self._each("Paper", self._map_papers)
        parts = ImportedObject.objects.filter(
            source=self.source,
            object_type__in=("Consultation", "AgendaItem"),
            needs_mapping=True,
            body_url__in=self.bodies,
        )
        parts.update(needs_mapping=False)
        return self._done

    def _each(
        self, object_type: str, map_rows: Callable[[Sequence[StoredObject]], Sequence[int | None]]
    ) -> None:
        """Map the changed objects of a type in batches, each in one transaction."""
        waiting = ImportedObject.objects.filter(
            source=self.source, object_type=object_type, needs_mapping=True, body_url__in=self.bodies
        ).order_by("pk")
        while rows := stored(waiting[:AT_ONCE]):
            with transaction.atomic():
                targets = map_rows(rows)
                with connection.cursor() as cursor:
                    cursor.execute(_MAPPED, [[row.pk for row in rows], list(targets)])
            self._done += len(rows)
            self.report(self._done, object_type)

    # --- committees

    def _map_organizations(self, rows: Sequence[StoredObject]) -> list[int | None]:
        names = {row.pk: str(self.shelf.values(row).get("name", ""))[:500] for row in rows}
        return self._committees([(self.bodies[row.body_url], names[row.pk]) for row in rows])

    def _committees(self, named: Sequence[tuple[int, str]]) -> list[int | None]:
        wanted: dict[int, set[str]] = defaultdict(set)
        for body_id, name in named:
            if name:
                wanted[body_id].add(name)
        known = papers.store_committees(wanted)
        return [known.get((body_id, name_key(name))) for body_id, name in named]

    def _committee_ids(self, urls: Iterable[str]) -> dict[str, int]:
        found = self.shelf.by_url(urls)
        return {url: row.target_id for url, row in found.items() if row.target_id is not None}

    # --- sittings

    def _map_meetings(self, rows: Sequence[StoredObject]) -> list[int | None]:
        values = {row.pk: self.shelf.values(row) for row in rows}
        days = {row.pk: _day(values[row.pk].get("start")) for row in rows}
        committees = self._committees_of_meetings(rows, values)
        held = [row for row in rows if days[row.pk] and committees.get(row.pk) and not _is_off(row, values)]
        ids = papers.store_sittings((committees[row.pk], day) for row in held if (day := days[row.pk]))
        targets = {row.pk: ids[committees[row.pk], day] for row in held if (day := days[row.pk])}
        self._map_agendas(rows, values, targets)
        left = {row.target_id for row in rows if row.target_id and row.pk not in targets}
        papers.remove_sittings(left - self._shared(left, rows))
        return [targets.get(row.pk) for row in rows]

    def _committees_of_meetings(
        self, rows: Sequence[StoredObject], values: Mapping[int, dict[str, Any]]
    ) -> dict[int, int]:
        """Return the leading committee of each sitting; where none is named, the sitting's name is one."""
        leading = {row.pk: next(iter(values[row.pk].get("organization", [])), "") for row in rows}
        known = self._committee_ids(leading.values())
        without = [row for row in rows if leading[row.pk] not in known]
        names = [(self.bodies[row.body_url], str(values[row.pk].get("name", ""))[:500]) for row in without]
        found = {row.pk: known[leading[row.pk]] for row in rows if leading[row.pk] in known}
        named = zip(without, self._committees(names), strict=True)
        return found | {row.pk: committee for row, committee in named if committee is not None}

    def _map_agendas(
        self,
        rows: Sequence[StoredObject],
        values: Mapping[int, dict[str, Any]],
        targets: Mapping[int, int],
    ) -> None:
        """Put the items in the order of the sitting's list; those that it does not list come last."""
        items = self.shelf.objects.filter(object_type="AgendaItem", parent_url__in=[row.url for row in rows])
        of_meeting: dict[str, dict[str, dict[str, Any]]] = defaultdict(dict)
        for item in stored(items):
            if not item.is_gone:
                of_meeting[item.parent_url][item.url] = self.shelf.values(item)
        agendas: dict[int, list[papers.Item]] = {}
        for row in rows:
            if row.pk in targets:
                found = of_meeting[row.url]
                listed = [url for url in values[row.pk].get("agendaItem", []) if url in found]
                rest = sorted(found.keys() - set(listed), key=lambda url: (found[url].get("order", 0), url))
                agendas.setdefault(targets[row.pk], []).extend(_item(found[url]) for url in (*listed, *rest))
        papers.store_agendas(agendas)

    def _shared(self, ids: set[int], rows: Sequence[StoredObject]) -> set[int]:
        """Return those sittings that another object, of whatever source, has become as well."""
        others = ImportedObject.objects.filter(object_type="Meeting", target_id__in=ids)
        shared = others.exclude(pk__in=[row.pk for row in rows]).values_list("target_id", flat=True)
        return {target for target in shared if target is not None}

    # --- papers

    def _map_papers(self, rows: Sequence[StoredObject]) -> list[int | None]:
        values = {row.pk: self.shelf.values(row) for row in rows}
        way = _Way.of(self.shelf, rows, values)
        stored = papers.store_papers(
            [self._paper(row, values[row.pk], way) for row in rows], source_name=self.source.name
        )
        return list(stored)

    def _paper(self, row: StoredObject, values: Mapping[str, Any], way: "_Way") -> papers.ImportedPaper:
        stations = way.stations_of(row.url)
        result = next((each for each in reversed(stations) if each.result or each.resolution), None)
        return papers.ImportedPaper(
            paper_id=row.target_id,
            body_id=self.bodies[row.body_url],
            name=str(values.get("name", "")),
            reference=str(values.get("reference", "")),
            kind=sort_of(str(values.get("paperType", ""))),
            date=_day(values.get("date")),
            is_shown=not row.is_gone,
            stations=tuple(each.station for each in stations),
            resolution=(result.resolution,) if result and result.resolution else (),
            votes=(_vote(result.result),) if result and result.result else (),
        )


@dataclass(frozen=True, slots=True)
class _Told:
    """A station, with what its item tells of the result."""

    station: papers.Station
    result: str
    resolution: str


@dataclass(slots=True)
class _Way:
    """The stations of a batch of papers, with the sittings, items and committees they name."""

    stations: dict[str, list[_Told]]

    @classmethod
    def of(cls, shelf: Shelf, rows: Sequence[StoredObject], values: Mapping[int, dict[str, Any]]) -> "_Way":
        consultations = cls._consultations(shelf, rows, values)
        told = [each for of_paper in consultations.values() for each in of_paper]
        items = shelf.by_url(each.get("agendaItem", "") for each in told)
        item_values = {url: shelf.values(item) for url, item in items.items() if not item.is_gone}
        named = [each.get("meeting") or _meeting_of(each, item_values) for each in told]
        meetings = shelf.by_url(named)
        meeting_values = {url: shelf.values(row) for url, row in meetings.items()}
        committees = shelf.by_url(
            [url for each in [*told, *meeting_values.values()] for url in each.get("organization", [])]
        )
        names = {url: str(shelf.values(row).get("name", "")) for url, row in committees.items()}
        build = _StationBuilder(item_values, meetings, meeting_values, committees, names)
        return cls(
            {
                url: sorted(
                    filter(None, (build.told(each) for each in of_paper)),
                    key=lambda each: each.station.date or date.max,
                )
                for url, of_paper in consultations.items()
            }
        )

    @staticmethod
    def _consultations(
        shelf: Shelf, rows: Sequence[StoredObject], values: Mapping[int, dict[str, Any]]
    ) -> dict[str, list[dict[str, Any]]]:
        """Return the values of the stations of each paper: those it lists, then those that name it."""
        found = shelf.objects.filter(object_type="Consultation", parent_url__in=[row.url for row in rows])
        of_paper: dict[str, dict[str, dict[str, Any]]] = {row.url: {} for row in rows}
        for row in stored(found.order_by("url")):
            if not row.is_gone:
                of_paper[row.parent_url][row.url] = shelf.values(row)
        ordered = {}
        for row in rows:
            listed = [url for url in values[row.pk].get("consultation", []) if url in of_paper[row.url]]
            rest = [url for url in of_paper[row.url] if url not in listed]
            ordered[row.url] = [of_paper[row.url][url] for url in (*listed, *rest)]
        return ordered

    def stations_of(self, url: str) -> list[_Told]:
        return self.stations[url]


@dataclass(frozen=True, slots=True)
class _StationBuilder:
    items: Mapping[str, dict[str, Any]]
    meetings: Mapping[str, StoredObject]
    meeting_values: Mapping[str, dict[str, Any]]
    committees: Mapping[str, StoredObject]
    names: Mapping[str, str]

    def told(self, consultation: Mapping[str, Any]) -> _Told | None:
        """Return a station; None where no committee is known that could be shown."""
        item = self.items.get(str(consultation.get("agendaItem", "")), {})
        meeting_url = str(consultation.get("meeting") or _meeting_of(consultation, self.items))
        meeting = self.meeting_values.get(meeting_url, {})
        named = [*consultation.get("organization", []), *meeting.get("organization", [])]
        committee = next(
            (url for url in named if url in self.committees and self.committees[url].target_id), None
        )
        if committee is None:
            return None
        row = self.meetings.get(meeting_url)
        organization_id = self.committees[committee].target_id
        assert organization_id is not None  # noqa: S101 - chosen so above
        role = role_of(str(consultation.get("role", "")))
        is_public = item.get("public")
        station = papers.Station(
            organization_id=organization_id,
            organization_name=self.names[committee],
            meeting_id=row.target_id if row is not None else None,
            date=_day(meeting.get("start")),
            role=role,
            treatment=None
            if is_public is None
            else (Treatment.PUBLIC if is_public else Treatment.NON_PUBLIC),
            is_authoritative=bool(consultation.get("authoritative")) or role is ConsultationRole.ENTSCHEIDUNG,
        )
        is_closed = is_public is False
        return _Told(
            station,
            "" if is_closed else str(item.get("result", "")),
            "" if is_closed else str(item.get("resolutionText", "")),
        )


def _meeting_of(consultation: Mapping[str, Any], items: Mapping[str, dict[str, Any]]) -> str:
    return str(items.get(str(consultation.get("agendaItem", "")), {}).get("meeting", ""))


def _is_off(row: StoredObject, values: Mapping[int, Mapping[str, Any]]) -> bool:
    return row.is_gone or values[row.pk].get("cancelled") is True


def _day(value: object) -> date | None:
    """Return the day in Germany of a day or a moment."""
    if not isinstance(value, str):
        return None
    if len(value) == len("2026-01-31"):
        return date.fromisoformat(value)
    return datetime.fromisoformat(value).astimezone(BERLIN).date()


def _item(values: Mapping[str, Any]) -> papers.Item:
    is_public = values.get("public")
    name = "" if is_public is False else str(values.get("name", ""))
    return papers.Item(str(values.get("number", "")), " ".join(name.split()), is_public)


def _vote(text: str) -> papers.ReportedVote:
    result = result_of(text)
    return papers.ReportedVote(" ".join(text.split()), result.yes, result.no, result.abstentions)
