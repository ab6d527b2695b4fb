"""What public pages offer to choose from, in the Portuguese words of their addresses."""

from eligibility.domain.vocabulary import ConsumerClass, Source

CLASSES = {
    "residencial": (ConsumerClass.residential, "Residencial"),
    "comercial": (ConsumerClass.commercial, "Comércio, serviços e outras atividades"),
    "rural": (ConsumerClass.rural, "Rural"),
    "servico-publico": (ConsumerClass.public_service, "Serviço público"),
    "industrial": (ConsumerClass.industrial, "Industrial"),
    "poder-publico": (ConsumerClass.public_authority, "Poder público"),
    "iluminacao-publica": (ConsumerClass.public_lighting, "Iluminação pública"),
    "outra": (None, "Outra classe"),
}
SOURCES = {
    "solar": (Source.solar, "Solar fotovoltaica"),
    "hidraulica": (Source.hydro, "Hidráulica"),
    "eolica": (Source.wind, "Eólica"),
    "biomassa": (Source.biomass, "Biomassa"),
    "cogeracao": (Source.qualified_cogeneration, "Cogeração qualificada"),
    "outra": (Source.other, "Outra fonte"),
}
PHASES = {"mono": "Monofásica", "bi": "Bifásica", "tri": "Trifásica"}


def class_query(unit_class: ConsumerClass | None) -> str:
    """What to add to the page's address so that this class is already chosen; empty for none."""
    return next(
        (f"?classe={key}" for key, (found, _) in CLASSES.items() if unit_class and found is unit_class), ""
    )
