-- The functions of the schema ctx that the case file asks: who leads, who takes over, what may be shared.
-- As in context.sql they run with the rights of their owner, and decide by what holds at this statement.

CREATE FUNCTION ctx.working_assignments(in_region bigint)
RETURNS SETOF public.cases_assignment LANGUAGE sql
STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    -- everybody who can work on a case of the region today, whoever asks
    SELECT assignment.*
    FROM public.cases_assignment AS assignment
    JOIN public.cases_organisation AS organisation ON organisation.id = assignment.organisation_id
    JOIN public.accounts_user AS person ON person.id = assignment.user_id AND person.is_active
    WHERE assignment.region_id = in_region
      AND assignment.role IN ('case_manager', 'deputy')
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

CREATE FUNCTION ctx.led_cases() RETURNS uuid[] LANGUAGE sql
STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(array_agg(DISTINCT member.case_id), '{}')
    FROM fall.cases_casemember AS member
    JOIN ctx.assignments() AS assignment ON assignment.id = member.assignment_id
    WHERE member.case_id = ANY ((SELECT ctx.team_cases())::uuid[])
      AND member.position = 'lead'
      AND member.valid @> (SELECT ctx.today())
$$;

CREATE FUNCTION ctx.provider_cases() RETURNS uuid[] LANGUAGE sql
STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    -- cases in whose team the person works for a charity
    SELECT coalesce(array_agg(DISTINCT member.case_id), '{}')
    FROM fall.cases_casemember AS member
    JOIN ctx.assignments() AS assignment ON assignment.id = member.assignment_id
    JOIN public.cases_organisation AS employer ON employer.id = assignment.organisation_id
    WHERE employer.kind = 'traeger'
      AND assignment.role IN ('case_manager', 'deputy')
      AND member.valid @> (SELECT ctx.today())
$$;

CREATE FUNCTION ctx.cases_with_provider_notes() RETURNS uuid[] LANGUAGE sql
STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    -- what a charity wrote is for charities, and for whoever took the case over with the person's own yes
    SELECT (SELECT ctx.provider_cases()) || coalesce(array_agg(DISTINCT transfer.case_id), '{}')
    FROM fall.cases_transfer AS transfer
    JOIN fall.cases_casefile AS file ON file.id = transfer.case_id
    WHERE transfer.case_id = ANY ((SELECT ctx.team_cases())::uuid[])
      AND transfer.to_organisation_id = file.holder_id
      AND transfer.state = 'accepted'
      AND transfer.consented_on IS NOT NULL
$$;

CREATE FUNCTION ctx.can_work(wanted bigint, in_region bigint) RETURNS boolean LANGUAGE sql
STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT EXISTS (
        SELECT FROM ctx.working_assignments(in_region) AS assignment
        WHERE assignment.id = wanted AND assignment.user_id <> (SELECT ctx.actor())
    )
$$;

CREATE FUNCTION ctx.has_namesake(by_assignment bigint, wanted bytea) RETURNS boolean LANGUAGE sql
STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    -- only yes or no, only inside the own region, only for who may open a case
    SELECT EXISTS (
        SELECT FROM ctx.assignments() AS assignment
        JOIN ident.cases_identity AS known
          ON known.region_id = assignment.region_id AND known.name_index = wanted
        WHERE assignment.id = by_assignment AND assignment.role = 'case_manager'
    )
$$;

CREATE FUNCTION ctx.namesakes() RETURNS TABLE (case_id uuid, number text, holder_id bigint, kind bytea)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    -- for supervision: heads of cases that may be about one person
    SELECT file.id, file.number, file.holder_id, known.name_index
    FROM ident.cases_identity AS known
    JOIN fall.cases_casefile AS file ON file.id = known.case_id
    WHERE file.id = ANY ((SELECT ctx.supervised_cases())::uuid[])
      AND EXISTS (
          SELECT FROM ident.cases_identity AS other
          JOIN fall.cases_casefile AS other_file ON other_file.id = other.case_id
          WHERE other.region_id = known.region_id
            AND other.name_index = known.name_index
            AND other.case_id <> known.case_id
            AND other_file.erased_at IS NULL
            AND NOT other_file.restricted
      )
    ORDER BY known.name_index, file.number
$$;

