"""How rules read on a page: every rule has its place, every number its unit in words."""

from datetime import date
from decimal import Decimal

import pytest

from eligibility.domain.rulebook import Rule, rule, rules
from requests_app.domain.rule_words import TOPICS, WORDS_OF_TOPIC, topic_of, value_text

TODAY = date(2026, 11, 22)
EASTER = (
    "Terça-feira de Carnaval, 47 dias antes da Páscoa; Sexta-feira da Paixão, 2 dias antes da Páscoa; "
    "Corpus Christi, 60 dias depois da Páscoa"
)
# Their sentences say what the bare number would not: which share, which option, which way of counting.
SAID_BY_THE_SENTENCE = {
    "alternatives", "basis", "clock_effect", "content", "day_of_month", "effect", "factor", "option", "reading", "scope",
}  # fmt: skip


def test_every_rule_is_placed_under_a_topic_by_somebody() -> None:
    placed = {word for words in WORDS_OF_TOPIC.values() for word in words}
    assert {found.code.split(".")[0] for found in rules(TODAY)} <= placed
    assert set(WORDS_OF_TOPIC) == set(TOPICS)


@pytest.mark.parametrize(
    ("code", "topic"),
    [
        ("reverse_flow.study", "rede"),
        ("reverse_flow.fast_track.max_kw", "rede"),
        ("capacity.order", "rede"),
        ("bill.losses_percent", "fatura"),
        ("peak.window", "fatura"),
        ("scee.loan", "creditos"),
        ("documents.check", "prazos"),
    ],
)
def test_a_rule_stands_under_its_topic(code: str, topic: str) -> None:
    assert topic_of(rule(code, TODAY).code) == topic


def test_a_single_number_with_a_unit_is_said_in_words() -> None:
    silent = {
        found.unit
        for found in rules(TODAY)
        if isinstance(found.value, int | Decimal) and not isinstance(found.value, bool) and found.unit
        if not value_text(found)
    }
    assert silent <= SAID_BY_THE_SENTENCE


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("bill.losses_percent", "2,5%"),
        ("bill.test_period.cycles", "3 ciclos de faturamento"),
        ("bill.load_factor.month_hours", "730 horas"),
        ("bill.irrigation.daily_hours", "8,5 horas"),
        ("bill.mass_memory.interval", "15 minutos"),
        ("bill.group_b.max_kva", "112,5 kVA"),
        ("reverse_flow.fast_track.max_kw", "7,5 kW"),
        ("voltage.high_from_kv", "69 kV"),
        ("cooperative.min_members", "20 participantes"),
        ("opinion.micro.no_works", "15 dias corridos"),
        ("reverse_flow.compatible.adjustment_factor", ""),
        ("reverse_flow.alternatives", ""),
        ("peak.free_days.movable", EASTER),
    ],
)
def test_a_value_reads_as_people_say_it(code: str, expected: str) -> None:
    assert value_text(rule(code, TODAY)) == expected


def test_one_is_singular() -> None:
    one: Rule = rule("bill.test_period.cycles", TODAY).model_copy(update={"value": 1})
    assert value_text(one) == "1 ciclo de faturamento"
