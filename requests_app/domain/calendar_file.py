"""One day in the format that calendars import (iCalendar, RFC 5545)."""

from datetime import UTC, date, datetime, timedelta

_LONGEST_LINE = 75


def one_day_event(
    *,
    uid: str,
    on: date,
    made_at: datetime,
    title: str,
    notes: str,
    url: str,
    alarm_days_before: tuple[int, ...],
) -> bytes:
    """A calendar with one all-day event and its reminders. Texts must hold no personal data; `made_at` is aware."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Portal GD//Parecer//PT",
        "BEGIN:VEVENT",
        f"UID:{uid}",
        f"DTSTAMP:{made_at.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        f"DTSTART;VALUE=DATE:{on:%Y%m%d}",
        f"DTEND;VALUE=DATE:{on + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{_escaped(title)}",
        f"DESCRIPTION:{_escaped(notes)}",
        f"URL:{url}",
        "TRANSP:TRANSPARENT",
    ]
    for days in alarm_days_before:
        lines += [
            "BEGIN:VALARM",
            "ACTION:DISPLAY",
            f"TRIGGER:-P{days}D",
            f"DESCRIPTION:{_escaped(title)}",
            "END:VALARM",
        ]
    lines += ["END:VEVENT", "END:VCALENDAR"]
    return "".join(f"{_folded(line)}\r\n" for line in lines).encode()


def _escaped(text: str) -> str:
    for sign, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        text = text.replace(sign, written)
    return text


def _folded(line: str) -> str:
    """Lines over 75 octets go on in the next one, after a space; a letter is never cut in two."""
    parts, current, size = [], "", 0
    for sign in line:
        octets = len(sign.encode())
        if size + octets > _LONGEST_LINE:
            parts.append(current)
            current, size = " ", 1
        current += sign
        size += octets
    return "\r\n".join([*parts, current])
