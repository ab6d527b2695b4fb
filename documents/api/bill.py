"""`POST /api/v1/bill/read`: a bill's PDF in, its fields out, nothing kept."""

from typing import IO, Final, cast

from drf_spectacular.utils import extend_schema
from pydantic import Field
from rest_framework import parsers
from rest_framework.request import Request
from rest_framework.response import Response

from documents.domain.bills.codes import FLAG_WORDS, NAMES, REASON_WORDS
from documents.domain.bills.fields import BillField
from documents.domain.bills.wire import Kind, written
from documents.services.bill_reading import (
    STATUSES,
    TOO_LARGE,
    ReadBill,
    is_too_large,
    read_uploaded_bill,
)
from eligibility.api.endpoints import PerAddress, PublicEndpoint
from eligibility.api.shapes import Problem, Shape, answer, problem
from eligibility.domain.findings import Refused

RETRY_SECONDS: Final = "60"
_FILE_BODY: Final = {
    "type": "object",
    "properties": {
        "file": {
            "type": "string",
            "format": "binary",
            "description": "A fatura em PDF com texto, até 10 MB e 10 páginas.",
        }
    },
    "required": ["file"],
}


class PageShape(Shape):
    """One page."""

    number: int
    width: float = Field(description="Em pontos, como a página aparece.")
    height: float


class BillFieldShape(Shape):
    """One field of the bill, read or not."""

    code: str = Field(description="Nome estável do campo, para programas.")
    label: str
    kind: Kind | None = Field(
        description="O que é `value`: `text`, `number`, `integer`, `date` (AAAA-MM-DD), `time` (HH:MM), `month` (AAAA-MM) "
        "ou `day_month` (MM-DD, ou AAAA-MM-DD quando a fatura traz o ano)."
    )
    value: str | None = Field(description="Nulo quando o campo não foi lido. Números vêm com ponto.")
    text: str = Field(description="O valor como está impresso.")
    is_sure: bool = Field(
        description="Lido, e nada na fatura contradiz. Quando é falso, confira com a fatura."
    )
    page: int | None = Field(description="Página onde o campo está; a primeira é 1.")
    box: tuple[float, float, float, float] | None = Field(
        description="Esquerda, alto, direita e baixo, em pontos a partir do canto superior esquerdo da página."
    )
    reason: str | None = Field(
        description="Por que não foi lido: `no_label`, `blank`, `odd_shape` ou `ambiguous`."
    )
    reason_text: str | None
    flags: list[str] = Field(description="O que, na própria fatura, contradiz o valor.")
    flag_texts: list[str]


class BillShape(Shape):
    """Everything that a bill of its layout may show."""

    layout: str = Field(description="`group_a`, `group_b` ou `unknown`.")
    pages: list[PageShape]
    fields: list[BillFieldShape]


class PerAddressForBills(PerAddress):
    """Fewer calls a minute than to other addresses: each one opens a file."""

    scope = "bill"


class ReadBillEndpoint(PublicEndpoint):
    parser_classes = (parsers.MultiPartParser,)
    throttle_classes = (PerAddressForBills,)

    @extend_schema(
        operation_id="bill_read",
        tags=["Consultas públicas"],
        summary="Ler uma fatura em PDF",
        description=(
            "Lê os campos de uma fatura do grupo A, no modelo do guia da distribuidora, ou de um modelo simples do grupo B. "
            "Cada campo traz o valor, se é certo e o lugar na página; o que não se leu volta com o motivo, e nada é "
            "inventado. O arquivo não fica guardado. 413 grande demais, 415 não é PDF, 422 sem texto, com senha, danificado "
            "ou com páginas demais, 503 muitas leituras ao mesmo tempo."
        ),
        request={"multipart/form-data": _FILE_BODY},
        responses={200: BillShape, 413: Problem, 415: Problem, 422: Problem, 503: Problem},
    )
    def post(self, request: Request) -> Response:
        if is_too_large(request.META.get("CONTENT_LENGTH")):
            return problem(413, "bill.too_large", TOO_LARGE)
        files = request.FILES.getlist("file")
        if len(files) != 1:
            said = "Envie uma fatura por vez." if files else "Escolha o arquivo."
            return problem(400, "invalid", "Envie um arquivo.", errors={"file": [said]})
        file = files[0]
        try:
            bill = read_uploaded_bill(cast("IO[bytes]", file), str(file.name))
        except Refused as refused:
            return _refused(refused)
        return answer(bill_shape(bill))


def _refused(refused: Refused) -> Response:
    code = refused.code if refused.code.startswith("bill.") else f"bill.{refused.code}"
    response = problem(STATUSES.get(refused.code, 422), code, refused.message)
    if response.status_code == 503:
        response["Retry-After"] = RETRY_SECONDS
    return response


def bill_shape(bill: ReadBill) -> BillShape:
    """The whole answer."""
    reading = bill.reading
    return BillShape(
        layout=reading.layout.value,
        pages=[
            PageShape(number=number, width=size.width, height=size.height)
            for number, size in enumerate(bill.sizes, start=1)
        ],
        fields=[
            _field(code, NAMES[reading.layout][code], reading[code])
            for code in NAMES[reading.layout]
            if code in reading.fields
        ],
    )


def _field(code: str, label: str, field: BillField) -> BillFieldShape:
    kind, value = (None, None) if field.value is None else written(field.value)
    place = field.place
    return BillFieldShape(
        code=code,
        label=label,
        kind=kind,
        value=value,
        text=field.text,
        is_sure=field.is_sure,
        page=place.page if place else None,
        box=(place.x0, place.y0, place.x1, place.y1) if place else None,
        reason=field.reason.value if field.reason else None,
        reason_text=REASON_WORDS[field.reason] if field.reason else None,
        flags=[flag.value for flag in field.flags],
        flag_texts=[FLAG_WORDS[flag] for flag in field.flags],
    )
