"""The pages of a request beside the steps of the table: papers, money, guarantee, credits."""

from collections.abc import Iterator

from django.urls import reverse

from portal.accounts.roles import Actor, Role
from requests_app.models import AccessRequest
from requests_app.pages.allocation_changes import allocation_link
from requests_app.pages.compensations import compensations_link
from requests_app.pages.doors import has_charges
from requests_app.pages.guarantees import guarantee_link

Link = tuple[str, str]
_PREFIX = {Role.TECHNICIAN: "request", Role.HOLDER: "holder"}


def case_links(access_request: AccessRequest, actor: Actor) -> list[Link]:
    """Label and address of each page this actor finds something on; no statement of SQL."""
    return list(_links(access_request, actor))


def _links(access_request: AccessRequest, actor: Actor) -> Iterator[Link]:
    prefix, number = _PREFIX.get(actor.role, "review"), access_request.filing_number

    def page(name: str, label: str) -> Link:
        return label, reverse(f"{prefix}_{name}", args=[number])

    opinion = access_request.opinion
    if opinion is not None and opinion.is_favourable:
        yield page("contracts", "Contratos")
    if has_charges(access_request):
        yield page("payments", "Pagamentos")
    yield page("flow", "Inversão de fluxo")
    for found in (guarantee_link(access_request, actor), allocation_link(access_request, actor)):
        if found:
            yield found
    if actor.is_reviewer:
        yield page("grid", "Ponto na rede e capacidade")
        yield page("notes", "Anotações internas")
        if breaches := compensations_link(access_request, actor):
            yield breaches
