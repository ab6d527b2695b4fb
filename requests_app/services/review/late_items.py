"""The second-round guard: why an item was not pointed out before, and the supervisor who lets it through (A-06)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count, F, Q, QuerySet

from eligibility.domain.findings import Finding, Refused, refuse
from portal.accounts.roles import Actor, Role
from requests_app.domain.lifecycle import WITH_UTILITY
from requests_app.models import AccessRequest, ReviewItem
from requests_app.services.review.claims import renew
from requests_app.services.snapshots import require_claim
from requests_app.services.standing.late_items import late_items
from requests_app.services.transitions import lock

Reason = ReviewItem.LateReason
LATE_INTRO = "Por que não veio antes:"
LONGEST_TEXT = 1000
REASON_DETAILS = {
    Reason.NEW_FACT.value: "Algo que não se podia saber na rodada anterior.",
    Reason.OUR_ERROR.value: "Devíamos ter apontado antes.",
    Reason.RULE_CHANGE.value: "Uma regra nova vale para este pedido.",
    Reason.SAFETY.value: "Há risco para pessoas ou para a rede. Não espera a supervisão.",
}


@dataclass(frozen=True)
class LateItemCounts:
    """How many late items were pointed out: all, those that wait for a release, and by reason (code, label, count)."""

    total: int
    waiting: int
    by_reason: tuple[tuple[str, str, int], ...]


def late_phrase(item: ReviewItem) -> str:
    """What the technician reads of a late item; empty for an item that is none."""
    if not item.late_reason_code:
        return ""
    return f"{Reason(item.late_reason_code).label}. {item.late_text}"


@transaction.atomic
def explain(*, item_id: int, reason_code: str, text: str, actor: Actor, now: datetime) -> ReviewItem:
    """Say why a late item was not pointed out before. New words end an earlier release.

    Raises Refused when the request is not with this analyst, the item is not late, or a word is missing.
    """
    access_request, item = _locked(item_id)
    require_claim(access_request, actor, now)
    item = _late(access_request, item)
    text = text.strip()
    findings = []
    if reason_code not in Reason.values:
        findings.append(
            Finding(code="reason_unknown", message="Escolha um motivo da lista.", field="reason_code")
        )
    if not text or len(text) > LONGEST_TEXT:
        message = f"Escreva em até {LONGEST_TEXT} letras por que este item não foi apontado antes."
        findings.append(Finding(code="late_text_missing", message=message, field="text"))
    if findings:
        raise Refused(findings)
    if (item.late_reason_code, item.late_text) != (reason_code, text):
        item.late_reason_code, item.late_text = reason_code, text
        item.late_explained_by_id, item.late_explained_at = actor.account_id, now
        item.late_released_version = item.late_released_by_id = item.late_released_at = None
        item.save()
    renew(access_request, actor, now)
    return item


@transaction.atomic
def release(*, item_id: int, version: int, actor: Actor, now: datetime) -> ReviewItem:
    """The supervisor lets a late item through as it reads now. `version` is the one that was read.

    Raises PermissionDenied for others, Refused for one's own item, words that changed, or nothing to release.
    """
    if actor.role is not Role.SUPERVISOR:
        raise PermissionDenied
    access_request, item = _locked(item_id)
    item = _late(access_request, item)
    if not item.late_reason_code:
        raise refuse(
            "late_not_explained", "Falta o motivo: quem confere o pedido escreve por que não veio antes."
        )
    if item.late_explained_by_id == actor.user_id:
        raise refuse(
            "own_late_item",
            "Quem aponta o item não libera o próprio item. Outra pessoa da supervisão libera.",
        )
    if item.version != version:
        raise refuse(
            "late_item_changed", "O texto deste item mudou desde que você leu. Leia de novo e libere."
        )
    if item.late_released_version != item.version:
        item.late_released_version, item.late_released_by_id = item.version, actor.account_id
        item.late_released_at = now
        item.save()
    return item


def waiting_items() -> QuerySet[ReviewItem]:
    """Explained late items of rounds still open that wait for a release, the longest waiting first."""
    rows = ReviewItem.objects.filter(_waiting()).exclude(late_reason_code__in=("", Reason.SAFETY.value))
    return rows.select_related("access_request__checklist_version").order_by("late_explained_at", "id")


def late_item_counts() -> LateItemCounts:
    """What the supervisors watch: late items ever pointed out, by reason, and those that wait. Two statements."""
    said: QuerySet[ReviewItem] = ReviewItem.objects.filter(verdict=ReviewItem.Verdict.FAILS)
    rows = (
        said.exclude(late_reason_code="")
        .values_list("late_reason_code")
        .order_by()
        .annotate(count=Count("id"))
    )
    counted = dict(rows)
    return LateItemCounts(
        total=sum(counted.values()),
        waiting=waiting_items().count(),
        by_reason=tuple((r.value, str(r.label), counted.get(r.value, 0)) for r in Reason),
    )


def late_rows(access_request: AccessRequest) -> Sequence[ReviewItem]:
    """The late items of the current round of one request."""
    return late_items(access_request)


def _waiting() -> Q:
    is_released = Q(late_released_version__isnull=False, late_released_version=F("version"))
    return (
        Q(
            verdict=ReviewItem.Verdict.FAILS,
            round=F("access_request__round"),
            access_request__state__in=sorted(s.value for s in WITH_UTILITY),
        )
        & ~is_released
    )


def _locked(item_id: int) -> tuple[AccessRequest, ReviewItem]:
    # The request first, as everywhere: two locks in two orders would wait for each other.
    access_request = lock(ReviewItem.objects.values_list("access_request_id", flat=True).get(pk=item_id))
    return access_request, ReviewItem.objects.select_for_update().get(pk=item_id)


def _late(access_request: AccessRequest, item: ReviewItem) -> ReviewItem:
    if item.round != access_request.round or access_request.state not in {s.value for s in WITH_UTILITY}:
        raise refuse("round_over", "Esta rodada já foi encerrada.")
    if item.pk not in {row.pk for row in late_items(access_request)}:
        raise refuse("not_late", "Este item não é novo: não precisa de motivo nem de liberação.")
    return item
