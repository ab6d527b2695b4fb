"""The account of a transformer: each kind of entry, what fits behind the queue, and that the sum is the balance."""

import random
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eligibility.domain.findings import Refused
from requests_app.domain.capacity import CapacityKind
from requests_app.domain.grid_ledger import (
    BOOKING_KINDS,
    Account,
    AdjustReason,
    EntryKind,
    Line,
    Queue,
    Waiting,
    balance_of,
    change_of,
    composition,
    explain,
    queue_ahead,
    running_balances,
)

K = EntryKind
ON = date(2026, 11, 23)
PLACE = "no transformador BTM-T1"
OPERATIONS = 10_000


def kw(text: str) -> Decimal:
    return Decimal(text)


def waiting(hour: int, power: str, *, number: int = 1, is_with_utility: bool = True) -> Waiting:
    at = datetime(2026, 11, 20, hour, tzinfo=UTC)
    return Waiting((at, number), f"GD-2026-{number:06d}-0", kw(power), is_with_utility)


# Kind, power, change: the table of decision 16.
@pytest.mark.parametrize(
    ("kind", "power", "change"),
    [
        (K.RESERVE, "8.2", "-8.2"),
        (K.WORKS, "8.2", "-8.2"),
        (K.EXEMPT, "8.2", "-8.2"),
        (K.RELEASE, "8.2", "8.2"),
        (K.CONNECT, "8.2", "0"),
        (K.ADJUST, "50", "50"),
        (K.ADJUST, "-50", "-50"),
    ],
)
def test_each_kind_changes_the_balance_in_its_own_way(kind: EntryKind, power: str, change: str) -> None:
    assert change_of(kind, kw(power)) == kw(change)


@pytest.mark.parametrize("kind", sorted(K))
def test_no_entry_is_empty_and_only_an_adjustment_has_a_sign(kind: EntryKind) -> None:
    with pytest.raises(ValueError, match="cannot have"):
        change_of(kind, Decimal(0))
    if kind is not K.ADJUST:
        with pytest.raises(ValueError, match="cannot have"):
            change_of(kind, kw("-1"))


def test_the_kinds_of_a_request_are_the_kinds_of_the_grid_and_one_more() -> None:
    assert {kind.value for kind in K} == {kind.value for kind in CapacityKind} | {"adjust"}


# Capacity, balance, power, power of the queue, fits: only the reservation is ever refused.
@pytest.mark.parametrize(
    ("hosting", "balance", "power", "ahead", "code"),
    [
        ("10", "10", "10", "0", ""),
        ("10", "10", "10.001", "0", "capacity.lacking"),
        ("10", "0", "0.001", "0", "capacity.lacking"),
        ("10", "-5", "0.001", "0", "capacity.lacking"),
        ("10", "10", "4", "6", ""),
        ("10", "10", "4.001", "6", "capacity.queue"),
        ("10", "10", "1", "30", "capacity.queue"),
        ("10", "10", "11", "30", "capacity.lacking"),
        ("0", "0", "0.001", "0", "capacity.lacking"),
        (None, "0", "9999", "0", ""),
        (None, "-9999", "9999", "9999", ""),
    ],
)
def test_a_reservation_fits_or_is_refused(
    hosting: str | None, balance: str, power: str, ahead: str, code: str
) -> None:
    account = Account(PLACE, None if hosting is None else kw(hosting), kw(balance))
    queue = Queue((waiting(9, ahead),)) if kw(ahead) else Queue()
    assert account.can_reserve(kw(power), queue) == (not code)
    if code:
        with pytest.raises(Refused) as refused:
            account.post(K.RESERVE, kw(power), on=ON, queue=queue)
        assert refused.value.code == code
        assert refused.value.citation is not None
    else:
        assert account.post(K.RESERVE, kw(power), on=ON, queue=queue).balance_kw == kw(balance) - kw(power)


@pytest.mark.parametrize("kind", [K.WORKS, K.EXEMPT])
def test_works_and_a_waiver_pass_the_balance_whoever_waits(kind: EntryKind) -> None:
    account = Account(PLACE, kw("10"), kw("1"))
    after = account.post(kind, kw("30"), on=ON, queue=Queue((waiting(9, "100"),)))
    assert (after.balance_kw, after.hosting_kw) == (kw("-29"), kw("10"))
    assert after.free_kw() == 0
    with pytest.raises(Refused, match=r"capacity\.lacking"):
        after.post(K.RESERVE, kw("0.001"), on=ON)


