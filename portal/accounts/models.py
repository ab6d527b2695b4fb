"""Accounts: one person, one e-mail, one role."""

from collections.abc import Collection
from typing import Any, ClassVar

import pghistory
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.utils import timezone

from portal.accounts.roles import ACCOUNT_ROLES, STAFF_ROLES, Actor, Role


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Create an account; the e-mail is kept in lower case. Raises ValueError without one."""
        if not email:
            raise ValueError("an account needs an e-mail")
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, **{**fields, "role": Role.ADMIN, "is_superuser": True})


@pghistory.track(fields=["role", "is_active", "is_superuser"])
class User(AbstractBaseUser, PermissionsMixin):
    """A person with an account. Holders have none: they enter by link and code."""

    email = models.EmailField("e-mail", max_length=254, unique=True)
    full_name = models.CharField("nome completo", max_length=120, blank=True)
    role = models.CharField(
        "papel",
        max_length=12,
        choices=[(r.value, r.label) for r in ACCOUNT_ROLES],
        default=Role.TECHNICIAN.value,
    )
    is_active = models.BooleanField("ativa", default=True)
    has_shortcuts = models.BooleanField("atalhos de teclado na bancada", default=False)
    joined_at = models.DateTimeField("criada em", default=timezone.now)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["full_name"]

    class Meta:
        verbose_name = "conta"
        verbose_name_plural = "contas"
        constraints = [
            models.CheckConstraint(
                name="user_role_known", condition=models.Q(role__in=[r.value for r in ACCOUNT_ROLES])
            ),
            models.CheckConstraint(
                name="user_superuser_is_admin",
                condition=models.Q(is_superuser=False) | models.Q(role="admin"),
            ),
        ]

    def __str__(self) -> str:
        return self.full_name or self.email

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.email = self.email.strip().lower()
        super().save(*args, **kwargs)

    def clean_fields(self, exclude: Collection[str] | None = None) -> None:
        self.email = self.email.strip().lower()
        super().clean_fields(exclude=exclude)

    @property
    def is_staff(self) -> bool:
        """Django's admin asks this: only admins enter /configuracao/."""
        return Role(self.role) is Role.ADMIN

    @property
    def needs_second_factor(self) -> bool:
        return Role(self.role) in STAFF_ROLES

    @property
    def first_name(self) -> str:
        return self.full_name.split(" ")[0] if self.full_name else self.email.split("@")[0]

    def get_full_name(self) -> str:
        return self.full_name

    def get_short_name(self) -> str:
        return self.first_name

    def as_actor(self) -> Actor:
        return Actor(role=Role(self.role), user_id=self.pk)
