"""Who may act: the roles of people and the two actors that are no user account."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """Every actor the lifecycle knows. HOLDER enters by a link and a code; SYSTEM is the clock."""

    TECHNICIAN = "technician"
    ANALYST = "analyst"
    SUPERVISOR = "supervisor"
    ADMIN = "admin"
    HOLDER = "holder"
    SYSTEM = "system"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    Role.TECHNICIAN: "responsável técnico",
    Role.ANALYST: "analista",
    Role.SUPERVISOR: "supervisor",
    Role.ADMIN: "administrador",
    Role.HOLDER: "titular",
    Role.SYSTEM: "sistema",
}

ACCOUNT_ROLES = (Role.TECHNICIAN, Role.ANALYST, Role.SUPERVISOR, Role.ADMIN)
STAFF_ROLES = frozenset({Role.ANALYST, Role.SUPERVISOR, Role.ADMIN})
REVIEWER_ROLES = frozenset({Role.ANALYST, Role.SUPERVISOR})


@dataclass(frozen=True)
class Actor:
    """Who does something: a role with the account, or with the holder's request, behind it."""

    role: Role
    user_id: int | None = None
    holder_request_id: int | None = None
    holder_epoch: int = 0
    """How often the holder's e-mail had changed when this holder entered."""

    @property
    def account_id(self) -> int:
        """The account behind the actor. Raises PermissionError for the holder and the clock, who have none."""
        if self.user_id is None:
            raise PermissionError("this actor has no account")
        return self.user_id

    @property
    def is_reviewer(self) -> bool:
        return self.role in REVIEWER_ROLES


SYSTEM = Actor(role=Role.SYSTEM)
