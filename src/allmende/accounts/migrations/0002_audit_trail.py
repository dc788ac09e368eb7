"""The audit trail seals itself: triggers number, chain and protect its events.

Plain SQL instead of django-pgtrigger: every trigger of that package can be switched off by a session setting
(`pgtrigger.ignore`), and that must not be possible here. Sealing in a trigger, not in a function to call: so
there is no way to insert an event that is not part of its chain.
"""

from django.db import migrations

SEAL = """
CREATE FUNCTION accounts_canonical_bytes(event accounts_auditevent) RETURNS bytea
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT convert_to(
        string_agg(
            coalesce(octet_length(convert_to(field, 'UTF8')) || ':' || field, '-') || ',', '' ORDER BY place
        ),
        'UTF8'
    )
    FROM unnest(
        ARRAY[
            event.prev_hash,
            event.chain,
            event.seq::text,
            to_char(event.recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
            event.actor_id::text,
            event.actor_label,
            event.action,
            event.object_type,
            event.object_id,
            event.object_label
        ]::text[]
        || ARRAY(
            SELECT pair.field
            FROM jsonb_each_text(event.details) AS detail
            CROSS JOIN LATERAL (VALUES (1, detail.key), (2, detail.value)) AS pair(part, field)
            ORDER BY detail.key COLLATE "C", pair.part
        )
    ) WITH ORDINALITY AS fields(field, place)
$$;

CREATE FUNCTION accounts_seal_event() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    head accounts_auditchain;
BEGIN
    -- The lock makes concurrent writers queue: nobody can chain to a head that someone else is replacing.
    SELECT * INTO head FROM accounts_auditchain WHERE chain = NEW.chain FOR UPDATE;
    IF NOT FOUND THEN
        INSERT INTO accounts_auditchain (chain, head_seq, head_hash)
        VALUES (NEW.chain, 0, repeat('0', 64)) ON CONFLICT DO NOTHING;
        SELECT * INTO STRICT head FROM accounts_auditchain WHERE chain = NEW.chain FOR UPDATE;
    END IF;
    NEW.seq := head.head_seq + 1;
    NEW.prev_hash := head.head_hash;
    NEW.recorded_at := clock_timestamp();
    NEW.hash := encode(sha256(accounts_canonical_bytes(NEW)), 'hex');
    UPDATE accounts_auditchain SET head_seq = NEW.seq, head_hash = NEW.hash WHERE chain = NEW.chain;
    RETURN NEW;
END
$$;

CREATE TRIGGER seal BEFORE INSERT ON accounts_auditevent
FOR EACH ROW EXECUTE FUNCTION accounts_seal_event();

ALTER TABLE accounts_auditevent ADD CONSTRAINT auditevent_details_are_texts CHECK (
    jsonb_typeof(details) = 'object'
    AND NOT jsonb_path_exists(details, 'strict $.* ? (@.type() <> "string")')
);
"""

UNSEAL = """
ALTER TABLE accounts_auditevent DROP CONSTRAINT auditevent_details_are_texts;
DROP TRIGGER seal ON accounts_auditevent;
DROP FUNCTION accounts_seal_event();
DROP FUNCTION accounts_canonical_bytes(accounts_auditevent);
"""

PROTECT = """
CREATE FUNCTION accounts_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Das Protokoll wird nur ergänzt, nie geändert oder gelöscht (%).', lower(TG_OP)
        USING ERRCODE = 'restrict_violation';
END
$$;

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON accounts_auditevent
FOR EACH ROW EXECUTE FUNCTION accounts_refuse_change();
CREATE TRIGGER never_empty BEFORE TRUNCATE ON accounts_auditevent
FOR EACH STATEMENT EXECUTE FUNCTION accounts_refuse_change();

-- A head moves only from within the trigger "seal", which is then one level up.
CREATE TRIGGER moved_by_seal BEFORE INSERT OR UPDATE ON accounts_auditchain
FOR EACH ROW WHEN (pg_trigger_depth() < 1) EXECUTE FUNCTION accounts_refuse_change();
CREATE TRIGGER never_deleted BEFORE DELETE ON accounts_auditchain
FOR EACH ROW EXECUTE FUNCTION accounts_refuse_change();
CREATE TRIGGER never_empty BEFORE TRUNCATE ON accounts_auditchain
FOR EACH STATEMENT EXECUTE FUNCTION accounts_refuse_change();
"""

UNPROTECT = """
DROP TRIGGER append_only ON accounts_auditevent;
DROP TRIGGER never_empty ON accounts_auditevent;
DROP TRIGGER moved_by_seal ON accounts_auditchain;
DROP TRIGGER never_deleted ON accounts_auditchain;
DROP TRIGGER never_empty ON accounts_auditchain;
DROP FUNCTION accounts_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [
        migrations.RunSQL(SEAL, UNSEAL),
        migrations.RunSQL(PROTECT, UNPROTECT),
    ]
