"""What the utility's records said of a request, in the words of the analysts' room; never an amount, never a value."""

from collections.abc import Sequence

LABELS = {
    "consumer_class": "classe",
    "group": "grupo tarifário",
    "voltage": "tensão",
    "phases": "número de fases",
    "breaker": "disjuntor",
    "contracted_demand": "demanda contratada",
    "municipality": "município",
    "consumption": "consumo médio dos 12 meses",
    "email": "e-mail do titular",
    "phone": "telefone do titular",
}
"""Names of facts that a request may state differently from the records."""

WAITING = "Os registros da distribuidora ainda não responderam. O portal tenta de novo sozinho."
NOT_FOUND = "Nos registros da distribuidora, esta unidade não está no nome deste titular."
NEW_CUSTOMER = "O titular não tem outra unidade nos registros da distribuidora."
GIVEN_UP = "Os registros da distribuidora não responderam enquanto o pedido esteve aberto."
CLEAR = "Sem débito vencido e no mercado cativo, nos registros da distribuidora."
DEBTS = "Há débito vencido ligado ao titular, nos registros da distribuidora."
DEBTS_AFTER = "O débito apareceu depois do envio do pedido."
DEBTS_TASK = "Há uma conta vencida ligada a você. Veja no aviso abaixo onde resolver."
"""What the holder has to do, on the holder's own page, while the request is open."""
FREE_MARKET = "A unidade está no mercado livre, nos registros da distribuidora."


def difference_line(differences: Sequence[str]) -> str:
    """`Diferente do cadastro: disjuntor, município.`; empty when nothing differs."""
    names = [LABELS[name] for name in differences if name in LABELS]
    return f"Diferente do cadastro: {', '.join(names)}." if names else ""


def found_lines(
    *, has_overdue_debts: bool, is_captive: bool, differences: Sequence[str], had_debts_at_filing: bool
) -> list[str]:
    """One sentence per thing the analyst should know; the good news is one sentence too."""
    lines = []
    if has_overdue_debts:
        lines.append(DEBTS if had_debts_at_filing else f"{DEBTS} {DEBTS_AFTER}")
    if not is_captive:
        lines.append(FREE_MARKET)
    if not lines:
        lines.append(CLEAR)
    if differences:
        lines.append(difference_line(differences))
    return lines


FIELD_LABELS = {
    "tax_id": "CPF ou CNPJ",
    "has_overdue_debts": "débito vencido",
    "is_captive": "mercado cativo",
    "email": "e-mail",
    "phone": "telefone",
    "consumer_class": "classe",
    "group": "grupo",
    "voltage": "tensão",
    "phases": "fases",
    "breaker_a": "disjuntor",
    "contracted_demand_kw": "demanda contratada",
    "municipality": "município",
    "grid_code": "ponto da rede",
    "monthly_consumption_kwh": "consumo",
}
"""Columns of the customers' table, for the preview of an import."""
