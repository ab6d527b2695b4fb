"""The words of the lifecycle table: states, actions, effects, guards, and the shape of a row."""

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
    APPROVED = "approved"
    CONTRACTS = "contracts"
    CONTRACTS_SENT = "contracts_sent"
    WORKS = "works"
    READY = "ready"
    INSPECTION_REQUESTED = "inspection_requested"
    INSPECTION_FAILED = "inspection_failed"
    INSPECTION_REPORTED = "inspection_reported"
    CONNECTED = "connected"
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
    DENY = "deny"
    WITHDRAW = "withdraw"
    CONTEST_PENDING = "contest_pending"
    ANSWER_CONTEST = "answer_contest"
    CONTEST_DECISION = "contest_decision"
    REJECT_CONTEST = "reject_contest"
    UPHOLD_CONTEST = "uphold_contest"
    APPROVE_CONDITIONS = "approve_conditions"
    APPROVE_BY_SILENCE = "approve_by_silence"
    DELIVER_CONTRACTS = "deliver_contracts"
    CONFIRM_PAYMENT = "confirm_payment"
    ACCEPT_CONTRACTS = "accept_contracts"
    START_WORKS = "start_works"
    SUSPEND_WORKS = "suspend_works"
    RESUME_WORKS = "resume_works"
    FINISH_WORKS = "finish_works"
    SUBMIT_PROJECT = "submit_project"
    RETURN_PROJECT = "return_project"
    APPROVE_PROJECT = "approve_project"
    REQUEST_INSPECTION = "request_inspection"
    CONNECT = "connect"
    FAIL_INSPECTION = "fail_inspection"
    REPORT_INSPECTION = "report_inspection"
    CANCEL = "cancel"
    LAPSE = "lapse"
    RESTORE = "restore"


class ClockEffect(StrEnum):
    """What an action does to the clocks; `requests_app.services.clock_moves` carries each one out."""

    START_OPINION = "start_opinion"
    RESTART_OPINION = "restart_opinion"
    START_DOCUMENT_CHECK = "start_document_check"
    STOP_DOCUMENT_CHECK = "stop_document_check"
    PAUSE_BY_PENDING_POLICY = "pause_by_pending_policy"
    RESUME_AFTER_PENDING = "resume_after_pending"
    START_CURE = "start_cure"
    STOP_CURE = "stop_cure"
    PAUSE_CURE = "pause_cure"
    RESUME_CURE = "resume_cure"
    SWITCH_TO_WORKS = "switch_to_works"
    PAUSE_BY_REASON = "pause_by_reason"
    RESUME_BY_REASON = "resume_by_reason"
    STOP_ALL = "stop_all"
    START_VALIDITY = "start_validity"
    SETTLE_VALIDITY = "settle_validity"
    HOLD_VALIDITY = "hold_validity"
    STOP_VALIDITY = "stop_validity"
    START_CONTEST = "start_contest"
    STOP_CONTEST = "stop_contest"
    START_CONTRACT_DELIVERY = "start_contract_delivery"
    STOP_CONTRACT_DELIVERY = "stop_contract_delivery"
    START_CONTRACT_RETURN = "start_contract_return"
    STOP_CONTRACT_RETURN = "stop_contract_return"
    START_WORKS = "start_works"
    PAUSE_WORKS = "pause_works"
    RESUME_WORKS = "resume_works"
    STOP_WORKS = "stop_works"
    START_PROJECT = "start_project"
    STOP_PROJECT = "stop_project"
    START_INSPECTION = "start_inspection"
    STOP_INSPECTION = "stop_inspection"
    START_REPORT = "start_report"
    STOP_REPORT = "stop_report"
    START_REINSPECTION = "start_reinspection"
    STOP_REINSPECTION = "stop_reinspection"
    START_GUARANTEE_RETURN = "start_guarantee_return"
    STOP_GUARANTEE_RETURN = "stop_guarantee_return"


class CapacityEffect(StrEnum):
    """What an action does to the capacity of the grid; `requests_app.services.capacity` writes the entry."""

    BOOK = "book"
    RELEASE = "release"
    CONNECT = "connect"


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
    LATE_ITEMS_RELEASED = "late_items_released"
    DOCUMENTS_CHECKED = "documents_checked"
    DOCUMENTS_NOT_CHECKED = "documents_not_checked"
    EVERY_PENDING_FIXED = "every_pending_fixed"
    WORKS_FLAGGED = "works_flagged"
    CLOCK_RUNNING = "clock_running"
    CLOCK_PAUSED = "clock_paused"
    REASONS_GIVEN = "reasons_given"
    CURE_OVER = "cure_over"
    VALIDITY_OVER = "validity_over"
    CONTEST_OPEN = "contest_open"
    NO_CONTEST_OPEN = "no_contest_open"
    JUDGED_BY_ANOTHER = "judged_by_another"
    SILENCE_APPROVES = "silence_approves"
    SILENCE_DOES_NOT_APPROVE = "silence_does_not_approve"
    CONTRACTS_PREPARED = "contracts_prepared"
    CHARGES_OPEN = "charges_open"
    CHARGES_SETTLED = "charges_settled"
    CONTRACT_RETURN_OVER = "contract_return_over"
    WORKS_OWED = "works_owed"
    NO_WORKS_OWED = "no_works_owed"
    WORKS_RUNNING = "works_running"
    WORKS_PAUSED = "works_paused"
    PROJECT_NEEDED = "project_needed"
    PROJECT_AWAITED = "project_awaited"
    PROJECT_IN_ANALYSIS = "project_in_analysis"
    PROJECT_SETTLED = "project_settled"
    REINSPECTION_OVER = "reinspection_over"


class Row(NamedTuple):
    action: Action
    source: State
    target: State
    actors: frozenset[Role]
    clock: tuple[ClockEffect, ...] = ()
    guards: tuple[Guard, ...] = ()
    capacity: CapacityEffect | None = None
