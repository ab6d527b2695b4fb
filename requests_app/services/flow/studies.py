"""Reverse flow on a request: the waiver looked at, the study delivered, an alternative chosen (arts. 73, 73-A and 83)."""

import hashlib
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from django.db import transaction
from django.utils import timezone

from eligibility.domain.findings import Refused, refuse
from eligibility.domain.numbers_pt import format_kw
from eligibility.domain.rulebook import rule
from portal.accounts.roles import Actor
from portal.outbox.effects import enqueue
from requests_app.domain.capacity import CapacityKind
from requests_app.domain.lifecycle import Action, State
from requests_app.domain.reverse_flow import Alternative, Choice, Study, booked_kw
from requests_app.domain.reverse_flow_checks import require_choice, require_study
from requests_app.models import AccessRequest, CompatibilityCheck, FlowChoice, FlowStudy, FlowStudyContent
from requests_app.services.grid.capacity import held_entry
from requests_app.services.grid.queue import WATT, added_kw
from requests_app.services.review.shown_pages import check_shown
from requests_app.services.sheets.flow import build_flow_sheet
from requests_app.services.snapshots import require_claim
from requests_app.services.standing.flow import newest_study, waiver_in_force
from requests_app.services.telling.flow import tell_alternative_chosen, tell_flow_study
from requests_app.services.transitions import find_row, lock, perform

EFFECT: Final = "requests.flow_study"
LONGEST_WORDS: Final = 4000


@transaction.atomic
def confirm_compatible(
    *, access_request_id: int, is_confirmed: bool, actor: Actor, now: datetime
) -> CompatibilityCheck:
    """Whether connection is free and power compatible, as art. 73-A, II, asks; who has the request says so.

    Raises Refused (state, it is with somebody else, it did not ask for this waiver) and PermissionDenied.
    """
    access_request = lock(access_request_id)
    find_row(access_request, Action.ISSUE_FLOW_STUDY, actor)
    require_claim(access_request, actor, now)
    answers = access_request.newest_answers
    if answers is None or not answers.project_facts.wants_compatible_power:
        raise refuse(
            "reverse_flow.not_asked",
            "Este pedido não escolheu a dispensa por potência compatível: não há o que confirmar.",
            rule("reverse_flow.compatible", on=timezone.localdate(now)).citation,
        )
    assert actor.user_id is not None
    return CompatibilityCheck.objects.create(
        access_request=access_request,
        is_confirmed=is_confirmed,
        answers_number=answers.number,
        at=now,
        by_id=actor.user_id,
    )


@transaction.atomic
def issue_study(*, access_request_id: int, study: Study, actor: Actor, now: datetime) -> FlowStudy:
    """Deliver a study; a later one replaces it, and what was chosen of the earlier counts no more.

    Raises Refused (state, guards, a waiver that holds, whatever the study lacks) and PermissionDenied.
    """
    access_request = lock(access_request_id)
    find_row(access_request, Action.ISSUE_FLOW_STUDY, actor)
    today = timezone.localdate(now)
    waiver = waiver_in_force(access_request)
    if waiver is not None:
        message = f"A análise está dispensada neste pedido: {waiver.label[0].lower()}{waiver.label[1:]}."
        raise refuse("reverse_flow.waived", message, rule(waiver.rule_code, on=today).citation)
    study = study.model_copy(update={"asked_kw": added_kw(access_request)})
    require_study(study, on=today)
    before = newest_study(access_request)
    number = before.number + 1 if before else 1
    event = perform(
        access_request,
        Action.ISSUE_FLOW_STUDY,
        actor=actor,
        at=now,
        data={"study": number, "has_inversion": int(study.has_inversion)},
    )
    sheet = build_flow_sheet(access_request, study, number=number, now=now)
    assert actor.user_id is not None
    issued = FlowStudy.objects.create(
        access_request=access_request,
        event=event,
        number=number,
        asked_kw=study.asked_kw,
        max_power_kw=study.max_power_kw,
        offers_a_choice=study.offers_a_choice,
        issued_at=now,
        issued_on=today,
        issued_by_id=actor.user_id,
        content_sha256=hashlib.sha256(sheet.model_dump_json().encode()).hexdigest(),
    )
    FlowStudyContent.objects.create(
        flow_study=issued, study=study.model_dump(mode="json"), sheet=sheet.model_dump(mode="json")
    )
    enqueue(EFFECT, key=f"flow_study:{issued.pk}", payload={"flow_study_id": issued.pk})
    tell_flow_study(access_request, issued, study)
    return issued


@transaction.atomic
def choose_alternative(
    *, access_request_id: int, choice: Choice, actor: Actor, now: datetime, seen_study: str | None = None
) -> FlowChoice:
    """The technician chooses; choosing again replaces it while the table allows.

    `seen_study` is the number that was read. After the opinion the choice may not take more of the grid than it booked.
    Raises Refused (state, no alternative offered, a newer study, whatever is wrong with the choice), PermissionDenied.
    """
    access_request = lock(access_request_id)
    find_row(access_request, Action.CHOOSE_ALTERNATIVE, actor)
    row = newest_study(access_request)
    if row is not None:
        check_shown(seen_study, row.number, "O estudo")
    chosen_ones = [one for one in Alternative if one in choice.alternatives]
    event = perform(
        access_request,
        Action.CHOOSE_ALTERNATIVE,
        actor=actor,
        at=now,
        data={"study": row.number if row else 0, "alternatives": [one.roman for one in chosen_ones]},
    )
    assert row is not None and actor.user_id is not None
    study, today = row.study, timezone.localdate(now)
    require_choice(study, choice, on=today)
    power = booked_kw(study, choice, added_kw(access_request)).quantize(WATT)
    _require_within_booking(access_request, power, now)
    chosen = FlowChoice.objects.create(
        flow_study=row,
        event=event,
        alternatives=[one.value for one in chosen_ones],
        injected_kw=choice.injected_kw,
        booked_kw=power,
        reduction_form=choice.reduction_form.strip()[:LONGEST_WORDS],
        has_storage=choice.has_storage,
        chosen_at=now,
        chosen_by_id=actor.user_id,
    )
    tell_alternative_chosen(access_request, chosen, choice)
    return chosen


def nothing_to_choose(on: date) -> Refused:
    """No study of the request offers alternatives, or the page is behind the times."""
    message = "Não há alternativa a escolher: nenhum estudo deste pedido achou inversão de fluxo com saída."
    return refuse("alternatives_offered", message, rule("reverse_flow.choice", on=on).citation)


def _require_within_booking(access_request: AccessRequest, power_kw: Decimal, now: datetime) -> None:
    held = held_entry(access_request) if access_request.state == State.APPROVED.value else None
    if held is None:
        return
    # Exempt without a waiver is what injects nothing: nobody asked whether the grid has room for more.
    is_nothing = held.kind == CapacityKind.EXEMPT.value and waiver_in_force(access_request) is None
    most = Decimal(0) if is_nothing else held.power_kw
    if power_kw > most:
        raise refuse(
            "reverse_flow.more_than_booked",
            f"O parecer conta com até {format_kw(most)} kW injetados na rede. Depois dele a potência injetada só pode diminuir.",
            rule("reverse_flow.choice", on=timezone.localdate(now)).citation,
            "injected_kw",
        )
