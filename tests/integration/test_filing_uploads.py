"""Files into their slots: every refusal has its own words and costs the other files nothing."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from portal.accounts.models import User
from portal.accounts.roles import Role
from requests_app.models import AccessRequest
from requests_app.services.filing.attachments import current_attachments
from tests import files
from tests.integration.filing_steps import (
    DOCUMENTS,
    filled_draft,
    page,
    pdf,
    send_documents,
    signed_in,
    technician,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def user() -> User:
    return technician()


@pytest.fixture
def client(user: User) -> Client:
    return signed_in(user)


@pytest.fixture
def draft(user: User) -> AccessRequest:
    return filled_draft(user)


def held(draft: AccessRequest) -> set[str]:
    return set(current_attachments(draft))


@pytest.mark.parametrize(
    ("slot", "content", "name", "words"),
    [
        ("design_report", b"", "vazio.pdf", "O arquivo está vazio"),
        ("design_report", files.pdf_bytes(password="segredo"), "senha.pdf", "está com senha"),
        ("design_report", files.pdf_bytes()[:300], "cortado.pdf", "Não conseguimos abrir"),
        (
            "design_report",
            files.html_dressed_as_pdf(),
            "pagina.pdf",
            "Não conseguimos abrir este arquivo como PDF",
        ),
        ("design_report", b"AC1032" + b"\0" * 200, "planta.dwg", "Aqui aceitamos PDF, JPG ou PNG"),
        ("technical_responsibility", files.pdf_bytes(pages=51), "longo.pdf", "mais de 50 páginas"),
        ("identity", files.heavy_pdf_bytes(1, 3_400_000), "pesado.pdf", "O limite é"),
        ("design_report", files.pdf_with_javascript(), "script.pdf", "um programa"),
    ],
)
def test_t11_each_refusal_has_its_own_message_and_the_good_file_stays(
    client: Client, draft: AccessRequest, slot: str, content: bytes, name: str, words: str
) -> None:
    bad = SimpleUploadedFile(name, content)
    answer = client.post(
        page(draft, "draft_documents"), {f"file_{slot}": bad, "file_single_line_diagram": pdf("dados.pdf")}
    )
    html = answer.content.decode()
    assert answer.status_code == 422
    assert words.casefold() in html.casefold()
    assert f'href="#id_file_{slot}"' in html
    assert held(draft) == {"single_line_diagram"}
    assert "dados.pdf" in html


def test_a_replacement_points_at_what_it_replaced_and_both_can_be_fetched(
    client: Client, draft: AccessRequest
) -> None:
    address = page(draft, "draft_documents")
    content = files.pdf_bytes(text="Um")
    client.post(address, {"file_design_report": SimpleUploadedFile("primeiro.pdf", content)})
    first = current_attachments(draft)["design_report"].stored_file
    client.post(address, {"file_design_report": pdf("segundo.pdf", text="Dois")})
    second = current_attachments(draft)["design_report"].stored_file
    assert first is not None
    assert second is not None
    assert second.replaces == first
    html = client.get(address).content.decode()
    assert "1 versão anterior, guardada" in html
    assert html.count("primeiro.pdf") == 1
    fetched = client.get(f"/arquivos/{first.public_id}")
    assert fetched.getvalue() == content
    fetched.close()
    assert fetched["Content-Disposition"] == 'attachment; filename="primeiro.pdf"'
    assert fetched["Content-Security-Policy"].startswith("sandbox")
    assert fetched["X-Content-Type-Options"] == "nosniff"


def test_a_removed_file_leaves_its_slot_and_stays_among_the_earlier_ones(
    client: Client, draft: AccessRequest
) -> None:
    address = page(draft, "draft_documents")
    client.post(address, {"file_design_report": pdf("memorial.pdf")})
    removed = client.post(f"{address}/design_report/remover")
    assert removed.status_code == 302
    assert held(draft) == set()
    assert "memorial.pdf" in client.get(address).content.decode()
    assert client.post(f"{address}/nao_existe/remover").status_code == 404


def test_all_documents_lead_on_to_the_check(client: Client, draft: AccessRequest) -> None:
    send_documents(client, draft)
    assert held(draft) == set(DOCUMENTS)
    assert client.post(page(draft, "draft_documents")).headers["Location"] == page(draft, "draft_check")


def test_sending_nothing_says_what_to_choose(client: Client, draft: AccessRequest) -> None:
    answer = client.post(page(draft, "draft_documents"))
    assert answer.status_code == 422
    assert "Escolha o arquivo: Diagrama unifilar." in answer.content.decode()


def test_a_file_for_a_document_that_does_not_apply_is_left_out(client: Client, draft: AccessRequest) -> None:
    client.post(page(draft, "draft_documents"), {"file_cnpj_proof": pdf(), "file_identity": pdf("rg.pdf")})
    assert held(draft) == {"identity"}


def test_only_who_may_see_the_request_fetches_its_files(client: Client, draft: AccessRequest) -> None:
    client.post(page(draft, "draft_documents"), {"file_identity": pdf("rg.pdf")})
    stored = current_attachments(draft)["identity"].stored_file
    assert stored is not None
    address = f"/arquivos/{stored.public_id}"
    analyst = User.objects.create_user("ana@demo.portal", "uma-senha-longa", role=Role.ANALYST.value)
    assert Client().get(address).status_code == 302
    assert signed_in(technician("outro@exemplo.com.br")).get(address).status_code == 404
    # A draft is nobody's business but its technician's; analysts are sent to set up their second factor first.
    assert signed_in(analyst).get(address).status_code in (302, 404)
    own = client.get(address)
    assert own.status_code == 200
    own.close()


def test_a_company_is_asked_for_its_own_documents(client: Client, user: User) -> None:
    company = filled_draft(
        user,
        holder={"is_company": "true", "tax_id": "06.981.180/0001-16", "representative_name": "Rui Barros"},
    )
    html = client.get(page(company, "draft_documents")).content.decode()
    assert 'id="id_file_cnpj_proof"' in html
    assert 'id="id_file_identity"' not in html
    assert "Documento oficial do titular, com foto</b>" in html
