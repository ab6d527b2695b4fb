"""What comes after the contracts are accepted: the works, the project, the inspection, or the customer's own part."""

from enum import StrEnum

from requests_app.domain.snapshot import ProjectStanding


class Follows(StrEnum):
    """The next step, whoever has to take it."""

    WORKS = "works"
    PROJECT = "project"
    INSPECTION = "inspection"
    INSTALLATION = "installation"

    @property
    def text(self) -> str:
        """Who does what now, in Portuguese."""
        return _TEXTS[self]


_TEXTS = {
    Follows.WORKS: "A distribuidora faz antes a obra na rede. O prazo da obra começou a correr.",
    Follows.PROJECT: (
        "Em média tensão, o projeto da subestação de entrada vem antes da vistoria. O responsável técnico "
        "envia o projeto pelo portal."
    ),
    Follows.INSPECTION: "A vistoria já está pedida. A distribuidora combina o dia.",
    Follows.INSTALLATION: "Instale a geração com o responsável técnico. Quando estiver pronta, ele pede a vistoria pelo portal.",
}


def what_follows(*, is_works_owed: bool, project: ProjectStanding, is_inspection_automatic: bool) -> Follows:
    """The first of the steps that still stands between the acceptance and the meter.

    The inspection begins by itself where the law's terms hold and nobody chose to ask for it (REN 1.000,
    arts. 68, IV, and 91).
    """
    if is_works_owed:
        return Follows.WORKS
    if project in (ProjectStanding.AWAITED, ProjectStanding.IN_ANALYSIS):
        return Follows.PROJECT
    return Follows.INSPECTION if is_inspection_automatic else Follows.INSTALLATION
