"""Why a project came back or a visit failed: what is wrong, by which rule, and how to correct it."""

from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict

from eligibility.domain.findings import refuse

FAULTS_AT_MOST = 20
LONGEST_FAULT = 2000


class Fault(BaseModel):
    """One reason in the analyst's words. `repeats_id` names the same reason of an earlier report."""

    model_config = ConfigDict(frozen=True)

    what: str
    rule: str
    how_to_fix: str
    repeats_id: int | None = None

    @property
    def is_whole(self) -> bool:
        return all(0 < len(text.strip()) <= LONGEST_FAULT for text in (self.what, self.rule, self.how_to_fix))

    @property
    def tidy(self) -> "Fault":
        """The same without spaces around its words."""
        return self.model_copy(
            update={
                "what": self.what.strip(),
                "rule": self.rule.strip(),
                "how_to_fix": self.how_to_fix.strip(),
            }
        )


def checked(faults: Sequence[Fault]) -> tuple[Fault, ...]:
    """The reasons, tidied. Raises Refused when there is none, too many, or one that is not whole."""
    if not faults:
        raise refuse("reasons_missing", "Escreva pelo menos um motivo.", field="reason_0_what")
    if len(faults) > FAULTS_AT_MOST:
        raise refuse("reasons_too_many", f"Escreva até {FAULTS_AT_MOST} motivos.")
    for place, fault in enumerate(faults):
        if not fault.is_whole:
            raise refuse(
                "reason_words_missing",
                f"Motivo {place + 1}: escreva o que falta, a regra e como corrigir, "
                f"com até {LONGEST_FAULT} letras cada.",
                field=f"reason_{place}_what",
            )
    return tuple(fault.tidy for fault in faults)


def same_words(first: str, second: str) -> bool:
    """Whether two reasons say the same, whatever the spaces and capitals."""
    return " ".join(first.casefold().split()).rstrip(".") == " ".join(second.casefold().split()).rstrip(".")
