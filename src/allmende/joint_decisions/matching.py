"""Papers that may be parts of a joint matter, with the reasons in words; a person decides. Pure.

    found = likeness(matter, paper)
    if found.score >= PROPOSED: ...

A number named is worth most, then the title, then sentences of the joint text that stand in the paper.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from allmende.joint_decisions.core_text import normal
from allmende.joint_decisions.deviation import sentences

PROPOSED = 50
"""From this score on (of 100) a paper is proposed."""
NUMBER, NAMES_NUMBER, TITLE, TEXT = 100, 60, 55, 60
SURE_TITLE, SURE_TEXT = 0.6, 0.3
LONGEST_TEXT = 200_000
WORD = re.compile(r"\w+")
COMMON = frozenset(
    (
        *(
            "der",
            "die",
            "das",
            "des",
            "dem",
            "den",
            "ein",
            "eine",
            "einer",
            "eines",
            "und",
            "oder",
            "im",
            "in",
        ),
        *(
            "am",
            "an",
            "auf",
            "für",
            "von",
            "vom",
            "zum",
            "zur",
            "mit",
            "bei",
            "hier",
            "gemeinsame",
            "gemeinsamen",
        ),
        *("beschluss", "vorlage", "kreis", "stadt", "gemeinde"),
    )
)


@dataclass(frozen=True, slots=True)
class MatterText:
    """What a joint matter is recognized by: numbers of its papers, its title, sentences of its core."""

    title: str
    references: frozenset[str] = frozenset()
    sentences: frozenset[str] = frozenset()

    @classmethod
    def of(cls, *, title: str, references: Collection[str], core: str) -> "MatterText":
        return cls(title, frozenset(references), frozenset(map(_plain, sentences(core))))


@dataclass(frozen=True, slots=True)
class PaperText:
    """What is known of a paper: its own number, the numbers it names, its title, its text."""

    title: str
    reference: str = ""
    named: frozenset[str] = frozenset()
    text: str = ""


@dataclass(frozen=True, slots=True)
class Likeness:
    """How likely a paper belongs to a matter (0 to 100), and why."""

    score: int
    reasons: tuple[str, ...]


def likeness(matter: MatterText, paper: PaperText) -> Likeness:
    """Return how well a paper fits, each reason a sentence; nothing found is 0 without reasons."""
    found = [
        each for each in (_numbers(matter, paper), _titles(matter, paper), _texts(matter, paper)) if each
    ]
    return Likeness(
        min(100, sum(score for score, _reason in found)), tuple(reason for _score, reason in found)
    )


Reason = tuple[int, str] | None


def _numbers(matter: MatterText, paper: PaperText) -> Reason:
    if paper.reference and paper.reference in matter.references:
        return NUMBER, "Die Nummer der Vorlage ist für diesen Beschluss eingetragen."
    if paper.named & matter.references:
        return NAMES_NUMBER, "Die Vorlage nennt die Nummer einer Vorlage dieses Beschlusses."
    return None


def _titles(matter: MatterText, paper: PaperText) -> Reason:
    alike = title_likeness(matter.title, paper.title)
    if alike < SURE_TITLE:
        return None
    words = "Der Betreff ist gleich." if alike == 1 else f"Der Betreff ist zu {int(alike * 100)} % gleich."
    return round(TITLE * alike), words


def _texts(matter: MatterText, paper: PaperText) -> Reason:
    if not matter.sentences or not paper.text:
        return None
    there = set(map(_plain, sentences(paper.text[:LONGEST_TEXT])))
    common = len(matter.sentences & there)
    share = common / len(matter.sentences)
    if share < SURE_TEXT:
        return None
    said = f"{common} von {len(matter.sentences)} Sätzen des gemeinsamen Kerns stehen in der Vorlage."
    return round(TEXT * share), said


def title_likeness(first: str, second: str) -> float:
    """Return how alike two titles are, by their telling words."""
    left, right = _telling(first), _telling(second)
    if not left or not right:
        return 0.0
    if left == right:
        return 1.0
    common = len(set(left) & set(right)) * 2 / (len(set(left)) + len(set(right)))
    order = SequenceMatcher(None, left, right, autojunk=False).ratio()
    return (common + order) / 2


def _telling(title: str) -> Sequence[str]:
    return [word for word in WORD.findall(title.casefold()) if word not in COMMON]


def _plain(sentence: str) -> str:
    return " ".join(WORD.findall(normal(sentence).casefold()))
