"""Another responsible professional: accepted by both, confirmed by the holder with a code, once (ux H7, e-mail 23)."""

from threading import Barrier, Thread

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import connections
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from eligibility.domain.findings import Refused
from portal.accounts.models import User
from portal.outbox.models import Message
from requests_app.domain.lifecycle import State
from requests_app.models import (
    AccessRequest,
    Attachment,
    TechnicianChange,
    TechnicianChangeEvent,
)
from requests_app.services.people.technician_changes import (
    come,
    confirm,
    end_change,
)
from tests.factories import filed_request, make_technician
from tests.integration.change_room import address, fill, told, transfer_code
from tests.integration.review_room import NOW, an_analyst, form_of, signed_in, words
from tests.integration.test_holder_access import come_in, other_than
from tests.life_changes import asked_change, call_for_help, changed_technician, holder_of
from tests.stages import request_in

pytestmark = pytest.mark.django_db


def test_h7_the_technician_asks_both_accept_the_holder_confirms_and_the_old_one_is_out(
    client: Client, leaving: User, coming: User, case: AccessRequest
) -> None:
    old, new = signed_in(leaving), signed_in(coming)
    assert fill(old, address(case), email=coming.email.upper()).status_code == 302
    everybody = sorted([leaving.email, coming.email, case.holder.email])
    assert told("technician_change_asked") == everybody
    page = words(old.get(address(case)))
    assert "Responsável técnico atual: aceitou" in page and "Titular: falta aceitar" in page
    assert "até 14 dias corridos" in page and "Política" in page

    assert new.get(f"/solicitacoes/{case.filing_number}").status_code == 404
    listed = words(new.get("/trocas"))
    assert str(case.filing_number) in listed and "Rafael Nogueira" in listed
    assert "Ana" not in listed and "3014056287" not in listed
    assert fill(new, "/trocas", answer="accept").status_code == 302
    assert "Falta o titular confirmar" in words(new.get("/trocas"))

    come_in(client, case)
    asked = fill(client, address(case, "/titular"))
    assert asked.headers["Location"] == f"{address(case, '/titular')}/confirmar"
    confirm_page = client.get(asked.headers["Location"])
    assert "De Rafael Nogueira para Carla Dias" in words(confirm_page)
    given = form_of(confirm_page) | {"is_sure": "on", "code": other_than(transfer_code())}
    assert client.post(asked.headers["Location"], given).status_code == 422
    case.refresh_from_db()
    assert case.technician == leaving
    done = client.post(asked.headers["Location"], given | {"code": transfer_code()})
    assert done.headers["Location"] == address(case, "/titular")

    case.refresh_from_db()
    assert case.technician == coming
    number, file = case.filing_number, Attachment.objects.filter(access_request=case).first()
    assert file is not None and file.stored_file is not None
    for path in (f"/solicitacoes/{number}", f"/solicitacoes/{number}/historico", address(case)):
        assert old.get(path).status_code == 404
        assert new.get(path).status_code == 200
    download = f"/arquivos/{file.stored_file.public_id}"
    assert old.get(download).status_code == 404
    assert b"".join(new.get(download)).startswith(b"%PDF")
    assert told("technician_change_done") == everybody
    for mail in Message.objects.filter(template__startswith="technician_change"):
        assert str(number) in mail.subject and "Carla" not in mail.subject and "Rafael" not in mail.subject
    history = words(new.get(f"/solicitacoes/{number}/historico"))
    assert "O responsável técnico mudou de Rafael Nogueira para Carla Dias." in history
    kinds = TechnicianChangeEvent.objects.order_by("id").values_list("kind", flat=True)
    assert list(kinds) == ["asked", "leaves", "comes", "confirmed", "done"]
    tracked = apps.get_model("requests_app", "AccessRequestStateTechnicianClaimedByDueOnEvent")
    versions = tracked.objects.filter(pgh_obj=case).order_by("pgh_id")
    assert [row.technician_id for row in versions][-1] == coming.pk


