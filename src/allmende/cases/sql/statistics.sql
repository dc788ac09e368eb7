-- The one thing that the statistics job may ask of the planes of people: coded rows of the cases that ran on a
-- day. No name, no number of a case, no day of a month; the order is drawn anew each time, so that rows of two
-- key dates cannot be put side by side. Whoever objected to statistics is not among them.

CREATE FUNCTION ctx.rows_on(wanted bigint, key_date date)
RETURNS TABLE (number bigint, opened_in date, codes jsonb) LANGUAGE sql
STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT
        row_number() OVER (ORDER BY gen_random_uuid()),
        date_trunc('month', file.opened_on)::date,
        fact.codes || jsonb_build_object(
            'provider', organisation.name,
            'phase', CASE WHEN file.phase_since <= key_date THEN file.phase ELSE 'unbekannt' END
        )
    FROM fall.cases_casefile AS file
    JOIN public.cases_organisation AS organisation ON organisation.id = file.holder_id
    CROSS JOIN LATERAL (
        SELECT coalesce(jsonb_object_agg(known.attribute, known.code), '{}'::jsonb) AS codes
        FROM fall.cases_statusfact AS known
        WHERE known.case_id = file.id AND known.valid @> key_date AND upper_inf(known.known)
    ) AS fact
    WHERE file.region_id = wanted
      AND file.opened_on <= key_date
      AND (file.closed_on IS NULL OR file.closed_on > key_date)
      AND file.phase NOT IN ('anfrage', 'klaerung', 'abgelehnt', 'verwiesen')
      AND coalesce(fact.codes ->> 'statistics', 'ja') <> 'nein'
$$;
