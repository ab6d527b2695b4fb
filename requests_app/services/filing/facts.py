"""What a filed request says about its project, and what the rules of its filing day say about that."""

from collections.abc import Iterable

from documents.domain.project_check import ProjectCheck, check_project
from eligibility.domain.assessment import Assessment, assess
from eligibility.domain.classification import Category
from eligibility.domain.facts import InverterSet, ModuleSet, ProjectFacts
from eligibility.profile import current_profile
from requests_app.models import AccessRequest, GeneratorEquipment


def filed_facts(access_request: AccessRequest) -> ProjectFacts:
    """The facts of a filed request, under the law of its filing day.

    A request filed before answers were kept whole has only its columns: what they do not hold was not asked then.
    """
    if kept := access_request.newest_answers:
        return kept.project_facts
    unit, generator, holder = access_request.consumer_unit, access_request.generator, access_request.holder
    equipment = list(generator.equipment.all())
    return ProjectFacts.model_validate(
        {
            "filed_on": access_request.filed_on,
            "unit_number": unit.number,
            "consumer_class": unit.consumer_class,
            "group": unit.group,
            "voltage": unit.voltage,
            "phases": unit.phases,
            "breaker_a": unit.breaker_a,
            "available_power_kw": unit.available_power_kw,
            "monthly_consumption_kwh": tuple(unit.monthly_consumption_kwh),
            "source": generator.source,
            "request_kind": generator.request_kind,
            "modality": generator.modality,
            "wants_fast_track": generator.wants_fast_track,
            "has_storage": generator.has_storage,
            "modules": tuple(
                ModuleSet(quantity=e.quantity, power_w=e.unit_power_w) for e in _of(equipment, "module")
            ),
            "inverters": tuple(
                InverterSet(quantity=e.quantity, power_kw=e.unit_power_w / 1000)
                for e in _of(equipment, "inverter")
            ),
            "is_holder_company": holder.is_company,
            "has_power_of_attorney": holder.has_power_of_attorney,
        }
    )


def _of(equipment: Iterable[GeneratorEquipment], kind: str) -> list[GeneratorEquipment]:
    return [e for e in equipment if e.kind == kind]


def filed_check(access_request: AccessRequest) -> ProjectCheck:
    """The same answer the technician saw, from the list of documents that the request was filed with."""
    assert access_request.checklist_version is not None
    lists = {Category(access_request.category): access_request.checklist_version.checklist}
    return check_project(filed_facts(access_request), checklists=lists, profile=current_profile())


def filed_assessment(access_request: AccessRequest) -> Assessment:
    """What the rules of the filing day say, without the list of documents."""
    return assess(filed_facts(access_request), profile=current_profile())
