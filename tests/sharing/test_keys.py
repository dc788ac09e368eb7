"""Cost keys: no cent lost, bounds kept, raising a driver never lowers a share."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from allmende.sharing.errors import (
    BadNumber,
    BoundsImpossible,
    DuplicateParty,
    NothingToShareBy,
    UnknownParty,
)
from allmende.sharing.keys import AllocationKey, Component, Driver, Transition, allocate

MEMBERS = ("Musterstadt", "Beispieldorf", "Kreis Probe", "Neudorf", "Altdorf", "Seestadt")
PEOPLE = {"Musterstadt": Fraction(50_000), "Beispieldorf": Fraction(8_000), "Kreis Probe": Fraction(120_000)}
BY_PEOPLE = Component(Driver.INHABITANTS, values=PEOPLE)
TRIO = AllocationKey(MEMBERS[:3], (BY_PEOPLE,))


def cents(total: int, key: AllocationKey) -> list[int]:
    return [share.cents for share in allocate(total, key)]


@st.composite
def keys(draw: st.DrawFn) -> AllocationKey:
    members = MEMBERS[: draw(st.integers(1, 6))]
    amounts = st.fractions(0, 10_000, max_denominator=100)
    components = []
    for driver in draw(st.lists(st.sampled_from([*Driver]), min_size=1, max_size=3)):
        values = {member: draw(amounts) for member in members}
        assume(any(values.values()))
        components.append(
            Component(driver, draw(st.fractions(Fraction(1, 100), 100, max_denominator=100)), values)
        )
    return AllocationKey(members, tuple(components))


def test_ten_thousand_random_splits_lose_no_cent() -> None:
    random = np.random.default_rng(1)
    for _ in range(10_000):
        total = int(random.integers(10 ** int(random.integers(1, 13))))
        values = {member: Fraction(int(random.integers(1, 10**6))) for member in MEMBERS}
        key = AllocationKey(MEMBERS, (Component(Driver.CASES, values=values),))
        assert sum(cents(total, key)) == total


@given(total=st.integers(0, 10**12), key=keys())
def test_shares_add_up_to_the_total(total: int, key: AllocationKey) -> None:
    assert sum(cents(total, key)) == total


@given(total=st.integers(0, 10**9), key=keys())
def test_no_share_is_a_cent_off_its_exact_value(total: int, key: AllocationKey) -> None:
    assert all(abs(share.cents - share.exact) < 1 for share in allocate(total, key))


@given(
    total=st.integers(0, 10**7),
    key=keys(),
    data=st.data(),
    more=st.fractions(Fraction(1, 100), 5_000, max_denominator=100),
)
def test_raising_a_driver_never_lowers_the_share(
    total: int, key: AllocationKey, data: st.DataObject, more: Fraction
) -> None:
    index = data.draw(st.integers(0, len(key.members) - 1))
    caps = data.draw(st.dictionaries(st.sampled_from(key.members[1:] or key.members), st.integers(0, total)))
    member, first = key.members[index], key.components[0]
    raised = replace(first, values={**first.values, member: first.values[member] + more})
    key = replace(key, caps=caps)
    higher = replace(key, components=(raised, *key.components[1:]))
    try:
        before, after = cents(total, key)[index], cents(total, higher)[index]
    except BoundsImpossible:
        assume(False)
    assert after >= before


@given(total=st.integers(1, 10**7), key=keys(), data=st.data())
def test_caps_and_floors_hold_and_no_cent_is_lost(
    total: int, key: AllocationKey, data: st.DataObject
) -> None:
    limits = st.dictionaries(st.sampled_from(key.members), st.integers(0, total))
    caps, floors = data.draw(limits), data.draw(limits)
    try:
        shares = allocate(total, replace(key, caps=caps, floors=floors))
    except BoundsImpossible:
        return
    assert sum(share.cents for share in shares) == total
    assert all(share.cents <= caps.get(share.member, total) for share in shares)
    assert all(share.cents >= floors.get(share.member, 0) for share in shares)


def test_an_added_member_without_driver_changes_nobody() -> None:
    larger = AllocationKey(
        (*TRIO.members, "Neudorf"), (replace(BY_PEOPLE, values={**PEOPLE, "Neudorf": Fraction()}),)
    )
    assert cents(100_001, larger) == [*cents(100_001, TRIO), 0]


def test_an_equal_remainder_goes_to_whoever_stands_first() -> None:
    assert cents(100, AllocationKey(MEMBERS[:3], (Component(Driver.EQUAL),))) == [34, 33, 33]


def test_a_mixture_weighs_its_components() -> None:
    mixed = AllocationKey(
        TRIO.members, (Component(Driver.EQUAL, Fraction(3, 10)), replace(BY_PEOPLE, weight=Fraction(7, 10)))
    )
    assert cents(178_000, mixed) == [17_800 + 35_000, 17_800 + 5_600, 17_800 + 84_000]


def test_what_a_cap_keeps_from_one_falls_on_the_others_in_proportion() -> None:
    capped = replace(TRIO, caps={"Kreis Probe": 6_200})
    assert cents(12_000, capped) == [5_000, 800, 6_200]


def test_an_exempt_member_pays_nothing_and_the_others_pay_it() -> None:
    assert cents(5_800, replace(TRIO, exempt=frozenset({"Kreis Probe"}))) == [5_000, 800, 0]


def test_a_transition_moves_in_equal_steps() -> None:
    former = {"Musterstadt": Fraction(1), "Beispieldorf": Fraction(1)}
    shares = [cents(178_000, replace(TRIO, transition=Transition(former, step, 2))) for step in range(3)]
    assert shares == [[89_000, 89_000, 0], [69_500, 48_500, 60_000], [50_000, 8_000, 120_000]]


BROKEN = {
    "zero drivers": (
        replace(TRIO, components=(Component(Driver.CASES, values=dict.fromkeys(PEOPLE, Fraction())),)),
        NothingToShareBy,
    ),
    "missing value": (
        replace(TRIO, components=(Component(Driver.CASES, values={"Musterstadt": Fraction(1)}),)),
        BadNumber,
    ),
    "negative weight": (replace(TRIO, components=(replace(BY_PEOPLE, weight=Fraction(-1)),)), BadNumber),
    "no component": (replace(TRIO, components=()), BadNumber),
    "stranger": (replace(TRIO, exempt=frozenset({"Fremdstadt"})), UnknownParty),
    "twice": (replace(TRIO, members=("Musterstadt", *TRIO.members)), DuplicateParty),
    "floors too high": (replace(TRIO, floors={"Musterstadt": 2_000}), BoundsImpossible),
    "caps too low": (replace(TRIO, caps=dict.fromkeys(PEOPLE, 1)), BoundsImpossible),
    "cap below floor": (replace(TRIO, caps={"Musterstadt": 1}, floors={"Musterstadt": 2}), BoundsImpossible),
    "exempt with floor": (
        replace(TRIO, exempt=frozenset({"Musterstadt"}), floors={"Musterstadt": 2}),
        BoundsImpossible,
    ),
    "step beyond": (replace(TRIO, transition=Transition(PEOPLE, 3, 2)), BadNumber),
    "all exempt": (replace(TRIO, exempt=frozenset(PEOPLE)), NothingToShareBy),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_key_that_cannot_split_is_refused(name: str) -> None:
    key, error = BROKEN[name]
    with pytest.raises(error):
        allocate(1_000, key)


def test_a_negative_total_is_refused() -> None:
    with pytest.raises(BadNumber):
        allocate(-1, TRIO)
