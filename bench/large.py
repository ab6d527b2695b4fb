"""Requests of the largest size against small ones: 40 documents under review, 5,000 units that share the surplus."""

from decimal import Decimal

from django.core.handlers.wsgi import WSGIHandler
from django.utils import timezone

from bench.asking import ask
from bench.row import Row, median_pair_ms
from bench.serving import cookie_of
from eligibility.domain.allocation import AllocationReading
from eligibility.domain.vocabulary import AllocationBasis
from portal.accounts.models import User
from requests_app.forms.drafts import read_draft
from requests_app.models import AccessRequest
from requests_app.services import claims
from tests.factories import give_second_factor, make_analyst, make_technician, publish_checklist
from tests.golden.large import MOST_UNITS, full_draft, full_request, publish_list_of, units_of
from tests.integration.allocation_room import pasted

FEW_UNITS, FEW_DOCUMENTS, MANY_DOCUMENTS = 50, 10, 40
RUNS, LONG_RUNS = 30, 12


def rows(database_url: str) -> list[Row]:
    """Six rows; needs an empty committing database."""
    publish_checklist()
    technician, analyst = make_technician(), give_second_factor(make_analyst())
    small, large = (_claimed(technician, analyst, count) for count in (FEW_DOCUMENTS, MANY_DOCUMENTS))
    handler = WSGIHandler()
    mine, theirs = cookie_of(technician), cookie_of(analyst)

    def bench_page(case: AccessRequest) -> bytes:
        return ask(handler, f"/analise/solicitacoes/{case.filing_number}", theirs)

    many, few = median_pair_ms(lambda: bench_page(large), lambda: bench_page(small), RUNS)

    short, long = (full_draft(technician, units=count) for count in (FEW_UNITS, MOST_UNITS))

    def list_page(draft: AccessRequest) -> bytes:
        return ask(handler, f"/rascunhos/{draft.public_id}/creditos/lista", mine)

    kept = long.allocation_lists.get()
    listed, brief = median_pair_ms(lambda: list_page(long), lambda: list_page(short), LONG_RUNS)
    listed_again, loaded = median_pair_ms(
        lambda: list_page(long), lambda: _loaded(kept.pk), LONG_RUNS
    )
    return [
        Row("review of 40 documents, against 10", many, few, "ms", 2.5),
        Row("list page of 5,000 units, against 50", listed, brief, "ms", 1.5),
        Row("list page of 5,000 units, against loading its row", listed_again, loaded, "ms", 1.5),
        *_parsing(),
        *_reading(long, full_draft(technician, units=0)),
    ]


def _claimed(technician: User, analyst: User, documents: int) -> AccessRequest:
    publish_list_of(documents, timezone.localdate())
    case = full_request(technician)
    claims.claim(access_request_id=case.pk, actor=analyst.as_actor(), now=timezone.now())
    return case
