"""Refusing lists whose rows contradict the register or each other. Pure."""

from collections.abc import Mapping, Sequence

from allmende.register.domain import Relation
from allmende.register.importing.records import BodyList, BodyRecord, BrokenFile, RowProblem
from allmende.register.importing.state import BodyState
from allmende.register.timelines import value_on


def check_keys(held: Mapping[str, BodyState], records: Sequence[BodyRecord]) -> None:
    """Refuse a Regionalschlüssel that another body has."""
    owners = {state.ars: state.key for state in held.values() if state.ars}
    problems = []
    for record in records:
        if record.ars and owners.setdefault(record.ars, record.key) != record.key:
            owner = owners[record.ars]
            message = f"„{record.ars}“ gehört schon zu {owner}; prüfen Sie beide Schlüssel."
            problems.append(RowProblem(record.line, "ars", message))
    if problems:
        raise BrokenFile(problems)


def check_references(records: Sequence[BodyRecord], known: set[str]) -> None:
    """Refuse unknown successors; unknown parents are no error, since lists come singly."""
    problems = [
        RowProblem(
            record.line,
            "merged_into",
            f"„{record.merged_into}“ steht weder in der Datei noch im Register; prüfen Sie den Schlüssel.",
        )
        for record in records
        if record.merged_into and record.merged_into not in known
    ]
    if problems:
        raise BrokenFile(problems)


def check_cycles(held: Mapping[str, BodyState], listed: BodyList) -> None:
    """Refuse rows after which a body would be above itself."""
    relation = Relation.ADMINISTRATIVE
    above = {key: value_on(state.parents.get(relation, []), listed.stand) for key, state in held.items()}
    above |= {record.key: record.parent for record in listed.records if record.parent}
    problems = []
    for record in listed.records:
        seen: list[str] = []
        key = above.get(record.key) if record.parent else None
        while key is not None and key not in seen:
            seen.append(key)
            key = above.get(key)
        if record.key in seen:
            message = f"„{record.key}“ stünde über sich selbst ({' → '.join([record.key, *seen])})."
            problems.append(RowProblem(record.line, "parent", f"{message} Prüfen Sie die Zuordnung."))
    if problems:
        raise BrokenFile(problems)
