"""Who may sign for a project."""

import pytest

from eligibility.domain.facts import ProfessionalFacts
from eligibility.domain.vocabulary import Profession, RegistrationStatus
from tests.unit.situations import codes_of, findings_of, solar_plant

ENGINEER, ENERGY = Profession.electrical_engineer, Profession.energy_engineer
BRANCH, TECHNICIAN = Profession.other_engineer, Profession.electrotechnics_technician


def signed_by(profession: Profession, kw: str = "300", **answers: object) -> list[str]:
    person = ProfessionalFacts.model_validate(
        {"profession": profession, "registration": RegistrationStatus.verified, **answers}
    )
    found = codes_of(solar_plant(kw, professional=person))
    return [code for code in found if code.startswith("professional.")]


@pytest.mark.parametrize(
    ("status", "code", "is_blocking"),
    [
        (RegistrationStatus.verified, None, False),
        (RegistrationStatus.unverified, "professional.unverified", False),
        (RegistrationStatus.expired, "professional.expired", False),
        (RegistrationStatus.suspended, "professional.suspended", True),
    ],
)
def test_only_a_suspended_registration_stops_the_filing(
    status: RegistrationStatus, code: str | None, is_blocking: bool
) -> None:
    facts = solar_plant("300", professional=ProfessionalFacts(profession=ENGINEER, registration=status))
    found = findings_of(facts)
    assert list(found) == ([code] if code else [])
    assert [finding.is_blocking for finding in found.values()] == ([is_blocking] if code else [])


@pytest.mark.parametrize("profession", [ENGINEER, ENERGY])
def test_electrical_and_energy_engineers_sign_anything(profession: Profession) -> None:
    assert signed_by(profession, "3000") == []


@pytest.mark.parametrize(("kw", "may_sign"), [("800", True), ("800.1", False), ("3000", False)])
def test_a_technician_signs_up_to_800(kw: str, may_sign: bool) -> None:
    assert signed_by(TECHNICIAN, kw) == ([] if may_sign else ["professional.technician_limit"])


def test_the_limit_of_technicians_names_its_decree() -> None:
    person = ProfessionalFacts(profession=TECHNICIAN, registration=RegistrationStatus.verified)
    finding = findings_of(solar_plant("900", professional=person))["professional.technician_limit"]
    assert finding.is_blocking
    assert finding.citation is not None
    assert finding.citation.label == "Decreto 90.922/1985"
    assert "800 kVA" in finding.message


@pytest.mark.parametrize(
    ("has_attribution", "has_decision", "expected"),
    [
        (False, False, ["professional.attribution_missing"]),
        (False, True, ["professional.attribution_missing"]),
        (True, False, ["professional.decision_missing"]),
        (True, True, []),
    ],
)
def test_an_engineer_of_another_branch_needs_attribution_and_decision(
    has_attribution: bool, has_decision: bool, expected: list[str]
) -> None:
    assert signed_by(BRANCH, has_attribution=has_attribution, has_council_decision=has_decision) == expected


def test_another_profession_does_not_sign() -> None:
    assert signed_by(Profession.other) == ["professional.not_eligible"]


def test_nobody_named_is_no_finding_and_no_power_no_limit() -> None:
    assert codes_of(solar_plant("300", professional=None)) == []
    person = ProfessionalFacts(profession=TECHNICIAN, registration=RegistrationStatus.verified)
    facts = solar_plant("900", professional=person, inverters=())
    assert "professional.technician_limit" not in codes_of(facts)
