"""Drafts of checklists, and on each version who wrote it, who released it and why."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def person(*, null):
    return models.ForeignKey(
        null=null,
        on_delete=django.db.models.deletion.PROTECT,
        related_name="+",
        to=settings.AUTH_USER_MODEL,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0002_first_checklist"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField("checklistversion", "note", models.TextField(default="")),
        migrations.AddField("checklistversion", "published_by_id", models.BigIntegerField(null=True)),
        migrations.AddField("checklistversion", "approved_by_id", models.BigIntegerField(null=True)),
        migrations.AddConstraint(
            "checklistversion",
            models.CheckConstraint(
                name="checklist_version_two_people",
                condition=models.Q(published_by_id__isnull=True, approved_by_id__isnull=True)
                | (
                    models.Q(published_by_id__isnull=False, approved_by_id__isnull=False)
                    & ~models.Q(published_by_id=models.F("approved_by_id"))
                ),
            ),
        ),
        migrations.CreateModel(
            name="ChecklistDraft",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=40, verbose_name="lista")),
                (
                    "based_on",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="drafts",
                        to="documents.checklistversion",
                    ),
                ),
                ("content", models.JSONField()),
                ("version", models.PositiveIntegerField(default=1)),
                ("created_by", person(null=False)),
                ("created_at", models.DateTimeField()),
                ("updated_by", person(null=False)),
                ("updated_at", models.DateTimeField()),
                (
                    "editor_ids",
                    django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None),
                ),
                ("note", models.TextField(blank=True)),
                ("valid_from", models.DateField(null=True)),
                ("submitted_by", person(null=True)),
                ("submitted_at", models.DateTimeField(null=True)),
                ("returned_words", models.TextField(blank=True)),
                ("returned_by", person(null=True)),
                (
                    "closed_as",
                    models.CharField(
                        blank=True,
                        choices=[("published", "publicado"), ("discarded", "descartado")],
                        max_length=10,
                    ),
                ),
                ("closed_at", models.DateTimeField(null=True)),
            ],
            options={
                "verbose_name": "rascunho de checklist",
                "constraints": [
                    models.UniqueConstraint(
                        name="checklist_draft_one_open",
                        fields=["code"],
                        condition=models.Q(closed_as=""),
                    ),
                    models.CheckConstraint(
                        name="checklist_draft_handed_over_whole",
                        condition=models.Q(submitted_at__isnull=True)
                        | (
                            models.Q(submitted_by__isnull=False, valid_from__isnull=False)
                            & ~models.Q(note="")
                        ),
                    ),
                ],
            },
        ),
    ]
