"""The packaged checklist: which documents a project brings, and that nothing else is asked."""

import json
import re
from typing import Any

import pytest
from pydantic import ValidationError

from documents.domain.checklist import (
    STILL_UNKNOWN,
    Checklist,
    Stage,
    applicable,
    missing,
    not_applicable,
    packaged_checklist,
)
from eligibility.domain.facts import ProfessionalFacts
from eligibility.domain.findings import Section, Severity
from eligibility.domain.rulebook import rule
from eligibility.domain.vocabulary import (
    Association,
    ConsumerClass,
    Modality,
    Profession,
    RequestKind,
    Source,
    UnitHolding,
)
from tests.unit.situations import FILED_ON, anas_house

CHECKLIST = packaged_checklist("micro_up_to_10")
ALWAYS = [
    "technical_responsibility",
    "single_line_diagram",
    "design_report",
    "inverter_conformity",
    "registration_data",
]


def documents_of(**changes: Any) -> list[str]:
    return [entry.item.document_code for entry in applicable(CHECKLIST, anas_house(**changes))]


def test_a_person_with_cpf_on_the_identity_brings_six_documents() -> None:
    assert documents_of() == [*ALWAYS, "identity"]


@pytest.mark.parametrize(
    ("changes", "added"),
    [
        ({"is_cpf_on_identity_document": False}, ["identity", "cpf_proof"]),
        ({"is_holder_company": True}, ["cnpj_proof", "constitution", "representative_identity"]),
        (
            {
                "is_holder_company": True,
                "has_constitution_change": True,
                "is_cpf_on_identity_document": False,
            },
            [
                "cnpj_proof",
                "constitution",
                "constitution_change",
                "representative_identity",
                "representative_cpf_proof",
            ],
        ),
        ({"has_power_of_attorney": True}, ["identity", "power_of_attorney"]),
        ({"modality": Modality.remote}, ["identity"]),
        ({"modality": Modality.shared}, ["participation_instrument", "identity"]),
        ({"modality": Modality.multiple_units}, ["participation_instrument", "identity"]),
        (
            {"modality": Modality.shared, "association": Association.civil_association},
            ["participation_instrument", "identity"],
        ),
        (
            {"modality": Modality.shared, "association": Association.consortium},
            ["consortium_act", "association_property_proof", "identity"],
        ),
        (
            {
                "modality": Modality.shared,
                "association": Association.consortium,
                "unit_holding": UnitHolding.administrator,
            },
            ["consortium_act", "consortium_administrator", "association_property_proof", "identity"],
        ),
        (
            {"modality": Modality.shared, "association": Association.cooperative},
            ["cooperative_act", "cooperative_statute", "association_property_proof", "identity"],
        ),
        (
            {
                "modality": Modality.shared,
                "association": Association.cooperative,
                "request_kind": RequestKind.new_unit,
            },
            ["cooperative_act", "cooperative_statute", "property_proof", "identity", "load_analysis"],
        ),
        (
            {"modality": Modality.multiple_units, "association": Association.condominium},
            ["condominium_convention", "condominium_deliberation", "condominium_representative", "identity"],
        ),
        ({"source": Source.hydro}, ["dam_safety", "identity"]),
        ({"second_source": Source.hydro}, ["dam_safety", "identity"]),
        ({"has_disturbing_loads": True}, ["identity", "disturbing_loads"]),
        ({"is_in_protected_area": True}, ["identity", "area_licence"]),
        ({"is_floating": True}, ["identity", "floating_authorisation"]),
        ({"is_site_rented": True}, ["identity", "site_right"]),
        ({"consumer_class": ConsumerClass.rural}, ["identity"]),
        (
            {"consumer_class": ConsumerClass.rural, "request_kind": RequestKind.new_unit},
            ["property_proof", "identity", "load_analysis", "rural_registry"],
        ),
        (
            {"professional": ProfessionalFacts(profession=Profession.other_engineer)},
            ["identity", "council_decision"],
        ),
        ({"professional": ProfessionalFacts(profession=Profession.electrical_engineer)}, ["identity"]),
        ({"has_participating_units": True}, ["participating_units", "identity"]),
        ({"source": Source.qualified_cogeneration}, ["cogeneration_recognition", "identity"]),
        ({"request_kind": RequestKind.new_unit}, ["property_proof", "identity", "load_analysis"]),
        ({"request_kind": RequestKind.existing_unit_new_power}, ["identity", "load_analysis"]),
        (
            {"is_collective_roof": True},
            ["identity", "collective_roof_ownership", "collective_roof_authorisation"],
        ),
        ({"has_constitution_change": True}, ["identity"]),
        ({"is_holder_company": None}, []),
    ],
)
def test_each_condition_adds_its_documents(changes: dict[str, Any], added: list[str]) -> None:
    assert documents_of(**changes) == [*ALWAYS, *added]


def test_a_project_without_inverter_brings_no_inverter_document() -> None:
    assert "inverter_conformity" not in documents_of(inverters=())


