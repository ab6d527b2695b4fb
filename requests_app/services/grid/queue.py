"""Who filed earlier on the same account, and how much each request adds to the grid."""

import sys
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

from django.db.models import F, QuerySet

from eligibility.domain.vocabulary import RequestKind
from requests_app.domain.grid_ledger import NOBODY_AHEAD, Queue, Waiting, queue_ahead
from requests_app.domain.lifecycle import OPEN_STATES, WITH_UTILITY, State
from requests_app.models import (
    AccessRequest,
    FiledAnswers,
    FlowChoice,
    Generator,
    GridPlacement,
    Substation,
    Transformer,
)

WATT = Decimal("0.001")
"""What the columns keep: sums and balances must round alike."""
_OPEN = sorted(state.value for state in OPEN_STATES)
_CHANGE = RequestKind.change_generator.value


def added_kw(access_request: AccessRequest) -> Decimal:
    """What the request adds to the grid: its whole power, or what a change puts above what is connected."""
    power = access_request.installed_power_kw
    assert power is not None
    kind = Generator.objects.filter(access_request=access_request).values_list("request_kind", flat=True)
    return _added([(access_request.pk, power, kind.first() or "")])[access_request.pk]


def wanted_kw(access_request: AccessRequest) -> Decimal:
    """What the request would take of the grid now: what it adds, or less by the alternative that was chosen."""
    added = added_kw(access_request)
    return min(added, _chosen([access_request.pk]).get(access_request.pk, added))


def queue_of(row: Substation | Transformer, own: AccessRequest) -> Queue:
    """The queue in front of a request on one account. Read after the lock it knows what others committed."""
    if own.filed_at is None:
        return NOBODY_AHEAD
    return _queue(row, GridPlacement.objects.exclude(access_request=own), (own.filed_at, own.pk))


def queue_at(row: Substation | Transformer, now: datetime) -> Queue:
    """The queue in front of a request that would be filed now."""
    return _queue(row, GridPlacement.objects.all(), (now, sys.maxsize))


def _queue(
    row: Substation | Transformer, placements: QuerySet[GridPlacement], order: tuple[datetime, int]
) -> Queue:
    placed = placements.filter(access_request__state__in=_OPEN, access_request__filed_at__lte=order[0])
    placed = placed.filter(substation=row) if isinstance(row, Substation) else placed.filter(transformer=row)
    found = list(
        placed.values_list(
            "access_request__filed_at",
            "access_request_id",
            "access_request__filing_number",
            "access_request__state",
            "access_request__installed_power_kw",
            "access_request__generator__request_kind",
        )
    )
    # A filed request has its moment, its number and its power.
    added = _added((pk, power or Decimal(0), kind or "") for _, pk, _, _, power, kind in found)
    chosen = _chosen(added)
    waiting = [
        Waiting(
            (filed_at or order[0], pk),
            str(filing_number),
            min(added[pk], chosen.get(pk, added[pk])),
            State(state) in WITH_UTILITY,
        )
        for filed_at, pk, filing_number, state, _, _ in found
    ]
    return queue_ahead(order, waiting)


def _added(rows: Iterable[tuple[int, Decimal, str]]) -> dict[int, Decimal]:
    """Id → kW added; one statement more where some of them change a generator."""
    given = list(rows)
    changing = [pk for pk, _, kind in given if kind == _CHANGE]
    existing = dict.fromkeys((pk for pk, _, _ in given), Decimal(0))
    if changing:
        newest = FiledAnswers.objects.filter(access_request__in=changing).order_by(
            "access_request_id", "-number"
        )
        known = newest.distinct("access_request_id").values_list("access_request_id", "facts")
        existing |= {pk: Decimal(str(facts.get("existing_power_kw") or 0)) for pk, facts in known}
    return {pk: max(power - existing[pk], Decimal(0)).quantize(WATT) for pk, power, _ in given}


def _chosen(requests: Iterable[int]) -> dict[int, Decimal]:
    """Id → kW under the last choice of the newest study; what injects nothing is booked whole, so it is left out."""
    rows = (
        FlowChoice.objects.filter(flow_study__access_request__in=list(requests))
        .exclude(flow_study__access_request__flow_studies__number__gt=F("flow_study__number"))
        .order_by("id")
    )
    last = dict(rows.values_list("flow_study__access_request_id", "booked_kw"))
    return {pk: power for pk, power in last.items() if power}
