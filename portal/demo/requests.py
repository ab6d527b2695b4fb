"""A handful of invented requests in different states, each walked there by the services, dated in the past."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from io import BytesIO

from django.utils import timezone

from documents.domain.project_check import check_project
from documents.services.checklists import checklists_in_force
from eligibility.domain.vocabulary import ConsumerClass, Modality, Phases, RequestKind, Source, TariffGroup
from eligibility.profile import current_profile
from portal.accounts.models import User
from portal.demo.papers import paper
from requests_app.domain.filing import (
    CreditsAnswers,
    EquipmentAnswers,
    Filing,
    GenerationAnswers,
    HolderAnswers,
    UnitAnswers,
)
from requests_app.models import AccessRequest, Opinion, ReviewItem
from requests_app.services import attachments, claims, decisions, drafts, filing, review


@dataclass(frozen=True)
class House:
    nickname: str
    holder: str
    tax_id: str
    unit_number: str
    street: str
    district: str
    municipality: str
    postal_code: str
    modules: int
    inverter_w: int
    days_ago: int
    until: str
    """How far it has come: filed, checking, analysis, pending, approved or not_approved."""


HOUSES = (
    House("Casa da Ana", "Ana Maria Figueiredo", "12345678909", "3014056287", "Rua das Acácias", "Centro", "Contagem", "32000000", 16, 8200, 4, "pending"),
    House("Sítio Boa Vista", "Marlene Aparecida dos Santos", "52998224725", "3014093454", "Estrada da Boa Vista", "Zona Rural", "Esmeraldas", "35740000", 12, 6100, 40, "approved"),
    House("Oficina do Seu Dito", "Benedito Rocha", "11144477735", "3015551234", "Avenida do Contorno", "Jardim Canadá", "Ibirité", "32400000", 18, 10000, 9, "analysis"),
    House("Casa do Jonas", "Jonas Prates", "98765432100", "3016662345", "Rua Sabiá", "Novo Eldorado", "Betim", "32600000", 10, 5400, 14, "checking"),
    House("Padaria Trigo Bom", "Teresa Campos", "39053344705", "3017773456", "Rua do Trigo", "Angola", "Betim", "32604000", 6, 3300, 2, "filed"),
    House("Chácara Sol Nascente", "Paulo Mendes", "86288366757", "3018884567", "Rua das Palmeiras", "Lagoa", "Sabará", "34500000", 8, 4000, 30, "not_approved"),
)  # fmt: skip


def make_requests(people: dict[str, User], now: datetime) -> int:
    """Create each house once (a second start adds nothing); answers how many were made."""
    technician, made = people["tecnico"], 0
    for house in HOUSES:
        if not AccessRequest.objects.filter(technician=technician, nickname=house.nickname).exists():
            _walk(house, people, now)
            made += 1
    if not drafts_exist(technician):
        draft = drafts.create_draft(actor=technician.as_actor())
        drafts.save_section(
            draft_id=draft.pk,
            section="unit",
            answers={
                "nickname": "Rua das Mangueiras, 12",
                "unit_number": "3019995678",
                "municipality": "Nova Lima",
            },
        )
    return made


def drafts_exist(technician: User) -> bool:
    return AccessRequest.objects.filter(technician=technician, state="draft").exists()


def _answers(house: House) -> Filing:
    return Filing(
        unit=UnitAnswers(
            request_kind=RequestKind.existing_unit,
            unit_number=house.unit_number,
            consumer_class=ConsumerClass.residential,
            group=TariffGroup.b,
            voltage="127/220 V",
            phases=Phases.two,
            breaker_a=63,
            available_power_kw=Decimal("15.1"),
            monthly_consumption_kwh=tuple(Decimal(420 + 15 * (m % 5)) for m in range(12)),
            street=house.street,
            street_number="80",
            district=house.district,
            municipality=house.municipality,
            state="MG",
            postal_code=house.postal_code,
            nickname=house.nickname,
        ),
        generation=GenerationAnswers(
            source=Source.solar,
            modules=(
                EquipmentAnswers(
                    manufacturer="Exemplo Solar",
                    model="M585",
                    quantity=house.modules,
                    unit_power_w=Decimal(585),
                ),
            ),
            inverters=(
                EquipmentAnswers(
                    manufacturer="Exemplo Solar",
                    model=f"ES-{house.inverter_w}",
                    quantity=1,
                    unit_power_w=Decimal(house.inverter_w),
                ),
            ),
        ),
        credits=CreditsAnswers(modality=Modality.local),
        holder=HolderAnswers(
            is_company=False,
            name=house.holder,
            tax_id=house.tax_id,
            email=f"{house.holder.split(' ')[0].lower()}@demo.portal",
            phone="31988887777",
        ),
        other_information="Pedido inventado para a demonstração.",
    )


def _file(house: House, technician: User, at: datetime) -> AccessRequest:
    given, on = _answers(house), timezone.localdate(at)
    draft = drafts.create_draft(actor=technician.as_actor())
    lists = {category: version.checklist for category, version in checklists_in_force(on).items()}
    for entry in check_project(given.facts(on), checklists=lists, profile=current_profile()).uploads:
        if not entry.item.is_optional:
            attachments.attach(
                access_request=draft,
                item=entry.item,
                file=BytesIO(paper(entry.item.document_code, entry.item.title)),
                original_name=f"{entry.item.document_code}.pdf",
                actor=technician.as_actor(),
            )
    return filing.file_request(
        draft_id=draft.pk,
        filing=given,
        findings=(),
        accepted_declarations=frozenset({"d", "f"}),
        is_acknowledged=True,
        actor=technician.as_actor(),
        now=at,
    )


def _walk(house: House, people: dict[str, User], now: datetime) -> None:
    analyst = people["analista"].as_actor()
    at = _at(timezone.localdate(now) - timedelta(days=house.days_ago), 14)
    access_request = _file(house, people["tecnico"], at)
    if house.until == "filed":
        return
    checked_at = at + timedelta(days=1, hours=1)
    claims.claim(access_request_id=access_request.pk, actor=analyst, now=checked_at)
    if house.until == "checking":
        return
    for place, item in enumerate(
        ReviewItem.objects.filter(access_request=access_request).order_by("position")
    ):
        is_bad = (
            house.until in ("pending", "not_approved")
            and item.document_code == "single_line_diagram"
            and place % 2
        )
        review.save_verdict(
            item_id=item.pk,
            verdict="fails" if is_bad else "meets",
            what="O circuito do inversor não diz a corrente do disjuntor." if is_bad else "",
            how_to_fix="Escreva no diagrama a corrente nominal do disjuntor, em ampères." if is_bad else "",
            page=1 if is_bad else None,
            base_version=item.version,
            actor=analyst,
            now=checked_at,
        )
    match house.until:
        case "pending":
            review.send_pendings(access_request_id=access_request.pk, actor=analyst, now=checked_at)
        case "not_approved":
            _decide(access_request, Opinion.Outcome.NOT_APPROVED, people, checked_at)
        case "analysis":
            review.accept_documents(access_request_id=access_request.pk, actor=analyst, now=checked_at)
        case _:
            review.accept_documents(access_request_id=access_request.pk, actor=analyst, now=checked_at)
            _decide(access_request, Opinion.Outcome.FAVOURABLE, people, checked_at + timedelta(days=5))


def _decide(
    access_request: AccessRequest, outcome: Opinion.Outcome, people: dict[str, User], at: datetime
) -> None:
    analyst = people["analista"].as_actor()
    claims.claim(access_request_id=access_request.pk, actor=analyst, now=at)
    decisions.decide(
        access_request_id=access_request.pk,
        decision=decisions.Decision(
            outcome=outcome, conditions=("Colocar a placa de aviso no padrão de entrada.",)
        ),
        actor=analyst,
        now=at,
    )


def _at(day: date, hour: int) -> datetime:
    return datetime(day.year, day.month, day.day, hour, 32, 7, tzinfo=timezone.get_default_timezone())
