"""What the utility's guide to the bill says, copied by hand: its cross-references, its sections and its questions."""

# (field, what it refers to, number that the guide prints, number that is meant). Source of the third column: the index
# of the guide, notes 11 to 21, 29 and 33. Source of the fourth: the same index, which numbers readings HFP, HP and HR
# as 30, 31 and 32, the billing constants as 37, the compensated energies HFP, HP and HR as 19, 20 and 21, the injected
# ones HP, HR and HFP as 12, 13 and 16, and the active energy HP as 14 (issue 5: "28–30 → 30–32, 36 → 37,
# compensated 17–19 → 19–21"; domain.md 7.4: notes 12–19 refer to wrong numbers).
WRONG_REFERENCES = (
    (11, "readings HFP", 28, 30),
    (11, "constants", 36, 37),
    (12, "compensated HP", 18, 20),
    (12, "readings HP", 29, 31),
    (12, "constants", 36, 37),
    (13, "compensated HR", 19, 21),
    (13, "readings HR", 30, 32),
    (13, "constants", 36, 37),
    (14, "readings HP", 29, 31),
    (14, "constants", 36, 37),
    (15, "readings HR", 30, 32),
    (15, "constants", 36, 37),
    (16, "compensated HFP", 17, 19),
    (16, "readings HFP", 28, 30),
    (16, "constants", 36, 37),
    (17, "readings HFP", 28, 30),
    (17, "readings HP", 29, 31),
    (17, "readings HR", 30, 32),
    (18, "readings HFP", 28, 30),
    (18, "constants", 36, 37),
    (19, "injected HFP", 14, 16),
    (20, "injected HP", 10, 12),
    (21, "injected HR", 11, 13),
    (29, "active HP", 12, 14),
    (33, "readings HFP", 28, 30),
    (33, "readings HP", 29, 31),
    (33, "readings HR", 30, 32),
    (33, "constants", 36, 37),
)

# What the right field is called on our page, by what the guide refers to.
TITLE_OF = {
    "readings HFP": "Leituras do horário fora de ponta (HFP)",
    "readings HP": "Leituras do horário de ponta (HP)",
    "readings HR": "Leituras do horário reservado (HR)",
    "constants": "Constantes de faturamento",
    "compensated HFP": "Energia compensada HFP isenta",
    "compensated HP": "Energia compensada HP isenta",
    "compensated HR": "Energia compensada HR isenta",
    "injected HFP": "Energia injetada HFP",
    "injected HP": "Energia injetada HP",
    "injected HR": "Energia injetada HR",
    "active HP": "Energia ativa HP",
}

# Our own short key for each question of the utility's page (its FAQ, then its other advice) and the answer's slug.
QUESTIONS_OF_THE_PAGE = {
    "faq captive market only": "consumidor-livre",
    "faq phases and voltage": "fases-e-tensao",
    "faq suspension of supply": "suspensao-do-fornecimento",
    "faq terms of the opinion": "prazo-do-parecer",
    "faq whom to contact": "falar-com-a-distribuidora",
    "faq minimum charge": "cobranca-minima",
    "faq tariff flag": "bandeira-e-geracao",
    "faq group B option": "opcao-grupo-b",
    "faq approval of the entry substation": "projeto-da-subestacao",
    "faq who owes the guarantee": "garantia-quem-precisa",
    "faq forms and banks of the guarantee": "garantia-formas",
    "faq cancelling the opinion": "cancelar-o-parecer",
    "what the compensation system is": "o-que-e-scee",
    "free loan of the energy": "emprestimo-gratuito",
    "credits last 60 months": "validade-dos-creditos",
    "credits in other units": "outras-unidades",
    "micro or mini": "micro-ou-mini",
    "who may ask, councils, 800 kVA": "quem-pode-pedir",
    "overdue debts": "debitos-vencidos",
    "where answers go, contact data, other data": "dados-de-contato",
    "reason of the request, new analysis": "motivo-da-solicitacao",
    "size of attachments": "tamanho-dos-arquivos",
    "documents of the holder": "documentos-do-titular",
    "technical documents": "documentos-do-pedido",
    "collective roof": "telhado-coletivo",
    "validity of the opinion, when to build": "validade-do-parecer",
    "substation query and calculator": "inversao-de-fluxo",
    "calculator notes 1 to 4": "potencia-compativel",
    "consortium papers": "documentos-consorcio",
    "cooperative papers": "documentos-cooperativa",
    "condominium papers": "documentos-condominio",
    "members in and out": "incluir-participante",
    "change of percentages": "mudar-o-rateio",
}

# Each concept section of the guide and the slug of the article that tells it.
SECTIONS_OF_THE_GUIDE = {
    "energy as an input, eight steps": "gestao-da-energia",
    "specific consumption": "consumo-especifico",
    "tariff groups": "grupos-tarifarios",
    "demand, survey of loads": "carga-instalada",
    "contracted demand": "demanda-contratada",
    "recorded demand, 15 minutes": "demanda-registrada",
    "overrun": "ultrapassagem-de-demanda",
    "test period": "periodo-de-testes",
    "modalities, green and blue": "modalidades-tarifarias",
    "peak hours": "posto-de-ponta",
    "off-peak hours": "posto-fora-de-ponta",
    "complementary demand": "demanda-complementar",
    "group B option": "faturamento-pelo-grupo-b",
    "flags": "bandeiras-tarifarias",
    "load factor": "fator-de-carga",
    "power factor": "fator-de-potencia",
    "mass memory": "memoria-de-massa",
    "transformer losses": "perdas-de-transformacao",
    "readings and constants": "leituras-e-constantes",
    "irrigation discount": "desconto-do-irrigante",
}

# Readings of the sample (before, after) and the printed value, by line of the statement; the constant is 700
# (RTC 10 × RTP 70). Source: guide, second page of the sample; domain.md 7.4 says which of them close.
READINGS_THAT_CLOSE = (
    ("HFP: energia ativa", "1.913", "2.184", "189.700"),
    ("HFP: energia injetada", "317", "372", "38.500"),
    ("HFP: energia reativa (UFER)", "34", "49", "10.500"),
    ("HFP: kVArh", "381", "474", "65.100"),
    ("HP: energia ativa", "160", "195", "24.500"),
    ("HP: kVArh", "11", "25", "9.800"),
)
READINGS_THAT_DO_NOT = (("HR: energia ativa", "6.574", "6.836", "91.700"),)
