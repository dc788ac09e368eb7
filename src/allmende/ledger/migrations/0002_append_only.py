"""Postings and the states of calculations are only ever added.

Plain SQL instead of django-pgtrigger: every trigger of that package can be switched off by a session setting
(`pgtrigger.ignore`), and that must not be possible here.
"""

from django.db import migrations

PROTECT = """
CREATE FUNCTION ledger_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Buchungen werden nur ergänzt, nie geändert oder gelöscht (%).', lower(TG_OP)
        USING ERRCODE = 'restrict_violation';
END
$$;

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON ledger_posting
FOR EACH ROW EXECUTE FUNCTION ledger_refuse_change();
CREATE TRIGGER never_empty BEFORE TRUNCATE ON ledger_posting
FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON ledger_calculationversion
FOR EACH ROW EXECUTE FUNCTION ledger_refuse_change();
CREATE TRIGGER never_empty BEFORE TRUNCATE ON ledger_calculationversion
FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_change();
"""

UNPROTECT = """
DROP TRIGGER append_only ON ledger_posting;
DROP TRIGGER never_empty ON ledger_posting;
DROP TRIGGER append_only ON ledger_calculationversion;
DROP TRIGGER never_empty ON ledger_calculationversion;
DROP FUNCTION ledger_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]

    operations = [migrations.RunSQL(PROTECT, UNPROTECT)]
