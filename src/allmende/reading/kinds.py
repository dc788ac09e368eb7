"""What sort of paper it is: by the words of its head, else by what it contains."""

import re
from dataclasses import dataclass

from allmende.reading.dated_titles import dated_title, is_dated_item
from allmende.reading.facts import PaperKind
from allmende.reading.layouts import key
from allmende.reading.leaps import any_of, leaps
from allmende.reading.lines import Line, cells
from allmende.reading.paper_text import PaperText
from allmende.reading.told_kinds import (
    PROPOSED,
    answers,
    heads_group,
    is_of_office,
    joined,
    proposal_start,
    proposes,
    unnumbered,
    votes_in_decision,
)

_HEAD_LINES = 45
_SHORT_LINE, _LONGEST_FIRST = 110, 260
_SHORTEST_ANSWER = 40
_TITLE_LINES = 6
_STATUTE_LINES = 10
_NUMBER_TAIL = (
    r"(?:[\s-]{0,3}(?:Nr\.?|Nummer)?[\s:.–-]{0,60}(?:[A-ZÄÖÜ]{1,5}\s)?(?=\S{0,20}\d)[\wÄÖÜ/.()-]{1,24}"
    r"(?:\s?[/-]\s?[\w/.()-]{1,12}|\s\d\.\s\w{1,10})?)?"
)
# Whole short lines that name the kind; the first match in the head decides.
_TITLES = tuple(
    (kind, re.compile(rf"(?:{pattern}){_NUMBER_TAIL}\s*:?\s*", re.IGNORECASE))
    for kind, pattern in [
        (
            PaperKind.AUSZUG,
            r"(?:beglaubigter\s)?auszug\b.*|(?:beschlu(?:ss|ß)(?:buch)?|protokoll|niederschrifts)?-?"
            r"\s?(?:protokoll)?-?auszug\b.*|auszugsweise\s(?:niederschrift|abschrift).*",
        ),
        (
            PaperKind.EINLADUNG,
            r"einladung\b.*|öffentliche bekanntmachung der sitzung.*|tagesordnung\s[-–]\s.*",
        ),
        (
            PaperKind.STELLUNGNAHME,
            r"stellungnahme(?:\s?/\s?antwort)?(?:\sder\sverwaltung)?"
            r"(?:\szu[rm]?\s(?:antrag|anfrage).*)?"
            r"|antwort(?:\sder\sverwaltung)?(?:\sauf\s.*|\szu[rm]?\s.*)?|"
            r"beantwortung\s(?:der|einer|von)\sanfrage.*"
            r"|verwaltungsstandpunkt.*|anfragebeantwortung.*|beantwortung",
        ),
        (
            PaperKind.NIEDERSCHRIFT,
            r"(?:öffentliche\s|nichtöffentliche\s)?(?:ergebnis|verlaufs|wort|kurz|beschluss"
            r"|sitzungs)?-?(?:niederschrift|protokoll)\b(?!\s?§).{0,120}",
        ),
        (
            PaperKind.MITTEILUNGSVORLAGE,
            r"(?:öffentliche\s|nichtöffentliche\s)?(?:mitteilungs|informations|kenntnisnahme"
            r"|berichts|unterrichtungs|info)-?(?:vorlage|drucksache)(?:\sder\sverwaltung)?|"
            r"vorlage zur (?:kenntnisnahme|information|kenntnis)"
            r"|kenntnisnahme|information(?:svorlage)?"
            r"|mitteilung(?:\sder\sverwaltung)?"
            r"|(?:schriftlicher\s)?bericht(?:\sder\sverwaltung)?"
            r"|zur kenntnisnahme|"
            r"unterrichtung|bekanntgabe(?:\s(?:in|im)\s.{3,60})?",
        ),
        (
            PaperKind.BESCHLUSSVORLAGE,
            r"(?:öffentliche\s|nichtöffentliche\s)?(?:beschlu(?:ss|ß)|sitzungs|verwaltungs|rats"
            r"|ausschuss|entscheidungs|beratungs|gremien|gemeinderats|kreistags|dringlichkeits|tisch"
            r"|ergänzungs)-?(?:vorlage|drucksache)(?:\sder\sverwaltung|\szum?\s(?:TOP|Tagesordnungspunkt)\s\w{1,4})?"
            r"|vorlage zur (?:beschlussfassung|entscheidung|beratung)|dringlichkeitsentscheidung"
            r"|vorlage (?:an|für) (?:den|die|das)(?! sitzung) .{3,60}?(?: (?:am|vom) .{6,20})?",
        ),
        (
            PaperKind.RESOLUTION,
            r"(?:gemeinsame[sr]?\s)?(?:resolution(?:santrag)?|positionspapier)(?:\s(?:der|des|zu[rm]?|für|gegen)\s.{2,80})?",
        ),
        (
            PaperKind.ANTRAG,
            r"anregung(?:\san\s(?:den|die)\s.{3,40})?(?:\svom\s.{4,30})?|antrag\s(?:der|des|von)"
            r"|(?:(?:gemeinsamer|interfraktioneller|dringlicher|neufassung)\s)?(?:änderungs"
            r"|ergänzungs|dringlichkeits|sach|prüf|eil|haushalts"
            r"|fraktions)?-?(?:und ergänzungs)?(?:antrag|anträge)"
            r"(?:\szum thema|\sder\s(?!verwaltung|referent|geschäftsführ).{2,100}"
            r"|\s(?:gemäß|gem\.|nach|lt\.)\s.{2,40}|\svom\s.{4,20}|\szu\s.{3,60}|\szum\s(?:TOP|Antrag)\s.{3,200}"
            r"|\szur\s(?:drucksache|vorlage|beschlussvorlage|\d{1,3}\.\s\w{0,20}sitzung)\s.{3,200})?"
            r"|neufassung antrag",
        ),
        (
            PaperKind.ANFRAGE,
            r"(?:kleine\s|große\s|schriftliche\s|mündliche\s|dringliche\s"
            r"|öffentliche\s)?(?:einwohner|rats)?anfragen?(?:\szum thema|\sder\s.{2,60}"
            r"|\s(?:gemäß|gem\.|nach|lt\.)\s.{2,40}|\svom\s.{4,20}|\szu[rm]?\s.{3,60})?",
        ),
        (PaperKind.PRESSEMITTEILUNG, r"presse(?:mitteilung|information|erklärung)"),
        (
            PaperKind.SATZUNG,
            r"(?:(?:\d{1,2}\.|erste|zweite|dritte|vierte|fünfte)\s(?:änderungs)?satzung|(?:haupt|haushalts|gebühren|betriebs"
            r"|verbands)?satzung|öffentlich-rechtliche vereinbarung|geschäftsordnung"
            r"|kooperationsvertrag|vertrag)\b(?!\w).{0,60}",
        ),
    ]
)
# Searched in small letters, which is much faster than searching without regard to case.
_ANY_TITLE = re.compile(
    any_of(
        (
            "vorlage",
            "drucksache",
            "tagesordnung",
            "antr[aä]g",
            "anfrage",
            "anregung",
            "auszug",
            "protokoll",
            "niederschrift",
            "einladung",
            "bekannt",
            "stellungnahme",
            "antwort",
            "standpunkt",
            "kenntnis",
            "information",
            "mitteilung",
            "bericht",
            "unterrichtung",
            "resolution",
            "position",
            "presse",
            "satzung",
            "vereinbarung",
            "ordnung",
            "vertrag",
            "entscheidung",
        )
    )
)
_ART = re.compile(
    r"(?:(?:drucksachen?|vorlagen?|dokument)-?art|status|ursprung|art(?:\sder\s(?:vorlage|drucksache))?|typ"
    r"|vorlagentyp)\s?:?\s*(?P<value>.{0,60})$",
    re.IGNORECASE,
)
_RESULT = re.compile(
    r"(?i)abstimmungsergebnis|beratungsergebnis|abstimmung:\s*(?:ja|einst)|-\s?einstimmig\s?-"
    r"|einstimmige?r? (?:beschluss|zustimmung)"
)
_MINUTES_OF_ITEM = re.compile(
    r"(?i)punkt\s\d{1,3}\s(?:der\stagesordnung|und)"
    r"|tagesordnungspunkt\s{0,3}(?:\n\s*)?(?:top\s)?(?:ö|n)?\s?\d|drucksache-?\s?nr|\btop\s(?:ö"
    r"|n)\s\d|vorlage:\s"
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
_ATTENDANCE = re.compile(r"(?i)\b(?:anwesend|anwesende|entschuldigt|beschlussfähig\w*|teilnehmer)\b")
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
# The item of minutes that count by paragraphs: „§ 221 - Erweiterung der Grundschule (öffentlich)“.
_PARAGRAPH = re.compile(r"\s*§\s\d{1,4}\s[-–]\s[A-ZÄÖÜ].*\((?:nicht)?öffentlich\)\s*$")
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
# The trail above a web page: „Kreis Musterland > Aktuelles > Pressemitteilungen > 2031“.
_TRAIL = re.compile(
    r"[>»/]\s(?:Presse(?:mitteilung(?:en)?|informationen|archiv|meldungen)?|Pressemeldungen)\b"
)
_LINES_OF_TRAIL = 3
_SAYS = re.compile(
    r"(?i)(?:dazu|hierzu) (?:erklär|sag)|\b(?:erklär|sag|beton)t(?:e|en)?\b.{0,60}[:„]|(?<=\w):\s„"
)
_ORGAN = re.compile(
    r"(?m)^(?:Das Präsidium|Der Vorstand|Der Hauptausschuss|Die Mitgliederversammlung"
    r"|Der (?:Städte|Landkreis)tag)\s(?:sieht|betont|nimmt|fordert|begrüßt|bittet|hält|lehnt"
    r"|erwartet|bekräftigt|befürwortet|beschließt)"
)


# „Mitteilungsdrucksache öffentlich“
_STATUS_BEHIND = re.compile(r"(?i)(?<=\w)\s{1,9}[-–(]?\s?(?:nicht-?\s?)?öffentlich\s?[-–)]?$")
_PROPOSING = {"Vortrag": PaperKind.BESCHLUSSVORLAGE}


@dataclass(frozen=True, slots=True)
class KindFound:
    """The kind with offsets in the clean view; equal offsets when no words name it."""

    kind: PaperKind
    start: int
    end: int
    confidence: float


def find_kind(paper: PaperText) -> KindFound | None:
    """Return the kind of the paper; None when neither its words nor its structure tell it."""
    named = _named(paper)
    resolution = any(section.kind == "resolution" for section in paper.sections)
    if named is not None and not (named.kind is PaperKind.SATZUNG and proposes(paper)):
        return _corrected(named, paper, resolution)
    return _by_structure(paper, resolution)


def _named(paper: PaperText) -> KindFound | None:
    lines = paper.lines[:_HEAD_LINES]
    for line in lines[:_LINES_OF_TRAIL]:
        if _TRAIL.search(line.text):
            return KindFound(PaperKind.PRESSEMITTEILUNG, *line.span(), 0.8)
    for index, line in enumerate(lines):
        found = _art(line, lines[index + 1] if index + 1 < len(lines) else None)
        if found is not None:
            return found
    if any(is_dated_item(line.text) or _PARAGRAPH.match(line.text) for line in lines[:_TITLE_LINES]):
        return KindFound(PaperKind.AUSZUG, 0, 0, 0.85)
    statute: KindFound | None = None
    for index, line in enumerate(lines):
        text = joined(line, lines[index + 1] if index + 1 < len(lines) else None)
        longest = _SHORT_LINE if index else _LONGEST_FIRST
        if len(text) > longest and len(cells(line)) == 1:
            continue
        if _ANY_TITLE.search(text.lower()) is None or _is_opened_section(line, index, paper):
            continue
        if key(line.text) in paper.layout.roles and heads_group(lines, index):
            continue
        if line.text.startswith((" " * 30,)) and len(text) > 60:
            continue
        columns = [cell.text for cell in cells(line)]
        # A line that goes on in small letters is justified text, not a row of columns.
        parts = dict.fromkeys([text] if any(words[0].islower() for words in columns) else [text, *columns])
        for part in parts:
            if len(part) <= longest and (kind := title_kind(part) or title_kind(unnumbered(part))):
                if kind is PaperKind.ANTRAG and line.start > proposal_start(paper):
                    continue
                found = KindFound(kind, *line.span(), 0.95)
                if kind is not PaperKind.SATZUNG:
                    return found
                statute = statute or (found if index < _STATUTE_LINES else None)
    return statute


def _is_opened_section(line: Line, index: int, paper: PaperText) -> bool:
    """Tell whether „Antrag:“ below the head is the heading of what is proposed, not the name of the kind."""
    return (
        index > _TITLE_LINES and re.fullmatch(r"(?i)(?:antrag|anfrage|antwort):", line.stripped) is not None
    )


def _art(line: Line, below: Line | None) -> KindFound | None:
    match = _ART.fullmatch(line.stripped) if line.stripped[:1] in "DdVvSsAaTtUu" else None
    if match is None:
        return None
    value, where = (
        (match["value"], line) if match["value"] else (below.stripped if below else "", below or line)
    )
    kind = title_kind(value.split(",", 1)[0].strip(" :"))
    return KindFound(kind, *where.span(), 0.97) if kind else None


def title_kind(text: str) -> PaperKind | None:
    """Return the kind that a short text names by itself („Öffentliche Beschlussvorlage Nr. 5“)."""
    if not _ANY_TITLE.search(text.lower()):
        return None
    bare = _STATUS_BEHIND.sub("", text)
    return next((kind for kind, pattern in _TITLES if pattern.fullmatch(bare)), None)


def _corrected(found: KindFound, paper: PaperText, resolution: bool) -> KindFound:
    """Return the kind in the light of the content: an answered Anfrage, minutes of one item, a mere
    report.
    """
    text = paper.clean.text
    head = text[:2500]
    if found.kind in (PaperKind.ANFRAGE, PaperKind.ANTRAG) and _is_answered(paper):
        return KindFound(PaperKind.STELLUNGNAHME, found.start, found.end, 0.85)
    if (
        found.kind is PaperKind.NIEDERSCHRIFT
        and _MINUTES_OF_ITEM.search(head)
        and not (_ATTENDANCE.search(head) and not re.search(r"(?i)\bauszug", head))
        and len(re.findall(r"(?i)(?:punkt|top)\s\d", head)) <= 4
    ):
        return KindFound(PaperKind.AUSZUG, found.start, found.end, 0.9)
    if (
        found.kind is PaperKind.BESCHLUSSVORLAGE
        and not resolution
        and re.search(r"(?i)um kenntnisnahme wird gebeten", text)
    ):
        return KindFound(PaperKind.MITTEILUNGSVORLAGE, found.start, found.end, 0.7)
    return found


def _is_answered(paper: PaperText) -> bool:
    answers = re.compile(r"(?i)^(?:stellungnahme|antwort|beantwortung)(?:\s(?:der|des)\s(?!fraktion))?")
    return any(
        section.kind == "facts"
        and section.end - section.start > _SHORTEST_ANSWER
        and not _is_pointer(paper.clean.text[section.start : section.end])
        and answers.match(section.heading)
        for section in paper.sections
    )


def _is_pointer(content: str) -> bool:
    """Tell whether behind „Stellungnahme der Verwaltung:“ only the number of another paper stands."""
    return re.fullmatch(r"[A-ZÄÖÜ]{0,4}[\d/-]{4,16}", content.strip().partition("\n")[0].strip()) is not None


def _names_sitting(text: str) -> bool:
    """Tell whether the word stands there at all: much quicker than patterns that ignore case."""
    return "itzung" in text or "ITZUNG" in text


def _by_structure(paper: PaperText, resolution: bool) -> KindFound | None:
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
        and _ATTENDANCE.search(head)
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
