"""The free text of a result -> what became of the matter, and the counts. Nothing is guessed. No Django.

A text is read only where its words leave one meaning. Words that say two things („vertagt und verwiesen“) are
read by what is done with the matter next; a contradiction is unknown.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Outcome(StrEnum):
    """What became of an agenda item."""

    ACCEPTED = "accepted"
    AMENDED = "amended"
    REJECTED = "rejected"
    DEFERRED = "deferred"
    REFERRED = "referred"
    NOTED = "noted"
    WITHDRAWN = "withdrawn"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Result:
    """The outcome and the counts, as far as the text gives them."""

    outcome: Outcome
    yes: int | None = None
    no: int | None = None
    abstentions: int | None = None
    is_unanimous: bool = False


_NUMBER: Final = (
    r"(?P<n>\d{1,4}|keine?r?n?|null|eine?r?n?|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf)"
)
_WORDS: Final = (
    *("null", "ein", "zwei", "drei", "vier", "fünf", "sechs"),
    *("sieben", "acht", "neun", "zehn", "elf", "zwölf"),
)
_KINDS: Final = {
    "yes": r"(?:ja|dafür|für\s+den|fürstimmen|ja-?\s?stimmen?|jastimmen?)",
    "no": r"(?:nein|dagegen|gegenstimmen?|nein-?\s?stimmen?|neinstimmen?)",
    "abstentions": r"(?:enthaltung(?:en)?|stimm-?enthaltung(?:en)?|enth\.?)",
}
_BEFORE: Final = {
    kind: re.compile(rf"(?<![\w,.]){_NUMBER}\s*(?:x\s*)?(?:stimmen?\s+)?{words}\b")
    for kind, words in _KINDS.items()
}
_AFTER: Final = {
    kind: re.compile(rf"\b{words}(?:\s*-?\s*stimmen?)?\s*[:=]\s*{_NUMBER}\b")
    for kind, words in _KINDS.items()
}
_ROW: Final = re.compile(r"\bja\s+(\d{1,4})\W+nein\s+(\d{1,4})(?:\W+enth\w*\s+(\d{1,4}))?")
_TRIPLE: Final = re.compile(r"(?<!\d)(\d{1,3})\s*[:/]\s*(\d{1,3})\s*[:/]\s*(\d{1,3})(?!\d)")

_DEFERRED: Final = re.compile(
    r"vertag|zurückgestell|abgesetzt|verschoben|von der tagesordnung (?:genommen|gestrichen)|zurückstell"
    r"|nicht (?:behandelt|beraten|entschieden)|ohne beschluss(?:fassung)?\b|keine? (?:beschluss|beratung)"
    r"|(?:auf|in) d(?:ie|er) nächsten? sitzung|ausgesetzt"
)
_WITHDRAWN: Final = re.compile(
    r"zurückgezogen|zurückgenommen|zurückziehung|erledigt|hinfällig|gegenstandslos"
)
_REFERRED: Final = re.compile(
    r"verwiesen|verweis(?:t|ung)|überwiesen|überweisung|weitergeleitet|weiterleitung|rücküberweis"
    r"|zur (?:weiteren )?(?:vor)?beratung (?:in|an) de[nr]"
)
_REJECTED: Final = re.compile(
    r"abgelehnt|ablehnung|ablehnend|keine mehrheit|zurückgewiesen|beschluss:? nein\b"
    r"|nicht (?:zugestimmt|beschlossen|angenommen|empfohlen|gefolgt|stattgegeben)"
)
_AMENDED: Final = re.compile(
    r"(?<!un)(?<!nicht )geändert|abgeändert|modifiziert"
    r"|mit (?:den |der |folgenden? |folgender |einer |vorgeschlagenen )?"
    r"(?:änderung|ergänzung|maßgabe|abweichung|modifikation)"
    r"|änderungen? (?:beschlossen|zugestimmt|angenommen)"
    r"|(?:ergänzt|abweichend)(?:e[nrms]?)? (?:beschl|zugest|angen|zugest)"
    r"|in (?:der )?(?:geänderte[rn]|ergänzte[rn]|abgeänderte[rn]) (?:form|fassung)"
)
_ACCEPTED: Final = re.compile(
    r"(?<!nicht )(?:beschlossen|angenommen|zugestimmt|zustimmung|stattgegeben|gefolgt|genehmigt|empfohlen"
    r"|gebilligt|gewählt|bestätigt|entlastet|bestellt|verabschiedet)"
    r"|einvernehmen (?:wird |wurde )?(?:erteilt|hergestellt)|ungeändert|unverändert|beschluss:? ja\b"
    r"|(?:gemäß|wie|lt\.?|laut|nach|entsprechend) (?:dem |der |des )?(?:vorlage|vorschlag|beschlussvorschlag"
    r"|antrag|verwaltungsvorschlag|beschlussempfehlung|vorbeschluss)"
)
_NOTED: Final = re.compile(
    r"kenntnis|zur information|beantwort|beraten\b(?! und)|diskutiert|berichtet|vorgestellt|mitgeteilt"
)
_UNANIMOUS: Final = re.compile(r"\beinstimmig|\beinmütig|\ballseitig")
_VOTED: Final = re.compile(
    r"\beinstimmig|\beinmütig|\bmehrheitlich|mit (?:stimmen)?mehrheit|mehrheitsbeschluss"
)


def result_of(text: str) -> Result:
    """Return what a result says. Counts alone say nothing of the outcome: of what was voted, is not known."""
    folded = " ".join(text.lower().replace("ß", "ß").split())
    counts = _counts(folded)
    return Result(
        outcome=_outcome(folded, counts),
        is_unanimous=bool(_UNANIMOUS.search(folded)) and "nicht einstimmig" not in folded,
        **counts,
    )


def _outcome(text: str, counts: dict[str, int | None]) -> Outcome:
    is_put_off = bool(_REFERRED.search(text) or _DEFERRED.search(text))
    if is_put_off and _REJECTED.search(text):  # „Antrag auf Vertagung abgelehnt“
        return Outcome.UNKNOWN
    if _REFERRED.search(text):
        return Outcome.REFERRED
    if _WITHDRAWN.search(text):
        return Outcome.WITHDRAWN
    if _DEFERRED.search(text):
        return Outcome.DEFERRED
    is_rejected, is_amended = bool(_REJECTED.search(text)), bool(_AMENDED.search(text))
    rest = _REJECTED.sub(" ", text)
    is_accepted = bool(_ACCEPTED.search(rest))
    if is_rejected:
        return Outcome.UNKNOWN if is_accepted or is_amended else Outcome.REJECTED
    if is_amended:
        return Outcome.AMENDED
    if _NOTED.search(text):
        return Outcome.ACCEPTED if _accepts_beside_noting(text) else Outcome.NOTED
    if is_accepted:
        return Outcome.ACCEPTED
    return _outcome_of_vote(text, counts)


def _accepts_beside_noting(text: str) -> bool:
    """Return whether something is decided too: „nimmt zur Kenntnis und stimmt zu“."""
    return (
        bool(re.search(r"zugestimmt|angenommen|genehmigt|beschlossen(?!e)", text))
        and "kenntnis" not in (re.split(r"zugestimmt|angenommen|genehmigt|beschlossen", text)[-1])
    )


def _outcome_of_vote(text: str, counts: dict[str, int | None]) -> Outcome:
    """Read a bare „einstimmig“ or „mehrheitlich“: that is how councils write that a motion is carried.

    With counts that speak against it, it is unknown.
    """
    if not _VOTED.search(text):
        return Outcome.UNKNOWN
    yes, no = counts["yes"], counts["no"]
    if yes is not None and no is not None and no >= yes:
        return Outcome.UNKNOWN
    return Outcome.ACCEPTED


def _counts(text: str) -> dict[str, int | None]:
    found: dict[str, int | None] = {}
    if row := _ROW.search(text):
        numbers = (int(number) if number else None for number in row.groups())
        return dict(zip(_KINDS, numbers, strict=True))
    for kind in _KINDS:
        match = _AFTER[kind].search(text) or _BEFORE[kind].search(text)
        found[kind] = _number(match["n"]) if match else None
    if found["yes"] is None and found["no"] is None and (triple := _TRIPLE.search(text)) and "stimm" in text:
        return dict(zip(_KINDS, map(int, triple.groups()), strict=True))
    return found


def _number(text: str) -> int | None:
    if text.isdecimal():
        return int(text)
    if text.startswith("kein"):
        return 0
    stem = "ein" if text.startswith("ein") else text
    return _WORDS.index(stem)
