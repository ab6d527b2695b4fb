"""How each row of the lifecycle table is done by a person at a page: the address and what its form holds."""

from collections.abc import Callable, Iterable
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.outbox.models import Message
from requests_app.domain.lifecycle import Action
from requests_app.effects.agreements import make_agreement_pdf
from requests_app.forms.contests import REJECT, UPHOLD
from requests_app.models import Agreement, Charge, Pending
from requests_app.models.substation_project import ProjectPart
from requests_app.tasks import sweep_deadlines
from tests.factories import give_second_factor
from tests.files import pdf_bytes
from tests.filing_data import DECLARED
from tests.integration.filing_steps import filled_draft, post, send_documents
from tests.integration.review_room import form_of
from tests.life_case import Case, judge, take
from tests.life_flow import METHOD, STUDY_AS_TYPED

Press = Callable[[Case], None]
_REASON = {
    "reason_0_what": "Placa de aviso ausente",
    "reason_0_rule": "ND 5.31, item 4.2",
    "reason_0_fix": "Instalar a placa.",
}


def _browser(case: Case, who: str) -> Client:
    """A signed-in browser of one of the people; the holder's has come in by the link."""
    client = Client()
    if who == "holder":
        session = client.session
        session["holder_request_id"] = case.pk
        session.save()
        return client
    user: User = getattr(case, who)
    if user.role in (Role.ANALYST, Role.SUPERVISOR):
        give_second_factor(user)
    client.force_login(user)
    return client


def _room(case: Case, who: str) -> str:
    """Where the pages of that person about the request begin."""
    before = {"technician": "", "holder": "/titular"}.get(who, "/analise")
    return f"{before}/solicitacoes/{case.fresh().filing_number}"


def _sent(case: Case, who: str, tail: str, data: dict[str, Any], shown: str = "") -> None:
    """One press of one button: a page follows, by redirection. `shown` is a hidden field that goes back as it came."""
    browser, address = _browser(case, who), _room(case, who) + tail
    if shown:
        data = data | {shown: form_of(browser.get(address))[shown]}
    answer = browser.post(address, data)
    assert answer.status_code == 302, (tail, answer.status_code, answer.content.decode()[:2000])


def at(who: str, tail: str, *, shown: str = "", **data: Any) -> Press:
    return lambda case: _sent(case, who, tail, data, shown)


def bench(tail: str, *, failing: Iterable[int] = (), **data: Any) -> Press:
    """The analyst's press on a request that is theirs, with every item judged."""

    def press(case: Case) -> None:
        now = timezone.now()
        take(case, case.actor("analyst"), now)
        judge(case, case.actor("analyst"), now, failing=failing)
        _sent(case, "analyst", tail, data)

    return press


def code_for(case: Case) -> str:
    """The code in the newest mail to the holder."""
    mail = Message.objects.filter(recipient=case.access_request.holder.email).latest("pk")
    return next(line for line in mail.text.splitlines() if line.isdigit() and len(line) == 6)


def with_code(tail: str, confirm: str) -> Press:
    """The holder asks for the code on the first page and writes it on the second."""

    def press(case: Case) -> None:
        _sent(case, "holder", tail, {})
        _sent(case, "holder", tail + confirm, {"is_sure": "on", "code": code_for(case)})

    return press


def _file(case: Case) -> None:
    """The whole draft as the screens keep it, its documents, and the last button."""
    case.access_request = draft = filled_draft(case.technician)
    client = Client(headers={"host": "localhost"})
    client.force_login(case.technician)
    send_documents(client, draft)
    answer = post(client, draft, "draft_check", DECLARED | {"is_acknowledged": "on"})
    assert answer.status_code == 302, answer.content.decode()[:2000]


def _answer_pendings(case: Case) -> None:
    client, room = _browser(case, "technician"), _room(case, "technician")
    for pending in Pending.objects.filter(notice__access_request=case.access_request, fixed_at=None):
        answer = client.post(
            f"{room}/pendencias/{pending.number}", {f"item{pending.number}-answer": "Corrigido."}
        )
        assert answer.status_code == 302, answer.content.decode()[:3000]
    assert client.post(f"{room}/devolver").status_code == 302


def _accept_contracts(case: Case) -> None:
    """The papers are there before the holder can accept them."""
    for agreement in Agreement.objects.filter(opinion=case.fresh().opinion, file=None):
        make_agreement_pdf({"agreement_id": agreement.pk})
    with_code("/contratos", "/aceitar")(case)


def _confirm_payment(case: Case) -> None:
    charge = Charge.objects.get(access_request=case.access_request)
    prefix = f"cobranca-{charge.pk}"
    data = {
        "charge": charge.pk,
        "step": "confirm",
        f"{prefix}-paid_on": f"{timezone.localdate()}",
        f"{prefix}-number": "123456",
    }
    _sent(case, "analyst", "/pagamentos", data)


