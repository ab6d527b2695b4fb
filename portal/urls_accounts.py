"""Signing in and looking after an account: allauth's views under their own names, at Portuguese addresses.

Who is signing in is nobody yet, so those pages are public; the rest belongs to people with an account.
"""

from allauth.account import views as account
from allauth.mfa.base import views as second_factor
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from allauth.usersessions import views as sessions
from django.urls import path, re_path

from portal.accounts.roles import ACCOUNT_ROLES
from portal.http import for_roles, public
from portal.views_session import keep_session

_own = for_roles(*ACCOUNT_ROLES)

urlpatterns = [
    path("entrar", public(account.login), name="account_login"),
    path("entrar/segundo-passo", public(second_factor.authenticate), name="mfa_authenticate"),
    path("entrar/chave-de-acesso", public(passkeys.login_webauthn), name="mfa_login_webauthn"),
    path("entrar/codigo", public(account.confirm_login_code), name="account_confirm_login_code"),
    path("entrar/conta-inativa", public(account.account_inactive), name="account_inactive"),
    path("sair", public(account.logout), name="account_logout"),
    path("sessao/continuar", keep_session, name="keep_session"),
    path("criar-conta", public(account.signup), name="account_signup"),
    path("confirmar-email", public(account.email_verification_sent), name="account_email_verification_sent"),
    path("recuperar-acesso", public(account.password_reset), name="account_reset_password"),
    path("recuperar-acesso/enviado", public(account.password_reset_done), name="account_reset_password_done"),
    re_path(
        r"^recuperar-acesso/nova-senha/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)$",
        public(account.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path(
        "recuperar-acesso/pronto",
        public(account.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
    path("conta/confirmar-senha", _own(account.reauthenticate), name="account_reauthenticate"),
    path("conta/email", _own(account.email), name="account_email"),
    path("conta/senha", _own(account.password_change), name="account_change_password"),
    path("conta/senha/criar", _own(account.password_set), name="account_set_password"),
    path("conta/seguranca", _own(second_factor.index), name="mfa_index"),
    path("conta/seguranca/confirmar", _own(second_factor.reauthenticate), name="mfa_reauthenticate"),
    path("conta/seguranca/totp", _own(totp.activate_totp), name="mfa_activate_totp"),
    path("conta/seguranca/totp/desligar", _own(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path(
        "conta/seguranca/codigos",
        _own(recovery_codes.view_recovery_codes),
        name="mfa_view_recovery_codes",
    ),
    path(
        "conta/seguranca/codigos/gerar",
        _own(recovery_codes.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "conta/seguranca/codigos/baixar",
        _own(recovery_codes.download_recovery_codes),
        name="mfa_download_recovery_codes",
    ),
    path("conta/seguranca/chaves", _own(passkeys.list_webauthn), name="mfa_list_webauthn"),
    path("conta/seguranca/chaves/nova", _own(passkeys.add_webauthn), name="mfa_add_webauthn"),
    path(
        "conta/seguranca/chaves/confirmar",
        _own(passkeys.reauthenticate_webauthn),
        name="mfa_reauthenticate_webauthn",
    ),
    path("conta/seguranca/chaves/<int:pk>/nome", _own(passkeys.edit_webauthn), name="mfa_edit_webauthn"),
    path(
        "conta/seguranca/chaves/<int:pk>/remover", _own(passkeys.remove_webauthn), name="mfa_remove_webauthn"
    ),
    path("conta/aparelhos", _own(sessions.list_usersessions), name="usersessions_list"),
]
