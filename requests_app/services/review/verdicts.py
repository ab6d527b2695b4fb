"""The review: verdicts item by item, then one notice with all corrections, or the go-ahead."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from documents.domain.checklist import Checklist, ChecklistItem, Criterion
from eligibility.domain.findings import Finding, Refused, refuse
from eligibility.domain.rulebook import Rule, rule, rules
from eligibility.domain.rulebook.drafting import CHOSEN_PAUSES
from portal.accounts.roles import Actor
from requests_app.domain.clock import ClockName
from requests_app.domain.guards import check_guards
from requests_app.domain.lifecycle import WITH_UTILITY, Action, State
from requests_app.models import AccessRequest, Deadline, Event, Pending, PendingNotice, ReviewItem
from requests_app.services.clocks.suspensions import Consultation, announce, check_consultation, close_open
from requests_app.services.clocks.terms import opinion_rules
from requests_app.services.review.claims import renew
from requests_app.services.review.late_items import late_phrase
from requests_app.services.snapshots import require_claim, take_snapshot
from requests_app.services.telling.messages import (
    tell_clock,
    tell_documents_accepted,
    tell_pendings,
    tell_works,
)
from requests_app.services.transitions import find_row, lock, perform

Verdict = ReviewItem.Verdict


class StaleReview(Exception):
    """Somebody saved this item since the page was loaded; carries both so that nothing is lost."""

    def __init__(self, saved: ReviewItem, typed: dict[str, str]) -> None:
        super().__init__("stale review")
        self.saved, self.typed = saved, typed


def criterion_of(checklist: Checklist, item: ReviewItem) -> tuple[ChecklistItem, Criterion]:
    """The checklist's words for a review item, in the version of the filing day."""
    entry = checklist.item(item.document_code)
    return entry, next(c for c in entry.criteria if c.code == item.criterion_code)


@transaction.atomic
def save_verdict(
    *,
    item_id: int,
    verdict: str,
    what: str = "",
    how_to_fix: str = "",
    reason_code: str = "",
    page: int | None = None,
    base_version: int,
    actor: Actor,
    now: datetime,
) -> ReviewItem:
    """Save one verdict. "Não atende" needs what is wrong and how to fix it; the rule is the criterion's own.

    Raises StaleReview on a page that is not fresh, Refused when the request is not with this analyst or the round
    is over: what is found after the notice went out belongs to the next one, where it has to be explained.
    """
    # The request first, as everywhere: two locks in two orders would wait for each other.
    access_request = lock(ReviewItem.objects.values_list("access_request_id", flat=True).get(pk=item_id))
    item = ReviewItem.objects.select_for_update().get(pk=item_id)
    require_claim(access_request, actor, now)
    if item.round != access_request.round or State(access_request.state) not in WITH_UTILITY:
        raise refuse("round_over", "Esta rodada já foi encerrada.")
    what, how_to_fix = what.strip(), how_to_fix.strip()
    if base_version != item.version:
        if (item.verdict, item.what, item.how_to_fix) == (verdict, what, how_to_fix):
            return item
        raise StaleReview(item, {"verdict": verdict, "what": what, "how_to_fix": how_to_fix})
    if verdict not in Verdict.values:
        raise refuse("verdict_unknown", "Escolha Atende, Não atende ou Não se aplica.", field="verdict")
    _require_words(verdict, what, how_to_fix, page, item)
    is_fail = verdict == Verdict.FAILS
    item.verdict = verdict
    item.what, item.how_to_fix = (what, how_to_fix) if is_fail else ("", "")
    item.reason_code, item.page = (reason_code, page) if is_fail else ("", None)
    item.version += 1
    item.decided_by_id, item.decided_at = actor.user_id, now
    item.save()
    renew(access_request, actor, now)
    return item


def _require_words(verdict: str, what: str, how_to_fix: str, page: int | None, item: ReviewItem) -> None:
    if verdict != Verdict.FAILS:
        return
    findings = []
    if not what:
        findings.append(
            Finding(code="what_missing", message="Escreva o que o técnico vai ler.", field="what")
        )
    if not how_to_fix:
        findings.append(Finding(code="how_missing", message="Escreva como corrigir.", field="how_to_fix"))
    stored = item.seen_attachment.stored_file if item.seen_attachment else None
    if page is not None and stored is not None and not 1 <= page <= stored.page_count:
        findings.append(
            Finding(
                code="page_unknown",
                message=f"Este documento tem {stored.page_count} página(s).",
                field="page",
            )
        )
    if findings:
        raise Refused(findings)


@transaction.atomic
def accept_documents(*, access_request_id: int, actor: Actor, now: datetime) -> Event:
    """The documents comply: the check of art. 71 ends and the technical analysis begins."""
    access_request = lock(access_request_id)
    event = perform(access_request, Action.ACCEPT_DOCUMENTS, actor=actor, at=now)
    access_request.documents_checked_on = timezone.localdate(now)
    access_request.save(update_fields=["documents_checked_on"])
    tell_documents_accepted(access_request, now=now)
    return event


