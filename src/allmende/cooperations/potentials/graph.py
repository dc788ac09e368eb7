"""Connected groups of municipalities, each found once, cut off where none can be better. Pure."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

Graph = Mapping[str, frozenset[str]]
Group = tuple[str, ...]

LARGEST_GROUP = 6
MOST_GROUPS = 2_000_000
REPORT_EVERY = 1_000
BEAM = 40


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
    may_grow: Callable[[Group], bool] = lambda group: True,
) -> Iterator[Group]:
    """Yield every connected group of 2 to `largest` nodes that contains `root`, each exactly once.

    A node that was passed over on the way to a group never joins it again; so no group is met twice.
    `may_grow` says whether larger groups around this one are worth looking at.
    """
    stack: list[tuple[Group, frozenset[str], frozenset[str]]] = [
        ((root,), frozenset(graph.get(root, frozenset())) - {root}, frozenset({root}))
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
    most: int = MOST_GROUPS,
    report: Callable[[int], None] = lambda seen: None,
) -> Search:
    """Return the `keep` groups around `root` with the highest positive value, best first.

    A quick search for good groups goes ahead, so that a search that is cut off has them at least, and a
    full one can skip more. `bound` must never be below the value of a larger group around the given one.
    """
    search = Search(found=_grown(graph, root=root, value=value, largest=largest)[:keep])

    def may_grow(group: Group) -> bool:
        least = search.found[-1][0] if len(search.found) == keep else 0.0
        worth = bound(group) > least
        search.pruned += not worth
        return worth

    for group in connected_groups(graph, root=root, largest=largest, may_grow=may_grow):
        if search.seen >= most:
            search.is_cut_off = True
            break
        search.seen += 1
        if search.seen % REPORT_EVERY == 0:
            report(search.seen)
        worth = value(group)
        if worth > 0 and (len(search.found) < keep or worth >= search.found[-1][0]):
            members = tuple(sorted(group))
            if all(members != known for _value, known in search.found):
                search.found = _best([*search.found, (worth, members)], keep)
    return search


def _grown(
    graph: Graph, *, root: str, value: Callable[[Group], float], largest: int
) -> list[tuple[float, Group]]:
    """Return good groups: of each size only the best grow on (beam search)."""
    kept: list[tuple[float, Group]] = [(0.0, (root,))]
    found: list[tuple[float, Group]] = []
    for _size in range(2, largest + 1):
        larger = {
            tuple(sorted((*group, node)))
            for _value, group in kept
            for node in frozenset().union(*(graph.get(member, frozenset()) for member in group)) - set(group)
        }
        kept = _best([(value(group), group) for group in larger], BEAM)
        found += kept
    return _best([pair for pair in found if pair[0] > 0], len(found))


def _best(groups: list[tuple[float, Group]], keep: int) -> list[tuple[float, Group]]:
    return sorted(groups, key=lambda pair: (-pair[0], pair[1]))[:keep]
