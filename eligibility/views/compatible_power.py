"""The public page that works out the compatible power of a unit's consumption."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from eligibility.domain.compatible_power import CompatiblePower, NoCompatiblePower, compatible_power
from eligibility.domain.compatible_power_meanings import meanings
from eligibility.domain.compatible_power_project import beside
from eligibility.domain.findings import Refused
from eligibility.domain.limits import unknown_breaker
from eligibility.forms.compatible_power import CompatiblePowerForm, is_asked
from portal.http import public

TEMPLATE = "eligibility/compatible_power.html"
_NEXT = {
    "no_history": "Se a unidade já tem contas de luz, escreva os 12 meses ou a média deles.",
    "too_few_cycles": "Se a unidade tem as contas que faltam, complete os 12 meses.",
    "irrigation_split_unknown": "Procure na conta de luz o consumo do horário com desconto e escreva no campo dele.",
    "class_without_factor": "Confira a classe na conta de luz.",
    "source_without_factor": "Confira a fonte. Só a solar tem fator publicado.",
}


@public
@require_http_methods(["GET", "HEAD", "POST"])
def compatible_power_page(request: HttpRequest) -> HttpResponse:
    """POST reads what was typed, keeps nothing, and leads to the address of the result: numbers and choices only.

    So no pasted text stands in an address, and the result can be kept and passed on.
    """
    today = timezone.localdate()
    if request.method == "POST":
        form = CompatiblePowerForm(request.POST, on=today)
    elif is_asked(request.GET):
        form = CompatiblePowerForm.of_address(request.GET, today)
    else:
        filled_in = {name: request.GET[name] for name in ("classe", "fonte") if name in request.GET}
        return render(request, TEMPLATE, {"form": CompatiblePowerForm(on=today, initial=filled_in)})
    found = _found(form)
    if found is None:
        return render(request, TEMPLATE, {"form": form}, status=422)
    address = form.address().urlencode()
    if request.method == "POST" or request.GET.urlencode() != address:
        return HttpResponseRedirect(f"{reverse('compatible_power')}?{address}")
    return render(request, TEMPLATE, {"form": form, "asked": form.in_words, **_answer(form, found)})


def _found(form: CompatiblePowerForm) -> CompatiblePower | NoCompatiblePower | None:
    """What the formula says of the answers; None while one of them has an error."""
    if not form.is_valid():
        return None
    try:
        return compatible_power(
            form.consumption,
            form.class_name,
            form.on,
            sources=[form.source],
            discounted=form.discounted,
            has_irrigation_discount=form.cleaned_data["irrigacao"],
        )
    except Refused as refused:
        form.refuse(refused)
        return None


def _answer(form: CompatiblePowerForm, found: CompatiblePower | NoCompatiblePower) -> dict[str, Any]:
    if isinstance(found, NoCompatiblePower):
        return {"missing": found, "next": _NEXT.get(found.code.removeprefix("compatible_power."), "")}
    available, given = form.breaker_power(), form.cleaned_data
    project, phases = given["potencia"], form.phases
    is_unknown = phases is not None and available is None
    return {
        "power": found,
        "beside": beside(project, found, available=available) if project else None,
        "breaker": unknown_breaker(phases, given["disjuntor"], form.on) if phases and is_unknown else None,
        "meanings": meanings(found, available=available),
    }
