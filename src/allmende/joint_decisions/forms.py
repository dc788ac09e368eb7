"""Forms of joint decisions. Lists are typed line by line; what is missing stays empty."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from allmende.cooperations.legal_forms.facts import ComparedForm
from allmende.joint_decisions.actions import MatterEntry, TermEntry
from allmende.joint_decisions.core_text import CoreText, Paragraph, read_typed
from allmende.joint_decisions.domain import CoreMatch, Effect, ResultKind, RuleKind, Visibility
from allmende.joint_decisions.labels import said_choices
from allmende.joint_decisions.partner_actions import DecisionEntry, ResultEntry
from allmende.joint_decisions.states import Station
from allmende.joint_decisions.thresholds import Rule
from allmende.pages.texts import validate_visible
from allmende.papers.domain.values import parse_day
from allmende.register.forms import DayField

MAX_VOTES = 9999
RULE_ROWS = 4
DAYS = ("deadline_on", "received_on", "approved_on", "announced_on", "agreed_on")


class Text(forms.CharField):
    """One line without control characters."""

    def __init__(self, **options: Any) -> None:
        super().__init__(validators=[validate_visible], **options)


def area(label: Any, *, rows: int = 4, help_text: Any = "", required: bool = False) -> forms.CharField:
    """Return a field of several lines."""
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(
        label=label, required=required, max_length=200_000, widget=widget, help_text=help_text
    )


class MatterForm(forms.Form):
    """What is said of a matter as a whole."""

    title = Text(label=_("Titel"), max_length=300)
    text = area(_("Worum es geht"), rows=3)
    cooperation = Text(
        label=_("Zusammenarbeit"),
        max_length=80,
        required=False,
        help_text=_("Kennung aus dem Register der Zusammenarbeit, zum Beispiel citeq."),
    )
    snapshot = Text(
        label=_("Festgehaltener Vergleich"),
        max_length=19,
        required=False,
        help_text=_("Kennung des Standes, zum Beispiel 3F2A-77B0-91CD-0E4F."),
    )
    option = Text(
        label=_("Alternative des Vergleichs"),
        max_length=200,
        required=False,
        help_text=_("Titel oder Kennung der Alternative, die beschlossen wird; aus ihr kommen die Zahlen."),
    )
    legal_form = forms.ChoiceField(
        label=_("Rechtsform"),
        required=False,
        choices=[("", "–"), *((form.value, form.label) for form in ComparedForm)],
        help_text=_("Sie bestimmt, ob die Aufsicht genehmigt und ab wann der Beschluss gilt."),
    )
    deadline_on = DayField(label=_("Entscheiden bis"), required=False)
    received_on = DayField(label=_("Antrag bei der Aufsicht eingegangen am"), required=False)
    approved_on = DayField(label=_("Genehmigt am"), required=False)
    announced_on = DayField(label=_("Bekannt gemacht am"), required=False)
    agreed_on = DayField(label=_("Vereinbarter Beginn"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def entry(self, *, cooperation_id: int | None, snapshot_id: int | None, option_key: str) -> MatterEntry:
        data = self.cleaned_data
        return MatterEntry(
            title=data["title"],
            text=data["text"],
            cooperation_id=cooperation_id,
            snapshot_id=snapshot_id,
            option_key=option_key,
            legal_form=data["legal_form"],
            **{name: data[name] for name in DAYS},
        )


class CoreForm(forms.Form):
    """The joint text, typed as a whole."""

    core = area(
        _("Gemeinsamer Text"),
        rows=16,
        required=True,
        help_text=_(
            "Eine Leerzeile trennt Absätze. Ein örtlicher Teil steht allein in einem Absatz: "
            "[[mittel: Woher das Geld kommt]]. Ein Absatz, der mit [intern] beginnt, ist nur für die Partner."
        ),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def text(self) -> CoreText:
        return read_typed(self.cleaned_data["core"])


class NewForm(MatterForm):
    """A new matter with the first draft of its text."""

    core = CoreForm.base_fields["core"]
    field_order = ("title", "text", "core")


class RuleForm(forms.Form):
    """One condition of the threshold; an empty row counts for nothing."""

    kind = forms.ChoiceField(label=_("Bedingung"), required=False)
    share = Text(
        label=_("Anteil"), max_length=20, required=False, help_text=_("Als Bruch, zum Beispiel 2/3.")
    )
    strict = forms.BooleanField(label=_("mehr als dieser Anteil"), required=False)
    count = forms.IntegerField(label=_("Anzahl"), required=False, min_value=1, max_value=10_000)
    alternative = forms.IntegerField(
        label=_("Weg"),
        required=False,
        min_value=1,
        max_value=9,
        help_text=_("Alle Bedingungen desselben Weges zusammen genügen; leer ist Weg 1."),
    )
    basis = Text(label=_("Rechtsgrundlage"), max_length=300, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["kind"].choices = [("", "–"), *said_choices(RuleKind)]  # type: ignore[attr-defined]

    def clean_share(self) -> Fraction | None:
        written = self.cleaned_data["share"]
        try:
            return Fraction(written.replace(",", ".").replace(" ", "")) if written else None
        except (ValueError, ZeroDivisionError):
            raise forms.ValidationError(_("Schreiben Sie einen Bruch, zum Beispiel 2/3.")) from None

    def rule(self, vetoes: frozenset[str]) -> Rule | None:
        data = self.cleaned_data
        if not data.get("kind"):
            return None
        kind = RuleKind(data["kind"])
        return Rule(
            kind,
            share=data["share"],
            strict=data["strict"],
            count=data["count"],
            keys=vetoes if kind is RuleKind.VETO else frozenset(),
            alternative=data["alternative"] or 1,
            basis=data["basis"],
        )


class TermForm(forms.Form):
    """On which terms a partner takes part."""

    from_day = DayField(label=_("Gilt ab"))
    effect = forms.ChoiceField(label=_("Zustimmung"))
    legal_basis = Text(
        label=_("Rechtsgrundlage"),
        max_length=300,
        required=False,
        help_text=_("Zum Beispiel: Einvernehmen nach § 7 des Gesetzes, oder § 24 Abs. 1 GkG NRW."),
    )
    weight = forms.DecimalField(
        label=_("Stimmgewicht"), required=False, min_value=Decimal(0), max_digits=12, decimal_places=4
    )
    has_veto = forms.BooleanField(label=_("hat ein Veto"), required=False)
    note = Text(label=_("Anmerkung"), max_length=300, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["effect"].choices = said_choices(Effect)  # type: ignore[attr-defined]

    def entry(self) -> TermEntry:
        data = self.cleaned_data
        return TermEntry(
            effect=Effect(data["effect"]),
            legal_basis=data["legal_basis"],
            weight=Decimal(1) if data["weight"] is None else data["weight"],
            has_veto=data["has_veto"],
            note=data["note"],
        )


class JoinForm(TermForm):
    """A body that takes part from a day on."""

    body = Text(label=_("Körperschaft"), max_length=200, help_text=_("Name oder Schlüssel."))
    field_order = ("body", "from_day")


class LastDayForm(forms.Form):
    """The last day of a partner."""

    last_day = DayField(label=_("Letzter Tag"))


class OfferForm(forms.Form):
    """When to remind those who have not answered."""

    remind_on = DayField(label=_("Erinnern am"), required=False, help_text=_("Leer: keine Erinnerung."))


class SignatureForm(forms.Form):
    """The answer of an administration."""

    note = Text(label=_("Anmerkung"), max_length=500, required=False)


class ReasonForm(forms.Form):
    """Why something is done without those who should take part."""

    note = Text(label=_("Grund"), max_length=300)


class SignersForm(forms.Form):
    """Who is asked to co-sign, who stands in, when to remind."""

    asked = forms.ChoiceField(label=_("Gebeten ist"), required=False)
    deputy = forms.ChoiceField(label=_("Vertretung"), required=False)
    remind_on = DayField(label=_("Erinnern am"), required=False)

    def __init__(self, people: Sequence[tuple[str, str]], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        anybody = [("", _("jede Person mit dem Recht dazu")), *people]
        self.fields["asked"].choices = anybody  # type: ignore[attr-defined]
        self.fields["deputy"].choices = [("", "–"), *people]  # type: ignore[attr-defined]


class DecisionForm(forms.Form):
    """A partner's own paper: number, dates, local texts, who may see it."""

    reference = Text(label=_("Nummer der Vorlage"), max_length=100, required=False)
    stations = area(
        _("Beratungsfolge"),
        help_text=_(
            "Eine Zeile je Sitzung: Gremium; Tag; entscheidet. Zum Beispiel: Rat; 18.02.2026; entscheidet. "
            "Ist die Vorlage in Allmende, gilt deren Beratungsfolge."
        ),
    )
    visibility = forms.ChoiceField(label=_("Sehen dürfen es"))
    is_released = forms.BooleanField(label=_("Die Vorlage ist freigegeben"), required=False)
    note = Text(label=_("Anmerkung"), max_length=500, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, slots: Sequence[Paragraph], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["visibility"].choices = said_choices(Visibility)  # type: ignore[attr-defined]
        self.slots = [each.name for each in slots]
        for each in slots:
            self.fields[f"slot_{each.name}"] = area(f"Örtlicher Teil „{each.name}“", help_text=each.hint)

    def clean_stations(self) -> list[Station]:
        return [self._station(line) for line in self.cleaned_data["stations"].splitlines() if line.strip()]

    def _station(self, line: str) -> Station:
        parts = [part.strip() for part in line.split(";")]
        try:
            day = parse_day(parts[1]) if len(parts) > 1 and parts[1] else None
        except Exception as error:
            raise forms.ValidationError(f"{line}: {error}") from None
        decides = len(parts) > 2 and parts[2].casefold().startswith("entscheid")
        return Station(parts[0][:300], day, decides)

    def entry(self) -> DecisionEntry:
        data = self.cleaned_data
        return DecisionEntry(
            reference=data["reference"],
            local_texts={name: data[f"slot_{name}"] for name in self.slots},
            stations=data["stations"],
            visibility=Visibility(data["visibility"]),
            is_released=data["is_released"],
            note=data["note"],
        )


def typed_stations(stations: Sequence[Station]) -> str:
    """Return the lines that the form shows."""
    return "\n".join(
        "; ".join(
            filter(
                None,
                [
                    each.organization,
                    f"{each.on:%d.%m.%Y}" if each.on else ("" if not each.authoritative else " "),
                    "entscheidet" if each.authoritative else "",
                ],
            )
        )
        for each in stations
    )


def count(label: Any) -> forms.IntegerField:
    """Return a field for votes."""
    return forms.IntegerField(label=label, required=False, min_value=0, max_value=MAX_VOTES)


class ResultForm(forms.Form):
    """What a council did."""

    kind = forms.ChoiceField(label=_("Ergebnis"))
    decided_on = DayField(label=_("Entschieden am"))
    yes = count(_("Ja"))
    no = count(_("Nein"))
    abstentions = count(_("Enthaltungen"))
    resolved_text = area(
        _("Beschlossener Wortlaut"),
        rows=10,
        help_text=_(
            "Bei einer Änderung bitte den ganzen beschlossenen Text: "
            "Allmende vergleicht ihn Satz für Satz mit dem Kern."
        ),
    )
    conditions = area(
        _("Bedingungen"), help_text=_("Eine Zeile je Bedingung, zum Beispiel: mit der Maßgabe …")
    )
    judged = forms.ChoiceField(
        label=_("Von Hand zuordnen"),
        required=False,
        help_text=_("Nur wenn der Vergleich nicht zuordnen kann; Ihre Angabe gilt dann."),
    )
    note = Text(label=_("Anmerkung"), max_length=500, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["kind"].choices = [("", "–"), *said_choices(ResultKind)]  # type: ignore[attr-defined]
        by_hand = [
            pair for pair in said_choices(CoreMatch) if pair[0] in (CoreMatch.UNCHANGED, CoreMatch.CHANGED)
        ]
        self.fields["judged"].choices = [("", "–"), *by_hand]  # type: ignore[attr-defined]

    def entry(self) -> ResultEntry:
        data = self.cleaned_data
        conditions = tuple(line.strip() for line in data["conditions"].splitlines() if line.strip())
        return ResultEntry(
            kind=ResultKind(data["kind"]),
            decided_on=data["decided_on"],
            yes=data["yes"],
            no=data["no"],
            abstentions=data["abstentions"],
            resolved_text=data["resolved_text"].strip(),
            conditions=conditions,
            judged=CoreMatch(data["judged"]) if data["judged"] else None,
            note=data["note"],
        )
