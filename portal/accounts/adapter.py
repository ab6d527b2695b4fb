"""allauth's doors to us: its messages are outbox rows, its landing pages follow the role, its secrets are sealed."""

import base64
import hashlib
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils.crypto import get_random_string

from portal.accounts.roles import Role
from portal.outbox.effects import enqueue
from portal.outbox.messages import as_html
from portal.outbox.models import Message

_LANDING = {
    Role.TECHNICIAN: "/painel",
    Role.ANALYST: "/analise/fila",
    Role.SUPERVISOR: "/analise/fila",
    Role.ADMIN: "/admin",
}


class AccountAdapter(DefaultAccountAdapter):
    """Every account message is written first and sent by the outbox."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        mail = self.render_mail(template_prefix, email, {"email": email, **context})
        subject, text = str(mail.subject)[:200], f"{mail.body}\n\n{_closing_words()}"
        with transaction.atomic():
            message = Message.objects.create(
                key=f"account:{get_random_string(24)}",
                template=template_prefix.replace("/email/", ":")[:60],
                recipient=email,
                subject=subject,
                text=text,
                html=as_html(subject, text),
            )
            enqueue("message.send", key=f"message.send:{message.pk}", payload={"message_id": message.pk})

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return _LANDING[Role(request.user.role)]  # type: ignore[union-attr]  # called after signing in

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        return reverse("professional_profile")

    def get_email_verification_redirect_url(self, email_address: Any) -> str:
        is_newcomer = Role(email_address.user.role) is Role.TECHNICIAN
        return reverse("professional_profile") if is_newcomer else reverse("account")

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("account")

    def get_reset_password_from_key_url(self, key: str) -> str:
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
        return settings.PUBLIC_URL + path.replace("UID-KEY", key)


class SecondFactorAdapter(DefaultMFAAdapter):
    """Keeps the secrets of authenticator apps encrypted with the key of the portal."""

    def encrypt(self, text: str) -> str:
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _box().decrypt(encrypted_text.encode()).decode()

    def _get_site_name(self) -> str:
        return str(settings.MFA_TOTP_ISSUER)


def _closing_words() -> str:
    honest = f"Nunca pedimos pagamento por e-mail. Se preferir, digite {settings.PUBLIC_URL} no navegador."
    return (
        f"{honest}\n\nDemonstração: esta mensagem não vem de um canal oficial."
        if settings.IS_DEMO
        else honest
    )


def _box() -> Fernet:
    key = hashlib.sha256(b"portal.accounts.second-factor:" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
