"""The PDFs of the contracts: for the technician and the utility, and for the holder."""

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from documents.domain.agreement_kinds import kind_of
from documents.views.file_answers import as_paper, being_made
from portal.accounts.roles import Role
from portal.http import actor_of, for_roles
from requests_app.models import AccessRequest
from requests_app.pages.case import case_of
from requests_app.services.agreements.reading import current_agreements, delivery_of, stored_paper
from requests_app.views.case.summary import READERS
from requests_app.views.holder.request import case_of as case_of_holder


@for_roles(*READERS)
@require_safe
def contract_pdf(request: HttpRequest, filing_number: str, agreement_slug: str) -> HttpResponseBase:
    """One paper; the utility reads it once it is prepared, the technician once it is delivered."""
    actor = actor_of(request)
    case = case_of(actor, filing_number)
    if not actor.is_reviewer and delivery_of(case) is None:
        raise Http404
    back = f"/analise/solicitacoes/{case.filing_number}/contratos"
    return _paper(
        request,
        case,
        agreement_slug,
        back if actor.is_reviewer else f"/solicitacoes/{case.filing_number}/contratos",
    )


@for_roles(Role.HOLDER)
@require_safe
def holder_contract_pdf(request: HttpRequest, filing_number: str, agreement_slug: str) -> HttpResponseBase:
    """One paper, once it is delivered."""
    access_request = case_of_holder(request, filing_number)
    if delivery_of(access_request) is None:
        raise Http404
    return _paper(request, access_request, agreement_slug, f"/titular/solicitacoes/{filing_number}/contratos")


def _paper(request: HttpRequest, case: AccessRequest, slug: str, back: str) -> HttpResponseBase:
    kind = kind_of(slug)
    agreement = next((a for a in current_agreements(case) if a.paper is kind), None)
    if agreement is None:
        raise Http404
    stored = stored_paper(agreement)
    if stored is None:
        context = {"what": agreement.paper.label, "filing_number": case.filing_number, "back": back}
        return being_made(request, "requests_app/agreements/being_made.html", context)
    return as_paper(stored, f"{agreement.paper.slug}-{case.filing_number}.pdf")
