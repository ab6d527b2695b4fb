"""The guide's bill of group A, set again: front with items and history, and the demonstrative of the second page."""

from tests.bills.truths import Truth
from tests.bills.typesetter import Piece, Style, front, pair, render, tag

SEGMENT = {"hfp": "HFP/Único", "hp": "HP", "hr": "HR"}
_ITEMS = (
    ("Demanda Ativa HFP s/ ICMS", "kW", "389", "17,31755837", "6.736,52"),
    ("Ultrapassagem HFP", "kW", "389", "34,63511674", "13.473,06"),
    ("Demanda Ativa HFP", "kW", "756", "21,11897362", "15.965,92"),
    ("Demanda Geração", "kW", "693", "14,57310715", "10.099,15"),
    ("Energia Ativa HFP", "kWh", "134.386", "0,44625643", "59.970,45"),
    ("Energia injetada kWh HP", "kWh", "700", "1,70529000", "-1.193,70"),
    ("Energia Ativa HP", "kWh", "24.500", "2,17738661", "53.345,95"),
    ("Energia Ativa HR", "kWh", "70.127", "0,39351461", "27.595,97"),
)
_READINGS = {
    "kw": "kW",
    "kwh": "kWh",
    "injected": "kWh Injet.",
    "kvarh": "kVArh",
    "ufer": "UFER",
    "dmcr": "DMCR",
}
_DEMAND = {
    "hfp": ("active", "interrupted", "reactive", "dmcr", "injected"),
    "hp": ("active", "interrupted", "reactive", "dmcr"),
    "hr": ("active", "reactive", "dmcr"),
}
_DEMAND_NAMES = {
    "active": "Demanda ativa",
    "interrupted": "Demanda Energia Interrupt.",
    "reactive": "Demanda reativa - UFDR",
    "dmcr": "DMCR",
    "injected": "Demanda injetada",
}
_ENERGY_NAMES = {
    "active": "Energia ativa",
    "injected": "Energia Injetada",
    "reactive": "Energia reativa - UFER",
    "kvarh": "kVArh",
}
_DEMAND_COLUMNS = {
    "registered": "Registrado",
    "register_fix": "Acerto Reg.",
    "moment": "Data/Hora",
    "billing_fix": "Acerto Fat.",
    "contracted": "Contratado",
    "overrun": "Faturado<br>ultrapass.",
    "billed": "Faturado<br>normal",
}
_ENERGY_COLUMNS = {
    "registered": "Registrado",
    "register_fix": "Acerto reg.",
    "contracted": "Contratado",
    "take": "Take",
    "billing_fix": "Acerto Fat.",
    "overrun": "Faturado<br>ultrapass.",
    "billed": "Faturado<br>normal",
}


def typeset_high(truth: Truth, style: Style) -> tuple[bytes, list[Piece]]:
    """The PDF of a bill of group A and the places of its texts."""
    middle = {
        "items": _items(),
        "middle": f'<div class="side"><div>{_history(truth, style)}</div><div>{_taxes(truth)}</div></div>',
        "lower": _contracted(truth, style),
    }
    blocks = {
        "head": _head(truth, style),
        "readings": _readings(truth, style),
        "demand": _billed(truth, style, "demand"),
        "energy": _billed(truth, style, "energy"),
        "last": _last(truth),
    }
    second = "".join(blocks[name] for name in style.blocks_second)
    return render(f'{front(truth, style, middle)}<div class="second">{second}</div>', style)


def _items() -> str:
    heads = ("Itens da Fatura", "Unid.", "Quant.", "Preço Unit. (R$)", "Valor (R$)", "Aliq. ICMS")
    rows = "".join(
        "<tr>"
        + "".join(
            f"<td{' class=n' if n else ''}>{tag(text, block='items')}</td>"
            for n, text in enumerate((*item, "18,00"))
        )
        + "</tr>"
        for item in _ITEMS
    )
    head = "".join(f"<th>{tag(text, block='items')}</th>" for text in heads)
    return f"<table><tr>{head}</tr>{rows}</table>"


