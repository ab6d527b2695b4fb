"""The term of the works and what the applicant pays: typed, previewed, printed, mailed and kept alike."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from documents.domain.sheets import OpinionSheet
from documents.pdf_check import check_pdf
from documents.printing import print_opinion
from eligibility.domain.findings import Refused
from portal.accounts.models import User
from portal.outbox.models import Message
from requests_app.models import AccessRequest, Opinion
from requests_app.services.opinions.costs import suggested_works_rule
from requests_app.services.opinions.decisions import Decision, decide
from requests_app.services.review import verdicts as review
from tests import api, life_payments
from tests.case_steps import to_analysis
from tests.factories import filed_request
from tests.golden.drafts import filed_situation
from tests.integration.agreement_room import the_law_followed
from tests.integration.review_room import NOW, an_analyst, bench_address, form_of, signed_in, words

pytestmark = pytest.mark.django_db
WORKS = {
    "outcome": "favourable_with_works",
    "works": "Transformador: troca por um de 45 kVA",
    "works_rule": "works.medium_voltage",
}


@pytest.fixture(autouse=True)
def _on_a_monday() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def analyst() -> User:
    return an_analyst()


@pytest.fixture
def case(analyst: User) -> AccessRequest:
    """Ana's house, in the study of works."""
    found = filed_request(at=NOW)
    to_analysis(found, analyst, NOW)
    review.require_works(access_request_id=found.pk, actor=analyst.as_actor(), now=NOW)
    found.refresh_from_db()
    return found


def _post(client: Client, case: AccessRequest, **fields: str) -> Any:
    return client.post(bench_address(case, "/decisao"), fields)


def _mail() -> Message:
    return Message.objects.filter(template="opinion_issued")[0]


def test_the_page_offers_the_three_terms_with_their_rule_and_suggests_one(
    analyst: User, case: AccessRequest
) -> None:
    page = signed_in(analyst).get(bench_address(case, "/decisao"))
    text = words(page)
    for piece in ("art. 88, I", "art. 88, II", "art. 88, III", "120 dias corridos"):
        assert piece in text
    assert form_of(page)["works_rule"] == "works.low_voltage"
    assert "metering_brl" not in form_of(page), "micro never pays the difference of the metering"


@pytest.mark.parametrize(
    ("voltage", "group", "suggested"),
    [
        ("127/220 V", "B", "works.low_voltage"),
        ("13,8 kV", "A", "works.medium_voltage"),
        ("34,5 kV", "A", "works.medium_voltage"),
        ("69 kV", "A", "works.other"),
        ("", "B", "works.low_voltage"),
        ("?", "A", "works.medium_voltage"),
    ],
)
def test_the_voltage_of_the_unit_suggests_the_term(
    case: AccessRequest, voltage: str, group: str, suggested: str
) -> None:
    case.consumer_unit.voltage, case.consumer_unit.group = voltage, group
    assert suggested_works_rule(case, NOW.date()) == suggested


def test_works_term_and_share_are_the_same_on_preview_paper_mail_and_page(
    analyst: User, case: AccessRequest
) -> None:
    client = signed_in(analyst)
    preview = _post(client, case, **WORKS, participation_brl="R$ 12.500,50")
    text = words(preview)
    assert preview.status_code == 200
    for piece in (
        "até 120 dias corridos",
        "art. 88, II",
        "R$ 12.500,50",
        "art. 85",
        "O parecer vale até terça, 23/03/2027",
        "Aprove as condições até terça, 23/03/2027",
        "perde a validade",
    ):
        assert piece in text
    assert "silêncio" not in text
    assert _post(client, case, **form_of(preview) | {"step": "confirm"}).status_code == 302
    opinion = Opinion.objects.get()
    assert (opinion.works_rule, opinion.participation_brl, opinion.metering_brl, opinion.valid_until_on) == (
        "works.medium_voltage", Decimal("12500.50"), Decimal(0), date(2027, 3, 23),
    )  # fmt: skip
    mail = _mail()
    assert mail.subject.endswith("aprovado, com obra na rede, válido até 23/03/2027")
    assert "R$ 12.500,50" in mail.text and "120 dias corridos" in mail.text
    assert check_pdf(print_opinion(OpinionSheet.model_validate(opinion.content.sheet))) == []
    page = words(signed_in(case.technician).get(reverse("request_opinion", args=[case.filing_number])))
    for piece in ("R$ 12.500,50", "até 120 dias corridos", "O custo para o cliente", "Como aprovar"):
        assert piece in page


def test_a_free_opinion_says_that_nothing_is_paid(analyst: User, case: AccessRequest) -> None:
    preview = words(_post(signed_in(analyst), case, **WORKS))
    assert "nenhum custo" in preview and "boleto" not in preview
    decide(
        access_request_id=case.pk,
        decision=Decision(outcome=Opinion.Outcome.FAVOURABLE_WITH_WORKS, works=("Poste: troca",)),
        actor=analyst.as_actor(),
        now=NOW,
    )
    assert "Não há custo para você." in _mail().text


