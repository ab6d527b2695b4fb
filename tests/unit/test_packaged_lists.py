"""The three lists that ship with the portal: every line of the page, its condition, and nothing beyond the law."""

import hashlib
import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from documents.domain.checklist import Checklist, ChecklistItem, checksum, missing, packaged_checklist
from documents.domain.file_types import FileType
from eligibility.domain.citation import Confidence
from eligibility.domain.classification import Category
from eligibility.domain.findings import Severity
from eligibility.domain.vocabulary import Source
from tests.unit.situations import anas_house

LISTS = {category: packaged_checklist(category) for category in Category}
VERSION_1 = Path(__file__).parent / "data" / "checklist_micro_up_to_10_v1.json"
PERSON = [
    "identity",
    "cpf_proof",
    "cnpj_proof",
    "constitution",
    "constitution_change",
    "representative_identity",
    "representative_cpf_proof",
]
JURIDICAL = [
    "consortium_act",
    "consortium_administrator",
    "cooperative_act",
    "cooperative_statute",
    "association_property_proof",
    "condominium_convention",
    "condominium_deliberation",
    "condominium_representative",
]
EXTRAS = {
    "power_of_attorney",
    "area_licence",
    "floating_authorisation",
    "site_right",
    "rural_registry",
    "disturbing_loads",
    "council_decision",
    "dam_safety",
}
# The page's line of each document, list by list; a line may ask for several.
PAGE = {
    Category.micro_up_to_10: {
        1: ["technical_responsibility"],
        2: ["single_line_diagram", "design_report"],
        3: ["inverter_conformity"],
        4: ["registration_data"],
        5: ["participating_units"],
        6: ["participation_instrument"],
        7: ["cogeneration_recognition"],
        8: ["property_proof"],
        9: ["identity", "cpf_proof", "cnpj_proof", "constitution", "representative_identity"],
        10: ["load_analysis"],
        11: ["collective_roof_ownership"],
        12: ["collective_roof_authorisation"],
    },
    Category.micro_10_to_75: {
        1: ["technical_responsibility"],
        2: ["electrical_design", "design_report"],
        3: ["single_line_diagram", "block_diagram"],
        4: ["inverter_conformity"],
        5: ["registration_data"],
        6: ["participating_units"],
        7: ["participation_instrument"],
        8: ["cogeneration_recognition"],
        9: ["property_proof"],
        10: ["identity", "cpf_proof", "cnpj_proof", "constitution", "representative_identity"],
        11: ["load_analysis"],
        12: ["collective_roof_ownership"],
        13: ["collective_roof_authorisation"],
    },
    Category.mini: {
        1: ["technical_responsibility"],
        2: ["electrical_design", "design_report"],
        3: ["single_line_diagram", "block_diagram"],
        4: ["converter_test_report"],
        5: ["registration_data"],
        6: ["participation_instrument"],
        7: ["cogeneration_recognition"],
        8: ["dam_safety"],
        9: ["dispatchable_storage_proof"],
        10: ["performance_guarantee"],
    },
}


def every_item() -> list[tuple[Category, ChecklistItem]]:
    return [(category, item) for category, listed in LISTS.items() for item in listed.items]


@pytest.mark.parametrize("category", Category)
def test_each_line_of_the_page_stands_in_its_list(category: Category) -> None:
    by_line: dict[int, list[str]] = {}
    for item in LISTS[category].items:
        if found := re.match(r"Lista [^,]+, item (\d+)", item.source_line):
            by_line.setdefault(int(found[1]), []).append(item.document_code)
    assert by_line == PAGE[category]


@pytest.mark.parametrize("category", Category)
def test_person_association_and_extra_documents_are_the_same_in_the_three_lists(category: Category) -> None:
    codes = [item.document_code for item in LISTS[category].items]
    assert [code for code in codes if code in PERSON] == PERSON
    assert [code for code in codes if code in JURIDICAL] == JURIDICAL
    assert set(codes) >= EXTRAS
    own = {"order", "source_line"}
    first = LISTS[Category.mini]
    for item in LISTS[category].items:
        if item.document_code in {*PERSON, *JURIDICAL, *EXTRAS}:
            assert item.model_dump(exclude=own) == first.item(item.document_code).model_dump(exclude=own)


def test_documents_of_one_category_only() -> None:
    codes = {category: {item.document_code for item in listed.items} for category, listed in LISTS.items()}
    micro, middle, mini = (codes[category] for category in Category)
    assert mini - middle == {
        "converter_test_report",
        "dispatchable_storage_proof",
        "performance_guarantee",
        "substation_attorney",
    }
    assert middle - mini == {
        "inverter_conformity",
        "collective_roof_ownership",
        "collective_roof_authorisation",
    }
    assert middle - micro == {"electrical_design", "block_diagram"}
    assert micro <= middle


