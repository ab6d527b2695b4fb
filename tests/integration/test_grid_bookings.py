"""What an opinion books in the grid, by what the request is: waived, with works, an increase, a chosen reduction, placed or not."""

from datetime import datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from time_machine import TimeMachineFixture

from eligibility.domain.findings import Refused
from eligibility.domain.vocabulary import RequestKind
from portal.accounts.models import User
from requests_app.domain.grid_ledger import Composition
from requests_app.models import (
    AccessRequest,
    CapacityEntry,
    CompatibilityCheck,
    Event,
    GridEntry,
    GridPlacement,
    Opinion,
    Transformer,
)
from requests_app.services.clocks import sweeps
from requests_app.services.flow.studies import confirm_compatible
from requests_app.services.grid import placements
from requests_app.services.grid.reading import balance, composition_of, extract
from requests_app.services.opinions import decisions
from requests_app.services.review import verdicts as review
from tests.factories import filed_request, make_analyst, make_technician, reviewed
from tests.life_case import Case, new_case
from tests.life_flow import a_transformer, placed, reduce, rooms_of
from tests.life_steps import bring_to, do

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=ZoneInfo("America/Sao_Paulo"))
FAVOURABLE = Opinion.Outcome.FAVOURABLE
HOUSE_KW = Decimal("8.2")
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def morning(time_machine: TimeMachineFixture) -> TimeMachineFixture:
    time_machine.move_to(NOW, tick=False)
    return time_machine


@pytest.fixture
def analyst() -> User:
    return make_analyst()


def _in_analysis(analyst: User, transformer: Transformer | None = None, **changes: object) -> AccessRequest:
    case = filed_request(make_technician(), at=NOW, **changes)
    reviewed(case, analyst, at=NOW)
    review.accept_documents(access_request_id=case.pk, actor=analyst.as_actor(), now=NOW)
    if transformer is not None:
        placed(case, transformer)
    return case


def _decide(case: AccessRequest, analyst: User, outcome: Opinion.Outcome = FAVOURABLE) -> Opinion:
    works = ("Transformador: troca",) if outcome == Opinion.Outcome.FAVOURABLE_WITH_WORKS else ()
    return decisions.decide(
        access_request_id=case.pk,
        decision=decisions.Decision(outcome=outcome, works=works),
        actor=analyst.as_actor(),
        now=NOW,
    )


def _kinds(transformer: Transformer) -> list[str]:
    return list(transformer.entries.order_by("pk").values_list("kind", flat=True))


def test_a_refusal_writes_nothing_and_says_what_else_can_be_done(analyst: User) -> None:
    transformer = a_transformer(power_kw=Decimal(5))
    case = _in_analysis(analyst, transformer)
    before = (Event.objects.count(), GridEntry.objects.count())
    with pytest.raises(Refused) as refused:
        _decide(case, analyst)
    said = refused.value.findings[0]
    assert said.code == "capacity.lacking"
    assert said.message == (
        "O pedido precisa de 8,2 kW e no transformador BTM-T1 há 5 kW livres. "
        "Emita com obra na rede, ou com uma alternativa que reduza a potência injetada."
    )
    assert (Event.objects.count(), GridEntry.objects.count()) == before
    assert not CapacityEntry.objects.exists() and not Opinion.objects.exists()
    assert AccessRequest.objects.get(pk=case.pk).state == "analysis"
    missing = placements.grid_standing(case, NOW).missing
    assert missing[FAVOURABLE] == refused.value.findings
    assert missing[Opinion.Outcome.FAVOURABLE_WITH_WORKS] == ()


def test_works_pass_the_balance_and_their_end_adds_what_they_brought() -> None:
    transformer = a_transformer(power_kw=Decimal(5))
    case = bring_to(new_case(), "analysis", NOW)
    placed(case.access_request, transformer)
    for step in ("require_works", "approve_with_works"):
        do(case, step, NOW)
    transformer.refresh_from_db()
    assert (_kinds(transformer), transformer.balance_kw) == (["adjust", "works"], 5 - HOUSE_KW)
    for step in ("approve_conditions", "deliver_contracts", "accept_contracts", "finish_works"):
        do(case, step, NOW)
    assert _kinds(transformer) == ["adjust", "works"], "nobody said what the works added"


