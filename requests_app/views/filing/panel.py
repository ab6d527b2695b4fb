"""The side panel of the filing: which category the answers amount to, with every number's rule."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from eligibility.domain.citation import Citation, Confidence
from eligibility.domain.limits import AvailablePower
from eligibility.domain.numbers_pt import format_decimal, format_kw
from eligibility.domain.rulebook import Rule, rule
from eligibility.domain.vocabulary import RequestKind, TariffGroup
from requests_app.domain.dates import count_days
from requests_app.domain.framing import framing_of
from requests_app.forms.draft_reading import DraftReading
from requests_app.forms.unit import UnitForm

# The scale is drawn in bands of their own width: where each begins and ends, in kW and in the picture.
_BANDS = ((0, 7.5, 0, 70), (7.5, 10, 70, 150), (10, 75, 150, 230), (75, 5000, 230, 300))


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
    """`seen` is the framing that this panel tells, in codes, for the change that the next save may bring."""

    power: str
    category: str
    explanation: str
    citation: Citation | None
    sum_text: str
    scale: Scale | None
    rows: tuple[PanelRow, ...]
    seen: str


def panel(reading: DraftReading, today: date) -> Panel:
    """Everything known so far; rows appear as the answers come."""
    power, found = reading.facts.installed_power_kw, reading.classification
    framing = framing_of(reading.check)
    rows = [*_terms(reading), *_change(reading, today), *_available(reading, today), _documents(reading)]
    rows += [
        *_tariff(reading),
        *_guarantee(reading),
        _row("Parecer vale por", rule("opinion.validity", today)),
    ]
    return Panel(
        power=f"{format_kw(power)} kW" if power else "",
        category=f"{found.label[0].lower()}{found.label[1:]}" if found else "",
        explanation=found.explanation if found else "",
        citation=found.citation if found else None,
        sum_text=_sum_text(reading),
        scale=_scale(power) if power else None,
        rows=tuple(rows),
        seen=framing.written() if framing else "",
    )


def _terms(reading: DraftReading) -> list[PanelRow]:
    found = [term for term in reading.check.assessment.terms if term.rule.startswith("opinion.")]
    labels = ("Prazo da resposta, sem obra na rede", "Prazo da resposta, com obra na rede")
    names = labels if len(found) == len(labels) else ("Prazo da resposta",) * len(found)
    return [
        PanelRow(label, (count_days(t.days, business=t.unit == "business_days"),), t.citation, t.confidence)
        for label, t in zip(names, found, strict=True)
    ]


def _row(label: str, found: Rule) -> PanelRow:
    return PanelRow(label, (count_days(found.as_int()),), found.citation, found.confidence)


def _documents(reading: DraftReading) -> PanelRow:
    needed, made = len(reading.required_slots), len(reading.made_by_portal)
    optional = len(reading.uploads) - needed
    lines = [f"{needed} para este pedido"]
    if optional:
        lines.append(f"Mais {optional} opcionais" if optional > 1 else "Mais 1 opcional")
    if made:
        lines.append(f"o portal faz mais {made}")
    return PanelRow("Documentos", tuple(lines), note="São os das respostas até agora.")


def _change(reading: DraftReading, today: date) -> list[PanelRow]:
    facts = reading.facts
    existing, power = facts.existing_power_kw, facts.installed_power_kw
    if facts.request_kind is not RequestKind.change_generator or existing is None or power is None:
        return []
    basis = rule("generation.change_total", today)
    what = "Potência que entra" if power >= existing else "Potência que sai"
    lines = (
        f"{format_kw(abs(power - existing))} kW",
        f"Existe: {format_kw(existing)} kW. Fica: {format_kw(power)} kW.",
    )
    return [PanelRow(what, lines, basis.citation, basis.confidence)]


def _tariff(reading: DraftReading) -> list[PanelRow]:
    found = reading.check.assessment.tariff
    if found is None:
        return []
    note = " ".join(text for text in (found.why, found.start_limit.text if found.start_limit else "") if text)
    return [PanelRow("Classe tarifária", (found.label,), found.citation, found.confidence, note)]


def _guarantee(reading: DraftReading) -> list[PanelRow]:
    found = reading.check.assessment.guarantee
    if found is None:
        return []
    if found.is_exempt:
        line = "Dispensada"
    elif found.amount_brl is None:
        line = f"{format_decimal(found.percent)}% do investimento"
    else:
        line = f"R$ {format_decimal(found.amount_brl, 2)}"
    return [PanelRow("Garantia de fiel cumprimento", (line,), found.citation, found.confidence, found.why)]


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
    lines = (f"{format_kw(kw)} kW",)
    if table:
        label = "Potência disponibilizada, pelo disjuntor"
        rows.append(PanelRow(label, lines, table.citation, table.confidence, table.note))
    elif reading.facts.group is TariffGroup.a:
        basis = rule("power.available_group_a", today)
        label = "Potência disponibilizada, pela maior demanda"
        rows.append(PanelRow(label, lines, basis.citation, basis.confidence))
    else:
        rows.append(PanelRow("Potência disponibilizada", lines, note="Escrita por você."))
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
    kw = min(float(power), 5000.0)
    low, high, left, right = next(band for band in _BANDS if kw <= band[1])
    x = round(left + (kw - low) / (high - low) * (right - left))
    limits = "7,5, 10 e 75 kW"
    return Scale(
        label=f"Escala de potência com marcas em {limits}. A sua geração tem {format_kw(power)} kW.",
        marker_x=x,
        band_x=left,
        band_width=right - left,
    )
