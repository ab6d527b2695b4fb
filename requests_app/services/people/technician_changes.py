"""The responsible professional of a request changes: asked, accepted by both, confirmed by the holder, then done.

Every step locks the request first and the change after it, so that two at once end in one outcome.
"""

from datetime import datetime, timedelta
from typing import Final

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from eligibility.domain.findings import refuse
from eligibility.domain.rulebook import rule
from eligibility.domain.vocabulary import RegistrationStatus
from portal.accounts.models import User
from portal.accounts.roles import SYSTEM, Actor, Role
from requests_app.domain.registration import standing_on
from requests_app.models import (
    AccessRequest,
    ResponsibleProfessional,
    TechnicianChange,
    TechnicianChangeEvent,
)
from requests_app.services.telling import technician_changes as tell_changes
from requests_app.services.transitions import lock

EXPIRY_RULE: Final = "technician_change.expiry"
EXPIRED_AT_ONCE: Final = 200
Kind = TechnicianChangeEvent.Kind
Outcome = TechnicianChange.Outcome
Asker = TechnicianChange.Asker


@transaction.atomic
def ask_change(*, access_request_id: int, email: str, actor: Actor, now: datetime) -> TechnicianChange:
    """Ask for another professional, found by the whole e-mail.

    The answer is the same whether such an account exists or not. The technician who asks has thereby agreed to
    leave; what the holder begins counts from the holder's code on (`confirm_change`). Raises PermissionDenied for
    who is no party, Refused for a draft, one's own e-mail, or while another change is open.
    """
    access_request = lock(access_request_id)
    _require_party(access_request, actor)
    if access_request.is_draft:
        raise refuse("change_in_draft", "Um rascunho não muda de responsável. Envie o pedido antes.")
    email = email.strip().lower()
    if email == access_request.technician.email:
        raise refuse("change_same", "Esta pessoa já é a responsável técnica deste pedido.", field="email")
    standing = _open_change(access_request, now)
    if standing is not None and standing.is_known:
        raise refuse("change_open", "Já há uma troca em andamento neste pedido. Veja como ela está.")
    if standing is not None:
        _end(standing, Outcome.WITHDRAWN, actor, now)
    is_leaving = actor.role is Role.TECHNICIAN
    days = rule(EXPIRY_RULE, on=timezone.localdate(now)).as_int()
    change = TechnicianChange.objects.create(
        access_request=access_request,
        asked_by=Asker.TECHNICIAN if is_leaving else Asker.HOLDER,
        asked_at=now,
        expires_at=now + timedelta(days=days),
        from_technician=access_request.technician,
        to_email=email,
        left_at=now if is_leaving else None,
    )
    _record(change, Kind.ASKED, actor, now)
    if is_leaving:
        _record(change, Kind.LEAVES, actor, now)
        tell_changes.tell_asked(access_request, change, _newcomer(change))
    return change


@transaction.atomic
def leave(*, change_id: int, actor: Actor, now: datetime) -> TechnicianChange:
    """The professional of the moment agrees to a change that the holder asked for."""
    access_request, change = _locked(change_id, now)
    if (
        actor.role is not Role.TECHNICIAN
        or access_request.technician_id != actor.user_id
        or not change.is_known
    ):
        raise PermissionDenied
    _require_open(change)
    if change.left_at is not None:
        raise refuse("change_step_done", "Você já aceitou esta troca.")
    change.left_at = now
    return _step(access_request, change, Kind.LEAVES, actor, now)


@transaction.atomic
def come(*, change_id: int, actor: Actor, now: datetime) -> TechnicianChange:
    """The professional who was asked takes the request over.

    Raises PermissionDenied for anybody else, Refused once it is over, a second time, or when the registration
    is missing or suspended.
    """
    access_request, change = _locked(change_id, now)
    if not _is_newcomer(change, actor):
        raise PermissionDenied
    _require_open(change)
    if change.came_at is not None:
        raise refuse("change_step_done", "Você já aceitou esta troca.")
    _require_able(actor.account_id, now)
    change.came_at, change.to_technician_id = now, actor.account_id
    return _step(access_request, change, Kind.COMES, actor, now)


