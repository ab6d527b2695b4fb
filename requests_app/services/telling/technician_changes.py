"""E-mail 23: a change of responsible professional was asked for, was made, or ended without being made."""

from datetime import datetime

from django.conf import settings
from django.utils import timezone

from portal.accounts.models import User
from portal.outbox.messages import write_message
from requests_app.domain.dates import long_day
from requests_app.models import AccessRequest, TechnicianChange
from requests_app.services.telling.messages import frame_of, to_holder

_ENDINGS = {
    "refused": "Alguém recusou a troca, e ela terminou. O responsável técnico continua o mesmo.",
    "withdrawn": "Quem pediu a troca desistiu dela. O responsável técnico continua o mesmo.",
    "expired": "O prazo da troca acabou sem todos os aceites. O responsável técnico continua o mesmo.",
}


def tell_asked(access_request: AccessRequest, change: TechnicianChange, newcomer: User | None) -> None:
    """To the professional of the moment, to the one asked (if there is such an account) and to the holder."""
    until = long_day(timezone.localdate(change.expires_at))
    asker = "O responsável técnico" if change.asked_by == change.Asker.TECHNICIAN else "O titular"
    common = {"asker": asker, "until": until}
    leaving = change.from_technician
    is_leaving = change.left_at is not None
    number = access_request.filing_number
    to_account(
        access_request,
        leaving,
        "technician_change_asked",
        f"change{change.pk}:from",
        f"solicitacoes/{number}/trocar-responsavel",
        part="Você já concordou em sair."
        if is_leaving
        else "Falta o seu aceite para sair. Até a troca acontecer, o pedido continua com você.",
        **common,
    )
    if newcomer is not None:
        to_account(
            access_request,
            newcomer,
            "technician_change_asked",
            f"change{change.pk}:to",
            "trocas",
            part="Pedem que você assuma este pedido. Veja os dados e aceite ou recuse.",
            **common,
        )
    to_holder(
        access_request,
        "technician_change_asked",
        f"change{change.pk}",
        part="Você já confirmou a troca."
        if change.confirmed_at
        else "Sem a sua confirmação, com um código, nada muda.",
        **common | {"link": f"{settings.PUBLIC_URL}/titular/solicitacoes/{number}/responsavel"},
    )


def tell_done(
    access_request: AccessRequest, change: TechnicianChange, *, before: User, after: User, now: datetime
) -> None:
    """From whom to whom, and since when."""
    common = {
        "before": before.full_name or "o responsável técnico anterior",
        "after": after.full_name or "o novo responsável técnico",
        "since": f"{timezone.localtime(now):%d/%m/%Y às %H:%M}",
    }
    event = f"change{change.pk}"
    to_account(
        access_request,
        before,
        "technician_change_done",
        f"{event}:from",
        "solicitacoes",
        part="O pedido saiu da sua lista, e o acesso a ele terminou.",
        **common,
    )
    to_account(
        access_request,
        after,
        "technician_change_done",
        f"{event}:to",
        f"solicitacoes/{access_request.filing_number}",
        part="O pedido está na sua lista. A ART ou o TRT em seu nome substitui o anterior.",
        **common,
    )
    to_holder(
        access_request,
        "technician_change_done",
        event,
        part="A ART ou o TRT do novo responsável substitui o anterior.",
        **common,
    )


def tell_ended(access_request: AccessRequest, change: TechnicianChange, newcomer: User | None) -> None:
    """Why nothing changed."""
    common = {"ending": _ENDINGS[change.outcome]}
    event = f"change{change.pk}"
    number = access_request.filing_number
    to_account(
        access_request,
        change.from_technician,
        "technician_change_ended",
        f"{event}:from",
        f"solicitacoes/{number}/trocar-responsavel",
        **common,
    )
    if newcomer is not None:
        to_account(access_request, newcomer, "technician_change_ended", f"{event}:to", "trocas", **common)
    to_holder(access_request, "technician_change_ended", event, **common)


def to_account(
    access_request: AccessRequest, user: User, template: str, event: str, path: str, **context: str
) -> None:
    """To somebody with an account, whether or not the request is theirs."""
    write_message(
        template,
        key=f"{template}:{access_request.pk}:{event}",
        recipient=user.email,
        about=str(access_request.filing_number),
        context=frame_of(access_request)
        | {"link": f"{settings.PUBLIC_URL}/{path}", "greeting": f"Olá, {user.first_name}."}
        | context,
    )
