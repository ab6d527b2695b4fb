"""Each guard of the lifecycle: what it asks of the snapshot and what it tells the person it refuses."""

from collections.abc import Callable

from eligibility.domain.citation import Citation
from eligibility.domain.findings import Finding, Refused, Severity
from requests_app.domain.lifecycle import Guard, Row
from requests_app.domain.snapshot import Snapshot

_SINGLE_NOTICE = Citation(norm="Lei 14.300/2022", provision="art. 2º, § 4º")
_ONCE = Citation(norm="REN ANEEL 1.000/2021", provision="art. 10")
_DENIAL = Citation(norm="REN ANEEL 1.000/2021", provision="art. 416")


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
    Guard.REASONS_GIVEN: (
        lambda s: s.reasons_given > 0,
        lambda s: "Escreva ao menos um motivo, com a regra de cada um.",
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
