"""Files of the grid: Brazilian numbers and dates are read, every bad cell is explained by line and column."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eligibility.domain.findings import Refused
from eligibility.domain.numbers_pt import format_decimal
from eligibility.domain.operator import load_profile
from requests_app.domain.grid_rows import COLUMNS, REQUIRED, TITLES, GridKind, GridRow, read_line
from requests_app.services.exchange.csv_batches import Batch
from requests_app.services.grid.layout import Grid, no_codes, read_grid, sort_lines

TODAY = date(2026, 11, 23)
WINDOW = load_profile("cemig_d").state_window
GOOD = {
    "tipo": "Transformador",
    "codigo": "btm-t1",
    "nome": "Betim 2, transformador 1",
    "municipio": "Betim",
    "latitude": "-19,9678",
    "longitude": "-44,1983",
    "tensao_kv": "13,8",
    "capacidade_kw": "12.500,5",
    "fluxo_inverso": "Não",
    "data": "31/10/2026",
    "fonte": "Levantamento de outubro",
    "pertence_a": "BTM",
}
ROW = GridRow(
    kind=GridKind.TRANSFORMER,
    code="BTM-T1",
    name="Betim 2, transformador 1",
    municipality="Betim",
    measured_on=date(2026, 10, 31),
    source="Levantamento de outubro",
    latitude=Decimal("-19.9678"),
    longitude=Decimal("-44.1983"),
    voltage_kv=Decimal("13.8"),
    hosting_capacity_kw=Decimal("12500.5"),
    has_reverse_flow=False,
    parent_code="BTM",
)


def read(**changes: str) -> tuple[GridRow | None, list[str]]:
    """The row, and the columns of its problems."""
    row, problems = read_line(GOOD | changes, today=TODAY, window=WINDOW)
    return row, [problem.column for problem in problems]


def lines_of(content: bytes) -> list[Batch[GridRow]]:
    return list(read_grid(BytesIO(content), today=TODAY, window=WINDOW))


def csv(*rows: dict[str, str], header: str = "", delimiter: str = ";") -> bytes:
    first = header or delimiter.join(COLUMNS)
    lines = [delimiter.join(f'"{row.get(column, "")}"' for column in COLUMNS) for row in rows]
    return "\n".join([first, *lines]).encode()


def test_a_line_is_read_as_brazilians_write_it() -> None:
    assert read() == (ROW, [])


# Column, what stands in the cell, field, value.
@pytest.mark.parametrize(
    ("column", "text", "name", "value"),
    [
        ("tipo", "trafo", "kind", GridKind.TRANSFORMER),
        ("tipo", "ALIMENTADOR", "kind", GridKind.FEEDER),
        ("codigo", " btm  t1 ", "code", "BTM T1"),
        ("capacidade_kw", "0", "hosting_capacity_kw", Decimal(0)),
        ("capacidade_kw", "10.001", "hosting_capacity_kw", Decimal(10001)),
        ("capacidade_kw", "10,0019 kW", "hosting_capacity_kw", Decimal("10.001")),
        ("capacidade_kw", "", "hosting_capacity_kw", None),
        ("tensao_kv", "13.8", "voltage_kv", Decimal("13.8")),
        ("tensao_kv", "138 kV", "voltage_kv", Decimal(138)),
        ("tensao_kv", "", "voltage_kv", None),
        ("fluxo_inverso", "SIM", "has_reverse_flow", True),
        ("fluxo_inverso", "n", "has_reverse_flow", False),
        ("fluxo_inverso", "1", "has_reverse_flow", True),
        ("fluxo_inverso", "sem informação", "has_reverse_flow", None),
        ("fluxo_inverso", "", "has_reverse_flow", None),
        ("data", "2026-10-01", "measured_on", date(2026, 10, 1)),
        ("data", "23/11/2026", "measured_on", TODAY),
        ("latitude", "19°58'04\"S", "latitude", Decimal("-19.967778")),
        ("pertence_a", "btm", "parent_code", "BTM"),
    ],
)
def test_a_cell_is_read(column: str, text: str, name: str, value: object) -> None:
    row, problems = read(**{column: text})
    assert problems == []
    assert getattr(row, name) == value


@pytest.mark.parametrize(
    ("changes", "columns"),
    [
        ({"tipo": "poste"}, ["tipo"]),
        ({"tipo": ""}, ["tipo"]),
        ({"codigo": ""}, ["codigo"]),
        ({"codigo": "=1+1"}, ["codigo"]),
        ({"codigo": "é" * 3}, ["codigo"]),
        ({"codigo": "X" * 31}, ["codigo"]),
        ({"nome": ""}, ["nome"]),
        ({"nome": "@SUM(A1)"}, ["nome"]),
        ({"nome": "x" * 121}, ["nome"]),
        ({"municipio": "a\x07b"}, ["municipio"]),
        ({"data": ""}, ["data"]),
        ({"data": "31/02/2026"}, ["data"]),
        ({"data": "24/11/2026"}, ["data"]),
        ({"data": "31/12/1999"}, ["data"]),
        ({"fonte": ""}, ["fonte"]),
        ({"fonte": "+cmd"}, ["fonte"]),
        ({"latitude": "-91"}, ["latitude"]),
        ({"latitude": ""}, ["latitude"]),
        ({"longitude": ""}, ["longitude"]),
        ({"latitude": "-44,1983", "longitude": "-19,9678"}, ["latitude"]),
        ({"latitude": "19,9678"}, ["latitude"]),
        ({"tensao_kv": "0"}, ["tensao_kv"]),
        ({"tensao_kv": "13.800"}, ["tensao_kv"]),
        ({"tensao_kv": "138/13,8"}, ["tensao_kv"]),
        ({"capacidade_kw": "-1"}, ["capacidade_kw"]),
        ({"capacidade_kw": "NaN"}, ["capacidade_kw"]),
        ({"capacidade_kw": "1e9"}, ["capacidade_kw"]),
        ({"capacidade_kw": "10.000.000"}, ["capacidade_kw"]),
        ({"fluxo_inverso": "talvez"}, ["fluxo_inverso"]),
        ({"pertence_a": ""}, ["pertence_a"]),
        ({"tipo": "alimentador", "pertence_a": ""}, ["pertence_a"]),
        ({"tipo": "subestação"}, ["pertence_a"]),
        ({"capacidade_kw": "muita", "data": "ontem", "tipo": "x"}, ["tipo", "data", "capacidade_kw"]),
    ],
)
def test_a_bad_cell_is_refused_in_its_column(changes: dict[str, str], columns: list[str]) -> None:
    row, found = read(**changes)
    assert row is None
    assert found == columns


def test_place_may_be_left_out_whole() -> None:
    row, problems = read(latitude="", longitude="")
    assert problems == [] and row is not None and row.latitude is None


@given(st.decimals(min_value=0, max_value=9_999_999, places=3))
def test_a_capacity_written_in_portuguese_comes_back(value: Decimal) -> None:
    row, problems = read(capacidade_kw=format_decimal(value, 3))
    assert problems == [] and row is not None
    assert row.hosting_capacity_kw == value


@given(st.dictionaries(st.sampled_from(COLUMNS), st.text(max_size=300)))
def test_any_cells_make_a_row_or_problems_and_never_fail(cells: dict[str, str]) -> None:
    row, problems = read_line(cells, today=TODAY, window=WINDOW)
    assert (row is None) == bool(problems)
    assert {problem.column for problem in problems} <= set(COLUMNS)
    assert all(problem.message for problem in problems)


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_a_file_is_read_with_any_separator(delimiter: str) -> None:
    (batch,) = lines_of(csv(GOOD, delimiter=delimiter))
    assert batch.good == {2: ROW}


def test_the_header_is_tolerant() -> None:
    header = (
        "Elemento;Código;Nome;Município;Data base;Origem;Lat;Lng;Tensão (kV);Capacidade de acomodação (kW);"
        "Inversão de fluxo;Superior"
    )
    (batch,) = lines_of(csv(GOOD, header=header))
    assert batch.good == {2: ROW}
    assert set(TITLES.values()) <= set(COLUMNS)


def test_columns_may_stand_in_any_order_and_optional_ones_be_missing() -> None:
    titles = ["fonte", "data", "municipio", "nome", "codigo", "tipo"]
    assert set(titles) == set(REQUIRED)
    content = ";".join(titles) + "\nLevantamento;01/10/2026;Betim;Betim 2;BTM;SE"
    (batch,) = lines_of(content.encode("cp1252"))
    assert batch.good[2].kind is GridKind.SUBSTATION
    assert batch.good[2].hosting_capacity_kw is None


@pytest.mark.parametrize(
    "content",
    [b"", b"x", b"tipo;codigo\nSE;1", b"\x00" * 50, csv(GOOD, header=";".join([*COLUMNS[:-1], "segredo"]))],
)
def test_what_is_no_such_file_is_refused(content: bytes) -> None:
    with pytest.raises(Refused) as refused:
        lines_of(content)
    assert refused.value.code.startswith("grid.")
    assert "segredo" not in refused.value.message


def test_two_titles_of_one_column_are_refused() -> None:
    with pytest.raises(Refused, match=r"grid\.header"):
        lines_of(csv(GOOD, header=";".join(["tipo", "codigo", "cod", *COLUMNS[3:]])))


def test_a_code_twice_is_refused_within_its_kind_alone() -> None:
    feeder = GOOD | {"tipo": "alimentador"}
    (batch,) = lines_of(csv(GOOD, feeder, GOOD))
    assert sorted(batch.good) == [2, 3]
    assert {line: [p.column for p in wrong] for line, wrong in batch.problems.items()} == {4: ["codigo"]}


def test_a_parent_has_to_stand_on_a_line_before() -> None:
    substation = GOOD | {"tipo": "SE", "codigo": "BTM", "pertence_a": ""}
    feeder = GOOD | {"tipo": "AL", "codigo": "BTM-08", "pertence_a": "BTM-T1"}
    other = GOOD | {"tipo": "AL", "codigo": "BTM-09", "pertence_a": "BTM"}
    empty = Grid({kind: {} for kind in GridKind})
    (batch,) = lines_of(csv(substation, GOOD, feeder, other))
    found = sort_lines(batch, empty, no_codes())
    assert (sorted(found.new), found.problems) == ([2, 3, 4, 5], {})
    (batch,) = lines_of(csv(feeder, GOOD, substation, other))
    found = sort_lines(batch, empty, no_codes())
    assert sorted(found.new) == [4, 5]
    assert {line: wrong[0].column for line, wrong in found.problems.items()} == {
        2: "pertence_a",
        3: "pertence_a",
    }
