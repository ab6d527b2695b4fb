"""Sheets ready to print, with people who have names."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

from documents.domain.sheet_parts import (
    CellState,
    Clause,
    FileLine,
    LedgerRow,
    Row,
    RulerCell,
    Section,
    Signer,
    Step,
)
from documents.domain.sheets import DenialReason, OpinionDecision, OpinionSheet, ReceiptSheet

BRASILIA = ZoneInfo("America/Sao_Paulo")
REN = "REN ANEEL 1.000/2021"
CHANNELS = (
    Row(label="Telefone", value="0800 000 0000, dias úteis, das 8h às 17h"),
    Row(label="Portal", value="portal.exemplo/ajuda"),
)


def receipt_sheet(**changes: Any) -> ReceiptSheet:
    """Marlene's request, received on a Saturday morning."""
    facts: dict[str, Any] = {
        "operator_name": "Distribuidora Exemplo",
        "portal_name": "Portal GD",
        "is_demo": True,
        "filing_number": "GD-2026-005006-5",
        "protocol_digits": "20260050065",
        "received_at": datetime(2026, 3, 14, 11, 20, 7, tzinfo=BRASILIA),
        "due_on": date(2026, 3, 30),
        "due_clauses": (
            Clause(
                text="Microgeração sem obra na rede: resposta em até 15 dias corridos. O dia do pedido não conta.",
                citation=f"{REN}, art. 64, I",
                note="Conferido no texto da norma",
            ),
            Clause(
                text="Se a análise achar obra na rede, o prazo passa a 30 dias corridos e avisamos no dia.",
                citation=f"{REN}, art. 64, II",
            ),
        ),
        "sections": (
            _parties("Titular e responsável técnico"),
            Section(
                title="Unidade consumidora",
                rows=(
                    Row(label="Instalação", value="3xxxxxxx18"),
                    Row(label="Classe e grupo", value="Residencial, grupo B"),
                    Row(label="Ligação", value="Trifásica, 127/220 V, disjuntor de 63 A"),
                ),
            ),
            _generation("Geração"),
        ),
        "other_data": "O portão fica na rua de trás.\nTratar com o zelador, de manhã.",
        "declarations": (
            Clause(
                text="As informações deste pedido são verdadeiras.", citation="REH ANEEL 3.354/2024, anexo"
            ),
        ),
        "files": tuple(
            FileLine(
                title=title,
                kind=kind,
                size_bytes=size,
                page_count=count,
                sha256=sha256(title.encode()).hexdigest(),
            )
            for title, kind, size, count in (
                ("Documento de identidade com CPF", "JPG", 1_240_000, 1),
                ("ART ou TRT do projeto e da instalação", "PDF", 184_320, 2),
                ("Diagrama unifilar", "PDF", 2_500_000, 1),
                ("Memorial descritivo", "PDF", 5_310_000, 14),
            )
        ),
        "checklist_label": "Microgeração até 10 kW, versão 1, desde 01/01/2026",
        "next_steps": (
            Step(text="A distribuidora confere os documentos.", due_on=date(2026, 3, 20)),
            Step(text="Se faltar algo, você recebe uma lista só, com o que corrigir e a regra de cada item."),
            Step(text="O parecer sai.", due_on=date(2026, 3, 30)),
        ),
        "channels": CHANNELS,
        "follow_url": "https://portal.exemplo/acompanhar/GD-2026-005006-5",
        "follow_address": "portal.exemplo/acompanhar",
        "access_code": "K7Q2-9MXP",
    }
    return ReceiptSheet(**(facts | changes))


