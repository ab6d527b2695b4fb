"""The access request itself: from the first saved answer to its end."""

import uuid
from typing import TYPE_CHECKING

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property

from documents.models import ChecklistVersion
from requests_app.domain.lifecycle import LATER_WITH_UTILITY, OPEN_STATES, State, edges
from requests_app.domain.situation import SITUATIONS, SUSPENDED, Situation

if TYPE_CHECKING:
    from requests_app.models.filed_answers import FiledAnswers

_CHOICES = [(state.value, SITUATIONS[state].label) for state in State]
_SUSPENDABLE = frozenset({State.ANALYSIS.value, State.WORKS_STUDY.value, State.CORRECTED.value})
_LATER = Q(state__in=sorted(s.value for s in LATER_WITH_UTILITY))
_WORKING = Q(state__in=sorted(s.value for s in OPEN_STATES))


class FilingSequence(models.Model):
    """The last number given in a year, per series: filings (GD) and opinions (PA)."""

    series = models.CharField(max_length=2)
    year = models.PositiveIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(name="filing_sequence_once", fields=["series", "year"])]

    def __str__(self) -> str:
        return f"{self.series}-{self.year}"


@pghistory.track(fields=["state", "technician", "claimed_by", "due_on"])
class AccessRequest(models.Model):
    """One request. `state` is written by `services.transitions` alone; the due columns are an index, not the truth."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    technician = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="access_requests"
    )
    state = models.CharField("situação", max_length=24, choices=_CHOICES, default=State.DRAFT.value)
    nickname = models.CharField("apelido", max_length=80, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    version = models.PositiveIntegerField(default=1)

    draft_answers = models.JSONField(default=dict, blank=True)
    draft_version = models.PositiveIntegerField(default=0)
    draft_saved_at = models.DateTimeField(null=True)

    filing_number = models.CharField("protocolo", max_length=24, unique=True, null=True)  # noqa: DJ001  a draft has none, and it is unique
    filing_digits = models.CharField(max_length=24, unique=True, null=True)  # noqa: DJ001  a draft has none, and it is unique
    filed_at = models.DateTimeField(null=True)
    filed_on = models.DateField(null=True)
    category = models.CharField(max_length=24, blank=True)
    installed_power_kw = models.DecimalField(max_digits=12, decimal_places=3, null=True)
    municipality = models.CharField("município", max_length=80, blank=True)
    other_information = models.TextField("outros dados", blank=True)
    checklist_version = models.ForeignKey(ChecklistVersion, on_delete=models.PROTECT, null=True)

    round = models.PositiveIntegerField("rodada", default=1)
    documents_checked_on = models.DateField(null=True)
    connected_on = models.DateField("ligada em", null=True)
    service_order = models.CharField("nota de serviço", max_length=24, unique=True, null=True)  # noqa: DJ001  a draft has none, and it is unique
    opinion = models.OneToOneField(
        "requests_app.Opinion", on_delete=models.PROTECT, null=True, related_name="in_force_of"
    )
    works_finished_on = models.DateField("obra terminada em", null=True)
    project_approved_on = models.DateField("projeto da subestação aprovado em", null=True)
    reassessment_of = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="reassessments"
    )
    is_works_flagged = models.BooleanField(default=False)

    due_on = models.DateField("prazo", null=True)
    is_clock_paused = models.BooleanField(default=False)
    days_used = models.PositiveIntegerField(default=0)
    days_total = models.PositiveIntegerField(default=0)

    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="claimed_requests"
    )
    claimed_until = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "pedido"
        constraints = [
            models.CheckConstraint(
                name="access_request_state_known", condition=Q(state__in=[s.value for s in State])
            ),
            models.CheckConstraint(
                name="access_request_filed_is_numbered",
                condition=Q(state=State.DRAFT.value, filing_number__isnull=True)
                | Q(
                    filing_number__isnull=False,
                    filing_digits__isnull=False,
                    filed_at__isnull=False,
                    filed_on__isnull=False,
                    installed_power_kw__gt=0,
                    checklist_version__isnull=False,
                ),
            ),
            models.CheckConstraint(name="access_request_days_sane", condition=Q(days_total__gte=0)),
        ]
        indexes = [
            models.Index(name="queue_by_due", fields=["due_on", "filed_at", "id"], condition=_WORKING),
            models.Index(
                name="queue_by_state", fields=["state", "due_on", "filed_at", "id"], condition=_WORKING
            ),
            models.Index(
                name="queue_unclaimed",
                fields=["due_on", "filed_at", "id"],
                condition=_WORKING & Q(claimed_by__isnull=True),
            ),
            models.Index(name="later_by_due", fields=["due_on", "filed_at", "id"], condition=_LATER),
            models.Index(fields=["technician", "-updated_at"]),
            models.Index(name="claimed_requests", fields=["claimed_by", "due_on"], condition=_WORKING),
        ]
        triggers = [
            pgtrigger.FSM(name="lifecycle_edges", field="state", transitions=list(edges())),
            pgtrigger.Protect(
                name="filed_stays",
                operation=pgtrigger.Delete,
                condition=pgtrigger.Q(old__filing_number__isnull=False),
            ),
            pgtrigger.Protect(
                name="filing_number_stays",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__filing_number__isnull=False)
                & pgtrigger.Q(old__filing_number__df=pgtrigger.F("new__filing_number")),
            ),
        ]

    def __str__(self) -> str:
        return self.filing_number or f"rascunho {self.public_id}"

    @cached_property
    def newest_answers(self) -> "FiledAnswers | None":
        """The answers in force, read once; None for a request older than the keeping of answers."""
        found: FiledAnswers | None = self.filed_answers.order_by("-number").first()
        return found

    @property
    def situation(self) -> Situation:
        if self.is_clock_paused and self.state in _SUSPENDABLE:
            return SUSPENDED
        return SITUATIONS[State(self.state)]

    @property
    def is_draft(self) -> bool:
        return self.state == State.DRAFT.value

    @property
    def title(self) -> str:
        """What lists call it: the nickname, else its number."""
        return self.nickname or self.filing_number or "Rascunho sem nome"
