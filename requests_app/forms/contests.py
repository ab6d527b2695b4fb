"""What people write in a contest, in its answer, about a late item, and to restore an opinion."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from eligibility.domain.findings import Refused
from requests_app.forms.fields import LongTextField, choice
from requests_app.models import Pending, ReviewItem
from requests_app.services.opinions.restorations import LONGEST_REASON
from requests_app.services.review.contests import LONGEST_TEXT
from requests_app.services.review.late_items import LONGEST_TEXT as LONGEST_LATE
from requests_app.services.review.late_items import REASON_DETAILS

Data = Mapping[str, Any] | None
UPHOLD, REJECT = "aceita", "nao_aceita"


def put_refusal(form: forms.Form, refused: Refused) -> None:
    """What the service refused, on the field it names or above them all, so that nothing typed is lost.

    Raises it again where the state has no such step: then the form serves nobody.
    """
    if refused.code == "action_not_in_state":
        raise refused
    for finding in refused.findings:
        form.add_error(finding.field if finding.field in form.fields else None, finding.message)


def status_of(form: forms.Form | None) -> int:
    """409 for a refusal that is of no field, 422 for wrong fields, 200 for a form without faults."""
    if form is None or not form.errors:
        return 200
    return 409 if form.non_field_errors() else 422


class ContestForm(forms.Form):
    """Why somebody disagrees."""

    use_required_attribute = False

    text = LongTextField(
        label="Por que você discorda",
        missing="Escreva por que você discorda.",
        max_length=LONGEST_TEXT,
        help_text="Diga o que está certo e onde se vê isso: o documento, a página, a regra.",
    )


class ContestItemsForm(ContestForm):
    """Which corrections, and why."""

    items = forms.TypedMultipleChoiceField(
        label="De quais itens você discorda",
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Marque os itens de que você discorda.",
            "invalid_choice": "Há um item que não está nesta lista.",
        },
    )
    field_order = ("items", "text")

    def __init__(self, pendings: Sequence[Pending], data: Data = None, **options: Any) -> None:
        super().__init__(data, **options)
        field = self.fields["items"]
        assert isinstance(field, forms.TypedMultipleChoiceField)
        field.choices = [(p.number, f"{p.number}. {p.document_title}: {p.what}") for p in pendings]


class AnswerForm(forms.Form):
    """The answer to a contest, whole: it goes to both parties as written."""

    use_required_attribute = False

    answer = LongTextField(
        label="A resposta, com os motivos",
        missing="Escreva a resposta, com os motivos.",
        max_length=LONGEST_TEXT,
        help_text="O técnico e o titular leem este texto inteiro. Diga a regra de cada ponto.",
    )


class AnswerItemsForm(AnswerForm):
    """Which corrections leave the list; the others stay."""

    upheld = forms.TypedMultipleChoiceField(
        label="Em quais itens a contestação tem razão",
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Os itens marcados saem da lista de correções. Os outros ficam, com a sua resposta ao lado.",
        error_messages={"invalid_choice": "Há um item que não está nesta contestação."},
    )
    field_order = ("upheld", "answer")

    def __init__(self, pendings: Sequence[Pending], data: Data = None) -> None:
        super().__init__(data)
        field = self.fields["upheld"]
        assert isinstance(field, forms.TypedMultipleChoiceField)
        field.choices = [(p.number, f"{p.number}. {p.document_title}: {p.what}") for p in pendings]


class JudgeForm(AnswerForm):
    """Whether a decision falls."""

    result = choice(
        "Resultado",
        {UPHOLD: "Aceitar a contestação", REJECT: "Manter a decisão"},
        missing="Escolha o resultado.",
        details={
            UPHOLD: "A decisão deixa de valer e a análise recomeça com o prazo inteiro.",
            REJECT: "A decisão fica como está. A resposta diz os motivos e os canais que restam.",
        },
    )
    field_order = ("result", "answer")


class ExplainForm(forms.Form):
    """Why an item was not pointed out before."""

    use_required_attribute = False

    reason_code = choice(
        "Por que não veio antes",
        {reason.value: str(reason.label).capitalize() for reason in ReviewItem.LateReason},
        missing="Escolha um motivo da lista.",
        details=REASON_DETAILS,
    )
    text = LongTextField(
        label="O que o técnico vai ler",
        missing="Escreva por que este item não foi apontado antes.",
        max_length=LONGEST_LATE,
    )

    def __init__(self, item: ReviewItem, data: Data = None) -> None:
        super().__init__(
            data,
            prefix=f"item-{item.pk}",
            initial={"reason_code": item.late_reason_code, "text": item.late_text},
        )


class RestoreForm(forms.Form):
    """Why an ended opinion is worth again."""

    use_required_attribute = False

    reason = LongTextField(
        label="Motivo",
        missing="Escreva por que o parecer volta a valer.",
        max_length=LONGEST_REASON,
        help_text="O titular e o técnico leem este texto no e-mail.",
    )
