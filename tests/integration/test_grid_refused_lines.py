"""Every refused line of a long file is in the download with its reason, whatever the page has room for."""

import csv
from collections.abc import Iterator
from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from requests_app.models import GridImport, GridRefusals
from requests_app.services.exchange import csv_batches
from requests_app.services.grid.imports import go_on_with_imports
from requests_app.services.grid.staging import MOST_PROBLEMS
from tests.factories import give_second_factor, make_admin
from tests.grid import SUBSTATION, TRANSFORMER, as_csv, feeders
from tests.integration.test_grid_query import words_of

pytestmark = pytest.mark.django_db
ROOM = "/admin/rede"
BAD = 1_200
FIRST_BAD = 4
"""The header, the substation and the transformer stand before."""
NO_PARENT = "pertence_a: Este código não está no portal nem numa linha anterior. Ponha-o antes."


@pytest.fixture(autouse=True)
def _small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_batches, "BATCH_LINES", 250)


@pytest.fixture
def admin(client: Client) -> Client:
    client.force_login(give_second_factor(make_admin()))
    return client


def _sent(client: Client, bad: int, **changes: str) -> str:
    """Where the page of a file is that a worker looked at: so many bad feeders, and one that is good."""
    rows = feeders(bad + 1)
    for row in rows[:bad]:
        row.update({"pertence_a": "NADA"}, **changes)
    content = as_csv(SUBSTATION, TRANSFORMER, *rows).getvalue()
    where: str = client.post(ROOM, {"file": SimpleUploadedFile("rede.csv", content, "text/csv")})["Location"]
    go_on_with_imports()
    return where


def _page(client: Client, where: str) -> str:
    return words_of(client.get(where).content)


def _downloaded(client: Client, where: str) -> Iterator[dict[str, str]]:
    content = client.get(f"{where}/recusadas.csv").getvalue().decode("utf-8-sig")
    return csv.DictReader(StringIO(content), delimiter=";")


def _load(client: Client, where: str) -> None:
    client.post(f"{where}/confirmar")
    go_on_with_imports()


def test_every_refused_line_of_a_long_file_comes_with_its_reason_before_and_after_the_load(
    admin: Client,
) -> None:
    where = _sent(admin, BAD)
    expected = [(str(FIRST_BAD + n), f"BTM-{n + 1:05d}", NO_PARENT) for n in range(BAD)]
    for _ in ("before", "after"):
        kept = _downloaded(admin, where)
        assert [(row["linha"], row["codigo"], row["problema"]) for row in kept] == expected
        _load(admin, where)
    found = GridImport.objects.get()
    assert (found.rows_refused, found.rows_created, len(found.problems)) == (BAD, 3, MOST_PROBLEMS)
    assert not GridRefusals.objects.exists(), "the report is a file by now"


def test_the_page_says_how_many_lines_more_are_in_the_download(admin: Client) -> None:
    said = _page(admin, _sent(admin, BAD))
    assert f"Mostramos os primeiros {MOST_PROBLEMS} erros." in said
    assert f"Mais {BAD - MOST_PROBLEMS} linhas recusadas não cabem nesta lista" in said
    assert "Baixar todas as linhas recusadas" in said
    one_more = _page(admin, _sent(admin, MOST_PROBLEMS + 1))
    assert "Mais 1 linha recusada não cabe nesta lista" in one_more
    just_fits = _page(admin, _sent(admin, MOST_PROBLEMS))
    assert "Mostramos os primeiros" not in just_fits and "Baixar as linhas recusadas" in just_fits


def test_all_the_reasons_of_a_line_stand_beside_it_also_past_the_end_of_the_list(admin: Client) -> None:
    kept = list(_downloaded(admin, _sent(admin, 600, capacidade_kw="muita", latitude="10")))
    assert len(kept) == 600
    assert len({row["problema"] for row in kept}) == 1
    assert all(column in kept[-1]["problema"] for column in ("capacidade_kw: ", "latitude: "))


def test_a_file_that_is_thrown_away_leaves_no_reasons_behind(admin: Client) -> None:
    where = _sent(admin, 600)
    assert GridRefusals.objects.count() == 3
    admin.post(f"{where}/descartar")
    assert not GridRefusals.objects.exists()
    assert admin.get(f"{where}/recusadas.csv").status_code == 404


def test_a_load_that_was_cut_short_and_went_on_still_explains_every_line(
    admin: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    where = _sent(admin, BAD)
    admin.post(f"{where}/confirmar")
    real, calls = csv_batches.Batch, []

    class CutShort(BaseException):
        """What no handler catches, as a kill."""

    def dies(*parts: object, **more: object) -> object:
        calls.append(1)
        if len(calls) == 3:
            raise CutShort
        return real(*parts, **more)  # type: ignore[arg-type]  # passed on as given

    monkeypatch.setattr(csv_batches, "Batch", dies)
    with pytest.raises(CutShort):
        go_on_with_imports()
    assert 0 < GridImport.objects.get().rows_read < BAD
    go_on_with_imports()
    kept = [(row["linha"], row["problema"]) for row in _downloaded(admin, where)]
    assert kept == [(str(FIRST_BAD + n), NO_PARENT) for n in range(BAD)]
