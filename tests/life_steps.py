"""Every step of a request's life by name: who does it, through which service, and the shortest way to a stage."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from portal.accounts.roles import Actor
from requests_app.domain.lifecycle import State
from requests_app.services.agreements import steps as agreements
from requests_app.services.connection import inspections, projects, works
from requests_app.services.endings import withdrawals
from requests_app.services.opinions import approvals
from requests_app.services.review import contests
from tests import life_flow as flow
from tests import life_going_on as going_on
from tests import life_reviewing as reviewing
from tests.life_case import Case


def _plain(service: Callable[..., Any], **more: Any) -> Callable[..., None]:
    def step_(case: Case, at: datetime, actor: Actor, step: dict[str, Any]) -> None:
        service(access_request_id=case.pk, actor=actor, now=at, **more)

    return step_


STEPS: dict[str, tuple[str, Callable[..., None]]] = {
    "file": ("technician", reviewing.file),
    "start_check": ("analyst", reviewing.start_check),
    "accept_documents": ("analyst", reviewing.accept_documents),
    "require_works": ("analyst", reviewing.require_works),
    "send_pendings": ("analyst", reviewing.send_pendings),
    "explain_late_item": ("analyst", reviewing.explain_late_item),
    "release_late_item": ("supervisor", reviewing.release_late_item),
    "answer_pendings": ("technician", reviewing.answer_pendings),
    "pause_clock": ("analyst", reviewing.pause_clock),
    "resume_clock": ("analyst", reviewing.resume_clock),
    "issue_flow_study": ("analyst", flow.issue_flow_study),
    "choose_alternative": ("technician", flow.choose_alternative),
    "approve": ("analyst", reviewing.approve),
    "approve_with_works": ("analyst", reviewing.approve_with_works),
    "deny": ("analyst", reviewing.deny),
    "withdraw": ("technician", _plain(withdrawals.withdraw)),
    "contest_pending": ("technician", going_on.contest_pending),
    "answer_contest": ("second_analyst", going_on.answer_contest),
    "contest_decision": ("technician", going_on.contest_decision),
    "reject_contest": ("supervisor", _plain(contests.reject_contest, answer=going_on.ANSWER)),
    "uphold_contest": ("supervisor", _plain(contests.uphold_contest, answer=going_on.ANSWER)),
    "request_studies": ("technician", flow.request_studies),
    "deliver_studies": ("analyst", flow.deliver_studies),
    "approve_conditions": ("technician", _plain(approvals.approve_conditions)),
    "deliver_contracts": ("analyst", _plain(agreements.deliver_contracts)),
    "confirm_payment": ("analyst", going_on.confirm_payment),
    "accept_contracts": ("holder", _plain(agreements.accept_contracts)),
    "suspend_works": ("analyst", going_on.suspend_works),
    "resume_works": ("analyst", _plain(works.resume_works)),
    "finish_works": ("analyst", _plain(works.finish_works)),
    "submit_project": ("technician", going_on.submit_project),
    "return_project": ("analyst", going_on.return_project),
    "approve_project": ("analyst", _plain(projects.approve_project)),
    "request_inspection": ("technician", _plain(inspections.request_inspection)),
    "connect": ("analyst", going_on.connect),
    "fail_inspection": ("analyst", going_on.fail_inspection),
    "report_inspection": ("analyst", _plain(inspections.report_inspection)),
    "cancel": ("holder", _plain(withdrawals.cancel)),
    "restore": ("supervisor", going_on.restore),
    "reassess": ("technician", going_on.reassess),
    "sweep": ("system", going_on.sweep),
}
"""Who does each step, unless another is named, and how."""

_TO_THE_OPINION = ("file", "start_check", "accept_documents")
_WITH_WORKS = (*_TO_THE_OPINION, "require_works", "approve_with_works")
_CONTRACTS = ("approve_conditions", "deliver_contracts")
_STAGES = {
    "checking": _TO_THE_OPINION[:2],
    "analysis": _TO_THE_OPINION,
    "approved": (*_TO_THE_OPINION, "approve"),
    "approved_with_works": _WITH_WORKS,
    "contracts": (*_TO_THE_OPINION, "approve", "approve_conditions"),
    "contracts_sent": (*_TO_THE_OPINION, "approve", *_CONTRACTS),
    "ready": (*_TO_THE_OPINION, "approve", *_CONTRACTS, "accept_contracts"),
    "works": (*_WITH_WORKS, *_CONTRACTS, "accept_contracts"),
    "inspection_requested": (
        *_TO_THE_OPINION, "approve", *_CONTRACTS, "accept_contracts", "request_inspection",
    ),
}  # fmt: skip


def do(case: Case, name: str, at: datetime, **step: Any) -> None:
    """Carry out one step. Raises what the service raises."""
    usual, carry_out = STEPS[name]
    carry_out(case, at, case.actor(step.get("by", usual)), step)
    case.fresh()


def bring_to(case: Case, stage: str, at: datetime, *, has_project: bool = False) -> Case:
    """The shortest way to a stage, all in one moment; with works where the opinion of the case brings a charge."""
    names = _STAGES[stage]
    if stage == "contracts_sent" and "participation_brl" in case.opinion:
        names = (*_WITH_WORKS, *_CONTRACTS)
    for name in names:
        if name == "deliver_contracts" and case.access_request.state == State.CONTRACTS_SENT.value:
            continue  # the portal delivered the only paper of micro without works by itself
        if name == "request_inspection" and has_project:
            do(case, "submit_project", at)
            do(case, "approve_project", at)
        do(case, name, at)
    return case
