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
    """Return all that can be reached from themselves by going upwards; each link is followed once.

    Tarjan's strongly connected components, without recursion: chains of papers may be long.
    """
    place: dict[str, int] = {}
    lowest: dict[str, int] = {}
    open_nodes: dict[str, None] = {}
    found: set[str] = set()
    for start in above:
        if start in place:
            continue
        path = [(start, iter(above[start]))]
        place[start] = lowest[start] = len(place)
        open_nodes[start] = None
        while path:
            node, ahead = path[-1]
            following = next(ahead, None)
            if following is None:
                path.pop()
                if path:
                    outer = path[-1][0]
                    lowest[outer] = min(lowest[outer], lowest[node])
                if lowest[node] == place[node]:
                    found |= _closed_off(open_nodes, node, above)
            elif following not in place:
                place[following] = lowest[following] = len(place)
                open_nodes[following] = None
                path.append((following, iter(above.get(following, ()))))
            elif following in open_nodes:
                lowest[node] = min(lowest[node], place[following])
    return frozenset(found)


def _closed_off(
    open_nodes: dict[str, None], first: str, above: Mapping[str, Collection[str]]
) -> frozenset[str]:
    """Take a component that is complete; return it if it goes in a circle."""
    component: set[str] = set()
    while first not in component:
        component.add(open_nodes.popitem()[0])
    is_circle = len(component) > 1 or first in above.get(first, ())
    return frozenset(component if is_circle else ())
