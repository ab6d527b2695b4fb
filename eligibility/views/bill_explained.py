"""The page that shows a bill like the guide's and explains each numbered field where it stands."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from eligibility.domain.guidance.articles import articles, bases_of
from eligibility.domain.guidance.bill_fields import (
    BillField,
    bill_fields,
    found_fields,
    found_low_voltage_fields,
)
from eligibility.domain.guidance.bill_sample import SampleBlock, oddities, sample_bill
from eligibility.domain.guidance.filling import filled
from eligibility.forms.guidance_search import GuidanceSearchForm
from eligibility.profile import current_profile
from eligibility.views.guidance import address_of
from portal.http import public


@public
@require_safe
@gzip_page
def bill_explained(request: HttpRequest) -> HttpResponse:
    """The whole bill always; `?q=` narrows the lists below it and marks the fields that were found.

    The page is long and the same for everybody, so it travels compressed.
    """
    form = GuidanceSearchForm(request.GET if "q" in request.GET else None)
    today, profile = timezone.localdate(), current_profile()
    found = [filled(field, on=today, profile=profile) for field in found_fields(form.query)]
    every = {number: filled(field, on=today, profile=profile) for number, field in bill_fields().items()}
    marks = _Marks(every, {field.number for field in found} if form.query else set())
    low_voltage = [
        {"field": filled(field, on=today, profile=profile), "bases": bases_of(field, today)}
        for field in found_low_voltage_fields(form.query)
    ]
    context = {
        "form": form,
        "query": form.query,
        "blocks": [_block(block, marks) for block in sample_bill()],
        "fields": [_told(field, every) for field in found],
        "low_voltage": low_voltage,
        "count": len(found) + len(low_voltage),
        "oddities": oddities(),
    }
    return render(request, "guidance/bill.html", context, status=422 if form.errors else 200)


class _Marks:
    """The numbers on the bill; the first of each number carries the anchor that the list leads back to."""

    def __init__(self, fields: Mapping[int, BillField], hits: set[int]) -> None:
        self._fields = fields
        self._hits = hits
        self._seen: set[int] = set()

    def of(self, numbers: Iterable[int]) -> list[dict[str, Any]]:
        """One mark for each number, in the order given."""
        return [self._mark(number) for number in numbers]

    def _mark(self, number: int) -> dict[str, Any]:
        is_first = number not in self._seen
        self._seen.add(number)
        return {"field": self._fields[number], "is_first": is_first, "is_hit": number in self._hits}


def _block(block: SampleBlock, marks: _Marks) -> dict[str, Any]:
    return {
        "block": block,
        "marks": marks.of(block.fields),
        "facts": [(fact, marks.of(fact.fields)) for fact in block.fact],
        "rows": [
            (row, marks.of(row.fields), list(zip(block.head, row.cells, strict=True))) for row in block.row
        ],
    }


def _told(field: BillField, every: Mapping[int, BillField]) -> dict[str, Any]:
    return {
        "field": field,
        "bases": bases_of(field, timezone.localdate()),
        "related": [every[number] for number in field.related],
        "more": address_of(articles()[field.article]) if field.article else "",
    }
