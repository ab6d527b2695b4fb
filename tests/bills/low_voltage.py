"""A plain bill of group B: who, class and dates, the meter's line, and thirteen months of kWh."""

from tests.bills.truths import Truth
from tests.bills.typesetter import Piece, Style, front, render, tag

_METER = {
    "meter.previous": "Leitura Anterior",
    "meter.current": "Leitura Atual",
    "meter.constant": "Constante",
    "consumption_kwh": "Consumo kWh",
}
_HISTORY = {"kwh": "Consumo kWh", "daily": "Média kWh/Dia", "days": "Dias"}


def typeset_low(truth: Truth, style: Style) -> tuple[bytes, list[Piece]]:
    """The PDF of a bill of group B and the places of its texts."""
    return render(
        front(truth, style, {"items": _meter(truth), "middle": _items(), "lower": _history(truth)}), style
    )


def _meter(truth: Truth) -> str:
    heads = "".join(f"<th>{tag(text, label=code, block='meter')}</th>" for code, text in _METER.items())
    cells = "".join(f"<td class=n>{tag(truth[code], field=code, block='meter')}</td>" for code in _METER)
    names = "".join(f"<th>{tag(text, block='meter')}</th>" for text in ("Tipo de Medição", "Medição"))
    first = f"<td>{tag('Energia kWh', block='meter')}</td><td>{tag('AMC123456789', block='meter')}</td>"
    title = tag("Informações Técnicas", block="meter")
    return f"<h2>{title}</h2><table><tr>{names}{heads}</tr><tr>{first}{cells}</tr></table>"


def _items() -> str:
    rows = (
        ("Energia Elétrica", "kWh", "325", "1,08354000", "352,15"),
        ("Contrib Ilum Publica Municipal", "", "", "", "31,80"),
    )
    heads = ("Itens da Fatura", "Unid.", "Quant.", "Preço Unit. (R$)", "Valor (R$)")
    head = "".join(f"<th>{tag(text, block='items')}</th>" for text in heads)
    body = "".join(
        "<tr>" + "".join(f"<td>{tag(text, block='items')}</td>" for text in row) + "</tr>" for row in rows
    )
    return f"<table><tr>{head}</tr>{body}</table>"


def _history(truth: Truth) -> str:
    month = tag("MÊS/ANO", label="history.month", block="history")
    heads = "".join(
        f"<th>{tag(text, label=f'history.{code}', block='history')}</th>" for code, text in _HISTORY.items()
    )
    rows = "".join(
        f"<tr><td>{tag(truth[f'history.{row}.month'], field=f'history.{row}.month', block='history')}</td>"
        + "".join(
            f"<td class=n>{tag(truth[f'history.{row}.{code}'], field=f'history.{row}.{code}', block='history')}</td>"
            for code in _HISTORY
        )
        + "</tr>"
        for row in range(13)
    )
    return f"<h2>{tag('Histórico de Consumo', block='history')}</h2><table><tr><th>{month}</th>{heads}</tr>{rows}</table>"
