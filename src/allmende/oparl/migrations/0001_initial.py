import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
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
            name='TouchedObject',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=20)),
                ('key', models.BigIntegerField()),
                ('is_changed', models.BooleanField()),
            ],
            options={
                'verbose_name': 'berührtes Objekt',
                'verbose_name_plural': 'berührte Objekte',
            },
        ),
        migrations.CreateModel(
            name='ImportRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_full', models.BooleanField(default=True, verbose_name='vollständig lesen')),
                ('state', models.CharField(choices=[('running', 'läuft'), ('complete', 'vollständig'), ('partial', 'unvollständig'), ('failed', 'gescheitert'), ('cancelled', 'abgebrochen')], default='running', max_length=20, verbose_name='Stand')),
                ('started_at', models.DateTimeField(verbose_name='begonnen am')),
                ('ended_at', models.DateTimeField(null=True, verbose_name='beendet am')),
                ('is_read', models.BooleanField(default=False, verbose_name='alles gelesen')),
                ('requests', models.PositiveIntegerField(default=0, verbose_name='Anfragen')),
                ('objects_read', models.PositiveIntegerField(default=0, verbose_name='gelesene Objekte')),
                ('objects_new', models.PositiveIntegerField(default=0, verbose_name='neu')),
                ('objects_changed', models.PositiveIntegerField(default=0, verbose_name='geändert')),
                ('objects_deleted', models.PositiveIntegerField(default=0, verbose_name='gelöscht')),
                ('requested_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'Lauf einer Quelle',
                'verbose_name_plural': 'Läufe einer Quelle',
                'ordering': ['-started_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='ImportedObject',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('url', models.CharField(max_length=1000, verbose_name='Adresse')),
                ('object_type', models.CharField(max_length=20, verbose_name='Typ')),
                ('body_url', models.CharField(blank=True, max_length=1000, verbose_name='Körperschaft')),
                ('parent_url', models.CharField(blank=True, max_length=1000, verbose_name='gehört zu')),
                ('own_raw', models.JSONField(null=True, verbose_name='eigenes JSON')),
                ('inner_raw', models.JSONField(null=True, verbose_name='eingebettetes JSON')),
                ('modified', models.DateTimeField(null=True, verbose_name='beim Server geändert')),
                ('is_listed', models.BooleanField(default=True)),
                ('is_deleted', models.BooleanField(default=False, verbose_name='beim Server gelöscht')),
                ('missed_crawls', models.PositiveSmallIntegerField(default=0, verbose_name='vollständige Läufe ohne das Objekt')),
                ('needs_mapping', models.BooleanField(default=True)),
                ('target_id', models.BigIntegerField(null=True)),
                ('changed_run', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='oparl.importrun')),
                ('first_run', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='oparl.importrun')),
            ],
            options={
                'verbose_name': 'OParl-Objekt',
                'verbose_name_plural': 'OParl-Objekte',
            },
        ),
        migrations.CreateModel(
            name='Location',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('description', models.CharField(blank=True, max_length=300, verbose_name='Bezeichnung')),
                ('street_address', models.CharField(blank=True, max_length=200, verbose_name='Straße und Hausnummer')),
                ('postal_code', models.CharField(blank=True, max_length=10, verbose_name='Postleitzahl')),
                ('locality', models.CharField(max_length=200, verbose_name='Ort')),
                ('body', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='register.body')),
            ],
            options={
                'verbose_name': 'Ort',
                'verbose_name_plural': 'Orte',
            },
        ),
        migrations.CreateModel(
            name='ObjectVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('raw', models.JSONField(verbose_name='JSON')),
                ('replaced_at', models.DateTimeField(verbose_name='ersetzt am')),
                ('imported_object', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='oparl.importedobject')),
                ('replaced_run', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='oparl.importrun')),
            ],
            options={
                'verbose_name': 'frühere Fassung',
                'verbose_name_plural': 'frühere Fassungen',
                'ordering': ['-replaced_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='OparlSource',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=300, verbose_name='Name')),
                ('url', models.CharField(max_length=1000, unique=True, verbose_name='Adresse')),
                ('allowed_hosts', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=253), blank=True, default=list, size=None, verbose_name='weitere Server')),
                ('seconds_between', models.DecimalField(decimal_places=2, default=1, max_digits=5, validators=[django.core.validators.MinValueValidator(0)], verbose_name='Sekunden zwischen zwei Anfragen')),
                ('heeds_robots', models.BooleanField(default=True, verbose_name='robots.txt beachten')),
                ('keeps_contact_data', models.BooleanField(default=False, verbose_name='Kontaktdaten von Personen speichern')),
                ('vendor', models.CharField(blank=True, max_length=60, verbose_name='Hersteller')),
                ('version', models.CharField(default='1.1', max_length=5, verbose_name='Fassung von OParl')),
                ('switches', models.JSONField(blank=True, default=dict, verbose_name='Besonderheiten')),
                ('is_nightly', models.BooleanField(default=False, verbose_name='jede Nacht lesen')),
                ('is_hidden', models.BooleanField(default=False, verbose_name='ausgeblendet')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='angelegt am')),
                ('body', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='register.body')),
                ('created_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'OParl-Quelle',
                'verbose_name_plural': 'OParl-Quellen',
                'ordering': ['name', 'pk'],
            },
        ),
        migrations.AddField(
            model_name='importrun',
            name='source',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='runs', to='oparl.oparlsource'),
        ),
        migrations.AddField(
            model_name='importedobject',
            name='source',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='objects_of_source', to='oparl.oparlsource'),
        ),
        migrations.CreateModel(
            name='Gap',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('property', models.CharField(max_length=40, verbose_name='Angabe')),
                ('target_type', models.CharField(max_length=20, verbose_name='Typ')),
                ('target_url', models.CharField(max_length=1000, verbose_name='Verweis auf')),
                ('is_dangling', models.BooleanField(default=False, verbose_name='gibt es nicht')),
                ('tried_at', models.DateTimeField(null=True, verbose_name='zuletzt gefragt')),
                ('imported_object', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='gaps', to='oparl.importedobject')),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='gaps', to='oparl.oparlsource')),
            ],
            options={
                'verbose_name': 'offener Verweis',
                'verbose_name_plural': 'offene Verweise',
                'ordering': ['pk'],
                'indexes': [models.Index(fields=['source', 'target_url'], name='gap_by_target')],
                'constraints': [models.UniqueConstraint(fields=('imported_object', 'property', 'target_url'), name='gap_once'), models.CheckConstraint(condition=models.Q(('target_type__in', ('System', 'Body', 'LegislativeTerm', 'Organization', 'Person', 'Membership', 'Meeting', 'AgendaItem', 'Paper', 'Consultation', 'File', 'Location'))), name='gap_type')],
            },
        ),
        migrations.CreateModel(
            name='Person',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('family_name', models.CharField(max_length=200, verbose_name='Nachname')),
                ('given_name', models.CharField(blank=True, max_length=200, verbose_name='Vorname')),
                ('title', models.CharField(blank=True, max_length=100, verbose_name='Titel')),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='register.body')),
            ],
            options={
                'verbose_name': 'Person mit Mandat',
                'verbose_name_plural': 'Personen mit Mandat',
                'constraints': [models.UniqueConstraint(fields=('body', 'family_name', 'given_name', 'title'), name='mandate_person_once')],
            },
        ),
        migrations.CreateModel(
            name='Mandate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(blank=True, max_length=200, verbose_name='Aufgabe')),
                ('has_vote', models.BooleanField(default=True, verbose_name='stimmberechtigt')),
                ('starts_on', models.DateField(blank=True, null=True, verbose_name='von')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='bis')),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='papers.organization')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='mandates', to='oparl.person')),
            ],
            options={
                'verbose_name': 'Mandat',
                'verbose_name_plural': 'Mandate',
                'constraints': [models.UniqueConstraint(fields=('person', 'organization', 'role', 'starts_on'), name='mandate_once', nulls_distinct=False), models.CheckConstraint(condition=models.Q(('ends_on', None), ('starts_on', None), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='mandate_real_period')],
            },
        ),
        migrations.CreateModel(
            name='Publication',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('public', 'öffentlich'), ('paused', 'vorübergehend unterbrochen'), ('archived', 'Archiv: Bestand bleibt, Neues kommt nicht dazu'), ('ended', 'beendet')], default='public', max_length=20, verbose_name='Stand')),
                ('name', models.CharField(max_length=300, verbose_name='Name')),
                ('short_name', models.CharField(max_length=200, verbose_name='Kurzname')),
                ('classification', models.CharField(max_length=100, verbose_name='Art')),
                ('ags', models.CharField(blank=True, max_length=8, verbose_name='Amtlicher Gemeindeschlüssel')),
                ('website', models.URLField(blank=True, max_length=500, verbose_name='Internetseite')),
                ('contact_name', models.CharField(blank=True, max_length=200, verbose_name='Ansprechstelle')),
                ('contact_email', models.EmailField(blank=True, max_length=254, verbose_name='E-Mail der Ansprechstelle')),
                ('license', models.URLField(blank=True, max_length=500, verbose_name='Lizenz')),
                ('published_at', models.DateTimeField(auto_now_add=True, verbose_name='veröffentlicht seit')),
                ('changed_at', models.DateTimeField(auto_now=True, verbose_name='geändert am')),
                ('body', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='register.body')),
                ('changed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'Veröffentlichung',
                'verbose_name_plural': 'Veröffentlichungen',
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['public', 'paused', 'archived', 'ended'])), name='publication_state')],
            },
        ),
        migrations.CreateModel(
            name='PublicObject',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('Body', 'Körperschaft'), ('Organization', 'Gremien'), ('Person', 'Personen mit Mandat'), ('Membership', 'Mandate'), ('Meeting', 'Sitzungen'), ('AgendaItem', 'Tagesordnungspunkte'), ('Paper', 'Vorlagen'), ('Consultation', 'Beratungen'), ('File', 'Dateien'), ('Location', 'Orte'), ('LegislativeTerm', 'Wahlperioden')], max_length=20)),
                ('key', models.BigIntegerField()),
                ('organization_key', models.BigIntegerField(null=True)),
                ('created', models.DateTimeField()),
                ('modified', models.DateTimeField()),
                ('revision', models.BigIntegerField()),
                ('is_deleted', models.BooleanField(default=False)),
                ('body', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='register.body')),
            ],
            options={
                'verbose_name': 'öffentliches Objekt',
                'verbose_name_plural': 'öffentliche Objekte',
                'indexes': [models.Index(condition=models.Q(('is_deleted', False)), fields=['body', 'kind', 'created', 'id'], name='public_object_listed'), models.Index(fields=['body', 'kind', 'modified', 'id'], name='public_object_changed'), models.Index(condition=models.Q(('is_deleted', False), ('organization_key__isnull', False)), fields=['organization_key', 'kind', 'created', 'id'], name='public_object_of_organization'), models.Index(condition=models.Q(('organization_key__isnull', False)), fields=['organization_key', 'kind', 'modified', 'id'], name='public_object_org_changed'), models.Index(condition=models.Q(('kind', 'Body')), fields=['created', 'id'], name='public_object_bodies')],
                'constraints': [models.UniqueConstraint(fields=('kind', 'key'), name='public_object_once'), models.CheckConstraint(condition=models.Q(('kind__in', ['Body', 'Organization', 'Person', 'Membership', 'Meeting', 'AgendaItem', 'Paper', 'Consultation', 'File', 'Location', 'LegislativeTerm'])), name='public_object_kind'), models.CheckConstraint(condition=models.Q(('modified__gte', models.F('created'))), name='public_object_modified_after_created')],
            },
        ),
        migrations.CreateModel(
            name='SameObject',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('linked_at', models.DateTimeField(auto_now_add=True, verbose_name='verbunden am')),
                ('first', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='oparl.importedobject')),
                ('linked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('second', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='oparl.importedobject')),
            ],
            options={
                'verbose_name': 'dasselbe Objekt',
                'verbose_name_plural': 'dieselben Objekte',
                'constraints': [models.UniqueConstraint(fields=('first', 'second'), name='same_object_once'), models.CheckConstraint(condition=models.Q(('first__lt', models.F('second'))), name='same_object_ordered')],
            },
        ),
        migrations.CreateModel(
            name='SourceBody',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('url', models.CharField(max_length=1000, verbose_name='Adresse')),
                ('name', models.CharField(blank=True, max_length=500, verbose_name='Name')),
                ('ags', models.CharField(blank=True, max_length=8, verbose_name='amtlicher Gemeindeschlüssel')),
                ('body', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='register.body')),
                ('linked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='bodies', to='oparl.oparlsource')),
            ],
            options={
                'verbose_name': 'Körperschaft einer Quelle',
                'verbose_name_plural': 'Körperschaften einer Quelle',
                'ordering': ['name', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('source', 'url'), name='source_body_once')],
            },
        ),
        migrations.CreateModel(
            name='SourceFinding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=40, verbose_name='Befund')),
                ('url', models.CharField(max_length=1000, verbose_name='Adresse')),
                ('detail', models.CharField(blank=True, max_length=200, verbose_name='Einzelheit')),
                ('found_at', models.DateTimeField(verbose_name='festgestellt am')),
                ('run', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='oparl.importrun')),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='findings', to='oparl.oparlsource')),
            ],
            options={
                'verbose_name': 'Befund einer Quelle',
                'verbose_name_plural': 'Befunde einer Quelle',
                'ordering': ['code', 'pk'],
                'indexes': [models.Index(fields=['source', 'code'], name='finding_by_code')],
                'constraints': [models.UniqueConstraint(fields=('source', 'url', 'code', 'detail'), name='finding_once')],
            },
        ),
        migrations.CreateModel(
            name='SourceList',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('url', models.CharField(max_length=1000, verbose_name='Adresse')),
                ('object_type', models.CharField(max_length=20, verbose_name='Typ')),
                ('body_url', models.CharField(blank=True, max_length=1000, verbose_name='Körperschaft')),
                ('cursor', models.DateTimeField(null=True, verbose_name='gelesen bis')),
                ('latest', models.DateTimeField(null=True)),
                ('begun_at', models.DateTimeField(null=True)),
                ('resume_url', models.CharField(blank=True, max_length=2000)),
                ('is_at_end', models.BooleanField(default=False)),
                ('reached', models.DateTimeField(null=True)),
                ('is_complete', models.BooleanField(default=False, verbose_name='zu Ende gelesen')),
                ('has_plain_filter', models.BooleanField(default=False)),
                ('unchanged_url', models.CharField(blank=True, max_length=2000)),
                ('etag', models.CharField(blank=True, max_length=300)),
                ('last_modified', models.CharField(blank=True, max_length=60)),
                ('done_run', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='oparl.importrun')),
                ('resume_run', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='oparl.importrun')),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lists', to='oparl.oparlsource')),
                ('whole_run', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='oparl.importrun')),
            ],
            options={
                'verbose_name': 'Liste einer Quelle',
                'verbose_name_plural': 'Listen einer Quelle',
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('source', 'url'), name='source_list_once'), models.CheckConstraint(condition=models.Q(('object_type__in', ('System', 'Body', 'LegislativeTerm', 'Organization', 'Person', 'Membership', 'Meeting', 'AgendaItem', 'Paper', 'Consultation', 'File', 'Location'))), name='source_list_type')],
            },
        ),
        migrations.CreateModel(
            name='StagedObject',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('url', models.CharField(max_length=1000)),
                ('object_type', models.CharField(max_length=20)),
                ('body_url', models.CharField(blank=True, max_length=1000)),
                ('is_own', models.BooleanField()),
                ('is_listed', models.BooleanField()),
                ('is_deleted', models.BooleanField()),
                ('modified', models.DateTimeField(null=True)),
                ('parent_url', models.CharField(blank=True, max_length=1000)),
                ('raw', models.JSONField()),
                ('links', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None)),
                ('issues', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None)),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='oparl.importrun')),
            ],
            options={
                'verbose_name': 'gelesenes Objekt',
                'verbose_name_plural': 'gelesene Objekte',
            },
        ),
        migrations.CreateModel(
            name='LegislativeTerm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, verbose_name='Bezeichnung')),
                ('starts_on', models.DateField(verbose_name='Beginn')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='letzter Tag')),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='register.body')),
            ],
            options={
                'verbose_name': 'Wahlperiode',
                'verbose_name_plural': 'Wahlperioden',
                'constraints': [models.UniqueConstraint(fields=('body', 'starts_on'), name='legislative_term_once'), models.CheckConstraint(condition=models.Q(('ends_on', None), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='legislative_term_real_period')],
            },
        ),
        migrations.AddConstraint(
            model_name='importrun',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['running', 'complete', 'partial', 'failed', 'cancelled'])), name='import_run_state'),
        ),
        migrations.AddConstraint(
            model_name='importrun',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'running')), fields=('source',), name='import_run_one_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='importrun',
            constraint=models.CheckConstraint(condition=models.Q(('ended_at__isnull', True), models.Q(('state', 'running'), _negated=True), _connector='XOR'), name='import_run_ended_when_final'),
        ),
        migrations.AddIndex(
            model_name='importedobject',
            index=models.Index(fields=['source', 'object_type'], name='imported_object_by_type'),
        ),
        migrations.AddIndex(
            model_name='importedobject',
            index=models.Index(condition=models.Q(('parent_url', ''), _negated=True), fields=['source', 'parent_url'], name='imported_object_by_parent'),
        ),
        migrations.AddIndex(
            model_name='importedobject',
            index=models.Index(condition=models.Q(('needs_mapping', True)), fields=['source', 'object_type', 'id'], name='imported_object_to_map'),
        ),
        migrations.AddIndex(
            model_name='importedobject',
            index=models.Index(condition=models.Q(('target_id__isnull', False)), fields=['object_type', 'target_id'], name='imported_object_by_target'),
        ),
        migrations.AddConstraint(
            model_name='importedobject',
            constraint=models.UniqueConstraint(fields=('source', 'url'), name='imported_object_once'),
        ),
        migrations.AddConstraint(
            model_name='importedobject',
            constraint=models.CheckConstraint(condition=models.Q(('object_type__in', ('System', 'Body', 'LegislativeTerm', 'Organization', 'Person', 'Membership', 'Meeting', 'AgendaItem', 'Paper', 'Consultation', 'File', 'Location'))), name='imported_object_type'),
        ),
        migrations.AddConstraint(
            model_name='importedobject',
            constraint=models.CheckConstraint(condition=models.Q(('own_raw__isnull', False), ('inner_raw__isnull', False), _connector='OR'), name='imported_object_says_something'),
        ),
    ]
