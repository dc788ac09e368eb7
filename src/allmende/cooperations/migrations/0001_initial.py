import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.indexes
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('papers', '0001_initial'),
        ('register', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Task',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=60, unique=True, verbose_name='Kennung')),
                ('name', models.CharField(max_length=200, verbose_name='Aufgabe')),
                ('area', models.CharField(max_length=200, verbose_name='Bereich')),
                ('note', models.CharField(blank=True, max_length=500, verbose_name='Erläuterung')),
            ],
            options={
                'verbose_name': 'Aufgabe',
                'verbose_name_plural': 'Aufgaben',
            },
        ),
        migrations.CreateModel(
            name='Cooperation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(max_length=80, unique=True, verbose_name='Schlüssel')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='angelegt am')),
                ('body', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='register.body', verbose_name='eigene Körperschaft')),
                ('created_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('steward', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='register.body', verbose_name='verantwortet den Eintrag')),
            ],
            options={
                'verbose_name': 'Zusammenarbeit',
                'verbose_name_plural': 'Zusammenarbeiten',
                'constraints': [models.CheckConstraint(condition=models.Q(('key__regex', '^[0-9a-z][0-9a-z-]*$')), name='cooperation_key_form')],
            },
        ),
        migrations.CreateModel(
            name='CooperationDocument',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('known', django.contrib.postgres.fields.ranges.DateTimeRangeField(verbose_name='bekannt')),
                ('title', models.CharField(max_length=500, verbose_name='Titel')),
                ('url', models.CharField(blank=True, max_length=1000, verbose_name='Adresse')),
                ('cooperation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='documents', to='cooperations.cooperation')),
                ('paper', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='papers.paper')),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='register.source')),
            ],
            options={
                'verbose_name': 'Unterlage',
                'verbose_name_plural': 'Unterlagen',
                'constraints': [models.UniqueConstraint(condition=models.Q(('known__upper_inf', True)), fields=('cooperation', 'title'), name='cooperation_document_once'), models.CheckConstraint(condition=models.Q(models.Q(('url', ''), _negated=True), ('paper__isnull', False), _connector='OR'), name='cooperation_document_leads_somewhere')],
            },
        ),
        migrations.CreateModel(
            name='CooperationEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('known', django.contrib.postgres.fields.ranges.DateTimeRangeField(verbose_name='bekannt')),
                ('kind', models.CharField(choices=[('signed', 'unterzeichnet'), ('approved', 'genehmigt'), ('deemed_approved', 'gilt als genehmigt'), ('announced', 'bekannt gemacht'), ('effective', 'in Kraft'), ('amended', 'geändert'), ('notice_until', 'kündbar bis'), ('review', 'Überprüfung'), ('ended', 'beendet')], max_length=20, verbose_name='Ereignis')),
                ('date', models.DateField(verbose_name='Tag')),
                ('note', models.CharField(blank=True, max_length=500, verbose_name='Fundstelle oder Erläuterung')),
                ('cooperation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='cooperations.cooperation')),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='register.source')),
            ],
            options={
                'verbose_name': 'Ereignis',
                'verbose_name_plural': 'Ereignisse',
                'constraints': [models.UniqueConstraint(condition=models.Q(('known__upper_inf', True)), fields=('cooperation', 'kind', 'date', 'note'), name='cooperation_event_once'), models.CheckConstraint(condition=models.Q(('kind__in', ['signed', 'approved', 'deemed_approved', 'announced', 'effective', 'amended', 'notice_until', 'review', 'ended'])), name='cooperation_event_kind')],
            },
        ),
        migrations.CreateModel(
            name='CooperationState',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('valid', django.contrib.postgres.fields.ranges.DateRangeField(verbose_name='gilt')),
                ('known', django.contrib.postgres.fields.ranges.DateTimeRangeField(verbose_name='bekannt')),
                ('name', models.CharField(max_length=300, verbose_name='Name')),
                ('short_name', models.CharField(blank=True, max_length=100, verbose_name='Kurzname')),
                ('folded', models.CharField(max_length=420)),
                ('legal_form', models.CharField(choices=[('arbeitsgemeinschaft', 'kommunale Arbeitsgemeinschaft'), ('oerv_mandatierend', 'öffentlich-rechtliche Vereinbarung (mandatierend)'), ('oerv_delegierend', 'öffentlich-rechtliche Vereinbarung (delegierend)'), ('oerv', 'öffentlich-rechtliche Vereinbarung'), ('zweckverband', 'Zweckverband'), ('gku', 'gemeinsames Kommunalunternehmen'), ('aoer', 'Anstalt des öffentlichen Rechts'), ('gmbh', 'GmbH'), ('genossenschaft', 'Genossenschaft'), ('verein', 'Verein'), ('vertrag', 'privatrechtlicher Vertrag'), ('sonstige', 'andere Form'), ('unbekannt', 'Rechtsform unbekannt')], max_length=30, verbose_name='Rechtsform')),
                ('variant', models.CharField(blank=True, max_length=300, verbose_name='Ausgestaltung')),
                ('purpose', models.TextField(blank=True, verbose_name='Zweck')),
                ('authority', models.CharField(blank=True, max_length=200, verbose_name='Aufsichtsbehörde')),
                ('vat', models.CharField(choices=[('no_supply', 'kein Leistungsaustausch'), ('section_2b', 'nicht unternehmerisch (§ 2b UStG)'), ('section_4_29', 'steuerfrei (§ 4 Nr. 29 UStG)'), ('taxable', 'steuerpflichtig'), ('option', 'altes Recht (Option bis 31.12.2026)'), ('unknown', 'nicht bekannt')], max_length=20, verbose_name='Umsatzsteuer')),
                ('procurement_basis', models.CharField(blank=True, max_length=300, verbose_name='Vergaberecht')),
                ('data_protection', models.CharField(choices=[('controller', 'Verantwortlicher (Art. 4 Nr. 7 DSGVO)'), ('joint', 'gemeinsam Verantwortliche (Art. 26 DSGVO)'), ('processor', 'Auftragsverarbeiter (Art. 28 DSGVO)'), ('unknown', 'nicht bekannt')], max_length=20, verbose_name='Datenschutz')),
                ('notice_period', models.CharField(blank=True, max_length=300, verbose_name='Kündigung')),
                ('capital_total_cents', models.BigIntegerField(blank=True, null=True, verbose_name='Kapital in Cent')),
                ('votes_total', models.PositiveIntegerField(blank=True, null=True, verbose_name='Stimmen insgesamt')),
                ('is_start_known', models.BooleanField(default=True, verbose_name='Beginn bekannt')),
                ('confidence', models.CharField(choices=[('named', 'in der Quelle genannt'), ('area', 'über das Gebiet genannt'), ('inferred', 'erschlossen')], max_length=20, verbose_name='Sicherheit')),
                ('cooperation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='states', to='cooperations.cooperation')),
                ('seat', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='register.body')),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='register.source', verbose_name='Quelle')),
            ],
            options={
                'verbose_name': 'Angaben zur Zusammenarbeit',
                'verbose_name_plural': 'Angaben zu Zusammenarbeiten',
                'indexes': [django.contrib.postgres.indexes.GinIndex(fields=['folded'], name='cooperation_state_trigrams', opclasses=['gin_trgm_ops'])],
                'constraints': [django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(models.F('cooperation'), '='), (models.F('valid'), '&&'), (models.F('known'), '&&')], name='cooperation_state_never_twice'), models.CheckConstraint(condition=models.Q(('known__isempty', False), ('known__lower_inf', False), ('valid__isempty', False), ('valid__lower_inf', False)), name='cooperation_state_real_periods'), models.CheckConstraint(condition=models.Q(('legal_form__in', ['arbeitsgemeinschaft', 'oerv_mandatierend', 'oerv_delegierend', 'oerv', 'zweckverband', 'gku', 'aoer', 'gmbh', 'genossenschaft', 'verein', 'vertrag', 'sonstige', 'unbekannt'])), name='cooperation_state_form'), models.CheckConstraint(condition=models.Q(('vat__in', ['no_supply', 'section_2b', 'section_4_29', 'taxable', 'option', 'unknown'])), name='cooperation_state_vat'), models.CheckConstraint(condition=models.Q(('data_protection__in', ['controller', 'joint', 'processor', 'unknown'])), name='cooperation_state_data_protection'), models.CheckConstraint(condition=models.Q(('confidence__in', ['named', 'area', 'inferred'])), name='cooperation_state_confidence')],
            },
        ),
        migrations.CreateModel(
            name='CostPool',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('valid', django.contrib.postgres.fields.ranges.DateRangeField(verbose_name='gilt')),
                ('known', django.contrib.postgres.fields.ranges.DateTimeRangeField(verbose_name='bekannt')),
                ('name', models.CharField(max_length=200, verbose_name='Kostentopf')),
                ('key', models.JSONField(verbose_name='Schlüssel')),
                ('words', models.CharField(max_length=500, verbose_name='in Worten')),
                ('cooperation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cost_pools', to='cooperations.cooperation')),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='register.source', verbose_name='Quelle')),
            ],
            options={
                'verbose_name': 'Kostentopf',
                'verbose_name_plural': 'Kostentöpfe',
                'constraints': [django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(models.F('cooperation'), '='), (models.F('name'), '='), (models.F('valid'), '&&'), (models.F('known'), '&&')], name='cost_pool_never_twice'), models.CheckConstraint(condition=models.Q(('known__isempty', False), ('known__lower_inf', False), ('valid__isempty', False), ('valid__lower_inf', False)), name='cost_pool_real_periods')],
            },
        ),
        migrations.CreateModel(
            name='Organ',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('valid', django.contrib.postgres.fields.ranges.DateRangeField(verbose_name='gilt')),
                ('known', django.contrib.postgres.fields.ranges.DateTimeRangeField(verbose_name='bekannt')),
                ('name', models.CharField(max_length=200, verbose_name='Organ')),
                ('composition', models.TextField(blank=True, verbose_name='Zusammensetzung')),
                ('cooperation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='organs', to='cooperations.cooperation')),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='register.source', verbose_name='Quelle')),
            ],
            options={
                'verbose_name': 'Organ',
                'verbose_name_plural': 'Organe',
                'constraints': [django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(models.F('cooperation'), '='), (models.F('name'), '='), (models.F('valid'), '&&'), (models.F('known'), '&&')], name='organ_never_twice'), models.CheckConstraint(condition=models.Q(('known__isempty', False), ('known__lower_inf', False), ('valid__isempty', False), ('valid__lower_inf', False)), name='organ_real_periods')],
            },
        ),
        migrations.CreateModel(
            name='Party',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('valid', django.contrib.postgres.fields.ranges.DateRangeField(verbose_name='gilt')),
                ('known', django.contrib.postgres.fields.ranges.DateTimeRangeField(verbose_name='bekannt')),
                ('role', models.CharField(choices=[('lead', 'federführend'), ('member', 'Mitglied'), ('customer', 'nutzt die Leistung'), ('guest', 'Gast'), ('observer', 'beobachtet')], max_length=20, verbose_name='Rolle')),
                ('capital_cents', models.BigIntegerField(blank=True, null=True, verbose_name='Kapitalanteil in Cent')),
                ('votes', models.PositiveIntegerField(blank=True, null=True, verbose_name='Stimmen')),
                ('seats', models.PositiveIntegerField(blank=True, null=True, verbose_name='Sitze')),
                ('task_codes', django.contrib.postgres.fields.ArrayField(base_field=models.SlugField(max_length=60), blank=True, default=list, size=None)),
                ('confidence', models.CharField(choices=[('named', 'in der Quelle genannt'), ('area', 'über das Gebiet genannt'), ('inferred', 'erschlossen')], max_length=20, verbose_name='Sicherheit')),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='register.body')),
                ('cooperation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='parties', to='cooperations.cooperation')),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='register.source', verbose_name='Quelle')),
            ],
            options={
                'verbose_name': 'Beteiligte',
                'verbose_name_plural': 'Beteiligte',
                'indexes': [models.Index(condition=models.Q(('known__upper_inf', True)), fields=['body', 'cooperation'], name='party_of_body'), models.Index(condition=models.Q(('known__upper_inf', True), ('role', 'lead')), fields=['cooperation', 'body'], name='party_leading')],
                'constraints': [django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(models.F('cooperation'), '='), (models.F('body'), '='), (models.F('valid'), '&&'), (models.F('known'), '&&')], name='party_never_twice'), models.CheckConstraint(condition=models.Q(('known__isempty', False), ('known__lower_inf', False), ('valid__isempty', False), ('valid__lower_inf', False)), name='party_real_periods'), models.CheckConstraint(condition=models.Q(('role__in', ['lead', 'member', 'customer', 'guest', 'observer'])), name='party_role'), models.CheckConstraint(condition=models.Q(('confidence__in', ['named', 'area', 'inferred'])), name='party_confidence'), models.CheckConstraint(condition=models.Q(('capital_cents__isnull', True), ('capital_cents__gte', 0), _connector='OR'), name='party_capital_not_negative')],
            },
        ),
        migrations.CreateModel(
            name='CooperationTask',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('valid', django.contrib.postgres.fields.ranges.DateRangeField(verbose_name='gilt')),
                ('known', django.contrib.postgres.fields.ranges.DateTimeRangeField(verbose_name='bekannt')),
                ('extent', models.CharField(choices=[('full', 'ganz'), ('part', 'teilweise')], max_length=10, verbose_name='Umfang')),
                ('mode', models.CharField(choices=[('transfer', 'Aufgabe geht über'), ('execution', 'nur Durchführung'), ('advice', 'Abstimmung und Beratung'), ('unknown', 'nicht bekannt')], max_length=20, verbose_name='Übergang')),
                ('area', models.CharField(blank=True, max_length=300, verbose_name='Gebiet')),
                ('cooperation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tasks', to='cooperations.cooperation')),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='register.source', verbose_name='Quelle')),
                ('task', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cooperations.task')),
            ],
            options={
                'verbose_name': 'gemeinsame Aufgabe',
                'verbose_name_plural': 'gemeinsame Aufgaben',
                'constraints': [django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(models.F('cooperation'), '='), (models.F('task'), '='), (models.F('valid'), '&&'), (models.F('known'), '&&')], name='cooperation_task_never_twice'), models.CheckConstraint(condition=models.Q(('known__isempty', False), ('known__lower_inf', False), ('valid__isempty', False), ('valid__lower_inf', False)), name='cooperation_task_real_periods'), models.CheckConstraint(condition=models.Q(('extent__in', ['full', 'part'])), name='cooperation_task_extent'), models.CheckConstraint(condition=models.Q(('mode__in', ['transfer', 'execution', 'advice', 'unknown'])), name='cooperation_task_mode')],
            },
        ),
        migrations.CreateModel(
            name='VotingRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('valid', django.contrib.postgres.fields.ranges.DateRangeField(verbose_name='gilt')),
                ('known', django.contrib.postgres.fields.ranges.DateTimeRangeField(verbose_name='bekannt')),
                ('matter', models.CharField(choices=[('simple', 'laufende Beschlüsse'), ('budget', 'Haushalt und Umlage'), ('statute', 'Änderung der Satzung'), ('tasks', 'Änderung der Aufgaben'), ('entry', 'Beitritt'), ('exit', 'Austritt'), ('dissolution', 'Auflösung')], max_length=20, verbose_name='Gegenstand')),
                ('rule', models.JSONField(verbose_name='Abstimmungsregel')),
                ('words', models.CharField(max_length=500, verbose_name='in Worten')),
                ('cooperation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='voting_rules', to='cooperations.cooperation')),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='register.source', verbose_name='Quelle')),
            ],
            options={
                'verbose_name': 'Abstimmungsregel',
                'verbose_name_plural': 'Abstimmungsregeln',
                'constraints': [django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(models.F('cooperation'), '='), (models.F('matter'), '='), (models.F('valid'), '&&'), (models.F('known'), '&&')], name='voting_rule_never_twice'), models.CheckConstraint(condition=models.Q(('known__isempty', False), ('known__lower_inf', False), ('valid__isempty', False), ('valid__lower_inf', False)), name='voting_rule_real_periods'), models.CheckConstraint(condition=models.Q(('matter__in', ['simple', 'budget', 'statute', 'tasks', 'entry', 'exit', 'dissolution'])), name='voting_rule_matter')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='cooperationdocument',
            trigger=pgtrigger.compiler.Trigger(name='nothing_overwritten', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n    IF TG_OP = \'UPDATE\' AND upper_inf(OLD.known) AND NOT upper_inf(NEW.known)\n       AND lower(OLD.known) = lower(NEW.known)\n       AND to_jsonb(OLD) - \'known\' = to_jsonb(NEW) - \'known\' THEN\n        RETURN NEW;\n    END IF;\n    RAISE EXCEPTION \'register: % in % is refused; close "known" and add a row\', TG_OP, TG_TABLE_NAME;\n', hash='81849454b7472a5035f810275a995c5f9963a75b', operation='UPDATE OR DELETE', pgid='pgtrigger_nothing_overwritten_46672', table='cooperations_cooperationdocument', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='cooperationevent',
            trigger=pgtrigger.compiler.Trigger(name='nothing_overwritten', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n    IF TG_OP = \'UPDATE\' AND upper_inf(OLD.known) AND NOT upper_inf(NEW.known)\n       AND lower(OLD.known) = lower(NEW.known)\n       AND to_jsonb(OLD) - \'known\' = to_jsonb(NEW) - \'known\' THEN\n        RETURN NEW;\n    END IF;\n    RAISE EXCEPTION \'register: % in % is refused; close "known" and add a row\', TG_OP, TG_TABLE_NAME;\n', hash='b009c7b5b26e995429affd95c6ed212ba6db9730', operation='UPDATE OR DELETE', pgid='pgtrigger_nothing_overwritten_f5697', table='cooperations_cooperationevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='cooperationstate',
            trigger=pgtrigger.compiler.Trigger(name='nothing_overwritten', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n    IF TG_OP = \'UPDATE\' AND upper_inf(OLD.known) AND NOT upper_inf(NEW.known)\n       AND lower(OLD.known) = lower(NEW.known)\n       AND to_jsonb(OLD) - \'known\' = to_jsonb(NEW) - \'known\' THEN\n        RETURN NEW;\n    END IF;\n    RAISE EXCEPTION \'register: % in % is refused; close "known" and add a row\', TG_OP, TG_TABLE_NAME;\n', hash='f9fbfd0fe7b9da675b1da8c0f4d4ea43c9e1ae16', operation='UPDATE OR DELETE', pgid='pgtrigger_nothing_overwritten_b689a', table='cooperations_cooperationstate', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='costpool',
            trigger=pgtrigger.compiler.Trigger(name='nothing_overwritten', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n    IF TG_OP = \'UPDATE\' AND upper_inf(OLD.known) AND NOT upper_inf(NEW.known)\n       AND lower(OLD.known) = lower(NEW.known)\n       AND to_jsonb(OLD) - \'known\' = to_jsonb(NEW) - \'known\' THEN\n        RETURN NEW;\n    END IF;\n    RAISE EXCEPTION \'register: % in % is refused; close "known" and add a row\', TG_OP, TG_TABLE_NAME;\n', hash='1b28ebf4bef239b75e2c120abd785542af728fac', operation='UPDATE OR DELETE', pgid='pgtrigger_nothing_overwritten_5e0f5', table='cooperations_costpool', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='organ',
            trigger=pgtrigger.compiler.Trigger(name='nothing_overwritten', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n    IF TG_OP = \'UPDATE\' AND upper_inf(OLD.known) AND NOT upper_inf(NEW.known)\n       AND lower(OLD.known) = lower(NEW.known)\n       AND to_jsonb(OLD) - \'known\' = to_jsonb(NEW) - \'known\' THEN\n        RETURN NEW;\n    END IF;\n    RAISE EXCEPTION \'register: % in % is refused; close "known" and add a row\', TG_OP, TG_TABLE_NAME;\n', hash='db08026d1dd792655e14235d2d23d2d25b7a75ba', operation='UPDATE OR DELETE', pgid='pgtrigger_nothing_overwritten_b0795', table='cooperations_organ', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='party',
            trigger=pgtrigger.compiler.Trigger(name='nothing_overwritten', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n    IF TG_OP = \'UPDATE\' AND upper_inf(OLD.known) AND NOT upper_inf(NEW.known)\n       AND lower(OLD.known) = lower(NEW.known)\n       AND to_jsonb(OLD) - \'known\' = to_jsonb(NEW) - \'known\' THEN\n        RETURN NEW;\n    END IF;\n    RAISE EXCEPTION \'register: % in % is refused; close "known" and add a row\', TG_OP, TG_TABLE_NAME;\n', hash='713a07766cd1d3d46dbeacc1231407c3a18a540b', operation='UPDATE OR DELETE', pgid='pgtrigger_nothing_overwritten_a8222', table='cooperations_party', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='cooperationtask',
            trigger=pgtrigger.compiler.Trigger(name='nothing_overwritten', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n    IF TG_OP = \'UPDATE\' AND upper_inf(OLD.known) AND NOT upper_inf(NEW.known)\n       AND lower(OLD.known) = lower(NEW.known)\n       AND to_jsonb(OLD) - \'known\' = to_jsonb(NEW) - \'known\' THEN\n        RETURN NEW;\n    END IF;\n    RAISE EXCEPTION \'register: % in % is refused; close "known" and add a row\', TG_OP, TG_TABLE_NAME;\n', hash='f72bbadab2e27405fc62c52a3bc0874ca07ac7ce', operation='UPDATE OR DELETE', pgid='pgtrigger_nothing_overwritten_f4d5b', table='cooperations_cooperationtask', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='votingrule',
            trigger=pgtrigger.compiler.Trigger(name='nothing_overwritten', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n    IF TG_OP = \'UPDATE\' AND upper_inf(OLD.known) AND NOT upper_inf(NEW.known)\n       AND lower(OLD.known) = lower(NEW.known)\n       AND to_jsonb(OLD) - \'known\' = to_jsonb(NEW) - \'known\' THEN\n        RETURN NEW;\n    END IF;\n    RAISE EXCEPTION \'register: % in % is refused; close "known" and add a row\', TG_OP, TG_TABLE_NAME;\n', hash='5f1706e2d7d5deff22e236cc70d8fac9a168e29c', operation='UPDATE OR DELETE', pgid='pgtrigger_nothing_overwritten_f7194', table='cooperations_votingrule', when='BEFORE')),
        ),
        migrations.CreateModel(
            name='Withdrawal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(max_length=500, verbose_name='Grund')),
                ('known', django.contrib.postgres.fields.ranges.DateTimeRangeField(verbose_name='bekannt')),
                ('body', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='register.body')),
                ('cooperation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='withdrawals', to='cooperations.cooperation')),
            ],
            options={
                'verbose_name': 'Rücknahme',
                'verbose_name_plural': 'Rücknahmen',
                'constraints': [models.UniqueConstraint(condition=models.Q(('known__upper_inf', True)), fields=('cooperation',), name='cooperation_withdrawn_once'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='cooperation_withdrawal_has_reason')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='withdrawal',
            trigger=pgtrigger.compiler.Trigger(name='nothing_overwritten', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n    IF TG_OP = \'UPDATE\' AND upper_inf(OLD.known) AND NOT upper_inf(NEW.known)\n       AND lower(OLD.known) = lower(NEW.known)\n       AND to_jsonb(OLD) - \'known\' = to_jsonb(NEW) - \'known\' THEN\n        RETURN NEW;\n    END IF;\n    RAISE EXCEPTION \'register: % in % is refused; close "known" and add a row\', TG_OP, TG_TABLE_NAME;\n', hash='ab2b8546390c78a0a9a7ad620121ed5f31766174', operation='UPDATE OR DELETE', pgid='pgtrigger_nothing_overwritten_2ab56', table='cooperations_withdrawal', when='BEFORE')),
        ),
    ]
