"""Steps of a change of responsible professional, of messages and of help, through the services."""

import uuid
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone

from portal.accounts.models import User
from portal.accounts.roles import Actor, Role
from requests_app.domain.legacy_columns import LegacyLine
from requests_app.models import (
    AccessRequest,
    Conversation,
    ConversationNote,
    HistoricImport,
    HistoricRequest,
    TechnicianChange,
)
from requests_app.services.exchange.legacy_layout import row_of
from requests_app.services.people import conversations, help_threads, technician_changes


def holder_of(access_request: AccessRequest) -> Actor:
    """The holder as one who came in by link and code."""
    return Actor(
        role=Role.HOLDER,
        holder_request_id=access_request.pk,
        holder_epoch=access_request.holder.entry_epoch,
    )


def asked_change(access_request: AccessRequest, newcomer: User, *, at: datetime) -> TechnicianChange:
    """The technician of the moment asks this one to take over."""
    return technician_changes.ask_change(
        access_request_id=access_request.pk,
        email=newcomer.email,
        actor=access_request.technician.as_actor(),
        now=at,
    )


def changed_technician(access_request: AccessRequest, newcomer: User, *, at: datetime) -> AccessRequest:
    """Asked, accepted and confirmed: the newcomer is responsible."""
    change = asked_change(access_request, newcomer, at=at)
    technician_changes.come(change_id=change.pk, actor=newcomer.as_actor(), now=at)
    technician_changes.confirm(change_id=change.pk, actor=holder_of(access_request), now=at)
    return AccessRequest.objects.get(pk=access_request.pk)


def message_from(access_request: AccessRequest, actor: Actor, *, at: datetime) -> ConversationNote:
    """One message in the request's thread."""
    return conversations.say(
        access_request_id=access_request.pk,
        text="Quando vem a vistoria?",
        token=uuid.uuid4(),
        actor=actor,
        now=at,
    )


def call_for_help(access_request: AccessRequest, actor: Actor, *, at: datetime) -> Conversation:
    """One call for help with its own protocol."""
    return help_threads.ask_for_help(
        access_request_id=access_request.pk,
        topic="term",
        text="O prazo parou?",
        token=uuid.uuid4(),
        actor=actor,
        now=at,
    )


def historic_request(protocol: str = "2021-000001", **numbers: Any) -> HistoricRequest:
    """A request of the old form of minigeneration, filed on 12/03/2021; `numbers` are further columns of its line."""
    line = LegacyLine(
        form="mini",
        protocol=protocol,
        filed_on=date(2021, 3, 12),
        installed_power_kw=Decimal(80),
        municipality="Betim",
        **numbers,
    )
    came_with = HistoricImport.objects.create(sha256="0" * 64, created_at=timezone.now())
    row = row_of(2, line, came_with.pk)
    row.save()
    return row
