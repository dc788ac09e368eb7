"""One object as a server sent it -> repaired values, embedded objects cut out, faults named. No Django.

What is kept of an object is its raw JSON, with embedded objects replaced by their addresses and without what
must not be stored. Mapping reads that raw JSON through the same code, so a better repair needs no new crawl.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urljoin, urlsplit

from allmende.oparl.addresses import host_of
from allmende.oparl.importing import values
from allmende.oparl.importing.issues import Issue
from allmende.oparl.vocabulary import (
    BACK_REFERENCES,
    PROPERTIES,
    SCHEMA,
    TYPES,
    VENDOR_PROPERTY,
    Form,
    Property,
    Version,
    type_url,
)

KEPT_OF_NON_PUBLIC: Final = frozenset(
    {"id", "type", "number", "order", "public", "meeting", "created", "modified", "deleted"}
)
REACHES_PEOPLE: Final = frozenset({"phone", "email"})
PERSONAL: Final = REACHES_PEOPLE | {"location", "locationobject"}
"""Lower case: some servers write names in another one."""

MAX_DEPTH: Final = 20
"""Objects inside objects: OParl needs three; what is deeper stays unread in its outer object."""

FILES_OF_ITEMS: Final = ("resolutionFile", "auxiliaryFile")
ADDRESSES_OF_PERSONS: Final = ("location", "locationObject")
SEATED: Final = ("bodies", "organizations", "meetings", "papers")
"""What can have a place besides people: then it is no private address."""

WITHHELD: Final = "allmende:withheld"
"""Marks a file or place of which nothing may be kept but that it exists (see withholding.py)."""

CONTEXT: Final = frozenset({"body", "system"})
"""Links upwards: they say where an object belongs and are no gaps."""

_TYPE_OF: Final = {name.lower(): name for name in TYPES}
_KEY_OF: Final = {
    object_type: {name.lower(): name for name in properties} for object_type, properties in PROPERTIES.items()
}
_BY_FORM: Final[Mapping[Form, Callable[[Any], values.Repaired]]] = {
    Form.TEXT: values.text,
    Form.URL: values.url,
    Form.LIST: values.url,
    Form.LINK: values.url,
    Form.DATE: values.day,
    Form.DATE_TIME: values.moment,
    Form.INTEGER: values.integer,
    Form.FLAG: values.flag,
    Form.FEATURE: values.feature,
}
_REQUIRED: Final = {
    object_type: tuple(
        p.name
        for p in properties.values()
        if p.required and p.form is not Form.DATE_TIME and p.name not in ("id", "type", "order")
    )
    for object_type, properties in PROPERTIES.items()
}
_Links = list[tuple[str, str, str]]
_Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Dialect:
    """What must be known of a server to read its objects."""

    base: str
    hosts: Collection[str] = ()
    version: str = Version.V1_1.value
    keeps_contact_data: bool = False

    @property
    def other_scheme(self) -> str:
        """Return how an address of this server begins if it names the other protocol."""
        parts = urlsplit(self.base)
        return f"{'http' if parts.scheme == 'https' else 'https'}://{parts.netloc}/"

    @property
    def own_scheme(self) -> str:
        parts = urlsplit(self.base)
        return f"{parts.scheme}://{parts.netloc}/"


@dataclass(slots=True)
class Taken:
    """One object, ready to be stored: raw JSON without embedded objects, and what its links name."""

    url: str
    object_type: str
    raw: dict[str, Any]
    values: dict[str, Any]
    links: _Links
    is_own: bool
    """It came on its own, from a list or its address; not inside another object."""

    @property
    def is_deleted(self) -> bool:
        return self.values.get("deleted") is True


@dataclass(slots=True)
class Reading:
    """Reads the objects of one answer; collects what it finds."""

    source: Dialect
    issues: list[Issue] = field(default_factory=list)
    taken: list[Taken] = field(default_factory=list)
    _other: str = field(init=False)
    _own: str = field(init=False)
    _depth: int = 0
    _addresses: dict[str, str | None] = field(default_factory=dict)
    """Committees and sittings are named again and again."""

    def __post_init__(self) -> None:
        self._other, self._own = self.source.other_scheme, self.source.own_scheme

    def take(self, raw: Any, expected: str, page_url: str) -> Taken | None:
        """Read one object of a list with everything inside it; None if it is none that OParl knows."""
        if not isinstance(raw, dict):
            self.issues.append(Issue("object-unreadable", page_url))
            return None
        return self._take(raw, expected, page_url, is_own=True)

    def _take(self, raw: dict[str, Any], expected: str, place: str, *, is_own: bool) -> Taken | None:
        url = self._id(raw, place)
        if url is None:
            self.issues.append(Issue("missing-id", place, expected))
            return None
        object_type = self._type(raw, expected, url, is_own=is_own)
        if object_type is None:
            return None
        if is_own and self.source.hosts and host_of(url) not in self.source.hosts:
            self.issues.append(Issue("foreign-id", url))
        kept, is_private = self._kept(raw, object_type, url)
        taken = Taken(url, object_type, kept, {}, [], is_own)
        for key in list(kept):
            self._property(taken, key)
            if isinstance(kept[key], dict | list):
                kept[key] = self._scrubbed(kept[key])
        if is_own and not taken.is_deleted and not is_private:
            for name in _REQUIRED[object_type]:
                if name not in taken.values and name not in raw:
                    self.issues.append(Issue("missing-required", url, name))
        self._forget_contact_data(taken)
        self.taken.append(taken)
        return taken

    def values_of(self, kept: dict[str, Any], object_type: str, url: str, names: Collection[str]) -> _Values:
        """Return some repaired values of an object from the raw JSON that was kept of it."""
        taken = Taken(url, object_type, kept, {}, [], is_own=True)
        keys = _KEY_OF[object_type]
        for key in list(kept):
            if key in names or (key not in PROPERTIES[object_type] and keys.get(key.lower()) in names):
                self._property(taken, key)
        self.issues.clear()
        self.taken.clear()
        return taken.values

    def _id(self, raw: dict[str, Any], place: str) -> str | None:
        value = raw.get("id")
        if not isinstance(value, str):
            return None
        if value.startswith(self._other):
            self.issues.append(Issue("foreign-id", value))
        elif value.startswith("/"):
            self.issues.append(Issue("bad-url", place, value[:200]))
            return self._address(urljoin(place, value.replace("[", "%5B")))
        return self._address(value)

    def _address(self, value: str) -> str | None:
        """Return an address as we know objects by: one protocol for the addresses of this server."""
        if value not in self._addresses:
            found, _code = values.url(value)
            if found is not None and found.startswith(self._other):
                found = self._own + found[len(self._other) :]
            self._addresses[value] = found
        return self._addresses[value]

    def _type(self, raw: dict[str, Any], expected: str, url: str, *, is_own: bool) -> str | None:
        stated = raw.get("type")
        if isinstance(stated, str) and not stated.startswith(("http:", "https:")):
            second = raw.get("Type")
            if isinstance(second, str):
                self.issues.append(Issue("type-vendor-code", url, stated[:50]))
                stated = second
        if not isinstance(stated, str) or not stated:
            if is_own:
                self.issues.append(Issue("missing-type", url))
            return expected
        version, _slash, name = stated.removeprefix(SCHEMA).partition("/")
        if stated.startswith(SCHEMA) and name in PROPERTIES:
            if is_own and version != self.source.version:
                self.issues.append(Issue("type-version", url, version[:20]))
            return name
        last = stated.rstrip("/").rpartition("/")[2].lower()
        if last in _TYPE_OF and (stated.startswith(SCHEMA) or "oparl" in stated.lower()):
            self.issues.append(Issue("type-case", url, stated[:200]))
            return _TYPE_OF[last]
        self.issues.append(Issue("unknown-type", url, stated[:200]))
        return None

    def _kept(self, raw: dict[str, Any], object_type: str, url: str) -> tuple[dict[str, Any], bool]:
        """Return what may be kept of an object: of a non-public item nothing but its place."""
        if object_type == "AgendaItem" and _is_closed(raw):
            if any(raw[key] for key in raw if key not in KEPT_OF_NON_PUBLIC):
                self.issues.append(Issue("non-public-content", url))
            self._withhold("File", [raw.get(name) for name in FILES_OF_ITEMS])
            return {key: raw[key] for key in raw if key in KEPT_OF_NON_PUBLIC} | {"public": False}, True
        if object_type == "Location" and raw.get("persons") and not self.source.keeps_contact_data:
            if not any(raw.get(name) for name in SEATED):
                return {key: raw[key] for key in raw if key in KEPT_OF_NON_PUBLIC} | {WITHHELD: True}, True
            return {key: raw[key] for key in raw if key != "persons"}, False
        return dict(raw), False

    def _scrubbed(self, value: Any, depth: int = 0) -> Any:
        """Return what may be kept of a value that could not be read as objects of its own."""
        if isinstance(value, list):
            if all(isinstance(each, str) for each in value):
                return value
            return [self._scrubbed(each, depth + 1) for each in value] if depth < MAX_DEPTH else None
        if not isinstance(value, dict):
            return value
        if depth >= MAX_DEPTH:
            return None
        names: Collection[str] = value
        if _is_closed(value):
            names = KEPT_OF_NON_PUBLIC
        elif not self.source.keeps_contact_data:
            is_person = str(value.get("type", "")).rpartition("/")[2].lower() == "person"
            private = PERSONAL if is_person else REACHES_PEOPLE
            names = [name for name in value if name.lower() not in private]
        return {name: self._scrubbed(each, depth + 1) for name, each in value.items() if name in names}

    def _withhold(self, object_type: str, named: list[Any]) -> None:
        """Remember that nothing may be kept of these objects, should the server list them as well."""
        for each in (one for many in named for one in (many if isinstance(many, list) else [many])):
            address = each.get("id") if isinstance(each, dict) else each
            url = self._address(address) if isinstance(address, str) else None
            if url is not None:
                raw = {"id": url, "type": type_url(object_type), WITHHELD: True}
                self.taken.append(Taken(url, object_type, raw, {}, [], is_own=False))

    def _property(self, taken: Taken, key: str) -> None:
        properties = PROPERTIES[taken.object_type]
        known = properties.get(key)
        if known is None:
            if VENDOR_PROPERTY.fullmatch(key):
                return
            name = _KEY_OF[taken.object_type].get(key.lower())
            if name is None or name in taken.raw:
                if key != "Type":
                    self.issues.append(Issue("unknown-property", taken.url, key[:100]))
                return
            self.issues.append(Issue("key-case", taken.url, key[:100]))
            known = properties[name]
        if known.name in ("id", "type"):
            return
        value = taken.raw[key]
        if value is None:
            self.issues.append(Issue("null-value", taken.url, known.name))
            return
        if known.many or known.form is Form.EMBEDDED:
            self._composed(taken, key, known, value)
            return
        single = value
        if isinstance(value, list) and len(value) == 1:
            self.issues.append(Issue("wrong-shape", taken.url, known.name))
            single = value[0]
        repaired = self._single(taken, known, single)
        if isinstance(single, dict) and repaired is not None and known.form is Form.LINK:
            taken.raw[key] = repaired
        if repaired is not None:
            taken.values[known.name] = repaired

    def _single(self, taken: Taken, known: Property, value: Any) -> Any:
        """Return one repaired value, naming the repair."""
        if known.form in (Form.LINK, Form.EMBEDDED) and isinstance(value, dict):
            if known.form is Form.LINK:
                self.issues.append(Issue("wrong-shape", taken.url, known.name))
            return self._inner(taken, known, value)
        if known.form is Form.EMBEDDED:
            repaired, code = values.url(value)
        else:
            repaired, code = _BY_FORM[known.form](value)
        if known.name == "ags" and repaired is not None:
            repaired, code = values.ags(repaired)
        if code:
            self.issues.append(Issue(code, taken.url, known.name))
        if repaired is not None and known.form in (Form.LINK, Form.EMBEDDED):
            repaired = self._address(repaired)
            if repaired is not None and known.name not in CONTEXT:
                taken.links.append((known.name, known.target, repaired))
        return repaired

    def _composed(self, taken: Taken, key: str, known: Property, value: Any) -> None:
        """Read a list or an embedded object; embedded objects leave their address behind."""
        many = value if isinstance(value, list) else [value]
        if isinstance(value, list) is not known.many and not (known.many and value == ""):
            self.issues.append(Issue("wrong-shape", taken.url, known.name))
        found: dict[Any, None] = {}
        raw: list[Any] = []
        for each in many:
            repaired = self._single(taken, known, each)
            # an embedded object without address stays where it is: it cannot be found anywhere else
            raw.append(repaired if isinstance(each, dict) and repaired is not None else each)
            if repaired is None:
                continue
            if repaired in found and known.form is Form.EMBEDDED:
                self.issues.append(Issue("duplicate-object", str(repaired), known.name))
            found[repaired] = None
        if known.name == "agendaItem" and taken.object_type == "Meeting":
            self._check_order(taken.url, many)
        taken.raw[key] = raw if isinstance(value, list) else raw[0]
        if known.many:
            taken.values[known.name] = list(found)
        elif found:
            taken.values[known.name] = next(iter(found))

    def _inner(self, outer: Taken, known: Property, value: dict[str, Any]) -> str | None:
        if self._depth >= MAX_DEPTH:
            self.issues.append(Issue("nested-too-deep", outer.url, known.name))
            return None
        if (
            known.name.lower() in PERSONAL
            and outer.object_type == "Person"
            and not self.source.keeps_contact_data
        ):
            return None
        self._depth += 1
        inner = self._take(value, known.target, outer.url, is_own=False)
        self._depth -= 1
        if inner is None:
            return None
        back = BACK_REFERENCES.get((outer.object_type, inner.object_type), "")
        if back and not PROPERTIES[inner.object_type][back].many and back not in inner.values:
            inner.raw[back] = inner.values[back] = outer.url
        if known.name not in CONTEXT:
            outer.links.append((known.name, known.target, inner.url))
        return inner.url

    def _check_order(self, url: str, items: list[Any]) -> None:
        orders = [item.get("order") for item in items if isinstance(item, dict)]
        if any(order is not None for order in orders) and orders != list(range(len(orders))):
            self.issues.append(Issue("order-not-from-zero", url))

    def _forget_contact_data(self, taken: Taken) -> None:
        if self.source.keeps_contact_data:
            return
        private = REACHES_PEOPLE
        if taken.object_type == "Person":
            private = PERSONAL
            self._withhold("Location", [taken.raw.get(name) for name in ADDRESSES_OF_PERSONS])
            taken.links = [link for link in taken.links if link[0].lower() not in PERSONAL]
        for kept in (taken.values, taken.raw):
            for key in [key for key in kept if key.lower() in private]:
                del kept[key]


def _is_closed(raw: Mapping[str, Any]) -> bool:
    """Return whether an item says that it is not public; what is not clearly public is not."""
    public = next((raw[key] for key in raw if key.lower() == "public"), None)
    if isinstance(public, list) and len(public) == 1:
        public = public[0]
    return public not in (None, "", []) and values.flag(public)[0] is not True