@transaction.atomic
def require_works(*, access_request_id: int, actor: Actor, now: datetime) -> Event:
    """The study found works in the grid: the term becomes that of art. 64, II."""
    access_request = lock(access_request_id)
    is_term_unchanged = len(opinion_rules(access_request)) == 1
    event = perform(
        access_request,
        Action.REQUIRE_WORKS,
        actor=actor,
        at=now,
        data={"is_term_unchanged": True} if is_term_unchanged else {},
    )
    access_request.is_works_flagged = True
    access_request.save(update_fields=["is_works_flagged"])
    tell_works(access_request, event, now=now)
    return event


def pause_reasons(on: date) -> tuple[Rule, ...]:
    """The reasons of the rulebook that an analyst may stop the term for on that day, those of art. 64 first."""
    return tuple(
        entry for entry in rules(on) if entry.code.startswith(CHOSEN_PAUSES) and entry.value == "pause"
    )


def pause_policy(access_request: AccessRequest, now: datetime) -> str:
    """Code of the rulebook entry that says what a notice sent now does to the term."""
    is_inside = access_request.documents_checked_on is None
    return "pause.pending_in_document_check" if is_inside else "pause.pending_after_document_check"


def pause_after_return(access_request: AccessRequest, now: datetime) -> str:
    """Code of the stop for corrections that holds the term once another one is lifted now; empty where it runs."""
    if State(access_request.state) is not State.PENDING:
        return ""
    code = pause_policy(access_request, now)
    return code if rule(code, on=timezone.localdate(now)).value == "pause" else ""


@transaction.atomic
def send_pendings(*, access_request_id: int, actor: Actor, now: datetime) -> PendingNotice:
    """Send every "não atende" of the round in one notice. Raises Refused while an item lacks its verdict."""
    access_request = lock(access_request_id)
    failing = list(
        ReviewItem.objects.filter(
            access_request=access_request, round=access_request.round, verdict=Verdict.FAILS
        ).select_related("seen_attachment")
    )
    policy = pause_policy(access_request, now)
    event = perform(
        access_request,
        Action.SEND_PENDINGS,
        actor=actor,
        at=now,
        data={
            "round": access_request.round,
            "count": len(failing),
            "criteria": [i.criterion_code for i in failing],
        },
    )
    cure = Deadline.objects.get(access_request=access_request, clock=ClockName.CURE.value)
    notice = PendingNotice.objects.create(
        access_request=access_request, round=access_request.round, sent_at=now, cure_due_on=cure.due_on
    )
    pendings = draft_pendings(access_request, failing)
    for pending in pendings:
        pending.notice = notice
    Pending.objects.bulk_create(pendings)
    tell_pendings(access_request, notice, policy=rule(policy, on=timezone.localdate(event.at)), now=now)
    return notice


def draft_pendings(access_request: AccessRequest, failing: Sequence[ReviewItem]) -> list[Pending]:
    """The corrections of these items, numbered, not saved: what is previewed is what is sent."""
    assert access_request.checklist_version is not None
    checklist = access_request.checklist_version.checklist
    return [_pending(number, item, checklist) for number, item in enumerate(failing, start=1)]


def _pending(number: int, item: ReviewItem, checklist: Checklist) -> Pending:
    entry, criterion = criterion_of(checklist, item)
    return Pending(
        number=number,
        criterion_code=item.criterion_code,
        document_code=item.document_code,
        document_title=entry.title,
        page=item.page,
        what=item.what,
        rule=f"{criterion.text} ({criterion.rule.label})",
        how_to_fix=item.how_to_fix,
        late_reason_code=item.late_reason_code,
        late_reason=late_phrase(item),
        seen_attachment=item.seen_attachment,
    )


@transaction.atomic
def pause_clock(
    *, access_request_id: int, reason_code: str, consulted: Consultation, actor: Actor, now: datetime
) -> Event:
    """Stop the term for a reason of the rulebook's list, after the notice is written (art. 64, §§ 2º and 3º).

    Raises Refused for any other reason, and while it is not said who was consulted and about what.
    """
    if reason_code not in {entry.code for entry in pause_reasons(timezone.localdate(now))}:
        raise refuse("reason_unknown", "Escolha um motivo da lista.", field="reason_code")
    consulted = check_consultation(reason_code, consulted)
    access_request = lock(access_request_id)
    row = find_row(access_request, Action.PAUSE_CLOCK, actor)
    check_guards(row, take_snapshot(access_request, row, actor=actor, now=now))
    suspension = announce(access_request, reason_code, consulted, now=now)
    event = perform(
        access_request,
        Action.PAUSE_CLOCK,
        actor=actor,
        at=now,
        reason_code=reason_code,
        data={"reason": reason_code, "suspension": suspension.pk},
    )
    suspension.began_event = event
    suspension.save(update_fields=["began_event"])
    return event


@transaction.atomic
def resume_clock(*, access_request_id: int, actor: Actor, now: datetime) -> Event:
    """The reason ended: the term goes on at once (art. 64, § 4º), or stands still for the corrections that are awaited."""
    access_request = lock(access_request_id)
    data = {"is_still_paused": True} if pause_after_return(access_request, now) else {}
    event = perform(access_request, Action.RESUME_CLOCK, actor=actor, at=now, data=data)
    close_open(access_request, event)
    tell_clock(access_request, event, now=now)
    return event
