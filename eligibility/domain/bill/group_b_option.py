"""Whether a unit of group A may be billed with the tariffs of group B (optante B, art. 292)."""

from datetime import date
from decimal import Decimal
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from eligibility.domain.bill.quantities import bill_rule, quantity, shown
from eligibility.domain.citation import Citation, Confidence
from eligibility.domain.findings import Refused, refuse


class GroupBCriterion(StrEnum):
    """The four ways in; whoever takes part in the SCEE has only the first."""

    small_transformers = "small_transformers"
    rural_cooperative = "rural_cooperative"
    tourist_lodging = "tourist_lodging"
    sports_lighting = "sports_lighting"

    @property
    def label(self) -> str:
        """Portuguese wording for people."""
        return _LABELS[self]


_LABELS = {
    GroupBCriterion.small_transformers: "Transformadores pequenos",
    GroupBCriterion.rural_cooperative: "Cooperativa de eletrificação rural",
    GroupBCriterion.tourist_lodging: "Hotel ou pousada em área de turismo",
    GroupBCriterion.sports_lighting: "Iluminação de esporte ou de parque de exposições",
}


class GroupBFacts(BaseModel):
    """What decides. Transformers in kVA, rated, all of the unit; empty when unknown. Loads in kW.

    `shares_credits`: energy is allocated to another unit or comes from another one.
    """

    model_config = ConfigDict(frozen=True)

    transformers_kva: tuple[Decimal, ...] = ()
    is_rural_cooperative: bool = False
    is_lodging: bool = False
    is_in_tourist_area: bool = False
    is_permanent_sports_or_fair: bool = False
    reflectors_kw: Decimal | None = None
    installed_kw: Decimal | None = None
    is_in_scee: bool = False
    has_own_generation: bool = False
    shares_credits: bool = False


class GroupBTest(BaseModel):
    """One test with its account in Portuguese; `passed` is None when a fact is missing."""

    model_config = ConfigDict(frozen=True)

    name: str
    passed: bool | None
    line: str
    citation: Citation
    confidence: Confidence


class GroupBAnswer(BaseModel):
    """Whether the option exists, by which criterion first, and every test."""

    model_config = ConfigDict(frozen=True)

    is_eligible: bool
    criterion: GroupBCriterion | None
    tests: tuple[GroupBTest, ...]
    when: str
    """When the choice takes effect; empty without the right to it."""


def group_b_option(facts: GroupBFacts, *, on: date) -> GroupBAnswer:
    """The tests of art. 292 for a unit of group A on that day.

    For SCEE participants (§ 3) all must pass: own generation, small transformers, no allocation. For the others one
    of the four is enough. Refused `bill.transformers_missing` when only the transformers could still decide, and
    `bill.group_b.scee` when energy is shared by a unit that is said to stand outside.
    """
    if facts.shares_credits and not facts.is_in_scee:
        message = "Marque também que a unidade participa do SCEE: é por ele que a energia vai para outra unidade ou vem dela."
        raise refuse(
            "bill.group_b.scee", message, bill_rule("bill.group_b.scee", on).citation, field="is_in_scee"
        )
    tests = _scee(facts, on) if facts.is_in_scee else _anyone(facts, on)
    when = bill_rule("bill.group_b.effective_cycle", on).text
    outcomes = [test.passed for test in tests.values()]
    is_eligible = all(outcomes) if facts.is_in_scee else any(outcomes)
    is_decided = is_eligible or (False in outcomes if facts.is_in_scee else None not in outcomes)
    if not is_decided:
        raise _what_is_missing(tests, on)
    criterion = None
    if is_eligible:
        passed = (name for name, test in tests.items() if test.passed)
        criterion = GroupBCriterion.small_transformers if facts.is_in_scee else GroupBCriterion(next(passed))
    return GroupBAnswer(
        is_eligible=is_eligible,
        criterion=criterion,
        tests=tuple(tests.values()),
        when=when if is_eligible else "",
    )


