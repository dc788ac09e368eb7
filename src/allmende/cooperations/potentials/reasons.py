"""What speaks for a partner or a group and what against it, in German sentences. Pure."""

from collections.abc import Sequence
from datetime import date

from allmende.common.formats import day as german_day
from allmende.common.formats import number
from allmende.cooperations.potentials.affinity import Land
from allmende.cooperations.potentials.domain import TaskSituation, TaskState
from allmende.cooperations.potentials.scale import FEWEST_BUDGETS, ScaleEstimate

METRES = 1000
LOPSIDED = 10
CONTRACT_MONTHS = 12
DAYS_PER_MONTH = 30.44
REGION_DIGITS = 3


def scale_sentence(estimate: ScaleEstimate | None, budgets: int, task: str) -> str:
    """Say what the budgets tell about size and cost, and what they do not."""
    if estimate is None:
        return (
            f"Keine Schätzung: Für „{task}“ liegen {budgets} vergleichbare Haushalte vor, "
            f"nötig sind {FEWEST_BUDGETS} mit verschiedenen Größen."
        )
    interval = f"{_two(estimate.low)} bis {_two(estimate.high)}"
    if estimate.source:
        grown = f"Annahme, keine Schätzung: Wachstum der Kosten {_two(estimate.best.exponent)} ({interval})"
        return f"{grown}; Quelle: {estimate.source}."
    grown = _two(estimate.best.exponent)
    head = (
        f"Aus {estimate.budgets} Haushalten: Ist eine Gemeinde um 1 % größer, kostet „{task}“ "
        f"etwa {grown} % mehr (90-%-Bereich {interval})."
    )
    if estimate.saves:
        return f"{head} Der ganze Bereich liegt unter 1: Gemeinsam wird es voraussichtlich billiger."
    return f"{head} Der Bereich reicht bis 1 oder darüber: Dass es gemeinsam billiger wird, ist nicht belegt."


def _two(value: float) -> str:
    return f"{value:.2f}".replace(".", ",")


def partner_reasons(land: Land, one: str, other: TaskSituation) -> list[str]:
    """Say what speaks for working with the other."""
    found = []
    if metres := land.borders.get(one, {}).get(other.key):
        found.append(f"gemeinsame Grenze ({_kilometres(metres)} km)")
    kilometres = land.kilometres(one, other.key)
    if kilometres is not None:
        found.append(f"{kilometres:.0f} km Luftlinie")
    if land.is_same_district(one, other.key):
        found.append("im selben Kreis")
    if common := len(land.common(one, other.key)):
        together = "gemeinsame Zusammenarbeit" if common == 1 else "gemeinsame Zusammenarbeiten"
        found.append(f"schon {common} {together}")
    if risks := other.staffing.risks():
        found.append(f"sucht vermutlich Vertretung: {risks[0]}")
    return found


def _kilometres(metres: int) -> str:
    return f"{metres / METRES:.1f}".replace(".", ",")


def hindrances(members: Sequence[TaskSituation], *, on: date) -> tuple[list[str], list[str]]:
    """Return what helps the group and what hinders it."""
    helps, hinders = [], []
    software = {each.software for each in members}
    if "" not in software and len(software) == 1:
        helps.append(f"Alle nutzen dieselbe Software ({members[0].software}).")
    elif len(software - {""}) > 1:
        hinders.append(f"Verschiedene Software: {', '.join(sorted(software - {''}))}.")
    for end in sorted({each.contract_end for each in members if each.contract_end is not None}):
        months = (end - on).days / DAYS_PER_MONTH
        bound = ", ".join(each.name for each in members if each.contract_end == end)
        told = f"Vertragsende {german_day(end)}: {bound}."
        if 0 <= months <= CONTRACT_MONTHS:
            helps.append(told)
        elif months > CONTRACT_MONTHS:
            hinders.append(told)
    regions = {each.key[:REGION_DIGITS] for each in members}
    if len(regions) > 1:
        hinders.append(
            "Die Partner liegen in verschiedenen Regierungsbezirken; die Aufsicht ist abzustimmen."
        )
    sizes = [each.quantity for each in members if each.quantity]
    if sizes and max(sizes) > LOPSIDED * min(sizes):
        hinders.append(f"Der größte Partner ist mehr als {LOPSIDED}-mal so groß wie der kleinste.")
    risky = [each.name for each in members if each.staffing.risks()]
    if risky:
        helps.append(f"Vertretung wird leichter für {', '.join(risky)}.")
    return helps, hinders


def situation_sentence(situation: TaskSituation, served_by: Sequence[str]) -> str:
    """Say how the municipality does the task, as far as anybody knows."""
    name = situation.name
    if situation.state is TaskState.COOPERATION:
        return f"{name} erledigt die Aufgabe schon gemeinsam: {', '.join(served_by)}."
    if situation.state is TaskState.DISTRICT:
        return f"{name}: Die Aufgabe liegt beim Kreis ({situation.source})."
    if situation.state is TaskState.UNKNOWN:
        return f"unbekannt: wie {name} die Aufgabe erledigt; tragen Sie es ein, dann wird verglichen."
    gaps = situation.missing()
    told = f"{name} erledigt die Aufgabe allein ({situation.year}, {situation.source})."
    return f"{told} Es fehlt: {', '.join(gaps)}." if gaps else told


def money(value: float) -> str:
    """Return whole euros; estimates have no cents."""
    return f"{number(round(value), 0)} €"