def test_finished_works_give_what_they_add() -> None:
    account = Account(PLACE, kw("10"), kw("10")).post(K.WORKS, kw("30"), on=ON)
    after = account.post(K.ADJUST, kw("50"), on=ON)
    assert (after.hosting_kw, after.balance_kw) == (kw("60"), kw("30"))


def test_the_first_published_capacity_finds_what_was_booked_before() -> None:
    account = Account(PLACE).post(K.RESERVE, kw("8"), on=ON).post(K.EXEMPT, kw("4"), on=ON)
    assert (account.is_limited, account.free_kw()) == (False, None)
    after = account.post(K.ADJUST, kw("20"), on=ON)
    assert (after.is_limited, after.free_kw()) == (True, kw("8"))


def test_a_capacity_below_zero_is_nobody_s() -> None:
    account = Account(PLACE, kw("10"), kw("2"))
    with pytest.raises(Refused, match=r"capacity\.below_zero"):
        account.post(K.ADJUST, kw("-10.001"), on=ON)
    assert account.post(K.ADJUST, kw("-10"), on=ON).balance_kw == kw("-8")


def test_a_refusal_says_what_is_left_and_what_to_do() -> None:
    account = Account(PLACE, kw("100"), kw("7.5"))
    with pytest.raises(Refused) as lacking:
        account.post(K.RESERVE, kw("8.2"), on=ON)
    assert lacking.value.message == (
        "O pedido precisa de 8,2 kW e no transformador BTM-T1 há 7,5 kW livres. "
        "Emita com obra na rede, ou com uma alternativa que reduza a potência injetada."
    )
    with pytest.raises(Refused) as queue:
        account.post(K.RESERVE, kw("5"), on=ON, queue=Queue((waiting(9, "4", number=17),)))
    assert queue.value.message == (
        "O pedido precisa de 5 kW e no transformador BTM-T1 há 7,5 kW livres, mas os protocolos anteriores "
        "pedem 4 kW. Decida primeiro o GD-2026-000017-0."
    )


def test_the_queue_is_in_the_order_of_the_protocol_and_correcting_holds_nobody_up() -> None:
    own = waiting(12, "5", number=3)
    others = [
        waiting(13, "1", number=9),
        waiting(12, "2", number=2),
        waiting(12, "4", number=4),
        waiting(8, "8", number=7),
        waiting(7, "16", number=6, is_with_utility=False),
        own,
    ]
    queue = queue_ahead(own.order, others)
    assert [one.order[1] for one in queue.ahead] == [7, 2]
    assert queue.power_kw == 10
    assert [one.order[1] for one in queue.correcting] == [6]
    assert queue_ahead(own.order, []) == Queue()


@given(
    st.lists(st.tuples(st.integers(0, 23), st.integers(1, 99)), unique=True, min_size=2, max_size=30),
    st.randoms(use_true_random=False),
)
def test_of_two_protocols_one_is_ahead_of_the_other(
    places: list[tuple[int, int]], order: random.Random
) -> None:
    every = [waiting(hour, "1", number=number) for hour, number in places]
    order.shuffle(every)
    lengths = sorted(len(queue_ahead(one.order, every).ahead) for one in every)
    assert lengths == list(range(len(every)))


def test_opinions_in_any_order_over_scarce_capacity_go_to_the_first_protocols() -> None:
    """Fifty of 1 kW over 10 kW, in five hundred orders: always the ten that filed first."""
    filed = [waiting(9, "1", number=number) for number in range(1, 51)]
    for seed in range(500):
        account, reserved = Account(PLACE, kw("10"), kw("10")), set()
        order = filed.copy()
        random.Random(seed).shuffle(order)
        for one in order:
            open_still = [other for other in filed if other.order[1] not in reserved and other != one]
            try:
                account = account.post(K.RESERVE, kw("1"), on=ON, queue=queue_ahead(one.order, open_still))
            except Refused:
                continue
            reserved.add(one.order[1])
        assert (reserved, account.balance_kw) == (set(range(1, 11)), kw("0"))


