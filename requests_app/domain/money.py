"""Amounts in reais as people write them."""

from decimal import Decimal

from eligibility.domain.numbers_pt import format_decimal


def brl(amount: Decimal) -> str:
    """`R$ 1.234,50`, always with its cents."""
    return f"R$ {format_decimal(amount, 2)}"