CREATE FUNCTION ctx.abandoned() RETURNS TABLE
    (case_id uuid, region_id bigint, number text, phase text, holder_id bigint, review_on date)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    -- running cases that nobody can open any more, for whoever coordinates or supervises the region
    SELECT file.id, file.region_id, file.number, file.phase, file.holder_id, file.review_on
    FROM fall.cases_casefile AS file
    WHERE file.region_id = ANY ((SELECT ctx.overview_regions())::bigint[])
      AND file.erased_at IS NULL
      AND file.phase NOT IN ('abgelehnt', 'verwiesen', 'abgeschlossen', 'gesperrt', 'geloescht')
      AND NOT EXISTS (
          SELECT FROM fall.cases_casemember AS member
          WHERE member.case_id = file.id
            AND member.valid @> (SELECT ctx.today())
            AND member.assignment_id IN (SELECT id FROM ctx.working_assignments(file.region_id))
      )
    ORDER BY file.number
$$;

CREATE FUNCTION ctx.send_deputy(of_case uuid, to_assignment bigint, why text, occasion text)
RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    file fall.cases_casefile;
    sent public.cases_assignment;
    rests text;
BEGIN
    -- whoever leads the case offers it; a case that nobody can open is offered by the region
    SELECT * INTO file FROM fall.cases_casefile AS wanted
    WHERE wanted.id = of_case
      AND (
          wanted.id = ANY (ctx.led_cases())
          OR wanted.id IN (SELECT left_alone.case_id FROM ctx.abandoned() AS left_alone)
      )
    FOR UPDATE;
    SELECT * INTO sent FROM ctx.working_assignments(file.region_id) AS assignment
    WHERE assignment.id = to_assignment AND assignment.user_id <> ctx.actor();
    IF file.id IS NULL OR sent.id IS NULL THEN
        RAISE EXCEPTION 'cases: this case cannot be handed over so' USING ERRCODE = 'insufficient_privilege';
    END IF;
    INSERT INTO fall.cases_casemember
        (region_id, case_id, assignment_id, position, valid, reason, added_by_id)
    SELECT file.region_id, file.id, sent.id, 'deputy', daterange(ctx.today(), NULL), why, ctx.actor()
    WHERE NOT EXISTS (
        SELECT FROM fall.cases_casemember AS member
        WHERE member.case_id = file.id AND member.assignment_id = sent.id
          AND member.valid && daterange(ctx.today(), NULL)
    );
    IF sent.organisation_id = file.holder_id THEN
        RETURN file.number;
    END IF;
    UPDATE fall.cases_transfer
    SET state = 'declined', decided_on = ctx.today(), decided_by_id = ctx.actor()
    WHERE case_id = file.id AND state = 'open';
    INSERT INTO fall.cases_transfer
        (region_id, case_id, from_organisation_id, to_organisation_id, reason, state, asked_on, asked_by_id)
    VALUES
        (file.region_id, file.id, file.holder_id, sent.organisation_id, occasion, 'open', ctx.today(),
         ctx.actor());
    rests := CASE WHEN file.phase IN ('ruht', 'uebergabe') THEN file.resting_from ELSE file.phase END;
    UPDATE fall.cases_casefile
    SET phase = 'uebergabe', phase_since = ctx.today(), resting_from = rests
    WHERE id = file.id;
    INSERT INTO fall.cases_phasechange (region_id, case_id, phase, since, changed_at, changed_by_id, reason_sealed)
    VALUES (file.region_id, file.id, 'uebergabe', ctx.today(), statement_timestamp(), ctx.actor(), '');
    RETURN file.number;
END
$$;

CREATE FUNCTION ctx.settle_transfer(of_case uuid, is_accepted boolean, consented date)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    offered fall.cases_transfer;
    mine bigint;
    back text;
