"""An ended request asked again: every answer and document comes along, and both requests name each other."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from time_machine import TimeMachineFixture

from documents.models import StoredFile
from eligibility.domain.findings import Refused
from portal.accounts.roles import SYSTEM
from requests_app.domain.filing import RegistrationAnswers
from requests_app.domain.lifecycle import ENDED_STATES, State
from requests_app.forms.drafts import read_draft
from requests_app.models import AccessRequest, AllocationList, Attachment
from requests_app.services.filing import reassessments
from requests_app.services.filing import sending as filing
from requests_app.services.filing.attachments import current_attachments
from requests_app.services.filing.drafts import delete_draft
from requests_app.services.sheets.papers import make_papers
from tests.factories import filed_request, give_second_factor, make_analyst, make_technician
from tests.integration.case_reading import as_user, words
from tests.life_endings import repeat, withdraw
from tests.stages import request_in

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=ZoneInfo("America/Sao_Paulo"))


@pytest.fixture(autouse=True)
def noon(time_machine: TimeMachineFixture) -> TimeMachineFixture:
    time_machine.move_to(NOON, tick=False)
    return time_machine


@pytest.fixture
def gone() -> AccessRequest:
    case = filed_request(at=NOON)
    make_papers(case.pk)
    withdraw(case, NOON)
    case.refresh_from_db()
    return case


def with_area(draft: AccessRequest) -> AccessRequest:
    """The register asks for the area, which the filed requests of these tests never told."""
    draft.draft_answers["generation"]["array_area_m2"] = "74,3"
    draft.save()
    return draft


def send(draft: AccessRequest) -> AccessRequest:
    today = timezone.localdate()
    reading = read_draft(with_area(draft), today)
    return filing.file_request(
        draft_id=draft.pk,
        filing=reading.filing,
        findings=reading.advisories,
        accepted_declarations=frozenset({"d", "f"}),
        is_acknowledged=True,
        actor=draft.technician.as_actor(),
        now=timezone.now(),
    )


@pytest.mark.parametrize("state", sorted(ENDED_STATES))
def test_every_end_can_be_asked_again_with_all_answers_kept(state: State) -> None:
    case = request_in(state, technician=make_technician(), analyst=make_analyst(), at=NOON)
    draft = repeat(case, NOON)
    assert (draft.state, draft.reassessment_of_id) == (State.DRAFT.value, case.pk)
    reading = read_draft(with_area(draft), date(2026, 11, 23))
    assert [f.message for f in reading.findings if f.is_blocking] == []
    assert reading.filing is not None
    kept = case.filed_answers.get()
    assert reading.filing.unit == kept.unit_answers
    generation = reading.filing.generation.model_copy(
        update={"registration": RegistrationAnswers(), "machine": ""}
    )
    assert generation == kept.generation_answers
    assert reading.filing.credits == kept.credits_answers
    assert reading.filing.holder.tax_id == case.holder.tax_id
    assert draft.draft_answers["sending"] == {"other_information": "Portão azul."}


def test_documents_point_at_the_same_files_and_papers_of_the_portal_stay_behind(gone: AccessRequest) -> None:
    draft = repeat(gone, NOON)
    before, after = current_attachments(gone), current_attachments(draft)
    uploads = {
        code: row.stored_file_id
        for code, row in before.items()
        if row.stored_file and row.stored_file.purpose == StoredFile.Purpose.UPLOAD
    }
    assert {code: row.stored_file_id for code, row in after.items()} == uploads
    assert len(before) > len(uploads) > 3


def test_a_second_click_gives_the_same_draft_until_it_is_thrown_away(gone: AccessRequest) -> None:
    draft = repeat(gone, NOON)
    assert repeat(gone, NOON) == draft
    assert AccessRequest.objects.filter(reassessment_of=gone).count() == 1
    delete_draft(draft_id=draft.pk)
    assert repeat(gone, NOON) != draft


def test_the_list_of_units_comes_along(gone: AccessRequest) -> None:
    AllocationList.objects.create(
        access_request=gone, number=3, basis="percentage", unit_count=1, line_count=1,
        entries=[{"line": 1, "unit_number": "3014056288"}], created_by_id=gone.technician_id,
    )  # fmt: skip
    kept = AllocationList.objects.get(access_request=repeat(gone, NOON))
    assert (kept.number, kept.basis, kept.entries[0]["unit_number"]) == (1, "percentage", "3014056288")


def test_filed_again_both_pages_name_each_other(
    gone: AccessRequest, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    browser, first = as_user(gone.technician), f"/solicitacoes/{gone.filing_number}"
    begun = browser.post(f"{first}/repetir")
    draft = AccessRequest.objects.get(reassessment_of=gone)
    assert begun.headers["Location"] == f"/rascunhos/{draft.public_id}"
    new = send(draft)
    assert new.filing_number != gone.filing_number
    second = f"/solicitacoes/{new.filing_number}"
    for page, said in ((first, f"Repetido pelo pedido {new.filing_number}"),
                       (second, f"Repete o pedido {gone.filing_number}")):  # fmt: skip
        with django_assert_max_num_queries(12):
            assert said in words(browser.get(page))
    # After a change of technician the other request is somebody else's: its number stays, the link goes.
    newcomer = as_user(make_technician("Carla Dias"))
    for kept, page, other in ((gone, first, second), (new, second, first)):
        assert f'href="{other}"' in browser.get(page).content.decode()
        AccessRequest.objects.filter(pk=kept.pk).update(technician=newcomer.session["_auth_user_id"])
        shown = newcomer.get(page)
        assert other.rsplit("/", 1)[-1] in words(shown) and f'href="{other}"' not in shown.content.decode()
        AccessRequest.objects.filter(pk=kept.pk).update(technician=gone.technician_id)
    refused = browser.post(f"{first}/repetir")
    assert refused.status_code == 409 and str(new.filing_number) in words(refused)


def test_the_page_tells_what_comes_along_and_what_changed(
    gone: AccessRequest, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    browser, page = as_user(gone.technician), f"/solicitacoes/{gone.filing_number}/repetir"
    with django_assert_max_num_queries(12):
        text = words(browser.get(page))
    assert "O que vai junto" in text and "por hoje, os documentos pedidos são os mesmos" in text
    version = gone.checklist_version
    assert version is not None
    content = {**version.content, "items": [dict(item) for item in version.content["items"]]}
    content["items"][0]["title"] = "Outro nome do documento"
    type(version).objects.create(
        code=version.code, number=version.number + 1, valid_from=date(2026, 11, 1), content=content,
        sha256="0" * 64,
    )  # fmt: skip
    text = words(browser.get(page))
    assert "A conferência mudou" in text and "Outro nome do documento" in text


def test_only_the_own_technician_repeats_and_only_what_ended(gone: AccessRequest, client: Client) -> None:
    page = f"/solicitacoes/{gone.filing_number}/repetir"
    assert as_user(make_technician("Carla")).post(page).status_code == 404
    assert as_user(give_second_factor(make_analyst())).post(page).status_code == 403
    living = filed_request(gone.technician, at=NOON)
    own = as_user(gone.technician)
    for method in (own.get, own.post):
        refused = method(f"/solicitacoes/{living.filing_number}/repetir")
        assert refused.status_code == 409 and "Só se repete um pedido que terminou" in words(refused)
    with pytest.raises(Refused, match="action_not_in_state"):
        repeat(living, NOON)
    for actor in (SYSTEM, make_technician("Outra").as_actor()):
        with pytest.raises(PermissionDenied):
            reassessments.reassess(access_request_id=gone.pk, actor=actor, now=NOON)
    assert AccessRequest.objects.filter(state=State.DRAFT.value).count() == 0


def test_a_shared_file_opens_from_both_requests_and_stays_closed_to_others(gone: AccessRequest) -> None:
    repeat(gone, NOON)
    file = Attachment.objects.filter(access_request=gone, document_code="identity").get().stored_file
    assert file is not None and file.attachment.count() == 2
    answer = as_user(gone.technician).get(f"/arquivos/{file.public_id}")
    assert answer.status_code == 200
    b"".join(answer)
    assert as_user(make_technician("Carla")).get(f"/arquivos/{file.public_id}").status_code == 404
