"""The points of the grid, as the public page shows them, and where a request connects."""

from datetime import date
from decimal import Decimal
from typing import Any

from drf_spectacular.utils import extend_schema
from pydantic import Field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from eligibility.api.endpoints import Endpoint, PublicEndpoint
from eligibility.api.shapes import Shape, answer
from portal.accounts.roles import REVIEWER_ROLES
from requests_app.api import lookups
from requests_app.api.case_shapes import CaseShape
from requests_app.api.cases import carry_out
from requests_app.domain.grid_rows import GridKind
from requests_app.services.grid import placements
from requests_app.services.grid import search as grid_search
from requests_app.services.grid.search import PAGE, GridPoint, Query

_MOST_PAGES = 100_000


class GridPointShape(Shape):
    """One point of the grid."""

    kind: str = Field(description="`substation`, `transformer` ou `feeder`.")
    code: str
    name: str
    municipality: str
    latitude: Decimal | None
    longitude: Decimal | None
    voltage_kv: Decimal | None
    hosting_capacity_kw: Decimal | None = Field(
        description="Capacidade publicada; nulo onde ninguém publicou."
    )
    available_kw: Decimal | None = Field(
        description="Saldo: capacidade menos o que pareceres deste portal reservaram. Não conta os pedidos à espera."
    )
    available_at: str = Field(
        description="Código do ponto em cuja conta está o saldo; um alimentador não tem conta."
    )
    has_reverse_flow: bool | None = Field(description="Inversão de fluxo; nulo quando ninguém mediu.")
    measured_on: date = Field(description="Data da capacidade e da inversão.")
    source: str
    is_invented: bool = Field(description="Dado de demonstração, que não é da rede de ninguém.")
    substation: str | None = Field(description="Código da subestação a que pertence.")
    transformer: str | None = Field(description="Código do transformador a que pertence.")


class GridPointsShape(Shape):
    """A page of points."""

    count: int = Field(description="Quantos pontos a consulta achou.")
    page: int
    pages: int
    is_invented: bool = Field(description="Se algum ponto desta página é de demonstração.")
    points: list[GridPointShape]


class GridPointsQuery(serializers.Serializer[Any]):
    q = serializers.CharField(
        required=False,
        allow_blank=True,
        max_length=60,
        help_text="Palavras do nome, do município ou do código. Não envie o número de uma instalação.",
    )
    kind = serializers.ChoiceField(required=False, choices=[kind.value for kind in GridKind])
    page = serializers.IntegerField(
        required=False, min_value=1, max_value=_MOST_PAGES, help_text="De 1 em diante."
    )


class PlaceBody(serializers.Serializer[Any]):
    point = serializers.CharField(
        max_length=60,
        help_text="O tipo e o código, como em `GET /grid/points`: `feeder:SCL-03`, `transformer:SCL-T1`, `substation:SCL`.",
    )


class GridPointOfRequest(Endpoint):
    open_to = REVIEWER_ROLES

    @extend_schema(
        operation_id="request_grid_point",
        tags=["Análise"],
        summary="Indicar o ponto na rede",
        description=(
            "Onde o pedido se liga. Até a decisão pode mudar. Onde o portal tem os dados da rede, o parecer favorável "
            "espera por ele: 409 `capacity.not_placed`."
        ),
        request=PlaceBody,
        responses=CaseShape,
    )
    def post(self, request: Request, filing_number: str) -> Response:
        # Whose the request is comes before what the body says.
        lookups.filed(self.actor, filing_number)
        given = PlaceBody(data=request.data)
        given.is_valid(raise_exception=True)
        return carry_out(placements.place, filing_number, self.actor, **given.validated_data)


class GridPoints(PublicEndpoint):
    @extend_schema(
        operation_id="grid_points",
        tags=["Consultas públicas"],
        summary="Pontos da rede: capacidade, saldo e inversão de fluxo",
        description=(
            "Subestações, transformadores e alimentadores que a distribuidora importou, com a data e a fonte de cada dado, "
            f"{PAGE} por página. Sem palavras e sem tipo, só as subestações. Sem dados importados, a lista vem vazia."
        ),
        parameters=[GridPointsQuery],
        responses=GridPointsShape,
    )
    def get(self, request: Request) -> Response:
        asked = GridPointsQuery(data=request.query_params)
        asked.is_valid(raise_exception=True)
        given = asked.validated_data
        kind = GridKind(given["kind"]) if "kind" in given else None
        query, page = Query(given.get("q", ""), kind), given.get("page", 1)
        total = sum(grid_search.counts(query).values())
        points = [_shape(point) for point in grid_search.page_of(query, page)]
        return answer(
            GridPointsShape(
                count=total,
                page=page,
                pages=max(-(-total // PAGE), 1),
                is_invented=any(point.is_invented for point in points),
                points=points,
            )
        )


def _shape(point: GridPoint) -> GridPointShape:
    row: Any = point.row
    transformer = getattr(row, "transformer", None)
    substation = getattr(row, "substation", None)
    return GridPointShape(
        kind=point.kind.value,
        code=row.code,
        name=row.name,
        municipality=row.municipality,
        latitude=row.latitude,
        longitude=row.longitude,
        voltage_kv=row.voltage_kv,
        hosting_capacity_kw=row.hosting_capacity_kw,
        available_kw=point.account.free_kw(),
        available_at=point.account_row.code,
        has_reverse_flow=row.has_reverse_flow,
        measured_on=row.measured_on,
        source=row.source,
        is_invented=row.came_with.is_invented,
        substation=substation.code if substation is not None else None,
        transformer=transformer.code if transformer is not None else None,
    )
