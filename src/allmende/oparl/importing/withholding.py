"""Take back from the stage what must not be kept, though it came in a list of its own.

A non-public item names its files, a person names an address. Neither is read there (repair.py); but the
server may list the same file or place once more. Then nothing is kept of them but that they exist. The same
holds for an item that says in one place that it is not public, and tells its name in another.
"""

from typing import Any, Final

from django.db.backends.utils import CursorWrapper

from allmende.oparl.importing.repair import KEPT_OF_NON_PUBLIC, WITHHELD

# Another object shows the same file or place openly: a paper, a sitting, the body.
_SHOWN_ELSEWHERE: Final = """
DELETE FROM oparl_stagedobject mark USING oparl_stagedobject open
WHERE mark.run_id = %(run)s AND mark.raw ? %(mark)s AND open.run_id = %(run)s AND open.url = mark.url
  AND NOT open.is_own AND NOT open.raw ? %(mark)s
"""

_CLOSED: Final = """
CREATE TEMP TABLE oparl_closed AS
SELECT url FROM oparl_stagedobject
WHERE run_id = %(run)s AND object_type = 'AgendaItem' AND raw ->> 'public' = 'false'
UNION SELECT staged.url FROM oparl_stagedobject staged
JOIN oparl_importedobject known ON known.source_id = %(source)s AND known.url = staged.url
WHERE staged.run_id = %(run)s AND staged.object_type = 'AgendaItem'
  AND 'false' IN (known.own_raw ->> 'public', known.inner_raw ->> 'public')
  AND NOT EXISTS (SELECT FROM oparl_stagedobject open WHERE open.run_id = %(run)s AND open.url = staged.url
                  AND open.raw ->> 'public' = 'true')
"""

_WITHHELD: Final = """
CREATE TEMP TABLE oparl_withheld AS
WITH closed AS MATERIALIZED (SELECT url FROM oparl_closed
), named AS MATERIALIZED (
    SELECT file.url, item.url AS item FROM oparl_stagedobject file,
        jsonb_path_query(file.raw, '$.agendaItem[*]') AS said, LATERAL (SELECT said #>> '{}' AS url) item
    WHERE file.run_id = %(run)s AND file.object_type = 'File'
    UNION SELECT file.url, item.url FROM oparl_importedobject file,
        jsonb_path_query(coalesce(file.own_raw, file.inner_raw), '$.agendaItem[*]') AS said,
        LATERAL (SELECT said #>> '{}' AS url) item
    WHERE file.source_id = %(source)s AND file.object_type = 'File' AND EXISTS (SELECT FROM closed)
)
SELECT mark.url FROM oparl_stagedobject mark
LEFT JOIN oparl_importedobject known ON known.source_id = %(source)s AND known.url = mark.url
WHERE mark.run_id = %(run)s AND mark.raw ? %(mark)s
  AND (mark.object_type = 'File' OR known.inner_raw IS NULL OR known.inner_raw ? %(mark)s)
UNION SELECT staged.url FROM oparl_stagedobject staged
JOIN oparl_importedobject known ON known.source_id = %(source)s AND known.url = staged.url
WHERE staged.run_id = %(run)s AND staged.object_type IN ('File', 'Location') AND known.inner_raw ? %(mark)s
  AND NOT EXISTS (SELECT FROM oparl_stagedobject open WHERE open.run_id = %(run)s AND open.url = staged.url
                  AND NOT open.is_own AND NOT open.raw ? %(mark)s)
UNION SELECT named.url FROM named JOIN closed ON closed.url = named.item
UNION SELECT file #>> '{}' FROM oparl_stagedobject item JOIN closed USING (url),
    jsonb_path_query(item.raw, '$.keyvalue() ? (@.key == "auxiliaryFile" || @.key == "resolutionFile")
        .value[*]') AS file WHERE item.run_id = %(run)s
UNION SELECT named.url FROM named JOIN oparl_importedobject known
    ON known.source_id = %(source)s AND known.url = named.item AND known.object_type = 'AgendaItem'
WHERE (coalesce(known.inner_raw, '{}') || coalesce(known.own_raw, '{}')) ->> 'public' = 'false'
  AND NOT EXISTS (SELECT FROM oparl_stagedobject item WHERE item.run_id = %(run)s AND item.url = named.item
                  AND item.raw ->> 'public' IS DISTINCT FROM 'false')
"""

