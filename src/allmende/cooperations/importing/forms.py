"""A list to take over, and which body an ambiguous name means."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from allmende.cooperations.importing.reader import Question
from allmende.register.importing.reader import LARGEST_FILE


class ListForm(forms.Form):
    """The file."""

    file = forms.FileField(
        label=_("Datei"),
        help_text=_("CSV oder Excel (.xlsx), bis 40 MB. Die Spalten stehen im Handbuch."),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            raise forms.ValidationError(_("Die Datei ist größer als 40 MB."))
        return file


class AnswersForm(forms.Form):
    """One choice for each name that several bodies bear."""

    def __init__(self, questions: Sequence[Question], data: Any = None) -> None:
        super().__init__(data)
        self.names = {f"name-{number}": each.name for number, each in enumerate(questions, start=1)}
        for field, question in zip(self.names, questions, strict=True):
            self.fields[field] = forms.ChoiceField(
                label=f"„{question.name}“",
                choices=[(option.key, option.label) for option in question.options],
                widget=forms.RadioSelect,
            )

    def answers(self) -> dict[str, str]:
        """Return the key chosen for each name."""
        return {name: self.cleaned_data[field] for field, name in self.names.items()}