def test_by_the_law_the_term_to_approve_is_ten_business_days_and_silence_approves_what_is_free(
    analyst: User, case: AccessRequest, settings: Settings, tmp_path: Path
) -> None:
    """From Monday 23/11/2026 ten business days end on Monday 07/12/2026."""
    with the_law_followed(settings, tmp_path):
        client = signed_in(analyst)
        free = words(_post(client, case, **WORKS))
        assert "10 dias úteis" in free and "O cliente aprova até segunda, 07/12/2026" in free
        assert "o silêncio vale como aprovação" in free and "120 dias corridos para pedir a vistoria" in free
        assert "O parecer vale" not in free
        costly = _post(client, case, **WORKS, participation_brl="100")
        assert "o silêncio não aprova" in words(costly)
        assert _post(client, case, **form_of(costly) | {"step": "confirm"}).status_code == 302
    opinion = Opinion.objects.get()
    assert opinion.valid_until_on == date(2026, 12, 7)
    mail = _mail()
    assert mail.subject.endswith("aprove até 07/12/2026") and "silêncio" not in mail.text
    assert check_pdf(print_opinion(OpinionSheet.model_validate(opinion.content.sheet))) == []


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"participation_brl": "-1"}, "não pode ser negativo"),
        ({"participation_brl": "mil"}, "Escreva só o número"),
        ({"participation_brl": "1e9"}, "Escreva só o número"),
        ({"participation_brl": "NaN"}, "Escreva só o número"),
        ({"participation_brl": "0,001"}, "Use até 2 casas decimais."),
        ({"participation_brl": "999.999.999,00"}, "grande demais"),
        ({"works_rule": "opinion.mini"}, "Esta opção não existe."),
        ({"outcome": "favourable", "participation_brl": "10"}, "só há quando o parecer tem obra na rede"),
    ],
)
def test_an_amount_that_cannot_be_is_refused_and_kept_on_the_page(
    analyst: User, case: AccessRequest, fields: dict[str, str], message: str
) -> None:
    page = _post(signed_in(analyst), case, **WORKS | fields)
    assert page.status_code == 422 and message.lower() in words(page).lower()
    assert form_of(page)["participation_brl"] == fields.get("participation_brl", "")
    assert not Opinion.objects.exists()


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"works_rule": "opinion.mini"}, "works_rule_unknown"),
        ({"works_rule": ""}, "works_rule_unknown"),
        ({"metering_brl": Decimal(10)}, "metering_not_due"),
        ({"participation_brl": Decimal("0.001")}, "amount_invalid"),
        ({"participation_brl": Decimal("1e12")}, "amount_invalid"),
        ({"outcome": Opinion.Outcome.FAVOURABLE}, "participation_without_works"),
    ],
)
def test_the_service_refuses_what_no_page_lets_through(
    analyst: User, given: dict[str, Any], code: str
) -> None:
    with pytest.raises(Refused, match=code):
        life_payments.decide_with_costs(filed_request(at=NOW), analyst, NOW, **given)
    assert not Opinion.objects.exists()


def test_a_mini_pays_the_difference_of_the_metering_even_without_works(analyst: User) -> None:
    case = filed_situation("300 kW in group A, everything in order")
    to_analysis(case, analyst, NOW)
    client = signed_in(analyst)
    asked = client.get(bench_address(case, "/decisao"))
    assert "art. 228" in words(asked) and form_of(asked)["works_rule"] == "works.medium_voltage"
    preview = _post(client, case, outcome="favourable", metering_brl="4.500")
    text = words(preview)
    assert "Diferença do sistema de medição R$ 4.500,00" in text and "art. 228, §§ 4º e 5º" in text
    denied = _post(client, case, outcome="not_approved", metering_brl="4.500")
    assert denied.status_code == 422
    assert _post(client, case, **form_of(preview) | {"step": "confirm"}).status_code == 302
    assert Opinion.objects.get().metering_brl == Decimal("4500.00")


def test_the_api_takes_and_shows_the_same(analyst: User, case: AccessRequest) -> None:
    program = api.Caller(analyst)
    address = f"requests/{case.filing_number}/decision"
    body = {
        "outcome": "favourable_with_works",
        "works": ["Poste: troca"],
        "works_rule": "works.other",
        "participation_brl": "100.00",
    }
    for wrong in ("-1", "abc", "1e20", "0.001", "NaN"):
        program.ask("POST", address, body | {"participation_brl": wrong}, expect=400)
    refused = program.call("POST", address, body | {"works_rule": "opinion.mini"})
    assert refused.status_code in (409, 422) and not Opinion.objects.exists()
    given = program.ask("POST", address, body, expect=201)
    assert given["participation_brl"] == "100.00" and given["works_rule"] == "works.other"
