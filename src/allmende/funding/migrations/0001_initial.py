import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.core.validators
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('cooperations', '0001_initial'),
        ('ledger', '0002_append_only'),
        ('papers', '0001_initial'),
        ('register', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Forwarding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(blank=True, max_length=200, verbose_name='Vertragszeichen')),
                ('signed_on', models.DateField(blank=True, null=True, verbose_name='unterschrieben am')),
                ('valid', django.contrib.postgres.fields.ranges.DateRangeField(verbose_name='gilt')),
                ('most_posts', models.DecimalField(blank=True, decimal_places=4, max_digits=7, null=True, verbose_name='höchstens Stellen')),
                ('notice_months', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='Kündigungsfrist in Monaten')),
                ('notice_to', models.CharField(blank=True, choices=[('month', 'Monatsende'), ('quarter', 'Quartalsende'), ('half_year', 'Halbjahresende'), ('year', 'Jahresende')], max_length=20, verbose_name='Kündigung zum')),
                ('data_protection', models.CharField(choices=[('missing', 'fehlt noch'), ('joint', 'gemeinsam verantwortlich (Art. 26 DSGVO)'), ('processor', 'Auftragsverarbeitung (Art. 28 DSGVO)'), ('not_needed', 'nicht nötig, keine Personendaten')], default='missing', max_length=20, verbose_name='Vereinbarung zum Datenschutz')),
                ('data_protection_on', models.DateField(blank=True, null=True, verbose_name='Datenschutz vereinbart am')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='angelegt am')),
                ('created_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('decision', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='papers.paper', verbose_name='Beschluss der Vertretung')),
                ('provider', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='register.body', verbose_name='Träger')),
            ],
            options={
                'verbose_name': 'Weiterleitungsvertrag',
                'verbose_name_plural': 'Weiterleitungsverträge',
            },
        ),
        migrations.CreateModel(
            name='CostReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('entered', 'zur Freigabe'), ('released', 'freigegeben'), ('withdrawn', 'zurückgenommen')], default='entered', max_length=20, verbose_name='Stand')),
                ('entered_at', models.DateTimeField(auto_now_add=True, verbose_name='eingetragen am')),
                ('released_at', models.DateTimeField(blank=True, null=True, verbose_name='freigegeben am')),
                ('withdrawn_because', models.CharField(blank=True, max_length=500, verbose_name='zurückgenommen, weil')),
                ('kind', models.CharField(choices=[('forecast', 'Kostenprognose'), ('actual', 'Ist-Kosten')], max_length=20, verbose_name='Art')),
                ('number', models.PositiveIntegerField(verbose_name='Nummer')),
                ('period', django.contrib.postgres.fields.ranges.DateRangeField(verbose_name='Zeitraum')),
                ('reported_on', models.DateField(verbose_name='gemeldet am')),
                ('source', models.CharField(max_length=300, verbose_name='Beleg oder Datei')),
                ('calculation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.calculation')),
                ('entered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('released_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('withdrawn_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('forwarding', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='funding.forwarding')),
            ],
            options={
                'verbose_name': 'Kostenmeldung',
                'verbose_name_plural': 'Kostenmeldungen',
                'ordering': ('period', 'kind', 'number'),
                'constraints': [models.UniqueConstraint(fields=('forwarding', 'kind', 'period', 'number'), name='cost_report_number'), models.CheckConstraint(condition=models.Q(('kind__in', ['forecast', 'actual'])), name='cost_report_kind'), models.CheckConstraint(condition=models.Q(('state__in', ['entered', 'released', 'withdrawn'])), name='cost_report_state'), models.CheckConstraint(condition=models.Q(models.Q(('released_by', None), ('state__in', ['entered', 'withdrawn'])), models.Q(models.Q(('state', 'entered'), _negated=True), models.Q(('entered_by', None), models.Q(('released_by__isnull', False), models.Q(('released_by', models.F('entered_by')), _negated=True)), _connector='OR')), _connector='OR'), name='cost_report_four_eyes'), models.CheckConstraint(condition=models.Q(('period__isempty', False), ('period__lower_inf', False), ('period__upper_inf', False)), name='cost_report_real_period')],
            },
        ),
        migrations.CreateModel(
            name='Caseload',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key_date', models.DateField(verbose_name='Stichtag')),
                ('cases', models.PositiveIntegerField(verbose_name='Fälle')),
                ('reference', models.CharField(max_length=200, verbose_name='Freigabe der Statistik')),
                ('released_on', models.DateField(verbose_name='Statistik freigegeben am')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='eingetragen am')),
                ('created_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('forwarding', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='caseloads', to='funding.forwarding')),
            ],
            options={
                'verbose_name': 'Fallzahl',
                'verbose_name_plural': 'Fallzahlen',
                'ordering': ('key_date', 'pk'),
                'constraints': [models.CheckConstraint(condition=models.Q(('reference', ''), _negated=True), name='caseload_reference'), models.CheckConstraint(condition=models.Q(('cases', 0), ('cases__gte', 5), _connector='OR'), name='caseload_no_small_number'), models.CheckConstraint(condition=models.Q(('released_on__gte', models.F('key_date'))), name='caseload_released_after')],
            },
        ),
        migrations.CreateModel(
            name='ForwardingClause',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('section', models.CharField(blank=True, max_length=300, verbose_name='Stelle')),
                ('source', models.CharField(max_length=500, verbose_name='Quelle')),
                ('valid', django.contrib.postgres.fields.ranges.DateRangeField(verbose_name='gilt')),
                ('known', django.contrib.postgres.fields.ranges.DateTimeRangeField(verbose_name='bekannt')),
                ('parameter', models.CharField(max_length=200, verbose_name='Klausel')),
                ('value', models.CharField(max_length=100, verbose_name='Wert')),
                ('created_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('decision', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='papers.paper', verbose_name='Beschluss der Vertretung')),
                ('forwarding', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='clauses', to='funding.forwarding')),
            ],
            options={
                'verbose_name': 'Vertragsklausel',
                'verbose_name_plural': 'Vertragsklauseln',
                'constraints': [django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(models.F('forwarding'), '='), (models.F('parameter'), '='), (models.F('valid'), '&&'), (models.F('known'), '&&')], name='forwarding_clause_never_twice'), models.CheckConstraint(condition=models.Q(('known__isempty', False), ('known__lower_inf', False), ('valid__isempty', False), ('valid__lower_inf', False)), name='forwarding_clause_real_periods'), models.CheckConstraint(condition=models.Q(('source', ''), _negated=True), name='forwarding_clause_source')],
            },
        ),
        migrations.CreateModel(
            name='Grant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=300, verbose_name='Titel')),
                ('block', models.CharField(blank=True, max_length=60, verbose_name='Förderbaustein')),
                ('reference', models.CharField(blank=True, max_length=100, verbose_name='Aktenzeichen')),
                ('period', django.contrib.postgres.fields.ranges.DateRangeField(verbose_name='Bewilligungszeitraum')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='angelegt am')),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='register.body', verbose_name='Zuwendungsempfänger')),
                ('cooperation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cooperations.cooperation', verbose_name='Zusammenarbeit')),
                ('created_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('decision', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='papers.paper', verbose_name='Beschluss der Vertretung')),
                ('giver', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='register.body', verbose_name='Zuwendungsgeber')),
            ],
            options={
                'verbose_name': 'Zuwendung',
                'verbose_name_plural': 'Zuwendungen',
            },
        ),
        migrations.AddField(
            model_name='forwarding',
            name='grant',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='forwardings', to='funding.grant'),
        ),
        migrations.CreateModel(
            name='GrantDeadline',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('application', 'Antrag'), ('notice', 'Zuwendungsbescheid'), ('rejection', 'Ablehnung'), ('call', 'Mittelabruf'), ('receipt', 'Zahlungseingang'), ('forwarding', 'Weiterleitung'), ('proof', 'Verwendungsnachweis'), ('settlement', 'Abrechnung'), ('repayment', 'Rückzahlung')], max_length=20, verbose_name='Schritt')),
                ('due', models.DateField(verbose_name='Frist')),
                ('source', models.CharField(max_length=500, verbose_name='Quelle')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='angelegt am')),
                ('created_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('grant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deadlines', to='funding.grant')),
            ],
            options={
                'verbose_name': 'Frist einer Zuwendung',
                'verbose_name_plural': 'Fristen von Zuwendungen',
                'ordering': ('due', 'pk'),
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['application', 'notice', 'rejection', 'call', 'receipt', 'forwarding', 'proof', 'settlement', 'repayment'])), name='grant_deadline_kind'), models.CheckConstraint(condition=models.Q(('source', ''), _negated=True), name='grant_deadline_source')],
            },
        ),
        migrations.CreateModel(
            name='GrantStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('entered', 'zur Freigabe'), ('released', 'freigegeben'), ('withdrawn', 'zurückgenommen')], default='entered', max_length=20, verbose_name='Stand')),
                ('entered_at', models.DateTimeField(auto_now_add=True, verbose_name='eingetragen am')),
                ('released_at', models.DateTimeField(blank=True, null=True, verbose_name='freigegeben am')),
                ('withdrawn_because', models.CharField(blank=True, max_length=500, verbose_name='zurückgenommen, weil')),
                ('kind', models.CharField(choices=[('application', 'Antrag'), ('notice', 'Zuwendungsbescheid'), ('rejection', 'Ablehnung'), ('call', 'Mittelabruf'), ('receipt', 'Zahlungseingang'), ('forwarding', 'Weiterleitung'), ('proof', 'Verwendungsnachweis'), ('settlement', 'Abrechnung'), ('repayment', 'Rückzahlung')], max_length=20, verbose_name='Schritt')),
                ('dated', models.DateField(verbose_name='vom')),
                ('cents', models.BigIntegerField(verbose_name='Betrag in Cent')),
                ('fte', models.DecimalField(blank=True, decimal_places=4, max_digits=7, null=True, verbose_name='Stellen')),
                ('due', models.DateField(blank=True, null=True, verbose_name='Frist')),
                ('late_reason', models.CharField(blank=True, max_length=500, verbose_name='Grund der Verspätung')),
                ('document', models.CharField(max_length=500, verbose_name='Beleg')),
                ('entered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('forwarding', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='funding.forwarding', verbose_name='Weiterleitungsvertrag')),
                ('grant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='funding.grant')),
                ('posting', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.posting')),
                ('released_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('withdrawn_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'Schritt einer Zuwendung',
                'verbose_name_plural': 'Schritte von Zuwendungen',
                'ordering': ('dated', 'pk'),
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['application', 'notice', 'rejection', 'call', 'receipt', 'forwarding', 'proof', 'settlement', 'repayment'])), name='grant_step_kind'), models.CheckConstraint(condition=models.Q(('state__in', ['entered', 'released', 'withdrawn'])), name='grant_step_state'), models.CheckConstraint(condition=models.Q(models.Q(('released_by', None), ('state__in', ['entered', 'withdrawn'])), models.Q(models.Q(('state', 'entered'), _negated=True), models.Q(('entered_by', None), models.Q(('released_by__isnull', False), models.Q(('released_by', models.F('entered_by')), _negated=True)), _connector='OR')), _connector='OR'), name='grant_step_four_eyes'), models.CheckConstraint(condition=models.Q(('cents__gte', 0)), name='grant_step_amount'), models.CheckConstraint(condition=models.Q(('document', ''), _negated=True), name='grant_step_document'), models.CheckConstraint(condition=models.Q(('due', None), ('dated__lte', models.F('due')), models.Q(('late_reason', ''), _negated=True), _connector='OR'), name='grant_step_on_time'), models.CheckConstraint(condition=models.Q(models.Q(('forwarding', None), models.Q(('kind', 'forwarding'), _negated=True)), models.Q(('forwarding__isnull', False), ('kind', 'forwarding')), _connector='OR'), name='grant_step_forwarding')],
            },
        ),
        migrations.CreateModel(
            name='OwnProgramme',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=300, verbose_name='Name')),
                ('legal_basis', models.CharField(max_length=500, verbose_name='Rechtsgrundlage')),
                ('note', models.TextField(blank=True, verbose_name='Anmerkung')),
                ('apply_month', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='Antrag bis, Monat')),
                ('apply_day', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='Antrag bis, Tag')),
                ('proof_months', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='Verwendungsnachweis, Monate nach Ende')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='angelegt am')),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='register.body', verbose_name='führt das Programm')),
                ('created_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('giver', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='register.body', verbose_name='Zuwendungsgeber')),
            ],
            options={
                'verbose_name': 'eigenes Programm',
                'verbose_name_plural': 'eigene Programme',
                'constraints': [models.UniqueConstraint(fields=('body', 'name'), name='own_programme_name_in_body'), models.CheckConstraint(condition=models.Q(models.Q(('apply_day', None), ('apply_month', None)), models.Q(('apply_day__range', (1, 31)), ('apply_month__range', (1, 12))), _connector='OR'), name='own_programme_day_and_month')],
            },
        ),
        migrations.AddField(
            model_name='grant',
            name='programme',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='grants', to='funding.ownprogramme', verbose_name='eigenes Programm'),
        ),
        migrations.CreateModel(
            name='OwnTerms',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('section', models.CharField(blank=True, max_length=300, verbose_name='Stelle')),
                ('source', models.CharField(max_length=500, verbose_name='Quelle')),
                ('valid', django.contrib.postgres.fields.ranges.DateRangeField(verbose_name='gilt')),
                ('known', django.contrib.postgres.fields.ranges.DateTimeRangeField(verbose_name='bekannt')),
                ('financing', models.CharField(choices=[('per_post', 'Festbetrag je Stelle'), ('fixed', 'Festbetrag'), ('share', 'Anteilfinanzierung'), ('gap', 'Fehlbedarfsfinanzierung')], max_length=20, verbose_name='Finanzierungsart')),
                ('classes', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), size=None, verbose_name='geförderte Kostenarten')),
                ('amount', models.BigIntegerField(default=0, verbose_name='Betrag in Cent')),
                ('rate_percent', models.DecimalField(decimal_places=3, default=100, max_digits=6, validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(100)], verbose_name='Fördersatz in Prozent')),
                ('ceiling', models.BigIntegerField(blank=True, null=True, verbose_name='Höchstbetrag im Jahr in Cent')),
                ('created_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='terms', to='funding.ownprogramme')),
            ],
            options={
                'verbose_name': 'Förderbedingung',
                'verbose_name_plural': 'Förderbedingungen',
                'constraints': [django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(models.F('programme'), '='), (models.F('valid'), '&&'), (models.F('known'), '&&')], name='own_terms_never_twice'), models.CheckConstraint(condition=models.Q(('known__isempty', False), ('known__lower_inf', False), ('valid__isempty', False), ('valid__lower_inf', False)), name='own_terms_real_periods'), models.CheckConstraint(condition=models.Q(('financing__in', ['per_post', 'fixed', 'share', 'gap'])), name='own_terms_financing'), models.CheckConstraint(condition=models.Q(('classes__contained_by', ['employer_gross', 'material', 'overhead', 'setup', 'measures', 'investment']), models.Q(('classes', []), _negated=True)), name='own_terms_classes'), models.CheckConstraint(condition=models.Q(('amount__gte', 0), ('rate_percent__gt', 0), ('rate_percent__lte', 100), models.Q(('ceiling', None), ('ceiling__gt', 0), _connector='OR')), name='own_terms_amounts')],
            },
        ),
        migrations.CreateModel(
            name='Post',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=60, verbose_name='Stellennummer')),
                ('label', models.CharField(max_length=200, verbose_name='Bezeichnung')),
                ('created_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('grant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='posts', to='funding.grant')),
            ],
            options={
                'verbose_name': 'Stelle',
                'verbose_name_plural': 'Stellen',
                'ordering': ('number', 'pk'),
                'constraints': [models.UniqueConstraint(fields=('grant', 'number'), name='post_number_in_grant')],
            },
        ),
        migrations.CreateModel(
            name='CostLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('cost_class', models.CharField(choices=[('employer_gross', 'Arbeitgeberbrutto'), ('material', 'Sachkosten'), ('overhead', 'Gemeinkosten'), ('setup', 'Einrichtung von Arbeitsplätzen'), ('measures', 'Maßnahmen und Honorare'), ('investment', 'Investitionen')], max_length=20, verbose_name='Kostenart')),
                ('cents', models.BigIntegerField(verbose_name='Betrag in Cent')),
                ('period', django.contrib.postgres.fields.ranges.DateRangeField(verbose_name='Zeitraum')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='Anmerkung')),
                ('place', models.CharField(blank=True, max_length=60, verbose_name='Stelle in der Datei')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='funding.costreport')),
                ('post', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='funding.post', verbose_name='Stelle')),
            ],
            options={
                'verbose_name': 'Kostenzeile',
                'verbose_name_plural': 'Kostenzeilen',
                'ordering': ('pk',),
                'constraints': [models.CheckConstraint(condition=models.Q(('cost_class__in', ['employer_gross', 'material', 'overhead', 'setup', 'measures', 'investment'])), name='cost_line_class'), models.CheckConstraint(condition=models.Q(('cents__gte', 0)), name='cost_line_amount'), models.CheckConstraint(condition=models.Q(('period__isempty', False), ('period__lower_inf', False), ('period__upper_inf', False)), name='cost_line_real_period')],
            },
        ),
        migrations.CreateModel(
            name='PostStretch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('section', models.CharField(blank=True, max_length=300, verbose_name='Stelle')),
                ('source', models.CharField(max_length=500, verbose_name='Quelle')),
                ('valid', django.contrib.postgres.fields.ranges.DateRangeField(verbose_name='gilt')),
                ('known', django.contrib.postgres.fields.ranges.DateTimeRangeField(verbose_name='bekannt')),
                ('fte', models.DecimalField(decimal_places=4, max_digits=6, validators=[django.core.validators.MinValueValidator(0)], verbose_name='Stellenanteil')),
                ('is_filled', models.BooleanField(default=True, verbose_name='besetzt')),
                ('kw_from', models.DateField(blank=True, null=True, verbose_name='kw ab')),
                ('created_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('employer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='register.body', verbose_name='Anstellungsträger')),
                ('funder', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='register.body', verbose_name='finanziert von')),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='register.body', verbose_name='Einsatzort')),
                ('post', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='stretches', to='funding.post')),
                ('supervisor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='register.body', verbose_name='Fachaufsicht')),
            ],
            options={
                'verbose_name': 'Zeitabschnitt einer Stelle',
                'verbose_name_plural': 'Zeitabschnitte von Stellen',
                'constraints': [django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(models.F('post'), '='), (models.F('valid'), '&&'), (models.F('known'), '&&')], name='post_stretch_never_twice'), models.CheckConstraint(condition=models.Q(('known__isempty', False), ('known__lower_inf', False), ('valid__isempty', False), ('valid__lower_inf', False)), name='post_stretch_real_periods'), models.CheckConstraint(condition=models.Q(('fte__gt', 0), ('fte__lte', 1)), name='post_stretch_share')],
            },
        ),
        migrations.CreateModel(
            name='ProofOfUse',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('entered', 'zur Freigabe'), ('released', 'freigegeben'), ('withdrawn', 'zurückgenommen')], default='entered', max_length=20, verbose_name='Stand')),
                ('entered_at', models.DateTimeField(auto_now_add=True, verbose_name='eingetragen am')),
                ('released_at', models.DateTimeField(blank=True, null=True, verbose_name='freigegeben am')),
                ('withdrawn_because', models.CharField(blank=True, max_length=500, verbose_name='zurückgenommen, weil')),
                ('number', models.PositiveIntegerField(verbose_name='Nummer')),
                ('period', django.contrib.postgres.fields.ranges.DateRangeField(verbose_name='Zeitraum')),
                ('texts', models.JSONField(default=dict, verbose_name='Sachbericht')),
                ('statement', models.JSONField(default=dict, verbose_name='zahlenmäßiger Nachweis')),
                ('entered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('grant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='proofs', to='funding.grant')),
                ('released_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('withdrawn_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'Verwendungsnachweis',
                'verbose_name_plural': 'Verwendungsnachweise',
                'constraints': [models.UniqueConstraint(fields=('grant', 'period', 'number'), name='proof_number'), models.CheckConstraint(condition=models.Q(('state__in', ['entered', 'released', 'withdrawn'])), name='proof_state'), models.CheckConstraint(condition=models.Q(models.Q(('released_by', None), ('state__in', ['entered', 'withdrawn'])), models.Q(models.Q(('state', 'entered'), _negated=True), models.Q(('entered_by', None), models.Q(('released_by__isnull', False), models.Q(('released_by', models.F('entered_by')), _negated=True)), _connector='OR')), _connector='OR'), name='proof_four_eyes'), models.CheckConstraint(condition=models.Q(('period__isempty', False), ('period__lower_inf', False), ('period__upper_inf', False)), name='proof_real_period')],
            },
        ),
        migrations.CreateModel(
            name='Saving',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(blank=True, max_length=60, verbose_name='Nummer der Maßnahme')),
                ('title', models.CharField(max_length=300, verbose_name='Maßnahme')),
                ('product', models.CharField(blank=True, max_length=60, verbose_name='Produkt')),
                ('account', models.CharField(blank=True, max_length=60, verbose_name='Sachkonto')),
                ('state', models.CharField(choices=[('proposed', 'vorgeschlagen'), ('decided', 'beschlossen'), ('realised', 'umgesetzt'), ('dropped', 'aufgegeben')], default='proposed', max_length=20, verbose_name='Stand')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='angelegt am')),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='register.body', verbose_name='Körperschaft')),
                ('created_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('decision', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='papers.paper', verbose_name='Beschluss der Vertretung')),
                ('grant', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='savings', to='funding.grant', verbose_name='Zuwendung')),
            ],
            options={
                'verbose_name': 'Einsparung',
                'verbose_name_plural': 'Einsparungen',
                'constraints': [models.UniqueConstraint(fields=('body', 'title'), name='saving_title_in_body'), models.CheckConstraint(condition=models.Q(('state__in', ['proposed', 'decided', 'realised', 'dropped'])), name='saving_state'), models.CheckConstraint(condition=models.Q(('state__in', ['proposed', 'dropped']), ('decision__isnull', False), _connector='OR'), name='saving_decided_by_paper')],
            },
        ),
        migrations.CreateModel(
            name='SavingAmount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(verbose_name='Haushaltsjahr')),
                ('kind', models.CharField(choices=[('planned', 'geplant'), ('realised', 'umgesetzt')], max_length=20, verbose_name='Art')),
                ('cents', models.BigIntegerField(verbose_name='Betrag in Cent')),
                ('source', models.CharField(max_length=500, verbose_name='Quelle')),
                ('entered_at', models.DateTimeField(auto_now_add=True, verbose_name='eingetragen am')),
                ('entered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('saving', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='amounts', to='funding.saving')),
            ],
            options={
                'verbose_name': 'Betrag einer Einsparung',
                'verbose_name_plural': 'Beträge von Einsparungen',
                'ordering': ('year', 'kind', 'pk'),
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['planned', 'realised'])), name='saving_amount_kind'), models.CheckConstraint(condition=models.Q(('source', ''), _negated=True), name='saving_amount_source'), models.CheckConstraint(condition=models.Q(('year__range', (1990, 2200))), name='saving_amount_year')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='costreport',
            trigger=pgtrigger.compiler.Trigger(name='released_stays', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF TG_OP = 'DELETE' THEN\n        IF OLD.state = 'entered' THEN RETURN OLD; END IF;\n        RAISE EXCEPTION 'funding: what was released is never deleted';\n    END IF;\n    IF OLD.state = 'entered' THEN RETURN NEW; END IF;\n    IF OLD.state = 'released' AND NEW.state = 'withdrawn' AND NEW.withdrawn_because <> ''\n       AND to_jsonb(OLD) - 'state' - 'withdrawn_because' - 'withdrawn_by_id'\n         = to_jsonb(NEW) - 'state' - 'withdrawn_because' - 'withdrawn_by_id' THEN\n        RETURN NEW;\n    END IF;\n    RAISE EXCEPTION 'funding: what was released can only be withdrawn, with a reason';\n", hash='d1748f528a9f2e7c5563168dbdfa3b6e1cb8843e', operation='UPDATE OR DELETE', pgid='pgtrigger_released_stays_ac6bb', table='funding_costreport', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='forwardingclause',
            trigger=pgtrigger.compiler.Trigger(name='nothing_overwritten', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n    IF TG_OP = \'UPDATE\' AND upper_inf(OLD.known) AND NOT upper_inf(NEW.known)\n       AND lower(OLD.known) = lower(NEW.known)\n       AND to_jsonb(OLD) - \'known\' = to_jsonb(NEW) - \'known\' THEN\n        RETURN NEW;\n    END IF;\n    RAISE EXCEPTION \'register: % in % is refused; close "known" and add a row\', TG_OP, TG_TABLE_NAME;\n', hash='8af5dcd317e81a72fb370d649cc2549e7dfb415a', operation='UPDATE OR DELETE', pgid='pgtrigger_nothing_overwritten_ae12e', table='funding_forwardingclause', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='forwarding',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(models.F('grant'), '='), (models.F('provider'), '='), (models.F('valid'), '&&')], name='forwarding_never_twice'),
        ),
        migrations.AddConstraint(
            model_name='forwarding',
            constraint=models.CheckConstraint(condition=models.Q(('valid__isempty', False), ('valid__lower_inf', False)), name='forwarding_real_period'),
        ),
        migrations.AddConstraint(
            model_name='forwarding',
            constraint=models.CheckConstraint(condition=models.Q(('notice_to__in', ['month', 'quarter', 'half_year', 'year', ''])), name='forwarding_notice_to'),
        ),
        migrations.AddConstraint(
            model_name='forwarding',
            constraint=models.CheckConstraint(condition=models.Q(('data_protection__in', ['missing', 'joint', 'processor', 'not_needed'])), name='forwarding_data_protection'),
        ),
        migrations.AddConstraint(
            model_name='forwarding',
            constraint=models.CheckConstraint(condition=models.Q(('data_protection', 'missing'), ('data_protection_on__isnull', False), _connector='OR'), name='forwarding_data_protection_day'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='grantstep',
            trigger=pgtrigger.compiler.Trigger(name='released_stays', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF TG_OP = 'DELETE' THEN\n        IF OLD.state = 'entered' THEN RETURN OLD; END IF;\n        RAISE EXCEPTION 'funding: what was released is never deleted';\n    END IF;\n    IF OLD.state = 'entered' THEN RETURN NEW; END IF;\n    IF OLD.state = 'released' AND NEW.state = 'withdrawn' AND NEW.withdrawn_because <> ''\n       AND to_jsonb(OLD) - 'state' - 'withdrawn_because' - 'withdrawn_by_id'\n         = to_jsonb(NEW) - 'state' - 'withdrawn_because' - 'withdrawn_by_id' THEN\n        RETURN NEW;\n    END IF;\n    RAISE EXCEPTION 'funding: what was released can only be withdrawn, with a reason';\n", hash='53108dbc8a4b122fa992a924867a61f9f807c630', operation='UPDATE OR DELETE', pgid='pgtrigger_released_stays_e8af7', table='funding_grantstep', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='grant',
            constraint=models.UniqueConstraint(fields=('body', 'title'), name='grant_title_in_body'),
        ),
        migrations.AddConstraint(
            model_name='grant',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('block', ''), ('programme__isnull', False)), models.Q(models.Q(('block', ''), _negated=True), ('programme', None)), _connector='OR'), name='grant_of_one_programme'),
        ),
        migrations.AddConstraint(
            model_name='grant',
            constraint=models.CheckConstraint(condition=models.Q(('body', models.F('giver')), _negated=True), name='grant_two_bodies'),
        ),
        migrations.AddConstraint(
            model_name='grant',
            constraint=models.CheckConstraint(condition=models.Q(('period__isempty', False), ('period__lower_inf', False), ('period__upper_inf', False)), name='grant_real_period'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='ownterms',
            trigger=pgtrigger.compiler.Trigger(name='nothing_overwritten', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n    IF TG_OP = \'UPDATE\' AND upper_inf(OLD.known) AND NOT upper_inf(NEW.known)\n       AND lower(OLD.known) = lower(NEW.known)\n       AND to_jsonb(OLD) - \'known\' = to_jsonb(NEW) - \'known\' THEN\n        RETURN NEW;\n    END IF;\n    RAISE EXCEPTION \'register: % in % is refused; close "known" and add a row\', TG_OP, TG_TABLE_NAME;\n', hash='c6077b5aff3f557284039393db47edda094cad6e', operation='UPDATE OR DELETE', pgid='pgtrigger_nothing_overwritten_92fa5', table='funding_ownterms', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='costline',
            trigger=pgtrigger.compiler.Trigger(name='lines_stay', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF EXISTS (\n        SELECT 1 FROM funding_costreport AS report\n        WHERE report.id = COALESCE(NEW.report_id, OLD.report_id) AND report.state <> 'entered'\n    ) THEN\n        RAISE EXCEPTION 'funding: the lines of a released report never change';\n    END IF;\n    RETURN COALESCE(NEW, OLD);\n", hash='e79050d50fd7c97944f71a45f4ff411776d3837e', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_lines_stay_37f8b', table='funding_costline', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='poststretch',
            trigger=pgtrigger.compiler.Trigger(name='nothing_overwritten', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n    IF TG_OP = \'UPDATE\' AND upper_inf(OLD.known) AND NOT upper_inf(NEW.known)\n       AND lower(OLD.known) = lower(NEW.known)\n       AND to_jsonb(OLD) - \'known\' = to_jsonb(NEW) - \'known\' THEN\n        RETURN NEW;\n    END IF;\n    RAISE EXCEPTION \'register: % in % is refused; close "known" and add a row\', TG_OP, TG_TABLE_NAME;\n', hash='af070d6be88ac4fe299171bd063d7d6002ff489b', operation='UPDATE OR DELETE', pgid='pgtrigger_nothing_overwritten_90ca9', table='funding_poststretch', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='proofofuse',
            trigger=pgtrigger.compiler.Trigger(name='released_stays', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF TG_OP = 'DELETE' THEN\n        IF OLD.state = 'entered' THEN RETURN OLD; END IF;\n        RAISE EXCEPTION 'funding: what was released is never deleted';\n    END IF;\n    IF OLD.state = 'entered' THEN RETURN NEW; END IF;\n    IF OLD.state = 'released' AND NEW.state = 'withdrawn' AND NEW.withdrawn_because <> ''\n       AND to_jsonb(OLD) - 'state' - 'withdrawn_because' - 'withdrawn_by_id'\n         = to_jsonb(NEW) - 'state' - 'withdrawn_because' - 'withdrawn_by_id' THEN\n        RETURN NEW;\n    END IF;\n    RAISE EXCEPTION 'funding: what was released can only be withdrawn, with a reason';\n", hash='b034e76a78a4e5afb78b722b0212185b39568f8d', operation='UPDATE OR DELETE', pgid='pgtrigger_released_stays_a2c36', table='funding_proofofuse', when='BEFORE')),
        ),
    ]
