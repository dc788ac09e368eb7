"""Contracts of other apps whose clauses set values of law for one calculation: who pays what."""

from collections.abc import Callable

from allmende.rules import Catalog, Source

Clauses = Callable[[int, Catalog], Source]

CLAUSES: dict[str, Clauses] = {}
"""By the word before the colon of `Calculation.contract`; filled by the apps when they start."""


def with_contract(law: Catalog, contract: str) -> Catalog:
    """Return the law as a contract changes it; `contract` is `kind:number`, empty for none."""
    if not contract:
        return law
    kind, _colon, number = contract.partition(":")
    return law.with_source(CLAUSES[kind](int(number), law))
