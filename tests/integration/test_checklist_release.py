"""Publishing checklists: a date, a note and two people; what was filed before keeps its version; the way back."""

import threading
from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.db import DatabaseError, IntegrityError, connections, transaction

from documents.models import ChecklistDraft, ChecklistVersion
from documents.services import checklist_release as release
from documents.services.checklist_drafts import StaleDraft, discard, take_up_again
from eligibility.domain.findings import Refused
from portal.accounts.models import User
from requests_app.models import AccessRequest
from tests.factories import filed_request, make_analyst, make_supervisor, make_technician
from tests.integration.checklist_room import (
    DRAFT,
    LIST,
    ROOM,
    TOMORROW,
    an_admin,
    changed,
    handed_over,
    in_force,
    released,
    sent,
    started,
)
from tests.integration.review_room import BRASILIA, NOW, TODAY, form_of, signed_in, words

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def people() -> tuple[User, User]:
    return an_admin(), an_admin("Marta Reis")


def filed(at: datetime) -> AccessRequest:
    return AccessRequest.objects.get(pk=filed_request(make_technician(), at=at).pk)


def test_d01_a_future_version_leaves_what_was_filed_before_with_the_old_one(
    people: tuple[User, User],
) -> None:
    author, second = people
    old, before = in_force(), filed(NOW)
    version = released(handed_over(author, valid_from=TOMORROW), second)
    still = filed(NOW + timedelta(hours=1))
    after = filed(datetime.combine(TOMORROW, datetime.min.time(), tzinfo=BRASILIA))
    assert [case.checklist_version for case in (before, still, after)] == [old, old, version]
    before.refresh_from_db()
    assert before.checklist_version == old
    assert after.checklist_version is not None
    assert after.checklist_version.checklist.item("identity").max_mb == 2
    for case, said in (
        (before, f"versão {old.number}, desde {old.valid_from:%d/%m/%Y}."),
        (after, f"versão {version.number}, desde 24/11/2026."),
    ):
        page = signed_in(case.technician).get(f"/solicitacoes/{case.filing_number}/documentos")
        assert said in words(page)


def test_d01_the_page_of_the_list_says_version_and_date(people: tuple[User, User]) -> None:
    author, second = people
    old, client = in_force(), signed_in(author)
    version = released(handed_over(author, valid_from=TOMORROW), second)
    said = words(client.get(ROOM))
    assert f"Em vigor Versão {old.number}" in said
    assert f"Com data para começar Versão {version.number} A partir de 24/11/2026." in said
    assert "Nota: Arquivos menores bastam." in said
    assert "Escrita por Otávio Lima. Publicada por Marta Reis em" in said
    with time_machine.travel(NOW + timedelta(days=1), tick=False):
        client = signed_in(author)
        page = client.get(ROOM)
        assert f"Em vigor Versão {version.number} A partir de 24/11/2026." in words(page)
        assert f"Anteriores Versão {old.number}" in words(page)
        whole = words(client.get(f"{ROOM}/versoes/{version.number}"))
        assert f"Versão {version.number}, em vigor desde 24/11/2026" in whole


def test_d02_the_author_cannot_release_and_a_second_person_can(people: tuple[User, User]) -> None:
    author, second = people
    draft, number = handed_over(author), in_force().number
    own = signed_in(author).get(f"{DRAFT}/publicar")
    assert "Você escreveu neste rascunho" in words(own)
    assert "Publicar a versão" not in own.content.decode()
    assert sent(signed_in(author), "/publicar").status_code == 422
    assert ChecklistVersion.objects.filter(code=LIST, number=number + 1).exists() is False
    page = signed_in(second).get(f"{DRAFT}/publicar")
    assert "Mudou o tamanho de" in words(page) and "para 2 MB." in words(page)
    answer = signed_in(second).post(f"{DRAFT}/publicar", form_of(page))
    assert answer.status_code == 302
    version = in_force()
    assert (version.number, version.published_by_id, version.approved_by_id, version.note) == (
        number + 1,
        author.pk,
        second.pk,
        "Arquivos menores bastam.",
    )
    draft.refresh_from_db()
    assert draft.closed_as == ChecklistDraft.Closed.PUBLISHED


