"""What every e-mail of a request keeps to: to whom (E-01), its subject (E-03), its links (E-04), its list (E-05)."""

import re
from html import unescape
from http import HTTPStatus
from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import settings
from django.test import Client
from django.utils.html import strip_tags

from portal.outbox.models import Message
from requests_app.models import AccessRequest, Pending
from tests.integration.mail_life import OTHER_ENDS, TO_THE_METER, Life, life_of
from tests.life_case import new_case

pytestmark = pytest.mark.django_db
LIVES = (tuple(step for step, _ in TO_THE_METER), *OTHER_ENDS)
_LINK = re.compile(rf"{re.escape(settings.PUBLIC_URL)}(/[^\s<]+)")
_LARGEST = 30_000


def test_e01_each_event_is_told_to_whom_the_table_names_and_to_nobody_else() -> None:
    life = life_of(LIVES[0])
    steps = [step for step, _ in TO_THE_METER]
    assert list(zip(steps, life.told, strict=True)) == list(TO_THE_METER)


@pytest.mark.parametrize("steps", LIVES, ids=lambda steps: steps[-1])
def test_e02_e03_e04_the_mails_of_a_life(steps: tuple[str, ...], client: Client) -> None:
    life = life_of(steps)
    assert life.mails
    assert text_problems(life) == []
    assert subject_problems(life) == []
    assert link_problems(life, client) == []


def text_problems(life: Life) -> list[str]:
    """E-02: the text says all that the HTML says, without marks, and both together are small."""
    problems = []
    for mail in life.mails:
        words = " ".join(unescape(strip_tags(mail.html)).split())
        lines = (" ".join(line.lstrip("- ").split()) for line in mail.text.splitlines())
        problems += [f"{mail.template}: {line!r} is not in the HTML" for line in lines if line not in words]
        if "<" in mail.text or "Nunca pedimos pagamento por e-mail" not in mail.text:
            problems.append(f"{mail.template}: {mail.text}")
        if len(mail.html.encode()) + len(mail.text.encode()) > _LARGEST:
            problems.append(f"{mail.template} is large")
    return problems


def subject_problems(life: Life) -> list[str]:
    """E-03: a subject tells the fact and the number of the request, and nothing of a person or a place."""
    row = AccessRequest.objects.select_related("holder").get(pk=life.case.pk)
    people = (life.case.technician, life.case.analyst, life.case.second_analyst, life.case.supervisor)
    secrets = [row.holder.tax_id, row.holder.email, row.holder.phone, *row.holder.name.split()]
    secrets += [part for user in people for part in (user.email, *user.full_name.split())]
    secrets = [secret.casefold() for secret in (*secrets, str(row.nickname)) if len(secret) > 2]
    return [
        f"{mail.template}: {mail.subject}"
        for mail in life.mails
        if str(row.filing_number) not in mail.subject or any(s in mail.subject.casefold() for s in secrets)
    ]


def link_problems(life: Life, client: Client) -> list[str]:
    """E-04: a link opens for somebody who is not signed in: the page, or the door that leads to it."""
    problems = []
    links = {link.rstrip(".,;") for mail in life.mails for link in _LINK.findall(mail.text)}
    for link in sorted(links):
        answer = client.get(link)
        if answer.status_code == HTTPStatus.FOUND:
            place = answer.headers["Location"]
            door = urlsplit(place)
            if door.path == "/entrar" and parse_qs(door.query).get("next") != [link]:
                problems.append(f"{link} forgets where it leads: {place}")
            if not door.path.startswith(("/entrar", "/titular")):
                problems.append(f"{link} leads to {place}")
            answer = client.get(place)
        if answer.status_code != HTTPStatus.OK:
            problems.append(f"{link}: {answer.status_code}")
    return problems if links else ["no links"]


def test_e05_the_mail_of_corrections_is_the_list_of_the_page(client: Client) -> None:
    life = Life(new_case())
    for step in ("file", "start_check"):
        life.live(step)
    life.live("send_pendings", failing=3)
    client.force_login(life.case.technician)
    page = client.get(f"/solicitacoes/{life.case.fresh().filing_number}/pendencias").content.decode()
    shown = " ".join(unescape(strip_tags(page)).split())
    mail = Message.objects.get(template="pendings_sent")
    asked = list(Pending.objects.filter(notice__access_request_id=life.case.pk).order_by("number"))
    assert len(asked) >= 2
    for pending in asked:
        for words in (pending.what, pending.how_to_fix):
            assert words in shown and words in " ".join(mail.text.split())
    listed = re.findall(r"^(\d+)\. ", mail.text, re.MULTILINE)
    assert listed == [str(pending.number) for pending in asked]
    assert re.findall(r"<h2[^>]*>\s*(\d+)\. ", page) == listed
