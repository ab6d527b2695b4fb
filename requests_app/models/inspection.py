"""The visits to an installation: what was found, the report of a visit that failed, its PDF."""

from django.db import models
from django.db.models import Q

from documents.models import StoredFile
from portal.outbox.append_only import AppendOnly
from requests_app.models.access_request import AccessRequest


class Inspection(AppendOnly):
    """One visit. A visit that passed has the number of the meter installed on that day."""

    class Result(models.TextChoices):
        PASSED = "passed", "aprovada"
        FAILED = "failed", "não aprovada"

    access_request = models.ForeignKey(AccessRequest, on_delete=models.PROTECT, related_name="inspections")
    number = models.PositiveIntegerField()
    event = models.OneToOneField("requests_app.Event", on_delete=models.PROTECT, related_name="+")
    requested_on = models.DateField()
    inspected_on = models.DateField()
    result = models.CharField(max_length=8, choices=Result.choices)
    meter_number = models.CharField("número do medidor", max_length=40, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by_id = models.BigIntegerField()

    class Meta(AppendOnly.Meta):
        constraints = [
            models.UniqueConstraint(name="inspection_numbered_once", fields=["access_request", "number"]),
            models.CheckConstraint(
                name="meter_only_when_passed",
                condition=(Q(result="passed") & ~Q(meter_number="")) | Q(result="failed", meter_number=""),
            ),
            models.CheckConstraint(
                name="inspected_after_request", condition=Q(inspected_on__gte=models.F("requested_on"))
            ),
        ]

    def __str__(self) -> str:
        return f"vistoria {self.number} do pedido {self.access_request_id}"

    @property
    def has_passed(self) -> bool:
        return self.result == self.Result.PASSED


class InspectionReason(models.Model):
    """Why a visit failed: what, by which rule, how to correct. `repeats` is the same reason in an earlier visit."""

    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="reasons")
    number = models.PositiveSmallIntegerField()
    what = models.TextField()
    rule = models.TextField()
    how_to_fix = models.TextField()
    repeats = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="repeated_by")

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(name="inspection_reason_numbered_once", fields=["inspection", "number"])
        ]

    def __str__(self) -> str:
        return f"motivo {self.number}"


class InspectionReport(AppendOnly):
    """The report of a failed visit, delivered once. `repeat_until_on` ends the term of group B for a new request."""

    inspection = models.OneToOneField(Inspection, on_delete=models.PROTECT, related_name="report")
    event = models.OneToOneField("requests_app.Event", on_delete=models.PROTECT, related_name="+")
    delivered_at = models.DateTimeField()
    delivered_on = models.DateField()
    repeat_until_on = models.DateField(null=True)

    class Meta(AppendOnly.Meta):
        pass

    def __str__(self) -> str:
        return f"relatório {self.inspection_id}"


class InspectionReportContent(models.Model):
    """The frozen sheet (`documents.domain.inspection_sheet.InspectionSheet`), blankable apart."""

    report = models.OneToOneField(InspectionReport, on_delete=models.PROTECT, related_name="content")
    sheet = models.JSONField()

    def __str__(self) -> str:
        return f"conteúdo {self.report_id}"


class InspectionReportFile(AppendOnly):
    """The PDF of a report: one, whatever is retried or killed."""

    report = models.OneToOneField(InspectionReport, on_delete=models.PROTECT, related_name="file")
    stored_file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="+")

    class Meta(AppendOnly.Meta):
        pass

    def __str__(self) -> str:
        return f"arquivo {self.report_id}"
