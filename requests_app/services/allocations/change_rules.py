"""When the division of credits may change, from when a change counts, and what it changes."""

from datetime import date, timedelta
from typing import NamedTuple

from django.utils import timezone

from documents.domain.checklist import ChecklistItem
from eligibility.domain import allocation_rules
from eligibility.domain.allocation import AllocationReading, SettledList
from eligibility.domain.choices import Followed, Topic
from eligibility.domain.divergences import applied_rule, followed
from eligibility.domain.findings import Refused, refuse
from eligibility.domain.rulebook import Rule, rule
from eligibility.domain.vocabulary import Association, Modality
from eligibility.profile import current_profile
from requests_app.domain.allocation_diff import ListDifference, difference
from requests_app.domain.lifecycle import State
from requests_app.models import AccessRequest, AllocationChange, AllocationList
from requests_app.services.allocations.lists import newest_version, settled
from requests_app.services.filing.facts import filed_facts

EFFECT_RULE = "allocation.change_days"
_WITH_MEMBERS = frozenset({Modality.shared.value, Modality.multiple_units.value})
_DOCUMENTS = {
    Association.consortium.value: "consortium_act",
    Association.cooperative.value: "cooperative_act",
    Association.condominium.value: "condominium_convention",
}
_ANY_INSTRUMENT = "participation_instrument"


class Effect(NamedTuple):
    """From when a change counts: at the latest `latest_on`, by `applied`; `other` is the text not followed here."""

    latest_on: date
    applied: Rule
    other: Rule
    is_by_page: bool


def effect_of(requested_on: date) -> Effect:
    """The next billing cycle, in 30 days at most; 60 days where the operator chose its page (REN 482's old term)."""
    profile = current_profile()
    applied = applied_rule(EFFECT_RULE, Topic.allocation_change, requested_on, profile)
    entry = rule(EFFECT_RULE, requested_on)
    is_by_page = followed(Topic.allocation_change, profile) is Followed.page
    return Effect(
        latest_on=requested_on + timedelta(days=applied.as_int()),
        applied=applied,
        other=entry if is_by_page else entry.read_otherwise(),
        is_by_page=is_by_page,
    )


def check_changeable(access_request: AccessRequest, today: date) -> None:
    """Whether the division may change now. Raises Refused with the rule: not connected, fast track, used on the spot."""
    if State(access_request.state) is not State.CONNECTED:
        raise refuse(
            "action_not_in_state",
            "A divisão dos créditos muda por aqui depois da ligação. Antes dela, fale com o responsável técnico.",
            rule("allocation.next_cycle", today).citation,
        )
    facts = filed_facts(access_request)
    if facts.wants_fast_track:
        fast = rule("reverse_flow.fast_track.local", today)
        raise refuse("allocation.fast_track", fast.text, fast.citation)
    if facts.modality is Modality.local:
        local = rule("modality.local", today)
        raise refuse(
            "allocation.local_modality",
            "No autoconsumo local os créditos ficam na própria unidade: não há divisão a mudar.",
            local.citation,
        )
    if access_request.allocation_changes.filter(status=AllocationChange.Status.WAITING).exists():
        raise refuse("change_waiting", "Já há uma mudança em conferência. Espere a resposta dela.")


def has_members(access_request: AccessRequest) -> bool:
    """Whether the modality has members, so that each unit says whose it is."""
    return access_request.generator.modality in _WITH_MEMBERS


def settled_for(access_request: AccessRequest, reading: AllocationReading) -> SettledList:
    """A list against the generating unit of a filed request."""
    return settled(reading, access_request.consumer_unit.number)


def list_in_force(access_request: AccessRequest) -> AllocationList | None:
    """The newest version with its lines, None without one."""
    row = newest_version(access_request)
    return None if row is None or row.is_removed else row


def compare(
    access_request: AccessRequest, before: AllocationList | None, after: SettledList
) -> ListDifference:
    """What a list changes of the one in force."""
    return difference(settled_for(access_request, before.reading) if before else None, after)


def document_wanted(access_request: AccessRequest) -> ChecklistItem | None:
    """The document by which members of this modality enter or leave, from the list the request was filed with."""
    if not has_members(access_request) or access_request.checklist_version is None:
        return None
    for code in (_DOCUMENTS.get(access_request.generator.association, _ANY_INSTRUMENT), _ANY_INSTRUMENT):
        try:
            return access_request.checklist_version.checklist.item(code)
        except LookupError:
            continue
    return None


def check_list(access_request: AccessRequest, found: SettledList, today: date) -> None:
    """The rules of a list, as at filing: exact sum, no repetition, one utility, members named. Raises Refused."""
    facts = filed_facts(access_request).model_copy(update={"allocation": found.facts, "filed_on": today})
    wrong = [finding for finding in allocation_rules.findings(facts) if finding.is_blocking]
    if wrong:
        raise Refused(wrong)


def applied_rule_of(change: AllocationChange) -> Rule:
    """The rule that set the date of a change that was asked for."""
    assert change.requested_at is not None
    entry = rule(EFFECT_RULE, timezone.localdate(change.requested_at))
    return entry.read_otherwise() if change.is_by_page else entry
