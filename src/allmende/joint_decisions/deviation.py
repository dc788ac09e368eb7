"""What a council resolved against the joint core: unchanged, or which sentence differs, word by word. Pure.

    found = deviation(core, {"mittel": "Produkt 01.02"}, resolved)
    found.match                    # CoreMatch.CHANGED
    [each.words for each in found.changes]

Sentences are compared after normalising blanks, quotes, dashes, numbering and hyphenation. Equal stretches
anchor the comparison; between them sentences are aligned so that the most words stay. Where too little of
the core is found again, nothing is claimed: the text cannot be matched, and a person decides.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any

from allmende.common.errors import Phrase
from allmende.joint_decisions.core_text import CoreText, normal
from allmende.joint_decisions.domain import CoreMatch

ALIKE = 0.5
"""Two sentences with at least this share of common words are one sentence, changed."""
ENOUGH = 0.5
"""At least this share of the core's words must stand in sentences that were found again."""
MEANINGFUL = 8
"""Words a sentence must have so that being contained in another one says something."""
CONTAINED = 0.9
LONGEST = 400
"""More sentences between two anchors than this are not aligned; then the text cannot be matched."""

SIGNS = str.maketrans(
    {
        "„": '"',
        "“": '"',
        "”": '"',
        "»": '"',
        "«": '"',
        "‚": "'",
        "‘": "'",
        "’": "'",
        "–": "-",
        "—": "-",
        "‑": "-",
    }
)
NUMBERING = re.compile(r"^(?:\(?\d{1,2}[.)]|\(?[a-z]\)|[-•*▪])\s+", re.IGNORECASE)
ABBREVIATIONS = (
    *(
        "z.b.",
        "z. b.",
        "bzw.",
        "d.h.",
        "d. h.",
        "u.a.",
        "u. a.",
        "o.g.",
        "o. g.",
        "i.v.m.",
        "i. v. m.",
        "i.d.r.",
    ),
    *(
        "ggf.",
        "gem.",
        "vgl.",
        "nr.",
        "abs.",
        "art.",
        "ziff.",
        "lit.",
        "buchst.",
        "inkl.",
        "evtl.",
        "usw.",
        "etc.",
    ),
    *(
        "ca.",
        "dr.",
        "prof.",
        "st.",
        "str.",
        "mio.",
        "mrd.",
        "s.",
        "f.",
        "ff.",
        "allg.",
        "bspw.",
        "insb.",
        "sog.",
    ),
    *("max.", "min.", "jan.", "feb.", "aug.", "sept.", "okt.", "nov.", "dez."),
)
BREAK = re.compile(r"(?<=[.!?;])\s+(?=[\"'„»(]?[A-ZÄÖÜ0-9§])|\n\s*\n")
WORD = re.compile(r"\w+|[^\w\s]")
TOKEN = re.compile(r"(?:\w+|[^\w\s])\s*")
BOILERPLATE = re.compile(
    r"^(?:beschluss(?:vorschlag|entwurf|text)?|abstimmungsergebnis|einstimmig(?: beschlossen| angenommen)?|"
    r"mehrheitlich(?: beschlossen| angenommen)?|"
    r"der (?:rat|kreistag|stadtrat|gemeinderat)(?: der \w+(?: \w+){0,3})? "
    r"(?:beschließt|fasst folgenden beschluss))[.:]?$",
    re.IGNORECASE,
)


class ChangeKind(StrEnum):
    """What happened to a sentence of the core."""

    CHANGED = "changed"
    REMOVED = "removed"
    ADDED = "added"
    MOVED = "moved"

    @property
    def label(self) -> str:
        return {
            "changed": "geändert",
            "removed": "gestrichen",
            "added": "hinzugefügt",
            "moved": "verschoben",
        }[self.value]


@dataclass(frozen=True, slots=True)
class Words:
    """Some words of a changed sentence: kept (`same`), struck (`gone`), or new (`new`)."""

    op: str
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """One sentence that differs: as it stands in the core, and as the council resolved it."""

    kind: ChangeKind
    core: str = ""
    resolved: str = ""

    @property
    def caption(self) -> str:
        """Return what happened to the sentence, in words."""
        return str(Phrase("Satz {change}", change=Phrase(self.kind.label)))

    @property
    def words(self) -> list[Words]:
        """Return both sentences as one, word by word."""
        return word_diff(self.core, self.resolved)


@dataclass(frozen=True, slots=True)
class Deviation:
    """What the comparison found."""

    match: CoreMatch
    changes: tuple[Change, ...] = ()

    @property
    def sentence(self) -> str:
        """Return the finding in words."""
        if self.match in (CoreMatch.UNKNOWN, CoreMatch.UNMATCHED, CoreMatch.UNCHANGED):
            label = Phrase(self.match.label)
            return str(Phrase("{finding} (andere Reihenfolge)", finding=label) if self.changes else label)
        counts = Counter(change.kind for change in self.changes)
        told = [_counted(counts[kind], kind) for kind in ChangeKind if counts[kind]]
        return ": ".join(filter(None, [str(Phrase(self.match.label)), ", ".join(told)]))


