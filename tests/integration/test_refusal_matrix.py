"""Every action in every state by every actor: what the table has not is refused, and nothing is written."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction

from eligibility.domain.findings import Refused
from portal.accounts.roles import SYSTEM, Actor, Role
from requests_app.domain.lifecycle import Action, State, row_for
from requests_app.models import AccessRequest, ClockEntry, Event
from requests_app.permissions import may
from requests_app.services.transitions import lock, perform
from tests.factories import make_admin, make_analyst, make_supervisor, make_technician
from tests.stages import request_in

NOW = datetime(2026, 11, 23, 14, 32, tzinfo=ZoneInfo("America/Sao_Paulo"))
pytestmark = pytest.mark.django_db


class _Undo(Exception):
    pass


def _outcome(access_request: AccessRequest, action: Action, actor: Actor, at: datetime) -> str:
    try:
        with transaction.atomic():
            perform(lock(access_request.pk), action, actor=actor, at=at, reasons_given=1, blocking_findings=1)
            raise _Undo
    except _Undo:
        return "done"
    except PermissionDenied:
        return "forbidden"
    except Refused as refused:
        return "no_row" if refused.code == "action_not_in_state" else "guarded"


@pytest.mark.parametrize("state", State)
def test_only_the_rows_of_the_table_are_carried_out(state: State) -> None:
    technician, analyst = make_technician(), make_analyst()
    access_request = request_in(state, technician=technician, analyst=analyst, at=NOW)
    assert access_request.state == state.value
    owner = {technician.pk}
    actors = [
        technician.as_actor(),
        make_technician("Outro Técnico").as_actor(),
        analyst.as_actor(),
        make_analyst("Caio Lemos").as_actor(),
        make_supervisor().as_actor(),
        make_admin().as_actor(),
        Actor(role=Role.HOLDER, holder_request_id=access_request.pk),
        Actor(role=Role.HOLDER, holder_request_id=access_request.pk + 1_000_000),
        SYSTEM,
    ]
    before = (Event.objects.count(), ClockEntry.objects.count())
    # What lapsed did so long after it was filed: nothing is tried before that.
    newest = Event.objects.filter(access_request=access_request).order_by("at").last()
    at = newest.at if newest else NOW
    done = 0
    for action in Action:
        row = row_for(action, state)
        for actor in actors:
            outcome = _outcome(access_request, action, actor, at)
            if row is None:
                assert outcome == "no_row", (action, actor)
                continue
            is_party = (
                actor.user_id in owner
                if actor.role is Role.TECHNICIAN
                else actor.holder_request_id == access_request.pk
                if actor.role is Role.HOLDER
                else True
            )
            if actor.role in row.actors and is_party:
                assert outcome in ("done", "guarded"), (action, actor)
                assert may(actor, action, access_request)
                done += outcome == "done"
            else:
                assert outcome == "forbidden", (action, actor)
                assert not may(actor, action, access_request)
    assert (Event.objects.count(), ClockEntry.objects.count()) == before
    access_request.refresh_from_db()
    assert access_request.state == state.value
