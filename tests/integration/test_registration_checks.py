"""The analysts' room for registrations: who may decide what, two at once, twice the same, and what is told."""

import re
from datetime import datetime, timedelta
from threading import Barrier, Thread
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied
from django.db import Error, connections, transaction
from django.test import Client
from django.utils import timezone

from documents.tasks import render_pages
from eligibility.domain.findings import Refused
from eligibility.domain.vocabulary import RegistrationStatus
from portal.accounts.models import User
from portal.accounts.roles import SYSTEM, Actor, Role
from portal.outbox.models import Message
from requests_app.models import RegistrationCheck, ResponsibleProfessional
from requests_app.models.professional import RegistrationState as Status
from requests_app.services.people.professionals import professional_facts
from requests_app.services.people.registrations import Decision
from requests_app.services.people.registrations import decide as decide_on
from tests.factories import give_second_factor, make_admin, make_supervisor, make_technician
from tests.integration.registration_room import (
    DECISIONS,
    SUSPENDED,
    UNTIL,
    UNVERIFIED,
    VERIFIED,
    a_technician,
    address,
    decide,
    paper,
    send_papers,
)
from tests.integration.review_room import an_analyst, signed_in, words

pytestmark = pytest.mark.django_db


def a_supervisor() -> User:
    return give_second_factor(make_supervisor())


def an_admin() -> User:
    return give_second_factor(make_admin())


@pytest.mark.parametrize("make", [an_analyst, a_supervisor])
@pytest.mark.parametrize("before", DECISIONS)
@pytest.mark.parametrize("after", DECISIONS)
def test_a_reviewer_sets_every_status_from_every_status(make: object, before: str, after: str) -> None:
    reviewer: User = make()  # type: ignore[operator]  # one of the two makers above
    professional, client = a_technician(), signed_in(reviewer)
    assert decide(client, professional, **DECISIONS[before]).status_code == 302
    answer = decide(client, professional, **DECISIONS[after])
    assert answer.headers["Location"] == "/analise/registros"
    professional.refresh_from_db()
    assert professional.registration_status == after
    assert (professional.verified_until is not None) == (after == "verified")
    assert professional.waiting_since is None
    rows = list(RegistrationCheck.objects.order_by("version").values_list("status", "checked_by_id"))
    assert rows == [(before, reviewer.pk), (after, reviewer.pk)]
    assert Message.objects.filter(template="registration_checked").count() == 2


@pytest.mark.parametrize("status", DECISIONS)
@pytest.mark.parametrize("who", ["nobody", "owner", "other technician", "admin", "holder"])
def test_nobody_else_sets_a_status(status: str, who: str) -> None:
    professional = a_technician()
    client = Client()
    if who == "owner":
        client = signed_in(professional.user)
    elif who == "other technician":
        client = signed_in(make_technician("Outro Técnico"))
    elif who == "admin":
        client = signed_in(an_admin())
    elif who == "holder":
        session = client.session
        session["holder_request_id"] = 1
        session.save()
    answer = decide(client, professional, **DECISIONS[status])
    assert answer.status_code == (302 if who == "nobody" else 403)
    assert "/entrar" in answer.headers.get("Location", "/entrar")
    assert client.get("/analise/registros").status_code == (302 if who == "nobody" else 403)
    assert not RegistrationCheck.objects.exists()


@pytest.mark.parametrize(
    "actor", [SYSTEM, Actor(role=Role.ADMIN, user_id=1), Actor(role=Role.TECHNICIAN, user_id=1)]
)
def test_the_service_itself_refuses_whoever_is_no_reviewer(actor: Actor) -> None:
    professional = a_technician()
    with pytest.raises(PermissionDenied):
        decide_on(
            professional_id=professional.pk,
            decision=Decision(Status.UNVERIFIED, reason="x"),
            base_version=professional.version,
            actor=actor,
            now=timezone.now(),
        )


def test_a_reviewer_never_decides_on_the_own_registration() -> None:
    analyst = an_analyst()
    own = a_technician()
    ResponsibleProfessional.objects.filter(pk=own.pk).update(user=analyst)
    assert decide(signed_in(analyst), own, **VERIFIED).status_code == 404
    with pytest.raises(PermissionDenied):
        decide_on(
            professional_id=own.pk,
            decision=Decision(Status.UNVERIFIED, reason="x"),
            base_version=own.version,
            actor=analyst.as_actor(),
            now=timezone.now(),
        )


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({}, "status"),
        ({"status": "expired"}, "status"),
        ({"status": "verified"}, "verified_until"),
        ({"status": "verified", "verified_until": "2020-01-01"}, "verified_until"),
        ({"status": "verified", "verified_until": "9999-12-31"}, "verified_until"),
        ({"status": "verified", "verified_until": "amanhã"}, "verified_until"),
        ({**SUSPENDED, "reason": " "}, "reason"),
        ({**SUSPENDED, "basis": ""}, "basis"),
        ({**SUSPENDED, "reason": "x" * 501}, "reason"),
        ({"status": "unverified"}, "reason"),
    ],
)
def test_a_decision_without_what_it_needs_is_refused_at_its_field(given: dict[str, str], field: str) -> None:
    professional = a_technician()
    answer = decide(signed_in(an_analyst()), professional, **given)
    assert answer.status_code == 422 and f'href="#id_{field}' in answer.content.decode()
    assert not RegistrationCheck.objects.exists()


