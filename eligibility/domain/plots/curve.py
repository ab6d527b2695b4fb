"""The load curve: the mean demand of each quarter of an hour, on days with peak and on the others."""

from collections.abc import Sequence
from datetime import time
from decimal import Decimal

from eligibility.domain.bill.mass_memory import CurvePoint, LoadRecord
from eligibility.domain.bill.quantities import shown
from eligibility.domain.plots.marks import Dot, KeyEntry, Path, Plot, Rect, Scale, Words, polyline, unit_of

WIDTH, HEIGHT = 720, 300
LEFT, RIGHT, TOP, BOTTOM = 84.0, 712.0, 46.0, 258.0
_QUARTER_MINUTES = 15
_DAY_MINUTES = 24 * 60
_PLACES = 1


def curve_plot(record: LoadRecord, peak: tuple[time, time]) -> Plot | None:
    """Both curves over the hours of a day, with the window of the peak as a band; None when nothing was used."""
    curves = (record.peak_days_curve, record.free_days_curve)
    largest = max(point.mean_kw for curve in curves for point in curve)
    if not largest:
        return None
    scale = Scale(largest, BOTTOM, TOP)
    divisor, unit = unit_of(scale.end, ("kW", "MW", "GW"))
    begins, ends = (_x(_minutes(each)) for each in peak)
    marks: list[Rect | Path | Dot | Words] = []
    if record.peak_days_curve:
        width = round(ends - begins, 1)
        marks.append(Rect(css="tolerance", x=begins, y=TOP - 12, width=width, height=BOTTOM - TOP + 12))
        marks.append(Words(css="tick", x=begins + width / 2, y=TOP - 17, text="ponta", anchor="middle"))
    marks += [Path(css="grid", d=f"M{LEFT:g} {scale.at(tick):g}H{RIGHT:g}") for tick in scale.ticks[1:]]
    marks += [
        Words(css="tick", x=LEFT - 8, y=scale.at(tick) + 5, text=shown(tick / divisor), anchor="end")
        for tick in scale.ticks
    ]
    marks.append(Words(css="unit-of", x=LEFT - 8, y=22, text=unit, anchor="end"))
    marks.append(Path(css="axis", d=f"M{LEFT:g} {BOTTOM:g}H{RIGHT:g}"))
    for hour in range(0, 25, 3):
        css = "tick every-other" if hour % 6 else "tick"
        anchor = "end" if hour == 24 else "middle"
        marks.append(Words(css=css, x=_x(hour * 60), y=BOTTOM + 24, text=f"{hour}h", anchor=anchor))
    for curve, css in zip(curves, ("line", "line free"), strict=True):
        marks += [Path(css=css, d=polyline(run)) for run in _runs(curve, scale)]
    top = max(record.peak_days_curve or record.free_days_curve, key=lambda point: point.mean_kw)
    x, y = _x(_middle(top)), scale.at(top.mean_kw)
    marks.append(Dot(css="dot", x=x, y=y, r=4.5))
    anchor = "end" if x > WIDTH / 2 else "start"
    shift = -10 if x > WIDTH / 2 else 10
    marks.append(
        Words(css="strong", x=x + shift, y=y - 8, text=f"{shown(top.mean_kw, _PLACES)} kW", anchor=anchor)
    )
    return Plot(
        name="curva",
        title="Curva de carga",
        says=_says(record),
        width=WIDTH,
        height=HEIGHT,
        marks=tuple(marks),
        key=tuple(_key(record)),
        head=(
            "Começo",
            "Média, dias com ponta",
            "Maior, dias com ponta",
            "Média, dias sem ponta",
            "Maior, dias sem ponta",
        ),
        rows=_rows(record),
    )


def _runs(curve: Sequence[CurvePoint], scale: Scale) -> list[list[tuple[float, float]]]:
    """The curve in pieces, broken where quarters of an hour are missing."""
    runs: list[list[tuple[float, float]]] = []
    last = -1
    for point in curve:
        minute = _minutes(point.starts_at)
        if not runs or minute - last != _QUARTER_MINUTES:
            runs.append([])
        runs[-1].append((_x(_middle(point)), scale.at(point.mean_kw)))
        last = minute
    return runs


def _key(record: LoadRecord) -> list[KeyEntry]:
    found = []
    if record.peak_days_curve:
        days = max(point.days for point in record.peak_days_curve)
        found.append(KeyEntry(css="line", text=f"Dias com ponta ({days})", is_line=True))
    if record.free_days_curve:
        days = max(point.days for point in record.free_days_curve)
        found.append(
            KeyEntry(css="line free", text=f"Fins de semana e dias sem ponta ({days})", is_line=True)
        )
    return found


def _says(record: LoadRecord) -> str:
    said = []
    for curve, name in (
        (record.peak_days_curve, "Nos dias com ponta"),
        (record.free_days_curve, "Nos outros dias"),
    ):
        if curve:
            top = max(curve, key=lambda point: point.mean_kw)
            low = min(curve, key=lambda point: point.mean_kw)
            said.append(
                f"{name}, a média vai de {shown(low.mean_kw, _PLACES)} kW às {low.starts_at:%Hh%M} "
                f"a {shown(top.mean_kw, _PLACES)} kW às {top.starts_at:%Hh%M}."
            )
    return " ".join(said)


def _rows(record: LoadRecord) -> tuple[tuple[str, ...], ...]:
    by_time = [
        {point.starts_at: point for point in curve}
        for curve in (record.peak_days_curve, record.free_days_curve)
    ]
    moments = sorted({*by_time[0], *by_time[1]})
    return tuple(
        (
            f"{moment:%H:%M}",
            *(
                text
                for curve in by_time
                for text in (
                    _amount(curve[moment].mean_kw if moment in curve else None),
                    _amount(curve[moment].largest_kw if moment in curve else None),
                )
            ),
        )
        for moment in moments
    )


def _amount(value: Decimal | None) -> str:
    return "sem dado" if value is None else f"{shown(value, _PLACES)} kW"


def _minutes(moment: time) -> int:
    return moment.hour * 60 + moment.minute


def _middle(point: CurvePoint) -> float:
    return _minutes(point.starts_at) + _QUARTER_MINUTES / 2


def _x(minutes: float) -> float:
    return round(LEFT + (RIGHT - LEFT) * minutes / _DAY_MINUTES, 1)
