"""The three packaged checklists stand in every installation; what was read in a file stands beside the file."""

import django.db.models.deletion
from django.db import migrations, models

from documents.services.checklists import PACKAGED, publish_into


def publish(apps, schema_editor):
    publish_into(apps.get_model("documents", "ChecklistVersion"), PACKAGED)


class Migration(migrations.Migration):
    dependencies = [("documents", "0003_checklist_rooms")]

    operations = [
        migrations.RunPython(publish, migrations.RunPython.noop),
        migrations.CreateModel(
            name="FileReading",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("has_text", models.BooleanField()),
                ("numbers", models.JSONField(default=dict)),
                ("read_at", models.DateTimeField(auto_now_add=True)),
                (
                    "stored_file",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reading",
                        to="documents.storedfile",
                    ),
                ),
            ],
        ),
    ]
