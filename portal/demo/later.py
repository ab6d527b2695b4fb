"""The steps of the demonstration after the opinion: conditions, contracts, works, inspection, connection."""

from datetime import datetime, timedelta

from django.utils import timezone

from portal.accounts.models import User
from portal.accounts.roles import Actor, Role
from requests_app.domain.faults import Fault
from requests_app.models import AccessRequest
from requests_app.services.agreements import steps as agreements
from requests_app.services.connection import inspections
from requests_app.services.opinions import approvals

_FAULT = Fault(
    what="O padrão de entrada está sem a placa de aviso de geração própria.",
    rule="REN ANEEL 1.000/2021, art. 30, § 3º",
    how_to_fix="Fixe a placa ao lado da caixa de medição, virada para a rua.",
)
STEPS = ("contracts_sent", "works", "ready", "inspection_requested", "inspection_reported", "connected")


def go_on(access_request: AccessRequest, until: str, people: dict[str, User], at: datetime) -> None:
    """From the opinion, issued at `at`, to the step that `until` names."""
    technician, analyst = people["tecnico"].as_actor(), people["analista"].as_actor()
    holder, pk = Actor(role=Role.HOLDER, holder_request_id=access_request.pk), access_request.pk
    approved_at = at + timedelta(days=1)
    approvals.approve_conditions(access_request_id=pk, actor=technician, now=approved_at)
    if until == "works":
        agreements.deliver_contracts(access_request_id=pk, actor=analyst, now=approved_at)
    if until == "contracts_sent":
        return
    accepted_at = approved_at + timedelta(days=2)
    agreements.accept_contracts(access_request_id=pk, actor=holder, now=accepted_at)
    if until in ("works", "ready"):
        return
    asked_at = accepted_at + timedelta(days=7)
    inspections.request_inspection(
        access_request_id=pk, actor=technician, now=asked_at, is_ready_confirmed=True
    )
    if until == "inspection_requested":
        return
    seen_at = asked_at + timedelta(days=3)
    if until == "inspection_reported":
        inspections.fail_inspection(
            access_request_id=pk,
            inspected_on=timezone.localdate(seen_at),
            reasons=[_FAULT],
            actor=analyst,
            now=seen_at,
            sends_report=True,
        )
        return
    inspections.connect(
        access_request_id=pk,
        inspected_on=timezone.localdate(seen_at),
        meter_number="MB-2026-004417",
        actor=analyst,
        now=seen_at,
    )
