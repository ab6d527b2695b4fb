"""The facts that a condition may name, what each holds, and how each is said in Portuguese."""

from decimal import Decimal
from enum import StrEnum
from functools import cache

from eligibility.domain.assessment import classification_of
from eligibility.domain.facts import ProjectFacts
from eligibility.domain.guarantee import guarantee_of
from eligibility.domain.operator import OperatorProfile, load_profile
from eligibility.domain.rulebook import NoRuleOnDate
from eligibility.domain.vocabulary import (
    Association,
    ConsumerClass,
    Modality,
    Profession,
    RequestKind,
    Source,
    TariffGroup,
    UnitHolding,
)

FactValue = bool | Decimal | str | frozenset[str] | None


class Fact(StrEnum):
    """The closed vocabulary. `sources` is a set; `source`, the first one alone, is kept for older versions."""

    source = "source"
    sources = "sources"
    request_kind = "request_kind"
    modality = "modality"
    association = "association"
    unit_holding = "unit_holding"
    group = "group"
    consumer_class = "consumer_class"
    profession = "profession"
    installed_power_kw = "installed_power_kw"
    added_power_kw = "added_power_kw"
    has_inverters = "has_inverters"
    has_storage = "has_storage"
    is_dispatchable = "is_dispatchable"
    is_floating = "is_floating"
    is_grid_zero = "is_grid_zero"
    wants_fast_track = "wants_fast_track"
    wants_compatible_power = "wants_compatible_power"
    is_guarantee_due = "is_guarantee_due"
    keeps_modality_12_months = "keeps_modality_12_months"
    is_holder_company = "is_holder_company"
    is_cpf_on_identity_document = "is_cpf_on_identity_document"
    has_constitution_change = "has_constitution_change"
    has_power_of_attorney = "has_power_of_attorney"
    is_captive = "is_captive"
    has_overdue_debts = "has_overdue_debts"
    has_participating_units = "has_participating_units"
    is_administrator_fit = "is_administrator_fit"
    is_collective_roof = "is_collective_roof"
    is_site_rented = "is_site_rented"
    is_in_protected_area = "is_in_protected_area"
    is_substation_shared = "is_substation_shared"
    has_disturbing_loads = "has_disturbing_loads"
    has_emergency_generator = "has_emergency_generator"

    @property
    def kind(self) -> type[bool] | type[Decimal] | type[str]:
        """What the fact holds: a yes or no, a quantity, or words of a closed set (`sources` holds several)."""
        if self in _YES_OR_NO:
            return bool
        return Decimal if self in _QUANTITIES else str

    @property
    def is_set(self) -> bool:
        """Whether the fact holds several words: equal then means that one of them is the written one."""
        return self is Fact.sources

    @property
    def label(self) -> str:
        """The fact's name on a screen, in Portuguese."""
        if self in _YES_OR_NO:
            yes = _YES_OR_NO[self][0]
            return yes[0].upper() + yes[1:]
        return _QUANTITIES[self] if self in _QUANTITIES else _LABELS[self]

    @property
    def choices(self) -> tuple[tuple[str, str], ...]:
        """The words the fact may hold, each with its Portuguese; empty for a yes or no and for a quantity."""
        return tuple(_WORDS[self].items()) if self in _WORDS else ()

    def said(self, value: str) -> str:
        """The Portuguese of one of the fact's words; KeyError for a word outside the set."""
        return _WORDS[self][value]

    @property
    def subject(self) -> str:
        """The subject of a sentence about a fact that holds words: "a modalidade"."""
        return _SUBJECTS[self]

    def yes_or_no(self, *, is_true: bool) -> str:
        """The sentence of a yes or no, as it stands after "quando"."""
        return _YES_OR_NO[self][0 if is_true else 1]