def opinion_sheet(**changes: Any) -> OpinionSheet:
    """Marlene's favourable opinion, answered on day 10 of 15."""
    facts: dict[str, Any] = {
        "operator_name": "Distribuidora Exemplo",
        "portal_name": "Portal GD",
        "is_demo": True,
        "filing_number": "GD-2026-005006-5",
        "opinion_number": "PA-2026-003318-6",
        "decision": OpinionDecision.FAVOURABLE,
        "summary": "Você pode instalar a geração solar de 6,1 kW neste endereço e pedir a vistoria até 22/07/2026.",
        "issued_at": datetime(2026, 3, 24, 9, 58, 31, tzinfo=BRASILIA),
        "filed_on": date(2026, 3, 14),
        "due_on": date(2026, 3, 30),
        "installed_power_kw": Decimal("6.10"),
        "valid_until_on": date(2026, 7, 22),
        "validity_clauses": (
            Clause(
                text="O parecer vale 120 dias. Peça a vistoria até quarta, 22/07/2026.",
                citation="Página de geração distribuída da distribuidora",
                note="Publicado pela distribuidora",
            ),
            Clause(
                text="A norma pede validade de pelo menos 10 dias úteis, contados de quando você recebe o parecer.",
                citation=f"{REN}, art. 83, § 1º",
                note="Conferido no texto da norma",
            ),
        ),
        "parties": _parties("De quem e onde"),
        "connection": _generation("O que pode ser ligado"),
        "conditions": (
            Clause(text="Instalar o que está no projeto aprovado.", citation="Condição deste parecer"),
        ),
        "responsibilities": (
            Clause(
                text="Pôr no padrão de entrada a placa que avisa da geração.",
                citation=f"{REN}, art. 30, § 3º",
            ),
            Clause(
                text="Não aumentar a geração sem um pedido novo: isso leva à suspensão imediata do fornecimento.",
                citation=f"{REN}, art. 353, § 1º, II",
            ),
        ),
        "operational_relationship": (
            Clause(
                text="Vai junto com os contratos, no modelo da ANEEL.",
                citation=f"{REN}, arts. 69, § 3º, e 84",
            ),
        ),
        "clock_summary": "A resposta saiu no dia 10 de 15, seis dias antes da data legal (segunda, 30/03/2026).",
        "ruler": ruler(date(2026, 3, 14), answered_on=10, total=15, off=1),
        "ruler_label": "Régua do prazo: resposta no dia 10 de 15.",
        "ledger": (
            LedgerRow(
                on=date(2026, 3, 14),
                at=datetime(2026, 3, 14, 11, 20, 7, tzinfo=BRASILIA),
                what="Pedido recebido",
                clock="Começa no dia seguinte",
                reason="Microgeração sem obra: 15 dias",
                basis=f"{REN}, art. 64, I",
                used_days=0,
                due_on=date(2026, 3, 30),
            ),
            LedgerRow(
                on=date(2026, 3, 24),
                at=datetime(2026, 3, 24, 9, 58, 31, tzinfo=BRASILIA),
                what="Parecer emitido",
                clock="Terminou",
                used_days=10,
                due_on=date(2026, 3, 30),
            ),
        ),
        "next_steps": (
            Step(text="Instale, com o responsável técnico."),
            Step(text="Peça a vistoria pelo portal.", due_on=date(2026, 7, 22)),
            Step(text="Depois da vistoria aprovada, trocamos o medidor e ligamos a geração."),
        ),
        "channels": CHANNELS,
        "signer": Signer(
            name="Beatriz Amaral",
            title="engenheira eletricista",
            registration="CREA-MG 000001/D",
            signed_at=datetime(2026, 3, 24, 9, 58, 31, tzinfo=BRASILIA),
        ),
        "verification_code": "7KQ4-MX2P-91TD",
        "verification_url": "https://portal.exemplo/v/7KQ4-MX2P-91TD",
        "verification_address": "portal.exemplo/verificar",
    }
    return OpinionSheet(**(facts | changes))


def opinion_with_works(**changes: Any) -> OpinionSheet:
    """The same opinion when the network needs works: 30 days, with a pause in between."""
    facts: dict[str, Any] = {
        "decision": OpinionDecision.FAVOURABLE_WITH_WORKS,
        "costs": (
            Row(label="Participação financeira na obra", value="R$ 1.500,00"),
            Row(label="Total", value="R$ 1.500,00"),
        ),
        "costs_clauses": (
            Clause(text="Você paga por boleto ou PIX, no portal.", citation=f"{REN}, art. 85"),
        ),
        "approval_clauses": (
            Clause(text="Aprove as condições até quarta, 22/07/2026.", citation=f"{REN}, art. 83, § 1º"),
        ),
        "summary": "Você pode instalar a geração de 6,1 kW depois que a distribuidora trocar o transformador.",
        "works": (
            Row(label="O que vamos fazer", value="Trocar o transformador de 45 kVA por um de 75 kVA"),
            Row(label="Prazo da obra", value="até 60 dias corridos"),
        ),
        "works_clauses": (
            Clause(text="A obra em rede de baixa tensão leva até 60 dias.", citation=f"{REN}, art. 88"),
        ),
        "ruler": ruler(date(2026, 3, 14), answered_on=22, total=30, paused=(5, 7), off=2),
        "ruler_label": "Régua do prazo: resposta no dia 22 de 30, com 7 dias parados.",
        "clock_summary": "A resposta saiu no dia 22 de 30. O relógio ficou parado 7 dias.",
    }
    return opinion_sheet(**(facts | changes))


