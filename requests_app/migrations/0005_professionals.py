"""The profession behind a registration, its two files, until when it was checked, and the history of the checks.

Existing rows get their profession from the title, read strictly: a title that is plainly one of the three named
professions, alone, is that one; any other title with an engineer in it is `other_engineer`; the rest is `other`.
The free title stays as it is, and the person may correct the profession. A row marked as verified without a date
becomes unverified: nobody knows until when it would hold.
"""

import re
import unicodedata
from typing import Any

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

_PLAIN = (
    (r"eng(?:enheir[oa])?\.? eletricista", "electrical_engineer"),
    (r"eng(?:enheir[oa])?\.? de energia", "energy_engineer"),
    (r"tecnic[oa] em eletrotecnica", "electrotechnics_technician"),
)
_UF = re.compile(r"(A[CLMP]|BA|CE|DF|ES|GO|M[AGST]|P[ABEIR]|R[JNORS]|S[CEP]|TO)[ -]")


def profession_of(title: str) -> str:
    """The profession that a title plainly names; `other_engineer` or `other` when it is not plain."""
    plain = unicodedata.normalize("NFD", title.casefold()).encode("ascii", "ignore").decode()
    words = " ".join(plain.split())
    for pattern, profession in _PLAIN:
        if re.fullmatch(pattern, words):
            return profession
    return "other_engineer" if re.search(r"\beng(?:enh\w*)?\b", words) else "other"


def read_titles(apps: Any, schema_editor: Any) -> None:
    """Fill what the older form did not ask."""
    rows = apps.get_model("requests_app", "ResponsibleProfessional").objects.all()
    rows.filter(registration_status="verified").update(registration_status="unverified")
    for row in rows.only("pk", "title", "registration").iterator():
        found = _UF.match(row.registration)
        rows.filter(pk=row.pk).update(
            profession=profession_of(row.title), registration_uf=found[1] if found else ""
        )


class Migration(migrations.Migration):
    dependencies = [
        ("requests_app", "0004_allocation"),
        ("documents", "0002_first_checklist"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="responsibleprofessional",
            name="council",
            field=models.CharField(
                choices=[
                    ("CREA", "CREA"),
                    ("CFT", "CFT ou CRT"),
                    ("CAU", "CAU"),
                    ("OTHER", "Outro conselho competente"),
                ],
                max_length=8,
                verbose_name="conselho",
            ),
        ),
        migrations.AddField(
            model_name="responsibleprofessional",
            name="profession",
            field=models.CharField(
                choices=[
                    ("electrical_engineer", "Engenharia elétrica"),
                    ("energy_engineer", "Engenharia de energia"),
                    ("other_engineer", "Outra engenharia"),
                    ("electrotechnics_technician", "Técnico em eletrotécnica"),
                    ("other", "Outra profissão"),
                ],
                default="other",
                max_length=30,
                verbose_name="profissão",
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="responsibleprofessional",
            name="has_attribution",
            field=models.BooleanField(default=False, verbose_name="atribuição anotada no conselho"),
        ),
        migrations.AddField(
            model_name="responsibleprofessional",
            name="council_name",
            field=models.CharField(blank=True, max_length=60, verbose_name="nome do conselho"),
        ),
        migrations.AddField(
            model_name="responsibleprofessional",
            name="registration_uf",
            field=models.CharField(blank=True, max_length=2, verbose_name="UF do registro"),
        ),
        migrations.AddField(
            model_name="responsibleprofessional",
            name="certificate",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="documents.storedfile",
            ),
        ),
        migrations.AddField(
            model_name="responsibleprofessional",
            name="decision",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="documents.storedfile",
            ),
        ),
        migrations.AddField(
            model_name="responsibleprofessional",
            name="verified_until",
            field=models.DateField(null=True, verbose_name="conferido até"),
        ),
        migrations.AddField(
            model_name="responsibleprofessional",
            name="waiting_since",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="responsibleprofessional",
            name="version",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.RunPython(read_titles, migrations.RunPython.noop),
        # The changed rows still owe their deferred checks, and a table that owes some cannot be altered.
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="responsibleprofessional",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "profession__in",
                        [
                            "electrical_engineer",
                            "energy_engineer",
                            "other_engineer",
                            "electrotechnics_technician",
                            "other",
                        ],
                    )
                ),
                name="professional_profession_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="responsibleprofessional",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("registration_status", "verified"), ("verified_until__isnull", False)),
                    models.Q(
                        ("registration_status__in", ["unverified", "suspended"]),
                        ("verified_until__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="professional_verified_until_a_date",
            ),
        ),
        migrations.AddConstraint(
            model_name="responsibleprofessional",
            constraint=models.CheckConstraint(
                condition=models.Q(("council", "OTHER"), ("council_name", ""), _negated=True),
                name="professional_other_council_named",
            ),
        ),
        migrations.CreateModel(
            name="RegistrationCheck",
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
                            ("unverified", "não conferido"),
                            ("verified", "conferido"),
                            ("suspended", "suspenso"),
                        ],
                        max_length=12,
                    ),
                ),
                ("verified_until", models.DateField(null=True)),
                ("reason", models.CharField(blank=True, max_length=500)),
                ("basis", models.CharField(blank=True, max_length=200)),
                ("version", models.PositiveIntegerField()),
                ("checked_at", models.DateTimeField()),
                (
                    "certificate",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.storedfile",
                    ),
                ),
                (
                    "checked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "professional",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="checks",
                        to="requests_app.responsibleprofessional",
                    ),
                ),
            ],
            options={"abstract": False},
        ),
        migrations.AddConstraint(
            model_name="registrationcheck",
            constraint=models.UniqueConstraint(
                fields=("professional", "version"), name="registration_check_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="registrationcheck",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "suspended"), _negated=True),
                    models.Q(models.Q(("reason", ""), _negated=True), models.Q(("basis", ""), _negated=True)),
                    _connector="OR",
                ),
                name="suspension_has_reason_and_basis",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="registrationcheck",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only_rows",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="b025c4aadfe0e79a9370f42a6cc90d03213644c6",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_rows_471d6",
                    table="requests_app_registrationcheck",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="registrationcheck",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only_table",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot truncate rows from % table', TG_TABLE_NAME;",
                    hash="a455d8b6b90a9707b56cde3d2e0cc9dd076bef12",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_append_only_table_752d6",
                    table="requests_app_registrationcheck",
                    when="BEFORE",
                ),
            ),
        ),
    ]
