"""Entering a pool of cost: the key by which it is shared, who is exempt, bounds, steps from former shares."""

from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from allmende.cooperations.fact_forms import FactForm
from allmende.cooperations.forms import Text
from allmende.cooperations.options.form_values import lines_of
from allmende.cooperations.options.forms import DRIVERS, NOTHING, EuroField, NumberField
from allmende.cooperations.options.partners import Members, NamesUnclear, party_meant
from allmende.papers.domain.values import UnreadableAmount, german_amount, parse_cents
from allmende.sharing.keys import DRIVER_LABELS, Driver

PARTS = (1, 2, 3)
FIELDS = ("driver", "percent", "values")
FROM_REGISTER = (Driver.EQUAL, Driver.INHABITANTS, Driver.CAPITAL)
BOUNDS = ("caps", "floors")
MAX_STEPS = 100
MAX_WORDS = 500
STEP_HINT = _("0: noch ganz nach den bisherigen Anteilen. Die nächste Stufe tragen Sie ab ihrem Tag ein.")


def lines_field(label: Any, hint: Any) -> forms.CharField:
    """Return a text area of lines „Name = Zahl“."""
    return Text(
        label=label,
        max_length=60_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=hint,
    )


class PoolForm(FactForm):
    """A pool of cost and its key: up to three parts that make 100 %, bounds, steps of a transition."""

    named = ("name",)
    folds = (
        (_("Weitere Teile des Schlüssels"), [f"{name}_{number}" for number in PARTS[1:] for name in FIELDS]),
        (_("Befreiungen, Höchst- und Mindestbeträge"), ("exempt", *BOUNDS, "total")),
        (_("Übergang vom bisherigen Schlüssel"), ("former", "steps", "step")),
    )
    name = Text(
        label=_("Kostentopf"), max_length=200, help_text=_("Zum Beispiel: Betrieb, Verwaltung, Umlage.")
    )
    exempt = forms.MultipleChoiceField(
        label=_("Davon befreit"), required=False, widget=forms.CheckboxSelectMultiple
    )
    caps = lines_field(_("Höchstbeträge im Jahr"), _("Je Zeile: Name oder Schlüssel = Betrag in Euro."))
    floors = lines_field(_("Mindestbeträge im Jahr"), _("Je Zeile: Name oder Schlüssel = Betrag in Euro."))
    total = EuroField(_("Kosten des Topfs im Jahr (€)"))
    former = lines_field(
        _("Übergang: bisherige Anteile"), _("Je Zeile: Name oder Schlüssel = Zahl, zum Beispiel Prozent.")
    )
    steps = forms.IntegerField(
        label=_("Übergang: Zahl der Stufen"), required=False, min_value=1, max_value=MAX_STEPS
    )
    step = forms.IntegerField(
        label=_("Übergang: Stufe, die jetzt gilt"),
        required=False,
        min_value=0,
        max_value=MAX_STEPS,
        help_text=STEP_HINT,
    )
    words = Text(
        label=_("in Worten"),
        max_length=MAX_WORDS,
        required=False,
        help_text=_("Leer: wird aus den Angaben gebildet."),
    )

    def __init__(self, *args: Any, members: Members = (), **options: Any) -> None:
        super().__init__(*args, members=members, **options)
        for number in PARTS:
            self.fields[f"driver_{number}"] = forms.ChoiceField(
                label=_("Teil {number}: verteilt nach").format(number=number),
                choices=NOTHING + DRIVERS,
                required=False,
            )
            self.fields[f"percent_{number}"] = NumberField(_("Teil {number}: Prozent").format(number=number))
            self.fields[f"values_{number}"] = lines_field(
                _("Teil {number}: Werte der Beteiligten").format(number=number),
                _("Je Zeile: Name oder Schlüssel = Zahl. Einwohner und Kapital kommen aus dem Register."),
            )
        field = self.fields["exempt"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 - declared so above
        field.choices = list(members)
        self.fields["total"].help_text = _("Nötig für Höchst- und Mindestbeträge; daran werden sie geprüft.")
        parts = [f"{name}_{number}" for number in PARTS for name in FIELDS]
        bounds = ["exempt", *BOUNDS, "total", "former", "steps", "step"]
        self.order_fields(["name", *parts, *bounds, "words", "from_day", "last_day", "source", "source_url"])
        if not members:
            del self.fields["exempt"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        self.values: dict[str, dict[str, str]] = {}
        for number in PARTS:
            if data.get(f"driver_{number}") and data.get(f"values_{number}"):
                self._read_values(number, Driver(data[f"driver_{number}"]))
        self.bounds = {name: self._read(name, _cents) for name in BOUNDS}
        if any(self.bounds.values()) and not data.get("total"):
            self.add_error("total", _("Nennen Sie die Kosten im Jahr, die verteilt werden."))
        self.shares_before = self._read("former", decimal_of)
        self._check_transition(data)
        parted = any(data.get(f"driver_{number}") for number in PARTS)
        if not data.get("words") and not parted:
            self.add_error("words", _("Wählen Sie, wonach verteilt wird, oder schreiben Sie es in Worten."))
        if not parted and (any(self.bounds.values()) or self.shares_before):
            self.add_error("driver_1", _("Wählen Sie, wonach verteilt wird."))
        return data

    def _check_transition(self, data: Mapping[str, Any]) -> None:
        steps, step = data.get("steps"), data.get("step")
        if not self.shares_before and steps is None and step is None:
            return
        if not self.shares_before and "former" not in self.errors:
            self.add_error("former", _("Für einen Übergang fehlen die bisherigen Anteile."))
        if steps is None and "steps" not in self.errors:
            self.add_error("steps", _("In wie vielen Stufen geht es auf den neuen Schlüssel über?"))
        if step is None and "step" not in self.errors:
            self.add_error("step", _("Welche Stufe gilt ab dem Tag? Vor der ersten: 0."))
        if steps is not None and step is not None and step > steps:
            self.add_error(
                "step", _("Stufe {step} von {steps} gibt es nicht.").format(step=step, steps=steps)
            )

    def _read_values(self, number: int, driver: Driver) -> None:
        field = f"values_{number}"
        if driver in FROM_REGISTER:
            self.add_error(field, _("Diese Werte kommen aus dem Register. Lassen Sie das Feld leer."))
            return
        found = self._read(field, decimal_of)
        self.values[driver.value] = {key: str(amount) for key, amount in found.items()}

    def _read(self, field: str, number_in: Callable[[str], Any]) -> dict[str, Any]:
        """Return the lines of a field by the key of the party; a line without a number is left out."""
        found: dict[str, Any] = {}
        for line in lines_of(self.cleaned_data.get(field) or ""):
            name, _sign, value = line.rpartition("=")
            try:
                key = party_meant(name or line, self.members)
            except NamesUnclear as problem:
                self.add_error(field, str(problem))
                continue
            amount = number_in(value)
            if not value.strip():
                continue
            if amount is None:
                self.add_error(field, _("„{text}“ ist keine Zahl ab null.").format(text=value.strip()))
            elif key in found:
                self.add_error(field, _("„{text}“ kommt mehrfach vor.").format(text=name.strip()))
            else:
                found[key] = amount
        return found

    def key(self) -> dict[str, Any]:
        """Return the key as it is stored."""
        data = self.cleaned_data
        parts = [
            {"driver": data[f"driver_{number}"], "percent": data[f"percent_{number}"] or "0"}
            for number in PARTS
            if data[f"driver_{number}"]
        ]
        if len(parts) == 1 and parts[0]["percent"] == "0":
            parts[0]["percent"] = "100"
        key = {"parts": parts, "values": self.values, "exempt": data.get("exempt") or [], **self.bounds}
        if data.get("total"):
            key["total_cents"] = data["total"]
        if self.shares_before:
            former = {name: str(value) for name, value in self.shares_before.items()}
            key["transition"] = {"former": former, "step": data["step"], "steps": data["steps"]}
        return key

    def said(self) -> str:
        """Return the key in words."""
        return str(self.cleaned_data["words"]) or key_words(self.key(), dict(self.members))


def decimal_of(written: str) -> Decimal | None:
    """Return a number from zero on as people write it: `1.234,5`."""
    try:
        value = Decimal(written.strip().replace(".", "").replace(",", "."))
    except InvalidOperation:
        return None
    return value if value.is_finite() and value >= 0 else None


def _cents(written: str) -> int | None:
    try:
        cents = parse_cents(written.strip())
    except UnreadableAmount:
        return None
    return cents if cents >= 0 else None


def key_words(key: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """Return a stored key in words: `30 % Sockel zu gleichen Teilen, 70 % Einwohner`.

    Amounts of single parties stand beside it on the page, not here.
    """
    said = [
        f"{str(part['percent']).replace('.', ',')} % {DRIVER_LABELS[Driver(part['driver'])]}"
        for part in key.get("parts") or []
    ]
    for name, word in (("caps", "Höchstbeträge"), ("floors", "Mindestbeträge")):
        if key.get(name):
            said.append(f"mit {word}n")
    if moved := key.get("transition"):
        said.append(f"Übergang in {moved['steps']} Stufen, jetzt Stufe {moved['step']}")
    free = [names.get(each, each) for each in key.get("exempt") or []]
    named = ", ".join([*said, *([f"befreit: {', '.join(free)}"] if free else [])])
    return named if len(named) <= MAX_WORDS else ", ".join([*said, f"befreit: {len(free)} Beteiligte"])


def pool_initial(stored: Mapping[str, Any], words: str) -> dict[str, Any]:
    """Return the fields of a stored key."""
    initial: dict[str, Any] = {"words": words, "exempt": stored.get("exempt") or []}
    for number, part in enumerate(stored.get("parts") or [], start=1):
        initial[f"driver_{number}"] = part["driver"]
        initial[f"percent_{number}"] = part["percent"]
        initial[f"values_{number}"] = _lines((stored.get("values") or {}).get(part["driver"]) or {})
    for name in BOUNDS:
        amounts = (stored.get(name) or {}).items()
        initial[name] = "\n".join(f"{key} = {german_amount(cents)}" for key, cents in amounts)
    moved = stored.get("transition") or {}
    return {
        **initial,
        "total": stored.get("total_cents"),
        "former": _lines(moved.get("former") or {}),
        "steps": moved.get("steps"),
        "step": moved.get("step"),
    }


def _lines(values: Mapping[str, str]) -> str:
    return "\n".join(f"{key} = {value.replace('.', ',')}" for key, value in values.items())