def test_without_a_certificate_nothing_is_verified_but_it_may_be_suspended() -> None:
    professional, client = a_technician(has_certificate=False), signed_in(an_analyst())
    assert "ainda não mandou a certidão" in words(client.get(address(professional)))
    answer = decide(client, professional, **VERIFIED)
    assert answer.status_code == 422 and "falta a certidão" in words(answer).casefold()
    assert decide(client, professional, **SUSPENDED).status_code == 302


def test_the_same_decision_sent_twice_is_one() -> None:
    professional, client = a_technician(), signed_in(an_analyst())
    version = str(professional.version)
    for _ in range(2):
        assert decide(client, professional, **SUSPENDED, version=version).status_code == 302
    assert RegistrationCheck.objects.count() == 1
    assert Message.objects.filter(template="registration_checked").count() == 1


def test_a_second_analyst_with_an_old_page_is_told_and_keeps_the_words() -> None:
    professional = a_technician()
    version = str(professional.version)
    decide(signed_in(an_analyst()), professional, **VERIFIED, version=version)
    other = signed_in(an_analyst("Caio Lemos"))
    answer = decide(other, professional, **SUSPENDED, version=version)
    assert answer.status_code == 409
    page = words(answer)
    assert "mudou enquanto você lia" in page and SUSPENDED["reason"] in page
    professional.refresh_from_db()
    assert professional.registration_status == "verified"
    shown = re.search(r'name="version" value="(\d+)"', answer.content.decode())
    assert shown is not None and int(shown[1]) == professional.version
    assert decide(other, professional, **SUSPENDED, version=shown[1]).status_code == 302


def test_a_new_certificate_or_number_makes_an_open_page_old() -> None:
    professional = a_technician()
    version = str(professional.version)
    send_papers(signed_in(professional.user), certificate=paper(text="Outra certidão"))
    answer = decide(signed_in(an_analyst()), professional, **VERIFIED, version=version)
    assert answer.status_code == 409 and not RegistrationCheck.objects.exists()


def test_the_history_only_grows() -> None:
    professional = a_technician()
    decide(signed_in(an_analyst()), professional, **VERIFIED)
    check = RegistrationCheck.objects.get()
    assert check.certificate_id == professional.certificate_id
    for change in (lambda: RegistrationCheck.objects.update(status="suspended"), check.delete):
        with pytest.raises(Error), transaction.atomic():
            change()


@pytest.mark.parametrize("status", DECISIONS)
def test_the_mail_says_what_the_owners_page_says(status: str) -> None:
    professional = a_technician()
    decide(signed_in(an_analyst()), professional, **DECISIONS[status])
    mail = Message.objects.get(template="registration_checked")
    page = words(signed_in(professional.user).get("/conta/profissional"))
    said = mail.text.removeprefix("Olá, Rafael. ").split("\n\nVeja os seus dados")[0]
    for paragraph in said.split("\n\n"):
        assert paragraph in page
    assert mail.recipient == professional.user.email
    assert "Rafael" not in mail.subject and "123456" not in mail.subject
    assert "Beatriz" not in page and "Beatriz" not in mail.text


def test_what_the_rules_are_told_follows_the_day() -> None:
    professional = a_technician()
    decide(signed_in(an_analyst()), professional, **VERIFIED)
    facts = professional_facts(professional.user_id, UNTIL)
    assert facts is not None and facts.registration is RegistrationStatus.verified
    facts = professional_facts(professional.user_id, UNTIL + timedelta(days=1))
    assert facts is not None and facts.registration is RegistrationStatus.expired
    assert professional_facts(an_analyst("Sem Registro").pk, timezone.localdate()) is None


def test_the_page_of_the_certificate_is_a_picture_for_reviewers_alone() -> None:
    professional, client = a_technician(), signed_in(an_analyst())
    assert professional.certificate_id is not None
    picture = f"{address(professional)}/arquivos/certidao/paginas/1"
    assert client.get(picture).status_code == 404
    assert "Ainda estamos preparando" in words(client.get(address(professional)))
    render_pages({"stored_file_id": professional.certificate_id, "first": 1})
    answer = client.get(picture)
    assert answer.headers["Content-Type"].startswith("image/") and b"".join(answer.streaming_content)  # type: ignore[attr-defined]  # streaming answers have it
    assert f'src="{picture}"' in client.get(address(professional)).content.decode()
    original = client.get(f"{address(professional)}/arquivos/certidao")
    assert b"".join(original.streaming_content).startswith(b"%PDF")  # type: ignore[attr-defined]  # as above
    assert client.get(f"{address(professional)}/arquivos/decisao").status_code == 404
    assert signed_in(professional.user).get(picture).status_code == 403
    assert client.get(address(professional), {"arquivo": "certidao", "pagina": "9" * 30}).status_code == 200


def test_two_analysts_at_once_leave_one_decision(committing_db: None) -> None:
    professional = a_technician()
    analysts = [an_analyst(), an_analyst("Caio Lemos")]
    decisions = [
        Decision(Status.SUSPENDED, None, SUSPENDED["reason"], SUSPENDED["basis"]),
        Decision(Status.UNVERIFIED, None, UNVERIFIED["reason"]),
    ]
    start, outcomes = Barrier(2), []

    def run(place: int) -> None:
        start.wait(timeout=30)
        try:
            decide_on(
                professional_id=professional.pk,
                decision=decisions[place],
                base_version=professional.version,
                actor=analysts[place].as_actor(),
                now=datetime(2026, 11, 23, 14, 32, tzinfo=ZoneInfo("America/Sao_Paulo")),
            )
            outcomes.append("done")
        except Refused as refused:
            outcomes.append(refused.code)
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=(place,)) for place in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert sorted(outcomes) == ["done", "registration_changed"]
    assert RegistrationCheck.objects.count() == 1