def test_d02_whoever_wrote_a_word_of_it_does_not_release_it(people: tuple[User, User]) -> None:
    author, second = people
    draft = changed(changed(started(author), second, max_mb=2), author, max_pages=3)
    draft = release.hand_over(
        draft_id=draft.pk, base_version=draft.version, valid_from=TODAY, note="n", actor=author.as_actor(), now=NOW
    )  # fmt: skip
    for person in people:
        with pytest.raises(Refused, match="same_person"):
            released(draft, person)
    assert released(draft, an_admin("Lia Souza")).approved_by_id is not None


def test_d02_the_database_itself_wants_two_people(people: tuple[User, User]) -> None:
    row = {"code": LIST, "number": 99, "valid_from": TODAY, "content": {}, "sha256": "0" * 64}
    for approved_by in (people[0].pk, None):
        with pytest.raises(IntegrityError), transaction.atomic():
            ChecklistVersion.objects.create(**row, published_by_id=people[0].pk, approved_by_id=approved_by)


def test_a_published_version_cannot_be_changed_or_erased(people: tuple[User, User]) -> None:
    version = released(handed_over(people[0]), people[1])
    for change in (
        lambda: ChecklistVersion.objects.filter(pk=version.pk).update(note="outra"),
        lambda: ChecklistVersion.objects.filter(pk=version.pk).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_d10_rolling_back_takes_two_steps(people: tuple[User, User]) -> None:
    author, second = people
    old = in_force()
    released(handed_over(author), second)
    first = signed_in(author)
    page = first.get(f"{ROOM}/versoes/{old.number}/voltar")
    assert form_of(page)["note"] == f"Volta ao conteúdo da versão {old.number}."
    assert first.post(f"{ROOM}/versoes/{old.number}/voltar", form_of(page)).status_code == 302
    other = signed_in(second)
    assert other.post(f"{DRAFT}/publicar", form_of(other.get(f"{DRAFT}/publicar"))).status_code == 302
    version = in_force()
    assert version.number == old.number + 2
    assert version.content["items"] == old.content["items"]
    assert ChecklistVersion.objects.get(pk=old.pk).number == old.number


def test_going_back_to_what_already_counts_or_over_an_open_draft_is_refused(
    people: tuple[User, User],
) -> None:
    client, old = signed_in(people[0]), in_force()
    path = f"{ROOM}/versoes/{old.number}/voltar"
    same = client.post(path, {"valid_from": "2026-11-23", "note": "Volta."})
    assert same.status_code == 422 and "Nada muda" in words(same)
    assert not ChecklistDraft.objects.exists()
    started(people[1])
    busy = client.post(path, {"valid_from": "2026-11-23", "note": "Volta."})
    assert busy.status_code == 422 and "já tem um rascunho aberto" in words(busy)


@pytest.mark.parametrize(
    ("day", "note", "said"),
    [
        ("2026-11-22", "Nota.", "a data já passou"),
        ("2026-11-23", "", "Nota: falta preencher."),
        ("", "Nota.", "Início: falta preencher."),
        ("31/02/2027", "Nota.", "escreva uma data"),
    ],
)
def test_handing_over_needs_a_day_to_come_and_a_note(
    people: tuple[User, User], day: str, note: str, said: str
) -> None:
    changed(started(people[0]), people[0], max_mb=2)
    answer = sent(signed_in(people[0]), "/entregar", valid_from=day, note=note)
    assert answer.status_code == 422
    assert said in words(answer)
    assert ChecklistDraft.objects.get().submitted_at is None


def test_a_list_that_is_none_or_that_changes_nothing_is_not_handed_over(people: tuple[User, User]) -> None:
    author = people[0]
    draft = started(author)
    good = {"valid_from": "23/11/2026", "note": "Nota."}
    assert "Nada muda" in words(sent(signed_in(author), "/entregar", **good))
    changed(draft, author, criteria=[])
    answer = sent(signed_in(author), "/entregar", **good)
    assert answer.status_code == 422
    title = in_force().checklist.item("identity").title
    assert f"{title}: Critérios: escreva pelo menos um." in words(answer)


def test_a_version_does_not_begin_before_one_that_waits_for_its_day(people: tuple[User, User]) -> None:
    author, second = people
    released(handed_over(author, valid_from=TOMORROW), second)
    draft = changed(started(author), author, max_mb=1)
    with pytest.raises(Refused, match="start_before_published"):
        release.hand_over(
            draft_id=draft.pk, base_version=draft.version, valid_from=TODAY, note="n", actor=author.as_actor(), now=NOW
        )  # fmt: skip


def test_a_day_that_went_by_while_it_waited_is_refused_at_release(people: tuple[User, User]) -> None:
    draft = handed_over(people[0])
    with pytest.raises(Refused, match="start_past"):
        released(draft, people[1], at=NOW + timedelta(days=1))


def test_what_waits_is_not_edited_until_it_comes_back_with_words(people: tuple[User, User]) -> None:
    author, second = people
    draft = handed_over(author)
    with pytest.raises(Refused, match="draft_handed_over"):
        changed(draft, author, max_mb=1)
    assert sent(signed_in(second), "/devolver", words="").status_code == 422
    assert sent(signed_in(second), "/devolver", words="Falta citar a norma.").status_code == 302
    page = signed_in(author).get(DRAFT)
    assert "Devolvido por Marta Reis: Falta citar a norma." in words(page)
    draft.refresh_from_db()
    assert changed(draft, author, max_mb=1).version > draft.version


def test_releasing_what_changed_since_it_was_read_is_refused(people: tuple[User, User]) -> None:
    author, second = people
    draft = handed_over(author)
    with pytest.raises(StaleDraft):
        release.publish(draft_id=draft.pk, base_version=draft.version - 1, actor=second.as_actor(), now=NOW)
    answer = signed_in(second).post(f"{DRAFT}/publicar", {"version": str(draft.version - 1)})
    assert answer.status_code == 409


def test_only_admins_write_and_release(people: tuple[User, User]) -> None:
    draft = handed_over(people[0])
    for person in (make_technician(), make_analyst(), make_supervisor()):
        with pytest.raises(Refused, match="not_an_admin"):
            released(draft, person)
        with pytest.raises(Refused, match="not_an_admin"):
            changed(draft, person, max_mb=1)


def test_one_draft_at_a_time_and_a_discarded_one_can_be_taken_up_again(people: tuple[User, User]) -> None:
    author, second = people
    draft = started(author)
    with pytest.raises(Refused, match="draft_open"):
        started(second)
    discard(draft_id=draft.pk, base_version=draft.version, actor=author.as_actor(), now=NOW)
    other = started(second)
    with pytest.raises(Refused, match="draft_open"):
        take_up_again(draft_id=draft.pk, actor=author.as_actor(), now=NOW)
    discard(draft_id=other.pk, base_version=other.version, actor=second.as_actor(), now=NOW)
    answer = signed_in(author).post(f"{ROOM}/rascunhos/{draft.pk}/retomar")
    assert answer.status_code == 302
    assert ChecklistDraft.objects.get(closed_as="").pk == draft.pk


def test_two_who_release_at_once_publish_once(committing_db: None) -> None:
    author, others = an_admin(), [an_admin("Marta Reis"), an_admin("Lia Souza")]
    draft, number = handed_over(author), in_force().number
    barrier, answers = threading.Barrier(2), list[str]()

    def press(person: User) -> None:
        try:
            barrier.wait(timeout=20)
            answers.append(f"v{released(draft, person).number}")
        except Refused as refused:
            answers.append(refused.code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=press, args=(person,)) for person in others]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == ["draft_closed", f"v{number + 1}"]
    assert ChecklistVersion.objects.filter(code=LIST, number__gt=number).count() == 1


def test_the_day_is_that_of_the_filing_even_at_the_turn(people: tuple[User, User]) -> None:
    author, second = people
    old = in_force()
    released(handed_over(author, valid_from=TOMORROW), second)
    last = filed(datetime(2026, 11, 23, 23, 59, tzinfo=BRASILIA))
    assert (last.filed_on, last.checklist_version) == (date(2026, 11, 23), old)