_SOURCES = {
    Source.solar: "solar fotovoltaica",
    Source.hydro: "hidráulica",
    Source.wind: "eólica",
    Source.biomass: "biomassa",
    Source.qualified_cogeneration: "cogeração qualificada",
    Source.other: "de outro tipo",
}
_WORDS: dict[Fact, dict[str, str]] = {
    Fact.source: {key.value: said for key, said in _SOURCES.items()},
    Fact.sources: {key.value: said for key, said in _SOURCES.items()},
    Fact.request_kind: {
        RequestKind.existing_unit.value: "para unidade que já existe, sem mudar a potência dela",
        RequestKind.existing_unit_new_power.value: "para unidade que já existe, com mudança da potência dela",
        RequestKind.new_unit.value: "de ligação nova",
        RequestKind.change_generator.value: "de mudança em uma geração que já existe",
    },
    Fact.modality: {
        Modality.local.value: "autoconsumo local",
        Modality.remote.value: "autoconsumo remoto",
        Modality.shared.value: "geração compartilhada",
        Modality.multiple_units.value: "de múltiplas unidades",
    },
    Fact.association: {
        Association.consortium.value: "consórcio",
        Association.cooperative.value: "cooperativa",
        Association.condominium.value: "condomínio",
        Association.civil_association.value: "outra associação civil",
    },
    Fact.unit_holding: {
        UnitHolding.association.value: "o consórcio ou a cooperativa",
        UnitHolding.administrator.value: "a administradora do consórcio",
        UnitHolding.someone_else.value: "outra pessoa",
    },
    Fact.group: {TariffGroup.a.value: "A", TariffGroup.b.value: "B"},
    Fact.consumer_class: {
        ConsumerClass.residential.value: "residencial",
        ConsumerClass.commercial.value: "comercial",
        ConsumerClass.rural.value: "rural",
        ConsumerClass.industrial.value: "industrial",
        ConsumerClass.public_authority.value: "poder público",
        ConsumerClass.public_service.value: "serviço público",
        ConsumerClass.public_lighting.value: "iluminação pública",
    },
    Fact.profession: {
        Profession.electrical_engineer.value: "engenheiro eletricista",
        Profession.energy_engineer.value: "engenheiro de energia",
        Profession.other_engineer.value: "engenheiro de outra área",
        Profession.electrotechnics_technician.value: "técnico em eletrotécnica",
        Profession.other.value: "de outra profissão",
    },
}
_SUBJECTS = {
    Fact.source: "a primeira fonte",
    Fact.sources: "uma das fontes",
    Fact.request_kind: "o pedido",
    Fact.modality: "a modalidade",
    Fact.association: "a reunião dos participantes",
    Fact.unit_holding: "o titular da unidade geradora",
    Fact.group: "o grupo da unidade",
    Fact.consumer_class: "a classe da unidade",
    Fact.profession: "o responsável técnico",
    Fact.installed_power_kw: "a potência instalada",
    Fact.added_power_kw: "a potência acrescentada",
}
_LABELS = {
    Fact.source: "Primeira fonte",
    Fact.sources: "Fontes",
    Fact.request_kind: "Tipo do pedido",
    Fact.modality: "Modalidade",
    Fact.association: "Forma da reunião",
    Fact.unit_holding: "Titular da unidade geradora",
    Fact.group: "Grupo da unidade",
    Fact.consumer_class: "Classe da unidade",
    Fact.profession: "Profissão do responsável técnico",
}
_QUANTITIES = {
    Fact.installed_power_kw: "Potência instalada (kW)",
    Fact.added_power_kw: "Potência acrescentada (kW)",
}
_YES_OR_NO = {
    Fact.has_inverters: ("o projeto usa inversor", "o projeto não usa inversor"),
    Fact.has_storage: ("há armazenamento de energia", "não há armazenamento de energia"),
    Fact.is_dispatchable: ("a central é despachável", "a central não é despachável"),
    Fact.is_floating: ("a central é flutuante", "a central não é flutuante"),
    Fact.is_grid_zero: ("a central não injeta na rede", "a central injeta na rede"),
    Fact.wants_fast_track: (
        "o pedido usa a dispensa para autoconsumo local",
        "o pedido não usa a dispensa para autoconsumo local",
    ),
    Fact.wants_compatible_power: (
        "o pedido usa a potência compatível com o consumo",
        "o pedido não usa a potência compatível com o consumo",
    ),
    Fact.is_guarantee_due: (
        "a garantia de fiel cumprimento é devida",
        "a garantia de fiel cumprimento não é devida",
    ),
    Fact.keeps_modality_12_months: (
        "os participantes se comprometem a ficar 12 meses na modalidade",
        "os participantes não se comprometem a ficar 12 meses na modalidade",
    ),
    Fact.is_holder_company: ("o titular é empresa", "o titular é pessoa física"),
    Fact.is_cpf_on_identity_document: (
        "o CPF aparece no documento com foto",
        "o CPF não aparece no documento com foto",
    ),
    Fact.has_constitution_change: (
        "a empresa já alterou o contrato ou o estatuto",
        "a empresa nunca alterou o contrato ou o estatuto",
    ),
    Fact.has_power_of_attorney: ("há procuração do titular", "não há procuração do titular"),
    Fact.is_captive: ("o consumidor é cativo", "o consumidor é livre ou especial"),
    Fact.has_overdue_debts: ("há débitos vencidos", "não há débitos vencidos"),
    Fact.has_participating_units: (
        "outras unidades recebem créditos",
        "nenhuma outra unidade recebe créditos",
    ),
    Fact.is_administrator_fit: (
        "a administradora tem CNPJ ativo e atividade própria",
        "a administradora não tem CNPJ ativo ou atividade própria",
    ),
    Fact.is_collective_roof: ("a geração fica em telhado coletivo", "a geração não fica em telhado coletivo"),
    Fact.is_site_rented: ("o imóvel é alugado ou cedido", "o imóvel não é alugado nem cedido"),
    Fact.is_in_protected_area: ("o imóvel fica em área protegida", "o imóvel não fica em área protegida"),
    Fact.is_substation_shared: ("a subestação é compartilhada", "a subestação não é compartilhada"),
    Fact.has_disturbing_loads: (
        "há cargas que podem perturbar a rede",
        "não há cargas que possam perturbar a rede",
    ),
    Fact.has_emergency_generator: ("há gerador de emergência", "não há gerador de emergência"),
}


def fact_value(fact: Fact, facts: ProjectFacts, profile: OperatorProfile | None = None) -> FactValue:
    """The value of a named fact; None when it was not answered. Without a profile the packaged one counts."""
    match fact:
        case Fact.has_inverters:
            return bool(facts.inverters)
        case Fact.sources:
            return frozenset(source.value for source in facts.sources) or None
        case Fact.profession:
            return facts.professional.profession if facts.professional else None
        case Fact.is_guarantee_due:
            return _is_guarantee_due(facts, profile or _packaged_profile())
    value: FactValue = getattr(facts, fact.value)
    return value


@cache
def _packaged_profile() -> OperatorProfile:
    return load_profile()


def _is_guarantee_due(facts: ProjectFacts, profile: OperatorProfile) -> bool | None:
    if facts.installed_power_kw is None or not facts.sources:
        return None
    try:
        found = classification_of(facts, profile=profile)
        guarantee = guarantee_of(facts, found.category if found else None, profile=profile)
    except NoRuleOnDate:
        return False  # nobody asked for one before there was a rule
    return guarantee is not None and guarantee.is_due
