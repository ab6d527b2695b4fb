"""For each field that a bill fills: what the draft has, what the bill says, and which of the two stays."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from requests_app.domain.bill_prefill import OFFERED, Offer
from requests_app.forms.unit import UnitForm

USE_BILL, KEEP_DRAFT = "bill", "draft"
_NOTHING = "Deixar em branco"


def choice_name(name: str) -> str:
    """Name of the two radio buttons of a field."""
    return f"use_{name}"


class BillPrefillForm(forms.Form):
    """One choice for each offer that says something else than the draft; the offers travel as hidden fields.

    What is empty is filled unless the person says no; what was typed stays unless the person says otherwise.
    """

    use_required_attribute = False

    def __init__(self, found: Iterable[Offer], kept: Mapping[str, str]) -> None:
        super().__init__(
            initial={choice_name(o.name): KEEP_DRAFT if kept.get(o.name) else USE_BILL for o in found}
        )
        for offer in found:
            old = kept.get(offer.name, "")
            label = str(UnitForm.base_fields[offer.name].label)
            self.fields[choice_name(offer.name)] = forms.ChoiceField(
                label=label,
                help_text=offer.note,
                choices=[
                    (USE_BILL, f"Da fatura: {shown_value(offer.name, offer.value)}"),
                    (KEEP_DRAFT, f"Do rascunho: {shown_value(offer.name, old)}" if old else _NOTHING),
                ],
                widget=forms.RadioSelect,
            )
            self.fields[offer.name] = forms.CharField(widget=forms.HiddenInput, initial=offer.value)


def chosen_values(data: Mapping[str, Any]) -> dict[str, str]:
    """The posted values that the person took from the bill; hours with the discount say that there is one."""
    chosen = {
        name: str(data[name]) for name in OFFERED if name in data and data.get(choice_name(name)) == USE_BILL
    }
    return chosen | ({"has_irrigation_discount": "on"} if "discounted_consumption_kwh" in chosen else {})


def is_same(name: str, first: str, second: str) -> bool:
    """Whether two texts of a field mean the same: "3012345678" and "30 1234 5678", "1.145" and "1145"."""
    field = UnitForm.base_fields[name]
    try:
        return bool(field.clean(first) == field.clean(second))
    except forms.ValidationError:
        return first.strip() == second.strip()


def shown_value(name: str, value: str) -> str:
    """A value as a person reads it: the words of a choice, the unit of an amount, months in one line."""
    field = UnitForm.base_fields[name]
    for key, label in getattr(field, "choices", ()):
        if str(key) == value:
            return str(label)
    text = "; ".join(value.split("\n"))
    unit = getattr(field, "unit", "")
    return f"{text} {unit}".rstrip() if text else ""
