"""Forms of a comparison: what people type becomes the stored inputs, and back."""

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from allmende.cooperations.domain import Matter
from allmende.cooperations.legal_forms.facts import ComparedForm
from allmende.cooperations.options.domain import MAX_YEARS, CostKind, Weighting
from allmende.ledger.domain import Mark
from allmende.pages.texts import validate_visible
from allmende.papers.domain.values import UnreadableAmount, german_amount, parse_cents
from allmende.register.forms import DayField
from allmende.sharing.keys import DRIVER_LABELS, Driver

FORMS = [(form.value, form.label) for form in ComparedForm]
DRIVERS = [(driver.value, DRIVER_LABELS[driver]) for driver in Driver]
MATTERS = [(matter.value, matter.label) for matter in Matter]
MARKS = [(mark.value, mark.label) for mark in Mark]
MAJORITIES = [
    ("1/2>", _("mehr als die Hälfte")),
    ("2/3", _("mindestens zwei Drittel")),
    ("3/4", _("mindestens drei Viertel")),
    ("1", _("alle Stimmen")),
]
UNKNOWN = [("", _("nicht bekannt")), ("ja", _("ja")), ("nein", _("nein"))]
NOTHING = [("", "–")]
MAX_TEXT = 4_000
ENTERED = (Driver.USERS, Driver.POSTS, Driver.CASES, Driver.LEVY_BASE)
"""Drivers that people enter per partner; inhabitants come from the register."""


def text_field(
    label: Any, *, longest: int = 300, required: bool = False, lines: int = 1, hint: Any = ""
) -> forms.CharField:
    """Return a field for plain text; with several lines a text area."""
    widget = forms.Textarea(attrs={"rows": lines}) if lines > 1 else forms.TextInput()
    return forms.CharField(
        label=label,
        max_length=longest,
        required=required,
        widget=widget,
        help_text=hint,
        validators=[validate_visible],
    )


class EuroField(forms.CharField):
    """An amount as people write it; cleaned to whole cents."""

    def __init__(self, label: Any) -> None:
        super().__init__(
            label=label, required=False, max_length=30, widget=forms.TextInput(attrs={"inputmode": "decimal"})
        )

    def clean(self, value: Any) -> Any:
        written = super().clean(value)
        if not written:
            return None
        try:
            return parse_cents(written)
        except UnreadableAmount as problem:
            raise forms.ValidationError(str(problem)) from problem

    def prepare_value(self, value: Any) -> Any:
        return german_amount(value) if isinstance(value, int) else value


class NumberField(forms.CharField):
    """A number with a decimal comma; cleaned to text with a point."""

    def __init__(self, label: Any) -> None:
        super().__init__(
            label=label, required=False, max_length=30, widget=forms.TextInput(attrs={"inputmode": "decimal"})
        )

    def clean(self, value: Any) -> Any:
        written = super().clean(value)
        if not written:
            return None
        try:
            return str(Decimal(written.replace(".", "").replace(",", ".")))
        except InvalidOperation:
            raise forms.ValidationError(_("„{text}“ ist keine Zahl.").format(text=written)) from None

    def prepare_value(self, value: Any) -> Any:
        return value.replace(".", ",") if isinstance(value, str) and value.count(".") == 1 else value


class BasicsForm(forms.Form):
    """What is asked, who takes part, for which years."""

    title = text_field(_("Titel"), required=True)
    text = text_field(_("Frage"), longest=MAX_TEXT, lines=3, hint=_("Was soll entschieden werden?"))
    partners = text_field(
        _("Beteiligte"),
        longest=60_000,
        lines=6,
        required=True,
        hint=_("Je Zeile ein Name oder Schlüssel. Einwohnerzahlen kommen aus dem Register."),
    )
    on = DayField(label=_("Stichtag"), help_text=_("Für Rechtslage und Einwohnerzahlen."))
    first_year = forms.IntegerField(label=_("Erstes Jahr"), min_value=1990, max_value=2100)
    years = forms.IntegerField(label=_("Zahl der Jahre"), min_value=1, max_value=MAX_YEARS, initial=5)
    climate = text_field(_("Klima"), longest=500, hint=_("Ein Satz für den Abschnitt Auswirkungen."))
    stations = text_field(
        _("Beratungsfolge"),
        longest=MAX_TEXT,
        lines=3,
        hint=_("Je Zeile: Gremium; 05.02.2026; Zuständigkeit"),
    )
    sources = text_field(_("Quellen"), longest=MAX_TEXT, lines=2, hint=_("Je Zeile eine Quelle."))
    criteria = text_field(
        _("Kriterien mit Gewicht"),
        longest=MAX_TEXT,
        lines=2,
        hint=_("Nur wenn Sie gewichten wollen. Je Zeile: Einfluss = 3"),
    )


