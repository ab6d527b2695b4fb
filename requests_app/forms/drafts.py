"""Reading a draft: its sections as forms, the rules over the answers, and the documents they call for."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms

from documents.domain.checklist import applicable, missing_of, not_applicable
from documents.domain.project_check import check_project
from documents.models import ChecklistVersion
from documents.services.checklists import checklists_in_force
from eligibility.domain.classification import Category
from eligibility.domain.facts import AllocationFacts, ProfessionalFacts
from eligibility.domain.findings import Finding, Section
from eligibility.profile import current_profile
from requests_app.domain.filing import (
    CreditsAnswers,
    GenerationAnswers,
    GuaranteeAnswers,
    HolderAnswers,
    Surroundings,
    UnitAnswers,
    facts_of,
)
from requests_app.forms.credits import CreditsForm
from requests_app.forms.draft_reading import DraftReading, Slot
from requests_app.forms.fields import SectionForm
from requests_app.forms.generation import GenerationForm
from requests_app.forms.guarantee import GuaranteeForm
from requests_app.forms.holder import HolderForm
from requests_app.forms.sending import SendingForm
from requests_app.forms.unit import UnitForm
from requests_app.models import AccessRequest, Attachment
from requests_app.services.allocations.lists import allocation_facts, allocation_facts_of
from requests_app.services.filing.attachments import current_attachments, newest_attachments
from requests_app.services.filing.preconditions import Preconditions
from requests_app.services.people.professionals import facts_of_profile

AnyForm = UnitForm | GenerationForm | CreditsForm | HolderForm | GuaranteeForm
FORMS: dict[str, type[AnyForm]] = {
    form.section: form for form in (UnitForm, GenerationForm, CreditsForm, HolderForm, GuaranteeForm)
}
LONGEST_ANSWER = 20_000
_FORM_FIELDS = {
    "modules": "module_0_quantity",
    "inverters": "inverter_0_power_kw",
    "transformers": "transformer_0_power_kva",
    "is_grid_zero": "waiver",
    "wants_fast_track": "waiver",
    "wants_compatible_power": "waiver",
    "guarantee_form": "form",
}
_NOTHING_TYPED = "section.missing"
_UNKNOWN = Preconditions()


@dataclass(frozen=True)
class _Reader:
    """What the drafts of one technician share on one day: the law, the lists in force, the registration."""

    today: date
    versions: Mapping[Category, ChecklistVersion]
    professional: ProfessionalFacts | None


def kept_answers(section: str, data: Mapping[str, Any], on: date) -> dict[str, str]:
    """What a draft keeps of a submitted section: its own fields only, as text, right or wrong.

    Lists become lines (the API may send twelve numbers), booleans the form's words. Characters that the
    database cannot hold are dropped, so that keeping an answer never fails.
    """
    form = FORMS[section]() if section in FORMS else SendingForm(on=on, wants_waiver=True)
    return {name: _text(field, data.get(name)) for name, field in form.fields.items() if name in data}


def _text(field: forms.Field, value: Any) -> str:
    if isinstance(field, forms.BooleanField):
        return "on" if value not in (None, False, "", "false", "False", "off", "0") else ""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    text = "\n".join(str(item) for item in value) if isinstance(value, list | tuple) else str(value)
    return text.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")[:LONGEST_ANSWER]


def read_draft(draft: AccessRequest, today: date, *, preconditions: Preconditions = _UNKNOWN) -> DraftReading:
    """Read a draft under the law of `today`. Three statements: lists in force, files, units.

    The draft comes with its technician's profile joined in, or that costs another.

    `preconditions` is what the utility's records say; only the last screen asks for them.
    """
    return _read(
        draft,
        _reader(draft, today),
        current_attachments(draft),
        allocation_facts(draft.pk),
        preconditions,
    )


def read_drafts(drafts: Sequence[AccessRequest], today: date) -> list[DraftReading]:
    """Read several drafts of one technician in the same three statements."""
    if not drafts:
        return []
    reader = _reader(drafts[0], today)
    files = newest_attachments(drafts)
    units = allocation_facts_of([draft.pk for draft in drafts])
    return [_read(d, reader, files.get(d.pk, {}), units.get(d.pk), _UNKNOWN) for d in drafts]


def _reader(draft: AccessRequest, today: date) -> _Reader:
    return _Reader(
        today,
        checklists_in_force(today),
        facts_of_profile(getattr(draft.technician, "professional", None), today),
    )


def _read(
    draft: AccessRequest,
    reader: _Reader,
    files: Mapping[str, Attachment],
    allocation: AllocationFacts | None,
    preconditions: Preconditions,
) -> DraftReading:
    raw: Mapping[str, Mapping[str, str]] = draft.draft_answers
    today, profile = reader.today, current_profile()
    bound: dict[str, AnyForm] = {
        section: form(data=raw.get(section, {})) for section, form in FORMS.items() if section != "generation"
    }
    kind = raw.get("unit", {}).get("request_kind")
    bound["generation"] = GenerationForm(data=raw.get("generation", {}), request_kind=kind)
    bound = {section: bound[section] for section in FORMS}
    unit = bound["unit"].to_answers(today)
    generation = bound["generation"].to_answers(today)
    credits_ = bound["credits"].to_answers(today)
    holder = bound["holder"].to_answers(today)
    guarantee = bound["guarantee"].to_answers(today)
    assert unit is None or isinstance(unit, UnitAnswers)
    assert generation is None or isinstance(generation, GenerationAnswers)
    assert credits_ is None or isinstance(credits_, CreditsAnswers)
    assert holder is None or isinstance(holder, HolderAnswers)
    assert guarantee is None or isinstance(guarantee, GuaranteeAnswers)

    surroundings = Surroundings(
        allocation=allocation,
        professional=reader.professional,
        is_captive=preconditions.is_captive,
        has_overdue_debts=preconditions.has_overdue_debts,
    )
    facts = facts_of(
        today,
        unit=unit,
        generation=generation,
        credits=credits_,
        holder=holder,
        guarantee=guarantee,
        surroundings=surroundings,
    )
    lists = {category: version.checklist for category, version in reader.versions.items()}
    check = check_project(facts, checklists=lists, profile=profile)
    category = check.assessment.category or Category.micro_up_to_10
    checklist = lists[category]
    if not (check.assessment.guarantee and check.assessment.guarantee.is_due):
        bound["guarantee"], guarantee = GuaranteeForm(data={}), GuaranteeAnswers()
        facts = facts.model_copy(update={"guarantee_form": None, "surety_bank": ""})

    answered = {"unit": unit, "generation": generation, "credits": credits_, "holder": holder}
    rules = [
        finding
        for finding in map(_placed, check.assessment.findings)
        # A section whose answers cannot be read has its own errors: the rules would only repeat them.
        if answered.get(section_of(finding), True) is not None
    ]
    is_begun = {section: section in raw or section == "guarantee" for section in bound}
    typed = [found for section, form in bound.items() for found in _form_findings(form, is_begun[section])]
    for finding in rules:
        if finding.is_blocking and section_of(finding) in bound:
            _put_beside_field(bound[section_of(finding)], finding)

    wants_waiver = credits_ is not None and credits_.wants_waiver
    sending = SendingForm(data=raw.get("sending", {}), on=today, wants_waiver=wants_waiver)
    typed += _form_findings(sending, is_begun=True)

    documents = applicable(checklist, facts, profile)
    findings = [*typed, *rules, *missing_of(documents, files.keys())]
    return DraftReading(
        unit=unit,
        generation=generation,
        credits=credits_,
        holder=holder,
        guarantee=guarantee,
        surroundings=surroundings,
        other_information=sending.cleaned_data.get("other_information", "") if sending.is_valid() else "",
        forms={**bound, "sending": sending},
        facts=facts,
        check=check,
        findings=tuple(sorted(findings, key=lambda finding: not finding.is_blocking)),
        checklist_version=reader.versions[category],
        checklist=tuple(
            Slot(entry.item, entry.reason, files.get(entry.item.document_code)) for entry in documents
        ),
        not_needed=not_applicable(checklist, facts, profile),
    )


def section_of(finding: Finding) -> str:
    """The key of the section whose form has the finding's field."""
    places = {form.address: section for section, form in FORMS.items()}
    return places.get(finding.section.value if finding.section else "", "sending")


