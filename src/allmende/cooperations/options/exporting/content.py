"""The sections „II. Entscheidungsalternativen“ and „III. Auswirkungen“ of a council paper, and its annex.

Word and PDF show the same: headings, sentences and tables made here from a sheet. Council papers are German.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from allmende.common.formats import euro
from allmende.cooperations.options.influence import ALWAYS
from allmende.cooperations.options.sheet import MISSING
from allmende.cooperations.options.summary import matter_of, summary_of
from allmende.sharing.sentences import percent

Sheet = Mapping[str, Any]
MARKS = {"to_verify": "zu prüfen", "assumed": "Annahme"}
TOGETHER = re.compile(r"(§§?|Abs\.|Satz|Nr\.|Art\.|Alt\.) (?=\d)|(?<=\d) (?=[€%])")
SENTENCE_END = re.compile(r"(?<!Abs)(?<!Nr)(?<!Art)\.\s+(?=[A-ZÄÖÜ])")


def paper_content(sheet: Sheet, *, code: str, day: str, address: str) -> dict[str, Any]:
    """Return everything the templates show; names are German because towns use them in their templates."""
    content = {
        "titel": sheet["title"],
        "frage": sheet["text"],
        "stand": day,
        "kennung": code or "noch nicht vergeben (Entwurf)",
        "adresse": address,
        "koerperschaft": sheet["owner_name"],
        "kurzfassung": summary_of(sheet),
        "alternativen": [_alternative(index, sheet) for index in range(len(sheet["options"]))],
        "auswirkungen": list(_impacts(sheet)),
        "kosten_kopf": ["Jahr", *(option["letter"] for option in sheet["options"])],
        "kosten_zeilen": cost_rows(sheet),
        "partner_kopf": ["Beteiligte", *(option["letter"] for option in sheet["options"])],
        "partner_zeilen": partner_rows(sheet),
        "beratung": [
            [each["committee"], each["on"] or "–", each["role"] or "–"] for each in sheet["stations"]
        ],
        "zustimmungen": [_consent(each, sheet) for each in sheet["consents"]],
        "reihenfolge": _ranking(sheet),
        "quellen": [*sheet["sources"], *_versions(sheet)],
        "anlage_kopf": ["", *(f"{option['letter']}. {option['title']}" for option in sheet["options"])],
        "anlage_zeilen": annex_rows(sheet),
    }
    return {name: _unbroken(value) for name, value in content.items()}


def _unbroken(value: Any) -> Any:
    """Return the content with spaces that no line may end at: „§ 23“ and „51 %“ stay together."""
    if isinstance(value, str):
        return TOGETHER.sub(lambda found: f"{found[1] or ''}\N{NO-BREAK SPACE}", value)
    if isinstance(value, Mapping):
        return {name: _unbroken(each) for name, each in value.items()}
    return [_unbroken(each) for each in value] if isinstance(value, list | tuple) else value


def _versions(sheet: Sheet) -> list[str]:
    """Return the days of the texts of law that the lines speak of."""
    cells = [cell for row in (*sheet["law"], *sheet["rows"]) for cell in row["cells"]]
    found = sorted({each["version"] for cell in cells for each in cell if each["version"]})
    return [f"Gesetzesfassungen: {', '.join(found)}"] if found else []


# --- II. Entscheidungsalternativen ---------------------------------------------------------------------


def _alternative(index: int, sheet: Sheet) -> dict[str, Any]:
    option, decided = sheet["options"][index], sheet["decisions"][index]
    joint: list[tuple[str, Sequence[str]]] = [
        ("Rechtsform", [_form(option)]),
        ("Zuständig", [said(decided["authority"])]),
        ("Genehmigung", [said(decided["approval"])]),
    ]
    points: list[tuple[str, Sequence[str]]] = [
        *([] if _is_alone(option) else joint),
        ("Wer entscheidet bis wann", _steps(decided["steps"])),
        ("Spätere Änderungen", [said(each) for each in decided["majorities"]]),
        ("Einfluss", [] if _is_alone(option) else list(_influence(sheet["votes"][index]))),
        ("Ausstieg", [said(each) for each in _row(sheet, "exit")[index] if not _is_void(each["text"])]),
        ("Offene Punkte", [said(each) for each in _row(sheet, "open")[index]]),
    ]
    return {
        "buchstabe": option["letter"],
        "titel": option["title"],
        "beschreibung": option["variant"],
        "punkte": [{"name": name, "texte": list(texts)} for name, texts in points if texts],
    }


def _is_alone(option: Mapping[str, str]) -> bool:
    """Return whether nobody founds or joins anything: a body decides on its own."""
    return option["form"] == "ohne"


def _is_void(text: str) -> bool:
    return text.startswith("Entfällt")


def _form(option: Mapping[str, str]) -> str:
    return f"{option['form_label']} ({option['law']})" if option["law"] else option["form_label"]


def said(line: Mapping[str, str]) -> str:
    """Return a line as a sentence: what it says, where it stands, how sure it is."""
    beside = "; ".join(filter(None, [line["source"], MARKS.get(line["mark"], "")]))
    text = line["text"].rstrip(".")
    return f"{text} ({beside})." if beside else f"{text}."


def _steps(steps: Sequence[Mapping[str, str]]) -> list[str]:
    """Return the steps; what all of them lack is said once."""
    gaps = list(dict.fromkeys(step["missing"] for step in steps if step["missing"]))
    dated = [_step(step) for step in steps]
    return [*dated, *(f"Termine – es fehlt: {gap}." for gap in gaps)]


def _step(step: Mapping[str, str]) -> str:
    when = f", bis {step['by']}" if step["by"] else ""
    beside = "; ".join(filter(None, [step["section"], MARKS.get(step["mark"], "")]))
    return f"{step['what'].rstrip('.')}{when} ({beside})."


def _influence(votes: Sequence[Mapping[str, Any]]) -> Iterable[str]:
    if not votes:
        yield "Es fehlt: Abstimmungsregeln."
    for vote in votes:
        head = f"{vote['head']}{_marked(vote['mark'])}."
        yield f"{head} Es fehlt: {vote['missing']}." if vote["missing"] else f"{head} {vote['owner']}"
        yield from _without_say(vote)


def _marked(mark: str) -> str:
    return f" ({MARKS[mark]})" if mark in MARKS else ""


def _without_say(vote: Mapping[str, Any]) -> Iterable[str]:
    """Name those without any say: what nobody may overlook."""
    if vote["missing"] or not any(say["is_dummy"] for say in vote["says"]):
        return
    yield vote["sentences"][0]


def _row(sheet: Sheet, name: str) -> list[list[dict[str, str]]]:
    found: list[list[dict[str, str]]] = next(row["cells"] for row in sheet["rows"] if row["id"] == name)
    return found


# --- III. Auswirkungen ---------------------------------------------------------------------------------


def _impacts(sheet: Sheet) -> Iterable[dict[str, Any]]:
    yield {"name": "Finanzen", "texte": list(_financial(sheet))}
    for label, cells in (
        ("Verteilung der Kosten", [each["lines"] for each in sheet["stability"]]),
        ("Umsatzsteuer", _row(sheet, "vat")),
        ("Vergaberecht", _row(sheet, "in_house")),
        ("Personal", _row(sheet, "staff")),
        ("IT und Datenschutz", _row(sheet, "data_protection")),
    ):
        if not all(_is_void(each["text"]) for cell in cells for each in cell):
            yield {"name": label, "texte": list(_per_option(sheet, cells))}
    yield {"name": "Klima", "texte": [said(sheet["climate"])]}


def _financial(sheet: Sheet) -> Iterable[str]:
    return _grouped(sheet, [_cost_sentence(money, sheet) for money in sheet["money"]])


def _cost_sentence(money: Mapping[str, Any], sheet: Sheet) -> str:
    if money["missing"]:
        return f"nicht bezifferbar; es fehlt: {'; '.join(money['missing'])}."
    mine = next((each for each in money["partners"] if each["key"] == sheet["owner"]), None)
    amounts = mine["total"] if mine else money["total"]
    who = sheet["owner_name"] if mine else "alle zusammen"
    years = sheet["years"]
    text = f"{who} {euro(amounts['base'])} in den Jahren {years[0]} bis {years[-1]}{_range(amounts)}"
    return f"{text}{_difference(mine)}."


def _range(amounts: Mapping[str, int]) -> str:
    if amounts["low"] == amounts["high"]:
        return ""
    return f" (Spanne {euro(amounts['low'])} bis {euro(amounts['high'])})"


def _difference(mine: Mapping[str, Any] | None) -> str:
    if mine is None:
        return ""
    if mine["difference"] is None:
        return f"; Vergleich mit heute fehlt: {'; '.join(mine['missing'])}" if mine["missing"] else ""
    if mine["difference"] == 0:
        return ", so viel wie heute"
    more = "mehr" if mine["difference"] > 0 else "weniger"
    return f", das sind {euro(abs(mine['difference']))} {more} als heute"


def _per_option(sheet: Sheet, cells: Sequence[Sequence[Mapping[str, str]]]) -> Iterable[str]:
    """Return a sentence per option; what holds for all of them is said once, first."""
    told = [[said(each) for each in cell] for cell in cells]
    common = [text for text in told[0] if all(text in others for others in told)] if len(told) > 1 else []
    if common:
        yield f"Für alle Alternativen: {' '.join(common)}"
    own = [" ".join(text for text in texts if text not in common) for texts in told]
    if any(own):
        yield from _grouped(sheet, own)


def _grouped(sheet: Sheet, texts: Sequence[str]) -> Iterable[str]:
    """Return a sentence per option; options that say the same stand together."""
    letters = [option["letter"] for option in sheet["options"]]
    for text in dict.fromkeys(filter(None, texts)):
        same = [letter for letter, each in zip(letters, texts, strict=True) if each == text]
        everyone = len(same) == len(texts) > 1
        yield f"Für alle Alternativen: {text}" if everyone else f"Alternative {', '.join(same)}: {text}"


def cost_rows(sheet: Sheet) -> list[list[str]]:
    """Return per year what the owner pays under each option, then the sum and the difference to today."""
    rows = [
        [str(year), *(_year(money, sheet["owner"], year) for money in sheet["money"])]
        for year in sheet["years"]
    ]
    if all(not money["years"] for money in sheet["money"]):
        return []
    rows.append(["Summe", *(_sum(money, sheet["owner"]) for money in sheet["money"])])
    return rows


def _year(money: Mapping[str, Any], owner: str, year: int) -> str:
    mine = next((each for each in money["partners"] if each["key"] == owner), None)
    if mine is None or str(year) not in mine["years"]:
        return f"fehlt: {'; '.join(money['missing_years'].get(str(year), ['Beteiligte']))}"
    amounts = mine["years"][str(year)]
    return euro(amounts["base"]) + _range(amounts)


def _sum(money: Mapping[str, Any], owner: str) -> str:
    mine = next((each for each in money["partners"] if each["key"] == owner), None)
    if mine is None or mine["total"]["base"] is None:
        return "nicht bezifferbar"
    return euro(mine["total"]["base"]) + _range(mine["total"])


def partner_rows(sheet: Sheet) -> list[list[str]]:
    """Return what each partner pays over all years under each option; nothing if nobody could compare it."""
    if len(sheet["partners"]) < 2 or all(money["missing"] for money in sheet["money"]):
        return []
    return [
        [partner["name"], *(_sum(money, partner["key"]) for money in sheet["money"])]
        for partner in sheet["partners"]
    ]


def _consent(consent: Mapping[str, Any], sheet: Sheet) -> str:
    source = f" ({consent['source']})" if consent["source"] else ""
    effect = f"Wirkung: {consent['effect']}"
    needing = consent.get("options") or []
    letters = ", ".join(option["letter"] for option in sheet["options"] if option["key"] in needing)
    who = f"{consent['who']} (Alternative {letters})" if letters else consent["who"]
    return f"{who}: {consent['state']}. Grundlage: {consent['basis']}; {effect}.{source}"


def _ranking(sheet: Sheet) -> list[str]:
    found = sheet["sensitivity"]
    if found["missing"]:
        return [f"Eine Reihenfolge nach Kosten ist nicht möglich; es fehlt: {found['missing']}."]
    order = ", ".join(f"{each['title']} ({euro(each['cents'])})" for each in found["order"])
    return [f"Reihenfolge nach Kosten: {order}.", *found["sentences"]]


# --- Anlage --------------------------------------------------------------------------------------------


def annex_rows(sheet: Sheet) -> list[list[str]]:
    """Return the one-page table: what tells the options apart, in few words."""
    count = range(len(sheet["options"]))
    decided, owner = sheet["decisions"], sheet["owner"]
    options = sheet["options"]
    rows = [
        ["Rechtsform", *("" if _is_alone(each) else each["form_label"] for each in options)],
        ["Aufgabe geht über?", *(_first(_law(sheet, "transfer")[i]) for i in count)],
        [
            "Genehmigung, Behörde",
            *("" if _is_alone(options[i]) else _approved(decided[i]) for i in count),
        ],
        *([f"Zustimmung: {each['who']}", *_consented(each, sheet)] for each in sheet["consents"]),
        ["Beginn, frühestens", *(_begin(decided[i]["steps"]) for i in count)],
        [
            f"Kosten {sheet['owner_name']}, {sheet['years'][0]}–{sheet['years'][-1]}",
            *(_sum(sheet["money"][i], owner) for i in count),
        ],
        ["Verteilung der Kosten", *(_first(sheet["stability"][i]["lines"]) for i in count)],
        [
            f"Einfluss {sheet['owner_name']}",
            *("" if _is_alone(options[i]) else _say(sheet["votes"][i], owner) for i in count),
        ],
        ["Ausstieg", *(_first(_row(sheet, "exit")[i]) for i in count)],
        ["Haftung", *(_first(_law(sheet, "liability")[i]) for i in count)],
        ["Umsatzsteuer ab 2027", *(_vat(_row(sheet, "vat")[i]) for i in count)],
        ["Personal", *(_first(_row(sheet, "staff")[i]) for i in count)],
        ["Offen", *(_open(_row(sheet, "open")[i]) for i in count)],
    ]
    return [row for row in rows if any(cell and not _is_void(cell) for cell in row[1:])]


def _law(sheet: Sheet, name: str) -> list[list[dict[str, str]]]:
    found: list[list[dict[str, str]]] = next((row["cells"] for row in sheet["law"] if row["id"] == name), [])
    return found or [[] for _option in sheet["options"]]


def _first(lines: Sequence[Mapping[str, str]]) -> str:
    """Return the first sentence of a cell, with its mark; nothing for an empty cell."""
    if not lines:
        return ""
    if lines[0]["mark"] == MISSING:
        return f"fehlt: {lines[0]['text'].removeprefix('Es fehlt: ').rstrip('.')}"
    return _sentence(lines[0]["text"]) + _marked(lines[0]["mark"])


def _sentence(text: str) -> str:
    return SENTENCE_END.split(text)[0].rstrip(".")


def _approved(decided: Mapping[str, Any]) -> str:
    """Return approval and authority, each with its mark."""
    parts = (decided["approval"], decided["authority"])
    return ". ".join(each["text"].rstrip(".") + _marked(each["mark"]) for each in parts)


def _consented(consent: Mapping[str, Any], sheet: Sheet) -> list[str]:
    """Return under each option that needs this consent how it stands and what it means."""
    needing = consent.get("options") or [option["key"] for option in sheet["options"]]
    state = consent["state"] or "Stand fehlt"
    return [
        f"{state} ({consent['effect']})" if option["key"] in needing else "entfällt"
        for option in sheet["options"]
    ]


def _begin(steps: Sequence[Mapping[str, str]]) -> str:
    last = steps[-1]
    return last["by"] or (f"fehlt: {last['missing']}" if last["missing"] else "entfällt")


def _say(votes: Sequence[Mapping[str, Any]], owner: str) -> str:
    if not votes:
        return "fehlt: Abstimmungsregeln"
    return "; ".join(_one_say(vote, owner) for vote in votes)


def _one_say(vote: Mapping[str, Any], owner: str) -> str:
    mine = next((say for say in vote["says"] if say["key"] == owner), None)
    if mine is None:
        return f"fehlt: {vote['missing']}"
    return f"{_capital(matter_of(vote))} ({_how(vote)}): {_weight(mine)}{_marked(vote['mark'])}"


def _how(vote: Mapping[str, Any]) -> str:
    return "einstimmig" if vote["quota"] == "alle Stimmen" else f"{vote['weighting']}, {vote['quota']}"


def _weight(mine: Mapping[str, Any]) -> str:
    """Return what the votes of a partner are worth; whoever can stop everything needs no further figure."""
    if mine["blocks"] >= ALWAYS:
        return "kann jede Mehrheit verhindern"
    share = f"{percent(mine['share'])} Stimmen"
    return f"{share}, nie Einfluss" if mine["is_dummy"] else f"{share}, {percent(mine['power'])} Einfluss"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _vat(lines: Sequence[Mapping[str, str]]) -> str:
    later = next((each for each in lines if each["text"].startswith("Ab 1.1.2027: ")), lines[0])
    return _sentence(later["text"].removeprefix("Ab 1.1.2027: ")) + _marked(later["mark"])


def _open(lines: Sequence[Mapping[str, str]]) -> str:
    return "; ".join(each["text"].rstrip(".") for each in lines if each["mark"] != MISSING) or "–"
