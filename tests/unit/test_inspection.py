"""Every file is looked at when it arrives, and each cause of refusal has its own words."""

import gzip
from collections.abc import Callable
from hashlib import sha256
from io import BytesIO
from tempfile import TemporaryFile

import pytest

from documents.domain.file_types import FileType
from documents.inspection import InspectedFile, inspect_upload
from eligibility.domain.findings import Refused
from tests import files

MEGABYTE = 1024 * 1024
ALL = frozenset(FileType)


def inspect(content: bytes, name: str = "arquivo.pdf", **limits: object) -> InspectedFile:
    options: dict[str, object] = {"accepted": ALL, "max_bytes": 50 * MEGABYTE, "max_pages": 500}
    return inspect_upload(BytesIO(content), declared_name=name, field="arquivo", **(options | limits))  # type: ignore[arg-type]  # one place for all options


def refusal(content: bytes, name: str = "arquivo.pdf", **limits: object) -> tuple[str, str]:
    with pytest.raises(Refused) as caught:
        inspect(content, name, **limits)
    finding = caught.value.findings[0]
    assert (finding.field, finding.section) == ("arquivo", "documentos")
    return finding.code, finding.message


def test_a_pdf_is_accepted_with_its_pages_and_its_hash() -> None:
    content = files.pdf_bytes(3)
    seen = inspect(content)
    assert (seen.file_type, seen.media_type, seen.page_count) == (FileType.PDF, "application/pdf", 3)
    assert (seen.size_bytes, seen.sha256) == (len(content), sha256(content).hexdigest())
    assert (seen.width, seen.height) == (None, None)


@pytest.mark.parametrize(
    ("content", "file_type"),
    [(files.jpg_bytes(300, 200), FileType.JPG), (files.png_bytes(300, 200), FileType.PNG)],
    ids=["jpg", "png"],
)
def test_a_photo_is_accepted_with_its_measures(content: bytes, file_type: FileType) -> None:
    seen = inspect(content, "foto.bin")
    assert (seen.file_type, seen.width, seen.height, seen.page_count) == (file_type, 300, 200, 1)


def test_the_content_decides_and_not_the_name() -> None:
    assert inspect(files.jpg_bytes(), "diagrama.pdf").file_type is FileType.JPG


def test_a_pdf_that_only_restricts_printing_is_accepted() -> None:
    assert inspect(files.pdf_bytes(2, owner_password="dono")).page_count == 2


def test_links_and_a_chosen_first_page_are_harmless() -> None:
    assert inspect(files.pdf_with_link()).page_count == 1


def test_the_file_is_left_at_its_start_also_after_a_refusal() -> None:
    good, bad = BytesIO(files.pdf_bytes()), BytesIO(files.truncated(files.jpg_bytes()))
    good.seek(5)
    inspect_upload(good, declared_name="a", accepted=ALL, max_bytes=MEGABYTE, max_pages=9)
    with pytest.raises(Refused):
        inspect_upload(bad, declared_name="a", accepted=ALL, max_bytes=MEGABYTE, max_pages=9)
    assert (good.tell(), bad.tell()) == (0, 0)


def test_a_file_on_disk_is_read_from_its_start() -> None:
    with TemporaryFile() as file:
        file.write(files.pdf_bytes(2))
        seen = inspect_upload(file, declared_name="a.pdf", accepted=ALL, max_bytes=MEGABYTE, max_pages=9)
    assert seen.page_count == 2


def test_t_11_an_empty_file_says_so() -> None:
    assert refusal(b"") == ("empty", "O arquivo está vazio (0 kB).")


@pytest.mark.parametrize(
    ("size", "limit", "message"),
    [
        (72 * MEGABYTE, 50 * MEGABYTE, "O arquivo tem 72 MB. O limite é 50 MB. Reduza e envie."),
        (50 * MEGABYTE + 1, 50 * MEGABYTE, "O arquivo tem 50,1 MB. O limite é 50 MB. Reduza e envie."),
        (3 * MEGABYTE + 300_000, 3 * MEGABYTE, "O arquivo tem 3,3 MB. O limite é 3 MB. Reduza e envie."),
    ],
)
def test_t_11_a_file_too_large_names_its_size_and_the_limit(size: int, limit: int, message: str) -> None:
    with TemporaryFile() as file:
        file.truncate(size)
        with pytest.raises(Refused) as caught:
            inspect_upload(file, declared_name="a.pdf", accepted=ALL, max_bytes=limit, max_pages=9)
    assert (caught.value.code, caught.value.message) == ("too_large", message)