def _counted(count: int, kind: ChangeKind) -> str:
    change = Phrase(kind.label)
    if count == 1:
        return str(Phrase("1 Satz {change}", change=change))
    return str(Phrase("{n} Sätze {change}", n=count, change=change))


def deviation(core: CoreText, local: Mapping[str, str], resolved: str) -> Deviation:
    """Return how the resolved text deviates from the core; local texts in their slots are no deviation."""
    if not normal(resolved):
        return Deviation(CoreMatch.UNKNOWN)
    wanted = [each for part in core.paragraphs if not part.is_slot for each in sentences(part.text)]
    own = {_key(each) for text in local.values() for each in sentences(text)}
    found = [each for each in sentences(resolved) if not BOILERPLATE.match(_bare(each))]
    wanted_keys = [_key(each) for each in wanted]
    allowed = own - set(wanted_keys)
    found = [each for each in found if _key(each) not in allowed]
    found_keys = [_key(each) for each in found]
    if wanted_keys == found_keys:
        return Deviation(CoreMatch.UNCHANGED)
    pairs = _aligned(wanted_keys, found_keys)
    if pairs is None or _found_share(wanted_keys, found_keys, pairs) < ENOUGH:
        return Deviation(CoreMatch.UNMATCHED)
    return _judged(_changes(wanted, found, wanted_keys, found_keys, pairs))


def _judged(changes: Sequence[Change]) -> Deviation:
    kinds = {change.kind for change in changes}
    if kinds & {ChangeKind.CHANGED, ChangeKind.REMOVED}:
        match = CoreMatch.CHANGED
    else:
        match = CoreMatch.ADDED if ChangeKind.ADDED in kinds else CoreMatch.UNCHANGED
    return Deviation(match, tuple(changes))


def _changes(
    wanted: Sequence[str],
    found: Sequence[str],
    wanted_keys: Sequence[str],
    found_keys: Sequence[str],
    pairs: Sequence[tuple[int | None, int | None]],
) -> list[Change]:
    changes: list[Change] = []
    for core, resolved in pairs:
        if core is not None and resolved is not None:
            if wanted_keys[core] != found_keys[resolved]:
                changes.append(Change(ChangeKind.CHANGED, _bare(wanted[core]), _bare(found[resolved])))
        elif core is not None:
            changes.append(Change(ChangeKind.REMOVED, core=_bare(wanted[core])))
        elif resolved is not None:
            changes.append(Change(ChangeKind.ADDED, resolved=_bare(found[resolved])))
    return _moves_joined(changes)


def _moves_joined(changes: Sequence[Change]) -> list[Change]:
    """Return a sentence that is gone here and new there as one that moved."""
    gone = Counter(_key(each.core) for each in changes if each.kind is ChangeKind.REMOVED)
    new = Counter(_key(each.resolved) for each in changes if each.kind is ChangeKind.ADDED)
    moved = gone & new
    shown: list[Change] = []
    skipped = Counter(moved)
    for each in changes:
        key = _key(each.core or each.resolved)
        if each.kind is ChangeKind.REMOVED and skipped[key]:
            skipped[key] -= 1
        elif each.kind is ChangeKind.ADDED and moved[key]:
            moved[key] -= 1
            shown.append(Change(ChangeKind.MOVED, core=each.resolved, resolved=each.resolved))
        else:
            shown.append(each)
    return shown


# --- sentences -----------------------------------------------------------------------------------------


def sentences(text: str) -> list[str]:
    """Return the sentences of a German text; abbreviations, ordinals and days end none."""
    joined = re.sub(r"(?<=\w)-\n(?=[a-zäöü])", "", text.replace("\r\n", "\n"))
    joined = re.sub(r"(?<!\n)\n(?!\s*\n)(?=\s*(?:\(?\d{1,2}[.)]|[-•*▪])\s)", "\n\n", joined)
    found: list[str] = []
    for part in BREAK.split(joined):
        part = normal(part)
        if not part:
            continue
        if found and _goes_on(found[-1]):
            found[-1] = f"{found[-1]} {part}"
        else:
            found.append(part)
    return found


def _goes_on(before: str) -> bool:
    """Return whether what stands before a break ends with an abbreviation, an initial or an ordinal."""
    lowered = before.casefold()
    if any(lowered == short or lowered.endswith((f" {short}", f"({short}")) for short in ABBREVIATIONS):
        return True
    return re.search(r"(?:^|\s)\(?(?:\d{1,2}[.)]|[a-z]\.)$", lowered) is not None


def _bare(sentence: str) -> str:
    return NUMBERING.sub("", sentence)


def _key(sentence: str) -> str:
    """Return what is compared: without numbering, with plain quotes and dashes."""
    plain = normal(_bare(sentence).translate(SIGNS)).casefold()
    return re.sub(r"\s*([,.;:!?()\"'])\s*", r" \1 ", plain).rstrip(" .;").replace("  ", " ").strip()


# --- alignment -----------------------------------------------------------------------------------------

Pair = tuple[int | None, int | None]


