"""The list of letters after a decision as a Word file: whom to tell what until when. German."""

import io
from datetime import date

from django.utils.translation import gettext as _
from docx import Document

from allmende.common.formats import day
from allmende.funding.consequences import Consequences
from allmende.funding.small_table import SmallTable
from allmende.funding.standing import GrantStanding
from allmende.pages.columns import Column
from allmende.pages.exports import Sheet
from allmende.pages.texts import visible


def letter_list(standing: GrantStanding, found: Consequences, *, on: date) -> bytes:
    """Return one section per recipient, then everything that ends."""
    made = Document()
    made.core_properties.title = f"Benachrichtigungen: {standing.grant.title}"
    made.core_properties.language = "de-DE"
    made.add_heading(visible(f"Benachrichtigungen: {standing.grant.title}"), level=1)
    made.add_paragraph(visible(f"{standing.body}, Stand {day(on)}. Bewilligung: {standing.giver}."))
    for number, each in enumerate(found.recipients, start=1):
        made.add_heading(visible(f"{number}. {each.name} ({each.role})"), level=2)
        for line in each.says:
            made.add_paragraph(visible(line), style="List Bullet")
        if each.until is not None:
            made.add_paragraph(f"Zu erledigen bis {day(each.until)}.")
    if found.endings:
        made.add_heading("Was wann endet", level=2)
        table = made.add_table(rows=1, cols=3)
        table.style = "Table Grid"
        for cell, head in zip(table.rows[0].cells, ("Letzter Tag", "was", "bei wem"), strict=True):
            cell.text = head
        for ending in found.endings:
            cells = table.add_row().cells
            texts = (day(ending.last), ending.what, ending.subject)
            for cell, text in zip(cells, texts, strict=True):
                cell.text = visible(text)
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def ending_table(found: Consequences) -> SmallTable:
    return SmallTable(
        _("Was wann endet"),
        [
            Column("tag", _("Letzter Tag"), "last", kind="date"),
            Column("was", _("was"), "what"),
            Column("wer", _("bei wem"), "subject"),
        ],
        found.endings,
    )


def sheets(found: Consequences) -> list[Sheet]:
    """Return the recipients and the endings as sheets of an Excel file."""
    heads = [_("an wen"), _("als"), _("was"), _("bis")]
    rows = [[each.name, each.role, " ".join(each.says), each.until] for each in found.recipients]
    return [Sheet(_("Briefe"), heads, rows), ending_table(found).sheet()]
