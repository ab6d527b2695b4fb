"""Typed answers put right during a correction: in force when the request is given back, never another request."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from pytest_django import DjangoAssertNumQueries
from time_machine import TimeMachineFixture

from eligibility.domain.findings import Refused
from portal.accounts.models import User
from portal.outbox.models import OutboxRow
from requests_app.domain.filing import RegistrationAnswers
from requests_app.domain.lifecycle import State
from requests_app.effects.endings import make_papers_again
from requests_app.models import AccessRequest, Attachment, DataCorrection, FiledAnswers, Pending, ReviewItem
from requests_app.services.filing.texts import filed_texts
from requests_app.services.review import corrections, data_corrections
from requests_app.services.sheets.papers import REGISTRATION, STANDARD_FORM, make_papers
from tests.case_steps import send_pendings
from tests.factories import a_filing, filed_request, give_second_factor, make_analyst, make_technician
from tests.integration.case_reading import as_user, words

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=ZoneInfo("America/Sao_Paulo"))
SCREENS = {"unit": "unidade", "generation": "geracao", "credits": "creditos"}


@pytest.fixture(autouse=True)
def noon(time_machine: TimeMachineFixture) -> TimeMachineFixture:
    time_machine.move_to(NOON)
    return time_machine


@pytest.fixture
def analyst() -> User:
    return give_second_factor(make_analyst())


@pytest.fixture
def case(analyst: User) -> AccessRequest:
    """Waiting for the correction of the register's data, a paper that the portal made."""
    generation = a_filing().generation.model_copy(
        update={
            "registration": RegistrationAnswers(array_area_m2=Decimal("74.3")),
            "machine": "inverter",
        }
    )
    found = filed_request(at=NOON, generation=generation)
    make_papers(found.pk)
    send_pendings(found, analyst, NOON, failing=1)
    Pending.objects.update(document_code=REGISTRATION, document_title="Dados para registro")
    found.refresh_from_db()
    assert found.state == State.PENDING.value
    return found


def page(case: AccessRequest, tail: str = "") -> str:
    return f"/solicitacoes/{case.filing_number}/dados{tail}"


def typed(case: AccessRequest, section: str, **changes: str) -> dict[str, str]:
    row = DataCorrection.objects.filter(notice__access_request=case).first()
    texts = filed_texts(AccessRequest.objects.get(pk=case.pk))[section]
    return {**texts, **changes, "version": str(row.version if row else 0)}


def post(case: AccessRequest, section: str, **changes: str) -> Any:
    return as_user(case.technician).post(page(case, f"/{SCREENS[section]}"), typed(case, section, **changes))


def give_back(case: AccessRequest) -> None:
    corrections.answer_pendings(
        access_request_id=case.pk, actor=case.technician.as_actor(), now=NOON + timedelta(hours=1)
    )
    case.refresh_from_db()


