"""What sort of paper it is where no title names it: told by what the paper contains."""

import re
from dataclasses import dataclass

from allmende.reading.dated_titles import dated_title
from allmende.reading.facts import PaperKind
from allmende.reading.kind_titles import title_kind
from allmende.reading.leaps import leaps
from allmende.reading.paper_text import PaperText
from allmende.reading.told_kinds import PROPOSED, answers, is_of_office, votes_in_decision

_RESULT = re.compile(
    r"(?i)abstimmungsergebnis|beratungsergebnis|abstimmung:\s*(?:ja|einst)|-\s?einstimmig\s?-"
    r"|einstimmige?r? (?:beschluss|zustimmung)"
)
_SITTING = re.compile(
    r"(?i)\bsitzung\s(?:des|der|vom|am)\b|\d{1,3}\.\s(?:\w+\s)?sitzung\b|\bsitzung:\s{0,3}\d"
)
# Told of a sitting that was held: who was there and when it began.
_SITTING_HELD = re.compile(r"(?i)\b\w*sitzung\s(?:des|der|vom|am)\s[^\n]{3,80}\d{4}")
_BEGINS = re.compile(r"(?i)\b(?:beginn|sitzungsbeginn|sitzungsdauer|dauer der sitzung)\b[^\n]{0,40}\d")
# The items of a whole agenda, each with its number: „Ö 5.1“ in a line or column of its own.
_PUBLIC_ITEMS = re.compile(r"(?m)^\s{0,4}Ö\s\d{1,2}(?:\.\d{1,2})*\s*(?=\||$)")
_ITEMS_OF_AGENDA = 4
_DECISION_OF_SITTING = re.compile(
    r"\bBESCHLUSS (?:des|der)\s[A-ZÄÖÜ]|\bBeschluss (?:zur|aus der|der) \d{1,3}\. Sitzung"
    r"|(?m:^)\s*Beschluss zur (?:Drucksache|Vorlage)[^\n]{0,40}\s+(?:in|aus)?\s?der Sitzung"
)
ATTENDANCE = re.compile(r"(?i)\b(?:anwesend|anwesende|entschuldigt|beschlussfähig\w*|teilnehmer)\b")
# The web page of one agenda item begins with the outcome; other extracts state a filled-in vote.
_OUTCOME = re.compile(
    r"(?i)\bBeschluss(?:art)?:\s{0,3}(?:(?:un)?(?:ge|ver)\w+|einstimmig|mehrheitlich|zurück\w*|abge\w+"
    r"|zur\skenntnis|mit\sänderungen|ohne\s\w+)\b"
)
_VOTED = re.compile(
    r"(?i)(?:abstimmungsergebnis|beratungsergebnis|abst\.?-?\s?erg\.?|abstimmung)\s{0,3}:\s{0,12}-?\s{0,3}"
    r"(?:einstimmig|mehrheitlich|ja(?:-stimmen)?:?\s{0,3}\d|\d{1,3}\s?(?:ja|:|/))"
)
_VOTE_PLACES = re.compile(r"[aAbB](?i:bst|eratungserg)")
_PROPOSAL_LINE = re.compile(
    r"(?im)^\W{0,20}(?:[A-Z0-9]{1,3}[.)]?\s{1,8})?beschlu(?:ss|ß)(?:vorschlag|entwurf|empfehlung|antrag)\b"
)
_PAPER_NAMED = re.compile(r"\b(?:Vorlage|Drucksache|Sitzungsvorlage|Beschlussorgan)\b")
_FLAT_TITLE = re.compile(
    r"\b(?P<title>(?:Beschluss|Mitteilungs|Informations|Sitzungs|Verwaltungs|Berichts)(?:vorlage|drucksache)"
    r"|BESCHLUSSVORLAGE|MITTEILUNGSVORLAGE|RESOLUTION|NIEDERSCHRIFT|Niederschrift|Kleine Anfrage"
    r"|Änderungsantrag)\b"
)
_FLAT_HEAD, _FLAT_LINE, _EARLY = 600, 700, 150
_TAKES_NOTE = re.compile(
    r"(?i)um kenntnisnahme wird gebeten|(?:zur|zustimmend zur) kenntnis|wird (?:um|zur) kenntnis"
    r"|bittet um kenntnisnahme|dient der information"
)
_SALUTATION = re.compile(r"(?m)^\s*(?:Sehr geehrte|Liebe[rs]?\s[A-Z])")
_MOTION = re.compile(
    r"(?im)\b(?:wir|ich|die fraktion(?:en)?|die .{2,40}fraktion)\s(?:beantrag(?:en|t|e)"
    r"|stell(?:en|t|e) (?:hiermit |daher |folgenden? )*(?:den )?(?:folgenden )?antrag)"
    r"|folgenden antrag (?:auf|in) die tagesordnung|beantragen wir|^\s*antrag\s*[:!]|hiermit beantrag"
    r"|stellen wir (?:\w+ ){0,2}antrag\b|\b(?:wir|ich)\b[^.;:]{0,60}\bmöchten?\b[^.;:]{0,60}\bantrag\b"
)
_QUESTIONS = re.compile(
    r"(?i)\b(?:wir|ich) (?:frage|bitte)n?\s(?:daher|deshalb|die|den|das|hierzu|an|folgend"
    r"|um (?:die )?beantwortung)|fragen wir"
)
_SAYS = re.compile(
    r"(?i)(?:dazu|hierzu) (?:erklär|sag)|\b(?:erklär|sag|beton)t(?:e|en)?\b.{0,60}[:„]|(?<=\w):\s„"
)
_ORGAN = re.compile(
    r"(?m)^(?:Das Präsidium|Der Vorstand|Der Hauptausschuss|Die Mitgliederversammlung"
    r"|Der (?:Städte|Landkreis)tag)\s(?:sieht|betont|nimmt|fordert|begrüßt|bittet|hält|lehnt"
    r"|erwartet|bekräftigt|befürwortet|beschließt)"
)
_PROPOSING = {"Vortrag": PaperKind.BESCHLUSSVORLAGE}


