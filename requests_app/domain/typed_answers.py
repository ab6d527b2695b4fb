"""Filed answers turned back into what a person types on the screens: for a request repeated or put right."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

Answers = Mapping[str, Any]
Texts = dict[str, str]
_WATTS = 1000
_WAIVERS = (
    ("is_grid_zero", "grid_zero"),
    ("wants_fast_track", "fast_track"),
    ("wants_compatible_power", "compatible_power"),
)
_PLAIN_UNIT = (
    "request_kind", "unit_number", "consumer_class", "group", "voltage", "phases", "breaker_a",
    "substation_type", "activities", "street", "street_number", "complement", "district", "municipality",
    "postal_code", "nickname",
)  # fmt: skip
_MEASURED_UNIT = (
    "available_power_kw", "contracted_demand_kw", "injection_demand_kw", "installed_load_kw", "latitude",
    "longitude", "emergency_generator_kva",
)  # fmt: skip
_TICKED_UNIT = (
    "is_substation_shared", "is_collective_roof", "is_site_rented", "is_in_protected_area",
    "has_disturbing_loads", "has_emergency_generator", "has_irrigation_discount",
)  # fmt: skip
_MEASURED_GENERATION = (
    "declared_power_kw", "second_declared_power_kw", "existing_power_kw", "storage_kwh", "storage_kw",
)  # fmt: skip
_MEASURED_REGISTER = ("array_area_m2", "head_m", "flow_m3s", "tower_height_m")


def unit_texts(given: Answers) -> Texts:
    """The screen of the unit; the place in degrees, whatever it was typed in."""
    texts = _plain(given, _PLAIN_UNIT) | _measured(given, _MEASURED_UNIT) | _ticked(given, _TICKED_UNIT)
    for name in ("monthly_consumption_kwh", "discounted_consumption_kwh"):
        texts[name] = " ".join(decimal_text(v) for v in given.get(name) or ())
    texts["coordinates_as"] = "degrees"
    for place, item in enumerate(given.get("transformers") or ()):
        texts[f"transformer_{place}_power_kva"] = decimal_text(item.get("power_kva"))
        texts[f"transformer_{place}_connection"] = str(item.get("connection") or "")
        texts[f"transformer_{place}_impedance_percent"] = decimal_text(item.get("impedance_percent"))
    return texts


def generation_texts(given: Answers) -> Texts:
    """The screen of the generation, with what the register of plants asked."""
    texts = _plain(given, ("source", "second_source", "machine", "storage_description"))
    texts |= _measured(given, _MEASURED_GENERATION) | _ticked(given, ("is_floating",))
    texts["has_storage"] = _yes_or_no(bool(given.get("has_storage")))
    is_dispatchable = given.get("is_dispatchable")
    texts["is_dispatchable"] = "" if is_dispatchable is None else _yes_or_no(is_dispatchable)
    for place, item in enumerate(given.get("modules") or ()):
        texts |= _equipment("module", place, item) | {
            f"module_{place}_power_w": decimal_text(item["unit_power_w"])
        }
    for place, item in enumerate(given.get("inverters") or ()):
        kilowatts = Decimal(str(item["unit_power_w"])) / _WATTS
        texts |= _equipment("inverter", place, item) | {f"inverter_{place}_power_kw": decimal_text(kilowatts)}
    for name, value in (given.get("registration") or {}).items():
        texts[name] = decimal_text(value) if name in _MEASURED_REGISTER else _text(value)
    return texts


def credits_texts(given: Answers) -> Texts:
    """The screen of the credits; whoever has the fast track accepted its three conditions."""
    texts = _plain(given, ("modality", "association", "consortium_law", "unit_holding", "member_count"))
    texts |= _ticked(given, ("is_administrator_fit", "keeps_modality_12_months"))
    texts["waiver"] = next((waiver for name, waiver in _WAIVERS if given.get(name)), "none")
    accepted = "on" if texts["waiver"] == "fast_track" else ""
    return texts | dict.fromkeys(
        ("fast_track_local", "fast_track_no_sharing", "fast_track_for_good"), accepted
    )


def guarantee_texts(given: Answers) -> Texts:
    """The screen of the guarantee."""
    until = given.get("valid_until")
    texts = _plain(given, ("form", "surety_bank")) | _measured(given, ("amount_brl",))
    return texts | {"valid_until": f"{date.fromisoformat(str(until)):%d/%m/%Y}" if until else ""}


def holder_texts(given: Answers) -> Texts:
    """The screen of the holder."""
    texts = _plain(given, ("name", "tax_id", "representative_name", "email", "phone"))
    for name in ("is_company", "has_power_of_attorney", "is_cpf_on_identity_document"):
        texts[name] = _yes_or_no(bool(given.get(name)))
    return texts | _ticked(given, ("has_constitution_change",))


def decimal_text(value: Any) -> str:
    """`8,2`; empty for nothing. No dots, which could be read as thousands."""
    if value in (None, ""):
        return ""
    text = f"{Decimal(str(value)):f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", ",")


def _equipment(prefix: str, place: int, item: Answers) -> Texts:
    return {
        f"{prefix}_{place}_{part}": _text(item.get(part)) for part in ("manufacturer", "model", "quantity")
    }


def _plain(given: Answers, names: Iterable[str]) -> Texts:
    return {name: _text(given.get(name)) for name in names}


def _measured(given: Answers, names: Iterable[str]) -> Texts:
    return {name: decimal_text(given.get(name)) for name in names}


def _ticked(given: Answers, names: Iterable[str]) -> Texts:
    return {name: "on" if given.get(name) else "" for name in names}


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def _yes_or_no(value: bool) -> str:
    return "true" if value else "false"