def test_corrected_answers_are_in_force_when_the_request_is_given_back(
    case: AccessRequest, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    browser = as_user(case.technician)
    saved = post(case, "generation", array_area_m2="80,5", inverter_0_power_kw="8")
    assert saved.headers["Location"] == page(case)
    assert Pending.objects.get().fixed_at is not None
    assert FiledAnswers.objects.filter(access_request=case).count() == 1
    with django_assert_max_num_queries(12):
        listed = words(browser.get(page(case)))
    assert "Área dos módulos" in listed and "74,3" in listed and "80,5" in listed and "Mudou" in listed
    before = words(browser.get(f"/solicitacoes/{case.filing_number}/devolver"))
    assert "Dados digitados que mudam" in before and "80,5" in before
    give_back(case)
    kept = case.filed_answers.order_by("-number")[0]
    assert (kept.number, kept.generation_answers.registration.array_area_m2) == (2, Decimal("80.5"))
    assert kept.project_facts.installed_power_kw == Decimal(8)
    assert case.generator.installed_power_kw == case.installed_power_kw == Decimal(8)
    equipment = case.generator.equipment.order_by("id").values_list("kind", "unit_power_w")
    assert list(equipment) == [("module", Decimal("585")), ("inverter", Decimal("8000"))]
    assert (case.state, case.round) == (State.CORRECTED.value, 2)


def test_papers_are_made_again_once_and_judged_again(case: AccessRequest, analyst: User) -> None:
    post(case, "generation", array_area_m2="80,5")
    give_back(case)
    row = OutboxRow.objects.get(kind="requests.papers_again")
    assert row.payload == {"access_request_id": case.pk, "number": 2}
    make_papers_again(row.payload)
    make_papers_again(row.payload)
    for code in (STANDARD_FORM, REGISTRATION):
        assert Attachment.objects.filter(access_request=case, document_code=code).count() == 2
    newest = Attachment.objects.filter(access_request=case, document_code=REGISTRATION).latest("pk")
    items = ReviewItem.objects.filter(access_request=case, round=2, document_code=REGISTRATION)
    assert items and all((i.seen_attachment, i.verdict) == (newest, "") for i in items)
    kept = ReviewItem.objects.filter(access_request=case, round=2).exclude(document_code=REGISTRATION)
    assert kept.filter(verdict="meets").exists()
    text = words(as_user(analyst).get(f"/analise/solicitacoes/{case.filing_number}/dados-corrigidos"))
    assert "Respostas 2" in text and "74,3" in text and "80,5" in text


def test_the_unit_and_the_credits_may_be_put_right_too(case: AccessRequest) -> None:
    assert post(case, "unit", street_number="82", nickname="Casa nova").status_code == 302
    assert post(case, "credits", waiver="grid_zero").status_code == 302
    give_back(case)
    case.consumer_unit.refresh_from_db()
    assert (case.consumer_unit.street_number, case.nickname) == ("82", "Casa nova")
    assert case.filed_answers.latest("number").credits_answers.is_grid_zero


def test_a_change_of_category_is_refused_in_words(case: AccessRequest) -> None:
    changes = {"module_0_quantity": "60", "inverter_0_power_kw": "30"}
    assert post(case, "generation", **changes).status_code == 302
    assert "é preciso um pedido novo" in words(as_user(case.technician).get(page(case)))
    refused = as_user(case.technician).post(f"/solicitacoes/{case.filing_number}/devolver")
    assert refused.status_code == 422 and "é preciso um pedido novo" in words(refused)
    with pytest.raises(Refused, match="category_changed"):
        give_back(case)
    case.refresh_from_db()
    assert case.state == State.PENDING.value and case.filed_answers.count() == 1


def test_what_does_not_read_is_kept_shown_and_holds_the_request_back(case: AccessRequest) -> None:
    wrong = post(case, "generation", inverter_0_power_kw="oito")
    assert wrong.status_code == 422 and "oito" in wrong.content.decode()
    assert Pending.objects.get().fixed_at is None
    assert "oito" in as_user(case.technician).get(page(case, "/geracao")).content.decode()
    Pending.objects.update(fixed_at=NOON)
    with pytest.raises(Refused, match="data_unread"):
        give_back(case)


def test_typed_back_to_what_was_filed_it_is_no_correction(case: AccessRequest) -> None:
    post(case, "generation", array_area_m2="80,5")
    post(case, "generation")
    row = DataCorrection.objects.get()
    assert (row.answers, row.typed, row.version) == ({}, {}, 2)
    assert Pending.objects.get().fixed_at is None
    assert "Nada mudou até aqui." in words(as_user(case.technician).get(page(case)))
    Pending.objects.update(fixed_at=NOON, answer="Está certo.")
    give_back(case)
    assert case.filed_answers.count() == 1 and not OutboxRow.objects.filter(kind="requests.papers_again")


def test_another_tab_is_noticed_and_loses_nothing(case: AccessRequest) -> None:
    stale = typed(case, "generation", array_area_m2="90")
    post(case, "generation", array_area_m2="80,5")
    refused = as_user(case.technician).post(page(case, "/geracao"), stale)
    assert refused.status_code == 422 and "em outra aba" in words(refused)
    assert 'value="90"' in refused.content.decode()
    assert DataCorrection.objects.get().typed["generation"]["registration"]["array_area_m2"] == "80.5"


def test_only_the_own_technician_and_only_while_corrections_are_awaited(
    case: AccessRequest, analyst: User
) -> None:
    assert as_user(make_technician("Carla")).get(page(case)).status_code == 404
    assert as_user(analyst).get(page(case)).status_code == 403
    assert as_user(case.technician).get(page(case, "/titular")).status_code == 404
    for screen in SCREENS.values():
        assert as_user(case.technician).get(page(case, f"/{screen}")).status_code == 200
    living = filed_request(case.technician, at=NOON)
    assert as_user(case.technician).get(page(living)).status_code == 409
    with pytest.raises(Refused, match="action_not_in_state"):
        data_corrections.save_section(
            access_request_id=living.pk, section="unit", texts={}, typed=None, base_version=0,
            actor=living.technician.as_actor(), now=NOON,
        )  # fmt: skip
