"""The checklist rooms in a real browser: axe, width, targets and focus on each page; a condition without script."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from documents.domain import checklist_editing as editing
from documents.models import ChecklistDraft, ChecklistVersion
from documents.services.checklist_drafts import edit, start_draft
from documents.services.checklist_release import hand_over, publish
from portal.accounts.models import User
from tests.browser.conftest import NewPage
from tests.browser.test_walk_pages import enter, session_of, walk
from tests.factories import give_second_factor, make_admin

ROOM = "admin/checklists/mini"
DRAFT = f"{ROOM}/rascunho"


@pytest.fixture
def people(portal_url: str) -> tuple[User, User]:
    return give_second_factor(make_admin()), give_second_factor(make_admin("Marta Reis"))


def a_draft(author: User) -> ChecklistDraft:
    """A draft of the list with a smaller file and one document less."""
    now = timezone.now()
    version = ChecklistVersion.in_force("mini", timezone.localdate(now))
    draft = start_draft(based_on=version, actor=author.as_actor(), now=now)
    return edit(
        draft_id=draft.pk,
        base_version=draft.version,
        change=lambda items: editing.without(editing.changed(items, "identity", max_mb=2), "cpf_proof"),
        actor=author.as_actor(),
        now=now,
    )


def waiting(author: User) -> ChecklistDraft:
    draft = a_draft(author)
    now = timezone.now()
    return hand_over(
        draft_id=draft.pk,
        base_version=draft.version,
        valid_from=timezone.localdate(now) + timedelta(days=1),
        note="Arquivos menores bastam.",
        actor=author.as_actor(),
        now=now,
    )


def test_g01_the_pages_of_a_draft(portal_url: str, page: Page, people: tuple[User, User]) -> None:
    draft = a_draft(people[0])
    item = next(one for one in draft.content["items"] if one["document_code"] == "identity")
    enter(page, portal_url, session_of(people[0]))
    one = f"{DRAFT}/documentos/identity"
    criterion = f"{one}/criterios/{item['criteria'][0]['code']}"
    parts = ("", "/incluir", "/diferencas", "/entregar", "/publicar", "/devolver", "/descartar")
    paths = ["admin", "admin/checklists", ROOM, f"{ROOM}/versoes/1", *(f"{DRAFT}{part}" for part in parts)]
    paths += [
        one,
        f"{one}/tirar",
        f"{one}/condicao",
        f"{one}/criterios/incluir",
        criterion,
        f"{criterion}/tirar",
    ]
    assert walk(page, portal_url, paths) == []


def test_g01_the_pages_while_a_second_person_is_waited_for_and_after(
    portal_url: str, page: Page, new_page: NewPage, people: tuple[User, User]
) -> None:
    author, second = people
    draft = waiting(author)
    enter(page, portal_url, session_of(second))
    paths = ["admin", "admin/checklists", ROOM, DRAFT, f"{DRAFT}/publicar", f"{DRAFT}/devolver"]
    assert walk(page, portal_url, paths) == []
    own = new_page()
    enter(own, portal_url, session_of(author))
    assert walk(own, portal_url, [DRAFT, f"{DRAFT}/publicar", f"{DRAFT}/devolver"]) == []
    publish(draft_id=draft.pk, base_version=draft.version, actor=second.as_actor(), now=timezone.now())
    assert walk(page, portal_url, [ROOM, f"{ROOM}/versoes/2", f"{ROOM}/versoes/2/voltar"]) == []


def test_g04_two_admins_publish_without_script_on_a_phone(
    portal_url: str, new_page: NewPage, people: tuple[User, User]
) -> None:
    author, second = people
    page = new_page(360, 740, has_script=False)
    enter(page, portal_url, session_of(author))
    page.goto(f"{portal_url}/admin")
    page.get_by_role("link", name="Checklists").click()
    page.get_by_role("link", name="Minigeração").click()
    page.get_by_role("button", name="Abrir um rascunho").click()
    page.locator("#item-identity").get_by_role("link", name="Mudar").click()
    page.get_by_label("Tamanho máximo").fill("2")
    page.get_by_role("button", name="Salvar o documento").click()
    page.locator("#item-identity").get_by_role("link", name="Mudar").click()
    page.get_by_role("link", name="Mudar a condição").click()
    page.get_by_label("Fato para acrescentar").first.select_option(label="Há armazenamento de energia")
    page.get_by_role("button", name="Acrescentar o fato").first.click()
    page.get_by_role("button", name="Salvar a condição").click()
    expect(page.get_by_text("A condição está salva no rascunho.")).to_be_visible()
    page.get_by_role("link", name="Voltar ao rascunho").click()
    page.get_by_role("button", name="Descer").first.click()
    page.get_by_role("link", name="Entregar para publicação").click()
    tomorrow = timezone.localdate() + timedelta(days=1)
    page.get_by_label("Início").fill(tomorrow.isoformat())
    page.get_by_label("Nota").fill("Arquivos menores bastam.")
    page.get_by_role("button", name="Entregar").click()
    expect(page.get_by_text("Espera a segunda pessoa")).to_be_visible()

    other = new_page(360, 740, has_script=False)
    enter(other, portal_url, session_of(second))
    other.goto(f"{portal_url}/admin")
    other.get_by_role("link", name="Minigeração").click()
    expect(other.get_by_text("para 2 MB.")).to_be_visible()
    expect(other.get_by_text("há armazenamento de energia").first).to_be_visible()
    expect(other.get_by_text("Mudou de lugar")).to_be_visible()
    other.get_by_role("button", name="Publicar a versão 2").click()
    expect(other.get_by_text(f"A partir de {tomorrow:%d/%m/%Y}").first).to_be_visible()
    assert ChecklistVersion.objects.filter(code="mini", number=2, valid_from=tomorrow).exists()
