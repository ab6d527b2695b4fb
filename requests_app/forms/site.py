"""The place of the unit: address, point on the map, and what there is around it."""

from decimal import Decimal
from typing import Any

from django import forms

from eligibility.domain.coordinates import from_utm, parse_coordinate, to_utm
from eligibility.domain.findings import Refused
from eligibility.domain.numbers_pt import format_decimal
from eligibility.domain.registrations import parse_cep
from requests_app.forms.fields import LongTextField, SectionForm, WordsField, choice, quantity

DEGREES, UTM = "degrees", "utm"
_ZONES = ("22", "23", "24")
_LARGEST_EASTING_M, _LARGEST_NORTHING_M = 999_999, 10_000_000


def _ticked(label: str, help_text: str = "") -> forms.BooleanField:
    return forms.BooleanField(label=label, required=False, help_text=help_text)


def _coordinate(label: str, axis: str, example: str) -> WordsField:
    return WordsField(
        label=label,
        required=False,
        parse=lambda text: parse_coordinate(text, axis),
        max_length=60,
        help_text=f"Em graus. Exemplo: {example}.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class SiteFields(SectionForm):
    """Fields of the place, for the screen of the unit."""

    postal_code = WordsField(
        label="CEP",
        missing="Escreva o CEP.",
        parse=lambda text: parse_cep(text, section="unidade"),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    municipality = WordsField(label="Município", missing="Escreva o município.", max_length=80)
    street = WordsField(
        label="Rua, avenida ou estrada", missing="Escreva a rua, avenida ou estrada.", max_length=160
    )
    street_number = WordsField(
        label="Número", missing="Escreva o número do imóvel, ou S/N se não tem.", max_length=20
    )
    complement = WordsField(label="Complemento", required=False, max_length=80)
    district = WordsField(label="Bairro", missing="Escreva o bairro ou o distrito.", max_length=80)

    coordinates_as = choice(
        "Como você tem a localização?",
        {DEGREES: "Latitude e longitude", UTM: "UTM"},
        missing="Escolha latitude e longitude, ou UTM.",
        is_required=False,
    )
    coordinates_as.initial = DEGREES
    latitude = _coordinate("Latitude", "latitude", "-19,916700 ou 19°55'00\"S")
    longitude = _coordinate("Longitude", "longitude", "-43,934500 ou 43°56'04\"O")
    utm_zone = choice(
        "Fuso",
        {zone: zone for zone in _ZONES},
        missing="Escolha o fuso.",
        is_required=False,
        as_radio=False,
    )
    utm_easting = quantity(
        "Coordenada E",
        maximum=_LARGEST_EASTING_M,
        is_required=False,
        unit="m",
        help_text="Exemplo: 611520.",
    )
    utm_northing = quantity(
        "Coordenada N",
        maximum=_LARGEST_NORTHING_M,
        is_required=False,
        unit="m",
        help_text="Exemplo: 7797383.",
    )

    is_collective_roof = _ticked("O telhado é de uso coletivo", "De um condomínio ou de um prédio.")
    is_site_rented = _ticked("O telhado ou o terreno é alugado ou cedido")
    is_in_protected_area = _ticked(
        "O lugar fica em área protegida",
        "Unidade de conservação, reserva legal, preservação permanente, território indígena ou quilombola.",
    )
    has_disturbing_loads = _ticked(
        "Há cargas que podem perturbar a rede",
        "Motores grandes, fornos a arco, máquinas de solda, aparelhos de raios X.",
    )
    has_emergency_generator = _ticked("Há gerador de emergência")
    emergency_generator_kva = quantity(
        "Potência do gerador de emergência", maximum=100_000, is_required=False, unit="kVA"
    )
    activities = LongTextField(
        label="O que se faz na unidade",
        required=False,
        max_length=500,
        help_text="As atividades, em poucas palavras. Exemplo: padaria com dois fornos elétricos.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    @property
    def is_utm(self) -> bool:
        return self.typed("coordinates_as") == UTM

    def point(self) -> tuple[Decimal | None, Decimal | None]:
        """Latitude and longitude of what was typed, UTM converted; None for what is missing or wrong."""
        cleaned = self.cleaned_data
        if not self.is_utm:
            return cleaned.get("latitude"), cleaned.get("longitude")
        zone, easting, northing = (cleaned.get(f"utm_{part}") for part in ("zone", "easting", "northing"))
        if not zone or easting is None or northing is None:
            return None, None
        try:
            return from_utm(int(zone), easting, northing)
        except Refused as refused:
            if "utm_easting" not in self.errors:
                self.add_error("utm_easting", forms.ValidationError(refused.message, code=refused.code))
            return None, None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.is_utm:
            parts = ("utm_zone", "utm_easting", "utm_northing")
            given = [name for name in parts if self.typed(name)]
            for name in parts:
                if given and not self.typed(name) and name not in self.errors:
                    self.add_error(name, forms.ValidationError(_MISSING[name], code="required"))
        else:
            for name, other in (("latitude", "longitude"), ("longitude", "latitude")):
                if self.typed(other) and not self.typed(name) and name not in self.errors:
                    self.add_error(name, forms.ValidationError(_MISSING[name], code="required"))
        self.point()
        return cleaned

    def point_text(self) -> str:
        """The typed point in the other notation, "" while there is none."""
        latitude, longitude = self.point() if self.is_bound and not self._lacks_point() else (None, None)
        if latitude is None or longitude is None:
            return ""
        if self.is_utm:
            places = f"{format_decimal(latitude, 6)}; {format_decimal(longitude, 6)}"
            return f"Em latitude e longitude: {places}."
        found = to_utm(latitude, longitude)
        if found is None:
            return ""
        east, north = format_decimal(found.easting_m, 0), format_decimal(found.northing_m, 0)
        return f"Em UTM: fuso {found.zone}, E {east} m, N {north} m (SIRGAS 2000)."

    def _lacks_point(self) -> bool:
        names = ("utm_zone", "utm_easting", "utm_northing", "latitude", "longitude")
        return any(name in self.errors for name in names)


_MISSING = {
    "latitude": "Escreva também a latitude.",
    "longitude": "Escreva também a longitude.",
    "utm_zone": "Escolha o fuso.",
    "utm_easting": "Escreva a coordenada E.",
    "utm_northing": "Escreva a coordenada N.",
}
