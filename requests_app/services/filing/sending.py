"""Send a draft: check it, number it, freeze it, start its clocks and tell people, exactly once."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from documents.domain.checklist import ApplicableItem, applicable, missing_of
from documents.models import ChecklistVersion
from eligibility.domain.assessment import assess
from eligibility.domain.declarations import declarations, missing_mandatory
from eligibility.domain.facts import ProjectFacts
from eligibility.domain.findings import Finding, Refused, refuse
from eligibility.domain.rulebook import rule
from eligibility.profile import current_profile
from portal.accounts.roles import Actor
from portal.outbox.effects import enqueue
from requests_app.domain.filing import Filing
from requests_app.domain.lifecycle import Action, State
from requests_app.models import (
    AccessRequest,
    Attachment,
    ConsumerUnit,
    DeclarationAcceptance,
    FiledAnswers,
    Generator,
    GeneratorEquipment,
    Holder,
    ReviewItem,
)
from requests_app.services.allocations.lists import allocation_facts
from requests_app.services.exchange.customer_checks import begin_check
from requests_app.services.filing.attachments import current_attachments
from requests_app.services.filing.drafts import VERSIONS
from requests_app.services.filing.numbering import next_filing_number, next_service_order
from requests_app.services.filing.reassessments import lock_repeated, require_still_ended
from requests_app.services.filing.rows import equipment_rows, generator_columns, unit_columns
from requests_app.services.guarantees.opening import open_guarantee
from requests_app.services.people.holder_access import open_link
from requests_app.services.telling.messages import tell_filed
from requests_app.services.transitions import lock, perform


@transaction.atomic
def file_request(
    *,
    draft_id: int,
    filing: Filing | None,
    findings: Sequence[Finding],
    accepted_declarations: frozenset[str],
    is_acknowledged: bool,
    actor: Actor,
    now: datetime,
    answers_read: Mapping[str, Any] | None = None,
) -> AccessRequest:
    """File the draft; a second call with the same draft answers the same filed request and does nothing.

    `findings` are those of the automatic check, `accepted_declarations` the letters of the standard form,
    `answers_read` the draft's answers that `filing` was read from. Raises Refused when those changed since, and
    with every blocking finding, advisory ones not acknowledged, a guard that does not hold, or when the request that
    this one repeats lives again.
    """
    repeated = lock_repeated(draft_id)
    access_request = lock(draft_id)
    if access_request.state != State.DRAFT.value and access_request.technician_id == actor.user_id:
        return access_request
    require_still_ended(repeated)
    today = timezone.localdate(now)
    _refuse_findings(findings, accepted_declarations, is_acknowledged, today)
    if filing is None:
        raise refuse("filing_incomplete", "Faltam respostas para enviar o pedido.")
    _refuse_changed_units(access_request, filing)
    if answers_read is not None and _typed(access_request.draft_answers) != _typed(answers_read):
        # Asking the utility's records takes seconds, in which another tab may have saved a screen.
        raise refuse("answers_changed", "As respostas mudaram agora há pouco. Confira e envie de novo.")
    facts = filing.facts(today)
    assessment = assess(facts, profile=current_profile())
    assert assessment.category is not None, "a filing without blocking findings has a category"
    version = ChecklistVersion.in_force(assessment.category.value, today)
    attachments = current_attachments(access_request)
    documents = applicable(version.checklist, facts, current_profile())
    if absent := [found for found in missing_of(documents, attachments.keys()) if found.is_blocking]:
        raise Refused(absent)
    access_request.category = assessment.category.value
    _freeze(access_request, filing, facts, version, now)
    _declare(access_request, accepted_declarations, actor, now)
    _lay_out_review(access_request, documents, attachments)
    perform(
        access_request,
        Action.FILE,
        actor=actor,
        at=now,
        data={
            "filing_number": str(access_request.filing_number),
            "checklist": str(version),
            "sha256": [a.stored_file.sha256 for a in attachments.values() if a.stored_file],
        },
    )
    open_guarantee(access_request, now=now, actor=actor)
    for paper in ("receipt", "papers"):
        enqueue(
            f"requests.{paper}",
            key=f"{paper}:{access_request.pk}",
            payload={"access_request_id": access_request.pk},
        )
    begin_check(access_request, now=now)
    tell_filed(access_request, holder_token=open_link(access_request, now=now), now=now)
    return access_request


def _refuse_findings(
    findings: Sequence[Finding], accepted: frozenset[str], is_acknowledged: bool, today: date
) -> None:
    blocking = [f for f in findings if f.is_blocking]
    blocking += missing_mandatory(accepted, today)
    if blocking:
        raise Refused(blocking)
    if not is_acknowledged and findings:
        raise refuse(
            "advisories_not_acknowledged",
            "Marque que você leu os pontos que vale conferir.",
            field="acknowledged",
        )


def _refuse_changed_units(access_request: AccessRequest, filing: Filing) -> None:
    """Another tab may have changed the list of units after the answers were read."""
    if allocation_facts(access_request.pk) != filing.surroundings.allocation:
        raise refuse(
            "allocation_changed", "A lista de unidades mudou agora há pouco. Confira e envie de novo."
        )


def _typed(answers: Mapping[str, Any]) -> dict[str, Any]:
    return {section: kept for section, kept in answers.items() if section != VERSIONS}


def _freeze(
    access_request: AccessRequest,
    filing: Filing,
    facts: ProjectFacts,
    version: ChecklistVersion,
    now: datetime,
) -> None:
    """Turn answers into rows and give the number. The draft's copy of personal data is emptied."""
    today = timezone.localdate(now)
    power = facts.installed_power_kw
    assert power is not None
    number = next_filing_number(today.year)
    access_request.filing_number = number
    access_request.filing_digits = "".join(c for c in number if c.isdigit())
    access_request.service_order = next_service_order(today.year)
    access_request.filed_at, access_request.filed_on = now, today
    access_request.installed_power_kw = power
    access_request.municipality = filing.unit.municipality
    access_request.nickname = filing.unit.nickname
    access_request.other_information = filing.other_information
    access_request.checklist_version = version
    access_request.draft_answers = {}
    unit = ConsumerUnit.objects.create(access_request=access_request, **unit_columns(filing.unit))
    generator = Generator.objects.create(
        access_request=access_request,
        **generator_columns(filing.unit, filing.generation, filing.credits, facts),
    )
    GeneratorEquipment.objects.bulk_create(equipment_rows(generator, filing.generation))
    holder = Holder.objects.create(
        access_request=access_request,
        **filing.holder.model_dump(exclude={"is_cpf_on_identity_document", "has_constitution_change"}),
    )
    FiledAnswers.objects.create(
        access_request=access_request,
        unit=filing.unit.model_dump(mode="json"),
        generation=filing.generation.model_dump(mode="json"),
        credits=filing.credits.model_dump(mode="json"),
        guarantee=filing.guarantee.model_dump(mode="json"),
        facts=facts.model_dump(mode="json"),
    )
    access_request.consumer_unit, access_request.generator, access_request.holder = unit, generator, holder


