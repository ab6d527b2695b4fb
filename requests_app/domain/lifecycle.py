"""THE table: every action, from which state to which, by whom, with what effect on the clocks and under which guards."""

from enum import StrEnum
from typing import NamedTuple

from portal.accounts.roles import Role


class State(StrEnum):
    """The condition of a request, never a department."""

    DRAFT = "draft"
    RECEIVED = "received"
    CHECKING = "checking"
    ANALYSIS = "analysis"
    WORKS_STUDY = "works_study"
    PENDING = "pending"
    CORRECTED = "corrected"
    WORKS = "works"
    APPROVED = "approved"
    INSPECTION_REQUESTED = "inspection_requested"
    LAPSED = "lapsed"
    NOT_APPROVED = "not_approved"
    CANCELLED = "cancelled"
    WITHDRAWN = "withdrawn"
    CLOSED = "closed"


class Action(StrEnum):
    FILE = "file"
    START_CHECK = "start_check"
    ACCEPT_DOCUMENTS = "accept_documents"
    REQUIRE_WORKS = "require_works"
    SEND_PENDINGS = "send_pendings"
    ANSWER_PENDINGS = "answer_pendings"
    CLOSE_UNANSWERED = "close_unanswered"
    PAUSE_CLOCK = "pause_clock"
    RESUME_CLOCK = "resume_clock"
    APPROVE = "approve"
    APPROVE_WITH_WORKS = "approve_with_works"
    FINISH_WORKS = "finish_works"
    DENY = "deny"
    WITHDRAW = "withdraw"
    CANCEL = "cancel"
    REQUEST_INSPECTION = "request_inspection"
    LAPSE = "lapse"


class ClockEffect(StrEnum):
    """What an action does to the clocks; `requests_app.services.clocks` carries each one out."""

    START_OPINION = "start_opinion"
    START_DOCUMENT_CHECK = "start_document_check"
    STOP_DOCUMENT_CHECK = "stop_document_check"
    PAUSE_BY_PENDING_POLICY = "pause_by_pending_policy"
    RESUME_AFTER_PENDING = "resume_after_pending"
    START_CURE = "start_cure"
    STOP_CURE = "stop_cure"
    SWITCH_TO_WORKS = "switch_to_works"
    PAUSE_BY_REASON = "pause_by_reason"
    RESUME_BY_REASON = "resume_by_reason"
    STOP_ALL = "stop_all"
    START_VALIDITY = "start_validity"
    PAUSE_VALIDITY_FOR_WORKS = "pause_validity_for_works"
    RESUME_VALIDITY = "resume_validity"
    STOP_VALIDITY = "stop_validity"


class Guard(StrEnum):
    """Conditions on the snapshot of a request; `requests_app.domain.guards` says what each one refuses."""

    PRECHECK_CLEAN = "precheck_clean"
    DECLARATIONS_ACCEPTED = "declarations_accepted"
    REGISTRATION_NOT_SUSPENDED = "registration_not_suspended"
    CLAIMED_BY_ACTOR = "claimed_by_actor"
    EVERY_ITEM_HAS_VERDICT = "every_item_has_verdict"
    DOCUMENT_ITEMS_MEET = "document_items_meet"
    SOME_ITEM_FAILS = "some_item_fails"
    NO_ITEM_FAILS = "no_item_fails"
    DOCUMENTS_CHECKED = "documents_checked"
    DOCUMENTS_NOT_CHECKED = "documents_not_checked"
    EVERY_PENDING_FIXED = "every_pending_fixed"
    WORKS_FLAGGED = "works_flagged"
    CLOCK_RUNNING = "clock_running"
    CLOCK_PAUSED = "clock_paused"
    REASONS_GIVEN = "reasons_given"
    CURE_OVER = "cure_over"
    VALIDITY_OVER = "validity_over"


class Row(NamedTuple):
    action: Action
    source: State
    target: State
    actors: frozenset[Role]
    clock: tuple[ClockEffect, ...] = ()
    guards: tuple[Guard, ...] = ()


S, A, C, G = State, Action, ClockEffect, Guard
_RT = frozenset({Role.TECHNICIAN})
_REVIEW = frozenset({Role.ANALYST, Role.SUPERVISOR})
_HOLDER = frozenset({Role.HOLDER})
_CLOCK = frozenset({Role.SYSTEM})

