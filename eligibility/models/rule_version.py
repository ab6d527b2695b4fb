"""Rules that admins publish over the packaged rulebook, and the drafts they write first."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from eligibility.domain.rulebook import Rule
from portal.outbox.append_only import AppendOnly


class RuleVersion(AppendOnly):
    """One published entry; the newest of a code and start counts. `content` is an `entries.Rule`."""

    code = models.CharField("regra", max_length=60)
    valid_from = models.DateField("em vigor desde")
    content = models.JSONField()
    note = models.TextField("por quê")
    written_by_id = models.BigIntegerField()
    released_by_id = models.BigIntegerField()
    published_at = models.DateTimeField(auto_now_add=True)

    class Meta(AppendOnly.Meta):
        verbose_name = "versão de regra"
        indexes = [models.Index(fields=["code", "-id"])]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="rule_version_two_people",
                condition=~models.Q(written_by_id=models.F("released_by_id")),
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.valid_from}"

    @property
    def rule(self) -> Rule:
        return Rule.model_validate(self.content)


class RuleDraft(models.Model):
    """The next entry of one rule while it is written; one open per code. `content` may not be valid yet."""

    code = models.CharField("regra", max_length=60)
    content = models.JSONField()
    note = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    updated_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    returned_words = models.TextField(blank=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "rascunho de regra"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                name="rule_draft_one_open", fields=["code"], condition=models.Q(closed_at__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} draft {self.pk}"
