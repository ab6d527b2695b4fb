"""Three invented projects, answer by answer, in the words of the wizard's pages."""

from datetime import date, timedelta

from tests.journey.answering import Answers

_CAPTIVE_PHONE = "(31) 98765-4321"
_HYDRO_UNIT, _SHOP_UNIT = "0.013.479.258.018-33", "0.013.479.258.018-10"
_MEMBERS = 25
_YEARS_OF_SURETY = timedelta(days=900)

SHOP: dict[str, Answers] = {
    "unidade": {
        "O que você quer pedir?": "Geração em uma unidade que já existe",
        "Número da instalação": _SHOP_UNIT,
        "Classe": "Comercial",
        "Grupo": "Grupo B, baixa tensão",
        "Tensão": "127/220 V",
        "Ligação": "Trifásica",
        "Disjuntor geral": "125",
        "Consumo dos últimos 12 meses": "4.980 5.120 5.010 4.875 4.790 4.932 5.055 5.210 5.180 5.066 4.990 5.101",
        "CEP": "32310-000",
        "Município": "Contagem",
        "Rua, avenida ou estrada": "Avenida João César de Oliveira",
        "Número": "1275",
        "Bairro": "Eldorado",
        "Latitude": "-19,916700",
        "Longitude": "-44,083400",
        "O que se faz na unidade": "Loja de tecidos, com oficina de costura.",
        "Apelido do pedido": "Loja Tecidos Aurora",
    },
    "geracao": {
        "Fonte da energia": "Solar",
        "Fabricante do módulo": "Exemplo Solar",
        "Modelo do módulo": "M-550",
        "Quantidade de módulos": "80",
        "Potência de cada módulo": "550",
        "Área dos módulos": "206,4",
        "Fabricante do inversor": "Exemplo Solar",
        "Modelo do inversor": "ES-20K",
        "Quantidade de inversores": "2",
        "Potência de cada inversor": "20",
        "Tem bateria?": "Não",
    },
    "creditos": {"Para onde vão os créditos": "Outras unidades do mesmo titular"},
    "titular": {
        "O titular é": "Empresa, órgão ou associação",
        "Nome completo ou razão social": "Tecidos Aurora Comércio Ltda.",
        "CPF ou CNPJ": "11.222.333/0001-81",
        "Quem representa a empresa": "Aurora Martins Teles",
        "O CPF aparece no documento com foto?": "Sim",
        "E-mail do titular": "contato@tecidosaurora.exemplo.com.br",
        "Telefone do titular": _CAPTIVE_PHONE,
        "Como o titular autorizou você?": "O titular confirma pelo link que vamos mandar a ele",
    },
}


def shop_units(last_share: str) -> str:
    """The cells that a spreadsheet puts on the clipboard: this unit's part and three branches."""
    rows = (
        ("Unidade", "Percentual"),
        ("esta unidade", "40,00"),
        ("0.013.479.259.018-07", "25,50"),
        ("0.013.479.260.018-72", "20,25"),
        ("0.013.479.261.018-37", last_share),
    )
    return "\n".join("\t".join(row) for row in rows)


COOPERATIVE: dict[str, Answers] = {
    "unidade": {
        "O que você quer pedir?": "Geração em uma unidade que já existe",
        "Número da instalação": _HYDRO_UNIT,
        "Classe": "Rural",
        "Grupo": "Grupo A, média ou alta tensão",
        "Tensão": "13.800 V",
        "Demanda contratada de consumo": "30",
        "Demanda de injeção": "800",
        "Tipo da subestação de entrada": "Posto 4",
        "Potência do transformador": "1.000",
        "Ligação do transformador": "Δ-Y",
        "Impedância do transformador": "5,5",
        "Consumo dos últimos 12 meses": "310 298 305 322 290 287 301 318 330 312 296 304",
        "CEP": "35740-000",
        "Município": "Esmeraldas",
        "Rua, avenida ou estrada": "Estrada do Ribeirão das Pedras, km 7",
        "Número": "S/N",
        "Bairro": "Zona Rural",
        "Como você tem a localização?": "UTM",
        "Fuso": "23",
        "Coordenada E": "611.520",
        "Coordenada N": "7.797.383",
        "Apelido do pedido": "Central do Ribeirão das Pedras",
    },
    "geracao": {
        "Fonte da energia": "Hidráulica",
        "Tipo de gerador": "Máquina síncrona, sem conversor",
        "Potência da primeira fonte": "800",
        "Rio": "Ribeirão das Pedras",
        "Bacia hidrográfica": "São Francisco",
        "Queda bruta": "22,5",
        "Vazão de projeto": "4,6",
        "Turbina hidráulica": "Francis",
        "Tem bateria?": "Não",
    },
    # Without the promise of twelve months the guarantee is due.
    "creditos": {
        "Para onde vão os créditos": "Várias pessoas, em geração compartilhada",
        "Como as pessoas se reúnem": "Cooperativa",
        "De quem é a conta da unidade com a geração": "Do próprio consórcio ou cooperativa",
        "Número de cooperados": str(_MEMBERS),
    },
    "titular": {
        "O titular é": "Empresa, órgão ou associação",
        "Nome completo ou razão social": "Cooperativa de Energia das Pedras",
        "CPF ou CNPJ": "11.444.777/0001-61",
        "Quem representa a empresa": "Joaquim Pedrosa Lemes",
        "O CPF aparece no documento com foto?": "Sim",
        "E-mail do titular": "diretoria@coopedras.exemplo.com.br",
        "Telefone do titular": _CAPTIVE_PHONE,
        "Como o titular autorizou você?": "O titular confirma pelo link que vamos mandar a ele",
    },
}


