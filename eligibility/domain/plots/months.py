"""The plots of the months of a bill: demand against the contracted one, energy by post, load factor."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import groupby

from eligibility.domain.bill.history import DemandSeries, FactorMonth, MonthRow
from eligibility.domain.bill.quantities import shown
from eligibility.domain.plots.marks import Dot, KeyEntry, Path, Plot, Rect, Scale, Words, polyline, unit_of

WIDTH, HEIGHT = 480, 280
LEFT, RIGHT, TOP, BOTTOM = 52.0, 474.0, 34.0, 234.0
RIGHT_WITH_LABEL = 432.0
_GAP, _LETTERS = 0.26, 14.0
_POWERS, _ENERGIES = ("kW", "MW", "GW"), ("kWh", "MWh", "GWh")
_NONE = "sem dado"


class _Slots:
    """One slot for each month, between two places."""

    def __init__(self, labels: Sequence[str], right: float = RIGHT) -> None:
        self.labels, self.right = labels, right
        # A few months do not make bars as wide as the page.
        self.width = min((right - LEFT) / len(labels), 60.0)

    def middle(self, place: int) -> float:
        return round(LEFT + self.width * (place + 0.5), 1)

    def left(self, place: int) -> float:
        return round(LEFT + self.width * (place + _GAP / 2), 1)

    @property
    def bar(self) -> float:
        return round(self.width * (1 - _GAP), 1)

    def marks(self, scale: Scale, unit: str, divisor: int = 1) -> Iterator[Path | Words]:
        """Hairlines with their amounts, the base line, months below it and the year under the first of each."""
        for tick in scale.ticks[1:]:
            yield Path(css="grid", d=f"M{LEFT:g} {scale.at(tick):g}H{self.right:g}")
        for tick in scale.ticks:
            at = scale.at(tick) + 5
            yield Words(css="tick", x=LEFT - 8, y=at, text=shown(tick / divisor), anchor="end")
        yield Words(css="unit-of", x=LEFT - 8, y=16, text=unit, anchor="end")
        yield Path(css="axis", d=f"M{LEFT:g} {BOTTOM:g}H{self.right:g}")
        seen = ""
        for place, label in enumerate(self.labels):
            month, _, year = label.partition("/")
            # On a telephone every second name stays away.
            css = "tick" if (len(self.labels) - 1 - place) % 2 == 0 else "tick every-other"
            yield Words(css=css, x=self.middle(place), y=BOTTOM + 19, text=month, anchor="middle")
            if year != seen:
                yield Words(
                    css="tick", x=self.middle(place), y=BOTTOM + 38, text=f"20{year}", anchor="middle"
                )
                seen = year


def demand_plot(series: DemandSeries) -> Plot | None:
    """Demand of each month as a bar, the contracted one as a line, what is tolerated above it as a band."""
    measured = [each.measured_kw for each in series.months if each.measured_kw is not None]
    if not measured:
        return None
    labels = [each.label for each in series.months]
    slots = _Slots(labels, RIGHT_WITH_LABEL if series.contracted_kw is not None else RIGHT)
    scale = Scale(max([*measured, series.limit_kw or Decimal(0)]), BOTTOM, TOP)
    divisor, unit = unit_of(scale.end, _POWERS)
    after = f", {series.post.label}" if series.post else ""
    marks = [
        *_band(series, scale, slots),
        *slots.marks(scale, unit, divisor),
        *_demand_bars(series, scale, slots, divisor),
        *_contract(series, scale, slots, divisor),
    ]
    # An amount stands over the lines, whichever it meets.
    marks.sort(key=lambda mark: isinstance(mark, Words))
    return Plot(
        name=f"demanda-{series.post.name}" if series.post else "demanda",
        title=f"Demanda medida e contratada{after}",
        says=_says_demand(series),
        width=WIDTH,
        height=HEIGHT,
        marks=tuple(marks),
        key=tuple(_demand_key(series)),
        head=("Mês", "Medida", "Passa da tolerância?"),
        rows=tuple(
            (each.label, _amount(each.measured_kw, "kW"), each.over.excess.line if each.over else _NONE)
            for each in series.months
        ),
    )


def energy_plot(rows: Sequence[MonthRow]) -> Plot | None:
    """Energy of each month, the posts stacked: off-peak below, reserved between, peak on top.

    A month that lacks a post has a dash, not a bar: what is known of it would look like all of it.
    """
    totals = {place: row.total_kwh for place, row in enumerate(rows) if row.total_kwh is not None}
    if not any(totals.values()):
        return None
    largest, least = max(totals, key=totals.__getitem__), min(totals, key=totals.__getitem__)
    slots, scale = _Slots([row.label for row in rows]), Scale(totals[largest], BOTTOM, TOP)
    divisor, unit = unit_of(scale.end, _ENERGIES)
    has_reserved = any(row.reserved_kwh for row in rows)
    posts = (("Fora de ponta", "off-peak", ""), ("Reservado", "reserved", "dots"), ("Ponta", "peak", ""))
    marks: list[Rect | Path | Dot | Words] = list(slots.marks(scale, unit, divisor))
    for place, row in enumerate(rows):
        base = Decimal(0)
        if place not in totals:
            marks.append(_dash(slots, place))
            continue
        for part, (_, css, pattern) in zip(_parts(row), posts, strict=True):
            if part:
                top, low = scale.at(base + part), scale.at(base)
                marks.append(
                    Rect(
                        css=f"post {css}",
                        x=slots.left(place),
                        y=top,
                        width=slots.bar,
                        height=round(low - top, 1),
                        pattern=pattern,
                    )
                )
            base += part
    top = scale.at(totals[largest]) - 7
    said = shown(totals[largest] / divisor, 1)
    marks.append(Words(css="strong", x=slots.middle(largest), y=top, text=said, anchor="middle"))
    return Plot(
        name="energia",
        title="Energia por posto",
        says=(
            f"O mês de maior consumo foi {rows[largest].label}, com {shown(totals[largest])} kWh. "
            f"O de menor foi {rows[least].label}, com {shown(totals[least])} kWh."
        ),
        width=WIDTH,
        height=HEIGHT,
        marks=tuple(marks),
        key=tuple(
            KeyEntry(css=f"post {css}", text=text, pattern=pattern)
            for text, css, pattern in reversed(posts)
            if css != "reserved" or has_reserved
        ),
        head=("Mês", "Ponta", "Fora de ponta", *(("Reservado",) if has_reserved else ()), "Total"),
        rows=tuple(
            (
                row.label,
                _amount(row.peak_kwh, "kWh"),
                _amount(row.off_peak_kwh, "kWh"),
                *((_amount(row.reserved_kwh, "kWh"),) if has_reserved else ()),
                _amount(row.total_kwh, "kWh"),
            )
            for row in rows
        ),
    )


def factor_plot(months: Sequence[FactorMonth]) -> Plot | None:
    """The load factor of each month as a line that breaks where a month has none."""
    known = [(place, each.factor.value) for place, each in enumerate(months) if each.factor]
    if not known:
        return None
    slots = _Slots([each.label for each in months])
    scale = Scale(max(Decimal(1), *(value for _, value in known)), BOTTOM, TOP, steps=5)
    runs = [
        [(slots.middle(place), scale.at(value)) for _, (place, value) in run]
        for _, run in groupby(enumerate(known), key=lambda pair: pair[1][0] - pair[0])
    ]
    low, high = min(known, key=lambda pair: pair[1]), max(known, key=lambda pair: pair[1])
    marks: list[Rect | Path | Dot | Words] = list(slots.marks(scale, ""))
    marks += [Path(css="line", d=polyline(run)) for run in runs if len(run) > 1]
    marks += [Dot(css="dot", x=x, y=y, r=4) for run in runs for x, y in run]
    for (place, value), below in ((high, False), (low, True)):
        y = scale.at(value) + (22 if below else -11)
        marks.append(Words(css="strong", x=slots.middle(place), y=y, text=shown(value, 2), anchor="middle"))
        if low == high:
            break
    return Plot(
        name="fator",
        title="Fator de carga, mês a mês",
        says=(
            f"Foi de {shown(low[1], 2)} em {months[low[0]].label} a {shown(high[1], 2)} em {months[high[0]].label}. "
            "Perto de 1, o uso é constante. É a forma simples, com 730 horas em cada mês."
        ),
        width=WIDTH,
        height=HEIGHT,
        marks=tuple(marks),
        key=(),
        head=("Mês", "Fator de carga", "Conta"),
        rows=tuple(
            (each.label, shown(each.factor.value), each.factor.line)
            if each.factor
            else (each.label, _NONE, "")
            for each in months
        ),
    )


def _band(series: DemandSeries, scale: Scale, slots: _Slots) -> Iterator[Rect]:
    if series.contracted_kw is not None and series.limit_kw is not None:
        top, low = scale.at(series.limit_kw), scale.at(series.contracted_kw)
        height = round(low - top, 1)
        yield Rect(css="tolerance", x=LEFT, y=top, width=round(slots.right - LEFT, 1), height=height)


def _demand_bars(
    series: DemandSeries, scale: Scale, slots: _Slots, divisor: int
) -> Iterator[Rect | Path | Words]:
    months = series.months
    known = [place for place, each in enumerate(months) if each.measured_kw is not None]
    largest = max(known, key=lambda place: months[place].measured_kw or Decimal(0))
    for place, each in enumerate(months):
        if each.measured_kw is None:
            yield _dash(slots, place)
            continue
        is_over = each.over is not None and each.over.is_charged
        top = scale.at(each.measured_kw)
        css, pattern = ("bar over", "hatch") if is_over else ("bar", "")
        height = round(BOTTOM - top, 1)
        yield Rect(css=css, x=slots.left(place), y=top, width=slots.bar, height=height, pattern=pattern)
        if is_over:
            x = slots.middle(place)
            yield Path(css="flag", d=f"M{x - 5:g} {top - 4:g}h10l-5 -8z")
        if place == largest:
            y = _above_band(top - (17 if is_over else 7), series, scale)
            text = _short(each.measured_kw, divisor)
            yield Words(css="strong", x=slots.middle(place), y=y, text=text, anchor="middle")


def _above_band(y: float, series: DemandSeries, scale: Scale) -> float:
    """Where an amount stands that would else be crossed by the contract or by its tolerance."""
    if series.contracted_kw is None or series.limit_kw is None:
        return y
    line, edge = scale.at(series.contracted_kw), scale.at(series.limit_kw)
    return min(y, edge - 5) if y - _LETTERS < line and edge < y + 2 else y


def _contract(series: DemandSeries, scale: Scale, slots: _Slots, divisor: int) -> Iterator[Path | Words]:
    if series.contracted_kw is not None:
        y = scale.at(series.contracted_kw)
        yield Path(css="contract", d=f"M{LEFT:g} {y:g}H{slots.right:g}")
        yield Words(css="strong", x=slots.right + 5, y=y + 5, text=_short(series.contracted_kw, divisor))


def _short(value: Decimal, divisor: int) -> str:
    """The number of a label: whole in the unit of the bill, with one place in a larger one."""
    return shown(value / divisor, 0 if divisor == 1 else 1)


def _dash(slots: _Slots, place: int) -> Words:
    return Words(css="tick", x=slots.middle(place), y=BOTTOM - 6, text="–", anchor="middle")


def _demand_key(series: DemandSeries) -> Iterator[KeyEntry]:
    yield KeyEntry(css="bar", text="Demanda medida" if series.post else "Demanda medida, a maior dos postos")
    if series.contracted_kw is not None and series.limit_kw is not None:
        if series.over_count:
            yield KeyEntry(css="bar over", text="Acima da tolerância", pattern="hatch")
        yield KeyEntry(css="contract", text=f"Contratada, {shown(series.contracted_kw)} kW", is_line=True)
        yield KeyEntry(css="tolerance", text=f"Tolerância, até {shown(series.limit_kw)} kW")


def _says_demand(series: DemandSeries) -> str:
    known = [each for each in series.months if each.measured_kw is not None]
    largest = max(known, key=lambda each: each.measured_kw or Decimal(0))
    said = f"A maior demanda foi {_amount(largest.measured_kw, 'kW')}, em {largest.label}."
    if series.contracted_kw is None:
        return f"{said} Sem a demanda contratada não há comparação."
    over = [each.label for each in known if each.over and each.over.is_charged]
    if not over:
        return f"{said} Nenhum mês passou da tolerância."
    count = "1 mês passou" if len(over) == 1 else f"{len(over)} meses passaram"
    return f"{said} {count} da tolerância: {', '.join(over)}."


def _parts(row: MonthRow) -> Iterable[Decimal]:
    return tuple(each or Decimal(0) for each in (row.off_peak_kwh, row.reserved_kwh, row.peak_kwh))


def _amount(value: Decimal | None, unit: str) -> str:
    return _NONE if value is None else f"{shown(value)} {unit}"
