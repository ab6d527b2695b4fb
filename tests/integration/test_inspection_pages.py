"""The pages of the project and of the inspection: what each role reads, sends and is refused."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from portal.accounts.models import User
from requests_app.domain.lifecycle import State
from requests_app.models import (
    AccessRequest,
    Inspection,
    ProjectPart,
    SubstationProject,
    SubstationProjectFile,
)
from requests_app.pages.doors import doors_of
from requests_app.services.connection.projects import NEEDED
from tests import life_inspections as life
from tests.delivery import deliver
from tests.factories import make_technician
from tests.files import pdf_bytes
from tests.integration.review_room import an_analyst, signed_in
from tests.stages import request_in

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=ZoneInfo("America/Sao_Paulo"))
pytestmark = pytest.mark.django_db
MOST_STATEMENTS = 12


@pytest.fixture(autouse=True)
def _monday() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def analyst() -> User:
    return an_analyst()


def page(client: Client, name: str, case: AccessRequest, *more: object) -> str:
    answer = client.get(reverse(name, args=[case.filing_number, *more]))
    assert answer.status_code == 200, answer.status_code
    return " ".join(answer.content.decode().split())


def content(answer: Iterable[bytes]) -> bytes:
    """The bytes of a file that was answered; read to its end a file closes itself."""
    return b"".join(answer)


def holder_client(case: AccessRequest) -> Client:
    client = Client()
    session = client.session
    session["holder_request_id"] = case.pk
    session.save()
    return client


def chosen_files() -> dict[str, SimpleUploadedFile]:
    return {
        part.value: SimpleUploadedFile(f"{part.value}.pdf", pdf_bytes(text=part.value)) for part in NEEDED
    }


def project_case(analyst: User) -> AccessRequest:
    return life.approved(make_technician(), analyst, NOW)


def inspected_case(state: State, analyst: User) -> AccessRequest:
    return request_in(state, technician=make_technician(), analyst=analyst, at=NOW)


def test_the_technician_sends_the_project_and_reads_the_day_of_the_answer(analyst: User) -> None:
    case = project_case(analyst)
    client = signed_in(case.technician)
    shown = page(client, "request_project", case)
    for words in ("quarta, 23/12/2026", "não custa nada", "art. 52", "ND 5.31, item 9.4.4", "art. 32"):
        assert words in shown, words
    answer = client.post(reverse("request_project", args=[case.filing_number]), chosen_files())
    assert answer.status_code == 302
    shown = page(client, "request_project", case)
    assert "Envio 1" in shown and "Em análise" in shown and 'name="project"' not in shown
    stored = SubstationProjectFile.objects.get(part="project").stored_file
    download = client.get(reverse("project_file", args=[case.filing_number, stored.public_id]))
    assert download.headers["Content-Disposition"].startswith("attachment")
    assert content(download).startswith(b"%PDF")
    other = signed_in(make_technician("Carla Dias"))
    assert other.get(reverse("project_file", args=[case.filing_number, stored.public_id])).status_code == 404
    assert other.get(reverse("request_project", args=[case.filing_number])).status_code == 404


def test_a_missing_file_is_said_beside_its_own_field(analyst: User) -> None:
    case = project_case(analyst)
    files = chosen_files()
    files.pop("design_art")
    files["project"] = SimpleUploadedFile("projeto.pdf", b"not a pdf")
    client = signed_in(case.technician)
    answer = client.post(reverse("request_project", args=[case.filing_number]), files)
    assert answer.status_code == 422 and set(answer.context["form"].errors) == {"project"}
    files = chosen_files()
    files.pop("design_art")
    answer = client.post(reverse("request_project", args=[case.filing_number]), files)
    assert answer.status_code == 422 and set(answer.context["form"].errors) == {"design_art"}
    assert not SubstationProject.objects.exists()


def test_the_analyst_returns_with_reasons_and_then_approves(analyst: User) -> None:
    case = project_case(analyst)
    life.submit_project(case, NOW)
    deliver("documents.")
    client, address = signed_in(analyst), reverse("review_project", args=[case.filing_number])
    shown = page(client, "review_project", case)
    assert "Responda até <b>quarta, 23/12/2026</b>" in shown and "found_gaps" not in shown
    assert "Ver página" in shown
    stored = SubstationProjectFile.objects.get(part="project").stored_file
    picture = client.get(reverse("project_page", args=[case.filing_number, stored.public_id, 1]))
    assert picture.status_code == 200 and content(picture)
    empty = client.post(address, {"round": "1", "answer": "return"})
    assert empty.status_code == 422 and "pelo menos um motivo" in empty.content.decode()
    half = client.post(address, {"round": "1", "reason_0_what": "Falta a malha de terra."})
    assert set(half.context["form"].errors) == {"reason_0_rule", "reason_0_fix"}
    whole = {
        "round": "1",
        "answer": "return",
        "reason_0_what": "Falta a malha de terra.",
        "reason_0_rule": "ND 5.3, item 7",
        "reason_0_fix": "Desenhe a malha.",
    }
    assert client.post(address, whole).status_code == 302
    assert "Falta a malha de terra." in page(signed_in(case.technician), "request_project", case)
    assert client.post(address, whole).status_code == 409
    life.submit_project(case, NOW, {ProjectPart.PROJECT: life.upload()})
    again = page(client, "review_project", case)
    assert "A resposta anterior não tinha listado todos os motivos" in again and "art. 51" in again
    assert client.post(address, {"round": "2", "answer": "approve"}).status_code == 302
    assert "Aprovado em segunda, 23/11/2026" in page(client, "review_project", case)
    assert "Aprovado em segunda, 23/11/2026" in page(signed_in(case.technician), "request_project", case)


def test_a_group_b_request_has_no_project_page(analyst: User) -> None:
    case = inspected_case(State.READY, analyst)
    for user, name in ((case.technician, "request_project"), (analyst, "review_project")):
        answer = signed_in(user).get(reverse(name, args=[case.filing_number]))
        assert answer.status_code == 409 and "média tensão" in answer.content.decode()
    assert "request_project" not in str(list(doors_of(case.technician.as_actor(), case)))
    assert not any("projeto" in url for _, url, _ in doors_of(case.technician.as_actor(), case))


def test_the_page_of_the_inspection_says_the_day_and_what_is_in_the_way(analyst: User) -> None:
    case = life.ready(make_technician(), analyst, NOW, kind="mini")
    client, address = signed_in(case.technician), reverse("request_inspection", args=[case.filing_number])
    shown = page(client, "request_inspection", case)
    assert "segunda, 07/12/2026" in shown and "10 dias úteis" in shown
    assert "precisa ser aprovado antes do pedido de vistoria" in shown and "art. 94, § 2º" in shown
    assert 'aria-disabled="true"' in shown and reverse("request_project", args=[case.filing_number]) in shown
    refused = client.post(address)
    assert refused.status_code == 422
    case.refresh_from_db()
    assert case.state == State.READY.value
    life.submit_project(case, NOW)
    life.approve_project(case, analyst, NOW)
    assert "aria-disabled" not in page(client, "request_inspection", case)
    assert client.post(address, {"is_ready": "on"}).status_code == 302
    shown = page(client, "request_inspection", case)
    assert "A vistoria foi pedida" in shown and "segunda, 07/12/2026" in shown
    assert client.post(address).status_code == 409


def test_the_analyst_connects_and_everybody_reads_when_the_credits_begin(analyst: User) -> None:
    case = inspected_case(State.INSPECTION_REQUESTED, analyst)
    client, address = signed_in(analyst), reverse("review_inspection", args=[case.filing_number])
    assert "segunda, 30/11/2026" in page(client, "review_inspection", case)
    without = client.post(address, {"inspected_on": "2026-11-23", "result": "passed"})
    assert without.status_code == 422 and set(without.context["form"].errors) == {"meter_number"}
    early = client.post(address, {"inspected_on": "2026-11-20", "result": "passed", "meter_number": "M-1234"})
    assert early.status_code == 422 and "não pode ser de antes" in early.content.decode()
    late = client.post(address, {"inspected_on": "24/11/2026", "result": "passed", "meter_number": "M-1234"})
    assert late.status_code == 422 and "ainda não chegou" in late.content.decode()
    good = {"inspected_on": "23/11/2026", "result": "passed", "meter_number": "M-1234", "report": "now"}
    assert client.post(address, good).status_code == 302
    assert client.post(address, good).status_code == 409
    for browser, name in (
        (signed_in(case.technician), "request_inspection"),
        (signed_in(case.technician), "request_detail"),
        (holder_client(case), "holder_inspection"),
        (holder_client(case), "holder_request"),
    ):
        shown = page(browser, name, case)
        assert "ciclo seguinte" in shown and "art. 655-G, § 1º" in shown, name
    assert "M-1234" in page(holder_client(case), "holder_inspection", case)


def test_a_failed_visit_goes_from_reasons_to_report_to_a_new_request(analyst: User) -> None:
    case = inspected_case(State.INSPECTION_REQUESTED, analyst)
    client, address = signed_in(analyst), reverse("review_inspection", args=[case.filing_number])
    given = {"inspected_on": "2026-11-23", "result": "failed", "report": "later"}
    assert "pelo menos um motivo" in client.post(address, given).content.decode()
    reason = {
        "reason_0_what": life.FAULT.what,
        "reason_0_rule": life.FAULT.rule,
        "reason_0_fix": life.FAULT.how_to_fix,
    }
    assert client.post(address, given | reason | {"meter_number": "M-1"}).status_code == 422
    mixed = client.post(address, given | reason | {"result": "passed", "meter_number": "M-123"})
    assert mixed.status_code == 422 and "result" in mixed.context["form"].errors
    assert client.post(address, given | reason).status_code == 302
    technician = signed_in(case.technician)
    waiting = page(technician, "request_inspection", case)
    assert "quinta, 26/11/2026" in waiting and life.FAULT.what not in waiting
    before = page(client, "review_inspection_report", case)
    assert life.FAULT.what in before and "terça, 23/03/2027" in before and "pode ser cancelado" in before
    report = reverse("review_inspection_report", args=[case.filing_number])
    assert client.post(report).status_code == 302
    assert client.post(report).status_code == 409
    shown = page(technician, "request_inspection", case)
    for words in (life.FAULT.what, life.FAULT.how_to_fix, "terça, 23/03/2027", "Pedir a nova vistoria"):
        assert words in shown, words
    ends = "Depois dessa data este portal encerra o parecer: a norma permite o cancelamento."
    assert ends in shown and ends in page(holder_client(case), "holder_inspection", case)
    pdf = reverse("request_inspection_report", args=[case.filing_number, 1])
    assert technician.get(pdf).status_code == 202
    assert holder_client(case).get(pdf.replace("/solicitacoes", "/titular/solicitacoes")).status_code == 404
    deliver("requests.inspection_report")
    assert content(technician.get(pdf)).startswith(b"%PDF")
    holder_pdf = reverse("holder_inspection_report", args=[case.filing_number, 1])
    assert content(holder_client(case).get(holder_pdf)).startswith(b"%PDF")
    assert holder_pdf in page(holder_client(case), "holder_inspection", case)
    assert signed_in(make_technician("Carla Dias")).get(pdf).status_code == 404
    assert technician.post(reverse("request_inspection", args=[case.filing_number])).status_code == 302
    again = page(client, "review_inspection", case)
    assert "É um motivo novo" in again and life.FAULT.what[:20] in again
    repeated = given | reason | {"report": "now", "reason_0_repeats": "999"}
    assert client.post(address, repeated).status_code == 422
    known = Inspection.objects.get().reasons.get()
    assert client.post(address, repeated | {"reason_0_repeats": str(known.pk)}).status_code == 302
    assert "Já estava no relatório da 1ª vistoria" in page(technician, "request_inspection", case)


@pytest.mark.parametrize("state", [State.APPROVED, State.LAPSED, State.ANALYSIS])
def test_before_the_inspection_its_pages_say_why_not(state: State, analyst: User) -> None:
    case = inspected_case(state, analyst)
    for user, name in (
        (case.technician, "request_inspection"),
        (analyst, "review_inspection"),
        (analyst, "review_inspection_report"),
    ):
        client, address = signed_in(user), reverse(name, args=[case.filing_number])
        assert client.get(address).status_code == 409, name
        assert client.post(address).status_code == 409, name


def test_the_doors_of_a_request_lead_to_its_step(analyst: User) -> None:
    case = life.ready(make_technician(), analyst, NOW, kind="mini")
    names = [url.rsplit("/", 1)[-1] for _, url, _ in doors_of(case.technician.as_actor(), case)]
    assert {"projeto-da-subestacao", "vistoria"} <= set(names)
    asked = inspected_case(State.INSPECTION_REQUESTED, analyst)
    assert [label for _, _, label in doors_of(analyst.as_actor(), asked)].count("Registrar a vistoria") == 1
    failed = inspected_case(State.INSPECTION_FAILED, analyst)
    assert "Entregar o relatório da vistoria" in [
        label for _, _, label in doors_of(analyst.as_actor(), failed)
    ]


def test_every_page_stays_within_twelve_statements(
    analyst: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    mini = life.ready(make_technician(), analyst, NOW, kind="mini")
    life.submit_project(mini, NOW)
    life.return_project(mini, analyst, NOW)
    life.submit_project(mini, NOW, {ProjectPart.PROJECT: life.upload()})
    life.return_project(mini, analyst, NOW, found_gaps=True)
    reported = inspected_case(State.INSPECTION_REPORTED, analyst)
    asked = inspected_case(State.INSPECTION_REPORTED, analyst)
    life.ask_inspection(asked, NOW)
    failed = inspected_case(State.INSPECTION_FAILED, analyst)
    deliver("requests.inspection_report")
    for browser, name, case in (
        (signed_in(mini.technician), "request_project", mini),
        (signed_in(mini.technician), "request_inspection", mini),
        (signed_in(reported.technician), "request_inspection", reported),
        (signed_in(analyst), "review_project", mini),
        (signed_in(analyst), "review_inspection", asked),
        (signed_in(analyst), "review_inspection_report", failed),
        (holder_client(reported), "holder_inspection", reported),
    ):
        with django_assert_max_num_queries(MOST_STATEMENTS, info=name):
            page(browser, name, case)
    life.submit_project(mini, NOW, {ProjectPart.PROJECT: life.upload()})
    browser = signed_in(analyst)
    with django_assert_max_num_queries(MOST_STATEMENTS):
        page(browser, "review_project", mini)
