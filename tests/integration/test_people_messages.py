"""Account messages read as ours: Portuguese, complete, without personal data in the subject."""

from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone

from portal.accounts.adapter import AccountAdapter
from portal.outbox.models import Message, OutboxRow

CONTEXT = {
    "code": "ABC-DEF",
    "password_reset_url": "https://portal.exemplo/recuperar-acesso/nova-senha/1-x",
    "signup_url": "https://portal.exemplo/criar-conta",
    "timestamp": timezone.now(),
}
_FOLDERS = [Path(settings.BASE_DIR) / "templates" / app / "email" for app in ("account", "mfa")]
PREFIXES = sorted(
    f"{folder.parent.name}/email/{path.name.removesuffix('_subject.txt')}"
    for folder in _FOLDERS
    for path in folder.glob("*_subject.txt")
)


@pytest.mark.django_db
@pytest.mark.parametrize("prefix", PREFIXES)
def test_an_account_message_is_written_in_portuguese(prefix: str) -> None:
    AccountAdapter().send_mail(prefix, "rafael@exemplo.test", CONTEXT)
    message = Message.objects.get()
    assert "rafael" not in message.subject and message.subject
    for foreign in ("Hello", "You ", "email address", "example.com", "{{", "{%"):
        assert foreign not in message.text
    assert "Nunca pedimos pagamento por e-mail" in message.text
    assert message.subject in message.html and message.html.startswith("<!doctype html>")
    assert OutboxRow.objects.get().payload == {"message_id": message.pk}


def test_every_message_that_the_account_pages_may_send_is_ours() -> None:
    import allauth

    shipped = Path(allauth.__file__).parent / "templates"
    # Not used here: sign-in by code, password reset by code, links in place of codes.
    unused = {"login_code", "password_reset_code"}
    names = {
        f"{app}/email/{path.name.removesuffix('_subject.txt')}"
        for app in ("account", "mfa")
        for path in (shipped / app / "email").glob("*_subject.txt")
    }
    assert {name for name in names if name.split("/")[-1] not in unused} <= set(PREFIXES)


def test_the_code_stands_out_in_the_html() -> None:
    from portal.outbox.messages import as_html

    html = as_html("Confirme seu e-mail", "Digite:\n\nABC-DEF\n\nVale 30 minutos.")
    assert '<p class="code">ABC-DEF</p>' in html


def test_subjects_fit_one_line() -> None:
    for prefix in PREFIXES:
        assert len(render_to_string(f"{prefix}_subject.txt", CONTEXT).strip().splitlines()) == 1
