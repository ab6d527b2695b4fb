"""Tables of messages and help."""

from django.conf import settings
from django.db import migrations, models
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations


class Migration(migrations.Migration):
    dependencies = [
        ("requests_app", "0018_changes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Conversation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(choices=[("messages", "mensagens"), ("help", "ajuda")], max_length=8),
                ),
                ("number", models.CharField(max_length=24, null=True, unique=True, verbose_name="protocolo")),
                (
                    "topic",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("term", "Prazo do pedido"),
                            ("documents", "Documentos e envio de arquivos"),
                            ("corrections", "Correções pedidas"),
                            ("payment", "Pagamento e contratos"),
                            ("inspection", "Vistoria e ligação"),
                            ("access", "Acesso ao portal"),
                            ("other", "Outro assunto"),
                        ],
                        max_length=16,
                        verbose_name="assunto",
                    ),
                ),
                ("token", models.UUIDField(null=True, unique=True)),
                ("opened_at", models.DateTimeField()),
                (
                    "opened_by_role",
                    models.CharField(
                        choices=[
                            ("technician", "responsável técnico"),
                            ("analyst", "analista"),
                            ("supervisor", "supervisor"),
                            ("holder", "titular"),
                        ],
                        max_length=12,
                    ),
                ),
                ("waits_since", models.DateTimeField(null=True)),
                ("answer_due_on", models.DateField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="ConversationNote",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(choices=[("said", "said"), ("no_reply", "no_reply")], max_length=8),
                ),
                ("token", models.UUIDField()),
                (
                    "author_role",
                    models.CharField(
                        choices=[
                            ("technician", "responsável técnico"),
                            ("analyst", "analista"),
                            ("supervisor", "supervisor"),
                            ("holder", "titular"),
                        ],
                        max_length=12,
                    ),
                ),
                ("author_id", models.BigIntegerField(null=True)),
                ("at", models.DateTimeField()),
                ("answer_due_on", models.DateField(null=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="NoteText",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.TextField(max_length=4000)),
            ],
        ),
        migrations.AddField(
            model_name="conversation",
            name="access_request",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="conversations",
                to="requests_app.accessrequest",
            ),
        ),
        migrations.AddField(
            model_name="conversation",
            name="opened_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="conversationnote",
            name="conversation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="notes",
                to="requests_app.conversation",
            ),
        ),
        migrations.AddField(
            model_name="notetext",
            name="note",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="words",
                to="requests_app.conversationnote",
            ),
        ),
        migrations.AddIndex(
            model_name="conversation",
            index=models.Index(fields=["access_request", "id"], name="requests_ap_access__2ffc85_idx"),
        ),
        migrations.AddIndex(
            model_name="conversation",
            index=models.Index(
                condition=models.Q(("waits_since__isnull", False)),
                fields=["answer_due_on", "waits_since", "id"],
                name="conversations_waiting",
            ),
        ),
        migrations.AddConstraint(
            model_name="conversation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "messages")),
                fields=("access_request",),
                name="messages_one_thread",
            ),
        ),
        migrations.AddConstraint(
            model_name="conversation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "messages"), ("number__isnull", True), ("topic", "")),
                    models.Q(
                        ("kind", "help"), ("number__isnull", False), models.Q(("topic", ""), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="conversation_help_is_numbered",
            ),
        ),
        migrations.AddConstraint(
            model_name="conversation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answer_due_on__isnull", True), ("waits_since__isnull", True)),
                    models.Q(("answer_due_on__isnull", False), ("waits_since__isnull", False)),
                    _connector="OR",
                ),
                name="conversation_waits_until",
            ),
        ),
        migrations.AddIndex(
            model_name="conversationnote",
            index=models.Index(fields=["conversation", "id"], name="requests_ap_convers_b9b4c5_idx"),
        ),
        migrations.AddConstraint(
            model_name="conversationnote",
            constraint=models.UniqueConstraint(fields=("conversation", "token"), name="note_once_per_form"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="conversationnote",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only_rows",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="0fe821e4d2985987fff8746c5ae4fab4be6e2b57",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_rows_a9115",
                    table="requests_app_conversationnote",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="conversationnote",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only_table",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot truncate rows from % table', TG_TABLE_NAME;",
                    hash="ff3bb9431aa6e2096f2de10ce306a2f638e6ddfc",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_append_only_table_03ba0",
                    table="requests_app_conversationnote",
                    when="BEFORE",
                ),
            ),
        ),
    ]
