"""Reverse flow through the pages: the waiver, the study, the choice, the studies on request, and the place in the grid."""

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any
from zoneinfo import ZoneInfo

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from time_machine import TimeMachineFixture

from eligibility.domain.findings import Refused
from portal.outbox.models import Message
from requests_app.domain.clock import ClockName
from requests_app.effects.flow import make_flow_study
from requests_app.models import (
    CompatibilityCheck,
    Compensation,
    Deadline,
    Event,
    FlowChoice,
    FlowStudy,
    StudyRequest,
)
from requests_app.services.clocks.reckoning import reckon_all
from requests_app.services.snapshots import is_silence_approval
from tests.factories import make_analyst, make_technician
from tests.files import pdf_bytes
from tests.integration.case_reading import as_user
from tests.integration.flow_room import analyst_of, holder_of, room, take_it
from tests.integration.review_room import words
from tests.life_case import Case, new_case
from tests.life_flow import METHOD, STUDY_AS_TYPED, reduce
from tests.life_steps import bring_to, do

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=ZoneInfo("America/Sao_Paulo"))
HOUSE_KW = Decimal("8.2")
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def morning(time_machine: TimeMachineFixture) -> TimeMachineFixture:
    time_machine.move_to(NOW, tick=False)
    return time_machine


@pytest.fixture
def case() -> Case:
    return bring_to(new_case(), "analysis", NOW)


def test_a_study_is_written_with_its_faults_beside_the_fields_and_every_word_kept(case: Case) -> None:
    client, page = analyst_of(case), room(case, "/fluxo", "/analise")
    take_it(case)
    typed = STUDY_AS_TYPED | {
        "permanent_reduction": "viavel",
        "permanent_reduction-power_kw": "6",
        "max_power_kw": "4,1",
    }
    answer = client.post(page, typed)
    assert answer.status_code == 422 and not FlowStudy.objects.exists()
    said = words(answer).lower()
    for expected in (
        "explique por que a alternativa iv serve ou não serve.",
        "com 6 kw injetados a inversão continua. o máximo sem ela é 4,1 kw.",
        "escreva o custo da alternativa iv",
    ):
        assert expected in said
    assert "Medição do alimentador em domingos de 2026, 12 h." in answer.content.decode()
    wrong = client.post(
        page, {"max_power_kw": "muito", "window_0_begins": "09:00", "timed_reduction": "viavel"}
    )
    assert wrong.status_code == 422
    for expected in ("complete este horário, ou deixe tudo vazio.", "escolha o ponto da análise."):
        assert expected in words(wrong).lower()
    assert not Event.objects.filter(action="issue_flow_study").exists()


def test_the_study_is_delivered_printed_read_and_replaced(case: Case) -> None:
    client, page = analyst_of(case), room(case, "/fluxo", "/analise")
    take_it(case)
    assert client.post(page, STUDY_AS_TYPED).status_code == 302
    study = FlowStudy.objects.get()
    assert (study.number, study.asked_kw, study.max_power_kw) == (1, HOUSE_KW, Decimal("4.1"))
    assert study.study.viable[0].global_cost_brl == 5000
    told = Message.objects.filter(template="flow_study")
    assert {message.recipient for message in told} == {
        case.technician.email,
        case.access_request.holder.email,
    }
    assert "I. Reconfiguração dos circuitos" in told[0].text
    paper = room(case, "/fluxo.pdf")
    assert client.get(paper).status_code == 202, "the worker has not drawn it"
    for _twice in range(2):
        make_flow_study({"flow_study_id": study.pk})
    readers = (
        (client, paper),
        (as_user(case.technician), paper),
        (holder_of(case), room(case, "/fluxo.pdf", "/titular")),
    )
    for reader, address in readers:
        answer = reader.get(address)
        assert answer.headers["Content-Type"] == "application/pdf"
        with pikepdf.open(BytesIO(b"".join(answer.streaming_content))) as pdf:  # type: ignore[attr-defined]  # streaming answers have it
            assert "Estudo de inversão de fluxo 1" in str(pdf.docinfo["/Title"])
    again = client.get(page)
    assert 'value="4,1"' in again.content.decode(), "a new study begins from the one in force"
    assert client.post(page, STUDY_AS_TYPED | {"max_power_kw": "8,2"}).status_code == 302
    assert not FlowStudy.objects.get(number=2).offers_a_choice
    assert "Sem inversão de fluxo" in words(as_user(case.technician).get(room(case, "/fluxo")))
    assert b"".join(client.get(f"{paper}?estudo=1").streaming_content).startswith(b"%PDF")  # type: ignore[attr-defined]  # streaming answers have it
    assert [client.get(f"{paper}?estudo={wrong}").status_code for wrong in ("9", "x", "99999999")] == [
        404
    ] * 3


