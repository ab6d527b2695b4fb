"""The demonstration's requests: each category is there, in the state it was walked to, and a second start adds nothing."""

import pytest
from django.utils import timezone

from eligibility.domain.allocation import WHOLE_PERCENT
from portal.demo.customers import IN_DEBT
from portal.demo.people import make_people
from portal.demo.requests import make_requests
from requests_app.models import AccessRequest, CustomerAccount, RegistrationCheck
from requests_app.services.allocations.lists import allocation_facts
from requests_app.services.clocks.sweeps import sweep

pytestmark = pytest.mark.django_db


def test_the_demonstration_fills_itself_once() -> None:
    people, now = make_people(), timezone.now()
    made = make_requests(people, now)
    filed = {r.nickname: r for r in AccessRequest.objects.exclude(state="draft")}
    assert made == len(filed) == 15
    assert make_requests(people, now) == 0

    shop, plant = filed["Loja Aurora do centro"], filed["Central das Pedras, 800 kW"]
    assert (shop.category, plant.category) == ("micro_10_to_75", "mini")
    for access_request, units in ((shop, 3), (plant, 25)):
        shared = allocation_facts(access_request.pk)
        assert shared is not None
        assert shared.unit_count == units
        assert shared.total_percent == WHOLE_PERCENT
    assert filed["Cobertura da Lia"].consumer_unit.number == ""
    assert filed["Sítio Boa Vista"].state == "approved"
    later = {"Casa da Dora": "contracts_sent", "Mercado do Elias": "works", "Pousada da Nair": "connected"}
    later |= {"Casa do Tadeu": "inspection_requested", "Sobrado da Rosa": "inspection_reported"}
    assert {name: filed[name].state for name in later} == later

    # The opinion of this one ran out long ago: time was moved, and the sweeper finds it.
    assert filed["Casa do Ivo"].state == "approved"
    sweep(now)
    assert AccessRequest.objects.get(nickname="Casa do Ivo").state == "lapsed"

    assert CustomerAccount.objects.filter(has_overdue_debts=True).get().tax_id == IN_DEBT
    assert RegistrationCheck.objects.get().status == "verified"
