"""The day ruler as a template receives it: classes, flags, label, read-out and the table by periods."""

from datetime import date

import pytest

from requests_app.domain.deadline import ClockEvent, ClockEventKind, ClockName
from requests_app.domain.ruler import Ruler, ruler
from tests.unit.clock_cases import (
    DOCUMENT_CHECK,
    OF_AN_APPLICANT,
    calendar_term,
    pause,
    reckon,
    reset,
    resume,
    start,
    stop,
)

FILED = start(date(2026, 3, 12))
STANDING = (FILED, pause(date(2026, 3, 17)))


def made(found: Ruler | None) -> Ruler:
    assert found is not None
    return found


def written(found: Ruler) -> list[str]:
    """Each cell as the design writes it: `day filed w4 first/pedido/0/12/3/qui`."""
    return [f"{c.css}|{c.flag}|{c.number}|{c.day}|{c.weekday}" for c in found.cells]


def test_the_cells_of_a_standing_clock_are_those_of_the_design() -> None:
    """Every cell of the reference specimen "Parado, com fim em feriado"."""
    found = made(ruler(reckon(*STANDING, today=date(2026, 3, 24))))
    assert written(found) == [
        "day filed w4 first|pedido|0|12/3|qui",
        "day run||1|13|sex",
        "day run we||2|14|sáb",
        "day run we||3|15|dom",
        "day run mo||4|16|seg",
        "day run||5|17|ter",
        "day pause|parado||18|qua",
        "day pause|||19|qui",
        "day pause|||20|sex",
        "day pause we|||21|sáb",
        "day pause we|||22|dom",
        "day pause mo|||23|seg",
        "day pause today|hoje||24|ter",
        "day ahead||6|25|qua",
        "day ahead||7|26|qui",
        "day ahead||8|27|sex",
        "day ahead we||9|28|sáb",
        "day ahead we||10|29|dom",
        "day ahead mo||11|30|seg",
        "day ahead||12|31|ter",
        "day ahead first||13|1/4|qua",
        "day ahead||14|2|qui",
        "day ahead we||15|3|sex",
        "day off we|||4|sáb",
        "day off we|||5|dom",
        "day off due mo|prazo||6|seg",
    ]
    assert [cell.flag_css for cell in found.cells if cell.flag] == ["", "l", "", ""]
    assert found.size_css == "short"
    assert found.has_pause
    assert not found.has_late


def test_a_standing_clock_is_told_in_one_sentence_and_as_a_table() -> None:
    found = made(ruler(reckon(*STANDING, today=date(2026, 3, 24))))
    assert found.label == (
        "Régua do prazo: 5 dias contados de 15; 7 dias de parada; 10 por contar; prazo em segunda, "
        "6 de abril de 2026, se o relógio voltar hoje; o mesmo está na tabela logo abaixo."
    )
    assert (found.big, found.readout) == ("5", "de 15 dias usados. O relógio parou na terça, 17/03.")
    assert found.caption == (
        "Pedido em quinta, 12/03/2026. Prazo de 15 dias corridos. Hoje é terça, 24/03/2026."
    )
    assert [(row.from_text, row.to_text, row.clock_text, row.counted_text) for row in found.periods] == [
        ("qui., 12/03", "qui., 12/03", "Pedido recebido. Esse dia não conta.", "0"),
        ("sex., 13/03", "ter., 17/03", "Contou.", "1 a 5"),
        (
            "qua., 18/03",
            "ter., 24/03",
            "Parado: 3 correções pedidas. Hoje é o 7º dia parado.",
            "0",
        ),
        ("qua., 25/03", "sex., 03/04", "Vai contar, se o relógio voltar hoje.", "6 a 15"),
        (
            "sáb., 04/04",
            "seg., 06/04",
            "O dia 15, 03/04, é feriado (Sexta-feira Santa). O prazo passa para segunda, 06/04/2026.",
            "0",
        ),
    ]


def test_delay_is_numbered_from_the_day_after_the_date() -> None:
    found = made(ruler(reckon(start(date(2026, 3, 2)), today=date(2026, 3, 20))))
    assert written(found)[-4:] == [
        "day run due|prazo|15|17|ter",
        "day late||+1|18|qua",
        "day late||+2|19|qui",
        "day late today|hoje|+3|20|sex",
    ]
    assert (found.big, found.readout) == ("3", "dias de atraso. O prazo era terça, 17/03/2026.")
    assert (found.periods[-1].clock_text, found.periods[-1].counted_text) == ("Atraso.", "+1 a +3")
    assert "3 dias de atraso" in found.label
    assert found.has_late


