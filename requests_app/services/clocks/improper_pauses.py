"""A supervisor finds that a pause of the utility's term had no ground, so that its days count as delay."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from eligibility.domain.compensation import breach_type
from eligibility.domain.findings import refuse
from eligibility.domain.rulebook import rule
from portal.accounts.roles import Actor, Role
from requests_app.domain.clock import OF_THE_UTILITY, ClockEventKind, ClockName
from requests_app.models import AccessRequest, ClockEntry, Compensation, ImproperPause
from requests_app.services.clocks.compensations import improper_among, run_of, write_compensation
from requests_app.services.transitions import lock

_STOP, _PAUSE = ClockEventKind.STOP.value, ClockEventKind.PAUSE.value
_PENDING = "pause.pending"


@transaction.atomic
def mark_improper(*, access_request_id: int, entry_id: int, actor: Actor, now: datetime) -> ImproperPause:
    """A supervisor finds that a pause had no ground: its days count as delay (arts. 76, § 3º, and 89).

    The dates already told stay as they are; the compensation is reckoned anew, in a row that replaces the one
    before. Raises Refused for what is no pause of a term of the utility, and the second time.
    """
    if actor.role is not Role.SUPERVISOR:
        raise PermissionDenied
    access_request = lock(access_request_id)
    entry = ClockEntry.objects.filter(access_request=access_request, pk=entry_id).first()
    if entry is None or not may_be_improper(entry):
        raise refuse("no_such_pause", "Não há essa parada em um prazo da distribuidora.")
    if ImproperPause.objects.filter(clock_entry=entry).exists():
        raise refuse("pause_already_improper", "Esta parada já foi marcada como indevida.")
    marked = ImproperPause.objects.create(clock_entry=entry, marked_at=now, marked_by_id=actor.account_id)
    entries = list(ClockEntry.objects.filter(access_request=access_request, clock=entry.clock).order_by("id"))
    stop = next((e for e in entries if e.kind == _STOP and e.pk > entry.pk), None)
    if stop is None:
        # Still counting: whoever stops the clock finds the mark.
        return marked
    run = run_of(
        [e for e in entries if e.pk <= stop.pk], improper_among(e.pk for e in entries), access_request
    )
    earlier = Compensation.objects.filter(
        access_request=access_request, clock=entry.clock, done_on=stop.on, replaced_by=None
    ).first()
    if run is not None and run.late_days > (earlier.late_days if earlier else 0):
        write_compensation(
            access_request, ClockName(entry.clock), run, pause=marked, replaces=earlier, at=now
        )
    return marked


def may_be_improper(entry: ClockEntry) -> bool:
    """Whether the entry is a pause that the utility chose, of a term whose delay is compensated."""
    is_chosen = entry.reason_code.startswith("pause.") and not entry.reason_code.startswith(_PENDING)
    return (
        entry.kind == _PAUSE
        and is_chosen
        and ClockName(entry.clock) in OF_THE_UTILITY
        and breach_type(entry.clock, entry.on) is not None
    )


def pauses_of(access_request: AccessRequest) -> list[tuple[ClockEntry, str, bool]]:
    """Every pause a supervisor may look into: the entry, its reason in words, whether it was marked. Two statements."""
    rows = ClockEntry.objects.filter(access_request=access_request, kind=_PAUSE).order_by("id")
    pauses = [entry for entry in rows if may_be_improper(entry)]
    improper = improper_among(entry.pk for entry in pauses)
    return [(entry, rule(entry.reason_code, on=entry.on).text, entry.pk in improper) for entry in pauses]
