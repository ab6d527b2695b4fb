"""The responsible professional behind an account."""

from django.conf import settings
from django.db import models


class ResponsibleProfessional(models.Model):
    """Council, registration and title of a technician. The registration is unverified until an analyst looks."""

    class Council(models.TextChoices):
        CREA = "CREA", "CREA"
        CFT = "CFT", "CFT"

    class RegistrationStatus(models.TextChoices):
        UNVERIFIED = "unverified", "não conferido"
        VERIFIED = "verified", "conferido"
        SUSPENDED = "suspended", "suspenso"

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="professional"
    )
    council = models.CharField("conselho", max_length=4, choices=Council.choices)
    registration = models.CharField("número de registro", max_length=30)
    title = models.CharField("título profissional", max_length=80)
    phone = models.CharField("telefone", max_length=20, blank=True)
    registration_status = models.CharField(
        max_length=12, choices=RegistrationStatus.choices, default=RegistrationStatus.UNVERIFIED
    )

    class Meta:
        verbose_name = "profissional"
        verbose_name_plural = "profissionais"

    def __str__(self) -> str:
        return f"{self.council} {self.registration}"