def history_columns(style: Style) -> list[str]:
    """The columns after the month in the order of the style."""
    order = ("hp", "hfp") if style.hp_first else ("hfp", "hp")
    demand = [f"demand_{post}" for post in order]
    energy = [f"energy_{post}" for post in (*order, "hr")]
    return demand + energy if style.demand_first else energy + demand


def _history(truth: Truth, style: Style) -> str:
    columns = history_columns(style)
    groups = [("Demanda(kW)", 2), ("Energia(kWh)", 3)]
    ordered = groups if style.demand_first else groups[::-1]
    head = "".join(
        f"<th colspan={n}>{tag(text, label=f'history.{text[:3]}', block='history')}</th>"
        for text, n in ordered
    )
    names = "".join(
        f"<th>{tag(column.split('_')[1].upper(), label=f'history.{column}', block='history')}</th>"
        for column in columns
    )
    rows = "".join(
        f"<tr><td>{tag(truth[f'history.{row}.month'], field=f'history.{row}.month', block='history')}</td>"
        + "".join(
            f"<td class=n>{tag(truth[f'history.{row}.{column}'], field=f'history.{row}.{column}', block='history')}</td>"
            for column in columns
        )
        + "</tr>"
        for row in range(13)
    )
    month = tag("Mês/Ano", label="history.month", block="history")
    return (
        f"<h2>{tag('Histórico de Consumo', block='history')}</h2><table><tr><th rowspan=2>{month}</th>{head}</tr>"
        f"<tr>{names}</tr>{rows}</table>"
    )


def _taxes(truth: Truth) -> str:
    heads = ("", "Base de cálculo (R$)", "Alíquota (%)", "Valor (R$)")
    rows = "".join(
        f"<tr><td>{tag(name, label=f'tax.{code}', block='taxes')}</td><td class=n>{tag(base, block='taxes')}</td>"
        f"<td class=n>{tag(truth[f'tax.{code}'], field=f'tax.{code}', block='taxes')}</td>"
        f"<td class=n>{tag('12.345,67', block='taxes')}</td></tr>"
        for name, code, base in (
            ("ICMS", "icms", "205.432,10"),
            ("PASEP", "pis", "168.454,32"),
            ("COFINS", "cofins", "168.454,32"),
        )
    )
    head = "".join(f"<th>{tag(text, label='tax.head', block='taxes')}</th>" for text in heads)
    return f"<table><tr>{head}</tr>{rows}</table>"


def _contracted(truth: Truth, style: Style) -> str:
    pairs = [
        pair(name, truth[code], style, label=code, field=code, block="contracted")
        for name, code in (
            ("Demanda Fora Ponta", "contracted.hfp"),
            ("Demanda Geração", "contracted.generation"),
        )
    ]
    title = tag("Grandezas Contratadas", label="contracted.title", block="contracted")
    return f"<h2>{title}</h2>{''.join(pairs)}"


def _head(truth: Truth, style: Style) -> str:
    def inline(name: str, text: str, field: str = "") -> str:
        block = "head"
        return f"<td>{tag(name, label=field, block=block)} {tag(text, field=field, block=block)}</td>"

    return f"""<h2>{tag("DEMONSTRATIVO DE GRANDEZAS FATURADAS", block="head")}</h2><table>
    <tr>{inline("Cliente:", "NOME DO CLIENTE")}{inline("Unidade:", "MUNICIPIO")}<td></td></tr>
    <tr>{inline("Instalação:", truth["installation"], "installation")}{inline("Medidor:", "ABC12345678")}
    {inline("Período de Medição", truth["period"], "period")}</tr>
    <tr>{inline("Subgrupo:", truth["subgroup"], "subgroup")}{inline("Local de Medição:", "REFERENCIA")}
    {inline("Mês/Ano:", "02/2023", "reference_month")}</tr>
    <tr><td>{tag("Modulação contratual/Horário de ponta:", label="peak", block="head")}
    {tag(truth["peak"], field="peak", block="head")}</td><td colspan=2>{tag("Dias livres : Dom e Sáb", block="head")}</td></tr>
    </table>"""


