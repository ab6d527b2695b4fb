"""Reminders and delays: what people are told of a term before it ends and after."""

from datetime import date, datetime

from portal.accounts.models import User
from requests_app.domain.clock import ClockName
from requests_app.domain.dates import long_day
from requests_app.models import AccessRequest
from requests_app.services.messages import to_both, to_user

ALERT_NAMES = {
    ClockName.OPINION: "parecer",
    ClockName.DOCUMENT_CHECK: "conferência dos documentos",
    ClockName.CONTEST: "resposta à contestação",
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


def tell_alert(
    access_request: AccessRequest, clock: ClockName, due_on: date, *, days_left: int, now: datetime
) -> None:
    """Reminders: the utility's own terms go to who holds the request and to supervisors; the others to both parties."""
    event = f"{clock.value}:{due_on.isoformat()}:{days_left}"
    context = {"days": days_left, "due": long_day(due_on)}
    match clock:
        case ClockName.CURE:
            to_both(access_request, "cure_reminder", event, **context)
        case ClockName.VALIDITY:
            assert access_request.opinion is not None
            to_both(
                access_request, "opinion_expiring", event, opinion=access_request.opinion.number, **context
            )
        case ClockName.CONTRACT_RETURN | ClockName.REINSPECTION:
            to_both(access_request, "step_expiring", event, what=ALERT_NAMES[clock], **context)
        case _:
            what = ALERT_NAMES[clock]
            # Whoever holds the request may be the one whose decision is contested.
            told = _supervisors() if clock is ClockName.CONTEST else responsible(access_request)
            for user in told:
                to_user(
                    access_request,
                    user,
                    "due_soon" if days_left >= 0 else "overdue_team",
                    event,
                    what=what,
                    **context,
                )
            if days_left < 0 and clock is not ClockName.DOCUMENT_CHECK:
                to_both(access_request, "overdue", event, what=what, **context)


def responsible(access_request: AccessRequest) -> list[User]:
    if access_request.claimed_by is not None:
        return [access_request.claimed_by]
    return _supervisors()


def _supervisors() -> list[User]:
    return list(User.objects.filter(role="supervisor", is_active=True).order_by("pk")[:10])