def test_the_technician_chooses_and_everybody_reads_it(case: Case) -> None:
    do(case, "issue_flow_study", NOW)
    client, page = as_user(case.technician), room(case, "/fluxo")
    own = words(client.get(room(case, "")))
    assert "Escolher a alternativa" in own
    assert f"Sua, {case.technician.first_name} a distribuidora segue com a análise" in own
    shown = client.get(page)
    assert "Só com a IV injeta até 4,1 kW" in words(shown)
    for typed, said in (
        ({}, "Escolha uma alternativa."),
        (
            {"alternatives": ["higher_voltage"], "injected_kw": "1"},
            "Esta alternativa não é viável neste estudo.",
        ),
        ({"alternatives": ["permanent_reduction"], "injected_kw": "5"}, "podem ser injetados até 4,1 kW"),
        ({"alternatives": ["permanent_reduction"], "injected_kw": "4"}, "diga se vai usar armazenamento."),
        (
            {"alternatives": ["permanent_reduction", "timed_reduction"], "injected_kw": "4"},
            "Escolha uma alternativa na rede, uma redução da potência, ou uma de cada.",
        ),
    ):
        answer = client.post(page, {"study": "1", **typed})
        assert answer.status_code == 422 and said.lower() in words(answer).lower(), typed
    assert not FlowChoice.objects.exists()
    whole = {
        "alternatives": ["permanent_reduction"],
        "injected_kw": "4,1",
        "reduction_form": "Limite de exportação no inversor.",
        "has_storage": "nao",
    }
    stale = client.post(page, {"study": "7", **whole})
    assert stale.status_code == 409 and "O estudo mudou" in stale.content.decode()
    assert client.post(page, {"study": "1", **whole}).status_code == 302
    chosen = FlowChoice.objects.get()
    assert (chosen.alternatives, chosen.booked_kw) == (["permanent_reduction"], Decimal("4.1"))
    for reader, address in (
        (client, page),
        (holder_of(case), room(case, "/fluxo", "/titular")),
        (analyst_of(case), room(case, "/fluxo", "/analise")),
    ):
        assert "Limite de exportação no inversor." in words(reader.get(address))
    told = words(holder_of(case).get(room(case, "/fluxo", "/titular")))
    assert told.index("A escolha") < told.index("Estudo 1"), "what was decided comes before its reasons"
    assert "Escolher a alternativa" not in words(client.get(room(case, "")))
    assert Message.objects.filter(template="flow_choice").get().recipient == case.access_request.holder.email
    do(case, "approve", NOW)
    sheet = case.fresh().opinion.content.sheet  # type: ignore[union-attr]  # approved just now
    row = next(row for row in sheet["connection"]["rows"] if row["label"] == "Inversão de fluxo")
    assert (
        "Alternativa escolhida: IV, redução permanente da potência injetável. Com até 4,1 kW injetados."
        in row["value"]
    )


def test_without_a_choice_nobody_approves_not_even_silence(case: Case) -> None:
    for step in ("issue_flow_study", "approve"):
        do(case, step, NOW)
    validity = Deadline.objects.get(access_request=case.pk, clock=ClockName.VALIDITY.value)
    validity.rule_code = "opinion.approval"
    assert not is_silence_approval(case.access_request, validity)
    for who in ("technician", "holder"):
        with pytest.raises(Refused, match="alternative_chosen"):
            do(case, "approve_conditions", NOW, by=who)
    reduce(case, NOW, Decimal(4))
    assert is_silence_approval(case.access_request, validity)
    do(case, "approve_conditions", NOW)


