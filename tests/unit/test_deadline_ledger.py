"""The ledger of the term and its arithmetic in words: what everyone reads on the page of the term."""

from datetime import date

import pytest
from pydantic import ValidationError

from requests_app.domain.deadline import ClockEffect, ClockEvent, ClockEventKind, Reckoning
from tests.unit.clock_cases import (
    DOCUMENT_CHECK,
    OF_AN_APPLICANT,
    READING_A,
    WORKS,
    pause,
    reckon,
    reset,
    resume,
    start,
    stop,
    switch,
)

MONDAY = date(2026, 11, 23)
VECTOR = (
    start(MONDAY),
    pause(date(2026, 11, 27), basis="Lei 14.300/2022, art. 2º, § 4º; a parada é política da distribuidora"),
    resume(date(2026, 12, 5)),
)


def told(reckoning: Reckoning) -> list[tuple[str, int, int, str]]:
    return [(line.effect_text, line.counted_days, line.used_days, line.due_text) for line in reckoning.lines]


def test_each_line_tells_what_the_clock_did_the_days_used_and_the_new_date() -> None:
    reckoning = reckon(*VECTOR, today=date(2026, 12, 10))
    assert told(reckoning) == [
        ("Começa a contar em ter., 24/11", 0, 0, "ter., 08/12/2026"),
        ("Parou no dia 4", 4, 4, "sem data enquanto estiver parado"),
        ("Volta a contar em seg., 07/12, no dia 5", 0, 4, "qui., 17/12/2026"),
        ("Corre: dia 8 de 15", 4, 8, "qui., 17/12/2026"),
    ]
    assert [line.kind for line in reckoning.lines] == [
        ClockEventKind.START,
        ClockEventKind.PAUSE,
        ClockEventKind.RESUME,
        None,
    ]
    assert [line.effect for line in reckoning.lines] == [
        ClockEffect.RAN,
        ClockEffect.PAUSED,
        ClockEffect.RAN,
        ClockEffect.RAN,
    ]
    assert [line.is_today for line in reckoning.lines] == [False, False, False, True]


def test_each_line_carries_its_reason_its_basis_and_its_rule() -> None:
    line = reckon(*VECTOR, today=date(2026, 12, 10)).lines[1]
    assert line.reason == "3 correções pedidas"
    assert line.basis.startswith("Lei 14.300/2022")
    assert line.rule_code == "opinion.micro.no_works"
    assert line.rule_text == "15 dias corridos (REN ANEEL 1.000/2021, art. 64, I)"


def test_the_line_of_today_says_the_date_if_the_clock_came_back_today() -> None:
    reckoning = reckon(start(date(2026, 3, 12)), pause(date(2026, 3, 17)), today=date(2026, 3, 24))
    last = reckoning.lines[-1]
    assert last.effect_text == "Parado há 7 dias"
    assert last.due_text == "seg., 06/04/2026, se o relógio voltar hoje"
    assert (last.effect, last.reason, last.counted_days) == (ClockEffect.PAUSED, "3 correções pedidas", 0)


def test_a_line_of_today_is_not_added_on_the_day_of_the_last_event_nor_after_the_stop() -> None:
    assert len(reckon(start(MONDAY), today=MONDAY).lines) == 1
    stopped = reckon(start(MONDAY), stop(date(2026, 12, 2)), today=date(2026, 12, 20))
    assert told(stopped)[1:] == [("Encerrou no dia 9 de 15", 9, 9, "ter., 08/12/2026")]


def test_the_line_of_the_filing_keeps_the_date_that_was_promised_then() -> None:
    reckoning = reckon(start(MONDAY), switch(date(2026, 12, 3)), today=date(2026, 12, 3))
    assert told(reckoning) == [
        ("Começa a contar em ter., 24/11", 0, 0, "ter., 08/12/2026"),
        ("Passou de 15 dias corridos para 30 dias corridos", 10, 10, "qua., 23/12/2026"),
    ]


def test_a_reset_begins_again_from_zero_in_its_own_line() -> None:
    reckoning = reckon(start(MONDAY), reset(date(2026, 12, 1)), today=date(2026, 12, 3))
    assert told(reckoning) == [
        ("Começa a contar em ter., 24/11", 0, 0, "ter., 08/12/2026"),
        ("Recomeça a contar em qua., 02/12", 0, 0, "qua., 16/12/2026"),
        ("Corre: dia 2 de 15", 2, 2, "qua., 16/12/2026"),
    ]


