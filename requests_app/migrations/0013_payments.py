"""Charges of an opinion, the proofs that they were paid, and the written notices of stopped works."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0005_form_files"),
        ("requests_app", "0012_agreements"),
    ]

    operations = [
        migrations.CreateModel(
            name="Charge",
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
                            ("participation", "participação financeira na obra"),
                            ("metering", "diferença do sistema de medição"),
                        ],
                        max_length=16,
                    ),
                ),
                ("amount_brl", models.DecimalField(decimal_places=2, max_digits=14)),
                ("created_at", models.DateTimeField()),
                ("created_on", models.DateField()),
                ("due_on", models.DateField()),
                ("gateway", models.CharField(blank=True, max_length=40)),
                ("reference", models.CharField(blank=True, max_length=60)),
                ("boleto_line", models.CharField(blank=True, max_length=80)),
                ("pix_code", models.CharField(blank=True, max_length=512)),
                ("issued_at", models.DateTimeField(null=True)),
                ("problem", models.CharField(blank=True, max_length=40)),
                ("paid_on", models.DateField(null=True)),
                ("confirmed_at", models.DateTimeField(null=True)),
                ("confirmed_by_id", models.BigIntegerField(null=True)),
                ("payment_number", models.CharField(blank=True, max_length=60)),
                (
                    "access_request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="charges",
                        to="requests_app.accessrequest",
                    ),
                ),
                (
                    "event",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="charge",
                        to="requests_app.event",
                    ),
                ),
                (
                    "opinion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="charges",
                        to="requests_app.opinion",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="ChargeProof",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sent_at", models.DateTimeField()),
                ("sent_by_role", models.CharField(max_length=12)),
                ("sent_by_id", models.BigIntegerField(null=True)),
                (
                    "charge",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proofs",
                        to="requests_app.charge",
                    ),
                ),
                (
                    "stored_file",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="charge_proof",
                        to="documents.storedfile",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="WorksNotice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reason_code", models.CharField(max_length=60)),
                ("detail", models.TextField(blank=True)),
                ("until_on", models.DateField(null=True)),
                (
                    "access_request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="works_notices",
                        to="requests_app.accessrequest",
                    ),
                ),
                (
                    "event",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="works_notice",
                        to="requests_app.event",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.AddConstraint(
            model_name="charge",
            constraint=models.UniqueConstraint(fields=("opinion", "kind"), name="charge_once"),
        ),
        migrations.AddConstraint(
            model_name="charge",
            constraint=models.UniqueConstraint(
                condition=models.Q(("reference", ""), _negated=True),
                fields=("gateway", "reference"),
                name="charge_reference_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="charge",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount_brl__gt", 0)), name="charge_positive"
            ),
        ),
        migrations.AddConstraint(
            model_name="charge",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("confirmed_at__isnull", True), ("event__isnull", True), ("paid_on__isnull", True)
                    ),
                    models.Q(
                        ("confirmed_at__isnull", False), ("event__isnull", False), ("paid_on__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="charge_paid_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="charge",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("paid_on__isnull", True), ("paid_on__gte", models.F("created_on")), _connector="OR"
                ),
                name="charge_paid_after_made",
            ),
        ),
    ]
