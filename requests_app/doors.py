"""Where each action of the table is done: the page of each role and the words of the link that leads there."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from django.urls import reverse

from portal.accounts.roles import Actor, Role
from requests_app.domain.lifecycle import Action
from requests_app.models import AccessRequest
from requests_app.permissions import possible_actions
from requests_app.services.standing.projects import is_project_needed


class Door(NamedTuple):
    """The name of an address that takes the filing number, and what its link says."""

    url_name: str
    label: str
    is_for: Callable[[AccessRequest], bool] = lambda _: True
    """Which requests have this page at all, from their own columns."""


def has_charges(access_request: AccessRequest) -> bool:
    """Whether the opinion in force costs the applicant something."""
    return access_request.opinion is not None and not access_request.opinion.is_free


_REVIEW = "reviewer"
CONTESTS = frozenset({Action.CONTEST_PENDING, Action.CONTEST_DECISION})
DOORS: dict[tuple[Action, str], Door] = {
    (Action.APPROVE_CONDITIONS, Role.TECHNICIAN): Door("request_approve", "Aprovar as condições"),
    (Action.APPROVE_CONDITIONS, Role.HOLDER): Door("holder_approve", "Aprovar as condições"),
    (Action.DELIVER_CONTRACTS, _REVIEW): Door("review_contracts", "Entregar os contratos"),
    (Action.ACCEPT_CONTRACTS, Role.HOLDER): Door("holder_contracts", "Ler e aceitar os contratos"),
    (Action.REQUEST_INSPECTION, Role.TECHNICIAN): Door("request_inspection", "Pedir a vistoria"),
    (Action.SUBMIT_PROJECT, Role.TECHNICIAN): Door(
        "request_project", "Projeto da subestação de entrada", is_project_needed
    ),
    (Action.APPROVE_PROJECT, _REVIEW): Door(
        "review_project", "Projeto da subestação de entrada", is_project_needed
    ),
    (Action.CONNECT, _REVIEW): Door("review_inspection", "Registrar a vistoria"),
    (Action.REPORT_INSPECTION, _REVIEW): Door("review_inspection_report", "Entregar o relatório da vistoria"),
    (Action.CONFIRM_PAYMENT, _REVIEW): Door("review_payments", "Pagamentos", has_charges),
    (Action.SUSPEND_WORKS, _REVIEW): Door("review_works_pause", "Parar o prazo da obra"),
    (Action.RESUME_WORKS, _REVIEW): Door("review_works_resume", "Retomar o prazo da obra"),
    (Action.FINISH_WORKS, _REVIEW): Door("review_works_finished", "A obra na rede terminou"),
    (Action.CONTEST_PENDING, Role.TECHNICIAN): Door("request_contest_pending", "Contestar uma correção"),
    (Action.CONTEST_DECISION, Role.TECHNICIAN): Door("request_contest", "Contestar a decisão"),
    (Action.CONTEST_DECISION, Role.HOLDER): Door("holder_contest", "Contestar a decisão"),
    (Action.ANSWER_CONTEST, _REVIEW): Door("review_contest", "Contestação das correções"),
    (Action.REJECT_CONTEST, _REVIEW): Door("review_contest", "Contestação da decisão"),
    (Action.RESTORE, _REVIEW): Door("review_restore", "Restaurar o parecer"),
    (Action.CANCEL, Role.HOLDER): Door("holder_cancel", "Cancelar o parecer"),
}
"""One line per action and role with a page of its own; the pages of the review list theirs on the bench."""


def doors_of(actor: Actor, access_request: AccessRequest) -> Iterator[tuple[Action, str, str]]:
    """Action, address and label of everything this actor may do now and that has a page; contesting comes last."""
    side = _REVIEW if actor.is_reviewer else actor.role
    for action in sorted(possible_actions(actor, access_request), key=CONTESTS.__contains__):
        door = DOORS.get((action, side))
        if door and door.is_for(access_request):
            yield action, reverse(door.url_name, args=[access_request.filing_number]), door.label
