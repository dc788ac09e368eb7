"""Faults of an answer before anybody looks at the object in it."""

import json
from collections.abc import Iterator
from typing import Any

from allmende.oparl.checking.rules import Fault
from allmende.oparl.fetching import Answer
from allmende.oparl.vocabulary import WEB_URL, type_url

BOM = b"\xef\xbb\xbf"


def faults_of_answer(answer: Answer) -> Iterator[Fault]:
    """Yield what is wrong with status, headers and encoding of an answer that should be JSON."""
    if answer.status != 200:
        yield Fault("bad-status", "", str(answer.status))
        return
    if answer.header("access-control-allow-origin") != "*":
        yield Fault("no-cors", "", answer.header("access-control-allow-origin") or "kein Kopf")
    media_type = answer.header("content-type").partition(";")[0].strip().lower()
    if media_type not in {"application/json", "application/geo+json", "application/ld+json"}:
        yield Fault("content-type", "", media_type or "keine Angabe")
    if answer.body.startswith(BOM):
        yield Fault("byte-order-mark")


def content_of(answer: Answer) -> tuple[Any, Fault | None]:
    """Return the JSON of an answer, or the fault that hides it."""
    try:
        text = answer.body.removeprefix(BOM).decode("utf-8")
    except UnicodeDecodeError as error:
        return None, Fault("not-utf-8", "", str(error.reason))
    try:
        return json.loads(text, parse_constant=_refuse), None
    except (ValueError, RecursionError):
        return None, Fault("broken-json", "", text[:80])


def _refuse(constant: str) -> None:
    raise ValueError(constant)


def faults_of_page(page: Any) -> Iterator[Fault]:
    """Yield what a list page lacks."""
    if not isinstance(page, dict):
        yield Fault("not-an-object", "", str(page)[:80])
        return
    for name, right in (("data", list), ("pagination", dict), ("links", dict)):
        if not isinstance(page.get(name), right):
            yield Fault(f"page-without-{name}", name)
    links = page.get("links")
    if isinstance(links, dict) and "next" in links and next_of(page) is None:
        yield Fault("bad-next", "links.next", str(links["next"])[:200])


def next_of(page: Any) -> str | None:
    """Return the address of the next page, None on the last one."""
    links = page.get("links") if isinstance(page, dict) else None
    address = links.get("next") if isinstance(links, dict) else None
    return address if isinstance(address, str) and WEB_URL.fullmatch(address) else None


def faults_of_refusal(answer: Answer) -> Iterator[Fault]:
    """Yield what is wrong with the answer to an address that does not exist."""
    if answer.status == 200:
        yield Fault("soft-404", "", "200")
        return
    content, fault = content_of(answer)
    said = content if isinstance(content, dict) else {}
    if fault or said.get("type") != type_url("Error") or not isinstance(said.get("message"), str):
        yield Fault("error-object", "", str(answer.status))
