"""What was issued stays: invoices with a number, their lines, their files.

Plain SQL, as in the ledger: triggers of django-pgtrigger can be switched off by a session setting.
"""

from django.db import migrations

PROTECT = """
CREATE FUNCTION invoices_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Ausgestellte Rechnungen werden nie geändert oder gelöscht (% in %).', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END
$$;

CREATE FUNCTION invoices_refuse_lines_of_issued() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM touched JOIN invoices_invoice i ON i.id = touched.invoice_id
               WHERE i.issued_on IS NOT NULL) THEN
        RAISE EXCEPTION 'Ausgestellte Rechnungen werden nie geändert oder gelöscht (% in %).', TG_OP, TG_TABLE_NAME
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
END
$$;

CREATE FUNCTION invoices_refuse_lines_of_nothing() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT subscription_id FROM touched EXCEPT SELECT id FROM catalog_subscription)
       OR EXISTS (SELECT component_id FROM touched EXCEPT SELECT id FROM catalog_pricecomponent) THEN
        RAISE EXCEPTION 'Eine Rechnungsposition braucht eine Abnahme und einen Preisbestandteil.'
            USING ERRCODE = 'foreign_key_violation';
    END IF;
    RETURN NULL;
END
$$;

CREATE TRIGGER issued_stays BEFORE UPDATE OR DELETE ON invoices_invoice
FOR EACH ROW WHEN (OLD.issued_on IS NOT NULL) EXECUTE FUNCTION invoices_refuse_change();
CREATE TRIGGER never_empty BEFORE TRUNCATE ON invoices_invoice
FOR EACH STATEMENT EXECUTE FUNCTION invoices_refuse_change();

CREATE TRIGGER lines_not_changed BEFORE UPDATE ON invoices_invoiceline
FOR EACH ROW EXECUTE FUNCTION invoices_refuse_change();
CREATE TRIGGER lines_not_added AFTER INSERT ON invoices_invoiceline
REFERENCING NEW TABLE AS touched
FOR EACH STATEMENT EXECUTE FUNCTION invoices_refuse_lines_of_issued();
CREATE TRIGGER lines_of_something AFTER INSERT ON invoices_invoiceline
REFERENCING NEW TABLE AS touched
FOR EACH STATEMENT EXECUTE FUNCTION invoices_refuse_lines_of_nothing();
CREATE TRIGGER lines_not_removed AFTER DELETE ON invoices_invoiceline
REFERENCING OLD TABLE AS touched
FOR EACH STATEMENT EXECUTE FUNCTION invoices_refuse_lines_of_issued();
CREATE TRIGGER never_empty BEFORE TRUNCATE ON invoices_invoiceline
FOR EACH STATEMENT EXECUTE FUNCTION invoices_refuse_change();

CREATE TRIGGER file_stays BEFORE UPDATE OR DELETE ON invoices_invoicefile
FOR EACH ROW EXECUTE FUNCTION invoices_refuse_change();
CREATE TRIGGER never_empty BEFORE TRUNCATE ON invoices_invoicefile
FOR EACH STATEMENT EXECUTE FUNCTION invoices_refuse_change();
"""

UNPROTECT = """
DROP TRIGGER never_empty ON invoices_invoicefile;
DROP TRIGGER file_stays ON invoices_invoicefile;
DROP TRIGGER never_empty ON invoices_invoiceline;
DROP TRIGGER lines_not_removed ON invoices_invoiceline;
DROP TRIGGER lines_not_added ON invoices_invoiceline;
DROP TRIGGER lines_of_something ON invoices_invoiceline;
DROP TRIGGER lines_not_changed ON invoices_invoiceline;
DROP TRIGGER never_empty ON invoices_invoice;
DROP TRIGGER issued_stays ON invoices_invoice;
DROP FUNCTION invoices_refuse_lines_of_nothing();
DROP FUNCTION invoices_refuse_lines_of_issued();
DROP FUNCTION invoices_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("invoices", "0001_initial")]

    operations = [migrations.RunSQL(PROTECT, UNPROTECT)]
