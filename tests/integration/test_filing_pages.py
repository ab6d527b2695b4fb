"""The screens of a draft over HTTP: what is typed is kept first and judged after."""

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from requests_app.models import AccessRequest
from requests_app.services.filing.drafts import create_draft
from tests.filing_data import DECLARED, answers
from tests.integration.filing_steps import (
    SCREENS,
    filled_draft,
    page,
    post,
    send_documents,
    signed_in,
    technician,
)

pytestmark = pytest.mark.django_db


def test_the_whole_way_from_nothing_to_a_filing_number() -> None:
    user = technician()
    client = signed_in(user)
    begun = client.post(reverse("draft_new"))
    draft = AccessRequest.objects.get(technician=user)
    assert begun.headers["Location"] == page(draft, "draft_unit")
    for name, section, after in (
        ("draft_unit", "unit", "draft_generation"),
        ("draft_generation", "generation", "draft_credits"),
        ("draft_credits", "credits", "draft_holder"),
        ("draft_holder", "holder", "draft_documents"),
    ):
        answer = post(client, draft, name, answers(section))
        assert answer.status_code == 302, answer.content.decode()
        assert answer.headers["Location"] == page(draft, after)
    send_documents(client, draft)
    check = client.get(page(draft, "draft_check")).content.decode()
    assert "Nada impede o envio" in check or "Tudo certo" in check
    sent = post(
        client, draft, "draft_check", {**DECLARED, "other_information": "Cão bravo", "is_acknowledged": "on"}
    )
    draft.refresh_from_db()
    assert sent.status_code == 302, sent.content.decode()
    assert sent.headers["Location"] == f"/solicitacoes/{draft.filing_number}/recebida"
    received = client.get(sent.headers["Location"]).content.decode()
    assert str(draft.filing_number) in received
    assert "a•••@exemplo.com.br" in received
    assert "ana@exemplo.com.br" not in received
    assert draft.other_information == "Cão bravo"


