"""CPF, CNPJ and their masks; registrations, postal codes and telephones."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eligibility.domain.findings import Refused
from eligibility.domain.registrations import (
    Council,
    format_cep,
    format_phone,
    mask_phone,
    parse_cep,
    parse_council_registration,
    parse_phone,
    parse_responsibility_number,
)
from eligibility.domain.taxpayer import (
    TaxpayerKind,
    format_taxpayer,
    mask_cnpj,
    mask_cpf,
    mask_email,
    mask_taxpayer,
    parse_cnpj,
    parse_cpf,
    parse_taxpayer,
)


@pytest.mark.parametrize("text", ["52998224725", "529.982.247-25", " 529 982 247 25 "])
def test_a_cpf_is_read_with_or_without_separators(text: str) -> None:
    assert parse_cpf(text) == "52998224725"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "cpf.empty"),
        ("   ", "cpf.empty"),
        ("5299822472", "cpf.shape"),
        ("529982247255", "cpf.shape"),
        ("5299822472A", "cpf.shape"),
        ("٥٢٩٩٨٢٢٤٧٢٥", "cpf.shape"),
        ("52998224724", "cpf.check_digits"),
        ("11111111111", "cpf.check_digits"),
        ("00000000000", "cpf.check_digits"),
        ("9" * 10_000, "cpf.shape"),
    ],
)
def test_a_wrong_cpf_is_refused_with_its_own_message(text: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        parse_cpf(text)
    assert (refused.value.code, refused.value.findings[0].field) == (code, "cpf")


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("06981180000116", "06981180000116"),
        ("06.981.180/0001-16", "06981180000116"),
        ("12.ABC.345/01DE-35", "12ABC34501DE35"),
        ("12abc34501de35", "12ABC34501DE35"),
    ],
)
def test_numeric_and_alphanumeric_cnpj_are_read(text: str, number: str) -> None:
    assert parse_cnpj(text) == number


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "cnpj.empty"),
        ("0698118000011", "cnpj.shape"),
        ("12ABC34501DE3A", "cnpj.shape"),
        ("12ÁBC34501DE35", "cnpj.shape"),
        ("06981180000117", "cnpj.check_digits"),
        ("12ABC34501DE34", "cnpj.check_digits"),
        ("00000000000000", "cnpj.check_digits"),
        ("11111111111111", "cnpj.check_digits"),
    ],
)
def test_a_wrong_cnpj_is_refused_with_its_own_message(text: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        parse_cnpj(text)
    assert refused.value.code == code


def test_cpf_and_cnpj_are_told_apart_by_length() -> None:
    assert parse_taxpayer("529.982.247-25").kind is TaxpayerKind.cpf
    company = parse_taxpayer("12.ABC.345/01DE-35")
    assert company.is_company
    assert company.formatted == "12.ABC.345/01DE-35"
    with pytest.raises(Refused) as refused:
        parse_taxpayer("123456")
    assert refused.value.code == "taxpayer.shape"


def test_masks_hide_most_of_the_number() -> None:
    assert mask_cpf("12345678909") == "***.456.789-**"
    assert mask_cnpj("12ABC34501DE35") == "**.ABC.345/****-**"
    assert mask_taxpayer("06.981.180/0001-16") == "**.981.180/****-**"
    assert mask_cpf("1") == "***.***.***-**"


@pytest.mark.parametrize(
    ("address", "masked"),
    [
        ("joana@exemplo.com.br", "j•••@exemplo.com.br"),
        (" a@b.br ", "a•••@b.br"),
        ("semarroba", "•••"),
        ("@exemplo.com", "•••"),
        ("", "•••"),
    ],
)
def test_an_email_shows_its_first_letter_and_domain(address: str, masked: str) -> None:
    assert mask_email(address) == masked


@given(st.text(max_size=30))
def test_any_text_is_a_taxpayer_number_or_a_refusal(text: str) -> None:
    fields: set[str | None] = {"taxpayer_number"}
    try:
        found = parse_taxpayer(text)
    except Refused as refusal:
        fields = {finding.field for finding in refusal.findings if finding.message}
    else:
        assert parse_taxpayer(format_taxpayer(found.number)) == found
    assert fields == {"taxpayer_number"}


@given(st.integers(0, 99_999_999), st.integers(0, 9999))
def test_a_single_changed_digit_of_a_cnpj_is_noticed(root: int, branch: int) -> None:
    base = f"{root:08d}{branch:04d}"
    valid = [number for tail in range(100) if (number := f"{base}{tail:02d}") and _is_cnpj(number)]
    assert len(valid) <= 1


def _is_cnpj(number: str) -> bool:
    try:
        parse_cnpj(number)
    except Refused:
        return False
    return True


@pytest.mark.parametrize(
    ("text", "council", "number"),
    [
        ("MG20264991347", Council.crea, "MG20264991347"),
        ("mg 2026 4991347", Council.crea, "MG20264991347"),
        ("14202600000001234567", Council.crea, "14202600000001234567"),
        ("BR20260012345", Council.cft, "BR20260012345"),
        ("CFT2401234567", Council.cft, "CFT2401234567"),
    ],
)
def test_responsibility_numbers_are_checked_by_shape_only(text: str, council: Council, number: str) -> None:
    assert parse_responsibility_number(text, council) == number


@pytest.mark.parametrize(
    ("text", "council", "code"),
    [
        ("1234567", Council.crea, "art.shape"),
        ("MG2026", Council.crea, "art.shape"),
        ("", Council.crea, "art.shape"),
        ("BR2026", Council.cft, "trt.shape"),
        ("ABCDEFGHIJ", Council.cft, "trt.shape"),
    ],
)
def test_a_wrong_responsibility_number_is_refused(text: str, council: Council, code: str) -> None:
    with pytest.raises(Refused) as refused:
        parse_responsibility_number(text, council)
    assert refused.value.code == code


def test_council_registrations_keep_their_written_form() -> None:
    assert parse_council_registration(" mg-123456/d ") == "MG-123456/D"
    for text in ("", "AB", "sem número", "1" * 50, "<script>123"):
        with pytest.raises(Refused):
            parse_council_registration(text)


def test_postal_codes_have_eight_digits() -> None:
    assert format_cep(parse_cep("30.140-071")) == "30140-071"
    for text in ("", "3014007", "00000-000", "abcdefgh"):
        with pytest.raises(Refused):
            parse_cep(text)


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("(31) 98765-4321", "31987654321"),
        ("+55 31 98765-4321", "31987654321"),
        ("031 3222-1234", "3132221234"),
        ("55 98765-4321", "55987654321"),
    ],
)
def test_telephones_are_read_with_area_code(text: str, digits: str) -> None:
    assert parse_phone(text) == digits


@pytest.mark.parametrize(
    "text", ["", "98765-4321", "(31) 8765-4321", "(01) 98765-4321", "(31) 98765-43210", "abc"]
)
def test_a_telephone_without_area_code_or_with_a_wrong_length_is_refused(text: str) -> None:
    with pytest.raises(Refused) as refused:
        parse_phone(text)
    assert refused.value.code == "phone.shape"


def test_telephones_are_shown_and_masked() -> None:
    assert format_phone("31987654321") == "(31) 98765-4321"
    assert mask_phone("31987654321") == "(31) •••••-4321"
    assert mask_phone("3132221234") == "(31) ••••-1234"
