"""Long forms in sections: what most entries need stands open, the rest is folded until it is used."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.forms.boundfield import BoundField

Fold = tuple[Any, Sequence[str]]
"""Heading and names of the fields that are rarely needed."""


@dataclass(frozen=True, slots=True)
class Section:
    """Fields under a heading; without one they stand open."""

    title: Any
    fields: Sequence[BoundField]
    is_open: bool = False


class Folding(forms.Form):
    """A form whose rare fields are folded; a fold opens where something is entered or wrong."""

    folds: ClassVar[tuple[Fold, ...]] = ()

    def sections(self) -> Iterator[Section]:
        """Yield the fields in their order; a fold stands where its first field does."""
        fold_of: Mapping[str, Fold] = {name: fold for fold in self.folds for name in fold[1]}
        told: list[Any] = []
        for field in self:
            fold = fold_of.get(field.name)
            if fold is None:
                yield Section("", [field])
            elif fold[0] not in told:
                told.append(fold[0])
                fields = [self[name] for name in fold[1] if name in self.fields]
                yield Section(fold[0], fields, any(each.errors or _is_used(each) for each in fields))


def _is_used(field: BoundField) -> bool:
    """Say whether something stands in a field that does not stand there by itself."""
    return (field.value() or "") != (field.field.initial or "")
