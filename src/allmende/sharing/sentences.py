"""Results as German sentences: at most 25 words, with members and euros, without a term of game theory."""

from collections.abc import Sequence
from decimal import Decimal

from allmende.common.formats import euro, number
from allmende.sharing.core import CoreCheck, LeastCore
from allmende.sharing.power import Power
from allmende.sharing.results import Allocation

MAX_WORDS = 25
LABELS = {
    "shapley": "Durchschnitt aller Beitrittsfolgen",
    "nucleolus": "größte Mindestersparnis",
    "per_capita_nucleolus": "größte Mindestersparnis je Kopf",
    "prenucleolus": "größte Mindestersparnis ohne Einzelschutz",
    "separable_cost": "Mehrkosten als letztes Mitglied",
    "scrb": "Mehrkosten plus Vorteilsanteil",
    "equal_split": "gleiche Teile",
    "proportional_to_standalone": "nach Alleingang",
    "equal_share_of_joint": "gleicher Sockel",
    "joint_by_driver": "Gemeinkosten nach Bezugsgröße",
    "total_by_driver": "alles nach Bezugsgröße",
    "half_base_half_driver": "halb Sockel, halb Bezugsgröße",
    "contested_garment": "Hälfteregel",
    "nucleolus_of_bankruptcy_game": "größter Mindestabstand",
    "shapley_of_bankruptcy_game": "Durchschnitt aller Reihenfolgen",
}


def money(value: float, unit: str = "") -> str:
    """Return an amount; without a unit it is in euros."""
    exact = Decimal(repr(float(value)))
    if not unit or unit.lower() in {"eur", "euro", "€"}:
        return euro(exact)
    return f"{number(exact, 2)} {unit}"


def listed(names: Sequence[str], *, words: int = 10) -> str:
    """Return `A, B und C`; as many names as fit into this many words, then how many more there are."""
    if len(names) == 1:
        return names[0]
    if sum(_words(name) for name in names) + 1 <= words:
        return f"{', '.join(names[:-1])} und {names[-1]}"
    shown: list[str] = []
    for name in names:
        if shown and sum(_words(each) for each in (*shown, name)) + 3 > words:
            break
        shown.append(name)
    rest = len(names) - len(shown)
    return f"{', '.join(shown)} und {rest} weitere"


def _words(text: str) -> int:
    return len(text.split())


def stability(
    check: CoreCheck, players: Sequence[str], *, label: str = "", unit: str = "", tolerance: float
) -> str:
    """Say whether some group would fare better alone: which, and by how much."""
    shown = LABELS.get(label, label)
    head = f"„{shown}“ ist " if shown else "Das ist "
    if check.excess > tolerance:
        amount = money(check.excess, unit)
        return f"{head}nicht stabil: {_pays(check.coalition, players)} {amount} mehr als im Alleingang."
    if check.excess < -tolerance:
        amount = money(-check.excess, unit)
        return f"{head}stabil: Jede Gruppe spart gegenüber dem Alleingang mindestens {amount}."
    return f"{head}stabil: Keine Gruppe zahlt mehr als im Alleingang."


def _pays(group: Sequence[str], players: Sequence[str]) -> str:
    others = [name for name in players if name not in set(group)]
    if len(group) == 1:
        return f"{group[0]} zahlt"
    if others and len(group) > 4 and len(others) <= 3:
        return f"Alle außer {listed(others, words=7)} zahlen zusammen"
    return f"{listed(group)} zahlen zusammen"


def best_saving(least: LeastCore, *, unit: str = "", tolerance: float) -> str:
    """Say how much every group can save at best, or what some group has to pay more in any case."""
    if least.saving < -tolerance:
        amount = money(-least.saving, unit)
        return (
            f"Kein Schlüssel ist stabil: Mindestens eine Gruppe zahlt immer {amount} mehr als im Alleingang."
        )
    if least.saving <= tolerance:
        return "Es gibt eine Aufteilung, bei der keine Gruppe mehr zahlt als im Alleingang."
    amount = money(least.saving, unit)
    return f"Bei bester Aufteilung spart jede Gruppe gegenüber dem Alleingang mindestens {amount}."


