"""Requests of the largest size against small ones: 40 documents under review, 5,000 units that share the surplus."""

from decimal import Decimal

from django.core.handlers.wsgi import WSGIHandler
from django.utils import timezone

from bench.asking import ask
from bench.row import Row, median_pair_ms
from bench.serving import cookie_of
from eligibility.domain.allocation import WHOLE_PERCENT
from eligibility.domain.consumer_units import parse_unit_number
from eligibility.domain.taxpayer import parse_taxpayer
from portal.accounts.models import User
from requests_app.forms.drafts import read_draft
from requests_app.models import AccessRequest, AllocationList
from requests_app.services.allocations.lists import remove_list
from requests_app.services.review import claims
from tests.factories import give_second_factor, make_analyst, make_technician, publish_checklist
from tests.golden.large import MOST_UNITS, full_draft, full_request, publish_list_of, read_units
from tests.integration.allocation_room import pasted

FEW_UNITS, FEW_DOCUMENTS, MANY_DOCUMENTS = 50, 10, 40
RUNS, LONG_RUNS = 30, 12


def rows(database_url: str) -> list[Row]:
    """Four rows; needs an empty committing database."""
    publish_checklist()
    technician, analyst = make_technician(), give_second_factor(make_analyst())
    small, large = (_claimed(technician, analyst, count) for count in (FEW_DOCUMENTS, MANY_DOCUMENTS))
    short, long, bare = (full_draft(technician, units=count) for count in (FEW_UNITS, MOST_UNITS, FEW_UNITS))
    remove_list(draft_id=bare.pk, actor=technician.as_actor())
    row = long.allocation_lists.get().pk
    handler, today = WSGIHandler(), timezone.localdate()
    mine, theirs = cookie_of(technician), cookie_of(analyst)

    def review(case: AccessRequest) -> bytes:
        return ask(handler, f"/analise/solicitacoes/{case.filing_number}", theirs)

    def list_page(draft: AccessRequest) -> bytes:
        return ask(handler, f"/rascunhos/{draft.public_id}/creditos/lista", mine)

    return [
        Row(
            f"review of {MANY_DOCUMENTS} documents, against {FEW_DOCUMENTS}",
            *median_pair_ms(lambda: review(large), lambda: review(small), RUNS),
            "ms",
            2.5,
        ),
        Row(
            f"list of {MOST_UNITS:,} units, first page, against {FEW_UNITS} and loading the row",
            *median_pair_ms(lambda: list_page(long), lambda: (list_page(short), _loaded(row)), LONG_RUNS),
            "ms",
            1.5,
        ),
        Row(
            f"reading {MOST_UNITS:,} pasted lines, against cells, sum and check digits",
            *median_pair_ms(lambda: read_units(_TEXT), lambda: _cells(_TEXT), LONG_RUNS),
            "ms",
            5,
        ),
        Row(
            f"reading a draft of {MOST_UNITS:,} units, against none",
            *median_pair_ms(lambda: read_draft(long, today), lambda: read_draft(bare, today), RUNS),
            "ms",
            1.3,
        ),
    ]


_TEXT = pasted(MOST_UNITS)


def _claimed(technician: User, analyst: User, documents: int) -> AccessRequest:
    publish_list_of(documents, timezone.localdate())
    case = full_request(technician)
    claims.claim(access_request_id=case.pk, actor=analyst.as_actor(), now=timezone.now())
    return case


def _loaded(pk: int) -> int:
    """The row with its lines, each validated: the page shows their total and what is wrong among all of them."""
    return len(AllocationList.objects.get(pk=pk).reading.entries)


def _cells(text: str) -> Decimal:
    """What nobody can spare: cells, the exact sum, and the check digits of every unit and person."""
    total = Decimal(0)
    for line in text.splitlines():
        unit, share, _, tax_id = line.split("\t")
        total += Decimal(share.replace(",", "."))
        if tax_id:
            parse_unit_number(unit)
            parse_taxpayer(tax_id)
    if total != WHOLE_PERCENT:
        raise RuntimeError(f"the parts make {total}")
    return total
