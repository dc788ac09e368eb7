"""What a comparison says in a few sentences: who can stop what, what it costs, who approves, what is open.

Made from the sheet alone, so that a frozen one says the same years later. Council papers are German.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from allmende.common.formats import euro
from allmende.cooperations.legal_forms.facts import ComparedForm
from allmende.cooperations.legal_forms.procedure import Approval
from allmende.cooperations.options.influence import ALWAYS
from allmende.ledger.domain import Mark
from allmende.sharing.sentences import percent

Sheet = Mapping[str, Any]
Placed = tuple[str, str]
"""Letter of an option and what it is about there."""
ALONE = ComparedForm.OHNE.value
APPROVALS = {
    Approval.NONE.label: "keine Genehmigung",
    Approval.UNCLEAR.label: "Anzeige oder Genehmigung (nicht geklärt)",
}


def summary_of(sheet: Sheet) -> list[str]:
    """Return the sentences; nothing that the sheet does not say."""
    return [
        *_options(sheet),
        *_influence(sheet),
        *_approval(sheet),
        *_money(sheet),
        *_consents(sheet),
        *_decision(sheet),
    ]


def matter_of(vote: Mapping[str, Any]) -> str:
    """Return what a rule is for; words with a colon name the matter themselves."""
    words, sign, _rest = str(vote["words"]).partition(":")
    return words if sign else str(vote["matter"])


def _options(sheet: Sheet) -> Iterable[str]:
    named = [f"{option['letter']} ({option['title']})" for option in sheet["options"]]
    if len(named) > 1:
        yield f"Verglichen sind {_joined(named)}."


# --- influence -----------------------------------------------------------------------------------------


def _influence(sheet: Sheet) -> Iterable[str]:
    name = sheet["owner_name"]
    if not name:
        return
    blocking: list[Placed] = []
    without: list[Placed] = []
    some: list[tuple[str, float]] = []
    unknown: list[Placed] = []
    for option, votes in zip(sheet["options"], sheet["votes"], strict=True):
        for vote in votes:
            placed = (option["letter"], matter_of(vote))
            mine = next((say for say in vote["says"] if say["key"] == sheet["owner"]), None)
            if mine is None:
                unknown.append(placed)
            elif mine["is_dummy"]:
                without.append(placed)
            elif mine["blocks"] >= ALWAYS:
                blocking.append(placed)
            else:
                some.append((option["letter"], mine["power"]))
        if not votes and option["form"] != ALONE:
            unknown.append((option["letter"], "alle Abstimmungen"))
    if blocking:
        yield f"Ohne {name} geht nichts: {_places(blocking)}."
    if without:
        yield f"{name} hat Stimmen, aber nie Einfluss: {_places(without)}."
    if some:
        yield f"{name} hat {_spread(some)} bei den übrigen Abstimmungen."
    if unknown:
        yield f"Einfluss noch nicht zu sagen, es fehlen Stimmen und Mehrheit: {_places(unknown)}."
    assumed = [
        option["letter"]
        for option, votes in zip(sheet["options"], sheet["votes"], strict=True)
        if any(vote["mark"] == Mark.ASSUMED.value and vote["says"] for vote in votes)
    ]
    if assumed:
        yield f"Die Stimmregeln bei {_joined(assumed)} sind ganz oder zum Teil Annahmen."


def _places(placed: Sequence[Placed]) -> str:
    """Return options by what it is about: „A und B (Änderung der Vereinbarung), D (Grundlegendes)“."""
    by_matter: dict[str, list[str]] = {}
    for letter, matter in placed:
        letters = by_matter.setdefault(matter, [])
        if letter not in letters:
            letters.append(letter)
    return ", ".join(f"{_joined(letters)} ({matter})" for matter, letters in by_matter.items())


def _spread(some: Sequence[tuple[str, float]]) -> str:
    by_letter: dict[str, list[float]] = {}
    for letter, power in some:
        by_letter.setdefault(letter, []).append(power)
    return ", ".join(f"in {letter} {_range(powers)}" for letter, powers in by_letter.items()) + " Einfluss"


def _range(powers: Sequence[float]) -> str:
    least, most = percent(min(powers)), percent(max(powers))
    return most if least == most else f"je nach Regel {least} bis {most}"


def _joined(letters: Sequence[str]) -> str:
    return " und ".join(filter(None, [", ".join(letters[:-1]), letters[-1]]))


# --- approval, money, consents, decision ---------------------------------------------------------------


def _approval(sheet: Sheet) -> Iterable[str]:
    by_text: dict[str, list[str]] = {}
    for option, decided in zip(sheet["options"], sheet["decisions"], strict=True):
        if option["form"] != ALONE:
            by_text.setdefault(decided["approval"]["text"].rstrip("."), []).append(option["letter"])
    if by_text:
        said = [f"{APPROVALS.get(text, text)} bei {_joined(letters)}" for text, letters in by_text.items()]
        yield f"Aufsicht: {'; '.join(said)}."


def _money(sheet: Sheet) -> Iterable[str]:
    totals: list[tuple[int, str]] = []
    open_ones: list[str] = []
    gaps: dict[str, None] = {}
    for option, money in zip(sheet["options"], sheet["money"], strict=True):
        mine = next((each for each in money["partners"] if each["key"] == sheet["owner"]), None)
        if mine is None or mine["total"]["base"] is None:
            open_ones.append(option["letter"])
            gaps.update(dict.fromkeys(money["missing"]))
        else:
            totals.append((mine["total"]["base"], option["letter"]))
    first, last = sheet["years"][0], sheet["years"][-1]
    if totals:
        amounts = ", ".join(f"{letter} {euro(cents)}" for cents, letter in sorted(totals))
        who = sheet["owner_name"] or "alle zusammen"
        yield f"Kosten für {who} von {first} bis {last}: {amounts}."
    if open_ones:
        where = "für keine Alternative" if not totals else f"noch nicht für {_joined(open_ones)}"
        lacking = f"; es fehlt: {', '.join(gaps)}" if gaps else ""
        yield f"Kosten sind {where} bezifferbar{lacking}."


def _consents(sheet: Sheet) -> Iterable[str]:
    letters = {option["key"]: option["letter"] for option in sheet["options"]}
    for consent in sheet["consents"]:
        needing = [letters[key] for key in consent.get("options") or [] if key in letters]
        where = f" (nur {_joined(needing)})" if needing else ""
        state = consent["state"] or "Stand fehlt"
        yield f"Zustimmung ({consent['effect']}) – {consent['who']}{where}: {state}."


def _decision(sheet: Sheet) -> Iterable[str]:
    if sheet["stations"]:
        last = sheet["stations"][-1]
        yield f"Letzte Station: {', '.join(filter(None, [last['committee'], last['on'], last['role']]))}."
