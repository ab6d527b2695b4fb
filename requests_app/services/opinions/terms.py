"""What an opinion says of its terms: how long it holds, how it is approved, its works and what it costs."""

from datetime import date
from decimal import Decimal

from pydantic import BaseModel, ConfigDict

from documents.domain.opinion_clauses import OpinionPart, standing_clauses
from documents.domain.sheet_parts import Clause, Row, Step
from eligibility.domain.rulebook import Rule, rule, rules
from requests_app.domain.dates import long_day
from requests_app.domain.money import brl
from requests_app.services.clocks.reckoning import term_of
from requests_app.services.clocks.terms import validity_rule

_BY_LAW = "opinion.approval"
_SAID_HERE = ("validity.published", "validity.silent_approval")
_STOPS = "pause.works_"
_ONLY_SOME = "pause.works_withdrawal_right"


class Terms(BaseModel):
    """A favourable opinion in numbers. `works_rule` is empty without works; amounts in reais."""

    model_config = ConfigDict(frozen=True)

    on: date
    valid_until_on: date
    works_rule: str = ""
    participation_brl: Decimal = Decimal(0)
    metering_brl: Decimal = Decimal(0)
    is_mini: bool = False

    @property
    def is_by_law(self) -> bool:
        """Whether the operator follows the law's term to approve instead of the page's validity."""
        return validity_rule(self.on) == _BY_LAW

    @property
    def total_brl(self) -> Decimal:
        return self.participation_brl + self.metering_brl

    @property
    def last_day(self) -> str:
        return long_day(self.valid_until_on)

    @property
    def label(self) -> str:
        """What the date of the opinion is."""
        return "Aprove até" if self.is_by_law else "Vale até"


def clause(found: Rule, text: str = "") -> Clause:
    """A rule as a printed clause: its words, its citation and, when not certain, how sure we are."""
    note = "" if found.confidence.is_certain else found.confidence.label
    return Clause(text=text or found.text, citation=found.citation.label, note=note)


def validity_clauses(terms: Terms) -> tuple[Clause, ...]:
    """How long the opinion holds, by which rule, and what makes the days stand still."""
    on = terms.on
    rest = standing_clauses(OpinionPart.VALIDITY, on=on, without=_SAID_HERE)
    if terms.is_by_law:
        first = rule("opinion.inspection_request", on=on)
        text = f"Depois da aprovação, você tem {first.as_int()} dias corridos para pedir a vistoria."
    else:
        first = rule("opinion.validity", on=on)
        text = f"O parecer vale {first.as_int()} dias, até {terms.last_day}. Depois desse dia, é preciso um pedido novo."
    contracts = rule("pause.validity_contracts", on=on)
    stops = [clause(contracts, "Os dias param enquanto os contratos são feitos e aceitos.")]
    if terms.works_rule:
        waits = rule("pause.validity_utility_works", on=on)
        stops.append(clause(waits, "Os dias também param durante a obra da distribuidora na rede."))
    return (clause(first, text), *stops, *rest)


def approval_clauses(terms: Terms) -> tuple[Clause, ...]:
    """Until when and how the conditions are approved, and what silence means."""
    on = terms.on
    who = "Quem aprova é o titular ou o responsável técnico, no portal."
    if not terms.is_by_law:
        return (
            clause(rule("opinion.validity", on=on), f"Aprove as condições até {terms.last_day}. {who}"),
            clause(rule("opinion.loses_validity", on=on)),
        )
    term = rule(_BY_LAW, on=on)
    length = term_of(_BY_LAW, on).length_text
    if not terms.total_brl:
        silence = rule("opinion.silent_approval", on=on)
        return (
            clause(term, f"Você tem {length} para aprovar as condições, até {terms.last_day}. {who}"),
            clause(
                silence,
                f"Não há custo para você. Se você não disser nada até {terms.last_day}, o silêncio vale como aprovação.",
            ),
        )
    return (
        clause(
            term,
            f"Você tem {length} para aprovar as condições, até {terms.last_day}. {who} Há custo, então o silêncio não aprova.",
        ),
        clause(rule("opinion.loses_validity", on=on)),
    )


