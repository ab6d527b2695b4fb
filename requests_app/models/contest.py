"""Contests: somebody disagrees with corrections or with a decision, and another person of the utility answers."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from requests_app.models.access_request import AccessRequest
from requests_app.models.opinion import Opinion
from requests_app.models.pending import Pending, PendingNotice


class Contest(models.Model):
    """One contest with its own protocol number. `notice` holds the corrections contested, or `opinion` the decision.

    `text` and `answer` are people's words; retention may blank them. A contest whose request ended meanwhile
    stays without an answer.
    """

    class Subject(models.TextChoices):
        PENDINGS = "pendings", "correções"
        DECISION = "decision", "decisão"

    class Outcome(models.TextChoices):
        NONE = "", "sem resposta"
        UPHELD = "upheld", "aceita"
        PARTLY = "partly", "aceita em parte"
        REJECTED = "rejected", "não aceita"

    access_request = models.ForeignKey(AccessRequest, on_delete=models.PROTECT, related_name="contests")
    number = models.CharField("protocolo", max_length=24, unique=True)
    subject = models.CharField(max_length=10, choices=Subject.choices)
    notice = models.ForeignKey(PendingNotice, on_delete=models.PROTECT, null=True, related_name="contests")
    opinion = models.ForeignKey(Opinion, on_delete=models.PROTECT, null=True, related_name="contests")
    text = models.TextField()
    filed_at = models.DateTimeField()
    filed_role = models.CharField(max_length=12)
    filed_by_id = models.BigIntegerField(null=True)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True, default="")
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(
                name="contests_unanswered", fields=["filed_at", "id"], condition=Q(answered_at__isnull=True)
            )
        ]
        constraints = [
            models.CheckConstraint(
                name="contest_names_its_subject",
                condition=Q(subject="pendings", notice__isnull=False, opinion__isnull=True)
                | Q(subject="decision", notice__isnull=True, opinion__isnull=False),
            ),
            models.CheckConstraint(
                name="contest_answer_has_outcome",
                condition=Q(outcome="", answered_at__isnull=True, answered_by__isnull=True)
                | (~Q(outcome="") & Q(answered_at__isnull=False, answered_by__isnull=False)),
            ),
            models.UniqueConstraint(
                name="decision_contested_once_by_each",
                fields=["opinion", "filed_role"],
                condition=Q(opinion__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_about_decision(self) -> bool:
        return self.subject == self.Subject.DECISION


class ContestedItem(models.Model):
    """One correction of a contest. A correction is contested once; `is_upheld` is None until the answer."""

    contest = models.ForeignKey(Contest, on_delete=models.PROTECT, related_name="items")
    pending = models.OneToOneField(Pending, on_delete=models.PROTECT, related_name="contested")
    is_upheld = models.BooleanField(null=True)

    class Meta:
        ordering = ["pending__number"]

    def __str__(self) -> str:
        return f"item {self.pending_id} de {self.contest_id}"
