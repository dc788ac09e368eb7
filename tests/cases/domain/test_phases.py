"""Every illegal pair of phases is refused with a reason; every guard has a case that fails it alone."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import pytest

from allmende.cases.domain.phases import NEXT, RUNNING, CaseState, Phase, is_running, next_review, why_not

ON = date(2025, 3, 1)
READY = CaseState(
    Phase.KLAERUNG,
    ON - timedelta(days=30),
    informed_on=ON,
    legal_basis="Art. 6 Abs. 1 Buchst. e DSGVO",
    consent_needed=True,
    consent_given=True,
    has_lead=True,
    goals=2,
    agreed_on=ON,
    closure_reason="Ziele erreicht",
    is_evaluated=True,
    rest_reason="Krankheit",
    accepted_by_recipient=True,
    retention_ends=ON,
    archive_declined=True,
)


def at(phase: Phase, **changes: object) -> CaseState:
    return replace(READY, phase=phase, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(("one", "other"), list(product(Phase, Phase)))
def test_every_pair_is_allowed_by_the_table_or_refused_with_a_reason(one: Phase, other: Phase) -> None:
    refused = why_not(at(one, resting_from=other), other, ON)
    if other in NEXT[one]:
        assert refused == []
    else:
        assert f"Auf „{one.label}“ kann nicht „{other.label}“ folgen" in refused[0]


@pytest.mark.parametrize(
    ("one", "other", "change", "words"),
    [
        (Phase.KLAERUNG, Phase.AUFNAHME, {"informed_on": None}, "Datenschutzinformation"),
        (Phase.KLAERUNG, Phase.AUFNAHME, {"legal_basis": ""}, "Rechtsgrundlage"),
        (Phase.KLAERUNG, Phase.AUFNAHME, {"consent_given": False}, "Einwilligung"),
        (Phase.KLAERUNG, Phase.AUFNAHME, {"has_lead": False}, "Fallverantwortung"),
        (Phase.PLANUNG, Phase.UMSETZUNG, {"goals": 0}, "kein Ziel"),
        (Phase.PLANUNG, Phase.UMSETZUNG, {"agreed_on": None}, "Zielvereinbarung"),
        (Phase.EVALUATION, Phase.ABGESCHLOSSEN, {"goals_undecided": 1}, "noch nicht entschieden"),
        (Phase.EVALUATION, Phase.ABGESCHLOSSEN, {"closure_reason": ""}, "Grund des Abschlusses"),
        (Phase.EVALUATION, Phase.ABGESCHLOSSEN, {"is_evaluated": False}, "Auswertung"),
        (Phase.UMSETZUNG, Phase.RUHT, {"rest_reason": ""}, "Grund der Pause"),
        (Phase.RUHT, Phase.PLANUNG, {"resting_from": Phase.UMSETZUNG}, "„Umsetzung“ weiter"),
        (
            Phase.UEBERGABE,
            Phase.PLANUNG,
            {"resting_from": Phase.PLANUNG, "accepted_by_recipient": False},
            "noch nicht angenommen",
        ),
        (Phase.ABGESCHLOSSEN, Phase.AUFNAHME, {"since": ON - timedelta(days=367)}, "zwölf Monate"),
        (Phase.ABGESCHLOSSEN, Phase.NACHBETREUUNG, {"since": ON - timedelta(days=93)}, "drei Monate"),
        (Phase.GESPERRT, Phase.GELOESCHT, {"retention_ends": ON + timedelta(days=1)}, "Aufbewahrungsfrist"),
        (Phase.GESPERRT, Phase.GELOESCHT, {"has_hold": True}, "Auskunftsersuchen"),
        (Phase.GESPERRT, Phase.GELOESCHT, {"archive_declined": False}, "Archiv"),
    ],
)
def test_a_guard_names_what_is_missing(
    one: Phase, other: Phase, change: dict[str, object], words: str
) -> None:
    refused = why_not(at(one, **change), other, ON)
    assert len(refused) == 1
    assert words in refused[0]


def test_every_phase_can_be_reached_and_only_erasure_ends() -> None:
    reached = {Phase.ANFRAGE}
    while more := {after for each in reached for after in NEXT[each]} - reached:
        reached |= more
    assert reached == set(Phase)
    assert [each for each in Phase if not NEXT[each]] == [Phase.GELOESCHT]


@pytest.mark.parametrize("phase", Phase)
def test_a_case_runs_from_admission_to_the_day_before_its_end(phase: Phase) -> None:
    assert is_running(ON, None, phase, ON) is (phase in RUNNING)
    assert not is_running(ON, ON, phase, ON)
    assert not is_running(ON + timedelta(days=1), None, phase, ON)


def test_a_plan_is_looked_at_every_three_months() -> None:
    assert next_review(date(2025, 1, 1)) == date(2025, 4, 3)
