"""The list of units over the API: JSON or CSV in, every problem by line and column out."""

import json
from decimal import Decimal
from typing import Any

import pytest

from requests_app.models import AccessRequest
from requests_app.services.allocations.lists import allocation_facts
from tests.api import Caller
from tests.factories import filed_request, make_technician

pytestmark = pytest.mark.django_db
ANA = "529.982.247-25"
GOOD: dict[str, Any] = {
    "basis": "percentage",
    "entries": [
        {"is_generating_unit": True, "percent": 40},
        {"unit_number": "3014000001", "percent": 33.33, "member_name": "Ana Souza", "member_tax_id": ANA},
        {"unit_number": "3014000002", "percent": "26,67", "member_name": "Bia", "member_tax_id": ANA},
    ],
}


@pytest.fixture
def caller() -> Caller:
    return Caller(make_technician())


@pytest.fixture
def path(caller: Caller) -> str:
    return f"drafts/{caller.ask('POST', 'drafts', expect=201)['id']}/allocation"


def facts_of(path: str) -> Any:
    return allocation_facts(AccessRequest.objects.get(public_id=path.split("/")[1]).pk)


def test_a_draft_without_a_list_says_so(caller: Caller, path: str) -> None:
    found = caller.ask("GET", path)
    assert (found["number"], found["basis"], found["entries"]) == (0, None, [])


def test_a_json_list_is_kept_and_read_back(caller: Caller, path: str) -> None:
    kept = caller.ask("PUT", path, GOOD)
    assert caller.ask("GET", path) == kept
    assert (kept["number"], kept["unit_count"], Decimal(kept["total_percent"])) == (1, 2, Decimal(100))
    assert kept["entries"][1] == {
        "line": 2,
        "unit_number": "3014000001",
        "is_generating_unit": False,
        "percent": "33.33",
        "priority": None,
        "member_name": "Ana Souza",
        "member_tax_id": "52998224725",
    }


def test_a_csv_list_is_kept(caller: Caller, path: str) -> None:
    body = "Unidade;Percentual\r\nesta unidade;40\r\n3014000001;60\r\n".encode("cp1252")
    response = caller.client.generic("PUT", f"/api/v1/{path}?basis=percentage", body, content_type="text/csv")
    assert response.status_code == 200, response.content
    assert facts_of(path).unit_count == 1


def test_t14_five_thousand_units_come_in_one_call(caller: Caller, path: str) -> None:
    entries = [{"unit_number": str(3_014_100_000 + n), "percent": "0.02"} for n in range(5_000)]
    assert caller.ask("PUT", path, {"basis": "percentage", "entries": entries})["unit_count"] == 5_000
    more = [*entries, {"unit_number": "3014999999", "percent": "0.02"}]
    refused = caller.ask("PUT", path, {"basis": "percentage", "entries": more}, expect=400)
    assert refused["code"] == "allocation.too_many"
    assert facts_of(path).unit_count == 5_000


@pytest.mark.parametrize(("percent", "status"), [("59.99", 400), ("60", 200), ("60.01", 400)])
def test_t14_the_sum_is_exactly_one_hundred(caller: Caller, path: str, percent: str, status: int) -> None:
    entries = [{"is_generating_unit": True, "percent": 40}, {"unit_number": "3014000001", "percent": percent}]
    found = caller.ask("PUT", path, {"basis": "percentage", "entries": entries}, expect=status)
    if status == 400:
        assert (found["code"], found["problems_total"]) == ("allocation_unfit", 0)
        assert "não somam exatamente 100" in found["message"]
    assert facts_of(path).total_percent == 40 + Decimal(percent)


def test_problems_come_by_line_and_column_and_the_list_is_kept(caller: Caller, path: str) -> None:
    entries = [{"unit_number": "123", "percent": -1}, {"unit_number": "001347925805910", "percent": 100}]
    found = caller.ask("PUT", path, {"basis": "percentage", "entries": entries}, expect=400)
    assert [(p["line"], p["column"], p["code"]) for p in found["problems"]] == [
        (1, "Percentual", "percent.negative"),
        (1, "Unidade", "unit_number.shape"),
        (2, "Unidade", "allocation.other_area"),
    ]
    assert found["number"] == 1
    assert facts_of(path).unreadable_lines == 1


@pytest.mark.parametrize(
    "body",
    [
        None,
        [],
        {},
        {"basis": "percentage"},
        {"basis": "percentage", "entries": []},
        {"basis": "percentage", "entries": {"a": 1}},
        {"basis": "percentage", "entries": [1]},
        {"basis": "percentage", "entries": [{"outra": 1}]},
        {"basis": "fair", "entries": GOOD["entries"]},
        {"basis": ["percentage"], "entries": GOOD["entries"]},
        {"csv": "3014000001;100", "basis": "percentage"},
    ],
)
def test_a_body_that_is_no_list_is_refused_and_nothing_is_kept(caller: Caller, path: str, body: Any) -> None:
    found = caller.ask("PUT", path, body, expect=400)
    assert found["message"]
    assert facts_of(path) is None


def test_values_of_any_kind_inside_an_entry_never_fail(caller: Caller, path: str) -> None:
    odd: list[Any] = [None, True, [], {}, "\x00", "💡" * 300, 1e300, -0.0, "9" * 500]
    entries = [{"unit_number": v, "percent": v, "member_name": v, "member_tax_id": v} for v in odd]
    found = caller.ask("PUT", path, {"basis": "percentage", "entries": entries}, expect=400)
    assert found["code"] in {"allocation_unfit", "allocation.empty"}


def test_another_list_kept_in_between_is_not_overwritten(caller: Caller, path: str) -> None:
    caller.ask("PUT", f"{path}?number=0", GOOD)
    other = {**GOOD, "entries": [{"is_generating_unit": True, "percent": 100}]}
    stale = caller.ask("PUT", f"{path}?number=0", other, expect=409)
    assert (stale["code"], stale["number"], stale["saved_lines"], stale["typed_lines"]) == (
        "stale_allocation",
        1,
        3,
        1,
    )
    assert caller.ask("PUT", f"{path}?number=1", other)["number"] == 2


def test_the_list_is_taken_away(caller: Caller, path: str) -> None:
    caller.ask("PUT", path, GOOD)
    caller.ask("DELETE", f"{path}?number=7", expect=409)
    caller.ask("DELETE", path, expect=204)
    assert facts_of(path) is None
    assert caller.ask("GET", path)["number"] == 2


def test_a_sent_request_keeps_its_list(caller: Caller) -> None:
    user = make_technician("Outro Técnico")
    sent = filed_request(user)
    assert (
        Caller(user).ask("PUT", f"drafts/{sent.public_id}/allocation", GOOD, expect=409)["code"]
        == "already_filed"
    )
    assert caller.status("GET", f"drafts/{sent.public_id}/allocation") == 404


def test_a_body_above_one_megabyte_is_refused(caller: Caller, path: str) -> None:
    response = caller.client.generic(
        "PUT", f"/api/v1/{path}?basis=percentage", b"x" * (1024 * 1024 + 1), content_type="text/csv"
    )
    assert response.status_code == 400
    assert json.loads(response.content)["code"] == "parse_error"
