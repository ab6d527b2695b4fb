"""Typed answers put right during the corrections of one notice, before they are given back."""

from django.db import models

from requests_app.models.filed_answers import FiledAnswers
from requests_app.models.pending import PendingNotice


class DataCorrection(models.Model):
    """The answers as typed, section by section, like those of a draft; in force once `applied_as` is set.

    `typed` holds each section that reads well, as its frozen answers; one with an error is in `answers` alone.
    """

    notice = models.OneToOneField(PendingNotice, on_delete=models.PROTECT, related_name="data_correction")
    answers = models.JSONField(default=dict)
    typed = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField()
    applied_as = models.OneToOneField(FiledAnswers, on_delete=models.PROTECT, null=True, related_name="+")

    def __str__(self) -> str:
        return f"correção de dados da rodada {self.notice_id}"
