"""What people write to one another about a request: the one thread of messages, and each call for help."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from portal.accounts.roles import Role
from portal.outbox.append_only import AppendOnly
from requests_app.domain.conversation import HelpTopic, NoteKind
from requests_app.models.access_request import AccessRequest

_AUTHORS = [(role.value, role.label) for role in Role if role not in (Role.ADMIN, Role.SYSTEM)]


class Conversation(models.Model):
    """A thread of a request: its messages (one thread), or one call for help, with a protocol of its own.

    `waits_since` and `answer_due_on` stand while something of the applicant's side is unanswered. A call for
    help belongs to the side that opened it: a technician's account, or the holder (`opened_by` empty).
    """

    class Kind(models.TextChoices):
        MESSAGES = "messages", "mensagens"
        HELP = "help", "ajuda"

    access_request = models.ForeignKey(AccessRequest, on_delete=models.PROTECT, related_name="conversations")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    number = models.CharField("protocolo", max_length=24, unique=True, null=True)  # noqa: DJ001  the messages have none, and it is unique
    topic = models.CharField(
        "assunto", max_length=16, choices=[(t.value, t.label) for t in HelpTopic], blank=True
    )
    token = models.UUIDField(unique=True, null=True)
    """Of the form that opened a call for help: a second click finds the first one's thread."""
    opened_at = models.DateTimeField()
    opened_by_role = models.CharField(max_length=12, choices=_AUTHORS)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    waits_since = models.DateTimeField(null=True)
    answer_due_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="messages_one_thread", fields=["access_request"], condition=Q(kind="messages")
            ),
            models.CheckConstraint(
                name="conversation_help_is_numbered",
                condition=Q(kind="messages", number__isnull=True, topic="")
                | (Q(kind="help", number__isnull=False) & ~Q(topic="")),
            ),
            models.CheckConstraint(
                name="conversation_waits_until",
                condition=Q(waits_since__isnull=True, answer_due_on__isnull=True)
                | Q(waits_since__isnull=False, answer_due_on__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["access_request", "id"]),
            models.Index(
                name="conversations_waiting",
                fields=["answer_due_on", "waits_since", "id"],
                condition=Q(waits_since__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.number or f"mensagens do pedido {self.access_request_id}"


class ConversationNote(AppendOnly):
    """One thing said, or the utility's mark that nothing needs an answer. The words stand in `NoteText`.

    `token` is the form's: a second click finds the first. `answer_due_on` is the reply date that was promised.
    """

    conversation = models.ForeignKey(Conversation, on_delete=models.PROTECT, related_name="notes")
    kind = models.CharField(max_length=8, choices=[(k.value, k.value) for k in NoteKind])
    token = models.UUIDField()
    author_role = models.CharField(max_length=12, choices=_AUTHORS)
    author_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()
    answer_due_on = models.DateField(null=True)

    class Meta(AppendOnly.Meta):
        constraints = [
            models.UniqueConstraint(name="note_once_per_form", fields=["conversation", "token"]),
        ]
        indexes = [models.Index(fields=["conversation", "id"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class NoteText(models.Model):
    """The words of one note, free text of a person and so blankable apart."""

    note = models.OneToOneField(ConversationNote, on_delete=models.PROTECT, related_name="words")
    text = models.TextField(max_length=4000)

    def __str__(self) -> str:
        return f"texto {self.note_id}"
