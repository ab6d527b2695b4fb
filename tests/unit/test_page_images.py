"""Pages become images in a confined process; a bad document costs one page, never the worker."""

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from documents.image_inspection import look_into
from documents.page_images import PageUnreadableError, page_count, page_text, render_page
from tests import files


def opened(content: bytes) -> Image.Image:
    return Image.open(BytesIO(content)).convert("RGB")


def colour(image: Image.Image, x: int, y: int) -> tuple[int, int, int]:
    red, green, blue = image.crop((x, y, x + 1, y + 1)).tobytes()
    return red, green, blue


def test_a_pdf_page_is_drawn_at_the_asked_width() -> None:
    page = render_page(BytesIO(files.pdf_bytes(2)), 2, width_px=600)
    image = opened(page.content)
    assert page.media_type == "image/webp"
    assert image.size == (page.width, page.height) == (600, 850)
    assert min(image.convert("L").tobytes()) < 80, "the text is missing"


def test_pages_are_counted_from_a_path_too(tmp_path: Path) -> None:
    path = tmp_path / "memorial.pdf"
    path.write_bytes(files.pdf_bytes(3))
    assert page_count(path) == 3
    assert page_count(BytesIO(files.jpg_bytes())) == 1


def test_the_text_of_a_page_is_its_own() -> None:
    assert page_text(BytesIO(files.pdf_bytes(2, text="Memorial")), 2).strip() == "Memorial 2"
    assert page_text(BytesIO(files.png_bytes()), 1) == ""


def test_a_photo_is_turned_upright() -> None:
    page = render_page(BytesIO(files.jpg_bytes(400, 200, orientation=6)), 1, width_px=100)
    image = opened(page.content)
    assert image.size == (100, 200)
    red, _, blue = colour(image, 50, 20)
    assert red > 200 > blue, "the left half of the stored photo is the top of the upright one"


def test_a_small_photo_is_not_blown_up() -> None:
    assert render_page(BytesIO(files.jpg_bytes(300, 200)), 1).width == 300


def test_transparency_becomes_white_paper() -> None:
    page = render_page(BytesIO(files.png_bytes(50, 50, mode="RGBA")), 1)
    assert min(colour(opened(page.content), 25, 25)) > 250


@pytest.mark.parametrize("mode", ["1", "L", "P", "LA", "I;16"])
def test_every_kind_of_png_can_be_drawn(mode: str) -> None:
    assert render_page(BytesIO(files.png_bytes(400, 300, mode=mode)), 1, width_px=200).height == 150


@pytest.mark.parametrize(
    ("mode", "width", "height"), [("RGB", 2480, 3508), ("1", 4200, 4200), ("RGBA", 2000, 2300)]
)
def test_the_largest_png_that_is_accepted_fits_the_memory_of_the_child(
    mode: str, width: int, height: int
) -> None:
    file = BytesIO(files.png_bytes(width, height, mode=mode))
    assert look_into(file) == ({"width": width, "height": height}, b"")
    assert render_page(file, 1).width == 1240


def test_a_progressive_photo_of_twelve_megapixels_fits_the_memory_of_the_child() -> None:
    file = BytesIO(files.jpg_bytes(4000, 3000, progressive=True))
    assert look_into(file) == ({"width": 4000, "height": 3000}, b"")
    assert render_page(file, 1).width == 1240


@pytest.mark.parametrize("page_number", [0, 3])
def test_a_page_that_is_not_there_is_unreadable(page_number: int) -> None:
    with pytest.raises(PageUnreadableError):
        render_page(BytesIO(files.pdf_bytes(2)), page_number)


@pytest.mark.parametrize(
    "content",
    [
        files.html_dressed_as_pdf(),
        files.pdf_flate_bomb(),
        files.truncated(files.noise_jpg_bytes(99, 99)),
        b"x",
    ],
    ids=["html", "flate-bomb", "cut-photo", "nothing"],
)
def test_a_hostile_file_is_unreadable_and_nothing_more(content: bytes) -> None:
    with pytest.raises(PageUnreadableError):
        render_page(BytesIO(content), 1)
