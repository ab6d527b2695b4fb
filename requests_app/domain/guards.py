"""Each guard of the lifecycle: what it asks of the snapshot and what it tells the person it refuses."""

from collections.abc import Callable

from eligibility.domain.citation import Citation
from eligibility.domain.findings import Finding, Refused, Severity
from requests_app.domain.lifecycle import Guard, Row
from requests_app.domain.snapshot import ProjectStanding, Snapshot

_SINGLE_NOTICE = Citation(norm="Lei 14.300/2022", provision="art. 2º, § 4º")
_ONCE = Citation(norm="REN ANEEL 1.000/2021", provision="art. 10")
_DENIAL = Citation(norm="REN ANEEL 1.000/2021", provision="art. 416")
_SILENCE = Citation(norm="REN ANEEL 1.000/2021", provision="art. 83, § 3º")
_WORKS = Citation(norm="REN ANEEL 1.000/2021", provision="art. 89")
_CHOICE = Citation(norm="REN ANEEL 1.000/2021", provision="art. 83, §§ 9º e 10")
_STUDIES = Citation(norm="REN ANEEL 1.000/2021", provision="art. 78")
_PROJECT = Citation(norm="REN ANEEL 1.000/2021", provision="arts. 50 e 51")


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def _no_verdict(s: Snapshot) -> str:
    return (
        f"Falta veredito em {_count(s.items_without_verdict, 'item', 'itens')} de {s.items_total}. "
        "As correções seguem todas juntas, de uma vez só."
    )


def _open_pendings(s: Snapshot) -> str:
    return f"Ainda {'falta' if s.pendings_open == 1 else 'faltam'} {_count(s.pendings_open, 'correção', 'correções')}."


