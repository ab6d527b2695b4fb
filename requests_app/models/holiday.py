"""Holidays that admins add to the national ones, who changed them, and which terms moved by that."""

from urllib.parse import urlencode

import pghistory
from django.db import models

from portal.outbox.append_only import AppendOnly
from requests_app.domain.clock import ClockName
from requests_app.models.access_request import AccessRequest


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


class HolidayChange(AppendOnly):
    """A holiday was added or removed: by whom, when, and how many open terms moved by it."""

    is_removal = models.BooleanField()
    on = models.DateField()
    name = models.CharField(max_length=80)
    scope = models.CharField(max_length=10, choices=Holiday.Scope.choices)
    place = models.CharField(max_length=80, blank=True)
    affected = models.PositiveIntegerField()
    by_id = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta(AppendOnly.Meta):
        pass

    def __str__(self) -> str:
        return f"{'-' if self.is_removal else '+'} {self.on:%d/%m/%Y} {self.name}"

    @property
    def as_query(self) -> str:
        """The same day as the fields of the page that adds one, so that a removal is undone."""
        return urlencode({"on": self.on, "name": self.name, "scope": self.scope, "place": self.place})


class HolidayMove(AppendOnly):
    """One open term that a change of the calendar moved; a line in the history of its request."""

    change = models.ForeignKey(HolidayChange, on_delete=models.PROTECT, related_name="moves")
    access_request = models.ForeignKey(AccessRequest, on_delete=models.PROTECT, related_name="holiday_moves")
    clock = models.CharField(max_length=20, choices=[(c.value, c.value) for c in ClockName])
    due_before = models.DateField()
    due_after = models.DateField()

    class Meta(AppendOnly.Meta):
        indexes = [models.Index(fields=["access_request", "id"])]

    def __str__(self) -> str:
        return f"{self.clock} {self.due_before} {self.due_after}"
