"""What guards look at: the condition of one request at one moment, without the database."""

from datetime import date, datetime
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from requests_app.domain.lifecycle import State


class ProjectStanding(StrEnum):
    """Where the project of the entry substation stands (medium voltage only)."""

    NOT_NEEDED = "not_needed"
    AWAITED = "awaited"
    IN_ANALYSIS = "in_analysis"
    APPROVED = "approved"


class Snapshot(BaseModel):
    """Counts and dates of one request; built by `services.snapshots`, read by `domain.guards`."""

    model_config = ConfigDict(frozen=True)

    state: State
    now: datetime
    today: date
    is_claimed_by_actor: bool = False
    items_total: int = 0
    items_without_verdict: int = 0
    items_failing: int = 0
    document_items_unmet: int = 0
    pendings_total: int = 0
    pendings_open: int = 0
    documents_checked_on: date | None = None
    is_works_flagged: bool = False
    is_opinion_clock_running: bool = False
    is_opinion_clock_paused: bool = False
    is_suspended: bool = False
    cure_due_on: date | None = None
    validity_due_on: date | None = None
    is_registration_suspended: bool = False
    blocking_findings: int = 0
    missing_declarations: int = 0
    reasons_given: int = 0
    late_items_unreleased: int = 0
    is_contest_open: bool = False
    is_judge_another: bool = True
    is_silence_approval: bool = False
    is_guarantee_gone: bool = False
    is_flow_study_issued: bool = False
    offers_alternatives: bool = False
    is_alternative_owed: bool = False
    is_studies_clock_open: bool = False
    contracts_prepared: int = 0
    charges_open: int = 0
    contract_return_due_on: date | None = None
    is_payment_underway: bool = False
    is_works_owed: bool = False
    is_works_clock_running: bool = False
    is_works_clock_paused: bool = False
    project: ProjectStanding = ProjectStanding.NOT_NEEDED
    reinspection_due_on: date | None = None
