"""The list of units that share the surplus of a request, each version whole."""

from django.db import models

from eligibility.domain.allocation import PERCENT_PLACES, AllocationReading
from eligibility.domain.facts import AllocationFacts
from requests_app.models.access_request import AccessRequest


class AllocationList(models.Model):
    """One version of the list; the highest number counts, and one without basis says that the list was taken away.

    `entries` and `unreadable` are those of an `AllocationReading`; the columns are what they amounted to with
    `generating_unit_number` as the own unit, so that the rules never load the lines. Names and CPFs are in it:
    it is no history table, and a service lets it change only while the request is a draft. After the connection
    the holder, who has no account (`created_by_id` is None), adds versions by an `AllocationChange`.
    """

    access_request = models.ForeignKey(
        AccessRequest, on_delete=models.CASCADE, related_name="allocation_lists"
    )
    number = models.PositiveIntegerField()
    basis = models.CharField(max_length=12, blank=True)
    generating_unit_number = models.CharField(max_length=15, blank=True)
    line_count = models.PositiveIntegerField(default=0)
    unit_count = models.PositiveIntegerField(default=0)
    total_percent = models.DecimalField(max_digits=14, decimal_places=PERCENT_PLACES, null=True)
    largest_share_percent = models.DecimalField(max_digits=14, decimal_places=PERCENT_PLACES, null=True)
    duplicated_units = models.PositiveIntegerField(default=0)
    units_of_other_utility = models.PositiveIntegerField(default=0)
    units_without_member = models.PositiveIntegerField(default=0)
    unreadable_lines = models.PositiveIntegerField(default=0)
    entries = models.JSONField(default=list)
    unreadable = models.JSONField(default=list)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="allocation_list_once", fields=["access_request", "number"])
        ]

    def __str__(self) -> str:
        return f"lista {self.number} do pedido {self.access_request_id}"

    @property
    def is_removed(self) -> bool:
        """Whether this version says that there is no list (any more)."""
        return not self.basis

    @property
    def reading(self) -> AllocationReading:
        """The lines as they were read."""
        return AllocationReading.model_validate(
            {"basis": self.basis, "entries": self.entries, "unreadable": self.unreadable}
        )

    @property
    def facts(self) -> AllocationFacts:
        """What the columns say."""
        return AllocationFacts.model_validate(
            {name: getattr(self, name) for name in AllocationFacts.model_fields}
        )
