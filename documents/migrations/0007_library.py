"""The library of norms, manuals and models."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0006_read_numbers"),
    ]

    operations = [
        migrations.AlterField(
            model_name="storedfile",
            name="purpose",
            field=models.CharField(
                choices=[
                    ("upload", "documento enviado"),
                    ("receipt", "comprovante"),
                    ("opinion", "parecer"),
                    ("form", "formulário preenchido pelo portal"),
                    ("library", "documento da biblioteca"),
                ],
                max_length=10,
            ),
        ),
        migrations.CreateModel(
            name="LibraryDocument",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("slug", models.SlugField(max_length=100, unique=True, verbose_name="endereço")),
                (
                    "kind",
                    models.CharField(
                        choices=[("norm", "Norma"), ("manual", "Manual"), ("model", "Modelo de documento")],
                        max_length=10,
                        verbose_name="tipo",
                    ),
                ),
                ("title", models.CharField(max_length=160, verbose_name="título")),
                ("number", models.CharField(blank=True, max_length=60, verbose_name="número")),
                ("withdrawn_at", models.DateTimeField(null=True, verbose_name="retirado em")),
                ("withdrawn_reason", models.CharField(blank=True, max_length=300, verbose_name="motivo")),
            ],
            options={
                "verbose_name": "documento da biblioteca",
                "verbose_name_plural": "documentos da biblioteca",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("withdrawn_at__isnull", True), ("withdrawn_reason", "")),
                            models.Q(
                                ("withdrawn_at__isnull", False),
                                models.Q(("withdrawn_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="library_document_withdrawn_whole",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="LibraryChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("corrected", "corrigiu os dados"),
                            ("withdrawn", "retirou"),
                            ("put_back", "pôs de volta"),
                        ],
                        max_length=10,
                    ),
                ),
                ("words", models.CharField(blank=True, max_length=300)),
                ("by_id", models.BigIntegerField()),
                ("at", models.DateTimeField()),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="changes",
                        to="documents.librarydocument",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="LibraryVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="ordem")),
                ("label", models.CharField(max_length=80, verbose_name="versão")),
                ("valid_from", models.DateField(verbose_name="em vigor desde")),
                ("source_url", models.URLField(blank=True, max_length=500, verbose_name="endereço da fonte")),
                ("published_by_id", models.BigIntegerField()),
                ("published_at", models.DateTimeField()),
                (
                    "corrects",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrected_by",
                        to="documents.libraryversion",
                        verbose_name="corrige",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="documents.librarydocument",
                    ),
                ),
                (
                    "stored_file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="library_versions",
                        to="documents.storedfile",
                    ),
                ),
            ],
            options={
                "verbose_name": "versão de documento",
                "abstract": False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="librarychange",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only_rows",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="9318e77357e7af58a11849f0d4c0faba02964356",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_rows_f6d43",
                    table="documents_librarychange",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="librarychange",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only_table",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot truncate rows from % table', TG_TABLE_NAME;",
                    hash="a366ff8aee018ba3302e0cc70ba89f6d731da40c",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_append_only_table_831c7",
                    table="documents_librarychange",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="libraryversion",
            constraint=models.UniqueConstraint(fields=("document", "number"), name="library_version_once"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="libraryversion",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only_rows",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="322c5d78d6f2deefe8061138e5b67a44efc32b61",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_rows_8b142",
                    table="documents_libraryversion",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="libraryversion",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only_table",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot truncate rows from % table', TG_TABLE_NAME;",
                    hash="da45871b827685c293f2e945d0172eddab97f8d3",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_append_only_table_065d3",
                    table="documents_libraryversion",
                    when="BEFORE",
                ),
            ),
        ),
    ]
