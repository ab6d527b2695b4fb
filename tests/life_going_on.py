"""Contests, and the steps from the opinion to the meter, each through its real service."""

from datetime import datetime
from io import BytesIO
from typing import Any

from django.utils import timezone

from portal.accounts.roles import Actor
from requests_app.domain.faults import Fault
from requests_app.models import Charge
from requests_app.models.substation_project import ProjectPart
from requests_app.services.agreements import payments
from requests_app.services.clocks import sweeps
from requests_app.services.connection import inspections, projects, works
from requests_app.services.opinions import restorations
from requests_app.services.review import contests
from tests.files import pdf_bytes
from tests.life_case import Case

_FAULT = Fault(what="Placa de aviso ausente", rule="ND 5.31, item 4.2", how_to_fix="Instalar a placa.")
ANSWER = "A resposta, com os motivos."


def contest_pending(case: Case, at: datetime, actor: Actor, step: dict[str, Any]) -> None:
    contests.contest_pending(
        access_request_id=case.pk, pending_numbers={1}, text="Está assinado.", actor=actor, now=at
    )


def answer_contest(case: Case, at: datetime, actor: Actor, step: dict[str, Any]) -> None:
    contests.answer_contest(
        access_request_id=case.pk,
        upheld_numbers={1} if step["upheld"] else set(),
        answer=ANSWER,
        actor=actor,
        now=at,
    )


def contest_decision(case: Case, at: datetime, actor: Actor, step: dict[str, Any]) -> None:
    contests.contest_decision(access_request_id=case.pk, text="Não concordo.", actor=actor, now=at)


def confirm_payment(case: Case, at: datetime, actor: Actor, step: dict[str, Any]) -> None:
    charge = Charge.objects.filter(access_request=case.access_request).latest("pk")
    payments.confirm_payment(
        charge_id=charge.pk, paid_on=timezone.localdate(at), payment_number="123456", actor=actor, now=at
    )


def submit_project(case: Case, at: datetime, actor: Actor, step: dict[str, Any]) -> None:
    projects.submit_project(
        access_request_id=case.pk,
        files={
            part: projects.Upload(BytesIO(pdf_bytes(text=part.value)), f"{part.value}.pdf")
            for part in ProjectPart
        },
        actor=actor,
        now=at,
    )


def return_project(case: Case, at: datetime, actor: Actor, step: dict[str, Any]) -> None:
    projects.return_project(
        access_request_id=case.pk,
        reasons=(_FAULT,),
        found_gaps=step.get("incomplete", False),
        actor=actor,
        now=at,
    )


def connect(case: Case, at: datetime, actor: Actor, step: dict[str, Any]) -> None:
    inspections.connect(
        access_request_id=case.pk,
        inspected_on=step.get("inspected_on", timezone.localdate(at)),
        meter_number="8001234567",
        actor=actor,
        now=at,
    )


def fail_inspection(case: Case, at: datetime, actor: Actor, step: dict[str, Any]) -> None:
    inspections.fail_inspection(
        access_request_id=case.pk,
        inspected_on=step.get("inspected_on", timezone.localdate(at)),
        reasons=(_FAULT,) * step.get("reasons", 1),
        actor=actor,
        now=at,
    )


def restore(case: Case, at: datetime, actor: Actor, step: dict[str, Any]) -> None:
    restorations.restore(access_request_id=case.pk, reason="Decisão da ouvidoria.", actor=actor, now=at)


def suspend_works(case: Case, at: datetime, actor: Actor, step: dict[str, Any]) -> None:
    works.suspend_works(access_request_id=case.pk, reason_code=step["reason"], actor=actor, now=at)


def sweep(case: Case, at: datetime, actor: Actor, step: dict[str, Any]) -> None:
    sweeps.sweep(at)


def reassess(case: Case, at: datetime, actor: Actor, step: dict[str, Any]) -> None:
    from requests_app.services.filing import reassessments

    reassessments.reassess(access_request_id=case.pk, actor=actor, now=at)
