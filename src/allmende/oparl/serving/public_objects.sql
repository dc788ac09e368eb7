-- Which objects are public, and since when they are as they are.
--
-- What was read from another server (is_imported) is public there and is not published a second time here.
--
-- Triggers note what a statement touches, also bulk statements and SQL typed by hand (oparl_note).
-- Whoever is about to answer first settles what was noted (oparl_settle). So an object gets its time after
-- the change was committed, one settling after the other: a transaction that commits late cannot put a change
-- behind the place up to which a client has read.

CREATE SEQUENCE oparl_revision;

-- What one settling works on; emptied in the same transaction.
CREATE UNLOGGED TABLE oparl_work (
  kind text,
  key bigint,
  is_changed boolean NOT NULL,
  body bigint,          -- whose it is, NULL if it is not public
  organization bigint,
  is_looked_at boolean NOT NULL DEFAULT false,
  PRIMARY KEY (kind, key)
);

-- Arguments: pairs of kind and column; "Paper?" only looks again whether the paper is public.
CREATE FUNCTION oparl_note() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  pair integer;
  source text;
  noted text;
BEGIN
  IF NOT EXISTS (SELECT FROM oparl_publication) THEN RETURN NULL; END IF;
  FOR pair IN 0 .. TG_NARGS / 2 - 1 LOOP
    noted := TG_ARGV[pair * 2];
    FOREACH source IN ARRAY CASE TG_OP
      WHEN 'INSERT' THEN ARRAY['new_rows'] WHEN 'DELETE' THEN ARRAY['old_rows']
      ELSE ARRAY['new_rows', 'old_rows'] END
    LOOP
      EXECUTE format(
        'INSERT INTO oparl_touchedobject (kind, key, is_changed)
         SELECT DISTINCT %L, %2$I, %3$L::boolean FROM %4$I WHERE %2$I IS NOT NULL',
        rtrim(noted, '?'), TG_ARGV[pair * 2 + 1], noted NOT LIKE '%?', source);
    END LOOP;
  END LOOP;
  RETURN NULL;
END $$;

