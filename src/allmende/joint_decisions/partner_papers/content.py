"""What a partner's paper shows; the names are German, because towns use them in their templates."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from allmende.cooperations.options.exporting.content import annex_rows, paper_content
from allmende.joint_decisions.core_text import CoreText, shown_digest
from allmende.joint_decisions.partner_papers.figures import FigureValue

NEEDED = ("absaetze", "kennzahlen")
"""Without these a template would make a paper that lacks its resolution or its figures."""
EMPTY_ANNEX: dict[str, Any] = {"anlage_kopf": [], "anlage_zeilen": [], "alternativen": [], "kennung": ""}
Stations = Sequence[tuple[str, str, str]]


def partner_content(
    *,
    title: str,
    body: str,
    reference: str,
    made_on: str,
    core: CoreText,
    version: int,
    digest: str,
    local: Mapping[str, str],
    stations: Stations,
    figures: Sequence[FigureValue],
    changes: Sequence[Mapping[str, str]],
    annex: Mapping[str, Any],
    address: str,
) -> dict[str, Any]:
    """Return everything a template may show."""
    return {
        **EMPTY_ANNEX,
        **annex,
        "titel": title,
        "koerperschaft": body,
        "nummer": reference or "noch ohne Nummer",
        "stand": made_on,
        "absaetze": list(paragraphs(core, local)),
        "fassung": str(version),
        "pruefsumme": shown_digest(digest),
        "beratung": [list(each) for each in stations],
        "kennzahlen": [[each.label, each.shown, each.reason.sentence] for each in figures],
        "fehlt": [f"{each.label}: {each.shown}" for each in figures if each.missing],
        "aenderungen": [[each["label"], each["old"], each["new"], each["why"]] for each in changes],
        "adresse": address,
    }


def paragraphs(core: CoreText, local: Mapping[str, str]) -> Iterable[str]:
    """Yield the text of one partner, numbered; a slot without text says what belongs there."""
    for number, each in enumerate(core.paragraphs, start=1):
        if not each.is_slot:
            yield f"{number}. {each.text.strip()}"
        elif text := local.get(each.name, "").strip():
            yield f"{number}. {text}"
        else:
            yield f"{number}. [örtlicher Teil fehlt: {each.hint or each.name}]"


def annex_for(sheet: Mapping[str, Any], *, key: str, name: str, code: str, made_on: str) -> dict[str, Any]:
    """Return the annex of the options as this partner sees it: its own costs, its own influence."""
    own = {**sheet, "owner": key, "owner_name": name}
    if all(each["key"] != key for each in sheet["partners"]):
        own = dict(sheet)
    found = paper_content(own, code=code, day=made_on, address="")
    return {name: found[name] for name in ("anlage_kopf", "alternativen", "quellen", "kennung", "frage")} | {
        "anlage_zeilen": annex_rows(own)
    }
