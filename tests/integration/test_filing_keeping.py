"""Nothing typed is lost and nothing is filed twice: tabs, sessions, failures, second clicks."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import OperationalError
from django.test import Client

from requests_app.models import AccessRequest
from requests_app.services.filing.drafts import StaleDraft, save_section
from requests_app.views.filing import sending
from requests_app.views.filing import steps as draft_steps
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


def test_t16_sending_twice_files_once() -> None:
    user = technician()
    client, draft = signed_in(user), filled_draft(user)
    send_documents(client, draft)
    data = {**DECLARED, "is_acknowledged": "on", "version": str(draft.draft_version), "other_information": ""}
    first = client.post(page(draft, "draft_check"), data)
    again = client.post(page(draft, "draft_check"), data)
    assert first.status_code == again.status_code == 302
    assert first.headers["Location"] == again.headers["Location"]
    assert AccessRequest.objects.exclude(filing_number=None).count() == 1


def test_t17_a_sent_draft_shows_when_it_was_sent_and_no_form() -> None:
    user = technician()
    client, draft = signed_in(user), filled_draft(user)
    send_documents(client, draft)
    post(client, draft, "draft_check", {**DECLARED, "is_acknowledged": "on"})
    for name in (*SCREENS, "draft_start"):
        shown = client.get(page(draft, name))
        assert "Já enviada em" in shown.content.decode()
        assert "no-store" in shown["Cache-Control"]
        assert b'data-autosave-url="' not in shown.content
    late = client.post(page(draft, "draft_unit"), answers("unit"))
    assert late.status_code == 409
    quiet = client.post(page(draft, "draft_unit"), answers("unit"), headers={"X-Autosave": "1"})
    assert quiet.status_code == 409


def test_autosave_answers_in_json_and_keeps_wrong_answers_too() -> None:
    user = technician()
    client, draft = signed_in(user), filled_draft(user)
    saved = client.post(
        page(draft, "draft_unit"),
        {**answers("unit", breaker_a="sessenta"), "version": str(draft.draft_version)},
        headers={"X-Autosave": "1"},
    )
    assert saved.status_code == 200
    assert saved.json()["version"] == draft.draft_version + 1
    draft.refresh_from_db()
    assert draft.draft_answers["unit"]["breaker_a"] == "sessenta"


def test_t08_a_second_tab_sees_both_texts_and_nothing_is_lost() -> None:
    user = technician()
    client, draft = signed_in(user), filled_draft(user)
    old = {"version": str(draft.draft_version)}
    client.post(page(draft, "draft_unit"), {**answers("unit", nickname="Primeira"), **old})
    second = client.post(page(draft, "draft_unit"), {**answers("unit", nickname="Segunda"), **old})
    html = second.content.decode()
    assert second.status_code == 409
    assert "Este rascunho mudou em outra aba" in html
    assert "Primeira" in html
    assert "Segunda" in html
    draft.refresh_from_db()
    assert draft.nickname == "Primeira"
    chosen = client.post(
        page(draft, "draft_unit"),
        {**answers("unit", nickname="Segunda"), "version": str(draft.draft_version)},
    )
    assert chosen.status_code == 302
    draft.refresh_from_db()
    assert draft.nickname == "Segunda"


def test_t08_the_autosave_of_a_second_tab_leads_to_the_comparison() -> None:
    user = technician()
    client, draft = signed_in(user), filled_draft(user)
    old = {"version": str(draft.draft_version)}
    client.post(page(draft, "draft_unit"), {**answers("unit", nickname="Primeira"), **old})
    quiet = client.post(
        page(draft, "draft_unit"), {**answers("unit", nickname="Segunda"), **old}, headers={"X-Autosave": "1"}
    )
    assert quiet.status_code == 409
    html = client.get(quiet.json()["compare_url"]).content.decode()
    assert "Primeira" in html
    assert "Segunda" in html


def test_g13_answers_posted_without_a_session_come_back_after_signing_in() -> None:
    user = technician()
    draft = filled_draft(user)
    typed = {**answers("unit", nickname="Escrita depois", breaker_a="x"), "version": str(draft.draft_version)}
    lost = Client().post(page(draft, "draft_unit"), typed)
    assert lost.status_code == 302
    assert lost.headers["Location"].startswith("/entrar?next=")
    assert "Escrita" not in lost.headers["Location"]
    back = parse_qs(urlsplit(lost.headers["Location"]).query)["next"][0]
    intruder = signed_in(technician("outro@exemplo.com.br"))
    assert intruder.get(back).status_code == 404
    shown = signed_in(user).get(back, follow=True)
    assert "Escrita depois" in shown.content.decode()
    draft.refresh_from_db()
    assert draft.nickname == "Escrita depois"


def test_g12_autosave_without_a_session_is_told_to_sign_in() -> None:
    draft = filled_draft(technician())
    answer = Client().post(page(draft, "draft_unit"), answers("unit"), headers={"X-Autosave": "1"})
    assert answer.status_code == 401
    assert answer.json() == {"login_url": "/entrar"}


def test_g15_a_database_that_fails_leaves_the_answers_in_the_page_to_send_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    user = technician()
    client, draft = signed_in(user), filled_draft(user)

    def down(**_: object) -> None:
        raise OperationalError("the database is away")

    with monkeypatch.context() as fault:
        fault.setattr(draft_steps, "save_section", down)
        broken = client.post(page(draft, "draft_unit"), answers("unit", nickname="Não perca"))
    html = broken.content.decode()
    assert broken.status_code == 500
    assert 'name="nickname" value="Não perca"' in html
    assert "guardado nesta página" in html


def test_g15_a_database_that_fails_while_sending_leaves_one_request_after_the_second_try(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    user = technician()
    client, draft = signed_in(user), filled_draft(user)
    send_documents(client, draft)

    def down(**_: object) -> None:
        raise OperationalError("the database is away")

    data = {**DECLARED, "is_acknowledged": "on", "other_information": "Portão azul"}
    with monkeypatch.context() as fault:
        fault.setattr(sending, "file_request", down)
        broken = post(client, draft, "draft_check", data)
    html = broken.content.decode()
    assert broken.status_code == 500
    assert "Ainda não enviamos o pedido" in html
    assert 'name="other_information" value="Portão azul"' in html
    for _ in range(2):
        assert post(client, draft, "draft_check", data).status_code == 302
    assert AccessRequest.objects.exclude(filing_number=None).count() == 1


def test_t08_two_tabs_on_different_sections_do_not_disturb_each_other() -> None:
    user = technician()
    draft = filled_draft(user)
    seen = draft.draft_version
    save_section(
        draft_id=draft.pk, section="unit", answers=answers("unit", nickname="Aba um"), base_version=seen
    )
    saved = save_section(
        draft_id=draft.pk,
        section="holder",
        answers=answers("holder", name="Aba Dois da Silva"),
        base_version=seen,
    )
    assert saved.draft_answers["unit"]["nickname"] == "Aba um"
    assert saved.draft_answers["holder"]["name"] == "Aba Dois da Silva"
    with pytest.raises(StaleDraft):
        save_section(
            draft_id=draft.pk, section="unit", answers=answers("unit", nickname="Aba três"), base_version=seen
        )
