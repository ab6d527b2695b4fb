"""Where each action of the table is done: the page of each role and the words of the link that leads there."""

from collections.abc import Callable, Iterator
from functools import cached_property
from typing import NamedTuple

from django.urls import reverse

from portal.accounts.roles import Actor, Role
from requests_app.domain.clock import ClockName
from requests_app.domain.lifecycle import Action
from requests_app.models import AccessRequest, Deadline
from requests_app.pages.holder import Reckonings
from requests_app.permissions import possible_actions
from requests_app.services.review.contests import has_contested
from requests_app.services.standing.flow import is_choice_owed
from requests_app.services.standing.projects import is_project_needed


class Facts:
    """What doors depend on, each read at most once and only when a door of the actor asks for it."""

    def __init__(self, access_request: AccessRequest, actor: Actor, reckonings: Reckonings | None) -> None:
        self.access_request, self._actor, self._reckonings = access_request, actor, reckonings

    @cached_property
    def clocks(self) -> dict[ClockName, bool]:
        """The open clocks and whether each stands still; no statement where the page has reckoned them."""
        if self._reckonings is not None:
            return {name: found.is_paused for name, found in self._reckonings.items() if found.is_open}
        rows = Deadline.objects.filter(access_request=self.access_request, is_open=True)
        return {ClockName(clock): is_paused for clock, is_paused in rows.values_list("clock", "is_paused")}

    @property
    def is_contested(self) -> bool:
        """Whether a contest waits for its answer."""
        return ClockName.CONTEST in self.clocks

    @cached_property
    def offers_alternatives(self) -> bool:
        """Whether a study of reverse flow offers something that was not chosen yet."""
        read: bool | None = getattr(self.access_request, "is_alternative_owed", None)
        return is_choice_owed(self.access_request) if read is None else read

    @cached_property
    def may_contest_decision(self) -> bool:
        """Whether this side can still contest the decision in force."""
        return not self.is_contested and not has_contested(self.access_request, self._actor)


class Door(NamedTuple):
    """The name of an address that takes the filing number, and what its link says."""

    url_name: str
    label: str
    is_for: Callable[[Facts], bool] = lambda _: True
    """Whether the page can be used now: what is refused for certain gets no link."""


def _needs_project(facts: Facts) -> bool:
    return is_project_needed(facts.access_request)


def _is_contested(facts: Facts) -> bool:
    return facts.is_contested


def _is_not_contested(facts: Facts) -> bool:
    return not facts.is_contested


def _may_contest(facts: Facts) -> bool:
    return facts.may_contest_decision


def has_charges(access_request: AccessRequest) -> bool:
    """Whether the opinion in force costs the applicant something."""
    return access_request.opinion is not None and not access_request.opinion.is_free


_REVIEW = "reviewer"
CONTESTS = frozenset({Action.CONTEST_PENDING, Action.CONTEST_DECISION})
DOORS: dict[tuple[Action, str], Door] = {
    (Action.CHOOSE_ALTERNATIVE, Role.TECHNICIAN): Door(
        "request_flow", "Escolher a alternativa", lambda facts: facts.offers_alternatives
    ),
    (Action.DELIVER_STUDIES, _REVIEW): Door(
        "review_studies", "Entregar os estudos", lambda facts: ClockName.STUDIES in facts.clocks
    ),
    (Action.APPROVE_CONDITIONS, Role.TECHNICIAN): Door(
        "request_approve", "Aprovar as condições", _is_not_contested
    ),
    (Action.APPROVE_CONDITIONS, Role.HOLDER): Door(
        "holder_approve", "Aprovar as condições", _is_not_contested
    ),
    (Action.DELIVER_CONTRACTS, _REVIEW): Door("review_contracts", "Entregar os contratos"),
    (Action.ACCEPT_CONTRACTS, Role.HOLDER): Door("holder_contracts", "Ler e aceitar os contratos"),
    (Action.REQUEST_INSPECTION, Role.TECHNICIAN): Door("request_inspection", "Pedir a vistoria"),
    (Action.SUBMIT_PROJECT, Role.TECHNICIAN): Door(
        "request_project", "Projeto da subestação de entrada", _needs_project
    ),
    (Action.APPROVE_PROJECT, _REVIEW): Door(
        "review_project", "Projeto da subestação de entrada", _needs_project
    ),
    (Action.CONNECT, _REVIEW): Door("review_inspection", "Registrar a vistoria"),
    (Action.REPORT_INSPECTION, _REVIEW): Door("review_inspection_report", "Entregar o relatório da vistoria"),
    (Action.CONFIRM_PAYMENT, _REVIEW): Door(
        "review_payments", "Pagamentos", lambda facts: has_charges(facts.access_request)
    ),
    (Action.SUSPEND_WORKS, _REVIEW): Door(
        "review_works_pause",
        "Parar o prazo da obra",
        lambda facts: facts.clocks.get(ClockName.WORKS) is False,
    ),
    (Action.RESUME_WORKS, _REVIEW): Door(
        "review_works_resume",
        "Retomar o prazo da obra",
        lambda facts: facts.clocks.get(ClockName.WORKS) is True,
    ),
    (Action.FINISH_WORKS, _REVIEW): Door("review_works_finished", "A obra na rede terminou"),
    (Action.CONTEST_PENDING, Role.TECHNICIAN): Door(
        "request_contest_pending", "Contestar uma correção", _is_not_contested
    ),
    (Action.CONTEST_DECISION, Role.TECHNICIAN): Door("request_contest", "Contestar a decisão", _may_contest),
    (Action.CONTEST_DECISION, Role.HOLDER): Door("holder_contest", "Contestar a decisão", _may_contest),
    (Action.ANSWER_CONTEST, _REVIEW): Door("review_contest", "Contestação das correções", _is_contested),
    (Action.REJECT_CONTEST, _REVIEW): Door("review_contest", "Contestação da decisão", _is_contested),
    (Action.RESTORE, _REVIEW): Door("review_restore", "Restaurar o parecer"),
    (Action.CANCEL, Role.HOLDER): Door("holder_cancel", "Cancelar o parecer"),
}
"""One line per action and role with a page of its own; the pages of the review list theirs on the bench."""


def doors_of(
    actor: Actor, access_request: AccessRequest, reckonings: Reckonings | None = None
) -> Iterator[tuple[Action, str, str]]:
    """Action, address and label of everything this actor may do now and that has a page; contesting comes last.

    Two statements at most, one where the clocks come reckoned, mostly none.
    """
    facts = Facts(access_request, actor, reckonings)
    side = _REVIEW if actor.is_reviewer else actor.role
    for action in sorted(possible_actions(actor, access_request), key=CONTESTS.__contains__):
        door = DOORS.get((action, side))
        if door and door.is_for(facts):
            yield action, reverse(door.url_name, args=[access_request.filing_number]), door.label
