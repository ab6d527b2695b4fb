"""The load record of a meter: read however it is written, refused by line and column, and never filled in."""

import tracemalloc
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eligibility.domain.bill.mass_memory import Interval, LoadRecord, analyse
from eligibility.domain.bill.mass_memory_file import MOST_PROBLEMS, MassMemoryFile, Stamp, read_mass_memory
from eligibility.domain.bill.peak_hours import Post
from eligibility.domain.findings import Refused

ON = date(2026, 11, 22)
MONDAY = datetime.fromisoformat("2026-06-01")
HEADER = "Data;Hora;kWh;kVArh ind;kVArh cap"


def read(text: str, stamp: Stamp = Stamp.start) -> MassMemoryFile:
    return read_mass_memory(text.encode(), on=ON, stamp=stamp)


def refusal_of(text: str | bytes) -> Refused:
    data = text.encode() if isinstance(text, str) else text
    with pytest.raises(Refused) as refusal:
        read_mass_memory(data, on=ON)
    assert all(finding.field == "file" and finding.message for finding in refusal.value.findings)
    return refusal.value


def day_of(kwh: Callable[[datetime], str], ind: str = "0", cap: str = "0") -> str:
    """A whole Monday, stamped with the start of each quarter."""
    moments = [MONDAY + timedelta(minutes=15 * number) for number in range(96)]
    return "\n".join([HEADER, *(f"{at:%d/%m/%Y};{at:%H:%M};{kwh(at)};{ind};{cap}" for at in moments)])


def record_of(text: str) -> LoadRecord:
    found = read(text)
    return analyse(found.intervals, has_reactive=found.has_reactive)


def test_a_flat_day_gives_demand_factors_and_excess_by_post() -> None:
    """100 kW all day with a power factor of 0.8 inductive: (100, 75, 125) in every hour."""
    record = record_of(day_of(lambda at: "25", ind="18,75"))
    peak, off_peak = record.posts
    assert (peak.post, off_peak.post) == (Post.peak, Post.off_peak)
    assert (peak.demand.value, off_peak.demand.value) == (Decimal(100), Decimal(100))
    assert (peak.energy_kwh, off_peak.energy_kwh) == (Decimal(300), Decimal(2100))
    assert (peak.measured_hours, off_peak.measured_hours) == (Decimal(3), Decimal(21))
    assert peak.load_factor and peak.load_factor.value == 1
    assert peak.power_factor and peak.power_factor.value == Decimal("0.8")
    assert peak.reactive_energy and peak.reactive_energy.value == 45
    assert peak.corrected_demand and peak.corrected_demand.value == 115
    # From 0 to 6 h inductive energy is not looked at: 15 of the 21 off-peak hours count, 15 kWh each.
    assert off_peak.reactive_energy and off_peak.reactive_energy.value == 225
    assert off_peak.counted_kvarh == 15 * 75
    assert (record.missing_intervals, record.incomplete_hours) == (0, 0)


def test_a_capacitive_night_counts_from_midnight_to_six() -> None:
    record = record_of(day_of(lambda at: "25", cap="18,75"))
    peak, off_peak = record.posts
    assert peak.reactive_energy and peak.reactive_energy.value == 0
    assert off_peak.reactive_energy and off_peak.reactive_energy.value == 90


def test_the_largest_demand_is_found_with_its_instant_and_the_curve_has_96_points() -> None:
    record = record_of(day_of(lambda at: "50" if (at.hour, at.minute) == (18, 30) else "10"))
    peak, off_peak = record.posts
    assert (peak.demand.value, peak.largest_at) == (Decimal(200), MONDAY.replace(hour=18, minute=30))
    assert peak.demand.line == "01/06/2026 18:30: 50 kWh em 15 minutos × 4 = 200 kW"
    assert off_peak.demand.value == 40
    assert len(record.peak_days_curve) == 96 and record.free_days_curve == ()
    assert max(record.peak_days_curve, key=lambda point: point.mean_kw).starts_at.hour == 18
    assert {point.days for point in record.peak_days_curve} == {1}


def test_a_gap_is_told_and_not_filled() -> None:
    lines = day_of(lambda at: "10").splitlines()
    record = record_of("\n".join(lines[:10] + lines[13:]))
    assert (record.missing_intervals, record.incomplete_hours) == (3, 1)
    assert sum(post.energy_kwh for post in record.posts) == 930


def test_a_file_without_reactive_energy_has_no_power_factor() -> None:
    record = record_of("Data;Hora;kWh\n01/06/2026;10:00;5\n01/06/2026;10:15;7")
    (only,) = record.posts
    assert (only.power_factor, only.reactive_energy, only.corrected_demand) == (None, None, None)
    assert only.demand.value == 28


