"""What people were told in writing when the term of the works stopped."""

from django.db import models

from requests_app.models.access_request import AccessRequest
from requests_app.models.event import Event


class WorksNotice(models.Model):
    """The written notice of one stop (art. 89). The reason is a rule; `detail` is free text and may be blanked."""

    access_request = models.ForeignKey(AccessRequest, on_delete=models.PROTECT, related_name="works_notices")
    event = models.OneToOneField(Event, on_delete=models.PROTECT, related_name="works_notice")
    reason_code = models.CharField(max_length=60)
    detail = models.TextField(blank=True)
    until_on = models.DateField(null=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"aviso {self.pk} do pedido {self.access_request_id}"
