"""The frame of every page of a filed request: where it stands, whose turn, until when, what to do, and its parts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, TypeAlias

from django.db.models import F
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from eligibility.domain.classification import Category
from portal.accounts.roles import Actor, Role
from requests_app.domain.badge import Badge, badge, validity_badge
from requests_app.domain.clock import OF_THE_UTILITY, ClockName, Reckoning
from requests_app.domain.clock_words import CLOCK_TITLES, shown_clock
from requests_app.domain.dates import long_day
from requests_app.domain.human_steps import HumanStep, StepState
from requests_app.domain.identifiers import parse_filing_number
from requests_app.domain.lifecycle import ENDED_STATES, Action, State
from requests_app.domain.ruler import Ruler, ruler
from requests_app.models import AccessRequest, Pending
from requests_app.pages.case_words import Turns, to_do, until, whose_turn
from requests_app.pages.doors import CONTESTS, doors_of
from requests_app.pages.holder import Reckonings, contested_until, steps_of
from requests_app.queries import visible_to
from requests_app.services.clocks.reckoning import reckon_all
from requests_app.services.filing.reassessments import of_the_repeating
from requests_app.services.standing.flow import choice_owed

DoorWay: TypeAlias = tuple[Action, str, str]
_END_FLAGS = {State.WITHDRAWN: "retirado", State.CLOSED: "encerrado"}


class Part(StrEnum):
    """The pages of a request; each value is the name of its address."""

    SUMMARY = "request_detail"
    DOCUMENTS = "request_documents"
    PENDINGS = "request_pendings"
    LEDGER = "request_ledger"
    HISTORY = "request_history"
    OPINION = "request_opinion"
    MESSAGES = "request_messages"
    HELP = "request_help"


_PART_LABELS = {
    Part.SUMMARY: "Resumo",
    Part.DOCUMENTS: "Documentos",
    Part.PENDINGS: "Pendências",
    Part.LEDGER: "Prazo",
    Part.HISTORY: "Histórico",
    Part.OPINION: "Parecer",
    Part.MESSAGES: "Mensagens",
    Part.HELP: "Ajuda",
}


@dataclass(frozen=True)
class OpenNotice:
    """The corrections that wait for the technician: how many, how many are left, since when."""

    total: int
    left: int
    sent_at: datetime


def case_of(actor: Actor, filing_number: str) -> AccessRequest:
    """The filed request of this number, or of its digits alone; a 404 for whoever is no party. One statement."""
    number = parse_filing_number(filing_number)
    rows = (
        visible_to(actor)
        .filter(filing_number=number)
        .select_related(
            "technician__professional",
            "holder",
            "consumer_unit",
            "generator",
            "claimed_by",
            "checklist_version",
            "reassessment_of",
            "opinion__file__stored_file",
            "receipt__stored_file",
        )
        .defer("draft_answers", "checklist_version__content", "reassessment_of__draft_answers")
        .annotate(repeated_by=of_the_repeating("filing_number"))
        .annotate(repeated_by_technician=of_the_repeating("technician_id"))
        .annotate(is_alternative_owed=choice_owed())
        .annotate(list_title=F("checklist_version__content__title"))
    )
    found = rows.first() if number else None
    if found is None:
        raise Http404
    return found


def case_frame(access_request: AccessRequest, *, actor: Actor, now: datetime, part: Part) -> dict[str, Any]:
    """Context that `requests_app/case/base.html` needs. Three statements of SQL, two outside corrections."""
    today = timezone.localdate(now)
    reckonings = reckon_all(access_request, today)
    notice = _open_notice(access_request)
    doors = list(doors_of(actor, access_request, reckonings))
    turns = Turns(
        access_request=access_request,
        actor=actor,
        corrections_total=notice.total if notice else 0,
        corrections_left=notice.left if notice else 0,
        corrections_sent_on=timezone.localdate(notice.sent_at) if notice else None,
        contested_until=contested_until(reckonings),
        has_alternative_to_choose=any(action is Action.CHOOSE_ALTERNATIVE for action, _, _ in doors),
    )
    return {
        "case": access_request,
        "category": Category(access_request.category).mid_sentence,
        "filing_number": access_request.filing_number,
        "part": part,
        "is_technician": actor.role is Role.TECHNICIAN,
        "facts": [
            {
                "label": "Situação",
                "value": access_request.situation.label,
                "detail": turns.situation_detail,
            },
            whose_turn(turns),
            {"label": "Até quando", **until(access_request, reckonings, today)},
            {"label": "O que fazer", **to_do(turns)},
        ],
        "deadline_badge": _deadline_badge(access_request, reckonings, today),
        "strip": _strip(access_request, reckonings),
        "reckonings": reckonings,
        "if_back_today": _if_back_today(access_request, reckonings),
        "open_notice": notice,
        "actions": list(_actions(access_request, actor, notice, part, reckonings, doors)),
        "tabs": list(_tabs(access_request, notice, part)),
        "crumbs": crumbs_of(access_request, actor, part),
        "crumb_name": access_request.filing_number if part is Part.SUMMARY else _PART_LABELS[part],
        "is_over": State(access_request.state) in ENDED_STATES,
    }


def main_ruler(access_request: AccessRequest, reckonings: Reckonings) -> tuple[str, Ruler | None]:
    """Title and ruler of the clock that matters now: the opinion's, then its validity."""
    state = State(access_request.state)
    clock = main_clock(state, reckonings)
    return CLOCK_TITLES[clock], ruler(reckonings[clock], clock, stop_flag=_END_FLAGS.get(state))


