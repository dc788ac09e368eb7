"""The tree behind an amount, as the page „Warum dieser Betrag?“ shows it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from allmende.common.formats import day
from allmende.ledger.computing import law
from allmende.ledger.domain import Mark, shown_value
from allmende.rules.spans import Span
from allmende.rules.texts import german_step

MODES = {
    "kaufmaennisch": "kaufmännisch",
    "ab": "abgerundet",
    "auf": "aufgerundet",
    "half_even": "zur geraden Zahl",
}


@dataclass(frozen=True, slots=True)
class Reason:
    """One node: what it is, what it says, where it comes from, and what it follows from."""

    label: str
    value: str
    kind: str
    kind_label: str
    sentence: str
    facts: tuple[tuple[str, str, bool], ...]
    """Name, value, and whether the value is German in every language."""
    mark: str
    """What the reader must know before trusting it: „zu prüfen“, „angenommen“; empty where all is well."""
    url: str
    inputs: tuple["Reason", ...]
    is_repeated: bool = False
    """Whether it stands in full further up."""

    @property
    def depth(self) -> int:
        return 1 + max((each.depth for each in self.inputs), default=0)


def reason_of(node: Mapping[str, Any]) -> Reason:
    """Return the tree of an explanation as `allmende.rules` gives it; what returns is told once in full."""
    return _reason(node, set())


def _reason(node: Mapping[str, Any], told_before: set[str]) -> Reason:
    kind, name = str(node.get("kind") or ""), str(node.get("name") or "")
    below = list(node.get("inputs") or ())
    is_repeated = bool(below) and name in told_before
    told_before.add(name)
    return Reason(
        label=str(node.get("label") or name),
        value=shown_value(node),
        kind=kind,
        kind_label={"rule": _("Regel"), "parameter": _("Wert"), "input": _("Eingabe")}.get(kind, ""),
        sentence=_("Die Herleitung steht weiter oben.") if is_repeated else str(node.get("sentence") or ""),
        facts=() if is_repeated else tuple(_facts(node)),
        mark=_doubt(node),
        url=_address(node),
        inputs=() if is_repeated else tuple(_reason(each, told_before) for each in below),
        is_repeated=is_repeated,
    )


def flattened(reason: Reason, level: int = 0) -> Iterator[tuple[int, Reason]]:
    """Yield every node with its depth, parents first: for print and for files."""
    yield level, reason
    for each in reason.inputs:
        yield from flattened(each, level + 1)


def _facts(node: Mapping[str, Any]) -> Iterator[tuple[str, str, bool]]:
    """Yield what is known of a node's origin."""
    if section := node.get("section"):
        yield _("Rechtsgrundlage"), str(section), True
    if valid := _span(node.get("valid")):
        yield _("gilt"), valid, False
    if known := _span(node.get("known")):
        yield _("bekannt"), known, False
    if layer := node.get("layer"):
        yield _("Annahme"), str(layer), True
    rounding = node.get("rounding") or {}
    if rounding:
        yield _("gerundet"), _rounding(rounding, node), True
    if (source := node.get("source")) and source != node.get("section"):
        yield _("Quelle"), str(source), True


def _span(span: Mapping[str, Any] | None) -> str:
    """Return „ab 1.1.2024“ or „1.1.2021 bis 31.12.2023“; the end of a span is the first day after it."""
    start, until = ((span or {}).get("from"), (span or {}).get("until"))
    if not start:
        return ""
    return told_span(Span(date.fromisoformat(start), date.fromisoformat(until) if until else None))


def told_span(span: Span) -> str:
    """Return the first and the last day of a span in the reader's language."""
    language = (get_language() or "de")[:2]
    first, last = day(span.start, language=language), span.last_day
    if last is None:
        return _("ab {first}").format(first=first)
    return _("{first} bis {last}").format(first=first, last=day(last, language=language))


def _rounding(rounding: Mapping[str, Any], node: Mapping[str, Any]) -> str:
    """Return to what and which way; what stood there before only where rounding changed it."""
    mode = str(rounding.get("mode", ""))
    step = german_step(str(rounding["to"])) if rounding.get("to") else ""
    told = f"auf {step}, {MODES.get(mode, mode)}"
    section = f" ({rounding['section']})" if rounding.get("section") else ""
    before = shown_value({"value": rounding.get("before"), "unit": node.get("unit")})
    changed = bool(before) and before != shown_value(node)
    return f"{told}{section}" + (f"; vorher {before}" if changed else "")


def _doubt(node: Mapping[str, Any]) -> str:
    mark = node.get("mark")
    told = {Mark.TO_VERIFY.value: _("zu prüfen"), Mark.ASSUMED.value: _("angenommen")}
    return told.get(str(mark), "")


def _address(node: Mapping[str, Any]) -> str:
    """Return the page of a rule or a parameter of the shipped law."""
    name = str(node.get("name"))
    is_law = law().rule(name) or law().parameter(name)
    return reverse("law:entry", args=[name]) if is_law else ""
