"""Files made for tests, good and hostile, in code so that each says what is in it."""

import random
import zlib
from io import BytesIO

import pikepdf
from PIL import Image


def pdf_bytes(
    pages: int = 1, *, text: str = "Diagrama unifilar", password: str = "", owner_password: str = ""
) -> bytes:
    """A4 pages that say `text` and their number; with `password` nobody opens it without."""
    pdf = pikepdf.new()
    for number in range(1, pages + 1):
        _add_page(pdf, f"BT /F1 24 Tf 72 720 Td ({text} {number}) Tj ET".encode("latin-1"))
    out = BytesIO()
    if password or owner_password:
        pdf.save(out, encryption=pikepdf.Encryption(user=password, owner=owner_password or password))
    else:
        # Otherwise its identifier is of the second, and the same words twice are two files.
        pdf.save(out, deterministic_id=True)
    return out.getvalue()


def heavy_pdf_bytes(pages: int, size_bytes: int, seed: int = 7) -> bytes:
    """A PDF of about `size_bytes`, its weight spread over noise images on all pages."""
    pdf = pikepdf.new()
    side = max(8, int((size_bytes / pages) ** 0.5))
    noise = random.Random(seed)
    for _ in range(pages):
        page = _add_page(pdf, b"q 500 0 0 500 40 200 cm /Im0 Do Q")
        image = pikepdf.Stream(pdf, noise.randbytes(side * side))
        image.update(
            {
                "/Type": pikepdf.Name.XObject,
                "/Subtype": pikepdf.Name.Image,
                "/Width": side,
                "/Height": side,
                "/ColorSpace": pikepdf.Name.DeviceGray,
                "/BitsPerComponent": 8,
            }
        )
        page.Resources.XObject = pikepdf.Dictionary(Im0=pdf.make_indirect(image))
    out = BytesIO()
    pdf.save(out, compress_streams=False)
    return out.getvalue()


def pdf_with_javascript() -> bytes:
    """A PDF whose opening runs JavaScript."""
    pdf = pikepdf.open(BytesIO(pdf_bytes()))
    pdf.Root.OpenAction = _javascript()
    return _saved(pdf)


def pdf_with_named_javascript() -> bytes:
    """A PDF that keeps its JavaScript in the names tree."""
    pdf = pikepdf.open(BytesIO(pdf_bytes()))
    scripts = pikepdf.Dictionary(Names=[pikepdf.String("a"), _javascript()])
    pdf.Root.Names = pikepdf.Dictionary(JavaScript=scripts)
    return _saved(pdf)


def _javascript() -> pikepdf.Dictionary:
    return pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))


def pdf_with_attachment() -> bytes:
    """A PDF with another file inside."""
    pdf = pikepdf.open(BytesIO(pdf_bytes()))
    pdf.attachments["planilha.xlsm"] = b"PK\x03\x04"
    return _saved(pdf)


def pdf_with_launch_link() -> bytes:
    """A PDF with a link that starts a program, at the end of a chain of harmless actions."""
    pdf = pikepdf.open(BytesIO(pdf_bytes()))
    launch = pikepdf.Dictionary(S=pikepdf.Name.Launch, F=pikepdf.String("cmd.exe"))
    link = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot,
        Subtype=pikepdf.Name.Link,
        Rect=[0, 0, 99, 99],
        A=pikepdf.Dictionary(S=pikepdf.Name.URI, URI=pikepdf.String("https://portal.exemplo"), Next=launch),
    )
    pdf.pages[0].Annots = pdf.make_indirect(pikepdf.Array([link]))
    return _saved(pdf)


def pdf_with_file_note() -> bytes:
    """A PDF with a file pinned to its page as a note."""
    pdf = pikepdf.open(BytesIO(pdf_bytes()))
    note = pikepdf.Dictionary(Subtype=pikepdf.Name.FileAttachment, Rect=[0, 0, 9, 9])
    pdf.pages[0].Annots = pikepdf.Array([note])
    return _saved(pdf)


