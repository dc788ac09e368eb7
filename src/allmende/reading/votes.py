"""Results of votes: „Ja: 46, Nein: 0, Enthaltungen: 0“, „einstimmig“, „bei 2 Gegenstimmen“."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from allmende.reading.leaps import any_of, leaps

_COUNT = r"\s?:?\s{{0,20}}(?P<{0}>\d{{1,3}})(?![\d.,/]\d)"
_BEFORE = r"(?<![\d.,/§-])(?P<{0}>\d{{1,3}})\s"
_COUNTS = (
    ("yes", r"(?:Ja|dafür|Dafür)(?:-?\s?[Ss]timmen)?", r"(?:Ja-?\s?Stimmen?\b|[Dd]afür\b|Ja\b)"),
    (
        "no",
        r"(?:Nein|dagegen|Dagegen)(?:-?\s?[Ss]timmen)?|Gegenstimmen",
        r"(?:Nein-?\s?Stimmen?\b|Gegenstimmen?\b|[Dd]agegen\b|Nein\b)",
    ),
    ("abstentions", r"(?:Stimmen)?[Ee]nthaltung(?:en)?|Enth\.", r"(?:Stimm)?[Ee]nthaltung(?:en)?\b"),
)
_OUTCOME = (
    r"(?P<outcome>(?<![☐□])(?:(?:un)?geändert\s)?(?:[Ee]instimmig|[Mm]ehrheitlich|[Mm]it\s(?:Stimmen)?[Mm]ehrheit)"
    r"(?:e[rsn]?\s\w+)?"
    r"(?:\s(?:beschlossen|abgelehnt|angenommen|zugestimmt|empfohlen|zurückgestellt|vertagt|genehmigt))?)"
)
_TOKEN = re.compile(
    r"(?<!\w)(?:"
    + "|".join(
        rf"(?:{label}){_COUNT.format(name + '_a')}|{_BEFORE.format(name + '_b')}{behind}"
        for name, label, behind in _COUNTS
    )
    + rf"|{_OUTCOME})"
)
_PLACES = re.compile(
    r"[0-9](?=\d{0,2}\s[JNGEDSde])|"
    + any_of(
        (
            *("Ja", "Nein", "dafür", "Dafür", "dagegen", "Dagegen", "Gegenst", "Stimmenenth", "StimmenEnth"),
            *("Enth", "enth", "einst", "Einst", "mehrh", "Mehrh", r"mit\s", r"Mit\s", "geän", "ungeän"),
        )
    )
)
_CONTEXT = re.compile(
    r"(?i)(?:abstimmung(?:sergebnis|sverhältnis)?|beratungsergebnis|beschluss(?:ergebnis)?|ergebnis|votum)"
    r"\b[^.\n]{0,40}$|(?:^|\n)[\s–-]*$"
)
# Words of an unticked form: one result beside the other.
_FORM = re.compile(
    r"(?i)einstimmig\W{1,30}(?:mehrheitlich|mit\s(?:stimmen)?mehrheit|ja\b)|[☐□]\s*$|\[\s?\]\s*$"
)
_FORM_BEFORE = re.compile(r"(?i)einstimmig\W{1,30}$")
_TOGETHER = 160
_REPEATED_WITHIN = 200


@dataclass(slots=True)
class Vote:
    """One vote with its offsets in the searched text."""

    start: int
    end: int
    outcome: str | None = None
    yes: int | None = None
    no: int | None = None
    abstentions: int | None = None

    def said(self) -> tuple[str | None, int | None, int | None, int | None]:
        """Return what the vote says when its counts make it one of a kind."""
        if self.yes is None and self.abstentions is None:
            return (str(self.start), None, None, None)
        return (self.outcome, self.yes, self.no, self.abstentions)

    def takes(self, name: str) -> bool:
        """Tell whether the vote does not yet say this."""
        return getattr(self, name) is None


def find_votes(text: str, *, told: bool) -> list[Vote]:
    """Return the votes of a text in their order; `told` reads results in running sentences, too (minutes)."""
    votes: list[Vote] = []
    for name, value, start, end in _tokens(text, told=told):
        last = votes[-1] if votes else None
        if last is None or start - last.end > _TOGETHER or not last.takes(name):
            last = Vote(start, end)
            votes.append(last)
        last.end = end
        setattr(last, name, value)
    return _once([vote for vote in votes if _is_vote(vote)])


def _once(votes: list[Vote]) -> list[Vote]:
    """Leave out a vote with counts that a web page shows twice, in its head and in its text."""
    kept: list[Vote] = []
    for vote in votes:
        last = kept[-1] if kept else None
        if last is None or vote.start - last.end > _REPEATED_WITHIN or vote.said() != last.said():
            kept.append(vote)
    return kept


def _tokens(text: str, *, told: bool) -> Iterator[tuple[str, str | int, int, int]]:
    for match in leaps(_PLACES, _TOKEN, text):
        group = match.lastgroup or ""
        if group != "outcome":
            yield group[:-2], int(match[group]), *match.span()
            continue
        before = text[max(0, match.start() - 60) : match.start()]
        line = text[max(0, match.start() - 6) : match.end() + 30]
        is_form = _FORM.search(line) or _FORM.search(before) or _FORM_BEFORE.search(before)
        if (told or _CONTEXT.search(before)) and not is_form:
            yield group, " ".join(match[group].split()).casefold(), *match.span()


def _is_vote(vote: Vote) -> bool:
    """Tell whether the counts make a vote: a result in words, Yes and No, or votes against."""
    return vote.outcome is not None or (vote.yes is not None and vote.no is not None)