def test_a_plant_that_injects_nothing_is_exempt_past_the_balance(analyst: User) -> None:
    transformer = a_transformer(power_kw=Decimal(1))
    case = _in_analysis(analyst, transformer, credits={"is_grid_zero": True})
    _decide(case, analyst)
    transformer.refresh_from_db()
    assert (_kinds(transformer), transformer.balance_kw) == (["adjust", "exempt"], 1 - HOUSE_KW)
    assert composition_of(transformer) == Composition(Decimal(1), HOUSE_KW, Decimal(0))


def test_compatible_power_is_a_waiver_only_once_an_analyst_confirmed_it(analyst: User) -> None:
    transformer = a_transformer(power_kw=Decimal(1))
    case = _in_analysis(analyst, transformer, credits={"wants_compatible_power": True})

    def say(is_confirmed: bool) -> None:
        confirm_compatible(
            access_request_id=case.pk, is_confirmed=is_confirmed, actor=analyst.as_actor(), now=NOW
        )

    for answer in (None, False):
        if answer is not None:
            say(answer)
        with pytest.raises(Refused, match=r"capacity\.lacking"):
            _decide(case, analyst)
    say(True)
    _decide(case, analyst)
    assert _kinds(transformer) == ["adjust", "exempt"]
    assert CompatibilityCheck.objects.count() == 2


def test_who_did_not_ask_for_the_waiver_gets_none(analyst: User) -> None:
    case = _in_analysis(analyst)
    with pytest.raises(Refused, match=r"reverse_flow\.not_asked"):
        confirm_compatible(access_request_id=case.pk, is_confirmed=True, actor=analyst.as_actor(), now=NOW)


def test_an_increase_books_what_it_adds_and_waits_in_the_queue_with_that(analyst: User) -> None:
    transformer = a_transformer(power_kw=Decimal("9.0"))
    case = _in_analysis(
        analyst,
        transformer,
        unit={"request_kind": RequestKind.change_generator},
        generation={"existing_power_kw": Decimal(5)},
    )
    later = _in_analysis(analyst, transformer)
    assert [room.queue.power_kw for room in rooms_of(later)] == [Decimal("3.2")] * 2
    assert [room.free_kw for room in rooms_of(later)] == [Decimal("5.8")] * 2
    _decide(case, analyst)
    entry = transformer.entries.latest("pk")
    assert (entry.kind, entry.power_kw, entry.balance_kw) == ("reserve", Decimal("3.2"), Decimal("5.8"))
    assert CapacityEntry.objects.get().power_kw == Decimal("3.2")


def test_an_exchange_that_adds_nothing_books_nothing(analyst: User) -> None:
    transformer = a_transformer(power_kw=Decimal(0) + 1)
    case = _in_analysis(
        analyst,
        transformer,
        unit={"request_kind": RequestKind.change_generator},
        generation={"existing_power_kw": HOUSE_KW},
    )
    _decide(case, analyst)
    assert _kinds(transformer) == ["adjust"] and not CapacityEntry.objects.exists()


def test_a_chosen_reduction_is_what_is_booked_and_what_the_queue_counts() -> None:
    transformer = a_transformer(power_kw=Decimal(5))
    case = bring_to(new_case(), "analysis", NOW)
    placed(case.access_request, transformer)
    do(case, "issue_flow_study", NOW)
    with pytest.raises(Refused, match=r"capacity\.lacking"):
        do(case, "approve", NOW)
    reduce(case, NOW, Decimal("4.1"))
    assert [room.fits for room in rooms_of(case.access_request)] == [True, True]
    do(case, "approve", NOW)
    entry = transformer.entries.latest("pk")
    assert (entry.kind, entry.power_kw) == ("reserve", Decimal("4.1"))
    with pytest.raises(Refused, match=r"reverse_flow\.more_than_booked"):
        do(case, "choose_alternative", NOW)
    reduce(case, NOW, Decimal("3"))
    assert transformer.entries.latest("pk") == entry, "less than what was booked moves nothing"


