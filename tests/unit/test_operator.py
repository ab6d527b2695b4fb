"""The operator profile carries what the utility publishes, each fact with its source."""

from datetime import time
from pathlib import Path

import pytest
from pydantic import ValidationError

from eligibility.domain.citation import Confidence
from eligibility.domain.operator import UnknownProfile, load_profile
from eligibility.domain.taxpayer import parse_cnpj


def test_the_packaged_profile_carries_the_published_channels() -> None:
    profile = load_profile()
    phone = profile.channel("phone")
    assert (phone.value, phone.hours, phone.confidence) == (
        "0800 721 0167",
        "8h às 17h",
        Confidence.published,
    )
    assert [item.value for item in profile.complaint_channels] == ["0800 721 0167", "0800 728 3838", "167"]


def test_the_packaged_profile_carries_norms_banks_and_peak_hours() -> None:
    profile = load_profile("cemig_d")
    assert [norm.code for norm in profile.norms] == ["ND-5.1", "ND-5.2", "ND-5.3", "ND-5.30", "ND-5.31"]
    assert len(profile.surety_banks.names) == 10
    assert (profile.guarantee_account.branch, profile.guarantee_account.number) == ("2011", "29000-9")
    assert (profile.peak_hours.begins, profile.peak_hours.ends) == (time(17), time(20))
    assert parse_cnpj(profile.cnpj) == profile.guarantee_account.cnpj
    assert (profile.uf, profile.utility_code) == ("MG", "018")


def test_every_fact_names_its_source_and_unread_norms_are_not_certain() -> None:
    profile = load_profile()
    facts = [
        *profile.norms,
        *profile.channels,
        profile.guarantee_account,
        profile.surety_banks,
        profile.peak_hours,
    ]
    assert all(fact.source for fact in facts)
    assert {norm.code for norm in profile.norms if norm.confidence is Confidence.unverified} == {
        "ND-5.30",
        "ND-5.31",
    }


@pytest.mark.parametrize("key", ["nobody", "../cemig_d", "", "rulebook/deadlines"])
def test_an_unknown_profile_is_told(key: str) -> None:
    with pytest.raises(UnknownProfile):
        load_profile(key)


def test_another_utility_is_described_by_its_own_file(tmp_path: Path) -> None:
    packaged = Path(__file__).parents[2] / "eligibility/domain/operator_profiles/cemig_d.toml"
    other = tmp_path / "outra.toml"
    other.write_text(
        packaged.read_text("utf-8").replace('name = "Cemig"', 'name = "Luz do Vale"', 1), "utf-8"
    )
    assert load_profile(other).name == "Luz do Vale"
    other.write_text('key = "outra"\n', "utf-8")
    with pytest.raises(ValidationError):
        load_profile(other)
