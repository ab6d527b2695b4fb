"""The division of credits after the connection: the holder's list, its preview, the code, members with their document."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from eligibility.domain.choices import Followed, Topic
from eligibility.domain.vocabulary import Association
from eligibility.profile import current_profile
from portal.accounts.models import User
from portal.outbox.models import Message
from requests_app.domain.filing import CreditsAnswers
from requests_app.models import AccessRequest, AllocationChange, AllocationList
from requests_app.services.allocations.lists import current_list
from tests.factories import filed_request, give_second_factor, make_analyst, make_supervisor, make_technician
from tests.files import pdf_bytes
from tests.integration.filing_steps import signed_in
from tests.life_guarantees import REMOTE, approved, connect, put_list, shared_credits

pytestmark = pytest.mark.django_db
FILED_AT = datetime(2026, 11, 16, 13, tzinfo=UTC)
CONNECTED_AT = datetime(2027, 2, 1, 15, tzinfo=UTC)
NOW = datetime(2027, 3, 10, 15, tzinfo=UTC)
BEFORE = "esta unidade\t50\n3014100001\t30\n3014100002\t20"
AFTER = "esta unidade\t40\n3014100001\t30\n3014100003\t30"
ANA, BIA = "529.982.247-25", "123.456.789-09"
WITH_ANA = f"esta unidade\t50\n3014100001\t50\tAna\t{ANA}"
WITH_BIA = f"esta unidade\t50\n3014100001\t30\tAna\t{ANA}\n3014100002\t20\tBia\t{BIA}"


def connected_case(
    credits_: CreditsAnswers = REMOTE, text: str = BEFORE, technician: User | None = None
) -> AccessRequest:
    """A plant on the grid since 01/02/2027, with a list of units where `text` has one."""
    case = filed_request(technician, at=FILED_AT, credits=credits_)
    analyst = make_analyst()
    approved(case, analyst, FILED_AT)
    case = connect(case, analyst, CONNECTED_AT)
    if text:
        put_list(case, text)
    return AccessRequest.objects.get(pk=case.pk)


def holder_client(case: AccessRequest) -> Client:
    client = Client(headers={"host": "localhost"})
    session = client.session
    session["holder_request_id"] = case.pk
    session.save()
    return client


def page(case: AccessRequest, part: str = "") -> str:
    return f"/titular/solicitacoes/{case.filing_number}/rateio{part}"


def send(client: Client, case: AccessRequest, text: str, **extra: Any) -> Any:
    return client.post(page(case), {"basis": "percentage", "text": text, **extra})


def code_in_mail(case: AccessRequest) -> str:
    mail = Message.objects.filter(template="holder_allocate_code", about=case.filing_number).latest("pk")
    found = re.search(r"^(\d{6})$", mail.text, re.MULTILINE)
    assert found is not None
    return found[1]


def confirm(client: Client, case: AccessRequest, code: str = "", **extra: Any) -> Any:
    change = AllocationChange.objects.filter(access_request=case, status="prepared").first()
    shown = {"change": change.pk} if change else {}
    data = {"is_sure": "on", "code": code or code_in_mail(case), **shown, **extra}
    return client.post(page(case, "/confirmar"), data)


def document() -> SimpleUploadedFile:
    return SimpleUploadedFile("ato.pdf", pdf_bytes(text="Alteração do ato"), "application/pdf")


@pytest.fixture(autouse=True)
def on_the_day() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


def test_the_holder_changes_the_division_with_a_code_and_both_get_the_receipt() -> None:
    case = connected_case()
    client = holder_client(case)
    shown = client.get(page(case)).content.decode()
    assert "no máximo em <b>sexta, 09/04/2027</b>" in shown
    assert "art. 12, § 4º" in shown and "60 dias" in shown
    answer = send(client, case, AFTER)
    assert (answer.status_code, answer["Location"]) == (302, page(case, "/confirmar"))
    assert current_list(case).number == 1  # type: ignore[union-attr]  # the case has a list
    preview = client.get(page(case, "/confirmar")).content.decode()
    for words in ("Entram: 1", "Saem: 1", "Mudam: 1", "50% → 40%", "3014100003"):
        assert words in preview
    done = confirm(client, case)
    assert (done.status_code, done["Location"]) == (302, page(case, "/pronto"))
    listed = current_list(case)
    assert listed is not None and (listed.number, listed.unit_count, listed.created_by_id) == (2, 2, None)
    assert AllocationList.objects.filter(access_request=case).count() == 2
    change = AllocationChange.objects.get(status="done")
    assert (change.effective_on, change.rule_code, change.is_by_page) == (
        date(2027, 4, 9), "allocation.change_days", False
    )  # fmt: skip
    receipts = Message.objects.filter(template="allocation_changed")
    assert {mail.recipient for mail in receipts} == {case.holder.email, case.technician.email}
    assert "09/04/2027" in receipts[0].text and "3014100003" not in receipts[0].text
    assert "09/04/2027" in client.get(page(case, "/pronto")).content.decode()
    versions = signed_in(case.technician).get(f"/solicitacoes/{case.filing_number}/rateio").content.decode()
    assert "Pedida pelo titular" in versions and "09/04/2027" in versions


def test_an_operator_that_follows_its_page_counts_sixty_days(monkeypatch: pytest.MonkeyPatch) -> None:
    profile = current_profile().model_copy(update={"choices": {Topic.allocation_change: Followed.page}})
    monkeypatch.setattr("requests_app.services.allocations.change_rules.current_profile", lambda: profile)
    case = connected_case()
    client = holder_client(case)
    assert "a partir de <b>domingo, 09/05/2027</b>" in client.get(page(case)).content.decode()
    send(client, case, AFTER)
    confirm(client, case)
    change = AllocationChange.objects.get(status="done")
    assert (change.effective_on, change.is_by_page) == (NOW.date() + timedelta(days=60), True)


def test_a_code_serves_once_and_a_second_click_changes_nothing() -> None:
    case = connected_case()
    client = holder_client(case)
    send(client, case, AFTER)
    code = code_in_mail(case)
    assert confirm(client, case, "000000" if code != "000000" else "111111").status_code == 422
    assert confirm(client, case, code, is_sure="").status_code == 422
    assert confirm(client, case, code).status_code == 302
    again = confirm(client, case, code)
    assert (again.status_code, again["Location"]) == (302, page(case))
    assert AllocationList.objects.filter(access_request=case).count() == 2


def test_another_code_may_be_asked_for_without_sending_the_list_again() -> None:
    case = connected_case()
    client = holder_client(case)
    send(client, case, AFTER)
    first = code_in_mail(case)
    assert client.post(page(case, "/confirmar"), {"again": "1"}).status_code == 200
    assert first == code_in_mail(case) or confirm(client, case, first).status_code == 422
    assert confirm(client, case).status_code == 302
    assert AllocationList.objects.filter(access_request=case).count() == 2


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("esta unidade\t40\n3014100001\t30", "Os percentuais somam 70%"),
        ("esta unidade\t40\n3014100001\t30\n3014100001\t30", "Há unidades repetidas"),
        ("esta unidade\t40\n3014100001\tsessenta", "Linhas que não conseguimos ler"),
        (BEFORE, "do mesmo jeito que a de hoje"),
        ("", "ole a lista ou escolha um arquivo"),
        ("esta unidade\t40\n001347925805910\t60", "Unidades de outra distribuidora"),
    ],
)
def test_a_list_that_is_wrong_or_changes_nothing_is_told_and_not_kept(text: str, words: str) -> None:
    case = connected_case()
    answer = send(holder_client(case), case, text)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not AllocationChange.objects.exists()


def test_before_the_connection_and_in_the_fast_track_it_is_refused_with_the_rule() -> None:
    early = filed_request(at=FILED_AT, credits=REMOTE)
    answer = holder_client(early).get(page(early))
    assert answer.status_code == 409 and "depois da ligação" in answer.content.decode()
    local = connected_case(CreditsAnswers(modality=REMOTE.modality, wants_fast_track=True), text="")
    refused = send(holder_client(local), local, AFTER)
    assert refused.status_code == 409
    assert "art. 73-A, § 2º" in refused.content.decode()
    assert not AllocationChange.objects.exists()


def test_strangers_find_nothing_and_the_technician_only_reads() -> None:
    case, other = connected_case(), connected_case(technician=make_technician("Carla Dias"))
    assert holder_client(other).get(page(case)).status_code == 404
    assert signed_in(case.technician).get(page(case)).status_code == 403
    mine = f"/solicitacoes/{case.filing_number}/rateio"
    assert signed_in(case.technician).post(mine).status_code == 405
    assert signed_in(other.technician).get(mine).status_code == 404


def test_members_enter_only_with_the_document_and_a_reviewer_confirms() -> None:
    """REN 1.000, art. 655-H, § 2º."""
    chief, case = make_supervisor(), connected_case(shared_credits(Association.cooperative), WITH_ANA)
    client = holder_client(case)
    lacking = send(client, case, WITH_BIA)
    assert lacking.status_code == 422
    assert "Ato constitutivo da cooperativa" in lacking.content.decode()
    bad = send(client, case, WITH_BIA, document=SimpleUploadedFile("a.pdf", b"nada", "application/pdf"))
    assert bad.status_code == 422
    assert send(client, case, WITH_BIA, document=document()).status_code == 302
    assert "confere antes o documento" in client.get(page(case, "/confirmar")).content.decode()
    confirm(client, case)
    change = AllocationChange.objects.get(status="waiting")
    assert Message.objects.get(template="allocation_to_check").recipient == chief.email
    assert Message.objects.filter(template="allocation_waiting").count() == 2
    assert AllocationList.objects.filter(access_request=case).count() == 1
    waits = client.get(page(case))
    assert waits.status_code == 200 and "está em conferência" in waits.content.decode()
    assert "Divisão de hoje" in waits.content.decode() and 'name="basis"' not in waits.content.decode()
    assert send(client, case, WITH_BIA, document=document()).status_code == 409
    reviewer = signed_in(give_second_factor(make_analyst("Paulo Reis")))
    review_page = f"/analise/solicitacoes/{case.filing_number}/rateio"
    shown = reviewer.get(review_page).content.decode()
    assert "Ato constitutivo da cooperativa" in shown and "Entram: 1" in shown
    given = {"change": change.pk}
    assert f'name="change" value="{change.pk}"' in shown
    file = reviewer.get(f"{review_page}/documento/{change.pk}")
    assert b"".join(file).startswith(b"%PDF")
    assert reviewer.post(review_page, given | {"verdict": "decline", "reason": ""}).status_code == 422
    assert reviewer.post(review_page, given | {"verdict": "accept"}).status_code == 302
    assert reviewer.post(review_page, given | {"verdict": "accept"}).status_code == 409
    listed = current_list(case)
    assert listed is not None and (listed.number, listed.unit_count) == (2, 2)
    change.refresh_from_db()
    assert (change.status, change.effective_on) == ("done", date(2027, 4, 9))


def test_a_declined_change_leaves_the_division_and_tells_why() -> None:
    case = connected_case(shared_credits(), WITH_ANA)
    client = holder_client(case)
    send(client, case, WITH_BIA, document=document())
    confirm(client, case)
    reviewer = signed_in(give_second_factor(make_analyst("Paulo Reis")))
    reviewer.post(
        f"/analise/solicitacoes/{case.filing_number}/rateio",
        {
            "change": AllocationChange.objects.get(status="waiting").pk,
            "verdict": "decline",
            "reason": "Falta o registro na Junta.",
        },
    )
    assert AllocationList.objects.filter(access_request=case).count() == 1
    assert Message.objects.filter(template="allocation_declined", text__contains="Junta").count() == 2
    assert "Falta o registro na Junta." in client.get(page(case, "/pronto")).content.decode()
    assert client.get(page(case)).status_code == 200


def test_a_new_list_in_hand_replaces_the_one_that_waited_for_its_code() -> None:
    case = connected_case()
    client = holder_client(case)
    send(client, case, AFTER)
    send(client, case, "esta unidade\t10\n3014100009\t90")
    old, new = AllocationChange.objects.order_by("id")
    assert (old.status, old.entries, new.status) == ("dropped", [], "prepared")
    confirm(client, case)
    listed = current_list(case)
    assert listed is not None and listed.unit_count == 1


def test_five_thousand_units_cost_twelve_statements_at_most(django_assert_max_num_queries: Any) -> None:
    def lines(first: int) -> str:
        units = "\n".join(f"{3_014_200_000 + n}\t0,01999" for n in range(first, first + 5000))
        return f"esta unidade\t0,05\n{units}"

    case = connected_case(text=lines(0))
    client = holder_client(case)
    with django_assert_max_num_queries(12):
        assert client.get(page(case)).status_code == 200
    assert send(client, case, lines(100)).status_code == 302
    with django_assert_max_num_queries(12):
        preview = client.get(page(case, "/confirmar")).content.decode()
    assert "Entram: 100" in preview and "primeiras 50 de 100" in preview
    confirm(client, case)
    reader, versions = signed_in(case.technician), f"/solicitacoes/{case.filing_number}/rateio"
    with django_assert_max_num_queries(12):
        assert reader.get(versions).status_code == 200
