"""Reading a draft: what the answers amount to, and what is still missing."""

from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import call_command

from documents.domain.checklist import checksum
from documents.models import ChecklistVersion
from documents.services.checklists import publish_packaged
from eligibility.domain.classification import Category
from portal.accounts.models import User
from portal.accounts.roles import Role
from requests_app.forms.drafts import kept_answers, read_draft
from requests_app.models import AccessRequest
from requests_app.services.filing.drafts import create_draft, save_section
from tests.filing_data import ANSWERS, GROUP_A, HYDRO, answers

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)
FAST_TRACK = {
    "waiver": "fast_track",
    "fast_track_local": "on",
    "fast_track_no_sharing": "on",
    "fast_track_for_good": "on",
}


@pytest.fixture
def draft() -> AccessRequest:
    user = User.objects.create_user("rt@exemplo.com.br", "uma-senha-longa", role=Role.TECHNICIAN.value)
    return create_draft(actor=user.as_actor())


def save(draft: AccessRequest, **changes: dict[str, str]) -> AccessRequest:
    for section in ANSWERS:
        draft = save_section(
            draft_id=draft.pk, section=section, answers=answers(section, **changes.get(section, {}))
        )
    return draft


def codes(draft: AccessRequest) -> set[str]:
    return {finding.code for finding in read_draft(draft, TODAY).blocking}


def test_an_empty_draft_names_each_section_that_is_missing(draft: AccessRequest) -> None:
    reading = read_draft(draft, TODAY)
    missing = [f for f in reading.findings if f.code == "section.missing"]
    assert [f.section.value for f in missing if f.section] == ["unidade", "geracao", "creditos", "titular"]
    assert reading.filing is None
    assert reading.parts_ready == 0


def test_complete_answers_give_a_filing_and_lack_only_documents(draft: AccessRequest) -> None:
    reading = read_draft(save(draft), TODAY)
    assert {f.code for f in reading.blocking} == {"document.missing"}
    assert reading.filing is not None
    assert reading.filing.unit.unit_number == "3014056287"
    assert reading.filing.unit.available_power_kw == Decimal("15.1")
    assert reading.facts.installed_power_kw == Decimal("8.2")
    assert reading.classification is not None
    assert reading.classification.category is Category.micro_up_to_10
    assert [slot.item.document_code for slot in reading.checklist] == [
        "technical_responsibility",
        "single_line_diagram",
        "design_report",
        "inverter_conformity",
        "registration_data",
        "identity",
    ]
    assert [slot.item.document_code for slot in reading.made_by_portal] == ["registration_data"]
    assert reading.parts_text == "4 de 9 partes prontas"


def test_power_above_the_available_power_is_refused_with_article_31(draft: AccessRequest) -> None:
    saved = save(
        draft,
        unit={"phases": "mono", "breaker_a": "63"},
        generation={"inverter_0_power_kw": "10", "module_0_quantity": "20"},
    )
    reading = read_draft(saved, TODAY)
    found = next(f for f in reading.blocking if f.code == "power.above_available")
    assert found.citation is not None
    assert found.citation.provision == "art. 31"
    assert "art. 31" in str(reading.forms["generation"].errors["inverter_0_power_kw"])


@pytest.mark.parametrize(
    ("section", "field", "value", "words"),
    [
        ("unit", "unit_number", "12345", "Confira o número da instalação"),
        ("unit", "breaker_a", "NaN", "Escreva só o número"),
        ("unit", "breaker_a", "-5", "negativo"),
        ("unit", "monthly_consumption_kwh", "300 " * 13, "Encontramos 13 números"),
        ("unit", "voltage", "13.800 V", "não é do grupo B"),
        ("unit", "postal_code", "123", "8 algarismos"),
        ("unit", "street", "Rua " * 2500, "Use até 160 letras"),
        ("generation", "inverter_0_power_kw", "1000000000", "grande demais"),
        ("generation", "inverter_0_power_kw", "1e9", "Escreva só o número"),
        ("generation", "inverter_0_power_kw", "0", "zero"),
        ("generation", "inverter_0_power_kw", "-8", "negativo"),
        ("generation", "inverter_0_power_kw", "8,20005", "casas decimais"),
        ("generation", "module_0_power_w", "0", "Nenhum dos dois pode ser zero"),
        ("generation", "module_0_quantity", "1,5", "número inteiro"),
        ("generation", "second_source", "solar", "duas fontes"),
        ("generation", "source", "dragões", "Esta opção não existe"),
        ("unit", "request_kind", "", "Diga o que você quer pedir"),
        ("unit", "latitude", "91", "até 90 graus"),
        ("generation", "array_area_m2", "", "Escreva a área ocupada pelos módulos"),
        ("generation", "plant_code", "UFV-1", "Confira o CEG"),
        ("holder", "tax_id", "529.982.247-24", "não bate"),
        ("holder", "email", "ana@", "Confira o e-mail"),
        ("holder", "name", "Ç" * 10_000, "Use até 160 letras"),
        ("holder", "phone", "99", "DDD"),
    ],
)
def test_bad_input_is_answered_beside_its_field(
    draft: AccessRequest, section: str, field: str, value: str, words: str
) -> None:
    saved = save(draft, **{section: {field: value}})
    reading = read_draft(saved, TODAY)
    form = reading.forms[section]
    name = "module_0_quantity" if words.startswith("Nenhum") else field
    assert words in str(form.errors[name])
    assert any(f.is_blocking and f.field for f in reading.findings if f.code != "document.missing")


