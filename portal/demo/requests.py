"""Invented requests in different states, each walked there by the services, dated in the past."""

from datetime import date, datetime, timedelta
from io import BytesIO

from django.utils import timezone

from documents.domain.project_check import check_project
from documents.services.checklists import checklists_in_force
from eligibility.domain.allocation_lines import read_rows
from eligibility.domain.allocation_text import text_rows
from eligibility.domain.facts import ProjectFacts
from eligibility.domain.findings import Finding
from eligibility.domain.rulebook import rule
from eligibility.domain.vocabulary import AllocationBasis, RequestKind
from eligibility.profile import current_profile
from portal.accounts.models import User
from portal.demo import later
from portal.demo.customers import IN_DEBT, load_customers
from portal.demo.grid import UNITS_POINT, load_grid
from portal.demo.houses import HOUSES, house_answers, typed_answers
from portal.demo.larger import projects
from portal.demo.papers import paper
from portal.demo.registration import check_registration
from requests_app.domain.filing import Filing, Surroundings
from requests_app.models import AccessRequest, Opinion, ReviewItem
from requests_app.services.allocations import lists as allocations
from requests_app.services.filing import attachments, drafts
from requests_app.services.filing import sending as filing
from requests_app.services.grid import placements
from requests_app.services.grid.places import known_point
from requests_app.services.opinions import decisions
from requests_app.services.people.professionals import professional_facts
from requests_app.services.review import claims
from requests_app.services.review import verdicts as review

_WORKS = ("Transformador: trocar o de 75 kVA por um de 112,5 kVA",)


def make_requests(people: dict[str, User], now: datetime) -> int:
    """Create each request once (a second start adds nothing); answers how many were made."""
    technician, made, today = people["tecnico"], 0, timezone.localdate(now)
    load_customers(people["admin"], now)
    load_grid(people["admin"], now)
    check_registration(technician, people["analista2"], now)
    wanted = [(house_answers(house), "", house.days_ago, house.until) for house in HOUSES]
    wanted += [(each.given, each.units, each.days_ago, each.until) for each in projects(today)]
    for given, units, days_ago, until in wanted:
        if AccessRequest.objects.filter(technician=technician, nickname=given.unit.nickname).exists():
            continue
        at = _at(today - timedelta(days=days_ago), 14)
        _walk(_file(given, units, technician, at), until, people, at)
        made += 1
    if not drafts_exist(technician):
        _make_drafts(technician, today)
    return made


def drafts_exist(technician: User) -> bool:
    return AccessRequest.objects.filter(technician=technician, state="draft").exists()


def _make_drafts(technician: User, today: date) -> None:
    """One just begun, and one that is complete but for what its customer owes."""
    draft = drafts.create_draft(actor=technician.as_actor())
    begun = {"nickname": "Rua das Mangueiras, 12", "unit_number": "3019995678", "municipality": "Nova Lima"}
    drafts.save_section(draft_id=draft.pk, section="unit", answers=begun)
    house = next(house for house in HOUSES if house.tax_id == IN_DEBT)
    draft = drafts.create_draft(actor=technician.as_actor())
    for section, answers in typed_answers(house, nickname="Forno novo da padaria").items():
        drafts.save_section(draft_id=draft.pk, section=section, answers=answers)
    _attach(draft, house_answers(house).facts(today), technician)


def _file(given: Filing, units: str, technician: User, at: datetime) -> AccessRequest:
    on = timezone.localdate(at)
    draft = drafts.create_draft(actor=technician.as_actor())
    if units:
        _keep_units(draft, given, units, technician, on)
    around = Surroundings(
        allocation=allocations.allocation_facts(draft.pk), professional=professional_facts(technician.pk, on)
    )
    given = given.model_copy(update={"surroundings": around})
    return filing.file_request(
        draft_id=draft.pk,
        filing=given,
        findings=_attach(draft, given.facts(on), technician),
        accepted_declarations=frozenset({"d", "f"}),
        is_acknowledged=True,
        actor=technician.as_actor(),
        now=at,
    )