def _anyone(facts: GroupBFacts, on: date) -> dict[str, GroupBTest]:
    small, cooperative = GroupBCriterion.small_transformers, GroupBCriterion.rural_cooperative
    lodging, lighting = GroupBCriterion.tourist_lodging, GroupBCriterion.sports_lighting
    cooperative_rule = "bill.group_b.rural_cooperative_kva"
    is_tourist = facts.is_lodging and facts.is_in_tourist_area
    tourist_line = "hotel ou pousada em área de veraneio ou turismo."
    return {
        small: _transformers(facts, "bill.group_b.max_kva", on, small.label),
        cooperative: _transformers(facts, cooperative_rule, on, cooperative.label)
        if facts.is_rural_cooperative
        else _test(cooperative_rule, on, False, "A unidade não é desta subclasse.", cooperative.label),
        lodging: _test(
            "bill.group_b.tourist_lodging",
            on,
            is_tourist,
            f"É {tourist_line}" if is_tourist else f"Não é {tourist_line}",
            lodging.label,
        ),
        lighting: _lighting(facts, on),
    }


def _scee(facts: GroupBFacts, on: date) -> dict[str, GroupBTest]:
    own = "A geração fica nesta unidade." if facts.has_own_generation else "A geração não fica nesta unidade."
    shared = (
        "Há energia alocada para outra unidade ou vinda de outra."
        if facts.shares_credits
        else "Nenhuma energia vai para outra unidade nem vem de outra."
    )
    scee = "bill.group_b.scee"
    return {
        "own_generation": _test(scee, on, facts.has_own_generation, own, "Geração própria"),
        "small_transformers": _transformers(
            facts, "bill.group_b.max_kva", on, GroupBCriterion.small_transformers.label
        ),
        "no_allocation": _test(scee, on, not facts.shares_credits, shared, "Sem alocação de energia"),
    }


def _transformers(facts: GroupBFacts, code: str, on: date, name: str) -> GroupBTest:
    limit = bill_rule(code, on).as_decimal()
    total = sum((quantity(each, "transformers_kva") for each in facts.transformers_kva), Decimal(0))
    if not facts.transformers_kva or total == 0:
        return _test(code, on, None, "Os transformadores não foram informados.", name)
    passed = total <= limit
    verb = "não passa de" if passed else "passa de"
    parts = " + ".join(shown(each) for each in facts.transformers_kva)
    account = f"{parts} = {shown(total)} kVA" if len(facts.transformers_kva) > 1 else f"{shown(total)} kVA"
    return _test(code, on, passed, f"{account} {verb} {shown(limit)} kVA.", name)


def _lighting(facts: GroupBFacts, on: date) -> GroupBTest:
    code, name = "bill.group_b.sports_lighting", GroupBCriterion.sports_lighting.label
    share = bill_rule(code, on).as_table()
    if not facts.is_permanent_sports_or_fair:
        return _test(code, on, False, "Não é local permanente de esporte nem parque de exposições.", name)
    if facts.reflectors_kw is None or not facts.installed_kw:
        return _test(code, on, None, "As cargas dos refletores e da unidade não foram informadas.", name)
    reflectors = quantity(facts.reflectors_kw, "reflectors_kw")
    installed = quantity(facts.installed_kw, "installed_kw")
    fraction = f"{share['numerator']}/{share['denominator']}"
    # Whole numbers on both sides: two thirds has no last decimal place.
    passed = reflectors * share["denominator"] >= installed * share["numerator"]
    verb = "chegam a" if passed else "não chegam a"
    line = f"{shown(reflectors)} kW de refletores {verb} {fraction} de {shown(installed)} kW."
    return _test(code, on, passed, line, name)


def _what_is_missing(tests: dict[str, GroupBTest], on: date) -> Refused:
    if tests["small_transformers"].passed is None:
        return refuse(
            "bill.transformers_missing",
            "Informe a potência de cada transformador da unidade, em kVA.",
            bill_rule("bill.group_b.max_kva", on).citation,
            field="transformers_kva",
        )
    return refuse(
        "bill.lighting_loads_missing",
        "Informe a carga dos refletores e a carga instalada da unidade, em kW.",
        bill_rule("bill.group_b.sports_lighting", on).citation,
        field="reflectors_kw",
    )


def _test(code: str, on: date, passed: bool | None, line: str, name: str) -> GroupBTest:
    entry = bill_rule(code, on)
    return GroupBTest(
        name=name, passed=passed, line=line, citation=entry.citation, confidence=entry.confidence
    )