@dataclass(frozen=True, slots=True)
class KindFound:
    """The kind with offsets in the clean view; equal offsets when no words name it."""

    kind: PaperKind
    start: int
    end: int
    confidence: float


def _names_sitting(text: str) -> bool:
    """Tell whether the word stands there at all: much quicker than patterns that ignore case."""
    return "itzung" in text or "ITZUNG" in text


def contained_kind(paper: PaperText, *, resolution: bool) -> KindFound | None:
    """Return the kind that the content tells; `resolution`: whether a formal decision is in it."""
    text = paper.clean.text
    head = text[:2500]
    titled = dated_title(text)
    if titled and (kind := _PROPOSING.get(titled["kind"]) or title_kind(titled["kind"])):
        return KindFound(kind, *titled.span("kind"), 0.85)
    flat = _in_one_line(paper)
    if flat and flat.start < _EARLY:
        return flat
    if (
        _names_sitting(head[:700])
        and _SITTING.search(head[:700])
        and (_RESULT.search(text) or re.match(r"\s*(?:\S+\s+){0,12}BESCHLUSS\b", head))
    ):
        return KindFound(PaperKind.AUSZUG, 0, 0, 0.8)
    if ("beschlu" in head[:400].lower() and _OUTCOME.search(head[:400])) or (
        any(leaps(_VOTE_PLACES, _VOTED, text)) and not PROPOSED.search(text)
    ):
        return KindFound(PaperKind.AUSZUG, 0, 0, 0.8)
    if flat:
        return flat
    if len(_PUBLIC_ITEMS.findall(text)) >= _ITEMS_OF_AGENDA:
        held = _OUTCOME.search(text) is not None
        return KindFound(PaperKind.NIEDERSCHRIFT if held else PaperKind.EINLADUNG, 0, 0, 0.7)
    if _DECISION_OF_SITTING.search(head):
        return KindFound(PaperKind.AUSZUG, 0, 0, 0.85)
    if re.search(r"(?:NIEDERSCHRIFT|Niederschrift|Protokoll|PROTOKOLL)\s(?:der|über|zur|des)\b", head[:400]):
        return KindFound(PaperKind.NIEDERSCHRIFT, 0, 0, 0.85)
    if len(_ORGAN.findall(text)) >= 3:
        return KindFound(PaperKind.RESOLUTION, 0, 0, 0.8)
    if (
        _names_sitting(head[:300])
        and re.search(r"(?i)\bsitzung (?:vom|am) [^\n]{6,30}\n", head[:300])
        and re.search(r"(?i)eröffne[nt]?\b|beginn(?: der sitzung)?:", head)
    ):
        return KindFound(PaperKind.NIEDERSCHRIFT, 0, 0, 0.85)
    if (
        _names_sitting(head[:300])
        and _SITTING_HELD.search(head[:300])
        and ATTENDANCE.search(head)
        and _BEGINS.search(head)
    ):
        return KindFound(PaperKind.NIEDERSCHRIFT, 0, 0, 0.75)
    if answers(head) and not PROPOSED.search(head[:300]):
        return KindFound(PaperKind.STELLUNGNAHME, 0, 0, 0.75)
    if resolution and votes_in_decision(paper):
        return KindFound(PaperKind.AUSZUG, 0, 0, 0.75)
    if salutation := _SALUTATION.search(text):
        return _letter(text, salutation.start())
    if resolution:
        return KindFound(PaperKind.BESCHLUSSVORLAGE, 0, 0, 0.8)
    if _PAPER_NAMED.search(head) and _PROPOSAL_LINE.search(text):
        return KindFound(PaperKind.BESCHLUSSVORLAGE, 0, 0, 0.75)
    if _MOTION.search(text):
        moved = PaperKind.BESCHLUSSVORLAGE if is_of_office(head) else PaperKind.ANTRAG
        return KindFound(moved, 0, 0, 0.75)
    if _QUESTIONS.search(text):
        return KindFound(PaperKind.ANFRAGE, 0, 0, 0.7)
    if _TAKES_NOTE.search(text) or any(section.kind == "facts" for section in paper.sections):
        return KindFound(PaperKind.MITTEILUNGSVORLAGE, 0, 0, 0.7)
    if len(_SAYS.findall(text)) >= 2 and text.count("„") >= 2:
        return KindFound(PaperKind.PRESSEMITTEILUNG, 0, 0, 0.75)
    if re.search(
        r"(?i)(?:mit der Bitte um|zur) (?:Beratung|Beschlussfassung|Entscheidung|Kenntnisnahme) vorgelegt",
        text,
    ):
        return KindFound(PaperKind.MITTEILUNGSVORLAGE, 0, 0, 0.6)
    return None


def _in_one_line(paper: PaperText) -> KindFound | None:
    """Return the kind that the first words of a text without line breaks name."""
    text = paper.clean.text
    if "\n" in text.strip()[:_FLAT_LINE] or len(text) < _FLAT_LINE:
        return None
    found = _FLAT_TITLE.search(text, 0, _FLAT_HEAD)
    kind = title_kind(found["title"]) if found else None
    return KindFound(kind, *found.span(), 0.85) if found and kind else None


def _letter(text: str, salutation: int) -> KindFound:
    """Return Antrag, Anfrage or Schreiben for a letter, by its subject line first."""
    head = text[:salutation]
    if re.search(r"(?im)\bantrag\b", head) or _MOTION.search(text):
        return KindFound(PaperKind.ANTRAG, 0, 0, 0.8)
    if re.search(r"(?im)^\W*(?:\w+\s){0,3}anfrage\b", head) or _QUESTIONS.search(text):
        return KindFound(PaperKind.ANFRAGE, 0, 0, 0.8)
    return KindFound(PaperKind.SCHREIBEN, 0, 0, 0.75)