@transaction.atomic
def confirm(*, change_id: int, actor: Actor, now: datetime) -> TechnicianChange:
    """The holder's yes, whose code is spent already; a change that the holder began is told to both now."""
    access_request, change = _locked(change_id, now)
    if actor.role is not Role.HOLDER or actor.holder_request_id != access_request.pk:
        raise PermissionDenied
    _require_open(change)
    if change.confirmed_at is not None:
        raise refuse("change_step_done", "Você já confirmou esta troca.")
    change.confirmed_at = now
    was_asked_by_holder = change.asked_by == Asker.HOLDER
    change = _step(access_request, change, Kind.CONFIRMED, actor, now)
    if was_asked_by_holder:
        tell_changes.tell_asked(access_request, change, _newcomer(change))
    return change


@transaction.atomic
def end_change(*, change_id: int, actor: Actor, now: datetime) -> TechnicianChange:
    """Say no: who asked takes it back, anybody else of the three refuses. Nothing changes in the request."""
    access_request, change = _locked(change_id, now)
    is_own_side = (
        actor.role is Role.TECHNICIAN and access_request.technician_id == actor.user_id and change.is_known
    ) or (actor.role is Role.HOLDER and actor.holder_request_id == access_request.pk)
    is_newcomer = _is_newcomer(change, actor)
    if not (is_own_side or is_newcomer):
        raise PermissionDenied
    _require_open(change)
    asked = not is_newcomer and change.asked_by == actor.role.value
    was_known = change.is_known
    newcomer = _newcomer(change)
    _end(change, Outcome.WITHDRAWN if asked else Outcome.REFUSED, actor, now)
    if was_known:
        tell_changes.tell_ended(access_request, change, newcomer)
    return change


def expire_changes(now: datetime) -> int:
    """End changes that nobody finished in time and tell their people; at most EXPIRED_AT_ONCE, one transaction each."""
    over = TechnicianChange.objects.filter(outcome=Outcome.OPEN, expires_at__lte=now).order_by("expires_at")
    done = 0
    for change_id in list(over.values_list("pk", flat=True)[:EXPIRED_AT_ONCE]):
        with transaction.atomic():
            access_request, change = _locked(change_id, now)
            if change.is_open:
                _expire(access_request, change, now)
                done += 1
    return done


def changes_for(user: User, now: datetime) -> QuerySet[TechnicianChange]:
    """Open changes that ask this technician to take a request over, oldest first."""
    return (
        TechnicianChange.objects.filter(outcome=Outcome.OPEN, expires_at__gt=now, to_email=user.email)
        .filter(Q(asked_by=Asker.TECHNICIAN) | Q(confirmed_at__isnull=False))
        .exclude(from_technician=user)
        .select_related("access_request", "from_technician")
        .order_by("asked_at", "id")
    )


def latest_change(access_request: AccessRequest) -> TechnicianChange | None:
    """The newest change of a request, with its people."""
    return (
        TechnicianChange.objects.filter(access_request=access_request)
        .select_related("from_technician", "to_technician")
        .order_by("-id")
        .first()
    )


def _open_change(access_request: AccessRequest, now: datetime) -> TechnicianChange | None:
    change = (
        TechnicianChange.objects.select_for_update(of=("self",))
        .filter(access_request=access_request, outcome=Outcome.OPEN)
        .first()
    )
    if change is not None and change.expires_at <= now:
        _expire(access_request, change, now)
        return None
    return change


def _locked(change_id: int, now: datetime) -> tuple[AccessRequest, TechnicianChange]:
    found = TechnicianChange.objects.values_list("access_request_id", flat=True).get(pk=change_id)
    access_request = lock(found)
    return access_request, TechnicianChange.objects.select_for_update(of=("self",)).get(pk=change_id)


