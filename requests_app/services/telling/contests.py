"""Tell both parties of a contest, filed and answered (e-mail 16), and of an opinion that was restored."""

from datetime import datetime

from django.conf import settings
from django.utils import timezone

from eligibility.domain.rulebook import rule
from eligibility.profile import current_profile
from requests_app.domain.clock import ClockName
from requests_app.domain.dates import long_day
from requests_app.domain.lifecycle import State
from requests_app.models import AccessRequest, Contest, Opinion
from requests_app.services.clocks.terms import contest_rule
from requests_app.services.telling.messages import due_text, to_both

RESULTS = {
    Contest.Outcome.UPHELD.value: "aceita",
    Contest.Outcome.PARTLY.value: "aceita em parte",
    Contest.Outcome.REJECTED.value: "não aceita",
}


def channel_lines() -> str:
    """Where to complain next, one channel a line (art. 416)."""
    return "\n".join(f"- {c.label}: {c.value}" for c in current_profile().complaint_channels)


def tell_contest_filed(access_request: AccessRequest, contest: Contest, *, now: datetime) -> None:
    """The protocol of the contest, what it is about and until when it is answered."""
    found = rule(contest_rule(State(access_request.state)), on=timezone.localdate(now))
    to_both(
        access_request,
        "contest_filed",
        contest.number,
        contest=contest.number,
        subject=what_is_contested(contest),
        until=due_text(access_request, ClockName.CONTEST, now),
        rule_text=found.text,
        citation=found.citation.label,
        meanwhile=_meanwhile(access_request),
    )


def tell_contest_answered(access_request: AccessRequest, contest: Contest, *, now: datetime) -> None:
    """The answer in full; what was not accepted comes with the channels that are left."""
    on = timezone.localdate(now)
    to_both(
        access_request,
        "contest_answered",
        contest.number,
        contest=contest.number,
        subject=what_is_contested(contest),
        result=RESULTS[contest.outcome],
        answer=contest.answer,
        next_step=_next_step(access_request, contest, now),
        is_upheld=contest.outcome == Contest.Outcome.UPHELD,
        channels=channel_lines(),
        citation=rule("denial.contents", on=on).citation.label,
    )


def tell_restored(access_request: AccessRequest, opinion: Opinion, old: Opinion, *, reason: str) -> None:
    """An opinion that had ended is worth again, as a new one with its whole term."""
    assert opinion.valid_until_on is not None
    to_both(
        access_request,
        "opinion_restored",
        f"restored:{opinion.number}",
        opinion=opinion.number,
        old=old.number,
        reason=reason,
        until=long_day(opinion.valid_until_on),
        short_until=f"{opinion.valid_until_on:%d/%m/%Y}",
        code=opinion.verification_code,
        verify=f"{settings.PUBLIC_URL}/v/{opinion.verification_code}",
    )


def what_is_contested(contest: Contest) -> str:
    """`a decisão PA-2026-000031-4`, `a correção 2`, `as correções 1 e 3`."""
    if contest.opinion is not None:
        return f"a decisão {contest.opinion.number}"
    numbers = [str(item.pending.number) for item in contest.items.select_related("pending")]
    if len(numbers) == 1:
        return f"a correção {numbers[0]}"
    return f"as correções {', '.join(numbers[:-1])} e {numbers[-1]}"


def _meanwhile(access_request: AccessRequest) -> str:
    return {
        State.PENDING.value: "Enquanto isso, o prazo para corrigir fica parado.",
        State.APPROVED.value: "Enquanto isso, a validade do parecer fica parada.",
    }.get(access_request.state, "A decisão vale como está até a resposta.")


def _next_step(access_request: AccessRequest, contest: Contest, now: datetime) -> str:
    match State(access_request.state):
        case State.PENDING:
            until = due_text(access_request, ClockName.CURE, now)
            left = contest.notice.pendings.filter(fixed_at=None).count() if contest.notice else 0
            if not left:
                return "Não falta corrigir nada. O responsável técnico já pode devolver o pedido."
            items = "1 item" if left == 1 else f"{left} itens"
            return f"O prazo para corrigir voltou a correr: vai até {until}. Falta corrigir {items}."
        case State.ANALYSIS:
            until = due_text(access_request, ClockName.OPINION, now)
            return f"A decisão deixou de valer. A análise recomeça com o prazo inteiro: a nova resposta sai até {until}."
        case State.APPROVED:
            until = due_text(access_request, ClockName.VALIDITY, now)
            return f"O parecer continua como está. A validade voltou a correr: vai até {until}."
        case _:
            return "A decisão continua como está."