def opinion_not_approved(**changes: Any) -> OpinionSheet:
    """A refusal with two reasons."""
    facts: dict[str, Any] = {
        "decision": OpinionDecision.NOT_APPROVED,
        "summary": "A geração de 6,1 kW não pode ser ligada como está no projeto. Veja os 2 motivos e como resolver.",
        "valid_until_on": None,
        "validity_clauses": (),
        "connection": None,
        "conditions": (),
        "responsibilities": (),
        "operational_relationship": (),
        "reasons": (
            DenialReason(
                title="Potência acima da disponibilizada",
                text="O disjuntor de 63 A monofásico dá 8 kW. O projeto pede 10 kW.",
                citation=f"{REN}, art. 31",
                note="Conferido no texto da norma",
                how_to_fix="Peça o aumento da potência disponibilizada ou reduza a geração para até 8 kW.",
            ),
            DenialReason(
                title="Proteção diferente do inversor",
                text="O diagrama mostra um disjuntor de 40 A e o inversor pede 32 A.",
                citation="Norma técnica da distribuidora",
                how_to_fix="Corrija o diagrama e envie de novo.",
            ),
        ),
        "complaint_rights": (
            Clause(text="Você pode reclamar desta decisão pelos canais abaixo.", citation=f"{REN}, art. 416"),
        ),
        "next_steps": (Step(text="Corrija os 2 pontos e faça um pedido novo."),),
    }
    return opinion_sheet(**(facts | changes))


def ruler(
    filed_on: date, *, answered_on: int, total: int, paused: tuple[int, int] | None = None, off: int = 0
) -> tuple[RulerCell, ...]:
    """Cells of a clock answered on day `answered_on`; `paused` is (after which day, how many days)."""
    kinds: list[tuple[CellState, int | None, str]] = [(CellState.FILED, 0, "pedido")]
    for number in range(1, total + 1):
        is_past = number <= answered_on
        flag = "resposta" if number == answered_on else ""
        kinds.append((CellState.RUN if is_past else CellState.AHEAD, number, flag))
        if paused and number == paused[0]:
            kinds += [(CellState.PAUSE, None, "parado" if index == 0 else "") for index in range(paused[1])]
    kinds += [(CellState.OFF, None, "")] * off
    state, number_, _ = kinds[-1]
    kinds[-1] = (state, number_, "prazo")
    return tuple(
        RulerCell(
            on=filed_on + timedelta(days=index),
            state=state,
            number=number,
            is_due=index == len(kinds) - 1,
            flag=flag,
        )
        for index, (state, number, flag) in enumerate(kinds)
    )


def _parties(title: str) -> Section:
    return Section(
        title=title,
        rows=(
            Row(label="Titular", value="Marlene Aparecida dos Santos · CPF ***.456.789-**"),
            Row(label="Endereço", value="Rua das Acácias, 80 · Sabará, MG"),
            Row(label="Responsável técnico", value="Rafael Nogueira · CREA-MG 000000/D · ART MG20260012345"),
        ),
    )


def _generation(title: str) -> Section:
    return Section(
        title=title,
        rows=(
            Row(label="Fonte e classe", value="Solar · microgeração até 10 kW"),
            Row(label="Inversor", value="1 × Exemplo Solar ES-6100, 6,1 kW"),
            Row(label="Módulos", value="12 × 585 W, 7,02 kWp"),
            Row(label="Créditos", value="Tudo usado na mesma unidade (autoconsumo local)"),
        ),
    )
