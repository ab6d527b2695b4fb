"""What an end takes away: place, rules of the filing day, reservation, money. Said before it and on its receipt."""

from datetime import date, timedelta
from decimal import Decimal

from documents.domain.sheet_parts import Clause
from eligibility.domain.numbers_pt import format_decimal, format_kw
from eligibility.domain.rulebook import rule
from requests_app.domain.dates import numeric_day
from requests_app.domain.ending import Cause
from requests_app.domain.guarantee_life import Ending
from requests_app.domain.lifecycle import Action
from requests_app.models import AccessRequest, CapacityEntry, Event, Opinion
from requests_app.services.grid.capacity import balance_of
from requests_app.services.sheets.opinion import clause
from requests_app.services.standing.guarantees import ending_on, held_guarantee

_OF_AN_OPINION = frozenset({Cause.CANCELLED, Cause.LAPSED})


def losses(
    access_request: AccessRequest, cause: Cause, *, on: date, event: Event | None = None
) -> tuple[Clause, ...]:
    """What is lost by this end on that day; with its event what was lost, the same words before and after.

    At most three statements of SQL: the capacity held, the guarantee and its history.
    """
    found: list[Clause] = []
    opinion: Opinion | None = access_request.opinion
    if cause in _OF_AN_OPINION and opinion is not None:
        found.append(Clause(text=f"O parecer {opinion.number} deixa de valer na hora e não volta sozinho."))
        power = _held(access_request, event)
        if power:
            found.append(
                Clause(
                    text=f"A reserva de {format_kw(power)} kW na rede acaba: a capacidade fica livre para outros."
                )
            )
    assert access_request.filed_on is not None
    found += [
        Clause(text="O lugar na fila acaba: um pedido novo entra pela hora em que for enviado."),
        Clause(
            text=f"As regras de {numeric_day(access_request.filed_on)}, dia do envio, deixam de valer para você: "
            "um pedido novo segue as do dia dele."
        ),
    ]
    if cause in _OF_AN_OPINION and opinion is not None:
        found += _paid(opinion)
    return (*found, *_guarantee(access_request, cause, opinion, on, event))


def _held(access_request: AccessRequest, event: Event | None) -> Decimal:
    if event is None:
        return balance_of(access_request).held
    return sum((entry.power_kw for entry in CapacityEntry.objects.filter(event=event)), Decimal(0))


def _paid(opinion: Opinion) -> list[Clause]:
    charged = opinion.participation_brl + opinion.metering_brl
    if not charged:
        return []
    return [
        Clause(
            text=f"O parecer cobra R$ {format_decimal(charged, 2)}. O que já foi pago não volta sozinho: "
            "combine a devolução com a distribuidora."
        )
    ]


def _guarantee(
    access_request: AccessRequest, cause: Cause, opinion: Opinion | None, on: date, event: Event | None
) -> list[Clause]:
    """What becomes of the performance guarantee (REN 1.000, art. 655-C), where one was given and is still held."""
    if held_guarantee(access_request, before=event) is None:
        return []
    ending = ending_on(access_request, Action(cause.value), on)
    if ending is Ending.NOTHING:
        text = "O destino da garantia segue a norma: a distribuidora avisa antes de executar qualquer parte."
        return [clause(rule("guarantee.execution_percent", on=on), text)]
    if opinion is None or not opinion.is_favourable:
        return [clause(rule("guarantee.return", on=on))]
    entry = rule("guarantee.withdrawal_days", on=on)
    last = opinion.issued_on + timedelta(days=entry.as_int())
    if ending is Ending.RETURN:
        text = (
            f"A garantia volta para você, porque a desistência é até {numeric_day(last)}. "
            f"De {numeric_day(last + timedelta(days=1))} em diante ela é executada por inteiro."
        )
    else:
        text = f"A garantia é executada por inteiro: o prazo para desistir sem isso acabou em {numeric_day(last)}."
    return [clause(entry, text)]
