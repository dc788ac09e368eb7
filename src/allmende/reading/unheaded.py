"""A decision that stands without a heading: told in a sentence, below the head of a web page, operative."""

import re

from allmende.reading.facts import PaperKind
from allmende.reading.paper_text import PaperText
from allmende.reading.point_marks import find_marks
from allmende.reading.sections import Section

_END_OF_HEAD = re.compile(r"\nArt[ \t:]*\n?[ \t]*Beschlussvorlage[ \t]*\n")
_LONGEST_HEAD = 2000
_FIRST_CHAPTER = re.compile(r"\n[ \t]*1\.[ \t]+[A-ZÄÖÜ][\wÄÖÜäöüß/ -]{3,60}[ \t]*\n")
DECIDING = re.compile(
    r"\b(?:wird|werden|beschließt|nimmt|stimmt|empfiehlt|genehmigt|beauftragt|dient\szur\sKenntnis)\b"
)
_TOLD = re.compile(
    r"(?:folgende[nr]?\s(?:Resolution|Beschluss|Entschließung|Beschlüsse)\s(?:gefasst|verabschiedet|beschlossen)"
    r"|(?:Beschlussvorschlag|Beschlussentwurf|Antragstext|Vorlage|Beschluss)[^.:\n]{0,60}"
    r"\swird\swie\sfolgt\s(?:ergänzt|geändert|neu\sgefasst))\s?:\s*"
)
_BODY = (
    r"(?:Der|Die|Das)\s(?=[\w-]{0,40}(?:[Rr]at|tag|schuss|versammlung|vertretung|[Bb]ürgerschaft|[Ss]enat|[Mm]agistrat"
    r"|präsidium)\b)[^.:;\n]{2,110}?"
)
_OPERATIVE = re.compile(
    rf"(?:(?<=\n)|^)[ \t]{{0,12}}[„\"]?(?:{_BODY}\s(?:beschließt|beschliesst|empfiehlt|nimmt|stimmt"
    r"|beauftragt|bestellt|wählt|erteilt|genehmigt|stellt|hebt|spricht|bestätigt|ermächtigt|billigt"
    r"|wird\s(?:um|gebeten|empfohlen))\b"
    r"|Die\sVerwaltung\s(?:schlägt|empfiehlt)\b)"
)
_ORDERED = re.compile(
    r"(?:(?<=\s)|^)(?:Der|Die|Das)\s[A-ZÄÖÜ][\w-]+(?:\s(?:der|des|von)\s[A-ZÄÖÜ][\w-]+){0,3}\s(?:wird|werden)\s"
    r"(?:\w+\s){0,3}?(?:beauftragt|gebeten|aufgefordert|ersucht)\b"
)
_FIRST_POINT = re.compile(r"(?<=\s)1\.\s(?=[A-ZÄÖÜ])")
_SEPARATE = re.compile(r"\n[ \t]*\n")
_NOT_YET = re.compile(r"(?i)\b(?:hat|hatte|wurde)\b|\bin\s(?:seiner|ihrer)\b[^.\n]{0,40}\bsitzung\b")
_LONGEST_EXTRACT, _SHORTEST, _FEWEST_POINTS = 4000, 36, 2
# What stands over the very head of a paper („SACHSTAND:“) opens no reasons.
_SHORTEST_HEAD = 60


def without_heading(paper: PaperText, kind: PaperKind | None) -> Section | None:
    """Return the decision of a paper that heads none; the surer way of finding it goes first."""
    if told := _told_in_a_sentence(paper):
        return told
    if kind is PaperKind.BESCHLUSSVORLAGE:
        return _below_the_head(paper) or _operative(paper, _OPERATIVE) or _counted(paper)
    if kind is PaperKind.ANTRAG:
        return _operative(paper, _ORDERED)
    return _operative(paper, _OPERATIVE) if kind is PaperKind.AUSZUG else None


def _below_the_head(paper: PaperText) -> Section | None:
    """Return the decision that a web page shows without a heading, right below „Art / Beschlussvorlage“."""
    text = paper.clean.text
    head = _END_OF_HEAD.search(text, 0, _LONGEST_HEAD)
    if head is None:
        return None
    ends = [section.heading_start for section in paper.sections if section.heading_start >= head.end()]
    if chapter := _FIRST_CHAPTER.search(text, head.end()):
        ends.append(chapter.start())
    if not ends or not DECIDING.search(text, head.end(), min(ends)):
        return None
    return Section("short_resolution", head.group(), head.start(), head.end(), min(ends))


def _told_in_a_sentence(paper: PaperText) -> Section | None:
    """Return the decision that a sentence opens („folgenden Beschluss gefasst:“)."""
    text = paper.clean.text
    opening = _TOLD.search(text)
    if opening is None:
        return None
    ends = (section.heading_start for section in paper.sections if section.heading_start > opening.end())
    end = min(ends, default=len(text))
    return Section("resolution", opening.group(), opening.start(), opening.end(), end)


def _operative(paper: PaperText, sentences: re.Pattern[str]) -> Section | None:
    """Return the paragraph before the reasons in which a body decides („Der Rat stimmt … zu.“)."""
    text = paper.clean.text
    limit = _reasons(paper)
    if limit is None:
        return None
    sentence = sentences.search(text, 0, limit)
    if sentence is None or _NOT_YET.search(text, sentence.start(), sentence.end()):
        return None
    ends = [section.heading_start for section in paper.sections if section.heading_start > sentence.start()]
    end = min([*ends, limit])
    if gap := _SEPARATE.search(text, sentence.end(), end):
        end = gap.start()
    if end - sentence.start() < _SHORTEST:
        return None
    return Section("operative", "", sentence.start(), sentence.start(), end)


def _counted(paper: PaperText) -> Section | None:
    """Return the points „1. … 2. …“ before the reasons of a paper that says nowhere that it decides."""
    text = paper.clean.text
    limit = _reasons(paper)
    first = _FIRST_POINT.search(text, 0, limit) if limit is not None else None
    if first is None or len(find_marks(text[first.start() : limit])) < _FEWEST_POINTS:
        return None
    is_decision = DECIDING.search(text, first.end(), min(first.end() + _LONGEST_HEAD, limit or 0))
    return Section("operative", "", first.start(), first.start(), limit or 0) if is_decision else None


def _reasons(paper: PaperText) -> int | None:
    """Return where the reasons begin; the end of a short text without; None for a long one."""
    starts = [
        section.heading_start
        for section in paper.sections
        if section.kind == "facts" and section.heading_start > _SHORTEST_HEAD
    ]
    length = len(paper.clean.text)
    return min(starts, default=length if length <= _LONGEST_EXTRACT else None)
