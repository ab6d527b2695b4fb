"""Ways around the ledger that were open once: a waiver or choice that changes, works built before, a point that came late."""

from datetime import datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from time_machine import TimeMachineFixture

from eligibility.domain.findings import Refused
from requests_app.models import AccessRequest, CustomerAccount, FiledAnswers, GridPlacement, Transformer
from requests_app.services.connection import works
from requests_app.services.flow import studies as flow_studies
from requests_app.services.grid import placements
from requests_app.services.grid.ledger import account_of
from requests_app.services.grid.reading import balance, booked_accounts, extract
from tests.api import Caller
from tests.factories import make_technician
from tests.grid import FEEDER, SUBSTATION, TRANSFORMER, bring
from tests.integration.flow_room import analyst_of, room
from tests.integration.review_room import words
from tests.life_case import Case, new_case, take
from tests.life_flow import a_transformer, placed, reduce
from tests.life_steps import bring_to, do

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=ZoneInfo("America/Sao_Paulo"))
HOUSE_KW = Decimal("8.2")
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def morning(time_machine: TimeMachineFixture) -> TimeMachineFixture:
    time_machine.move_to(NOW, tick=False)
    return time_machine


@pytest.fixture
def case() -> Case:
    return bring_to(new_case(), "analysis", NOW)


def _kinds(transformer: Transformer) -> list[str]:
    return list(transformer.entries.order_by("pk").values_list("kind", flat=True))


def _place(case: Case, point: str) -> None:
    placements.place(access_request_id=case.pk, point=point, actor=case.actor("analyst"), now=NOW)


def test_a_waiver_confirmed_for_other_answers_waives_nothing(case: Case) -> None:
    answers = case.access_request.filed_answers.get()
    answers.facts["wants_compatible_power"] = True
    answers.save()
    transformer = a_transformer(power_kw=Decimal(1))
    placed(case.access_request, transformer)

    def confirm() -> None:
        take(case, case.actor("analyst"), NOW)
        flow_studies.confirm_compatible(
            access_request_id=case.pk, is_confirmed=True, actor=case.actor("analyst"), now=NOW
        )

    confirm()
    later = {name: getattr(answers, name) for name in ("unit", "generation", "credits", "guarantee", "facts")}
    FiledAnswers.objects.create(access_request=case.access_request, number=answers.number + 1, **later)
    assert "ainda sem conferência" in words(analyst_of(case).get(room(case, "/fluxo", "/analise")))
    with pytest.raises(Refused, match=r"capacity\.lacking"):
        do(case, "approve", NOW)
    confirm()
    do(case, "approve", NOW)
    assert _kinds(transformer) == ["adjust", "exempt"]


def test_who_chose_to_inject_nothing_may_not_choose_more_after_the_opinion(case: Case) -> None:
    transformer = a_transformer(power_kw=Decimal(1))
    placed(case.access_request, transformer)
    do(case, "issue_flow_study", NOW)
    reduce(case, NOW, Decimal(0))
    do(case, "approve", NOW)
    with pytest.raises(Refused, match=r"reverse_flow\.more_than_booked"):
        reduce(case, NOW, Decimal("4.1"))
    reduce(case, NOW, Decimal(0))


def test_works_that_were_built_are_not_built_again_for_a_restored_opinion() -> None:
    transformer = a_transformer(power_kw=Decimal(5))
    case = bring_to(new_case(), "analysis", NOW)
    placed(case.access_request, transformer)
    for step in (
        "require_works",
        "approve_with_works",
        "approve_conditions",
        "deliver_contracts",
        "accept_contracts",
    ):
        do(case, step, NOW)
    works.finish_works(
        access_request_id=case.pk,
        actor=case.actor("analyst"),
        now=NOW,
        added_kw=dict.fromkeys(booked_accounts(case.fresh()), Decimal(5)),
    )
    do(case, "cancel", NOW)
    other = bring_to(new_case(), "analysis", NOW)
    placed(other.access_request, transformer)
    do(other, "approve", NOW)
    with pytest.raises(Refused, match=r"capacity\.lacking"):
        do(case, "restore", NOW)
    do(other, "cancel", NOW)
    do(case, "restore", NOW)
    assert _kinds(transformer)[-3:] == ["reserve", "release", "reserve"]


def test_an_opinion_from_before_the_data_is_placed_later_and_counts_from_then_on(
    morning: TimeMachineFixture,
) -> None:
    case = bring_to(new_case(), "approved", NOW)
    transformer = a_transformer(power_kw=Decimal(5))
    page = room(case, "/rede", "/analise")
    assert "nenhuma conta da rede tem essa reserva" in words(analyst_of(case).get(page))
    morning.move_to(NOW + timedelta(hours=1), tick=False)
    answer = analyst_of(case).post(f"{page}?busca=BTM-T1", {"point": "transformer:BTM-T1"})
    assert answer.status_code == 302
    for row in (transformer, transformer.substation):
        row.refresh_from_db()
        assert row.balance_kw == balance(row) == 5 - HOUSE_KW, "it was promised, so it counts"
        assert row.entries.latest("pk").is_checked is False
        assert extract(row).lines[-1].words.endswith("com o ponto indicado depois do parecer")
    other = bring_to(new_case(), "analysis", NOW)
    placed(other.access_request, transformer)
    with pytest.raises(Refused, match=r"capacity\.lacking"):
        do(other, "approve", NOW)
    with pytest.raises(Refused, match=r"grid\.placed_for_good"):
        _place(case, "substation:BTM")
    do(case, "cancel", NOW)
    assert _kinds(transformer) == ["adjust", "reserve", "release"]
    assert account_of(Transformer.objects.get()).balance_kw == 5


