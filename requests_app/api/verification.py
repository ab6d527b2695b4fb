"""Whether an opinion is true and still stands, for anybody."""

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from eligibility.api.endpoints import PublicEndpoint
from eligibility.api.shapes import problem
from requests_app.services.opinions.verification import Verification, verify


class Verify(PublicEndpoint):
    @extend_schema(
        operation_id="verify",
        tags=["Consultas públicas"],
        summary="Verificar um parecer",
        description=(
            "Pelo código de verificação ou pelo número do parecer. Sem dados pessoais. "
            "O SHA-256 é o do PDF emitido: compare com o do seu arquivo."
        ),
        responses=Verification,
    )
    def get(self, request: Request, code: str) -> Response:
        found = verify(code, timezone.localdate())
        if found is None:
            return problem(
                404, "not_found", "Não encontramos um parecer com este código. Confira o que você digitou."
            )
        return Response(found.model_dump(mode="json"))
