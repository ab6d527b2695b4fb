"""Tables of the substation project, the inspections and their reports."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("documents", "0005_form_files"), ("requests_app", "0013_payments")]

    operations = [
        migrations.CreateModel(
            name="Inspection",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("requested_on", models.DateField()),
                ("inspected_on", models.DateField()),
                (
                    "result",
                    models.CharField(
                        choices=[("passed", "aprovada"), ("failed", "não aprovada")], max_length=8
                    ),
                ),
                (
                    "meter_number",
                    models.CharField(blank=True, max_length=40, verbose_name="número do medidor"),
                ),
                ("recorded_at", models.DateTimeField()),
                ("recorded_by_id", models.BigIntegerField()),
                (
                    "access_request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="inspections",
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
            name="InspectionReason",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("what", models.TextField()),
                ("rule", models.TextField()),
                ("how_to_fix", models.TextField()),
                (
                    "inspection",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reasons",
                        to="requests_app.inspection",
                    ),
                ),
                (
                    "repeats",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="repeated_by",
                        to="requests_app.inspectionreason",
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
            },
        ),
        migrations.CreateModel(
            name="InspectionReport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("delivered_at", models.DateTimeField()),
                ("delivered_on", models.DateField()),
                ("repeat_until_on", models.DateField(null=True)),
                (
                    "event",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="requests_app.event"
                    ),
                ),
                (
                    "inspection",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="report",
                        to="requests_app.inspection",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="InspectionReportContent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sheet", models.JSONField()),
                (
                    "report",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="content",
                        to="requests_app.inspectionreport",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="InspectionReportFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "report",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="file",
                        to="requests_app.inspectionreport",
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
            name="SubstationProject",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("round", models.PositiveIntegerField()),
                ("rule_code", models.CharField(max_length=60)),
                ("submitted_at", models.DateTimeField()),
                ("submitted_on", models.DateField()),
                ("submitted_by_id", models.BigIntegerField()),
                (
                    "access_request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="substation_projects",
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
            name="SubstationProjectAnswer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        choices=[("returned", "devolvido"), ("approved", "aprovado")], max_length=10
                    ),
                ),
                ("found_gaps", models.BooleanField(default=False)),
                ("answered_at", models.DateTimeField()),
                ("answered_on", models.DateField()),
                ("answered_by_id", models.BigIntegerField()),
                (
                    "event",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="requests_app.event"
                    ),
                ),
                (
                    "project",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answer",
                        to="requests_app.substationproject",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="SubstationProjectFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "part",
                    models.CharField(
                        choices=[
                            ("project", "Projeto da subestação de entrada"),
                            ("more_sheets", "Memorial e outras folhas do projeto"),
                            ("design_art", "ART ou TRT do projeto"),
                            ("building_art", "ART ou TRT da construção"),
                            ("design_payment", "Comprovante de pagamento da ART ou do TRT do projeto"),
                            ("building_payment", "Comprovante de pagamento da ART ou do TRT da construção"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="requests_app.substationproject",
                    ),
                ),
                (
                    "stored_file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="project_files",
                        to="documents.storedfile",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="SubstationProjectReason",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("what", models.TextField()),
                ("rule", models.TextField()),
                ("how_to_fix", models.TextField()),
                (
                    "answer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reasons",
                        to="requests_app.substationprojectanswer",
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
            },
        ),
        migrations.AddConstraint(
            model_name="inspection",
            constraint=models.UniqueConstraint(
                fields=("access_request", "number"), name="inspection_numbered_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="inspection",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("result", "passed"), models.Q(("meter_number", ""), _negated=True)),
                    models.Q(("meter_number", ""), ("result", "failed")),
                    _connector="OR",
                ),
                name="meter_only_when_passed",
            ),
        ),
        migrations.AddConstraint(
            model_name="inspection",
            constraint=models.CheckConstraint(
                condition=models.Q(("inspected_on__gte", models.F("requested_on"))),
                name="inspected_after_request",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="inspection",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only_rows",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="427bb34b9b540365ebee79dfd53c8c2251a4565d",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_rows_273ce",
                    table="requests_app_inspection",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="inspection",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only_table",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot truncate rows from % table', TG_TABLE_NAME;",
                    hash="2b2077d069644387cde8f6cf16b8870e6da92aad",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_append_only_table_dc901",
                    table="requests_app_inspection",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="inspectionreason",
            constraint=models.UniqueConstraint(
                fields=("inspection", "number"), name="inspection_reason_numbered_once"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="inspectionreport",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only_rows",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="80b680f5f7a417b4d51ee05231474efab74ffa81",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_rows_5d993",
                    table="requests_app_inspectionreport",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="inspectionreport",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only_table",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot truncate rows from % table', TG_TABLE_NAME;",
                    hash="e9d41f1f2438e8a8a3030fc0c276a43b6a2ed832",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_append_only_table_4deb2",
                    table="requests_app_inspectionreport",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="inspectionreportfile",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only_rows",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="2cf7aa72e0579abfb5c90e6397325edd73ec8239",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_rows_3ce90",
                    table="requests_app_inspectionreportfile",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="inspectionreportfile",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only_table",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot truncate rows from % table', TG_TABLE_NAME;",
                    hash="2c8cdc8c9a487e4ce3e1f16c6a38d6366458ea00",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_append_only_table_29fa8",
                    table="requests_app_inspectionreportfile",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="substationproject",
            constraint=models.UniqueConstraint(
                fields=("access_request", "round"), name="project_once_per_round"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="substationproject",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only_rows",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="14f871bda8f451b4efbb579d051490e04caadce1",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_rows_f8244",
                    table="requests_app_substationproject",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="substationproject",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only_table",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot truncate rows from % table', TG_TABLE_NAME;",
                    hash="0df0a8900a9ff8a49ab07938e58ef69748a0b741",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_append_only_table_04b17",
                    table="requests_app_substationproject",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="substationprojectanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(("outcome", "returned"), ("found_gaps", False), _connector="OR"),
                name="only_a_return_finds_gaps",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="substationprojectanswer",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only_rows",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="267d54b2cfa8db41af43d1fe5573941583ca13f4",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_rows_2407a",
                    table="requests_app_substationprojectanswer",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="substationprojectanswer",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only_table",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot truncate rows from % table', TG_TABLE_NAME;",
                    hash="6e3997a9c116e686dc3a49a9160b1060a167ea31",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_append_only_table_ffbba",
                    table="requests_app_substationprojectanswer",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="substationprojectfile",
            constraint=models.UniqueConstraint(fields=("project", "part"), name="project_part_once"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="substationprojectfile",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only_rows",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="d07c8ac162117613c199caf1cb0c8399e692c898",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_rows_a9705",
                    table="requests_app_substationprojectfile",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="substationprojectfile",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only_table",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot truncate rows from % table', TG_TABLE_NAME;",
                    hash="166afaed1e0c6f871dc64f7773e3f803cfc58c05",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_append_only_table_ce405",
                    table="requests_app_substationprojectfile",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="substationprojectreason",
            constraint=models.UniqueConstraint(
                fields=("answer", "number"), name="project_reason_numbered_once"
            ),
        ),
    ]
