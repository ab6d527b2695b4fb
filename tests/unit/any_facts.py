"""Hypothesis strategies over every admissible project."""

from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from eligibility.domain import vocabulary as words
from eligibility.domain.facts import (
    AllocationFacts,
    InverterSet,
    ModuleSet,
    ProfessionalFacts,
    ProjectFacts,
)

FIRST_DAY, LAST_DAY = date(2012, 1, 1), date(2027, 11, 21)

_dates = st.one_of(
    st.dates(FIRST_DAY, LAST_DAY),
    st.sampled_from(
        [date(2022, 1, 7), date(2022, 1, 8), date(2023, 1, 7), date(2023, 5, 10), date(2023, 5, 11), LAST_DAY]
    ),
)
_edges = st.sampled_from(
    [
        Decimal(v)
        for v in ("0", "0.0005", "7.5", "10", "10.1", "75", "75.1", "500", "500.1", "1000", "3000", "5000.1")
    ]
)
_powers = st.one_of(_edges, st.decimals(0, 10_000, places=3), st.just(Decimal(10) ** 9))


def _maybe(strategy: Any) -> Any:
    return st.one_of(st.none(), strategy)


_modules = st.builds(ModuleSet, quantity=st.integers(0, 20_000), power_w=st.decimals(0, 800, places=1))
_inverters = st.builds(InverterSet, quantity=st.integers(0, 300), power_kw=_powers)
_counts = st.integers(0, 6_000)
_allocations = st.builds(
    AllocationFacts,
    basis=st.sampled_from(words.AllocationBasis),
    unit_count=_counts,
    total_percent=_maybe(st.decimals(0, 200, places=2)),
    largest_share_percent=_maybe(st.decimals(0, 100, places=2)),
    duplicated_units=st.integers(0, 3),
    units_of_other_utility=st.integers(0, 3),
    units_without_member=st.integers(0, 3),
    unreadable_lines=st.integers(0, 3),
)
_professionals = st.builds(
    ProfessionalFacts,
    profession=st.sampled_from(words.Profession),
    has_attribution=st.booleans(),
    has_council_decision=st.booleans(),
    registration=st.sampled_from(words.RegistrationStatus),
)
_yes_or_no = [name for name, field in ProjectFacts.model_fields.items() if field.annotation is bool]
_perhaps = [name for name, field in ProjectFacts.model_fields.items() if field.annotation == bool | None]


def any_facts() -> st.SearchStrategy[ProjectFacts]:
    """Projects of any shape, answered in full, in part or not at all, sensible or not."""
    return st.builds(
        ProjectFacts,
        filed_on=_dates,
        source=_maybe(st.sampled_from(words.Source)),
        second_source=_maybe(st.sampled_from(words.Source)),
        request_kind=_maybe(st.sampled_from(words.RequestKind)),
        modality=_maybe(st.sampled_from(words.Modality)),
        unit_number=st.sampled_from(["", "3014056287", "001347925801810", "x"]),
        consumer_class=_maybe(st.sampled_from(words.ConsumerClass)),
        group=_maybe(st.sampled_from(words.TariffGroup)),
        phases=_maybe(st.sampled_from(words.Phases)),
        voltage=st.sampled_from(["", "127/220", "13.800 V", "22.000 V", "138 kV", "?"]),
        breaker_a=_maybe(st.integers(0, 100_000)),
        available_power_kw=_maybe(_powers),
        contracted_demand_kw=_maybe(_powers),
        injection_demand_kw=_maybe(_powers),
        installed_load_kw=_maybe(_powers),
        substation_type=_maybe(st.sampled_from(words.SubstationType)),
        transformers_kva=st.lists(_powers, max_size=3).map(tuple),
        latitude=_maybe(st.decimals(-180, 180, places=4)),
        longitude=_maybe(st.decimals(-180, 180, places=4)),
        monthly_consumption_kwh=st.lists(_maybe(_powers), max_size=12).map(tuple),
        discounted_consumption_kwh=st.lists(_maybe(_powers), max_size=12).map(tuple),
        emergency_generator_kva=_maybe(_powers),
        modules=st.lists(_modules, max_size=3).map(tuple),
        inverters=st.lists(_inverters, max_size=3).map(tuple),
        declared_power_kw=_maybe(_powers),
        second_declared_power_kw=_maybe(_powers),
        existing_power_kw=_maybe(_powers),
        storage_kwh=_maybe(_powers),
        association=_maybe(st.sampled_from(words.Association)),
        consortium_law=_maybe(st.sampled_from(words.ConsortiumLaw)),
        unit_holding=_maybe(st.sampled_from(words.UnitHolding)),
        member_count=_maybe(_counts),
        allocation=_maybe(_allocations),
        guarantee_form=_maybe(st.sampled_from(words.GuaranteeForm)),
        surety_bank=st.sampled_from(["", "Banco Bradesco", "Banco de ninguém"]),
        professional=_maybe(_professionals),
        **{name: st.booleans() for name in _yes_or_no},
        **{name: _maybe(st.booleans()) for name in _perhaps},
    )
