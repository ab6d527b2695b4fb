"""The numbers read in files can be searched."""

import django.contrib.postgres.indexes
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("documents", "0005_form_files")]

    operations = [
        migrations.AddIndex(
            model_name="filereading",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["numbers"], name="read_numbers", opclasses=["jsonb_path_ops"]
            ),
        ),
    ]
