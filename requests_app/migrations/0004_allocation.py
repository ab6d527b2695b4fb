import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("requests_app", "0003_filed_answers")]

    operations = [
        migrations.CreateModel(
            name="AllocationList",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("basis", models.CharField(blank=True, max_length=12)),
                ("generating_unit_number", models.CharField(blank=True, max_length=15)),
                ("line_count", models.PositiveIntegerField(default=0)),
                ("unit_count", models.PositiveIntegerField(default=0)),
                ("total_percent", models.DecimalField(decimal_places=6, max_digits=14, null=True)),
                ("largest_share_percent", models.DecimalField(decimal_places=6, max_digits=14, null=True)),
                ("duplicated_units", models.PositiveIntegerField(default=0)),
                ("units_of_other_utility", models.PositiveIntegerField(default=0)),
                ("units_without_member", models.PositiveIntegerField(default=0)),
                ("unreadable_lines", models.PositiveIntegerField(default=0)),
                ("entries", models.JSONField(default=list)),
                ("unreadable", models.JSONField(default=list)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("created_by_id", models.BigIntegerField()),
                (
                    "access_request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="allocation_lists",
                        to="requests_app.accessrequest",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("access_request", "number"), name="allocation_list_once")
                ],
            },
        ),
    ]
