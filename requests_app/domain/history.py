"""The history in plain Portuguese: what one recorded action did, from its codes and dates alone."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from eligibility.domain.rulebook import rule
from requests_app.domain.dates import short_day_with_year
from requests_app.domain.lifecycle import Action

_ZONE = ZoneInfo("America/Sao_Paulo")
_PLAIN = {
    Action.START_CHECK: "Começou a conferência dos documentos.",
    Action.ACCEPT_DOCUMENTS: "Documentos conferidos. Começou a análise técnica.",
    Action.CLOSE_UNANSWERED: "O prazo para corrigir acabou sem resposta. O pedido foi encerrado.",
    Action.RESUME_CLOCK: "O prazo voltou a contar.",
    Action.WITHDRAW: "Pedido retirado pelo responsável técnico.",
    Action.CANCEL: "Parecer cancelado pelo titular.",
    Action.CONTEST_PENDING: "Correção contestada. Outro analista responde.",
    Action.ANSWER_CONTEST: "Contestação das correções respondida.",
    Action.CONTEST_DECISION: "Decisão contestada. A supervisão responde.",
    Action.REJECT_CONTEST: "Contestação respondida: a decisão fica como está.",
    Action.UPHOLD_CONTEST: "Contestação aceita: a análise recomeça com o prazo inteiro.",
    Action.ISSUE_FLOW_STUDY: "Estudo de inversão de fluxo entregue.",
    Action.CHOOSE_ALTERNATIVE: "Alternativa do estudo de fluxo escolhida.",
    Action.REQUEST_STUDIES: "Estudos que justificam a alternativa pedidos à distribuidora.",
    Action.DELIVER_STUDIES: "Estudos que justificam a alternativa entregues.",
    Action.APPROVE_CONDITIONS: "Condições do parecer aprovadas.",
    Action.APPROVE_BY_SILENCE: "O prazo para aprovar acabou e o parecer não tem custo: o silêncio aprovou.",
    Action.DELIVER_CONTRACTS: "Contratos entregues para o aceite do titular.",
    Action.CONFIRM_PAYMENT: "Pagamento confirmado.",
    Action.ACCEPT_CONTRACTS: "Contratos aceitos pelo titular.",
    Action.START_WORKS: "Começou o prazo da obra na rede.",
    Action.RESUME_WORKS: "O prazo da obra voltou a contar.",
    Action.FINISH_WORKS: "Obra na rede terminada.",
    Action.SUBMIT_PROJECT: "Projeto da subestação de entrada enviado.",
    Action.RETURN_PROJECT: "Projeto da subestação devolvido com os motivos.",
    Action.APPROVE_PROJECT: "Projeto da subestação aprovado.",
    Action.REQUEST_INSPECTION: "Vistoria pedida.",
    Action.CONNECT: "Vistoria aprovada e medidor instalado: ligação feita.",
    Action.FAIL_INSPECTION: "Vistoria feita e não aprovada.",
    Action.REPORT_INSPECTION: "Relatório da vistoria entregue.",
    Action.RESTORE: "Parecer restaurado, com o prazo inteiro outra vez.",
}


_LAPSES = {
    "approved": "A validade do parecer acabou sem pedido de vistoria.",
    "contracts_sent": "O prazo para aceitar os contratos acabou: o parecer perdeu a validade.",
    "inspection_reported": "O prazo para pedir a nova vistoria acabou: o parecer perdeu a validade.",
}


def what_happened(action: Action, data: Mapping[str, Any], on: date) -> str:
    """One sentence or two about an event; `data` is what history keeps of it, `on` its civil date."""
    match action:
        case Action.FILE:
            return _filed(data)
        case Action.REQUIRE_WORKS:
            if data.get("is_term_unchanged"):
                return "O estudo apontou obra na rede. O prazo não muda."
            before, after = rule("opinion.micro.no_works", on=on), rule("opinion.micro.works", on=on)
            return f"O estudo apontou obra na rede. O prazo passou de {before.value} para {after.value} dias."
        case Action.SEND_PENDINGS:
            return f"{_count(data.get('count'), 'correção pedida', 'correções pedidas')}, de uma vez{_round(data)}."
        case Action.ANSWER_PENDINGS:
            corrected = " Dados digitados corrigidos." if data.get("answers") else ""
            return f"Correções devolvidas{_round(data)}.{corrected}{_place(data)}"
        case Action.RESUME_CLOCK if data.get("is_still_paused"):
            return "A suspensão acabou. O prazo segue parado até as correções voltarem."
        case Action.PAUSE_CLOCK:
            return f"O prazo parou. Motivo: {rule(str(data['reason']), on=on).text}."
        case Action.SUSPEND_WORKS:
            return f"O prazo da obra parou. Motivo: {rule(str(data['reason']), on=on).text}."
        case Action.CONFIRM_PAYMENT if data.get("is_late"):
            return "Pagamento registrado de uma cobrança que não esperava mais: o valor conta no parecer que valer."
        case Action.LAPSE:
            return _LAPSES.get(str(data.get("source", "")), _LAPSES["approved"])
        case Action.APPROVE | Action.APPROVE_WITH_WORKS:
            with_works = " com obra na rede" if action is Action.APPROVE_WITH_WORKS else ""
            return f"Parecer {data.get('opinion_number', '')} emitido: favorável{with_works}."
        case Action.DENY:
            reasons = _count(data.get("reasons"), "motivo", "motivos")
            return f"Resposta {data.get('opinion_number', '')} emitida: não aprovado, com {reasons}."
        case _:
            return _PLAIN[action]


def _filed(data: Mapping[str, Any]) -> str:
    return f"Pedido enviado e recebido, com {_count(len(data.get('sha256', ())), 'arquivo', 'arquivos')}."


def _round(data: Mapping[str, Any]) -> str:
    return f" (rodada {data['round']})" if data.get("round") else ""


def _place(data: Mapping[str, Any]) -> str:
    if not data.get("arrived_at"):
        return ""
    arrived = datetime.fromisoformat(str(data["arrived_at"])).astimezone(_ZONE)
    day = short_day_with_year(arrived.date())
    return f" O lugar na fila continua o da chegada: {day}, {arrived:%H:%M:%S}."


def _count(number: Any, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"
