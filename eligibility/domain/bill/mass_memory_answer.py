"""The load record of a meter as one group of answers: the numbers of each post, and what is missing of them."""

from collections.abc import Iterator
from datetime import date

from eligibility.domain.bill.group_answer import GroupAnswer
from eligibility.domain.bill.indicators import NotComputed
from eligibility.domain.bill.mass_memory import LoadRecord, PostRecord, analyse
from eligibility.domain.bill.mass_memory_file import read_mass_memory
from eligibility.domain.bill.quantities import Indicator
from eligibility.domain.bill.questions_of_energy import MassMemoryQuestion
from eligibility.domain.findings import Refused


def of_mass_memory(asked: MassMemoryQuestion, today: date) -> tuple[GroupAnswer, LoadRecord]:
    """Demand, load factor, power factor and reactive excess by post. Refused `mass_memory.*`, beside `csv`."""
    try:
        memory = read_mass_memory(asked.csv.encode(), on=today, stamp=asked.stamp)
        record = analyse(memory.intervals, has_reactive=memory.has_reactive)
    except Refused as refused:
        findings = [finding.model_copy(update={"field": "csv"}) for finding in refused.findings]
        raise Refused(tuple(findings)) from refused
    answer = GroupAnswer(
        indicators=tuple(each for post in record.posts for each in _of_post(post)),
        not_computed=tuple(_missing(record, has_reactive=memory.has_reactive)),
    )
    return answer, record


def _of_post(found: PostRecord) -> Iterator[Indicator]:
    for each in found.indicators:
        named = each.label if found.post.label in each.label else f"{each.label}, {found.post.label}"
        yield each.model_copy(update={"label": named})


def _missing(record: LoadRecord, *, has_reactive: bool) -> Iterator[NotComputed]:
    if not has_reactive:
        yield NotComputed(
            label="Fator de potência e reativo excedente", why="O arquivo não tem energia reativa."
        )
    if record.missing_intervals:
        why = f"Faltam {record.missing_intervals} intervalos de 15 minutos. Nada foi posto no lugar deles."
        yield NotComputed(label="Período inteiro", why=why)
    if has_reactive and record.incomplete_hours:
        why = f"Há {record.incomplete_hours} horas incompletas, que não entram no reativo excedente."
        yield NotComputed(label="Horas incompletas", why=why)
