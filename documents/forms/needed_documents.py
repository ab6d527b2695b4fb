"""The three questions of the public page about documents. Its fields stand in the address, so they are Portuguese."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms

from eligibility.domain.facts import InverterSet, ModuleSet, ProjectFacts
from eligibility.domain.findings import Refused
from eligibility.domain.numbers_pt import format_kw, parse_decimal
from eligibility.domain.vocabulary import Association, Modality, RequestKind, Source
from eligibility.forms.public_choices import SOURCES

_CHOOSE = {"required": "Escolha uma das respostas.", "invalid_choice": "Escolha uma das respostas."}
PERSON, COMPANY = "pessoa", "empresa"
KINDS = {
    "nova": (RequestKind.new_unit, "Ligação nova, já com geração"),
    "existente": (
        RequestKind.existing_unit,
        "Geração em unidade que já existe, sem mudar o disjuntor ou a demanda",
    ),
    "mudanca": (
        RequestKind.existing_unit_new_power,
        "Geração em unidade que já existe, com mudança do disjuntor ou da demanda",
    ),
    "geracao": (RequestKind.change_generator, "Mudança em uma geração que já existe"),
}
CREDITS: dict[str, tuple[Modality, Association | None, str]] = {
    "unidade": (Modality.local, None, "Só a própria unidade"),
    "minhas": (Modality.remote, None, "Outras unidades do mesmo titular"),
    "consorcio": (Modality.shared, Association.consortium, "Empresas de um consórcio"),
    "cooperativa": (Modality.shared, Association.cooperative, "Associados de uma cooperativa"),
    "condominio": (
        Modality.shared,
        Association.condominium,
        "Pessoas de um condomínio, em geração compartilhada",
    ),
    "associacao": (Modality.shared, Association.civil_association, "Pessoas de outra associação civil"),
    "multiplas": (
        Modality.multiple_units,
        Association.condominium,
        "Unidades de um prédio ou conjunto, com condomínio (múltiplas unidades)",
    ),
}
CASES = {
    "sem_cpf": ("is_cpf_on_identity_document", "O documento com foto não mostra o CPF"),
    "alterou": ("has_constitution_change", "A empresa já alterou o contrato ou o estatuto"),
    "procuracao": ("has_power_of_attorney", "Vou enviar uma procuração do titular"),
    "conversor": ("has_inverters", "A geração que não é solar usa inversor ou outro conversor"),
    "baterias": ("has_storage", "Há baterias ou outro armazenamento"),
    "despachavel": ("is_dispatchable", "A central solar é despachável, com armazenamento"),
    "ficam": ("keeps_modality_12_months", "A geração fica pelo menos 12 meses na mesma modalidade"),
    "telhado": ("is_collective_roof", "A geração fica em telhado coletivo"),
    "alugado": ("is_site_rented", "O imóvel ou o telhado é alugado ou cedido"),
    "protegida": ("is_in_protected_area", "O imóvel fica em área protegida"),
    "flutuante": ("is_floating", "A central é flutuante"),
    "cargas": ("has_disturbing_loads", "Há cargas que podem perturbar a rede, como fornos e soldas"),
}
_WATTS = 1000


class NeededDocumentsForm(forms.Form):
    """What will be installed, what is asked for, and who holds the unit and uses the credits."""

    use_required_attribute = False

    potencia = forms.CharField(
        label="Potência da geração",
        help_text="Em kW. Na solar, o menor entre a soma dos módulos e a dos inversores. Exemplo: 8,2.",
        max_length=40,
        error_messages={
            "required": "Escreva a potência em kW, por exemplo 8,2.",
            "max_length": "Escreva a potência em kW, por exemplo 8,2.",
            "null_characters_not_allowed": "Escreva a potência em kW, por exemplo 8,2.",
        },
    )
    fonte = forms.ChoiceField(
        label="Fonte da geração",
        choices=[(key, said) for key, (_, said) in SOURCES.items()],
        error_messages=_CHOOSE,
    )
    pedido = forms.ChoiceField(
        label="Tipo do pedido",
        choices=[(key, said) for key, (_, said) in KINDS.items()],
        widget=forms.RadioSelect,
        error_messages=_CHOOSE,
    )
    titular = forms.ChoiceField(
        label="Titular da conta de energia",
        choices=[(PERSON, "Pessoa física"), (COMPANY, "Empresa")],
        widget=forms.RadioSelect,
        error_messages=_CHOOSE,
    )
    creditos = forms.ChoiceField(
        label="Quem usa os créditos",
        choices=[(key, said) for key, (_, _, said) in CREDITS.items()],
        widget=forms.RadioSelect,
        error_messages=_CHOOSE,
    )
    caso = forms.MultipleChoiceField(
        label="Marque o que vale para o seu caso",
        choices=[(key, said) for key, (_, said) in CASES.items()],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages={"invalid_choice": "Escolha só entre estas opções."},
    )

    @property
    def is_asked(self) -> bool:
        """Whether the address brought any answer at all."""
        return any(name in self.data for name in self.fields)

    def clean_potencia(self) -> Decimal:
        try:
            power = parse_decimal(self.cleaned_data["potencia"])
        except Refused as refused:
            raise forms.ValidationError(refused.message, code=refused.code) from refused
        if not power:
            raise forms.ValidationError("A potência está zerada. Escreva a potência em kW, por exemplo 8,2.")
        return power

    @property
    def in_words(self) -> str:
        """The answers of a valid form in one line."""
        given = self.cleaned_data
        holder = "pessoa física" if given["titular"] == PERSON else "empresa"
        said = [
            f"{format_kw(given['potencia'])} kW",
            SOURCES[given["fonte"]][1].lower(),
            _small(KINDS[given["pedido"]][1]),
            f"titular {holder}",
            f"créditos: {_small(CREDITS[given['creditos']][2])}",
            *(_small(CASES[case][1]) for case in given["caso"]),
        ]
        return f"Você respondeu: {'; '.join(said)}."

    def facts(self, on: date) -> ProjectFacts:
        """The project of a valid form, asked on the day `on`."""
        given = self.cleaned_data
        power: Decimal = given["potencia"]
        source = SOURCES[given["fonte"]][0]
        modality, association, _ = CREDITS[given["creditos"]]
        cases = set(given["caso"])
        answers: dict[str, Any] = {CASES[case][0]: True for case in cases}
        has_inverters = answers.pop("has_inverters", False)
        answers["is_cpf_on_identity_document"] = "sem_cpf" not in cases
        if source is Source.solar:
            answers["modules"] = (ModuleSet(quantity=1, power_w=min(power * _WATTS, Decimal(10) ** 9)),)
            has_inverters = True
        else:
            answers["declared_power_kw"] = power
        if has_inverters:
            answers["inverters"] = (InverterSet(quantity=1, power_kw=power),)
        return ProjectFacts(
            filed_on=on,
            source=source,
            request_kind=KINDS[given["pedido"]][0],
            modality=modality,
            association=association,
            has_participating_units=modality is not Modality.local,
            is_holder_company=given["titular"] == COMPANY,
            **answers,
        )


def _small(text: str) -> str:
    return text[0].lower() + text[1:]