@pytest.mark.parametrize(
    ("content", "name", "accepted", "message"),
    [
        (b"AC1032" + bytes(200), "planta.dwg", ALL, "O arquivo é .dwg. Aqui aceitamos PDF, JPG ou PNG."),
        (
            files.jpg_bytes(),
            "foto.jpg",
            frozenset({FileType.PDF}),
            "O arquivo é JPG. Aqui aceitamos PDF.",
        ),
        (
            b"<!doctype html><html><body>oi</body></html>",
            "art.pdf",
            ALL,
            "O conteúdo do arquivo é uma página da web. Aqui aceitamos PDF, JPG ou PNG.",
        ),
        (
            gzip.compress(b"planilha"),
            "art.pdf",
            ALL,
            "O nome termina em .pdf, mas o conteúdo é de outro tipo. Aqui aceitamos PDF, JPG ou PNG.",
        ),
        (
            bytes(range(256)),
            "sem-extensao",
            frozenset({FileType.JPG, FileType.PNG}),
            "Não reconhecemos o tipo deste arquivo. Aqui aceitamos JPG ou PNG.",
        ),
    ],
    ids=["dwg", "not-here", "html", "other", "unknown"],
)
def test_t_11_a_wrong_type_says_what_it_is_and_what_is_accepted(
    content: bytes, name: str, accepted: frozenset[FileType], message: str
) -> None:
    assert refusal(content, name, accepted=accepted) == ("wrong_type", message)


def test_a_strange_name_cannot_get_into_the_message() -> None:
    _, message = refusal(bytes(range(256)), "x.<script>alert(1)</script>" + "a" * 5000)
    assert "<" not in message
    assert len(message) < 120


def test_t_11_a_pdf_with_a_password_says_so() -> None:
    assert refusal(files.pdf_bytes(password="segredo")) == (
        "encrypted",
        "O PDF está com senha. Envie sem senha.",
    )


@pytest.mark.parametrize(
    "content",
    [
        files.html_dressed_as_pdf(),
        files.truncated(b"%PDF-1.7\n" + bytes(3000)),
        files.pdf_in_a_circle(),
        files.pdf_without_pages(),
        files.pdf_flate_bomb(),
    ],
    ids=["html", "cut", "circle", "no-pages", "flate-bomb"],
)
def test_t_11_a_pdf_that_does_not_open_says_so(content: bytes) -> None:
    assert refusal(content) == (
        "corrupt",
        "Não conseguimos abrir este arquivo como PDF. Gere o PDF de novo e envie.",
    )


@pytest.mark.parametrize(
    "content",
    [
        files.truncated(files.noise_jpg_bytes(200, 200)),
        files.truncated(files.png_bytes(400, 400)),
        files.png_bytes()[:-12],
        files.png_bytes()[:60] + b"\x00\x01\x02" + files.png_bytes()[63:],
    ],
    ids=["jpg-cut", "png-cut", "png-without-end", "png-changed"],
)
def test_t_11_an_image_that_came_incomplete_says_so(content: bytes) -> None:
    code, message = refusal(content, "foto.png")
    assert code == "corrupt"
    assert "incompleta" in message


def test_t_11_too_many_pages_names_the_limit() -> None:
    assert inspect(files.pdf_bytes(4), max_pages=4).page_count == 4
    code, message = refusal(files.pdf_bytes(5), max_pages=4)
    assert code == "too_many_pages"
    assert message == "O PDF tem mais de 4 páginas, que é o limite. Envie só o que foi pedido."


@pytest.mark.parametrize(
    "make",
    [
        files.pdf_with_javascript,
        files.pdf_with_named_javascript,
        files.pdf_with_attachment,
        files.pdf_with_launch_link,
        files.pdf_with_file_note,
    ],
)
def test_a_pdf_with_something_that_runs_is_refused_with_a_way_out(make: Callable[[], bytes]) -> None:
    code, message = refusal(make())
    assert code == "has_script"
    assert "Imprima em PDF" in message


def test_an_image_that_unfolds_into_too_much_is_refused() -> None:
    code, message = refusal(files.png_bomb(), "foto.png")
    assert code == "image_too_big"
    assert "81 milhões de pontos" in message


def test_a_large_ordinary_photo_is_accepted() -> None:
    seen = inspect(files.jpg_bytes(8000, 6000), "foto.jpg")
    assert (seen.width, seen.height) == (8000, 6000)
