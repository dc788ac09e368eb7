-- The functions of the schema ctx: who asks, proven by a signature, and which cases that opens today.
--
-- They run with the rights of their owner, who alone may read assignments, agreements and the signing key; the
-- search path is set, or a temporary table could stand in. statement_timestamp() and not the time of the
-- transaction: what ended is closed for the next statement.

CREATE FUNCTION ctx.today() RETURNS date LANGUAGE sql
STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT (statement_timestamp() AT TIME ZONE 'Europe/Berlin')::date
$$;

CREATE FUNCTION ctx.place() RETURNS text LANGUAGE sql
STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    -- which transaction on which connection: sessions of one role can read each other's statements
    SELECT pg_backend_pid() || '.' || (extract(epoch FROM transaction_timestamp()) * 1000000)::bigint
$$;

CREATE FUNCTION ctx.actor() RETURNS bigint LANGUAGE plpgsql
STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    token text := current_setting('allmende.actor', true);
    part text[];
BEGIN
    IF token IS NULL OR token !~ '^[0-9]{1,18}[|][0-9]{1,12}[|][0-9a-f]{64}$' THEN
        RETURN NULL;
    END IF;
    part := string_to_array(token, '|');
    IF part[2]::bigint <= extract(epoch FROM statement_timestamp()) THEN
        RETURN NULL;
    END IF;
    -- HMAC-SHA256 (RFC 2104) by the two pads: the embedded server has no pgcrypto
    PERFORM FROM ctx.signing_key
    WHERE encode(
        sha256(
            outer_pad
            || sha256(inner_pad || convert_to(part[1] || '|' || part[2] || '|' || ctx.place(), 'UTF8'))
        ),
        'hex'
    ) = part[3];
    IF FOUND THEN
        RETURN part[1]::bigint;
    END IF;
    RETURN NULL;
END
$$;

CREATE FUNCTION ctx.assignments() RETURNS SETOF public.cases_assignment LANGUAGE sql
STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT assignment.*
    FROM public.cases_assignment AS assignment
    JOIN public.cases_organisation AS organisation ON organisation.id = assignment.organisation_id
    JOIN public.accounts_user AS person ON person.id = assignment.user_id AND person.is_active
    WHERE assignment.user_id = (SELECT ctx.actor())
      AND assignment.valid @> (SELECT ctx.today())
      AND (
          organisation.kind <> 'traeger'
          OR EXISTS (
              SELECT FROM public.cases_agreement AS agreement
              JOIN public.funding_forwarding AS forwarding ON forwarding.id = agreement.forwarding_id
              WHERE agreement.organisation_id = organisation.id
                AND agreement.valid @> (SELECT ctx.today())
                AND forwarding.valid @> (SELECT ctx.today())
          )
      )
$$;

CREATE FUNCTION ctx.regions() RETURNS bigint[] LANGUAGE sql
STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(array_agg(DISTINCT region_id), '{}') FROM ctx.assignments()
$$;

CREATE FUNCTION ctx.overview_regions() RETURNS bigint[] LANGUAGE sql
STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(array_agg(DISTINCT region_id), '{}') FROM ctx.assignments()
    WHERE role IN ('supervision', 'coordination')
$$;

CREATE FUNCTION ctx.team_cases() RETURNS uuid[] LANGUAGE sql
STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(array_agg(DISTINCT member.case_id), '{}')
    FROM fall.cases_casemember AS member
    JOIN ctx.assignments() AS assignment ON assignment.id = member.assignment_id
    JOIN fall.cases_casefile AS file ON file.id = member.case_id
    WHERE assignment.role IN ('case_manager', 'deputy')
      AND member.valid @> (SELECT ctx.today())
      AND file.erased_at IS NULL
$$;

CREATE FUNCTION ctx.supervised_cases() RETURNS uuid[] LANGUAGE sql
STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(array_agg(file.id), '{}')
    FROM fall.cases_casefile AS file
    WHERE file.region_id IN (SELECT region_id FROM ctx.assignments() WHERE role = 'supervision')
      AND NOT file.restricted
      AND file.erased_at IS NULL
$$;

CREATE FUNCTION ctx.is_mine(wanted bigint) RETURNS boolean LANGUAGE sql
STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT EXISTS (
        SELECT FROM public.cases_assignment WHERE id = wanted AND user_id = (SELECT ctx.actor())
    )
$$;

CREATE FUNCTION ctx.open_case(file_id uuid, by_assignment bigint, opened date)
RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    mine public.cases_assignment;
    year text := to_char(opened, 'YYYY');
    given text;
BEGIN
    SELECT * INTO mine FROM ctx.assignments() AS assignment
    WHERE assignment.id = by_assignment AND assignment.role = 'case_manager';
    IF NOT FOUND THEN
        RAISE EXCEPTION 'cases: only a case manager opens a case' USING ERRCODE = 'insufficient_privilege';
    END IF;
    -- one number after the other for a region and a year; whoever opens at the same moment waits
    PERFORM pg_advisory_xact_lock(hashtext('allmende case number'), mine.region_id::int);
    SELECT year || '-' || lpad((coalesce(max(substr(number, 6)::int), 0) + 1)::text, 4, '0') INTO given
    FROM fall.cases_casefile
    WHERE region_id = mine.region_id AND number ~ ('^' || year || '-[0-9]{4,8}$');
    INSERT INTO fall.cases_casefile
        (id, region_id, holder_id, number, phase, phase_since, resting_from, opened_on, closure_reason,
         legal_basis, restricted)
    VALUES
        (file_id, mine.region_id, mine.organisation_id, given, 'anfrage', opened, '', opened, '', '',
         false);
    INSERT INTO fall.cases_casemember
        (region_id, case_id, assignment_id, position, valid, reason, added_by_id)
    VALUES
        (mine.region_id, file_id, mine.id, 'lead', daterange(opened, NULL), 'Fall eröffnet', mine.user_id);
    RETURN given;
END
$$;