def test_delay_is_told_on_the_line_of_today_and_on_the_line_of_the_stop() -> None:
    late = reckon(start(MONDAY), today=date(2026, 12, 9))
    assert late.lines[-1].effect_text == "Atrasado 1 dia"
    answered = reckon(start(MONDAY), stop(date(2026, 12, 10)), today=date(2026, 12, 20))
    assert answered.lines[-1].effect_text == "Encerrou 2 dias depois do prazo"
    assert answered.lines[-1].effect is ClockEffect.STOPPED


def test_a_late_clock_that_stands_still_is_told_as_late() -> None:
    reckoning = reckon(start(MONDAY), pause(date(2026, 12, 9)), today=date(2026, 12, 11))
    assert [line.effect_text for line in reckoning.lines[1:]] == [
        "Parou com todos os dias usados: o prazo não muda",
        "Atrasado 3 dias",
    ]


def test_a_term_held_on_its_last_day_is_told_with_the_day_that_its_return_leaves() -> None:
    events = (start(MONDAY), pause(date(2026, 12, 8)), resume(date(2026, 12, 11)))
    held = reckon(*events[:2], today=date(2026, 12, 10), policy=OF_AN_APPLICANT)
    assert told(held)[1:] == [
        (
            "Parou com todos os dias usados: ao voltar, resta ao menos um dia útil",
            15,
            15,
            "sem data enquanto estiver parado",
        ),
        ("Parado há 2 dias", 0, 15, "sex., 11/12/2026, se o relógio voltar hoje"),
    ]
    assert held.steps[-3:] == (
        (
            "O relógio parou na terça, 08/12/2026 (3 correções pedidas). "
            "Todos os dias já estavam usados, e o prazo ainda não tinha acabado."
        ),
        (
            "Se o relógio voltar hoje, quinta, 10/12/2026, quem pediu tem ao menos até o dia útil seguinte, "
            "sexta, 11/12/2026."
        ),
        "O dia 15 é terça, 08/12/2026. Com a volta do relógio, o prazo passa para sexta, 11/12/2026.",
    )
    back = reckon(*events, today=date(2026, 12, 12), policy=OF_AN_APPLICANT)
    assert told(back)[2:] == [
        ("Voltou com todos os dias usados: o prazo passa para seg., 14/12", 0, 15, "seg., 14/12/2026"),
        ("Corre: dia 15 de 15", 0, 15, "seg., 14/12/2026"),
    ]
    assert back.steps[-2:] == (
        (
            "O relógio voltou na sexta, 11/12/2026. Quem pediu tem ao menos até o dia útil seguinte, "
            "segunda, 14/12/2026."
        ),
        "O dia 15 é terça, 08/12/2026. Com a volta do relógio, o prazo passa para segunda, 14/12/2026.",
    )
    ended = reckon(*events[:2], stop(date(2026, 12, 10)), today=date(2026, 12, 20), policy=OF_AN_APPLICANT)
    assert ended.steps[-2:] == (
        "O relógio estava parado quando a contagem encerrou: o último dia não chegou a ter data.",
        "A contagem encerrou na quinta, 10/12/2026, no dia 15 de 15.",
    )


def test_the_arithmetic_of_the_pause_vector_can_be_followed_by_hand() -> None:
    assert reckon(*VECTOR, today=date(2026, 12, 10)).steps == (
        "O ponto de partida é segunda, 23/11/2026 (Pedido recebido). Esse dia não conta.",
        "O dia 1 é terça, 24/11/2026.",
        "De 24/11 a 27/11 contam 4 dias, do dia 1 ao dia 4. Restam 11.",
        (
            "O relógio parou na sexta, 27/11/2026 (3 correções pedidas). O dia da parada conta, "
            "os seguintes não."
        ),
        (
            "O relógio voltou no sábado, 05/12/2026. A conta continua na segunda, 07/12/2026, no dia 5. "
            "06/12 é domingo, e a volta é sempre em dia útil."
        ),
        "De 07/12 a 17/12 contam 11 dias, do dia 5 ao dia 15. É o último.",
        "O dia 15 é quinta, 17/12/2026, dia útil. O prazo é esse dia.",
    )


