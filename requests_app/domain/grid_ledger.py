"""The account of a transformer or substation: what each entry does to its balance, and whether power still fits."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Final, NamedTuple

from eligibility.domain.findings import Refused, refuse
from eligibility.domain.numbers_pt import format_kw
from eligibility.domain.rulebook import rule
from requests_app.domain.capacity import CapacityKind

_ZERO: Final = Decimal(0)


class EntryKind(StrEnum):
    """The kinds of a request's capacity, and `adjust`: what the grid itself can take has changed."""

    RESERVE = CapacityKind.RESERVE.value
    WORKS = CapacityKind.WORKS.value
    EXEMPT = CapacityKind.EXEMPT.value
    RELEASE = CapacityKind.RELEASE.value
    CONNECT = CapacityKind.CONNECT.value
    ADJUST = "adjust"


class AdjustReason(StrEnum):
    """Why the capacity of the grid itself changed."""

    IMPORT = "import"
    WORKS_FINISHED = "works_finished"
    CORRECTION = "correction"

    @property
    def label(self) -> str:
        return {
            AdjustReason.IMPORT: "Capacidade informada pela distribuidora",
            AdjustReason.WORKS_FINISHED: "Obra na rede terminada",
            AdjustReason.CORRECTION: "Correção da capacidade pela distribuidora",
        }[self]


_SIGNS: Final = {
    EntryKind.RESERVE: -1,
    EntryKind.WORKS: -1,
    EntryKind.EXEMPT: -1,
    EntryKind.RELEASE: 1,
    EntryKind.CONNECT: 0,
    EntryKind.ADJUST: 1,
}
BOOKING_KINDS: Final = frozenset({EntryKind.RESERVE, EntryKind.WORKS, EntryKind.EXEMPT})


def change_of(kind: EntryKind, power_kw: Decimal) -> Decimal:
    """What an entry adds to the balance, in kW.

    The power of an adjustment carries its own sign and is not zero; every other power is positive. ValueError
    otherwise: no person can cause it.
    """
    if power_kw == 0 or (power_kw < 0 and kind is not EntryKind.ADJUST):
        raise ValueError(f"an entry {kind} cannot have {power_kw} kW")
    return _SIGNS[kind] * power_kw


class Waiting(NamedTuple):
    """A request that waits for its opinion; `order` is the moment of its protocol, then its number."""

    order: tuple[datetime, int]
    filing_number: str
    power_kw: Decimal
    is_with_utility: bool = True


@dataclass(frozen=True)
class Queue:
    """Who filed earlier on the same account, oldest first. Those who correct their request do not hold others up."""

    ahead: tuple[Waiting, ...] = ()
    correcting: tuple[Waiting, ...] = ()

    @property
    def power_kw(self) -> Decimal:
        """What those ahead ask for."""
        return sum((one.power_kw for one in self.ahead), _ZERO)


def queue_ahead(order: tuple[datetime, int], waiting: Iterable[Waiting]) -> Queue:
    """The queue in front of the protocol of that order (REN 1.000, art. 72); the protocol itself is left out."""
    earlier = sorted(one for one in waiting if one.order < order)
    return Queue(
        ahead=tuple(one for one in earlier if one.is_with_utility),
        correcting=tuple(one for one in earlier if not one.is_with_utility),
    )


NOBODY_AHEAD: Final = Queue()


