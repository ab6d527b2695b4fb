"""The calendar file: what calendars insist on."""

from datetime import UTC, date, datetime

from requests_app.domain.calendar_file import one_day_event


def _made(title: str = "Último dia do parecer PA-2026-000031-7") -> str:
    return one_day_event(
        uid="PA-2026-000031-7@portal.exemplo",
        on=date(2026, 12, 31),
        made_at=datetime(2026, 9, 2, 12, 0, 5, tzinfo=UTC),
        title=title,
        notes="Peça a vistoria; leve o parecer, impresso.",
        url="https://portal.exemplo/solicitacoes/GD-2026-004817-6/parecer",
        alarm_days_before=(60, 1),
    ).decode()


def test_a_whole_day_ends_where_the_next_begins() -> None:
    lines = _made().split("\r\n")
    assert "DTSTART;VALUE=DATE:20261231" in lines
    assert "DTEND;VALUE=DATE:20270101" in lines
    assert "DTSTAMP:20260902T120005Z" in lines


def test_commas_and_semicolons_are_escaped() -> None:
    assert "DESCRIPTION:Peça a vistoria\\; leve o parecer\\, impresso.\r\n" in _made()


def test_each_reminder_is_an_alarm() -> None:
    assert _made().count("BEGIN:VALARM") == 2
    assert "TRIGGER:-P60D\r\n" in _made()
    assert "TRIGGER:-P1D\r\n" in _made()


def test_long_lines_are_folded_without_cutting_a_letter_in_two() -> None:
    title = "ação " * 60
    made = _made(title)
    assert all(len(line.encode()) <= 75 for line in made.split("\r\n"))
    assert f"SUMMARY:{title}" in made.replace("\r\n ", "")