BEGIN
    SELECT * INTO offered FROM fall.cases_transfer
    WHERE case_id = of_case AND state = 'open' AND case_id = ANY (ctx.team_cases())
    FOR UPDATE;
    SELECT member.id INTO mine
    FROM fall.cases_casemember AS member
    JOIN ctx.assignments() AS assignment ON assignment.id = member.assignment_id
    WHERE member.case_id = of_case
      AND member.valid @> ctx.today()
      AND assignment.organisation_id = offered.to_organisation_id
      AND assignment.role IN ('case_manager', 'deputy')
    LIMIT 1;
    IF offered.id IS NULL OR mine IS NULL THEN
        RAISE EXCEPTION 'cases: there is nothing to accept' USING ERRCODE = 'insufficient_privilege';
    END IF;
    UPDATE fall.cases_transfer
    SET state = CASE WHEN is_accepted THEN 'accepted' ELSE 'declined' END, decided_on = ctx.today(),
        decided_by_id = ctx.actor(), consented_on = CASE WHEN is_accepted THEN consented END
    WHERE id = offered.id;
    SELECT coalesce(nullif(resting_from, ''), 'aufnahme') INTO back FROM fall.cases_casefile WHERE id = of_case;
    UPDATE fall.cases_casefile
    SET phase = back, phase_since = ctx.today(), resting_from = '',
        holder_id = CASE WHEN is_accepted THEN offered.to_organisation_id ELSE holder_id END
    WHERE id = of_case;
    INSERT INTO fall.cases_phasechange (region_id, case_id, phase, since, changed_at, changed_by_id, reason_sealed)
    VALUES (offered.region_id, of_case, back, ctx.today(), statement_timestamp(), ctx.actor(), '');
    -- the team that handed over leaves with today; whoever accepted leads, whoever declined leaves
    UPDATE fall.cases_casemember AS member
    SET valid = daterange(lower(member.valid), greatest(ctx.today(), lower(member.valid) + 1))
    FROM public.cases_assignment AS assignment
    WHERE assignment.id = member.assignment_id
      AND member.case_id = of_case
      AND (upper_inf(member.valid) OR upper(member.valid) > ctx.today())
      AND CASE
          WHEN is_accepted THEN assignment.organisation_id <> offered.to_organisation_id
          ELSE member.id = mine
      END;
    IF is_accepted THEN
        UPDATE fall.cases_casemember SET position = 'lead', valid = daterange(lower(valid), NULL)
        WHERE id = mine;
    END IF;
END
$$;

CREATE FUNCTION ctx.received_shares() RETURNS uuid[] LANGUAGE sql
STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(array_agg(DISTINCT share.id), '{}')
    FROM fall.cases_share AS share
    JOIN fall.cases_dataconsent AS consent ON consent.id = share.consent_id
    JOIN fall.cases_casefile AS file ON file.id = share.case_id
    JOIN ctx.assignments() AS assignment ON assignment.organisation_id = share.recipient_id
    WHERE assignment.role IN ('foreigners_office', 'partner', 'case_manager')
      AND share.ended_on IS NULL
      AND share.until >= (SELECT ctx.today())
      AND consent.revoked_on IS NULL
      AND consent.until >= (SELECT ctx.today())
      AND file.erased_at IS NULL
      -- whatever was written: nobody who works for the foreigners' office reads the residence strategy
      AND NOT (assignment.role = 'foreigners_office' AND 5 = ANY (share.data_classes))
$$;

CREATE FUNCTION ctx.received_cases() RETURNS uuid[] LANGUAGE sql
STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(array_agg(DISTINCT case_id), '{}')
    FROM fall.cases_share WHERE id = ANY ((SELECT ctx.received_shares())::uuid[])
$$;

CREATE FUNCTION ctx.may_share(
    of_case uuid, by_consent bigint, to_recipient bigint, classes smallint[], last_day date, by_provider boolean
)
RETURNS boolean LANGUAGE sql
STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    -- `domain.sharing` says the same in Python, with reasons; a test compares both
    SELECT EXISTS (
        SELECT FROM fall.cases_dataconsent AS consent
        JOIN fall.cases_casefile AS file ON file.id = consent.case_id
        JOIN public.cases_organisation AS holder ON holder.id = file.holder_id
        JOIN public.cases_organisation AS receiver
          ON receiver.id = consent.recipient_id AND receiver.region_id = file.region_id
        WHERE consent.id = by_consent
          AND consent.case_id = of_case
          AND consent.kind = 'share'
          AND consent.recipient_id = to_recipient
          AND consent.revoked_on IS NULL
          AND (SELECT ctx.today()) BETWEEN consent.given_on AND consent.until
          AND last_day BETWEEN (SELECT ctx.today()) AND consent.until
          AND last_day <= (SELECT ctx.today()) + 184
          AND classes::int[] <@ consent.data_classes::int[]
          AND NOT (receiver.kind = 'abh' AND 5 = ANY (classes))
          AND NOT (
              receiver.kind <> 'traeger'
              AND (by_provider OR holder.kind = 'traeger')
              AND classes && '{3,4,5}'::smallint[]
          )
    )
$$;
