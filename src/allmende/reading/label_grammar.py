"""Labels that no layout lists, told by how German administrations form them: „Versanddatum“,
„Eingestellt am“, „Kreisausschussdrucksache Nr.“, „Gegenstand der Beratung“.
"""

import re
from functools import lru_cache

from allmende.reading.layouts import key

# All patterns are matched against the folded label: small letters, no blanks, hyphens, dots.
_DATE = re.compile(
    r"(?:datum(?:de[rs]\w+)?|(?!sitzung|druck|beschluss|termin|behandlung|plan|fällig|geburts|ende|ziel|beginn|anfang"
    r"|bezugs?|mitteilungs|wahl|start|liefer|vertrags|fertigstellungs|gremien|beratungs|rats)[a-zäöüß/]{3,20}datum"
    r"|\w{2,16}(?:t|en|ung)am|stand(?:vom|der(?:vorlage|drucksache|bearbeitung|erstellung))?|(?:\w+)?tagder\w+ung)(?:/(?:az|zeichen|aktenzeichen|ort))?"
)
# What is dated so is another paper, a sitting, or the mere print.
_OTHER_DAY = re.compile(
    r"\w*(?:sitz|druck|aktualis|veröffentlich|bekannt|beschloss|beraten|behandel|geänder|tag(?:t|en)am|gültig|rechts"
    r"|statt|gewähl|gebor|fällig|beginn|ende[nt]|zurück|versammlung|geplant|termin)\w*"
)
_PAPER = (
    r"(?:vorlagen?|drucksachen?|vorl|drucks|drs|ds|dokumenten?|dok|beschluss|beschlüsse|antrags?|anfragen?"
    r"|mitteilungs?|berichts?|beschlussdokument)"
)
_REFERENCE = re.compile(
    rf"(?:[a-zäöü./]*{_PAPER}(?:zeichen|kennzeichen)?/?(?:nr|nummer|no|id|kennung)(?:/jahr)?|[a-zäöü]*(?:vorlage|drucksache|drs)"
    r"|(?!tel|fax|top|abs|art|kto|plz|str|lfd|hnr|hs|rn|kd|ust|haus|zimmer|raum|blatt|seit|bezug)[a-zäöü]{2,3}nr"
    r"|(?:nr|nummer)de[rs](?:vorlage|drucksache|antrags|anfrage|beschlussvorlage))"
)
# A label of another paper: „Bezugsvorlage“, „Ursprungsdrucksache“.
_OTHER_PAPER = re.compile(
    r"(?:zur?|bezug|bezüg|ursprung|vorgänger|ausgangs|folge|grund|zugehörig|frühere|vorherig|bisherig|siehe|verweis|word|antrag(?!s?nr|s?nummer))\w*"
)
_SUBJECT = re.compile(
    r"(?:(?:kurz|vorlagen?|beratungs?|beschluss|antrags?|sitzungs|sach)?(?:gegenstand|thema|titel|bezeichnung|betreff|betr"
    r"|beschreibung|inhalt|punkt|überschrift)(?:de[rs](?:beschluss|sitzungs|mitteilungs|rats|verwaltungs|informations)?"
    r"(?:vorlage|drucksache|beratung|beschlussfassung|beschlusses|antrags|anfrage|tagesordnungspunkt(?:e?s)?|tops?"
    r"|verhandlung|sitzung|mitteilung|angelegenheit))?"
    r"|ma(?:ß|ss)nahme|projekt|vorhaben|projektbezeichnung|bezeichnungderma(?:ß|ss)nahme)"
)
_NO_SUBJECT = {"inhalt", "punkt", "beschreibung", "beschlusspunkt", "beschlussinhalt", "sachpunkt"}
_STATUS = re.compile(
    r"einstufung|artde[rs](?:sitzung|beratung|behandlung)|(?:\w*sitzung|\w*beratung|\w*behandlung)s?(?:teil|status|art|form)"
    r"|öffentlichkeits\w+|öffentlichjanein"
)


_MOST_BLANKS = 4
_GOES_ON = re.compile(r"[a-zäöü/(]|Nr|Nummer|ID\b|No\b")


def formed_field(words: str) -> str | None:
    """Return the field that words name as one label; None for one behind another („Aktenzeichen Datum“)."""
    words = words.strip()
    if words.count(" ") > _MOST_BLANKS:
        return None
    first, _, rest = words.partition(" ")
    is_one = not rest or first.endswith("-") or all(map(_GOES_ON.match, rest.split()[:1]))
    return _field_of(key(words)) if is_one else None


@lru_cache(maxsize=1 << 12)
def _field_of(label: str) -> str | None:
    """Return the field that a folded label names by the way it is formed; None when it names none."""
    if len(label) < 4:
        return None
    if _DATE.fullmatch(label) and not _OTHER_DAY.fullmatch(label):
        return "date"
    if _SUBJECT.fullmatch(label) and label not in _NO_SUBJECT:
        return "subject"
    if _REFERENCE.fullmatch(label) and not _OTHER_PAPER.match(label):
        return "reference"
    return "status" if _STATUS.fullmatch(label) else None
