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
            name='Comparison',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(blank=True, max_length=80, null=True, unique=True, verbose_name='Kennung')),
                ('title', models.CharField(max_length=300, verbose_name='Titel')),
                ('inputs', models.JSONField(verbose_name='Eingaben')),
                ('sheet', models.JSONField(blank=True, null=True, verbose_name='Ergebnis')),
                ('problem', models.TextField(blank=True, verbose_name='Warum nicht gerechnet werden konnte')),
                ('revision', models.PositiveIntegerField(default=1, verbose_name='Bearbeitungsstand')),
                ('is_published', models.BooleanField(default=False, verbose_name='öffentlich')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='angelegt am')),
                ('modified_at', models.DateTimeField(auto_now=True, verbose_name='geändert am')),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='register.body')),
                ('created_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('paper', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='papers.paper', verbose_name='Vorlage')),
            ],
            options={
                'verbose_name': 'Vergleich',
                'verbose_name_plural': 'Vergleiche',
                'indexes': [models.Index(fields=['body', '-modified_at'], name='comparison_of_body')],
            },
        ),
        migrations.CreateModel(
            name='Snapshot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='Nummer')),
                ('code', models.CharField(max_length=19, unique=True, verbose_name='Kennung')),
                ('digest', models.CharField(max_length=64, verbose_name='Prüfsumme')),
                ('content', models.JSONField(verbose_name='Inhalt')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='Anlass')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='festgehalten am')),
                ('comparison', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='snapshots', to='options.comparison')),
                ('created_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'festgehaltener Stand',
                'verbose_name_plural': 'festgehaltene Stände',
                'constraints': [models.UniqueConstraint(fields=('comparison', 'number'), name='snapshot_number_once')],
            },
        ),
        migrations.CreateModel(
            name='WordTemplate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='Dateiname')),
                ('data', models.BinaryField(verbose_name='Datei')),
                ('uploaded_at', models.DateTimeField(auto_now=True, verbose_name='hochgeladen am')),
                ('body', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='register.body')),
                ('uploaded_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'Word-Vorlage',
                'verbose_name_plural': 'Word-Vorlagen',
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='snapshot',
            trigger=pgtrigger.compiler.Trigger(name='snapshot_never_changes', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='448e37adb6a746e14e99eadfdcce59628a8c8b4c', operation='UPDATE OR DELETE', pgid='pgtrigger_snapshot_never_changes_73d34', table='options_snapshot', when='BEFORE')),
        ),
    ]