@dataclass(frozen=True)
class Account:
    """Balance and published capacity in kW; without a published capacity nothing is refused, and nothing forgotten.

    `place` is where it stands as a sentence says it: "no transformador BTM-T1", "na subestação BTM".
    """

    place: str
    hosting_kw: Decimal | None = None
    balance_kw: Decimal = _ZERO

    @property
    def is_limited(self) -> bool:
        return self.hosting_kw is not None

    def free_kw(self, queue: Queue = NOBODY_AHEAD) -> Decimal | None:
        """What a request behind that queue may still reserve, never below zero; None while nobody published it."""
        return max(self.balance_kw - queue.power_kw, _ZERO) if self.is_limited else None

    def can_reserve(self, power_kw: Decimal, queue: Queue = NOBODY_AHEAD) -> bool:
        """Whether that power fits behind that queue."""
        free = self.free_kw(queue)
        return free is None or power_kw <= free

    def post(self, kind: EntryKind, power_kw: Decimal, *, on: date, queue: Queue = NOBODY_AHEAD) -> "Account":
        """The account after the entry.

        Raises Refused `capacity.lacking` or `capacity.queue` for a reservation that does not fit; no other kind is
        refused for lack of capacity. `capacity.below_zero` for a published capacity that nobody can have.
        """
        change = change_of(kind, power_kw)
        if kind is EntryKind.RESERVE and not self.can_reserve(power_kw, queue):
            raise self._no_room(power_kw, queue, on)
        hosting = self.hosting_kw
        if kind is EntryKind.ADJUST:
            hosting = (hosting or _ZERO) + power_kw
            if hosting < 0:
                message = f"A capacidade {self.place} não pode ficar abaixo de zero."
                raise refuse("capacity.below_zero", message, field="power_kw")
        return replace(self, hosting_kw=hosting, balance_kw=self.balance_kw + change)

    def _no_room(self, power_kw: Decimal, queue: Queue, on: date) -> Refused:
        here = f"O pedido precisa de {format_kw(power_kw)} kW e {self.place}"
        if not self.can_reserve(power_kw):
            message = (
                f"{here} há {format_kw(max(self.balance_kw, _ZERO))} kW livres. "
                "Emita com obra na rede, ou com uma alternativa que reduza a potência injetada."
            )
            return refuse("capacity.lacking", message, rule("capacity.reservation", on).citation, "outcome")
        message = (
            f"{here} há {format_kw(self.balance_kw)} kW livres, mas os protocolos anteriores pedem "
            f"{format_kw(queue.power_kw)} kW. Decida primeiro o {queue.ahead[0].filing_number}."
        )
        return refuse("capacity.queue", message, rule("capacity.order", on).citation, "outcome")


class Line(NamedTuple):
    """An entry as the account tells it. `filing_number` may be left out where strangers read.

    `is_late` marks a booking whose place in the grid was said after its opinion.
    """

    kind: EntryKind
    power_kw: Decimal
    on: date
    filing_number: str = ""
    reason: AdjustReason | None = None
    is_late: bool = False


class ExplainedLine(NamedTuple):
    """A line of the extract: day, Portuguese words, signed change and the balance after it, both in kW."""

    on: date
    words: str
    change: str
    balance: str


def balance_of(lines: Iterable[Line]) -> Decimal:
    """The balance in kW: the sum of what the entries change, and nothing else."""
    return sum((change_of(line.kind, line.power_kw) for line in lines), _ZERO)


def running_balances(lines: Iterable[Line], before_kw: Decimal = _ZERO) -> Iterator[tuple[Line, Decimal]]:
    """Each entry with the balance after it; `before_kw` is what stood before the first."""
    balance = before_kw
    for line in lines:
        balance += change_of(line.kind, line.power_kw)
        yield line, balance


class Composition(NamedTuple):
    """What the balance is made of, in kW: balance = hosting - held - connected."""

    hosting_kw: Decimal
    held_kw: Decimal
    connected_kw: Decimal


def composition(lines: Iterable[Line]) -> Composition:
    """Capacity, what live opinions hold and what is connected."""
    hosting = held = connected = _ZERO
    for line in lines:
        if line.kind is EntryKind.ADJUST:
            hosting += line.power_kw
        elif line.kind in BOOKING_KINDS:
            held += line.power_kw
        else:
            held -= line.power_kw
            connected += line.power_kw if line.kind is EntryKind.CONNECT else 0
    return Composition(hosting, held, connected)


def explain(lines: Iterable[Line], before_kw: Decimal = _ZERO) -> tuple[ExplainedLine, ...]:
    """The extract of an account, oldest entry first."""
    return tuple(
        ExplainedLine(line.on, _words(line), _signed(change_of(line.kind, line.power_kw)), written(balance))
        for line, balance in running_balances(lines, before_kw)
    )


_WORDS: Final = {
    EntryKind.RESERVE: "Reserva do parecer favorável",
    EntryKind.WORKS: "Reserva do parecer favorável com obra, que pode passar do saldo",
    EntryKind.EXEMPT: "Reserva com a análise dispensada (art. 73-A), que pode passar do saldo",
    EntryKind.RELEASE: "Fim do parecer: a reserva volta ao saldo",
    EntryKind.CONNECT: "Ligação: o que era reserva passa a ligado, e o saldo não muda",
}


def _words(line: Line) -> str:
    if line.kind is EntryKind.ADJUST:
        return (line.reason or AdjustReason.CORRECTION).label
    words = (
        f"{_WORDS[line.kind]}, com o ponto indicado depois do parecer" if line.is_late else _WORDS[line.kind]
    )
    return f"{line.filing_number}: {words}" if line.filing_number else words


def written(balance: Decimal) -> str:
    """A balance in kW, below zero with a real minus: `−3,5`."""
    return f"\N{MINUS SIGN}{format_kw(-balance)}" if balance < 0 else format_kw(balance)


def _signed(change: Decimal) -> str:
    return f"+{format_kw(change)}" if change > 0 else written(change)
