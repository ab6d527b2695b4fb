"""The HTTP client of the customer system: what it believes, how long it waits, how often it tries."""

import json
import logging
import re
import socket
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from requests_app.gateways.customer_system import CustomerAnswer, CustomerSystemUnavailable
from requests_app.gateways.http_client import LARGEST_ANSWER_BYTES, PATH, HttpCustomerSystem
from tests.customer_server import RECORD, CustomerServer, body_of, running_server, says

UNIT, TAX_ID = "3014056287", "12345678909"


@pytest.fixture
def server() -> Iterator[CustomerServer]:
    with running_server() as known:
        yield known


def client(url: str, **options: Any) -> HttpCustomerSystem:
    given = {"connect_seconds": 0.5, "answer_seconds": 0.3, "backoff_seconds": 0.01}
    return HttpCustomerSystem(url, **{**given, **options})


def refusal(url: str, **options: Any) -> str:
    with pytest.raises(CustomerSystemUnavailable) as caught:
        client(url, **options).look_up(UNIT, TAX_ID)
    return caught.value.why


def test_an_answer_as_agreed_is_read_whole(server: CustomerServer) -> None:
    record = client(server.url, token="s3gredo").look_up(UNIT, TAX_ID)
    assert record is not None and record.unit is not None
    assert (record.has_overdue_debts, record.is_captive, record.email) == (False, True, "ana@exemplo.test")
    assert record.unit.breaker_a == 63
    assert record.unit.monthly_consumption_kwh == (Decimal("350.5"),) * 12
    assert server.asked == [
        {"path": PATH, "body": {"unit_number": UNIT, "tax_id": TAX_ID}, "token": "Bearer s3gredo"}
    ]


def test_a_customer_that_the_system_does_not_have_is_none(server: CustomerServer) -> None:
    server.nobody()
    assert client(server.url).look_up(UNIT, TAX_ID) is None


def test_nobody_at_the_port_is_unavailable_after_the_extra_tries() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}"
        assert refusal(url) == "MaxRetryError"


def test_a_silent_system_is_given_up_and_not_asked_twice(server: CustomerServer) -> None:
    server.silent()
    assert refusal(server.url) in {"MaxRetryError", "ReadTimeoutError"}
    assert len(server.asked) == 1


def test_an_answer_that_drips_without_end_is_given_up(server: CustomerServer) -> None:
    server.dripping()
    assert refusal(server.url) == "too_slow"


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_a_server_error_is_tried_again(server: CustomerServer, status: int) -> None:
    server.answers = [says(b"oops", status), says(b"oops", status)]
    assert client(server.url).look_up(UNIT, TAX_ID) is not None
    assert len(server.asked) == 3


def test_a_server_error_that_stays_is_unavailable(server: CustomerServer) -> None:
    server.standing = says(b"oops", 500)
    assert refusal(server.url) == "status_500"
    assert len(server.asked) == 3


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 429])
def test_a_refusal_is_not_tried_again_and_a_wrong_address_is_no_missing_customer(
    server: CustomerServer, status: int
) -> None:
    server.standing = says(body_of(None), status)
    assert refusal(server.url) == f"status_{status}"
    assert len(server.asked) == 1


def test_a_redirect_is_not_followed(server: CustomerServer) -> None:
    server.standing = says(b"", 302, headers={"Location": f"{server.url}/elsewhere"})
    assert refusal(server.url) == "status_302"
    assert [question["path"] for question in server.asked] == [PATH]


GARBAGE = {
    "not JSON": b"<html>Login</html>",
    "empty": b"",
    "not UTF-8": b'{"customer": {"email": "\xff\xfe"}}',
    "a list": b"[]",
    "no customer": b"{}",
    "a number for a flag": body_of({**RECORD, "has_overdue_debts": 0}),
    "a word for a flag": body_of({**RECORD, "is_captive": "yes"}),
    "a flag missing": body_of({k: v for k, v in RECORD.items() if k != "is_captive"}),
    "letters for a unit": body_of({**RECORD, "unit_number": "abc"}),
    "a class of its own": body_of({**RECORD, "unit": {"consumer_class": "castle"}}),
    "thirteen months": body_of({**RECORD, "unit": {"monthly_consumption_kwh": [1] * 13}}),
    "negative use": body_of({**RECORD, "unit": {"monthly_consumption_kwh": [-1] * 12}}),
    "no number": b'{"customer": {"unit_number": "3014056287", "has_overdue_debts": false, "is_captive": true,'
    b' "unit": {"contracted_demand_kw": NaN}}}',
}


@pytest.mark.parametrize("body", GARBAGE.values(), ids=GARBAGE)
def test_garbage_is_unavailable_never_believed(server: CustomerServer, body: bytes) -> None:
    server.standing = says(body)
    assert refusal(server.url) == "not_as_agreed"
    assert len(server.asked) == 1


def test_the_record_of_another_unit_is_not_believed(server: CustomerServer) -> None:
    server.record(unit_number="3019999999")
    assert refusal(server.url) == "another_unit"


def test_a_huge_answer_is_not_read_to_its_end(server: CustomerServer) -> None:
    server.standing = says(b" " * (LARGEST_ANSWER_BYTES * 20))
    assert refusal(server.url, answer_seconds=5.0) == "too_large"


def test_an_answer_cut_short_is_unavailable(server: CustomerServer) -> None:
    whole = body_of(RECORD)
    server.standing = says(whole[:100], length=len(whole))
    assert refusal(server.url) == "ProtocolError"


def test_what_is_added_later_does_not_break_the_client(server: CustomerServer) -> None:
    server.record(loyalty_points=12)
    assert client(server.url).look_up(UNIT, TAX_ID) is not None


def test_no_personal_data_reaches_a_log(server: CustomerServer, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    server.answers = [says(body_of({**RECORD, "is_captive": "segredo-da-ana"}))]
    refusal(server.url, token="s3gredo")
    server.answers = [says(b"ana@exemplo.test", 500)] * 3
    refusal(server.url, token="s3gredo")
    for secret in (UNIT, TAX_ID, "ana@exemplo", "segredo-da-ana", "s3gredo"):
        assert secret not in caplog.text
    assert "not_as_agreed" in caplog.text


def test_a_record_hides_its_contacts_when_it_is_printed(server: CustomerServer) -> None:
    record = client(server.url).look_up(UNIT, TAX_ID)
    assert "ana@exemplo" not in repr(record) and "31988887777" not in repr(record)


def test_the_examples_of_the_contract_are_what_the_client_sends_and_reads() -> None:
    page = (Path(__file__).parents[2] / "docs" / "customer-system.md").read_text("utf-8")
    question, answer, nobody = (
        json.loads(found) for found in re.findall(r"```json\n(.*?)```", page, re.DOTALL)
    )
    assert set(question) == {"unit_number", "tax_id"}
    read = CustomerAnswer.model_validate_json(json.dumps(answer)).customer
    assert read is not None and read.unit is not None
    assert set(answer["customer"]) == set(type(read).model_fields)
    assert set(answer["customer"]["unit"]) == set(type(read.unit).model_fields)
    assert CustomerAnswer.model_validate_json(json.dumps(nobody)).customer is None
    assert f"POST {{address}}{PATH}" in page
