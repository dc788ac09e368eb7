"""Circles of papers are found; long chains take no longer than they must."""

from hypothesis import given
from hypothesis import strategies as st

from allmende.oparl.importing.coverage import cycle_members

nodes = st.sampled_from("abcdef")


@given(st.dictionaries(nodes, st.lists(nodes, max_size=4)))
def test_members_of_circles_reach_themselves(above: dict[str, list[str]]) -> None:
    def reached(start: str) -> set[str]:
        found: set[str] = set()
        ahead = list(above[start])
        while ahead:
            node = ahead.pop()
            if node not in found:
                found.add(node)
                ahead.extend(above.get(node, ()))
        return found

    assert cycle_members(above) == {node for node in above if node in reached(node)}


def test_a_chain_of_many_papers_is_followed_once() -> None:
    asked: list[str] = []

    class Counted(dict[str, list[str]]):
        def __getitem__(self, key: str) -> list[str]:
            asked.append(key)
            return super().__getitem__(key)

        def get(self, key: str, default: object = ()) -> object:  # type: ignore[override]
            asked.append(key)
            return super().get(key, default)

    chain = Counted({str(number): [str(number + 1)] for number in range(5000)})
    assert cycle_members(chain) == frozenset()
    assert len(asked) < 15_000