_RULES: dict[Guard, tuple[Callable[[Snapshot], bool], Callable[[Snapshot], str], Citation | None]] = {
    Guard.PRECHECK_CLEAN: (
        lambda s: s.blocking_findings == 0,
        lambda s: (
            f"A conferência automática achou {_count(s.blocking_findings, 'ponto', 'pontos')} a corrigir."
        ),
        None,
    ),
    Guard.DECLARATIONS_ACCEPTED: (
        lambda s: s.missing_declarations == 0,
        lambda s: "Aceite as declarações obrigatórias do formulário padrão para enviar.",
        Citation(norm="REH ANEEL 3.354/2024", provision="formulário padrão, item 4"),
    ),
    Guard.REGISTRATION_NOT_SUSPENDED: (
        lambda s: not s.is_registration_suspended,
        lambda s: (
            "Seu registro profissional está suspenso no portal. Fale com a distribuidora para regularizar."
        ),
        Citation(norm="REN ANEEL 1.000/2021", provision="art. 33"),
    ),
    Guard.CLAIMED_BY_ACTOR: (
        lambda s: s.is_claimed_by_actor,
        lambda s: "Este pedido não está com você. Assuma o pedido para continuar.",
        None,
    ),
    Guard.EVERY_ITEM_HAS_VERDICT: (lambda s: s.items_without_verdict == 0, _no_verdict, _SINGLE_NOTICE),
    Guard.DOCUMENT_ITEMS_MEET: (
        lambda s: s.document_items_unmet == 0,
        lambda s: (
            f"{_count(s.document_items_unmet, 'item', 'itens')} da conferência de documentos ainda "
            "sem “Atende” ou “Não se aplica”."
        ),
        Citation(norm="REN ANEEL 1.000/2021", provision="art. 71"),
    ),
    Guard.SOME_ITEM_FAILS: (
        lambda s: s.items_failing > 0,
        lambda s: "Nenhum item está como “Não atende”: não há correção a pedir.",
        _ONCE,
    ),
    Guard.NO_ITEM_FAILS: (
        lambda s: s.items_failing == 0,
        lambda s: (
            f"Há {_count(s.items_failing, 'item', 'itens')} como “Não atende”. Peça as correções ou mude o veredito."
        ),
        _SINGLE_NOTICE,
    ),
    Guard.DOCUMENTS_CHECKED: (
        lambda s: s.documents_checked_on is not None,
        lambda s: "A conferência dos documentos ainda não terminou.",
        Citation(norm="REN ANEEL 1.000/2021", provision="art. 71"),
    ),
    Guard.DOCUMENTS_NOT_CHECKED: (
        lambda s: s.documents_checked_on is None,
        lambda s: "Os documentos deste pedido já foram conferidos.",
        None,
    ),
    Guard.EVERY_PENDING_FIXED: (
        lambda s: s.pendings_total > 0 and s.pendings_open == 0,
        _open_pendings,
        None,
    ),
    Guard.WORKS_FLAGGED: (
        lambda s: s.is_works_flagged,
        lambda s: "O estudo não apontou obra na rede para este pedido.",
        None,
    ),
    Guard.CLOCK_RUNNING: (
        lambda s: s.is_opinion_clock_running,
        lambda s: "O prazo está parado. Retome o prazo antes.",
        Citation(norm="REN ANEEL 1.000/2021", provision="art. 64, § 4º"),
    ),
    Guard.CLOCK_PAUSED: (
        lambda s: s.is_opinion_clock_paused,
        lambda s: "O prazo não está parado.",
        None,
    ),
    Guard.SUSPENDED: (
        lambda s: s.is_suspended,
        lambda s: "O prazo não está suspenso à espera de outro órgão.",
        Citation(norm="REN ANEEL 1.000/2021", provision="art. 64, § 4º"),
    ),
    Guard.REASONS_GIVEN: (
        lambda s: s.reasons_given > 0,
        lambda s: "Escreva o motivo, com a regra que vale.",
        _DENIAL,
    ),
    Guard.CURE_OVER: (
        lambda s: s.cure_due_on is not None and s.today > s.cure_due_on,
        lambda s: "O prazo para corrigir ainda não acabou.",
        _SINGLE_NOTICE,
    ),
    Guard.VALIDITY_OVER: (
        lambda s: s.validity_due_on is not None and s.today > s.validity_due_on,
        lambda s: "A validade do parecer ainda não acabou.",
        None,
    ),
    Guard.LATE_ITEMS_RELEASED: (
        lambda s: s.late_items_unreleased == 0,
        lambda s: (
            f"{_count(s.late_items_unreleased, 'item novo', 'itens novos')} sobre o que não mudou desde a "
            "rodada anterior: escreva por que não veio antes e peça a liberação da supervisão."
        ),
        _ONCE,
    ),
    Guard.CONTEST_OPEN: (
        lambda s: s.is_contest_open,
        lambda s: "Não há contestação à espera de resposta.",
        None,
    ),
    Guard.NO_CONTEST_OPEN: (
        lambda s: not s.is_contest_open,
        lambda s: "Há uma contestação à espera de resposta. Espere a resposta para continuar.",
        None,
    ),
    Guard.JUDGED_BY_ANOTHER: (
        lambda s: s.is_judge_another,
        lambda s: "Quem decidiu não julga a própria decisão. Outra pessoa responde a esta contestação.",
        None,
    ),
    Guard.SILENCE_APPROVES: (
        lambda s: s.is_silence_approval,
        lambda s: "O silêncio não aprova este parecer.",
        _SILENCE,
    ),
    Guard.SILENCE_DOES_NOT_APPROVE: (
        lambda s: not s.is_silence_approval,
        lambda s: "Este parecer não tem custo: o silêncio o aprova, ele não vence.",
        _SILENCE,
    ),
    Guard.GUARANTEE_NOT_GONE: (
        lambda s: not s.is_guarantee_gone,
        lambda s: (
            "A garantia de fiel cumprimento foi devolvida ou executada. Entregue outra à distribuidora: quando ela "
            "registrar, você aprova as condições."
        ),
        Citation(norm="REN ANEEL 1.000/2021", provision="art. 655-C"),
    ),
    Guard.FLOW_STUDY_ISSUED: (
        lambda s: s.is_flow_study_issued,
        lambda s: "Este pedido não tem estudo de inversão de fluxo: não há estudos a pedir.",
        _STUDIES,
    ),
    Guard.ALTERNATIVES_OFFERED: (
        lambda s: s.offers_alternatives,
        lambda s: (
            "Não há alternativa a escolher: nenhum estudo deste pedido achou inversão de fluxo com saída."
        ),
        _CHOICE,
    ),
    Guard.ALTERNATIVE_CHOSEN: (
        lambda s: not s.is_alternative_owed,
        lambda s: (
            "O estudo achou inversão de fluxo. O responsável técnico escolhe uma das alternativas antes da aprovação."
        ),
        _CHOICE,
    ),
    Guard.STUDIES_AWAITED: (
        lambda s: s.is_studies_clock_open,
        lambda s: "Ninguém pediu os estudos deste pedido, ou eles já foram entregues.",
        _STUDIES,
    ),
    Guard.STUDIES_NOT_AWAITED: (
        lambda s: not s.is_studies_clock_open,
        lambda s: "Os estudos já foram pedidos. Espere a entrega para pedir outros.",
        _STUDIES,
    ),
    Guard.CONTRACTS_PREPARED: (
        lambda s: s.contracts_prepared > 0,
        lambda s: "Prepare os contratos antes de entregar.",
        Citation(norm="REN ANEEL 1.000/2021", provision="art. 84"),
    ),
    Guard.CHARGES_OPEN: (lambda s: s.charges_open > 0, lambda s: "Não há pagamento em aberto.", None),
    Guard.CHARGES_SETTLED: (
        lambda s: s.charges_open == 0,
        lambda s: (
            f"Falta pagar {_count(s.charges_open, 'cobrança', 'cobranças')} antes de aceitar os contratos."
        ),
        Citation(norm="REN ANEEL 1.000/2021", provision="art. 85"),
    ),
    Guard.CONTRACT_RETURN_OVER: (
        lambda s: s.contract_return_due_on is not None and s.today > s.contract_return_due_on,
        lambda s: "O prazo para aceitar os contratos ainda não acabou.",
        Citation(norm="REN ANEEL 1.000/2021", provision="arts. 83, § 7º, e 85"),
    ),
    Guard.NO_PAYMENT_UNDERWAY: (
        lambda s: not s.is_payment_underway,
        lambda s: (
            "Há um pagamento a caminho: um comprovante espera a conferência, ou ainda correm os dias do banco."
        ),
        Citation(norm="REN ANEEL 1.000/2021", provision="art. 85"),
    ),
    Guard.WORKS_OWED: (lambda s: s.is_works_owed, lambda s: "Não há obra a fazer na rede.", None),
    Guard.NO_WORKS_OWED: (
        lambda s: not s.is_works_owed,
        lambda s: "A obra na rede vem antes da vistoria.",
        Citation(norm="REN ANEEL 1.000/2021", provision="art. 91"),
    ),
    Guard.WORKS_RUNNING: (
        lambda s: s.is_works_clock_running,
        lambda s: "O prazo da obra está parado.",
        _WORKS,
    ),
    Guard.WORKS_PAUSED: (
        lambda s: s.is_works_clock_paused,
        lambda s: "O prazo da obra não está parado.",
        _WORKS,
    ),
    Guard.PROJECT_NEEDED: (
        lambda s: s.project is not ProjectStanding.NOT_NEEDED,
        lambda s: "Esta ligação não pede projeto da subestação de entrada: só a de média tensão pede.",
        _PROJECT,
    ),
    Guard.PROJECT_AWAITED: (
        lambda s: s.project in (ProjectStanding.AWAITED, ProjectStanding.NOT_NEEDED),
        lambda s: (
            "O projeto da subestação já foi aprovado."
            if s.project is ProjectStanding.APPROVED
            else "O projeto da subestação já está em análise."
        ),
        _PROJECT,
    ),
    Guard.PROJECT_IN_ANALYSIS: (
        lambda s: s.project is ProjectStanding.IN_ANALYSIS,
        lambda s: "Não há projeto da subestação em análise.",
        _PROJECT,
    ),
    Guard.PROJECT_SETTLED: (
        lambda s: s.project in (ProjectStanding.APPROVED, ProjectStanding.NOT_NEEDED),
        lambda s: "O projeto da subestação de entrada precisa ser aprovado antes do pedido de vistoria.",
        Citation(norm="REN ANEEL 1.000/2021", provision="art. 94, § 2º"),
    ),
    Guard.REINSPECTION_OVER: (
        lambda s: s.reinspection_due_on is not None and s.today > s.reinspection_due_on,
        lambda s: "O prazo para pedir a nova vistoria ainda não acabou.",
        Citation(norm="REN ANEEL 1.000/2021", provision="art. 94, § 3º"),
    ),
}


def check_guards(row: Row, snapshot: Snapshot) -> None:
    """Raise Refused with one finding per guard of the row that does not hold."""
    findings = [
        Finding(code=guard.value, severity=Severity.blocking, message=say(snapshot), citation=citation)
        for guard in row.guards
        for holds, say, citation in [_RULES[guard]]
        if not holds(snapshot)
    ]
    if findings:
        raise Refused(findings)
