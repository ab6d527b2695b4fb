"""Signing up as a responsible technician."""

from allauth.account.forms import BaseSignupForm, SignupForm as AllauthSignupForm
from django import forms
from django.http import HttpRequest

from portal.accounts.models import User

__all__ = ["BaseSignupForm", "SignupForm"]


class SignupForm(AllauthSignupForm):  # type: ignore[misc]  # allauth ships no types
    """E-mail, password and name; council and registration come with the first visit to the profile."""

    full_name = forms.CharField(
        label="Nome completo", max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    field_order = ["full_name", "email", "password1"]

    def custom_signup(self, request: HttpRequest, user: User) -> None:
        user.full_name = self.cleaned_data["full_name"].strip()
        user.save(update_fields=["full_name"])
