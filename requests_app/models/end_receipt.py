"""The receipt of an end: withdrawal, cancellation, lapse or closing, each proved by a paper of its own."""

from django.db import models

from documents.models import StoredFile
from portal.outbox.append_only import AppendOnly
from requests_app.models.event import Event


class EndReceipt(AppendOnly):
    """The PDF about the event that ended a request; a restored request may end again, with another receipt."""

    event = models.OneToOneField(Event, on_delete=models.PROTECT, related_name="end_receipt")
    stored_file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="+")

    class Meta(AppendOnly.Meta):
        pass

    def __str__(self) -> str:
        return f"comprovante do fato {self.event_id}"
