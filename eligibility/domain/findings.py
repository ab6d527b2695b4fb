"""What a check found, and the refusal that carries findings as values."""

from collections.abc import Iterable
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from eligibility.domain.citation import Citation


class Severity(StrEnum):
    """Blocking findings stop the filing; advisory ones only inform."""

    blocking = "blocking"
    advisory = "advisory"


class Section(StrEnum):
    """Screens of the filing that a finding can point at."""

    unit = "unidade"
    generation = "geracao"
    credits = "creditos"
    holder = "titular"
    guarantee = "garantia"
    documents = "documentos"
    declarations = "declaracoes"
    profile = "profissional"


class Finding(BaseModel):
    """One result of a check; `message` is Portuguese, `field` is the form field's name."""

    model_config = ConfigDict(frozen=True)

    code: str
    severity: Severity = Severity.blocking
    message: str
    citation: Citation | None = None
    field: str | None = None
    section: Section | None = None

    @property
    def is_blocking(self) -> bool:
        """True when the request cannot be filed while this stands."""
        return self.severity is Severity.blocking


class Refused(Exception):
    """A rule of the domain says no; carries at least one finding, never a programming error."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        if not self.findings:
            raise ValueError("Refused needs at least one finding")
        super().__init__(self.findings[0].code)

    @property
    def code(self) -> str:
        """Code of the first finding."""
        return self.findings[0].code

    @property
    def message(self) -> str:
        """Portuguese message of the first finding."""
        return self.findings[0].message

    @property
    def citation(self) -> Citation | None:
        """Legal basis of the first finding."""
        return self.findings[0].citation


def block(code: str, message: str, field: str, section: Section, citation: Citation | None = None) -> Finding:
    """A finding that stops the filing."""
    return Finding(code=code, message=message, citation=citation, field=field, section=section)


def advise(
    code: str, message: str, field: str, section: Section, citation: Citation | None = None
) -> Finding:
    """A finding that only informs."""
    return Finding(
        code=code,
        severity=Severity.advisory,
        message=message,
        citation=citation,
        field=field,
        section=section,
    )


def refuse(
    code: str,
    message: str,
    citation: Citation | None = None,
    field: str | None = None,
    section: str | None = None,
) -> Refused:
    """Build the refusal of one blocking finding; the caller raises it."""
    place = Section(section) if section else None
    return Refused((Finding(code=code, message=message, citation=citation, field=field, section=place),))
