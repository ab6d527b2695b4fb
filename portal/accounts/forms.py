"""Signing up as a responsible technician, and allauth's forms of the entrance in the portal's words."""

from typing import Any

from allauth.account import forms as entrance
from django import forms
from django.http import HttpRequest

from portal.accounts.models import User


class _PlainLabels(forms.Form):
    """The label says what to write; nothing says it again inside the box, where typing wipes it out."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            if name in ("login", "email"):
                field.label = "E-mail"


class LoginForm(_PlainLabels, entrance.LoginForm):
    """E-mail and password."""


class ResetPasswordForm(_PlainLabels, entrance.ResetPasswordForm):
    """The address that the message goes to."""


class SignupForm(_PlainLabels, entrance.SignupForm):
    """E-mail, password and name; council and registration come with the first visit to the profile."""

    use_required_attribute = False
    field_order = ("full_name", "email", "password1")

    full_name = forms.CharField(
        label="Nome completo",
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": "Escreva seu nome completo."},
    )

    def clean_full_name(self) -> str:
        return " ".join(self.cleaned_data["full_name"].split())

    def custom_signup(self, request: HttpRequest, user: User) -> None:
        user.full_name = self.cleaned_data["full_name"]
        user.save(update_fields=["full_name"])
