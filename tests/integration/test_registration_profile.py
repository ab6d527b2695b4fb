"""The technician's own page: what is asked of whom, the papers, and what a change does to a verification."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import Error, transaction
from django.test import Client

from documents.models import StoredFile
from portal.accounts.models import User
from portal.outbox.models import Message
from requests_app.models import RegistrationCheck, ResponsibleProfessional
from tests import files
from tests.factories import make_technician
from tests.integration.registration_room import PROFILE, paper, send_papers
from tests.integration.review_room import words

pytestmark = pytest.mark.django_db
PAGE = "/conta/profissional"


@pytest.fixture
def user() -> User:
    return make_technician()


@pytest.fixture
def client(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def profile() -> ResponsibleProfessional:
    return ResponsibleProfessional.objects.get()


def test_the_attribution_is_asked_of_other_engineers_only(client: Client) -> None:
    answer = client.post(PAGE, {**PROFILE, "profession": "other_engineer"})
    assert answer.status_code == 422
    assert "diga se a atribuição está anotada no seu registro" in words(answer)
    client.post(PAGE, {**PROFILE, "profession": "other_engineer", "has_attribution": "true"})
    assert (profile().profession, profile().has_attribution) == ("other_engineer", True)
    client.post(PAGE, {**PROFILE, "profession": "energy_engineer", "has_attribution": "true"})
    assert (profile().profession, profile().has_attribution) == ("energy_engineer", False)


@pytest.mark.parametrize("council", ["CREA", "CFT", "CAU"])
def test_each_named_council_is_accepted(client: Client, council: str) -> None:
    assert client.post(PAGE, {**PROFILE, "council": council}).status_code == 302
    assert str(profile()) == f"{council} MG-123456/D"


def test_another_council_is_accepted_with_its_name(client: Client) -> None:
    assert client.post(PAGE, {**PROFILE, "council": "OTHER"}).status_code == 422
    assert client.post(PAGE, {**PROFILE, "council": "OTHER", "council_name": "CRQ"}).status_code == 302
    assert str(profile()) == "CRQ MG-123456/D"


@pytest.mark.parametrize(
    ("council", "number", "is_odd"),
    [
        ("CREA", "MG-123456/D", False),
        ("CREA", "MG-1234567890123456", True),
        ("CFT", "12345678901", False),
        ("CAU", "A123456-7", False),
    ],
)
def test_a_number_of_an_odd_shape_is_kept_and_worth_a_look(
    client: Client, council: str, number: str, is_odd: bool
) -> None:
    """The shapes are known by example only: advice, never a bar."""
    given = {**PROFILE, "council": council, "registration": number}
    answer = client.post(PAGE, given, follow=True)
    assert profile().registration == number
    assert ("Ele costuma ser assim" in words(answer)) is is_odd


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("full_name", "Rafael Outro"),
        ("profession", "energy_engineer"),
        ("council", "CFT"),
        ("registration", "MG-999999/D"),
        ("registration_uf", "SP"),
    ],
)
def test_a_change_of_what_was_checked_ends_the_verification(client: Client, field: str, value: str) -> None:
    client.post(PAGE, PROFILE)
    assert profile().registration_status == "verified" and RegistrationCheck.objects.count() == 0
    answer = client.post(PAGE, {**PROFILE, field: value}, follow=True)
    assert (profile().registration_status, profile().verified_until) == ("unverified", None)
    check = RegistrationCheck.objects.get()
    assert (check.status, check.checked_by, check.version) == ("unverified", profile().user, 1)
    assert "O registro voltou a “não conferido”" in answer.content.decode()
    page = words(client.get(PAGE))
    assert "Você mudou dados do seu registro" in page and "pelos dados novos do técnico" in page
    mail = Message.objects.get(template="registration_checked")
    assert "Você mudou dados do seu registro" in mail.text and "Rafael" not in mail.subject


def test_a_change_of_telephone_or_title_ends_nothing_and_the_same_again_writes_nothing(
    client: Client,
) -> None:
    for _ in range(2):
        client.post(PAGE, {**PROFILE, "phone": "(31) 98888-7777", "title": "Eng. eletricista"})
    assert (profile().registration_status, profile().version) == ("verified", 0)
    assert not Message.objects.exists() and not RegistrationCheck.objects.exists()


def test_a_suspension_stays_and_the_new_data_wait_for_an_analyst(client: Client) -> None:
    send_papers(client, certificate=paper())
    ResponsibleProfessional.objects.update(
        registration_status="suspended", verified_until=None, waiting_since=None
    )
    client.post(PAGE, {**PROFILE, "registration": "MG-999999/D"})
    assert profile().registration_status == "suspended" and profile().waiting_since is not None


def test_nobody_sets_the_own_status_through_the_form(client: Client) -> None:
    ResponsibleProfessional.objects.update(registration_status="suspended", verified_until=None)
    forged = {"registration_status": "verified", "verified_until": "2099-01-01", "status": "verified"}
    assert client.post(PAGE, {**PROFILE, **forged}).status_code == 302
    assert (profile().registration_status, profile().verified_until) == ("suspended", None)
    assert client.post(f"/analise/registros/{profile().pk}", forged).status_code == 403


def test_the_certificate_is_kept_shown_and_can_be_fetched_back(client: Client) -> None:
    answer = send_papers(client, certificate=paper("minha certidão.pdf"))
    assert answer.headers["Location"] == f"{PAGE}#arquivos"
    page = words(client.get(PAGE))
    assert "minha certidão.pdf" in page and "esperam um analista" in page
    fetched = client.get(f"{PAGE}/arquivos/certidao")
    assert b"".join(fetched.streaming_content).startswith(b"%PDF")  # type: ignore[attr-defined]  # streaming answers have it
    assert fetched.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in fetched.headers["Content-Security-Policy"]
    assert client.get(f"{PAGE}/arquivos/decisao").status_code == 404
    assert client.get(f"{PAGE}/arquivos/outro").status_code == 404


def test_sending_the_same_file_twice_keeps_it_once_and_another_one_replaces_it(client: Client) -> None:
    for _ in range(2):
        assert send_papers(client, certificate=paper()).status_code == 302
    assert StoredFile.objects.count() == 1 and profile().version == 1
    first = profile().certificate
    send_papers(client, certificate=paper(text="Certidão nova"))
    replaced = profile().certificate
    assert replaced is not None and replaced.replaces == first and profile().version == 2
    # A new certificate renews: it does not end what was verified.
    assert profile().registration_status == "verified"


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"", "vazio.pdf", "O arquivo está vazio"),
        (files.pdf_bytes(password="segredo"), "senha.pdf", "está com senha"),
        (files.html_dressed_as_pdf(), "pagina.pdf", "Não conseguimos abrir este arquivo como PDF"),
        (b"AC1032" + b"\0" * 200, "planta.dwg", "Aqui aceitamos PDF, JPG ou PNG"),
        (files.pdf_bytes(pages=21), "longo.pdf", "mais de 20 páginas"),
        (files.pdf_with_javascript(), "script.pdf", "um programa"),
        (files.heavy_pdf_bytes(1, 11_000_000), "pesado.pdf", "O limite é"),
    ],
)
def test_t11_a_hostile_file_is_refused_and_the_good_one_stays(
    client: Client, content: bytes, name: str, said: str
) -> None:
    client.post(PAGE, {**PROFILE, "profession": "other_engineer", "has_attribution": "true"})
    answer = send_papers(client, certificate=SimpleUploadedFile(name, content), decision=paper("decisao.pdf"))
    assert answer.status_code == 422
    assert said.casefold() in words(answer).casefold()
    assert 'href="#id_certificate"' in answer.content.decode()
    assert profile().certificate is None and profile().decision is not None


def test_an_empty_sending_is_told_and_without_a_profile_there_is_nowhere_to_send(client: Client) -> None:
    assert send_papers(client).status_code == 422
    ResponsibleProfessional.objects.all().delete()
    assert send_papers(client, certificate=paper()).headers["Location"] == PAGE
    assert not StoredFile.objects.exists()


def test_a_form_of_another_site_is_refused(user: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(user)
    assert client.post(PAGE, {**PROFILE, "council": "CFT"}).status_code == 403
    assert send_papers(client, certificate=paper()).status_code == 403
    assert profile().council == "CREA" and profile().certificate is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"profession": ""},
        {"registration_status": "verified", "verified_until": None},
        {"registration_status": "suspended"},
        {"council": "OTHER", "council_name": ""},
    ],
)
def test_the_table_itself_refuses_what_cannot_be(user: User, wrong: dict[str, object]) -> None:
    with pytest.raises(Error), transaction.atomic():
        ResponsibleProfessional.objects.filter(user=user).update(**wrong)
