"""Project facts as the API reads them: numbers or strings, every field named in Portuguese, no unknown field."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from types import UnionType
from typing import Any, Union, get_args, get_origin

from pydantic import ConfigDict, ValidationError

from eligibility.domain.facts import AllocationFacts, InverterSet, ModuleSet, ProfessionalFacts, ProjectFacts

DESCRIPTIONS = {
    "filed_on": "Dia do pedido, AAAA-MM-DD; escolhe a regra em vigor. Sem ele, hoje.",
    "source": "Fonte principal.",
    "second_source": "Segunda fonte, se houver.",
    "request_kind": "O que é pedido para a unidade.",
    "modality": "Quem usa os créditos.",
    "unit_number": "Número da instalação: o novo, de 15 algarismos, ou o antigo, de 10. Vazio na ligação nova.",
    "consumer_class": "Classe da unidade.",
    "group": "Grupo tarifário, A ou B.",
    "phases": "Número de fases; só no grupo B.",
    "voltage": "Tensão como se escreve: `127/220 V`, `13,8 kV`.",
    "breaker_a": "Disjuntor geral, em ampères; só no grupo B.",
    "available_power_kw": "Potência disponibilizada do cadastro, quando o disjuntor não está na tabela.",
    "contracted_demand_kw": "Demanda contratada de consumo; 0 quando a unidade só injeta. Grupo A.",
    "injection_demand_kw": "Demanda de injeção. Grupo A.",
    "installed_load_kw": "Carga instalada.",
    "substation_type": "Tipo da subestação de entrada (posto). Grupo A.",
    "is_substation_shared": "Se a subestação é compartilhada.",
    "transformers_kva": "Potência de cada transformador, em kVA.",
    "latitude": "Graus decimais; no Brasil, negativos ao sul do equador.",
    "longitude": "Graus decimais; negativos no Brasil.",
    "monthly_consumption_kwh": "Consumo de doze meses, em kWh; nulo no mês que falta.",
    "is_collective_roof": "Se a geração fica em telhado coletivo.",
    "is_site_rented": "Se o telhado ou a área é alugada.",
    "is_in_protected_area": "Se o local fica em área protegida.",
    "has_disturbing_loads": "Se há cargas que perturbam a rede.",
    "has_emergency_generator": "Se há gerador de emergência.",
    "emergency_generator_kva": "Potência do gerador de emergência, em kVA.",
    "modules": "Módulos fotovoltaicos, um item por modelo.",
    "inverters": "Inversores, um item por modelo.",
    "declared_power_kw": "Potência instalada da primeira fonte, quando ela não é solar.",
    "second_declared_power_kw": "Potência instalada da segunda fonte, quando ela não é solar.",
    "existing_power_kw": "Geração que já existe, no aumento ou na redução.",
    "has_storage": "Se há armazenamento.",
    "storage_kwh": "Capacidade do armazenamento, em kWh.",
    "is_dispatchable": "Se a usina é despachável; nulo deixa a fonte decidir.",
    "is_floating": "Se a solar é flutuante.",
    "is_grid_zero": "Sem nenhuma injeção na rede (art. 73-A, I).",
    "wants_fast_track": "Dispensa até 7,5 kW em autoconsumo local (art. 73-A, III).",
    "wants_compatible_power": "Dispensa por potência compatível com o consumo (art. 73-A, II).",
    "association": "Como os participantes da geração compartilhada se reúnem.",
    "consortium_law": "Lei que rege o consórcio.",
    "unit_holding": "Em nome de quem está a unidade com a geração.",
    "is_administrator_fit": "Se a administradora do consórcio tem CNPJ regular e CNAE próprio.",
    "member_count": "Número de cooperados.",
    "keeps_modality_12_months": "Compromisso de ficar 12 meses na modalidade; dispensa a garantia.",
    "has_participating_units": "Se outras unidades recebem créditos.",
    "allocation": "Resumo da lista de unidades que recebem créditos.",
    "guarantee_form": "Forma da garantia de fiel cumprimento.",
    "surety_bank": "Banco da fiança.",
    "is_holder_company": "Se o titular é empresa.",
    "is_cpf_on_identity_document": "Se o documento com foto já mostra o CPF.",
    "has_constitution_change": "Se houve alteração contratual.",
    "has_power_of_attorney": "Se há procurador.",
    "is_captive": "Se o titular é consumidor cativo; nulo quando não se sabe.",
    "has_overdue_debts": "Se o titular tem conta vencida; nulo quando não se sabe.",
    "professional": "Quem assina o projeto.",
    "quantity": "Quantidade.",
    "power_w": "Potência de um módulo, em W.",
    "power_kw": "Potência nominal de um inversor, em kW.",
    "basis": "Por percentual ou por prioridade.",
    "unit_count": "Unidades da lista, sem a que tem a geração.",
    "total_percent": "Soma dos percentuais, com a parte da própria unidade.",
    "largest_share_percent": "Maior parte de um só beneficiário, somadas as suas unidades.",
    "duplicated_units": "Unidades repetidas.",
    "units_of_other_utility": "Unidades de outra distribuidora.",
    "units_without_member": "Unidades sem integrante.",
    "unreadable_lines": "Linhas que não puderam ser lidas.",
    "profession": "Profissão.",
    "has_attribution": "Se outro engenheiro tem a atribuição citada pela distribuidora.",
    "has_council_decision": "Se há decisão do conselho.",
    "registration": "Situação do registro no conselho.",
}

_MESSAGES = {
    "extra_forbidden": "Este campo não existe. Confira o nome.",
    "missing": "Falta este campo.",
    "greater_than_equal": "O número é pequeno demais.",
    "less_than_equal": "O número é grande demais.",
    "decimal_max_places": "O número tem casas decimais demais.",
    "string_too_long": "O texto é longo demais.",
    "too_long": "A lista é longa demais.",
}
_BY_KIND = {
    "enum": "Use um dos valores da lista deste campo.",
    "decimal": 'Escreva um número, como 8.2 ou "8.2".',
    "int": "Escreva um número inteiro.",
    "bool": "Escreva true ou false.",
    "date": "Escreva a data como AAAA-MM-DD.",
    "string": "Escreva um texto.",
    "tuple": "Escreva uma lista.",
    "model": "Escreva um objeto com os campos deste grupo.",
}


def _describe(schema: dict[str, Any], model: type[Any]) -> None:
    schema.pop("description", None)
    for name, shown in schema.get("properties", {}).items():
        shown.pop("title", None)
        found = _enumeration(model.model_fields[name].annotation)
        if found is not None:
            values = {"type": "string", "enum": [item.value for item in found]}
            is_optional = "anyOf" in shown
            shown.pop("anyOf", None)
            shown.pop("$ref", None)
            shown.update({"anyOf": [values, {"type": "null"}]} if is_optional else values)
        if "Decimal" in str(model.model_fields[name].annotation):
            _number_or_text(shown)
        shown["description"] = DESCRIPTIONS[name]
    if "filed_on" in schema.get("required", ()):
        schema.pop("required")


def _number_or_text(shown: dict[str, Any]) -> None:
    if shown.get("type") == "string":
        shown["type"] = ["number", "string"]
        shown.pop("pattern", None)
    for inner in (*shown.get("anyOf", ()), *([shown["items"]] if "items" in shown else ())):
        _number_or_text(inner)


def _enumeration(annotation: Any) -> type[StrEnum] | None:
    options = get_args(annotation) if get_origin(annotation) in {Union, UnionType} else (annotation,)
    return next((item for item in options if isinstance(item, type) and issubclass(item, StrEnum)), None)


_STRICT = ConfigDict(frozen=True, extra="forbid", json_schema_extra=_describe)


class ModuleBody(ModuleSet):
    model_config = _STRICT


class InverterBody(InverterSet):
    model_config = _STRICT


class AllocationBody(AllocationFacts):
    model_config = _STRICT


class ProfessionalBody(ProfessionalFacts):
    model_config = _STRICT


class ProjectBody(ProjectFacts):
    """The body of a request about a project; every field but none is optional, `filed_on` falls back to today."""

    model_config = _STRICT

    modules: tuple[ModuleBody, ...] = ()
    inverters: tuple[InverterBody, ...] = ()
    allocation: AllocationBody | None = None
    professional: ProfessionalBody | None = None


class UnreadableFacts(Exception):
    """The body is no project: `errors` maps each field, `modules.0.power_w` for inner ones, to its messages."""

    def __init__(self, errors: Mapping[str, list[str]]) -> None:
        self.errors = dict(errors)
        super().__init__(", ".join(self.errors))


def read_facts(body: Any, today: date) -> ProjectFacts:
    """The facts of a JSON body; raises UnreadableFacts naming every field that is unknown or cannot be read."""
    if not isinstance(body, Mapping):
        raise UnreadableFacts({"": ["O corpo é um objeto com os fatos do projeto."]})
    try:
        return ProjectBody.model_validate({"filed_on": today, **body})
    except ValidationError as error:
        errors: dict[str, list[str]] = {}
        for problem in error.errors(include_url=False, include_input=False, include_context=False):
            field = ".".join(str(part) for part in problem["loc"])
            errors.setdefault(field, []).append(_message(problem["type"]))
        raise UnreadableFacts(errors) from error


def _message(kind: str) -> str:
    return _MESSAGES.get(kind) or _BY_KIND.get(kind.partition("_")[0]) or "Confira o valor deste campo."
