"""How German municipalities, districts and their associations are called: „Stadt Musterstadt“, „Landkreis
Rotenburg (Wümme)“, „Der Magistrat der Stadt …“; the nominative of what a text says in another case.
"""

import re

_FIRST = (
    r"(?:Bad|St\.|Sankt|Groß|Klein|Neu|Alt|Hohen|Ober|Unter|Markt|Nieder|Burg|Schloss|Königs|Herzogtum"
    r"|Grafschaft|Hann\.|Mecklenburgische|Sächsische|Insel|Ostseebad|Nordseebad|Seebad|Hessisch|Preußisch)"
)
_WORD = r"[A-ZÄÖÜ][a-zäöüßé]+(?:-[A-ZÄÖÜ]?[a-zäöüß]+){0,3}"
_RIVER = (
    r"(?:\s(?:am\s(?!\w+tag|Mittwoch|Ende|Anfang)|an\sder|ob\sder|vor\sder|a\.\s?d\.|a\.|i\.\s?d\.|i\.|v\.\s?d\."
    r"|im\s(?=Breis|Allg|Schwarz|Taun|Oden|Sauer|Hoch|Tal)|in\s(?=Westf|Holst|Oldenb|Lippe|Hess|Ostfr)"
    r"|unter\s(?=Teck)|auf\s(?=Rügen|Fehmarn))\s?[A-ZÄÖÜ][a-zäöüß]+\.?"
    r"|\s\((?!Druck|Anlage|Stand|Seite)[A-ZÄÖÜ][\wäöüß. ]{2,24}\)|/[A-ZÄÖÜ][\wäöüßśóćžě]+)?"
)
PLACE = rf"(?:{_FIRST}[ -])?{_WORD}{_RIVER}"
_PLAIN_TYPES = (
    "Stadtverwaltung", "Gemeindeverwaltung", "Kreisverwaltung", "Verbandsgemeindeverwaltung", "Landratsamt",
    "Bezirksamt", "Marktes", "Markt", "Fleckens", "Flecken", "Landkreises", "Landkreis", "Stadtkreises",
    "Stadtkreis", "Kreises", "Kreise", "Kreis", "StädteRegion", "Städteregion", "Region", "Bezirks",
    "Bezirk", "Verwaltungsgemeinschaft", "Verwaltungsverband",
    "STADT", "GEMEINDE", "MARKT", "LANDKREIS", "KREIS",
)  # fmt: skip
_UNIONS = (
    "Nachbarschaftsverband", "Zweckverband", "Schulverband", "Planungsverband", "Abwasserverband",
    "Abwasserzweckverband", "Wasserverband", "Wasserzweckverband", "Abfallverband", "Landschaftsverband",
    "Regionalverband", "Regionsverband", "Gemeindeverwaltungsverband", "Kommunalverband",
    "Kommunalservice", "Wegezweckverband",
)  # fmt: skip
_ADJECTIVES = (
    r"(?:(?:Freien?(?:\sund)?|Große[nr]?|Kreisfreie[nr]?|Alte[nr]?|(?:Hanse|Universitäts|Stadt)-\sund)\s)?"
)
# „Innenstadt“, „Nachbargemeinde“: parts of a town, or another one than the issuer.
_OTHER_TOWNS = (
    r"(?!(?:Innen|Alt|Neu|Kern|Partner|Nachbar|Mitglieds?|Kirchen|Pfarr|Gesamt|West|Ost|Nord|Süd|Vor|Groß|Klein"
    r"|Haupt|Heimat|Sitz|Standort|Belegenheits|Wohnsitz|Wohn|Anlieger|Umland|Träger|Herkunfts|Stand|Verbands?mitglieds"
    r"|Schul|Religions|Glaubens|Fest|Welt|Solidar|Zweck|Dorf|Werk|Unter|Ober|Mittel(?!stadt\s[A-ZÄÖÜ])|Landes(?=gemeinde))"
    r"(?:[Ss]tadt|[Gg]emeinde))"
)
TYPE = (
    rf"{_ADJECTIVES}(?:{'|'.join(sorted(_PLAIN_TYPES, key=len, reverse=True))}"
    rf"|(?:{'|'.join(_UNIONS)})(?:e?s)?"
    rf"|{_OTHER_TOWNS}(?:[A-ZÄÖÜ][\w-]{{0,24}}?(?:stadt|Stadt|gemeinde)|Stadt|Gemeinde))"
)
_UPPER_TYPES = (
    r"(?:GROSSE\s|GROẞE\s|KREISFREIE\s|ALTE\s|FREIE\s(?:UND\s)?|[A-ZÄÖÜ]{5,12}-\sUND\s)?(?:[A-ZÄÖÜ-]{0,16}STADT(?:VERWALTUNG)?|[A-ZÄÖÜ-]{0,16}GEMEINDE(?:VERWALTUNG)?"
    r"|MARKT|FLECKEN|LANDKREIS|KREIS|KREISVERWALTUNG|LANDRATSAMT|REGION|STÄDTEREGION|BEZIRKSAMT|[A-ZÄÖÜ]{3,16}VERBAND)"
)
_UPPER_PLACE = (
    r"(?:BAD\s|ST\.\s|SANKT\s|GROSS\s|NEU\s|HERZOGTUM\s)?[A-ZÄÖÜ][A-ZÄÖÜß-]{2,30}"
    r"(?:\s(?:AM|AN\sDER|IM|IN|OB\sDER|UNTER|A\.\s?D\.|I\.|V\.\s?D\.)\s?[A-ZÄÖÜ]{3,}|\s\([A-ZÄÖÜ]{3,16}\))?"
)
UPPER_NAME = rf"(?P<upper_type>{_UPPER_TYPES})\s(?P<upper_name>{_UPPER_PLACE})(?![\wÄÖÜ])"
_SMALL_WORDS = frozenset((
    "AM", "AN", "DER", "IM", "IN", "OB", "UND", "BEI", "AUF", "UNTER", "A.", "D.", "V.", "I.", "A.D.", "V.D.",
))  # fmt: skip
# „Märkischer Kreis“, „Rhein-Sieg-Kreis“, „Rhein-Kreis Neuss“: the name contains the type.
_NOT_DISTRICTS = (
    r"(?!(?:Arbeits|Land|Um|Stadt|Wahl|Teilnehmer|Teilnehmenden|Personen|Kirchen|Förder|Freundes|Gesprächs|Kunden|Bekannten"
    r"|Stimm|Literatur|Initiativ|Helfer|Unterstützer|Nutzer|Lenkungs|Steuerungs|Qualitätszirkel|Adressaten)\w*kreis)"
)
DISTRICT = (
    r"(?:[A-ZÄÖÜ][a-zäöüß]+(?:-[A-ZÄÖÜ][a-zäöüß]+){1,2}-Kreis(?:es)?|Rhein-Kreis(?:es)?\sNeuss"
    r"|(?:Märkische[nrs]?|Oberbergische[nrs]?|Rheinisch-Bergische[nrs]?)\s(?:Kreis(?:es)?|KREIS)"
    rf"|{_NOT_DISTRICTS}[A-ZÄÖÜ][a-zäöüß]{{2,20}}(?:-[A-ZÄÖÜ][a-zäöüß]+)*kreis(?:es)?(?:\s(?:Bitburg-Prüm|Salzwedel))?)(?!\w)"
)
# What the first word of each type or district contains, besides those in capitals.
STEM = (
    r"(?:tadt|emeinde|erwaltung|ratsamt|ezirk|arkt|lecken|reis|egion|erband|ervice|reie|roße|lte|anse-"
    r"|niversitäts-|ische)"
)
_NO_PLACE = re.compile(
    r"(?:ung|keit|heit|schaft|tion|haus|rat|amt|[Kk]osten|satzung|plan|-Art|-Nr|-Nummer|vorlage|drucksache|sache)$|^(?:Drucksache|Vorlage|Beschluss|Verfasser)"
)
_NO_NAMES = frozenset((
    "Der", "Die", "Das", "Für", "Dies", "Diese", "Dieser", "Nach", "Mit", "Bei", "Rat", "Als", "Zur", "Zum",
    "Von", "Vom", "Und", "Am", "Im", "In", "Auf", "Es", "Ein", "Eine", "Bereich", "Herr", "Frau", "Nr", "Ja",
    "Nein", "Anlage", "Variante", "Datum", "Haushalt", "Haus", "Euro", "Ort", "Amt", "Teil", "Jahr",
))  # fmt: skip
_GENITIVES = {
    "Kreises": "Kreis",
    "Kreise": "Kreis",
    "Landkreises": "Landkreis",
    "Marktes": "Markt",
    "Fleckens": "Flecken",
    "Bezirks": "Bezirk",
    "Stadtkreises": "Stadt",
    "Stadtkreis": "Stadt",
    "Stadtverwaltung": "Stadt",
    "Gemeindeverwaltung": "Gemeinde",
    "Kreisverwaltung": "Kreis",
    "Landratsamt": "Landkreis",
    "Verbandsgemeindeverwaltung": "Verbandsgemeinde",
}
_DECLINED = re.compile(r"\b(Große|Kreisfreie|Alte|Freie)[nr]\b")
_OF_UNION = re.compile(r"verband(?:e?s)?$")


