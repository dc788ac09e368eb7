"""What `allmende rules` prints for people: lists, one entry, a result with its reasons."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from allmende.common.formats import day as shown_day
from allmende.rules.explain import ROUNDED
from allmende.rules.texts import german_step
from allmende.rules.units import unit

Entry = dict[str, Any]
PERIODS = {
    "month": "je Monat",
    "year": "je Jahr",
    "kindergarten_year": "je Kindergartenjahr",
    "once": "einmalig",
}
SPECIAL_UNITS = {"1": "Zahl", "choice": "Auswahl", "yes_no": "ja oder nein", "date": "Datum"}
YES_NO = {"yes": "ja", "no": "nein"}
STATUS = {"draft": "Entwurf", "decided": "beschlossen", "promulgated": "verkündet"}


def shown(action: str, document: Any) -> str:
    """Return the text for one action."""
    if action == "list":
        return "\n".join(_list(document))
    if action == "calc":
        results = document if isinstance(document, list) else [document]
        return "\n\n".join("\n".join(_result(result)) for result in results)
    return "\n".join(
        {"rule": _rule, "parameter": _parameter, "input": _input_page}[document["kind"]](document)
    )


def _list(document: Entry) -> Iterator[str]:
    laws = [law for law in document["laws"] if law["rules"] or law["parameters"]]
    if not laws:
        yield "An diesem Tag ist nichts in Kraft, soweit hier bekannt. Ohne --on sehen Sie alles."
    for law in laws:
        yield f"{law['title']}  [{law['law']}]"
        for rule in law["rules"]:
            measure = _measure(rule["returns"])
            yield f"  {rule['name']:<42} → {measure:<24} {rule['label']}, {_span(rule['valid'])}"
        for parameter in law["parameters"]:
            measure = _measure(parameter["unit"])
            yield f"  {parameter['name']:<42}   {measure:<24} Parameter: {parameter['label']}"
        yield ""
    yield "Eingaben, Fassungen und ein Beispiel zeigt „allmende rules show NAME“."


def _rule(rule: Entry) -> Iterator[str]:
    yield f"{rule['name']}: {rule['label']}"
    yield f"  Ergebnis     {_measure(rule['returns'])}, {PERIODS[rule['period']]}"
    if rule["payer"]:
        yield f"  Zahlung      von {rule['payer']} an {rule['payee']}"
    yield f"  Vorschrift   {rule['section']}{_paren(rule['source'])}"
    if rule["formula"]:
        yield f"  Formel       {rule['formula']}"
    if rule["rounding"]:
        rounding = rule["rounding"]
        how = f"{ROUNDED[rounding['mode']]} {german_step(rounding['to'])}"
        yield f"  Rundung      {how} ({rounding['section']})"
    if rule["note"]:
        yield f"  Hinweis      {rule['note']}"
    for version in rule["versions"]:
        known = f"bekannt {_span(version['known'])}"
        yield f"  Fassung      {_span(version['valid'])}, {known}{_paren(version['section'])}"
    yield "\nEingaben"
    for item in rule["inputs"]:
        yield from _input(item)
    if rule["parameters"]:
        yield "\nParameter"
        for parameter in rule["parameters"]:
            yield from _parameter(parameter)
    if rule["rules"]:
        yield "\nRechnet mit"
        for other in rule["rules"]:
            yield f"  {other['name']} ({_measure(other['returns'])}): {other['label']}, {other['section']}"
    if rule["example"]:
        yield from _example(rule["name"], rule["example"])


def _example(name: str, example: Entry) -> Iterator[str]:
    known = f" --known {example['known']}" if example["known"] else ""
    inputs = json.dumps(example["inputs"], ensure_ascii=False)
    value = json.dumps(example["value"], ensure_ascii=False)
    yield f"\nBeispiel ({example['source']})"
    yield f"  echo '{inputs}' | allmende rules calc {name} --on {example['on']}{known} --inputs -"
    yield f"  ergibt {value}"


def _input_page(item: Entry) -> Iterator[str]:
    yield from _input(item)
    yield f"    gebraucht von: {', '.join(item['used_by']) or 'keiner Regel'}"


def _input(item: Entry) -> Iterator[str]:
    measure = "Auswahl: " + ", ".join(item["choices"]) if item["choices"] else _measure(item["unit"])
    facts = [measure]
    facts += ["ganze Zahl"] if item["whole"] else []
    facts += ["Liste"] if item["list"] else []
    facts += [f"sonst {item['default']}"] if item["default"] is not None else []
    yield f"  {item['name']} ({', '.join(facts)}): {item['label']}"
    if item["meaning"] or item["usually_from"]:
        source = f"; steht meist in: {item['usually_from']}" if item["usually_from"] else ""
        yield f"    {item['meaning']}{source}"


def _parameter(parameter: Entry) -> Iterator[str]:
    key = f", je {parameter['key']}" if parameter["key"] else ""
    yield f"  {parameter['name']} ({_measure(parameter['unit'])}{key}): {parameter['label']}"
    if parameter["note"]:
        yield f"    {parameter['note']}"
    for row in parameter["rows"]:
        value = _value(row["value"])
        key = f" {row['key']}" if row["key"] else ""
        mark = ", noch zu prüfen" if row["mark"] == "to_verify" else ""
        known = f"bekannt {_span(row['known'])}"
        yield f"    {value}{key}: gilt {_span(row['valid'])}, {known}, {STATUS[row['status']]}{mark}"
        origin = "; ".join(filter(None, (row["section"], row["source"])))
        checked = f", zuletzt geprüft am {_day(row['last_checked_on'])}" if row["last_checked_on"] else ""
        yield f"      {origin}{checked}"
        if row["note"]:
            yield f"      {row['note']}"


def _value(value: Any) -> str:
    """Return a value in words: unknown, growing, or as it stands."""
    if value is None:
        return "unbekannt"
    if isinstance(value, dict) and "growth" in value:
        month, day = value["each"].split("-")
        return f"wächst jedes Jahr am {day}.{month}. um „{value['growth']}“"
    return str(value)


def _result(result: Entry) -> Iterator[str]:
    body = f"{result['body']}: " if "body" in result else ""
    value = YES_NO.get(result["value"], result["value"])
    measure = "" if unit(result["unit"]).is_special else unit(result["unit"]).german()
    yield f"{body}{value} {measure}".rstrip()
    yield result["sentence"]


def _measure(text: str) -> str:
    """Return a unit as people call it."""
    return SPECIAL_UNITS.get(text) or unit(text).german()


def _span(span: dict[str, str | None]) -> str:
    """Return `ab 01.01.2024` or `01.01.2021 bis 31.12.2023`."""
    if not span["until"]:
        return f"ab {_day(span['from'])}"
    last = date.fromisoformat(span["until"]) - timedelta(days=1)
    return f"{_day(span['from'])} bis {shown_day(last)}"


def _day(text: str | None) -> str:
    return shown_day(date.fromisoformat(text)) if text else ""


def _paren(text: str) -> str:
    return f" ({text})" if text else ""
