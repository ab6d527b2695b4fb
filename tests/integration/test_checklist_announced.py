"""A published list is told to the technicians: what changes, from when, and which of their own drafts it touches."""

from collections.abc import Iterator

import pytest
import time_machine

from portal.accounts.models import User
from portal.outbox.models import Message, OutboxRow
from portal.outbox.tasks import deliver_one
from requests_app.effects import checklists as effects_checklists
from requests_app.models import AccessRequest
from tests.factories import make_technician
from tests.integration.checklist_room import TOMORROW, an_admin, handed_over, released
from tests.integration.filing_steps import filled_draft
from tests.integration.review_room import NOW

pytestmark = pytest.mark.django_db
MAIL = "checklist_published"


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def people() -> tuple[User, User]:
    return an_admin(), an_admin("Marta Reis")


def announce() -> int:
    """Carry out whatever waits to be announced, mails apart; answers in how many pieces."""
    OutboxRow.objects.exclude(kind="checklist.published").update(done_at=NOW)
    count = 0
    while OutboxRow.objects.filter(kind="checklist.published", done_at=None).exists():
        assert deliver_one()
        OutboxRow.objects.filter(kind="message.send").update(done_at=NOW)
        count += 1
    return count


def test_each_technician_reads_what_changes_and_which_drafts_follow_it(people: tuple[User, User]) -> None:
    ana, caio = make_technician("Ana Reis"), make_technician("Caio Lima")
    filled_draft(ana)
    version = released(handed_over(people[0], valid_from=TOMORROW), people[1])
    assert announce() == 1
    assert set(Message.objects.filter(template=MAIL).values_list("recipient", flat=True)) == {
        ana.email,
        caio.email,
    }
    hers = Message.objects.get(template=MAIL, recipient=ana.email)
    assert hers.subject == "Novas regras de documentos a partir de 24/11/2026"
    assert f"(versão {version.number})" in hers.text and "- Casa da Ana" in hers.text
    assert "Mudou o tamanho de 3 MB para 2 MB." in hers.text
    assert "Por quê: Arquivos menores bastam." in hers.text
    his = Message.objects.get(template=MAIL, recipient=caio.email)
    assert "Casa da Ana" not in his.text and "Estes rascunhos" not in his.text
    assert "Pedidos enviados antes dessa data seguem com a lista do dia deles" in his.text


def test_only_technicians_with_a_profile_who_are_still_there_are_told(people: tuple[User, User]) -> None:
    gone, staying = make_technician("Ana Reis"), make_technician("Caio Lima")
    gone.is_active = False
    gone.save()
    released(handed_over(people[0]), people[1])
    announce()
    assert [mail.recipient for mail in Message.objects.filter(template=MAIL)] == [staying.email]


def test_many_are_told_in_pieces_each_once(
    people: tuple[User, User], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(effects_checklists, "PEOPLE", 2)
    emails = {make_technician(f"Técnica {number}").email for number in range(5)}
    released(handed_over(people[0]), people[1])
    assert announce() == 3
    told = list(Message.objects.filter(template=MAIL).values_list("recipient", flat=True))
    assert len(told) == 5 and set(told) == emails


def test_a_draft_of_another_list_is_not_named(people: tuple[User, User]) -> None:
    ana = make_technician("Ana Reis")
    filled_draft(ana, generation={"module_0_quantity": "48", "inverter_0_quantity": "3"})
    released(handed_over(people[0]), people[1])
    announce()
    assert "Casa da Ana" not in Message.objects.get(template=MAIL).text


def test_a_draft_that_cannot_be_read_keeps_nobody_from_being_told(
    people: tuple[User, User], caplog: pytest.LogCaptureFixture
) -> None:
    ana, caio = make_technician("Ana Reis"), make_technician("Caio Lima")
    bad = filled_draft(ana)
    filled_draft(ana, unit={"nickname": "Casa da praia"})
    AccessRequest.objects.filter(pk=bad.pk).update(draft_answers={"unit": "nada"})
    released(handed_over(people[0]), people[1])
    announce()
    hers = Message.objects.get(template=MAIL, recipient=ana.email)
    assert "- Casa da praia" in hers.text and "Casa da Ana" not in hers.text
    assert Message.objects.filter(template=MAIL, recipient=caio.email).exists()
    assert f"draft {bad.pk}: not looked at" in caplog.text


def test_what_people_typed_stays_one_line_of_the_list(people: tuple[User, User]) -> None:
    ana = make_technician("Ana Reis")
    draft = filled_draft(ana)
    AccessRequest.objects.filter(pk=draft.pk).update(nickname="Casa\n\nhttps://exemplo.test\n\nfim")
    why = "Para saber quem pede.\n\nhttps://exemplo.test\n\n" + "Vale a CNH. " * 60
    released(handed_over(people[0], max_mb=2, why=why), people[1])
    announce()
    mail = Message.objects.get(template=MAIL)
    assert "- Casa https://exemplo.test fim" in mail.text and 'href="https://exemplo.test' not in mail.html
    assert max(map(len, mail.text.splitlines())) < 320


def test_more_drafts_than_are_looked_at_are_owned_up_to(
    people: tuple[User, User], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(effects_checklists, "_DRAFTS_READ", 1)
    ana = make_technician("Ana Reis")
    filled_draft(ana)
    filled_draft(ana)
    released(handed_over(people[0]), people[1])
    announce()
    mail = Message.objects.get(template=MAIL)
    assert mail.text.count("- Casa da Ana") == 1 and "- Talvez outros" in mail.text


def test_a_long_list_of_changes_is_cut_and_counted(
    people: tuple[User, User], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(effects_checklists, "_LINES_TOLD", 1)
    make_technician()
    released(handed_over(people[0], max_mb=2, max_pages=4, title="Documento com foto"), people[1])
    announce()
    assert "- E mais 2 mudanças." in Message.objects.get(template=MAIL).text