def test_a_feeder_that_moves_takes_those_who_wait_with_it_and_no_booking(case: Case) -> None:
    other_transformer = TRANSFORMER | {"codigo": "BTM-T2"}
    feeder = FEEDER | {"codigo": "BTM-01"}
    bring(SUBSTATION, TRANSFORMER, other_transformer, feeder)
    _place(case, "feeder:BTM-01")
    waiting = bring_to(new_case(), "analysis", NOW)
    _place(waiting, "feeder:BTM-01")
    do(case, "approve", NOW)
    bring(feeder | {"pertence_a": "BTM-T2"})
    first, second = Transformer.objects.get(code="BTM-T1"), Transformer.objects.get(code="BTM-T2")
    assert GridPlacement.objects.get(access_request=waiting.pk).transformer == second
    do(waiting, "approve", NOW)
    assert (_kinds(first), _kinds(second)) == (["adjust", "reserve"], ["adjust", "reserve"])


def test_the_file_from_before_the_works_does_not_undo_what_they_added() -> None:
    bring(SUBSTATION, TRANSFORMER | {"capacidade_kw": "5"})
    case = bring_to(new_case(), "analysis", NOW)
    _place(case, "transformer:BTM-T1")
    for step in (
        "require_works",
        "approve_with_works",
        "approve_conditions",
        "deliver_contracts",
        "accept_contracts",
    ):
        do(case, step, NOW)
    transformer = Transformer.objects.get()
    works.finish_works(
        access_request_id=case.pk, actor=case.actor("analyst"), now=NOW, added_kw={transformer: Decimal(5)}
    )
    done = bring(TRANSFORMER | {"capacidade_kw": "5"})
    transformer.refresh_from_db()
    assert (done.rows_refused, transformer.hosting_capacity_kw) == (1, Decimal(10))
    assert (transformer.measured_on, transformer.source) == (NOW.date(), "Obra na rede terminada")


def test_a_study_of_another_power_is_called_so(case: Case) -> None:
    do(case, "issue_flow_study", NOW)
    page = room(case, "/fluxo", "/analise")
    assert "O pedido mudou depois do estudo." not in words(analyst_of(case).get(page))
    AccessRequest.objects.filter(pk=case.pk).update(installed_power_kw=10)
    assert "é de 8,2 kW e o pedido acrescenta agora 10 kW" in words(analyst_of(case).get(page))


def test_where_the_grid_is_known_no_opinion_promises_power_before_the_place_is_named(case: Case) -> None:
    transformer = a_transformer(power_kw=Decimal(100))
    Transformer.objects.update(municipality="CONTAGEM", municipality_key="contagem")
    page = words(analyst_of(case).get(room(case, "/decisao", "/analise")))
    assert "Indique antes o ponto na rede" in page
    do(case, "require_works", NOW)
    for step in ("approve", "approve_with_works"):
        with pytest.raises(Refused, match=r"capacity\.not_placed"):
            do(case, step, NOW)
    placed(case.access_request, transformer)
    do(case, "approve_with_works", NOW)
    assert _kinds(transformer) == ["adjust", "works"]


def test_the_point_of_the_customers_file_is_found_for_the_analyst_and_asked_for(case: Case) -> None:
    a_transformer(power_kw=Decimal(100))
    unit = case.access_request.consumer_unit.number
    CustomerAccount.objects.create(
        unit_number=unit, tax_id="12345678909", has_overdue_debts=False, is_captive=True, grid_code="BTM-T1",
        imported_at=NOW, source_line=2,
    )  # fmt: skip
    assert "Transformador BTM-T1" in words(analyst_of(case).get(room(case, "/rede", "/analise")))
    with pytest.raises(Refused, match=r"capacity\.not_placed"):
        do(case, "approve", NOW)
    program, number = Caller(case.analyst), case.access_request.filing_number
    opinion = {"outcome": "favourable"}
    refused = program.ask("POST", f"requests/{number}/decision", opinion, expect=409)
    assert (refused["code"], refused["citation"]) == (
        "capacity.not_placed", "Política deste portal, razão de capacidade",
    )  # fmt: skip
    place = f"requests/{number}/grid-point"
    wrong = program.ask("POST", place, {"point": "transformer:NADA"}, expect=409)
    assert wrong["code"] == "grid.point_unknown"
    Caller(make_technician()).ask("POST", place, {"point": "transformer:BTM-T1"}, expect=403)
    program.ask("POST", place, {"point": "transformer:BTM-T1"})
    program.ask("POST", f"requests/{number}/decision", opinion, expect=201)


def test_a_feeder_alone_makes_a_municipality_known(case: Case) -> None:
    """Its transformer and substation may stand across the border: the same kilowatt would be promised twice."""
    bring(SUBSTATION, TRANSFORMER, FEEDER | {"codigo": "F1", "municipio": case.access_request.municipality})
    with pytest.raises(Refused, match=r"capacity\.not_placed"):
        do(case, "approve", NOW)