def _submit_project(case: Case) -> None:
    files = {
        part.value: SimpleUploadedFile(f"{part.value}.pdf", pdf_bytes(text=part.value))
        for part in ProjectPart
    }
    _sent(case, "technician", "/projeto-da-subestacao", files)


def _deliver_studies(case: Case) -> None:
    file = SimpleUploadedFile("estudos.pdf", pdf_bytes(text="Estudos"))
    _sent(case, "analyst", "/estudos", {"file": file, "method": METHOD})


def _visit(**given: Any) -> Press:
    def press(case: Case) -> None:
        _sent(case, "analyst", "/vistoria", {"inspected_on": f"{timezone.localdate()}", **given})

    return press


def clock(case: Case) -> None:
    """The sweeper, as the beat calls it."""
    sweep_deadlines()


_JUDGING = {"answer": "A resposta, com os motivos."}
_PRESSES: dict[Action, Press] = {
    Action.FILE: _file,
    Action.START_CHECK: at("analyst", "/assumir"),
    Action.ACCEPT_DOCUMENTS: bench("/documentos-conferidos"),
    Action.REQUIRE_WORKS: bench("/estudo-de-obra"),
    Action.SEND_PENDINGS: bench("/pendencias", failing=(0,)),
    Action.ANSWER_PENDINGS: _answer_pendings,
    Action.CLOSE_UNANSWERED: clock,
    Action.PAUSE_CLOCK: bench(
        "/prazo/parar",
        reason_code="pause.art64_other_utility_or_ons",
        body="ons",
        question="Há folga na rede?",
    ),
    Action.RESUME_CLOCK: bench("/prazo/retomar"),
    Action.ISSUE_FLOW_STUDY: bench("/fluxo", **STUDY_AS_TYPED),
    Action.CHOOSE_ALTERNATIVE: at(
        "technician", "/fluxo", shown="study", alternatives=["reconfiguration"], injected_kw="8,2"
    ),
    Action.APPROVE: bench("/decisao", outcome="favourable", step="confirm"),
    Action.APPROVE_WITH_WORKS: bench(
        "/decisao",
        outcome="favourable_with_works",
        works="Transformador: trocar por 75 kVA",
        works_rule="works.low_voltage",
        step="confirm",
    ),
    Action.DENY: bench("/decisao", failing=(0,), outcome="not_approved", step="confirm"),
    Action.WITHDRAW: at("technician", "/retirar"),
    Action.CONTEST_PENDING: at("technician", "/pendencias/contestar", items=["1"], text="Está assinado."),
    Action.ANSWER_CONTEST: at("second_analyst", "/contestacao", shown="contest", **_JUDGING),
    Action.CONTEST_DECISION: at("technician", "/contestar", text="Não concordo."),
    Action.REJECT_CONTEST: at("supervisor", "/contestacao", shown="contest", result=REJECT, **_JUDGING),
    Action.UPHOLD_CONTEST: at("supervisor", "/contestacao", shown="contest", result=UPHOLD, **_JUDGING),
    Action.REQUEST_STUDIES: at("technician", "/fluxo", step="studies", asked="A medição."),
    Action.DELIVER_STUDIES: _deliver_studies,
    Action.APPROVE_CONDITIONS: at("technician", "/aprovar", shown="opinion"),
    Action.APPROVE_BY_SILENCE: clock,
    Action.DELIVER_CONTRACTS: at("analyst", "/contratos"),
    Action.CONFIRM_PAYMENT: _confirm_payment,
    Action.ACCEPT_CONTRACTS: _accept_contracts,
    # Works begin by themselves in the transaction of the acceptance.
    Action.START_WORKS: _accept_contracts,
    Action.SUSPEND_WORKS: at(
        "analyst", "/obra/parar", reason_code="pause.works_licence", detail="Falta a licença."
    ),
    Action.RESUME_WORKS: at("analyst", "/obra/retomar"),
    Action.FINISH_WORKS: at("analyst", "/obra-terminada"),
    Action.SUBMIT_PROJECT: _submit_project,
    Action.RETURN_PROJECT: at("analyst", "/projeto-da-subestacao", shown="round", **_REASON),
    Action.APPROVE_PROJECT: at("analyst", "/projeto-da-subestacao", shown="round", answer="approve"),
    Action.REQUEST_INSPECTION: at("technician", "/vistoria"),
    Action.CONNECT: _visit(result="passed", meter_number="8001234567"),
    Action.FAIL_INSPECTION: _visit(result="failed", report="later", **_REASON),
    Action.REPORT_INSPECTION: at("analyst", "/vistoria/relatorio"),
    Action.CANCEL: with_code("/cancelar", "/confirmar"),
    Action.LAPSE: clock,
    Action.RESTORE: at("supervisor", "/restaurar", reason="Decisão da ouvidoria."),
}


def press_of(action: Action) -> Press:
    """How a person, or the sweeper, does it; KeyError for an action without a page."""
    return _PRESSES[action]
