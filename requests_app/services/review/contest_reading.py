"""The contests of a request as every reader sees them, and the list of those that wait for an answer."""

from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, Prefetch, QuerySet, Subquery

from portal.accounts.roles import Role
from requests_app.domain.clock import ClockName
from requests_app.models import AccessRequest, Contest, ContestedItem, Deadline
from requests_app.services.standing.contests import OPEN, is_waiting
from requests_app.services.telling.contests import RESULTS

LISTED_AT_MOST = 200


@dataclass(frozen=True)
class ContestLine:
    """One contest, ready to be shown; `due_on` is the date of the answer while it waits."""

    contest: Contest
    what: str
    filed_by: str
    is_open: bool
    due_on: date | None
    items: tuple[ContestedItem, ...]

    @property
    def badge(self) -> tuple[str, str, str]:
        """Text, colour and icon."""
        if self.is_open:
            return "À espera de resposta", "blue", "hourglass"
        return {
            Contest.Outcome.UPHELD.value: ("Aceita", "green", "check-circle"),
            Contest.Outcome.PARTLY.value: ("Aceita em parte", "green", "check-circle"),
            Contest.Outcome.REJECTED.value: ("Não aceita", "grey", "x-circle"),
        }.get(self.contest.outcome, ("Sem efeito: o pedido mudou antes da resposta", "grey", "minus-circle"))

    @property
    def result(self) -> str:
        return RESULTS.get(self.contest.outcome, "")

    @property
    def has_next_channels(self) -> bool:
        """Whether something was not accepted: then the answer names the channels that are left."""
        return self.contest.outcome in (Contest.Outcome.REJECTED, Contest.Outcome.PARTLY)


def contest_lines(
    access_request: AccessRequest, *, due_on: date | None = None, is_newest_only: bool = False
) -> list[ContestLine]:
    """The contests of a request, newest first; `due_on` is the date of the open answer where it is known already.

    One statement without contests, two with some, one more where the date has to be asked.
    """
    items = Prefetch("items", ContestedItem.objects.select_related("pending__seen_attachment__stored_file"))
    rows = access_request.contests.select_related("opinion", "notice").prefetch_related(items)
    found = list(rows[:1] if is_newest_only else rows)
    waiting = next((contest for contest in found if is_waiting(contest, access_request)), None)
    if waiting and due_on is None:
        deadlines = Deadline.objects.filter(access_request=access_request, clock=ClockName.CONTEST.value)
        due_on = deadlines.values_list("due_on", flat=True).first()
    return [
        ContestLine(
            contest=contest,
            what=_what(contest),
            filed_by=Role(contest.filed_role).label.capitalize(),
            is_open=contest is waiting,
            due_on=due_on if contest is waiting else None,
            items=tuple(contest.items.all()),
        )
        for contest in found
    ]


def waiting_contests() -> QuerySet[Contest]:
    """Every contest to be answered, soonest first, each with `due_on`."""
    due = Deadline.objects.filter(
        access_request=OuterRef("access_request_id"), clock=ClockName.CONTEST.value, is_open=True
    )
    rows = Contest.objects.filter(OPEN).annotate(due_on=Subquery(due.values("due_on")[:1]))
    return rows.select_related("access_request", "opinion").order_by("due_on", "id")[:LISTED_AT_MOST]


def _what(contest: Contest) -> str:
    if contest.opinion is not None:
        return f"Decisão {contest.opinion.number}"
    numbers = [str(item.pending.number) for item in contest.items.all()]
    return f"Correção {numbers[0]}" if len(numbers) == 1 else f"Correções {', '.join(numbers)}"
