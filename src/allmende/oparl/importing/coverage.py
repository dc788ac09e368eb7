"""Which types a server has shown completely, so that what is missing is really missing. No Django."""

from collections.abc import Collection, Mapping
from typing import Final

from allmende.oparl.vocabulary import PROPERTIES, Form

_EMBEDDED_IN: Final[Mapping[str, frozenset[str]]] = {
    inner: frozenset(
        outer
        for outer, properties in PROPERTIES.items()
        if any(p.form is Form.EMBEDDED and p.target == inner for p in properties.values())
    )
    for inner in PROPERTIES
}


def covered(complete_lists: Collection[str], *, strict: bool = True) -> frozenset[str]:
    """Return the types of complete lists, and those that are embedded in nothing but such types.

    Not `strict`: one complete type that embeds them is enough to look for an object.
    """
    found = set(complete_lists)
    grows = True
    while grows:
        more = {
            inner
            for inner, outers in _EMBEDDED_IN.items()
            if inner not in found and outers and (outers <= found if strict else outers & found)
        }
        grows = bool(more)
        found |= more
    return frozenset(found)


def cycle_members(above: Mapping[str, Collection[str]]) -> frozenset[str]:
    """Return all that can be reached from themselves by going upwards."""
    on_cycle = set()
    for start in above:
        ahead = list(above[start])
        seen: set[str] = set()
        while ahead:
            node = ahead.pop()
            if node == start:
                on_cycle.add(start)
                break
            if node not in seen:
                seen.add(node)
                ahead.extend(above.get(node, ()))
    return frozenset(on_cycle)
