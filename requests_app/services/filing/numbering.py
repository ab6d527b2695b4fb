"""Give the next number of a series without gaps, inside the transaction that uses it."""

from django.db import connection

from requests_app.domain.identifiers import (
    contest_number,
    filing_number,
    help_number,
    opinion_number,
    service_order_number,
)


def _next(series: str, year: int) -> int:
    """The next number; the row lock makes a second filing wait, so a rollback leaves no gap."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO requests_app_filingsequence AS given (series, year, last) VALUES (%s, %s, 1) "
            "ON CONFLICT ON CONSTRAINT filing_sequence_once DO UPDATE SET last = given.last + 1 RETURNING last",
            [series, year],
        )
        return int(cursor.fetchone()[0])


def next_filing_number(year: int) -> str:
    """The protocol number of art. 403 of REN 1.000, readable form, e.g. GD-2026-004817-6."""
    return filing_number(year, _next("GD", year))


def next_opinion_number(year: int) -> str:
    return opinion_number(year, _next("PA", year))


def next_service_order(year: int) -> str:
    """The number of the utility's order of work (nota de serviço), by which people ask on the phone."""
    return service_order_number(year, _next("NS", year))


def next_help_number(year: int) -> str:
    """The protocol of one contact, of art. 403 of REN 1.000."""
    return help_number(year, _next("AT", year))


def next_contest_number(year: int) -> str:
    """The protocol of one contest, of art. 403 of REN 1.000."""
    return contest_number(year, _next("CT", year))
