"""What a scenario asks, as it stands in the address of the workshop. Pure."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from allmende.ledger.errors import LedgerRefusal

LAND = "05"
MAX_YEARS = 10
MAX_LAYERS = 5
FIRST_YEAR, LAST_YEAR = 2016, 2040
SYNTHETIC_LABEL = "synthetisch – kein echter Wert"
FROM_REGISTER, SYNTHETIC, ENTERED, DATA = "register", "beispiel", "wert", "daten-"
PLAIN = ("regel", "ort", "gemeinden", "jahre", "bekannt", "ebenen")
PREFIXES = ("ein.", "wert.", *(f"e{number}." for number in range(1, MAX_LAYERS + 1)))
GROUPED = re.compile(r"[+-]?[0-9]{1,3}(\.[0-9]{3})+(,[0-9]+)?")
SIMPLE = re.compile(r"[+-]?[0-9]+([.,][0-9]+)?")
LONGEST_NUMBER = 30
WHOLE_CENTS = {"to": "0.01 EUR", "mode": "kaufmaennisch", "section": "Annahme des Szenarios"}


class NoNumber(LedgerRefusal):
    """A text is no number, or can be read in two ways."""

    message = "„{text}“ ist keine Zahl. Schreiben Sie etwa 1.234,50 oder 1234,50."


class AmbiguousNumber(NoNumber):
    message = "„{text}“ ist mehrdeutig: Tausenderpunkt oder Komma? Schreiben Sie {thousands} oder {decimal}."


class WrongYears(LedgerRefusal):
    message = "„{text}“ ist keine Angabe von Jahren. Schreiben Sie 2026, 2024-2026 oder 2024, 2026."


class TooManyYears(LedgerRefusal):
    message = "{count} Jahre auf einmal sind zu viele. Wählen Sie höchstens {most} von {first} bis {last}."


class WrongDay(LedgerRefusal):
    message = "„{text}“ ist kein Tag wie 2026-01-31."


class MixedData(LedgerRefusal):
    """Real and synthetic base data must never meet in one result."""

    message = (
        "Echte und synthetische Grunddaten werden nie in einem Ergebnis gemischt ({names}). "
        "Wählen Sie für alle Eingaben echte Daten oder für alle das Beispiel."
    )


@dataclass(frozen=True, slots=True)
class LayerSettings:
    """One named layer: new values by parameter and key (`flueag_rate.kreisfrei`), as people typed them."""

    name: str
    values: Mapping[str, str]
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class Settings:
    """A whole question. `sources` says per input where its values come from, `entered` what was typed."""

    rule: str = ""
    place: str = LAND
    picked: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    sources: Mapping[str, str] = None  # type: ignore[assignment]  # always given by settings_of
    entered: Mapping[str, str] = None  # type: ignore[assignment]
    layers: tuple[LayerSettings, ...] = ()
    layer_count: int = 1
    known: date | None = None
    """The day whose knowledge of the law counts; None: all that is known."""

    @property
    def data_ids(self) -> list[int]:
        """Return the base data sets that the question names."""
        words = (word.removeprefix(DATA) for word in self.sources.values() if word.startswith(DATA))
        return sorted({int(word) for word in words if word.isdecimal() and len(word) < 10})


def kept(parameters: Mapping[str, str]) -> dict[str, str]:
    """Return those parameters of an address that belong to the question, empty ones left out."""
    return {
        name: value.strip()[:2000]
        for name, value in parameters.items()
        if (name in PLAIN or name.startswith(PREFIXES)) and value.strip() and len(name) < 200
    }


def settings_of(parameters: Mapping[str, str], *, year: int) -> Settings:
    """Return the question of an address; raise a LedgerRefusal that says what cannot be read.

    `year` is meant when none is named.
    """
    said = kept(parameters)
    count = said.get("ebenen", "1")
    layer_count = min(MAX_LAYERS, max(1, int(count))) if count.isdecimal() and len(count) < 4 else 1
    return Settings(
        rule=said.get("regel", ""),
        place=said.get("ort", LAND),
        picked=tuple(each.strip() for each in re.split(r"[,;\n]", said.get("gemeinden", "")) if each.strip()),
        years=years_of(said.get("jahre", str(year))),
        sources={name[4:]: value for name, value in said.items() if name.startswith("ein.")},
        entered={name[5:]: value for name, value in said.items() if name.startswith("wert.")},
        layers=tuple(_layers(said, layer_count)),
        layer_count=layer_count,
        known=_day(said.get("bekannt", "")),
    )


def years_of(text: str) -> tuple[int, ...]:
    """Return the years of „2024-2026“ or „2024, 2026“."""
    found: set[int] = set()
    for part in re.split(r"[,; ]+", re.sub(r"\s*[-–]\s*", "-", text.strip())):
        match = re.fullmatch(r"([0-9]{4})(?:-([0-9]{4}))?", part)
        if match is None:
            raise WrongYears(text=text[:40])
        first, last = int(match[1]), int(match[2] or match[1])
        if last < first or last - first > LAST_YEAR:
            raise WrongYears(text=text[:40])
        found.update(range(first, last + 1))
    years = tuple(sorted(found))
    if len(years) > MAX_YEARS or years[0] < FIRST_YEAR or years[-1] > LAST_YEAR:
        raise TooManyYears(count=len(years), most=MAX_YEARS, first=FIRST_YEAR, last=LAST_YEAR)
    return years


def month_of(text: str) -> int:
    """Return the number of a month, 0 if the text is none."""
    return int(text) if re.fullmatch(r"[1-9]|1[0-2]", text) else 0


def exact_number(text: str) -> str:
    """Return a number people typed, in German or plain writing, as `1234.50`."""
    plain = text.strip().replace("−", "-").replace("\u00a0", "").replace("\u202f", "").replace(" ", "")
    if len(plain) > LONGEST_NUMBER:
        raise NoNumber(text=text[:40])
    if re.fullmatch(r"[+-]?[1-9][0-9]{0,2}\.[0-9]{3}", plain):
        raise AmbiguousNumber(text=text, thousands=plain.replace(".", ""), decimal=plain.replace(".", ","))
    if GROUPED.fullmatch(plain):
        return plain.replace(".", "").replace(",", ".")
    if SIMPLE.fullmatch(plain):
        return plain.replace(",", ".")
    raise NoNumber(text=text[:40])


def layer_documents(
    layers: Sequence[LayerSettings], amounts: Collection[str] = ()
) -> list[dict[str, object]]:
    """Return layers in the form `allmende.rules` reads; „+25 %“ is a factor, everything else a value.

    `amounts` are the parameters that are sums of money: a factor leaves whole cents of them.
    """
    documents: list[dict[str, object]] = []
    for layer in layers:
        rows: dict[str, list[dict[str, object]]] = {}
        for path, text in layer.values.items():
            name, _, key = path.partition(".")
            word, value = _meant(text)
            row: dict[str, object] = {word: {key: value}} if key else {word: value}
            if key and word == "value":
                row = {"values": {key: value}}
            if word == "factor" and name in amounts:
                row["rounding"] = WHOLE_CENTS
            if layer.first:
                row["from"] = layer.first.isoformat()
            if layer.last:
                row["last"] = layer.last.isoformat()
            rows.setdefault(name, []).append(row)
        documents.append({"name": layer.name, "rows": rows})
    return documents


def _meant(text: str) -> tuple[str, str]:
    plain = text.strip()
    if plain.endswith("%") and plain.startswith(("+", "-", "−")):
        return "factor", f"{exact_number(plain.removesuffix('%'))} %"
    return "value", exact_number(plain)


def _layers(said: Mapping[str, str], count: int) -> Iterable[LayerSettings]:
    for number in range(1, count + 1):
        start = f"e{number}."
        own = {name.removeprefix(start): value for name, value in said.items() if name.startswith(start)}
        name, first, last = (own.pop(word, "") for word in ("name", "ab", "bis"))
        if own:
            yield LayerSettings(name or f"Annahme {number}", own, _day(first), _day(last))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise WrongDay(text=text[:40]) from None


# --- what came out ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Municipality:
    """A municipality as the register has it."""

    id: int
    key: str
    name: str
    district: str
    is_independent: bool
    population: int | None
    area: Decimal | None


@dataclass(frozen=True, slots=True)
class ResultRow:
    """What a municipality gets under the law and in the scenario: cents, or a number in the rule's unit."""

    municipality: Municipality
    before: int | Decimal
    after: int | Decimal

    @property
    def change(self) -> int | Decimal:
        return self.after - self.before

    @property
    def per_head(self) -> Decimal | None:
        """Return the change in euros per inhabitant; for other units the change itself per inhabitant."""
        if not self.municipality.population:
            return None
        whole = Decimal(self.change) / 100 if isinstance(self.change, int) else self.change
        return whole / self.municipality.population


@dataclass(frozen=True, slots=True)
class YearTotal:
    """The sum over the shown municipalities in one year."""

    year: int
    before: int | Decimal
    after: int | Decimal

    @property
    def change(self) -> int | Decimal:
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class Balance:
    """Who gains, who loses."""

    before: int | Decimal
    after: int | Decimal
    winners: int
    losers: int
    unchanged: int

    @property
    def change(self) -> int | Decimal:
        return self.after - self.before


def balance_of(rows: Sequence[ResultRow]) -> Balance:
    """Return the sums over all rows."""
    winners = sum(row.change > 0 for row in rows)
    losers = sum(row.change < 0 for row in rows)
    before = sum((row.before for row in rows), start=0)
    after = sum((row.after for row in rows), start=0)
    return Balance(before, after, winners, losers, len(rows) - winners - losers)
