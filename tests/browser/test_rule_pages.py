"""The rooms of terms, reasons and holidays in a real browser: axe, width, targets and focus; and without script."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from eligibility.domain.rulebook import rule, use_amendments
from eligibility.models import RuleVersion
from eligibility.services.rule_drafts import start_draft
from portal.accounts.models import User
from requests_app.models import Holiday
from tests.browser.conftest import NewPage
from tests.browser.test_walk_pages import enter, session_of, walk
from tests.factories import filed_request, give_second_factor, make_admin, make_technician

TERM = "admin/prazos/opinion.micro.no_works"
PAUSE = "admin/motivos-de-parada/pause.art64_missing_authorisation"


@pytest.fixture(autouse=True)
def packaged_rules() -> Iterator[None]:
    yield
    use_amendments(())


@pytest.fixture
def people(portal_url: str) -> tuple[User, User]:
    return give_second_factor(make_admin()), give_second_factor(make_admin("Marta Reis"))


def test_g01_the_pages_of_rules_and_holidays(
    portal_url: str, page: Page, new_page: NewPage, people: tuple[User, User]
) -> None:
    author, second = people
    today = timezone.localdate()
    for code in ("opinion.micro.no_works", "pause.art64_missing_authorisation"):
        start_draft(entry=rule(code, on=today), actor=author.as_actor(), now=timezone.now())
    holiday = Holiday.objects.create(
        on=today + timedelta(days=1), name="Dia da cidade", scope="municipal", place="Contagem"
    )
    filed_request(make_technician())
    enter(page, portal_url, session_of(author))
    paths = ["admin", "admin/prazos", "admin/motivos-de-parada", "admin/motivos-de-parada/novo"]
    paths += [TERM, f"{TERM}/rascunho", f"{TERM}/versoes/portal-2022-01-01", PAUSE, f"{PAUSE}/rascunho"]
    paths += ["admin/feriados", "admin/feriados/incluir", f"admin/feriados/{holiday.pk}/retirar"]
    assert "\n".join(walk(page, portal_url, paths)) == ""
    other = new_page()
    enter(other, portal_url, session_of(second))
    assert walk(other, portal_url, [f"{TERM}/rascunho"]) == []


def test_g04_two_admins_change_a_term_without_script_on_a_phone(
    portal_url: str, new_page: NewPage, people: tuple[User, User]
) -> None:
    author, second = people
    page = new_page(360, 740, has_script=False)
    enter(page, portal_url, session_of(author))
    page.goto(f"{portal_url}/admin")
    page.get_by_role("link", name="Prazos", exact=True).click()
    page.get_by_role("link", name="em até 15 dias corridos quando não há obra").click()
    page.get_by_role("button", name="Abrir um rascunho").click()
    page.get_by_label("Prazo", exact=True).fill("20")
    page.get_by_role("textbox", name="Nota").fill("Nova política.")
    page.get_by_role("button", name="Salvar e entregar para publicação").click()
    expect(page.get_by_text("O texto precisa dizer o prazo novo, 20.").first).to_be_visible()
    page.get_by_role("textbox", name="Texto").fill(
        "A distribuidora entrega o parecer em até 20 dias corridos."
    )
    page.get_by_role("button", name="Salvar e entregar para publicação").click()
    expect(page.get_by_text("Espera a segunda pessoa")).to_be_visible()

    other = new_page(360, 740, has_script=False)
    enter(other, portal_url, session_of(second))
    other.goto(f"{portal_url}/admin")
    other.get_by_role("link", name="em até 20 dias corridos").click()
    expect(other.get_by_text("de “15 dias corridos” para “20 dias corridos”")).to_be_visible()
    other.get_by_role("button", name="Publicar").click()
    expect(other.get_by_text("Com data para começar")).to_be_visible()
    assert RuleVersion.objects.get().valid_from == timezone.localdate() + timedelta(days=1)


def test_d04_a_holiday_without_script_on_a_phone(
    portal_url: str, new_page: NewPage, people: tuple[User, User]
) -> None:
    case = filed_request(make_technician())
    assert case.due_on is not None and case.filing_number is not None
    page = new_page(360, 740, has_script=False)
    enter(page, portal_url, session_of(people[0]))
    page.goto(f"{portal_url}/admin/feriados")
    page.get_by_role("link", name="Incluir um feriado").click()
    page.get_by_label("Dia").fill(case.due_on.isoformat())
    page.get_by_label("Nome").fill("Dia da cidade")
    page.get_by_label("Em um município").check()
    page.get_by_label("Lugar").fill("Contagem")
    page.get_by_role("button", name="Ver o que mudaria").click()
    expect(page.get_by_text(case.filing_number)).to_be_visible()
    page.get_by_role("button", name="Incluir o feriado").click()
    expect(page.get_by_text("Prazos que mudaram: 1.").first).to_be_visible()
    due_on = case.due_on
    case.refresh_from_db()
    assert case.due_on is not None and case.due_on > due_on
