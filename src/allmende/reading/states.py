"""The Land a paper comes from, as far as its text tells: for names of laws that differ from Land to Land."""

import re

_WORDS = (
    ("Nordrhein-Westfalen",
        r"\bNRW\b|Nordrhein-Westfalen|\bGO NW\b|\bKrO\b|\bLVR\b|\bLWL\b|Bezirksregierung (?:Arnsberg"
        r"|Detmold|Düsseldorf|Köln|Münster)"),
    ("Baden-Württemberg", r"Baden-Württemberg|\bGemO\b|Regierungspräsidium|\bKVJS\b|Stadtkreis|\bGPA\b"),
    ("Bayern", r"Freistaat Bayern|\bBayern\b|Bayerische|\bBay[A-Z]\w+|\bKommZG\b"),
    ("Sachsen", r"\bSächs[A-Z]\w+|Freistaat Sachsen|Sächsische"),
    ("Niedersachsen", r"\bNKomVG\b|Niedersachsen|Niedersächsische|\bNKAG\b"),
    ("Hessen", r"\bHGO\b|\bHessen\b|Hessische|\bHKO\b"),
    ("Brandenburg", r"\bBbgKVerf\b|Brandenburg(?:ische)?"),
    ("Rheinland-Pfalz", r"Rheinland-Pfalz|\bRLP\b|\bADD\b"),
    ("Schleswig-Holstein", r"Schleswig-Holstein"),
    ("Mecklenburg-Vorpommern", r"\bKV M-V\b|Mecklenburg"),
    ("Sachsen-Anhalt", r"\bKVG LSA\b|Sachsen-Anhalt"),
    ("Thüringen", r"\bThürKO\b|Thüringen|Thüringer"),
    ("Saarland", r"\bKSVG\b|Saarland"),
)  # fmt: skip
_PATTERNS = tuple((name, re.compile(pattern)) for name, pattern in _WORDS)
_OF_PLACE = {
    "Nordrhein-Westfalen": "Köln Düsseldorf Dortmund Essen Duisburg Bochum Wuppertal Bielefeld Bonn Münster"
    " Aachen"
    " Leverkusen Coesfeld Haan Wermelskirchen "
    "Rhein-Sieg-Kreis Euskirchen Nörvenich Kreuzau Schwelm Krefeld Hagen Hamm Solingen"
    " Oberhausen Paderborn Siegen Gütersloh Unna Moers Neuss",
    "Baden-Württemberg": "Karlsruhe Stuttgart Mannheim Freiburg Heidelberg Ulm Heilbronn Pforzheim Reutlingen"
    " Ettlingen Konstanz Tübingen",
    "Bayern": "München Nürnberg Augsburg Regensburg Ingolstadt Würzburg Fürth Erlangen Bamberg Bayreuth",
    "Sachsen": "Leipzig Dresden Chemnitz Zwickau",
    "Niedersachsen": "Oldenburg Hannover Braunschweig Osnabrück Göttingen Wolfsburg Hildesheim Salzgitter",
    "Hessen": "Frankfurt Wiesbaden Kassel Darmstadt Offenbach",
    "Brandenburg": "Potsdam Cottbus",
    "Rheinland-Pfalz": "Mainz Ludwigshafen Koblenz Trier Kaiserslautern",
    "Schleswig-Holstein": "Kiel Lübeck Flensburg Neumünster",
    "Mecklenburg-Vorpommern": "Rostock Schwerin Stralsund Greifswald",
    "Sachsen-Anhalt": "Magdeburg Halle",
    "Thüringen": "Erfurt Jena Gera Weimar",
    "Saarland": "Saarbrücken",
}
_PLACES = {place: state for state, places in _OF_PLACE.items() for place in places.split(" ")}


def state_of(text: str, issuer: str | None) -> str | None:
    """Return the Land of the issuer, else the one that the text names most often; None when it names none."""
    for word in (issuer or "").split(" "):
        if word in _PLACES:
            return _PLACES[word]
    counts = [(len(pattern.findall(text)), -index, name) for index, (name, pattern) in enumerate(_PATTERNS)]
    count, _, name = max(counts)
    return name if count else None
