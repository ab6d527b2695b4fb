"""What must happen is a row first; what was said to a person is a row too."""

from django.db import models
from django.db.models import Q


class OutboxRow(models.Model):
    """One effect that must happen exactly once in the database's eyes. `payload` holds ids only."""

    kind = models.CharField(max_length=60)
    key = models.CharField(max_length=160, unique=True)
    payload = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)
    not_before = models.DateTimeField()
    attempts = models.PositiveIntegerField(default=0)
    last_error = models.CharField(max_length=120, blank=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(name="outbox_due", fields=["not_before", "id"], condition=Q(done_at__isnull=True))
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class Message(models.Model):
    """One e-mail to one person about one event; `key` makes it one. The portal's copy is the truth."""

    key = models.CharField(max_length=160, unique=True)
    template = models.CharField(max_length=60)
    about = models.CharField("pedido", max_length=30, blank=True, db_index=True)
    recipient = models.EmailField("para", max_length=254)
    subject = models.CharField("assunto", max_length=200)
    text = models.TextField("texto")
    html = models.TextField()
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["recipient", "-created_at"])]

    def __str__(self) -> str:
        return self.subject
