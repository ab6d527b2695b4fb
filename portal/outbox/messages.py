"""Compose an e-mail from its template folder and write it, once, beside the event it tells of."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template import Context, Engine
from django.utils import timezone

from portal.outbox.effects import Payload, carries_out, enqueue
from portal.outbox.models import Message

_LONGEST_CODE = 12


class MissingVariable(LookupError):
    """A template names something its event did not give."""


class _Refuse(str):
    def __mod__(self, name: object) -> str:
        raise MissingVariable(str(name))


@cache
def _engine() -> Engine:
    return Engine(
        dirs=[str(d) for d in settings.TEMPLATES[0]["DIRS"]],
        string_if_invalid=_Refuse("%s"),
        builtins=["portal.templatetags.portal_tags", "django.templatetags.l10n"],
        autoescape=False,
    )


@cache
def _html_engine() -> Engine:
    return Engine(dirs=[str(d) for d in settings.TEMPLATES[0]["DIRS"]], string_if_invalid=_Refuse("%s"))


def compose(template: str, context: Mapping[str, Any]) -> tuple[str, str, str]:
    """Render `emails/<template>.txt`: its first line is the subject, the rest the text; the HTML says the same.

    Raises MissingVariable when the event did not give what the template names.
    """
    whole = _engine().get_template(f"emails/{template}.txt").render(Context(dict(context), autoescape=False))
    subject, _, text = whole.strip().partition("\n")
    text = "\n".join(line.rstrip() for line in text.strip().splitlines())
    return subject.strip(), text, as_html(subject.strip(), text)


def as_html(subject: str, text: str) -> str:
    """The HTML part of a message: the same words in the frame of `emails/base.html`."""
    blocks = [_block(block) for block in text.split("\n\n") if block.strip()]
    return (
        _html_engine()
        .get_template("emails/base.html")
        .render(Context({"subject": subject, "blocks": blocks}))
    )


def _block(block: str) -> dict[str, Any]:
    lines = block.strip().splitlines()
    if all(line.lstrip().startswith("- ") for line in lines):
        return {"kind": "list", "lines": [line.lstrip()[2:] for line in lines]}
    if len(lines) == 1 and lines[0].startswith(("http://", "https://")):
        return {"kind": "link", "lines": lines}
    if len(lines) == 1 and _is_code(lines[0]):
        return {"kind": "code", "lines": lines}
    return {"kind": "text", "lines": lines}


def _is_code(line: str) -> bool:
    return len(line) <= _LONGEST_CODE and line.replace("-", "").isalnum() and line == line.upper()


def write_message(
    template: str, *, key: str, recipient: str, about: str = "", context: Mapping[str, Any]
) -> None:
    """Write one e-mail once (same key: nothing more happens) and the effect that sends it."""
    subject, text, html = compose(template, context)
    Message.objects.bulk_create(
        [
            Message(
                key=key,
                template=template,
                about=about,
                recipient=recipient,
                subject=subject,
                text=text,
                html=html,
            )
        ],
        ignore_conflicts=True,
    )
    message_id = Message.objects.values_list("pk", flat=True).get(key=key)
    enqueue("message.send", key=f"message.send:{message_id}", payload={"message_id": message_id})


@carries_out("message.send")
def send(payload: Payload) -> None:
    """Hand one message to the mail server, unless it went already. Its Message-ID never changes between tries."""
    message = Message.objects.select_for_update().get(pk=payload["message_id"])
    if message.sent_at is not None:
        return
    host = settings.PUBLIC_URL.split("//")[1].split(":")[0]
    mail = EmailMultiAlternatives(
        subject=message.subject,
        body=message.text,
        to=[message.recipient],
        headers={"Message-ID": f"<portal-{message.pk}@{host}>", "Auto-Submitted": "auto-generated"},
    )
    mail.attach_alternative(message.html, "text/html")
    mail.send()
    message.sent_at = timezone.now()
    message.save(update_fields=["sent_at"])
