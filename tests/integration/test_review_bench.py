"""The bench over HTTP: judging item by item, ready reasons, stale pages, and who may do what."""

from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from portal.accounts.models import User
from requests_app.models import AccessRequest, ReviewItem
from requests_app.services.review import claims
from requests_app.services.review import verdicts as review
from tests.factories import filed_request, make_technician, reviewed
from tests.integration.review_room import NOW, an_analyst, bench_address, form_of, signed_in, words

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_a_monday() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def analyst() -> User:
    return an_analyst()


@pytest.fixture
def case(analyst: User) -> AccessRequest:
    access_request = filed_request(at=NOW)
    claims.claim(access_request_id=access_request.pk, actor=analyst.as_actor(), now=NOW)
    return access_request


def _diagram(case: AccessRequest) -> list[ReviewItem]:
    return list(ReviewItem.objects.filter(access_request=case, document_code="single_line_diagram"))


def test_the_bench_shows_document_checklist_request_and_other_information(
    client: Client, analyst: User, case: AccessRequest
) -> None:
    page = signed_in(analyst).get(bench_address(case, "?doc=single_line_diagram"))
    assert page.status_code == 200
    text = words(page)
    assert "Diagrama unifilar" in text and "Portão azul." in text
    assert "No pedido: 16 módulos de 585 W" in text
    assert "página 1 de 1" in text and "Ainda estamos preparando esta página" in text
    assert "Com você até 15h02" in text
    assert "123.456.789-09" not in page.content.decode() and "***.456.789-**" in text


def test_verdicts_of_one_document_are_saved_together_and_the_next_document_opens(
    analyst: User, case: AccessRequest
) -> None:
    client = signed_in(analyst)
    page = client.get(bench_address(case, "?doc=single_line_diagram"))
    fields = form_of(page, "/conferencia")
    items = _diagram(case)
    for item in items:
        fields[f"item-{item.pk}-verdict"] = "meets"
    answer = client.post(bench_address(case, "/conferencia"), fields)
    assert answer.status_code == 302 and "doc=design_report" in answer["Location"]
    assert {i.verdict for i in _diagram(case)} == {"meets"} and {i.version for i in _diagram(case)} == {1}


def test_an_untouched_item_is_not_saved_again(analyst: User, case: AccessRequest) -> None:
    client = signed_in(analyst)
    first, second, *_ = _diagram(case)
    fields = form_of(client.get(bench_address(case, "?doc=single_line_diagram")), "/conferencia")
    fields[f"item-{first.pk}-verdict"] = "meets"
    client.post(bench_address(case, "/conferencia"), fields)
    fields = form_of(client.get(bench_address(case, "?doc=single_line_diagram")), "/conferencia")
    fields[f"item-{second.pk}-verdict"] = "not_applicable"
    answer = client.post(bench_address(case, "/conferencia"), fields)
    assert answer.status_code == 302 and answer["Location"].endswith(f"#item-{_diagram(case)[2].pk}")
    assert [i.version for i in _diagram(case)][:2] == [1, 1]


def test_a_ready_reason_fills_the_words_without_script_and_saves_nothing(
    analyst: User, case: AccessRequest
) -> None:
    client = signed_in(analyst)
    item = _diagram(case)[0]
    fields = form_of(client.get(bench_address(case, "?doc=single_line_diagram")), "/conferencia")
    fields |= {f"item-{item.pk}-verdict": "fails", f"item-{item.pk}-reason_code": "diagram_unreadable"}
    page = client.post(bench_address(case, "/conferencia"), fields | {"fill": str(item.pk)})
    assert page.status_code == 200
    filled = form_of(page, "/conferencia")
    assert filled[f"item-{item.pk}-what"] == "Não conseguimos ler os valores do diagrama."
    assert filled[f"item-{item.pk}-verdict"] == "fails"
    item.refresh_from_db()
    assert item.verdict == ""
    assert client.post(bench_address(case, "/conferencia"), filled).status_code == 302
    item.refresh_from_db()
    assert (item.verdict, item.reason_code) == ("fails", "diagram_unreadable")
    assert item.how_to_fix.startswith("Exporte o PDF")


