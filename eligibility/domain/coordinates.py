"""Latitude and longitude, UTM and back, what people type, and whether a point lies in the utility's state."""

import re
from decimal import Decimal

import utm
from pydantic import BaseModel, ConfigDict

from eligibility.domain.findings import Refused, refuse
from eligibility.domain.operator import StateWindow

_PLACES = Decimal("0.000001")
_DECIMAL = re.compile(r"(?P<sign>[+-]?)(?P<degrees>[0-9]{1,3}(?:[.,][0-9]+)?)\s*°?\s*(?P<side>[NSLEWO]?)")
_PARTS = re.compile(
    r"(?P<sign>[+-]?)(?P<degrees>[0-9]{1,3})\s*(?:°|º|D|\s)\s*(?P<minutes>[0-9]{1,2}(?:[.,][0-9]+)?)"
    r"(?:\s*(?:'|\s)\s*(?:(?P<seconds>[0-9]{1,2}(?:[.,][0-9]+)?)\s*\"?)?)?\s*(?P<side>[NSLEWO]?)"
)
_SAME_MARK = str.maketrans({"’": "'", "′": "'", "´": "'", "”": '"', "″": '"', "“": '"', "−": "-"})
_NEGATIVE_SIDES = frozenset({"S", "W", "O"})
_SIDES = {"latitude": "NS", "longitude": "LEWO"}
_LIMITS = {"latitude": 90, "longitude": 180}
LONGEST_TEXT = 40


class UtmPoint(BaseModel):
    """A point of the southern hemisphere in metres of one UTM zone (datum SIRGAS 2000, as WGS 84)."""

    model_config = ConfigDict(frozen=True)

    zone: int
    easting_m: Decimal
    northing_m: Decimal


def parse_coordinate(text: str, axis: str, *, field: str | None = None) -> Decimal:
    """Decimal degrees with six places from "-19,9167", "19,9167 S" or `19°55'08"S`.

    `axis` is "latitude" or "longitude", which is also the field when none is given. Raises Refused
    `coordinate.invalid`, `coordinate.side` (a letter of the other axis) or `coordinate.out_of_range`.
    """
    name = field or axis
    example = "-19,9167 ou 19°55'00\"S" if axis == "latitude" else "-43,9345 ou 43°56'04\"O"
    compact = " ".join(text.translate(_SAME_MARK).upper().replace("''", '"').split())
    match = None
    if len(compact) <= LONGEST_TEXT:
        match = _DECIMAL.fullmatch(compact) or _PARTS.fullmatch(compact)
    if match is None:
        raise _no("coordinate.invalid", f"Confira a {axis}. Exemplo: {example}.", name)
    groups = match.groupdict()
    if groups["side"] and groups["side"] not in _SIDES[axis]:
        raise _no("coordinate.side", f"A letra não é de {axis}. Exemplo: {example}.", name)
    minutes, seconds = _number(groups.get("minutes")), _number(groups.get("seconds"))
    degrees = _number(groups["degrees"]) + minutes / 60 + seconds / 3600
    if minutes >= 60 or seconds >= 60 or degrees > _LIMITS[axis]:
        message = (
            f"A {axis} vai até {_LIMITS[axis]} graus. Minutos e segundos vão até 59. Exemplo: {example}."
        )
        raise _no("coordinate.out_of_range", message, name)
    is_negative = groups["sign"] == "-" or groups["side"] in _NEGATIVE_SIDES
    return (-degrees if is_negative else degrees).quantize(_PLACES)


def to_utm(latitude: Decimal, longitude: Decimal) -> UtmPoint | None:
    """The same point in UTM, metres with two places; None outside UTM or north of the equator."""
    if latitude > 0:
        return None
    try:
        easting, northing, zone, _ = utm.from_latlon(float(latitude), float(longitude))
    except utm.OutOfRangeError:
        return None
    return UtmPoint(zone=zone, easting_m=_metres(easting), northing_m=_metres(northing))


def from_utm(zone: int, easting_m: Decimal, northing_m: Decimal) -> tuple[Decimal, Decimal]:
    """Latitude and longitude in decimal degrees with six places; Refused `utm.invalid` when no such point exists."""
    try:
        latitude, longitude = utm.to_latlon(float(easting_m), float(northing_m), zone, northern=False)
    except utm.OutOfRangeError as error:
        message = "Confira o fuso e as coordenadas UTM. Exemplo: fuso 23, E 611520, N 7797383."
        raise _no("utm.invalid", message, "utm_easting") from error
    return Decimal(str(latitude)).quantize(_PLACES), Decimal(str(longitude)).quantize(_PLACES)


def is_inside(latitude: Decimal, longitude: Decimal, window: StateWindow) -> bool:
    """Whether the point lies in the state's box and in the window of its UTM zone."""
    if not window.latitude_min <= latitude <= window.latitude_max:
        return False
    if not window.longitude_min <= longitude <= window.longitude_max:
        return False
    point = to_utm(latitude, longitude)
    return point is not None and any(
        zone.zone == point.zone
        and zone.easting_min <= point.easting_m <= zone.easting_max
        and zone.northing_min <= point.northing_m <= zone.northing_max
        for zone in window.zones
    )


def _number(text: str | None) -> Decimal:
    return Decimal(text.replace(",", ".")) if text else Decimal(0)


def _metres(value: float) -> Decimal:
    return Decimal(str(value)).quantize(Decimal("0.01"))


def _no(code: str, message: str, field: str) -> Refused:
    return refuse(code, message, field=field, section="unidade")
