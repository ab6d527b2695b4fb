"""Guarantees after they were given, compensation of breached terms, and changes of the division of credits."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("documents", "0005_form_files"), ("requests_app", "0016_endings")]

    operations = [
        migrations.CreateModel(
            name="AllocationChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("prepared", "à espera do código"),
                            ("waiting", "em conferência"),
                            ("done", "aceita"),
                            ("declined", "não aceita"),
                            ("dropped", "trocada por outra"),
                        ],
                        default="prepared",
                        max_length=8,
                    ),
                ),
                ("basis", models.CharField(max_length=12)),
                ("entries", models.JSONField(default=list)),
                ("base_number", models.PositiveIntegerField()),
                ("moves_members", models.BooleanField(default=False)),
                ("document_title", models.CharField(blank=True, max_length=160)),
                ("prepared_at", models.DateTimeField()),
                ("requested_at", models.DateTimeField(null=True)),
                ("effective_on", models.DateField(null=True)),
                ("rule_code", models.CharField(blank=True, max_length=60)),
                ("is_by_page", models.BooleanField(default=False)),
                ("decided_at", models.DateTimeField(null=True)),
                ("decided_by_id", models.BigIntegerField(null=True)),
                ("reason", models.TextField(blank=True)),
            ],
        ),
        migrations.CreateModel(
            name="Compensation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("clock", models.CharField(max_length=20)),
                ("kind", models.PositiveSmallIntegerField()),
                ("group", models.CharField(max_length=1)),
                ("rule_code", models.CharField(max_length=60)),
                ("due_on", models.DateField()),
                ("done_on", models.DateField()),
                ("regulatory_days", models.PositiveIntegerField()),
                ("verified_days", models.PositiveIntegerField()),
                ("k1_brl", models.DecimalField(decimal_places=2, max_digits=14, null=True)),
                ("k2", models.DecimalField(decimal_places=2, max_digits=8)),
                ("vrc_brl", models.DecimalField(decimal_places=2, max_digits=14, null=True)),
                ("amount_brl", models.DecimalField(decimal_places=2, max_digits=14, null=True)),
                ("at", models.DateTimeField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Guarantee",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("form", models.CharField(blank=True, max_length=8)),
                ("surety_bank", models.CharField(blank=True, max_length=80)),
                ("amount_brl", models.DecimalField(decimal_places=2, max_digits=14, null=True)),
                ("valid_until_on", models.DateField(null=True)),
                ("opened_on", models.DateField()),
                (
                    "standing",
                    models.CharField(
                        choices=[
                            ("held", "Com a distribuidora"),
                            ("notified", "Execução avisada"),
                            ("executing", "Em execução"),
                            ("stopped", "Execução interrompida"),
                            ("executed", "Executada por inteiro"),
                            ("returned", "Devolvida"),
                        ],
                        default="held",
                        max_length=10,
                    ),
                ),
                ("executed_brl", models.DecimalField(decimal_places=2, default=0, max_digits=14)),
                ("contract_start_on", models.DateField(null=True)),
                ("next_look_on", models.DateField(null=True)),
                ("last_reminder_days", models.PositiveSmallIntegerField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="GuaranteeEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("opened", "opened"),
                            ("terms_set", "terms_set"),
                            ("reminded", "reminded"),
                            ("renewal_filed", "renewal_filed"),
                            ("renewed", "renewed"),
                            ("renewal_declined", "renewal_declined"),
                            ("renewal_missed", "renewal_missed"),
                            ("returned", "returned"),
                            ("execution_notice", "execution_notice"),
                            ("executed_part", "executed_part"),
                            ("executed_whole", "executed_whole"),
                            ("execution_stopped", "execution_stopped"),
                            ("remainder_returned", "remainder_returned"),
                        ],
                        max_length=20,
                    ),
                ),
                ("on", models.DateField()),
                ("at", models.DateTimeField()),
                ("amount_brl", models.DecimalField(decimal_places=2, max_digits=14, null=True)),
                ("valid_until_on", models.DateField(null=True)),
                ("reference_on", models.DateField(null=True)),
                ("number", models.PositiveIntegerField(null=True)),
                ("rule_code", models.CharField(blank=True, max_length=60)),
                ("actor_role", models.CharField(max_length=12)),
                ("actor_id", models.BigIntegerField(null=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="GuaranteeRenewal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("valid_until_on", models.DateField()),
                ("filed_at", models.DateTimeField()),
                ("filed_by_id", models.BigIntegerField()),
                ("decided_at", models.DateTimeField(null=True)),
                ("decided_by_id", models.BigIntegerField(null=True)),
                ("is_accepted", models.BooleanField(null=True)),
                ("reason", models.TextField(blank=True)),
            ],
        ),
        migrations.CreateModel(
            name="ImproperPause",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("marked_at", models.DateTimeField()),
                ("marked_by_id", models.BigIntegerField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AlterField(
            model_name="allocationlist",
            name="created_by_id",
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="allocationchange",
            name="access_request",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="allocation_changes",
                to="requests_app.accessrequest",
            ),
        ),
        migrations.AddField(
            model_name="allocationchange",
            name="allocation_list",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="change",
                to="requests_app.allocationlist",
            ),
        ),
        migrations.AddField(
            model_name="allocationchange",
            name="document",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="documents.storedfile",
            ),
        ),
        migrations.AddField(
            model_name="compensation",
            name="access_request",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="compensations",
                to="requests_app.accessrequest",
            ),
        ),
        migrations.AddField(
            model_name="compensation",
            name="event",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="compensations",
                to="requests_app.event",
            ),
        ),
        migrations.AddField(
            model_name="compensation",
            name="replaces",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="replaced_by",
                to="requests_app.compensation",
            ),
        ),
        migrations.AddField(
            model_name="guarantee",
            name="access_request",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="guarantee",
                to="requests_app.accessrequest",
            ),
        ),
        migrations.AddField(
            model_name="guaranteeevent",
            name="guarantee",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="events",
                to="requests_app.guarantee",
            ),
        ),
        migrations.AddField(
            model_name="guaranteerenewal",
            name="guarantee",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="renewals",
                to="requests_app.guarantee",
            ),
        ),
        migrations.AddField(
            model_name="guaranteerenewal",
            name="stored_file",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="documents.storedfile"
            ),
        ),
        migrations.AddField(
            model_name="guaranteeevent",
            name="renewal",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="requests_app.guaranteerenewal",
            ),
        ),
        migrations.AddField(
            model_name="improperpause",
            name="clock_entry",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="improper",
                to="requests_app.clockentry",
            ),
        ),
        migrations.AddField(
            model_name="compensation",
            name="improper_pause",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="compensation",
                to="requests_app.improperpause",
            ),
        ),
        migrations.AddConstraint(
            model_name="allocationchange",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status__in", ["prepared", "waiting"])),
                fields=("access_request",),
                name="allocation_change_one_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="allocationchange",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("status__in", ["prepared", "dropped"]),
                    models.Q(("effective_on__isnull", False), ("requested_at__isnull", False)),
                    _connector="OR",
                ),
                name="allocation_change_asked_is_dated",
            ),
        ),
        migrations.AddIndex(
            model_name="guarantee",
            index=models.Index(
                condition=models.Q(("next_look_on__isnull", False)),
                fields=["next_look_on", "id"],
                name="guarantee_to_sweep",
            ),
        ),
        migrations.AddConstraint(
            model_name="guarantee",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("executed_brl__gte", 0),
                    models.Q(
                        ("amount_brl__isnull", True),
                        ("amount_brl__gte", models.F("executed_brl")),
                        _connector="OR",
                    ),
                ),
                name="guarantee_amounts_sane",
            ),
        ),
        migrations.AddConstraint(
            model_name="guaranteerenewal",
            constraint=models.UniqueConstraint(
                condition=models.Q(("decided_at__isnull", True)),
                fields=("guarantee",),
                name="guarantee_renewal_one_open",
            ),
        ),
        migrations.AddIndex(
            model_name="guaranteeevent",
            index=models.Index(fields=["guarantee", "id"], name="guarantee_history"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="guaranteeevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only_rows",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="b7d42bede7094a46d1454d266f38bf5c83785e5b",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_rows_7dbdf",
                    table="requests_app_guaranteeevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="guaranteeevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only_table",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot truncate rows from % table', TG_TABLE_NAME;",
                    hash="a4e3669b67d02ad9cb745ec06a7a3d5677be8b6e",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_append_only_table_dce8b",
                    table="requests_app_guaranteeevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="improperpause",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only_rows",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="76dfee0d8d81225b73985ee9e0744af300c4e8bf",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_rows_6ce46",
                    table="requests_app_improperpause",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="improperpause",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only_table",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot truncate rows from % table', TG_TABLE_NAME;",
                    hash="1874f432ce39054979223a6f1ef1821f00fcb3b2",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_append_only_table_3587d",
                    table="requests_app_improperpause",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="compensation",
            index=models.Index(fields=["-id", "access_request"], name="compensation_newest"),
        ),
        migrations.AddConstraint(
            model_name="compensation",
            constraint=models.UniqueConstraint(fields=("event", "clock"), name="compensation_once"),
        ),
        migrations.AddConstraint(
            model_name="compensation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("done_on__gt", models.F("due_on")), ("verified_days__gt", models.F("regulatory_days"))
                ),
                name="compensation_is_late",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="compensation",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only_rows",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="b691f24d272e2d81d44c09e2b4400fc923af5233",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_rows_bc006",
                    table="requests_app_compensation",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="compensation",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only_table",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot truncate rows from % table', TG_TABLE_NAME;",
                    hash="c7c2a4b01cc847c5e61c6d10ad09f74e377b8c7a",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_append_only_table_72584",
                    table="requests_app_compensation",
                    when="BEFORE",
                ),
            ),
        ),
    ]
