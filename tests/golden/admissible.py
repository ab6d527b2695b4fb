"""Hypothesis strategies over project facts as the screens take them: of any shape, and near a situation that may be filed."""

from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from eligibility.domain import vocabulary as words
from eligibility.domain.facts import ProfessionalFacts, ProjectFacts
from tests.golden.situations import situations
from tests.unit.any_facts import LAST_DAY, any_facts

SCREENS_FROM = date(2024, 9, 29)
"""The youngest rules that the screens quote begin here."""
NEAR = tuple(row.facts for row in situations() if row.facts.filed_on >= SCREENS_FROM and not row.blocking)
_days = st.dates(SCREENS_FROM, LAST_DAY) | st.sampled_from([date(2026, 11, 23), date(2026, 12, 31)])
_kilowatts = st.sampled_from([Decimal(v) for v in ("0", "0.001", "3.7", "75", "400.5", "1234567")])
_flags = ("is_collective_roof", "is_site_rented", "is_in_protected_area", "has_disturbing_loads",
          "is_floating", "has_constitution_change", "has_power_of_attorney", "keeps_modality_12_months",
          "is_substation_shared")  # fmt: skip
_engineer = ProfessionalFacts(
    profession=words.Profession.electrical_engineer, registration=words.RegistrationStatus.verified
)
_CHANGES: dict[str, st.SearchStrategy[Any]] = {
    **{name: st.booleans() for name in _flags},
    "consumer_class": st.sampled_from(words.ConsumerClass),
    "has_storage": st.booleans(),
    "storage_kwh": st.none() | _kilowatts,
    "has_emergency_generator": st.booleans(),
    "emergency_generator_kva": st.none() | _kilowatts,
    "installed_load_kw": st.none() | _kilowatts,
    "is_holder_company": st.booleans(),
    "is_cpf_on_identity_document": st.booleans(),
    "substation_type": st.none() | st.sampled_from(words.SubstationType),
    "guarantee_form": st.none() | st.sampled_from(words.GuaranteeForm),
    "surety_bank": st.sampled_from(["", "Banco Bradesco"]),
    "is_captive": st.none() | st.just(True),
    "has_overdue_debts": st.none() | st.just(False),
    "latitude": st.none() | st.decimals(-23, -14, places=6),
    "monthly_consumption_kwh": st.just((Decimal(0),) * 12) | st.just((Decimal("999999.5"),) * 12),
    "professional": st.builds(
        ProfessionalFacts,
        profession=st.sampled_from(words.Profession),
        has_attribution=st.booleans(),
        has_council_decision=st.booleans(),
        registration=st.sampled_from(words.RegistrationStatus),
    ),
}


@st.composite
def admissible_facts(draw: st.DrawFn) -> ProjectFacts:
    """One of three is of any shape; the others change a few answers of a situation without blocking findings.

    `filed_on` is a day on which the screens stand.
    """
    on = draw(_days)
    if draw(st.integers(0, 2)) == 0:
        return draw(any_facts()).model_copy(update={"filed_on": on})
    near = draw(st.sampled_from(NEAR))
    names = draw(st.lists(st.sampled_from(sorted(_CHANGES)), max_size=5, unique=True))
    changes = {name: draw(_CHANGES[name]) for name in names}
    return near.model_copy(update={"professional": near.professional or _engineer, **changes, "filed_on": on})
