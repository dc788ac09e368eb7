from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from allmende.ledger.domain import (
    Flow,
    Line,
    causes_of,
    differences,
    net_of,
    pass_through_gaps,
    sentence_for_gap,
)

LAND, STADT, TRAEGER = 1, 2, 3
GRANT_IN = Flow("grant", LAND, STADT)
GRANT_ON = Flow("grant", STADT, TRAEGER, from_own_money=False)
OWN_SHARE = Flow("own_share", STADT, TRAEGER)


def test_a_chain_that_hands_on_what_it_gets_has_no_gap() -> None:
    lines = [Line(GRANT_IN, 34_200_000), Line(GRANT_ON, 34_200_000), Line(OWN_SHARE, 30_989_580)]
    assert pass_through_gaps(lines) == []


def test_an_intermediary_bears_exactly_its_own_share() -> None:
    lines = [Line(GRANT_IN, 34_200_000), Line(GRANT_ON, 34_200_000), Line(OWN_SHARE, 30_989_580)]
    assert net_of(lines, STADT) == -30_989_580


def test_money_kept_on_the_way_is_named() -> None:
    (gap,) = pass_through_gaps([Line(GRANT_IN, 34_200_000), Line(GRANT_ON, 34_000_000)])
    assert (gap.body, gap.cents) == (STADT, 200_000)
    assert sentence_for_gap("Stadt Leverkusen", gap) == (
        "Stadt Leverkusen behält 2.000,00\u00a0€: erhalten 342.000,00\u00a0€, "
        "weitergegeben 340.000,00\u00a0€."
    )


def test_who_only_pays_from_own_money_is_no_intermediary() -> None:
    assert pass_through_gaps([Line(OWN_SHARE, 100)]) == []


flows = st.builds(Flow, st.sampled_from(["a", "b"]), st.integers(1, 3), st.integers(4, 6), st.booleans())
amounts = st.dictionaries(flows, st.integers(-(10**12), 10**12))


@given(before=amounts, after=amounts)
def test_what_stood_plus_the_differences_is_what_shall_stand(before: Any, after: Any) -> None:
    sums = dict(before)
    for line in differences(before, after):
        sums[line.flow] = sums.get(line.flow, 0) + line.cents
    assert {flow: cents for flow, cents in sums.items() if cents} == {
        flow: cents for flow, cents in after.items() if cents
    }


@given(amounts=amounts)
def test_nothing_changed_gives_no_difference(amounts: Any) -> None:
    assert differences(amounts, amounts) == []


def test_causes_name_the_changed_input_and_the_changed_row() -> None:
    def tree(posts: str, cap: str, known: str) -> dict[str, Any]:
        return {
            "kind": "rule",
            "name": "grant",
            "inputs": [
                {"kind": "input", "name": "posts", "label": "Stellen", "value": posts},
                {
                    "kind": "parameter",
                    "name": "cap",
                    "label": "Förderung je Stelle",
                    "value": cap,
                    "unit": "EUR/FTE/year",
                    "section": "Nr. 5.4",
                    "known": {"from": known, "until": None},
                },
            ],
        }

    causes = causes_of([tree("6", "55000", "2021-01-01")], [tree("5", "57000", "2023-02-01")])
    assert causes.sentences == [
        "Stellen: 6 → 5.",
        "Förderung je Stelle: 55.000,00 EUR je Vollzeitstelle und Jahr → "
        "57.000,00 EUR je Vollzeitstelle und Jahr (Nr. 5.4, bekannt seit 01.02.2023).",
    ]


def test_the_same_explanation_has_no_cause() -> None:
    tree = {"kind": "rule", "name": "r", "inputs": [{"kind": "input", "name": "n", "value": "1"}]}
    assert not causes_of([tree], [tree])
