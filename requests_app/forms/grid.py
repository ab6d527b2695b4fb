"""What is asked of the grid, and the file of it that an admin sends."""

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict

from eligibility.domain.consumer_units import parse_unit_number
from eligibility.domain.coordinates import is_inside, parse_coordinate
from eligibility.domain.findings import Refused
from eligibility.profile import current_profile
from requests_app.domain.grid_map import Bounds
from requests_app.domain.grid_rows import GridKind
from requests_app.forms.fields import WordsField
from requests_app.services.grid import search as grid_search
from requests_app.services.grid.layout import MAX_BYTES, MAX_LINES

KIND_SLUGS: Final[Mapping[GridKind, str]] = {
    GridKind.SUBSTATION: "subestacao",
    GridKind.TRANSFORMER: "transformador",
    GridKind.FEEDER: "alimentador",
}
"""The kinds as they stand in addresses."""
PLURALS: Final[Mapping[GridKind, str]] = {
    GridKind.SUBSTATION: "subestações",
    GridKind.TRANSFORMER: "transformadores",
    GridKind.FEEDER: "alimentadores",
}
_LOOKS_LIKE_A_UNIT: Final = re.compile(r"[\d\s.\-]{7,}")
_PAIR: Final = re.compile(r"\s*(?P<first>[-+]?\d{1,3}[.,]\d+)\s*[,;\s]\s*(?P<second>[-+]?\d{1,3}[.,]\d+)\s*")
_SIDES: Final = 4


class GridSearchForm(forms.Form):
    """One box for everything that names a point. `unit_number` holds the digits when a consumer unit was typed."""

    use_required_attribute = False

    busca = WordsField(
        label="Nome, código, município ou número da instalação",
        help_text="O número da instalação fica no alto da conta de luz. Ele não aparece no endereço da página.",
        max_length=60,
        required=False,
    )
    tipo = forms.ChoiceField(
        label="Mostrar",
        required=False,
        choices=[("", "Tudo"), *((slug, f"Só {PLURALS[kind]}") for kind, slug in KIND_SLUGS.items())],
        error_messages={"invalid_choice": "Escolha um dos tipos da lista."},
    )  # fmt: skip
    unit_number = ""

    def clean_busca(self) -> str:
        words: str = self.cleaned_data["busca"]
        if _LOOKS_LIKE_A_UNIT.fullmatch(words) and not grid_search.is_code(words):
            try:
                self.unit_number = parse_unit_number(words).digits
            except Refused as refused:
                message = "Número da instalação: confira os algarismos. O novo tem 15. O antigo tem 10 e começa com 3."
                raise forms.ValidationError(message, code=refused.code) from refused
        return words

    @property
    def kind(self) -> GridKind | None:
        return kind_of(self.cleaned_data["tipo"])


class NearestForm(forms.Form):
    """A place, as people write it."""

    use_required_attribute = False

    latitude = WordsField(
        label="Latitude",
        missing="Escreva a latitude.",
        max_length=40,
        help_text="Exemplo: -19,9167 ou 19°55'00\"S. Pode colar aqui os dois números que o mapa copia.",
        parse=lambda text: parse_coordinate(text, "latitude"),
    )
    longitude = WordsField(
        label="Longitude",
        missing="Escreva a longitude.",
        max_length=40,
        help_text="Exemplo: -43,9345 ou 43°56'04\"O",
        parse=lambda text: parse_coordinate(text, "longitude"),
    )

    def __init__(self, data: QueryDict | None = None) -> None:
        # Maps copy both numbers as one text.
        pair = (
            _PAIR.fullmatch(data.get("latitude", ""))
            if data and not data.get("longitude", "").strip()
            else None
        )
        if data and pair:
            data = data.copy()
            data["latitude"], data["longitude"] = pair["first"], pair["second"]
        super().__init__(data)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        window = current_profile().state_window
        is_whole = {"latitude", "longitude"} <= given.keys()
        if is_whole and window and not is_inside(given["latitude"], given["longitude"], window):
            message = "O ponto fica fora do estado. Veja se latitude e longitude não estão trocadas."
            self.add_error("latitude", message)
        return given


class GridFileForm(forms.Form):
    """One CSV; what is in it is read by the worker, line by line."""

    use_required_attribute = False

    file = forms.FileField(
        label="Arquivo CSV",
        help_text=f"Até {MAX_LINES // 1000} mil linhas e {MAX_BYTES // 1024 // 1024} MB. Nada entra antes de você conferir e confirmar.",
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
        error_messages={"required": "Escolha o arquivo.", "empty": "O arquivo está vazio."},
    )
    is_invented = forms.BooleanField(
        label="São dados inventados, para demonstração ou treino",
        help_text="Toda página que mostrar estes pontos vai dizer isso.",
        required=False,
    )

    def clean_file(self) -> "UploadedFile[bytes]":
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if file.size is not None and file.size > MAX_BYTES:
            raise forms.ValidationError(f"O arquivo passa de {MAX_BYTES // 1024 // 1024} MB.")
        return file


def kind_of(slug: str) -> GridKind | None:
    """The kind of a word in an address; None for any other."""
    return next((kind for kind, known in KIND_SLUGS.items() if known == slug), None)


def area_of(text: str) -> Bounds | None:
    """`south,west,north,east` in decimal degrees; None for anything else."""
    try:
        sides = [Decimal(part) for part in text.split(",")]
    except InvalidOperation:
        return None
    if len(sides) != _SIDES or not all(side.is_finite() and abs(side) <= 180 for side in sides):
        return None
    return Bounds(*(side.quantize(Decimal("0.000001")) for side in sides))
