"""The whole path by token: filed, reviewed, corrected, approved, the opinion read."""

import hashlib

import pytest
from django.utils import timezone

from portal.outbox.tasks import deliver_due
from requests_app.models import AccessRequest, Opinion
from tests.api import DOCUMENTS, SECTIONS, SENDING, Caller, complete_draft
from tests.factories import filed_request, make_analyst, make_technician, publish_checklist, reviewed
from tests.files import pdf_bytes
from tests.life_agreements import accept_contracts

pytestmark = pytest.mark.django_db


@pytest.fixture
def technician() -> Caller:
    publish_checklist()
    return Caller(make_technician())


@pytest.fixture
def analyst() -> Caller:
    return Caller(make_analyst())


def judge_all(analyst: Caller, number: str, *, failing: int = 0) -> None:
    for place, item in enumerate(analyst.ask("GET", f"requests/{number}/review")["items"]):
        if item["verdict"]:
            continue
        body = {"verdict": "meets", "version": item["version"]}
        if place < failing:
            body |= {
                "verdict": "fails",
                "what": "Falta a assinatura.",
                "how_to_fix": "Envie assinado.",
                "page": 1,
            }
        analyst.ask("PUT", f"requests/{number}/review/{item['code']}", body)


def test_the_whole_path_is_walked_by_token(technician: Caller, analyst: Caller) -> None:
    draft = complete_draft(technician)
    check = technician.ask("GET", f"drafts/{draft}/check")
    assert check["is_ready"] and check["installed_power_kw"] == "8.2"
    assert {document["code"] for document in check["documents"] if document["file"]} == set(DOCUMENTS)
    assert all(document["reason"] for document in [*check["documents"], *check["not_needed"]])
    filed = technician.ask("POST", f"drafts/{draft}/send", SENDING, expect=201)
    assert technician.ask("POST", f"drafts/{draft}/send", SENDING) == filed
    number = filed["filing_number"]
    assert filed["citation"] == "REN ANEEL 1.000/2021, art. 64, I"
    status = technician.ask("GET", f"requests/{filed['digits']}")
    assert (status["situation"], status["turn"], status["due_on"]) == (
        "Pedido recebido", "distribuidora", filed["due_on"],
    )  # fmt: skip
    assert status["other_information"] == "Portão azul."

    assert analyst.ask("POST", "queue/next")["filing_number"] == number
    assert analyst.ask("POST", "queue/next", expect=204) is None
    judge_all(analyst, number, failing=2)
    notice = analyst.ask("POST", f"requests/{number}/pendings", expect=201)
    assert len(notice["pendings"]) == 2
    status = technician.ask("GET", f"requests/{number}")
    assert (status["state"], status["is_clock_paused"], status["turn"]) == (
        "pending",
        True,
        "responsável técnico",
    )
    assert "answer_pendings" in status["actions"]

    refused = technician.ask("POST", f"requests/{number}/answer", expect=409)
    assert refused["code"] == "every_pending_fixed"
    sent = technician.upload("POST", f"requests/{number}/pendings/1", pdf_bytes(2), answer="Assinado.")
    assert sent.status_code == 200, sent.content
    technician.ask("POST", f"requests/{number}/pendings/2", {"answer": "Também assinado."})
    assert technician.ask("POST", f"requests/{number}/answer")["state"] == "corrected"
    assert technician.ask("POST", f"drafts/{draft}/send", SENDING) == filed

    analyst.ask("POST", f"requests/{number}/claim")
    judge_all(analyst, number)
    assert analyst.ask("POST", f"requests/{number}/accept-documents")["state"] == "analysis"
    decision = {"outcome": "favourable", "conditions": ["Instalar a placa de aviso."]}
    opinion = analyst.ask("POST", f"requests/{number}/decision", decision, expect=201)
    waiting = technician.call("GET", f"requests/{number}/opinion.pdf")
    assert (waiting.status_code, waiting["Retry-After"]) == (409, "5")
    deliver_due()
    kept = technician.ask("GET", f"requests/{number}/opinion")
    assert {**kept, "sha256": None, "size_bytes": None} == opinion
    pdf = technician.ask("GET", f"requests/{number}/opinion.pdf")
    assert pdf.startswith(b"%PDF") and hashlib.sha256(pdf).hexdigest() == kept["sha256"]
    assert technician.ask("GET", f"requests/{number}/receipt.pdf").startswith(b"%PDF")
    public = Caller().ask("GET", f"verify/{kept['verification_code']}")
    assert (public["verdict"], public["sha256"]) == ("valid", kept["sha256"])

    events = [event["action"] for event in technician.ask("GET", f"requests/{number}/events")["events"]]
    assert events[0] == "file" and events[-1] == "approve"
    ledger = technician.ask("GET", f"requests/{number}/ledger")
    assert [clock["clock"] for clock in ledger["clocks"]] == ["opinion", "document_check", "cure", "validity"]
    assert all(sum(line["counted_days"] for line in c["lines"]) == c["used_days"] for c in ledger["clocks"])
    assert analyst.ask("GET", f"requests/{number}/ledger") == ledger
    assert technician.ask("POST", f"requests/{number}/approve")["state"] == "contracts_sent"
    assert analyst.ask("POST", f"requests/{number}/contracts", expect=409)["code"] == "action_not_in_state"
    accept_contracts(AccessRequest.objects.get(filing_number=number), timezone.now())
    assert technician.ask("POST", f"requests/{number}/inspection")["state"] == "inspection_requested"
    today = timezone.localdate().isoformat()
    fault = {"what": "Falta a placa.", "rule": "REN ANEEL 1.000/2021, art. 30, § 3º", "how_to_fix": "Fixe-a."}
    failed = {"inspected_on": today, "reasons": [fault], "sends_report": False}
    theirs = f"requests/{number}/inspection-failed"
    assert analyst.ask("POST", theirs, {**failed, "reasons": []}, expect=400)["errors"]
    assert technician.call("POST", theirs, failed).status_code == 403
    assert analyst.ask("POST", theirs, failed)["state"] == "inspection_failed"
    assert analyst.ask("POST", f"requests/{number}/inspection-report")["state"] == "inspection_reported"
    assert technician.ask("POST", f"requests/{number}/inspection")["state"] == "inspection_requested"
    passed = {"inspected_on": today, "meter_number": "MB-20261"}
    assert analyst.ask("POST", f"requests/{number}/connect", passed)["state"] == "connected"
    assert (
        analyst.ask("POST", f"requests/{number}/connect", passed, expect=409)["code"] == "action_not_in_state"
    )


