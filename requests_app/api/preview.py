"""The legal date of a term before anything is filed: the same fold as the clocks of requests."""

from datetime import date
from typing import Any

from drf_spectacular.utils import extend_schema
from pydantic import Field, ValidationError
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from eligibility.api.endpoints import PublicEndpoint
from eligibility.api.shapes import Shape, answer, problem
from eligibility.domain.rulebook import NoRuleOnDate, UnknownRule, rule
from eligibility.profile import current_profile
from requests_app.domain.calendar import CalendarRangeError
from requests_app.domain.clock import ClockEvent, ClockEventKind, ClockName
from requests_app.domain.deadline import fold
from requests_app.services.clocks.calendars import calendar_for
from requests_app.services.clocks.reckoning import counting_policy, term_of


class PreviewShape(Shape):
    """When a term ends, and the count in words."""

    due_on: date
    days: int
    unit: str = Field(description="`calendar_days` (dias corridos) ou `business_days` (dias úteis).")
    explanation: list[str] = Field(description="A conta, passo a passo.")
    citation: str
    confidence: str = Field(description="Até onde a regra foi conferida.")


class PreviewQuery(serializers.Serializer[Any]):
    rule = serializers.CharField(
        max_length=60, help_text="Código da regra, por exemplo `opinion.micro.no_works`."
    )
    event_on = serializers.DateField(help_text="O dia do aviso ou do protocolo, AAAA-MM-DD. Ele não conta.")
    municipality = serializers.CharField(
        max_length=80,
        required=False,
        help_text="Com ele, contam também os feriados do estado e do município. Sem ele, só os nacionais.",
    )


class DeadlinePreview(PublicEndpoint):
    @extend_schema(
        operation_id="deadline_preview",
        tags=["Consultas públicas"],
        summary="Até quando vai um prazo",
        description="404 se a regra não existe; 409 se não valia naquele dia ou se não é um prazo.",
        parameters=[PreviewQuery],
        responses=PreviewShape,
    )
    def get(self, request: Request) -> Response:
        query = PreviewQuery(data=request.query_params)
        query.is_valid(raise_exception=True)
        code, event_on = query.validated_data["rule"], query.validated_data["event_on"]
        try:
            return answer(preview(code, event_on, query.validated_data.get("municipality")))
        except UnknownRule as error:
            return problem(404, "unknown_rule", error.message)
        except NoRuleOnDate as error:
            return problem(409, "no_rule_on_date", error.message)
        except (TypeError, ValidationError):
            return problem(409, "rule_is_no_term", f"A regra “{code}” não é um prazo em dias.")
        except CalendarRangeError as error:
            return problem(400, "invalid", str(error), errors={"event_on": [str(error)]})


def preview(code: str, event_on: date, municipality: str | None) -> PreviewShape:
    """Count the term of `code` from `event_on`. Raises what the rulebook, the term and the calendar raise."""
    found, term = rule(code, event_on), term_of(code, event_on)
    calendar = calendar_for(state=current_profile().uf if municipality else None, municipality=municipality)
    # Asked first: outside the years it knows the calendar refuses, before any arithmetic on the last of all dates.
    calendar.holiday_name(event_on)
    start = ClockEvent(kind=ClockEventKind.START, on=event_on, term=term)
    # Nothing stands still between a start and its own day: whose term it is changes nothing.
    policy = counting_policy(ClockName.OPINION, event_on)
    reckoned = fold((start,), cal=calendar, policy=policy, today=event_on)
    assert reckoned.due_on is not None
    return PreviewShape(
        due_on=reckoned.due_on,
        days=term.days,
        unit=term.unit,
        explanation=list(reckoned.steps),
        citation=term.citation_label,
        confidence=found.confidence.label,
    )
