"""Putting typed answers right during a correction: kept aside as typed, judged by the law of the filing day, then in force."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from django.core.exceptions import PermissionDenied
from django.db import transaction
from pydantic import BaseModel

from documents.domain.checklist import applicable, missing_of
from eligibility.domain.assessment import Assessment, assess
from eligibility.domain.classification import Category
from eligibility.domain.facts import ProjectFacts
from eligibility.domain.findings import Finding, Refused, refuse
from eligibility.profile import current_profile
from portal.accounts.roles import Actor, Role
from portal.outbox.effects import enqueue
from requests_app.domain.filing import (
    CreditsAnswers,
    GenerationAnswers,
    GuaranteeAnswers,
    UnitAnswers,
    facts_of,
)
from requests_app.domain.lifecycle import State
from requests_app.models import AccessRequest, DataCorrection, FiledAnswers, GeneratorEquipment, PendingNotice
from requests_app.services.filing.attachments import current_attachments
from requests_app.services.filing.rows import equipment_rows, generator_columns, unit_columns
from requests_app.services.filing.texts import answers_texts
from requests_app.services.sheets.papers import REGISTRATION
from requests_app.services.transitions import lock

_MODELS: dict[str, type[BaseModel]] = {
    "unit": UnitAnswers,
    "generation": GenerationAnswers,
    "credits": CreditsAnswers,
    "guarantee": GuaranteeAnswers,
}
SECTIONS = tuple(_MODELS)
EFFECT = "requests.papers_again"
_ANSWER = "Dados corrigidos no formulário."
_UNREAD = "Há um campo com erro nos dados que você está corrigindo. Abra a tela e confira."


class Corrected(NamedTuple):
    """The whole set of answers with what was put right, and the facts they amount to on the filing day."""

    unit: UnitAnswers
    generation: GenerationAnswers
    credits: CreditsAnswers
    guarantee: GuaranteeAnswers
    facts: ProjectFacts


def open_correction(notice: PendingNotice) -> DataCorrection | None:
    """What is being put right for this notice, if anything. One statement."""
    return DataCorrection.objects.filter(notice=notice).first()


def notice_in_hand(access_request: AccessRequest) -> tuple[PendingNotice | None, DataCorrection | None]:
    """The notice that waits for the technician, and what is being put right for it. One statement."""
    rows = access_request.notices.filter(answered_at=None).select_related("data_correction")
    notice = rows.order_by("-round").first()
    return notice, getattr(notice, "data_correction", None)


def kept_answers_of(access_request: AccessRequest) -> FiledAnswers:
    """The answers in force. Raises Refused for a request older than the keeping of answers."""
    kept = access_request.newest_answers
    if kept is None:
        raise refuse(
            "answers_not_kept",
            "Este pedido é anterior à guarda das respostas. Escreva a correção na resposta do item.",
        )
    return kept


@transaction.atomic
def save_section(
    *,
    access_request_id: int,
    section: str,
    texts: Mapping[str, str],
    typed: Mapping[str, Any] | None,
    base_version: int,
    actor: Actor,
    now: datetime,
) -> DataCorrection:
    """Keep a section as typed; `typed` are its answers as data when it reads well, None otherwise.

    Typed back to what was filed, it is no correction any more. Raises PermissionDenied for anybody but the
    technician, Refused when the request waits for no correction or another tab saved since (`stale`).
    """
    if section not in SECTIONS:
        raise ValueError(f"no section {section}")
    access_request = lock(access_request_id)
    if actor.role is not Role.TECHNICIAN or access_request.technician_id != actor.user_id:
        raise PermissionDenied
    notice = access_request.notices.filter(answered_at=None).order_by("-round").first()
    if access_request.state != State.PENDING.value or notice is None:
        raise refuse("action_not_in_state", "Este pedido não espera correções agora.")
    kept = kept_answers_of(access_request)
    row = DataCorrection.objects.select_for_update().filter(notice=notice).first()
    row = row or DataCorrection(notice=notice, saved_at=now)
    if row.version != base_version:
        raise refuse(
            "stale", "Os dados mudaram em outra aba. Confira o que está salvo e salve de novo.", field=None
        )
    row.answers = {**row.answers, section: dict(texts)}
    row.typed = {name: value for name, value in row.typed.items() if name != section}
    if typed is not None:
        row.typed[section] = dict(typed)
    if typed is not None and _is_as_filed(section, typed, kept):
        row.answers.pop(section)
        row.typed.pop(section)
    row.version, row.saved_at = row.version + 1, now
    row.save()
    _settle_items(notice, row, now)
    return row


def corrected(access_request: AccessRequest, row: DataCorrection) -> Corrected:
    """The corrected answers and their facts. Raises Refused for a section that does not read, or what the rules forbid.

    A change that makes another category, other terms or other documents is a new request, not a correction.
    """
    if row.answers.keys() - row.typed.keys():
        raise refuse("data_unread", _UNREAD)
    kept = kept_answers_of(access_request)
    data = {section: row.typed.get(section, getattr(kept, section)) for section in SECTIONS}
    unit = UnitAnswers.model_validate(data["unit"])
    generation = GenerationAnswers.model_validate(data["generation"])
    given = CreditsAnswers.model_validate(data["credits"])
    guarantee = GuaranteeAnswers.model_validate(data["guarantee"])
    before = kept.project_facts
    typed = facts_of(before.filed_on, unit=unit, generation=generation, credits=given, guarantee=guarantee)
    facts = before.model_copy(update={name: getattr(typed, name) for name in typed.model_fields_set})
    _judge(access_request, before, facts)
    return Corrected(unit, generation, given, guarantee, facts)


def apply_correction(access_request: AccessRequest, *, now: datetime) -> FiledAnswers | None:
    """Put the corrected answers in force with their columns and new papers; None when nothing was corrected.

    Needs the lock, in the transaction that gives the request back. Raises Refused like `corrected`.
    """
    row = DataCorrection.objects.filter(
        notice__access_request=access_request, notice__answered_at=None, applied_as=None
    ).first()
    if row is None or not row.answers:
        return None
    before, given = kept_answers_of(access_request), corrected(access_request, row)
    fresh = FiledAnswers.objects.create(
        access_request=access_request,
        number=before.number + 1,
        unit=given.unit.model_dump(mode="json"),
        generation=given.generation.model_dump(mode="json"),
        credits=given.credits.model_dump(mode="json"),
        guarantee=given.guarantee.model_dump(mode="json"),
        facts=given.facts.model_dump(mode="json"),
    )
    row.applied_as = fresh
    row.save(update_fields=["applied_as"])
    _write_columns(access_request, given)
    # The answers in force were read before: from here on they are the fresh ones.
    access_request.__dict__["newest_answers"] = fresh
    enqueue(
        EFFECT,
        key=f"{EFFECT}:{access_request.pk}:{fresh.number}",
        payload={"access_request_id": access_request.pk, "number": fresh.number},
    )
    return fresh


def texts_in_hand(access_request: AccessRequest, row: DataCorrection | None) -> dict[str, dict[str, str]]:
    """Section → field → text: what is in force, and over it what is being put right."""
    return answers_texts(kept_answers_of(access_request)) | (row.answers if row else {})


def _judge(access_request: AccessRequest, before: ProjectFacts, facts: ProjectFacts) -> None:
    profile = current_profile()
    was, found = assess(before, profile=profile), assess(facts, profile=profile)
    if found.category is None or found.category.value != access_request.category:
        now_is = f" Com estes dados o pedido seria {found.category.mid_sentence}." if found.category else ""
        own = Category(access_request.category).mid_sentence
        raise refuse(
            "category_changed",
            f"O pedido foi enviado como {own}.{now_is} Para isso é preciso um pedido novo.",
        )
    if _terms(was) != _terms(found):
        raise refuse("terms_changed", "Com estes dados o prazo do parecer é outro: é preciso um pedido novo.")
    known = {finding.code for finding in was.findings}
    new: list[Finding] = [f for f in found.findings if f.is_blocking and f.code not in known]
    assert access_request.checklist_version is not None
    listed = access_request.checklist_version.checklist
    due_before = {entry.item.document_code for entry in applicable(listed, before, profile)}
    due_now = [e for e in applicable(listed, facts, profile) if e.item.document_code not in due_before]
    if due_now:
        present = current_attachments(access_request).keys()
        new += [finding for finding in missing_of(due_now, present) if finding.is_blocking]
    if new:
        raise Refused(new)


def _terms(found: Assessment) -> tuple[str, ...]:
    return found.classification.opinion_rules if found.classification else ()


def _is_as_filed(section: str, typed: Mapping[str, Any], kept: FiledAnswers) -> bool:
    model = _MODELS[section]
    return model.model_validate(typed) == model.model_validate(getattr(kept, section))


def _settle_items(notice: PendingNotice, row: DataCorrection, now: datetime) -> None:
    """The item about the paper made from these answers is fixed by them, and open again when they are taken back."""
    items = notice.pendings.filter(document_code=REGISTRATION, dropped_at=None, new_attachment=None)
    is_good = bool(row.answers) and not row.answers.keys() - row.typed.keys()
    if is_good:
        items.filter(fixed_at=None).update(fixed_at=now, answer=_ANSWER)
    else:
        items.filter(answer=_ANSWER).update(fixed_at=None, answer="")


def _write_columns(access_request: AccessRequest, given: Corrected) -> None:
    unit, generator = access_request.consumer_unit, access_request.generator
    for name, value in unit_columns(given.unit).items():
        setattr(unit, name, value)
    unit.save()
    for name, value in generator_columns(given.unit, given.generation, given.credits, given.facts).items():
        setattr(generator, name, value)
    generator.save()
    generator.equipment.all().delete()
    GeneratorEquipment.objects.bulk_create(equipment_rows(generator, given.generation))
    access_request.installed_power_kw = given.facts.installed_power_kw
    access_request.municipality = given.unit.municipality
    access_request.nickname = given.unit.nickname
    access_request.save(update_fields=["installed_power_kw", "municipality", "nickname", "updated_at"])
