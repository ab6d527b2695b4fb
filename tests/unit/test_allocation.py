"""The list of units: whatever people paste is read exactly, or refused line by line in plain words."""

import itertools
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eligibility.domain.allocation import AllocationReading, SettledList
from eligibility.domain.allocation_lines import parse_percent, read_rows
from eligibility.domain.allocation_text import LONGEST_TEXT, text_rows
from eligibility.domain.allocation_words import difference_text, percent_text, share_text, typed_lines
from eligibility.domain.findings import Refused
from eligibility.domain.vocabulary import AllocationBasis

MOST = 5_000
CEMIG = "018"
OWN = "3014056287"
HUNDRED_MILLIONTHS = 100 * 10**6


def read(
    text: str, basis: AllocationBasis = AllocationBasis.percentage, own_number: str = OWN
) -> AllocationReading:
    return read_rows(text_rows(text), basis, max_units=MOST, own_number=own_number)


def settle(text: str, basis: AllocationBasis = AllocationBasis.percentage, own: str = OWN) -> SettledList:
    return SettledList(read(text, basis, own), own_number=own, utility_code=CEMIG)


def messages(text: str, *, needs_members: bool = False) -> list[tuple[int, str, str]]:
    found = settle(text).problems(needs_members=needs_members)
    return [(problem.line, problem.column, problem.code) for problem in found]


@pytest.mark.parametrize(
    "text",
    [
        "3014000001\t33,33\tAna Souza\t529.982.247-25\r\n3014000002\t66,67\tBia Lima\t529.982.247-25\r\n",
        "3014000001;33,33%;Ana Souza;52998224725\n3014000002;66,67 %;Bia Lima;52998224725",
        '"3014000001",33.33,"Ana Souza",52998224725\n"3014000002",66.67,"Bia Lima",52998224725\n',
        "3014000001 33,33 Ana Souza 529.982.247-25\n\n3014000002   66,67 %   Bia Lima   529.982.247-25\n",
        "\ufeffUC;Percentual;Nome;CPF\n3014000001;33,33;Ana Souza;52998224725\n3014000002;66,67;Bia Lima;52998224725\nTotal;100;;",
        (
            "CPF ou CNPJ\tNome do membro\t%\tNúmero da instalação\n52998224725\tAna Souza\t33,33\t3014000001\n"
            "52998224725\tBia Lima\t66,67\t3014000002"
        ),
        (
            "Usina do Vale\n\nUnidade\tRateio\tTitular\tCPF/CNPJ\n3014000001\t33,33\tAna Souza\t52998224725\n"
            "3014000002\t66,67\tBia Lima\t52998224725\nSoma\t100,00\n"
        ),
        "3014000001.0;33,3300000;Ana Souza;52998224725\r3014.000.002;66,67;Bia Lima;52998224725",
    ],
)
def test_t14_whatever_is_pasted_from_a_spreadsheet_reads_the_same(text: str) -> None:
    entries = read(text).entries
    assert [(e.unit_number, e.percent, e.member_name, e.member_tax_id) for e in entries] == [
        ("3014000001", Decimal("33.33"), "Ana Souza", "52998224725"),
        ("3014000002", Decimal("66.67"), "Bia Lima", "52998224725"),
    ]


@pytest.mark.parametrize(
    ("parts", "total", "words"),
    [
        (("40", "59,99"), "99.99", "Falta 0,01 ponto percentual para 100%."),
        (("40", "60"), "100", ""),
        (("40", "60,01"), "100.01", "Passa 0,01 ponto percentual de 100%."),
        (("0", "0,999999"), "0.999999", "Faltam 99,000001 pontos percentuais para 100%."),
        (("0,4", "0,6"), "1", "Faltam 99 pontos percentuais para 100%. As partes parecem frações: escreva 25 para 25%."),
    ],
)  # fmt: skip
def test_t14_the_sum_with_the_own_share_is_exact(parts: tuple[str, str], total: str, words: str) -> None:
    found = settle(f"esta unidade;{parts[0]}\n3014000001;{parts[1]}")
    assert found.total_percent == Decimal(total)
    assert difference_text(Decimal(total)) == words
    assert found.is_whole is (total == "100")