def test_works_pause_and_denial_go_the_same_way(analyst: Caller) -> None:
    reviewer = make_analyst()
    number = reviewed(filed_request(), reviewer).filing_number
    theirs = Caller(reviewer)
    assert analyst.ask("POST", f"requests/{number}/claim", expect=409)["code"] == "claimed_by_other"
    theirs.ask("POST", f"requests/{number}/accept-documents")
    assert theirs.ask("POST", f"requests/{number}/works")["days_total"] == 30
    paused = theirs.ask(
        "POST",
        f"requests/{number}/pause",
        {
            "reason_code": "pause.art64_missing_authorisation",
            "body": "authority",
            "body_name": "Órgão ambiental",
            "question": "A licença já saiu?",
        },
    )
    assert paused["is_clock_paused"]
    assert theirs.ask("POST", f"requests/{number}/pause", {"reason_code": "lunch"}, expect=400)["errors"]
    assert not theirs.ask("POST", f"requests/{number}/resume")["is_clock_paused"]
    no_reason = theirs.ask("POST", f"requests/{number}/decision", {"outcome": "not_approved"}, expect=409)
    assert no_reason["code"] == "reasons_given"
    assert no_reason["citation"] == "REN ANEEL 1.000/2021, art. 416"
    reason = {"rule_code": "power.available_limit", "title": "Potência", "text": "Passa da disponibilizada."}
    body = {"outcome": "not_approved", "reasons": [reason]}
    assert theirs.ask("POST", f"requests/{number}/decision", body, expect=201)["valid_until_on"] is None
    assert (
        theirs.ask("POST", f"requests/{number}/decision", body, expect=409)["code"] == "action_not_in_state"
    )
    assert Opinion.objects.count() == 1


