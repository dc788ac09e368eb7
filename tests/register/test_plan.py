"""Comparing a list with the register."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allmende.register.domain import FigureKind, Kind, Relation
from allmende.register.importing.plan import ChangeKind, Facet, Plan, plan_import
from allmende.register.importing.records import BodyRecord, BrokenFile, Figure
from allmende.register.importing.state import BodyState, FigureValue, NameValue
from allmende.register.timelines import Revision, Spell, revised
from tests.register.factories import SAMPLE, listed, record

NEXT = date(2021, 12, 31)


def held_after(records: tuple[BodyRecord, ...] = SAMPLE) -> dict[str, BodyState]:
    """Return the state of a register that took over the records."""
    plan = plan_import({}, listed(records))
    states = {each.key: BodyState(number, each.key, each.ars) for number, each in enumerate(records, start=1)}
    apply(plan, states)
    return states


def apply(plan: Plan, states: dict[str, BodyState]) -> None:
    """Write a plan into states, as the database would."""
    for number, created in enumerate(plan.created, start=len(states) + 1):
        states.setdefault(created.key, BodyState(number, created.key, created.ars))
    for key in plan.stated:
        states[key].stated_on = plan.stand
    for step in plan.steps:
        state = states[step.key]
        revision: Revision[object] = step.revision
        if step.facet is Facet.NAME:
            state.names = stored(state.names, revision)
        elif step.facet is Facet.KIND:
            state.kinds = stored(state.kinds, revision)
        elif step.facet is Facet.FIGURE:
            kind = FigureKind(step.part)
            state.figures[kind] = stored(state.figures.get(kind, []), revision)
        elif step.part == "association":
            for spell in revision.added:
                held = state.associations.setdefault(str(spell.value), [])
                state.associations[str(spell.value)] = stored(held, Revision(added=(spell,)))
        else:
            relation = Relation(step.part)
            state.parents[relation] = stored(state.parents.get(relation, []), revision)


def stored(spells: list, revision: Revision) -> list:  # type: ignore[type-arg]
    return [
        Spell(each.starts, each.ends, each.value, row)
        for row, each in enumerate(revised(spells, revision), start=1)
    ]


def changes(plan: Plan, kind: ChangeKind) -> list[str]:
    return [change.key for change in plan.changes if change.kind is kind]


def test_the_same_list_again_changes_nothing() -> None:
    plan = plan_import(held_after(), listed(SAMPLE))
    assert plan.is_empty
    assert plan.unchanged == len(SAMPLE)


def test_new_renamed_and_promoted_bodies_are_told_apart() -> None:
    records = (
        record("05999004", "Neu-Musterstadt", Kind.KREISANGEHOERIGE_STADT),
        record("05999008", "Beispieldorf", Kind.KREISANGEHOERIGE_STADT),
        record("05999012", "Neudorf"),
    )
    plan = plan_import(held_after(), listed(records, stand=NEXT))
    assert changes(plan, ChangeKind.RENAMED) == ["05999004"]
    assert changes(plan, ChangeKind.OTHER_KIND) == ["05999008"]
    assert changes(plan, ChangeKind.NEW) == ["05999012"]


def test_a_later_figure_is_new_and_another_value_for_the_same_day_is_a_correction() -> None:
    records = (
        record("05999004", "Musterstadt", Kind.KREISANGEHOERIGE_STADT, 21_500, on=NEXT),
        record("05999008", "Beispieldorf", Kind.GEMEINDE, 8_001),
    )
    plan = plan_import(held_after(), listed(records, stand=NEXT))
    assert changes(plan, ChangeKind.NEW_FIGURE) == ["05999004"]
    assert changes(plan, ChangeKind.CORRECTED_FIGURE) == ["05999008"]


def test_a_changed_figure_is_shown_with_both_values_and_days() -> None:
    records = [record("05999008", "Beispieldorf", Kind.GEMEINDE, 18_001, on=NEXT)]
    (change,) = plan_import(held_after(), listed(records, stand=NEXT)).changes
    assert change.before == "Einwohnerinnen und Einwohner 8.000 (31.12.2020)"
    assert change.after == "18.001 (31.12.2021)"


def test_a_merged_body_ends_and_names_its_successor() -> None:
    merged = record("05999008", "Beispieldorf", merged_into="05999004")
    plan = plan_import(held_after(), listed([merged], stand=NEXT))
    assert changes(plan, ChangeKind.MERGED) == ["05999008"]
    assert plan.successions == [("05999008", "05999004")]
    held = held_after()
    apply(plan, held)
    assert held["05999008"].names[-1].ends == NEXT


def test_only_a_complete_list_ends_what_it_does_not_name() -> None:
    records = [each for each in SAMPLE if each.key != "05999008"]
    partial = plan_import(held_after(), listed(records, stand=NEXT))
    complete = plan_import(held_after(), listed(records, stand=NEXT, is_complete=True))
    assert (partial.missing, changes(partial, ChangeKind.ENDED)) == (["05999008"], [])
    assert changes(complete, ChangeKind.ENDED) == ["05999008"]


def test_a_complete_list_that_lacks_most_bodies_is_refused_as_cut_off() -> None:
    many = tuple(record(f"05999{number:03d}", f"Dorf {number}") for number in range(100))
    with pytest.raises(BrokenFile, match="abgeschnitten"):
        plan_import(held_after(many), listed(many[:50], stand=NEXT, is_complete=True))


def test_an_unknown_parent_leaves_the_assignment_open_and_is_told() -> None:
    plan = plan_import({}, listed([record("05999004", "Musterstadt")]))
    assert [step.facet for step in plan.steps] == [Facet.NAME, Facet.KIND]
    assert "05999" in plan.notes[0]


def test_an_unknown_successor_is_an_error() -> None:
    with pytest.raises(BrokenFile, match="05999999"):
        plan_import(held_after(), listed([record("05999008", "Beispieldorf", merged_into="05999999")]))


def test_a_regional_key_belongs_to_one_body() -> None:
    twice = [record("05999004", "A", ars="059990004004"), record("05999008", "B", ars="059990004004")]
    with pytest.raises(BrokenFile, match="059990004004"):
        plan_import({}, listed(twice))


def test_the_official_spelling_stays_where_a_list_does_not_say_it() -> None:
    plain = record("05999004", "Musterstadt", Kind.KREISANGEHOERIGE_STADT)
    assert not plan_import(held_after(), listed([plain], stand=NEXT)).steps


def test_bodies_above_each_other_are_refused() -> None:
    above = [record("05999", "Kreis Probe", Kind.KREIS, parent="05999004")]
    with pytest.raises(BrokenFile, match="05999 → 05999004 → 05999"):
        plan_import(held_after(), listed(above, stand=NEXT))


EARLIER = date(2019, 12, 31)


def test_an_older_list_changes_nothing_that_a_newer_one_says() -> None:
    older = (
        record("05999008", "Altdorf", Kind.KREISANGEHOERIGE_STADT, parent="05"),
        record("05999004", "Musterstadt", Kind.KREISANGEHOERIGE_STADT, merged_into="05999008"),
    )
    states = held_after()
    apply(plan_import(states, listed(SAMPLE, stand=date(2023, 12, 31))), states)
    plan = plan_import(states, listed(older, stand=NEXT))
    assert plan.is_empty
    assert "2 Körperschaften (05999004, 05999008)" in plan.notes[0]


def test_a_newer_list_that_only_confirms_is_kept_in_mind() -> None:
    states = held_after()
    plan = plan_import(states, listed(SAMPLE, stand=NEXT))
    assert (plan.steps, plan.changes, len(plan.stated)) == ([], [], len(SAMPLE))
    assert not plan.is_empty


def test_an_older_list_tells_what_was_before_and_missing_figures() -> None:
    states = held_after()
    older = record("05999008", "Altdorf", Kind.GEMEINDE, 7_900, on=EARLIER)
    apply(plan_import(states, listed([older], stand=EARLIER)), states)
    state = states["05999008"]
    assert [(each.starts, each.ends, each.value.name) for each in state.names] == [
        (EARLIER, date(2020, 12, 31), "Altdorf"),
        (date(2020, 12, 31), None, "Beispieldorf"),
    ]
    figures = state.figures[FigureKind.POPULATION]
    assert [int(each.value.value) for each in figures] == [7_900, 8_000]


def test_an_older_list_does_not_take_back_a_corrected_figure() -> None:
    states = held_after()
    corrected = record("05999008", "Beispieldorf", Kind.GEMEINDE, 8_001)
    apply(plan_import(states, listed([corrected], stand=NEXT)), states)
    plan = plan_import(states, listed(SAMPLE))
    assert plan.is_empty
    assert plan.outdated == ["05999008"]


def test_an_older_complete_list_neither_creates_nor_ends_towns() -> None:
    older = [each for each in SAMPLE if each.key != "05999008"] + [record("05999012", "Langstfort")]
    states = held_after()
    apply(plan_import(states, listed(SAMPLE, stand=date(2023, 12, 31))), states)
    plan = plan_import(states, listed(older, stand=NEXT, is_complete=True))
    assert plan.is_empty
    assert "05999008, 05999012" in plan.notes[0]


def test_a_town_that_a_newer_complete_list_lacks_does_not_come_back() -> None:
    states = held_after()
    fewer = [each for each in SAMPLE if each.key != "05999008"]
    for year in (2021, 2023):
        apply(plan_import(states, listed(fewer, stand=date(year, 12, 31), is_complete=True)), states)
    plan = plan_import(states, listed(SAMPLE, stand=date(2022, 12, 31)))
    assert plan.is_empty
    assert plan.outdated


FIGURE_DAYS = st.sampled_from([date(year, 12, 31) for year in range(2015, 2024)])
FIGURES = st.dictionaries(FIGURE_DAYS, st.integers(0, 9_999), max_size=6)


@given(st.lists(FIGURES, min_size=1, max_size=4))
def test_after_any_lists_each_day_has_the_figure_said_last(lists: list[dict[date, int]]) -> None:
    states = held_after()
    said: dict[date, int] = {date(2020, 12, 31): 8_000}
    for stated in lists:
        figures = tuple(Figure(FigureKind.POPULATION, Decimal(value), on) for on, value in stated.items())
        body = BodyRecord(1, "05999008", "Beispieldorf", Kind.GEMEINDE, figures=figures)
        apply(plan_import(states, listed([body], stand=NEXT)), states)
        said |= stated
    spells = states["05999008"].figures[FigureKind.POPULATION]
    assert {each.value.reference_date: int(each.value.value) for each in spells} == said
    assert all(each.starts == each.value.reference_date for each in spells)


@given(st.permutations(SAMPLE))
def test_the_order_of_rows_does_not_matter(records: list[BodyRecord]) -> None:
    shuffled = held_after(tuple(records))
    assert plan_import(shuffled, listed(SAMPLE)).is_empty
    assert shuffled["05999004"].names[0].value == NameValue("Musterstadt", "Musterstadt, Stadt")
    assert shuffled["05999004"].figures[FigureKind.POPULATION][0].value == FigureValue(
        Decimal(21_000), date(2020, 12, 31)
    )
