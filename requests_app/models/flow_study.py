"""Reverse flow on a request: the studies, what the applicant chose of them, and the supporting studies asked for."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from documents.models import StoredFile
from portal.outbox.append_only import AppendOnly
from requests_app.domain.reverse_flow import Study
from requests_app.models.access_request import AccessRequest
from requests_app.models.event import Event
from requests_app.models.opinion import Opinion


class CompatibilityCheck(AppendOnly):
    """What an analyst found of a request that asked for the waiver by compatible power (art. 73-A, II).

    The newest counts, and only for the answers that were looked at: a corrected power is looked at anew.
    """

    access_request = models.ForeignKey(
        AccessRequest, on_delete=models.PROTECT, related_name="compatibility_checks"
    )
    is_confirmed = models.BooleanField()
    answers_number = models.PositiveIntegerField()
    at = models.DateTimeField()
    by_id = models.BigIntegerField()

    class Meta(AppendOnly.Meta):
        pass

    def __str__(self) -> str:
        return f"dispensa do pedido {self.access_request_id}"


class FlowStudy(AppendOnly):
    """One study of art. 73, § 2º; the newest number counts. Powers in kW.

    `content_sha256` is the hash of the sheet's JSON, which stands in `FlowStudyContent`.
    """

    access_request = models.ForeignKey(AccessRequest, on_delete=models.PROTECT, related_name="flow_studies")
    event = models.OneToOneField(Event, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    asked_kw = models.DecimalField(max_digits=12, decimal_places=3)
    max_power_kw = models.DecimalField(max_digits=12, decimal_places=3)
    offers_a_choice = models.BooleanField()
    issued_at = models.DateTimeField()
    issued_on = models.DateField()
    issued_by_id = models.BigIntegerField()
    content_sha256 = models.CharField(max_length=64)

    class Meta(AppendOnly.Meta):
        constraints = [
            models.UniqueConstraint(name="flow_study_once", fields=["access_request", "number"]),
        ]

    def __str__(self) -> str:
        return f"estudo {self.number} do pedido {self.access_request_id}"

    @property
    def study(self) -> Study:
        """The study as the rules read it; one statement where its content was not joined."""
        return Study.model_validate(self.content.study)


class FlowStudyContent(models.Model):
    """The study and its frozen sheet (`documents.domain.flow_sheet.FlowStudySheet`), with people's words: blankable apart."""

    flow_study = models.OneToOneField(FlowStudy, on_delete=models.PROTECT, related_name="content")
    study = models.JSONField()
    sheet = models.JSONField()

    def __str__(self) -> str:
        return f"conteúdo {self.flow_study_id}"


class FlowStudyFile(AppendOnly):
    """The PDF of a study: one, whatever is retried or killed."""

    flow_study = models.OneToOneField(FlowStudy, on_delete=models.PROTECT, related_name="file")
    stored_file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="+")

    class Meta(AppendOnly.Meta):
        pass

    def __str__(self) -> str:
        return f"arquivo {self.flow_study_id}"


class FlowChoice(models.Model):
    """What the technician chose of a study; the newest of the newest study counts.

    `injected_kw` is the most to be injected, `booked_kw` what the grid's account takes. `reduction_form` is people's
    words; retention may blank it.
    """

    flow_study = models.ForeignKey(FlowStudy, on_delete=models.PROTECT, related_name="choices")
    event = models.OneToOneField(Event, on_delete=models.PROTECT, related_name="+")
    alternatives = ArrayField(models.CharField(max_length=20))
    injected_kw = models.DecimalField(max_digits=12, decimal_places=3)
    booked_kw = models.DecimalField(max_digits=12, decimal_places=3)
    reduction_form = models.TextField(blank=True)
    has_storage = models.BooleanField(null=True)
    chosen_at = models.DateTimeField()
    chosen_by_id = models.BigIntegerField()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"escolha {self.pk} do {self.flow_study_id}"


class StudyRequest(models.Model):
    """The studies behind an alternative, asked for after the opinion (art. 78), and their delivery.

    `asked` and `method` are people's words; retention may blank them. One whose opinion ended or was approved
    meanwhile stays without a delivery.
    """

    access_request = models.ForeignKey(AccessRequest, on_delete=models.PROTECT, related_name="study_requests")
    opinion = models.ForeignKey(Opinion, on_delete=models.PROTECT, related_name="study_requests")
    event = models.OneToOneField(Event, on_delete=models.PROTECT, related_name="+")
    asked = models.TextField(blank=True)
    asked_at = models.DateTimeField()
    asked_by_id = models.BigIntegerField()
    method = models.TextField(blank=True)
    stored_file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    delivered_at = models.DateTimeField(null=True)
    delivered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                name="study_delivery_is_whole",
                condition=Q(delivered_at__isnull=True, delivered_by__isnull=True, stored_file__isnull=True)
                | Q(delivered_at__isnull=False, delivered_by__isnull=False, stored_file__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"pedido de estudos {self.pk}"
