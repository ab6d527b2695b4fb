"""The papers that bind utility and customer after the opinion, and which of them a request needs."""

from enum import StrEnum

from eligibility.domain.classification import Category


class AgreementKind(StrEnum):
    """One paper; the order is that in which people read them."""

    OPERATIONAL_RELATIONSHIP = "operational_relationship"
    OPERATING_AGREEMENT = "operating_agreement"
    SYSTEM_USE = "system_use"
    ENERGY_PURCHASE = "energy_purchase"

    @property
    def label(self) -> str:
        """Portuguese title."""
        return _WORDS[self][0]

    @property
    def slug(self) -> str:
        """The name in addresses and file names."""
        return _WORDS[self][1]

    @property
    def purpose(self) -> str:
        """What the paper is for, in one sentence."""
        return _WORDS[self][2]

    @property
    def rule_code(self) -> str:
        """The entry of the rulebook that asks for it."""
        return f"contracts.{self.value}"

    @property
    def says_who_switches(self) -> bool:
        """Whether the paper holds the operating rules; an analyst's observations go there."""
        return self in (AgreementKind.OPERATIONAL_RELATIONSHIP, AgreementKind.OPERATING_AGREEMENT)


_WORDS = {
    AgreementKind.OPERATIONAL_RELATIONSHIP: (
        "Relacionamento Operacional",
        "relacionamento-operacional",
        "Diz quem manobra o quê, como avisar um ao outro e quem responde por quê.",
    ),
    AgreementKind.OPERATING_AGREEMENT: (
        "Acordo Operativo",
        "acordo-operativo",
        "Diz quem manobra o quê na usina e na rede, quem fala com quem e quem responde por quê.",
    ),
    AgreementKind.SYSTEM_USE: (
        "Contrato de uso do sistema de distribuição (CUSD)",
        "uso-do-sistema",
        "Diz quanta demanda a unidade pode usar e injetar na rede.",
    ),
    AgreementKind.ENERGY_PURCHASE: (
        "Contrato de compra de energia regulada (CCER)",
        "compra-de-energia",
        "Trata da energia que vem da rede quando a usina não cobre o consumo.",
    ),
}
_OF_GROUP_A = (AgreementKind.OPERATING_AGREEMENT, AgreementKind.SYSTEM_USE, AgreementKind.ENERGY_PURCHASE)


def agreements_for(category: Category, group: str) -> tuple[AgreementKind, ...]:
    """Which papers a request needs, by its category and the tariff group of its unit (REN 1.000, arts. 69, IX, and 84).

    Micro in group B: the operational relationship alone. Mini, and whatever is in group A: the operating
    agreement with both contracts.
    """
    is_larger = category is Category.mini or group == "A"
    return _OF_GROUP_A if is_larger else (AgreementKind.OPERATIONAL_RELATIONSHIP,)


def kind_of(slug: str) -> AgreementKind | None:
    """The paper of this name in an address; None for any other word."""
    return next((kind for kind in AgreementKind if kind.slug == slug), None)
