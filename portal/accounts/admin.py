"""Accounts at /configuracao/: admins invite people and give roles; nobody sees or sets a password there."""

from typing import TYPE_CHECKING, Any

from allauth.account.forms import ResetPasswordForm
from django.contrib import admin, messages
from django.http import HttpRequest

from portal.accounts.models import User
from portal.accounts.people import confirm_address
from portal.accounts.roles import Role

if TYPE_CHECKING:
    _Page = admin.ModelAdmin[Any]
else:
    _Page = admin.ModelAdmin


class AdminsOnly(_Page):
    """The role decides, not Django's permission table."""

    actions = None

    def has_module_permission(self, request: HttpRequest) -> bool:
        return _is_admin(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return _is_admin(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return _is_admin(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return _is_admin(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return _is_admin(request)


@admin.register(User)
class UserPage(AdminsOnly):
    """A person is invited by e-mail and later switched off, never deleted: history points at the account."""

    list_display = ("email", "full_name", "role", "is_active", "joined_at")
    list_filter = ("role", "is_active")
    search_fields = ("email", "full_name")
    ordering = ("email",)
    fields = ("email", "full_name", "role", "is_active")

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> tuple[str, ...]:
        if obj is None:
            return ("is_active",)
        # An admin who takes the own role away could lock everybody out.
        return ("email", "role", "is_active") if obj == request.user else ("email",)

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        if change:
            super().save_model(request, obj, form, change)
            return
        obj.set_unusable_password()
        super().save_model(request, obj, form, change)
        confirm_address(obj)
        invitation = ResetPasswordForm(data={"email": obj.email})
        if invitation.is_valid():
            invitation.save(request)
            messages.success(request, "Enviamos um e-mail para a pessoa criar a própria senha.")


def _is_admin(request: HttpRequest) -> bool:
    user = request.user
    return isinstance(user, User) and user.is_active and Role(user.role) is Role.ADMIN