def main_clock(state: State, reckonings: Reckonings) -> ClockName:
    """The clock to draw: the one of the step, else the validity once there is one, else the opinion's.

    While corrections are awaited the drawing stays the opinion's, where the stop is seen.
    """
    shown = shown_clock(state)
    if shown in reckonings and state is not State.PENDING:
        return (
            shown
            if shown is not ClockName.OPINION or ClockName.VALIDITY not in reckonings
            else ClockName.VALIDITY
        )
    return ClockName.VALIDITY if ClockName.VALIDITY in reckonings else ClockName.OPINION


def ledger_clocks(access_request: AccessRequest, reckonings: Reckonings) -> list[dict[str, Any]]:
    """What `requests_app/case/_ledger.html` shows, the same to every reader: what still counts first."""
    flag = _END_FLAGS.get(State(access_request.state))
    return [
        {
            "title": title,
            "ruler": ruler(reckonings[name], name, stop_flag=flag),
            "reckoning": reckonings[name],
            "anchor": name.value.replace("_", "-"),
        }
        for name, title in sorted(CLOCK_TITLES.items(), key=lambda item: not _is_open(reckonings, item[0]))
        if name in reckonings
    ]


def _is_open(reckonings: Reckonings, clock: ClockName) -> bool:
    return clock in reckonings and reckonings[clock].is_open


def case_steps(access_request: AccessRequest, reckonings: Reckonings) -> tuple[HumanStep, ...]:
    """The five human steps in the words of the technician and the utility."""
    steps = list(steps_of(access_request, reckonings))
    if steps[-1].state is StepState.FUTURE:
        steps[-1] = steps[-1].model_copy(update={"detail": "depois do parecer"})
    current = next((place for place, step in enumerate(steps) if step.state is StepState.CURRENT), None)
    if current is not None and access_request.state == State.PENDING.value:
        until_on = reckonings[ClockName.CURE].due_on
        assert until_on is not None
        asked = {"label": "Correção pedida", "detail": f"com o responsável técnico até {long_day(until_on)}"}
        steps[current] = steps[current].model_copy(update=asked)
    if current is not None and access_request.state == State.CORRECTED.value:
        steps[current] = steps[current].model_copy(update={"detail": "correções em conferência"})
    return tuple(steps)


def case_url(name: str, access_request: AccessRequest) -> str:
    """The address of one page of the request."""
    return reverse(name, args=[access_request.filing_number])


