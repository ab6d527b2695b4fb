"""What is answered about reverse flow: a waiver looked at, an alternative chosen, studies asked for and sent; and the place in the grid."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from eligibility.domain.findings import Refused
from requests_app.domain.reverse_flow import Alternative, Choice, Study
from requests_app.forms.fields import LongTextField, quantity, yes_or_no
from requests_app.services.flow.study_requests import LONGEST_WORDS, MAX_MB
from requests_app.services.grid.placements import LONGEST_SEARCH, Point

Data = Mapping[str, Any] | None


def put_beside(form: forms.Form, refused: Refused) -> None:
    """What the service refused, on the field it names or above them all. Raises it again where the state has no such step."""
    if refused.code in ("action_not_in_state", "page_stale"):
        raise refused
    for finding in refused.findings:
        form.add_error(finding.field if finding.field in form.fields else None, finding.message)


class CompatibleForm(forms.Form):
    """Whether the waiver by compatible power holds."""

    use_required_attribute = False

    is_confirmed = yes_or_no(
        "A ligação é gratuita e a potência é compatível com o consumo?",
        yes="Sim, a dispensa vale",
        no="Não, o estudo é devido",
        missing="Diga se a dispensa vale.",
    )


class ChoiceForm(forms.Form):
    """The alternative that the technician chooses, how much is injected, and how a reduction is made."""

    use_required_attribute = False

    alternatives = forms.TypedMultipleChoiceField(
        label="Alternativa",
        coerce=Alternative,
        widget=forms.CheckboxSelectMultiple,
        help_text="Uma alternativa na rede (I, II ou III), uma redução (IV ou V), ou uma de cada.",
        error_messages={
            "required": "Escolha uma alternativa.",
            "invalid_choice": "Esta alternativa não é viável neste estudo. Escolha outra.",
        },
    )
    injected_kw = quantity(
        "Potência que vai injetar",
        maximum=1_000_000,
        unit="kW",
        help_text="A maior potência que a geração vai mandar para a rede.",
    )
    reduction_form = LongTextField(
        label="Como a potência vai ser reduzida",
        required=False,
        max_length=LONGEST_WORDS,
        help_text="Só com a alternativa IV ou V: o equipamento e o ajuste.",
    )
    has_storage = forms.TypedChoiceField(
        label="Armazenamento",
        required=False,
        choices=[("nao", "Não vai usar"), ("sim", "Vai usar")],
        coerce=lambda value: value == "sim",
        empty_value=None,
        widget=forms.RadioSelect,
        help_text="Só com a alternativa IV ou V.",
        error_messages={"invalid_choice": "Esta opção não existe. Escolha sim ou não."},
    )

    def __init__(self, study: Study, data: Data = None) -> None:
        super().__init__(data)
        field = self.fields["alternatives"]
        assert isinstance(field, forms.TypedMultipleChoiceField)
        field.choices = [
            (one.alternative.value, f"{one.alternative.roman}. {one.alternative.label}")
            for one in study.viable
        ]

    def choice(self) -> Choice:
        """What was chosen, in the words of the rules."""
        given = self.cleaned_data
        return Choice(
            alternatives=frozenset(given["alternatives"]),
            injected_kw=given["injected_kw"],
            reduction_form=given["reduction_form"],
            has_storage=given["has_storage"],
        )


class StudyRequestForm(forms.Form):
    """Asking for the studies behind the alternative; nothing has to be written."""

    use_required_attribute = False

    asked = LongTextField(
        label="O que você quer ver nos estudos",
        required=False,
        max_length=LONGEST_WORDS,
        help_text="Se não escrever nada, o pedido vale para todos os estudos.",
    )


class StudyDeliveryForm(forms.Form):
    """The studies as one PDF, with what art. 78 asks for in words; the file itself is inspected by the service."""

    use_required_attribute = False

    file = forms.FileField(
        label="Estudos",
        help_text=f"PDF, até {MAX_MB} MB.",
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".pdf"}),
        error_messages={"required": "Escolha o arquivo dos estudos."},
    )
    method = LongTextField(
        label="Ferramentas, parâmetros e condições",
        missing="Escreva as ferramentas, os parâmetros e as condições do estudo.",
        max_length=LONGEST_WORDS,
        help_text="O que quem lê precisa para entender e refazer a conta.",
    )


class PointSearchForm(forms.Form):
    """Words of the code, name or municipality of a point of the grid."""

    use_required_attribute = False

    busca = forms.CharField(
        label="Código, nome ou município",
        required=False,
        max_length=LONGEST_SEARCH,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class PlacementForm(forms.Form):
    """One of the points that were found."""

    use_required_attribute = False

    point = forms.ChoiceField(
        label="Ponto",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Escolha um ponto da lista.",
            "invalid_choice": "Escolha um ponto da lista.",
        },
    )

    def __init__(self, points: Sequence[Point], data: Data = None) -> None:
        super().__init__(data)
        field = self.fields["point"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(point.key, point.label) for point in points]
        field.details = {point.key: point.detail for point in points}  # type: ignore[attr-defined]  # read by the field component