def _declare(access_request: AccessRequest, accepted: frozenset[str], actor: Actor, now: datetime) -> None:
    assert actor.user_id is not None
    today = timezone.localdate(now)
    DeclarationAcceptance.objects.bulk_create(
        [
            DeclarationAcceptance(
                access_request=access_request,
                code=declaration.code,
                rule_valid_from=rule(declaration.code, on=today).valid_from,
                accepted_at=now,
                accepted_by_id=actor.user_id,
            )
            for declaration in declarations(today)
            if declaration.letter in accepted
        ]
    )


def _lay_out_review(
    access_request: AccessRequest, documents: Sequence[ApplicableItem], attachments: dict[str, Attachment]
) -> None:
    """One review item per criterion of every document that was brought or is due."""
    items = []
    for entry in documents:
        attachment = attachments.get(entry.item.document_code)
        if attachment is None and entry.item.is_optional:
            continue
        items += [
            ReviewItem(
                access_request=access_request,
                round=1,
                position=entry.item.order * 100 + place,
                stage=criterion.stage.value,
                document_code=entry.item.document_code,
                criterion_code=criterion.code,
                seen_attachment=attachment,
            )
            for place, criterion in enumerate(entry.item.criteria, start=1)
        ]
    ReviewItem.objects.bulk_create(items)
