"""Who will use the credits, how they are joined, and which waiver of the reverse-flow analysis is wanted."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any

from django import forms

from eligibility.domain.vocabulary import Association, ConsortiumLaw, Modality, UnitHolding
from requests_app.domain.filing import CreditsAnswers
from requests_app.forms.fields import SectionForm, choice, labels_of, whole

MOST_MEMBERS = 1_000_000
MODALITY_LABELS = {
    Modality.local: "Só esta unidade",
    Modality.remote: "Outras unidades do mesmo titular",
    Modality.shared: "Várias pessoas, em geração compartilhada",
    Modality.multiple_units: "As unidades de um mesmo prédio ou conjunto",
}
MODALITY_DETAILS = {
    Modality.local: "A energia que sobra vira crédito na mesma conta. O nome na norma é autoconsumo local.",
    Modality.remote: "Unidades da mesma pessoa, ou matriz e filiais da mesma empresa. O nome na norma é autoconsumo remoto.",
    Modality.shared: "Consumidores reunidos em consórcio, cooperativa, condomínio ou outra associação.",
    Modality.multiple_units: "Todas no mesmo terreno ou em terrenos vizinhos, sem rua no meio. O nome na norma é múltiplas unidades.",
}
ASSOCIATION_LABELS = {
    Association.consortium: "Consórcio",
    Association.cooperative: "Cooperativa",
    Association.condominium: "Condomínio civil, voluntário ou edilício",
    Association.civil_association: "Outra associação civil",
}
LAW_LABELS = {
    ConsortiumLaw.law_6404: "Lei 6.404/1976, de empresas, com ato na Junta Comercial",
    ConsortiumLaw.law_11795: "Lei 11.795/2008, de consórcios de compras",
}
HOLDING_LABELS = {
    UnitHolding.association: "Do próprio consórcio ou cooperativa",
    UnitHolding.administrator: "Da empresa que administra o consórcio",
    UnitHolding.someone_else: "De outra pessoa ou empresa",
}
FAST_TRACK_CONDITIONS = ("fast_track_local", "fast_track_no_sharing", "fast_track_for_good")


class Waiver(StrEnum):
    """The three ways out of the reverse-flow analysis (REN 1.000, art. 73-A), or none of them."""

    none = "none"
    grid_zero = "grid_zero"
    fast_track = "fast_track"
    compatible_power = "compatible_power"


WAIVER_LABELS = {
    Waiver.none: "Não quero dispensa",
    Waiver.grid_zero: "A geração não injeta nada na rede",
    Waiver.fast_track: "Geração até 7,5 kW, com créditos só nesta unidade",
    Waiver.compatible_power: "Potência compatível com o consumo",
}
WAIVER_DETAILS = {
    Waiver.none: "A distribuidora faz a análise, e os prazos são os mesmos.",
    Waiver.grid_zero: "Serve para micro e minigeração. Sem injeção não sobram créditos.",
    Waiver.fast_track: "Há três condições para aceitar, logo abaixo.",
    Waiver.compatible_power: "Só microgeração com conexão gratuita. O analista confere pelo consumo dos últimos 12 meses.",
}


def _details(words: Mapping[Any, str]) -> dict[str, str]:
    return {str(member.value): text for member, text in words.items()}


class CreditsForm(SectionForm):
    section = "credits"
    address = "creditos"
    title = "Quem vai usar os créditos?"
    depends = {
        "association": ("association",),
        "law": ("consortium_law",),
        "holding": ("unit_holding",),
        "administrator": ("is_administrator_fit",),
        "members": ("member_count",),
        "promise": ("keeps_modality_12_months",),
        "fast_track": FAST_TRACK_CONDITIONS,
    }

    modality = choice(
        "Para onde vão os créditos",
        labels_of(Modality, MODALITY_LABELS),
        missing="Diga quem vai usar os créditos.",
        details=_details(MODALITY_DETAILS),
    )
    association = choice(
        "Como as pessoas se reúnem",
        labels_of(Association, ASSOCIATION_LABELS),
        missing="Escolha uma das formas.",
        is_required=False,
    )
    consortium_law = choice(
        "Lei do consórcio",
        labels_of(ConsortiumLaw, LAW_LABELS),
        missing="Escolha uma das leis.",
        is_required=False,
    )
    unit_holding = choice(
        "De quem é a conta da unidade com a geração",
        labels_of(UnitHolding, HOLDING_LABELS),
        missing="Escolha uma das opções.",
        is_required=False,
    )
    is_administrator_fit = forms.BooleanField(
        label="A empresa administradora tem CNPJ ativo e CNAE de administração de consórcios",
        required=False,
    )
    member_count = whole("Número de cooperados", maximum=MOST_MEMBERS, is_required=False)
    keeps_modality_12_months = forms.BooleanField(
        label="A geração fica pelo menos 12 meses nesta modalidade",
        required=False,
        help_text="Com esta promessa, não é preciso dar garantia de fiel cumprimento.",
    )
    waiver = choice(
        "Dispensa da análise de inversão de fluxo",
        labels_of(Waiver, WAIVER_LABELS),
        missing="Escolha uma das opções.",
        is_required=False,
        details=_details(WAIVER_DETAILS),
    )
    waiver.initial = Waiver.none.value

    fast_track_local = forms.BooleanField(
        label="Os créditos ficam só nesta unidade, em autoconsumo local", required=False
    )
    fast_track_no_sharing = forms.BooleanField(
        label="A sobra e os créditos nunca vão para outra unidade, nem mais tarde", required=False
    )
    fast_track_for_good = forms.BooleanField(
        label="A escolha não volta atrás: para sair dela, é preciso encerrar o contrato e fazer um novo pedido",
        required=False,
    )

    @property
    def asks(self) -> Mapping[str, bool]:
        modality, association = self.typed("modality"), self.typed("association")
        is_shared = modality == Modality.shared.value
        is_consortium = is_shared and association == Association.consortium.value
        is_cooperative = is_shared and association == Association.cooperative.value
        is_administrators = self.typed("unit_holding") == UnitHolding.administrator.value
        return {
            "association": is_shared or modality == Modality.multiple_units.value,
            "law": is_consortium,
            "holding": is_consortium or is_cooperative,
            "administrator": is_consortium and is_administrators,
            "members": is_cooperative,
            "promise": modality == Modality.multiple_units.value or is_consortium or is_cooperative,
            "units": modality != Modality.local.value,
            "fast_track": self.typed("waiver") == Waiver.fast_track.value,
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.asks["fast_track"]:
            for name in FAST_TRACK_CONDITIONS:
                if not cleaned.get(name):
                    message = (
                        f"Aceite a condição “{self.fields[name].label}”, ou escolha outra opção de dispensa."
                    )
                    self.add_error(name, forms.ValidationError(message, code="required"))
        return cleaned

    def condition_fields(self) -> list[forms.BoundField]:
        """The three conditions of the fast track, for the page."""
        return [self[name] for name in FAST_TRACK_CONDITIONS]

    def to_answers(self, on: date) -> CreditsAnswers | None:
        """Typed answers; None while a field has an error."""
        if not self.is_valid():
            return None
        cleaned, asks = self.cleaned_data, self.asks
        chosen = Waiver(cleaned["waiver"] or Waiver.none.value)
        return CreditsAnswers(
            modality=Modality(cleaned["modality"]),
            is_grid_zero=chosen is Waiver.grid_zero,
            wants_fast_track=chosen is Waiver.fast_track,
            wants_compatible_power=chosen is Waiver.compatible_power,
            association=Association(cleaned["association"]) if cleaned["association"] else None,
            consortium_law=ConsortiumLaw(cleaned["consortium_law"]) if cleaned["consortium_law"] else None,
            unit_holding=UnitHolding(cleaned["unit_holding"]) if cleaned["unit_holding"] else None,
            is_administrator_fit=cleaned["is_administrator_fit"] if asks["administrator"] else None,
            member_count=cleaned["member_count"],
            keeps_modality_12_months=cleaned["keeps_modality_12_months"],
        )
