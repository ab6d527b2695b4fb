"""The next version of a checklist while admins write it: the only mutable checklist, one open per list."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from documents.models.checklist_version import ChecklistVersion


class ChecklistDraft(models.Model):
    """A draft of one list. `content` is the title and items of a `Checklist`, perhaps not yet valid.

    `version` rises with every write, so that a page loaded earlier is noticed. Handed over it waits for a second
    person and takes no edits. A closed draft stays: published it is the story of a version, discarded it may be
    taken up again.
    """

    class Closed(models.TextChoices):
        PUBLISHED = "published", "publicado"
        DISCARDED = "discarded", "descartado"

    code = models.CharField("lista", max_length=40)
    based_on = models.ForeignKey(ChecklistVersion, on_delete=models.PROTECT, related_name="drafts")
    content = models.JSONField()
    version = models.PositiveIntegerField(default=1)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    updated_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    updated_at = models.DateTimeField()
    editor_ids = ArrayField(models.BigIntegerField())
    """Everybody who wrote in it; none of them may release it."""
    note = models.TextField(blank=True)
    valid_from = models.DateField(null=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    submitted_at = models.DateTimeField(null=True)
    returned_words = models.TextField(blank=True)
    returned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    closed_as = models.CharField(max_length=10, choices=Closed.choices, blank=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "rascunho de checklist"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                name="checklist_draft_one_open", fields=["code"], condition=models.Q(closed_as="")
            ),
            models.CheckConstraint(
                name="checklist_draft_handed_over_whole",
                condition=models.Q(submitted_at__isnull=True)
                | (models.Q(submitted_by__isnull=False, valid_from__isnull=False) & ~models.Q(note="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} draft {self.pk}"

    @property
    def is_handed_over(self) -> bool:
        """Whether it waits for a second person."""
        return self.submitted_at is not None
