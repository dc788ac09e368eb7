"""A made-up council system: committees, sittings with agendas, papers with stations, people. Of any size.

The shapes are those of real servers: embedded objects without created and modified, line breaks in titles,
results as free text, items without `public` and `order`, a seven-digit key, stations without a sitting.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

V = "https://schema.oparl.org/1.0/"
RESULTS = (
    "einstimmig beschlossen\n13 Ja-Stimmen, 0 Enthaltungen, 0 Nein-Stimmen",
    "mehrheitlich beschlossen (30 Ja, 12 Nein, 1 Enthaltung)",
    "zur Kenntnis genommen",
    "vertagt",
    "mehrheitlich abgelehnt",
    "siehe Niederschrift",
)
TOPICS = ("Brücke", "Radweg", "Gesamtschule", "Feuerwehr", "Klärwerk", "Leitstelle", "Volkshochschule")
LISTS = ("organization", "person", "meeting", "paper")
PER_MEETING = 12


@dataclass(frozen=True)
class World:
    """How many papers there are decides everything else; each object is computed when it is asked for."""

    papers: int = 60
    page_size: int = 100
    ags: str = "5999004"
    dangling_every: int = 500
    is_bare: bool = False
    """Papers without files and stations: many of them, and little else."""

    @property
    def counts(self) -> dict[str, int]:
        return {
            "organization": 12,
            "person": min(400, 20 + self.papers // 40),
            "meeting": 1 if self.is_bare else max(1, self.papers // 8),
            "paper": self.papers,
        }

    @property
    def objects(self) -> int:
        """Return how many objects there are, embedded ones included."""
        counts = self.counts
        stations = sum(self._stations(number) for number in range(min(self.papers, 1000)))
        stations = stations * self.papers // min(self.papers, 1000)
        return (
            sum(counts.values())
            + counts["person"]
            + counts["meeting"] * (PER_MEETING + 1)
            + (0 if self.is_bare else self.papers)
            + stations
            + min(5, counts["meeting"])
            + 2
        )

    def answer(self, base: str, target: str) -> dict[str, Any] | None:
        """Return the JSON value of an address; None where there is nothing."""
        parts = urlsplit(target)
        steps = parts.path.strip("/").split("/")
        if steps == ["system"]:
            return self._system(base)
        if steps == ["body"]:
            return {"data": [self._body(base)], "pagination": {}, "links": {}}
        if steps == ["body", "1"]:
            return self._body(base)
        if len(steps) == 3 and steps[2] in LISTS:
            query = parse_qs(parts.query)
            if "modified_since" in query:
                return {"data": [], "pagination": {}, "links": {}}
            return self._page(base, steps[2], int(query.get("page", ["1"])[0]))
        return None

    def _page(self, base: str, name: str, page: int) -> dict[str, Any]:
        first = (page - 1) * self.page_size
        last = min(first + self.page_size, self.counts[name])
        links = {"first": f"{base}/body/1/{name}"}
        if last < self.counts[name]:
            links["next"] = f"{base}/body/1/{name}?page={page + 1}"
        make = getattr(self, f"_{name}")
        return {"data": [make(base, n) for n in range(first, last)], "pagination": {}, "links": links}

    def pages(self, base: str) -> Iterator[tuple[str, bytes]]:
        """Yield the path and the bytes of every page: a server that has them ready costs no time."""
        yield "/system", _bytes(self._system(base))
        yield "/body", _bytes({"data": [self._body(base)], "pagination": {}, "links": {}})
        for name in LISTS:
            for page in range(1, max(1, -(-self.counts[name] // self.page_size)) + 1):
                path = f"/body/1/{name}" + (f"?page={page}" if page > 1 else "")
                yield path, _bytes(self._page(base, name, page))

    def _system(self, base: str) -> dict[str, Any]:
        return {
            "id": f"{base}/system",
            "type": f"{V}System",
            "oparlVersion": V,
            "body": f"{base}/body",
            "name": "SD.NET RIM",
            "vendor": "https://www.sitzungsdienst.net/",
        }

    def _body(self, base: str) -> dict[str, Any]:
        return {
            "id": f"{base}/body/1",
            "type": f"{V}Body",
            "name": "Stadt Musterstadt",
            "ags": self.ags,
            **{name: f"{base}/body/1/{name}" for name in LISTS},
        }

    def _stamps(self, number: int) -> dict[str, str]:
        return {
            "created": "2024-01-01T08:00:00+01:00",
            "modified": f"2025-{number % 12 + 1:02d}-{number % 28 + 1:02d}T08:00:00+01:00",
        }

    def _organization(self, base: str, number: int) -> dict[str, Any]:
        names = (
            "Rat",
            "Hauptausschuss",
            "Finanzausschuss",
            "Schulausschuss",
            "Bauausschuss",
            "Umweltausschuss",
        )
        name = names[number] if number < len(names) else f"Bezirksvertretung {number}"
        return {
            "id": f"{base}/organization/{number}",
            "type": f"{V}Organization",
            "body": f"{base}/body/1",
            "name": name,
            "organizationType": "Gremium",
            **self._stamps(number),
        }

    def _person(self, base: str, number: int) -> dict[str, Any]:
        return {
            "id": f"{base}/person/{number}",
            "type": f"{V}Person",
            "body": f"{base}/body/1",
            "name": f"Erika Muster {number}",
            "email": [f"erika{number}@privat.example"],
            "phone": ["02571 4711"],
            "membership": [
                {
                    "id": f"{base}/membership/{number}",
                    "type": f"{V}Membership",
                    "organization": f"{base}/organization/{number % 12}",
                    "role": "Mitglied",
                }
            ],
            **self._stamps(number),
        }

    def _meeting(self, base: str, number: int) -> dict[str, Any]:
        day = f"{2020 + number // 12 // 28 % 7}-{number // 28 % 12 + 1:02d}-{number % 28 + 1:02d}"
        return {
            "id": f"{base}/meeting/{number}",
            "type": f"{V}Meeting",
            "name": "Sitzung",
            "start": f"{day}T17:00:00+01:00",
            "organization": [f"{base}/organization/{number % 12}"],
            "location": {
                "id": f"{base}/location/{number % 5}",
                "type": f"{V}Location",
                "description": "Rathaus, Großer Saal",
            },
            "invitation": self._file(base, f"invitation-{number}"),
            "agendaItem": [self._item(base, number, order) for order in range(PER_MEETING)],
            **self._stamps(number),
        }

    def _item(self, base: str, meeting: int, order: int) -> dict[str, Any]:
        number = meeting * PER_MEETING + order
        return {
            "id": f"{base}/agendaitem/{number}",
            "type": f"{V}AgendaItem",
            "number": f"Ö {order + 1}",
            "name": f"{TOPICS[number % len(TOPICS)]};\nhier: Beschluss über den Bau",
            "result": RESULTS[number % len(RESULTS)],
        }

    def _stations(self, number: int) -> int:
        return 0 if self.is_bare else (0, 1, 1, 2, 3, 1, 2, 4)[number % 8]

    def _paper(self, base: str, number: int) -> dict[str, Any]:
        meetings = self.counts["meeting"]
        stations = [self._station(base, number, step, meetings) for step in range(self._stations(number))]
        related = (number + 1) % self.papers if number % self.dangling_every else 10**9 + number
        return {
            "id": f"{base}/paper/{number}",
            "type": f"{V}Paper",
            "body": f"{base}/body/1",
            "name": f"{TOPICS[number % len(TOPICS)]} in Musterstadt;\nhier: Abschnitt {number}",
            "reference": f"V/{2020 + number % 6}/{number:05d}",
            "date": f"{2020 + number % 6}-{number % 12 + 1:02d}-{number % 28 + 1:02d}",
            "paperType": ("Beschlussvorlage", "Mitteilungsvorlage", "Antrag", "Anfrage")[number % 4],
            "relatedPaper": [f"{base}/paper/{related}"],
            **({} if self.is_bare else {"mainFile": self._file(base, f"paper-{number}")}),
            "consultation": stations,
            **self._stamps(number),
        }

    def _station(self, base: str, paper: int, step: int, meetings: int) -> dict[str, Any]:
        meeting = (paper * 7 + step * 13) % meetings
        item = meeting * PER_MEETING + (paper + step) % PER_MEETING
        station: dict[str, Any] = {
            "id": f"{base}/consultation/{paper}-{step}",
            "type": f"{V}Consultation",
            "organization": [f"{base}/organization/{meeting % 12}"],
            "role": "Entscheidung" if step == self._stations(paper) - 1 else "Vorberatung",
            "agendaItem": f"{base}/agendaitem/{item}",
        }
        if paper % 50:
            station["meeting"] = f"{base}/meeting/{meeting}"
        return station

    def _file(self, base: str, name: str) -> dict[str, Any]:
        return {
            "id": f"{base}/file/{name}",
            "type": f"{V}File",
            "name": "Vorlage",
            "fileName": f"{name}.pdf",
            "mimeType": "application/pdf",
            "accessUrl": f"{base}/files/{name}.pdf",
        }


def _bytes(value: dict[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()
