"""Who changed a holiday, and which open terms moved by that."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("requests_app", "0006_customers")]

    operations = [
        migrations.CreateModel(
            name="HolidayChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("is_removal", models.BooleanField()),
                ("on", models.DateField()),
                ("name", models.CharField(max_length=80)),
                (
                    "scope",
                    models.CharField(
                        choices=[("national", "nacional"), ("state", "estadual"), ("municipal", "municipal")],
                        max_length=10,
                    ),
                ),
                ("place", models.CharField(blank=True, max_length=80)),
                ("affected", models.PositiveIntegerField()),
                ("by_id", models.BigIntegerField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="HolidayMove",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "clock",
                    models.CharField(
                        choices=[
                            ("opinion", "opinion"),
                            ("document_check", "document_check"),
                            ("cure", "cure"),
                            ("validity", "validity"),
                        ],
                        max_length=20,
                    ),
                ),
                ("due_before", models.DateField()),
                ("due_after", models.DateField()),
            ],
            options={
                "abstract": False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="holidaychange",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only_rows",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="f175e761da5148739b1920198c9d735e80cf72fe",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_rows_1d2a4",
                    table="requests_app_holidaychange",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="holidaychange",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only_table",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot truncate rows from % table', TG_TABLE_NAME;",
                    hash="08a0e81f5b633fe4993a570116b4eed4b41b61a1",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_append_only_table_708e9",
                    table="requests_app_holidaychange",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddField(
            model_name="holidaymove",
            name="access_request",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="holiday_moves",
                to="requests_app.accessrequest",
            ),
        ),
        migrations.AddField(
            model_name="holidaymove",
            name="change",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="moves",
                to="requests_app.holidaychange",
            ),
        ),
        migrations.AddIndex(
            model_name="holidaymove",
            index=models.Index(fields=["access_request", "id"], name="requests_ap_access__169a19_idx"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="holidaymove",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only_rows",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="d0fadd1a11e6f7c31d2b405450af66259f9a15b7",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_rows_30430",
                    table="requests_app_holidaymove",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="holidaymove",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only_table",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot truncate rows from % table', TG_TABLE_NAME;",
                    hash="52023568655998c03de84fa57ada52ac37b92467",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_append_only_table_343f9",
                    table="requests_app_holidaymove",
                    when="BEFORE",
                ),
            ),
        ),
    ]
