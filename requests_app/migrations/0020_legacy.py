"""Tables of the requests of before this portal."""

import uuid

from django.conf import settings
from django.db import migrations, models
import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.fields.json


class Migration(migrations.Migration):
    dependencies = [
        ("requests_app", "0019_conversations"),
        ("documents", "0006_read_numbers"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="HistoricImport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("storage_key", models.CharField(blank=True, max_length=120)),
                ("sha256", models.CharField(max_length=64)),
                ("created_at", models.DateTimeField()),
                ("confirmed_at", models.DateTimeField(null=True)),
                ("applied_at", models.DateTimeField(null=True)),
                ("lines_done", models.PositiveIntegerField(default=0)),
                ("rows_read", models.PositiveIntegerField(default=0)),
                ("rows_created", models.PositiveIntegerField(default=0)),
                ("rows_same", models.PositiveIntegerField(default=0)),
                ("rows_refused", models.PositiveIntegerField(default=0)),
                ("problems", models.JSONField(default=list)),
            ],
        ),
        migrations.CreateModel(
            name="HistoricRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("protocol", models.CharField(max_length=40, unique=True, verbose_name="protocolo")),
                (
                    "form",
                    models.CharField(
                        choices=[
                            ("micro_up_to_10", "Microgeração até 10 kW"),
                            ("micro_above_10", "Microgeração acima de 10 kW"),
                            ("mini", "Minigeração"),
                        ],
                        max_length=20,
                        verbose_name="formulário",
                    ),
                ),
                ("filed_on", models.DateField(verbose_name="enviado em")),
                ("decided_on", models.DateField(null=True, verbose_name="decidido em")),
                ("connected_on", models.DateField(null=True, verbose_name="ligado em")),
                ("opinion_number", models.CharField(blank=True, max_length=40, verbose_name="parecer")),
                (
                    "result",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("favourable", "Favorável"),
                            ("favourable_with_works", "Favorável, com obra na rede"),
                            ("not_approved", "Não aprovado"),
                        ],
                        max_length=24,
                        verbose_name="resultado",
                    ),
                ),
                ("installed_power_kw", models.DecimalField(decimal_places=3, max_digits=12)),
                (
                    "old_unit_number",
                    models.CharField(blank=True, max_length=15, verbose_name="instalação, número antigo"),
                ),
                (
                    "new_unit_number",
                    models.CharField(blank=True, max_length=15, verbose_name="instalação, número novo"),
                ),
                (
                    "responsibility_number",
                    models.CharField(blank=True, max_length=40, verbose_name="ART ou TRT"),
                ),
                ("plant_code", models.CharField(blank=True, max_length=30, verbose_name="CEG")),
                (
                    "service_order",
                    models.CharField(blank=True, max_length=40, verbose_name="nota de serviço"),
                ),
                ("municipality", models.CharField(max_length=80, verbose_name="município")),
                ("holder_name", models.CharField(blank=True, max_length=160, verbose_name="titular")),
                (
                    "holder_tax_id",
                    models.CharField(blank=True, db_index=True, max_length=14, verbose_name="CPF ou CNPJ"),
                ),
                (
                    "numbers",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), default=list, size=None
                    ),
                ),
                ("source_line", models.PositiveIntegerField()),
            ],
        ),
        migrations.AddField(
            model_name="historicimport",
            name="uploaded_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="historicrequest",
            name="came_with",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="rows",
                to="requests_app.historicimport",
            ),
        ),
        migrations.AddIndex(
            model_name="historicrequest",
            index=django.contrib.postgres.indexes.GinIndex(fields=["numbers"], name="historic_numbers"),
        ),
        migrations.AddIndex(
            model_name="historicrequest",
            index=models.Index(fields=["-filed_on", "-id"], name="historic_newest"),
        ),
        migrations.AddConstraint(
            model_name="historicrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(("installed_power_kw__gt", 0)), name="historic_power_positive"
            ),
        ),
        migrations.AddConstraint(
            model_name="historicrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("old_unit_number__regex", "^(\\d{10})?$"), ("new_unit_number__regex", "^(\\d{15})?$")
                ),
                name="historic_unit_digits",
            ),
        ),
        migrations.AddIndex(
            model_name="filedanswers",
            index=models.Index(
                django.db.models.fields.json.KeyTextTransform(
                    "plant_code",
                    django.db.models.fields.json.KeyTextTransform("registration", "generation"),
                ),
                name="filed_plant_code",
            ),
        ),
    ]