class NewForm(BasicsForm):
    """A new comparison; the options that are chosen start empty."""

    chosen = forms.MultipleChoiceField(
        label=_("Alternativen"),
        choices=FORMS,
        widget=forms.CheckboxSelectMultiple,
        initial=["status_quo", "zweckverband"],
    )


class PartnerForm(forms.Form):
    """The figures of one partner that the register does not know."""

    nutzer = NumberField(DRIVER_LABELS[Driver.USERS])
    stellen = NumberField(DRIVER_LABELS[Driver.POSTS])
    fallzahlen = NumberField(DRIVER_LABELS[Driver.CASES])
    umlagegrundlagen = NumberField(DRIVER_LABELS[Driver.LEVY_BASE])
    pays_today = EuroField(_("Zahlt heute im Jahr (€)"))
    contract = text_field(_("Vertrag"))
    source = text_field(_("Quelle"))


class OptionForm(forms.Form):
    """Everything about an option but its costs and votes."""

    title = text_field(_("Titel"), required=True)
    form = forms.ChoiceField(label=_("Rechtsform"), choices=FORMS)
    variant = text_field(_("Ausgestaltung"), longest=MAX_TEXT, lines=2)
    starts_on = DayField(label=_("Gewünschter Beginn"), required=False)
    applied_on = DayField(label=_("Tag des Antrags auf Genehmigung"), required=False)
    exit = text_field(_("Ausstieg: Frist und Kosten, die bleiben"), longest=MAX_TEXT, lines=2)
    own_share = NumberField(_("Anteil der Tätigkeit für die Träger in Prozent"))
    has_private_capital = forms.ChoiceField(
        label=_("Privates Kapital beteiligt"), choices=UNKNOWN, required=False
    )
    all_represented = forms.ChoiceField(
        label=_("Alle Träger in den Organen vertreten"), choices=UNKNOWN, required=False
    )
    vat_0 = forms.ChoiceField(
        label=_("§ 2b: langfristige öffentlich-rechtliche Vereinbarung"), choices=UNKNOWN, required=False
    )
    vat_1 = forms.ChoiceField(
        label=_("§ 2b: öffentliche Infrastruktur, gemeinsame Aufgabe"), choices=UNKNOWN, required=False
    )
    vat_2 = forms.ChoiceField(label=_("§ 2b: nur Kostenerstattung"), choices=UNKNOWN, required=False)
    vat_3 = forms.ChoiceField(
        label=_("§ 2b: im Wesentlichen für öffentliche Stellen"), choices=UNKNOWN, required=False
    )
    staff = text_field(_("Personal: wer wechselt, wer bleibt"), longest=MAX_TEXT, lines=2)
    officials = forms.IntegerField(
        label=_("Betroffene Beamtinnen und Beamte"), min_value=0, max_value=10**7, required=False
    )
    data_protection = text_field(_("Datenschutz: was anzupassen ist"), longest=MAX_TEXT, lines=2)
    open_points = text_field(_("Offene Punkte"), longest=MAX_TEXT, lines=3, hint=_("Je Zeile ein Punkt."))
    scores = text_field(_("Punkte je Kriterium"), longest=MAX_TEXT, lines=2, hint=_("Je Zeile: Einfluss = 4"))
    cost_note = text_field(
        _("Welche Kosten noch fehlen"),
        hint=_("Steht hinter „Es fehlt“, solange keine Kosten eingetragen sind."),
    )


class CostForm(forms.Form):
    """One line of the cost table."""

    name = text_field(_("Bezeichnung"))
    kind = forms.ChoiceField(label=_("Art"), choices=[(kind.value, kind.label) for kind in CostKind])
    base = EuroField(_("Betrag (€)"))
    low = EuroField(_("unterer Wert (€)"))
    high = EuroField(_("oberer Wert (€)"))
    driver = forms.ChoiceField(label=_("Bezugsgröße"), choices=NOTHING + DRIVERS, required=False)
    step = NumberField(_("Größe der Stufe"))
    shared_by = forms.ChoiceField(label=_("Verteilt nach"), choices=NOTHING + DRIVERS, required=False)
    base_percent = NumberField(_("davon Sockel in Prozent"))
    first_year = forms.IntegerField(label=_("ab Jahr"), required=False, min_value=1990, max_value=2100)
    last_year = forms.IntegerField(label=_("bis Jahr"), required=False, min_value=1990, max_value=2100)
    growth = NumberField(_("Steigerung in Prozent"))
    source = text_field(_("Quelle"))
    mark = forms.ChoiceField(label=_("Beleg"), choices=MARKS)


