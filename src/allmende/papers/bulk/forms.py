"""The form that takes many files: single ones, a folder, or an archive."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from allmende.papers.bulk.domain import MAX_FILES, MAX_TOTAL_BYTES, MEGABYTE
from allmende.papers.forms import SeveralFilesField, SeveralFilesInput


class BulkForm(forms.Form):
    """One of three ways to choose; each file is checked on its own later."""

    documents = SeveralFilesField(
        label=_("Einzelne Dateien"),
        required=False,
        widget=SeveralFilesInput(
            attrs={"multiple": True, "accept": ".pdf,.docx,.odt,.html,.htm,.txt,.md,.zip"}
        ),
        help_text=_("PDF, Word (DOCX), OpenDocument, Webseite oder Text; höchstens %(files)d.")
        % {"files": MAX_FILES},
    )
    folder = SeveralFilesField(
        label=_("Ordner"),
        required=False,
        widget=SeveralFilesInput(attrs={"multiple": True, "webkitdirectory": True}),
        help_text=_("Alle Dateien des Ordners und seiner Unterordner, höchstens %(files)d.")
        % {"files": MAX_FILES},
    )
    archive = forms.FileField(
        label=_("ZIP-Archiv"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".zip"}),
        help_text=_("Für sehr viele Dateien: ein Archiv mit höchstens 2.000 Dateien und %(size)d MB.")
        % {"size": MAX_TOTAL_BYTES // MEGABYTE},
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        archive = cleaned.get("archive")
        chosen = [
            each for each in ([archive] if archive else [], cleaned["folder"], cleaned["documents"]) if each
        ]
        if len(chosen) > 1:
            self.add_error(None, _("Bitte wählen Sie nur einen der drei Wege, nicht mehrere zugleich."))
        elif not chosen and "archive" not in self.errors:
            self.add_error("documents", _("Wählen Sie Dateien, einen Ordner oder ein Archiv aus."))
        cleaned["files"] = chosen[0] if chosen else []
        return cleaned
