"""What follows from a legal form: which authority, which approval, from when, who resolves what, in-house.

Source: GkG NRW §§ 9, 10, 19, 20, 23, 24, 27, 29; GWB § 108; GO NRW § 41, KrO NRW § 26. Every answer names
its section and how far its text was checked.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from allmende.common.errors import AllmendeError
from allmende.common.formats import day, number
from allmende.common.holidays import working_day_from
from allmende.cooperations.legal_forms.facts import ComparedForm
from allmende.ledger.domain import Mark
from allmende.register.domain import DISTRICT_KINDS, MUNICIPAL_KINDS, Kind

FOUR_WEEKS = timedelta(weeks=4)
OWN_SHARE = Decimal(80)
"""Percent of the activity that must be for the owners (§ 108 Abs. 4 Nr. 2 GWB)."""
MARKET_SHARE = Decimal(20)
"""Percent that a cooperation may do on the market at most (§ 108 Abs. 6 Nr. 3 GWB)."""
INDEPENDENT = frozenset({Kind.KREISFREIE_STADT, Kind.STADTKREIS}) | DISTRICT_KINDS
ABOVE_ALL = frozenset({Kind.LANDSCHAFTSVERBAND})
AGREEMENTS = frozenset({ComparedForm.OERV_MANDATIEREND, ComparedForm.OERV_DELEGIEREND})
COMPANIES = frozenset({ComparedForm.GMBH, ComparedForm.HOLDING_GMBH})
ASSOCIATIONS = frozenset({ComparedForm.ZWECKVERBAND, ComparedForm.HOLDING_ZWECKVERBAND})


class PercentImpossible(AllmendeError):
    """A share lies outside 0 to 100 percent."""

    message = "Der Anteil {value} % ist nicht möglich. Geben Sie eine Zahl von 0 bis 100 an."


class Approval(StrEnum):
    """What the supervisory authority has to do."""

    NONE = "none"
    GENEHMIGUNG = "genehmigung"
    ANZEIGE = "anzeige"
    UNCLEAR = "unclear"

    @property
    def label(self) -> str:
        return {
            "none": "Keine",
            "genehmigung": "Genehmigung",
            "anzeige": "Anzeige",
            "unclear": "Anzeige oder Genehmigung, nicht geklärt",
        }[self.value]


@dataclass(frozen=True, slots=True)
class Member:
    """What the rules need to know of a body that takes part: its kind, and the Kreis it lies in."""

    name: str
    kind: Kind
    district: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """A sentence with its section and mark."""

    says: str
    section: str
    mark: Mark = Mark.SEEN


@dataclass(frozen=True, slots=True)
class DeemedApproval:
    """The approval that comes by silence (§ 24 Abs. 2, § 10 Abs. 1 GkG NRW)."""

    notice_until: date
    """Last day on which the authority can say that it will refuse or ask for changes."""
    hearing_until: date
    """Last day on which it can set the day of a hearing."""
    granted_from: date | None
    """First day on which the approval counts as granted without doubt; None if the authority spoke up."""

    @property
    def sentence(self) -> str:
        if self.granted_from is None:
            return "Die Behörde hat sich rechtzeitig gemeldet; ihr Schweigen ersetzt die Genehmigung nicht."
        return (
            f"Ohne Mitteilung bis {day(self.notice_until)} und ohne Termin bis {day(self.hearing_until)} "
            f"gilt die Genehmigung ab {day(self.granted_from)} als erteilt."
        )


def competent_authority(form: ComparedForm, members: Sequence[Member]) -> Answer:
    """Return who supervises and approves (§ 29 GkG NRW)."""
    if form is ComparedForm.ARBEITSGEMEINSCHAFT:
        return Answer("Keine Behörde.", "§ 29 GkG NRW", Mark.ASSUMED)
    if form is ComparedForm.OHNE:
        return Answer("Keine Zuständigkeit nach dem GkG.", "§ 1 GkG NRW", Mark.ASSUMED)
    if form is ComparedForm.STATUS_QUO:
        return Answer("Keine neue Zuständigkeit.", "§ 29 Abs. 4 GkG NRW", Mark.ASSUMED)
    independent = [member for member in members if member.kind in INDEPENDENT]
    if form in COMPANIES:
        return _authorities_of_shareholders(members, independent)
    section = "§ 29 Abs. 4 GkG NRW" if form in AGREEMENTS else "§ 29 Abs. 1 GkG NRW"
    if form is ComparedForm.GKU and any(member.kind in ABOVE_ALL for member in members):
        return Answer("Das für Kommunales zuständige Ministerium.", "§ 29 Abs. 1 Satz 2 GkG NRW")
    if independent or any(member.kind not in MUNICIPAL_KINDS for member in members):
        because = f" (beteiligt: {_named(independent)})" if independent else ""
        return Answer(f"Die Bezirksregierung{because}.", section)
    districts = {member.district for member in members}
    if len(districts) == 1:
        return Answer(f"Der Landrat ({districts.pop()}).", section)
    return Answer("Der Landrat am Sitz; bei mehreren Kreisen bitte klären.", section, Mark.TO_VERIFY)


def _named(members: Sequence[Member]) -> str:
    more = " und andere" if len(members) > 1 else ""
    return f"{members[0].name}{more}"


def _authorities_of_shareholders(members: Sequence[Member], independent: Sequence[Member]) -> Answer:
    says = "Die Kommunalaufsicht jedes Gesellschafters: "
    parts = []
    if independent:
        parts.append(f"Bezirksregierung ({len(independent)})")
    if others := len(members) - len(independent):
        parts.append(f"Landrat ({others})")
    return Answer(says + " und ".join(parts) + ".", "§ 115 GO NRW", Mark.ASSUMED)


def approval(form: ComparedForm) -> tuple[Approval, Answer]:
    """Return what the authority has to do before the form can begin."""
    if form in AGREEMENTS:
        return Approval.GENEHMIGUNG, Answer("Genehmigung", "§ 24 Abs. 2 GkG NRW")
    if form in ASSOCIATIONS:
        return Approval.GENEHMIGUNG, Answer("Genehmigung", "§ 10 GkG NRW", Mark.TO_VERIFY)
    if form is ComparedForm.GKU:
        return Approval.UNCLEAR, Answer(Approval.UNCLEAR.label, "§ 27 GkG NRW, § 115 GO NRW", Mark.TO_VERIFY)
    if form in COMPANIES:
        return Approval.ANZEIGE, Answer("Anzeige", "§ 115 GO NRW", Mark.TO_VERIFY)
    return Approval.NONE, Answer("Keine", "§ 3 GkG NRW", Mark.TO_VERIFY)


def deemed_approval(
    received_on: date, *, notice_on: date | None = None, hearing_set_on: date | None = None
) -> DeemedApproval:
    """Return when silence approves. A period that would end on a weekend or holiday ends on a working day.

    The statute joins both periods by "und nicht", so without any sign the approval is beyond doubt only when
    both have passed; a notice or a hearing set in time stops it.
    """
    notice_until = working_day_from(received_on + FOUR_WEEKS)
    hearing_until = working_day_from(notice_until + FOUR_WEEKS)
    spoken = notice_on is not None and notice_on <= notice_until
    heard = hearing_set_on is not None and hearing_set_on <= hearing_until
    granted = None if spoken or heard else hearing_until + timedelta(days=1)
    return DeemedApproval(notice_until, hearing_until, granted)


def effective_from(announced_on: date, agreed: date | None = None) -> date:
    """Return from when an agreement works: the day after the gazette or a later agreed day (§ 24 Abs. 4)."""
    following = announced_on + timedelta(days=1)
    return max(following, agreed) if agreed else following


def founding_resolutions(form: ComparedForm, members: Sequence[Member]) -> list[Answer]:
    """Return who must resolve what before the form can begin."""
    if form is ComparedForm.OHNE:
        return [Answer("Das zuständige Organ der Körperschaft.", "GO und KrO NRW", Mark.ASSUMED)]
    if form is ComparedForm.STATUS_QUO:
        return [Answer("Kein Beschluss nötig, solange nichts geändert wird.", "§ 23 GkG NRW", Mark.ASSUMED)]
    councils = sum(member.kind in MUNICIPAL_KINDS for member in members)
    districts = sum(member.kind in DISTRICT_KINDS for member in members)
    what = _subject(form)
    answers = []
    if councils:
        who = "Der Rat" if councils == 1 else f"Die Räte der {councils} Städte und Gemeinden"
        answers.append(Answer(f"{who}: {what}.", "§ 41 Abs. 1 Satz 2 GO NRW", Mark.TO_VERIFY))
    if districts:
        who = "Der Kreistag" if districts == 1 else f"Die Kreistage der {districts} Kreise"
        answers.append(
            Answer(f"{who}, vorberaten im Kreisausschuss: {what}.", "§ 26 Abs. 1 KrO NRW", Mark.TO_VERIFY)
        )
    if others := len(members) - councils - districts:
        answers.append(
            Answer(f"Die Organe von {others} weiteren Beteiligten: {what}.", "eigene Satzung", Mark.TO_VERIFY)
        )
    return [*answers, *_together(form)]


def _subject(form: ComparedForm) -> str:
    if form in AGREEMENTS:
        return "Abschluss der Vereinbarung"
    if form in ASSOCIATIONS:
        return "Vereinbarung der Verbandssatzung"
    if form is ComparedForm.GKU:
        return "Vereinbarung der Unternehmenssatzung"
    if form in COMPANIES:
        return "Beteiligung und Gesellschaftsvertrag"
    return "Vereinbarung der Arbeitsgemeinschaft"


def _together(form: ComparedForm) -> list[Answer]:
    if form in ASSOCIATIONS:
        return [Answer("Alle müssen derselben Satzung zustimmen.", "§ 9 Abs. 1 GkG NRW")]
    if form is ComparedForm.GKU:
        return [Answer("Die Beschlüsse aller Vertretungen müssen übereinstimmen.", "§ 27 Abs. 4 GkG NRW")]
    if form in AGREEMENTS:
        return [
            Answer("Der Vertrag braucht die Zustimmung jedes Partners.", "§ 24 Abs. 1 GkG NRW", Mark.ASSUMED)
        ]
    if form in COMPANIES:
        return [Answer("Der Vertrag ist zu beurkunden.", "§ 2 GmbHG", Mark.TO_VERIFY)]
    return []


def later_majorities(form: ComparedForm) -> list[Answer]:
    """Return which majority later changes need."""
    if form is ComparedForm.OHNE:
        return []
    if form in ASSOCIATIONS:
        return [
            Answer(
                "Satzung, Beitritt, Austritt, Auflösung: zwei Drittel aller satzungsmäßigen Stimmen.",
                "§ 20 Abs. 1 GkG NRW",
            ),
            Answer("Aufgaben: alle.", "§ 20 Abs. 1 GkG NRW"),
        ]
    if form is ComparedForm.GKU:
        return [
            Answer("Grundlegendes: übereinstimmende Beschlüsse aller Vertretungen.", "§ 27 Abs. 4 GkG NRW")
        ]
    if form in COMPANIES:
        return [
            Answer("Laufendes: mehr als die Hälfte der abgegebenen Stimmen.", "§ 47 Abs. 1 GmbHG"),
            Answer("Gesellschaftsvertrag: drei Viertel, beurkundet.", "§ 53 Abs. 2 GmbHG"),
        ]
    if form is ComparedForm.ARBEITSGEMEINSCHAFT:
        return [
            Answer(
                "Jedes Mitglied setzt selbst um; niemand wird überstimmt.", "§ 2 Abs. 2 GkG NRW", Mark.ASSUMED
            )
        ]
    return [Answer("Jede Änderung: alle Partner.", "§ 23 Abs. 1 GkG NRW", Mark.ASSUMED)]


def in_house_check(
    form: ComparedForm,
    *,
    own_share: Decimal | None,
    has_private_capital: bool | None,
    all_represented: bool | None,
) -> list[Answer]:
    """Return the tests of § 108 GWB, each passed, failed or open. `own_share`: percent for the owners."""
    if own_share is not None and not 0 <= own_share <= 100:
        raise PercentImpossible(value=own_share)
    if form in AGREEMENTS | {ComparedForm.STATUS_QUO}:
        market = None if own_share is None else 100 - own_share
        return [
            _tested(
                "Weniger als 20 % am Markt",
                market,
                lambda value: value < MARKET_SHARE,
                "§ 108 Abs. 6 Nr. 3 GWB",
            ),
        ]
    if form is ComparedForm.OHNE:
        return [Answer("Entfällt.", "§ 108 GWB", Mark.ASSUMED)]
    if form is ComparedForm.ARBEITSGEMEINSCHAFT:
        return [Answer("Keine Vergabe, solange nur abgestimmt wird.", "§ 108 GWB", Mark.ASSUMED)]
    return [
        _tested(
            "Mehr als 80 % für die Träger",
            own_share,
            lambda value: value > OWN_SHARE,
            "§ 108 Abs. 4 Nr. 2 GWB",
        ),
        _yes_or_no(
            "Kein privates Kapital",
            None if has_private_capital is None else not has_private_capital,
            "§ 108 Abs. 4 Nr. 3 GWB",
        ),
        _yes_or_no("Alle Träger in den Organen vertreten", all_represented, "§ 108 Abs. 5 Nr. 1 GWB"),
    ]


def _tested(what: str, percent: Decimal | None, test: Callable[[Decimal], bool], section: str) -> Answer:
    if percent is None:
        return Answer(f"{what}: offen, es fehlt der Anteil der Tätigkeit für die Träger", section)
    said = "erfüllt" if test(percent) else "nicht erfüllt"
    return Answer(f"{what}: {said} ({number(percent)} %)", section)


def _yes_or_no(what: str, is_met: bool | None, section: str) -> Answer:
    said = {True: "erfüllt", False: "nicht erfüllt", None: "offen, es fehlt die Angabe"}[is_met]
    return Answer(f"{what}: {said}", section)


def vat_check(conditions: Collection[bool | None]) -> str:
    """Return what the four conditions of § 2b Abs. 3 Nr. 2 UStG give."""
    if all(conditions):
        return "Alle vier Bedingungen erfüllt: nicht steuerbar."
    if False in conditions:
        return "Mindestens eine Bedingung nicht erfüllt: Steuerbarkeit prüfen."
    return "Es fehlt: Prüfung der vier Bedingungen."
