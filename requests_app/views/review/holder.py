"""The holder's data behind its mask: shown once, for a listed reason, and recorded (LGPD)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from eligibility.domain.taxpayer import mask_email, mask_taxpayer
from portal.http import actor_of, for_roles
from requests_app.forms.review import RevealForm
from requests_app.services.review.disclosures import REASONS, reveal_tax_id
from requests_app.views.review.door import REVIEWERS, case_context, open_case


@for_roles(*REVIEWERS)
@never_cache
@require_http_methods(["GET", "POST"])
def holder_data(request: HttpRequest, filing_number: str) -> HttpResponse:
    """Masked on GET. On POST with a reason the CPF or CNPJ in full, this once; leaving the page hides it again."""
    access_request = open_case(request, filing_number)
    actor, now = actor_of(request), timezone.now()
    form = RevealForm(REASONS, request.POST if request.method == "POST" else None)
    holder = access_request.holder
    tax_id, is_revealed = mask_taxpayer(holder.tax_id), False
    if form.is_bound and form.is_valid():
        tax_id = reveal_tax_id(
            access_request=access_request, reason_code=form.cleaned_data["reason_code"], actor=actor
        )
        is_revealed = True
    rows = [
        {"label": "Nome", "value": holder.name},
        {"label": "CNPJ" if holder.is_company else "CPF", "value": tax_id},
        {"label": "E-mail", "value": mask_email(holder.email)},
        {"label": "Telefone", "value": f"•••• {holder.phone[-4:]}"},
    ]
    if holder.representative_name:
        rows.append({"label": "Representante", "value": holder.representative_name})
    context = case_context(access_request, actor, now, current="Titular") | {
        "rows": rows,
        "form": form,
        "is_revealed": is_revealed,
        "reason": REASONS.get(form.cleaned_data["reason_code"], "") if is_revealed else "",
    }
    status = 422 if form.is_bound and not is_revealed else 200
    return render(request, "requests_app/review/holder.html", context, status=status)
