"""What the analyst's bench shows of one request, read once and in a fixed number of SQL statements."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db.models import FilteredRelation, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from documents.domain.checklist import ChecklistItem, Criterion, Stage
from documents.domain.text_checks import CONFIRMATIONS
from documents.services.readings import text_findings
from eligibility.domain.findings import Finding, Refused
from portal.accounts.roles import Actor
from requests_app.domain.guards import check_guards
from requests_app.domain.lifecycle import OPEN_STATES, Action, Guard, State, row_for
from requests_app.domain.snapshot import Snapshot
from requests_app.models import AccessRequest, Attachment, CustomerCheck, Pending, ReviewItem
from requests_app.queries import visible_to
from requests_app.services.filing.facts import filed_check
from requests_app.services.review.hints import from_the_request
from requests_app.services.review.verdicts import criterion_of
from requests_app.services.snapshots import is_claimed_by
from requests_app.services.standing.late_items import unreleased_late_items
from requests_app.services.standing.suspensions import is_suspended

Verdict = ReviewItem.Verdict


@dataclass(frozen=True)
class ItemRow:
    """One criterion: its words, its verdict, what the request says about it and what was asked before."""

    item: ReviewItem
    entry: ChecklistItem
    criterion: Criterion
    number: str
    said: str
    earlier: tuple[Pending, ...]

    @property
    def is_open(self) -> bool:
        return self.item.verdict == Verdict.NONE


class ReadLine(NamedTuple):
    """One thing read in a file, and whether it confirms the request."""

    text: str
    is_right: bool


@dataclass(frozen=True)
class DocumentRow:
    """One document with its criteria; `attachment` is the file this round judges."""

    entry: ChecklistItem
    attachment: Attachment | None
    rows: tuple[ItemRow, ...]

    @property
    def code(self) -> str:
        return self.entry.document_code

    @property
    def read_lines(self) -> tuple[ReadLine, ...]:
        """What the portal read in the file itself: advice beside the page, never a verdict."""
        stored = self.attachment.stored_file if self.attachment else None
        found = text_findings(stored, self.entry) if stored else ()
        return tuple(ReadLine(finding.message, finding.code in CONFIRMATIONS) for finding in found)

    @property
    def open_count(self) -> int:
        return sum(row.is_open for row in self.rows)

    @property
    def failing_count(self) -> int:
        return sum(row.item.verdict == Verdict.FAILS for row in self.rows)

    @property
    def progress(self) -> str:
        """What the tab says: `falta 1`, `2 não atendem`, `conferido`."""
        if self.open_count:
            return f"{'falta' if self.open_count == 1 else 'faltam'} {self.open_count}"
        if self.failing_count:
            return f"{self.failing_count} {'não atende' if self.failing_count == 1 else 'não atendem'}"
        return "conferido"

    @property
    def icon(self) -> str:
        if self.failing_count:
            return "warn"
        return "empty" if self.open_count else "check-circle"


@dataclass(frozen=True)
class Bench:
    """Everything the bench shows of one request."""

    access_request: AccessRequest
    documents: tuple[DocumentRow, ...]

    @property
    def rows(self) -> tuple[ItemRow, ...]:
        return tuple(row for document in self.documents for row in document.rows)

    @property
    def total(self) -> int:
        return len(self.rows)

    @property
    def judged(self) -> int:
        return sum(not row.is_open for row in self.rows)

    @property
    def left(self) -> int:
        return self.total - self.judged

    @property
    def failing(self) -> tuple[ItemRow, ...]:
        return tuple(row for row in self.rows if row.item.verdict == Verdict.FAILS)

    def document(self, code: str) -> DocumentRow:
        """The document of that code; otherwise the first that still needs a verdict, else the first."""
        for document in self.documents:
            if document.code == code:
                return document
        return next((d for d in self.documents if d.open_count), self.documents[0])

    def beside(self, document: DocumentRow) -> tuple[DocumentRow | None, DocumentRow | None]:
        """The documents before and after."""
        place = self.documents.index(document)
        before = self.documents[place - 1] if place else None
        after = self.documents[place + 1] if place + 1 < len(self.documents) else None
        return before, after


def for_bench(actor: Actor) -> QuerySet[AccessRequest]:
    """The requests this reviewer may open, with everything the review pages name joined in.

    `records_have_debts` and `records_are_captive` are the newest answer of the utility's records, None while unknown;
    `suspension` is the stop of art. 64 that holds the term now, or None.
    """
    answers = CustomerCheck.objects.filter(access_request=OuterRef("pk")).order_by("-id")
    return (
        visible_to(actor)
        .select_related(
            "consumer_unit",
            "generator",
            "holder",
            "technician__professional",
            "claimed_by",
            "checklist_version",
            "opinion",
            "decision_draft__saved_by",
        )
        .annotate(
            records_have_debts=Subquery(answers.values("has_overdue_debts")[:1]),
            records_are_captive=Subquery(answers.values("is_captive")[:1]),
            suspension=FilteredRelation("suspensions", condition=Q(suspensions__ended_on=None)),
        )
        .select_related("suspension")  # type: ignore[misc]  # the plugin does not know annotated relations
        .prefetch_related("generator__equipment")
    )


def read_bench(access_request: AccessRequest, *, with_said: bool = True) -> Bench:
    """The documents and items of the current round, with earlier corrections beside them. Two statements.

    `with_said` puts the request's own words beside each criterion, for one statement more.
    """
    assert access_request.checklist_version is not None
    checklist = access_request.checklist_version.checklist
    earlier: dict[str, list[Pending]] = {}
    for pending in (
        Pending.objects.filter(notice__access_request=access_request)
        .select_related("notice", "new_attachment__stored_file")
        .order_by("notice__round", "number")
    ):
        earlier.setdefault(pending.criterion_code, []).append(pending)
    said = from_the_request(access_request) if with_said else {}
    grouped: dict[str, list[ItemRow]] = {}
    for item in ReviewItem.objects.filter(
        access_request=access_request, round=access_request.round
    ).select_related("seen_attachment__stored_file__label", "seen_attachment__stored_file__reading"):
        entry, criterion = criterion_of(checklist, item)
        grouped.setdefault(item.document_code, []).append(
            ItemRow(
                item=item,
                entry=entry,
                criterion=criterion,
                number=f"{item.position // 100}.{item.position % 100}",
                said=said.get(item.criterion_code, ""),
                earlier=tuple(earlier.get(item.criterion_code, ())),
            )
        )
    documents = tuple(
        DocumentRow(entry=rows[0].entry, attachment=rows[0].item.seen_attachment, rows=tuple(rows))
        for rows in grouped.values()
    )
    return Bench(access_request=access_request, documents=documents)


def automatic_findings(access_request: AccessRequest) -> tuple[Finding, ...]:
    """What the automatic check says of the filed answers, by the rules of the filing day."""
    return filed_check(access_request).assessment.findings


def obstacles(
    bench: Bench, action: Action, *, actor: Actor, now: datetime, reasons_given: int = 0
) -> tuple[Finding, ...]:
    """Why the action would be refused now, from what the bench has read: nothing when it would be done.

    The service asks again on locked rows; this only tells the analyst beforehand.
    """
    access_request = bench.access_request
    state = State(access_request.state)
    row = row_for(action, state)
    if row is None:
        return (Finding(code="action_not_in_state", message=_why_not_now(access_request, action)),)
    is_open = state in OPEN_STATES
    unmet = (Verdict.NONE, Verdict.FAILS)
    snapshot = Snapshot(
        state=state,
        now=now,
        today=timezone.localdate(now),
        is_claimed_by_actor=is_claimed_by(access_request, actor, now),
        items_total=bench.total,
        items_without_verdict=bench.total - bench.judged,
        items_failing=len(bench.failing),
        document_items_unmet=sum(
            r.item.stage == Stage.documents.value and r.item.verdict in unmet for r in bench.rows
        ),
        documents_checked_on=access_request.documents_checked_on,
        is_works_flagged=access_request.is_works_flagged,
        is_opinion_clock_running=is_open and not access_request.is_clock_paused,
        is_opinion_clock_paused=is_open and access_request.is_clock_paused,
        is_suspended=Guard.SUSPENDED in row.guards and is_suspended(access_request),
        reasons_given=reasons_given,
        late_items_unreleased=(
            unreleased_late_items(access_request) if Guard.LATE_ITEMS_RELEASED in row.guards else 0
        ),
    )
    try:
        check_guards(row, snapshot)
    except Refused as refused:
        return refused.findings
    return ()


def _why_not_now(access_request: AccessRequest, action: Action) -> str:
    """The situation, and for a decision in favour the step that opens it."""
    said = f"Isso não pode ser feito agora: a situação do pedido é “{access_request.situation.label}”."
    if action not in (Action.APPROVE, Action.APPROVE_WITH_WORKS):
        return said
    match State(access_request.state):
        case State.ANALYSIS:
            return f"{said} Antes, registre “O estudo apontou obra na rede”."
        case State.RECEIVED | State.CHECKING | State.CORRECTED if not access_request.documents_checked_on:
            return f"{said} Antes, registre “Documentos conferidos”."
        case _:
            return said
