"""Why the lines of a grid file were refused, batch by batch, without a limit."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("requests_app", "0022_flow")]

    operations = [
        migrations.CreateModel(
            name="GridRefusals",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("last_line", models.PositiveIntegerField()),
                ("problems", models.JSONField()),
                (
                    "grid_import",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="refusals",
                        to="requests_app.gridimport",
                    ),
                ),
            ],
            options={
                "ordering": ["last_line"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("grid_import", "last_line"), name="grid_refusals_once_a_batch"
                    )
                ],
            },
        ),
    ]