def works_rows(terms: Terms, lines: tuple[str, ...]) -> tuple[Row, ...]:
    """The works as the analyst wrote them, and how long they may take."""
    term = term_of(terms.works_rule, terms.on)
    return (*map(_work, lines), Row(label="Prazo da obra", value=f"até {term.length_text}"))


def works_clauses(terms: Terms) -> tuple[Clause, ...]:
    """The term of the works, from when it counts and what may stop it (arts. 88 and 89)."""
    reasons = [r for r in rules(terms.on) if r.code.startswith(_STOPS) and r.code != _ONLY_SOME]
    stops = "; ".join(reason.text[0].lower() + reason.text[1:] for reason in reasons)
    return (
        clause(rule(terms.works_rule, on=terms.on)),
        clause(rule("works.start", on=terms.on)),
        clause(reasons[0], f"Com aviso por escrito antes, esse prazo pode parar por estes motivos: {stops}."),
    )


def cost_rows(terms: Terms) -> tuple[Row, ...]:
    """Each amount and the total; one line when the connection is free."""
    if not terms.total_brl:
        return (Row(label="Total", value="nenhum custo"),)
    rows = [
        Row(label=label, value=brl(amount))
        for label, amount in (
            ("Participação financeira na obra", terms.participation_brl),
            ("Diferença do sistema de medição", terms.metering_brl),
        )
        if amount
    ]
    return (*rows, Row(label="Total", value=brl(terms.total_brl)))


def cost_clauses(terms: Terms) -> tuple[Clause, ...]:
    """Why there is something to pay, how and until when."""
    if not terms.total_brl:
        return ()
    on = terms.on
    why = []
    if terms.participation_brl:
        why.append(clause(rule("works.participation", on=on), "É a sua parte da obra na rede."))
    if terms.metering_brl:
        why.append(clause(rule("metering.mini_difference", on=on)))
    pay = rule("contracts.return", on=on)
    how = (
        f"Você paga por boleto ou PIX, no portal, em até {pay.as_int()} dias depois de receber os contratos. "
        "Os dados do pagamento aparecem no portal junto com os contratos."
    )
    return (*why, clause(pay, how))


def summary_of(terms: Terms, power_kw: str) -> str:
    """The opinion in one paragraph."""
    first = (
        f"A geração de {power_kw} kW pode ser ligada depois da obra na rede descrita abaixo."
        if terms.works_rule
        else f"A geração de {power_kw} kW pode ser instalada neste endereço."
    )
    until = "Aprove as condições" if terms.is_by_law else "O parecer vale"
    cost = f" O custo para você é de {brl(terms.total_brl)}." if terms.total_brl else ""
    return f"{first} {until} até {terms.last_day}.{cost}"


def next_steps(terms: Terms) -> tuple[Step, ...]:
    """From the approval to the meter, in order."""
    delivery = rule("contracts.delivery", on=terms.on).as_int()
    returned = rule("contracts.return", on=terms.on).as_int()
    pays = " e paga o que cabe a ele" if terms.total_brl else ""
    steps = [
        Step(text="Aprove as condições no portal.", due_on=terms.valid_until_on),
        Step(text=f"A distribuidora entrega os contratos em até {delivery} dias úteis da aprovação."),
        Step(text=f"O titular aceita os contratos{pays}, no portal, em até {returned} dias."),
    ]
    if terms.works_rule:
        length = term_of(terms.works_rule, terms.on).length_text
        steps.append(Step(text=f"A distribuidora faz a obra na rede em até {length}."))
    return (
        *steps,
        Step(text="Instale a geração com o responsável técnico e peça a vistoria pelo portal."),
        Step(text="Depois da vistoria aprovada, o medidor é trocado e a geração é ligada."),
    )


def _work(line: str) -> Row:
    label, separator, value = line.partition(":")
    is_named = separator and label.strip() and value.strip()
    return Row(label=label.strip(), value=value.strip()) if is_named else Row(label="Obra", value=line)