def pdf_with_link() -> bytes:
    """A PDF with an ordinary link and a chosen first page."""
    pdf = pikepdf.open(BytesIO(pdf_bytes()))
    link = pikepdf.Dictionary(
        Subtype=pikepdf.Name.Link,
        Rect=[0, 0, 99, 99],
        A=pikepdf.Dictionary(S=pikepdf.Name.URI, URI=pikepdf.String("https://portal.exemplo")),
    )
    pdf.pages[0].Annots = pikepdf.Array([link])
    pdf.Root.OpenAction = pikepdf.Array([pdf.pages[0].obj, pikepdf.Name.Fit])
    return _saved(pdf)


def pdf_in_a_circle() -> bytes:
    """A PDF whose page tree contains itself."""
    pdf = pikepdf.open(BytesIO(pdf_bytes()))
    pdf.Root.Pages.Kids.append(pdf.Root.Pages)
    return _saved(pdf)


def pdf_without_pages() -> bytes:
    """A PDF that opens and shows nothing."""
    return _saved(pikepdf.new())


def pdf_flate_bomb(unfolded_bytes: int = 200_000_000) -> bytes:
    """A PDF whose catalogue sits in an object stream that unfolds to `unfolded_bytes`."""
    objects = b"<</Type/Catalog/Pages 2 0 R>> <</Type/Pages/Kids[3 0 R]/Count 1>>"
    objects += b" <</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]>>"
    index = b"1 0 2 30 3 68 "
    body = index + objects.ljust(120) + b" " * unfolded_bytes
    packed = zlib.compress(body, 9)
    head = b"%PDF-1.5\n"
    stream = b"4 0 obj<</Type/ObjStm/N 3/First %d/Filter/FlateDecode/Length %d>>stream\n" % (
        len(index),
        len(packed),
    )
    stream += packed + b"\nendstream endobj\n"
    start = len(head) + len(stream)
    entries = [(0, 0, 255), (2, 4, 0), (2, 4, 1), (2, 4, 2), (1, len(head), 0), (1, start, 0)]
    table = b"".join(kind.to_bytes(1) + place.to_bytes(4) + last.to_bytes(1) for kind, place, last in entries)
    xref = b"5 0 obj<</Type/XRef/Size 6/W[1 4 1]/Root 1 0 R/Length %d>>stream\n" % len(table)
    return head + stream + xref + table + b"\nendstream endobj\nstartxref\n%d\n%%%%EOF" % start


def html_dressed_as_pdf() -> bytes:
    """A web page behind the first bytes of a PDF."""
    return b"%PDF-1.7\n<html><body><script>alert(1)</script></body></html>" * 20


def truncated(content: bytes) -> bytes:
    """The first two thirds of a file, as a broken connection leaves it."""
    return content[: len(content) * 2 // 3]


def jpg_bytes(
    width: int = 640, height: int = 480, *, orientation: int = 1, progressive: bool = False
) -> bytes:
    """A photo with a red left half and a blue right half, turned as its EXIF says."""
    image = Image.new("RGB", (width, height), "blue")
    image.paste("red", (0, 0, width // 2, height))
    exif = Image.Exif()
    exif[0x0112] = orientation
    return _encoded(image, "JPEG", exif=exif, progressive=progressive)


def noise_jpg_bytes(width: int, height: int, seed: int = 7) -> bytes:
    """A photo that does not compress, so that its size in bytes is large too."""
    image = Image.frombytes("RGB", (width, height), random.Random(seed).randbytes(width * height * 3))
    return _encoded(image, "JPEG", quality=95)


def png_bytes(width: int = 640, height: int = 480, *, mode: str = "RGB") -> bytes:
    """A plain image; mode "RGBA" is fully transparent."""
    return _encoded(Image.new(mode, (width, height)), "PNG")


def png_bomb() -> bytes:
    """A few kilobytes that decode to 81 megapixels."""
    return _encoded(Image.new("L", (9000, 9000)), "PNG")


def _add_page(pdf: pikepdf.Pdf, content: bytes) -> pikepdf.Page:
    page = pdf.add_blank_page(page_size=(595, 842))
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
    )
    page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
    page.Contents = pdf.make_stream(content)
    return page


def _saved(pdf: pikepdf.Pdf) -> bytes:
    out = BytesIO()
    pdf.save(out)
    return out.getvalue()


def _encoded(image: Image.Image, file_format: str, **options: object) -> bytes:
    out = BytesIO()
    image.save(out, file_format, **options)
    return out.getvalue()
