"""QR codes as images that travel inside the page."""

import segno


def qr_svg_data_uri(text: str) -> str:
    """Return `text` as a QR code, an SVG data URI with its quiet zone; level M survives a smudged print."""
    return segno.make_qr(text, error="m").svg_data_uri(
        scale=4, border=2, dark="#10272e", light="#fff", omitsize=True
    )