def test_business_days_leave_out_weekends_and_holidays() -> None:
    found = made(
        ruler(
            reckon(start(date(2026, 4, 15), DOCUMENT_CHECK), today=date(2026, 4, 17)),
            ClockName.DOCUMENT_CHECK,
        )
    )
    assert written(found) == [
        "day filed w3 first|pedido|0|15/4|qua",
        "day run||1|16|qui",
        "day run today|hoje|2|17|sex",
        "day off we|||18|sáb",
        "day off we|||19|dom",
        "day ahead mo||3|20|seg",
        "day off we|||21|ter",
        "day ahead||4|22|qua",
        "day ahead due|prazo|5|23|qui",
    ]
    assert found.size_css == "short few"
    assert found.readout == "de 5 dias úteis usados. O prazo é quinta, 23/04/2026: faltam 6 dias."
    assert [row.clock_text for row in found.periods] == [
        "Pedido recebido. Esse dia não conta.",
        "Contou. Hoje é o dia 2.",
        "Não conta: sábado e domingo.",
        "Vai contar.",
        "Não conta: feriado (Tiradentes).",
        "Vai contar.",
    ]


def test_an_answer_before_the_date_leaves_its_flag_and_the_days_that_were_not_needed() -> None:
    found = made(ruler(reckon(FILED, stop(date(2026, 3, 24)), today=date(2026, 5, 4))))
    assert "day run|resposta|12|24|ter" in written(found)
    assert written(found)[-1] == "day ahead due|prazo|15|27|sex"
    assert found.readout == "de 15 dias usados. Parecer emitido na terça, 24/03/2026, 3 dias antes do prazo."
    assert found.periods[-1].clock_text == "Não foi preciso usar."
    assert "Parecer emitido em terça, 24 de março de 2026" in found.label


@pytest.mark.parametrize(
    ("stopped_on", "big", "readout"),
    [
        (
            date(2026, 3, 26),
            "14",
            "de 15 dias usados. Parecer emitido na quinta, 26/03/2026, 1 dia antes do prazo.",
        ),
        (
            date(2026, 3, 27),
            "15",
            "de 15 dias usados. Parecer emitido na sexta, 27/03/2026, no último dia do prazo.",
        ),
        (
            date(2026, 3, 28),
            "1",
            "dia de atraso. O prazo era sexta, 27/03/2026. Parecer emitido no sábado, 28/03/2026.",
        ),
    ],
)
def test_the_read_out_of_an_answer_says_how_it_stood_to_the_date(
    stopped_on: date, big: str, readout: str
) -> None:
    found = made(ruler(reckon(FILED, stop(stopped_on), today=date(2026, 5, 4))))
    assert (found.big, found.readout) == (big, readout)


def test_an_end_without_a_reason_is_named_by_its_clock_and_the_flag_can_be_another() -> None:
    silent = ClockEvent(kind=ClockEventKind.STOP, on=date(2026, 3, 24))
    reckoning = reckon(FILED, silent, today=date(2026, 5, 4))
    assert made(ruler(reckoning)).readout.startswith("de 15 dias usados. Resposta na terça, 24/03/2026")
    withdrawn = made(ruler(reckoning, stop_flag="retirado"))
    assert "day run|retirado|12|24|ter" in written(withdrawn)


def test_a_new_round_of_corrections_is_a_new_notice() -> None:
    found = made(ruler(reckon(FILED, reset(date(2026, 3, 20)), today=date(2026, 3, 24)), ClockName.CURE))
    assert found.cells[0].flag == "aviso"


def test_the_read_out_on_the_last_day_says_today() -> None:
    found = made(ruler(reckon(FILED, today=date(2026, 3, 27))))
    assert found.readout == "de 15 dias usados. O prazo é hoje, sexta, 27/03/2026."
    assert written(found)[-1] == "day run due today|hoje|15|27|sex"