def test_h7_the_holder_asks_with_a_code_and_nobody_hears_before_it(
    client: Client, leaving: User, coming: User, case: AccessRequest
) -> None:
    come_in(client, case)
    path = address(case, "/titular")
    assert fill(client, path, email=coming.email).headers["Location"] == f"{path}/confirmar"
    assert told("technician_change_asked") == []
    old, new = signed_in(leaving), signed_in(coming)
    assert "Ninguém pede" in words(new.get("/trocas"))
    assert "Troca em andamento" not in words(old.get(address(case)))
    fill(client, f"{path}/confirmar", is_sure="on", code=transfer_code())
    assert told("technician_change_asked") == sorted([leaving.email, coming.email, case.holder.email])
    fill(new, "/trocas", answer="accept")
    case.refresh_from_db()
    assert case.technician == leaving
    page = old.get(address(case))
    assert coming.email not in page.content.decode()
    assert old.post(address(case), {"answer": "accept"}).status_code == 302
    case.refresh_from_db()
    assert case.technician == coming


def test_the_answer_never_tells_whether_an_account_exists(leaving: User, coming: User) -> None:
    pages = []
    for email in (coming.email, "ninguem@exemplo.test"):
        case = filed_request(leaving, at=NOW)
        client = signed_in(leaving)
        assert fill(client, address(case), email=email).status_code == 302
        page = words(client.get(address(case)))
        pages.append(page.replace(str(case.filing_number), "N").replace(email, "E"))
    assert pages[0] == pages[1]


def test_a_code_for_another_person_confirms_nobody(
    client: Client, leaving: User, coming: User, case: AccessRequest
) -> None:
    """The technician asks for somebody else between the holder's two pages."""
    come_in(client, case)
    path = address(case, "/titular")
    fill(client, path, email="escolhida@exemplo.test")
    given = form_of(client.get(f"{path}/confirmar")) | {"is_sure": "on", "code": transfer_code()}
    asked_change(case, coming, at=NOW)
    assert client.post(f"{path}/confirmar", given).headers["Location"] == path
    assert TechnicianChange.objects.get(outcome="open").confirmed_at is None


@pytest.mark.parametrize("state", [State.PENDING, State.APPROVED, State.NOT_APPROVED])
def test_any_filed_request_can_change_hands(state: State, leaving: User, coming: User) -> None:
    case = request_in(state, technician=leaving, analyst=an_analyst(), at=NOW)
    before = (case.state, case.due_on)
    case = changed_technician(case, coming, at=NOW)
    assert case.technician == coming and (case.state, case.due_on) == before


def test_the_next_technician_never_sees_the_help_of_the_one_before(
    leaving: User, coming: User, case: AccessRequest
) -> None:
    call = call_for_help(case, leaving.as_actor(), at=NOW)
    changed_technician(case, coming, at=NOW)
    assert signed_in(coming).get(f"/solicitacoes/{case.filing_number}/ajuda/{call.number}").status_code == 404


def test_the_pages_cost_few_statements(
    client: Client,
    leaving: User,
    coming: User,
    case: AccessRequest,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    come_in(client, case)
    for _ in range(5):
        asked_change(filed_request(leaving, at=NOW), coming, at=NOW)
    asked_change(case, coming, at=NOW)
    for who, path in (
        (signed_in(leaving), address(case)), (signed_in(coming), "/trocas"), (client, address(case, "/titular")),
        (client, f"{address(case, '/titular')}/confirmar"),
    ):  # fmt: skip
        with django_assert_max_num_queries(12):
            assert who.get(path).status_code == 200


def test_two_acceptances_at_once_change_hands_once(committing_db: None) -> None:
    for _ in range(10):
        one_round()


def one_round() -> None:
    leaving, coming = make_technician(), make_technician("Carla Dias")
    case = filed_request(leaving, at=NOW)
    change = asked_change(case, coming, at=NOW)
    confirm(change_id=change.pk, actor=holder_of(case), now=NOW)
    said: list[str] = []
    gate = Barrier(3)

    def say_yes() -> None:
        try:
            gate.wait()
            come(change_id=change.pk, actor=coming.as_actor(), now=NOW)
            said.append("done")
        except Refused as refused:
            said.append(refused.code)
        finally:
            connections.close_all()

    def say_no() -> None:
        try:
            gate.wait()
            end_change(change_id=change.pk, actor=leaving.as_actor(), now=NOW)
            said.append("ended")
        except (Refused, PermissionDenied):
            said.append("late")
        finally:
            connections.close_all()

    threads = [Thread(target=say_yes), Thread(target=say_yes), Thread(target=say_no)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    case.refresh_from_db()
    change.refresh_from_db()
    assert said.count("done") == (case.technician_id == coming.pk) == (change.outcome == "done")
    assert said.count("done") + said.count("ended") == 1, said
