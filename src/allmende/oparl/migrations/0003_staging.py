"""What a run has read waits in a table without a log: after a crash of the database the run reads it again."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("oparl", "0002_public_objects")]

    operations = [
        migrations.RunSQL(
            "ALTER TABLE oparl_stagedobject SET UNLOGGED",
            "ALTER TABLE oparl_stagedobject SET LOGGED",
        )
    ]
