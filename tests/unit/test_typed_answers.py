"""What was filed, typed again on the same screens, reads as the same answers."""

from datetime import date
from typing import Any

import pytest

from requests_app.domain import typed_answers
from requests_app.forms.drafts import FORMS
from requests_app.forms.generation import GenerationForm
from tests.filing_data import ANSWERS, GROUP_A, HYDRO, TWO_SOURCES, answers

DAY = date(2026, 11, 23)
BACK = {
    "unit": typed_answers.unit_texts,
    "generation": typed_answers.generation_texts,
    "credits": typed_answers.credits_texts,
    "holder": typed_answers.holder_texts,
    "guarantee": typed_answers.guarantee_texts,
}
CASES: list[tuple[str, dict[str, str]]] = [
    ("unit", ANSWERS["unit"]),
    ("unit", answers("unit", **GROUP_A)),
    ("unit", answers("unit", latitude="-19,9167", longitude="-43,9345", is_site_rented="on")),
    ("unit", answers("unit", request_kind="new_unit", unit_number="", monthly_consumption_kwh="")),
    ("unit", answers("unit", has_emergency_generator="on", emergency_generator_kva="1.234,5")),
    ("generation", ANSWERS["generation"]),
    ("generation", answers("generation", inverter_0_power_kw="1,234", is_dispatchable="false", is_floating="on")),
    ("generation", answers("generation", **HYDRO)),
    ("generation", answers("generation", **TWO_SOURCES)),
    ("generation", answers("generation", has_storage="true", storage_kwh="20", storage_kw="5")),
    ("credits", ANSWERS["credits"]),
    (
        "credits",
        answers(
            "credits", waiver="fast_track", fast_track_local="on", fast_track_no_sharing="on",
            fast_track_for_good="on",
        ),
    ),
    ("credits", answers("credits", modality="shared", association="cooperative", member_count="25",
                        unit_holding="association", keeps_modality_12_months="on")),
    ("holder", ANSWERS["holder"]),
    ("guarantee", {"form": "bonds", "amount_brl": "12.345,60", "valid_until": "31/12/2027"}),
    ("guarantee", {}),
]  # fmt: skip


def _read(section: str, texts: dict[str, str]) -> Any:
    form = FORMS[section](data=texts)
    if isinstance(form, GenerationForm):
        form = GenerationForm(data=texts, request_kind="existing_unit")
    found = form.to_answers(DAY)
    assert found is not None, form.errors
    return found


@pytest.mark.parametrize(("section", "typed"), CASES, ids=lambda case: str(case)[:40])
def test_filed_answers_typed_again_are_the_same_answers(section: str, typed: dict[str, str]) -> None:
    filed = _read(section, typed)
    again = BACK[section](filed.model_dump(mode="json"))
    assert all(isinstance(text, str) for text in again.values())
    assert _read(section, again) == filed
