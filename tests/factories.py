"""People and requests for tests, made through the real services."""

import itertools
import unicodedata
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache
from io import BytesIO
from typing import Any

from allauth.account.models import EmailAddress
from django.db.models import F
from django.utils import timezone

from documents.domain.checklist import ChecklistItem
from documents.domain.file_types import FileType
from documents.domain.project_check import check_project
from documents.inspection import InspectedFile, inspect_upload
from documents.models import ChecklistVersion
from documents.services.checklists import checklists_in_force
from documents.services.files import keep_inspected
from eligibility.domain.vocabulary import (
    ConsumerClass,
    Modality,
    Phases,
    Profession,
    RequestKind,
    Source,
    TariffGroup,
)
from eligibility.profile import current_profile
from portal.accounts.models import User
from portal.accounts.roles import Role
from requests_app.domain.filing import (
    CreditsAnswers,
    EquipmentAnswers,
    Filing,
    GenerationAnswers,
    HolderAnswers,
    UnitAnswers,
)
from requests_app.models import AccessRequest, Attachment, ResponsibleProfessional, ReviewItem
from requests_app.services.filing import drafts
from requests_app.services.filing import sending as filing
from requests_app.services.review import claims
from requests_app.services.review import verdicts as review
from tests.files import pdf_bytes

_numbers = itertools.count(1)
PASSWORD = "uma senha bem longa 42"


def make_user(role: Role, name: str, email: str = "") -> User:
    first = (
        unicodedata.normalize("NFD", name.split(" ", maxsplit=1)[0].lower())
        .encode("ascii", "ignore")
        .decode()
    )
    address = email or f"{first}{next(_numbers)}@exemplo.test"
    user = User.objects.create_user(address, PASSWORD, full_name=name, role=role.value)
    # allauth's login asks for a confirmed address.
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def make_technician(name: str = "Rafael Nogueira", **fields: Any) -> User:
    user = make_user(Role.TECHNICIAN, name, **fields)
    ResponsibleProfessional.objects.create(
        user=user,
        profession=Profession.electrical_engineer.value,
        council="CREA",
        registration="MG-123456/D",
        registration_uf="MG",
        title="Engenheiro eletricista",
        phone="31999990000",
        registration_status="verified",
        verified_until=date(2099, 12, 31),
    )
    return user


def make_analyst(name: str = "Beatriz Amaral", **fields: Any) -> User:
    return make_user(Role.ANALYST, name, **fields)


def make_supervisor(name: str = "Sônia Prado", **fields: Any) -> User:
    return make_user(Role.SUPERVISOR, name, **fields)


def make_admin(name: str = "Otávio Lima", **fields: Any) -> User:
    return make_user(Role.ADMIN, name, **fields)


def publish_checklist() -> ChecklistVersion:
    """The packaged checklist, published once."""
    from documents.services.checklists import publish_packaged

    publish_packaged(timezone.localdate())
    return ChecklistVersion.in_force("micro_up_to_10", timezone.localdate())


def a_filing(**changes: Any) -> Filing:
    """Ana's house: 8.2 kW solar on a two-phase 63 A breaker, credits used on the spot."""
    unit = UnitAnswers(
        request_kind=RequestKind.existing_unit,
        unit_number="3014056287",
        consumer_class=ConsumerClass.residential,
        group=TariffGroup.b,
        voltage="127/220 V",
        phases=Phases.two,
        breaker_a=63,
        available_power_kw=Decimal("15.1"),
        monthly_consumption_kwh=tuple(Decimal(v) for v in range(300, 420, 10)),
        street="Rua das Acácias",
        street_number="80",
        district="Centro",
        municipality="Contagem",
        state="MG",
        postal_code="32000000",
        nickname="Casa da Ana",
    )
    generation = GenerationAnswers(
        source=Source.solar,
        modules=(
            EquipmentAnswers(
                manufacturer="Exemplo Solar", model="M585", quantity=16, unit_power_w=Decimal(585)
            ),
        ),
        inverters=(
            EquipmentAnswers(
                manufacturer="Exemplo Solar", model="ES-8200", quantity=1, unit_power_w=Decimal(8200)
            ),
        ),
    )
    holder = HolderAnswers(
        is_company=False,
        name="Ana Maria Figueiredo",
        tax_id="12345678909",
        email="ana@exemplo.test",
        phone="31988887777",
    )
    given: dict[str, Any] = {
        "unit": unit,
        "generation": generation,
        "credits": CreditsAnswers(modality=Modality.local),
        "holder": holder,
        "other_information": "Portão azul.",
    }
    for section in ("unit", "generation", "credits", "holder"):
        if section in changes and isinstance(changes[section], dict):
            given[section] = given[section].model_copy(update=changes.pop(section))
    return Filing(**{**given, **changes})


