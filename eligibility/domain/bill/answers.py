"""Answers the groups of questions about a bill: indicators, verdicts, and what was printed beside what comes out."""

from collections.abc import Callable
from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict

from eligibility.domain.bill import answers_of_bill as whole
from eligibility.domain.bill import answers_of_demand as demand
from eligibility.domain.bill import answers_of_energy as energy
from eligibility.domain.bill.group_answer import GroupAnswer, Verdict
from eligibility.domain.bill.group_b_option import GroupBFacts, group_b_option
from eligibility.domain.bill.history import HistoryAnswer
from eligibility.domain.bill.mass_memory import LoadRecord
from eligibility.domain.bill.mass_memory_answer import of_mass_memory
from eligibility.domain.bill.printed import compare
from eligibility.domain.bill.quantities import bill_rule
from eligibility.domain.bill.question_parts import Printable
from eligibility.domain.bill.questions import BillQuestions
from eligibility.domain.bill.questions_of_demand import HistoryQuestion
from eligibility.domain.bill.questions_of_energy import MassMemoryQuestion
from eligibility.domain.findings import Finding, Refused


class BillAnswers(BaseModel):
    """The answer of each group that was asked, under its name; months and load record stand whole beside them."""

    model_config = ConfigDict(frozen=True)

    on: date
    groups: dict[str, GroupAnswer]
    history: HistoryAnswer | None = None
    record: LoadRecord | None = None


class Unanswerable(Exception):
    """Groups that contradict a rule or themselves: each finding's `field` is dotted, as in `overrun.measured_kw`."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__("unanswerable")
        self.findings = findings


def bill_answers(questions: BillQuestions, *, today: date) -> BillAnswers:
    """Every group answered by the rules of `on`, else of the bill's reading, else of today; raises Unanswerable."""
    on = questions.on or (questions.bill.current_reading_on if questions.bill else today)
    groups, problems, history, record = {}, [], None, None
    for name, asked in questions.asked.items():
        try:
            if isinstance(asked, HistoryQuestion):
                groups[name], history = whole.of_history(asked, questions.bill, on)
            elif isinstance(asked, MassMemoryQuestion):
                groups[name], record = of_mass_memory(asked, today)
            else:
                groups[name] = _checked(_ANSWERS[name](asked, on), asked)
        except Refused as refusal:
            problems += [_placed(finding, name) for finding in refusal.findings]
    if problems:
        raise Unanswerable(problems)
    return BillAnswers(on=on, groups=groups, history=history, record=record)


def _placed(finding: Finding, group: str) -> Finding:
    """The finding under its group; a rule that does not reach that day speaks about the day."""
    if finding.field == "on":
        return finding
    return finding.model_copy(update={"field": f"{group}.{finding.field}" if finding.field else group})


def _checked(answer: GroupAnswer, asked: Any) -> GroupAnswer:
    if not isinstance(asked, Printable) or asked.printed is None or not answer.indicators:
        return answer
    return answer.model_copy(update={"checks": (compare(asked.printed, answer.indicators[0]),)})


def _group_b(asked: GroupBFacts, on: date) -> GroupAnswer:
    found = group_b_option(asked, on=on)
    # What is said with a "yes" is when it takes effect, and that has a rule of its own.
    source = bill_rule("bill.group_b.effective_cycle", on) if found.is_eligible else found.tests[0]
    said = found.when if found.is_eligible else "Nenhum dos testes dá direito à opção."
    if asked.is_in_scee and not found.is_eligible:
        said = "Quem participa do SCEE precisa passar nos três testes."
    return GroupAnswer(
        verdicts=(
            Verdict(
                code="group_b",
                label="Opção pela tarifa do grupo B",
                passed=found.is_eligible,
                line=said,
                citation=source.citation,
                confidence=source.confidence,
                criterion=found.criterion.value if found.criterion else None,
            ),
            *(
                Verdict(
                    code="group_b.test",
                    label=test.name,
                    passed=test.passed,
                    line=test.line,
                    citation=test.citation,
                    confidence=test.confidence,
                )
                for test in found.tests
            ),
        )
    )


_ANSWERS: dict[str, Callable[[Any, date], GroupAnswer]] = {
    "bill": whole.of_bill,
    "constant": energy.of_constant,
    "reading": energy.of_reading,
    "register_demand": energy.of_register,
    "load_factor": energy.of_load_factor,
    "power_factor": energy.of_power_factor,
    "overrun": demand.of_overrun,
    "billed_demand": demand.of_billed_demand,
    "unused_demand": demand.of_unused_demand,
    "seasonal_demand": demand.of_seasonal_demand,
    "injection_demand": demand.of_injection_demand,
    "reactive_demand": demand.of_reactive_demand,
    "reactive_hours": energy.of_reactive_hours,
    "contracted_demand": demand.of_contracted_demand,
    "test_period": demand.of_test_period,
    "modalities": energy.of_modalities,
    "modality_change": energy.of_modality_change,
    "group_b": _group_b,
    "complementary_demand": demand.of_complementary_demand,
    "losses": energy.of_losses,
    "flags": energy.of_flags,
    "specific_consumption": energy.of_specific_consumption,
    "price": energy.of_price,
    "item": energy.of_item,
}
