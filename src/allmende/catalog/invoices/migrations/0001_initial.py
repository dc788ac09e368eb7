import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('catalog', '0001_initial'),
        ('register', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='BillingProfile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('street', models.CharField(max_length=200, verbose_name='Straße und Hausnummer')),
                ('postal_code', models.CharField(max_length=10, verbose_name='Postleitzahl')),
                ('city', models.CharField(max_length=100, verbose_name='Ort')),
                ('leitweg_id', models.CharField(blank=True, max_length=46, verbose_name='Leitweg-ID')),
                ('invoice_email', models.EmailField(blank=True, max_length=254, verbose_name='E-Mail für Rechnungen')),
                ('vat_id', models.CharField(blank=True, max_length=20, verbose_name='Umsatzsteuer-Identifikationsnummer')),
                ('tax_number', models.CharField(blank=True, max_length=30, verbose_name='Steuernummer')),
                ('contact_name', models.CharField(blank=True, max_length=100, verbose_name='Ansprechperson oder Stelle')),
                ('contact_phone', models.CharField(blank=True, max_length=40, verbose_name='Telefon')),
                ('contact_email', models.EmailField(blank=True, max_length=254, verbose_name='E-Mail für Rückfragen')),
                ('account_holder', models.CharField(blank=True, max_length=70, verbose_name='Kontoinhaber')),
                ('iban', models.CharField(blank=True, max_length=34, verbose_name='IBAN')),
                ('bic', models.CharField(blank=True, max_length=11, verbose_name='BIC')),
                ('creditor_id', models.CharField(blank=True, max_length=35, verbose_name='Gläubiger-Identifikationsnummer')),
                ('payment_days', models.PositiveSmallIntegerField(default=30, verbose_name='Zahlungsziel in Tagen')),
                ('saved_at', models.DateTimeField(auto_now=True, verbose_name='gespeichert am')),
                ('body', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='register.body', verbose_name='Körperschaft')),
                ('saved_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'Rechnungsangaben',
                'verbose_name_plural': 'Rechnungsangaben',
            },
        ),
        migrations.CreateModel(
            name='BillingRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('period', django.contrib.postgres.fields.ranges.DateRangeField(verbose_name='Zeitraum')),
                ('interval', models.CharField(choices=[('month', 'monatlich'), ('quarter', 'vierteljährlich'), ('year', 'jährlich')], max_length=10, verbose_name='Takt')),
                ('issue_on', models.DateField(verbose_name='Rechnungsdatum')),
                ('state', models.CharField(choices=[('computing', 'wird berechnet'), ('ready', 'Entwurf, noch nicht ausgestellt'), ('issuing', 'wird ausgestellt'), ('issued', 'ausgestellt'), ('discarded', 'verworfen')], default='computing', max_length=10, verbose_name='Stand')),
                ('problems', models.JSONField(default=list, verbose_name='Hinweise')),
                ('job_id', models.BigIntegerField(null=True)),
                ('started_at', models.DateTimeField(auto_now_add=True, verbose_name='begonnen am')),
                ('issuer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='register.body', verbose_name='Rechnungssteller')),
                ('started_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'Abrechnungslauf',
                'verbose_name_plural': 'Abrechnungsläufe',
                'ordering': ['-pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ['computing', 'issuing', 'ready'])), fields=('issuer',), name='billing_run_one_open'), models.CheckConstraint(condition=models.Q(('period__isempty', False), ('period__lower_inf', False), ('period__upper_inf', False)), name='billing_run_real_period'), models.CheckConstraint(condition=models.Q(('state__in', ['computing', 'ready', 'issuing', 'issued', 'discarded'])), name='billing_run_state'), models.CheckConstraint(condition=models.Q(('interval__in', ['month', 'quarter', 'year'])), name='billing_run_interval')],
            },
        ),
        migrations.CreateModel(
            name='DebitMandate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(max_length=35, verbose_name='Mandatsreferenz')),
                ('scheme', models.CharField(choices=[('CORE', 'CORE'), ('B2B', 'B2B')], default='CORE', max_length=4, verbose_name='Verfahren')),
                ('signed_on', models.DateField(verbose_name='unterschrieben am')),
                ('iban', models.CharField(max_length=34, verbose_name='IBAN')),
                ('bic', models.CharField(blank=True, max_length=11, verbose_name='BIC')),
                ('revoked_on', models.DateField(blank=True, null=True, verbose_name='widerrufen am')),
                ('creditor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='register.body', verbose_name='zieht ein')),
                ('debtor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='register.body', verbose_name='zahlt')),
                ('recorded_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'Lastschriftmandat',
                'verbose_name_plural': 'Lastschriftmandate',
                'constraints': [models.UniqueConstraint(fields=('creditor', 'reference'), name='mandate_reference'), models.UniqueConstraint(condition=models.Q(('revoked_on', None)), fields=('creditor', 'debtor'), name='mandate_one_at_a_time'), models.CheckConstraint(condition=models.Q(('scheme__in', ['CORE', 'B2B'])), name='mandate_scheme')],
            },
        ),
        migrations.CreateModel(
            name='Invoice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('document_type', models.CharField(choices=[('380', '380'), ('381', '381'), ('384', '384')], max_length=3, verbose_name='Art')),
                ('period', django.contrib.postgres.fields.ranges.DateRangeField(verbose_name='Zeitraum')),
                ('vat_category', models.CharField(max_length=1, verbose_name='Umsatzsteuer')),
                ('vat_rate', models.DecimalField(decimal_places=2, max_digits=5, verbose_name='Steuersatz')),
                ('net_cents', models.BigIntegerField(verbose_name='Netto in Cent')),
                ('vat_cents', models.BigIntegerField(verbose_name='Umsatzsteuer in Cent')),
                ('seller', models.JSONField(verbose_name='Rechnungssteller, Angaben')),
                ('buyer', models.JSONField(verbose_name='Rechnungsempfänger, Angaben')),
                ('payment', models.JSONField(verbose_name='Zahlung')),
                ('preceding', models.JSONField(default=list, verbose_name='berichtigt')),
                ('problems', models.JSONField(default=list, verbose_name='Mängel')),
                ('year', models.PositiveSmallIntegerField(null=True, verbose_name='Jahr')),
                ('sequence', models.PositiveIntegerField(null=True, verbose_name='laufende Nummer')),
                ('issued_on', models.DateField(null=True, verbose_name='Rechnungsdatum')),
                ('due_on', models.DateField(null=True, verbose_name='fällig am')),
                ('customer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='register.body', verbose_name='Rechnungsempfänger')),
                ('issuer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='register.body', verbose_name='Rechnungssteller')),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='invoices', to='invoices.billingrun')),
            ],
            options={
                'verbose_name': 'Rechnung',
                'verbose_name_plural': 'Rechnungen',
                'ordering': ['-year', '-sequence', '-pk'],
                'indexes': [models.Index(fields=['customer', '-issued_on'], name='invoice_of_customer')],
                'constraints': [models.UniqueConstraint(fields=('issuer', 'year', 'sequence'), name='invoice_number_once'), models.UniqueConstraint(fields=('run', 'customer', 'period', 'vat_category', 'document_type'), name='invoice_once_in_run'), models.CheckConstraint(condition=models.Q(models.Q(('due_on', None), ('issued_on', None), ('sequence', None), ('year', None)), models.Q(('due_on__isnull', False), ('issued_on__isnull', False), ('sequence__gt', 0), ('year__isnull', False)), _connector='OR'), name='invoice_issued_whole'), models.CheckConstraint(condition=models.Q(('issuer', models.F('customer')), _negated=True), name='invoice_two_bodies'), models.CheckConstraint(condition=models.Q(('document_type__in', ['380', '381', '384'])), name='invoice_document_type'), models.CheckConstraint(condition=models.Q(('vat_category__in', ['S', 'O', 'E'])), name='invoice_vat_category')],
            },
        ),
        migrations.CreateModel(
            name='InvoiceFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('content', models.BinaryField()),
                ('sha256', models.CharField(max_length=64, verbose_name='Prüfsumme (SHA-256)')),
                ('invoice', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='file', to='invoices.invoice')),
            ],
            options={
                'verbose_name': 'E-Rechnung',
                'verbose_name_plural': 'E-Rechnungen',
            },
        ),
        migrations.CreateModel(
            name='InvoiceLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField(verbose_name='Position')),
                ('period', django.contrib.postgres.fields.ranges.DateRangeField(verbose_name='Zeitraum')),
                ('revision', models.PositiveSmallIntegerField(default=0, verbose_name='Berichtigung')),
                ('cents', models.BigIntegerField(verbose_name='Betrag in Cent')),
                ('parts', models.JSONField(verbose_name='Menge und Preis')),
                ('basis', models.JSONField(verbose_name='Grundlage')),
                ('component', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.pricecomponent')),
                ('invoice', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='invoices.invoice')),
                ('subscription', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.subscription')),
            ],
            options={
                'verbose_name': 'Rechnungsposition',
                'verbose_name_plural': 'Rechnungspositionen',
                'ordering': ['position'],
                'constraints': [models.UniqueConstraint(fields=('subscription', 'component', 'period', 'revision'), name='invoice_line_billed_once'), models.UniqueConstraint(fields=('invoice', 'position'), name='invoice_line_position')],
            },
        ),
        migrations.CreateModel(
            name='InvoiceNumbers',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(verbose_name='Jahr')),
                ('last', models.PositiveIntegerField(default=0, verbose_name='letzte Nummer')),
                ('issuer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='register.body')),
            ],
            options={
                'verbose_name': 'Nummernkreis',
                'verbose_name_plural': 'Nummernkreise',
                'constraints': [models.UniqueConstraint(fields=('issuer', 'year'), name='invoice_numbers_once')],
            },
        ),
        migrations.CreateModel(
            name='ActualCost',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('period', django.contrib.postgres.fields.ranges.DateRangeField(verbose_name='Zeitraum')),
                ('cents', models.BigIntegerField(verbose_name='Aufwand in Cent')),
                ('source', models.CharField(max_length=300, verbose_name='Beleg')),
                ('recorded_at', models.DateTimeField(auto_now_add=True, verbose_name='eingetragen am')),
                ('component', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.pricecomponent')),
                ('recorded_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('subscription', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.subscription')),
            ],
            options={
                'verbose_name': 'Aufwand',
                'verbose_name_plural': 'Aufwände',
                'constraints': [models.CheckConstraint(condition=models.Q(('source', ''), _negated=True), name='actual_cost_has_source'), models.CheckConstraint(condition=models.Q(('cents__gte', 0)), name='actual_cost_not_negative'), models.CheckConstraint(condition=models.Q(('period__isempty', False), ('period__lower_inf', False), ('period__upper_inf', False)), name='actual_cost_real_period')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='actualcost',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='36e663aa1b4ed08df444ddce5320a027f0d2f28c', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_6cbf1', table='invoices_actualcost', when='BEFORE')),
        ),
    ]