def test_all_twelve_lines_of_the_page_are_covered() -> None:
    lines = " ".join(item.source_line for item in CHECKLIST.items)
    assert all(f"item {line}" in lines for line in range(1, 13))


def test_every_document_says_why_it_applies_or_not() -> None:
    needed, spared = applicable(CHECKLIST, anas_house()), not_applicable(CHECKLIST, anas_house())
    assert len(needed) + len(spared) == len(CHECKLIST.items)
    assert all(reason.endswith(".") for reason in [*(n.reason for n in needed), *(s.reason for s in spared)])
    reasons = {entry.item.document_code: entry.reason for entry in spared}
    assert reasons["property_proof"] == "A unidade já existe."


def test_limits_of_the_files_are_those_of_the_rulebook() -> None:
    identity = {item.max_mb for item in CHECKLIST.items if item.document_code.endswith("identity")}
    assert identity == {rule("upload.identity.max_mb", on=FILED_ON).as_int()} == {3}
    largest = rule("upload.default.max_mb", on=FILED_ON).as_int()
    assert max(item.max_mb for item in CHECKLIST.items) == largest == 50
    assert (
        max(item.max_pages for item in CHECKLIST.items)
        == rule("upload.default.max_pages", on=FILED_ON).as_int()
    )
    assert CHECKLIST.item("identity").max_bytes == 3 * 1024 * 1024


def test_nothing_certified_or_notarised_is_demanded() -> None:
    demanded = [
        text
        for item in CHECKLIST.items
        for text in (item.title, item.why, item.good_example, *(c.text for c in item.criteria))
    ]
    assert not [
        text
        for text in demanded
        if re.search(r"\b(autenticad|firma reconhecida|reconhecer firma|original)", text.lower())
    ]


def test_an_item_without_legal_basis_is_optional() -> None:
    optional = [item.document_code for item in CHECKLIST.items if item.is_optional]
    assert optional == [
        "load_analysis",
        "collective_roof_ownership",
        "collective_roof_authorisation",
        "site_right",
        "rural_registry",
    ]


def test_revoked_norms_appear_only_in_notes() -> None:
    for item in CHECKLIST.items:
        rules = [item.legal_basis.label, *(criterion.rule.label for criterion in item.criteria)]
        assert not [label for label in rules if "482" in label or "414" in label], item.code


def test_every_criterion_has_a_ready_reason_with_a_way_to_fix() -> None:
    criteria = [criterion for item in CHECKLIST.items for criterion in item.criteria]
    assert len(criteria) >= 35
    assert {criterion.stage for criterion in criteria} == set(Stage)
    for reason in (reason for criterion in criteria for reason in criterion.canned_reasons):
        assert reason.text.endswith("."), reason.code
        assert reason.how_to_fix.endswith("."), reason.code
        assert "favor" not in f"{reason.text} {reason.how_to_fix}".split()


def test_a_document_not_sent_blocks_and_an_optional_one_advises() -> None:
    found = missing(CHECKLIST, anas_house(is_collective_roof=True), {*ALWAYS, "collective_roof_ownership"})
    assert [(finding.field, finding.severity) for finding in found] == [
        ("identity", Severity.blocking),
        ("collective_roof_authorisation", Severity.advisory),
    ]
    assert {finding.section for finding in found} == {Section.documents}
    assert found[0].message == "Falta o arquivo: Documento oficial do titular, com foto."


def test_the_checklist_survives_its_json_form() -> None:
    stored = json.loads(json.dumps(CHECKLIST.model_dump(mode="json")))
    assert Checklist.model_validate(stored) == CHECKLIST


def test_an_unknown_checklist_is_told() -> None:
    for code in ("nano", "../packaged/micro_up_to_10", ""):
        with pytest.raises(LookupError):
            packaged_checklist(code)


def changed(path: str, value: object) -> dict[str, Any]:
    stored: dict[str, Any] = CHECKLIST.model_dump(mode="json")
    stored["items"][0][path] = value
    return stored


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("code", "single_line_diagram"),
        ("order", 2),
        ("order", 99),
        ("max_mb", 51),
        ("criteria", []),
        ("not_because", "Sem condição não há motivo."),
        ("condition", {"fact": "has_storage", "value": True}),
        ("legal_basis", None),
        ("accepted_types", ["exe"]),
        ("title", ""),
        ("surprise", 1),
    ],
)
def test_a_malformed_version_does_not_load(path: str, value: object) -> None:
    with pytest.raises(ValidationError):
        Checklist.model_validate(changed(path, value))


def test_a_document_that_hangs_on_a_missing_answer_says_so() -> None:
    reasons = {
        entry.item.document_code: entry.reason
        for entry in not_applicable(CHECKLIST, anas_house(is_holder_company=None))
    }
    assert reasons["identity"] == reasons["cnpj_proof"] == STILL_UNKNOWN
    assert reasons["participating_units"] != STILL_UNKNOWN