CREATE FUNCTION oparl_watch(watched text, VARIADIC pairs text[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  arguments text := (SELECT string_agg(quote_literal(word), ', ') FROM unnest(pairs) word);
BEGIN
  EXECUTE format('CREATE TRIGGER oparl_inserted AFTER INSERT ON %I REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION oparl_note(%s)', watched, arguments);
  EXECUTE format('CREATE TRIGGER oparl_deleted AFTER DELETE ON %I REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION oparl_note(%s)', watched, arguments);
  EXECUTE format('CREATE TRIGGER oparl_updated AFTER UPDATE ON %I
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION oparl_note(%s)', watched, arguments);
END $$;

CREATE FUNCTION oparl_note_everything() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO oparl_touchedobject (kind, key, is_changed)
  VALUES ('Everything', coalesce(NEW.body_id, OLD.body_id), true);
  RETURN NULL;
END $$;

CREATE TRIGGER oparl_switched AFTER INSERT OR DELETE OR UPDATE OF state ON oparl_publication
  FOR EACH ROW EXECUTE FUNCTION oparl_note_everything();
SELECT oparl_watch('oparl_publication', 'Body', 'body_id');
SELECT oparl_watch('papers_paper', 'Paper', 'id');
SELECT oparl_watch('papers_file', 'File', 'id', 'Paper', 'paper_id');
SELECT oparl_watch('papers_decision', 'Paper', 'paper_id');
SELECT oparl_watch('papers_decisionitem', 'PaperOfDecision', 'decision_id');
SELECT oparl_watch('papers_paperreference', 'Paper', 'paper_id', 'Paper', 'target_id');
SELECT oparl_watch('papers_consultation', 'Consultation', 'id', 'Paper', 'paper_id',
                   'Organization?', 'organization_id', 'Meeting?', 'meeting_id');
SELECT oparl_watch('papers_organization', 'Organization', 'id');
SELECT oparl_watch('papers_meeting', 'Meeting', 'id', 'Organization?', 'organization_id');
SELECT oparl_watch('papers_agendaitem', 'AgendaItem', 'id', 'Agenda', 'meeting_id');
SELECT oparl_watch('oparl_person', 'Person', 'id');
SELECT oparl_watch('oparl_mandate', 'Membership', 'id', 'Person', 'person_id', 'Organization', 'organization_id');
SELECT oparl_watch('oparl_legislativeterm', 'LegislativeTerm', 'id', 'Body', 'body_id');
SELECT oparl_watch('oparl_location', 'Location', 'id', 'Body', 'body_id');

SELECT oparl_watch('joint_decisions_jointdecision', 'Matter', 'id');
SELECT oparl_watch('joint_decisions_partnerdecision', 'MatterOfPartner', 'partner_id', 'Paper', 'paper_id');

CREATE FUNCTION oparl_is_open(_body bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT FROM oparl_publication WHERE body_id = _body AND state <> 'ended')
$$;

CREATE FUNCTION oparl_consultation_is_public(_id bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT FROM papers_consultation c JOIN papers_paper p ON p.id = c.paper_id
    WHERE c.id = _id AND c.treatment <> 'nichtöffentlich' AND p.is_published AND NOT p.is_imported AND oparl_is_open(p.body_id))
$$;

-- A sitting shows itself only by something public that it deals with.
CREATE FUNCTION oparl_meeting_is_public(_id bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT FROM papers_meeting m JOIN papers_organization o ON o.id = m.organization_id
      WHERE m.id = _id AND oparl_is_open(o.body_id))
    AND (EXISTS (SELECT FROM papers_agendaitem WHERE meeting_id = _id AND is_public AND NOT is_imported)
      OR EXISTS (SELECT FROM papers_consultation c JOIN papers_paper p ON p.id = c.paper_id
        WHERE c.meeting_id = _id AND c.treatment <> 'nichtöffentlich' AND p.is_published
        AND NOT p.is_imported AND oparl_is_open(p.body_id)))
$$;

-- Finds for everything in the work table that was not looked at whose it is; nobody's, if it is not public.
-- One statement per kind: a function per object would take minutes for the papers of a large town.
CREATE PROCEDURE oparl_look() LANGUAGE sql AS $$
  UPDATE oparl_work w SET body = p.body_id FROM papers_paper p
    WHERE w.kind = 'Paper' AND NOT w.is_looked_at AND p.id = w.key AND p.is_published
    AND NOT p.is_imported;
  UPDATE oparl_work w SET body = p.body_id FROM papers_file f JOIN papers_paper p ON p.id = f.paper_id
    WHERE w.kind = 'File' AND NOT w.is_looked_at AND f.id = w.key AND f.content <> '' AND p.is_published
    AND NOT p.is_imported;
  UPDATE oparl_work w SET body = p.body_id, organization = c.organization_id
    FROM papers_consultation c JOIN papers_paper p ON p.id = c.paper_id
    WHERE w.kind = 'Consultation' AND NOT w.is_looked_at AND c.id = w.key
    AND c.treatment <> 'nichtöffentlich' AND p.is_published AND NOT p.is_imported;
  UPDATE oparl_work w SET body = o.body_id, organization = o.id
    FROM papers_meeting m JOIN papers_organization o ON o.id = m.organization_id
    WHERE w.kind = 'Meeting' AND NOT w.is_looked_at AND m.id = w.key AND oparl_meeting_is_public(m.id);
  UPDATE oparl_work w SET body = o.body_id
    FROM papers_agendaitem a JOIN papers_meeting m ON m.id = a.meeting_id
    JOIN papers_organization o ON o.id = m.organization_id
    WHERE w.kind = 'AgendaItem' AND NOT w.is_looked_at AND a.id = w.key AND a.is_public
    AND NOT a.is_imported;
  UPDATE oparl_work w SET body = o.body_id FROM papers_organization o
    WHERE w.kind = 'Organization' AND NOT w.is_looked_at AND o.id = w.key AND (
      EXISTS (SELECT FROM oparl_mandate WHERE organization_id = o.id)
      OR EXISTS (SELECT FROM papers_consultation c
        WHERE c.organization_id = o.id AND oparl_consultation_is_public(c.id))
      OR EXISTS (SELECT FROM papers_meeting m WHERE m.organization_id = o.id AND oparl_meeting_is_public(m.id)));
  UPDATE oparl_work w SET body = p.body_id FROM oparl_person p
    WHERE w.kind = 'Person' AND NOT w.is_looked_at AND p.id = w.key;
  UPDATE oparl_work w SET body = p.body_id FROM oparl_mandate m JOIN oparl_person p ON p.id = m.person_id
    WHERE w.kind = 'Membership' AND NOT w.is_looked_at AND m.id = w.key;
  UPDATE oparl_work w SET body = t.body_id FROM oparl_legislativeterm t
    WHERE w.kind = 'LegislativeTerm' AND NOT w.is_looked_at AND t.id = w.key;
  UPDATE oparl_work w SET body = l.body_id FROM oparl_location l
    WHERE w.kind = 'Location' AND NOT w.is_looked_at AND l.id = w.key;
  UPDATE oparl_work w SET body = w.key WHERE w.kind = 'Body' AND NOT w.is_looked_at;
  -- only what bodies publish; and an archive takes nothing new
  UPDATE oparl_work w SET body = NULL WHERE NOT w.is_looked_at AND w.body IS NOT NULL AND NOT EXISTS (
    SELECT FROM oparl_publication p WHERE p.body_id = w.body AND (p.state IN ('public', 'paused')
      OR p.state = 'archived' AND EXISTS (SELECT FROM oparl_publicobject o
        WHERE o.kind = w.kind AND o.key = w.key AND NOT o.is_deleted)));
  UPDATE oparl_work w SET is_looked_at = true WHERE NOT w.is_looked_at
$$;

-- Everything of the bodies that changed their publication.
CREATE PROCEDURE oparl_expand_bodies() LANGUAGE sql AS $$
  INSERT INTO oparl_work (kind, key, is_changed)
  WITH touched AS (SELECT key AS body FROM oparl_work WHERE kind = 'Everything')
  SELECT 'Body', body, true FROM touched
  UNION SELECT o.kind, o.key, false FROM oparl_publicobject o JOIN touched ON o.body_id = body WHERE o.kind <> 'Body'
  UNION SELECT 'Paper', p.id, false FROM papers_paper p JOIN touched ON p.body_id = body
    WHERE p.is_published AND NOT p.is_imported
  UNION SELECT 'Organization', o.id, false FROM papers_organization o JOIN touched ON o.body_id = body
  UNION SELECT 'Meeting', m.id, false FROM papers_meeting m
    JOIN papers_organization o ON o.id = m.organization_id JOIN touched ON o.body_id = body
  UNION SELECT 'AgendaItem', a.id, false FROM papers_agendaitem a JOIN papers_meeting m ON m.id = a.meeting_id
    JOIN papers_organization o ON o.id = m.organization_id JOIN touched ON o.body_id = body
  UNION SELECT 'Person', p.id, false FROM oparl_person p JOIN touched ON p.body_id = body
  UNION SELECT 'Membership', m.id, false FROM oparl_mandate m
    JOIN oparl_person p ON p.id = m.person_id JOIN touched ON p.body_id = body
  UNION SELECT 'LegislativeTerm', t.id, false FROM oparl_legislativeterm t JOIN touched ON t.body_id = body
  UNION SELECT 'Location', l.id, false FROM oparl_location l JOIN touched ON l.body_id = body
  ON CONFLICT (kind, key) DO UPDATE SET is_changed = oparl_work.is_changed OR excluded.is_changed;
  DELETE FROM oparl_work WHERE kind = 'Everything'
$$;

-- What may have appeared or vanished with what was touched.
CREATE PROCEDURE oparl_expand() LANGUAGE sql AS $$
  INSERT INTO oparl_work (kind, key, is_changed)
  SELECT 'Paper', d.paper_id, true FROM oparl_work w JOIN papers_decision d ON d.id = w.key
    WHERE w.kind = 'PaperOfDecision'
  UNION SELECT 'AgendaItem', a.id, true FROM oparl_work w JOIN papers_agendaitem a ON a.meeting_id = w.key
    WHERE w.kind = 'Agenda'
  UNION SELECT 'Meeting', w.key, true FROM oparl_work w WHERE w.kind = 'Agenda'
  UNION SELECT 'Paper', d.paper_id, true FROM oparl_work w
    JOIN joint_decisions_partner n ON n.joint_decision_id = w.key
    JOIN joint_decisions_partnerdecision d ON d.partner_id = n.id
    WHERE w.kind = 'Matter' AND d.paper_id IS NOT NULL
  UNION SELECT 'Paper', d.paper_id, true FROM oparl_work w
    JOIN joint_decisions_partner own ON own.id = w.key
    JOIN joint_decisions_partner n ON n.joint_decision_id = own.joint_decision_id
    JOIN joint_decisions_partnerdecision d ON d.partner_id = n.id
    WHERE w.kind = 'MatterOfPartner' AND d.paper_id IS NOT NULL
  ON CONFLICT (kind, key) DO UPDATE SET is_changed = oparl_work.is_changed OR excluded.is_changed;
  DELETE FROM oparl_work WHERE kind IN ('PaperOfDecision', 'Agenda', 'Matter', 'MatterOfPartner');
  INSERT INTO oparl_work (kind, key, is_changed)
  SELECT 'Consultation', c.id, false FROM oparl_work w JOIN papers_consultation c ON c.paper_id = w.key
    WHERE w.kind = 'Paper'
  UNION SELECT 'File', f.id, false FROM oparl_work w JOIN papers_file f ON f.paper_id = w.key WHERE w.kind = 'Paper'
  ON CONFLICT DO NOTHING;
  INSERT INTO oparl_work (kind, key, is_changed)
  SELECT 'Meeting', c.meeting_id, false FROM oparl_work w JOIN papers_consultation c ON c.id = w.key
    WHERE w.kind = 'Consultation' AND c.meeting_id IS NOT NULL
  UNION SELECT 'Organization', c.organization_id, false FROM oparl_work w JOIN papers_consultation c ON c.id = w.key
    WHERE w.kind = 'Consultation'
  ON CONFLICT DO NOTHING;
  INSERT INTO oparl_work (kind, key, is_changed)
  SELECT DISTINCT 'Organization', m.organization_id, false FROM oparl_work w JOIN papers_meeting m ON m.id = w.key
    WHERE w.kind = 'Meeting'
  ON CONFLICT DO NOTHING
$$;

CREATE FUNCTION oparl_turned() RETURNS TABLE (kind text, key bigint) LANGUAGE sql STABLE AS $$
  SELECT w.kind, w.key FROM oparl_work w
  LEFT JOIN oparl_publicobject o ON o.kind = w.kind AND o.key = w.key AND NOT o.is_deleted
  WHERE (w.body IS NOT NULL) <> (o.id IS NOT NULL)
$$;

-- What shows an object that appeared or vanished: the object around it, or a link to it.
CREATE PROCEDURE oparl_expand_neighbors() LANGUAGE sql AS $$
  INSERT INTO oparl_work (kind, key, is_changed)
  WITH turned AS MATERIALIZED (SELECT * FROM oparl_turned())
  SELECT 'Paper', r.target_id, true FROM turned t JOIN papers_paperreference r ON r.paper_id = t.key
    WHERE t.kind = 'Paper' AND r.target_id IS NOT NULL
  UNION SELECT 'Paper', r.paper_id, true FROM turned t JOIN papers_paperreference r ON r.target_id = t.key
    WHERE t.kind = 'Paper'
  UNION SELECT 'Paper', other.paper_id, true FROM turned t
    JOIN joint_decisions_partnerdecision d ON d.paper_id = t.key
    JOIN joint_decisions_partner own ON own.id = d.partner_id
    JOIN joint_decisions_partner n ON n.joint_decision_id = own.joint_decision_id
    JOIN joint_decisions_partnerdecision other ON other.partner_id = n.id
    WHERE t.kind = 'Paper' AND other.paper_id IS NOT NULL
  UNION SELECT 'Paper', c.paper_id, true FROM turned t JOIN papers_consultation c ON c.id = t.key
    WHERE t.kind = 'Consultation'
  UNION SELECT 'Consultation', c.id, true FROM turned t JOIN papers_consultation c ON c.meeting_id = t.key
    WHERE t.kind = 'Meeting'
  UNION SELECT 'Paper', c.paper_id, true FROM turned t JOIN papers_consultation c ON c.meeting_id = t.key
    WHERE t.kind = 'Meeting'
  UNION SELECT 'Consultation', c.id, true FROM turned t JOIN papers_consultation c ON c.organization_id = t.key
    WHERE t.kind = 'Organization'
  UNION SELECT 'Paper', c.paper_id, true FROM turned t JOIN papers_consultation c ON c.organization_id = t.key
    WHERE t.kind = 'Organization'
  UNION SELECT 'Meeting', m.id, true FROM turned t JOIN papers_meeting m ON m.organization_id = t.key
    WHERE t.kind = 'Organization'
  UNION SELECT 'Membership', m.id, true FROM turned t JOIN oparl_mandate m ON m.organization_id = t.key
    WHERE t.kind = 'Organization'
  UNION SELECT 'Person', m.person_id, true FROM turned t JOIN oparl_mandate m ON m.organization_id = t.key
    WHERE t.kind = 'Organization'
  UNION SELECT 'Body', o.body_id, true FROM turned t JOIN oparl_publicobject o ON o.kind = t.kind AND o.key = t.key
    WHERE t.kind IN ('LegislativeTerm', 'Location')
  ON CONFLICT (kind, key) DO UPDATE SET is_changed = true
$$;

-- Settles what was noted and committed; returns how many objects changed. One at a time.
-- The planner knows nothing of the size of the work table: only ways that never read a whole table.
CREATE FUNCTION oparl_settle() RETURNS integer LANGUAGE plpgsql
SET enable_hashjoin = off SET enable_mergejoin = off SET enable_seqscan = off SET jit = off AS $$
DECLARE
  stamp timestamptz;
  number bigint;
  changed integer;
  vanished integer;
BEGIN
  PERFORM pg_advisory_xact_lock(1869631346);
  WITH noted AS (DELETE FROM oparl_touchedobject RETURNING kind, key, is_changed)
  INSERT INTO oparl_work (kind, key, is_changed)
  SELECT kind, key, bool_or(is_changed) FROM noted GROUP BY kind, key;
  CALL oparl_expand_bodies();
  CALL oparl_expand();
  CALL oparl_look();
  CALL oparl_expand_neighbors();
  CALL oparl_look();
  stamp := date_trunc('second', clock_timestamp());
  number := nextval('oparl_revision');
  UPDATE oparl_publicobject o
  SET is_deleted = true, revision = number, modified = greatest(stamp, o.modified + interval '1 second')
  FROM oparl_work w WHERE w.kind = o.kind AND w.key = o.key AND w.body IS NULL AND NOT o.is_deleted;
  GET DIAGNOSTICS vanished = ROW_COUNT;
  INSERT INTO oparl_publicobject AS o (kind, key, body_id, organization_key, created, modified, revision, is_deleted)
  SELECT w.kind, w.key, w.body, w.organization, stamp, stamp, number, false
  FROM oparl_work w LEFT JOIN oparl_publicobject known ON known.kind = w.kind AND known.key = w.key
  WHERE w.body IS NOT NULL AND (w.is_changed OR known.id IS NULL OR known.is_deleted)
  ORDER BY w.key
  ON CONFLICT (kind, key) DO UPDATE SET
    body_id = excluded.body_id, organization_key = excluded.organization_key, is_deleted = false,
    revision = number, modified = greatest(stamp, o.modified + interval '1 second');
  GET DIAGNOSTICS changed = ROW_COUNT;
  DELETE FROM oparl_work;
  RETURN changed + vanished;
END $$;
