"""Titles that name the kind of a paper: „Öffentliche Beschlussvorlage Nr. 5“, „Kleine Anfrage der SPD“."""

import re

from allmende.reading.facts import PaperKind
from allmende.reading.leaps import any_of

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
# „Mitteilungsdrucksache öffentlich“
_STATUS_BEHIND = re.compile(r"(?i)(?<=\w)\s{1,9}[-–(]?\s?(?:nicht-?\s?)?öffentlich\s?[-–)]?$")


def names_kind(text: str) -> bool:
    """Tell whether a word of any such title stands in a text; quick, for a first look."""
    return _ANY_TITLE.search(text.lower()) is not None


def title_kind(text: str) -> PaperKind | None:
    """Return the kind that a short text names by itself („Öffentliche Beschlussvorlage Nr. 5“)."""
    if not names_kind(text):
        return None
    bare = _STATUS_BEHIND.sub("", text)
    return next((kind for kind, pattern in _TITLES if pattern.fullmatch(bare)), None)
