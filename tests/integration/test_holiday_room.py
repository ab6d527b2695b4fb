"""The room of holidays: the terms that would move are shown before, and each moved request keeps a line after."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from portal.accounts.models import User
from portal.outbox.models import OutboxRow
from requests_app.domain.clock import ClockName
from requests_app.effects.papers import refresh_after_holiday
from requests_app.models import AccessRequest, ClockEntry, Deadline, Holiday, HolidayChange, HolidayMove
from requests_app.services.clocks import holidays
from requests_app.services.clocks.holidays import Wanted, moves_of
from requests_app.services.clocks.reckoning import reckon_all
from tests.case_steps import pause, to_analysis
from tests.factories import filed_request, give_second_factor, make_admin, make_analyst, make_technician
from tests.integration.review_room import NOW, TODAY, form_of, signed_in, words

pytestmark = pytest.mark.django_db
ROOM = "/admin/feriados"
DUE = date(2026, 12, 8)
LOCAL = {"on": DUE.isoformat(), "name": "Dia da cidade", "scope": "municipal", "place": "contagem"}


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def admin() -> User:
    return give_second_factor(make_admin())


@pytest.fixture
def client(admin: User) -> Client:
    return signed_in(admin)


@pytest.fixture
def case() -> AccessRequest:
    found = filed_request(make_technician(), at=NOW)
    assert found.due_on == DUE
    return found


def added(client: Client, **changes: str) -> Any:
    """Type the holiday, look at what would move, and confirm."""
    preview = client.post(f"{ROOM}/incluir", {**LOCAL, **changes})
    assert preview.status_code == 200, words(preview)
    return client.post(f"{ROOM}/incluir", form_of(preview))


def removed(client: Client) -> Any:
    path = f"{ROOM}/{Holiday.objects.get().pk}/retirar"
    return client.post(path, form_of(client.get(path)))


def opinion_due(case: AccessRequest) -> date:
    return Deadline.objects.get(access_request=case, clock=ClockName.OPINION.value).due_on


def test_the_list_has_the_national_days_of_a_year_and_the_added_ones(client: Client) -> None:
    page = words(client.get(ROOM))
    assert "Feriados de 2026" in page and "Natal" in page and "Nenhum feriado foi incluído" in page
    assert "Feriados de 2027" in words(client.get(f"{ROOM}?ano=2027"))
    for year in ("abc", "0", "99999", "-1", "²⁰²⁶"):
        assert "Feriados de 2026" in words(client.get(f"{ROOM}?ano={year}"))
    assert signed_in(give_second_factor(make_analyst())).get(ROOM).status_code == 403


def test_d04_what_would_move_is_shown_before_anything_is_saved(client: Client, case: AccessRequest) -> None:
    page = client.post(f"{ROOM}/incluir", LOCAL)
    said = words(page)
    assert "Isso altera 1 prazo em aberto." in said
    assert f"{case.filing_number} Prazo do parecer terça, 08/12/2026 quarta, 09/12/2026" in said
    assert not Holiday.objects.exists() and opinion_due(case) == DUE
    back = client.post(f"{ROOM}/incluir", {**form_of(page), "back": "1"})
    assert form_of(back)["name"] == "Dia da cidade" and not Holiday.objects.exists()


def test_d04_after_saving_the_deadline_is_moved_and_the_history_says_why(
    client: Client, admin: User, case: AccessRequest
) -> None:
    assert added(client).headers["Location"] == f"{ROOM}?ano=2026"
    case.refresh_from_db()
    assert case.due_on == opinion_due(case) == date(2026, 12, 9)
    change = HolidayChange.objects.get()
    assert (change.by_id, change.affected, change.is_removal, change.at) == (admin.pk, 1, False, NOW)
    history = words(signed_in(case.technician).get(f"/solicitacoes/{case.filing_number}/historico"))
    assert "Feriado de 08/12/2026 (Dia da cidade) entrou na lista. Prazo do parecer: de" in history
    assert "Prazos que mudaram: 1." in words(client.get(ROOM))


def test_d10_the_opposite_change_brings_the_dates_back(client: Client, case: AccessRequest) -> None:
    added(client)
    assert removed(client).status_code == 302
    case.refresh_from_db()
    assert case.due_on == opinion_due(case) == DUE
    assert list(HolidayChange.objects.order_by("id").values_list("is_removal", "affected")) == [
        (False, 1),
        (True, 1),
    ]
    page = client.get(ROOM)
    again = page.content.decode().split(f"{ROOM}/incluir?")[1].split('"')[0].replace("&amp;", "&")
    assert form_of(client.get(f"{ROOM}/incluir?{again}")) | {"csrfmiddlewaretoken": ""} == {
        **LOCAL,
        "csrfmiddlewaretoken": "",
    }


def test_a_page_that_shows_other_moves_is_not_obeyed(client: Client, case: AccessRequest) -> None:
    preview = client.post(f"{ROOM}/incluir", LOCAL)
    other = filed_request(case.technician, at=NOW)
    answer = client.post(f"{ROOM}/incluir", form_of(preview))
    assert answer.status_code == 409 and not Holiday.objects.exists()
    assert str(other.filing_number) in words(answer) and "Os prazos mudaram enquanto você lia." in words(
        answer
    )
    assert client.post(f"{ROOM}/incluir", form_of(answer)).status_code == 302
    assert HolidayChange.objects.get().affected == 2


@pytest.mark.parametrize(
    ("changes", "moved"),
    [
        ({}, 1),
        ({"scope": "state", "place": "mg"}, 1),
        ({"scope": "national", "place": ""}, 1),
        ({"scope": "municipal", "place": "Betim"}, 0),
        ({"scope": "state", "place": "SP"}, 0),
        ({"on": "2026-12-09"}, 0),
        ({"on": "2026-12-06"}, 0),
        # The day after the filing: the count of both clocks begins a day later.
        ({"on": "2026-11-24"}, 2),
        # Inside the check of the documents, which counts business days.
        ({"on": "2026-11-26"}, 1),
        ({"on": "2026-11-20"}, 0),
    ],
)
def test_only_open_terms_of_the_place_move_and_the_preview_says_what_the_fold_does(
    client: Client, case: AccessRequest, changes: dict[str, str], moved: int
) -> None:
    before = {name: found.due_on for name, found in reckon_all(case, TODAY).items()}
    assert added(client, **changes).status_code == 302
    after = {name: found.due_on for name, found in reckon_all(case, TODAY).items()}
    assert sum(before[name] != after[name] for name in before) == moved
    kept = {move.clock: (move.due_before, move.due_after) for move in HolidayMove.objects.all()}
    assert kept == {name.value: (before[name], after[name]) for name in before if before[name] != after[name]}
    rows = Deadline.objects.filter(access_request=case)
    assert {row.clock: row.due_on for row in rows} == {name.value: day for name, day in after.items()}


def test_a_clock_that_stands_still_moves_by_the_day_on_which_it_would_come_back(
    admin: User, case: AccessRequest
) -> None:
    analyst = give_second_factor(make_analyst())
    to_analysis(case, analyst, NOW)
    pause(case, analyst, NOW)
    with time_machine.travel(NOW + timedelta(days=20), tick=False):
        due = reckon_all(case)[ClockName.OPINION].due_on
        assert due is not None and due > DUE
        page = words(signed_in(admin).post(f"{ROOM}/incluir", {**LOCAL, "on": due.isoformat()}))
    assert "Isso altera 1 prazo em aberto." in page


def test_an_ended_request_does_not_move(client: Client, case: AccessRequest) -> None:
    Deadline.objects.filter(access_request=case).update(is_open=False)
    assert "Nenhum prazo em aberto muda." in words(client.post(f"{ROOM}/incluir", LOCAL))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"on": ""}, "Escolha o dia."),
        ({"on": "31/02/2026"}, "uma data, como"),
        ({"on": "1800-01-01"}, "entre 1990 e 2100"),
        ({"name": " "}, "Escreva o nome do feriado."),
        ({"scope": "planet"}, "onde o feriado vale"),
        ({"scope": "state", "place": "Minas"}, "a sigla do estado"),
        ({"scope": "municipal", "place": ""}, "o nome do município"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(client: Client, changes: dict[str, str], said: str) -> None:
    answer = client.post(f"{ROOM}/incluir", {**LOCAL, **changes})
    assert answer.status_code == 422
    assert said in words(answer)


def test_a_day_is_there_once_and_gone_once(client: Client) -> None:
    preview = client.post(f"{ROOM}/incluir", LOCAL)
    added(client)
    assert client.post(f"{ROOM}/incluir", {**LOCAL, "place": "CONTAGEM"}).status_code == 422
    assert client.post(f"{ROOM}/incluir", form_of(preview)).status_code == 422
    path = f"{ROOM}/{Holiday.objects.get().pk}/retirar"
    fields = form_of(client.get(path))
    assert client.post(path, fields).status_code == 302
    assert client.post(path, fields).status_code == 404
    assert HolidayChange.objects.count() == 2


def test_what_is_too_much_for_a_page_is_reckoned_by_the_worker(
    client: Client, case: AccessRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = filed_request(case.technician, at=NOW)
    monkeypatch.setattr(holidays, "_REFRESHED_AT_ONCE", 1)
    added(client)
    assert (opinion_due(case), opinion_due(other)) == (date(2026, 12, 9), DUE)
    row = OutboxRow.objects.get(kind=holidays.EFFECT)
    refresh_after_holiday(row.payload)
    refresh_after_holiday(row.payload)
    assert opinion_due(other) == date(2026, 12, 9)


def test_the_preview_costs_the_same_for_many(
    client: Client, case: AccessRequest, django_assert_max_num_queries: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    entries = list(ClockEntry.objects.filter(access_request=case))
    many = [
        AccessRequest(
            technician=case.technician,
            state=case.state,
            filing_number=f"GD-{place}",
            filing_digits=str(place),
            filed_at=NOW,
            filed_on=TODAY,
            installed_power_kw=8,
            checklist_version=case.checklist_version,
            municipality="Contagem",
        )
        for place in range(250)
    ]
    AccessRequest.objects.bulk_create(many)
    for entry in entries:
        ClockEntry.objects.bulk_create(
            ClockEntry(
                access_request=one, clock=entry.clock, kind=entry.kind, on=entry.on, at=entry.at,
                rule_code=entry.rule_code, reason_code=entry.reason_code, actor_role=entry.actor_role,
            )
            for one in many
        )  # fmt: skip
    Deadline.objects.bulk_create(
        Deadline(access_request=one, clock="opinion", rule_code="opinion.micro.no_works", due_on=DUE)
        for one in many
    )
    with django_assert_max_num_queries(10):
        page = words(client.post(f"{ROOM}/incluir", LOCAL))
    assert "Isso altera 251 prazos em aberto." in page and "Os primeiros 200 de 251 prazos" in page
    with django_assert_max_num_queries(3):
        found = moves_of(Wanted(DUE, "Dia", "municipal", "Contagem"), TODAY)
    assert len(found) == 251
