"""What is typed about the contracts: the analyst's observations, and the holder's yes."""

from django import forms

from documents.domain.agreement_sheets import OBSERVATIONS_MAX
from requests_app.forms.fields import LongTextField
from requests_app.forms.holder_entry import CodeForm


class ObservationsForm(forms.Form):
    """What the operating agreement of this one plant adds to the model, one paragraph a line."""

    use_required_attribute = False

    observations = LongTextField(
        label="Observações do Acordo Operativo",
        help_text="O que só vale para esta usina. Uma observação por linha. O titular lê e aceita junto.",
        max_length=OBSERVATIONS_MAX,
        required=False,
    )


class AcceptForm(CodeForm):
    """The code and an express yes to every paper."""

    is_sure = forms.BooleanField(
        label="Li todos os contratos da lista e aceito cada um.",
        error_messages={"required": "Marque que você leu e aceita os contratos."},
    )
    field_order = ("is_sure", "code")
