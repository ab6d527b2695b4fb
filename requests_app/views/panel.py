"""The side panel of the filing: which category the answers amount to, with every number's rule."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from eligibility.domain.citation import Citation, Confidence
from eligibility.domain.limits import AvailablePower
from eligibility.domain.numbers_pt import format_kw
from eligibility.domain.rulebook import Rule, rule
from requests_app.domain.dates import count_days
from requests_app.forms.draft_reading import DraftReading
from requests_app.forms.unit import UnitForm

# The scale is drawn in bands of their own width: where each begins and ends, in kW and in the picture.
_BANDS = ((0, 7.5, 0, 70), (7.5, 10, 70, 150), (10, 75, 150, 230), (75, 300, 230, 300))


@dataclass(frozen=True)
class PanelRow:
    """One fact of the panel with the rule behind it."""

    label: str
    lines: tuple[str, ...]
    citation: Citation | None = None
    confidence: Confidence | None = None
    note: str = ""


@dataclass(frozen=True)
class Scale:
    """Where the generation stands in the picture, in its own units."""

    label: str
    marker_x: int
    band_x: int
    band_width: int


@dataclass(frozen=True)
class Panel:
    power: str
    category: str
    explanation: str
    sum_text: str
    scale: Scale | None
    rows: tuple[PanelRow, ...]


def panel(reading: DraftReading, today: date) -> Panel:
    """Everything known so far; rows appear as the answers come."""
    power, found = reading.facts.installed_power_kw, reading.classification
    rows = [*_terms(reading, today), *_available(reading, today)]
    rows.append(
        PanelRow(
            "Documentos",
            (f"{len(reading.required_slots)} para este pedido",),
            note="São os das respostas até agora.",
        )
    )
    rows.append(_row("Parecer vale por", rule("opinion.validity", today)))
    return Panel(
        power=f"{format_kw(power)} kW" if power else "",
        category=f"{found.label[0].lower()}{found.label[1:]}" if found else "",
        explanation=found.explanation if found else "",
        sum_text=_sum_text(reading),
        scale=_scale(power) if power else None,
        rows=tuple(rows),
    )


def _terms(reading: DraftReading, today: date) -> list[PanelRow]:
    if reading.classification is None:
        return []
    labels = ("Prazo da resposta, sem obra na rede", "Prazo da resposta, com obra na rede")
    codes = reading.classification.opinion_rules
    if len(codes) == 1:
        return [_row("Prazo da resposta", rule(codes[0], today))]
    return [_row(label, rule(code, today)) for label, code in zip(labels, codes, strict=True)]


def _row(label: str, found: Rule) -> PanelRow:
    return PanelRow(label, (count_days(found.as_int()),), found.citation, found.confidence)


def _available(reading: DraftReading, today: date) -> list[PanelRow]:
    form = reading.forms["unit"]
    assert isinstance(form, UnitForm)
    table: AvailablePower | None = form.table_power(today)
    typed = reading.unit.available_power_kw if reading.unit else None
    kw = table.kw if table else typed
    if kw is None:
        return []
    power = reading.facts.installed_power_kw
    fits = "" if power is None else ("Cabe. " if power <= kw else "Não cabe. ")
    limit = rule("power.available_limit", today)
    rows = [
        PanelRow("Limite da geração", (f"{fits}Até {format_kw(kw)} kW",), limit.citation, limit.confidence)
    ]
    if table:
        label = "Potência disponibilizada, pelo disjuntor"
        rows.append(PanelRow(label, (f"{format_kw(kw)} kW",), table.citation, table.confidence, table.note))
    else:
        rows.append(PanelRow("Potência disponibilizada", (f"{format_kw(kw)} kW",), note="Escrita por você."))
    return rows


def _sum_text(reading: DraftReading) -> str:
    modules, inverters = reading.facts.modules_power_kw, reading.facts.inverters_power_kw
    if not modules or not inverters:
        return ""
    return (
        f"Módulos: {format_kw(modules)} kW. Inversores: {format_kw(inverters)} kW. "
        "Vale a menor das duas somas."
    )


def _scale(power: Decimal) -> Scale:
    kw = min(float(power), 299.0)
    low, high, left, right = next(band for band in _BANDS if kw <= band[1])
    x = round(left + (kw - low) / (high - low) * (right - left))
    limits = "7,5, 10 e 75 kW"
    return Scale(
        label=f"Escala de potência com marcas em {limits}. A sua geração tem {format_kw(power)} kW.",
        marker_x=x,
        band_x=left,
        band_width=right - left,
    )
