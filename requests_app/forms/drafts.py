"""One reading of a draft: what is answered, what it amounts to, and what is still missing."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms

from documents.domain.checklist import (
    Checklist,
    ChecklistItem,
    NotApplicableItem,
    applicable,
    missing,
    not_applicable,
)
from documents.models import ChecklistVersion
from eligibility.domain.classification import Category, Classification, classify
from eligibility.domain.facts import ProjectFacts
from eligibility.domain.findings import Finding, Refused, Section
from eligibility.domain.precheck import check
from eligibility.profile import current_profile
from requests_app.domain.filing import (
    CreditsAnswers,
    Filing,
    GenerationAnswers,
    HolderAnswers,
    UnitAnswers,
    facts_of,
)
from requests_app.forms.credits import CreditsForm
from requests_app.forms.fields import SectionForm
from requests_app.forms.generation import GenerationForm
from requests_app.forms.holder import HolderForm
from requests_app.forms.sending import SendingForm
from requests_app.forms.unit import UnitForm
from requests_app.models import AccessRequest, Attachment
from requests_app.services.attachments import current_attachments

FORMS: dict[str, type[UnitForm | GenerationForm | CreditsForm | HolderForm]] = {
    form.section: form for form in (UnitForm, GenerationForm, CreditsForm, HolderForm)
}
CHECKLIST = Category.micro_up_to_10.value
LONGEST_ANSWER = 20_000
_FORM_FIELDS = {"modules": "module_0_quantity", "inverters": "inverter_0_power_kw"}
_NOTHING_TYPED = "section.missing"


@dataclass(frozen=True)
class Slot:
    """One document this draft needs, why, and the file that answers it now."""

    item: ChecklistItem
    reason: str
    attachment: Attachment | None


@dataclass(frozen=True)
class DraftReading:
    """Everything the pages, the API and the filing need to know about a draft on one day.

    An answer is None while its section has a field error; rule findings do not take answers away. `forms`
    holds the bound form of each section with both kinds of error. `filing` stands when every section is typed
    well; it may be filed when `blocking` is empty as well (declarations are asked at sending).
    """

    unit: UnitAnswers | None
    generation: GenerationAnswers | None
    credits: CreditsAnswers | None
    holder: HolderAnswers | None
    other_information: str
    forms: Mapping[str, SectionForm]
    facts: ProjectFacts
    findings: tuple[Finding, ...]
    checklist_version: ChecklistVersion
    checklist: tuple[Slot, ...]
    not_needed: tuple[NotApplicableItem, ...]
    classification: Classification | None

    @property
    def blocking(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.is_blocking)

    @property
    def advisories(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if not finding.is_blocking)

    @property
    def filing(self) -> Filing | None:
        """The complete typed answers, None while one is missing."""
        if not (self.unit and self.generation and self.credits and self.holder):
            return None
        if self.forms["sending"].errors:
            return None
        return Filing(
            unit=self.unit,
            generation=self.generation,
            credits=self.credits,
            holder=self.holder,
            other_information=self.other_information,
        )

    @property
    def required_slots(self) -> tuple[Slot, ...]:
        return tuple(slot for slot in self.checklist if not slot.item.is_optional)

    @property
    def parts_total(self) -> int:
        """Four sections and each required document."""
        return len(FORMS) + len(self.required_slots)

    @property
    def parts_ready(self) -> int:
        sections = sum(not self.forms[section].errors for section in FORMS)
        return sections + sum(slot.attachment is not None for slot in self.required_slots)

    @property
    def parts_text(self) -> str:
        """`6 de 10 partes prontas`."""
        return f"{self.parts_ready} de {self.parts_total} partes prontas"


def kept_answers(section: str, data: Mapping[str, Any], on: date) -> dict[str, str]:
    """What a draft keeps of a submitted section: its own fields only, as text, right or wrong.

    Lists become lines (the API may send twelve numbers), booleans the form's words. Characters that the
    database cannot hold are dropped, so that keeping an answer never fails.
    """
    form = FORMS[section]() if section in FORMS else SendingForm(on=on, wants_fast_track=True)
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


def read_draft(draft: AccessRequest, today: date) -> DraftReading:
    """Read a draft under the law of `today`. Two statements: the checklist in force and the files."""
    version = ChecklistVersion.in_force(CHECKLIST, today)
    return _read(draft, today, version, version.checklist, current_attachments(draft))


def read_drafts(drafts: Sequence[AccessRequest], today: date) -> list[DraftReading]:
    """Read several drafts in the same two statements."""
    version = ChecklistVersion.in_force(CHECKLIST, today)
    checklist = version.checklist
    rows = Attachment.objects.filter(access_request__in=drafts).select_related("stored_file__label")
    newest: dict[int, dict[str, Attachment]] = {}
    for row in rows.order_by("id"):
        newest.setdefault(row.access_request_id, {})[row.document_code] = row
    return [
        _read(
            draft,
            today,
            version,
            checklist,
            {code: row for code, row in newest.get(draft.pk, {}).items() if row.stored_file_id is not None},
        )
        for draft in drafts
    ]


def _read(
    draft: AccessRequest,
    today: date,
    version: ChecklistVersion,
    checklist: Checklist,
    files: Mapping[str, Attachment],
) -> DraftReading:
    raw: Mapping[str, Mapping[str, str]] = draft.draft_answers
    bound = {section: form(data=raw.get(section, {})) for section, form in FORMS.items()}
    unit = bound["unit"].to_answers(today)
    generation = bound["generation"].to_answers(today)
    credits_ = bound["credits"].to_answers(today)
    holder = bound["holder"].to_answers(today)
    assert unit is None or isinstance(unit, UnitAnswers)
    assert generation is None or isinstance(generation, GenerationAnswers)
    assert credits_ is None or isinstance(credits_, CreditsAnswers)
    assert holder is None or isinstance(holder, HolderAnswers)

    facts = facts_of(today, unit=unit, generation=generation, credits=credits_, holder=holder)
    answered = {"unit": unit, "generation": generation, "credits": credits_, "holder": holder}
    rules = [
        found
        for found in map(_placed, check(facts, today, utility_code=current_profile().utility_code))
        if answered[section_of(found)] is not None
    ]
    typed = [finding for section, form in bound.items() for finding in _form_findings(form, section in raw)]
    for finding in rules:
        if finding.is_blocking:
            _put_beside_field(bound[section_of(finding)], finding)

    wants_fast_track = credits_ is not None and credits_.wants_fast_track
    sending = SendingForm(data=raw.get("sending", {}), on=today, wants_fast_track=wants_fast_track)
    typed += _form_findings(sending, is_begun=True)

    findings = [*typed, *rules, *missing(checklist, facts, files.keys())]
    return DraftReading(
        unit=unit,
        generation=generation,
        credits=credits_,
        holder=holder,
        other_information=sending.cleaned_data.get("other_information", "") if sending.is_valid() else "",
        forms={**bound, "sending": sending},
        facts=facts,
        findings=tuple(sorted(findings, key=lambda finding: not finding.is_blocking)),
        checklist_version=version,
        checklist=tuple(
            Slot(entry.item, entry.reason, files.get(entry.item.document_code))
            for entry in applicable(checklist, facts)
        ),
        not_needed=not_applicable(checklist, facts),
        classification=_classification(facts, today),
    )


def section_of(finding: Finding) -> str:
    """The key of the section whose form has the finding's field."""
    places = {form.address: section for section, form in FORMS.items()}
    return places.get(finding.section.value if finding.section else "", "sending")


def form_field_of(finding: Finding) -> str | None:
    """The form field to look at: a finding about all modules points at the first one."""
    return _FORM_FIELDS.get(finding.field, finding.field) if finding.field else None


def _placed(finding: Finding) -> Finding:
    """What the request is for is asked on the screen of the generation."""
    is_kind = finding.field == "request_kind"
    return finding.model_copy(update={"section": Section.generation}) if is_kind else finding


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


def _classification(facts: ProjectFacts, on: date) -> Classification | None:
    power = facts.installed_power_kw
    if power is None or facts.source is None:
        return None
    try:
        return classify(power, facts.source, on, is_dispatchable=facts.is_dispatchable)
    except Refused:
        return None
