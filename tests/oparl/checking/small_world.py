"""A small OParl server in memory that keeps every rule; a test breaks one and asks the check."""

import copy
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from allmende.oparl.fetching import Answer
from allmende.oparl.vocabulary import BACK_REFERENCES, BODY_LISTS, PROPERTIES, type_url

BASE = "https://ris.example/oparl"
NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
TIMES = {"created": "2026-01-05T08:00:00+01:00", "modified": "2026-04-05T09:00:00+02:00"}
LISTS = {each.target: each.name for each in BODY_LISTS}
Thing = dict[str, Any]


def a(kind: str, number: Any = 1, **values: Any) -> Thing:
    return {"id": f"{BASE}/{kind.lower()}/{number}", "type": type_url(kind), **TIMES, **values}


def link(kind: str, number: int | str = 1) -> str:
    return f"{BASE}/{kind.lower()}/{number}"


def things() -> dict[str, Thing]:
    """Return the objects as they stand alone, by address."""
    lists = {name: f"{BASE}/body/1/{name}" for name in LISTS.values()}
    file = {"accessUrl": f"{BASE}/datei/1", "downloadUrl": f"{BASE}/laden/1", "paper": [link("Paper")]}
    feature = {"type": "Feature", "properties": {}, "geometry": {"type": "Point", "coordinates": [7, 51]}}
    made = [
        a("System", oparlVersion="https://schema.oparl.org/1.1/", body=f"{BASE}/bodies", name="Probe"),
        a("Body", name="Musterstadt", system=link("System"), legislativeTerm=[], **lists),
        a("LegislativeTerm", name="2025-2030", startDate="2025-11-01", body=link("Body")),
        a("Location", description="Rathaus", geojson=feature, bodies=[link("Body")]),
        a("Organization", name="Rat", body=link("Body"), membership=[link("Membership")]),
        a("Person", name="Erika Muster", body=link("Body"), membership=[]),
        a("Membership", person=link("Person"), organization=link("Organization"), votingRight=True),
        a(
            "Meeting",
            name="Rat",
            start="2026-03-17T17:00:00+01:00",
            organization=[link("Organization")],
            agendaItem=[],
        ),
        *(
            a("AgendaItem", n + 1, order=n, name=f"TOP {n}", public=True, meeting=link("Meeting"))
            for n in range(2)
        ),
        *(
            a("Paper", n, name=f"Vorlage {n} & mehr", date="2026-02-02", body=link("Body"))
            for n in range(1, 8)
        ),
        a("Consultation", paper=link("Paper"), meeting=link("Meeting"), organization=[link("Organization")]),
        a("File", name="Anlage", **file),
    ]
    by_address = {thing["id"]: thing for thing in made}

    def put(outer: str, name: str, inner: str, many: bool = True) -> None:
        back = BACK_REFERENCES[kind_of(outer), kind_of(inner)]
        value = {key: each for key, each in by_address[inner].items() if key != back}
        by_address[outer][name] = [*by_address[outer].get(name, []), value] if many else value

    put(link("Body"), "legislativeTerm", link("LegislativeTerm"))
    put(link("Body"), "location", link("Location"), many=False)
    put(link("Person"), "membership", link("Membership"))
    put(link("Meeting"), "agendaItem", link("AgendaItem"))
    put(link("Meeting"), "agendaItem", link("AgendaItem", 2))
    put(link("Paper"), "mainFile", link("File"), many=False)
    put(link("Paper"), "consultation", link("Consultation"))
    return by_address


def kind_of(address: str) -> str:
    segment = urlsplit(address).path.split("/")[2]
    return next(kind for kind in PROPERTIES if kind.lower() == segment)


@dataclass
class SmallServer:
    """Answers from objects; `tamper` changes an answer on its way out."""

    things: dict[str, Thing] = field(default_factory=things)
    page_size: int = 3
    tamper: Callable[[str, Answer], Answer] = lambda _url, answer: answer
    tombstones_everywhere: bool = False
    ignores_filters: bool = False
    asked: list[str] = field(default_factory=list)

    def request(
        self, method: str, url: str, headers: Mapping[str, str] = MappingProxyType({}), *, follow: bool = True
    ) -> Answer:
        self.asked.append(url)
        return self.tamper(url, self.answer(url))

    def answer(self, url: str) -> Answer:
        if url in self.things:
            return json_answer(url, self.things[url])
        address = url.partition("?")[0]
        if address == f"{BASE}/bodies":
            return self.page(url, "Body")
        for kind, name in LISTS.items():
            if address == f"{BASE}/body/1/{name}":
                return self.page(url, kind)
        if address.startswith((f"{BASE}/datei/", f"{BASE}/laden/")):
            disposition = "inline" if "datei" in address else 'attachment; filename="a.pdf"'
            return Answer(url, 200, {"content-disposition": disposition, "etag": '"1"'}, b"", 0.0)
        error = {"type": type_url("Error"), "message": "Das gibt es nicht.", "debug": "404"}
        return json_answer(url, error, 404)

    def page(self, url: str, kind: str) -> Answer:
        parts = urlsplit(url)
        asked = dict(parse_qsl(parts.query))
        start = int(asked.pop("ab", "0"))
        listed = [each for address, each in self.things.items() if kind_of(address) == kind]
        if not self.ignores_filters:
            listed = [each for each in listed if fits(each, asked)]
        if "modified_since" not in asked and not self.tombstones_everywhere:
            listed = [each for each in listed if not each.get("deleted")]
        address = url.partition("?")[0]
        kept = "".join(f"&{name}={value.replace('+', '%2B')}" for name, value in asked.items())
        links = {"self": f"{address}?ab={start}{kept}"}
        if start + self.page_size < len(listed):
            links["next"] = f"{address}?ab={start + self.page_size}{kept}"
        data = copy.deepcopy(listed[start : start + self.page_size])
        return json_answer(
            url, {"data": data, "pagination": {"elementsPerPage": self.page_size}, "links": links}
        )


def fits(thing: Thing, asked: Mapping[str, str]) -> bool:
    for name, bound in asked.items():
        field_name, _space, side = name.partition("_")
        if side not in {"since", "until"} or field_name not in thing:
            continue
        try:
            value, limit = datetime.fromisoformat(thing[field_name]), datetime.fromisoformat(bound)
            if value < limit if side == "since" else value > limit:
                return False
        except (TypeError, ValueError):  # a time that is none fits every window
            continue
    return True


def json_answer(url: str, content: Any, status: int = 200) -> Answer:
    headers = {"content-type": "application/json", "access-control-allow-origin": "*", "etag": '"1"'}
    return Answer(url, status, headers, json.dumps(content).encode(), 0.0)


def changed_json(
    change: Callable[[Thing], Any], where: Callable[[str], bool]
) -> Callable[[str, Answer], Answer]:
    """Return a way to tamper with the JSON of some addresses."""

    def tamper(url: str, answer: Answer) -> Answer:
        if not where(url) or answer.status != 200:
            return answer
        content = json.loads(answer.body)
        changed = change(content)
        return json_answer(url, content if changed is None else changed)

    return tamper
