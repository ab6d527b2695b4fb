"""Whatever words come in, reading never raises, gives only text that stood on a page, and doubts only what it must."""

from collections.abc import Iterable
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents.domain.bills.codes import NAMES
from documents.domain.bills.fields import BillReading, Flag
from documents.domain.bills.reader import read_bill
from documents.domain.bills.words import Word
from tests.bills import judging
from tests.bills.designs import designs
from tests.bills.judging import Verdict, spoilt_bills
from tests.bills.test_bill_reading import LEAST_READ, SPOILT

LEAST_SURE = 0.90
"""Of the intact fields of the spoilt bills: 90.6 % are read without a flag."""
LEAST_SURE_WHOLE = 0.98
"""Of the fields of bills that nobody spoilt, those that the guide contradicts itself in among them: 98.5 %."""
_LABELS = (
    "Instalação", "Nº", "DA", "INSTALAÇÃO", "Subgrupo:", "Referente", "a", "Mês/Ano", "Demanda(kW)", "Energia(kWh)", "HP", "HFP",
    "HR", "LEITURAS", "Leitura", "anterior", "atual", "kWh", "kW", "Registrado", "normal", "Faturado", "Energia", "ativa",
    "CONSTANTES", "RTC", "Alíquota", "(%)", "ICMS", "Classe", "Próxima", "Consumo", "Dias", "Grandezas", "Contratadas",
    "Demanda", "Geração", "Fator", "de", "carga", "Período", "Medição",
)  # fmt: skip
_VALUES = (
    "3012345678", "A4", "FEV/23", "02/2023", "1.145", "0", "24.500", "0,408", "18,00", "31/01", "28", "Comercial", "17:00", "às",
    "20:00", "01/02/2023", "xxxx", "1.", ",5", "³", "٣", "₂",
)  # fmt: skip
_text = st.one_of(st.sampled_from(_LABELS), st.sampled_from(_VALUES), st.text(min_size=0, max_size=12))
_grid = st.integers(0, 30)


@st.composite
def _words(draw: st.DrawFn) -> Word:
    """A word mostly on a coarse grid, so that labels and values often meet; sometimes with a box of no sense."""
    x, y, width = draw(_grid) * 18.0, draw(_grid) * 9.0, draw(st.floats(-5, 90))
    height = draw(st.sampled_from((7.0, 7.0, 8.5, 0.0, -3.0, 400.0)))
    return Word(draw(st.integers(1, 2)), x, y, x + width, y + height, draw(_text))


@settings(max_examples=120, deadline=None, derandomize=True)
@given(st.lists(_words(), max_size=60))
def test_random_words_never_raise_and_never_give_a_text_that_was_not_there(words: list[Word]) -> None:
    _invents_nothing(read_bill(words), words)


@settings(max_examples=30, deadline=None, derandomize=True)
@given(st.integers(0, 2**32), st.integers(0, 3))
def test_a_bill_torn_and_shuffled_never_raises_and_nothing_is_invented(seed: int, number: int) -> None:
    random = Random(seed)
    words = [one.word for one in designs()[number].words]
    torn = [
        Word(
            w.page,
            w.x0 + random.gauss(0, 6),
            w.y0,
            w.x1 + random.gauss(0, 6),
            w.y1 + random.gauss(0, 1),
            w.text,
        )
        for w in random.sample(words, random.randint(1, len(words)))
    ]
    _invents_nothing(read_bill(torn), torn)


def test_the_order_of_the_words_says_nothing() -> None:
    for design in designs()[:2]:
        words = [one.word for one in design.words]
        first = read_bill(words)
        for seed in range(3):
            assert read_bill(Random(seed).sample(words, len(words))) == first


def test_most_of_what_is_intact_is_read_without_a_flag() -> None:
    verdict = Verdict()
    for name, bill in spoilt_bills(SPOILT):
        verdict.add(name, bill)
    assert verdict.sure_rate >= LEAST_SURE, f"{verdict.sure_rate:.2%} of {verdict.intact}"


def test_of_bills_that_nobody_spoilt_nearly_nothing_is_flagged() -> None:
    verdict = Verdict()
    for design in designs():
        verdict.add(design.name, design.bill())
    assert verdict.sure_rate >= LEAST_SURE_WHOLE, f"{verdict.sure_rate:.2%} of {verdict.intact}"


def test_a_reader_that_doubts_everything_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is never silently wrong and reads enough: only the bound of what is sure stops it."""

    def doubting(words: Iterable[Word]) -> BillReading:
        reading = read_bill(words)
        doubt = (Flag.several_bills,)
        return replace(
            reading, fields={code: replace(one, flags=doubt) for code, one in reading.fields.items()}
        )

    monkeypatch.setattr(judging, "read_bill", doubting)
    verdict = Verdict()
    for design in designs()[:2]:
        verdict.add(design.name, design.bill())
    assert verdict.wrong == [] and verdict.rate >= LEAST_READ
    assert verdict.sure_rate == 0


def _invents_nothing(reading: BillReading, words: list[Word]) -> None:
    assert set(reading.fields) == set(NAMES[reading.layout])
    for field in reading.fields.values():
        assert (field.value is None) != (field.reason is None)
        if field.value is None:
            continue
        assert field.place is not None
        on_page = [w.text for w in words if w.page == field.place.page]
        for part in field.text.split():
            assert part in on_page or _is_made_of(part, on_page), part


def _is_made_of(part: str, texts: list[str]) -> bool:
    """Whether touching pieces that stood on the page give this word."""
    reached = {0}
    for start in range(len(part)):
        if start in reached:
            reached |= {
                start + len(text.strip())
                for text in texts
                if text.strip() and part.startswith(text.strip(), start)
            }
    return len(part) in reached