def make_draft(technician: User) -> AccessRequest:
    return drafts.create_draft(actor=technician.as_actor())


@cache
def _paper() -> tuple[bytes, InspectedFile]:
    """One small PDF, inspected for real once; the slots of a test's requests all hold copies of it."""
    content = pdf_bytes(text="Documento")
    inspected = inspect_upload(
        BytesIO(content),
        declared_name="documento.pdf",
        accepted=frozenset({FileType.PDF}),
        max_bytes=1_000_000,
        max_pages=10,
    )
    return content, inspected


def attach_everything(draft: AccessRequest, technician: User, given: Filing, on: Any) -> None:
    """A small valid PDF in every slot that the facts call for and that is not optional."""
    lists = {category: version.checklist for category, version in checklists_in_force(on).items()}
    found = check_project(given.facts(on), checklists=lists, profile=current_profile())
    put_in_every_slot(draft, technician, [e.item for e in found.uploads if not e.item.is_optional])


def put_in_every_slot(draft: AccessRequest, technician: User, items: Iterable[ChecklistItem]) -> None:
    """The same small PDF for each of these documents."""
    for item in items:
        content, inspected = _paper()
        stored = keep_inspected(
            file=BytesIO(content),
            inspected=inspected,
            original_name=f"{item.document_code}.pdf",
            stored_by_id=technician.pk,
        )
        Attachment.objects.create(
            access_request=draft,
            document_code=item.document_code,
            stored_file=stored,
            attached_by_id=technician.pk,
        )


def filed_request(
    technician: User | None = None, *, at: datetime | None = None, **changes: Any
) -> AccessRequest:
    """A request filed through the service, with every mandatory document."""
    now = at or timezone.now()
    technician = technician or make_technician()
    if not ChecklistVersion.objects.exists():
        publish_checklist()
    given = a_filing(**changes)
    draft = make_draft(technician)
    attach_everything(draft, technician, given, timezone.localdate(now))
    return filing.file_request(
        draft_id=draft.pk,
        filing=given,
        findings=(),
        accepted_declarations=frozenset({"d", "f"}),
        is_acknowledged=True,
        actor=technician.as_actor(),
        now=now,
    )


def reviewed(
    access_request: AccessRequest, analyst: User, *, failing: int = 0, at: datetime | None = None
) -> AccessRequest:
    """Claimed by the analyst, every item judged, the first `failing` of them as "não atende"."""
    now = at or timezone.now()
    claims.claim(access_request_id=access_request.pk, actor=analyst.as_actor(), now=now)
    rows = ReviewItem.objects.filter(access_request=access_request).order_by("-round", "position")
    newest = rows.filter(round=rows[0].round)
    for place, item in enumerate(newest[:failing]):
        review.save_verdict(
            item_id=item.pk,
            verdict="fails",
            what=f"Falta a assinatura no item {place + 1}.",
            how_to_fix="Envie o documento assinado.",
            page=1,
            base_version=item.version,
            actor=analyst.as_actor(),
            now=now,
        )
    # The others at once: a verdict saved one by one is what the tests of the review are about.
    newest.filter(pk__in=[item.pk for item in newest[failing:]]).update(
        verdict="meets",
        what="",
        how_to_fix="",
        reason_code="",
        page=None,
        version=F("version") + 1,
        decided_by_id=analyst.pk,
        decided_at=now,
    )
    access_request.refresh_from_db()
    return access_request


def give_second_factor(user: User) -> User:
    """An authenticator app for the account, without which a reviewer reaches no page outside the demo."""
    from allauth.mfa.models import Authenticator

    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "unused"})
    return user


def queued_rows(
    count: int, *, state: str = "analysis", due_on: Any = None, first: int = 1
) -> list[AccessRequest]:
    """Rows of the queue without documents or clocks, for tests of lists: as cheap as a row can be."""
    now = timezone.now()
    technician = User.objects.filter(role=Role.TECHNICIAN.value).first() or make_technician()
    version = ChecklistVersion.objects.first() or publish_checklist()
    return AccessRequest.objects.bulk_create(
        AccessRequest(
            technician=technician,
            state=state,
            filing_number=f"GD-2026-{place:06d}-0",
            filing_digits=f"2026{place:06d}0",
            filed_at=now,
            filed_on=timezone.localdate(now),
            installed_power_kw=Decimal("8.2"),
            municipality="Contagem",
            checklist_version=version,
            due_on=due_on or timezone.localdate(now) + timedelta(days=10),
            days_used=4,
            days_total=15,
        )
        for place in range(first, first + count)
    )
