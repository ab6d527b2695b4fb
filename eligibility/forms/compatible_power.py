"""The questions of the public page about compatible power. Its fields stand in the address, so they are Portuguese."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Self, TypeVar

from django import forms
from django.http import QueryDict

from eligibility.domain.billed_cycles import LONGEST_TEXT, Kwh, read_cycles, read_kwh
from eligibility.domain.findings import Refused
from eligibility.domain.limits import AvailablePower, available_power
from eligibility.domain.numbers_pt import format_decimal, format_kw, parse_count, parse_decimal
from eligibility.domain.vocabulary import ConsumerClass, Phases, Source, TariffGroup
from eligibility.forms.public_choices import CLASSES, PHASES, SOURCES

MONTHS = tuple(f"m{number}" for number in range(1, 13))
YES = "sim"
_OTHER_CLASS = "outra classe"
_MOST_KW = 1_000_000
Read = TypeVar("Read")


def _text(label: str, message: str, *, help_text: str = "", is_whole: bool = False) -> forms.CharField:
    mode = "numeric" if is_whole else "decimal"
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=False,
        max_length=40,
        error_messages={"max_length": message},
        widget=forms.TextInput(attrs={"inputmode": mode, "autocomplete": "off"}),
    )


def _pasted(label: str, help_text: str) -> forms.CharField:
    widget = forms.Textarea(attrs={"autocomplete": "off", "spellcheck": "false"})
    # One character more than the reader takes, so that the reader says what is wrong.
    return forms.CharField(
        label=label, help_text=help_text, required=False, max_length=LONGEST_TEXT * 50, widget=widget
    )


def _one_of(
    label: str, options: Mapping[str, tuple[Any, str]], missing: str, help_text: str = ""
) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        help_text=help_text,
        choices=[("", "Escolha"), *((key, said) for key, (_, said) in options.items())],
        error_messages={"required": missing, "invalid_choice": missing},
    )


class CompatiblePowerForm(forms.Form):
    """The consumption month by month, pasted or as a mean; the unit; and, if wanted, a project to compare with."""

    use_required_attribute = False

    consumo = _pasted(
        "Colar os 12 valores",
        "Um por linha ou com ponto e vírgula. O que você colar entra no lugar dos meses.",
    )
    consumo_medio = _text(
        "Só a média", "Escreva um número em kWh. Exemplo: 312,5.", help_text="Se você já tem a conta feita."
    )
    classe = _one_of(
        "Classe",
        CLASSES,
        "Escolha a classe da unidade.",
        "Aparece na conta de luz, perto do nome do titular.",
    )
    fonte = _one_of("Fonte da geração", SOURCES, "Escolha a fonte da geração.")
    fonte.initial = "solar"
    irrigacao = forms.BooleanField(
        label="A unidade tem o desconto de irrigação ou aquicultura", required=False
    )
    desconto = _pasted(
        "Consumo no horário com desconto",
        "Em kWh, do mesmo jeito que o consumo: os 12 valores, na mesma ordem, ou só a média. Ele sai da conta.",
    )
    potencia = _text(
        "Potência total do projeto",
        "Escreva a potência em kW, por exemplo 8,2.",
        help_text="Em corrente alternada, com o que a unidade já tem. Exemplo: 8,2.",
    )
    ligacao = forms.ChoiceField(
        label="Ligação da unidade",
        required=False,
        choices=[("", "Não sei"), *PHASES.items()],
        error_messages={"invalid_choice": "Escolha uma das ligações."},
    )
    disjuntor = _text(
        "Disjuntor geral",
        "Escreva a corrente do disjuntor, por exemplo 63.",
        help_text="Escrito no disjuntor do padrão de entrada. Exemplo: 63.",
        is_whole=True,
    )

    def __init__(self, data: QueryDict | None = None, *, on: date, **options: Any) -> None:
        super().__init__(data, **options)
        self.on = on
        for number, name in enumerate(MONTHS, start=1):
            self.fields[name] = _text(f"Mês {number}", "Escreva um número em kWh. Exemplo: 312,5.")

    @classmethod
    def of_address(cls, query: QueryDict, on: date) -> Self:
        """The form of a result's address: its values go back into the twelve months."""
        data = query.copy()
        pasted, data["desconto"] = ("\n".join(query.getlist(name)) for name in ("consumo", "desconto"))
        data["consumo"] = pasted
        try:
            values = read_cycles(pasted, on)
        except Refused:
            # Whatever is wrong with it is told beside the text itself.
            return cls(data, on=on)
        data["consumo"] = ""
        for name, value in zip(MONTHS, values, strict=False):
            data[name] = _typed(value)
        return cls(data, on=on)

    def month_fields(self) -> list[forms.BoundField]:
        """The twelve months, for the page."""
        return [self[name] for name in MONTHS]

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        for name in (*MONTHS, "consumo_medio"):
            self._read(name, read_kwh)
        for name in ("consumo", "desconto"):
            self._read(name, lambda text: read_cycles(text, self.on))
        self._read("potencia", lambda text: parse_decimal(text, maximum=_MOST_KW))
        self._read("disjuntor", lambda text: parse_count(text, minimum=1, maximum=10_000))
        if cleaned.get("consumo_medio") is not None and (cleaned.get("consumo") or self._months):
            self.add_error("consumo_medio", "Preencha os meses ou a média, não os dois. Apague um deles.")
        if cleaned.get("potencia") == 0:
            self.add_error("potencia", "A potência está zerada. Escreva a potência em kW, por exemplo 8,2.")
        if not self.errors:
            self._check_pairs(cleaned)
        return cleaned

    def _check_pairs(self, cleaned: dict[str, Any]) -> None:
        if bool(cleaned["ligacao"]) != bool(cleaned["disjuntor"]):
            missing = "disjuntor" if cleaned["ligacao"] else "ligacao"
            self.add_error(missing, "Para usar o disjuntor, informe a ligação e a corrente.")
        part = cleaned["desconto"]
        if part and isinstance(self.consumption, Decimal) and len(part) != 1:
            self.add_error("desconto", "O consumo é a média. Escreva aqui também só a média.")
        elif part and self._is_complete and len(part) != len(MONTHS):
            self.add_error("desconto", "Escreva um valor para cada um dos 12 meses, na mesma ordem.")

    def _read(self, name: str, parse: Callable[[str], Read]) -> None:
        """Put the read value in the place of its text, None for an empty one, or every reason beside the field."""
        text = self.cleaned_data.get(name)
        if text is None:
            return
        self.cleaned_data[name] = None
        try:
            if text:
                self.cleaned_data[name] = parse(text)
        except Refused as refused:
            self.add_error(name, [finding.message for finding in refused.findings])

    @property
    def _months(self) -> tuple[Decimal, ...]:
        given = (self.cleaned_data.get(name) for name in MONTHS)
        return tuple(value for value in given if value is not None)

    @property
    def _is_complete(self) -> bool:
        return isinstance(self.consumption, tuple) and len(self.consumption) == len(MONTHS)

    @property
    def consumption(self) -> Kwh:
        """The mean, or the value of each given month; None when nothing was given."""
        cleaned = self.cleaned_data
        return (
            cleaned["consumo_medio"]
            if cleaned["consumo_medio"] is not None
            else cleaned["consumo"] or self._months or None
        )

    @property
    def discounted(self) -> Kwh:
        """The part in the hours with the discount, of the kind that the consumption is."""
        part: tuple[Decimal, ...] | None = self.cleaned_data["desconto"]
        return part[0] if part and isinstance(self.consumption, Decimal) else part

    @property
    def class_name(self) -> ConsumerClass | str:
        """The chosen class, or words for one that has no name here."""
        return CLASSES[self.cleaned_data["classe"]][0] or _OTHER_CLASS

    @property
    def source(self) -> Source:
        return SOURCES[self.cleaned_data["fonte"]][0]

    @property
    def phases(self) -> Phases | None:
        return Phases(self.cleaned_data["ligacao"]) if self.cleaned_data["ligacao"] else None

    def breaker_power(self) -> AvailablePower | None:
        """What the unit's breaker makes available; None when it was not given or the table does not hold it."""
        breaker: int | None = self.cleaned_data["disjuntor"]
        if self.phases is None or breaker is None:
            return None
        return available_power(TariffGroup.b, self.phases, breaker, self.on)

    def refuse(self, refused: Refused) -> None:
        """Put what the formula refuses beside the field that it is about."""
        for finding in refused.findings:
            if finding.code == "consumption.discount_not_declared":
                self.add_error("irrigacao", finding.message)
            elif finding.field == "discounted":
                self.add_error("desconto", finding.message)
            else:
                self.add_error(
                    "consumo_medio" if self.cleaned_data.get("consumo_medio") is not None else "consumo",
                    finding.message,
                )

    def address(self) -> QueryDict:
        """The answers of a valid form as the address of their result: numbers and choices, nothing else."""
        query = QueryDict(mutable=True)
        for name, values in self._numbers():
            query.setlist(name, [_typed(value) for value in values])
        cleaned = self.cleaned_data
        for name in ("classe", "fonte", "ligacao"):
            if cleaned[name]:
                query[name] = cleaned[name]
        if cleaned["irrigacao"]:
            query["irrigacao"] = YES
        return query

    def _numbers(self) -> Iterator[tuple[str, tuple[Decimal, ...]]]:
        consumption = self.consumption
        if isinstance(consumption, Decimal):
            yield "consumo_medio", (consumption,)
        elif consumption:
            yield "consumo", tuple(value for value in consumption if value is not None)
        if part := self.cleaned_data["desconto"]:
            yield "desconto", part
        for name in ("potencia", "disjuntor"):
            if (value := self.cleaned_data[name]) is not None:
                yield name, (Decimal(value),)

    @property
    def in_words(self) -> str:
        """The answers of a valid form in one line."""
        consumption, cleaned, phases = self.consumption, self.cleaned_data, self.phases
        if isinstance(consumption, Decimal):
            said = [f"média de {format_decimal(consumption)} kWh por mês"]
        elif consumption:
            cycles = "ciclo" if len(consumption) == 1 else "ciclos"
            said = [f"{len(consumption)} {cycles} ({_in_line(consumption)} kWh)"]
        else:
            said = ["sem consumo"]
        for kind, (_, name) in (
            ("classe", CLASSES[cleaned["classe"]]),
            ("fonte", SOURCES[cleaned["fonte"]]),
        ):
            # "Outra classe" names its kind itself.
            said.append(name.lower() if kind in name.lower() else f"{kind} {name.lower()}")
        if cleaned["irrigacao"]:
            said.append(f"com desconto de irrigação ou aquicultura{self._discounted_in_words}")
        if cleaned["potencia"] is not None:
            said.append(f"projeto de {format_kw(cleaned['potencia'])} kW")
        if phases:
            said += [f"ligação {PHASES[phases].lower()}", f"disjuntor de {cleaned['disjuntor']} A"]
        return f"Você respondeu: {', '.join(said)}."

    @property
    def _discounted_in_words(self) -> str:
        part = self.discounted
        if part is None:
            return ""
        if isinstance(part, Decimal):
            return f" (média de {format_decimal(part)} kWh por mês no horário com desconto)"
        return f" ({_in_line(part)} kWh no horário com desconto)"


def is_asked(query: QueryDict) -> bool:
    """Whether an address asks for a result; with only a class or a source it fills the form in."""
    return {"classe", "fonte"} <= query.keys() or not query.keys().isdisjoint({"consumo", "consumo_medio"})


def _in_line(values: Sequence[Decimal | None]) -> str:
    return "; ".join(format_decimal(value) for value in values if value is not None)


def _typed(value: Decimal) -> str:
    """A number as it is typed, without marks of thousands; read again it is the same number."""
    return f"{value:f}".replace(".", ",")