def test_a_reduction_to_nothing_is_booked_whole_and_never_refused() -> None:
    transformer = a_transformer(power_kw=Decimal(1))
    case = bring_to(new_case(), "analysis", NOW)
    placed(case.access_request, transformer)
    do(case, "issue_flow_study", NOW)
    reduce(case, NOW, Decimal(0))
    do(case, "approve", NOW)
    assert transformer.entries.latest("pk").kind == "exempt"
    assert transformer.entries.latest("pk").power_kw == HOUSE_KW


def test_without_a_place_the_opinion_is_issued_and_the_grid_knows_nothing_of_it() -> None:
    transformer = a_transformer(power_kw=Decimal(1))
    case = bring_to(new_case(), "approved", NOW)
    assert CapacityEntry.objects.get().kind == "reserve" and _kinds(transformer) == ["adjust"]
    do(case, "cancel", NOW)
    assert _kinds(transformer) == ["adjust"]
    with pytest.raises(Refused, match=r"grid\.placed_for_good"):
        _place(case, "transformer:BTM-T1")


def test_an_opinion_that_lapses_gives_the_power_back_in_both_accounts() -> None:
    transformer = a_transformer(power_kw=Decimal(10))
    case = bring_to(new_case(), "analysis", NOW)
    placed(case.access_request, transformer)
    do(case, "approve", NOW)
    sweeps.sweep(NOW + timedelta(days=200))
    assert case.fresh().state == "lapsed"
    for row in (transformer, transformer.substation):
        row.refresh_from_db()
        assert row.balance_kw == balance(row) == 10
    assert _kinds(transformer) == ["adjust", "reserve", "release"]


def test_an_upheld_contest_gives_back_and_the_new_opinion_books_where_the_request_is_then() -> None:
    first, second = (
        a_transformer(power_kw=Decimal(10)),
        a_transformer("CTG-T9", substation="CTG", power_kw=Decimal(10)),
    )
    case = bring_to(new_case(), "analysis", NOW)
    _place(case, "transformer:BTM-T1")
    for step in ("approve", "contest_decision", "uphold_contest"):
        do(case, step, NOW)
    _place(case, "transformer:CTG-T9")
    do(case, "approve", NOW)
    assert (_kinds(first), _kinds(second)) == (["adjust", "reserve", "release"], ["adjust", "reserve"])
    do(case, "cancel", NOW)
    do(case, "restore", NOW)
    assert _kinds(second) == ["adjust", "reserve", "release", "reserve"]


def test_a_substation_alone_has_the_account_of_a_request_without_a_transformer() -> None:
    transformer = a_transformer(power_kw=Decimal(9))
    case = bring_to(new_case(), "analysis", NOW)
    _place(case, "substation:BTM")
    assert len(rooms_of(case.access_request)) == 1
    do(case, "approve", NOW)
    do(case, "cancel", NOW)
    assert _kinds(transformer) == ["adjust"]
    told = extract(transformer.substation)
    assert [line.change for line in told.lines] == ["+9", "−8,2", "+8,2"] and told.older_id is None


def test_the_place_is_a_point_that_exists_and_reviewers_say_it() -> None:
    a_transformer()
    case = bring_to(new_case(), "analysis", NOW)
    for wrong in ("transformer:NADA", "feeder:BTM-T1", "BTM-T1", ""):
        with pytest.raises(Refused, match=r"grid\.point_unknown"):
            _place(case, wrong)
    assert not GridPlacement.objects.exists()
    assert [point.key for point in placements.find_points("btm")] == ["transformer:BTM-T1", "substation:BTM"]
    assert [point.key for point in placements.find_points("TRAFO cêntro")] == ["transformer:BTM-T1"]
    assert placements.find_points("  ") == [] == placements.find_points("lugar nenhum")


def _place(case: Case, point: str) -> None:
    placements.place(access_request_id=case.pk, point=point, actor=case.actor("analyst"), now=NOW)
