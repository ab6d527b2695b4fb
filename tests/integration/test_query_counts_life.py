"""A request that lived long, 500 events and 60 files, opens with as few statements as a young one."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from portal.accounts.models import User
from requests_app.domain.lifecycle import Action, State
from requests_app.models import AccessRequest, Attachment, ClockEntry, Event
from requests_app.services.clocks.reckoning import refresh_deadlines
from tests.factories import make_analyst, make_technician
from tests.integration.review_room import an_analyst, bench_address, signed_in
from tests.integration.test_holder_access import come_in
from tests.integration.test_query_counts_large import are_few
from tests.stages import request_in

pytestmark = pytest.mark.django_db
EVENTS, FILES = 500, 60
CASE = ("", "/documentos", "/pendencias", "/prazo", "/historico", "/parecer")
_REASON = "pause.works_licence"


@pytest.fixture
def long_lived() -> AccessRequest:
    """Works that stood still and went on again every few hours for months; sixty files."""
    technician, analyst = make_technician(), make_analyst()
    now = timezone.now()
    case = request_in(State.WORKS, technician=technician, analyst=analyst, at=now - timedelta(days=160))
    _stop_and_go(case, analyst, now - timedelta(days=150))
    kept = Attachment.objects.filter(access_request=case).first()
    assert kept is not None
    Attachment.objects.bulk_create(
        Attachment(
            access_request=case,
            document_code=kept.document_code,
            stored_file=kept.stored_file,
            attached_by_id=technician.pk,
        )
        for _ in range(FILES - Attachment.objects.filter(access_request=case).count())
    )
    refresh_deadlines(case, timezone.localdate(now))
    case.save()
    assert Event.objects.filter(access_request=case).count() == EVENTS
    assert Attachment.objects.filter(access_request=case).count() == FILES
    return case


def _stop_and_go(case: AccessRequest, analyst: User, since: datetime) -> None:
    """The rows that the services would write, in one go."""
    written = Event.objects.filter(access_request=case).count()
    for place in range(EVENTS - written):
        at = since + timedelta(hours=7 * place)
        action = Action.RESUME_WORKS if place % 2 else Action.SUSPEND_WORKS
        event = Event.objects.create(
            access_request=case,
            action=action.value,
            source=case.state,
            target=case.state,
            at=at,
            on=timezone.localdate(at),
            actor_role=analyst.role,
            actor_id=analyst.pk,
            data={} if place % 2 else {"reason": _REASON},
        )
        ClockEntry.objects.create(
            access_request=case,
            clock="works",
            kind="resume" if place % 2 else "pause",
            on=event.on,
            at=at,
            reason_code="resumed" if place % 2 else _REASON,
            event=event,
            actor_role=analyst.role,
            actor_id=analyst.pk,
        )


def test_every_page_of_a_long_life_costs_few_statements(long_lived: AccessRequest) -> None:
    for user in (long_lived.technician, an_analyst("Caio Lemos")):
        client = signed_in(user)
        for part in CASE:
            are_few(client, f"/solicitacoes/{long_lived.filing_number}{part}")
    are_few(signed_in(an_analyst("Rita Melo")), bench_address(long_lived))


def test_the_holder_of_a_long_life_waits_no_longer(long_lived: AccessRequest) -> None:
    client = Client()
    come_in(client, long_lived)
    for part in ("", "/prazo", "/documentos"):
        are_few(client, f"/titular/solicitacoes/{long_lived.filing_number}{part}")
