"""Two lists compared: who comes in, who goes out, whose part changes, and whether members move."""

from eligibility.domain.allocation import SettledList
from eligibility.domain.allocation_lines import read_rows
from eligibility.domain.allocation_text import text_rows
from eligibility.domain.vocabulary import AllocationBasis
from requests_app.domain.allocation_diff import difference

OWN = "3014056287"
ANA, BIA, FIRM, BRANCH = "529.982.247-25", "123.456.789-09", "11.222.333/0001-81", "11.222.333/0002-62"


def listed(text: str, basis: AllocationBasis = AllocationBasis.percentage) -> SettledList:
    reading = read_rows(text_rows(text), basis, max_units=5000, own_number=OWN)
    return SettledList(reading, own_number=OWN, utility_code="018")


def test_units_come_in_go_out_and_change_their_part() -> None:
    before = listed("esta unidade\t50\n3014100001\t30\n3014100002\t20")
    after = listed(f"{OWN}\t40\n3014100001\t30\n3014100003\t30")
    found = difference(before, after)
    assert [(u.unit, u.after) for u in found.added] == [("3014100003", "30%")]
    assert [(u.unit, u.before) for u in found.removed] == [("3014100002", "20%")]
    assert [(u.unit, u.before, u.after, u.is_own) for u in found.changed] == [(OWN, "50%", "40%", True)]
    assert (found.unchanged, found.is_same, found.moves_members) == (1, False, False)


def test_the_order_of_lines_and_the_name_for_the_own_unit_change_nothing() -> None:
    before = listed("esta unidade\t50\n3014100001\t50")
    after = listed(f"3014100001\t50,00\n{OWN}\t50")
    assert difference(before, after).is_same


def test_without_a_list_before_everything_comes_in() -> None:
    found = difference(None, listed("esta unidade\t50\n3014100001\t50"))
    assert (len(found.added), found.removed, found.is_basis_other) == (2, (), False)


def test_another_way_of_dividing_is_a_change() -> None:
    before = listed("3014100001\t100")
    after = listed("3014100001\t1", AllocationBasis.priority)
    found = difference(before, after)
    assert found.is_basis_other and [(u.before, u.after) for u in found.changed] == [("100%", "1º")]


def test_members_are_people_and_companies_by_their_root() -> None:
    before = listed(f"3014100001\t50\tAna\t{ANA}\n3014100002\t50\tFirma\t{FIRM}")
    same = listed(f"3014100001\t40\tAna S.\t{ANA}\n3014100002\t60\tFirma filial\t{BRANCH}")
    assert not difference(before, same).moves_members
    other = listed(f"3014100001\t50\tBia\t{BIA}\n3014100002\t50\tFirma\t{FIRM}")
    found = difference(before, other)
    assert (found.members_in, found.members_out, found.is_same) == (1, 1, False)
    assert not (found.added or found.removed or found.changed)


def test_five_thousand_units_are_compared() -> None:
    before = listed("\n".join(f"{3_014_100_000 + n}\t0,02" for n in range(5000)))
    after = listed("\n".join(f"{3_014_100_000 + n}\t0,02" for n in range(2500, 7500)))
    found = difference(before, after)
    assert (len(found.added), len(found.removed), found.unchanged) == (2500, 2500, 2500)
