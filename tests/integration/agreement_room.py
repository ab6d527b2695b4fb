"""An opinion to be approved, small and large, the law's own terms, and what the tests of the contracts read."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from decimal import Decimal
from importlib.resources import files
from pathlib import Path
from zoneinfo import ZoneInfo

from django.utils import timezone
from pytest_django import Settings

from eligibility.profile import current_profile
from portal.accounts.models import User
from portal.outbox.models import Message
from requests_app.models import AccessRequest, DeclarationAcceptance, Opinion
from requests_app.services.opinions import decisions
from tests.case_steps import approve, to_analysis
from tests.factories import filed_request, make_technician
from tests.golden.drafts import filed_situation

NOW = datetime(2026, 11, 23, 14, 32, tzinfo=ZoneInfo("America/Sao_Paulo"))
LATER = NOW + timedelta(days=10)


def house(analyst: User, at: datetime = NOW) -> AccessRequest:
    """Ana's house with its opinion, of Monday 23/11/2026."""
    found = filed_request(make_technician(), at=at)
    approve(found, analyst, at)
    found.refresh_from_db()
    return found


def plant(analyst: User) -> AccessRequest:
    """300 kW in group A with a favourable opinion of today and a metering cost of R$ 4,500."""
    found = filed_situation("300 kW in group A, everything in order")
    now = timezone.now()
    to_analysis(found, analyst, now)
    decision = decisions.Decision(outcome=Opinion.Outcome.FAVOURABLE, metering_brl=Decimal(4500))
    decisions.decide(access_request_id=found.pk, decision=decision, actor=analyst.as_actor(), now=now)
    found.refresh_from_db()
    return found


@contextmanager
def the_law_followed(settings: Settings, folder: Path) -> Iterator[None]:
    """An operator who follows the law's own terms to approve."""
    packaged = files("eligibility.domain") / "operator_profiles" / "cemig_d.toml"
    profile = folder / "operator.toml"
    text = packaged.read_text("utf-8").replace("[choices]", '[choices]\nopinion_validity = "law"')
    profile.write_text(text, "utf-8")
    settings.OPERATOR_PROFILE = str(profile)
    current_profile.cache_clear()
    yield
    current_profile.cache_clear()


def told(template: str) -> list[Message]:
    """Every mail of one template, oldest first."""
    return list(Message.objects.filter(template=template).order_by("pk"))


def declare(case: AccessRequest, code: str) -> None:
    """Accept one more declaration of the standard form."""
    DeclarationAcceptance.objects.create(
        access_request=case,
        code=code,
        rule_valid_from=date(2024, 7, 31),
        accepted_at=NOW,
        accepted_by_id=case.technician_id,
    )
