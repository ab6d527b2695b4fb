"""The fields of each layout by code, with the names that people read."""

from documents.domain.bills.fields import Flag, Layout, Reason

HISTORY_MONTHS = 13
POST_NAMES = {"hfp": "fora de ponta", "hp": "ponta", "hr": "reservado"}

_FRONT = {
    "installation": "Número da instalação",
    "client_number": "Número do cliente",
    "consumer_class": "Classe",
    "subclass": "Subclasse",
    "modality": "Modalidade tarifária",
    "subgroup": "Subgrupo",
    "previous_reading": "Data da leitura anterior",
    "current_reading": "Data da leitura atual",
    "days": "Número de dias",
    "next_reading": "Data da próxima leitura",
    "reference_month": "Mês de referência",
}
_BOXES = {
    "contracted.hfp": "Demanda contratada fora de ponta (kW)",
    "contracted.hp": "Demanda contratada na ponta (kW)",
    "contracted.generation": "Demanda contratada de geração (kW)",
    "tax.icms": "Alíquota do ICMS (%)",
    "tax.pis": "Alíquota do PIS/PASEP (%)",
    "tax.cofins": "Alíquota da COFINS (%)",
    "period_start": "Início do período de medição",
    "period_end": "Fim do período de medição",
    "peak_start": "Início do horário de ponta",
    "peak_end": "Fim do horário de ponta",
    "constant.rtc": "Relação de transformação de corrente (RTC)",
    "constant.rtp": "Relação de transformação de potencial (RTP)",
    "constant.kw": "Constante de kW",
    "constant.kwh": "Constante de kWh",
}
_METER = {
    "meter.previous": "Leitura anterior",
    "meter.current": "Leitura atual",
    "meter.constant": "Constante",
    "consumption_kwh": "Consumo faturado (kWh)",
}
_READINGS = {
    "kwh": "energia ativa",
    "injected": "energia injetada",
    "kvarh": "energia reativa",
    "ufer": "reativo excedente (UFER)",
    "kw": "demanda",
    "dmcr": "demanda corrigida (DMCR)",
}
_HALVES = {"previous": "leitura anterior", "current": "leitura atual"}
_DEMAND = {
    "active": "ativa",
    "reactive": "reativa (UFDR)",
    "dmcr": "corrigida (DMCR)",
    "injected": "injetada",
}
_ENERGY = {
    "active": "ativa",
    "injected": "injetada",
    "reactive": "reativa (UFER)",
    "kvarh": "reativa total",
}
_COLUMNS = {
    "registered": "registrada",
    "contracted": "contratada",
    "overrun": "faturada como ultrapassagem",
    "billed": "faturada",
}
_HISTORY = {
    "month": "mês",
    "demand_hp": "demanda na ponta (kW)",
    "demand_hfp": "demanda fora de ponta (kW)",
    "energy_hp": "energia na ponta (kWh)",
    "energy_hfp": "energia fora de ponta (kWh)",
    "energy_hr": "energia no horário reservado (kWh)",
}
_HISTORY_LOW = {"month": "mês", "kwh": "consumo (kWh)", "daily": "média por dia (kWh)", "days": "dias"}


def _demonstrative() -> dict[str, str]:
    names = {}
    for post, post_name in POST_NAMES.items():
        for code, name in _READINGS.items():
            for half, half_name in _HALVES.items():
                if half == "current" or code not in ("kw", "dmcr"):
                    names[f"reading.{post}.{code}.{half}"] = (
                        f"{name[:1].upper()}{name[1:]}, {post_name}: {half_name}"
                    )
        for code, name in _DEMAND.items():
            # Injection is measured once, in the table's first segment.
            if code == "injected" and post != "hfp":
                continue
            for column, column_name in _COLUMNS.items():
                names[f"demand.{post}.{code}.{column}"] = f"Demanda {name} {column_name}, {post_name} (kW)"
        for code, name in _ENERGY.items():
            for column, column_name in _COLUMNS.items():
                if column != "contracted":
                    unit = "kVArh" if code == "kvarh" else "kWh"
                    names[f"energy.{post}.{code}.{column}"] = (
                        f"Energia {name} {column_name}, {post_name} ({unit})"
                    )
        names[f"load_factor.{post}"] = f"Fator de carga, {post_name}"
    return names


def _history(columns: dict[str, str]) -> dict[str, str]:
    return {
        f"history.{row}.{code}": f"Histórico, linha {row + 1}: {name}"
        for row in range(HISTORY_MONTHS)
        for code, name in columns.items()
    }


NAMES: dict[Layout, dict[str, str]] = {
    Layout.group_a: {**_FRONT, **_BOXES, **_demonstrative(), **_history(_HISTORY)},
    Layout.group_b: {**_FRONT, **_METER, **_history(_HISTORY_LOW)},
    Layout.unknown: _FRONT,
}
"""Portuguese name of each field that a layout may show."""

REASON_WORDS: dict[Reason, str] = {
    Reason.no_text: "O arquivo não tem texto, só imagem.",
    Reason.no_label: "Não encontramos este campo na fatura.",
    Reason.blank: "O campo está vazio na fatura.",
    Reason.odd_shape: "O que está escrito neste campo não tem o formato esperado.",
    Reason.ambiguous: "Mais de um valor pode ser deste campo.",
}
FLAG_WORDS: dict[Flag, str] = {
    Flag.energy_differs: "A energia não é a diferença das leituras vezes a constante.",
    Flag.demand_differs: "A demanda não é a leitura vezes a constante.",
    Flag.days_differ: "O número de dias não combina com as datas de leitura.",
    Flag.period_differs: "O período de medição não combina com as datas de leitura.",
    Flag.month_order: "Os meses do histórico não estão em sequência.",
    Flag.month_differs: "O mês de referência não é o mais novo do histórico.",
    Flag.history_differs: "O histórico deste mês não repete o valor registrado.",
    Flag.daily_differs: "O consumo dividido pelos dias não é a média por dia.",
    Flag.constant_differs: "As constantes não combinam entre si.",
    Flag.contract_differs: "A demanda contratada não é a mesma nas duas páginas.",
    Flag.overrun_unfounded: "Há ultrapassagem faturada, mas a demanda registrada não passa da contratada.",
    Flag.several_bills: "O arquivo traz números ou datas de mais de uma fatura. Este valor pode ser de outra.",
    Flag.billed_differs: "A demanda faturada não é a registrada nem a contratada.",
}
