"""A PDF page -> a picture in shades of grey, for text recognition."""

import ctypes
from typing import Any

import pypdfium2.raw as pdfium

from allmende.reading.sources.limits import MAX_PICTURE_PIXELS, PICTURE_DPI
from allmende.reading.sources.pdf_fields import Form
from allmende.reading.sources.recognition import Picture

WHITE = 0xFFFFFFFF
LARGEST_SIDE = 32_000
"""What Tesseract takes."""
LARGEST_SCALE = PICTURE_DPI / 72


def draw(page: Any, form: Form) -> Picture | None:
    """Return the picture of a page with what is stamped on it and filled in, or None where it has no size."""
    across, down = pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page)
    if not (across > 0 and down > 0):
        return None
    fitting = (MAX_PICTURE_PIXELS / (across * down)) ** 0.5
    scale = min(LARGEST_SCALE, fitting, LARGEST_SIDE / across, LARGEST_SIDE / down)
    width, height = int(across * scale), int(down * scale)
    if width < 1 or height < 1:
        return None
    dots = (ctypes.c_ubyte * (width * height))()
    bitmap = pdfium.FPDFBitmap_CreateEx(width, height, pdfium.FPDFBitmap_Gray, dots, width)
    if not bitmap:
        return None
    try:
        pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, WHITE)
        flags = pdfium.FPDF_ANNOT | pdfium.FPDF_GRAYSCALE
        pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, flags)
        form.draw(page, bitmap, width, height)
    finally:
        pdfium.FPDFBitmap_Destroy(bitmap)
    return Picture(width, height, bytes(dots), scale)
