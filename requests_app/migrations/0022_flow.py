"""Tables of reverse flow: studies, choices, supporting studies; a request may be placed at a substation alone."""

import django.contrib.postgres.fields
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0006_read_numbers"),
        ("requests_app", "0021_grid"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="gridplacement",
            name="substation",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="placements",
                to="requests_app.substation",
            ),
        ),
        migrations.RunSQL(
            "UPDATE requests_app_gridplacement placement SET substation_id = transformer.substation_id"
            " FROM requests_app_transformer transformer WHERE transformer.id = placement.transformer_id",
            migrations.RunSQL.noop,
        ),
        migrations.AlterField(
            model_name="gridplacement",
            name="substation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="placements",
                to="requests_app.substation",
            ),
        ),
        migrations.AlterField(
            model_name="clockentry",
            name="clock",
            field=models.CharField(
                choices=[
                    ("opinion", "opinion"),
                    ("document_check", "document_check"),
                    ("cure", "cure"),
                    ("validity", "validity"),
                    ("contest", "contest"),
                    ("studies", "studies"),
                    ("contract_delivery", "contract_delivery"),
                    ("contract_return", "contract_return"),
                    ("works", "works"),
                    ("project", "project"),
                    ("inspection", "inspection"),
                    ("inspection_report", "inspection_report"),
                    ("reinspection", "reinspection"),
                    ("guarantee_return", "guarantee_return"),
                ],
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="deadline",
            name="clock",
            field=models.CharField(
                choices=[
                    ("opinion", "opinion"),
                    ("document_check", "document_check"),
                    ("cure", "cure"),
                    ("validity", "validity"),
                    ("contest", "contest"),
                    ("studies", "studies"),
                    ("contract_delivery", "contract_delivery"),
                    ("contract_return", "contract_return"),
                    ("works", "works"),
                    ("project", "project"),
                    ("inspection", "inspection"),
                    ("inspection_report", "inspection_report"),
                    ("reinspection", "reinspection"),
                    ("guarantee_return", "guarantee_return"),
                ],
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="gridplacement",
            name="transformer",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="placements",
                to="requests_app.transformer",
            ),
        ),
        migrations.AlterField(
            model_name="holidaymove",
            name="clock",
            field=models.CharField(
                choices=[
                    ("opinion", "opinion"),
                    ("document_check", "document_check"),
                    ("cure", "cure"),
                    ("validity", "validity"),
                    ("contest", "contest"),
                    ("studies", "studies"),
                    ("contract_delivery", "contract_delivery"),
                    ("contract_return", "contract_return"),
                    ("works", "works"),
                    ("project", "project"),
                    ("inspection", "inspection"),
                    ("inspection_report", "inspection_report"),
                    ("reinspection", "reinspection"),
                    ("guarantee_return", "guarantee_return"),
                ],
                max_length=20,
            ),
        ),
        migrations.CreateModel(
            name="CompatibilityCheck",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("is_confirmed", models.BooleanField()),
                ("answers_number", models.PositiveIntegerField()),
                ("at", models.DateTimeField()),
                ("by_id", models.BigIntegerField()),
                (
                    "access_request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="compatibility_checks",
                        to="requests_app.accessrequest",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="FlowStudy",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("asked_kw", models.DecimalField(decimal_places=3, max_digits=12)),
                ("max_power_kw", models.DecimalField(decimal_places=3, max_digits=12)),
                ("offers_a_choice", models.BooleanField()),
                ("issued_at", models.DateTimeField()),
                ("issued_on", models.DateField()),
                ("issued_by_id", models.BigIntegerField()),
                ("content_sha256", models.CharField(max_length=64)),
                (
                    "access_request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="flow_studies",
                        to="requests_app.accessrequest",
                    ),
                ),
                (
                    "event",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="requests_app.event"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="FlowChoice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "alternatives",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20), size=None
                    ),
                ),
                ("injected_kw", models.DecimalField(decimal_places=3, max_digits=12)),
                ("booked_kw", models.DecimalField(decimal_places=3, max_digits=12)),
                ("reduction_form", models.TextField(blank=True)),
                ("has_storage", models.BooleanField(null=True)),
                ("chosen_at", models.DateTimeField()),
                ("chosen_by_id", models.BigIntegerField()),
                (
                    "event",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="requests_app.event"
                    ),
                ),
                (
                    "flow_study",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="choices",
                        to="requests_app.flowstudy",
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="FlowStudyContent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("study", models.JSONField()),
                ("sheet", models.JSONField()),
                (
                    "flow_study",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="content",
                        to="requests_app.flowstudy",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="FlowStudyFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "flow_study",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="file",
                        to="requests_app.flowstudy",
                    ),
                ),
                (
                    "stored_file",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.storedfile",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="StudyRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("asked", models.TextField(blank=True)),
                ("asked_at", models.DateTimeField()),
                ("asked_by_id", models.BigIntegerField()),
                ("method", models.TextField(blank=True)),
                ("delivered_at", models.DateTimeField(null=True)),
                (
                    "access_request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="study_requests",
                        to="requests_app.accessrequest",
                    ),
                ),
                (
                    "delivered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "event",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="requests_app.event"
                    ),
                ),
                (
                    "opinion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="study_requests",
                        to="requests_app.opinion",
                    ),
                ),
                (
                    "stored_file",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.storedfile",
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="compatibilitycheck",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only_rows",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="274e7a09a57664d310308391f08927ed25b9ef8e",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_rows_f43d3",
                    table="requests_app_compatibilitycheck",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="compatibilitycheck",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only_table",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot truncate rows from % table', TG_TABLE_NAME;",
                    hash="9ef33c4dbf22c4473dd4a8b800cca99f24c3ecf6",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_append_only_table_5960d",
                    table="requests_app_compatibilitycheck",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="flowstudy",
            constraint=models.UniqueConstraint(fields=("access_request", "number"), name="flow_study_once"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="flowstudy",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only_rows",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="2b617625a019528a29ef4fd7ae29a9d9cf491dcb",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_rows_c8027",
                    table="requests_app_flowstudy",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="flowstudy",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only_table",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot truncate rows from % table', TG_TABLE_NAME;",
                    hash="9bf6b83ee40de782c22f4ca9542e8f2422ee2dd3",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_append_only_table_76dad",
                    table="requests_app_flowstudy",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="flowstudyfile",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only_rows",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="ab0bae420440dd29f3d94205c7ccd2132f3480c2",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_rows_7733f",
                    table="requests_app_flowstudyfile",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="flowstudyfile",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only_table",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot truncate rows from % table', TG_TABLE_NAME;",
                    hash="80a1cda6e5a6b389b7f9b47d41873a1a9d8f916a",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_append_only_table_1291e",
                    table="requests_app_flowstudyfile",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="studyrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("delivered_at__isnull", True),
                        ("delivered_by__isnull", True),
                        ("stored_file__isnull", True),
                    ),
                    models.Q(
                        ("delivered_at__isnull", False),
                        ("delivered_by__isnull", False),
                        ("stored_file__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="study_delivery_is_whole",
            ),
        ),
    ]
