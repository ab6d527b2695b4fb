"""Holidays that admins add to the national ones: of the state or of a municipality."""

import pghistory
from django.db import models


@pghistory.track()
class Holiday(models.Model):
    class Scope(models.TextChoices):
        NATIONAL = "national", "nacional"
        STATE = "state", "estadual"
        MUNICIPAL = "municipal", "municipal"

    on = models.DateField("dia")
    name = models.CharField("nome", max_length=80)
    scope = models.CharField("alcance", max_length=10, choices=Scope.choices)
    place = models.CharField(
        "lugar", max_length=80, blank=True, help_text="UF do feriado estadual ou nome do município."
    )

    class Meta:
        verbose_name = "feriado"
        verbose_name_plural = "feriados"
        ordering = ["on"]
        constraints = [
            models.UniqueConstraint(name="holiday_once", fields=["on", "scope", "place"]),
            models.CheckConstraint(
                name="holiday_local_has_place",
                condition=models.Q(scope="national") | ~models.Q(place=""),
                violation_error_message="Escreva a UF ou o município do feriado.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.on:%d/%m/%Y} {self.name}"