def test_the_studies_behind_the_alternative_come_within_ten_business_days(
    case: Case, time_machine: TimeMachineFixture
) -> None:
    for step in ("issue_flow_study", "choose_alternative", "approve"):
        do(case, step, NOW)
    client, page = as_user(case.technician), room(case, "/fluxo")
    assert "Pedindo hoje, eles chegam até segunda, 07/12/2026" in words(client.get(page))
    assert client.post(page, {"step": "studies", "asked": "A medição de domingo."}).status_code == 302
    clocks = reckon_all(case.fresh())
    assert f"{clocks[ClockName.STUDIES].due_on}" == "2026-12-07"
    assert clocks[ClockName.VALIDITY].is_paused
    assert client.post(page, {"step": "studies"}).status_code == 422, "they are on their way"
    assert "Os estudos já foram pedidos." in words(client.post(page, {"step": "studies"}))
    assert Message.objects.filter(template="studies_requested_team").exists()
    time_machine.move_to(NOW + timedelta(days=16), tick=False)
    team, studies = analyst_of(case), room(case, "/estudos", "/analise")
    assert "Entregar os estudos" in words(team.get(room(case, "", "/analise")))
    assert "A medição de domingo." in words(team.get(studies))
    wrong = team.post(studies, {"file": SimpleUploadedFile("x.pdf", b"MZ nada"), "method": METHOD})
    assert wrong.status_code == 422
    assert team.post(studies, {"file": SimpleUploadedFile("x.pdf", pdf_bytes())}).status_code == 422
    sent = {"file": SimpleUploadedFile("estudos.pdf", pdf_bytes(text="Estudos")), "method": METHOD}
    assert team.post(studies, sent).status_code == 302
    found = StudyRequest.objects.get()
    for reader in (as_user(case.technician), holder_of(case), team):
        answer = reader.get(room(case, f"/fluxo/estudos/{found.pk}.pdf"))
        assert answer.status_code == 200 and "attachment" in answer.headers["Content-Disposition"]
        assert b"".join(answer.streaming_content).startswith(b"%PDF")  # type: ignore[attr-defined]  # streaming answers have it
    assert not reckon_all(case.fresh())[ClockName.VALIDITY].is_paused
    late = Compensation.objects.get()
    assert (late.clock, late.kind, late.verified_days) == ("studies", 1, 12)
    assert "Ninguém espera estudos" in words(team.get(studies))
    assert team.post(studies, sent).status_code == 422


def test_who_approves_waits_for_the_studies_no_longer(case: Case) -> None:
    for step in (
        "issue_flow_study",
        "choose_alternative",
        "approve",
        "request_studies",
        "approve_conditions",
    ):
        do(case, step, NOW)
    assert not Deadline.objects.get(access_request=case.pk, clock=ClockName.STUDIES.value).is_open
    assert "Não é mais esperada" in words(as_user(case.technician).get(room(case, "/fluxo")))


@pytest.mark.parametrize("tail", ["/fluxo", "/fluxo.pdf", "/fluxo/estudos/1.pdf"])
def test_strangers_find_nothing(case: Case, tail: str) -> None:
    for step in ("issue_flow_study", "approve", "request_studies", "deliver_studies"):
        do(case, step, NOW)
    tail = tail.replace("/1.", f"/{StudyRequest.objects.get().pk}.")
    stranger = as_user(make_technician("Carla Dias"))
    other = bring_to(new_case(), "checking", NOW)
    assert stranger.get(room(case, tail)).status_code == 404
    assert holder_of(other).get(room(case, tail, "" if "estudos" in tail else "/titular")).status_code == 404
    assert stranger.post(room(case, "/fluxo"), {"step": "studies"}).status_code == 404
    assert Client().get(room(case, tail)).status_code == 302
    for tail_ in ("/rede", "/fluxo", "/estudos"):
        for method in ("get", "post"):
            ask: Callable[[str], Any] = getattr(as_user(case.technician), method)
            assert ask(room(case, tail_, "/analise")).status_code == 403


def test_the_waiver_by_compatible_power_is_confirmed_on_the_page() -> None:
    waived = bring_to(new_case(), "analysis", NOW)
    answers = waived.access_request.filed_answers.get()
    answers.facts["wants_compatible_power"] = True
    answers.save()
    client, page = analyst_of(waived), room(waived, "/fluxo", "/analise")
    shown = words(client.get(page))
    assert "Dispensa pedida, ainda sem conferência." in shown
    assert "passa da potência compatível, de 1,41 kW" in shown
    colleague = as_user(make_analyst())
    assert "Assuma o pedido na conferência para registrar." in words(colleague.get(page))
    theirs = colleague.post(page, {"step": "waiver", "is_confirmed": "true"})
    assert theirs.status_code == 422 and "Este pedido não está com você." in words(theirs)
    assert not CompatibilityCheck.objects.exists()
    take_it(waived)
    assert client.post(page, {"step": "waiver"}).status_code == 422
    assert client.post(page, {"step": "waiver", "is_confirmed": "true"}).status_code == 302
    assert "A análise está dispensada." in words(client.get(page))
    refused = client.post(page, STUDY_AS_TYPED)
    assert refused.status_code == 422 and "A análise está dispensada neste pedido" in words(refused)
    assert "A análise está dispensada." in words(holder_of(waived).get(room(waived, "/fluxo", "/titular")))
