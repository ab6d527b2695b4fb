"""Draws one page of a stored document as an image; works in a confined child."""

from contextlib import closing
from io import BytesIO
from typing import IO, Any

import pypdfium2
from PIL import ExifTags, Image, ImageOps

# Pillow loads its formats at first use; here they must be loaded before the memory limit is set.
Image.init()

WEBP_QUALITY = 82
MAX_HEIGHT_RATIO = 4
MAX_TEXT_CHARS = 20_000
PDF_HEADER = b"%PDF-"
HEADER_WINDOW_BYTES = 1024

Answer = tuple[dict[str, Any], bytes]


class UndrawableError(Exception):
    """The page does not exist or its content makes no sense."""


def count(file: IO[bytes]) -> Answer:
    """Answer `{"pages": n}`; an image is one page."""
    if not _is_pdf(file):
        return {"pages": 1}, b""
    with closing(pypdfium2.PdfDocument(file)) as pdf:
        return {"pages": len(pdf)}, b""


def draw(file: IO[bytes], *, page_number: int, width_px: int) -> Answer:
    """Answer `{"width", "height"}` in pixels and the WebP."""
    image = _pdf_page(file, page_number, width_px) if _is_pdf(file) else _photo(file, page_number, width_px)
    with image, BytesIO() as out:
        image.save(out, "WEBP", quality=WEBP_QUALITY, method=2)
        return {"width": image.width, "height": image.height}, out.getvalue()


def read_text(file: IO[bytes], *, page_number: int) -> Answer:
    """Answer `{"text"}`, at most 20,000 characters; a photo or a scan has none."""
    if not _is_pdf(file):
        return {"text": ""}, b""
    with (
        closing(pypdfium2.PdfDocument(file)) as pdf,
        closing(_page(pdf, page_number)) as page,
        closing(page.get_textpage()) as text,
    ):
        chars = min(text.count_chars(), MAX_TEXT_CHARS)
        return {"text": text.get_text_range(0, chars).replace("\r\n", "\n") if chars > 0 else ""}, b""


def _is_pdf(file: IO[bytes]) -> bool:
    file.seek(0)
    head = file.read(HEADER_WINDOW_BYTES)
    file.seek(0)
    return PDF_HEADER in head


def _page(pdf: pypdfium2.PdfDocument, page_number: int) -> pypdfium2.PdfPage:
    if not 1 <= page_number <= len(pdf):
        raise UndrawableError(f"page {page_number} of {len(pdf)}")
    return pdf[page_number - 1]


def _pdf_page(file: IO[bytes], page_number: int, width_px: int) -> Image.Image:
    with closing(pypdfium2.PdfDocument(file)) as pdf:
        # Without the form environment the answers typed into a form would be missing from its image.
        if pdf.get_formtype():
            pdf.init_forms()
        with closing(_page(pdf, page_number)) as page:
            width, height = page.get_size()
            if width <= 0 or height <= 0:
                raise UndrawableError(f"page of {width} by {height} points")
            scale = min(width_px / width, width_px * MAX_HEIGHT_RATIO / height)
            with closing(page.render(scale=scale, limit_image_cache=True)) as bitmap:
                image: Image.Image = bitmap.to_pil()
                return image.convert("RGB")


def _photo(file: IO[bytes], page_number: int, width_px: int) -> Image.Image:
    if page_number != 1:
        raise UndrawableError(f"page {page_number} of 1")
    with Image.open(file, formats=("JPEG", "PNG")) as original:
        # JPEG decodes straight at a smaller scale: a 50-megapixel photo never exists whole in memory.
        original.draft("RGB", (width_px, width_px))
        is_turned = original.getexif().get(ExifTags.Base.Orientation, 1) >= 5
        box = (width_px, width_px * MAX_HEIGHT_RATIO)
        smooth = _smoothable(original)
        box = box[::-1] if is_turned else box
        # Whole steps first: they need no second picture of the full height beside the first.
        steps = max(smooth.width // box[0], smooth.height // box[1])
        smooth = smooth.reduce(steps) if steps > 1 else smooth
        smooth.thumbnail(box)
        ImageOps.exif_transpose(smooth, in_place=True)
        return _on_white(smooth)


def _smoothable(image: Image.Image) -> Image.Image:
    """Return the image in a mode that shrinks without losing thin lines."""
    if image.mode == "1":
        return image.convert("L")
    if image.mode == "P":
        return image.convert("RGBA" if "transparency" in image.info else "RGB")
    if image.mode.startswith("I"):
        return image.point(lambda value: value / 256).convert("L")
    return image


def _on_white(image: Image.Image) -> Image.Image:
    if "A" not in image.getbands() and "transparency" not in image.info:
        return image if image.mode == "RGB" else image.convert("RGB")
    layer = image.convert("RGBA")
    paper = Image.new("RGB", layer.size, "white")
    paper.paste(layer, mask=layer)
    return paper
