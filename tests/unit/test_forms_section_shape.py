"""A section as the API writes it becomes the form's answers and comes back the same."""

from typing import Any

import pytest

from requests_app.api.section_shape import (
    UnreadableSection,
    error_name,
    from_form,
    section_schema,
    to_form,
)
from requests_app.forms.drafts import FORMS
from requests_app.forms.rows import RowsForm


def test_lists_become_rows_and_come_back_as_lists() -> None:
    body = {
        "group": "A",
        "transformers": [{"power_kva": 112.5, "connection": "Δ-Y"}, {"power_kva": "75"}],
        "is_substation_shared": True,
    }
    answers = to_form("unit", body)
    assert answers["transformer_0_power_kva"] == "112,5"
    assert answers["transformer_1_power_kva"] == "75"
    assert from_form("unit", answers) == {
        "group": "A",
        "is_substation_shared": True,
        "transformers": [{"power_kva": "112,5", "connection": "Δ-Y"}, {"power_kva": "75"}],
    }


@pytest.mark.parametrize(
    ("section", "body", "where"),
    [
        ("unit", {"transformers": [{}] * 7}, "transformers"),
        ("unit", {"transformers": {"power_kva": 1}}, "transformers"),
        ("unit", {"transformers": [{"kva": 1}]}, "transformers.0.kva"),
        ("unit", {"modules": []}, "modules"),
        ("unit", {"transformer_0_power_kva": "1"}, "transformer_0_power_kva"),
        ("generation", {"modules": [{}] * 11}, "modules"),
        ("generation", {"inverters": [{"power_w": 1}]}, "inverters.0.power_w"),
        ("generation", {"inverters": [{"power_kw": {}}]}, "inverters.0.power_kw"),
        ("generation", {"request_kind": "new_unit"}, "request_kind"),
        ("generation", {"river": {"name": "x"}}, "river"),
        ("credits", {"transformers": []}, "transformers"),
        ("unit", [], "body"),
    ],
)
def test_what_has_another_shape_is_refused_where_it_is(section: str, body: Any, where: str) -> None:
    with pytest.raises(UnreadableSection) as error:
        to_form(section, body)
    assert list(error.value.errors) == [where]


@pytest.mark.parametrize(
    ("field", "name"),
    [
        ("module_0_quantity", "modules.0.quantity"),
        ("inverter_9_power_kw", "inverters.9.power_kw"),
        ("transformer_1_impedance_percent", "transformers.1.impedance_percent"),
        ("module_area", "module_area"),
        ("latitude", "latitude"),
    ],
)
def test_errors_are_named_as_the_caller_wrote_them(field: str, name: str) -> None:
    assert error_name(field) == name


@pytest.mark.parametrize("section", FORMS)
def test_the_schema_has_every_question_of_the_form_once(section: str) -> None:
    form = FORMS[section]
    lists = {rows.key: rows for rows in form.row_sets} if issubclass(form, RowsForm) else {}
    properties = section_schema(section)["properties"]
    assert properties.keys() == form.base_fields.keys() | lists.keys() | {"version"}
    for key, rows in lists.items():
        assert properties[key]["maxItems"] == rows.maximum
        assert properties[key]["items"]["properties"].keys() == rows.parts.keys()
