"""The database itself keeps which objects are public, so that no way of writing goes past it."""

from pathlib import Path

from django.db import migrations

STATEMENTS = Path(__file__).resolve().parents[1] / "serving" / "public_objects.sql"


class Migration(migrations.Migration):
    dependencies = [("oparl", "0001_initial"), ("papers", "0001_initial"), ("joint_decisions", "0001_initial")]

    operations = [migrations.RunSQL(STATEMENTS.read_text(encoding="utf-8"), migrations.RunSQL.noop)]
