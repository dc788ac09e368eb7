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
        ('papers', '0001_initial'),
        ('register', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='ReviewAlternative',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(max_length=80, verbose_name='Schlüssel')),
                ('title', models.CharField(max_length=300, verbose_name='Titel')),
                ('is_member', models.BooleanField(default=True, verbose_name='zum Preis für Mitglieder')),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('version', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.productversion')),
            ],
            options={
                'verbose_name': 'Alternative einer Eignungsprüfung',
                'verbose_name_plural': 'Alternativen einer Eignungsprüfung',
            },
        ),
        migrations.CreateModel(
            name='SuitabilityReview',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('need', models.CharField(max_length=200, verbose_name='Bedarf')),
                ('need_folded', models.CharField(max_length=200)),
                ('occasion', models.CharField(choices=[('first', 'Erste Entscheidung über eine Leistung'), ('term_end', 'Vertragsende rückt näher'), ('declined', 'Nicht abgenommen: wiederkehrende Prüfung')], max_length=20, verbose_name='Anlass')),
                ('number', models.PositiveSmallIntegerField(default=1, verbose_name='Durchgang')),
                ('first_year', models.PositiveSmallIntegerField(verbose_name='erstes Jahr')),
                ('years', models.PositiveSmallIntegerField(default=5, verbose_name='Jahre')),
                ('rate_percent', models.DecimalField(blank=True, decimal_places=3, max_digits=6, null=True, verbose_name='Zinssatz')),
                ('rate_source', models.CharField(blank=True, max_length=300, verbose_name='Quelle des Zinssatzes')),
                ('workplaces', models.PositiveIntegerField(blank=True, null=True, verbose_name='Standardarbeitsplätze')),
                ('quantities', models.JSONField(blank=True, default=dict, verbose_name='Mengen im Jahr')),
                ('quantities_source', models.CharField(blank=True, max_length=300, verbose_name='Herkunft der Mengen')),
                ('keys', models.JSONField(blank=True, default=dict, verbose_name='Schlüssel der Hilfskostenstellen')),
                ('criteria_locked_at', models.DateTimeField(blank=True, null=True, verbose_name='Kriterien festgelegt am')),
                ('opened_at', models.DateTimeField(blank=True, null=True, verbose_name='Angebote geöffnet am')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='Ergebnis festgehalten am')),
                ('outcome', models.CharField(blank=True, choices=[('adopt', 'übernehmen'), ('watch', 'weiter beobachten'), ('unsuitable', 'nicht geeignet')], max_length=20, verbose_name='Ergebnis')),
                ('reason', models.TextField(blank=True, verbose_name='Begründung')),
                ('next_due_on', models.DateField(blank=True, null=True, verbose_name='nächste Prüfung bis')),
                ('is_published', models.BooleanField(default=False, verbose_name='öffentlich')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='register.body')),
                ('chosen', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='suitability.reviewalternative')),
                ('created_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('criteria_locked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('paper', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='papers.paper')),
                ('previous', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='following', to='suitability.suitabilityreview')),
            ],
            options={
                'verbose_name': 'Eignungsprüfung',
                'verbose_name_plural': 'Eignungsprüfungen',
                'constraints': [models.UniqueConstraint(fields=('body', 'need_folded', 'number'), name='review_number_once'), models.UniqueConstraint(condition=models.Q(('decided_at', None)), fields=('body', 'need_folded'), name='review_one_open'), models.CheckConstraint(condition=models.Q(('years__gte', 1), ('years__lte', 15)), name='review_years_possible'), models.CheckConstraint(condition=models.Q(('rate_percent', None), models.Q(('rate_percent__gte', 0), ('rate_percent__lte', 100)), _connector='OR'), name='review_rate_possible'), models.CheckConstraint(condition=models.Q(('opened_at', None), models.Q(('criteria_locked_at__isnull', False), ('criteria_locked_at__lt', models.F('opened_at'))), _connector='OR'), name='review_criteria_before_offers'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('outcome', '')), models.Q(('decided_at__isnull', False), ('opened_at__isnull', False), models.Q(('outcome', ''), _negated=True), models.Q(('reason', ''), _negated=True)), _connector='OR'), name='review_decided_whole'), models.CheckConstraint(condition=models.Q(('occasion__in', ['first', 'term_end', 'declined'])), name='review_occasion'), models.CheckConstraint(condition=models.Q(('outcome__in', ['adopt', 'watch', 'unsuitable', ''])), name='review_outcome')],
            },
        ),
        migrations.CreateModel(
            name='ReviewEvidence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('document', models.JSONField(verbose_name='Inhalt')),
                ('sha256', models.CharField(max_length=64, verbose_name='Prüfsumme')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('created_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('review', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='evidence', to='suitability.suitabilityreview')),
            ],
            options={
                'verbose_name': 'Nachweis einer Eignungsprüfung',
                'verbose_name_plural': 'Nachweise einer Eignungsprüfung',
            },
        ),
        migrations.CreateModel(
            name='ReviewCriterion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(max_length=60, verbose_name='Schlüssel')),
                ('label', models.CharField(max_length=200, verbose_name='Kriterium')),
                ('weight', models.PositiveSmallIntegerField(verbose_name='Gewicht')),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('review', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='criteria', to='suitability.suitabilityreview')),
            ],
            options={
                'verbose_name': 'Kriterium einer Eignungsprüfung',
                'verbose_name_plural': 'Kriterien einer Eignungsprüfung',
                'constraints': [models.UniqueConstraint(fields=('review', 'key'), name='review_criterion_once')],
            },
        ),
        migrations.AddField(
            model_name='reviewalternative',
            name='review',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='alternatives', to='suitability.suitabilityreview'),
        ),
        migrations.CreateModel(
            name='OwnPost',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('center', models.CharField(choices=[('rechenzentrum', 'Rechenzentrumsbetrieb'), ('netz', 'Netz'), ('fachanwendungen', 'Fachanwendungen'), ('standardarbeitsplatz', 'Arbeitsplatz mit IT-Ausstattung (Standardarbeitsplatz)'), ('telekommunikation', 'Telekommunikation')], max_length=30, verbose_name='Kostenstelle')),
                ('label', models.CharField(max_length=200, verbose_name='Bezeichnung')),
                ('kind', models.CharField(choices=[('office', 'Büroarbeitsplatz'), ('other', 'kein Büroarbeitsplatz')], max_length=10, verbose_name='Art des Arbeitsplatzes')),
                ('workplaces', models.DecimalField(decimal_places=2, max_digits=7, verbose_name='Stellen')),
                ('personnel_cents', models.BigIntegerField(verbose_name='Bruttopersonalkosten im Jahr in Cent')),
                ('source', models.CharField(max_length=300, verbose_name='Quelle')),
                ('review', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='own_posts', to='suitability.suitabilityreview')),
            ],
            options={
                'verbose_name': 'eigene Stelle',
                'verbose_name_plural': 'eigene Stellen',
                'constraints': [models.CheckConstraint(condition=models.Q(('center__in', ['rechenzentrum', 'netz', 'fachanwendungen', 'standardarbeitsplatz', 'telekommunikation'])), name='own_post_center'), models.CheckConstraint(condition=models.Q(('kind__in', ['office', 'other'])), name='own_post_kind')],
            },
        ),
        migrations.CreateModel(
            name='OwnCostEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('center', models.CharField(choices=[('rechenzentrum', 'Rechenzentrumsbetrieb'), ('netz', 'Netz'), ('fachanwendungen', 'Fachanwendungen'), ('standardarbeitsplatz', 'Arbeitsplatz mit IT-Ausstattung (Standardarbeitsplatz)'), ('telekommunikation', 'Telekommunikation')], max_length=30, verbose_name='Kostenstelle')),
                ('label', models.CharField(max_length=200, verbose_name='Bezeichnung')),
                ('cents', models.BigIntegerField(verbose_name='Betrag im Jahr in Cent')),
                ('source', models.CharField(max_length=300, verbose_name='Quelle')),
                ('review', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='own_costs', to='suitability.suitabilityreview')),
            ],
            options={
                'verbose_name': 'eigene Kosten',
                'verbose_name_plural': 'eigene Kosten',
                'constraints': [models.CheckConstraint(condition=models.Q(('center__in', ['rechenzentrum', 'netz', 'fachanwendungen', 'standardarbeitsplatz', 'telekommunikation'])), name='own_cost_center')],
            },
        ),
        migrations.CreateModel(
            name='AlternativePoints',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('points', models.PositiveSmallIntegerField(verbose_name='Punkte')),
                ('reason', models.CharField(max_length=500, verbose_name='Begründung')),
                ('alternative', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='points', to='suitability.reviewalternative')),
                ('criterion', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='points', to='suitability.reviewcriterion')),
                ('review', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='points', to='suitability.suitabilityreview')),
            ],
            options={
                'verbose_name': 'Punkte einer Alternative',
                'verbose_name_plural': 'Punkte einer Alternative',
                'constraints': [models.UniqueConstraint(fields=('alternative', 'criterion'), name='alternative_points_once'), models.CheckConstraint(condition=models.Q(('points__lte', 10)), name='alternative_points_range')],
            },
        ),
        migrations.CreateModel(
            name='AlternativePayment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('investment', 'Anschaffung'), ('running', 'laufende Kosten'), ('transition', 'Umstellung'), ('double_cost', 'Parallelbetrieb'), ('stranded', 'nicht mehr nutzbare Lizenzen und Geräte'), ('exit', 'Ausstieg'), ('saving', 'Entlastung')], max_length=20, verbose_name='Art')),
                ('year', models.PositiveSmallIntegerField(verbose_name='Jahr')),
                ('label', models.CharField(max_length=200, verbose_name='Bezeichnung')),
                ('cents', models.BigIntegerField(verbose_name='Betrag in Cent')),
                ('source', models.CharField(max_length=300, verbose_name='Quelle')),
                ('alternative', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='payments', to='suitability.reviewalternative')),
                ('review', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='payments', to='suitability.suitabilityreview')),
            ],
            options={
                'verbose_name': 'Zahlung einer Alternative',
                'verbose_name_plural': 'Zahlungen einer Alternative',
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['investment', 'running', 'transition', 'double_cost', 'stranded', 'exit', 'saving'])), name='alternative_payment_kind')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='suitabilityreview',
            trigger=pgtrigger.compiler.Trigger(name='decided_stays', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF OLD.opened_at IS NOT NULL AND OLD.criteria_locked_at IS DISTINCT FROM NEW.criteria_locked_at THEN\n        RAISE EXCEPTION 'suitability: criteria of review % are older than its offers and stay', OLD.id;\n    END IF;\n    IF OLD.decided_at IS NULL THEN RETURN NEW; END IF;\n    IF to_jsonb(OLD) - '{is_published,next_due_on,paper_id}'::text[]\n       = to_jsonb(NEW) - '{is_published,next_due_on,paper_id}'::text[] THEN\n        RETURN NEW;\n    END IF;\n    RAISE EXCEPTION 'suitability: review % is decided', OLD.id;\n", hash='ca7a77bf290e6df1890218b963cd7df1901b18e9', operation='UPDATE', pgid='pgtrigger_decided_stays_08384', table='suitability_suitabilityreview', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='suitabilityreview',
            trigger=pgtrigger.compiler.Trigger(name='decided_is_kept', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."decided_at" IS NOT NULL)', func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='b49df653cf19533437f1bc78dcd3b1a72cca6989', operation='DELETE', pgid='pgtrigger_decided_is_kept_c9489', table='suitability_suitabilityreview', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='reviewevidence',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='2ac14f7be3a3fb7c781ddd50b6067b1fee061357', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_540c4', table='suitability_reviewevidence', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='reviewcriterion',
            trigger=pgtrigger.compiler.Trigger(name='stays_added', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF EXISTS (SELECT 1 FROM suitability_suitabilityreview r\n               WHERE r.criteria_locked_at IS NOT NULL AND r.id = NEW.review_id) THEN\n        RAISE EXCEPTION 'suitability: % is refused in %', TG_OP, TG_TABLE_NAME;\n    END IF;\n    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n    RETURN NEW;\n", hash='0badb151575e2a99b5b4e83e8dfed9465973f9ee', operation='INSERT', pgid='pgtrigger_stays_added_19f31', table='suitability_reviewcriterion', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='reviewcriterion',
            trigger=pgtrigger.compiler.Trigger(name='stays_changed', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF EXISTS (SELECT 1 FROM suitability_suitabilityreview r\n               WHERE r.criteria_locked_at IS NOT NULL AND r.id = OLD.review_id) THEN\n        RAISE EXCEPTION 'suitability: % is refused in %', TG_OP, TG_TABLE_NAME;\n    END IF;\n    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n    RETURN NEW;\n", hash='0e877668229ffd5eb3eaa9cb99c693af50d63569', operation='UPDATE', pgid='pgtrigger_stays_changed_8a736', table='suitability_reviewcriterion', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='reviewcriterion',
            trigger=pgtrigger.compiler.Trigger(name='stays_removed', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF EXISTS (SELECT 1 FROM suitability_suitabilityreview r\n               WHERE r.criteria_locked_at IS NOT NULL AND r.id = OLD.review_id) THEN\n        RAISE EXCEPTION 'suitability: % is refused in %', TG_OP, TG_TABLE_NAME;\n    END IF;\n    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n    RETURN NEW;\n", hash='630e7e2cbaeb541d00feaf46a34017f210212f72', operation='DELETE', pgid='pgtrigger_stays_removed_8ded0', table='suitability_reviewcriterion', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='reviewalternative',
            constraint=models.UniqueConstraint(fields=('review', 'key'), name='review_alternative_once'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='reviewalternative',
            trigger=pgtrigger.compiler.Trigger(name='stays_added', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF EXISTS (SELECT 1 FROM suitability_suitabilityreview r\n               WHERE r.decided_at IS NOT NULL AND r.id = NEW.review_id) THEN\n        RAISE EXCEPTION 'suitability: % is refused in %', TG_OP, TG_TABLE_NAME;\n    END IF;\n    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n    RETURN NEW;\n", hash='fd81e9a0f80e094fbf681709553798b3faf56a0f', operation='INSERT', pgid='pgtrigger_stays_added_3f8b8', table='suitability_reviewalternative', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='reviewalternative',
            trigger=pgtrigger.compiler.Trigger(name='stays_changed', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF EXISTS (SELECT 1 FROM suitability_suitabilityreview r\n               WHERE r.decided_at IS NOT NULL AND r.id = OLD.review_id) THEN\n        RAISE EXCEPTION 'suitability: % is refused in %', TG_OP, TG_TABLE_NAME;\n    END IF;\n    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n    RETURN NEW;\n", hash='4419cb964889049f14567b070859f275fa49d448', operation='UPDATE', pgid='pgtrigger_stays_changed_af558', table='suitability_reviewalternative', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='reviewalternative',
            trigger=pgtrigger.compiler.Trigger(name='stays_removed', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF EXISTS (SELECT 1 FROM suitability_suitabilityreview r\n               WHERE r.decided_at IS NOT NULL AND r.id = OLD.review_id) THEN\n        RAISE EXCEPTION 'suitability: % is refused in %', TG_OP, TG_TABLE_NAME;\n    END IF;\n    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n    RETURN NEW;\n", hash='13d965a02a45a4ef2c7f72c261d8d79f75d801be', operation='DELETE', pgid='pgtrigger_stays_removed_b3b88', table='suitability_reviewalternative', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='ownpost',
            trigger=pgtrigger.compiler.Trigger(name='stays_added', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF EXISTS (SELECT 1 FROM suitability_suitabilityreview r\n               WHERE r.decided_at IS NOT NULL AND r.id = NEW.review_id) THEN\n        RAISE EXCEPTION 'suitability: % is refused in %', TG_OP, TG_TABLE_NAME;\n    END IF;\n    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n    RETURN NEW;\n", hash='1b64f382830d9d3a321519403abdad282d6aa809', operation='INSERT', pgid='pgtrigger_stays_added_86b6a', table='suitability_ownpost', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='ownpost',
            trigger=pgtrigger.compiler.Trigger(name='stays_changed', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF EXISTS (SELECT 1 FROM suitability_suitabilityreview r\n               WHERE r.decided_at IS NOT NULL AND r.id = OLD.review_id) THEN\n        RAISE EXCEPTION 'suitability: % is refused in %', TG_OP, TG_TABLE_NAME;\n    END IF;\n    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n    RETURN NEW;\n", hash='945a9bf0ad76608c7cf8b80d54fa1a18a20e9f29', operation='UPDATE', pgid='pgtrigger_stays_changed_6a8a7', table='suitability_ownpost', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='ownpost',
            trigger=pgtrigger.compiler.Trigger(name='stays_removed', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF EXISTS (SELECT 1 FROM suitability_suitabilityreview r\n               WHERE r.decided_at IS NOT NULL AND r.id = OLD.review_id) THEN\n        RAISE EXCEPTION 'suitability: % is refused in %', TG_OP, TG_TABLE_NAME;\n    END IF;\n    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n    RETURN NEW;\n", hash='77120f14fd3b3ff301ba9ae108e5d908c9fe7300', operation='DELETE', pgid='pgtrigger_stays_removed_0a626', table='suitability_ownpost', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='owncostentry',
            trigger=pgtrigger.compiler.Trigger(name='stays_added', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF EXISTS (SELECT 1 FROM suitability_suitabilityreview r\n               WHERE r.decided_at IS NOT NULL AND r.id = NEW.review_id) THEN\n        RAISE EXCEPTION 'suitability: % is refused in %', TG_OP, TG_TABLE_NAME;\n    END IF;\n    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n    RETURN NEW;\n", hash='8c788623429724cc805c72cd5930bec19b1b0cfb', operation='INSERT', pgid='pgtrigger_stays_added_01d9a', table='suitability_owncostentry', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='owncostentry',
            trigger=pgtrigger.compiler.Trigger(name='stays_changed', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF EXISTS (SELECT 1 FROM suitability_suitabilityreview r\n               WHERE r.decided_at IS NOT NULL AND r.id = OLD.review_id) THEN\n        RAISE EXCEPTION 'suitability: % is refused in %', TG_OP, TG_TABLE_NAME;\n    END IF;\n    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n    RETURN NEW;\n", hash='1a41e08e591f257f8ba967f8c687663a6a6b83b7', operation='UPDATE', pgid='pgtrigger_stays_changed_cdfcc', table='suitability_owncostentry', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='owncostentry',
            trigger=pgtrigger.compiler.Trigger(name='stays_removed', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF EXISTS (SELECT 1 FROM suitability_suitabilityreview r\n               WHERE r.decided_at IS NOT NULL AND r.id = OLD.review_id) THEN\n        RAISE EXCEPTION 'suitability: % is refused in %', TG_OP, TG_TABLE_NAME;\n    END IF;\n    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n    RETURN NEW;\n", hash='87e7292c34b4af7504673758549b6dfb7b3b966d', operation='DELETE', pgid='pgtrigger_stays_removed_67e04', table='suitability_owncostentry', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='alternativepoints',
            trigger=pgtrigger.compiler.Trigger(name='stays_added', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF EXISTS (SELECT 1 FROM suitability_suitabilityreview r\n               WHERE r.decided_at IS NOT NULL AND r.id = NEW.review_id) THEN\n        RAISE EXCEPTION 'suitability: % is refused in %', TG_OP, TG_TABLE_NAME;\n    END IF;\n    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n    RETURN NEW;\n", hash='c7a0b1e3d4e685b840c180085f964f5e197fed3f', operation='INSERT', pgid='pgtrigger_stays_added_cb189', table='suitability_alternativepoints', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='alternativepoints',
            trigger=pgtrigger.compiler.Trigger(name='stays_changed', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF EXISTS (SELECT 1 FROM suitability_suitabilityreview r\n               WHERE r.decided_at IS NOT NULL AND r.id = OLD.review_id) THEN\n        RAISE EXCEPTION 'suitability: % is refused in %', TG_OP, TG_TABLE_NAME;\n    END IF;\n    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n    RETURN NEW;\n", hash='ce1c37102c0a2839f7c1a944c8214f12e5086e62', operation='UPDATE', pgid='pgtrigger_stays_changed_c730a', table='suitability_alternativepoints', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='alternativepoints',
            trigger=pgtrigger.compiler.Trigger(name='stays_removed', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF EXISTS (SELECT 1 FROM suitability_suitabilityreview r\n               WHERE r.decided_at IS NOT NULL AND r.id = OLD.review_id) THEN\n        RAISE EXCEPTION 'suitability: % is refused in %', TG_OP, TG_TABLE_NAME;\n    END IF;\n    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n    RETURN NEW;\n", hash='372595e0d6e46a724f14acc049b3ca0a84ee86b9', operation='DELETE', pgid='pgtrigger_stays_removed_e0cee', table='suitability_alternativepoints', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='alternativepayment',
            trigger=pgtrigger.compiler.Trigger(name='stays_added', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF EXISTS (SELECT 1 FROM suitability_suitabilityreview r\n               WHERE r.decided_at IS NOT NULL AND r.id = NEW.review_id) THEN\n        RAISE EXCEPTION 'suitability: % is refused in %', TG_OP, TG_TABLE_NAME;\n    END IF;\n    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n    RETURN NEW;\n", hash='fdf3af7197fe5fd49cbde4de066ec0cc62b54d1b', operation='INSERT', pgid='pgtrigger_stays_added_1f8a9', table='suitability_alternativepayment', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='alternativepayment',
            trigger=pgtrigger.compiler.Trigger(name='stays_changed', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF EXISTS (SELECT 1 FROM suitability_suitabilityreview r\n               WHERE r.decided_at IS NOT NULL AND r.id = OLD.review_id) THEN\n        RAISE EXCEPTION 'suitability: % is refused in %', TG_OP, TG_TABLE_NAME;\n    END IF;\n    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n    RETURN NEW;\n", hash='0038799a0aa325cf2e674359d7f7f5a371cf047b', operation='UPDATE', pgid='pgtrigger_stays_changed_a3647', table='suitability_alternativepayment', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='alternativepayment',
            trigger=pgtrigger.compiler.Trigger(name='stays_removed', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF EXISTS (SELECT 1 FROM suitability_suitabilityreview r\n               WHERE r.decided_at IS NOT NULL AND r.id = OLD.review_id) THEN\n        RAISE EXCEPTION 'suitability: % is refused in %', TG_OP, TG_TABLE_NAME;\n    END IF;\n    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n    RETURN NEW;\n", hash='c4ef41c5741c22e2d6445c041344692cca418d7b', operation='DELETE', pgid='pgtrigger_stays_removed_7b2ad', table='suitability_alternativepayment', when='BEFORE')),
        ),
    ]
