"""`/fatura/memoria-de-massa`: the load record of a meter is read while the person waits, and gone with the answer."""

from typing import Any, Final

from allauth.core.ratelimit import consume_or_429
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from eligibility.domain.bill.mass_memory import STEP, LoadRecord, analyse
from eligibility.domain.bill.mass_memory_file import MassMemoryFile, Stamp, read_mass_memory
from eligibility.domain.bill.peak_hours import peak_window
from eligibility.domain.bill.quantities import bill_rule
from eligibility.domain.findings import Refused
from eligibility.domain.plots.curve import curve_plot
from eligibility.forms.mass_memory import MassMemoryForm
from eligibility.views.bill_results import indicator_rows
from eligibility.views.bill_tools import CRUMBS
from portal.http import public

TEMPLATE: Final = "bill/mass_memory.html"
_FORM_BYTES: Final = 100_000
"""What the rest of the form may weigh beside the file."""


@public
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def mass_memory_page(request: HttpRequest) -> HttpResponse:
    """The form, and after it what the record says. A body that is too large is refused before it is read.

    Looking for the CSRF token reads the body, so that check comes second; it is made for every POST that goes on.
    """
    if request.method == "POST" and _announced_bytes(request) > _most_bytes() + _FORM_BYTES:
        return _refused(request, MassMemoryForm({}, MultiValueDict()), [_limits().text], 413)
    return _checked(request)


@csrf_protect
def _checked(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return render(request, TEMPLATE, _context(MassMemoryForm()))
    too_many: HttpResponse | None = consume_or_429(request, action="bill")
    if too_many is not None:
        return too_many
    form = MassMemoryForm(request.POST, request.FILES)
    if not form.is_valid():
        return render(request, TEMPLATE, {**_context(form), "form": form}, status=422)
    stamp = form.cleaned_data["stamp"]
    try:
        data = form.cleaned_data["file"].read(_most_bytes() + 1)
        memory = read_mass_memory(data, on=timezone.localdate(), stamp=Stamp(stamp) if stamp else None)
        record = analyse(memory.intervals, has_reactive=memory.has_reactive)
    except Refused as refused:
        return _refused(request, form, [finding.message for finding in refused.findings], 422)
    return render(request, TEMPLATE, {**_context(form), **_told(memory, record)})


def _told(memory: MassMemoryFile, record: LoadRecord) -> dict[str, Any]:
    return {
        "memory": memory,
        "record": record,
        "count": len(memory.intervals),
        "ends_at": record.last_at + STEP,
        "posts": [
            {
                "post": post.post,
                "hours": post.measured_hours,
                "energy": post.energy_kwh,
                "rows": indicator_rows(post.indicators),
            }
            for post in record.posts
        ],
        "plot": curve_plot(record, peak_window(record.last_at.date())),
    }


def _refused(request: HttpRequest, form: MassMemoryForm, messages: list[str], status: int) -> HttpResponse:
    form.errors.pop("file", None)
    for message in messages:
        form.add_error("file", message)
    return render(request, TEMPLATE, {**_context(form), "form": form}, status=status)


def _context(form: MassMemoryForm) -> dict[str, Any]:
    return {"questions": form, "crumbs": CRUMBS, "limits": _limits()}


def _limits() -> Any:
    return bill_rule("bill.mass_memory.limits", timezone.localdate())


def _most_bytes() -> int:
    return int(_limits().as_table()["bytes"])


def _announced_bytes(request: HttpRequest) -> int:
    text = request.META.get("CONTENT_LENGTH") or "0"
    return int(text) if text.isascii() and text.isdigit() and len(text) < 20 else 0