@pytest.mark.parametrize("name", SCREENS)
def test_every_screen_of_an_empty_and_of_a_filled_draft_opens_with_few_statements(
    name: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    user = technician()
    client = signed_in(user)
    for draft in (create_draft(actor=user.as_actor()), filled_draft(user)):
        with django_assert_max_num_queries(12):
            shown = client.get(page(draft, name))
        assert shown.status_code == 200
        assert b"<title>Erro" not in shown.content


@pytest.mark.parametrize(
    ("section", "field", "value", "words"),
    [
        ("unit", "unit_number", "30140", "Confira o número da instalação"),
        (
            "unit",
            "monthly_consumption_kwh",
            "1 2 3 4 5 6 7 8 9 10 11 12 13",
            "Escreva o consumo de até 12 meses",
        ),
        ("unit", "breaker_a", "NaN", "escreva só o número"),
        ("unit", "breaker_a", "0", "disjuntor geral, em ampères"),
        ("unit", "street", "á" * 10_000, "10000"),
        ("unit", "municipality", "\x00", "Escreva o município"),
        ("generation", "inverter_0_power_kw", "0 kW", "zero"),
        ("generation", "inverter_0_power_kw", "-3", "negativo"),
        ("generation", "inverter_0_power_kw", "1000000000", "grande demais"),
        ("generation", "module_0_power_w", "0", "Nenhum dos dois pode ser zero"),
        ("unit", "request_kind", "tudo", "Esta opção não existe"),
        ("unit", "activities", "á" * 600, "Use até 500 letras"),
        ("unit", "breaker_a", "\U0001f50c", "escreva só o número"),
        ("generation", "array_area_m2", "1e30", "escreva só o número"),
        ("generation", "plant_code", "UFV", "Confira o CEG"),
        ("credits", "modality", "", "Diga quem vai usar os créditos"),
        ("holder", "tax_id", "111.111.111-11", "não bate"),
        ("holder", "email", "sem arroba", "Confira o e-mail"),
        ("holder", "name", "Ñ" * 10_000, "10000"),
    ],
)
def test_g06_bad_input_is_answered_with_its_field_and_kept(
    section: str, field: str, value: str, words: str
) -> None:
    user = technician()
    client, draft = signed_in(user), filled_draft(user)
    answer = post(client, draft, f"draft_{section}", answers(section, **{field: value}))
    html = answer.content.decode()
    assert answer.status_code == 422
    assert words.casefold() in html.casefold()
    assert "<title>Erro: " in html
    assert "Há 1 problema nesta página" in html
    assert 'aria-invalid="true"' in html
    draft.refresh_from_db()
    assert draft.draft_answers[section][field] == value.replace("\x00", "")


def test_ten_kilowatts_on_a_single_phase_breaker_of_63_a_are_refused_with_article_31() -> None:
    user = technician()
    draft = filled_draft(user, unit={"phases": "mono"})
    big = answers("generation", module_0_quantity="20", inverter_0_power_kw="10")
    answer = post(signed_in(user), draft, "draft_generation", big)
    assert answer.status_code == 422
    assert "art. 31" in answer.content.decode()


def test_the_check_lists_what_is_missing_with_links_to_the_fields() -> None:
    user = technician()
    client, draft = signed_in(user), filled_draft(user, holder={"tax_id": "1"})
    html = client.get(page(draft, "draft_check")).content.decode()
    assert f"{page(draft, 'draft_holder')}?revisar=1#id_tax_id" in html
    assert f"{page(draft, 'draft_documents')}#id_file_design_report" in html
    shown = client.get(f"{page(draft, 'draft_holder')}?revisar=1")
    assert shown.status_code == 200
    assert "confira os números" in shown.content.decode().lower()
    refused = post(client, draft, "draft_check", DECLARED)
    assert refused.status_code == 422
    draft.refresh_from_db()
    assert draft.filing_number is None


def test_sending_without_the_mandatory_declarations_says_which() -> None:
    user = technician()
    client, draft = signed_in(user), filled_draft(user)
    send_documents(client, draft)
    html = post(
        client, draft, "draft_check", {"declaration_d": "on", "is_acknowledged": "on"}
    ).content.decode()
    assert 'href="#id_declaration_f"' in html
    assert 'href="#id_declaration_d"' not in html


def test_somebody_elses_draft_is_not_there() -> None:
    draft = filled_draft(technician())
    other = signed_in(technician("outro@exemplo.com.br"))
    for name in (*SCREENS, "draft_start", "draft_changed"):
        assert other.get(page(draft, name)).status_code == 404
    for name in (*SCREENS, "draft_discard"):
        assert other.post(page(draft, name), {}).status_code == 404


def test_refresh_keeps_the_answers_and_stays_on_the_page() -> None:
    user = technician()
    client, draft = signed_in(user), filled_draft(user)
    answer = post(
        client, draft, "draft_generation", answers("generation", inverter_0_power_kw="5"), refresh="1"
    )
    assert answer.headers["Location"] == f"{page(draft, 'draft_generation')}#enquadramento"
    html = client.get(page(draft, "draft_generation")).content.decode()
    assert "<b>5 kW</b>" in html
    assert "art. 64" in html


def test_a_technician_without_registration_gives_it_first() -> None:
    user = technician()
    user.professional.delete()
    begun = signed_in(user).post(reverse("draft_new"))
    assert begun.headers["Location"] == "/conta/profissional?next=/solicitacoes/nova"
    assert AccessRequest.objects.count() == 0


def test_a_draft_goes_on_at_the_first_screen_that_is_not_ready() -> None:
    user = technician()
    client = signed_in(user)
    assert (
        client.get(page(create_draft(actor=user.as_actor()), "draft_start"))
        .headers["Location"]
        .endswith("/unidade")
    )
    assert client.get(page(filled_draft(user), "draft_start")).headers["Location"].endswith("/documentos")
    wrong = filled_draft(user, credits={"modality": ""})
    assert client.get(page(wrong, "draft_start")).headers["Location"].endswith("/creditos")


def test_a_discarded_draft_is_gone_from_the_lists() -> None:
    user = technician()
    client, draft = signed_in(user), filled_draft(user)
    assert "Casa da Ana" in client.get(reverse("drafts")).content.decode()
    client.post(page(draft, "draft_discard"))
    assert "Casa da Ana" not in client.get(reverse("drafts")).content.decode()
    with_files = filled_draft(user)
    send_documents(client, with_files)
    client.post(page(with_files, "draft_discard"))
    assert "Você não tem rascunhos" in client.get(reverse("drafts")).content.decode()