def test_the_arithmetic_while_standing_still_says_what_it_assumes() -> None:
    steps = reckon(start(date(2026, 3, 12)), pause(date(2026, 3, 17)), today=date(2026, 3, 24)).steps
    assert steps[-3:] == (
        "Se o relógio voltar hoje, terça, 24/03/2026, a conta continua na quarta, 25/03/2026, no dia 6.",
        "Nesse caso, de 25/03 a 03/04 contam 10 dias, do dia 6 ao dia 15. É o último.",
        (
            "O dia 15 é sexta, 03/04/2026. 03/04 é feriado (Sexta-feira Santa): "
            "o prazo passa para segunda, 06/04/2026."
        ),
    )


def test_the_arithmetic_explains_a_first_day_that_was_moved_in_both_readings() -> None:
    saturday = start(date(2026, 11, 14))
    assert reckon(saturday, today=MONDAY).steps[1] == (
        "15/11 é feriado (Proclamação da República). O dia 1 passa para segunda, 16/11/2026."
    )
    assert reckon(saturday, today=MONDAY, policy=READING_A).steps[1] == (
        "14/11 é sábado: o começo passa para segunda, 16/11/2026. O dia 1 é terça, 17/11/2026."
    )


def test_the_arithmetic_of_business_days_says_so() -> None:
    steps = reckon(start(date(2026, 11, 19), DOCUMENT_CHECK), today=date(2026, 11, 19)).steps
    assert steps[1:3] == (
        "Só contam dias úteis. O dia 1 é segunda, 23/11/2026.",
        "De 23/11 a 27/11 contam 5 dias úteis, do dia 1 ao dia 5. É o último.",
    )


def test_the_arithmetic_tells_a_change_of_rule_a_stop_and_a_delay() -> None:
    switched = reckon(start(MONDAY), switch(date(2026, 12, 3)), stop(date(2026, 12, 28)), today=MONDAY)
    assert (
        "O prazo passou de 15 dias corridos para 30 dias corridos na quinta, 03/12/2026 (Obra na rede). "
        "O começo e as paradas não mudam."
    ) in switched.steps
    assert switched.steps[-1] == "A contagem encerrou na segunda, 28/12/2026, 5 dias depois do prazo."
    late = reckon(start(MONDAY), today=date(2026, 12, 9))
    assert late.steps[-1] == "Hoje é quarta, 09/12/2026: 1 dia depois do prazo."


def test_the_arithmetic_of_a_stop_while_standing_still_names_no_date() -> None:
    steps = reckon(
        start(MONDAY), pause(date(2026, 11, 24)), stop(date(2026, 12, 1)), today=date(2026, 12, 9)
    ).steps
    assert steps[2:] == (
        "Em 24/11 conta 1 dia, o dia 1. Restam 14.",
        (
            "O relógio parou na terça, 24/11/2026 (3 correções pedidas). O dia da parada conta, "
            "os seguintes não."
        ),
        "O relógio estava parado quando a contagem encerrou: o dia 15 não chegou a ter data.",
        "A contagem encerrou na terça, 01/12/2026, no dia 1 de 15.",
    )


def test_the_arithmetic_of_a_reset_begins_with_the_reset() -> None:
    steps = reckon(start(MONDAY), reset(date(2026, 12, 1)), today=date(2026, 12, 3)).steps
    assert steps[0] == (
        "A conta recomeçou do zero na terça, 01/12/2026 (Pedido alterado). Esse dia não conta."
    )


def test_a_pause_before_day_one_is_told_without_a_first_day_that_never_was() -> None:
    steps = reckon(
        start(date(2026, 11, 14)), pause(date(2026, 11, 14)), resume(date(2026, 11, 18)), today=MONDAY
    ).steps
    assert steps[1:3] == (
        "O relógio parou no sábado, 14/11/2026 (3 correções pedidas).",
        "O relógio voltou na quarta, 18/11/2026. A conta continua na quinta, 19/11/2026, no dia 1.",
    )


def test_a_pause_brings_no_term() -> None:
    with pytest.raises(ValidationError, match="brings no term"):
        ClockEvent(kind=ClockEventKind.PAUSE, on=date(2026, 11, 23), term=WORKS)