SAME = [
    "Data;Hora;kWh\n01/06/2026;10:15;12,5\n01/06/2026;10:30;1.200,25",
    "data,hora,kwh\n2026-06-01,10:15:00,12.5\n2026-06-01,10:30:00,1200.25",
    'DATA,HORÁRIO,"Energia ativa (kWh)"\n01/06/2026,10:15,"12,5"\n01/06/2026,10:30,"1200,25"',
    "Data/Hora\tkWh consumo\n01/06/2026 10:15\t12,5\n01/06/2026 10:30\t1200,25",
    "Medidor 123\nPeríodo;junho\n\nData;Hora;Demanda (kW)\n01/06/2026;10:15;50,0\n\n01/06/2026;10:30;4801,00\n",
    "\ufeffData;Hora;kWh;kWh injetado\r\n1/6/2026;10:30;1200,25;9\r\n1/6/2026;10:15;12,5;9\r\n",
]


@pytest.mark.parametrize("text", SAME)
def test_the_same_two_intervals_are_read_from_every_way_of_writing_them(text: str) -> None:
    found = sorted(read(text, Stamp.end).intervals, key=lambda each: each.starts_at)
    assert [(each.starts_at, each.active_kwh) for each in found] == [
        (MONDAY.replace(hour=10), Decimal("12.5")),
        (MONDAY.replace(hour=10, minute=15), Decimal("1200.25")),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_the_encoding_is_found_out(encoding: str) -> None:
    data = "Data;Horário;kWh\n01/06/2026;10:15;12,5".encode(encoding)
    assert len(read_mass_memory(data, on=ON).intervals) == 1


def test_a_stamp_is_the_end_by_policy_and_the_start_on_request() -> None:
    text = "Data;Hora;kWh\n01/06/2026;24:00;1,5"
    end = read_mass_memory(text.encode(), on=ON).intervals[0].starts_at
    assert end == MONDAY.replace(hour=23, minute=45)
    assert read(text, Stamp.start).intervals[0].starts_at == MONDAY + timedelta(days=1)


def test_a_signed_reactive_column_splits_and_power_becomes_energy() -> None:
    found = read("Data;Hora;kW;kVAr\n01/06/2026;10:00;40;8,4\n01/06/2026;10:15;40;-4,2").intervals
    assert [(each.active_kwh, each.inductive_kvarh, each.capacitive_kvarh) for each in found] == [
        (Decimal(10), Decimal("2.1"), Decimal(0)),
        (Decimal(10), Decimal(0), Decimal("1.05")),
    ]


def test_columns_that_nobody_reads_are_named() -> None:
    found = read("Data;Hora;kWh;kW;Tensão;kWh injetado\n01/06/2026;10:00;1,5;6;220;0")
    assert found.ignored_columns == ("kW", "Tensão", "kWh injetado")


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("01/06/2026;10:00;", "Linha 3, coluna kWh: falta o número."),
        ("01/06/2026;10:00;=1+1", "Linha 3, coluna kWh: isto não é um número."),
        ("01/06/2026;10:00;1e5", "Linha 3, coluna kWh: isto não é um número."),
        ("01/06/2026;10:00;NaN", "Linha 3, coluna kWh: isto não é um número."),
        ("01/06/2026;10:00;12.34,5", "Linha 3, coluna kWh: isto não é um número."),
        ("01/06/2026;10:00;-1,5", "Linha 3, coluna kWh: o número não pode ser negativo."),
        ("01/06/2026;10:00;9999999999,5", "Linha 3, coluna kWh: o número é grande demais."),
        ("31/02/2026;10:00;1,5", "Linha 3, coluna hora: esta data ou hora não existe."),
        ("01/06/2026;25:00;1,5", "Linha 3, coluna hora: esta data ou hora não existe."),
        ("01/06/2026;24:15;1,5", "Linha 3, coluna hora: esta data ou hora não existe."),
        ("06-2026;10:00;1,5", "Linha 3, coluna hora: escreva a data e a hora assim: 01/02/2023 00:15."),
        ("01/06/2026", "Linha 3, coluna hora: escreva a data e a hora assim: 01/02/2023 00:15."),
        ("01/06/9999;10:00;1,5", "Linha 3, coluna hora: o ano fica entre 2000 e 2100."),
        ("31/12/9999;24:00;1,5", "Linha 3, coluna hora: esta data ou hora não existe."),
        (
            "01/06/2026;10:07;1,5",
            "Linha 3, coluna hora: a hora cai em um intervalo de 15 minutos: 00, 15, 30 ou 45.",
        ),
        ("01/06/2026;10:00;1,5;7", "Linha 3: há mais valores do que títulos."),
        ("01/06/2026;09:00;1,5", "Linha 3, coluna data e hora: este intervalo já está na linha 2."),
    ],
)
def test_a_bad_line_is_refused_by_line_and_column(line: str, says: str) -> None:
    refusal = refusal_of(f"Data;Hora;kWh\n01/06/2026;09:00;1,5\n{line}\n")
    assert [finding.message for finding in refusal.findings] == [says]
    assert refusal.code == "mass_memory.cell"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "mass_memory.header"),
        ("a;b\n1;2", "mass_memory.header"),
        ("Data;Hora;kWh HP;kWh HFP\n01/06/2026;10:00;1;2", "mass_memory.header"),
        ("Data;Hora;kWh;kWh\n01/06/2026;10:00;1;2", "mass_memory.header"),
        ("Data;Hora;kWh", "mass_memory.empty"),
        ("Data;Hora;kWh\n;;\n", "mass_memory.empty"),
        ("Data;Hora;kWh" + ";x" * 100, "mass_memory.header"),
        ("Data;Hora;kWh\n01/06/2026;10:00;12.345", "mass_memory.numbers"),
        ("Data;Hora;kWh\n01/06/2026;10:00;12,5\n01/06/2026;10:15;0.5", "mass_memory.numbers"),
        (b"PK\x03\x04\x00\x00", "mass_memory.encoding"),
        (b"\xff\xfeD", "mass_memory.encoding"),
        (b"Data;Hora;kWh\n01/06/2026;10:00;\x81", "mass_memory.encoding"),
        (b'Data;Hora;kWh\n"' + b"x" * 200_000, "mass_memory.encoding"),
        (b"x" * 5_000_001, "mass_memory.size"),
        ("Data;Hora;kWh\n" + "01/06/2026;10:00;1\n" * 36_001, "mass_memory.size"),
    ],
)
def test_a_file_that_cannot_be_read_one_way_is_refused(text: str | bytes, code: str) -> None:
    assert refusal_of(text).code == code


