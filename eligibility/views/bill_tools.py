"""Pages about the numbers of a bill, for anybody: what is typed is answered at once, and nothing is kept."""

from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from eligibility.forms.bill import BillForm
from eligibility.forms.bill_demand import ContractedDemandForm
from eligibility.forms.bill_group_b import GroupBForm
from eligibility.forms.bill_indicators import IndicatorsForm
from eligibility.forms.bill_modality import ModalityForm
from eligibility.forms.bill_price import PriceForm
from eligibility.views.bill_results import results
from portal.http import public

CRUMBS: Final = (("Ferramentas e guias", "/ferramentas"), ("Números da fatura", "/fatura"))
_METHODS: Final = ["GET", "HEAD", "POST"]


@public
@require_safe
def bill_hub(request: HttpRequest) -> HttpResponse:
    """One door for each question."""
    return render(request, "bill/hub.html", {"crumbs": CRUMBS[:1]})


@public
@never_cache
@require_http_methods(_METHODS)
def bill_indicators_page(request: HttpRequest) -> HttpResponse:
    """What a bill holds; the page that reads a PDF sends its numbers here."""
    return _page(request, IndicatorsForm, "bill/indicators.html")


@public
@never_cache
@require_http_methods(_METHODS)
def contracted_demand_page(request: HttpRequest) -> HttpResponse:
    """A demand from a table of loads; more rows may be asked for before anything is worked out."""
    if request.method == "POST":
        form = ContractedDemandForm(request.POST, today=timezone.localdate())
        if form.is_asking_for_rows:
            return _shown(request, "bill/contracted_demand.html", form, is_asked=False)
    return _page(request, ContractedDemandForm, "bill/contracted_demand.html")


@public
@never_cache
@require_http_methods(_METHODS)
def modality_page(request: HttpRequest) -> HttpResponse:
    """Green or blue."""
    return _page(request, ModalityForm, "bill/modality.html")


@public
@never_cache
@require_http_methods(_METHODS)
def group_b_page(request: HttpRequest) -> HttpResponse:
    """The option for the tariffs of group B."""
    return _page(request, GroupBForm, "bill/group_b.html")


@public
@never_cache
@require_http_methods(_METHODS)
def price_page(request: HttpRequest) -> HttpResponse:
    """Prices, flags, losses and specific consumption."""
    return _page(request, PriceForm, "bill/price.html")


def _page(request: HttpRequest, form_class: type[BillForm], template: str) -> HttpResponse:
    data = request.POST if request.method == "POST" else None
    return _shown(request, template, form_class(data, today=timezone.localdate()), is_asked=data is not None)


def _shown(request: HttpRequest, template: str, form: BillForm, *, is_asked: bool) -> HttpResponse:
    context: dict[str, Any] = {"form": form if is_asked else None, "questions": form, "crumbs": CRUMBS}
    if is_asked and not form.is_valid():
        return render(request, template, context, status=422)
    if is_asked and form.answers is not None:
        context |= {"answers": form.answers, **results(form.answers)}
    return render(request, template, context)
