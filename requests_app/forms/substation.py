"""The project of the entry substation: its files, and the words with which it goes back."""

from collections.abc import Mapping
from typing import Any, BinaryIO, cast

from django import forms

from documents.domain.file_types import names_in_portuguese
from eligibility.domain.rulebook import Rule
from requests_app.forms.faults import FaultsForm
from requests_app.models import ProjectPart
from requests_app.services.connection.projects import ACCEPTED, MAX_MB, Upload

_SAME = "Se um só documento vale para projeto e construção, envie o mesmo arquivo nos dois lugares."
_HINTS = {ProjectPart.BUILDING_ART: _SAME, ProjectPart.BUILDING_PAYMENT: _SAME}


class ProjectForm(forms.Form):
    """One file input per part; the files are inspected by the service, so that each problem has its own message."""

    use_required_attribute = False

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        files: Any = None,
        *,
        kept: frozenset[str] = frozenset(),
    ) -> None:
        super().__init__(data, files)
        for part in ProjectPart:
            hints = [f"{names_in_portuguese(ACCEPTED[part])}, até {MAX_MB} MB."]
            if part.value in kept:
                hints.append("O arquivo do envio anterior vale, se você não mandar outro.")
            elif part in _HINTS:
                hints.append(_HINTS[part])
            field = forms.FileField(
                label=part.label,
                required=False,
                allow_empty_file=True,
                help_text=" ".join(hints),
                widget=forms.FileInput(
                    attrs={"accept": ",".join(f".{k.value}" for k in sorted(ACCEPTED[part]))}
                ),
            )
            field.optional = part is ProjectPart.MORE_SHEETS or part.value in kept  # type: ignore[attr-defined]  # read by the field component
            self.fields[part.value] = field

    def uploads(self) -> dict[ProjectPart, Upload]:
        """The files that were chosen."""
        chosen = ((part, self.files.get(part.value)) for part in ProjectPart)
        return {
            part: Upload(cast(BinaryIO, file), str(file.name)) for part, file in chosen if file is not None
        }


class ReturnProjectForm(FaultsForm):
    """The reasons of a return; from the second answer on, whether the one before had left reasons out.

    `shorter_term` is the rule of the analysis that then follows; None for the first answer.
    """

    def __init__(self, data: Mapping[str, Any] | None = None, *, shorter_term: Rule | None) -> None:
        super().__init__(data)
        if shorter_term is not None:
            self.fields["found_gaps"] = forms.BooleanField(
                label="A resposta anterior não tinha listado todos os motivos",
                required=False,
                help_text=f"{shorter_term.text} ({shorter_term.citation.label})",
            )

    def clean(self) -> dict[str, Any]:
        self.check_faults()
        return self.cleaned_data
