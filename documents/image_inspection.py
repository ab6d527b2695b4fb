"""Opens an image just far enough to know that it is whole and cheap to draw; works in a confined child."""

import warnings
import zlib
from typing import IO, Any

from PIL import Image

BLOCK_BYTES = 256 * 1024
# A page image may cost a worker this much to decode; with the drawing itself it stays below 64 MB.
DECODED_BYTES_LIMIT = 37_000_000
PIXEL_LIMIT = 80_000_000
PROBE_PX = 64
PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
# What Pillow holds per pixel, with the conversion that shrinking needs.
BYTES_PER_PIXEL = {"1": 2, "L": 1, "LA": 8, "RGBA": 8, "P": 9, "I;16": 4}


def look_into(file: IO[bytes]) -> tuple[dict[str, Any], bytes]:
    """Answer `{"width", "height"}` in pixels, or `{"problem": corrupt | image_too_big, "pixels"}`.

    A process of its own, also because WeasyPrint makes Pillow forgive cut files wherever it is imported.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(file, formats=("JPEG", "PNG")) as image:
                pixels = image.width * image.height
                if _decoded_bytes(image) > DECODED_BYTES_LIMIT or pixels > PIXEL_LIMIT:
                    return {"problem": "image_too_big", "pixels": pixels}, b""
                facts = {"width": image.width, "height": image.height}
                is_jpeg = image.format == "JPEG"
                if is_jpeg:
                    # An eighth of the scale: reads every byte and holds few pixels.
                    image.draft("RGB", (PROBE_PX, PROBE_PX))
                    image.load()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        return {"problem": "image_too_big", "pixels": 0}, b""
    except (OSError, ValueError, SyntaxError, EOFError):
        return {"problem": "corrupt"}, b""
    return (facts if is_jpeg or _is_whole_png(file) else {"problem": "corrupt"}), b""


def _decoded_bytes(image: Image.Image) -> int:
    pixels = image.width * image.height
    if image.format != "JPEG":
        return pixels * BYTES_PER_PIXEL.get(image.mode, 4)
    if not image.info.get("progressive"):
        return pixels // 64 * 4
    # A progressive JPEG keeps two bytes for each coefficient of each component until its last scan.
    layers: list[tuple[int, int]] = [(h, v) for _, h, v, _ in getattr(image, "layer", [])] or [(1, 1)] * 3
    most = max(h for h, _ in layers) * max(v for _, v in layers)
    return pixels * 2 * sum(h * v for h, v in layers) // most


def _is_whole_png(file: IO[bytes]) -> bool:
    """Check every chunk's CRC in blocks; Pillow's own check reads a chunk of any size into memory."""
    file.seek(len(PNG_SIGNATURE))
    while len(head := file.read(8)) == 8:
        remaining, kind = int.from_bytes(head[:4], "big"), head[4:]
        crc = zlib.crc32(kind)
        while remaining:
            block = file.read(min(BLOCK_BYTES, remaining))
            if not block:
                return False
            crc = zlib.crc32(block, crc)
            remaining -= len(block)
        if file.read(4) != crc.to_bytes(4, "big"):
            return False
        if kind == b"IEND":
            return True
    return False
