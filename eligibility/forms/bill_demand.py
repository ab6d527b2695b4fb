"""The demand to contract: a table of loads, the test period, and the rules of rural and seasonal units."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms

from eligibility.domain.bill.contracted_demand import DemandChange
from eligibility.forms.bill import BillForm, FormPart, NumbersField, amount, option, words

FEWEST_ROWS, SPARE_ROWS, MOST_ROWS = 4, 2, 40
MORE = "mais_linhas"
_CHANGES = {
    DemandChange.new_supply.value: "Ligação nova",
    DemandChange.from_group_b.value: "Mudança do grupo B para o A",
    DemandChange.to_blue.value: "Mudança para a modalidade azul",
    DemandChange.increase.value: "Aumento da demanda contratada",
}
_PARTS = ("name", "installed_kw", "simultaneous_kw")


def _load(row: int) -> dict[str, forms.Field]:
    return {
        f"contracted_demand.loads.{row}.name": words(f"Carga {row + 1}", longest=60),
        f"contracted_demand.loads.{row}.installed_kw": amount(f"Instalada, carga {row + 1}", "kW"),
        f"contracted_demand.loads.{row}.simultaneous_kw": amount(f"Ao mesmo tempo, carga {row + 1}", "kW"),
    }


class ContractedDemandForm(BillForm):
    """Rows of loads, as many as were begun and some to spare; the rest are plain groups."""

    groups = ("contracted_demand", "test_period", "seasonal_demand", "complementary_demand")
    parts = (
        FormPart(
            "Período de testes",
            ("test_period.change", "test_period.current_kw", "test_period.new_kw"),
            "Depois de certas mudanças, a demanda fica em teste por alguns ciclos.",
            is_folded=True,
        ),
        FormPart(
            "Unidade rural ou sazonal: demanda faturada",
            ("seasonal_demand.measured_kw", "seasonal_demand.previous_kw"),
            is_folded=True,
        ),
        FormPart(
            "Unidade rural ou sazonal: demanda complementar",
            ("complementary_demand.contracted_kw", "complementary_demand.billed_kw"),
            is_folded=True,
        ),
    )

    def __init__(self, data: Any = None, *, today: date) -> None:
        super().__init__(data, today=today)
        self.row_count = self._rows_begun(data or {})
        for row in range(self.row_count):
            self.fields.update(_load(row))
        self.fields |= {
            "test_period.change": option("O que muda", _CHANGES, blank="Escolha"),
            "test_period.current_kw": amount("Demanda de hoje", "kW", help_text="Só no aumento."),
            "test_period.new_kw": amount("Demanda nova", "kW", help_text="Só no aumento."),
            "seasonal_demand.measured_kw": amount("Demanda medida no ciclo", "kW"),
            "seasonal_demand.previous_kw": NumbersField(
                "Demandas medidas nos 11 ciclos anteriores", help_text="Em kW, uma por linha."
            ),
            "complementary_demand.contracted_kw": amount("Demanda contratada", "kW"),
            "complementary_demand.billed_kw": NumbersField(
                "Demandas faturadas de 12 ciclos", help_text="Em kW, uma por linha, de um posto."
            ),
        }

    @property
    def is_asking_for_rows(self) -> bool:
        """Whether the button for more rows was pressed: nothing is worked out then."""
        return MORE in self.data

    @property
    def has_room(self) -> bool:
        """Whether more rows may be asked for."""
        return self.row_count < MOST_ROWS

    @property
    def rows(self) -> list[list[forms.BoundField]]:
        """The bound fields of each row: name, installed, running together."""
        return [
            [self[f"contracted_demand.loads.{row}.{part}"] for part in _PARTS]
            for row in range(self.row_count)
        ]

    def _rows_begun(self, data: Any) -> int:
        def rows_with(is_counted: Callable[[str], bool]) -> int:
            names = [[f"contracted_demand.loads.{row}.{part}" for part in _PARTS] for row in range(MOST_ROWS)]
            return max((row for row, parts in enumerate(names, 1) if any(map(is_counted, parts))), default=0)

        if MORE in data:
            # Those that stand on the page count, empty or not: the button always adds.
            return min(MOST_ROWS, rows_with(lambda name: name in data) + FEWEST_ROWS)
        begun = rows_with(lambda name: bool(str(data.get(name, "")).strip()))
        return min(MOST_ROWS, max(FEWEST_ROWS, begun + SPARE_ROWS))
