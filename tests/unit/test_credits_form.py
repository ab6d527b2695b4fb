"""The credits screen: only what the answer calls for is asked and used; waivers are one choice."""

from datetime import date

import pytest

from requests_app.forms.credits import CreditsForm

DAY = date(2026, 11, 20)
CONDITIONS = {"fast_track_local": "on", "fast_track_no_sharing": "on", "fast_track_for_good": "on"}
EVERYTHING = {
    "association": "consortium",
    "consortium_law": "law_11795",
    "unit_holding": "administrator",
    "is_administrator_fit": "on",
    "member_count": "muitos",
    "keeps_modality_12_months": "on",
}


def answered(**data: str) -> dict[str, object]:
    found = CreditsForm(data=data).to_answers(DAY)
    assert found is not None, CreditsForm(data=data).errors
    return found.model_dump(mode="json", exclude_defaults=True)


@pytest.mark.parametrize("modality", ["local", "remote"])
def test_what_the_modality_does_not_ask_is_kept_unread(modality: str) -> None:
    """Even nonsense typed in a question that is not asked any more gives no error."""
    assert answered(modality=modality, **EVERYTHING) == {"modality": modality}


def test_a_consortium_answers_law_holding_and_administrator() -> None:
    assert answered(modality="shared", **EVERYTHING) == {
        "modality": "shared",
        "association": "consortium",
        "consortium_law": "law_11795",
        "unit_holding": "administrator",
        "is_administrator_fit": True,
        "keeps_modality_12_months": True,
    }


def test_a_cooperative_answers_its_members_and_no_law() -> None:
    given = {**EVERYTHING, "association": "cooperative", "unit_holding": "association", "member_count": "25"}
    assert answered(modality="shared", **given) == {
        "modality": "shared",
        "association": "cooperative",
        "unit_holding": "association",
        "member_count": 25,
        "keeps_modality_12_months": True,
    }


def test_multiple_units_may_promise_twelve_months_and_say_how_they_are_joined() -> None:
    given = {**EVERYTHING, "modality": "multiple_units", "association": "condominium"}
    assert answered(**given) == {
        "modality": "multiple_units",
        "association": "condominium",
        "keeps_modality_12_months": True,
    }


def test_a_number_of_members_that_is_no_number_is_refused_where_it_is_asked() -> None:
    form = CreditsForm(data={"modality": "shared", "association": "cooperative", "member_count": "muitos"})
    assert form.to_answers(DAY) is None
    assert list(form.errors) == ["member_count"]


@pytest.mark.parametrize(
    ("waiver", "fact"),
    [
        ("", None),
        ("none", None),
        ("grid_zero", "is_grid_zero"),
        ("compatible_power", "wants_compatible_power"),
    ],
)
def test_a_waiver_is_one_choice(waiver: str, fact: str | None) -> None:
    expected = {"modality": "local"} | ({fact: True} if fact else {})
    assert answered(modality="local", waiver=waiver, **CONDITIONS) == expected


def test_the_fast_track_takes_its_three_conditions_one_by_one() -> None:
    """Item 6 of the standard form."""
    given = {"modality": "local", "waiver": "fast_track"}
    assert answered(**given, **CONDITIONS) == {"modality": "local", "wants_fast_track": True}
    for name in CONDITIONS:
        form = CreditsForm(data={**given, **CONDITIONS, name: ""})
        assert form.to_answers(DAY) is None
        assert list(form.errors) == [name]


def test_an_unknown_option_is_refused_in_portuguese() -> None:
    form = CreditsForm(data={"modality": "barter", "waiver": "all"})
    assert form.to_answers(DAY) is None
    assert form.errors["modality"] == ["Esta opção não existe. Diga quem vai usar os créditos."]
    assert form.errors["waiver"] == ["Esta opção não existe. Escolha uma das opções."]