def _keep_units(draft: AccessRequest, given: Filing, units: str, technician: User, on: date) -> None:
    """The list as pasted; it is read against the unit's number, so that is kept first."""
    number = given.unit.unit_number
    typed = {"request_kind": given.unit.request_kind.value, "unit_number": number}
    drafts.save_section(draft_id=draft.pk, section="unit", answers=typed)
    reading = read_rows(
        text_rows(units),
        AllocationBasis.percentage,
        max_units=rule("allocation.max_units", on).as_int(),
        own_number=number,
    )
    allocations.save_list(draft_id=draft.pk, reading=reading, actor=technician.as_actor())


def _attach(draft: AccessRequest, facts: ProjectFacts, technician: User) -> tuple[Finding, ...]:
    """An invented paper for every document that is due; answers what the check finds in the answers."""
    is_roof = facts.is_holder_company is False and facts.request_kind == RequestKind.existing_unit
    lists = {category: v.checklist for category, v in checklists_in_force(facts.filed_on).items()}
    check = check_project(facts, checklists=lists, profile=current_profile())
    for entry in check.uploads:
        if not entry.item.is_optional:
            attachments.attach(
                access_request=draft,
                item=entry.item,
                file=BytesIO(paper(entry.item.document_code, entry.item.title, is_roof=is_roof)),
                original_name=f"{entry.item.document_code}.pdf",
                actor=technician.as_actor(),
            )
    return check.assessment.findings


def _walk(access_request: AccessRequest, until: str, people: dict[str, User], at: datetime) -> None:
    """From the filing at `at` to the state that `until` names."""
    analyst = people["analista"].as_actor()
    if until == "filed":
        return
    checked_at = at + timedelta(days=1, hours=1)
    claims.claim(access_request_id=access_request.pk, actor=analyst, now=checked_at)
    if until == "checking":
        return
    for place, item in enumerate(
        ReviewItem.objects.filter(access_request=access_request).order_by("position")
    ):
        is_bad = (
            until in ("pending", "not_approved") and item.document_code == "single_line_diagram" and place % 2
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
    match until:
        case "pending":
            review.send_pendings(access_request_id=access_request.pk, actor=analyst, now=checked_at)
        case "not_approved":
            _decide(access_request, Opinion.Outcome.NOT_APPROVED, people, checked_at)
        case "analysis":
            review.accept_documents(access_request_id=access_request.pk, actor=analyst, now=checked_at)
        case _:
            review.accept_documents(access_request_id=access_request.pk, actor=analyst, now=checked_at)
            _approve(access_request, until, people, checked_at + timedelta(days=5))


def _approve(access_request: AccessRequest, until: str, people: dict[str, User], at: datetime) -> None:
    """The opinion and what followed. Nobody asked for the inspection of what lapsed: the sweeper will find it."""
    outcome = Opinion.Outcome.FAVOURABLE
    if until == "works":
        analyst = people["analista"].as_actor()
        claims.claim(access_request_id=access_request.pk, actor=analyst, now=at)
        review.require_works(access_request_id=access_request.pk, actor=analyst, now=at)
        outcome = Opinion.Outcome.FAVOURABLE_WITH_WORKS
    _decide(access_request, outcome, people, at)
    if until in later.STEPS:
        later.go_on(access_request, until, people, at)


def _decide(
    access_request: AccessRequest, outcome: Opinion.Outcome, people: dict[str, User], at: datetime
) -> None:
    analyst = people["analista"].as_actor()
    claims.claim(access_request_id=access_request.pk, actor=analyst, now=at)
    if outcome != Opinion.Outcome.NOT_APPROVED and known_point(access_request):
        placements.place(
            access_request_id=access_request.pk, point=f"transformer:{UNITS_POINT}", actor=analyst, now=at
        )
    decisions.decide(
        access_request_id=access_request.pk,
        decision=decisions.Decision(
            outcome=outcome,
            conditions=("Colocar a placa de aviso no padrão de entrada.",),
            works=_WORKS if outcome == Opinion.Outcome.FAVOURABLE_WITH_WORKS else (),
        ),
        actor=analyst,
        now=at,
    )


def _at(day: date, hour: int) -> datetime:
    return datetime(day.year, day.month, day.day, hour, 32, 7, tzinfo=timezone.get_default_timezone())
