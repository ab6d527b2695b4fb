"""Sending a draft: the same form, check and service as the page's last screen; a second call answers the same."""

import uuid
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from pydantic import Field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from eligibility.api.endpoints import Endpoint
from eligibility.api.shapes import Shape, answer
from eligibility.domain.declarations import LETTERS
from eligibility.domain.findings import Finding, Refused, Section
from requests_app.api import lookups
from requests_app.api.drafts import TECHNICIANS
from requests_app.domain.clock import ClockName
from requests_app.domain.deadline import fold
from requests_app.forms.draft_reading import DraftReading
from requests_app.forms.drafts import kept_answers, read_draft
from requests_app.forms.sending import OTHER_INFORMATION_LENGTH, SendingForm
from requests_app.models import AccessRequest, ClockEntry
from requests_app.services.clocks.reckoning import as_clock_event, calendar_of, counting_policy
from requests_app.services.filing.drafts import save_section
from requests_app.services.filing.preconditions import preconditions_of_draft
from requests_app.services.filing.sending import file_request


class Filed(Shape):
    """The filing: number, when it arrived, and the legal date as it stood at the filing."""

    filing_number: str
    digits: str = Field(description="O protocolo só com algarismos.")
    filed_at: datetime
    due_on: date = Field(description="Até quando sai o parecer, contado do envio.")
    rule: str
    citation: str


class Sending(serializers.Serializer[Any]):
    declarations = serializers.ListField(
        child=serializers.ChoiceField(choices=LETTERS),
        max_length=len(LETTERS),
        help_text="Letras das declarações aceitas, do item 4 do formulário padrão. `d` e `f` são obrigatórias.",
    )
    acknowledged = serializers.BooleanField(
        default=False, help_text="Você leu os avisos da conferência e quer enviar assim."
    )
    other_information = serializers.CharField(
        max_length=OTHER_INFORMATION_LENGTH,
        required=False,
        allow_blank=True,
        trim_whitespace=False,
        help_text="Outros dados, para o analista. Saem também no comprovante.",
    )


class SendDraft(Endpoint):
    open_to = TECHNICIANS

    @extend_schema(
        operation_id="draft_send",
        tags=["Rascunhos"],
        summary="Enviar o pedido",
        description=(
            "409 com todos os pontos a corrigir quando algo impede o envio. Repetir a chamada não envia de novo: "
            "a resposta é 200 com o mesmo protocolo."
        ),
        request=Sending,
        responses={201: Filed, 200: Filed},
    )
    def post(self, request: Request, public_id: uuid.UUID) -> Response:
        draft, now = lookups.draft(self.actor, public_id), timezone.now()
        if not draft.is_draft:
            return answer(filed_shape(draft))
        given = Sending(data=request.data)
        given.is_valid(raise_exception=True)
        draft = _keep(draft, given.validated_data, now)
        reading = read_draft(draft, timezone.localdate(now), preconditions=preconditions_of_draft(draft))
        form = _confirmed(draft, reading, now)
        filed = file_request(
            draft_id=draft.pk,
            filing=reading.filing,
            findings=reading.findings,
            accepted_declarations=form.accepted(),
            is_acknowledged=bool(form.cleaned_data["is_acknowledged"]),
            actor=self.actor,
            now=now,
            answers_read=draft.draft_answers,
        )
        # A call that raced this one has filed it first: then the time is not ours.
        return answer(filed_shape(filed), status=201 if filed.filed_at == now else 200)


def _keep(draft: AccessRequest, given: dict[str, Any], now: datetime) -> AccessRequest:
    """The answers of the last screen, kept like those of the others."""
    answers: dict[str, Any] = dict(draft.draft_answers.get("sending", {}))
    answers = {name: value for name, value in answers.items() if name == "other_information"}
    answers |= {f"declaration_{letter}": True for letter in given["declarations"]}
    answers["is_acknowledged"] = given["acknowledged"]
    if "other_information" in given:
        answers["other_information"] = given["other_information"]
    kept = kept_answers("sending", answers, timezone.localdate(now))
    return save_section(draft_id=draft.pk, section="sending", answers=kept)


def _confirmed(draft: AccessRequest, reading: DraftReading, now: datetime) -> SendingForm:
    """The last screen's form with everything it asks for. Raises Refused with all that is missing at once."""
    wants = reading.credits is not None and reading.credits.wants_waiver
    kept = draft.draft_answers["sending"]
    form = SendingForm(data=kept, on=timezone.localdate(now), wants_waiver=wants)
    form.confirms(has_advisories=bool(reading.advisories))
    missing = [
        Finding(code=str(error.code or "invalid"), message=text, field=name, section=Section.declarations)
        for name, errors in form.errors.as_data().items()
        for error in errors
        for text in error.messages
    ]
    if found := (*reading.blocking, *missing):
        raise Refused(found)
    return form


def filed_shape(access_request: AccessRequest) -> Filed:
    """The same words after any number of calls: the date is folded from the first clock entry alone."""
    assert access_request.filing_number and access_request.filing_digits and access_request.filed_at
    entries = ClockEntry.objects.filter(access_request=access_request, clock=ClockName.OPINION.value)
    first = as_clock_event(entries.order_by("id")[0])
    policy = counting_policy(ClockName.OPINION, first.on)
    reckoned = fold((first,), cal=calendar_of(access_request), policy=policy, today=first.on)
    assert reckoned.due_on is not None and reckoned.term is not None
    return Filed(
        filing_number=access_request.filing_number,
        digits=access_request.filing_digits,
        filed_at=access_request.filed_at,
        due_on=reckoned.due_on,
        rule=reckoned.term.rule_code,
        citation=reckoned.term.citation_label,
    )