def _aligned(wanted: Sequence[str], found: Sequence[str]) -> list[Pair] | None:
    """Return which sentence became which, in order; None where there are too many to compare."""
    pairs: list[Pair] = []
    matcher = SequenceMatcher(None, wanted, found, autojunk=False)
    for tag, left, left_end, right, right_end in matcher.get_opcodes():
        if tag == "equal":
            pairs += zip(range(left, left_end), range(right, right_end), strict=True)
        elif max(left_end - left, right_end - right) > LONGEST:
            return None
        else:
            between = _between(wanted[left:left_end], found[right:right_end])
            pairs += [(None if a is None else left + a, None if b is None else right + b) for a, b in between]
    return pairs


def _between(wanted: Sequence[str], found: Sequence[str]) -> list[Pair]:
    """Align by dynamic programming: the sum of likenesses is as large as can be."""
    counts = [Counter(WORD.findall(each)) for each in wanted], [Counter(WORD.findall(each)) for each in found]
    rows, columns = len(wanted), len(found)
    like = [[_likeness(a, b) for b in counts[1]] for a in counts[0]]
    best = [[0.0] * (columns + 1) for _row in range(rows + 1)]
    for i in range(rows - 1, -1, -1):
        for j in range(columns - 1, -1, -1):
            together = best[i + 1][j + 1] + like[i][j] if like[i][j] >= ALIKE else -1.0
            best[i][j] = max(together, best[i + 1][j], best[i][j + 1])
    pairs: list[Pair] = []
    i = j = 0
    while i < rows and j < columns:
        if like[i][j] >= ALIKE and best[i][j] == best[i + 1][j + 1] + like[i][j]:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            pairs.append((i, None))
            i += 1
        else:
            pairs.append((None, j))
            j += 1
    pairs += [(rest, None) for rest in range(i, rows)]
    pairs += [(None, rest) for rest in range(j, columns)]
    return pairs


def _likeness(a: Counter[str], b: Counter[str]) -> float:
    """Return how alike two sentences are; one that only grew or shrank stays the same sentence."""
    common = sum((a & b).values())
    dice = 2 * common / max(a.total() + b.total(), 1)
    shorter = min(a.total(), b.total())
    contained = common / shorter if shorter >= MEANINGFUL else 0.0
    return max(dice, contained * CONTAINED)


def _found_share(wanted: Sequence[str], found: Sequence[str], pairs: Sequence[Pair]) -> float:
    """Return which share of the core's words was found again, also where a sentence moved."""
    sizes = [len(WORD.findall(each)) for each in wanted]
    there = set(found)
    again = {core for core, resolved in pairs if core is not None and resolved is not None}
    again |= {index for index, each in enumerate(wanted) if each in there}
    return sum(sizes[index] for index in again) / max(sum(sizes), 1)


def word_diff(core: str, resolved: str) -> list[Words]:
    """Return two sentences as one: words that stayed, were struck, are new; each part keeps its blanks."""
    before, after = TOKEN.findall(core), TOKEN.findall(resolved)
    parts: list[Words] = []
    for tag, left, left_end, right, right_end in _opcodes(before, after):
        if tag == "equal":
            kept = zip(before[left:left_end], after[right:right_end], strict=True)
            parts.append(Words("same", "".join(max(pair, key=len) for pair in kept)))
            continue
        if left < left_end:
            parts.append(Words("gone", "".join(before[left:left_end])))
        if right < right_end:
            parts.append(Words("new", "".join(after[right:right_end])))
    return parts


def _opcodes(before: Sequence[str], after: Sequence[str]) -> list[tuple[str, int, int, int, int]]:
    """Return what became of the words; common beginnings and ends count first: an insertion stays one."""
    left, right = [each.strip() for each in before], [each.strip() for each in after]
    shorter = min(len(left), len(right))
    start = next((i for i in range(shorter) if left[i] != right[i]), shorter)
    rest = shorter - start
    end = next((i for i in range(rest) if left[-1 - i] != right[-1 - i]), rest)
    matcher = SequenceMatcher(
        None, left[start : len(left) - end], right[start : len(right) - end], autojunk=False
    )
    middle = [(tag, a + start, b + start, c + start, d + start) for tag, a, b, c, d in matcher.get_opcodes()]
    head = [("equal", 0, start, 0, start)] if start else []
    tail = [("equal", len(left) - end, len(left), len(right) - end, len(right))] if end else []
    return [*head, *middle, *tail]


# --- as it is stored -----------------------------------------------------------------------------------


def as_json(found: Deviation) -> dict[str, Any]:
    """Return a deviation as it is stored beside the result."""
    return {
        "match": found.match.value,
        "changes": [
            {"kind": each.kind.value, "core": each.core, "resolved": each.resolved} for each in found.changes
        ],
    }


def from_json(stored: Mapping[str, Any]) -> Deviation:
    """Return a stored deviation."""
    changes = tuple(
        Change(ChangeKind(each["kind"]), each["core"], each["resolved"]) for each in stored["changes"]
    )
    return Deviation(CoreMatch(stored["match"]), changes)
