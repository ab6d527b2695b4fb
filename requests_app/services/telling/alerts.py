"""Reminders and delays: what people are told of a term before it ends and after."""

from datetime import date, datetime

from django.utils import timezone

from eligibility.domain.compensation import breach_type
from eligibility.domain.rulebook import rule
from portal.accounts.models import User
from requests_app.domain.clock import ClockName
from requests_app.domain.dates import long_day
from requests_app.models import AccessRequest, Pending
from requests_app.services.clocks.reckoning import alert_days
from requests_app.services.telling.contests import channel_lines
from requests_app.services.telling.messages import pending_lines, to_both, to_holder, to_technician, to_user

ALERT_NAMES = {
    ClockName.OPINION: "parecer",
    ClockName.DOCUMENT_CHECK: "conferência dos documentos",
    ClockName.CONTEST: "resposta à contestação",
    ClockName.STUDIES: "entrega dos estudos que justificam a alternativa",
    ClockName.CONTRACT_DELIVERY: "entrega dos contratos",
    ClockName.CONTRACT_RETURN: "aceite dos contratos",
    ClockName.WORKS: "obra na rede",
    ClockName.PROJECT: "análise do projeto da subestação",
    ClockName.INSPECTION: "vistoria",
    ClockName.INSPECTION_REPORT: "relatório da vistoria",
    ClockName.REINSPECTION: "pedido da nova vistoria",
    ClockName.GUARANTEE_RETURN: "devolução da garantia",
}
"""What a term is about, for reminders: "faltam 3 dias para …"."""
_ENDINGS = {
    ClockName.CONTRACT_RETURN: "Depois dessa data o parecer perde a validade.",
    ClockName.REINSPECTION: "Depois dessa data este portal encerra o parecer: a norma permite o cancelamento.",
}
_ONLY_TO_SEND = "Todas já têm resposta. Falta só enviar as correções."


def tell_alert(
    access_request: AccessRequest, clock: ClockName, due_on: date, *, days_left: int, now: datetime
) -> None:
    """Reminders: the utility's own terms go to who holds the request and to supervisors; the others to both parties."""
    event = f"{clock.value}:{due_on.isoformat()}:{days_left}"
    context = {"days": days_left, "due": long_day(due_on)}
    match clock:
        case ClockName.CURE:
            _remind_of_corrections(access_request, event, days_left, context, now)
        case ClockName.VALIDITY:
            assert access_request.opinion is not None
            to_both(
                access_request, "opinion_expiring", event, opinion=access_request.opinion.number, **context
            )
        case ClockName.CONTRACT_RETURN | ClockName.REINSPECTION:
            to_both(
                access_request,
                "step_expiring",
                event,
                what=ALERT_NAMES[clock],
                ending=_ENDINGS[clock],
                **context,
            )
        case _:
            for user in _told(access_request, clock):
                to_user(access_request, user, "due_soon", event, what=ALERT_NAMES[clock], **context)


def tell_overdue(
    access_request: AccessRequest, clock: ClockName, due_on: date, *, is_first: bool, now: datetime
) -> None:
    """The utility is late: both parties read it on the first day and every week, the team on the first day."""
    today = timezone.localdate(now)
    late_days = (today - due_on).days
    event, what = f"{clock.value}:{due_on.isoformat()}:late{late_days}", ALERT_NAMES[clock]
    if is_first:
        for user in _told(access_request, clock):
            to_user(access_request, user, "overdue_team", event, what=what, due=long_day(due_on))
    if clock is ClockName.DOCUMENT_CHECK:
        return
    is_owed = breach_type(clock.value, today) is not None
    to_both(
        access_request,
        "overdue",
        event,
        what=what,
        due=long_day(due_on),
        days=late_days,
        every=rule("alerts.overdue.every_days", on=today).as_int(),
        channels=channel_lines(),
        citation=rule("compensation.types", on=today).citation.label if is_owed else "",
    )


def _remind_of_corrections(
    access_request: AccessRequest, event: str, days_left: int, context: dict[str, object], now: datetime
) -> None:
    """Only what is still missing; the holder is told on fewer days."""
    open_ones = Pending.objects.filter(
        notice__access_request=access_request, notice__answered_at=None, fixed_at=None, dropped_at=None
    )
    lines = pending_lines(list(open_ones.order_by("number")))
    to_technician(access_request, "cure_reminder", event, lines=lines or _ONLY_TO_SEND, **context)
    today = timezone.localdate(now)
    # A day that nobody swept is told late: what counts is the reminder that was due.
    due_at = min(days for days in alert_days(ClockName.CURE, today) if days >= days_left)
    if due_at in rule("alerts.cure.holder_days_before", on=today).as_list():
        to_holder(access_request, "cure_reminder", event, lines="", **context)


def _told(access_request: AccessRequest, clock: ClockName) -> list[User]:
    """Whoever holds the request; of a contest supervisors, since the decision contested may be that person's."""
    return _supervisors() if clock is ClockName.CONTEST else responsible(access_request)


def responsible(access_request: AccessRequest) -> list[User]:
    if access_request.claimed_by is not None:
        return [access_request.claimed_by]
    return _supervisors()


def _supervisors() -> list[User]:
    return list(User.objects.filter(role="supervisor", is_active=True).order_by("pk")[:10])
