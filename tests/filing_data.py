"""One good set of answers for a filing, as a person types it; invented people and numbers."""

ANSWERS: dict[str, dict[str, str]] = {
    "unit": {
        "request_kind": "existing_unit",
        "unit_number": "3014056287",
        "consumer_class": "residential",
        "group": "B",
        "voltage": "127/220 V",
        "phases": "bi",
        "breaker_a": "63",
        "available_power_kw": "",
        "monthly_consumption_kwh": "610 598 640 622 587 575 601 618 630 644 615 604",
        "street": "Rua das Acácias",
        "street_number": "80",
        "complement": "",
        "district": "Eldorado",
        "municipality": "Contagem",
        "postal_code": "32310-000",
        "nickname": "Casa da Ana",
    },
    "generation": {
        "source": "solar",
        "has_storage": "false",
        "module_0_manufacturer": "Exemplo Solar",
        "module_0_model": "EX-585",
        "module_0_quantity": "16",
        "module_0_power_w": "585",
        "inverter_0_manufacturer": "Exemplo Solar",
        "inverter_0_model": "ES-8200",
        "inverter_0_quantity": "1",
        "inverter_0_power_kw": "8,2",
        "array_area_m2": "74,3",
    },
    "credits": {"modality": "local", "waiver": "none"},
    "holder": {
        "is_company": "false",
        "name": "Ana Souza Lima",
        "tax_id": "529.982.247-25",
        "representative_name": "",
        "email": "ana@exemplo.com.br",
        "phone": "(31) 98765-4321",
        "has_power_of_attorney": "false",
        "is_cpf_on_identity_document": "true",
        "has_constitution_change": "",
    },
    "sending": {"other_information": "O portão fica na rua de trás."},
}

DECLARED = {"declaration_d": "on", "declaration_f": "on"}


GROUP_A = {
    "group": "A",
    "voltage": "13.800 V",
    "phases": "",
    "breaker_a": "",
    "contracted_demand_kw": "200",
    "injection_demand_kw": "700",
    "installed_load_kw": "180",
    "substation_type": "4",
    "transformer_0_power_kva": "1.000",
    "transformer_0_connection": "Δ-Y",
    "transformer_0_impedance_percent": "5,5",
    "coordinates_as": "utm",
    "utm_zone": "23",
    "utm_easting": "611.520",
    "utm_northing": "7.797.383",
}
"""What differs in a unit of group A."""

_NO_EQUIPMENT = {
    name: "" for name in ANSWERS["generation"] if name.startswith(("module", "inverter", "array"))
}
HYDRO = {
    **_NO_EQUIPMENT,
    "source": "hydro",
    "machine": "synchronous",
    "declared_power_kw": "600",
    "river": "Ribeirão das Pedras",
    "basin": "São Francisco",
    "head_m": "22,5",
    "flow_m3s": "3,4",
    "hydro_machine": "Francis",
}
"""What differs in a small hydro plant without converters."""

TWO_SOURCES = {
    "second_source": "biomass",
    "machine": "mixed",
    "second_declared_power_kw": "30",
    "fuel": "Biogás",
    "prime_mover": "Motor a gás",
    "cycle": "Ciclo Otto",
}
"""What comes besides the good solar answers when biogas is the second source."""


def answers(section: str, **changes: str) -> dict[str, str]:
    """The good answers of a section with some of them changed."""
    return {**ANSWERS[section], **changes}
