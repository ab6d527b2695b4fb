"""Signing up as a responsible technician."""

from allauth.account.forms import SignupForm as AllauthSignupForm
from django import forms
from django.http import HttpRequest

from portal.accounts.models import User


class SignupForm(AllauthSignupForm):
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