def surety(today: date) -> Answers:
    """The guarantee by one of the banks that the operator takes."""
    return {
        "Forma da garantia": "Fiança bancária",
        "Banco da fiança": "Banco do Brasil",
        "Valor da garantia em reais": "80.000,00",
        "Vale até": (today + _YEARS_OF_SURETY).strftime("%d/%m/%Y"),
    }


def cooperative_units() -> str:
    """Twenty-five members with four percent each, as cells of a spreadsheet."""
    rows = [("Unidade", "Percentual", "Nome", "CPF")]
    rows += [
        (f"30207000{place:02d}", "4", f"Cooperado número {_WORDS[place % 10]} {place}", cpf(place))
        for place in range(1, _MEMBERS + 1)
    ]
    return "\n".join("\t".join(row) for row in rows)


_WORDS = ("zero", "um", "dois", "três", "quatro", "cinco", "seis", "sete", "oito", "nove")


def cpf(place: int) -> str:
    """A number with right check digits, of nobody."""
    digits = [int(c) for c in f"7{place:08d}"]
    for _ in range(2):
        weights = range(len(digits) + 1, 1, -1)
        rest = sum(d * w for d, w in zip(digits, weights, strict=True)) * 10 % 11
        digits.append(rest % 10)
    return "".join(map(str, digits))


NEW_HOME: dict[str, Answers] = {
    "unidade": {
        "O que você quer pedir?": "Uma unidade nova, já com geração",
        "Classe": "Residencial",
        "Grupo": "Grupo B, baixa tensão",
        "Tensão": "127/220 V",
        "Ligação": "Bifásica",
        "Disjuntor geral": "50",
        "CEP": "30110-000",
        "Município": "Belo Horizonte",
        "Rua, avenida ou estrada": "Rua Padre Marinho",
        "Número": "210",
        "Complemento": "Cobertura 2",
        "Bairro": "Santa Efigênia",
        "Latitude": "19°55'21\"S",
        "Longitude": "43°55'32\"O",
        "O telhado é de uso coletivo": True,
        "Apelido do pedido": "Cobertura da Lia, ligação nova",
    },
    "geracao": {
        "Fonte da energia": "Solar",
        "Fabricante do módulo": "Exemplo Solar",
        "Modelo do módulo": "M-585",
        "Quantidade de módulos": "10",
        "Potência de cada módulo": "585",
        "Área dos módulos": "26",
        "Fabricante do inversor": "Exemplo Solar",
        "Modelo do inversor": "ES-5000",
        "Quantidade de inversores": "1",
        "Potência de cada inversor": "5",
        "Tem bateria?": "Não",
    },
    "creditos": {"Para onde vão os créditos": "Só esta unidade"},
    "titular": {
        "O titular é": "Pessoa física",
        "Nome completo ou razão social": "Lia Fontes Barcelos",
        "CPF ou CNPJ": "168.995.350-09",
        "O CPF aparece no documento com foto?": "Não",
        "E-mail do titular": "lia@exemplo.com.br",
        "Telefone do titular": _CAPTIVE_PHONE,
        "Como o titular autorizou você?": "Vou enviar uma procuração",
    },
}
