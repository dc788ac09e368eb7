"""Compare what a run has read with what is known, and take over what differs: in SQL, in one transaction.

Waiting for the end of a run makes it independent of the order of lists and pages, and of how often an object
appears: its newest own form wins, embedded forms are put together, ties are broken by content. What did not
change is not written.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import connection, transaction

from allmende.oparl.importing.domain import FULL_CRAWLS_UNTIL_MISSING, MAPPED_TYPES
from allmende.oparl.importing.withholding import forget_closed_items, withhold
from allmende.oparl.models import ImportRun

MANY: Final = 1000
"""So many new objects make what the planner knows of the table worthless."""

_FOUND = """
CREATE TEMP TABLE oparl_found AS
WITH own AS (
    SELECT DISTINCT ON (url) *
    FROM oparl_stagedobject WHERE run_id = %(run)s AND is_own
    ORDER BY url, modified DESC NULLS LAST, is_deleted, raw DESC
), embedded AS (
    SELECT url, count(*) AS forms, min(object_type) AS object_type, min(body_url) AS body_url,
           max(modified) AS modified, bool_and(is_deleted) AS is_deleted,
           max(parent_url) AS parent_url, (array_agg(raw ORDER BY raw))[1] AS raw,
           (array_agg(id ORDER BY modified DESC NULLS LAST, raw DESC))[1] AS newest
    FROM oparl_stagedobject WHERE run_id = %(run)s AND NOT is_own GROUP BY url
), joined AS (
    SELECT url, jsonb_object_agg(part.key, part.value ORDER BY form.modified NULLS FIRST, form.raw) AS raw
    FROM oparl_stagedobject form JOIN embedded USING (url), jsonb_each(form.raw) part
    WHERE form.run_id = %(run)s AND NOT form.is_own AND embedded.forms > 1 GROUP BY url
), seen AS (
    SELECT coalesce(own.url, embedded.url) AS url,
           coalesce(own.object_type, embedded.object_type) AS object_type,
           coalesce(own.body_url, embedded.body_url) AS body_url,
           coalesce(nullif(own.parent_url, ''), embedded.parent_url, '') AS parent_url,
           own.raw AS own_raw,
           coalesce(joined.raw, embedded.raw) AS inner_raw,
           coalesce(own.modified, embedded.modified) AS modified,
           coalesce(own.is_deleted, embedded.is_deleted) AS is_deleted,
           coalesce(own.is_listed, true) OR embedded.url IS NOT NULL AS is_listed,
           coalesce(own.links, '{}') || coalesce(newest.links, '{}') AS links,
           coalesce(own.issues, '{}') || coalesce(newest.issues, '{}') AS issues
    FROM own FULL JOIN embedded USING (url) LEFT JOIN joined USING (url)
         LEFT JOIN oparl_stagedobject newest ON newest.id = embedded.newest
)
SELECT seen.*, known.id AS known_id,
       known.id IS NOT NULL AND (
           NOT seen.is_deleted AND seen.own_raw IS NOT NULL
               AND (seen.own_raw - 'modified') IS DISTINCT FROM (known.own_raw - 'modified')
           OR NOT seen.is_deleted AND seen.inner_raw IS NOT NULL
               AND (seen.inner_raw - 'modified') IS DISTINCT FROM (known.inner_raw - 'modified')
       ) AS is_changed,
       known.id IS NOT NULL AND (known.is_deleted <> seen.is_deleted OR known.missed_crawls > 0)
           AS is_other_state,
       known.id IS NOT NULL AND seen.modified > known.modified AS is_later