@pytest.mark.parametrize(
    ("text", "value"),
    [("33,33", "33.33"), ("33.333", "33.333"), ("33,33%", "33.33"), (" 7 % ", "7"), ("100", "100"), ("0,000001", "0.000001"), ("12,50000000", "12.5")],
)  # fmt: skip
def test_a_dot_is_a_decimal_mark_because_no_part_has_thousands(text: str, value: str) -> None:
    assert parse_percent(text) == Decimal(value)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "percent.empty"),
        ("-1", "percent.negative"),
        ("0", "percent.zero"),
        ("0,00", "percent.zero"),
        ("100,000001", "percent.too_large"),
        ("1.000,00", "percent.too_large"),
        ("0,0000001", "percent.too_precise"),
        ("metade", "percent.invalid"),
        ("#REF!", "percent.invalid"),
        ("1e2", "percent.invalid"),
        ("NaN", "percent.invalid"),
        ("1,2,3", "percent.invalid"),
    ],
)
def test_a_part_that_is_no_part_is_refused(text: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        parse_percent(text)
    assert refused.value.code == code


def test_everything_wrong_in_a_list_is_said_at_once_by_line_and_column() -> None:
    text = (
        "Unidade;Percentual;Membro;CPF\n"
        "3,01406E+09;10;Ana;52998224725\n"
        "1347925801810;-5;Ana;52998224725\n"
        "9014000001;101;123;111\n"
        "3014000002;;Bia;52998224725\n"
        "3014000003;10;Bia;52998224725\n"
    )
    assert messages(text) == [
        (2, "Unidade", "unit_number.scientific"),
        (3, "Percentual", "percent.negative"),
        (3, "Unidade", "unit_number.shape"),
        (4, "CPF ou CNPJ", "taxpayer.shape"),
        (4, "Membro", "member.name"),
        (4, "Percentual", "percent.too_large"),
        (4, "Unidade", "unit_number.shape"),
        (5, "Percentual", "percent.empty"),
    ]
    facts = settle(text).facts
    assert facts is not None
    assert (facts.unit_count, facts.unreadable_lines, facts.total_percent) == (1, 4, Decimal(10))


def test_a_number_that_excel_shortened_is_told_plainly() -> None:
    problem = read("3,01406E+09;100").unreadable[0]
    assert "O Excel abreviou este número (3,01406E+09)" in problem.message
    lost = read("1347925801810;100").unreadable[0]
    assert "13 algarismos" in lost.message and "formate a coluna como texto" in lost.message


def test_a_comma_for_columns_and_decimals_is_found_out() -> None:
    assert messages("3014000001,33,33\n3014000002,66,67") == [
        (1, "Membro", "member.name"),
        (2, "Membro", "member.name"),
    ]


def test_a_unit_listed_twice_is_named_with_its_lines() -> None:
    found = settle("3014000001;25\n3014000002;25\n3014.000.001;25\n3014000001;25")
    assert found.facts is not None
    assert found.facts.duplicated_units == 1
    assert [p.message for p in found.problems(needs_members=False)] == [
        "A unidade 3014000001 está repetida: linhas 1, 3 e 4. Deixe uma só."
    ]


def test_the_own_unit_is_the_same_by_its_number_and_by_its_words() -> None:
    found = settle(f"esta unidade;30\n{OWN};20\n3014000001;50")
    assert found.facts is not None
    assert (found.facts.unit_count, found.facts.duplicated_units) == (1, 1)
    assert found.own_percent == Decimal(50)


def test_without_a_line_of_its_own_the_own_share_is_zero() -> None:
    found = settle("3014000001;100")
    assert (found.own_percent, found.is_whole) == (Decimal(0), True)


def test_the_own_share_may_be_zero() -> None:
    assert messages(f"{OWN};0\n3014000001;100") == []


def test_a_number_of_fifteen_digits_tells_its_utility_and_an_old_one_does_not() -> None:
    found = settle("0.013.479.258.018-10;40\n001347925805910;40\n3014000001;20")
    assert found.facts is not None
    assert found.facts.units_of_other_utility == 1
    [problem] = found.problems(needs_members=False)
    assert (problem.line, problem.code) == (2, "allocation.other_area")
    assert "código 059, de outra distribuidora" in problem.message


def test_each_unit_belongs_to_a_member_where_there_are_members() -> None:
    text = "esta unidade;10\n3014000001;40;Ana;52998224725\n3014000002;40;Bia\n3014000003;10"
    assert messages(text) == []
    found = settle(text)
    assert found.facts is not None
    assert found.facts.units_without_member == 2
    assert [p.message for p in found.problems(needs_members=True)] == [
        "Diga de quem é a unidade 3014000002: falta o CPF ou CNPJ.",
        "Diga de quem é a unidade 3014000003: falta o nome e o CPF ou CNPJ.",
    ]


def test_the_largest_part_is_of_one_person_with_all_units() -> None:
    """Two CPFs apart; two branches of one company together, by the root of the CNPJ."""
    text = (
        "esta unidade;60\n"
        "3014000001;12;Loja matriz;06.981.180/0001-16\n"
        "3014000002;14;Loja filial;06.981.180/0002-05\n"
        "3014000003;14;Ana;529.982.247-25\n"
    )
    found = settle(text)
    assert found.facts is not None
    assert found.facts.largest_share_percent == Decimal(26)
    assert [(m.unit_count, m.percent) for m in found.members] == [(2, Decimal(26)), (1, Decimal(14))]


def test_a_list_by_priority_has_positions_and_no_percent() -> None:
    found = settle("esta unidade;1º\n3014000001;2\n3014000002;3ª", AllocationBasis.priority)
    assert found.facts is not None
    assert (found.facts.total_percent, found.facts.largest_share_percent) == (None, None)
    assert found.is_whole
    assert [share_text(entry) for entry in found.reading.entries] == ["1º", "2º", "3º"]


def test_two_units_cannot_hold_one_position() -> None:
    found = settle("3014000001;1\n3014000002;1\n3014000003;0\n3014000004;", AllocationBasis.priority)
    assert [(p.line, p.code) for p in found.problems(needs_members=False)] == [
        (2, "priority.repeated"),
        (3, "priority.invalid"),
        (4, "priority.empty"),
    ]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "allocation.empty"),
        (" \n\t\n", "allocation.empty"),
        ("Unidade;Nome\n3014000001;Ana", "allocation.column_missing"),
        ("x" * (LONGEST_TEXT + 1), "allocation.text_too_long"),
        ("\n" * 20_001, "allocation.text_too_long"),
        ("\n".join(f"{3_014_000_000 + n};0,01" for n in range(5_001)), "allocation.too_many"),
    ],
)
def test_what_is_no_list_is_refused_whole(text: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        read(text)
    assert refused.value.code == code


def test_five_thousand_units_and_the_own_one_fit() -> None:
    text = "\n".join(["esta unidade;50", *(f"{3_014_100_000 + n};0,01" for n in range(5_000))])
    found = settle(text)
    assert found.facts is not None
    assert (found.facts.unit_count, found.total_percent) == (5_000, Decimal(100))


def test_what_was_understood_can_be_sent_again() -> None:
    text = f"{OWN};60;;\n001347925801810;30;Ana Souza;52998224725\nabc;-1;Bia;52998224725"
    first = read(text)
    again = read("\n".join("\t".join(cells) for cells in typed_lines(first)))
    assert again == first


def test_percentages_are_shown_with_every_place_they_have() -> None:
    assert percent_text(Decimal("33.333333")) == "33,333333%"


@st.composite
def partitions(draw: st.DrawFn) -> list[int]:
    """Parts of 100% in millionths, at least one each."""
    cuts = draw(st.lists(st.integers(1, HUNDRED_MILLIONTHS - 1), unique=True, max_size=60))
    edges = [0, *sorted(cuts), HUNDRED_MILLIONTHS]
    return [after - before for before, after in itertools.pairwise(edges)]


@given(partitions(), st.randoms(use_true_random=False))
def test_any_partition_of_the_whole_sums_exactly_in_any_order(parts: list[int], random: object) -> None:
    lines = [f"{3_014_000_000 + n};{Decimal(part).scaleb(-6):f}" for n, part in enumerate(parts)]
    in_order = settle("\n".join(lines))
    random.shuffle(lines)  # type: ignore[attr-defined]  # hypothesis gives a random.Random
    shuffled = settle("\n".join(lines))
    assert in_order.total_percent == Decimal(100)
    assert in_order.is_whole
    assert shuffled.facts == in_order.facts


@given(partitions(), st.sampled_from([-1, 1]))
def test_a_millionth_too_much_or_too_little_is_seen(parts: list[int], change: int) -> None:
    changed = [parts[0] + change, *parts[1:]]
    lines = [f"{3_014_000_000 + n};{Decimal(part).scaleb(-6):f}" for n, part in enumerate(changed)]
    assert not settle("\n".join(["esta unidade;0", *lines])).is_whole


@given(st.text(max_size=300), st.sampled_from(AllocationBasis))
def test_no_text_ever_fails(text: str, basis: AllocationBasis) -> None:
    try:
        found = settle(text, basis)
    except Refused:
        return
    facts = found.facts
    assert facts is not None
    assert facts.unit_count <= len(found.reading.entries)
    assert len(found.problems(needs_members=True)) >= facts.unreadable_lines
