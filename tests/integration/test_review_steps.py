"""Corrections, clock and steps over HTTP: what is shown before is what happens, and a wrong state is refused."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
import time_machine
from pytest_django import DjangoAssertNumQueries

from portal.accounts.models import User
from portal.outbox.models import Message
from requests_app.models import AccessRequest, Pending, PendingNotice, ReviewItem
from requests_app.services.clocks.suspensions import Consultation
from requests_app.services.review import claims
from requests_app.services.review import verdicts as review
from requests_app.services.telling.messages import pending_lines
from tests.factories import filed_request, reviewed
from tests.integration.review_room import NOW, an_analyst, bench_address, signed_in, words

pytestmark = pytest.mark.django_db
FRIDAY = NOW + timedelta(days=4)
_PAUSE = {"reason_code": "pause.art64_other_utility_or_ons", "body": "ons", "question": "Há restrição?"}


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


@pytest.fixture
def in_analysis(case: AccessRequest, analyst: User) -> AccessRequest:
    reviewed(case, analyst, at=NOW)
    review.accept_documents(access_request_id=case.pk, actor=analyst.as_actor(), now=NOW)
    case.refresh_from_db()
    return case


def _tight(text: str) -> str:
    return re.sub(r"\s+", "", text)


def test_a05_corrections_wait_for_every_verdict_with_the_reason_beside_the_button(
    analyst: User, case: AccessRequest
) -> None:
    """A-05: explained, not `disabled`; a POST answers 422 with the summary and sends nothing."""
    reviewed(case, analyst, failing=2, at=NOW)
    last = ReviewItem.objects.filter(access_request=case).latest("position")
    ReviewItem.objects.filter(pk=last.pk).update(verdict="")
    client = signed_in(analyst)
    page = client.get(bench_address(case, "/pendencias"))
    body = page.content.decode()
    assert page.status_code == 200
    assert 'aria-disabled="true" aria-describedby="falta">Enviar as 2 correções de uma vez' in body
    assert " disabled" not in body
    assert "Falta veredito em 1 item de" in words(page) and f"#item-{last.pk}" in body
    refused = client.post(bench_address(case, "/pendencias"))
    assert refused.status_code == 422
    text = words(refused)
    assert text.startswith("Há 1 problema nesta página Falta veredito em 1 item")
    assert "Lei 14.300/2022, art. 2º, § 4º" in text and "<title>Erro: " in refused.content.decode()
    assert not PendingNotice.objects.exists()


def test_a05_without_any_failing_item_there_is_nothing_to_send(analyst: User, case: AccessRequest) -> None:
    reviewed(case, analyst, at=NOW)
    refused = signed_in(analyst).post(bench_address(case, "/pendencias"))
    assert refused.status_code == 422 and "não há correção a pedir" in words(refused)


def test_a09_preview_technicians_page_and_mail_say_the_same(analyst: User, case: AccessRequest) -> None:
    """A-09: the preview, the page of the technician and the text part of the mail, spaces aside."""
    reviewed(case, analyst, failing=3, at=NOW)
    client = signed_in(analyst)
    preview = words(client.get(bench_address(case, "/pendencias")))
    assert client.post(bench_address(case, "/pendencias")).status_code == 302
    notice = PendingNotice.objects.get(access_request=case)
    lines = pending_lines(list(notice.pendings.all()))
    mail = Message.objects.get(template="pendings_sent").text
    technicians = words(signed_in(case.technician).get(f"/solicitacoes/{case.filing_number}/pendencias"))
    assert _tight(lines) in _tight(mail)
    assert _tight(lines) in _tight(preview)
    for pending in notice.pendings.all():
        for piece in (pending.what, pending.where, pending.rule, pending.how_to_fix):
            assert _tight(piece) in _tight(technicians)
    for sentence in (
        "O prazo da distribuidora para enquanto você corrige.",
        "Parar o prazo enquanto isso é política",
    ):
        assert _tight(sentence) in _tight(preview) and _tight(sentence) in _tight(mail)


def test_the_effect_on_the_clock_stands_with_its_basis_and_dates_before_sending(
    analyst: User, case: AccessRequest
) -> None:
    reviewed(case, analyst, failing=1, at=NOW)
    client = signed_in(analyst)
    text = words(client.get(bench_address(case, "/pendencias")))
    assert "O técnico responde até quarta, 23/12/2026" in text
    assert "O parecer fica parado no dia 0 de 15" in text
    client.post(bench_address(case, "/pendencias"))
    assert PendingNotice.objects.get().cure_due_on == date(2026, 12, 23)


def test_a_later_correction_does_not_stop_the_clock_and_says_so(
    analyst: User, in_analysis: AccessRequest
) -> None:
    item = ReviewItem.objects.filter(access_request=in_analysis, stage="technical")[0]
    review.save_verdict(
        item_id=item.pk, verdict="fails", what="Falta.", how_to_fix="Faça.", base_version=item.version,
        actor=analyst.as_actor(), now=NOW,
    )  # fmt: skip
    text = words(signed_in(analyst).get(bench_address(in_analysis, "/pendencias")))
    assert (
        "O prazo da distribuidora continua correndo." in text and "não inclui correção pedida depois" in text
    )


def test_sending_twice_makes_one_notice(analyst: User, case: AccessRequest) -> None:
    reviewed(case, analyst, failing=1, at=NOW)
    client = signed_in(analyst)
    assert client.post(bench_address(case, "/pendencias")).status_code == 302
    assert client.post(bench_address(case, "/pendencias")).status_code == 409
    assert PendingNotice.objects.count() == 1 and Pending.objects.count() == 1


def test_documents_are_accepted_after_the_date_was_shown(analyst: User, case: AccessRequest) -> None:
    reviewed(case, analyst, at=NOW)
    client = signed_in(analyst)
    page = client.get(bench_address(case, "/documentos-conferidos"))
    assert (
        "A resposta continua até terça, 08/12/2026" in words(page)
        and "aria-disabled" not in page.content.decode()
    )
    assert client.post(bench_address(case, "/documentos-conferidos")).status_code == 302
    case.refresh_from_db()
    assert case.state == "analysis" and case.documents_checked_on == NOW.date()


def test_documents_with_open_items_are_refused_with_the_reason(analyst: User, case: AccessRequest) -> None:
    client = signed_in(analyst)
    assert (
        'aria-disabled="true"' in client.get(bench_address(case, "/documentos-conferidos")).content.decode()
    )
    refused = client.post(bench_address(case, "/documentos-conferidos"))
    assert refused.status_code == 422 and "da conferência de documentos ainda sem" in words(refused)


def test_works_show_the_new_date_before_it_is_true(analyst: User, in_analysis: AccessRequest) -> None:
    client = signed_in(analyst)
    text = words(client.get(bench_address(in_analysis, "/estudo-de-obra")))
    assert "O prazo passa de 15 para 30 dias." in text
    assert "terça, 08/12/2026" in text and "quarta, 23/12/2026" in text and "art. 64, II" in text
    assert client.post(bench_address(in_analysis, "/estudo-de-obra")).status_code == 302
    in_analysis.refresh_from_db()
    assert (in_analysis.state, in_analysis.due_on) == ("works_study", date(2026, 12, 23))


def test_a16_stopping_the_clock_needs_a_listed_reason_and_shows_the_dates_first(
    analyst: User, in_analysis: AccessRequest
) -> None:
    """A-16: the vector of the issue: paused on 27/11, back on Saturday 05/12, due on 17/12."""
    with time_machine.travel(FRIDAY, tick=False):
        claims.claim(access_request_id=in_analysis.pk, actor=analyst.as_actor(), now=FRIDAY)
        client = signed_in(analyst)
        page = client.get(bench_address(in_analysis, "/prazo/parar"))
        text = words(page)
        assert "Hoje a resposta é até terça, 08/12/2026." in text
        assert "O dia do aviso ainda conta: o prazo para no dia 4 de 15." in text
        assert "Pedindo hoje, a resposta é esperada até domingo, 27/12/2026" in text
        assert "Parado por 7 dias" in text and "Parado por 30 dias" in text
        assert "art. 64, § 2º: a distribuidora avisa antes" in text
        for wrong in ({}, {"reason_code": "porque sim"}):
            refused = client.post(bench_address(in_analysis, "/prazo/parar"), wrong)
            assert refused.status_code == 422 and "Escolha um motivo da lista." in words(refused)
        assert not AccessRequest.objects.get(pk=in_analysis.pk).is_clock_paused
        reason = {
            "reason_code": "pause.art64_other_utility_or_ons",
            "body": "ons",
            "question": "Há restrição?",
        }
        assert client.post(bench_address(in_analysis, "/prazo/parar"), reason).status_code == 302
        stopped = AccessRequest.objects.get(pk=in_analysis.pk)
        assert stopped.is_clock_paused and stopped.days_used == 4
        assert client.post(bench_address(in_analysis, "/prazo/parar"), reason).status_code == 422
    saturday = NOW + timedelta(days=12)
    with time_machine.travel(saturday, tick=False):
        claims.claim(access_request_id=in_analysis.pk, actor=analyst.as_actor(), now=saturday)
        client = signed_in(analyst)
        assert "A resposta fica para quinta, 17/12/2026" in words(
            client.get(bench_address(in_analysis, "/prazo/retomar"))
        )
        assert client.post(bench_address(in_analysis, "/prazo/retomar")).status_code == 302
        in_analysis.refresh_from_db()
        assert not in_analysis.is_clock_paused and in_analysis.due_on == date(2026, 12, 17)
        assert client.post(bench_address(in_analysis, "/prazo/retomar")).status_code == 422
    assert Message.objects.filter(template__in=("clock_suspended", "clock_moved")).count() == 4


@pytest.mark.parametrize(
    "tail",
    [
        "/documentos-conferidos",
        "/estudo-de-obra",
        "/prazo/parar",
        "/prazo/retomar",
        "/pendencias",
        "/decisao",
    ],
)
def test_a_decided_request_takes_no_step_and_its_pages_still_open(
    analyst: User, in_analysis: AccessRequest, tail: str
) -> None:
    from requests_app.models import Opinion
    from requests_app.services.opinions import decisions

    decisions.decide(
        access_request_id=in_analysis.pk,
        decision=decisions.Decision(outcome=Opinion.Outcome.FAVOURABLE),
        actor=analyst.as_actor(),
        now=NOW,
    )
    client = signed_in(analyst)
    page = client.get(bench_address(in_analysis, tail))
    assert page.status_code == 200 and "a situação" in words(page).lower()
    given = {
        **_PAUSE,
        "outcome": "favourable",
        "step": "confirm",
    }
    assert client.post(bench_address(in_analysis, tail), given).status_code == 409
    assert AccessRequest.objects.get(pk=in_analysis.pk).state == "approved"


@pytest.mark.parametrize("tail", ["/documentos-conferidos", "/estudo-de-obra", "/prazo/parar", "/pendencias"])
def test_who_does_not_hold_the_request_takes_no_step(in_analysis: AccessRequest, tail: str) -> None:
    client = signed_in(an_analyst("Caio Lemos"))
    given = dict(_PAUSE)
    answer = client.post(bench_address(in_analysis, tail), given)
    assert answer.status_code == (409 if tail == "/documentos-conferidos" else 422)
    if answer.status_code == 422:
        assert "Este pedido não está com você." in words(answer)


def test_works_found_while_the_clock_stands_still_show_a_date_too(
    analyst: User, in_analysis: AccessRequest
) -> None:
    review.pause_clock(
        access_request_id=in_analysis.pk,
        reason_code="pause.art64_other_utility_or_ons",
        consulted=Consultation("ons", question="Há restrição?"),
        actor=analyst.as_actor(),
        now=NOW,
    )
    client = signed_in(analyst)
    assert client.get(bench_address(in_analysis, "/estudo-de-obra")).status_code == 200
    assert client.post(bench_address(in_analysis, "/estudo-de-obra")).status_code == 302


@pytest.mark.parametrize(
    "tail",
    [
        "/documentos-conferidos",
        "/estudo-de-obra",
        "/prazo/parar",
        "/prazo/retomar",
        "/pendencias",
        "/decisao",
        "/titular",
    ],
)
def test_a_page_of_the_room_costs_at_most_12_statements(
    analyst: User,
    in_analysis: AccessRequest,
    tail: str,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    client = signed_in(analyst)
    with django_assert_max_num_queries(12):
        assert client.get(bench_address(in_analysis, tail)).status_code == 200
