"""What happened to a request beside its lifecycle: contact or professional changed, records answered, a holiday moved a term."""

from typing import Any

from portal.accounts.roles import Actor
from requests_app.domain import customer_words
from requests_app.domain.clock import ClockName
from requests_app.domain.clock_words import CLOCK_TITLES
from requests_app.domain.contact_words import what_changed
from requests_app.domain.dates import short_day_with_year
from requests_app.domain.lifecycle import State
from requests_app.domain.situation import SITUATIONS
from requests_app.models import AccessRequest, ContactChangeEvent, CustomerCheck, HolidayMove
from requests_app.pages.technician_changes import change_lines
from requests_app.services.people.contact_changes import EMAIL, PHONE

Outcome = CustomerCheck.Outcome


def side_lines(access_request: AccessRequest, actor: Actor) -> list[dict[str, Any]]:
    """Lines for the history, like those of events, oldest first; the records are for reviewers alone.

    Three statements of SQL for the technician, four for a reviewer.
    """
    state = SITUATIONS[State(access_request.state)].label
    rows = [(event.at, contact_line(event), "Titular") for event in _contact_events(access_request)]
    rows += change_lines(access_request)
    moves = HolidayMove.objects.filter(access_request=access_request).select_related("change").order_by("id")
    rows += [(move.change.at, move_line(move), "Administração") for move in moves]
    if actor.is_reviewer:
        checks = list(CustomerCheck.objects.filter(access_request=access_request).order_by("id"))
        for place, check in enumerate(checks):
            said = " ".join(check_lines(access_request, check, checks[:place]))
            rows.append((check.at, f"Consulta aos registros da distribuidora. {said}", "Sistema"))
    return [
        {"at": at, "what": what, "who": who, "before": state, "after": state, "has_changed": False}
        for at, what, who in sorted(rows, key=lambda row: row[0])
    ]


def move_line(move: HolidayMove) -> str:
    """Which holiday came or went, and from which day to which it moved a term."""
    change = move.change
    what = "saiu da lista" if change.is_removal else "entrou na lista"
    clock = CLOCK_TITLES[ClockName(move.clock)]
    before, after = short_day_with_year(move.due_before), short_day_with_year(move.due_after)
    return f"Feriado de {change.on:%d/%m/%Y} ({change.name}) {what}. {clock}: de {before} para {after}."


def contact_line(event: ContactChangeEvent) -> str:
    return what_changed(is_email=EMAIL in event.parts, is_phone=PHONE in event.parts)


def check_lines(
    access_request: AccessRequest, check: CustomerCheck, earlier: list[CustomerCheck]
) -> list[str]:
    """One check in sentences for the analyst; no amount and no value of a customer."""
    match check.outcome:
        case Outcome.WAITING:
            return [customer_words.WAITING]
        case Outcome.GIVEN_UP:
            return [customer_words.GIVEN_UP]
        case Outcome.NOT_FOUND:
            is_new = not access_request.consumer_unit.number
            return [customer_words.NEW_CUSTOMER if is_new else customer_words.NOT_FOUND]
        case _:
            at_filing = next((each for each in [*earlier, check] if each.is_at_filing), None)
            return customer_words.found_lines(
                has_overdue_debts=bool(check.has_overdue_debts),
                is_captive=check.is_captive is not False,
                differences=check.differences,
                had_debts_at_filing=bool(at_filing and at_filing.has_overdue_debts),
            )


def _contact_events(access_request: AccessRequest) -> list[ContactChangeEvent]:
    return list(ContactChangeEvent.objects.filter(access_request=access_request).order_by("id"))
