"""Forms of a comparison: what is asked, in which words. What becomes of it: form_values."""

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from allmende.cooperations.domain import Matter
from allmende.cooperations.legal_forms.facts import ComparedForm
from allmende.cooperations.options.domain import MAX_YEARS, ConsentEffect, CostKind, Weighting
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


class EditedBasicsForm(BasicsForm):
    """The basics of a stored comparison, with the council paper that it belongs to."""

    paper = forms.TypedChoiceField(
        label=_("Vorlage"),
        coerce=int,
        empty_value=None,
        required=False,
        help_text=_("Zu welcher Vorlage Ihrer Körperschaft der Vergleich gehört."),
    )

    def __init__(self, *args: Any, papers: Sequence[tuple[int, str]] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["paper"]
        assert isinstance(field, forms.TypedChoiceField)  # noqa: S101 - declared so above
        field.choices = [*NOTHING, *papers]


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

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        stored = str(self.initial.get("majority") or "")
        field = self.fields["majority"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared so above
        if stored and stored not in dict(MAJORITIES):
            more = _("mehr als {share}") if stored.endswith(">") else _("mindestens {share}")
            field.choices = [*MAJORITIES, (stored, more.format(share=stored.rstrip(">")))]


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


class ConsentForm(forms.Form):
    """Whose consent matters beside the founding resolutions."""

    who = text_field(_("Wer"), hint=_("Zum Beispiel: Städte und Gemeinden des Kreises, Personalrat."))
    basis = text_field(_("Rechtsgrundlage"), longest=500)
    effect = forms.ChoiceField(
        label=_("Wirkung"),
        choices=[(each.value, each.label) for each in ConsentEffect],
        initial=ConsentEffect.UNCLEAR.value,
    )
    state = text_field(_("Stand"), longest=500, hint=_("Zum Beispiel: am 10.01.2026 erteilt, noch offen."))
    source = text_field(_("Quelle"))
    options = forms.MultipleChoiceField(
        label=_("Nur für diese Alternativen"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Ohne Haken: für alle."),
    )

    def __init__(self, *args: Any, choices: Sequence[tuple[str, str]] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["options"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 - declared so above
        field.choices = list(choices)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not data.get("who") and any(data.get(name) for name in ("basis", "state", "source")):
            self.add_error("who", _("Wessen Zustimmung ist gemeint?"))
        return data


class GroupCostsForm(forms.Form):
    """What groups of partners would pay on their own."""

    groups = text_field(
        _("Kosten je Gruppe im Jahr"),
        longest=600_000,
        lines=12,
        hint=_("Je Zeile: Name + Name = Betrag in Euro. Zeilen ohne Betrag zählen als nicht bekannt."),
    )


ConsentFormSet = forms.formset_factory(ConsentForm, extra=1, max_num=40, validate_max=True)
CostFormSet = forms.formset_factory(CostForm, extra=2, max_num=60, validate_max=True)
VoteFormSet = forms.formset_factory(VoteForm, extra=1, max_num=20, validate_max=True)