FROM seen LEFT JOIN oparl_importedobject known ON known.source_id = %(source)s AND known.url = seen.url
"""

# What became a row of papers stays of its type: the row would be taken for one of another table.
_OF_OTHER_TYPE = """
DELETE FROM oparl_found found USING oparl_importedobject known
WHERE known.id = found.known_id AND known.object_type <> found.object_type AND known.target_id IS NOT NULL
RETURNING found.url, found.object_type
"""

_KEEP_FORMER = """
INSERT INTO oparl_objectversion (imported_object_id, raw, replaced_run_id, replaced_at)
SELECT known.id, coalesce(known.inner_raw, '{}') || coalesce(known.own_raw, '{}'), %(run)s, %(at)s
FROM oparl_found found JOIN oparl_importedobject known ON known.id = found.known_id
WHERE found.is_changed
"""

_CHANGE = """
UPDATE oparl_importedobject known SET
    own_raw = CASE WHEN found.is_deleted THEN known.own_raw ELSE coalesce(found.own_raw, known.own_raw) END,
    inner_raw = CASE WHEN found.is_deleted THEN known.inner_raw
                     ELSE coalesce(found.inner_raw, known.inner_raw) END,
    object_type = found.object_type,
    body_url = coalesce(nullif(found.body_url, ''), known.body_url),
    modified = coalesce(found.modified, known.modified), is_deleted = found.is_deleted,
    parent_url = coalesce(nullif(found.parent_url, ''), known.parent_url),
    is_listed = known.is_listed OR found.is_listed, missed_crawls = 0,
    changed_run_id = %(run)s, needs_mapping = found.object_type = ANY(%(mapped)s)
FROM oparl_found found
WHERE known.id = found.known_id AND (found.is_changed OR found.is_other_state)
"""

_ADD = """
INSERT INTO oparl_importedobject (source_id, url, object_type, body_url, parent_url, own_raw, inner_raw,
    modified, is_deleted, is_listed, missed_crawls, first_run_id, changed_run_id, needs_mapping)
SELECT %(source)s, url, object_type, body_url, parent_url, own_raw, inner_raw, modified, is_deleted,
    is_listed, 0, %(run)s, %(run)s, object_type = ANY(%(mapped)s)
FROM oparl_found WHERE known_id IS NULL
"""

_TOUCHED = """
CREATE TEMP TABLE oparl_touched AS
SELECT known.id, found.url, found.links, found.issues, found.known_id IS NULL AS is_new
FROM oparl_found found
JOIN oparl_importedobject known ON known.source_id = %(source)s AND known.url = found.url
WHERE found.known_id IS NULL OR found.is_changed OR found.is_other_state
"""

_FINDINGS = """
INSERT INTO oparl_sourcefinding (source_id, run_id, code, url, detail, found_at)
SELECT DISTINCT %(source)s, %(run)s, left(split_part(issue, E'\\t', 1), 40), url,
       split_part(issue, E'\\t', 2), %(at)s::timestamptz
FROM oparl_touched, unnest(issues) issue
ON CONFLICT DO NOTHING
"""

_FORGET_FINDINGS = """
DELETE FROM oparl_sourcefinding finding USING oparl_touched touched
WHERE finding.source_id = %(source)s AND finding.url = touched.url AND NOT touched.is_new
  AND finding.code || E'\\t' || finding.detail <> ALL (touched.issues)
"""

_FORGET_GAPS = """
DELETE FROM oparl_gap gap USING oparl_touched touched
WHERE gap.imported_object_id = touched.id AND NOT touched.is_new
  AND gap.property || E'\\t' || gap.target_type || E'\\t' || gap.target_url <> ALL (touched.links)
"""

_GAPS = """
INSERT INTO oparl_gap (source_id, imported_object_id, property, target_type, target_url, is_dangling)
SELECT DISTINCT %(source)s, touched.id, split_part(link, E'\\t', 1), split_part(link, E'\\t', 2),
       split_part(link, E'\\t', 3), false
FROM oparl_touched touched, unnest(links) link
WHERE NOT EXISTS (SELECT FROM oparl_importedobject target WHERE target.source_id = %(source)s
                  AND target.url = split_part(link, E'\\t', 3))
