"""The checks of a registration as lines of a timeline, newest first."""

from datetime import date, datetime

from django.utils import timezone

from requests_app.domain.dates import long_day
from requests_app.domain.registration import standing_badge, standing_on
from requests_app.models import RegistrationCheck, ResponsibleProfessional


def history_of(professional: ResponsibleProfessional, *, has_names: bool) -> list[dict[str, str]]:
    """What was decided, when, why; who decided only when `has_names`. One statement."""
    rows = professional.checks.select_related("checked_by").order_by("-version")
    return [
        {
            "label": _label(row.status, row.verified_until),
            "detail": f"{_moment(row.checked_at)}, {_who(row, professional, has_names)}",
            "body": "\n".join(
                line
                for line in (
                    f"Motivo: {row.reason}" if row.reason else "",
                    f"Base: {row.basis}" if row.basis else "",
                )
                if line
            ),
            "state": "plain",
        }
        for row in rows
    ]


def _label(status: str, verified_until: date | None) -> str:
    # Read on its own last day: history says what was decided, not what became of it.
    return standing_badge(standing_on(status, None, date.min), verified_until).text


def _who(row: RegistrationCheck, professional: ResponsibleProfessional, has_names: bool) -> str:
    if row.checked_by_id == professional.user_id:
        return "pelos dados novos do técnico"
    return f"por {row.checked_by.first_name}" if has_names else "por um analista"


def _moment(at: datetime) -> str:
    local = timezone.localtime(at)
    return f"{long_day(local.date())}, {local:%H:%M}"
