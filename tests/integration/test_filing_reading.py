"""Reading a draft: what the answers amount to, and what is still missing."""

from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import call_command

from documents.domain.checklist import checksum
from documents.models import ChecklistVersion
from documents.services.checklists import publish_packaged
from portal.accounts.models import User
from portal.accounts.roles import Role
from requests_app.forms.drafts import kept_answers, read_draft
from requests_app.models import AccessRequest
from requests_app.services.drafts import create_draft, save_section
from tests.filing_data import ANSWERS, answers

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)


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
    assert reading.classification.is_open
    assert [slot.item.document_code for slot in reading.checklist] == [
        "technical_responsibility",
        "single_line_diagram",
        "design_report",
        "inverter_conformity",
        "registration_data",
        "identity",
    ]
    assert reading.parts_text == "4 de 10 partes prontas"


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
        ("unit", "monthly_consumption_kwh", "300 310 305", "Encontramos 3 números"),
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
        ("generation", "source", "wind", "só geração solar"),
        ("generation", "source", "dragões", "Esta opção não existe"),
        ("generation", "request_kind", "new_unit", "unidade que já existe"),
        ("credits", "modality", "remote", "na própria unidade"),
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


def test_ten_kilowatts_are_in_and_a_little_more_says_that_the_category_is_not_open(
    draft: AccessRequest,
) -> None:
    many = {"module_0_quantity": "40"}
    assert codes(save(draft, generation={**many, "inverter_0_power_kw": "10"})) == {"document.missing"}
    reading = read_draft(save(draft, generation={**many, "inverter_0_power_kw": "10,01"}), TODAY)
    message = str(reading.forms["generation"].errors["inverter_0_power_kw"])
    assert "10,01 kW" in message
    assert "ainda não está aberta" in message


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
    assert "power.fast_track_limit" in codes(save(draft, credits={"wants_fast_track": "on"}))


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