def test_ten_kilowatts_are_the_last_of_the_first_list(draft: AccessRequest) -> None:
    many = {"module_0_quantity": "40"}
    reading = read_draft(save(draft, generation={**many, "inverter_0_power_kw": "10"}), TODAY)
    assert reading.check.category is Category.micro_up_to_10
    reading = read_draft(save(draft, generation={**many, "inverter_0_power_kw": "10,01"}), TODAY)
    assert reading.check.category is Category.micro_10_to_75
    assert {f.code for f in reading.blocking} == {"document.missing"}


def test_a_hydro_plant_in_medium_voltage_is_read_whole(draft: AccessRequest) -> None:
    reading = read_draft(save(draft, unit=GROUP_A, generation=HYDRO), TODAY)
    assert reading.check.category is Category.mini
    assert reading.unit is not None
    assert reading.unit.available_power_kw == Decimal(700)
    assert reading.unit.phases is None
    assert reading.unit.transformers[0].power_kva == Decimal(1000)
    assert reading.unit.latitude == Decimal("-19.916703")
    assert reading.generation is not None
    assert reading.generation.registration.river == "Ribeirão das Pedras"
    assert {f.code for f in reading.blocking} == {"document.missing"}


def test_findings_about_power_go_to_the_field_that_is_asked(draft: AccessRequest) -> None:
    reading = read_draft(save(draft, unit=GROUP_A, generation={**HYDRO, "declared_power_kw": "900"}), TODAY)
    assert "art. 31" in str(reading.forms["generation"].errors["declared_power_kw"])
    assert "inverter_0_power_kw" not in reading.forms["generation"].errors


def test_a_new_unit_is_asked_no_number_and_no_consumption(draft: AccessRequest) -> None:
    new = {"request_kind": "new_unit", "unit_number": "lixo", "monthly_consumption_kwh": ""}
    reading = read_draft(save(draft, unit=new), TODAY)
    assert reading.unit is not None
    assert reading.unit.unit_number == ""
    assert reading.unit.monthly_consumption_kwh == ()
    assert {f.code for f in reading.blocking} == {"document.missing"}
    assert "property_proof" in {slot.item.document_code for slot in reading.checklist}


def test_a_company_needs_its_own_documents_and_who_represents_it(draft: AccessRequest) -> None:
    company = {"is_company": "true", "tax_id": "12.ABC.345/01DE-35", "representative_name": "Rui Barros"}
    reading = read_draft(save(draft, holder=company), TODAY)
    assert reading.holder is not None
    assert reading.holder.tax_id == "12ABC34501DE35"
    assert "cnpj_proof" in {slot.item.document_code for slot in reading.checklist}
    assert "holder.representative_name.required" in codes(
        save(draft, holder={**company, "representative_name": ""})
    )


def test_the_waiver_is_refused_above_its_limit(draft: AccessRequest) -> None:
    assert "power.fast_track_limit" in codes(save(draft, credits=FAST_TRACK))


def test_twelve_months_are_read_from_a_pasted_column(draft: AccessRequest) -> None:
    pasted = "\n".join(["1.234,5"] + ["310 kWh"] * 11)
    reading = read_draft(save(draft, unit={"monthly_consumption_kwh": pasted}), TODAY)
    assert reading.unit is not None
    assert reading.unit.monthly_consumption_kwh[0] == Decimal("1234.5")


def test_kept_answers_take_only_the_fields_of_the_section_and_what_the_database_can_hold() -> None:
    kept = kept_answers(
        "unit",
        {"street": "Rua\x00 A\ud800", "monthly_consumption_kwh": [1, 2], "is_admin": "on", "group": None},
        TODAY,
    )
    assert kept == {"street": "Rua A?", "monthly_consumption_kwh": "1\n2", "group": ""}


def test_a_second_model_of_module_counts(draft: AccessRequest) -> None:
    extra = {
        "module_1_manufacturer": "Outra",
        "module_1_model": "M2",
        "module_1_quantity": "2",
        "module_1_power_w": "500",
    }
    reading = read_draft(save(draft, generation=extra), TODAY)
    assert reading.facts.modules_power_kw == Decimal("10.36")


def test_the_packaged_checklist_is_published_once_however_often_it_is_asked() -> None:
    before = ChecklistVersion.objects.count()
    assert before >= 1
    first = publish_packaged(TODAY)
    call_command("load_checklists", stdout=StringIO())
    assert ChecklistVersion.objects.count() == before
    assert first[0].sha256 == checksum(first[0].checklist)