def test_a_works_line_without_a_name_is_printed_all_the_same() -> None:
    reviewer = make_analyst()
    number = reviewed(filed_request(), reviewer).filing_number
    theirs = Caller(reviewer)
    theirs.ask("POST", f"requests/{number}/accept-documents")
    theirs.ask("POST", f"requests/{number}/works")
    body = {"outcome": "favourable_with_works", "works": [": trocar o transformador"]}
    theirs.ask("POST", f"requests/{number}/decision", body, expect=201)


def test_a_stale_section_gives_both_texts_back(technician: Caller) -> None:
    draft = technician.ask("POST", "drafts", expect=201)
    path = f"drafts/{draft['id']}/sections/credits"
    technician.ask("PUT", path, {"modality": "local", "version": draft["version"]})
    stale = technician.ask("PUT", path, {"modality": "remote", "version": draft["version"]}, expect=409)
    assert stale["code"] == "stale_draft"
    assert (stale["saved"]["modality"], stale["typed"]["modality"]) == ("local", "remote")
    assert technician.ask("GET", f"drafts/{draft['id']}")["answers"]["credits"]["modality"] == "local"


def test_a08_a_stale_verdict_gives_both_texts_back() -> None:
    reviewer = make_analyst()
    number = reviewed(filed_request(), reviewer).filing_number
    theirs = Caller(reviewer)
    item = theirs.ask("GET", f"requests/{number}/review")["items"][0]
    body = {"verdict": "fails", "what": "Outra coisa.", "how_to_fix": "Assim.", "version": 0}
    stale = theirs.ask("PUT", f"requests/{number}/review/{item['code']}", body, expect=409)
    assert (stale["code"], stale["saved"]["verdict"], stale["typed"]["what"]) == (
        "stale_review", "meets", "Outra coisa.",
    )  # fmt: skip


def test_answers_come_back_as_they_were_written(technician: Caller) -> None:
    draft = technician.ask("POST", "drafts", expect=201)["id"]
    technician.ask("PUT", f"drafts/{draft}/sections/generation", SECTIONS["generation"])
    kept = technician.ask("GET", f"drafts/{draft}")["answers"]["generation"]
    assert kept["modules"] == [
        {"manufacturer": "Exemplo Solar", "model": "EX-585", "quantity": "16", "power_w": "585"}
    ]
    assert kept["inverters"][0]["power_kw"] == "8,2"
    assert technician.ask("PUT", f"drafts/{draft}/sections/generation", kept)["answers"] == kept


def test_a_json_number_with_three_places_is_no_thousand(technician: Caller) -> None:
    draft = technician.ask("POST", "drafts", expect=201)["id"]
    inverter = {**SECTIONS["generation"]["inverters"][0], "power_kw": 7.125}
    technician.ask(
        "PUT", f"drafts/{draft}/sections/generation", {**SECTIONS["generation"], "inverters": [inverter]}
    )
    assert technician.ask("GET", f"drafts/{draft}/check")["installed_power_kw"] == "7.125"


def test_lists_go_on_where_the_last_page_ended(
    technician: Caller, analyst: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("requests_app.api.cases.PAGE", 2)
    owner = make_technician()
    numbers = {filed_request(owner).filing_number for _ in range(3)}
    for caller in (Caller(owner), analyst):
        first = caller.ask("GET", "requests")
        rest = caller.ask("GET", f"requests?after={first['next']}")
        seen = [row["filing_number"] for row in first["requests"] + rest["requests"]]
        assert len(seen) == 3 and set(seen) == numbers and rest["next"] is None
    assert technician.ask("GET", "requests")["requests"] == []


def test_a_discarded_draft_is_gone_and_a_file_can_be_taken_out(technician: Caller) -> None:
    draft = complete_draft(technician)
    technician.ask("DELETE", f"drafts/{draft}/documents/identity", expect=204)
    missing = technician.ask("GET", f"drafts/{draft}/check")["findings"]
    assert [found["field"] for found in missing if found["severity"] == "blocking"] == ["identity"]
    technician.ask("DELETE", f"drafts/{draft}", expect=204)
    assert technician.ask("GET", "drafts")["drafts"] == []
    assert not AccessRequest.objects.exclude(draft_answers={}).exists()
