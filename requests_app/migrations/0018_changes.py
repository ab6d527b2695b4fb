"""Tables of changes of the responsible professional."""

from django.conf import settings
from django.db import migrations, models
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations


class Migration(migrations.Migration):
    dependencies = [
        ("requests_app", "0017_guarantees"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="TechnicianChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "asked_by",
                    models.CharField(
                        choices=[("technician", "responsável técnico"), ("holder", "titular")], max_length=12
                    ),
                ),
                ("asked_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("to_email", models.EmailField(blank=True, db_index=True, max_length=254)),
                ("left_at", models.DateTimeField(null=True)),
                ("came_at", models.DateTimeField(null=True)),
                ("confirmed_at", models.DateTimeField(null=True)),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("open", "em andamento"),
                            ("done", "feita"),
                            ("refused", "recusada"),
                            ("withdrawn", "retirada"),
                            ("expired", "vencida"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("ended_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="TechnicianChangeEvent",
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
                            ("asked", "pedida"),
                            ("leaves", "aceita por quem sai"),
                            ("comes", "aceita por quem entra"),
                            ("confirmed", "confirmada pelo titular"),
                            ("done", "feita"),
                            ("refused", "recusada"),
                            ("withdrawn", "retirada"),
                            ("expired", "vencida"),
                        ],
                        max_length=10,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("actor_role", models.CharField(max_length=12)),
                ("actor_id", models.BigIntegerField(null=True)),
                ("from_id", models.BigIntegerField(null=True)),
                ("to_id", models.BigIntegerField(null=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="technicianchange",
            name="access_request",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="technician_changes",
                to="requests_app.accessrequest",
            ),
        ),
        migrations.AddField(
            model_name="technicianchange",
            name="from_technician",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="changes_leaving",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="technicianchange",
            name="to_technician",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="changes_coming",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="technicianchangeevent",
            name="access_request",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="technician_change_events",
                to="requests_app.accessrequest",
            ),
        ),
        migrations.AddField(
            model_name="technicianchangeevent",
            name="change",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="events",
                to="requests_app.technicianchange",
            ),
        ),
        migrations.AddIndex(
            model_name="technicianchange",
            index=models.Index(
                condition=models.Q(("outcome", "open")), fields=["expires_at"], name="technician_changes_open"
            ),
        ),
        migrations.AddConstraint(
            model_name="technicianchange",
            constraint=models.UniqueConstraint(
                condition=models.Q(("outcome", "open")),
                fields=("access_request",),
                name="technician_change_one_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="technicianchange",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at__isnull", True), ("outcome", "open")),
                    models.Q(models.Q(("outcome", "open"), _negated=True), ("ended_at__isnull", False)),
                    _connector="OR",
                ),
                name="technician_change_ended_when",
            ),
        ),
        migrations.AddConstraint(
            model_name="technicianchange",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("outcome", "done"), _negated=True),
                    models.Q(
                        ("came_at__isnull", False),
                        ("confirmed_at__isnull", False),
                        ("left_at__isnull", False),
                        ("to_technician__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="technician_change_done_by_three",
            ),
        ),
        migrations.AddConstraint(
            model_name="technicianchange",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("to_technician__isnull", True),
                    models.Q(("to_technician", models.F("from_technician")), _negated=True),
                    _connector="OR",
                ),
                name="technician_change_two_people",
            ),
        ),
        migrations.AddIndex(
            model_name="technicianchangeevent",
            index=models.Index(fields=["access_request", "id"], name="requests_ap_access__18403f_idx"),
        ),
        migrations.AddConstraint(
            model_name="technicianchangeevent",
            constraint=models.UniqueConstraint(fields=("change", "kind"), name="technician_change_step_once"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="technicianchangeevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only_rows",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="c21fd73f8a02cd30f8c25e2d8944eb6dcb5668e1",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_rows_67e7d",
                    table="requests_app_technicianchangeevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="technicianchangeevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only_table",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot truncate rows from % table', TG_TABLE_NAME;",
                    hash="9504dec8be39559f2039e315be9d5d4e565858b2",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_append_only_table_22446",
                    table="requests_app_technicianchangeevent",
                    when="BEFORE",
                ),
            ),
        ),
    ]