def form_field_of(finding: Finding) -> str | None:
    """The form field to look at: a finding about all modules points at the first one."""
    return _FORM_FIELDS.get(finding.field, finding.field) if finding.field else None


def _placed(finding: Finding) -> Finding:
    """The screen that asks: the kind of request is on the first, the promise of twelve months among the credits."""
    place = {"request_kind": Section.unit, "keeps_modality_12_months": Section.credits}.get(
        finding.field or ""
    )
    return finding.model_copy(update={"section": place}) if place else finding


def _put_beside_field(form: SectionForm, finding: Finding) -> None:
    basis = f" Regra: {finding.citation.label}." if finding.citation else ""
    name = form_field_of(finding)
    form.add_error(
        name if name in form.fields else None,
        forms.ValidationError(f"{finding.message}{basis}", code=finding.code),
    )


def _form_findings(form: SectionForm, is_begun: bool) -> Iterator[Finding]:
    place = Section.declarations if form.section == "sending" else Section(form.address)
    if not is_begun:
        first = next(iter(form.fields))
        yield Finding(
            code=_NOTHING_TYPED, message=f"Falta preencher: {form.title}", field=first, section=place
        )
        return
    for name, problems in form.errors.as_data().items():
        for problem in problems:
            text = " ".join(problem.messages)
            label = str(form.fields[name].label) if name in form.fields else ""
            if label.casefold() not in text.casefold():
                text = f"{label}: {text[0].lower()}{text[1:]}"
            code = f"{form.section}.{name}.{problem.code or 'invalid'}"
            yield Finding(code=code, message=text, field=name if name in form.fields else None, section=place)