def test_blank_lines_take_no_memory() -> None:
    data = b"Data;Hora;kWh\n" + b"\n;;\n" * 100_000 + b"01/06/2026;10:00;1,5\n"
    tracemalloc.start()
    try:
        assert len(read_mass_memory(data, on=ON).intervals) == 1
        assert tracemalloc.get_traced_memory()[1] < 10 * len(data)
    finally:
        tracemalloc.stop()


def test_a_decimal_comma_in_a_file_cut_at_commas_is_not_half_a_number() -> None:
    refusal = refusal_of("Data,Hora,kWh\n01/06/2026,10:00,12,5")
    assert refusal.message == "Linha 2: há mais valores do que títulos."


def test_many_bad_lines_are_told_up_to_a_limit() -> None:
    text = "Data;Hora;kWh\n" + "01/06/2026;10:00;x\n" * 500
    assert len(refusal_of(text).findings) == MOST_PROBLEMS


def test_three_decimals_with_a_dot_are_read_once_another_number_tells() -> None:
    dots = read("Data;Hora;kWh\n01/06/2026;10:00;12.345\n01/06/2026;10:15;0.125").intervals
    assert [each.active_kwh for each in dots] == [Decimal("12.345"), Decimal("0.125")]
    commas = read("Data;Hora;kWh\n01/06/2026;10:00;12.345\n01/06/2026;10:15;0,125").intervals
    assert [each.active_kwh for each in commas] == [12345, Decimal("0.125")]


@pytest.mark.parametrize(
    ("intervals", "code"),
    [
        ([], "mass_memory.empty"),
        ([Interval(starts_at=MONDAY, active_kwh=Decimal(1))] * 2, "mass_memory.repeated"),
        (
            [
                Interval(starts_at=MONDAY, active_kwh=Decimal(1)),
                Interval(starts_at=MONDAY + timedelta(days=500), active_kwh=Decimal(1)),
            ],
            "mass_memory.too_long",
        ),
        ([Interval(starts_at=MONDAY.replace(year=2021), active_kwh=Decimal(1))], "bill.before_rules"),
    ],
)
def test_a_record_that_says_nothing_is_refused(intervals: list[Interval], code: str) -> None:
    with pytest.raises(Refused) as refusal:
        analyse(intervals, has_reactive=False)
    assert refusal.value.code == code


energies = st.lists(st.decimals(min_value=0, max_value=5000, places=3), min_size=1, max_size=300)


@given(energies, st.integers(0, 40_000), st.randoms(use_true_random=False))
def test_energy_is_kept_and_every_factor_stays_inside_its_bounds(
    kwh: list[Decimal], offset: int, random: Random
) -> None:
    start = MONDAY + timedelta(minutes=15 * offset)
    intervals = [
        Interval(
            starts_at=start + timedelta(minutes=15 * number),
            active_kwh=each,
            inductive_kvarh=each / 2,
            capacitive_kvarh=each / 4,
        )
        for number, each in enumerate(kwh)
    ]
    shuffled = intervals[:]
    random.shuffle(shuffled)
    record = analyse(shuffled, has_reactive=True)
    assert record == analyse(intervals, has_reactive=True)
    assert sum(post.energy_kwh for post in record.posts) == sum(kwh)
    assert max(post.demand.value for post in record.posts) == max(kwh) * 4
    assert record.missing_intervals == 0
    for post in record.posts:
        assert post.load_factor is None or 0 <= post.load_factor.value <= 1 + Decimal("1e-20")
        assert post.power_factor is None or 0 <= post.power_factor.value <= 1
    points = record.peak_days_curve + record.free_days_curve
    assert sum(point.days for point in points) == len(kwh)
    assert all(point.mean_kw <= point.largest_kw + Decimal("1e-15") for point in points)
