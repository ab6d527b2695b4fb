"""The end of a request as everybody reads it: its event, cause, losses and receipt."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from django.conf import settings
from django.utils import timezone

from documents.domain.end_sheet import EndSheet
from documents.domain.sheet_parts import Clause, Step
from eligibility.profile import current_profile
from requests_app.domain.ending import WORDS, Cause, EndWords, why_it_ended
from requests_app.domain.lifecycle import ENDED_STATES, State
from requests_app.models import AccessRequest, Event, Pending
from requests_app.services.endings.losses import losses
from requests_app.services.sheets.wording import channels, parties, public_address

ACTIONS = tuple(cause.value for cause in Cause)


class End(NamedTuple):
    """One end: `missing` are the titles of the documents that never came back, `opinion` the number that ended."""

    event: Event
    cause: Cause
    words: EndWords
    why: str
    lost: tuple[Clause, ...]
    missing: tuple[str, ...]
    opinion: str


def end_of(access_request: AccessRequest) -> End | None:
    """The end that a request is in now; None while it lives, and for one that was not approved."""
    if State(access_request.state) not in ENDED_STATES:
        return None
    rows = Event.objects.filter(access_request=access_request, action__in=ACTIONS)
    event = rows.select_related("end_receipt__stored_file").order_by("-id").first()
    return None if event is None or event.target != access_request.state else read_end(access_request, event)


def read_end(access_request: AccessRequest, event: Event) -> End:
    """The end of this event, whatever happened since."""
    cause = Cause(event.action)
    has_opinion = cause in (Cause.CANCELLED, Cause.LAPSED) and access_request.opinion is not None
    return End(
        event=event,
        cause=cause,
        words=WORDS[cause],
        why=_why(cause, event.source, event.data),
        lost=losses(access_request, cause, on=event.on, event=event),
        missing=_missing(access_request) if cause is Cause.CLOSED else (),
        opinion=str(event.data.get("opinion_number") or access_request.opinion.number)
        if has_opinion and access_request.opinion
        else "",
    )


def end_sheet(access_request: AccessRequest, event: Event) -> EndSheet:
    """The printed receipt of an end; the same event gives the same sheet."""
    end, profile = read_end(access_request, event), current_profile()
    return EndSheet(
        operator_name=profile.name,
        portal_name=profile.portal_name,
        is_demo=settings.IS_DEMO,
        filing_number=str(access_request.filing_number),
        channels=channels(),
        slug=end.words.slug,
        title=end.words.title,
        cause=end.why,
        by=end.words.by,
        ended_at=event.at,
        opinion_number=end.opinion,
        missing=end.missing,
        lost=end.lost,
        parties=parties(access_request),
        again=again_steps(access_request),
    )


def again_steps(access_request: AccessRequest) -> tuple[Step, ...]:
    """How to ask again without typing everything again."""
    place = public_address(f"/solicitacoes/{access_request.filing_number}/repetir")
    return (
        Step(text="As respostas e os documentos deste pedido ficam guardados."),
        Step(text=f"O responsável técnico abre {place} e faz um pedido novo com tudo preenchido."),
        Step(text="O portal diz o que mudou nos documentos pedidos. O pedido novo tem outro protocolo."),
    )


def moment_text(event: Event) -> str:
    """`12/03/2026 às 14:32:07`, in Brazilian time."""
    return f"{timezone.localtime(event.at):%d/%m/%Y às %H:%M:%S}"


def _why(cause: Cause, source: str, data: Mapping[str, Any]) -> str:
    return why_it_ended(cause, source=source, reason=str(data.get("reason", "")))


def _missing(access_request: AccessRequest) -> tuple[str, ...]:
    rows = Pending.objects.filter(
        notice__access_request=access_request, notice__answered_at=None, fixed_at=None
    )
    return tuple(dict.fromkeys(rows.order_by("notice_id", "number").values_list("document_title", flat=True)))
