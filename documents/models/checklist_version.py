"""Published checklists: dated, numbered, immutable; a request keeps the one in force on its filing day."""

from datetime import date

from django.db import models

from documents.domain.checklist import Checklist
from portal.outbox.append_only import AppendOnly


class ChecklistVersion(AppendOnly):
    """One published version of one checklist; `content` is a `documents.domain.checklist.Checklist`."""

    code = models.CharField("lista", max_length=40)
    number = models.PositiveIntegerField("versão")
    valid_from = models.DateField("em vigor desde")
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    published_at = models.DateTimeField(auto_now_add=True)
    note = models.TextField(default="")
    published_by_id = models.BigIntegerField(null=True)
    """Who wrote it and handed it over; null when it came with the portal."""
    approved_by_id = models.BigIntegerField(null=True)
    """The second person, who read the differences and released it."""

    class Meta(AppendOnly.Meta):
        verbose_name = "versão de checklist"
        constraints = [
            models.UniqueConstraint(name="checklist_version_once", fields=["code", "number"]),
            models.CheckConstraint(
                name="checklist_version_two_people",
                condition=models.Q(published_by_id__isnull=True, approved_by_id__isnull=True)
                | (
                    models.Q(published_by_id__isnull=False, approved_by_id__isnull=False)
                    & ~models.Q(published_by_id=models.F("approved_by_id"))
                ),
            ),
        ]
        indexes = [models.Index(fields=["code", "-valid_from", "-number"])]

    def __str__(self) -> str:
        return f"{self.code} v{self.number}"

    @property
    def checklist(self) -> Checklist:
        return Checklist.model_validate(self.content)

    @classmethod
    def in_force(cls, code: str, on: date) -> "ChecklistVersion":
        """The version in force that day. Raises DoesNotExist when none was published yet."""
        found = cls.objects.filter(code=code, valid_from__lte=on).order_by("-valid_from", "-number").first()
        if found is None:
            raise cls.DoesNotExist(f"no checklist {code} on {on}")
        return found
