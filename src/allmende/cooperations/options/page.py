"""A sheet as the page shows it: tables with the options as columns, each cell a list of lines."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from allmende.common.formats import euro, number
from allmende.cooperations.options.exporting.content import cost_rows, partner_rows
from allmende.cooperations.options.sheet import Cell, line, missing
from allmende.cooperations.options.summary import summary_of
from allmende.sharing.sentences import percent

Sheet = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Matrix:
    """A table: a row has a label and one cell per option."""

    anchor: str
    title: str
    heads: Sequence[str]
    rows: Sequence[tuple[str, Sequence[Cell]]]
    note: str = ""
    is_numeric: bool = False


@dataclass(frozen=True, slots=True)
class VoteTable:
    """All partners under one rule."""

    title: str
    sentences: Sequence[str]
    rows: Sequence[tuple[str, str, str, str, str]]
    method: str


@dataclass(frozen=True, slots=True)
class ComparisonPage:
    """Everything the template goes through."""

    sheet: Sheet
    summary: Sequence[str]
    matrices: Sequence[Matrix]
    votes: Sequence[VoteTable]
    positions: Sequence[tuple[str, Sequence[Mapping[str, str]]]]
    criteria: Mapping[str, Any] | None = None
    figures: Sequence[tuple[str, str, str]] = field(default_factory=tuple)


def page_of(sheet: Sheet) -> ComparisonPage:
    """Return the page of a sheet."""
    heads = [f"{option['letter']}. {option['title']}" for option in sheet["options"]]
    matrices = [
        _at_a_glance(sheet, heads),
        _decisions(sheet, heads),
        *_money(sheet, heads),
        Matrix(
            "stabil",
            _("Hält die Verteilung?"),
            heads,
            [(_("Würde eine Gruppe allein weniger zahlen?"), [each["lines"] for each in sheet["stability"]])],
        ),
        _influence(sheet, heads),
        Matrix("weiteres", _("Was sonst zu klären ist"), heads, _rows(sheet["rows"])),
    ]
    if sheet["law"]:
        matrices.append(Matrix("recht", _("Was das Recht sagt"), heads, _rows(sheet["law"])))
    titles = [option["title"] for option in sheet["options"]]
    return ComparisonPage(
        sheet=sheet,
        summary=summary_of(sheet),
        matrices=matrices,
        votes=[table for index in range(len(heads)) for table in _vote_tables(index, sheet)],
        positions=[
            (title, money["positions"])
            for title, money in zip(titles, sheet["money"], strict=True)
            if money["positions"]
        ],
        criteria=_criteria(sheet),
        figures=[_figure(partner) for partner in sheet["partners"]],
    )


def _rows(rows: Sequence[Mapping[str, Any]]) -> list[tuple[str, Sequence[Cell]]]:
    return [(row["label"], row["cells"]) for row in rows]


def _at_a_glance(sheet: Sheet, heads: Sequence[str]) -> Matrix:
    options = sheet["options"]
    rows: list[tuple[str, Sequence[Cell]]] = [
        (_("Rechtsform"), [[line(each["form_label"], source=each["law"])] for each in options]),
        (_("Ausgestaltung"), [[line(each["variant"])] if each["variant"] else [] for each in options]),
    ]
    return Matrix("alternativen", _("Alternativen"), heads, rows)


def _decisions(sheet: Sheet, heads: Sequence[str]) -> Matrix:
    decided = sheet["decisions"]
    rows: list[tuple[str, Sequence[Cell]]] = [
        (_("Behörde"), [[each["authority"]] for each in decided]),
        (_("Genehmigung"), [[each["approval"]] for each in decided]),
        (_("Schritte"), [_steps(each["steps"]) for each in decided]),
        (_("Spätere Änderungen"), [each["majorities"] for each in decided]),
    ]
    return Matrix("entscheidung", _("Wer entscheidet bis wann"), heads, rows)


def _steps(steps: Sequence[Mapping[str, str]]) -> Cell:
    gaps = dict.fromkeys(step["missing"] for step in steps if step["missing"])
    lines = [
        line(f"{step['by']}: {step['what']}" if step["by"] else step["what"], step["mark"], step["section"])
        for step in steps
    ]
    return [*lines, *(missing(gap) for gap in gaps)]


def _money(sheet: Sheet, heads: Sequence[str]) -> list[Matrix]:
    first, last = sheet["years"][0], sheet["years"][-1]
    rows: list[tuple[str, Sequence[Cell]]] = [
        (row[0], [[_amount(text)] for text in row[1:]]) for row in cost_rows(sheet)
    ]
    if not rows:
        gaps = [[missing(gap) for gap in money["missing"]] for money in sheet["money"]]
        rows = [(f"{first} bis {last}", gaps)]
    else:
        rows.append(
            (_("gegenüber heute"), [[_difference(money, sheet["owner"])] for money in sheet["money"]])
        )
    title = _("Was {body} zahlt").format(body=sheet["owner_name"]) if sheet["owner_name"] else _("Kosten")
    matrices = [Matrix("kosten", title, heads, rows, is_numeric=True)]
    everyone: list[tuple[str, Sequence[Cell]]] = [
        (row[0], [[_amount(text)] for text in row[1:]]) for row in partner_rows(sheet)
    ]
    if everyone:
        title = _("Was jede und jeder zahlt, {first} bis {last}").format(first=first, last=last)
        matrices.append(Matrix("kosten-alle", title, heads, everyone, is_numeric=True))
    return matrices


def _amount(text: str) -> dict[str, str]:
    return missing(text.removeprefix("fehlt: ")) if text.startswith("fehlt: ") else line(text)


def _difference(money: Mapping[str, Any], owner: str) -> dict[str, str]:
    mine = next((each for each in money["partners"] if each["key"] == owner), None)
    if mine is None or money["missing"]:
        return missing("; ".join(money["missing"]) or _("Beteiligte"))
    if mine["difference"] is None:
        return missing("; ".join(mine["missing"]))
    sign = "+" if mine["difference"] > 0 else ""
    return line(f"{sign}{euro(mine['difference'])}")


def _influence(sheet: Sheet, heads: Sequence[str]) -> Matrix:
    """Return a row per matter, so that the rules for the same thing stand side by side."""
    matters = dict.fromkeys(vote["matter"] for votes in sheet["votes"] for vote in votes)
    rows = [
        (
            f"{matter[:1].upper()}{matter[1:]}",
            [_rules_for(matter, option, votes) for option, votes in _voting(sheet)],
        )
        for matter in matters
    ]
    if not rows:
        rows = [(_("Abstimmungen"), [_rules_for("", option, votes) for option, votes in _voting(sheet)])]
    return Matrix("einfluss", _("Wer Einfluss hat"), heads, rows)


def _voting(sheet: Sheet) -> Iterator[tuple[Mapping[str, Any], Sequence[Mapping[str, Any]]]]:
    return zip(sheet["options"], sheet["votes"], strict=True)


def _rules_for(matter: str, option: Mapping[str, Any], votes: Sequence[Mapping[str, Any]]) -> Cell:
    if not votes:
        return [line(_("Entfällt.")) if option["form"] == "ohne" else missing("Abstimmungsregeln")]
    lines: Cell = []
    for vote in votes:
        if vote["matter"] != matter:
            continue
        lines.append(line(vote["head"], vote["mark"], vote["source"]))
        lines.append(missing(vote["missing"]) if vote["missing"] else line(vote["owner"]))
        if any(say["is_dummy"] for say in vote["says"]):
            lines.append(line(vote["sentences"][0]))
    return lines or [line(_("Keine eigene Regel genannt."))]


def _vote_tables(index: int, sheet: Sheet) -> list[VoteTable]:
    option = sheet["options"][index]
    return [
        VoteTable(
            title=f"{option['letter']}. {option['title']}: {vote['words']}",
            sentences=vote["sentences"],
            rows=[
                (
                    say["name"],
                    number(say["weight"]),
                    percent(say["share"]),
                    _("nie") if say["is_dummy"] else percent(say["power"]),
                    percent(say["blocks"]),
                )
                for say in vote["says"]
            ],
            method=vote["method"],
        )
        for vote in sheet["votes"][index]
        if vote["says"]
    ]


def _criteria(sheet: Sheet) -> Mapping[str, Any] | None:
    found = sheet["criteria"]
    if found is None:
        return None
    return {**found, "heads": [option["title"] for option in sheet["options"]]}


def _figure(partner: Mapping[str, Any]) -> tuple[str, str, str]:
    people = number(partner["population"]) if partner["population"] is not None else "–"
    year, month, day = (partner["as_of"] or "--").split("-")
    return partner["name"], people, f"{day}.{month}.{year}" if year else "–"
