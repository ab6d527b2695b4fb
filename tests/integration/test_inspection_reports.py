"""A visit that failed: its reasons, the report in 3 business days, the 120 days of group B, what is repeated."""

from datetime import date, datetime, timedelta
from io import BytesIO
from zoneinfo import ZoneInfo

import pypdfium2
import pytest
import time_machine

from documents.pdf_check import check_pdf
from documents.storage import open_stored
from eligibility.domain.findings import Refused
from portal.accounts.models import User
from portal.outbox.models import Message, OutboxRow
from requests_app.domain.clock import ClockName
from requests_app.domain.faults import Fault
from requests_app.domain.lifecycle import State
from requests_app.effects.inspections import make_inspection_report
from requests_app.models import (
    AccessRequest,
    Event,
    InspectionReport,
    InspectionReportFile,
)
from requests_app.services.clocks.reckoning import reckon_all
from requests_app.services.clocks.sweeps import sweep
from requests_app.services.connection import inspections
from tests import life_inspections as life
from tests.delivery import deliver
from tests.factories import make_analyst, make_technician
from tests.integration.case_reading import as_user, words
from tests.stages import request_in

BRASILIA = ZoneInfo("America/Sao_Paulo")
NOW = datetime(2026, 11, 23, 10, 0, tzinfo=BRASILIA)
"""A Monday."""
pytestmark = pytest.mark.django_db


@pytest.fixture
def analyst() -> User:
    return make_analyst()


@pytest.fixture
def case(analyst: User) -> AccessRequest:
    return request_in(State.READY, technician=make_technician(), analyst=analyst, at=NOW)


def fresh(case: AccessRequest) -> AccessRequest:
    return AccessRequest.objects.get(pk=case.pk)


def due(case: AccessRequest, clock: ClockName, on: date) -> date | None:
    return reckon_all(fresh(case), on)[clock].due_on


def text_of(content: bytes) -> str:
    with pypdfium2.PdfDocument(BytesIO(content)) as document:
        return " ".join(" ".join(p.get_textpage().get_text_range() for p in document).split())


def report_pdf(report: InspectionReport) -> bytes:
    deliver("requests.inspection_report")
    with open_stored(InspectionReportFile.objects.get(report=report).stored_file.storage_key) as stored:
        return bytes(stored.read())


def test_a_failed_visit_needs_a_whole_reason(case: AccessRequest, analyst: User) -> None:
    life.ask_inspection(case, NOW)
    for faults, code in (
        ((), "reasons_missing"),
        ((Fault(what="x", rule=" ", how_to_fix="y"),), "reason_words"),
    ):
        with pytest.raises(Refused, match=code):
            inspections.fail_inspection(
                access_request_id=case.pk,
                inspected_on=NOW.date(),
                reasons=faults,
                actor=analyst.as_actor(),
                now=NOW,
            )
    assert fresh(case).state == State.INSPECTION_REQUESTED.value and not Event.objects.filter(
        action="fail_inspection"
    )


def test_the_report_is_due_in_3_business_days_and_opens_120_days(case: AccessRequest, analyst: User) -> None:
    """Failed on Thursday 26/11: report by Tuesday 01/12. Delivered on 30/11: day 120 is Tuesday 30/03/2027."""
    life.ask_inspection(case, NOW)
    visited = datetime(2026, 11, 26, 15, 0, tzinfo=BRASILIA)
    life.fail(case, analyst, visited)
    assert fresh(case).state == State.INSPECTION_FAILED.value
    assert due(case, ClockName.INSPECTION_REPORT, visited.date()) == date(2026, 12, 1)
    waiting = Message.objects.filter(template="inspection_failed")
    assert waiting.count() == 2 and all("terça, 01/12/2026" in m.text for m in waiting)
    report = life.report(case, analyst, datetime(2026, 11, 30, 9, 0, tzinfo=BRASILIA))
    assert report.repeat_until_on == date(2027, 3, 30)
    assert fresh(case).state == State.INSPECTION_REPORTED.value
    for message in Message.objects.filter(template="inspection_reported"):
        assert life.FAULT.what in message.text and life.FAULT.how_to_fix in message.text
        assert "terça, 30/03/2027" in message.text and "este portal encerra o parecer" in message.text


def test_both_acts_at_once_are_two_events_and_one_mail_each(case: AccessRequest, analyst: User) -> None:
    life.ask_inspection(case, NOW)
    life.fail(case, analyst, NOW, sends_report=True)
    assert list(
        Event.objects.filter(access_request=case).order_by("-id").values_list("action", flat=True)[:2]
    ) == [
        "report_inspection",
        "fail_inspection",
    ]
    assert not Message.objects.filter(template="inspection_failed").exists()
    assert Message.objects.filter(template="inspection_reported").count() == 2


