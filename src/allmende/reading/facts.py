"""What a council paper says: typed facts, each with its place in the text and a confidence.

The words are OParl's; the closed lists are those of the annotation format. `None` beats a guess.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Generic, TypeVar

from allmende.common.findings import Finding, Place


class PaperKind(StrEnum):
    """What sort of paper it is."""

    BESCHLUSSVORLAGE = "Beschlussvorlage"
    MITTEILUNGSVORLAGE = "Mitteilungsvorlage"
    ANTRAG = "Antrag"
    ANFRAGE = "Anfrage"
    STELLUNGNAHME = "Stellungnahme"
    NIEDERSCHRIFT = "Niederschrift"
    AUSZUG = "Auszug"
    EINLADUNG = "Einladung"
    RESOLUTION = "Resolution"
    SATZUNG = "Satzung/Vertrag"
    PRESSEMITTEILUNG = "Pressemitteilung"
    SCHREIBEN = "Schreiben"
    SONSTIGES = "Sonstiges"


class Treatment(StrEnum):
    """Whether the public may be present."""

    PUBLIC = "öffentlich"
    NON_PUBLIC = "nichtöffentlich"
    MIXED = "gemischt"


class ConsultationRole(StrEnum):
    """What a committee does with the paper."""

    BERATUNG = "beratung"
    ENTSCHEIDUNG = "entscheidung"
    KENNTNISNAHME = "kenntnisnahme"
    ANHOERUNG = "anhörung"
    BEANTWORTUNG = "beantwortung"


class AmountLabel(StrEnum):
    """What a sum of money is."""

    KOSTEN = "kosten"
    ERTRAG = "ertrag"
    FOERDERUNG = "förderung"
    EINSPARUNG = "einsparung"
    EIGENANTEIL = "eigenanteil"
    ZUSCHUSS = "zuschuss"
    UMLAGE = "umlage"
    ENTGELT = "entgelt"
    HAUSHALT = "haushalt"
    KREDIT = "kredit"
    KAPITAL = "kapital"
    SCHWELLE = "schwelle"
    FEHLBEDARF = "fehlbedarf"


class Relation(StrEnum):
    """How this paper relates to another paper or decision."""

    BEZUG = "bezug"
    AUFGEHOBEN = "aufgehoben"
    GEAENDERT = "geändert"
    ERGAENZT = "ergänzt"
    ERSETZT = "ersetzt"


T = TypeVar("T", covariant=True)


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """One value of the header with its place and confidence (0 to 1)."""

    value: T
    place: Place
    confidence: float


@dataclass(frozen=True, slots=True)
class ConsultationFact:
    """One station of the Beratungsfolge."""

    body: str
    date: date | None
    role: ConsultationRole | None
    treatment: Treatment | None
    place: Place
    confidence: float


@dataclass(frozen=True, slots=True)
class ResolutionItem:
    """One point of what is decided or moved; `number` is None when the decision is not numbered."""

    number: str | None
    text: str
    place: Place
    confidence: float


@dataclass(frozen=True, slots=True)
class AmountFact:
    """One distinct sum of money; `value` in units of `currency` with two decimals, `unit` per what."""

    value: Decimal
    currency: str
    label: AmountLabel | None
    unit: str | None
    year: int | None
    place: Place
    confidence: float


@dataclass(frozen=True, slots=True)
class ReferenceFact:
    """Another paper, motion or decision: by number, else by its date."""

    reference: str | None
    date: date | None
    relation: Relation
    place: Place
    confidence: float


@dataclass(frozen=True, slots=True)
class CitationFact:
    """One section of a law, normalised: `§ 26 Abs. 1 Buchst. m KrO NRW`."""

    citation: str
    place: Place
    confidence: float


@dataclass(frozen=True, slots=True)
class DateFact:
    """A further date with the words that give it its meaning."""

    date: date
    meaning: str
    place: Place
    confidence: float


@dataclass(frozen=True, slots=True)
class OrganisationFact:
    """A municipality, district, provider, association or ministry named in the text."""

    name: str
    place: Place
    confidence: float


class FinanceField(StrEnum):
    """What an entry of the finance block says."""

    PRODUKT = "produkt"
    SACHKONTO = "sachkonto"
    HAUSHALTSSTELLE = "haushaltsstelle"
    WIRKUNG = "wirkung"
    DECKUNG = "deckung"
    FOLGEAUFWAND = "folgeaufwand"
    EINSPARUNG_AB = "einsparung_ab"


class ImpactTopic(StrEnum):
    """On what a paper says it has an effect, or none."""

    KLIMA = "klima"
    PERSONAL = "personal"
    STELLENPLAN = "stellenplan"


@dataclass(frozen=True, slots=True)
class VoteFact:
    """The result of one vote: its words („einstimmig“) and its counts, as far as the text gives them."""

    outcome: str | None
    yes: int | None
    no: int | None
    abstentions: int | None
    place: Place
    confidence: float


@dataclass(frozen=True, slots=True)
class ConditionFact:
    """A condition of what is decided („mit der Maßgabe, dass …“)."""

    text: str
    place: Place
    confidence: float


@dataclass(frozen=True, slots=True)
class DutyFact:
    """What somebody is told to do, and until when if the text says so."""

    addressee: str
    text: str
    due: date | None
    place: Place
    confidence: float


@dataclass(frozen=True, slots=True)
class FinanceFact:
    """One filled-in entry of the finance block."""

    field: FinanceField
    value: str
    place: Place
    confidence: float


@dataclass(frozen=True, slots=True)
class ImpactFact:
    """What a paper states about climate, staff or the staffing plan."""

    topic: ImpactTopic
    text: str
    place: Place
    confidence: float


@dataclass(frozen=True, slots=True)
class PaperFacts:
    """Everything read from one paper; absent means the text does not say it."""

    kind: Found[PaperKind] | None = None
    issuer: Found[str] | None = None
    reference: Found[str] | None = None
    department: Found[str] | None = None
    file_number: Found[str] | None = None
    date: Found[date] | None = None
    status: Found[Treatment] | None = None
    subject: Found[str] | None = None
    consultations: tuple[ConsultationFact, ...] = ()
    resolution: tuple[ResolutionItem, ...] = ()
    amounts: tuple[AmountFact, ...] = ()
    references: tuple[ReferenceFact, ...] = ()
    legal: tuple[CitationFact, ...] = ()
    dates: tuple[DateFact, ...] = ()
    organisations: tuple[OrganisationFact, ...] = ()
    votes: tuple[VoteFact, ...] = ()
    conditions: tuple[ConditionFact, ...] = ()
    duties: tuple[DutyFact, ...] = ()
    finance: tuple[FinanceFact, ...] = ()
    impacts: tuple[ImpactFact, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """The outcome of reading one document: its facts, the findings a person should look at, and the family
    of layouts it was read by.
    """

    facts: PaperFacts
    findings: tuple[Finding, ...]
    layout: str = "generic"
