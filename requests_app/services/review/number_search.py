"""Find requests by any number people have of them: each kind by its own index, all kinds in one statement."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from django.db.models import F, QuerySet, Value
from django.db.models.fields.json import KT

from documents.domain.text_numbers import NumberShape
from eligibility.domain.consumer_units import parse_unit_number
from eligibility.domain.findings import Refused
from eligibility.domain.registrations import parse_plant_code
from requests_app.domain.identifiers import (
    parse_contest_number,
    parse_filing_number,
    parse_help_number,
    parse_opinion_number,
    parse_service_order,
)
from requests_app.domain.legacy_columns import compact_number
from requests_app.models import (
    AccessRequest,
    Attachment,
    ConsumerUnit,
    Contest,
    Conversation,
    FiledAnswers,
    HistoricRequest,
    Opinion,
)
from requests_app.models.filed_answers import PLANT_CODE

MOST_FOUND: Final = 50
_RESPONSIBILITY: Final = "technical_responsibility"


class NumberKind(StrEnum):
    """Which number of a request was the one typed."""

    FILING = "filing"
    SERVICE_ORDER = "service_order"
    OPINION = "opinion"
    RESPONSIBILITY = "responsibility"
    PLANT_CODE = "plant_code"
    UNIT = "unit"
    CONTEST = "contest"
    HELP = "help"

    @property
    def label(self) -> str:
        return {
            NumberKind.FILING: "protocolo do pedido",
            NumberKind.SERVICE_ORDER: "nota de serviço",
            NumberKind.OPINION: "número do parecer",
            NumberKind.RESPONSIBILITY: "ART ou TRT",
            NumberKind.PLANT_CODE: "CEG",
            NumberKind.UNIT: "número da instalação",
            NumberKind.CONTEST: "protocolo de contestação",
            NumberKind.HELP: "protocolo de ajuda",
        }[self]


@dataclass(frozen=True)
class Found:
    """A request of the portal or of the history, and the words of the number that matched."""

    by: str
    request: AccessRequest | None = None
    historic: HistoricRequest | None = None


def find_by_number(text: str, visible: QuerySet[AccessRequest]) -> list[Found]:
    """What carries this number, newest first, at most MOST_FOUND of each kind. Three statements of SQL.

    The two numbers of a unit that an historic request ties together find each other's requests.
    """
    compact = compact_number(text)
    if not compact:
        return []
    historic = list(
        HistoricRequest.objects.filter(numbers__contains=[compact]).order_by("-filed_on", "-id")[:MOST_FOUND]
    )
    kinds = _matches(text, compact, _units(text, historic))
    rows = visible.filter(pk__in=kinds).order_by("-filed_at", "-id")[:MOST_FOUND]
    return [
        *(Found(by=NumberKind(kinds[row.pk]).label, request=row) for row in rows),
        *(Found(by=_historic_label(row, compact), historic=row) for row in historic),
    ]


def _matches(text: str, compact: str, units: list[str]) -> dict[int, str]:
    """Request → kind of the number that matched first, in the order of the kinds."""
    parts = [
        rows.annotate(matched=Value(kind.value)).values_list("owner", "matched").order_by()[:MOST_FOUND]
        for kind, rows in _lookups(text, compact, units)
    ]
    found: dict[int, str] = {}
    order = list(NumberKind)
    pairs = parts[0].union(*parts[1:], all=True)
    for owner, kind in sorted(pairs, key=lambda pair: order.index(NumberKind(pair[1]))):
        found.setdefault(owner, kind)
    return found


def _lookups(text: str, compact: str, units: list[str]) -> Iterator[tuple[NumberKind, QuerySet[Any]]]:
    """One query for each kind that the text may be. `owner` is the request's primary key."""
    requests = AccessRequest.objects.annotate(owner=F("pk"))
    if number := parse_filing_number(text):
        yield NumberKind.FILING, requests.filter(filing_number=number)
    if number := parse_service_order(text):
        yield NumberKind.SERVICE_ORDER, requests.filter(service_order=number)
    for kind, parse, model in (
        (NumberKind.OPINION, parse_opinion_number, Opinion),
        (NumberKind.CONTEST, parse_contest_number, Contest),
        (NumberKind.HELP, parse_help_number, Conversation),
    ):
        if number := parse(text):
            yield kind, model.objects.annotate(owner=F("access_request_id")).filter(number=number)
    if units:
        rows = ConsumerUnit.objects.annotate(owner=F("access_request_id"))
        yield NumberKind.UNIT, rows.filter(number__in=units)
    try:
        plant_code = parse_plant_code(text)
    except Refused:
        plant_code = ""
    if plant_code:
        answers = FiledAnswers.objects.annotate(owner=F("access_request_id"), found=KT(PLANT_CODE))
        yield NumberKind.PLANT_CODE, answers.filter(found=plant_code)
    wanted = {NumberShape.responsibility.value: [compact]}
    attachments = Attachment.objects.annotate(owner=F("access_request_id"))
    yield (
        NumberKind.RESPONSIBILITY,
        attachments.filter(document_code=_RESPONSIBILITY, stored_file__reading__numbers__contains=wanted),
    )


def _units(text: str, historic: list[HistoricRequest]) -> list[str]:
    """The unit's number that was typed and, by the history, the other one of the same unit."""
    try:
        typed = parse_unit_number(text).digits
    except Refused:
        return []
    tied = [
        number for row in historic for number in (row.old_unit_number, row.new_unit_number)
        if typed in (row.old_unit_number, row.new_unit_number) and number
    ]  # fmt: skip
    return list(dict.fromkeys([typed, *tied]))


def _historic_label(row: HistoricRequest, compact: str) -> str:
    labels = (
        (row.protocol, "protocolo antigo"),
        (row.service_order, NumberKind.SERVICE_ORDER.label),
        (row.opinion_number, NumberKind.OPINION.label),
        (row.old_unit_number, "número antigo da instalação"),
        (row.new_unit_number, "número novo da instalação"),
        (row.responsibility_number, NumberKind.RESPONSIBILITY.label),
        (row.plant_code, NumberKind.PLANT_CODE.label),
    )
    return next((label for number, label in labels if compact_number(number) == compact), "número")
