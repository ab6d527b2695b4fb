"""What the bill says twice must agree: where it does not, both values stay as printed and carry a flag."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from documents.domain.bills.fields import BillField, Flag
from documents.domain.bills.kinds import DayMonth, MonthYear

POSTS = ("hfp", "hp", "hr")
# The register of demand has two decimal places that the bill does not print: 108 stands for 1.08. Presumed from
# the only sample known, where 1.08 x 700 is the 756 kW printed.
DEMAND_REGISTER = Decimal(100)
ROUNDING_KW = Decimal(1)
LONGEST_PERIOD_DAYS = 99
"""What two digits can count."""
ENERGIES = {"kwh": "active", "injected": "injected", "kvarh": "kvarh", "ufer": "reactive"}
DEMANDS = {"kw": "active", "dmcr": "dmcr"}
_HISTORY = {"demand_hp": "demand.hp", "demand_hfp": "demand.hfp"} | {
    f"energy_{p}": f"energy.{p}" for p in POSTS
}


class _Checks:
    def __init__(self, fields: Mapping[str, BillField]) -> None:
        self.fields = fields
        self.flags: dict[str, set[Flag]] = defaultdict(set)

    def number(self, code: str) -> Decimal | None:
        value = self.fields[code].value if code in self.fields else None
        return value if isinstance(value, Decimal) else None

    def flag(self, flag: Flag, *codes: str) -> None:
        for code in codes:
            self.flags[code].add(flag)


def flagged(fields: Mapping[str, BillField], rows: int) -> dict[str, BillField]:
    """The same fields, with flags on those that another field contradicts. `rows` of history stand in them."""
    checks = _Checks(fields)
    _energies(checks)
    _demands(checks)
    _billing(checks)
    _constants(checks)
    _dates(checks)
    _history(checks, rows)
    _meter(checks)
    _daily(checks, rows)
    return {
        code: replace(field, flags=tuple(sorted(checks.flags[code]))) if code in checks.flags else field
        for code, field in fields.items()
    }


def _energies(checks: _Checks) -> None:
    """Registered energy is the difference of readings times the constant, where all four are printed."""
    constant = checks.number("constant.kwh")
    outcomes = []
    for post in POSTS:
        for reading, product in ENERGIES.items():
            codes = [f"reading.{post}.{reading}.previous", f"reading.{post}.{reading}.current"]
            before, after = (checks.number(code) for code in codes)
            code = f"energy.{post}.{product}.registered"
            printed = checks.number(code)
            if before is not None and after is not None and after < before:
                checks.flag(Flag.energy_differs, *codes)
            if None in (before, after, printed, constant):
                continue
            assert before is not None and after is not None and constant is not None
            outcomes.append((after - before) * constant == printed)
            if not outcomes[-1]:
                checks.flag(Flag.energy_differs, *codes, code)
    if outcomes and not any(outcomes):
        checks.flag(Flag.energy_differs, "constant.kwh")


def _demands(checks: _Checks) -> None:
    """Registered demand is the reading times the constant, within the kW that rounding costs."""
    constant = checks.number("constant.kw")
    outcomes = []
    for post in POSTS:
        for reading, product in DEMANDS.items():
            codes = [f"reading.{post}.{reading}.current", f"demand.{post}.{product}.registered"]
            read, printed = (checks.number(code) for code in codes)
            if read is None or printed is None or constant is None:
                continue
            outcomes.append(abs(read * constant / DEMAND_REGISTER - printed) < ROUNDING_KW)
            if not outcomes[-1]:
                checks.flag(Flag.demand_differs, *codes)
    if outcomes and not any(outcomes):
        checks.flag(Flag.demand_differs, "constant.kw")


def _billing(checks: _Checks) -> None:
    """Contracted demand is the same on both pages; what is billed is one of the quantities beside it.

    Injected demand may also be billed as contracted less the largest one used (REN 1.000, art. 294, § 1º, II).
    """
    used = [checks.number(f"demand.{post}.active.registered") for post in ("hfp", "hp")]
    consumption = [number for number in used if number is not None]
    for front, row in (
        ("contracted.hfp", "demand.hfp.active"),
        ("contracted.hp", "demand.hp.active"),
        ("contracted.generation", "demand.hfp.injected"),
    ):
        codes = {name: f"{row}.{name}" for name in ("registered", "contracted", "overrun", "billed")}
        numbers = {name: checks.number(code) for name, code in codes.items()}
        first, second = checks.number(front), numbers["contracted"]
        if first is not None and second is not None and first != second:
            checks.flag(Flag.contract_differs, front, codes["contracted"])
        registered, overrun, billed = numbers["registered"], numbers["overrun"], numbers["billed"]
        if overrun and (registered is None or second is None):
            checks.flag(Flag.overrun_unfounded, codes["overrun"])
        if registered is None or second is None:
            continue
        if overrun and registered <= second:
            checks.flag(Flag.overrun_unfounded, codes["overrun"], codes["registered"])
        allowed = {registered, second, Decimal(0)}
        if row.endswith("injected") and consumption:
            allowed.add(max(Decimal(0), second - max(consumption)))
        if billed is not None and billed not in allowed:
            checks.flag(Flag.billed_differs, codes["billed"], codes["registered"], codes["contracted"])


def _constants(checks: _Checks) -> None:
    """RTC times RTP is the constant of kW and of kWh."""
    current, voltage = checks.number("constant.rtc"), checks.number("constant.rtp")
    if current is None or voltage is None:
        return
    for code in ("constant.kw", "constant.kwh"):
        constant = checks.number(code)
        if constant is not None and constant != current * voltage:
            checks.flag(Flag.constant_differs, code, "constant.rtc", "constant.rtp")


def _dates(checks: _Checks) -> None:
    codes = ("previous_reading", "current_reading", "next_reading")
    values = {code: checks.fields[code].value for code in codes if code in checks.fields}
    before, after, following = (values.get(code) for code in codes)
    days = checks.fields["days"].value if "days" in checks.fields else None
    if isinstance(before, DayMonth) and isinstance(after, DayMonth):
        spans = _spans(before, after)
        if isinstance(days, int) and days not in spans:
            checks.flag(Flag.days_differ, "previous_reading", "current_reading", "days")
        if not _may_follow(before, after):
            checks.flag(Flag.days_differ, "previous_reading", "current_reading")
    if isinstance(after, DayMonth) and isinstance(following, DayMonth) and not _may_follow(after, following):
        checks.flag(Flag.days_differ, "next_reading", "current_reading")
    start, end = (
        checks.fields[code].value if code in checks.fields else None
        for code in ("period_start", "period_end")
    )
    if type(start) is date and isinstance(before, DayMonth) and before.on(start.year) is not None:
        eve = start - timedelta(days=1)
        if (before.day, before.month) not in {(eve.day, eve.month), (start.day, start.month)}:
            checks.flag(Flag.period_differs, "period_start", "previous_reading")
    if type(end) is date and isinstance(after, DayMonth) and (after.day, after.month) != (end.day, end.month):
        checks.flag(Flag.period_differs, "period_end", "current_reading")


def _may_follow(before: DayMonth, after: DayMonth) -> bool:
    return any(0 < span <= LONGEST_PERIOD_DAYS for span in _spans(before, after))


def _spans(before: DayMonth, after: DayMonth) -> set[int]:
    """The days from one reading to the next; without years, in a common and in a leap year."""
    spans = set()
    for year in (2022, 2023, 2024):
        first = before.on(year)
        last = [found for found in (after.on(year), after.on(year + 1)) if found and first and found > first]
        spans |= {(found - first).days for found in last[:1] if first}
    return spans


def _history(checks: _Checks, rows: int) -> None:
    """Months go back one by one; the newest row repeats what this bill registered."""
    months = [checks.fields[f"history.{row}.month"].value for row in range(rows)]
    for row in range(1, rows):
        newer, older = months[row - 1], months[row]
        if isinstance(newer, MonthYear) and isinstance(older, MonthYear) and older != newer.before:
            checks.flag(Flag.month_order, f"history.{row}.month", f"history.{row - 1}.month")
    reference = checks.fields["reference_month"].value if "reference_month" in checks.fields else None
    if not isinstance(reference, MonthYear) or not months or not isinstance(months[0], MonthYear):
        return
    if months[0] != reference:
        checks.flag(Flag.month_differs, "history.0.month", "reference_month")
        return
    pairs = [(f"history.0.{column}", f"{place}.active.registered") for column, place in _HISTORY.items()]
    for code, registered in [*pairs, ("history.0.kwh", "consumption_kwh")]:
        old, new = checks.number(code), checks.number(registered)
        if old is not None and new is not None and old != new:
            checks.flag(Flag.history_differs, code, registered)


def _daily(checks: _Checks, rows: int) -> None:
    """Group B: the mean of each month is its kWh over its days, cut or rounded at two places."""
    for row in range(rows):
        codes = [f"history.{row}.{column}" for column in ("kwh", "daily", "days")]
        consumed, mean, days = (
            checks.fields[code].value if code in checks.fields else None for code in codes
        )
        if not isinstance(consumed, Decimal) or not isinstance(mean, Decimal) or not isinstance(days, int):
            continue
        if abs(consumed / days - mean) >= Decimal("0.01"):
            checks.flag(Flag.daily_differs, *codes)


def _meter(checks: _Checks) -> None:
    """Group B: billed kWh against the readings; a minimum billed for availability differs rightly, so only a flag."""
    codes = ("meter.previous", "meter.current", "meter.constant", "consumption_kwh")
    before, after, constant, billed = (checks.number(code) for code in codes)
    if before is None or after is None or constant is None or billed is None:
        return
    if (after - before) * constant != billed:
        checks.flag(Flag.energy_differs, *codes)
