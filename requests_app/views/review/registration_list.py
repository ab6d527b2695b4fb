"""Which registrations the analysts see, and in which order: what waits for them first."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from django.db.models import F, Func, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from portal.accounts.roles import Actor, Role
from requests_app.models import ResponsibleProfessional

_NEVER = datetime(9999, 1, 1, tzinfo=UTC)
_FEWEST_DIGITS = 3


class RegistrationView(StrEnum):
    """Saved views of the room; the values stand in the address."""

    ALL = "todos"
    WAITING = "esperando"
    SUSPENDED = "suspensos"

    @property
    def label(self) -> str:
        return {
            RegistrationView.ALL: "Todos",
            RegistrationView.WAITING: "Esperam conferência",
            RegistrationView.SUSPENDED: "Suspensos",
        }[self]


def registrations_for(actor: Actor | None) -> QuerySet[ResponsibleProfessional]:
    """Reviewers see every technician's registration but their own; everybody else none."""
    rows = ResponsibleProfessional.objects.select_related("user")
    if actor is None or not actor.is_reviewer:
        return rows.none()
    return rows.filter(user__role=Role.TECHNICIAN.value).exclude(user_id=actor.account_id)


def in_order(
    rows: QuerySet[ResponsibleProfessional], view: RegistrationView
) -> QuerySet[ResponsibleProfessional]:
    """What came first stands first, what waits for nobody stands behind; `place_at` is the place in that order."""
    match view:
        case RegistrationView.WAITING:
            rows = rows.filter(waiting_since__isnull=False)
        case RegistrationView.SUSPENDED:
            rows = rows.filter(registration_status=ResponsibleProfessional.RegistrationStatus.SUSPENDED)
        case RegistrationView.ALL:
            pass
    return rows.annotate(place_at=Coalesce("waiting_since", Value(_NEVER))).order_by("place_at", "pk")


def behind(rows: QuerySet[Any], place_at: datetime, pk: int) -> QuerySet[Any]:
    """The rows behind a place: keyset paging."""
    return rows.filter(Q(place_at__gt=place_at) | Q(place_at=place_at, pk__gt=pk))


def in_front(rows: QuerySet[Any], place_at: datetime, pk: int) -> QuerySet[Any]:
    """The rows in front of a place, nearest first; the page turns them round."""
    return rows.filter(Q(place_at__lt=place_at) | Q(place_at=place_at, pk__lt=pk)).order_by(
        "-place_at", "-pk"
    )


def found_by(rows: QuerySet[ResponsibleProfessional], text: str) -> QuerySet[ResponsibleProfessional]:
    """By the digits of the registration when the text has at least three, else by part of the name."""
    digits = "".join(c for c in text if c in "0123456789")
    if len(digits) < _FEWEST_DIGITS:
        return rows.filter(user__full_name__icontains=text)
    only_digits = Func(F("registration"), Value(r"\D"), Value(""), Value("g"), function="regexp_replace")
    return rows.annotate(digits=only_digits).filter(digits__contains=digits)