def test_a_request_withdrawn_while_standing_still_promises_no_date() -> None:
    found = made(ruler(reckon(*STANDING, stop(date(2026, 3, 20)), today=date(2026, 5, 4))))
    assert found.readout == "de 15 dias usados. Parecer emitido na sexta, 20/03/2026, com o relógio parado."
    assert "prazo em" not in found.label
    assert not any("due" in cell.css for cell in found.cells)


def test_a_first_day_and_a_return_that_were_moved_are_explained_in_the_table() -> None:
    saturday = made(ruler(reckon(start(date(2026, 11, 14)), today=date(2026, 11, 16))))
    assert saturday.periods[1].clock_text == (
        "Não conta: feriado (Proclamação da República). A contagem começa em dia útil."
    )
    returned = made(
        ruler(
            reckon(
                start(date(2026, 11, 23)),
                pause(date(2026, 11, 27)),
                resume(date(2026, 12, 5)),
                today=date(2026, 12, 10),
            )
        )
    )
    assert "Não conta: domingo. A volta é sempre em dia útil." in [row.clock_text for row in returned.periods]


@pytest.mark.parametrize(
    ("days", "size"), [(5, "short few"), (15, "short few"), (30, "short"), (120, "long")]
)
def test_the_size_follows_the_number_of_cells(days: int, size: str) -> None:
    filed = start(date(2026, 3, 2), calendar_term(days))
    assert made(ruler(reckon(filed, today=date(2026, 3, 2)))).size_css == size


@pytest.mark.parametrize(
    ("clock", "first", "last"),
    [
        (ClockName.OPINION, "pedido", "prazo"),
        (ClockName.DOCUMENT_CHECK, "pedido", "prazo"),
        (ClockName.CURE, "aviso", "prazo"),
        (ClockName.VALIDITY, "emissão", "vence"),
    ],
)
def test_each_clock_has_its_own_words(clock: ClockName, first: str, last: str) -> None:
    flags = [cell.flag for cell in made(ruler(reckon(FILED, today=date(2026, 3, 16)), clock)).cells]
    assert [flag for flag in flags if flag] == [first, "hoje", last]


def test_a_count_that_began_again_says_so() -> None:
    found = made(ruler(reckon(FILED, reset(date(2026, 3, 20)), today=date(2026, 3, 24))))
    assert found.cells[0].flag == "reinício"
    assert found.caption.startswith("Reinício em sexta, 20/03/2026.")
    assert found.periods[0].clock_text == "Pedido alterado. Esse dia não conta."


def test_the_strip_draws_only_days_that_mean_something() -> None:
    strip = made(ruler(reckon(*STANDING, today=date(2026, 3, 24)))).strip
    assert strip == (("",) + ("run",) * 5 + ("pause",) * 6 + ("pause today",) + ("ahead",) * 10 + ("",) * 3)


def test_a_clock_that_has_not_started_has_no_ruler() -> None:
    assert ruler(reckon(today=date(2026, 3, 24))) is None


def test_the_day_that_a_return_leaves_is_explained_in_the_table() -> None:
    """Decision 17: four days from 12/03, held on Monday 16/03 (day 4), lifted on Friday 20/03: due Monday 23/03."""
    events = (start(date(2026, 3, 12), calendar_term(4)), pause(date(2026, 3, 16)))

    def last_period(*more: ClockEvent, today: date) -> str:
        found = reckon(*events, *more, today=today, policy=OF_AN_APPLICANT)
        return made(ruler(found, ClockName.CURE)).periods[-1].clock_text

    assert last_period(today=date(2026, 3, 18)) == (
        "Se o relógio voltar hoje, o prazo passa para quinta, 19/03/2026."
    )
    assert last_period(resume(date(2026, 3, 20)), today=date(2026, 3, 20)) == (
        "O relógio voltou com todos os dias usados. O prazo passa para segunda, 23/03/2026."
    )
    # Held again on the day that was left: what lies between the two holds is no day of the term.
    again = (resume(date(2026, 3, 17)), pause(date(2026, 3, 18)), resume(date(2026, 3, 20)))
    found = reckon(*events, *again, today=date(2026, 3, 20), policy=OF_AN_APPLICANT)
    texts = [period.clock_text for period in made(ruler(found, ClockName.CURE)).periods]
    assert texts[-3] == "Todos os dias já estavam usados." and texts[-1].endswith("segunda, 23/03/2026.")