def _open_notice(access_request: AccessRequest) -> OpenNotice | None:
    if access_request.state != State.PENDING.value:
        return None
    rows = Pending.objects.filter(notice__access_request=access_request, notice__answered_at=None)
    found: Sequence[tuple[datetime | None, datetime]] = list(rows.values_list("fixed_at", "notice__sent_at"))
    left = sum(fixed_at is None for fixed_at, _ in found)
    return OpenNotice(total=len(found), left=left, sent_at=found[0][1]) if found else None


def _deadline_badge(access_request: AccessRequest, reckonings: Reckonings, today: date) -> Badge | None:
    clock = shown_clock(State(access_request.state))
    reckoning = reckonings.get(clock)
    if reckoning is None:
        return None
    if clock is ClockName.VALIDITY and reckoning.due_on and not reckoning.is_paused:
        return validity_badge(reckoning.due_on, today)
    return badge(reckoning, today, is_ours=clock in OF_THE_UTILITY)


def _strip(access_request: AccessRequest, reckonings: Reckonings) -> Reckoning | None:
    """The reckoning behind the small ruler in the head; none when nothing runs."""
    state = State(access_request.state)
    clock = ClockName.OPINION if state is State.PENDING else shown_clock(state)
    found = reckonings.get(clock)
    return None if found is None or found.stopped_on else found


def _if_back_today(access_request: AccessRequest, reckonings: Reckonings) -> date | None:
    """The date of the answer if the corrections came back today; None when the clock does not wait for them."""
    opinion = reckonings[ClockName.OPINION]
    is_waiting = access_request.state == State.PENDING.value and opinion.is_paused and opinion.is_provisional
    return opinion.due_on if is_waiting else None


def _actions(
    access_request: AccessRequest,
    actor: Actor,
    notice: OpenNotice | None,
    part: Part,
    reckonings: Reckonings,
    doors: Sequence[DoorWay],
) -> Iterator[dict[str, Any]]:
    """What can be done from here, the one filled button first; the page that is open is left out."""
    found = list(_ways(access_request, actor, notice, part, reckonings, doors))
    for place, (label, url) in enumerate(found):
        yield {"label": label, "url": url, "is_main": place == 0}
    if part is not Part.LEDGER:
        yield {"label": "Ver o extrato do prazo", "url": case_url(Part.LEDGER, access_request)}


def _ways(
    access_request: AccessRequest,
    actor: Actor,
    notice: OpenNotice | None,
    part: Part,
    reckonings: Reckonings,
    doors: Sequence[DoorWay],
) -> Iterator[tuple[str, str]]:
    if actor.is_reviewer:
        yield "Abrir na bancada", case_url("bench", access_request)
    elif notice is not None and notice.left == 0 and contested_until(reckonings) is None:
        yield "Conferir e devolver", case_url("request_give_back", access_request)
    elif notice is not None and part is not Part.PENDINGS:
        yield "Corrigir agora" if notice.left else "Ver as correções", case_url(Part.PENDINGS, access_request)
    yield from ((label, url) for action, url, label in doors if action not in CONTESTS)
    if not actor.is_reviewer and access_request.opinion is not None and part is not Part.OPINION:
        label = "Ver o parecer" if access_request.opinion.is_favourable else "Ver os motivos"
        yield label, case_url(Part.OPINION, access_request)
    yield from ((label, url) for action, url, label in doors if action in CONTESTS)


def _tabs(access_request: AccessRequest, notice: OpenNotice | None, part: Part) -> Iterator[dict[str, Any]]:
    for each, label in _PART_LABELS.items():
        yield {
            "label": label,
            "url": case_url(each, access_request),
            "is_current": each is part,
            "count": notice.total if notice and each is Part.PENDINGS else "",
        }


def crumbs_of(access_request: AccessRequest, actor: Actor, part: Part | None = None) -> list[tuple[str, str]]:
    """The way back: reviewers to their queue, the technician to the list; with no part, from a page below the request."""
    home = ("Fila", "/analise/fila") if actor.is_reviewer else ("Solicitações", "/solicitacoes")
    if part is Part.SUMMARY:
        return [home]
    return [home, (str(access_request.filing_number), case_url(Part.SUMMARY, access_request))]