def test_versions_codes_and_first_days() -> None:
    assert [(listed.code, listed.version) for listed in LISTS.values()] == [
        ("micro_up_to_10", 2),
        ("micro_10_to_75", 1),
        ("mini", 1),
    ]
    assert {listed.valid_from.isoformat() for listed in LISTS.values()} == {"2022-01-07"}


def test_what_the_portal_makes_and_what_review_refuses() -> None:
    for _, item in every_item():
        assert item.is_from_answers == (item.document_code in {"registration_data", "participating_units"})
        assert item.refused_when_absent == (item.document_code == "performance_guarantee")


def test_identity_documents_have_three_megabytes_and_all_others_fifty() -> None:
    small = {item.document_code for _, item in every_item() if item.max_mb != 50}
    assert small == {"identity", "cpf_proof", "representative_identity", "representative_cpf_proof"}
    assert {item.max_mb for _, item in every_item()} == {3, 50}
    assert all(item.accepted_types == tuple(FileType) for _, item in every_item())


def test_an_item_known_only_from_the_page_or_a_prototype_is_optional_or_says_its_norm() -> None:
    for category, item in every_item():
        if item.confidence is Confidence.prototype:
            assert item.is_optional, (category, item.code)
        if item.is_optional:
            assert "opcional" in item.note, (category, item.code)


def test_nothing_certified_or_notarised_is_demanded_in_any_list() -> None:
    for _, item in every_item():
        for criterion in item.criteria:
            said = [criterion.text, *(f"{r.text} {r.how_to_fix}" for r in criterion.canned_reasons)]
            for text in [item.title, item.why, item.good_example, *said]:
                lowered = text.lower().replace("não precisa reconhecer firma", "")
                assert not re.search(
                    r"\bautenticad|reconhec\w+ firma|firma reconhecida|cópia autêntica", lowered
                ), text


def test_revoked_norms_stand_only_in_notes_of_any_list() -> None:
    for _, item in every_item():
        rules = [item.legal_basis.label, *(criterion.rule.label for criterion in item.criteria)]
        assert not [label for label in rules if re.search(r"\b(482|414|687|1\.059)/", label)], item.code
    cited = " ".join(item.note for _, item in every_item())
    assert "482/2012" in cited
    assert "414/2010" in cited


def test_every_clause_of_the_page_is_one_criterion() -> None:
    """Eight clauses of the consortium, ten of the cooperative and eight of the convention, besides what holds of all."""
    counts = Counter(
        {
            code: len(LISTS[Category.mini].item(code).criteria)
            for code in JURIDICAL
            if code.endswith(("act", "tion"))
        }
    )
    assert counts["consortium_act"] == 8 + 4
    assert counts["cooperative_act"] == 10 + 3
    assert counts["condominium_convention"] == 8 + 2
    refused = LISTS[Category.mini].item("consortium_act").criteria[1]
    assert "0015/2021" in refused.rule.norm


def test_words_are_plain_sentences() -> None:
    for _, item in every_item():
        sentences = [item.why, item.good_example, item.bad_example, item.applies_because]
        sentences += [text for text in (item.not_because, item.note) if text]
        for criterion in item.criteria:
            sentences.append(criterion.text)
            sentences += [text for r in criterion.canned_reasons for text in (r.text, r.how_to_fix)]
        assert [text for text in sentences if not text.endswith(".")] == [], item.code
        assert not [text for text in sentences if "favor" in text.split()], item.code


def test_a_missing_guarantee_does_not_hold_up_the_sending_and_is_told() -> None:
    plant = anas_house(source=Source.hydro, modules=(), inverters=(), declared_power_kw="800")
    found = {finding.field: finding for finding in missing(LISTS[Category.mini], plant, ())}
    guarantee = found["performance_guarantee"]
    assert guarantee.severity is Severity.advisory
    assert guarantee.citation is not None
    assert guarantee.citation.provision == "arts. 71, II, e 416"
    assert "não passa na conferência" in guarantee.message
    assert "registration_data" not in found
    assert found["dam_safety"].is_blocking


def test_version_1_as_it_was_published_is_still_read_and_keeps_its_hash() -> None:
    stored: dict[str, Any] = json.loads(VERSION_1.read_text("utf-8"))
    read = Checklist.model_validate(stored)
    assert (read.version, len(read.items)) == (1, 20)
    canonical = json.dumps(stored, ensure_ascii=False, sort_keys=True)
    assert checksum(read) == hashlib.sha256(canonical.encode()).hexdigest()
    assert not any(item.is_from_answers or item.refused_when_absent for item in read.items)
    assert [f.field for f in missing(read, anas_house(source=Source.qualified_cogeneration), ())][5] == (
        "cogeneration_recognition"
    )


def test_a_file_of_standing_clauses_is_no_checklist() -> None:
    for code in ("opinion_clauses", "shared"):
        with pytest.raises(LookupError):
            packaged_checklist(code)
