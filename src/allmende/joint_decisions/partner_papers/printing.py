"""A partner's paper and a correction sheet as Word file and PDF/UA."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from allmende.cooperations.options.exporting.word import word_file
from allmende.pages.pdf import pdf

PAPER = Path(__file__).parent / "partner_paper.typ"
CORRECTION = Path(__file__).parent / "correction.typ"


@cache
def sample(name: str) -> bytes:
    """Return a template that the product brings: `partner_paper` or `correction`."""
    return files("allmende.joint_decisions.partner_papers").joinpath(f"{name}.docx").read_bytes()


def paper_docx(content: Mapping[str, Any], template: bytes | None = None) -> bytes:
    """Return the paper from the town's own template, or from ours."""
    return word_file(content, template if template is not None else sample("partner_paper"))


def paper_pdf(content: Mapping[str, Any]) -> bytes:
    return pdf(PAPER, content)


def correction_docx(content: Mapping[str, Any]) -> bytes:
    return word_file(content, sample("correction"))


def correction_pdf(content: Mapping[str, Any]) -> bytes:
    return pdf(CORRECTION, content)
