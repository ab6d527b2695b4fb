"""Tables of the grid: its points as imported, where requests connect, and the ledger of capacity."""

import django.db.models.deletion
import django.db.models.expressions
import pgtrigger.compiler
import pgtrigger.migrations
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("requests_app", "0020_legacy"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="customeraccount",
            name="grid_code",
            field=models.CharField(blank=True, default="", max_length=30),
            preserve_default=False,
        ),
        migrations.CreateModel(
            name="GridImport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("storage_key", models.CharField(blank=True, max_length=120)),
                ("refused_key", models.CharField(blank=True, max_length=120)),
                ("refusal", models.CharField(blank=True, max_length=200)),
                ("sha256", models.CharField(max_length=64)),
                ("is_invented", models.BooleanField(default=False)),
                ("created_at", models.DateTimeField()),
                ("checked_at", models.DateTimeField(null=True)),
                ("moved_at", models.DateTimeField(null=True)),
                ("confirmed_at", models.DateTimeField(null=True)),
                ("applied_at", models.DateTimeField(null=True)),
                ("lines_done", models.PositiveIntegerField(default=0)),
                ("rows_total", models.PositiveIntegerField(default=0)),
                ("rows_read", models.PositiveIntegerField(default=0)),
                ("rows_created", models.PositiveIntegerField(default=0)),
                ("rows_changed", models.PositiveIntegerField(default=0)),
                ("rows_same", models.PositiveIntegerField(default=0)),
                ("rows_refused", models.PositiveIntegerField(default=0)),
                ("problems", models.JSONField(default=list)),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Substation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=30, unique=True, verbose_name="código")),
                ("name", models.CharField(max_length=120, verbose_name="nome")),
                ("name_key", models.CharField(db_index=True, max_length=240)),
                ("municipality", models.CharField(max_length=80, verbose_name="município")),
                ("municipality_key", models.CharField(db_index=True, max_length=160)),
                ("latitude", models.DecimalField(decimal_places=6, max_digits=9, null=True)),
                ("longitude", models.DecimalField(decimal_places=6, max_digits=9, null=True)),
                (
                    "voltage_kv",
                    models.DecimalField(
                        decimal_places=3, max_digits=7, null=True, verbose_name="tensão (kV)"
                    ),
                ),
                (
                    "hosting_capacity_kw",
                    models.DecimalField(
                        decimal_places=3, max_digits=12, null=True, verbose_name="capacidade (kW)"
                    ),
                ),
                ("has_reverse_flow", models.BooleanField(null=True, verbose_name="inversão de fluxo")),
                ("measured_on", models.DateField(verbose_name="data do dado")),
                ("source", models.CharField(max_length=120, verbose_name="fonte")),
                ("source_line", models.PositiveIntegerField()),
                ("balance_kw", models.DecimalField(decimal_places=3, default=0, max_digits=14)),
                (
                    "came_with",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="requests_app.gridimport",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Feeder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=30, unique=True, verbose_name="código")),
                ("name", models.CharField(max_length=120, verbose_name="nome")),
                ("name_key", models.CharField(db_index=True, max_length=240)),
                ("municipality", models.CharField(max_length=80, verbose_name="município")),
                ("municipality_key", models.CharField(db_index=True, max_length=160)),
                ("latitude", models.DecimalField(decimal_places=6, max_digits=9, null=True)),
                ("longitude", models.DecimalField(decimal_places=6, max_digits=9, null=True)),
                (
                    "voltage_kv",
                    models.DecimalField(
                        decimal_places=3, max_digits=7, null=True, verbose_name="tensão (kV)"
                    ),
                ),
                (
                    "hosting_capacity_kw",
                    models.DecimalField(
                        decimal_places=3, max_digits=12, null=True, verbose_name="capacidade (kW)"
                    ),
                ),
                ("has_reverse_flow", models.BooleanField(null=True, verbose_name="inversão de fluxo")),
                ("measured_on", models.DateField(verbose_name="data do dado")),
                ("source", models.CharField(max_length=120, verbose_name="fonte")),
                ("source_line", models.PositiveIntegerField()),
                (
                    "came_with",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="requests_app.gridimport",
                    ),
                ),
                (
                    "substation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="feeders",
                        to="requests_app.substation",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Transformer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=30, unique=True, verbose_name="código")),
                ("name", models.CharField(max_length=120, verbose_name="nome")),
                ("name_key", models.CharField(db_index=True, max_length=240)),
                ("municipality", models.CharField(max_length=80, verbose_name="município")),
                ("municipality_key", models.CharField(db_index=True, max_length=160)),
                ("latitude", models.DecimalField(decimal_places=6, max_digits=9, null=True)),
                ("longitude", models.DecimalField(decimal_places=6, max_digits=9, null=True)),
                (
                    "voltage_kv",
                    models.DecimalField(
                        decimal_places=3, max_digits=7, null=True, verbose_name="tensão (kV)"
                    ),
                ),
                (
                    "hosting_capacity_kw",
                    models.DecimalField(
                        decimal_places=3, max_digits=12, null=True, verbose_name="capacidade (kW)"
                    ),
                ),
                ("has_reverse_flow", models.BooleanField(null=True, verbose_name="inversão de fluxo")),
                ("measured_on", models.DateField(verbose_name="data do dado")),
                ("source", models.CharField(max_length=120, verbose_name="fonte")),
                ("source_line", models.PositiveIntegerField()),
                ("balance_kw", models.DecimalField(decimal_places=3, default=0, max_digits=14)),
                (
                    "came_with",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="requests_app.gridimport",
                    ),
                ),
                (
                    "substation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="transformers",
                        to="requests_app.substation",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="GridPlacement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("placed_at", models.DateTimeField()),
                ("placed_by_id", models.BigIntegerField(null=True)),
                (
                    "access_request",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="grid_placement",
                        to="requests_app.accessrequest",
                    ),
                ),
                (
                    "feeder",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="placements",
                        to="requests_app.feeder",
                    ),
                ),
                (
                    "transformer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="placements",
                        to="requests_app.transformer",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="feeder",
            name="transformer",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="feeders",
                to="requests_app.transformer",
            ),
        ),
        migrations.CreateModel(
            name="GridEntry",
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
                            ("reserve", "reserve"),
                            ("works", "works"),
                            ("exempt", "exempt"),
                            ("release", "release"),
                            ("connect", "connect"),
                            ("adjust", "adjust"),
                        ],
                        max_length=8,
                    ),
                ),
                ("power_kw", models.DecimalField(decimal_places=3, max_digits=12)),
                ("change_kw", models.DecimalField(decimal_places=3, max_digits=12)),
                ("balance_kw", models.DecimalField(decimal_places=3, max_digits=14)),
                ("is_checked", models.BooleanField()),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("import", "Capacidade informada pela distribuidora"),
                            ("works_finished", "Obra na rede terminada"),
                            ("correction", "Correção da capacidade pela distribuidora"),
                        ],
                        max_length=16,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("actor_id", models.BigIntegerField(null=True)),
                (
                    "capacity_entry",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="grid_entries",
                        to="requests_app.capacityentry",
                    ),
                ),
                (
                    "grid_import",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="requests_app.gridimport",
                    ),
                ),
                (
                    "substation",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="requests_app.substation",
                    ),
                ),
                (
                    "transformer",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="requests_app.transformer",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [
                    models.Index(
                        condition=models.Q(("transformer__isnull", False)),
                        fields=["transformer", "id"],
                        include=("change_kw",),
                        name="grid_entry_transformer",
                    ),
                    models.Index(
                        condition=models.Q(("substation__isnull", False)),
                        fields=["substation", "id"],
                        include=("change_kw",),
                        name="grid_entry_substation",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("substation__isnull", True), ("transformer__isnull", False)),
                            models.Q(("substation__isnull", False), ("transformer__isnull", True)),
                            _connector="OR",
                        ),
                        name="grid_entry_one_account",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                (
                                    "change_kw",
                                    django.db.models.expressions.CombinedExpression(
                                        models.F("power_kw"), "*", models.Value(-1)
                                    ),
                                ),
                                ("kind__in", ["exempt", "reserve", "works"]),
                                ("power_kw__gt", 0),
                            ),
                            models.Q(
                                ("change_kw", models.F("power_kw")), ("kind", "release"), ("power_kw__gt", 0)
                            ),
                            models.Q(("change_kw", 0), ("kind", "connect"), ("power_kw__gt", 0)),
                            models.Q(
                                ("change_kw", models.F("power_kw")),
                                ("kind", "adjust"),
                                models.Q(("power_kw", 0), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="grid_entry_change_fits_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("capacity_entry__isnull", False),
                                ("grid_import__isnull", True),
                                ("kind__in", ["exempt", "reserve", "works", "release", "connect"]),
                                ("reason", ""),
                            ),
                            models.Q(
                                ("capacity_entry__isnull", True),
                                ("kind", "adjust"),
                                models.Q(("reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="grid_entry_has_its_cause",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "reserve"), _negated=True),
                            ("is_checked", False),
                            ("balance_kw__gte", 0),
                            _connector="OR",
                        ),
                        name="grid_entry_reserve_fits",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("transformer__isnull", False)),
                        fields=("capacity_entry",),
                        name="grid_entry_once_in_transformer",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("substation__isnull", False)),
                        fields=("capacity_entry",),
                        name="grid_entry_once_in_substation",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="gridentry",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only_rows",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="8370054e78e33a06ab27e74ea23a4e808fff7046",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_rows_097ec",
                    table="requests_app_gridentry",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="gridentry",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only_table",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot truncate rows from % table', TG_TABLE_NAME;",
                    hash="82047b0f14db72684001048b8e9172f2701a2ae4",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_append_only_table_320d1",
                    table="requests_app_gridentry",
                    when="BEFORE",
                ),
            ),
        ),
    ]