def nominative(kind: str, name: str) -> str:
    """Return type and name in the nominative and in small letters: „STADT BAD BERLEBURG“."""
    if kind.isupper():
        kind = _from_capitals(kind)
    if name.isupper():
        name = _from_capitals(name)
    if name.endswith("kreis") and kind in ("Landratsamt", "Kreisverwaltung", "Landkreis", "Kreis"):
        return name
    words = _DECLINED.sub(r"\1", " ".join(kind.split())).removeprefix("Stadt- und ").split(" ")
    words[-1] = _OF_UNION.sub("verband", _GENITIVES.get(words[-1], words[-1]))
    return f"{' '.join(words)} {name}"


def district_nominative(name: str) -> str:
    """Return a district in the nominative: „des Märkischen Kreises“ → „Märkischer Kreis“."""
    name = re.sub(r"([Kk]reis)es\b", r"\1", " ".join(name.split()))
    return re.sub(r"(?<=isch)e[ns]?(?=\s)", "er", name).replace("KREIS", "Kreis")


def is_place(name: str) -> bool:
    """Tell whether a capitalized word behind „Stadt“ may be the name of a place."""
    return _NO_PLACE.search(name) is None and name.split(" ")[0] not in _NO_NAMES


def _from_capitals(words: str) -> str:
    parts = [word.lower() if word in _SMALL_WORDS else word.title() for word in words.split(" ")]
    return " ".join(parts)
