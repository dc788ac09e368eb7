"""From the address that a person gave to the lists that are to be read. No Django."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from allmende.oparl.fetching import Fetcher
from allmende.oparl.importing.decoding import Undecodable, decoded
from allmende.oparl.importing.domain import NotOparl
from allmende.oparl.importing.lists import Batch, ListReader, ListTask, Switches
from allmende.oparl.importing.repair import Dialect, Reading, Taken
from allmende.oparl.importing.vendors import vendor_of
from allmende.oparl.vocabulary import BODY_LISTS, PROPERTIES, SCHEMA, Version


@dataclass(slots=True)
class Server:
    """What a server says of itself: its system, its bodies, and the pages on which it said so."""

    vendor: str = ""
    version: str = Version.V1_1.value
    name: str = ""
    bodies: list[Taken] = field(default_factory=list)
    lists: list[ListTask] = field(default_factory=list)
    batches: list[Batch] = field(default_factory=list)
    is_complete: bool = True
    """All bodies are known."""


def discover(fetcher: Fetcher, source: Dialect, url: str, switches: Switches) -> Server:
    """Return what stands behind an address: a System, a Body, a list, or one object; raise NotOparl.

    Raises FetchFailed when there is no answer at all.
    """
    answer = fetcher.get(url)
    if not answer.is_good:
        raise NotOparl(url=url, reason=f"Fehler {answer.status}")
    try:
        value = decoded(answer.body).value
    except Undecodable:
        raise NotOparl(url=url, reason="die Antwort ist kein JSON") from None
    if not isinstance(value, dict):
        raise NotOparl(url=url, reason="die Antwort ist kein JSON-Objekt")
    if "data" in value:
        return Server(lists=[ListTask(url=url, object_type=_type_of_list(value, url))])
    object_type = _stated_type(value)
    if object_type == "System":
        return _of_system(fetcher, source, value, answer.url, switches)
    if object_type == "Body":
        return _of_body(source, value, answer.url)
    if object_type is None:
        raise NotOparl(url=url, reason="die Antwort nennt keinen Typ von OParl")
    return Server(lists=[ListTask(url=url, object_type=object_type)])


def _stated_type(value: dict[str, Any]) -> str | None:
    stated = next((str(value[key]) for key in ("type", "Type") if "/" in str(value.get(key, ""))), "")
    last = stated.rstrip("/").rpartition("/")[2].lower()
    return next((name for name in PROPERTIES if name.lower() == last), None)


def _type_of_list(value: dict[str, Any], url: str) -> str:
    entries = value["data"] if isinstance(value["data"], list) else []
    types = (_stated_type(entry) for entry in entries if isinstance(entry, dict))
    found = next((each for each in types if each), None)
    if found is None:
        raise NotOparl(url=url, reason="die Liste nennt keinen Typ von OParl")
    return found


def _of_system(
    fetcher: Fetcher, source: Dialect, value: dict[str, Any], url: str, switches: Switches
) -> Server:
    version = str(value.get("oparlVersion", "")).removeprefix(SCHEMA).strip("/")
    server = Server(vendor=vendor_of(value), name=str(value.get("name") or ""))
    server.version = version if version in (Version.V1_0, Version.V1_1) else Version.V1_1.value
    source = Dialect(source.base, source.hosts, server.version, source.keeps_contact_data)
    reading = Reading(source)
    system = reading.take(value, "System", url)
    server.batches.append(Batch(url, "", reading.taken, reading.issues))
    if system is None or "body" not in system.values:
        raise NotOparl(url=url, reason="das System nennt keine Liste von Körperschaften")
    task = ListTask(url=system.values["body"], object_type="Body")
    reader = ListReader(fetcher, source, task, switches)
    for batch in reader.pages():
        server.batches.append(batch)
        _add_bodies(server, batch)
    server.is_complete = reader.outcome == "complete"
    return server


def _of_body(source: Dialect, value: dict[str, Any], url: str) -> Server:
    version = str(value.get("type", "")).removeprefix(SCHEMA).partition("/")[0]
    server = Server(vendor=vendor_of(value), version=version if version == Version.V1_0 else "1.1")
    reading = Reading(Dialect(source.base, source.hosts, server.version, source.keeps_contact_data))
    reading.take(value, "Body", url)
    server.batches.append(Batch(url, "", reading.taken, reading.issues))
    _add_bodies(server, server.batches[0])
    server.name = str(value.get("name") or "")
    return server


def _add_bodies(server: Server, batch: Batch) -> None:
    known = {body.url for body in server.bodies}
    for taken in batch.taken:
        if taken.object_type == "Body" and taken.is_own and not taken.is_deleted and taken.url not in known:
            known.add(taken.url)
            server.bodies.append(taken)
            server.lists.extend(_lists_of(taken))


def _lists_of(body: Taken) -> Iterator[ListTask]:
    """Yield the lists of a body, small ones first: what others link to is known early."""
    for each in BODY_LISTS:
        if each.name in body.values:
            yield ListTask(url=body.values[each.name], object_type=each.target, body_url=body.url)
