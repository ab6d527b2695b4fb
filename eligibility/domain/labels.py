"""The formal Portuguese names of the closed sets, as sheets and the standard form print them."""

from typing import Final

from eligibility.domain.vocabulary import (
    Association,
    ConsumerClass,
    GuaranteeForm,
    Modality,
    Phases,
    Profession,
    RequestKind,
    Source,
)

SOURCE_LABELS: Final = {
    Source.solar: "Solar fotovoltaica",
    Source.hydro: "Hidráulica",
    Source.wind: "Eólica",
    Source.biomass: "Biomassa",
    Source.qualified_cogeneration: "Cogeração qualificada",
    Source.other: "Outra fonte",
}
REQUEST_KIND_LABELS: Final = {
    RequestKind.new_unit: "Ligação nova de unidade consumidora com geração",
    RequestKind.existing_unit: "Geração em unidade existente, sem mudança da potência disponibilizada",
    RequestKind.existing_unit_new_power: "Geração em unidade existente, com mudança da potência disponibilizada",
    RequestKind.change_generator: "Mudança da potência de uma geração existente",
}
MODALITY_LABELS: Final = {
    Modality.local: "Autoconsumo local",
    Modality.remote: "Autoconsumo remoto",
    Modality.shared: "Geração compartilhada",
    Modality.multiple_units: "Empreendimento com múltiplas unidades consumidoras",
}
ASSOCIATION_LABELS: Final = {
    Association.consortium: "consórcio",
    Association.cooperative: "cooperativa",
    Association.condominium: "condomínio",
    Association.civil_association: "outra associação civil",
}
CLASS_LABELS: Final = {
    ConsumerClass.residential: "residencial",
    ConsumerClass.commercial: "comercial, serviços e outras",
    ConsumerClass.rural: "rural",
    ConsumerClass.industrial: "industrial",
    ConsumerClass.public_authority: "poder público",
    ConsumerClass.public_service: "serviço público",
    ConsumerClass.public_lighting: "iluminação pública",
}
PHASE_LABELS: Final = {Phases.single: "monofásico", Phases.two: "bifásico", Phases.three: "trifásico"}
GUARANTEE_LABELS: Final = {
    GuaranteeForm.cash: "Caução em dinheiro",
    GuaranteeForm.bonds: "Títulos da dívida pública",
    GuaranteeForm.surety: "Fiança bancária",
}
PROFESSION_LABELS: Final = {
    Profession.electrical_engineer: "Engenharia elétrica",
    Profession.energy_engineer: "Engenharia de energia",
    Profession.other_engineer: "Outra engenharia",
    Profession.electrotechnics_technician: "Técnico em eletrotécnica",
    Profession.other: "Outra profissão",
}
