"""Prices with taxes, items, flags, losses, overrun and specific consumption: one group for each question."""

from datetime import date
from typing import Any

from eligibility.domain.bill.flags import Flag
from eligibility.forms.bill import BillForm, FormPart, amount, day, option, words

SPANS = 3
_UNITS = {"kWh": "kWh", "kW": "kW", "kVArh": "kVArh", "kVAr": "kVAr"}


def _span_names(row: int) -> tuple[str, ...]:
    return tuple(f"flags.spans.{row}.{part}" for part in ("flag", "first", "last", "brl_per_kwh"))


class PriceForm(BillForm):
    """Small accounts of the money and of the energy of a bill."""

    groups = ("price", "item", "overrun", "flags", "losses", "specific_consumption")
    begins_nothing = frozenset({"losses.unit", "overrun.kind", "specific_consumption.unit"})
    parts = (
        FormPart(
            "Preço com tributos",
            (
                "price.tariff_brl",
                "price.pis_percent",
                "price.cofins_percent",
                "price.icms_percent",
                "price.printed",
            ),
            "PIS e COFINS saem primeiro, o ICMS depois. Sem um deles, deixe vazio.",
        ),
        FormPart(
            "Valor de uma linha",
            ("item.amount", "item.price_brl", "item.printed"),
            "A quantidade vezes o preço.",
            is_folded=True,
        ),
        FormPart(
            "Ultrapassagem em reais",
            ("overrun.kind", "overrun.measured_kw", "overrun.contracted_kw", "overrun.tariff_brl_per_kw"),
            is_folded=True,
        ),
        FormPart(
            "Bandeiras tarifárias",
            (
                "flags.consumption_kwh",
                "flags.compensated_kwh",
                "flags.first",
                "flags.last",
                *(name for row in range(SPANS) for name in _span_names(row)),
            ),
            "Cada dia do período tem uma bandeira, e só uma.",
            is_folded=True,
        ),
        FormPart(
            "Perdas de transformação",
            ("losses.value", "losses.unit"),
            "Quando o medidor fica depois do transformador.",
            is_folded=True,
        ),
        FormPart(
            "Consumo específico",
            ("specific_consumption.energy_kwh", "specific_consumption.produced", "specific_consumption.unit"),
            "Quanta energia vai em cada unidade produzida.",
            is_folded=True,
        ),
    )

    def __init__(self, data: Any = None, *, today: date) -> None:
        super().__init__(data, today=today)
        self.fields |= {
            "price.tariff_brl": amount("Tarifa sem tributos", "R$"),
            "price.pis_percent": amount("PIS/PASEP", "%"),
            "price.cofins_percent": amount("COFINS", "%"),
            "price.icms_percent": amount("ICMS", "%"),
            "price.printed": amount("Preço impresso na fatura", "R$"),
            "item.amount": amount("Quantidade"),
            "item.price_brl": amount("Preço unitário", "R$"),
            "item.printed": amount("Valor impresso na fatura", "R$"),
            "overrun.kind": option("Demanda de", {"consumption": "Consumo", "injection": "Injeção"}),
            "overrun.measured_kw": amount("Demanda medida", "kW"),
            "overrun.contracted_kw": amount("Demanda contratada", "kW"),
            "overrun.tariff_brl_per_kw": amount("Tarifa de demanda", "R$/kW"),
            "flags.consumption_kwh": amount("Energia consumida", "kWh"),
            "flags.compensated_kwh": amount("Energia compensada", "kWh"),
            "flags.first": day("Primeiro dia do período", help_text="O dia depois da leitura anterior."),
            "flags.last": day("Último dia do período", help_text="O dia da leitura atual."),
            "losses.value": amount("Valor medido"),
            "losses.unit": option("Unidade", _UNITS),
            "specific_consumption.energy_kwh": amount("Energia do período", "kWh"),
            "specific_consumption.produced": amount("Produção do período"),
            "specific_consumption.unit": words(
                "O que se produz", help_text="Exemplo: peça, tonelada.", longest=30
            ),
        }
        for row in range(SPANS):
            flag, first, last, price = _span_names(row)
            number = row + 1
            self.fields |= {
                flag: option(
                    f"Bandeira {number}", {one.value: one.label.capitalize() for one in Flag}, blank="Escolha"
                ),
                first: day(f"Bandeira {number}, de"),
                last: day(f"Bandeira {number}, até"),
                price: amount(f"Bandeira {number}, adicional", "R$/kWh", help_text="A verde não tem."),
            }
        self.initial["losses.unit"], self.initial["overrun.kind"] = "kWh", "consumption"