def test_the_report_is_a_clean_tagged_pdf_with_the_warning_highlighted(
    case: AccessRequest, analyst: User
) -> None:
    """Art. 94, §§ 3º and 4º."""
    life.ask_inspection(case, NOW)
    visit = life.fail(case, analyst, NOW, life.FAULT, life.OTHER_FAULT, sends_report=True)
    content = report_pdf(visit.report)
    assert check_pdf(content) == []
    text = text_of(content)
    for expected in (
        "Relatório da vistoria",
        "Atenção: prazo para a nova vistoria",
        "terça, 23/03/2027",
        "o parecer também pode ser cancelado",
        life.FAULT.rule,
        life.OTHER_FAULT.how_to_fix,
        "Características da instalação",
        "art. 93",
    ):
        assert expected in text, expected
    assert case.holder.tax_id not in text.replace(".", "").replace("-", "")
    make_inspection_report({"report_id": visit.report.pk})
    assert InspectionReportFile.objects.count() == 1
    assert OutboxRow.objects.filter(kind=inspections.EFFECT).count() == 1


def test_in_group_a_the_report_has_no_120_days(analyst: User) -> None:
    case = life.ready(make_technician(), analyst, NOW, kind="mini")
    life.submit_project(case, NOW)
    life.approve_project(case, analyst, NOW)
    life.ask_inspection(case, NOW)
    visit = life.fail(case, analyst, NOW, sends_report=True)
    assert visit.report.repeat_until_on is None
    content = report_pdf(visit.report)
    assert check_pdf(content) == []
    text = text_of(content)
    assert "sem data-limite" in text
    assert "120 dias" not in text and "Atenção" not in text and "cancelado" not in text
    assert not any("cancelado" in m.text for m in Message.objects.filter(template="inspection_reported"))
    sweep(NOW + timedelta(days=400))
    assert fresh(case).state == State.INSPECTION_REPORTED.value


def test_in_group_a_no_list_says_that_something_passed_after_the_report(analyst: User) -> None:
    """Without a limit for the new inspection there is no date: that of the answer is not one."""
    technician = make_technician()
    case = life.ready(technician, analyst, NOW, kind="mini")
    life.submit_project(case, NOW)
    life.approve_project(case, analyst, NOW)
    life.ask_inspection(case, NOW)
    life.fail(case, analyst, NOW, sends_report=True)
    assert fresh(case).due_on is None
    with time_machine.travel(NOW + timedelta(days=200), tick=False):
        page = words(as_user(technician).get("/painel"))
        assert str(case.filing_number) in page and "vencido" not in page.lower()
        late = as_user(technician).get("/solicitacoes?prazo=atrasado")
        assert str(case.filing_number) not in late.content.decode()
        assert str(case.filing_number) in as_user(technician).get("/solicitacoes").content.decode()


def test_a_reason_of_an_earlier_report_is_marked_as_repeated(case: AccessRequest, analyst: User) -> None:
    """By the analyst's choice, or because it says the same; a new one stays unmarked."""
    life.ask_inspection(case, NOW)
    first = life.fail(case, analyst, NOW, life.FAULT, life.OTHER_FAULT, sends_report=True)
    again = NOW + timedelta(days=10)
    life.ask_inspection(case, again)
    told = Message.objects.filter(template="inspection_requested").order_by("id")
    assert ["validade" in message.text for message in told] == [True, True, False, False]
    known = first.reasons.get(number=2)
    same = life.FAULT.model_copy(update={"what": f"  {life.FAULT.what.upper()} "})
    chosen = Fault(what="A placa caiu.", rule="art. 30", how_to_fix="Fixe a placa.", repeats_id=known.pk)
    new = Fault(what="Falta o DPS.", rule="ND 5.1", how_to_fix="Instale o DPS.")
    second = life.fail(case, analyst, again, same, chosen, new, sends_report=True)
    marked = [reason.repeats_id for reason in second.reasons.order_by("number")]
    assert marked == [first.reasons.get(number=1).pk, known.pk, None]
    assert second.number == 2
    event = Event.objects.filter(action="fail_inspection").latest("id")
    assert (event.data["reasons"], event.data["repeated"]) == (3, 2)
    text = text_of(report_pdf(second.report))
    assert "2 motivos repetem o de um relatório anterior" in text
    assert "Este motivo já estava no relatório da 1ª vistoria" in text


def test_only_a_reported_reason_of_this_request_can_be_repeated(case: AccessRequest, analyst: User) -> None:
    life.ask_inspection(case, NOW)
    stranger = life.FAULT.model_copy(update={"repeats_id": 999_999})
    with pytest.raises(Refused, match="repeated_reason_unknown"):
        life.fail(case, analyst, NOW, stranger)


def test_after_the_120_days_the_opinion_lapses_and_a_day_before_it_does_not(
    case: AccessRequest, analyst: User
) -> None:
    life.ask_inspection(case, NOW)
    life.fail(case, analyst, NOW, sends_report=True)
    # Delivered on 23/11/2026: day 120 is Tuesday 23/03/2027.
    sweep(datetime(2027, 3, 23, 23, 0, tzinfo=BRASILIA))
    assert fresh(case).state == State.INSPECTION_REPORTED.value
    sweep(datetime(2027, 3, 24, 3, 0, tzinfo=BRASILIA))
    assert fresh(case).state == State.LAPSED.value
