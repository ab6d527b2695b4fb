"""Pages of a request with 5,000 units and 40 documents cost as few statements as those of a small one."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.accounts.models import User
from requests_app.models import AccessRequest, AllocationList, Attachment
from requests_app.services.review import claims
from tests.api import Caller
from tests.factories import make_technician
from tests.golden.large import MOST_UNITS, full_draft, full_request, publish_list_of
from tests.integration.review_room import an_analyst, bench_address, signed_in

pytestmark = pytest.mark.django_db
DOCUMENTS, MOST_STATEMENTS = 40, 12
LINES = '"requests_app_allocationlist"."entries"'
SCREENS = ("unidade", "geracao", "creditos", "titular", "documentos", "conferir")
CASE = ("", "/documentos", "/pendencias", "/prazo", "/historico", "/recebida")
HOLDER = ("", "/prazo", "/documentos")
BENCH = ("", "/pendencias", "/decisao", "/titular")


@pytest.fixture
def technician() -> User:
    publish_list_of(DOCUMENTS, timezone.localdate())
    return make_technician()


@pytest.fixture
def draft(technician: User) -> AccessRequest:
    draft = full_draft(technician, units=MOST_UNITS)
    assert len(AllocationList.objects.get(access_request=draft).entries) == MOST_UNITS + 1
    assert Attachment.objects.filter(access_request=draft).count() == DOCUMENTS
    return draft


def statements(client: Client, path: str) -> list[str]:
    """What one request asks of the database, without the savepoints that only the test's transaction has."""
    assert client.get(path).status_code == 200, path
    with CaptureQueriesContext(connection) as captured:
        response = client.get(path)
        b"".join(response)
    assert response.status_code == 200
    asked = [str(query["sql"]) for query in captured.captured_queries]
    return [sql for sql in asked if not sql.startswith(("SAVEPOINT", "RELEASE"))]


def are_few(client: Client, path: str) -> None:
    asked = statements(client, path)
    assert len(asked) <= MOST_STATEMENTS, "\n".join([path, *(sql[:300] for sql in asked)])
    assert not [sql for sql in asked if LINES in sql], path


def test_the_screens_of_a_large_draft_cost_few_statements_and_load_no_line(draft: AccessRequest) -> None:
    client = signed_in(draft.technician)
    for screen in SCREENS:
        are_few(client, f"/rascunhos/{draft.public_id}/{screen}")
    for page in ("/painel", "/rascunhos", "/solicitacoes"):
        are_few(client, page)
    are_few(Caller(draft.technician).client, f"/api/v1/drafts/{draft.public_id}/check")


def test_the_page_of_a_large_list_loads_its_lines_once(draft: AccessRequest) -> None:
    asked = statements(signed_in(draft.technician), f"/rascunhos/{draft.public_id}/creditos/lista")
    assert len([sql for sql in asked if LINES in sql]) == 1
    assert len(asked) <= MOST_STATEMENTS, "\n".join(sql[:300] for sql in asked)


def test_sending_a_large_draft_loads_no_line(draft: AccessRequest) -> None:
    draft.refresh_from_db()
    sent = {
        "version": str(draft.draft_version),
        "declaration_d": "on",
        "declaration_f": "on",
        "is_acknowledged": "on",
    }
    client = signed_in(draft.technician)
    with CaptureQueriesContext(connection) as captured:
        response = client.post(f"/rascunhos/{draft.public_id}/conferir", sent)
    assert response.status_code == 302, response.content.decode()[:3000]
    assert not [q["sql"] for q in captured.captured_queries if LINES in q["sql"]]


def test_the_pages_of_a_large_request_cost_few_statements_and_load_no_line(technician: User) -> None:
    filed = full_request(technician, units=MOST_UNITS)
    assert filed.review_items.count() >= DOCUMENTS
    analyst = an_analyst()
    claims.claim(access_request_id=filed.pk, actor=analyst.as_actor(), now=timezone.now())
    client = signed_in(technician)
    for part in CASE:
        are_few(client, f"/solicitacoes/{filed.filing_number}{part}")
    room = signed_in(analyst)
    for tail in BENCH:
        are_few(room, bench_address(filed, tail))
    are_few(room, "/analise/fila")
    holder = Client()
    session = holder.session
    session["holder_request_id"] = filed.pk
    session.save()
    for part in HOLDER:
        are_few(holder, f"/titular/solicitacoes/{filed.filing_number}{part}")
    are_few(Caller(technician).client, f"/api/v1/requests/{filed.filing_number}")
    are_few(Caller(analyst).client, f"/api/v1/requests/{filed.filing_number}/review")
