"""Eligibility in sentences: nothing is assumed, what is not said stays open."""

from datetime import date

import pytest

from allmende.funding.domain.eligibility import Eligibility, Verdict, check
from allmende.funding.domain.programmes import BuildingBlock, shipped_block, shipped_programmes
from allmende.register.domain import Kind
from allmende.rules import shipped

ON = date(2025, 3, 1)
IKZ = {
    "saving_share": "20",
    "improves_service": False,
    "has_lasting_effect": False,
    "cooperation_duration": 5,
    "is_new_cooperation": True,
    "councils_have_decided": True,
    "has_started": False,
}


def block(key: str) -> BuildingBlock:
    found = shipped_block(key)
    assert found is not None
    return found


def asked(
    key: str,
    told: dict[str, bool] | None = None,
    on: date = ON,
    applicant: Kind = Kind.KREIS,
    **inputs: object,
) -> Eligibility:
    return check(
        block(key), applicant=applicant, told=told or {}, inputs=inputs, rules=shipped(), on=on, known=on
    )


def test_every_shipped_block_names_rules_and_parameters_that_exist() -> None:
    law = shipped().catalog
    for programme in shipped_programmes():
        for each in programme.blocks:
            forwarding = each.forwarding
            named = [*each.rules, *each.condition_rules]
            named += [forwarding.grant_rule, forwarding.share_rule] if forwarding else []
            assert all(law.rule(name) for name in named), each.key
            if forwarding:
                asked_for = (forwarding.posts, forwarding.months, forwarding.gross, forwarding.total)
                assert all(law.input(name) for name in asked_for)
                assert all(law.parameter(name) for name in forwarding.clauses)
            assert {Kind(kind) for kind in each.applicants}
            if each.minimum_fte:
                assert law.parameter(each.minimum_fte)


def test_what_nobody_has_said_is_open() -> None:
    found = asked("kim-2")
    assert found.verdict is Verdict.OPEN
    assert [each.asks for each in found.answers if each.verdict is Verdict.OPEN] == [
        "has_center",
        "has_allocation",
        "only_gross",
    ]


def test_one_condition_that_is_not_met_decides() -> None:
    found = asked("kim-2", told={"has_center": False})
    assert found.verdict is Verdict.UNMET


def test_who_cannot_receive_a_grant_is_told_who_can() -> None:
    found = asked("kim-2", applicant=Kind.TRAEGER)
    assert "freier Träger: kann keine Zuwendung empfangen" in found.answers[1].sentence
    assert "kreisfreie Stadt" in found.answers[1].sentence


def test_a_block_that_has_ended_does_not_pay() -> None:
    assert asked("ki-basis", on=date(2018, 1, 1)).answers[0].verdict is Verdict.UNMET
    assert asked("ki-basis", on=date(2017, 12, 31)).answers[0].verdict is Verdict.MET


@pytest.mark.parametrize(
    ("changes", "verdict"),
    [
        ({}, Verdict.MET),
        ({"saving_share": "14.9"}, Verdict.UNMET),
        ({"saving_share": "14.9", "improves_service": True}, Verdict.MET),
        ({"cooperation_duration": 4}, Verdict.UNMET),
        ({"has_started": True}, Verdict.UNMET),
    ],
)
def test_the_rules_of_the_directive_answer_for_new_cooperation(
    changes: dict[str, object], verdict: Verdict
) -> None:
    found = asked("ikz", None, ON, Kind.KREIS, **(IKZ | changes))
    assert found.verdict is verdict
    assert all(each.section for each in found.answers)


def test_missing_inputs_are_named_in_german() -> None:
    found = asked("ikz")
    told = [each.sentence for each in found.answers if each.verdict is Verdict.OPEN]
    assert told
    assert all("Es fehlt:" in each for each in told)
    assert not any("saving_share" in each for each in told)


def answer(found: Eligibility, label: str) -> tuple[Verdict, str]:
    return next(
        (each.verdict, each.sentence) for each in found.answers if each.sentence.startswith(f"{label}:")
    )


def test_what_the_rules_take_for_granted_is_no_answer() -> None:
    verdict, sentence = answer(asked("ikz"), "Nutzen genügt")
    assert verdict is Verdict.OPEN
    assert sentence.startswith("Nutzen genügt: noch nicht beantwortet. Es fehlt: ")
    assert "0 %" not in sentence
    verdict, sentence = answer(asked("ikz", saving_share="3"), "Nutzen genügt")
    assert verdict is Verdict.OPEN
    assert len(sentence.split(";")) == 2


def test_an_answer_stands_once_nothing_missing_can_turn_it() -> None:
    found = asked("ikz", improves_service="yes")
    verdict, sentence = answer(found, "Nutzen genügt")
    assert verdict is Verdict.MET
    assert "ja, schon nach dem, was beantwortet ist" in sentence
    assert "Noch offen:" in sentence
    assert answer(found, "Voraussetzungen erfüllt")[0] is Verdict.OPEN
    begun = asked("ikz", has_started="yes", is_new_cooperation="no")
    assert answer(begun, "Voraussetzungen erfüllt")[0] is Verdict.UNMET
    assert begun.verdict is Verdict.UNMET
