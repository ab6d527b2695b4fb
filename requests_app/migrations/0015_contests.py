"""Contests and their items; late items of a review; corrections dropped by a contest."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q


def _id() -> "models.BigAutoField[int, int]":
    return models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


_PROTECT = django.db.models.deletion.PROTECT


class Migration(migrations.Migration):
    dependencies = [
        ("requests_app", "0014_inspections"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Contest",
            fields=[
                ("id", _id()),
                ("number", models.CharField(max_length=24, unique=True, verbose_name="protocolo")),
                (
                    "subject",
                    models.CharField(
                        choices=[("pendings", "correções"), ("decision", "decisão")], max_length=10
                    ),
                ),
                ("text", models.TextField()),
                ("filed_at", models.DateTimeField()),
                ("filed_role", models.CharField(max_length=12)),
                ("filed_by_id", models.BigIntegerField(null=True)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "sem resposta"),
                            ("upheld", "aceita"),
                            ("partly", "aceita em parte"),
                            ("rejected", "não aceita"),
                        ],
                        default="",
                        max_length=10,
                    ),
                ),
                ("answer", models.TextField(blank=True)),
                ("answered_at", models.DateTimeField(null=True)),
                (
                    "access_request",
                    models.ForeignKey(
                        on_delete=_PROTECT, related_name="contests", to="requests_app.accessrequest"
                    ),
                ),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True, on_delete=_PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "notice",
                    models.ForeignKey(
                        null=True,
                        on_delete=_PROTECT,
                        related_name="contests",
                        to="requests_app.pendingnotice",
                    ),
                ),
                (
                    "opinion",
                    models.ForeignKey(
                        null=True, on_delete=_PROTECT, related_name="contests", to="requests_app.opinion"
                    ),
                ),
            ],
            options={"ordering": ["-id"]},
        ),
        migrations.CreateModel(
            name="ContestedItem",
            fields=[
                ("id", _id()),
                ("is_upheld", models.BooleanField(null=True)),
                (
                    "contest",
                    models.ForeignKey(on_delete=_PROTECT, related_name="items", to="requests_app.contest"),
                ),
                (
                    "pending",
                    models.OneToOneField(
                        on_delete=_PROTECT, related_name="contested", to="requests_app.pending"
                    ),
                ),
            ],
            options={"ordering": ["pending__number"]},
        ),
        migrations.AddField("pending", "dropped_at", models.DateTimeField(null=True)),
        migrations.AddField("pending", "late_reason", models.TextField(blank=True, default="")),
        migrations.AddField(
            "pending", "late_reason_code", models.CharField(blank=True, default="", max_length=12)
        ),
        migrations.AddField("reviewitem", "late_explained_at", models.DateTimeField(null=True)),
        migrations.AddField("reviewitem", "late_explained_by_id", models.BigIntegerField(null=True)),
        migrations.AddField(
            "reviewitem",
            "late_reason_code",
            models.CharField(
                blank=True,
                choices=[
                    ("new_fact", "fato novo"),
                    ("our_error", "erro nosso"),
                    ("rule_change", "mudança de regra"),
                    ("safety", "segurança"),
                ],
                default="",
                max_length=12,
            ),
        ),
        migrations.AddField("reviewitem", "late_released_at", models.DateTimeField(null=True)),
        migrations.AddField("reviewitem", "late_released_by_id", models.BigIntegerField(null=True)),
        migrations.AddField("reviewitem", "late_released_version", models.PositiveIntegerField(null=True)),
        migrations.AddField("reviewitem", "late_text", models.TextField(blank=True, default="")),
        migrations.AddIndex(
            "reviewitem",
            models.Index(
                name="late_items",
                fields=["late_explained_at"],
                condition=Q(("late_reason_code", ""), _negated=True),
            ),
        ),
        migrations.AddConstraint(
            "pending",
            models.CheckConstraint(
                name="dropped_pending_is_closed",
                condition=Q(dropped_at__isnull=True) | Q(fixed_at__isnull=False),
            ),
        ),
        migrations.AddConstraint(
            "reviewitem",
            models.CheckConstraint(
                name="late_item_says_when",
                condition=Q(late_reason_code="") | Q(late_explained_at__isnull=False),
            ),
        ),
        migrations.AddIndex(
            "contest",
            models.Index(
                name="contests_unanswered", fields=["filed_at", "id"], condition=Q(answered_at__isnull=True)
            ),
        ),
        migrations.AddConstraint(
            "contest",
            models.CheckConstraint(
                name="contest_names_its_subject",
                condition=Q(subject="pendings", notice__isnull=False, opinion__isnull=True)
                | Q(subject="decision", notice__isnull=True, opinion__isnull=False),
            ),
        ),
        migrations.AddConstraint(
            "contest",
            models.CheckConstraint(
                name="contest_answer_has_outcome",
                condition=Q(outcome="", answered_at__isnull=True, answered_by__isnull=True)
                | (~Q(outcome="") & Q(answered_at__isnull=False, answered_by__isnull=False)),
            ),
        ),
        migrations.AddConstraint(
            "contest",
            models.UniqueConstraint(
                name="decision_contested_once_by_each",
                fields=["opinion", "filed_role"],
                condition=Q(opinion__isnull=False),
            ),
        ),
    ]