def test_choosing_no_ready_reason_says_so_beside_the_item(analyst: User, case: AccessRequest) -> None:
    client = signed_in(analyst)
    item = _diagram(case)[0]
    fields = form_of(client.get(bench_address(case, "?doc=single_line_diagram")), "/conferencia")
    page = client.post(bench_address(case, "/conferencia"), fields | {"fill": str(item.pk)})
    assert page.status_code == 422
    assert "Item 2.1: escolha um motivo pronto da lista." in words(page)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"verdict": "fails"}, "Item 2.1: escreva o que o técnico vai ler."),
        ({"verdict": "fails", "what": "Falta."}, "Item 2.1: escreva como corrigir."),
        ({"verdict": "maybe"}, "Item 2.1: esta opção não existe. Escolha o veredito."),
        ({"verdict": "fails", "what": "x" * 10_000, "how_to_fix": "y"}, "Use até 2000 letras".lower()),
        ({"verdict": "fails", "what": "x", "how_to_fix": "y", "page": "9"}, "este documento tem 1 página(s)"),
        ({"verdict": "fails", "what": "x", "how_to_fix": "y", "page": "NaN"}, "item 2.1"),
        ({"verdict": "fails", "what": "x", "how_to_fix": "y", "page": "-1"}, "item 2.1"),
        (
            {"verdict": "fails", "what": "x", "how_to_fix": "y", "reason_code": "nada"},
            "escolha um motivo da lista",
        ),
        ({"verdict": "meets", "version": "abc"}, "Item 2.1"),
        ({"verdict": "meets", "version": "-1"}, "Item 2.1"),
        ({"what": "texto sem veredito"}, "Item 2.1, veredito: escolha Atende"),
    ],
)
def test_a_bad_verdict_answers_422_and_keeps_every_word(
    analyst: User, case: AccessRequest, changes: dict[str, str], message: str
) -> None:
    client = signed_in(analyst)
    item = _diagram(case)[0]
    fields = form_of(client.get(bench_address(case, "?doc=single_line_diagram")), "/conferencia")
    fields |= {f"item-{item.pk}-{name}": value for name, value in changes.items()}
    page = client.post(bench_address(case, "/conferencia"), fields)
    assert page.status_code == 422
    text = words(page)
    assert message.lower() in text.lower()
    assert "<title>Erro: " in page.content.decode()
    kept = form_of(page, "/conferencia")
    for name in ("what", "how_to_fix", "page"):
        if name in changes:
            assert kept[f"item-{item.pk}-{name}"].strip() == changes[name]
    item.refresh_from_db()
    assert item.version == 0


def test_unprintable_characters_become_spaces(analyst: User, case: AccessRequest) -> None:
    client = signed_in(analyst)
    item = _diagram(case)[0]
    fields = form_of(client.get(bench_address(case, "?doc=single_line_diagram")), "/conferencia")
    fields |= {
        f"item-{item.pk}-verdict": "fails",
        f"item-{item.pk}-what": "Falta\x00aqui",
        f"item-{item.pk}-how_to_fix": "Çã",
    }
    assert client.post(bench_address(case, "/conferencia"), fields).status_code == 302
    item.refresh_from_db()
    assert (item.what, item.how_to_fix) == ("Falta aqui", "Çã")


def test_one_refused_item_does_not_lose_the_others(analyst: User, case: AccessRequest) -> None:
    client = signed_in(analyst)
    first, second, *_ = _diagram(case)
    fields = form_of(client.get(bench_address(case, "?doc=single_line_diagram")), "/conferencia")
    fields |= {f"item-{first.pk}-verdict": "fails", f"item-{second.pk}-verdict": "meets"}
    assert client.post(bench_address(case, "/conferencia"), fields).status_code == 422
    assert [i.verdict for i in _diagram(case)][:2] == ["", "meets"]


def test_a08_a_stale_page_gets_409_with_both_texts_and_nothing_is_lost(
    analyst: User, case: AccessRequest
) -> None:
    client = signed_in(analyst)
    item = _diagram(case)[0]
    fields = form_of(client.get(bench_address(case, "?doc=single_line_diagram")), "/conferencia")
    mine = {"verdict": "fails", "what": "O meu texto.", "how_to_fix": "Do meu jeito."}
    fields |= {f"item-{item.pk}-{name}": value for name, value in mine.items()}
    review.save_verdict(
        item_id=item.pk, verdict="fails", what="O texto salvo antes.", how_to_fix="De outro jeito.",
        base_version=0, actor=analyst.as_actor(), now=NOW,
    )  # fmt: skip
    page = client.post(bench_address(case, "/conferencia"), fields)
    assert page.status_code == 409
    text = words(page)
    for kept in ("O meu texto.", "Do meu jeito.", "O texto salvo antes.", "De outro jeito."):
        assert kept in text
    item.refresh_from_db()
    assert item.what == "O texto salvo antes."
    resend = form_of(page, "/conferencia")
    merged = client.post(bench_address(case, "/conferencia"), resend | {"merge": "1"})
    assert merged.status_code == 200
    assert form_of(merged, "/conferencia")[f"item-{item.pk}-what"] == "O meu texto.\nO texto salvo antes."
    assert client.post(bench_address(case, "/conferencia"), resend).status_code == 302
    item.refresh_from_db()
    assert (item.what, item.how_to_fix, item.version) == ("O meu texto.", "Do meu jeito.", 2)


