"""The holder's change of e-mail or phone: the try with its code, and the fact once it was done."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from portal.outbox.append_only import AppendOnly
from requests_app.models.access_request import AccessRequest


class ContactChange(models.Model):
    """One try. Old and new contacts are personal data: the retention service may blank them."""

    access_request = models.ForeignKey(
        AccessRequest, on_delete=models.PROTECT, related_name="contact_changes"
    )
    old_email = models.EmailField(max_length=254)
    new_email = models.EmailField(max_length=254)
    old_phone = models.CharField(max_length=20)
    new_phone = models.CharField(max_length=20)
    code_hash = models.CharField(max_length=128)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    done_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["access_request", "-id"])]

    def __str__(self) -> str:
        return f"mudança de contato {self.pk}"

    @property
    def is_email_changed(self) -> bool:
        return self.new_email != self.old_email

    @property
    def is_phone_changed(self) -> bool:
        return self.new_phone != self.old_phone


class ContactChangeEvent(AppendOnly):
    """The holder's contact of one request changed; which part, never the value."""

    access_request = models.ForeignKey(AccessRequest, on_delete=models.PROTECT, related_name="contact_events")
    contact_change = models.ForeignKey(ContactChange, on_delete=models.PROTECT, related_name="events")
    parts = ArrayField(models.CharField(max_length=5))
    at = models.DateTimeField()

    class Meta(AppendOnly.Meta):
        indexes = [models.Index(fields=["access_request", "id"])]

    def __str__(self) -> str:
        return f"contato {self.access_request_id}"
