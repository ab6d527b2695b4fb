"""Tell technician and holder the decision, with its date, its cost and what comes next."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings

from eligibility.domain.rulebook import rule
from eligibility.profile import current_profile
from requests_app.domain.dates import long_day, numeric_day
from requests_app.domain.money import brl
from requests_app.models import AccessRequest, Opinion
from requests_app.services.clocks.reckoning import term_of
from requests_app.services.clocks.terms import validity_rule
from requests_app.services.telling.messages import to_both


def tell_opinion(
    access_request: AccessRequest, opinion: Opinion, *, reasons: Sequence[Any], now: datetime
) -> None:
    context: dict[str, Any] = {"opinion": opinion.number, "code": opinion.verification_code}
    if opinion.is_favourable:
        context |= _favourable(opinion)
        to_both(access_request, "opinion_issued", f"issued:{opinion.number}", **context)
        return
    context |= {
        "lines": "\n\n".join(
            f"{n}. {r.title}: {r.text}\nRegra: {r.citation}"
            + (f"\nO que fazer: {r.how_to_fix}" if r.how_to_fix else "")
            for n, r in enumerate(reasons, start=1)
        ),
        "channels": "\n".join(f"- {c.label}: {c.value}" for c in current_profile().complaint_channels),
        "citation": rule("denial.contents", on=opinion.issued_on).citation.label,
    }
    to_both(access_request, "not_approved", f"issued:{opinion.number}", **context)


def _favourable(opinion: Opinion) -> dict[str, Any]:
    on, last_on = opinion.issued_on, opinion.valid_until_on
    assert last_on is not None
    is_by_law = validity_rule(on) == "opinion.approval"
    silence = rule("opinion.silent_approval", on=on)
    return {
        "until": long_day(last_on),
        "short_until": numeric_day(last_on),
        "by_law": is_by_law,
        "silence": silence.citation.label if is_by_law and opinion.is_free else "",
        "works_term": term_of(opinion.works_rule or "works.other", on).length_text
        if opinion.has_works
        else "",
        "cost": "" if opinion.is_free else brl(opinion.participation_brl + opinion.metering_brl),
        "pay_days": rule("contracts.return", on=on).as_int(),
        "verify": f"{settings.PUBLIC_URL}/v/{opinion.verification_code}",
    }