_IN_STAGE: Final = """
UPDATE oparl_stagedobject staged SET links = '{}', issues = '{}',
    raw = jsonb_build_object('id', staged.url, 'type', staged.raw -> 'type', %(mark)s::text, true)
FROM oparl_withheld WHERE staged.run_id = %(run)s AND staged.url = oparl_withheld.url
"""

_KEPT_BEFORE: Final = """
UPDATE oparl_importedobject known SET inner_raw = NULL,
    own_raw = jsonb_build_object('id', known.url, 'type', coalesce(known.own_raw, known.inner_raw) -> 'type',
                                 %(mark)s::text, true)
FROM oparl_withheld WHERE known.source_id = %(source)s AND known.url = oparl_withheld.url
  AND (known.own_raw IS NOT NULL AND NOT known.own_raw ? %(mark)s
       OR known.inner_raw IS NOT NULL AND NOT known.inner_raw ? %(mark)s)
"""

_BARE: Final = """(
    SELECT jsonb_object_agg(key, value) FROM jsonb_each({raw} || '{{"public": false}}')
    WHERE key = ANY(%(bare)s)
)"""
_SAYS_MORE: Final = "EXISTS (SELECT FROM jsonb_object_keys({raw}) key WHERE key <> ALL(%(bare)s))"

_ITEMS_IN_STAGE: Final = f"""
UPDATE oparl_stagedobject staged SET links = '{{}}', raw = {_BARE.format(raw="staged.raw")}
FROM oparl_closed WHERE staged.run_id = %(run)s AND staged.url = oparl_closed.url
  AND {_SAYS_MORE.format(raw="staged.raw")}
"""  # noqa: S608 - constants

_ITEMS_KEPT_BEFORE: Final = [
    f"""
UPDATE oparl_importedobject known SET needs_mapping = true, {raw} = {_BARE.format(raw=f"known.{raw}")}
FROM oparl_closed WHERE known.source_id = %(source)s AND known.url = oparl_closed.url
  AND {_SAYS_MORE.format(raw=f"known.{raw}")}
"""  # noqa: S608 - constants
    for raw in ("own_raw", "inner_raw")
]

_FORMER_VERSIONS: Final = """
DELETE FROM oparl_objectversion version USING oparl_importedobject known, oparl_withheld
WHERE version.imported_object_id = known.id AND known.source_id = %(source)s
  AND known.url = oparl_withheld.url
"""


_ITEM_VERSIONS: Final = """
DELETE FROM oparl_objectversion version USING oparl_importedobject known, oparl_closed
WHERE version.imported_object_id = known.id AND known.source_id = %(source)s AND known.url = oparl_closed.url
"""


def withhold(cursor: CursorWrapper, values: dict[str, Any]) -> None:
    """Empty what must not be kept, in the stage and in what former runs kept of files and places."""
    values = _with_constants(values)
    for statement in (_CLOSED, _SHOWN_ELSEWHERE, _WITHHELD, _IN_STAGE, _KEPT_BEFORE, _FORMER_VERSIONS):
        cursor.execute(statement, values)
    cursor.execute(_ITEMS_IN_STAGE, values)
    cursor.execute("DROP TABLE oparl_withheld")


def forget_closed_items(cursor: CursorWrapper, values: dict[str, Any]) -> None:
    """Empty what is still kept of items that are not public; once the stage has been taken over."""
    for statement in (*_ITEMS_KEPT_BEFORE, _ITEM_VERSIONS):
        cursor.execute(statement, _with_constants(values))
    cursor.execute("DROP TABLE oparl_closed")


def _with_constants(values: dict[str, Any]) -> dict[str, Any]:
    return {**values, "mark": WITHHELD, "bare": list(KEPT_OF_NON_PUBLIC)}
