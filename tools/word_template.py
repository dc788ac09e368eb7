"""Writes the product's own Word template for the sections of a council paper.

    python -m tools.word_template

The file is kept beside the code; run this after changing what it shows.
"""

from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

TARGET = Path("src/allmende/cooperations/options/exporting/council_paper.docx")
FONT = "Arial"


def main() -> None:
    """Build and save the template."""
    document = Document()
    _styles(document)
    document.core_properties.title = "Entscheidungsalternativen und Auswirkungen"
    document.core_properties.author = ""
    document.core_properties.language = "de-DE"
    _margins(document.sections[0])
    _footer(document.sections[0])
    _head(document)
    _alternatives(document)
    _impacts(document)
    _annex(document)
    document.save(str(TARGET))
    print(TARGET)


def _styles(document: Any) -> None:
    for name, size in (("Normal", 11), ("Heading 1", 14), ("Heading 2", 12), ("Heading 3", 11)):
        style = document.styles[name]
        style.font.name, style.font.size = FONT, Pt(size)
        style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
        style.font.color.rgb = None
        if name != "Normal":
            style.element.rPr.rFonts.attrib.pop(qn("w:asciiTheme"), None)
            style.element.rPr.rFonts.attrib.pop(qn("w:hAnsiTheme"), None)
            for color in style.element.rPr.findall(qn("w:color")):
                style.element.rPr.remove(color)
    document.styles["Normal"].paragraph_format.space_after = Pt(6)
    language = (
        document.styles["Normal"].element.get_or_add_rPr().makeelement(qn("w:lang"), {qn("w:val"): "de-DE"})
    )
    document.styles["Normal"].element.rPr.append(language)


def _margins(section: Any) -> None:
    section.page_height, section.page_width = Cm(29.7), Cm(21)
    section.left_margin, section.right_margin = Cm(2.5), Cm(2)
    section.top_margin, section.bottom_margin = Cm(2.2), Cm(2)


def _footer(section: Any) -> None:
    footer = section.footer.paragraphs[0]
    footer.text = "Stand {{ stand }} · Kennung {{ kennung }}"
    footer.runs[0].font.size = Pt(8)


def _head(document: Any) -> None:
    document.add_heading("{{ titel }}", 1)
    document.add_paragraph("{{ frage }}")
    document.add_paragraph("{%p if beratung %}")
    document.add_heading("Beratungsfolge", 2)
    document.add_paragraph("{%p endif %}")
    document.add_paragraph("{%p for zeile in beratung %}")
    document.add_paragraph("{{ zeile[0] }}: {{ zeile[1] }}, {{ zeile[2] }}", style="List Bullet")
    document.add_paragraph("{%p endfor %}")

    document.add_paragraph("{%p if kurzfassung %}")
    document.add_heading("Kurz gefasst", 2)
    document.add_paragraph("{%p endif %}")
    _bullets(document, "kurzfassung")


def _alternatives(document: Any) -> None:
    document.add_heading("II. Entscheidungsalternativen", 1)
    document.add_paragraph("{%p for alternative in alternativen %}")
    document.add_heading("Alternative {{ alternative.buchstabe }}: {{ alternative.titel }}", 2)
    document.add_paragraph("{%p if alternative.beschreibung %}")
    document.add_paragraph("{{ alternative.beschreibung }}")
    document.add_paragraph("{%p endif %}")
    document.add_paragraph("{%p for punkt in alternative.punkte %}")
    document.add_heading("{{ punkt.name }}", 3)
    _bullets(document, "punkt.texte")
    document.add_paragraph("{%p endfor %}")
    document.add_paragraph("{%p endfor %}")


def _bullets(document: Any, name: str) -> None:
    document.add_paragraph(f"{{%p for text in {name} %}}")
    document.add_paragraph("{{ text }}", style="List Bullet")
    document.add_paragraph("{%p endfor %}")


def _impacts(document: Any) -> None:
    document.add_heading("III. Auswirkungen (Finanzen, Personal, IT, Klima)", 1)
    document.add_paragraph("{%p for abschnitt in auswirkungen %}")
    document.add_heading("{{ abschnitt.name }}", 2)
    _bullets(document, "abschnitt.texte")
    document.add_paragraph("{%p endfor %}")
    _titled_table(
        document, "Kosten für {{ koerperschaft }} nach Alternativen", "kosten_kopf", "kosten_zeilen"
    )
    _titled_table(document, "Kosten je Beteiligte nach Alternativen", "partner_kopf", "partner_zeilen")
    _bullets(document, "reihenfolge")
    document.add_paragraph("{%p if zustimmungen %}")
    document.add_heading("Zustimmungen", 2)
    document.add_paragraph("{%p endif %}")
    _bullets(document, "zustimmungen")


def _titled_table(document: Any, title: str, head: str, rows: str) -> None:
    """Add heading and table, both only if there are rows."""
    document.add_paragraph(f"{{%p if {rows} %}}")
    document.add_heading(title, 2)
    _table(document, head, rows)
    document.add_paragraph("{%p endif %}")


def _annex(document: Any) -> None:
    section = document.add_section(WD_SECTION.NEW_PAGE)
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21)
    section.left_margin = section.right_margin = Cm(1.3)
    section.top_margin = section.bottom_margin = Cm(1.2)
    document.add_heading("Anlage: Alternativen nebeneinander", 1)
    _table(document, "anlage_kopf", "anlage_zeilen", size=7)
    sources = document.add_paragraph("Quellen: {% for quelle in quellen %}{{ quelle }}; {% endfor %}")
    sources.runs[0].font.size = Pt(7)


def _table(document: Any, head: str, rows: str, *, size: int = 9) -> None:
    """Add a table whose columns and rows come from lists; the head is repeated on each page."""
    table = document.add_table(rows=4, cols=3)
    table.style = "Table Grid"
    texts = (
        (f"{{%tc for kopf in {head} %}}", "{{ kopf }}", "{%tc endfor %}"),
        (f"{{%tr for zeile in {rows} %}}", "", ""),
        ("{%tc for zelle in zeile %}", "{{ zelle }}", "{%tc endfor %}"),
        ("{%tr endfor %}", "", ""),
    )
    for row, cells in zip(table.rows, texts, strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
            for run in cell.paragraphs[0].runs:
                run.font.size = Pt(size)
            cell.paragraphs[0].paragraph_format.space_after = Pt(0)
    for run in table.rows[0].cells[1].paragraphs[0].runs:
        run.font.bold = True
    properties = table.rows[0]._tr.get_or_add_trPr()
    properties.append(properties.makeelement(qn("w:tblHeader"), {qn("w:val"): "true"}))


if __name__ == "__main__":
    main()
