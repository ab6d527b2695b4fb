"""What the rules say of each profession at the limit of power, from the row that the person's page wrote."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from eligibility.domain.assessment import assess
from eligibility.domain.facts import ProjectFacts
from eligibility.domain.vocabulary import Source
from eligibility.profile import current_profile
from requests_app.services.people.professionals import professional_facts
from tests.factories import make_technician
from tests.integration.registration_room import PROFILE, VERIFIED, decide, paper, send_papers
from tests.integration.review_room import an_analyst, signed_in

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 23)
CASES = [
    ("electrical_engineer", "", "800", set()),
    ("electrical_engineer", "", "800.1", set()),
    ("energy_engineer", "", "800", set()),
    ("energy_engineer", "", "800.1", set()),
    ("electrotechnics_technician", "", "800", set()),
    ("electrotechnics_technician", "", "800.1", {"professional.technician_limit"}),
    ("other_engineer", "no attribution", "800", {"professional.attribution_missing"}),
    ("other_engineer", "attribution", "800", {"professional.decision_missing"}),
    ("other_engineer", "attribution and decision", "800", set()),
    ("other_engineer", "attribution and decision", "800.1", set()),
    ("other_engineer", "decision alone", "8.2", {"professional.attribution_missing"}),
    ("other", "", "8.2", {"professional.not_eligible"}),
    ("other", "", "800.1", {"professional.not_eligible"}),
]


@pytest.mark.parametrize(("profession", "papers", "power_kw", "codes"), CASES)
def test_each_profession_at_the_limit(profession: str, papers: str, power_kw: str, codes: set[str]) -> None:
    user = make_technician()
    client: Client = signed_in(user)
    has_attribution = "true" if papers.startswith("attribution") else "false"
    answer = client.post(
        "/conta/profissional", {**PROFILE, "profession": profession, "has_attribution": has_attribution}
    )
    assert answer.status_code == 302
    files = {"certificate": paper()}
    if "decision" in papers:
        files["decision"] = paper("decisao.pdf", "Decisão")
    assert send_papers(client, **files).status_code == 302
    assert decide(signed_in(an_analyst()), user.professional, **VERIFIED).status_code == 302
    facts = ProjectFacts(
        filed_on=ON,
        source=Source.hydro,
        declared_power_kw=Decimal(power_kw),
        professional=professional_facts(user.pk, ON),
    )
    found = [
        finding
        for finding in assess(facts, profile=current_profile()).findings
        if finding.code.startswith("professional.")
    ]
    assert {finding.code for finding in found} == codes
    assert all(finding.is_blocking and finding.citation is not None for finding in found)
