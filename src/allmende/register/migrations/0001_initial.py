import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.indexes
import django.contrib.postgres.operations
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
    ]

    operations = [
        django.contrib.postgres.operations.BtreeGistExtension(
        ),
        django.contrib.postgres.operations.TrigramExtension(
        ),
        django.contrib.postgres.operations.UnaccentExtension(
        ),
        migrations.CreateModel(
            name='Source',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(max_length=100, unique=True, verbose_name='Kennung')),
                ('title', models.CharField(max_length=300, verbose_name='Titel')),
                ('attribution', models.TextField(verbose_name='Quellenangabe')),
                ('licence', models.CharField(blank=True, max_length=300, verbose_name='Nutzungsbedingung')),
                ('published_on', models.DateField(blank=True, null=True, verbose_name='veröffentlicht am')),
                ('recorded_at', models.DateTimeField(auto_now_add=True, verbose_name='eingelesen am')),
            ],
            options={
                'verbose_name': 'Quelle',
                'verbose_name_plural': 'Quellen',
            },
        ),
        migrations.CreateModel(
            name='Body',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=40, unique=True, verbose_name='Schlüssel')),
                ('ags', models.CharField(blank=True, max_length=8, null=True, unique=True, verbose_name='Amtlicher Gemeindeschlüssel')),
                ('ars', models.CharField(blank=True, max_length=12, null=True, unique=True, verbose_name='Regionalschlüssel')),
                ('stated_on', models.DateField(blank=True, null=True, verbose_name='jüngster Gebietsstand')),
            ],
            options={
                'verbose_name': 'Körperschaft',
                'verbose_name_plural': 'Körperschaften',
                'constraints': [models.CheckConstraint(condition=models.Q(('key__regex', '^[0-9a-z][0-9a-z-]*$')), name='body_key_form'), models.CheckConstraint(condition=models.Q(('ags__regex', '^[0-9]{8}$')), name='body_ags_form'), models.CheckConstraint(condition=models.Q(('ars__regex', '^[0-9]{12}$')), name='body_ars_form')],
            },
        ),
        migrations.CreateModel(
            name='BodyParent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('valid', django.contrib.postgres.fields.ranges.DateRangeField(verbose_name='gilt')),
                ('known', django.contrib.postgres.fields.ranges.DateTimeRangeField(verbose_name='bekannt')),
                ('relation', models.CharField(choices=[('administrative', 'gehört zu'), ('landschaftsverband', 'Landschaftsverband'), ('association', 'Mitglied in')], max_length=20, verbose_name='Beziehung')),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='parents', to='register.body')),
                ('parent', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='children', to='register.body')),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='register.source', verbose_name='Quelle')),
            ],
            options={
                'verbose_name': 'übergeordnete Körperschaft',
                'verbose_name_plural': 'übergeordnete Körperschaften',
                'indexes': [models.Index(condition=models.Q(('known__upper_inf', True)), fields=['parent', 'relation', 'body'], name='parent_now')],
                'constraints': [django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(models.F('body'), '='), (models.F('relation'), '='), (models.F('parent'), '='), (models.F('valid'), '&&'), (models.F('known'), '&&')], name='parent_never_twice'), django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('relation', 'association'), _negated=True), expressions=[(models.F('body'), '='), (models.F('relation'), '='), (models.F('valid'), '&&'), (models.F('known'), '&&')], name='parent_only_one'), models.CheckConstraint(condition=models.Q(('known__isempty', False), ('known__lower_inf', False), ('valid__isempty', False), ('valid__lower_inf', False)), name='parent_real_periods'), models.CheckConstraint(condition=models.Q(('parent', models.F('body')), _negated=True), name='parent_is_another'), models.CheckConstraint(condition=models.Q(('relation__in', ['administrative', 'landschaftsverband', 'association'])), name='parent_known_relation')],
            },
        ),
        migrations.CreateModel(
            name='BodyName',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('valid', django.contrib.postgres.fields.ranges.DateRangeField(verbose_name='gilt')),
                ('known', django.contrib.postgres.fields.ranges.DateTimeRangeField(verbose_name='bekannt')),
                ('name', models.CharField(max_length=200, verbose_name='Name')),
                ('official', models.CharField(max_length=200, verbose_name='amtliche Schreibweise')),
                ('sort_key', models.CharField(max_length=200)),
                ('folded', models.CharField(max_length=200)),
                ('base', models.CharField(max_length=200)),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='names', to='register.body')),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='register.source', verbose_name='Quelle')),
            ],
            options={
                'verbose_name': 'Name',
                'verbose_name_plural': 'Namen',
                'constraints': [django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(models.F('body'), '='), (models.F('valid'), '&&'), (models.F('known'), '&&')], name='name_never_twice'), models.CheckConstraint(condition=models.Q(('known__isempty', False), ('known__lower_inf', False), ('valid__isempty', False), ('valid__lower_inf', False)), name='name_real_periods')],
            },
        ),
        migrations.CreateModel(
            name='BodyKind',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('valid', django.contrib.postgres.fields.ranges.DateRangeField(verbose_name='gilt')),
                ('known', django.contrib.postgres.fields.ranges.DateTimeRangeField(verbose_name='bekannt')),
                ('kind', models.CharField(choices=[('bund', 'Bund'), ('land', 'Land'), ('regierungsbezirk', 'Regierungsbezirk'), ('landschaftsverband', 'Landschaftsverband'), ('region', 'Region'), ('kreis', 'Kreis'), ('landkreis', 'Landkreis'), ('staedteregion', 'Städteregion'), ('regionalverband', 'Regionalverband'), ('kreisfreie_stadt', 'kreisfreie Stadt'), ('stadtkreis', 'Stadtkreis'), ('grosse_kreisstadt', 'Große Kreisstadt'), ('kreisangehoerige_stadt', 'kreisangehörige Stadt'), ('markt', 'Markt'), ('gemeinde', 'Gemeinde'), ('gemeindefreies_gebiet', 'gemeindefreies Gebiet'), ('amt', 'Amt'), ('samtgemeinde', 'Samtgemeinde'), ('verbandsgemeinde', 'Verbandsgemeinde'), ('verwaltungsgemeinschaft', 'Verwaltungsgemeinschaft'), ('verwaltungsverband', 'Verwaltungsverband'), ('zweckverband', 'Zweckverband'), ('aoer', 'Anstalt des öffentlichen Rechts'), ('gmbh', 'GmbH'), ('verein', 'Verein'), ('kommunaler_verband', 'kommunaler Verband'), ('traeger', 'freier Träger'), ('auslaendisch', 'ausländische Körperschaft'), ('sonstige', 'sonstige Körperschaft')], max_length=40, verbose_name='Art')),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='kinds', to='register.body')),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='register.source', verbose_name='Quelle')),
            ],
            options={
                'verbose_name': 'Art',
                'verbose_name_plural': 'Arten',
                'constraints': [django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(models.F('body'), '='), (models.F('valid'), '&&'), (models.F('known'), '&&')], name='kind_never_twice'), models.CheckConstraint(condition=models.Q(('known__isempty', False), ('known__lower_inf', False), ('valid__isempty', False), ('valid__lower_inf', False)), name='kind_real_periods'), models.CheckConstraint(condition=models.Q(('kind__in', ['bund', 'land', 'regierungsbezirk', 'landschaftsverband', 'region', 'kreis', 'landkreis', 'staedteregion', 'regionalverband', 'kreisfreie_stadt', 'stadtkreis', 'grosse_kreisstadt', 'kreisangehoerige_stadt', 'markt', 'gemeinde', 'gemeindefreies_gebiet', 'amt', 'samtgemeinde', 'verbandsgemeinde', 'verwaltungsgemeinschaft', 'verwaltungsverband', 'zweckverband', 'aoer', 'gmbh', 'verein', 'kommunaler_verband', 'traeger', 'auslaendisch', 'sonstige'])), name='kind_known_code')],
            },
        ),
        migrations.CreateModel(
            name='Succession',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ended_on', models.DateField(verbose_name='erster Tag danach')),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='successions', to='register.body')),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='register.source')),
                ('successor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='predecessions', to='register.body')),
            ],
            options={
                'verbose_name': 'Rechtsnachfolge',
                'verbose_name_plural': 'Rechtsnachfolgen',
                'constraints': [models.UniqueConstraint(fields=('body', 'successor', 'ended_on'), name='succession_once'), models.CheckConstraint(condition=models.Q(('successor', models.F('body')), _negated=True), name='succession_is_another')],
            },
        ),
        migrations.CreateModel(
            name='BodyPeriod',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('valid', django.contrib.postgres.fields.ranges.DateRangeField()),
                ('key', models.CharField(max_length=40)),
                ('ags', models.CharField(max_length=8, null=True)),
                ('name', models.CharField(max_length=200)),
                ('official', models.CharField(max_length=200)),
                ('sort_key', models.CharField(max_length=200)),
                ('folded', models.CharField(max_length=200)),
                ('base', models.CharField(max_length=200)),
                ('kind', models.CharField(max_length=40)),
                ('parent_key', models.CharField(max_length=40)),
                ('parent_name', models.CharField(max_length=200)),
                ('population', models.DecimalField(decimal_places=4, max_digits=18, null=True)),
                ('population_date', models.DateField(null=True)),
                ('area', models.DecimalField(decimal_places=4, max_digits=18, null=True)),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='periods', to='register.body')),
            ],
            options={
                'verbose_name': 'Zeitabschnitt',
                'verbose_name_plural': 'Zeitabschnitte',
                'indexes': [django.contrib.postgres.indexes.GinIndex(fastupdate=False, fields=['folded'], name='period_folded_trigrams', opclasses=['gin_trgm_ops']), models.Index(fields=['base'], name='period_base'), models.Index(fields=['key'], name='period_key'), models.Index(fields=['sort_key', 'body'], name='period_sorted')],
                'constraints': [django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(models.F('body'), '='), (models.F('valid'), '&&')], name='period_never_twice')],
            },
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('reader', 'liest mit'), ('clerk', 'Sachbearbeitung'), ('treasurer', 'Kämmerei'), ('head', 'Leitung'), ('auditor', 'Rechnungsprüfung')], max_length=20, verbose_name='Rolle')),
                ('valid', django.contrib.postgres.fields.ranges.DateRangeField(verbose_name='gilt')),
                ('granted_at', models.DateTimeField(auto_now_add=True)),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='register.body')),
                ('granted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'Zuständigkeit',
                'verbose_name_plural': 'Zuständigkeiten',
                'constraints': [django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(models.F('user'), '='), (models.F('body'), '='), (models.F('valid'), '&&')], name='membership_one_role_at_a_time'), models.CheckConstraint(condition=models.Q(('valid__isempty', False), ('valid__lower_inf', False)), name='membership_real_period'), models.CheckConstraint(condition=models.Q(('role__in', ['reader', 'clerk', 'treasurer', 'head', 'auditor'])), name='membership_known_role')],
            },
        ),
        migrations.CreateModel(
            name='Neighbour',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('border_metres', models.PositiveIntegerField(verbose_name='gemeinsame Grenze in Metern')),
                ('first', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='neighbours_after', to='register.body')),
                ('second', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='neighbours_before', to='register.body')),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='register.source')),
            ],
            options={
                'verbose_name': 'Nachbarschaft',
                'verbose_name_plural': 'Nachbarschaften',
                'constraints': [models.UniqueConstraint(fields=('first', 'second'), name='neighbour_pair_once'), models.CheckConstraint(condition=models.Q(('first__lt', models.F('second'))), name='neighbour_smaller_first')],
            },
        ),
        migrations.CreateModel(
            name='KeyFigure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('valid', django.contrib.postgres.fields.ranges.DateRangeField(verbose_name='gilt')),
                ('known', django.contrib.postgres.fields.ranges.DateTimeRangeField(verbose_name='bekannt')),
                ('kind', models.CharField(choices=[('population', 'Einwohnerinnen und Einwohner'), ('population_male', 'davon männlich'), ('population_female', 'davon weiblich'), ('area', 'Fläche')], max_length=40, verbose_name='Kennzahl')),
                ('value', models.DecimalField(decimal_places=4, max_digits=18, verbose_name='Wert')),
                ('unit', models.CharField(max_length=20, verbose_name='Einheit')),
                ('reference_date', models.DateField(verbose_name='Stichtag')),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='figures', to='register.body')),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='register.source', verbose_name='Quelle')),
            ],
            options={
                'verbose_name': 'Kennzahl',
                'verbose_name_plural': 'Kennzahlen',
                'constraints': [django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(models.F('body'), '='), (models.F('kind'), '='), (models.F('valid'), '&&'), (models.F('known'), '&&')], name='figure_never_twice'), models.CheckConstraint(condition=models.Q(('known__isempty', False), ('known__lower_inf', False), ('valid__isempty', False), ('valid__lower_inf', False)), name='figure_real_periods'), models.CheckConstraint(condition=models.Q(('value__gte', 0)), name='figure_not_negative'), models.CheckConstraint(condition=models.Q(('kind__in', ['population', 'population_male', 'population_female', 'area'])), name='figure_known_kind')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='keyfigure',
            trigger=pgtrigger.compiler.Trigger(name='nothing_overwritten', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n    IF TG_OP = \'UPDATE\' AND upper_inf(OLD.known) AND NOT upper_inf(NEW.known)\n       AND lower(OLD.known) = lower(NEW.known)\n       AND to_jsonb(OLD) - \'known\' = to_jsonb(NEW) - \'known\' THEN\n        RETURN NEW;\n    END IF;\n    RAISE EXCEPTION \'register: % in % is refused; close "known" and add a row\', TG_OP, TG_TABLE_NAME;\n', hash='ec2d325731fbb9c5ff6f4cc48f261533c6b9b506', operation='UPDATE OR DELETE', pgid='pgtrigger_nothing_overwritten_13618', table='register_keyfigure', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='bodyparent',
            trigger=pgtrigger.compiler.Trigger(name='nothing_overwritten', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n    IF TG_OP = \'UPDATE\' AND upper_inf(OLD.known) AND NOT upper_inf(NEW.known)\n       AND lower(OLD.known) = lower(NEW.known)\n       AND to_jsonb(OLD) - \'known\' = to_jsonb(NEW) - \'known\' THEN\n        RETURN NEW;\n    END IF;\n    RAISE EXCEPTION \'register: % in % is refused; close "known" and add a row\', TG_OP, TG_TABLE_NAME;\n', hash='5f93f1aa701ed16d3f0830f365d6bf6ba9c98a8c', operation='UPDATE OR DELETE', pgid='pgtrigger_nothing_overwritten_9aefe', table='register_bodyparent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='bodyname',
            trigger=pgtrigger.compiler.Trigger(name='nothing_overwritten', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n    IF TG_OP = \'UPDATE\' AND upper_inf(OLD.known) AND NOT upper_inf(NEW.known)\n       AND lower(OLD.known) = lower(NEW.known)\n       AND to_jsonb(OLD) - \'known\' = to_jsonb(NEW) - \'known\' THEN\n        RETURN NEW;\n    END IF;\n    RAISE EXCEPTION \'register: % in % is refused; close "known" and add a row\', TG_OP, TG_TABLE_NAME;\n', hash='4081505a97440a9b4aef87433ad4773902e24dc9', operation='UPDATE OR DELETE', pgid='pgtrigger_nothing_overwritten_adeaf', table='register_bodyname', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='bodykind',
            trigger=pgtrigger.compiler.Trigger(name='nothing_overwritten', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n    IF TG_OP = \'UPDATE\' AND upper_inf(OLD.known) AND NOT upper_inf(NEW.known)\n       AND lower(OLD.known) = lower(NEW.known)\n       AND to_jsonb(OLD) - \'known\' = to_jsonb(NEW) - \'known\' THEN\n        RETURN NEW;\n    END IF;\n    RAISE EXCEPTION \'register: % in % is refused; close "known" and add a row\', TG_OP, TG_TABLE_NAME;\n', hash='472d06fa6eb57aa7d32d2660c5abee5fcf3c43a7', operation='UPDATE OR DELETE', pgid='pgtrigger_nothing_overwritten_69770', table='register_bodykind', when='BEFORE')),
        ),
    ]
