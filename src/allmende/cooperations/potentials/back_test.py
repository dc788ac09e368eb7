"""An honest test of the ranking: hide memberships that are known, and see who finds them again. Pure."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from allmende.cooperations.potentials.affinity import Land

HIDDEN_SHARE = 0.2
SHOWN = 10
REPEATS = 10
SEED = 5


@dataclass(frozen=True, slots=True)
class BackTest:
    """How many of the hidden memberships stand among the first ten, by our order and by the plain rule."""

    hidden: int
    ours: float
    plain: float
    cooperations: int
    memberships: int
    repeats: int


Ranking = Callable[[Land, frozenset[str], str], tuple[float, ...]]


def by_nearness(land: Land, members: frozenset[str], candidate: str) -> tuple[float, ...]:
    """Our order: borders, Kreis, distance and ties together, then the longer border."""
    return (land.nearness(candidate, members), _border(land, members, candidate))


def by_border(land: Land, members: frozenset[str], candidate: str) -> tuple[float, ...]:
    """The plain rule to beat: the neighbor that is not served yet, with the longest border first."""
    return (_border(land, members, candidate),)


def _border(land: Land, members: frozenset[str], candidate: str) -> float:
    return float(sum(metres for key, metres in land.borders.get(candidate, {}).items() if key in members))


def ranked(land: Land, members: frozenset[str], rule: Ranking, *, limit: int = SHOWN) -> list[str]:
    """Return who would be proposed to join these members, best first; ties in order of the key."""
    outside = (key for key in land.districts if key not in members)
    scored = ((rule(land, members, key), key) for key in outside)
    wanted = [(score, key) for score, key in scored if score[0] > 0]
    wanted.sort(key=lambda pair: (tuple(-part for part in pair[0]), pair[1]))
    return [key for _score, key in wanted[:limit]]


def back_test(
    land: Land,
    cooperations: Mapping[str, Iterable[str]],
    *,
    repeats: int = REPEATS,
    report: Callable[[int, int], None] = lambda done, total: None,
) -> BackTest | None:
    """Hide a fifth of the memberships, rank with the rest, count what is found; None if too few are known.

    Ties count only what is still visible: a hidden membership helps nobody to find it.
    """
    pairs = sorted(
        (name, member)
        for name, members in cooperations.items()
        for member in set(members)
        if member in land.districts
    )
    amount = round(len(pairs) * HIDDEN_SHARE)
    if not amount:
        return None
    generator = np.random.default_rng(SEED)
    found = {by_nearness: 0, by_border: 0}
    for done in range(repeats):
        report(done, repeats)
        hidden = {pairs[index] for index in generator.choice(len(pairs), amount, replace=False)}
        visible = [pair for pair in pairs if pair not in hidden]
        for rule in found:
            found[rule] += _hits(land, visible, hidden, rule)
    total = amount * repeats
    names = {name for name, _member in pairs}
    return BackTest(
        amount, found[by_nearness] / total, found[by_border] / total, len(names), len(pairs), repeats
    )


def _hits(land: Land, visible: Sequence[tuple[str, str]], hidden: set[tuple[str, str]], rule: Ranking) -> int:
    memberships: dict[str, set[str]] = {}
    groups: dict[str, set[str]] = {}
    for name, member in visible:
        memberships.setdefault(member, set()).add(name)
        groups.setdefault(name, set()).add(member)
    visible_ties = {key: frozenset(each) for key, each in memberships.items()}
    seen = Land(land.borders, land.districts, visible_ties, land.centers)
    wanted: dict[str, set[str]] = {}
    for name, member in hidden:
        wanted.setdefault(name, set()).add(member)
    return sum(
        len(members & set(ranked(seen, frozenset(groups.get(name, ())), rule)))
        for name, members in wanted.items()
    )