def payments(allocation: Allocation, label: str, *, unit: str = "", verb: str = "zahlt") -> list[str]:
    """Say what each member pays, a few members in each sentence."""
    shown, sentences = LABELS.get(label, label), []
    parts: list[str] = []
    head = f"„{shown}“:"
    for name, amount in zip(allocation.players, allocation.amounts, strict=True):
        part = f"{name} {money(amount, unit)}" if parts else f"{name} {verb} {money(amount, unit)}"
        if parts and _words(head) + sum(map(_words, parts)) + _words(part) > MAX_WORDS:
            sentences.append(f"{head} {'; '.join(parts)}.")
            parts, part = [], f"{name} {verb} {money(amount, unit)}"
        parts.append(part)
    return [*sentences, f"{head} {'; '.join(parts)}."]


def costlier(one: Sequence[str], other: Sequence[str], loss: float, *, unit: str = "") -> str:
    """Warn that two groups pay less apart than together."""
    pair = f"{listed(one, words=6)} sowie {listed(other, words=6)}"
    return f"Auffällig: {pair} zahlen getrennt {money(loss, unit)} weniger als gemeinsam; prüfen Sie das."


SAME_SAY = 1e-9
"""Parts of the whole influence that differ by less come from counting with floats."""


def influence(power: Power, weights: Sequence[int] | None = None) -> list[str]:
    """Say who decides, who can block, and who has no say."""
    sentences = [*_without_say(power), *_with_veto(power)]
    strongest = max(range(len(power.names)), key=lambda index: power.shapley_shubik_float[index])
    most, least = power.shapley_shubik_float[strongest], min(power.shapley_shubik_float)
    share = percent(most)
    if most - least <= SAME_SAY:
        sentences.append(f"Alle haben gleich viel Einfluss: je {share}.")
    elif weights:
        votes = percent(weights[strongest] / sum(weights))
        sentences.append(
            f"Den größten Einfluss hat {power.names[strongest]}: {share} bei {votes} der Stimmen."
        )
    else:
        sentences.append(f"Den größten Einfluss hat {power.names[strongest]}: {share}.")
    act = percent(power.power_to_act)
    sentences.append(
        f"Stimmt jedes Mitglied wie nach Münzwurf, kommt ein Beschluss mit {act} Wahrscheinlichkeit zustande."
    )
    if power.blocking.sets and len(power.blocking.sets[0]) > 1:
        sentences.append(f"{listed(power.blocking.sets[0])} können gemeinsam jeden Beschluss verhindern.")
    return sentences


def _without_say(power: Power) -> list[str]:
    count, everyone = len(power.dummies), len(power.names)
    if not count:
        return ["Jedes Mitglied kann bei mindestens einer Abstimmung den Ausschlag geben."]
    if count == 1:
        return [f"{power.dummies[0]} hat bei dieser Regel nie Einfluss auf das Ergebnis."]
    head = f"{count} von {everyone} Mitgliedern haben bei dieser Regel nie Einfluss auf das Ergebnis."
    return [head, *_in_sentences("Ohne Einfluss:", power.dummies)]


def _with_veto(power: Power) -> list[str]:
    if len(power.veto_players) == 1:
        return [f"Gegen {power.veto_players[0]} kann nichts beschlossen werden."]
    if power.veto_players:
        return [f"Ohne jede Stimme von {listed(power.veto_players)} kann nichts beschlossen werden."]
    return []


def _in_sentences(head: str, names: Sequence[str]) -> list[str]:
    sentences: list[str] = []
    parts: list[str] = []
    for name in names:
        if parts and _words(head) + sum(map(_words, parts)) + _words(name) > MAX_WORDS:
            sentences.append(f"{head} {', '.join(parts)}.")
            parts = []
        parts.append(name)
    return [*sentences, f"{head} {', '.join(parts)}."]


def percent(value: float) -> str:
    """Return `51,0 %`."""
    return f"{number(Decimal(repr(float(100 * value))), 1)} %"
