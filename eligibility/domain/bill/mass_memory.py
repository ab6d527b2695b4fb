"""The load record of a meter (memória de massa): demand, power factor and reactive excess by post, and the load curve."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from pydantic import BaseModel, ConfigDict, Field

from eligibility.domain.bill.peak_hours import LONGEST_DAYS, Post, post_at, why_free
from eligibility.domain.bill.power_factor import ratio
from eligibility.domain.bill.quantities import Indicator, bill_rule, indicator, shown
from eligibility.domain.bill.reactive import (
    MeasuredHour,
    corrected_demand,
    is_capacitive_time,
    reactive_excess_energy,
)
from eligibility.domain.findings import refuse

STEP = timedelta(minutes=15)
_PER_HOUR = 4


class Interval(BaseModel):
    """Fifteen minutes of a meter, by the local instant at which they begin; energies in kWh and kVArh."""

    model_config = ConfigDict(frozen=True)

    starts_at: datetime
    active_kwh: Decimal = Field(ge=0, allow_inf_nan=False)
    inductive_kvarh: Decimal = Field(default=Decimal(0), ge=0, allow_inf_nan=False)
    capacitive_kvarh: Decimal = Field(default=Decimal(0), ge=0, allow_inf_nan=False)

    @property
    def demand_kw(self) -> Decimal:
        """The mean power of the interval."""
        return self.active_kwh * _PER_HOUR


class PostRecord(BaseModel):
    """One post of the record. `counted_kvarh` is the reactive energy of the kind that each window looks at."""

    model_config = ConfigDict(frozen=True)

    post: Post
    measured_hours: Decimal
    energy_kwh: Decimal
    counted_kvarh: Decimal
    largest_at: datetime
    demand: Indicator
    load_factor: Indicator | None
    power_factor: Indicator | None
    reactive_energy: Indicator | None
    corrected_demand: Indicator | None

    @property
    def indicators(self) -> tuple[Indicator, ...]:
        """Those that could be worked out, in the order in which they are told."""
        every = (
            self.demand,
            self.load_factor,
            self.power_factor,
            self.reactive_energy,
            self.corrected_demand,
        )
        return tuple(each for each in every if each is not None)


class CurvePoint(BaseModel):
    """Mean and largest kW of one quarter of an hour of the day, over `days` days that have it."""

    model_config = ConfigDict(frozen=True)

    starts_at: time
    mean_kw: Decimal
    largest_kw: Decimal
    days: int


class LoadRecord(BaseModel):
    """What a record says. Nothing is filled in: `missing_intervals` and `incomplete_hours` are told.

    `peak_days_curve` is that of the days with peak; the other one that of weekends and free days.
    """

    model_config = ConfigDict(frozen=True)

    first_at: datetime
    last_at: datetime
    missing_intervals: int
    incomplete_hours: int
    posts: tuple[PostRecord, ...]
    peak_days_curve: tuple[CurvePoint, ...]
    free_days_curve: tuple[CurvePoint, ...]


def analyse(intervals: Sequence[Interval], *, has_reactive: bool) -> LoadRecord:
    """The record of a meter, in any order; without reactive columns the power factor stays None.

    Refused `mass_memory.empty`, `mass_memory.too_long`, `mass_memory.repeated`, or `bill.before_rules` for old days.
    The reactive excess looks at whole clock hours only.
    """
    if not intervals:
        raise refuse("mass_memory.empty", "O arquivo não tem medições.", field="file")
    ordered = sorted(intervals, key=lambda each: each.starts_at)
    first, last = ordered[0].starts_at, ordered[-1].starts_at
    if (last - first).days > LONGEST_DAYS:
        raise refuse("mass_memory.too_long", f"O arquivo cobre até {LONGEST_DAYS} dias.", field="file")
    if len({each.starts_at for each in ordered}) < len(ordered):
        raise refuse("mass_memory.repeated", "O arquivo repete um intervalo.", field="file")
    by_post: dict[Post, list[Interval]] = defaultdict(list)
    for each in ordered:
        by_post[post_at(each.starts_at)].append(each)
    hours, incomplete = whole_hours(ordered)
    peak_days = {day for day in {each.starts_at.date() for each in ordered} if why_free(day) is None}
    on = last.date()
    return LoadRecord(
        first_at=first,
        last_at=last,
        missing_intervals=(last - first) // STEP + 1 - len(ordered),
        incomplete_hours=incomplete,
        posts=tuple(
            _post_record(post, by_post[post], hours if has_reactive else None, on)
            for post in (Post.peak, Post.off_peak)
            if by_post[post]
        ),
        peak_days_curve=_curve(each for each in ordered if each.starts_at.date() in peak_days),
        free_days_curve=_curve(each for each in ordered if each.starts_at.date() not in peak_days),
    )


def whole_hours(intervals: Iterable[Interval]) -> tuple[list[MeasuredHour], int]:
    """The clock hours that have their four intervals, and how many others have only some."""
    by_hour: dict[datetime, list[Interval]] = defaultdict(list)
    for each in intervals:
        by_hour[each.starts_at.replace(minute=0)].append(each)
    found = [
        MeasuredHour(
            starts_at=starts_at,
            active_kwh=sum((each.active_kwh for each in four), Decimal(0)),
            inductive_kvarh=sum((each.inductive_kvarh for each in four), Decimal(0)),
            capacitive_kvarh=sum((each.capacitive_kvarh for each in four), Decimal(0)),
            demand_kw=max(each.demand_kw for each in four),
        )
        for starts_at, four in by_hour.items()
        if len(four) == _PER_HOUR
    ]
    return found, len(by_hour) - len(found)


def _post_record(
    post: Post, intervals: Sequence[Interval], hours: list[MeasuredHour] | None, on: date
) -> PostRecord:
    energy = sum((each.active_kwh for each in intervals), Decimal(0))
    largest = max(intervals, key=lambda each: each.demand_kw)
    measured_hours = Decimal(len(intervals)) / _PER_HOUR
    counted = sum((_counted_kvarh(each) for each in intervals), Decimal(0))
    of_post = None if hours is None else [hour for hour in hours if post_at(hour.starts_at) is post]
    demand = largest.demand_kw
    return PostRecord(
        post=post,
        measured_hours=measured_hours,
        energy_kwh=energy,
        counted_kvarh=counted,
        largest_at=largest.starts_at,
        demand=indicator(
            bill_rule("bill.mass_memory.interval", on),
            code=f"mass_memory.demand.{post.name}",
            label=f"Maior demanda, {post.label}",
            value=demand,
            unit="kW",
            line=(
                f"{largest.starts_at:%d/%m/%Y %H:%M}: {shown(largest.active_kwh)} kWh em 15 minutos × {_PER_HOUR} = "
                f"{shown(demand)} kW"
            ),
        ),
        load_factor=_load_factor(post, energy, demand, measured_hours, on),
        power_factor=None if of_post is None else _power_factor(post, energy, counted, on),
        reactive_energy=reactive_excess_energy(of_post, on=on) if of_post else None,
        corrected_demand=corrected_demand(of_post, on=on) if of_post else None,
    )


def _load_factor(post: Post, energy: Decimal, demand: Decimal, hours: Decimal, on: date) -> Indicator | None:
    if demand == 0:
        return None
    value = energy / (demand * hours)
    return indicator(
        bill_rule("bill.load_factor", on),
        code=f"mass_memory.load_factor.{post.name}",
        label=f"Fator de carga, {post.label}",
        value=value,
        unit="",
        line=f"{shown(energy)} kWh ÷ ({shown(demand)} kW × {shown(hours)} h medidas) = {shown(value)}",
    )


def _power_factor(post: Post, energy: Decimal, counted: Decimal, on: date) -> Indicator | None:
    if energy == 0 and counted == 0:
        return None
    value = ratio(energy, counted)
    return indicator(
        bill_rule("bill.power_factor", on),
        code=f"mass_memory.power_factor.{post.name}",
        label=f"Fator de potência, {post.label}",
        value=value,
        unit="",
        line=f"{shown(energy)} ÷ √({shown(energy)}² + {shown(counted)}²) = {shown(value)}",
        notice="Entra só o reativo do tipo que conta em cada horário.",
    )


def _counted_kvarh(each: Interval) -> Decimal:
    is_capacitive = is_capacitive_time(each.starts_at.time(), each.starts_at.date())
    return each.capacitive_kvarh if is_capacitive else each.inductive_kvarh


def _curve(intervals: Iterable[Interval]) -> tuple[CurvePoint, ...]:
    by_time: dict[time, list[Decimal]] = defaultdict(list)
    for each in intervals:
        by_time[each.starts_at.time()].append(each.demand_kw)
    return tuple(
        CurvePoint(
            starts_at=moment,
            mean_kw=sum(demands, Decimal(0)) / len(demands),
            largest_kw=max(demands),
            days=len(demands),
        )
        for moment, demands in sorted(by_time.items())
    )
