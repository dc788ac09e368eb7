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
        ('register', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Calculation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=300, verbose_name='Titel')),
                ('period', django.contrib.postgres.fields.ranges.DateRangeField(verbose_name='Zeitraum')),
                ('kind', models.CharField(choices=[('plan', 'Plan'), ('soll', 'Soll'), ('ist', 'Ist'), ('abschlag', 'Abschlag'), ('korrektur', 'Korrektur')], max_length=20, verbose_name='Art')),
                ('flows', models.JSONField(verbose_name='Zahlungsströme')),
                ('subject_label', models.CharField(blank=True, max_length=500, verbose_name='gehört zu')),
                ('subject_url', models.CharField(blank=True, max_length=500)),
                ('contract', models.CharField(blank=True, max_length=60, verbose_name='Vertrag')),
                ('is_published', models.BooleanField(default=False, verbose_name='veröffentlicht')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='angelegt am')),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='register.body', verbose_name='führt die Berechnung')),
                ('created_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'Berechnung',
                'verbose_name_plural': 'Berechnungen',
                'constraints': [models.UniqueConstraint(fields=('body', 'title'), name='calculation_title_unique_in_body'), models.CheckConstraint(condition=models.Q(('kind__in', ['plan', 'soll', 'ist', 'abschlag'])), name='calculation_kind'), models.CheckConstraint(condition=models.Q(('period__isempty', False), ('period__lower_inf', False), ('period__upper_inf', False)), name='calculation_real_period')],
            },
        ),
        migrations.CreateModel(
            name='CalculationVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='Stand')),
                ('valid_on', models.DateField(verbose_name='gilt am')),
                ('known_on', models.DateField(verbose_name='bekannt am')),
                ('inputs', models.JSONField(verbose_name='Eingaben')),
                ('layers', models.JSONField(default=list, verbose_name='Annahmen')),
                ('explanations', models.JSONField(verbose_name='Begründungen')),
                ('reason', models.TextField(verbose_name='Anlass')),
                ('causes', models.JSONField(default=list, verbose_name='Ursachen der Änderung')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='gerechnet am')),
                ('calculation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='ledger.calculation')),
                ('created_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'Stand einer Berechnung',
                'verbose_name_plural': 'Stände von Berechnungen',
                'constraints': [models.UniqueConstraint(fields=('calculation', 'number'), name='calculation_version_number'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='calculation_version_reason')],
            },
        ),
        migrations.CreateModel(
            name='MunicipalParameter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, verbose_name='Parameter')),
                ('key', models.CharField(blank=True, max_length=100, verbose_name='Ausprägung')),
                ('value', models.CharField(max_length=100, verbose_name='Wert')),
                ('unit', models.CharField(max_length=60, verbose_name='Einheit')),
                ('section', models.CharField(blank=True, max_length=300, verbose_name='Stelle')),
                ('source', models.CharField(max_length=500, verbose_name='Quelle')),
                ('mark', models.CharField(choices=[('seen', 'belegt'), ('to_verify', 'zu prüfen'), ('assumed', 'angenommen')], max_length=20, verbose_name='Beleg')),
                ('valid', django.contrib.postgres.fields.ranges.DateRangeField(verbose_name='gilt')),
                ('known', django.contrib.postgres.fields.ranges.DateTimeRangeField(verbose_name='bekannt')),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='register.body', verbose_name='Körperschaft')),
                ('created_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'örtlicher Wert',
                'verbose_name_plural': 'örtliche Werte',
                'constraints': [django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(models.F('body'), '='), (models.F('name'), '='), (models.F('key'), '='), (models.F('valid'), '&&'), (models.F('known'), '&&')], name='municipal_parameter_never_twice'), models.CheckConstraint(condition=models.Q(('known__isempty', False), ('known__lower_inf', False), ('valid__isempty', False), ('valid__lower_inf', False)), name='municipal_parameter_real_periods'), models.CheckConstraint(condition=models.Q(('mark__in', ['seen', 'to_verify', 'assumed'])), name='municipal_parameter_mark'), models.CheckConstraint(condition=models.Q(('source', ''), _negated=True), name='municipal_parameter_source')],
            },
        ),
        migrations.CreateModel(
            name='Posting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('cents', models.BigIntegerField(verbose_name='Betrag in Cent')),
                ('period', django.contrib.postgres.fields.ranges.DateRangeField(verbose_name='Zeitraum')),
                ('kind', models.CharField(choices=[('plan', 'Plan'), ('soll', 'Soll'), ('ist', 'Ist'), ('abschlag', 'Abschlag'), ('korrektur', 'Korrektur')], max_length=20, verbose_name='Art')),
                ('rule', models.CharField(max_length=200, verbose_name='Regel')),
                ('section', models.CharField(blank=True, max_length=300, verbose_name='Rechtsgrundlage')),
                ('valid_on', models.DateField(verbose_name='gilt am')),
                ('known_on', models.DateField(verbose_name='bekannt am')),
                ('from_own_money', models.BooleanField(verbose_name='aus eigenen Mitteln')),
                ('sentence', models.TextField(verbose_name='Begründung')),
                ('explanation', models.JSONField(verbose_name='Herleitung')),
                ('causes', models.JSONField(default=list, verbose_name='Ursachen der Korrektur')),
                ('subject_label', models.CharField(blank=True, max_length=500, verbose_name='gehört zu')),
                ('subject_url', models.CharField(blank=True, max_length=500)),
                ('posted_at', models.DateTimeField(auto_now_add=True, verbose_name='gebucht am')),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='register.body', verbose_name='bucht')),
                ('corrects', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='cancellation', to='ledger.posting')),
                ('payee', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='register.body', verbose_name='erhält')),
                ('payer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='register.body', verbose_name='zahlt')),
                ('posted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('version', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='postings', to='ledger.calculationversion')),
            ],
            options={
                'verbose_name': 'Buchung',
                'verbose_name_plural': 'Buchungen',
                'indexes': [models.Index(fields=['payer', '-posted_at'], name='posting_payer'), models.Index(fields=['payee', '-posted_at'], name='posting_payee')],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['plan', 'soll', 'ist', 'abschlag', 'korrektur'])), name='posting_kind'), models.CheckConstraint(condition=models.Q(('cents__gt', 0), models.Q(('kind', 'korrektur'), models.Q(('cents', 0), _negated=True)), _connector='OR'), name='posting_amount'), models.CheckConstraint(condition=models.Q(('payer', models.F('payee')), _negated=True), name='posting_two_bodies'), models.CheckConstraint(condition=models.Q(('sentence', ''), _negated=True), name='posting_has_reason'), models.CheckConstraint(condition=models.Q(('period__isempty', False), ('period__lower_inf', False), ('period__upper_inf', False)), name='posting_real_period'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'korrektur'), _negated=True), models.Q(('causes', []), _negated=True), _connector='OR'), name='posting_correction_says_why')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='municipalparameter',
            trigger=pgtrigger.compiler.Trigger(name='nothing_overwritten', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n    IF TG_OP = \'UPDATE\' AND upper_inf(OLD.known) AND NOT upper_inf(NEW.known)\n       AND lower(OLD.known) = lower(NEW.known)\n       AND to_jsonb(OLD) - \'known\' = to_jsonb(NEW) - \'known\' THEN\n        RETURN NEW;\n    END IF;\n    RAISE EXCEPTION \'register: % in % is refused; close "known" and add a row\', TG_OP, TG_TABLE_NAME;\n', hash='6df60ecf1de4e524abbc41132e12acd718898331', operation='UPDATE OR DELETE', pgid='pgtrigger_nothing_overwritten_b00ad', table='ledger_municipalparameter', when='BEFORE')),
        ),
        migrations.CreateModel(
            name='BaseData',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=200, verbose_name='Titel')),
                ('input_name', models.CharField(max_length=200, verbose_name='Eingabe')),
                ('unit', models.CharField(max_length=60, verbose_name='Einheit')),
                ('source', models.CharField(max_length=500, verbose_name='Quelle')),
                ('is_synthetic', models.BooleanField(default=False, verbose_name='synthetisch')),
                ('is_published', models.BooleanField(default=False, verbose_name='veröffentlicht')),
                ('is_hidden', models.BooleanField(default=False, verbose_name='ausgeblendet')),
                ('first_year', models.PositiveSmallIntegerField(verbose_name='erstes Jahr')),
                ('last_year', models.PositiveSmallIntegerField(verbose_name='letztes Jahr')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='eingelesen am')),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='register.body', verbose_name='Eigentümerin')),
                ('created_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'Grunddaten',
                'verbose_name_plural': 'Grunddaten',
                'indexes': [models.Index(fields=['input_name', '-created_at'], name='base_data_by_input')],
                'constraints': [models.CheckConstraint(condition=models.Q(('source', ''), _negated=True), name='base_data_source'), models.CheckConstraint(condition=models.Q(('last_year__gte', models.F('first_year'))), name='base_data_years')],
            },
        ),
        migrations.CreateModel(
            name='BaseDataValue',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(verbose_name='Jahr')),
                ('month', models.PositiveSmallIntegerField(default=0, verbose_name='Monat')),
                ('position', models.PositiveIntegerField(default=1, verbose_name='Nummer')),
                ('value', models.DecimalField(decimal_places=4, max_digits=20, verbose_name='Wert')),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='register.body', verbose_name='Gemeinde')),
                ('data', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='values', to='ledger.basedata')),
            ],
            options={
                'verbose_name': 'Wert der Grunddaten',
                'verbose_name_plural': 'Werte der Grunddaten',
                'constraints': [models.UniqueConstraint(fields=('data', 'body', 'year', 'month', 'position'), name='base_data_value_once'), models.CheckConstraint(condition=models.Q(('month__lte', 12)), name='base_data_value_month')],
            },
        ),
        migrations.CreateModel(
            name='Scenario',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=200, verbose_name='Titel')),
                ('note', models.TextField(blank=True, verbose_name='Notiz')),
                ('settings', models.JSONField(verbose_name='Einstellungen')),
                ('token', models.CharField(blank=True, max_length=64, null=True, unique=True)),
                ('is_hidden', models.BooleanField(default=False, verbose_name='ausgeblendet')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='angelegt am')),
                ('changed_at', models.DateTimeField(auto_now=True, verbose_name='geändert am')),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='register.body', verbose_name='Eigentümerin')),
                ('created_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'Szenario',
                'verbose_name_plural': 'Szenarien',
                'indexes': [models.Index(fields=['body', '-changed_at'], name='scenario_by_body')],
                'constraints': [models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='scenario_title')],
            },
        ),
    ]
