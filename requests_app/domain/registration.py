"""How a council registration stands on a day, and what that means for its owner in words."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Final

from eligibility.domain.vocabulary import RegistrationStatus
from requests_app.domain.badge import Badge, BadgeColour, BadgeIcon
from requests_app.domain.dates import long_day, numeric_day

STANDING_WORDS: Final[Mapping[RegistrationStatus, str]] = MappingProxyType(
    {
        RegistrationStatus.unverified: "não conferido",
        RegistrationStatus.verified: "conferido",
        RegistrationStatus.expired: "conferência vencida",
        RegistrationStatus.suspended: "suspenso",
    }
)
_MAY_FILE = "Você pode enviar pedidos, e cada um leva um aviso."


def standing_on(status: str, verified_until: date | None, on: date) -> RegistrationStatus:
    """The kept status read on a day: the last day of a verification still counts as verified."""
    kept = RegistrationStatus(status)
    if kept is RegistrationStatus.verified and verified_until is not None and verified_until < on:
        return RegistrationStatus.expired
    return kept


def standing_badge(standing: RegistrationStatus, verified_until: date | None) -> Badge:
    """The label of a registration in lists and on its owner's page."""
    match standing:
        case RegistrationStatus.verified if verified_until is not None:
            return Badge(
                text=f"Conferido até {numeric_day(verified_until)}",
                colour=BadgeColour.GREEN,
                icon=BadgeIcon.CHECK_CIRCLE,
            )
        case RegistrationStatus.expired if verified_until is not None:
            return Badge(
                text=f"Conferência venceu em {numeric_day(verified_until)}",
                colour=BadgeColour.AMBER,
                icon=BadgeIcon.CALENDAR_CROSS,
            )
        case RegistrationStatus.suspended:
            return Badge(text="Suspenso", colour=BadgeColour.AMBER, icon=BadgeIcon.BANG)
        case _:
            return Badge(text="Não conferido", colour=BadgeColour.GREY, icon=BadgeIcon.HOURGLASS)


def registration_words(
    standing: RegistrationStatus,
    *,
    verified_until: date | None = None,
    reason: str = "",
    basis: str = "",
    is_own_change: bool = False,
) -> tuple[str, ...]:
    """The paragraphs that the owner reads, on the page and in the e-mail alike.

    `reason` and `basis` are the analyst's words; `is_own_change` says that the owner's new data ended the check.
    """
    match standing:
        case RegistrationStatus.verified if verified_until is not None:
            said = [
                f"Um analista conferiu o seu registro. A conferência vale até {long_day(verified_until)}."
            ]
        case RegistrationStatus.expired if verified_until is not None:
            said = [
                f"A conferência do seu registro valeu até {long_day(verified_until)}. {_MAY_FILE}",
                "Envie uma certidão atual para um analista conferir de novo.",
            ]
        case RegistrationStatus.suspended:
            said = [
                "Seu registro está suspenso no portal. Enquanto isso, você não pode enviar pedidos novos.",
                "Para resolver, envie uma certidão atual ou fale com a distribuidora.",
            ]
        case _ if is_own_change:
            said = [
                "Você mudou dados do seu registro. Por isso ele voltou a “não conferido”, até um analista conferir de novo.",
                _MAY_FILE,
            ]
        case _:
            said = [f"Seu registro está como “não conferido”. {_MAY_FILE}"]
    if reason:
        said.append(f"Motivo: {reason}")
    if basis:
        said.append(f"Base: {basis}")
    return tuple(said)