class MajorityForm(forms.Form):
    """Which matter is decided by which majority."""

    matter = forms.ChoiceField(label=_("Gegenstand"), choices=MATTERS)
    majority = forms.ChoiceField(label=_("Mehrheit"), choices=MAJORITIES)
    needed = forms.IntegerField(
        label=_("oder: Zahl der nötigen Stimmen"), required=False, min_value=1, max_value=10**9
    )
    needs_heads = forms.BooleanField(label=_("Dieselbe Mehrheit auch nach Köpfen"), required=False)
    unit = forms.IntegerField(label=_("Einwohner je Stimme"), required=False, min_value=1)
    thresholds = text_field(_("Grenzen für weitere Sitze"), hint=_("Zum Beispiel 10000, 30000"))


class VoteForm(MajorityForm):
    """How one matter is decided."""

    weighting = forms.ChoiceField(
        label=_("Stimmen"),
        choices=NOTHING + [(each.value, each.label) for each in Weighting],
        required=False,
    )
    given = text_field(
        _("Einzelne Stimmen oder Kapital in Prozent"),
        longest=60_000,
        lines=2,
        hint=_("Je Zeile: Name oder Schlüssel = Zahl"),
    )
    vetoes = text_field(
        _("Ohne deren Zustimmung geht nichts"),
        longest=60_000,
        lines=2,
        hint=_("Je Zeile ein Name oder Schlüssel."),
    )
    source = text_field(_("Quelle"))
    mark = forms.ChoiceField(label=_("Beleg"), choices=MARKS, initial=Mark.ASSUMED.value)
    field_order = ("matter", "weighting", "majority", "needed", "needs_heads")


def decided(value: str) -> bool | None:
    """Return yes, no or unknown."""
    return {"ja": True, "nein": False}.get(value)


def undecided(value: bool | None) -> str:
    """Return the choice of a stored answer."""
    return {True: "ja", False: "nein"}.get(value, "") if value is not None else ""


def lines_of(value: str) -> list[str]:
    """Return the non-empty lines of a text area."""
    return [each.strip() for each in value.splitlines() if each.strip()]


CostFormSet = forms.formset_factory(CostForm, extra=2, max_num=60, validate_max=True)
VoteFormSet = forms.formset_factory(VoteForm, extra=1, max_num=20, validate_max=True)


def cost_inputs(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return the cost lines that have a name or an amount."""
    return [_cost(row) for row in rows if row and (row.get("name") or row.get("base") is not None)]


def _cost(row: Mapping[str, Any]) -> dict[str, Any]:
    kept = {key: value for key, value in row.items() if key not in ("shared_by", "base_percent", "DELETE")}
    kept["growth"] = row.get("growth") or "0"
    if row.get("shared_by"):
        fixed = Decimal(row.get("base_percent") or 0)
        kept["key"] = [{"driver": row["shared_by"], "percent": str(100 - fixed)}]
        if fixed:
            kept["key"].insert(0, {"driver": Driver.EQUAL.value, "percent": str(fixed)})
    return kept


def cost_initial(stored: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of a stored cost line."""
    parts = {part["driver"]: part["percent"] for part in stored.get("key") or []}
    fixed = parts.pop(Driver.EQUAL.value, None) if len(parts) > 1 else None
    return {"mark": Mark.SEEN.value, **stored, "shared_by": next(iter(parts), ""), "base_percent": fixed}


def vote_inputs(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return the rules whose votes are chosen."""
    return [vote_input(row) for row in rows if row and row.get("weighting")]


def vote_input(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a rule as it is stored."""
    majority = row["majority"]
    return {
        "matter": row["matter"],
        "weighting": row["weighting"],
        "share": majority.rstrip(">"),
        "more_than": majority.endswith(">"),
        "unit": row.get("unit"),
        "thresholds": [
            int(each) for each in row.get("thresholds", "").replace(",", " ").split() if each.isdigit()
        ],
        "given": _given(row.get("given", "")),
        "needed": row.get("needed"),
        "needs_heads": bool(row.get("needs_heads")),
        "vetoes": list(row.get("vetoes") or []),
        "source": row.get("source", ""),
        "mark": row.get("mark", Mark.ASSUMED.value),
        "words": row.get("words", ""),
    }


def whole_numbers(written: str) -> dict[str, int]:
    """Return the entries „Name = Zahl“ of a text area; a line without a whole number is left out."""
    return {name: int(value) for name, value in _given(written).items() if value.isdigit()}


def _given(written: str) -> dict[str, str]:
    pairs = (each.partition("=") for each in lines_of(written))
    return {key.strip(): value.strip().replace(",", ".") for key, _sign, value in pairs}


def vote_initial(stored: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of a stored rule."""
    return {
        "mark": Mark.ASSUMED.value,
        **stored,
        "majority": f"{stored['share']}{'>' if stored.get('more_than') else ''}",
        "thresholds": ", ".join(map(str, stored.get("thresholds") or [])),
        "given": "\n".join(f"{key} = {value}" for key, value in (stored.get("given") or {}).items()),
    }