def _step(
    access_request: AccessRequest, change: TechnicianChange, kind: Kind, actor: Actor, now: datetime
) -> TechnicianChange:
    if change.expires_at <= now:
        raise refuse("change_over", "O prazo desta troca acabou. Peça outra.")
    change.save()
    _record(change, kind, actor, now)
    if change.left_at and change.came_at and change.confirmed_at:
        _carry_out(access_request, change, actor, now)
    return change


def _carry_out(access_request: AccessRequest, change: TechnicianChange, actor: Actor, now: datetime) -> None:
    before, after = access_request.technician, change.to_technician
    assert after is not None
    if before.pk != change.from_technician_id:
        raise refuse("change_over", "O responsável técnico deste pedido já mudou. Peça outra troca.")
    _require_able(after.pk, now)
    access_request.technician = after
    access_request.version += 1
    access_request.save(update_fields=["technician", "version", "updated_at"])
    change.outcome, change.ended_at = Outcome.DONE.value, now
    change.save()
    _record(change, Kind.DONE, actor, now)
    tell_changes.tell_done(access_request, change, before=before, after=after, now=now)


def _end(change: TechnicianChange, outcome: Outcome, actor: Actor, now: datetime) -> None:
    change.outcome, change.ended_at = outcome.value, now
    change.save()
    _record(change, Kind(outcome.value), actor, now)


def _expire(access_request: AccessRequest, change: TechnicianChange, now: datetime) -> None:
    was_known, newcomer = change.is_known, _newcomer(change)
    _end(change, Outcome.EXPIRED, SYSTEM, now)
    if was_known:
        tell_changes.tell_ended(access_request, change, newcomer)


def _record(change: TechnicianChange, kind: Kind, actor: Actor, now: datetime) -> None:
    TechnicianChangeEvent.objects.create(
        access_request_id=change.access_request_id,
        change=change,
        kind=kind,
        at=now,
        actor_role=actor.role.value,
        actor_id=actor.user_id,
        from_id=change.from_technician_id,
        to_id=change.to_technician_id,
    )


def _newcomer(change: TechnicianChange) -> User | None:
    """The technician's account behind the e-mail, if there is one that may work."""
    rows = User.objects.filter(email=change.to_email, role=Role.TECHNICIAN.value, is_active=True)
    return rows.first() if change.to_email else None


def _is_newcomer(change: TechnicianChange, actor: Actor) -> bool:
    newcomer = _newcomer(change) if actor.role is Role.TECHNICIAN and change.is_known else None
    return newcomer is not None and newcomer.pk == actor.user_id


def _require_party(access_request: AccessRequest, actor: Actor) -> None:
    is_technician = actor.role is Role.TECHNICIAN and access_request.technician_id == actor.user_id
    is_holder = actor.role is Role.HOLDER and actor.holder_request_id == access_request.pk
    if not (is_technician or is_holder):
        raise PermissionDenied


def _require_open(change: TechnicianChange) -> None:
    if not change.is_open:
        raise refuse("change_over", "Esta troca já terminou.")


def _require_able(user_id: int, now: datetime) -> None:
    """Whoever takes a request over has a profile whose registration is not suspended."""
    profile = ResponsibleProfessional.objects.select_related("user").filter(user_id=user_id).first()
    if profile is None or not profile.user.is_active or profile.user.role != Role.TECHNICIAN.value:
        raise refuse(
            "change_no_profile", "Para assumir um pedido, complete antes os dados profissionais da conta."
        )
    standing = standing_on(profile.registration_status, profile.verified_until, timezone.localdate(now))
    if standing is RegistrationStatus.suspended:
        raise refuse(
            "change_suspended",
            "O registro profissional de quem entra está suspenso. A troca não pode ser feita.",
        )