_FILING = (G.PRECHECK_CLEAN, G.DECLARATIONS_ACCEPTED, G.REGISTRATION_NOT_SUSPENDED)
_SENDING = (G.CLAIMED_BY_ACTOR, G.EVERY_ITEM_HAS_VERDICT, G.SOME_ITEM_FAILS)
_PENDING = (C.STOP_DOCUMENT_CHECK, C.PAUSE_BY_PENDING_POLICY, C.START_CURE)
_APPROVING = (G.CLAIMED_BY_ACTOR, G.DOCUMENTS_CHECKED, G.EVERY_ITEM_HAS_VERDICT, G.NO_ITEM_FAILS)
_DENYING = (G.CLAIMED_BY_ACTOR, G.EVERY_ITEM_HAS_VERDICT, G.REASONS_GIVEN)
_ENDING = (C.STOP_ALL,)
_ISSUING = (C.STOP_ALL, C.START_VALIDITY)
_ISSUING_WITH_WORKS = (*_ISSUING, C.PAUSE_VALIDITY_FOR_WORKS)

TABLE: tuple[Row, ...] = (
    Row(A.FILE, S.DRAFT, S.RECEIVED, _RT, (C.START_OPINION, C.START_DOCUMENT_CHECK), _FILING),
    Row(A.START_CHECK, S.RECEIVED, S.CHECKING, _REVIEW, (), (G.CLAIMED_BY_ACTOR,)),
    Row(
        A.ACCEPT_DOCUMENTS, S.CHECKING, S.ANALYSIS, _REVIEW,
        (C.STOP_DOCUMENT_CHECK,), (G.CLAIMED_BY_ACTOR, G.DOCUMENT_ITEMS_MEET),
    ),
    Row(
        A.ACCEPT_DOCUMENTS, S.CORRECTED, S.ANALYSIS, _REVIEW,
        (C.STOP_DOCUMENT_CHECK,),
        (G.CLAIMED_BY_ACTOR, G.DOCUMENTS_NOT_CHECKED, G.DOCUMENT_ITEMS_MEET),
    ),
    Row(A.REQUIRE_WORKS, S.ANALYSIS, S.WORKS_STUDY, _REVIEW, (C.SWITCH_TO_WORKS,), (G.CLAIMED_BY_ACTOR,)),
    Row(
        A.REQUIRE_WORKS, S.CORRECTED, S.WORKS_STUDY, _REVIEW,
        (C.SWITCH_TO_WORKS,), (G.CLAIMED_BY_ACTOR, G.DOCUMENTS_CHECKED),
    ),
    Row(A.SEND_PENDINGS, S.CHECKING, S.PENDING, _REVIEW, _PENDING, _SENDING),
    Row(A.SEND_PENDINGS, S.ANALYSIS, S.PENDING, _REVIEW, _PENDING, _SENDING),
    Row(A.SEND_PENDINGS, S.WORKS_STUDY, S.PENDING, _REVIEW, _PENDING, _SENDING),
    Row(A.SEND_PENDINGS, S.CORRECTED, S.PENDING, _REVIEW, _PENDING, _SENDING),
    Row(
        A.ANSWER_PENDINGS, S.PENDING, S.CORRECTED, _RT,
        (C.STOP_CURE, C.RESUME_AFTER_PENDING), (G.EVERY_PENDING_FIXED,),
    ),
    Row(A.CLOSE_UNANSWERED, S.PENDING, S.CLOSED, _CLOCK, _ENDING, (G.CURE_OVER,)),
    Row(A.PAUSE_CLOCK, S.ANALYSIS, S.ANALYSIS, _REVIEW, (C.PAUSE_BY_REASON,), (G.CLAIMED_BY_ACTOR, G.CLOCK_RUNNING)),
    Row(A.PAUSE_CLOCK, S.WORKS_STUDY, S.WORKS_STUDY, _REVIEW, (C.PAUSE_BY_REASON,), (G.CLAIMED_BY_ACTOR, G.CLOCK_RUNNING)),
    Row(A.RESUME_CLOCK, S.ANALYSIS, S.ANALYSIS, _REVIEW, (C.RESUME_BY_REASON,), (G.CLAIMED_BY_ACTOR, G.CLOCK_PAUSED)),
    Row(A.RESUME_CLOCK, S.WORKS_STUDY, S.WORKS_STUDY, _REVIEW, (C.RESUME_BY_REASON,), (G.CLAIMED_BY_ACTOR, G.CLOCK_PAUSED)),
    Row(A.RESUME_CLOCK, S.CORRECTED, S.CORRECTED, _REVIEW, (C.RESUME_BY_REASON,), (G.CLAIMED_BY_ACTOR, G.CLOCK_PAUSED)),
    Row(A.APPROVE, S.ANALYSIS, S.APPROVED, _REVIEW, _ISSUING, (*_APPROVING, G.CLOCK_RUNNING)),
    Row(A.APPROVE, S.WORKS_STUDY, S.APPROVED, _REVIEW, _ISSUING, (*_APPROVING, G.CLOCK_RUNNING)),
    Row(A.APPROVE, S.CORRECTED, S.APPROVED, _REVIEW, _ISSUING, (*_APPROVING, G.CLOCK_RUNNING)),
    Row(
        A.APPROVE_WITH_WORKS, S.WORKS_STUDY, S.WORKS, _REVIEW,
        _ISSUING_WITH_WORKS, (*_APPROVING, G.CLOCK_RUNNING),
    ),
    Row(
        A.APPROVE_WITH_WORKS, S.CORRECTED, S.WORKS, _REVIEW,
        _ISSUING_WITH_WORKS, (*_APPROVING, G.CLOCK_RUNNING, G.WORKS_FLAGGED),
    ),
    Row(A.FINISH_WORKS, S.WORKS, S.APPROVED, _REVIEW, (C.RESUME_VALIDITY,)),
    Row(A.DENY, S.CHECKING, S.NOT_APPROVED, _REVIEW, _ENDING, _DENYING),
    Row(A.DENY, S.ANALYSIS, S.NOT_APPROVED, _REVIEW, _ENDING, _DENYING),
    Row(A.DENY, S.WORKS_STUDY, S.NOT_APPROVED, _REVIEW, _ENDING, _DENYING),
    Row(A.DENY, S.CORRECTED, S.NOT_APPROVED, _REVIEW, _ENDING, _DENYING),
    Row(A.WITHDRAW, S.RECEIVED, S.WITHDRAWN, _RT, _ENDING),
    Row(A.WITHDRAW, S.CHECKING, S.WITHDRAWN, _RT, _ENDING),
    Row(A.WITHDRAW, S.ANALYSIS, S.WITHDRAWN, _RT, _ENDING),
    Row(A.WITHDRAW, S.WORKS_STUDY, S.WITHDRAWN, _RT, _ENDING),
    Row(A.WITHDRAW, S.PENDING, S.WITHDRAWN, _RT, _ENDING),
    Row(A.WITHDRAW, S.CORRECTED, S.WITHDRAWN, _RT, _ENDING),
    Row(A.CANCEL, S.WORKS, S.CANCELLED, _HOLDER, _ENDING),
    Row(A.CANCEL, S.APPROVED, S.CANCELLED, _HOLDER, _ENDING),
    Row(A.REQUEST_INSPECTION, S.APPROVED, S.INSPECTION_REQUESTED, _RT, (C.STOP_VALIDITY,)),
    Row(A.LAPSE, S.APPROVED, S.LAPSED, _CLOCK, _ENDING, (G.VALIDITY_OVER,)),
)  # fmt: skip

_BY_KEY = {(row.action, row.source): row for row in TABLE}
if len(_BY_KEY) != len(TABLE):
    raise RuntimeError("two rows of the lifecycle share action and source")


def row_for(action: Action, source: State) -> Row | None:
    """The row of this action from this state; None when the table has none: the action is refused."""
    return _BY_KEY.get((action, source))


def actions_from(source: State, role: Role) -> tuple[Action, ...]:
    """What this role may do from this state, before guards: buttons and API verbs come from here."""
    return tuple(row.action for row in TABLE if row.source is source and role in row.actors)


def edges() -> tuple[tuple[str, str], ...]:
    """The state changes that the database allows, for its own trigger."""
    return tuple(
        sorted({(row.source.value, row.target.value) for row in TABLE if row.source is not row.target})
    )


OPEN_STATES = frozenset(
    {S.RECEIVED, S.CHECKING, S.ANALYSIS, S.WORKS_STUDY, S.PENDING, S.CORRECTED}
)  # filed and not yet answered
WITH_UTILITY = OPEN_STATES - {S.PENDING}
ENDED_STATES = frozenset({S.LAPSED, S.NOT_APPROVED, S.CANCELLED, S.WITHDRAWN, S.CLOSED})