def test_a08_an_untouched_item_that_a_colleague_changed_does_not_clash(
    analyst: User, case: AccessRequest
) -> None:
    client = signed_in(analyst)
    first, second, *_ = _diagram(case)
    fields = form_of(client.get(bench_address(case, "?doc=single_line_diagram")), "/conferencia")
    review.save_verdict(item_id=first.pk, verdict="meets", base_version=0, actor=analyst.as_actor(), now=NOW)
    fields[f"item-{second.pk}-verdict"] = "meets"
    assert client.post(bench_address(case, "/conferencia"), fields).status_code == 302
    assert [i.verdict for i in _diagram(case)][:2] == ["meets", "meets"]


def test_losing_the_claim_while_writing_keeps_the_words_and_offers_to_take_it_back(
    analyst: User, case: AccessRequest
) -> None:
    caio = an_analyst("Caio Lemos")
    client = signed_in(analyst)
    item = _diagram(case)[0]
    fields = form_of(client.get(bench_address(case, "?doc=single_line_diagram")), "/conferencia")
    fields |= {
        f"item-{item.pk}-verdict": "fails",
        f"item-{item.pk}-what": "Ilegível.",
        f"item-{item.pk}-how_to_fix": "Refaça.",
    }
    claims.claim(access_request_id=case.pk, actor=caio.as_actor(), is_takeover=True, now=NOW)
    page = client.post(bench_address(case, "/conferencia"), fields)
    assert page.status_code == 409 and "Ilegível." in words(page) and "avisa Caio" in words(page)
    again = client.post(bench_address(case, "/conferencia"), form_of(page, "/conferencia") | {"take": "1"})
    assert again.status_code == 302
    item.refresh_from_db()
    assert item.what == "Ilegível."


def test_another_analyst_reads_and_may_take_over(analyst: User, case: AccessRequest) -> None:
    caio = an_analyst("Caio Lemos")
    page = signed_in(caio).get(bench_address(case))
    text = words(page)
    assert "Com Beatriz até 15h02. Você vê em leitura." in text and "Assumir (avisa Beatriz)" in text
    assert 'name="item-' not in page.content.decode()


def test_the_second_round_shows_what_was_asked_and_the_answer(analyst: User, case: AccessRequest) -> None:
    from requests_app.services.review import corrections

    reviewed(case, analyst, failing=1, at=NOW)
    notice = review.send_pendings(access_request_id=case.pk, actor=analyst.as_actor(), now=NOW)
    technician = case.technician.as_actor()
    for pending in notice.pendings.all():
        corrections.fix_pending(
            pending_id=pending.pk, file=None, answer="Assinei a folha 2.", actor=technician, now=NOW
        )
    corrections.answer_pendings(access_request_id=case.pk, actor=technician, now=NOW)
    claims.claim(access_request_id=case.pk, actor=analyst.as_actor(), now=NOW)
    text = words(signed_in(analyst).get(bench_address(case)))
    assert "rodada 2" in text
    assert "Rodada 1, correção pedida: Falta a assinatura no item 1." in text
    assert "Resposta do técnico: Assinei a folha 2." in text


def test_the_bench_offers_a_step_only_while_the_request_is_with_the_utility(
    analyst: User, case: AccessRequest
) -> None:
    client = signed_in(analyst)
    assert "Decidir" in words(client.get(bench_address(case)))
    reviewed(case, analyst, failing=1, at=NOW)
    review.send_pendings(access_request_id=case.pk, actor=analyst.as_actor(), now=NOW)
    sent = words(client.get(bench_address(case)))
    assert "Decidir" not in sent and "Montar correções" not in sent


@pytest.mark.parametrize("number", ["²", "1" * 5000, "-1", "dois"])
def test_an_odd_page_number_shows_the_first_page(analyst: User, case: AccessRequest, number: str) -> None:
    room = signed_in(analyst)
    assert room.get(bench_address(case), {"pagina": number}).status_code == 200
    given = form_of(room.get(bench_address(case)), "/conferencia") | {"pagina": number}
    saved = room.post(bench_address(case, "/conferencia"), given)
    assert saved.status_code == 302 and "pagina" not in saved["Location"]


def test_the_bench_costs_at_most_12_statements(
    analyst: User, case: AccessRequest, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = signed_in(analyst)
    client.get(bench_address(case))
    with django_assert_max_num_queries(12):
        assert client.get(bench_address(case)).status_code == 200


@pytest.mark.parametrize("tail", ["", "/pendencias", "/decisao", "/documentos-conferidos", "/estudo-de-obra",
                                  "/prazo/parar", "/prazo/retomar", "/titular"])  # fmt: skip
def test_the_room_is_for_reviewers_only(
    client: Client, analyst: User, case: AccessRequest, tail: str
) -> None:
    assert client.get(bench_address(case, tail)).status_code == 302
    assert signed_in(make_technician("Outro Técnico")).get(bench_address(case, tail)).status_code == 403
    assert signed_in(analyst).get(f"/analise/solicitacoes/GD-2026-999999-9{tail}").status_code == 404


def test_nobody_else_may_post_a_verdict(case: AccessRequest) -> None:
    assert signed_in(case.technician).post(bench_address(case, "/conferencia"), {}).status_code == 403
