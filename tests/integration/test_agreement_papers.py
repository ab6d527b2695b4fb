"""The papers of the contracts: which, what they say, with what observations, made once."""

from datetime import timedelta
from io import BytesIO

import pypdfium2
import pytest
from django.utils import timezone

from documents.domain.agreement_kinds import AgreementKind
from documents.pdf_check import check_pdf
from documents.storage import open_stored
from eligibility.domain.findings import Refused
from portal.accounts.models import User
from portal.outbox.tasks import deliver_due
from requests_app.domain.lifecycle import State
from requests_app.effects.agreements import make_agreement_pdf
from requests_app.models import AccessRequest, Agreement, AgreementFile, Charge
from requests_app.services.agreements import payments
from requests_app.services.agreements.reading import acceptance_of, current_agreements, delivery_of
from requests_app.services.clocks.sweeps import sweep
from requests_app.services.opinions import restorations
from tests.case_steps import approve_with_works
from tests.factories import filed_request, make_analyst, make_supervisor, make_technician
from tests.integration.agreement_room import NOW, declare, house, plant, told
from tests.life_agreements import accept_contracts, approve_conditions, deliver_contracts

pytestmark = pytest.mark.django_db


@pytest.fixture
def analyst() -> User:
    return make_analyst()


@pytest.fixture
def mini(analyst: User) -> AccessRequest:
    return plant(analyst)


def paper_of(agreement: Agreement) -> tuple[bytes, str]:
    """The PDF and its words."""
    with open_stored(AgreementFile.objects.get(agreement=agreement).stored_file.storage_key) as stored:
        content = stored.read()
    with pypdfium2.PdfDocument(BytesIO(content)) as pdf:
        text = " ".join(page.get_textpage().get_text_range() for page in pdf)
    return content, " ".join(text.replace("\x02", "").split())


def test_a_mini_gets_three_papers_the_observations_and_its_charge(mini: AccessRequest, analyst: User) -> None:
    now = timezone.now()
    approve_conditions(mini, now)
    assert mini.state == State.CONTRACTS.value and not told("contracts_delivered")
    assert [a.paper for a in current_agreements(mini)] == [
        AgreementKind.OPERATING_AGREEMENT,
        AgreementKind.SYSTEM_USE,
        AgreementKind.ENERGY_PURCHASE,
    ]
    assert not Charge.objects.exists()
    deliver_contracts(mini, analyst, now, observations="Manobrar só com o despacho.\n\n Chave 12 é visível. ")
    assert mini.state == State.CONTRACTS_SENT.value
    newest = {a.paper: a for a in current_agreements(mini)}
    assert [a.version for a in newest.values()] == [2, 1, 1]
    sheet = newest[AgreementKind.OPERATING_AGREEMENT].content.sheet
    assert sheet["observations"] == ["Manobrar só com o despacho.", "Chave 12 é visível."]
    event = delivery_of(mini)
    assert event is not None and event.data["sha256"] == [a.content_sha256 for a in newest.values()]
    assert all("há o que pagar" in m.text and "4.500,00" in m.text for m in told("contracts_delivered"))
    with pytest.raises(Refused, match="charges_settled"):
        accept_contracts(mini, now)
    assert acceptance_of(mini) is None and not told("contracts_accepted")
    charge = Charge.objects.get()
    payments.confirm_payment(
        charge_id=charge.pk,
        paid_on=timezone.localdate(now),
        payment_number="COMP-1",
        actor=analyst.as_actor(),
        now=now,
    )
    accept_contracts(mini, now)
    assert mini.state == State.READY.value
    assert all("o projeto da subestação de entrada vem antes" in m.text for m in told("contracts_accepted"))


def test_every_paper_is_tagged_clean_and_says_what_it_must(mini: AccessRequest, analyst: User) -> None:
    now = timezone.now()
    approve_conditions(mini, now)
    deliver_contracts(mini, analyst, now, observations="Chave 12 é visível.")
    deliver_due()
    words: dict[AgreementKind, str] = {}
    for agreement in Agreement.objects.order_by("pk"):
        content, text = paper_of(agreement)
        assert check_pdf(content) == []
        assert "O modelo oficial da ANEEL não foi conferido" in text
        assert str(mini.opinion) in text and str(mini.filing_number) in text
        assert agreement.paper.label in text and "Canais da distribuidora" in text
        words[agreement.paper] = text
    operating = words[AgreementKind.OPERATING_AGREEMENT]
    assert "Quem manobra o quê" in operating and "placa que avisa" in operating
    assert "REN ANEEL 1.000/2021, art. 30, § 3º" in operating and "Chave 12 é visível." in operating
    assert "Demanda de injeção 300 kW" in words[AgreementKind.SYSTEM_USE]
    assert "ciclo seguinte à vistoria" in words[AgreementKind.ENERGY_PURCHASE]


def test_the_paper_of_a_house_is_made_once_whatever_is_retried(analyst: User) -> None:
    case = house(analyst)
    approve_conditions(case, NOW)
    deliver_due()
    agreement = Agreement.objects.get()
    content, text = paper_of(agreement)
    assert check_pdf(content) == [] and "Ana Maria Figueiredo" in text and "12345678909" not in text
    make_agreement_pdf({"agreement_id": agreement.pk})
    assert AgreementFile.objects.count() == 1


def test_words_without_a_paper_or_too_many_deliver_nothing(mini: AccessRequest, analyst: User) -> None:
    now = timezone.now()
    approve_conditions(mini, now)
    with pytest.raises(Refused, match="observations_long"):
        deliver_contracts(mini, analyst, now, observations="a" * 4001)
    mini.refresh_from_db()
    assert mini.state == State.CONTRACTS.value
    works = filed_request(make_technician("Carla Dias"), at=NOW)
    approve_with_works(works, make_analyst("Caio Lemos"), NOW)
    approve_conditions(works, NOW)
    with pytest.raises(Refused, match="observations_without_paper"):
        deliver_contracts(works, analyst, NOW, observations="Chave 12.")


def test_contracts_asked_for_early_come_with_the_approval(mini: AccessRequest) -> None:
    declare(mini, "declaration.c")
    approve_conditions(mini, timezone.now())
    assert mini.state == State.CONTRACTS_SENT.value and Charge.objects.count() == 1


def test_a_restored_opinion_gets_papers_of_its_own(analyst: User) -> None:
    case = house(analyst)
    approve_conditions(case, NOW)
    after = NOW + timedelta(days=40)
    sweep(after)
    restorations.restore(
        access_request_id=case.pk,
        reason="O aceite se perdeu numa falha do portal.",
        actor=make_supervisor().as_actor(),
        now=after,
    )
    case = AccessRequest.objects.get(pk=case.pk)
    assert case.state == State.APPROVED.value
    assert current_agreements(case) == [] and delivery_of(case) is None
    approve_conditions(case, after)
    assert case.state == State.CONTRACTS_SENT.value
    [paper] = current_agreements(case)
    assert Agreement.objects.count() == 2 and paper.content.sheet["opinion_number"] == str(case.opinion)
    accept_contracts(case, after)
    event = acceptance_of(case)
    assert event is not None and event.data["agreements"] == [str(paper.pk)]