def test_the_extract_explains_every_line() -> None:
    lines = [
        Line(K.ADJUST, kw("100"), date(2026, 1, 5), reason=AdjustReason.IMPORT),
        Line(K.RESERVE, kw("8.2"), date(2026, 2, 1), "GD-2026-000001-0"),
        Line(K.EXEMPT, kw("95.5"), date(2026, 2, 2), "GD-2026-000002-0"),
        Line(K.CONNECT, kw("8.2"), date(2026, 3, 1), "GD-2026-000001-0"),
        Line(K.RELEASE, kw("95.5"), date(2026, 3, 2)),
        Line(K.WORKS, kw("200"), date(2026, 4, 1), "GD-2026-000003-0"),
        Line(K.ADJUST, kw("150"), date(2026, 9, 1), reason=AdjustReason.WORKS_FINISHED),
        Line(K.ADJUST, kw("-1.5"), date(2026, 9, 2)),
    ]
    assert [(row.change, row.balance) for row in explain(lines)] == [
        ("+100", "100"),
        ("−8,2", "91,8"),
        ("−95,5", "−3,7"),
        ("0", "−3,7"),
        ("+95,5", "91,8"),
        ("−200", "−108,2"),
        ("+150", "41,8"),
        ("−1,5", "40,3"),
    ]
    assert [row.words for row in explain(lines)] == [
        "Capacidade informada pela distribuidora",
        "GD-2026-000001-0: Reserva do parecer favorável",
        "GD-2026-000002-0: Reserva com a análise dispensada (art. 73-A), que pode passar do saldo",
        "GD-2026-000001-0: Ligação: o que era reserva passa a ligado, e o saldo não muda",
        "Fim do parecer: a reserva volta ao saldo",
        "GD-2026-000003-0: Reserva do parecer favorável com obra, que pode passar do saldo",
        "Obra na rede terminada",
        "Correção da capacidade pela distribuidora",
    ]
    assert composition(lines) == (kw("248.5"), kw("200"), kw("8.2"))
    assert explain(lines[2:], before_kw=kw("91.8")) == explain(lines)[2:]


POWERS = st.decimals(min_value="0.001", max_value="5000", places=3)


def _carried_out(seed: int, powers: list[Decimal]) -> tuple[Account, list[Line]]:
    """Many random operations on one account; what it refuses is not written."""
    chance = random.Random(seed)
    account, lines = Account(PLACE), []
    live: list[Decimal] = []
    for _ in range(OPERATIONS):
        kind, power = chance.choice(list(K)), chance.choice(powers)
        if kind in (K.RELEASE, K.CONNECT):
            if not live:
                continue
            power = live.pop(chance.randrange(len(live)))
        elif kind is K.ADJUST:
            power *= chance.choice((-1, 1))
        before = account
        try:
            account = account.post(kind, power, on=ON)
        except Refused:
            assert kind in (K.RESERVE, K.ADJUST)
            assert account == before
            continue
        lines.append(Line(kind, power, ON))
        if kind in BOOKING_KINDS:
            live.append(power)
        if kind is K.RESERVE and account.is_limited:
            assert account.balance_kw >= 0
        if before.balance_kw >= 0 > account.balance_kw and account.is_limited:
            assert kind in (K.WORKS, K.EXEMPT, K.ADJUST)
    return account, lines


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 2**32), st.lists(POWERS, min_size=1, max_size=40))
def test_after_ten_thousand_random_operations_the_sum_is_the_balance(
    seed: int, powers: list[Decimal]
) -> None:
    account, lines = _carried_out(seed, powers)
    assert balance_of(lines) == account.balance_kw
    assert [balance for _, balance in running_balances(lines)][-1:] == [account.balance_kw][: len(lines)]
    hosting, held, connected = composition(lines)
    assert hosting - held - connected == account.balance_kw
    assert hosting == (account.hosting_kw or 0) >= 0
    assert held >= 0 and connected >= 0


@given(st.lists(POWERS, max_size=40), POWERS)
def test_reservations_alone_never_pass_the_capacity(asked: list[Decimal], capacity: Decimal) -> None:
    account, reserved = Account(PLACE, capacity, capacity), Decimal(0)
    for power in asked:
        if account.can_reserve(power):
            account = account.post(K.RESERVE, power, on=ON)
            reserved += power
    assert reserved <= capacity
    assert account.balance_kw == capacity - reserved
