"""The council paper and its annex as PDF/UA."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pypdfium2

from allmende.pages.pdf import pdf

TEMPLATE = Path(__file__).parent / "paper.typ"
SIZES = (8.5, 8.0, 7.5, 7.0, 6.5, 6.0)
"""Sizes of letters tried for the annex, in points: the largest that fits on one page."""


def paper_pdf(content: Mapping[str, Any], *, annex_only: bool = False) -> bytes:
    """Return sections II and III with the annex, or the annex alone."""
    for size in SIZES:
        annex = pdf(TEMPLATE, {**content, "nur_anlage": True, "anlage_groesse": size})
        if _pages(annex) == 1:
            break
    return annex if annex_only else pdf(TEMPLATE, {**content, "nur_anlage": False, "anlage_groesse": size})


def _pages(file: bytes) -> int:
    document = pypdfium2.PdfDocument(file)
    try:
        return len(document)
    finally:
        document.close()
