"""What every end leaves: a message to each party with cause, losses and the way back, and a receipt."""

from portal.outbox.effects import enqueue
from requests_app.domain.ending import Cause
from requests_app.models import AccessRequest, Event
from requests_app.services.clocks.suspensions import close_open
from requests_app.services.endings.reading import moment_text, read_end
from requests_app.services.telling.messages import frame_of, to_holder, to_technician

EFFECT = "requests.end_receipt"
_TEMPLATES = {
    Cause.WITHDRAWN: "withdrawn",
    Cause.CANCELLED: "cancelled",
    Cause.LAPSED: "opinion_lapsed",
    Cause.CLOSED: "closed_unanswered",
}


def record_end(access_request: AccessRequest, event: Event) -> None:
    """Tell both parties of this end and have its receipt made. Needs the transaction of the end."""
    close_open(access_request, event)
    end = read_end(access_request, event)
    frame = frame_of(access_request)
    context = {
        "at": moment_text(event),
        "why": end.why,
        "opinion": end.opinion,
        "lost": "\n".join(f"- {_line(item.text, item.citation)}" for item in end.lost),
        "missing": "\n".join(f"- {title}" for title in end.missing) or "- a devolução do pedido",
    }
    template, key = _TEMPLATES[end.cause], f"event{event.pk}"
    again = f"Para pedir de novo com os mesmos dados e documentos, abra {frame['link']}/repetir"
    to_technician(access_request, template, key, again=again, **context)
    again = (
        "Seu responsável técnico pode pedir de novo com os mesmos dados e documentos: eles ficam guardados."
    )
    to_holder(access_request, template, key, again=again, **context)
    enqueue(EFFECT, key=f"{EFFECT}:{event.pk}", payload={"event_id": event.pk})


def _line(text: str, citation: str) -> str:
    return f"{text} Regra: {citation}." if citation else text
