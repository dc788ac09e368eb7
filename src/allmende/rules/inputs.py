"""Turns what people enter into exact values, for one case or for a table of bodies."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any, NoReturn

from allmende.common.errors import Phrase
from allmende.rules.choosing import ExactChoice
from allmende.rules.errors import BadInput, nearest_names
from allmende.rules.exact import Exact, ExactTruth, Lists
from allmende.rules.parameters import InputField
from allmende.rules.units import Unit, UnknownUnit, unit
from allmende.rules.wholes import whole_array

Value = Exact | ExactTruth | ExactChoice
TABLE = "bodies"
BODY_NAMES = ("body", "name", "ags", "key")
NUMBER = re.compile(r"([+-]?[0-9]+)(?:([.,])([0-9]+))?(?:[eE]([+-]?[0-9]{1,2}))?")
THOUSANDS = re.compile(r"[+-]?[1-9][0-9]{0,2}[.,][0-9]{3}")
FRACTION = re.compile(r"[+-]?[0-9]{1,20}/[1-9][0-9]{0,19}(?![0-9.,])")
"""An exact quotient, `200000/3`: what programs hand over where no decimal ends."""
GROUPED = re.compile(r"[+-]?[0-9]{1,3}(?:[.,' \u00a0\u202f][0-9]{3})+(?:[.,][0-9]+)?")
YES = {"true", "yes", "ja", "1", "wahr"}
NO = {"false", "no", "nein", "0", "falsch"}
MAX_DIGITS = 30


@dataclass(frozen=True, slots=True)
class Prepared:
    """Inputs ready to compute with; `bodies` names the rows of a table, None means one case."""

    values: dict[str, Value]
    bodies: tuple[str, ...] | None = None
    texts: dict[str, str] = field(default_factory=dict)


class Preparation:
    """Reads the inputs of one calculation; remembers how decimals are written, since mixing is a mistake."""

    def __init__(self, given: Mapping[str, Any]) -> None:
        self.given, self.bodies = _by_name(given)
        self.separator: tuple[str, str] | None = None

    def prepared(self, fields: Sequence[InputField]) -> Prepared:
        """Return the values of these fields, as far as they were given."""
        wanted = [field for field in fields if field.name in self.given]
        count = self._count(wanted)
        values = {field.name: self._value(field, self.given[field.name], count) for field in wanted}
        bodies = self.bodies
        if count is not None and bodies is None:
            bodies = tuple(str(number) for number in range(1, count + 1))
        return Prepared(values, bodies if count is not None else None)

    def _count(self, fields: Sequence[InputField]) -> int | None:
        """Return how many bodies the lists speak of."""
        lengths: dict[str, int] = {}
        for item in fields:
            given = self.given[item.name]
            if isinstance(given, Exact | ExactTruth | ExactChoice):
                length = _length(given)
            elif not _is_list(given) or (item.is_list and not any(map(_is_list, given))):
                continue
            else:
                length = len(given)
            if length is not None:
                lengths[item.name] = length
        if self.bodies is not None:
            lengths.setdefault(TABLE, len(self.bodies))
        if len(set(lengths.values())) > 1:
            told = ", ".join(f"{name}: {length}" for name, length in lengths.items())
            name = max(lengths, key=lambda key: lengths[key])
            _bad(
                name,
                "",
                "Die Listen sind verschieden lang ({told}). Jede Körperschaft braucht jeden Wert.",
                told=told,
            )
        if 0 in lengths.values():
            _bad(
                next(iter(lengths)),
                "",
                "Die Liste ist leer. Geben Sie mindestens eine Körperschaft an.",
            )
        return next(iter(lengths.values()), None)

    def _value(self, item: InputField, given: Any, count: int | None) -> Value:
        if isinstance(given, Exact | ExactTruth | ExactChoice):
            return given
        if item.for_all and _is_list(given):
            given = self._same_for_all(item, given)
        if item.is_list:
            return self._lists(item, given, count)
        if item.unit.text == "yes_no":
            return self._truths(item, given)
        if item.unit.text == "choice":
            return self._choices(item, given)
        if not _is_list(given):
            one = Exact.of(self.number(item, given))
            if count is None or item.for_all:
                return one
            return Exact(whole_array([one.numerator] * count), one.denominator)
        return Exact.many([self.number(item, each, index) for index, each in enumerate(given)])

    def _same_for_all(self, item: InputField, given: Sequence[Any]) -> Any:
        if len({str(each) for each in given}) > 1:
            _bad(
                item.name,
                "",
                "Dieser Wert gilt für alle Körperschaften; er darf sich nicht unterscheiden.",
            )
        return given[0]

    def _lists(self, item: InputField, given: Any, count: int | None) -> Exact:
        import numpy as np

        groups = given if count is not None and _is_list(given) else [given]
        rows = [list(group) if _is_list(group) else [] if group is None else [group] for group in groups]
        if count is not None and len(rows) == 1:
            rows *= count
        owner = np.repeat(np.arange(len(rows)), [len(row) for row in rows])
        values = [self.number(item, each, index) for index, row in enumerate(rows) for each in row]
        return Exact.many(values, lists=Lists(owner, count))

    def _truths(self, item: InputField, given: Any) -> ExactTruth:
        if not _is_list(given):
            return ExactTruth(_yes_or_no(item, given, ""))
        import numpy as np

        return ExactTruth(np.array([_yes_or_no(item, each, self.place(i)) for i, each in enumerate(given)]))

    def _choices(self, item: InputField, given: Any) -> ExactChoice:
        words = tuple(item.choices)
        if not _is_list(given):
            return ExactChoice(_chosen(item, given, ""), words)
        import numpy as np

        return ExactChoice(
            np.array([_chosen(item, each, self.place(i)) for i, each in enumerate(given)]), words
        )

    def place(self, index: int | None) -> str:
        """Return which body an entry belongs to, for a message."""
        if index is None:
            return ""
        return (
            f" von {self.bodies[index]}" if self.bodies and index < len(self.bodies) else f", Nr. {index + 1}"
        )

    def number(self, item: InputField, given: Any, index: int | None = None) -> Fraction:
        """Return one number in inner units; raise BadInput with place and remedy."""
        place = self.place(index)
        if isinstance(given, Mapping) and "value" in given:
            given = f"{given['value']} {given.get('unit') or ''}"
        if item.unit.text == "date":
            return Fraction(_day(item, given, place).toordinal())
        if isinstance(given, bool) or given is None:
            _bad(item.name, place, "Erwartet wird eine Zahl{unit}.", unit=_in(item))
        if isinstance(given, float):
            _bad(
                item.name,
                place,
                "{given} ist eine Gleitkommazahl. Geben Sie sie als Text oder Decimal an.",
                given=given,
            )
        exact, own_unit = self._split(item, given, place)
        _check(item, exact, own_unit, given, place)
        return exact * own_unit.scale

    def _split(self, item: InputField, given: Any, place: str) -> tuple[Fraction, Unit]:
        if isinstance(given, int | Fraction | Decimal):
            if isinstance(given, Decimal) and not given.is_finite():
                _bad(item.name, place, "„{given}“ ist keine Zahl.", given=given)
            return Fraction(given), item.unit
        if hasattr(given, "__index__"):  # whole numbers of numpy
            return Fraction(given.__index__()), item.unit
        if fraction := FRACTION.match(str(given).strip()):
            rest = str(given).strip()[fraction.end() :].strip()
            return Fraction(fraction.group()), _own_unit(item, rest, place)
        number, _, rest = str(given).replace("−", "-").strip().partition(" ")
        match = re.match(r"[+-]?[0-9][0-9.,']*(?:[eE][+-]?[0-9]+)?", str(given).replace("−", "-").strip())
        if match and match.group() != number:
            number, rest = match.group(), str(given).replace("−", "-").strip()[match.end() :]
        return self._exact(item, number, str(given), place), _own_unit(item, rest.strip(), place)

    def _exact(self, item: InputField, text: str, given: str, place: str) -> Fraction:
        match = NUMBER.fullmatch(text)
        if not match or len(text) > MAX_DIGITS:
            if GROUPED.fullmatch(text):
                last = max(text.rfind("."), text.rfind(","))
                plain = f"{re.sub(r'[^0-9+-]', '', text[:last])}{text[last]}{text[last + 1 :]}"
                _bad(
                    item.name,
                    place,
                    "„{given}“ mischt Punkt und Komma oder enthält Tausendertrennzeichen. "
                    "Schreiben Sie nur ein Dezimalzeichen, etwa {plain}.",
                    given=given,
                    plain=plain,
                )
            _bad(
                item.name,
                place,
                "„{given}“ ist keine Zahl. Erwartet wird eine wie 1234,50{unit}.",
                given=given,
                unit=_in(item),
            )
        if THOUSANDS.fullmatch(text) and (item.whole or item.unit.text.startswith("EUR")):
            plain = text.replace(",", "").replace(".", "")
            _bad(
                item.name,
                place,
                "„{given}“ ist mehrdeutig. Schreiben Sie {plain} oder {shorter}.",
                given=given,
                plain=plain,
                shorter=text[:-1],
            )
        whole, separator, decimals, exponent = match.groups()
        if separator:
            if self.separator is not None and self.separator[0] != separator:
                _bad(
                    item.name,
                    place,
                    "„{given}“ hat ein anderes Dezimalzeichen als „{other}“. "
                    "Schreiben Sie überall Punkt oder überall Komma.",
                    given=given,
                    other=self.separator[1],
                )
            self.separator = (separator, given)
        return Fraction(f"{whole}.{decimals or 0}") * Fraction(10) ** int(exponent or 0)


def _by_name(given: Mapping[str, Any]) -> tuple[dict[str, Any], tuple[str, ...] | None]:
    """Return values by input name, and the names of the bodies if there is a table of them."""
    plain = {name: value for name, value in given.items() if name != TABLE}
    table = given.get(TABLE)
    if table is None:
        return plain, None
    if isinstance(table, Mapping):
        table = [{"body": name, **_row(row, name)} for name, row in table.items()]
    if not _is_list(table) or not table:
        _bad(TABLE, "", "Erwartet wird eine Liste mit einer Zeile je Körperschaft.")
    rows = [_row(row, f"Nr. {number}") for number, row in enumerate(table, start=1)]
    names = tuple(
        next((str(row[word]) for word in BODY_NAMES if row.get(word) is not None), f"Nr. {number}")
        for number, row in enumerate(rows, start=1)
    )
    columns = {column: None for row in rows for column in row if column not in BODY_NAMES}
    for column in columns:
        missing = [name for name, row in zip(names, rows, strict=True) if row.get(column) is None]
        if missing and column not in plain:
            _bad(
                column,
                "",
                "Der Wert fehlt bei {bodies}. Jede Zeile braucht ihn.",
                bodies=", ".join(missing[:5]),
            )
        plain[column] = [plain[column] if row.get(column) is None else row[column] for row in rows]
    return plain, names


def _row(row: Any, name: str) -> Mapping[str, Any]:
    if not isinstance(row, Mapping):
        _bad(
            TABLE,
            f", {name}",
            "Jede Körperschaft braucht eine Zeile der Form {form}.",
            form="{name: ..., persons: ...}",
        )
    return row


def _own_unit(item: InputField, text: str, place: str) -> Unit:
    """Return the unit that stands behind a number; without one it is that of the field."""
    if not text:
        return item.unit
    try:
        own = unit(text)
    except UnknownUnit:
        own = next((u for u in (item.unit,) if text in (u.german(), u.german(plural=False))), None)  # type: ignore[assignment]
    if own is None or own.dimensions != item.unit.dimensions or own.is_special:
        wanted = item.unit.german() or "keine"
        if wanted != item.unit.text:
            wanted = f"{wanted} ({item.unit.text})"
        _bad(
            item.name,
            place,
            "Die Einheit „{own}“ passt nicht. Erwartet wird {wanted}.",
            own=text,
            wanted=wanted,
        )
    return own


def _check(item: InputField, exact: Fraction, own: Unit, given: object, place: str) -> None:
    if exact < 0 and not item.negative:
        _bad(item.name, place, "{given} ist negativ. Erwartet wird eine Zahl ab null.", given=given)
    if item.whole and exact.denominator != 1:
        _bad(item.name, place, "{given} ist keine ganze Zahl.", given=given)
    if item.unit.is_money and (exact * own.scale).denominator != 1:
        _bad(
            item.name,
            place,
            "{given} hat Bruchteile eines Cents. "
            "Ist der Punkt ein Tausendertrennzeichen, lassen Sie ihn weg.",
            given=given,
        )


def _yes_or_no(item: InputField, given: Any, place: str) -> bool:
    text = str(given).strip().lower()
    if text not in YES | NO:
        _bad(
            item.name,
            place,
            "„{given}“ ist weder ja noch nein. Schreiben Sie ja oder nein.",
            given=given,
        )
    return text in YES


def _chosen(item: InputField, given: Any, place: str) -> int:
    wanted = _folded(given)
    for index, (word, label) in enumerate(item.choices.items()):
        if wanted in (_folded(word), _folded(label)):
            return index
    told = ", ".join(f"{word} ({label})" for word, label in item.choices.items())
    return _bad(
        item.name,
        place,
        "„{given}“ gehört nicht zur Auswahl.{nearest} Möglich: {words}.",
        given=given,
        nearest=nearest_names(wanted, item.choices),
        words=told,
    )


def _folded(text: object) -> str:
    plain = str(text).strip().lower().replace(" ", "_").replace("-", "_")
    return plain.replace("ä", "ae").replace("ö", "oe").replace("ü", "ue").replace("ß", "ss")


def _day(item: InputField, given: Any, place: str) -> date:
    if isinstance(given, date) and not isinstance(given, datetime):
        return given
    text = str(given).strip()
    german = re.fullmatch(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", text)
    try:
        return (
            date(*(int(part) for part in reversed(german.groups()))) if german else date.fromisoformat(text)
        )
    except (ValueError, TypeError):
        _bad(item.name, place, "„{given}“ ist kein Tag wie 31.01.2024.", given=given)


def _is_list(value: Any) -> bool:
    return isinstance(value, list | tuple) or (hasattr(value, "ndim") and value.ndim > 0)


def _length(value: Value) -> int | None:
    """Return how many bodies a ready value is for."""
    if isinstance(value, Exact):
        if value.lists is not None:
            return value.lists.count
        array = value.numerator
    else:
        array = value.index if isinstance(value, ExactChoice) else value.value
    return int(array.shape[-1]) if hasattr(array, "shape") and array.ndim else None


def _in(item: InputField) -> str:
    """Return the unit behind a number that is asked for."""
    measure = item.unit.german()
    return f" {measure}" if measure else ""


def _bad(name: str, place: str, text: str, **values: object) -> NoReturn:
    raise BadInput(name=name, place=place, problem=Phrase(text, **values))
