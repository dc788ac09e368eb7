"""Connected groups of municipalities, each found once, cut off where none can be better. Pure."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

Graph = Mapping[str, frozenset[str]]
Group = tuple[str, ...]

LARGEST_GROUP = 6
MOST_GROUPS = 200_000


@dataclass(slots=True)
class Search:
    """What a search has looked at; `is_cut_off` tells that it ended before it had seen everything."""

    seen: int = 0
    pruned: int = 0
    is_cut_off: bool = False
    found: list[tuple[float, Group]] = field(default_factory=list)


def connected_groups(
    graph: Graph,
    *,
    root: str,
    largest: int = LARGEST_GROUP,
    barred: frozenset[str] = frozenset(),
    may_grow: Callable[[Group], bool] = lambda group: True,
) -> Iterator[Group]:
    """Yield every connected group of 2 to `largest` nodes that contains `root`, each exactly once.

    A node that was passed over on the way to a group never joins it again; so no group is met twice.
    `may_grow` says whether larger groups around this one are worth looking at.
    """
    stack: list[tuple[Group, frozenset[str], frozenset[str]]] = [
        ((root,), frozenset(graph.get(root, frozenset())) - barred - {root}, barred | {root})
    ]
    while stack:
        group, border, closed = stack.pop()
        if len(group) > 1:
            yield group
        if len(group) == largest or not may_grow(group):
            continue
        passed = closed
        for node in sorted(border):
            passed = passed | {node}
            further = (border | graph.get(node, frozenset())) - passed
            stack.append(((*group, node), further, passed))


def best_groups(
    graph: Graph,
    *,
    root: str,
    value: Callable[[Group], float],
    bound: Callable[[Group], float],
    keep: int,
    largest: int = LARGEST_GROUP,
    barred: frozenset[str] = frozenset(),
    most: int = MOST_GROUPS,
) -> Search:
    """Return the `keep` groups around `root` with the highest positive value, best first.

    `bound` must never be below the value of a larger group around the given one.
    """
    search = Search()

    def may_grow(group: Group) -> bool:
        least = search.found[-1][0] if len(search.found) == keep else 0.0
        worth = bound(group) > least
        search.pruned += not worth
        return worth

    for group in connected_groups(graph, root=root, largest=largest, barred=barred, may_grow=may_grow):
        if search.seen >= most:
            search.is_cut_off = True
            break
        search.seen += 1
        worth = value(group)
        if worth > 0:
            search.found.append((worth, tuple(sorted(group))))
            search.found.sort(key=lambda pair: (-pair[0], pair[1]))
            del search.found[keep:]
    return search