def _readings(truth: Truth, style: Style) -> str:
    def mark(text: str, label: str) -> str:
        return tag(text, label=label, block="readings")

    segments = "".join(
        f"<th colspan=2>{mark(SEGMENT[post].replace('Ú', 'ú'), f'reading.{post}')}</th>"
        for post in style.posts
    )
    halves = "".join(
        f"<th>{mark('Leitura anterior', f'reading.{post}.previous')}</th><th>{mark('Leitura atual', f'reading.{post}.current')}</th>"
        for post in style.posts
    )
    rows = ""
    for code, name in _READINGS.items():
        cells = ""
        for post in style.posts:
            for half in ("previous", "current"):
                field = f"reading.{post}.{code}.{half}"
                cells += f"<td class=n>{tag(truth.get(field, ''), field=field, block='readings')}</td>"
        rows += f"<tr><td>{mark(name, f'reading.row.{code}')}</td>{cells}</tr>"
    return (
        f"<h2>{mark('LEITURAS', 'reading.title')}</h2><table><tr><th>{mark('Segmentos', '')}</th>{segments}</tr>"
        f"<tr><th>{mark('Grandezas', '')}</th>{halves}</tr>{rows}</table>"
    )


def _billed(truth: Truth, style: Style, table: str) -> str:
    columns = _DEMAND_COLUMNS if table == "demand" else _ENERGY_COLUMNS
    names = _DEMAND_NAMES if table == "demand" else _ENERGY_NAMES
    heads = "".join(
        "<th>"
        + "<br>".join(tag(part, label=f"{table}.{code}", block=table) for part in text.split("<br>"))
        + "</th>"
        for code, text in columns.items()
    )
    rows = ""
    for post in style.posts:
        products = _DEMAND[post] if table == "demand" else tuple(_ENERGY_NAMES)
        for number, product in enumerate(products):
            segment = tag(SEGMENT[post], label=f"{table}.segment.{post}", block=table)
            first = f"<td rowspan={len(products)}>{segment}</td>" if number == 0 else ""
            cells = "".join(
                f"<td class=n>{tag(truth.get(f'{table}.{post}.{product}.{code}', ''), field=f'{table}.{post}.{product}.{code}', block=table)}</td>"
                for code in columns
            )
            rows += f"<tr>{first}<td>{tag(names[product], label=f'{table}.{post}.{product}', block=table)}</td>{cells}</tr>"
    title = "DEMANDA(kW)" if table == "demand" else "ENERGIA (kWh)"
    side = "".join(f"<th>{tag(text, block=table)}</th>" for text in ("Segmento", "Produto"))
    return f"<h2>{tag(title, block=table)}</h2><table><tr>{side}{heads}</tr>{rows}</table>"


def _last(truth: Truth) -> str:
    factors = "".join(
        f"<tr><td>{tag(post.upper(), label=f'load_factor.{post}', block='factors')}</td>"
        f"<td class=n>{tag(truth[f'load_factor.{post}'], field=f'load_factor.{post}', block='factors')}</td><td class=n></td></tr>"
        for post in ("hfp", "hp", "hr")
    )
    constants = "".join(
        f"<tr><td>{tag(name, label=f'constant.{name.lower()}', block='constants')}</td>"
        f"<td class=n>{tag(truth[f'constant.{name.lower()}'], field=f'constant.{name.lower()}', block='constants')}</td></tr>"
        for name in ("RTC", "RTP", "kW", "kWh")
    )
    return f"""<div class="side"><div><h2>{tag("FATORES", block="factors")}</h2><table style="width: 160pt">
    <tr><th>{tag("Segmento", block="factors")}</th><th>{tag("Fator de carga", label="load_factor.title", block="factors")}</th>
    <th>{tag("Fator de potência", block="factors")}</th></tr>{factors}</table></div>
    <div style="flex: 0 0 75pt"><h2>{tag("CONSTANTES", label="constant.title", block="constants")}</h2><table>{constants}
    <tr><td>{tag("Perdas Transf.", block="constants")}</td><td></td></tr>
    <tr><td>{tag("Medidor", block="constants")}</td><td class=n>{tag("1,0", block="constants")}</td></tr></table></div></div>
    <p>{tag("Notas: Tarifa resolução homologatória Aneel (sem impostos):", block="notes")}</p>"""
