"""allauth's door to our mail: its messages are outbox rows like all others."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.db import transaction
from django.utils.crypto import get_random_string

from portal.outbox.effects import enqueue
from portal.outbox.models import Message


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Every account message is written first and sent by the outbox."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        mail = self.render_mail(template_prefix, email, context)
        html = next((str(part[0]) for part in getattr(mail, "alternatives", [])), "")
        with transaction.atomic():
            message = Message.objects.create(
                key=f"account:{get_random_string(24)}",
                template=template_prefix.replace("account/email/", "account:")[:60],
                recipient=email,
                subject=str(mail.subject)[:200],
                text=str(mail.body),
                html=html,
            )
            enqueue("message.send", key=f"message.send:{message.pk}", payload={"message_id": message.pk})
