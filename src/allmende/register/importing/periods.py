"""The table of periods, rewritten from the dated facts in one statement."""

from django.db import connection

# All days on which something about a body changes cut its time into periods; in each of them exactly one
# name, kind and parent holds. Only what is believed today counts.
REWRITE = """
WITH name AS NOT MATERIALIZED (SELECT * FROM register_bodyname WHERE upper_inf(known)),
kind AS NOT MATERIALIZED (SELECT * FROM register_bodykind WHERE upper_inf(known)),
parent AS NOT MATERIALIZED (
    SELECT * FROM register_bodyparent WHERE upper_inf(known) AND relation = 'administrative'
),
population AS NOT MATERIALIZED (
    SELECT * FROM register_keyfigure WHERE upper_inf(known) AND kind = 'population'
),
area AS NOT MATERIALIZED (SELECT * FROM register_keyfigure WHERE upper_inf(known) AND kind = 'area'),
spell AS (
    SELECT body_id, valid FROM name
    UNION ALL SELECT body_id, valid FROM kind
    UNION ALL SELECT body_id, valid FROM parent
    UNION ALL SELECT body_id, valid FROM population
    UNION ALL SELECT body_id, valid FROM area
    UNION ALL SELECT parent.body_id, name.valid FROM parent JOIN name ON name.body_id = parent.parent_id
),
cut AS (
    SELECT body_id, lower(valid) AS day FROM spell
    UNION SELECT body_id, upper(valid) FROM spell WHERE NOT upper_inf(valid)
),
period AS (
    SELECT body_id, day, lead(day) OVER (PARTITION BY body_id ORDER BY day) AS next_day FROM cut
)
INSERT INTO register_bodyperiod (
    body_id, valid, key, ags, name, official, sort_key, folded, base, kind,
    parent_key, parent_name, population, population_date, area
)
SELECT
    body.id, daterange(period.day, period.next_day), body.key, body.ags,
    name.name, name.official, name.sort_key, name.folded, name.base, kind.kind,
    coalesce(above.key, ''), coalesce(above_name.name, ''),
    population.value, population.reference_date, area.value
FROM period
JOIN register_body body ON body.id = period.body_id
JOIN name ON name.body_id = body.id AND name.valid @> period.day
JOIN kind ON kind.body_id = body.id AND kind.valid @> period.day
LEFT JOIN parent ON parent.body_id = body.id AND parent.valid @> period.day
LEFT JOIN register_body above ON above.id = parent.parent_id
LEFT JOIN name above_name ON above_name.body_id = above.id AND above_name.valid @> period.day
LEFT JOIN population ON population.body_id = body.id AND population.valid @> period.day
LEFT JOIN area ON area.body_id = body.id AND area.valid @> period.day
"""


def rewrite_periods() -> None:
    """Make the table say what the dated facts say; readers see the old rows until the transaction ends."""
    with connection.cursor() as cursor:
        # After a large import the planner still believes in small tables and would loop for minutes.
        cursor.execute("ANALYZE register_body, register_bodyname, register_bodykind")
        cursor.execute("ANALYZE register_bodyparent, register_keyfigure")
        cursor.execute("SET LOCAL enable_nestloop = off")
        cursor.execute("DELETE FROM register_bodyperiod")
        cursor.execute(REWRITE)
        cursor.execute("SET LOCAL enable_nestloop TO DEFAULT")
        cursor.execute("ANALYZE register_bodyperiod")
