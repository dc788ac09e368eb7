"""Who sees what, over all combinations; what must never be possible, as laws."""

from itertools import combinations, product

from allmende.cases.domain.access import OUTSIDE, TEAM_ROLES, Asked, DataClass, Right, Role, right_to

ROLE_SETS = [frozenset(each) for size in (1, 2) for each in combinations(Role, size)]
FLAGS = ("same_region", "in_team", "agreement_active", "restricted", "break_glass", "erased")


def all_asked() -> list[Asked]:
    return [
        Asked(roles, shared=shared, **dict(zip(FLAGS, flags, strict=True)))
        for roles in ROLE_SETS
        for shared in (frozenset[DataClass](), frozenset(DataClass))
        for flags in product((False, True), repeat=len(FLAGS))
    ]


def test_no_combination_reaches_across_regions_ended_agreements_or_erased_cases() -> None:
    for asked in all_asked():
        if not asked.same_region or not asked.agreement_active or asked.erased:
            assert {right_to(asked, each) for each in DataClass} == {Right.NONE}


def test_only_the_team_writes_and_reads_notes() -> None:
    for asked in all_asked():
        is_team = asked.in_team and asked.roles & TEAM_ROLES
        for each in DataClass:
            assert (right_to(asked, each) is Right.WRITE) <= bool(is_team)
        if not is_team and not asked.roles & OUTSIDE:
            assert right_to(asked, DataClass.NOTE) is Right.NONE
            assert right_to(asked, DataClass.SPECIAL) is Right.NONE


def test_the_foreigners_office_never_sees_the_residence_strategy() -> None:
    for asked in all_asked():
        if asked.roles == {Role.FOREIGNERS_OFFICE}:
            assert right_to(asked, DataClass.RESIDENCE_STRATEGY) is Right.NONE
            assert right_to(asked, DataClass.PLAN) in {Right.NONE, Right.SHARED}


def test_money_statistics_and_technology_see_no_case() -> None:
    blind = {Role.FINANCE, Role.CONTROLLING, Role.LAND_CONTROLLING, Role.AUDIT, Role.ADMINISTRATION}
    blind |= {Role.PROVIDER_MANAGEMENT}
    for asked in all_asked():
        if asked.roles <= blind:
            assert {right_to(asked, each) for each in DataClass} == {Right.NONE}


def test_identity_is_for_the_team_and_for_emergencies() -> None:
    for asked in all_asked():
        if right_to(asked, DataClass.IDENTITY) is Right.READ:
            assert asked.break_glass
            assert Role.SUPERVISION in asked.roles


def test_a_restricted_case_is_hidden_from_the_lists_of_the_region() -> None:
    lead = frozenset({Role.SUPERVISION})
    assert right_to(Asked(lead), DataClass.HEADER) is Right.READ
    assert right_to(Asked(lead, restricted=True), DataClass.HEADER) is Right.NONE
    assert right_to(Asked(lead, restricted=True, break_glass=True), DataClass.IDENTITY) is Right.READ
