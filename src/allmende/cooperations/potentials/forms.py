"""What one asks for, and the file one hands in."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from allmende.cooperations.potentials.budget_file import LARGEST_FILE
from allmende.cooperations.potentials.grants import GrantRule
from allmende.cooperations.potentials.queries import tasks
from allmende.cooperations.potentials.scale import ScaleEstimate, assumed_scale
from allmende.cooperations.potentials.valuing import Assumptions
from allmende.ledger.body_field import BodyField
from allmende.pages.texts import validate_visible
from allmende.register.domain import MUNICIPAL_KINDS

NOT_A_TOWN = _("Wählen Sie eine Stadt oder Gemeinde.")
ASSUMED = ("exponent", "low", "high", "source")


def task_choices() -> list[tuple[str, Any]]:
    """Return the tasks grouped by area."""
    areas: dict[str, list[tuple[str, str]]] = {}
    for task in tasks():
        areas.setdefault(task.area, []).append((task.code, task.name))
    return [("", _("Bitte wählen")), *areas.items()]


class AskForm(forms.Form):
    """Which municipality, which task; optionally what one assumes."""

    def __init__(self, *args: Any, on: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["gemeinde"] = BodyField(
            on=on, label=_("Stadt oder Gemeinde"), help_text=_("Name oder Schlüssel")
        )
        self.fields["aufgabe"] = forms.ChoiceField(label=_("Aufgabe"), choices=task_choices)
        self.fields["einrichtung"] = _number(
            _("Einmalige Kosten je Partner in Euro"),
            0,
            10_000_000,
            _("Vertrag, Umzug, Technik; leer heißt: keine angenommen"),
        )
        self.fields["foerderung"] = forms.ChoiceField(
            label=_("Förderung prüfen nach"),
            choices=[(rule.value, rule.label) for rule in GrantRule],
            required=False,
        )
        for name, label in (
            ("exponent", _("Angenommenes Wachstum der Kosten")),
            ("low", _("mindestens")),
            ("high", _("höchstens")),
        ):
            self.fields[name] = _number(label, 0, 2, _("0,8 heißt: 1 % größer kostet 0,8 % mehr"))
        self.fields["source"] = forms.CharField(
            label=_("Quelle der Annahme"), required=False, max_length=200, validators=[validate_visible]
        )

    def clean_gemeinde(self) -> Any:
        body = self.cleaned_data["gemeinde"]
        if body is not None and body.kind not in MUNICIPAL_KINDS:
            raise forms.ValidationError(str(NOT_A_TOWN), code="not_a_town")
        return body

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        given = [name for name in ASSUMED if data.get(name) not in (None, "")]
        if given and len(given) < len(ASSUMED) and not self.errors:
            self.add_error("source", str(_("Eine Annahme braucht alle drei Zahlen und ihre Quelle.")))
        elif given and not self.errors and not data["low"] <= data["exponent"] <= data["high"]:
            self.add_error("exponent", str(_("Der Wert muss zwischen „mindestens“ und „höchstens“ liegen.")))
        return data

    def assumed(self) -> ScaleEstimate | None:
        """Return the typed assumption, None if there is none."""
        data = self.cleaned_data
        if not data.get("source"):
            return None
        return assumed_scale(
            exponent=float(data["exponent"]),
            low=float(data["low"]),
            high=float(data["high"]),
            source=data["source"],
        )

    def assumptions(self) -> Assumptions:
        """Return what it costs to begin, and whose grant is checked."""
        rule = GrantRule(self.cleaned_data.get("foerderung") or GrantRule.NRW)
        return Assumptions(float(self.cleaned_data.get("einrichtung") or 0), grant_rule=rule)

    def payload(self) -> dict[str, object]:
        """Return the question for a job; numbers as text, so that JSON keeps them exactly."""
        data = self.cleaned_data
        typed = {name: str(data[name]) for name in ASSUMED} if data.get("source") else None
        return {
            "body": data["gemeinde"].key,
            "land": data["gemeinde"].key,
            "task": data["aufgabe"],
            "setup": str(data.get("einrichtung") or 0),
            "assumed": typed,
        }


def _number(label: Any, least: int, most: int, hint: Any) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        required=False,
        min_value=least,
        max_value=most,
        decimal_places=2,
        help_text=hint,
        localize=True,
    )


class BudgetForm(forms.Form):
    """A file of product budgets, and where it comes from."""

    title = forms.CharField(
        label=_("Quelle"),
        max_length=200,
        validators=[validate_visible],
        help_text=_("zum Beispiel: Haushaltsplan 2026 der Stadt, Teilergebnisplan nach Produkten"),
    )
    file = forms.FileField(label=_("Datei"), help_text=_("Excel (.xlsx) oder CSV in UTF-8, höchstens 2 MB"))

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            raise forms.ValidationError(str(_("Die Datei ist größer als 2 MB.")), code="too_large")
        return file
