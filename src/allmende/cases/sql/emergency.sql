-- Emergency access: supervision opens one case for half an hour. The function sets the end and refuses whoever
-- still owes the review of an earlier one.

CREATE FUNCTION ctx.supervision_regions() RETURNS bigint[] LANGUAGE sql
STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(array_agg(DISTINCT region_id), '{}') FROM ctx.assignments() WHERE role = 'supervision'
$$;

CREATE FUNCTION ctx.emergency_cases() RETURNS uuid[] LANGUAGE sql
STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(array_agg(DISTINCT emergency.case_id), '{}')
    FROM fall.cases_emergencyaccess AS emergency
    JOIN ctx.assignments() AS assignment
      ON assignment.id = emergency.assignment_id AND assignment.role = 'supervision'
    JOIN fall.cases_casefile AS file ON file.id = emergency.case_id
    WHERE statement_timestamp() < emergency.until AND file.erased_at IS NULL
$$;

CREATE FUNCTION ctx.break_glass(file_number text, by_assignment bigint, told_reason text, told text)
RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    mine public.cases_assignment;
    wanted uuid;
    made bigint;
BEGIN
    SELECT * INTO mine FROM ctx.assignments() AS assignment
    WHERE assignment.id = by_assignment AND assignment.role = 'supervision';
    IF NOT FOUND THEN
        RAISE EXCEPTION 'cases: only supervision has emergency access' USING ERRCODE = 'insufficient_privilege';
    END IF;
    -- two at once would both find nothing to review
    PERFORM pg_advisory_xact_lock(hashtext('allmende emergency'), mine.user_id::int);
    PERFORM FROM fall.cases_emergencyaccess AS earlier
    JOIN public.cases_assignment AS assignment ON assignment.id = earlier.assignment_id
    WHERE assignment.user_id = mine.user_id AND earlier.result = '';
    IF FOUND THEN
        RAISE EXCEPTION 'cases: an earlier emergency access awaits its review'
            USING ERRCODE = 'object_not_in_prerequisite_state';
    END IF;
    SELECT id INTO wanted FROM fall.cases_casefile
    WHERE region_id = mine.region_id AND number = file_number AND erased_at IS NULL;
    IF NOT FOUND THEN
        RETURN NULL;
    END IF;
    INSERT INTO fall.cases_emergencyaccess
        (region_id, case_id, assignment_id, reason, explanation, opened_at, until, result, review_note)
    VALUES
        (mine.region_id, wanted, mine.id, told_reason, told, statement_timestamp(),
         statement_timestamp() + interval '30 minutes', '', '')
    RETURNING id INTO made;
    RETURN made;
END
$$;