ON CONFLICT DO NOTHING
"""

_CLOSE_GAPS = """
DELETE FROM oparl_gap gap USING oparl_touched touched
WHERE gap.source_id = %(source)s AND touched.is_new AND gap.target_url = touched.url
"""

_COUNTS = """
SELECT count(*) FILTER (WHERE known_id IS NULL),
       count(*) FILTER (WHERE is_changed AND NOT is_deleted),
       count(*) FILTER (WHERE is_deleted AND (known_id IS NULL OR is_other_state)),
       count(*) FILTER (WHERE known_id IS NOT NULL AND is_later AND NOT is_changed AND NOT is_other_state),
       count(*) FILTER (WHERE known_id IS NOT NULL AND is_later)
FROM oparl_found
"""

_MISSED = """
UPDATE oparl_importedobject known SET missed_crawls = missed_crawls + 1,
    needs_mapping = needs_mapping OR missed_crawls + 1 = %(limit)s AND object_type = ANY(%(mapped)s)
WHERE source_id = %(source)s AND object_type = ANY(%(types)s) AND body_url = ANY(%(bodies)s)
  AND is_listed AND NOT is_deleted AND missed_crawls < %(limit)s
  AND NOT EXISTS (SELECT FROM oparl_found found WHERE found.url = known.url)
RETURNING url, own_raw IS NOT NULL, missed_crawls
"""


@dataclass(frozen=True, slots=True)
class Merged:
    """What a run brought; `restamped` of `later` objects only claim to have changed."""

    new: int
    changed: int
    deleted: int
    restamped: int
    later: int
    missed: tuple[tuple[str, bool, int], ...] = ()
    """Address, whether it stood on its own, and how many full crawls have missed it by now."""

    other_types: tuple[tuple[str, str], ...] = ()
    """Address and new type of objects that cannot change their type any more; they were passed over."""


@transaction.atomic
def merge(
    run: ImportRun, *, at: datetime, covered_types: Collection[str], covered_bodies: Collection[str]
) -> Merged:
    """Take over what the run has staged and empty the stage.

    `covered_types` of `covered_bodies` were read completely: what is known and was not seen, is missed.
    """
    values: dict[str, Any] = {"run": run.pk, "source": run.source_id, "at": at, "mapped": [*MAPPED_TYPES]}
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE oparl_stagedobject")
        withhold(cursor, values)
        cursor.execute(_FOUND, values)
        cursor.execute(_OF_OTHER_TYPE)
        other_types = tuple(cursor.fetchall())
        cursor.execute("CREATE INDEX ON oparl_found (url)")
        cursor.execute("ANALYZE oparl_found")
        cursor.execute(_COUNTS)
        counts = cursor.fetchone()
        for statement in (_KEEP_FORMER, _CHANGE, _ADD, _TOUCHED):
            cursor.execute(statement, values)
        if counts[0] >= MANY:
            cursor.execute("ANALYZE oparl_importedobject")
        cursor.execute("CREATE INDEX ON oparl_touched (url)")
        cursor.execute("ANALYZE oparl_touched")
        forget_closed_items(cursor, values)
        for statement in (_FORGET_FINDINGS, _FINDINGS, _FORGET_GAPS, _GAPS, _CLOSE_GAPS):
            cursor.execute(statement, values)
        missed: list[Any] = []
        if covered_types:
            cursor.execute(
                _MISSED,
                {
                    **values,
                    "types": list(covered_types),
                    "bodies": list(covered_bodies),
                    "limit": FULL_CRAWLS_UNTIL_MISSING,
                },
            )
            missed = cursor.fetchall()
        cursor.execute("DELETE FROM oparl_stagedobject WHERE run_id = %(run)s", values)
        cursor.execute("DROP TABLE oparl_found, oparl_touched")
    new, changed, deleted, restamped, later = counts
    return Merged(new, changed, deleted, restamped, later, tuple(missed), other_types)
