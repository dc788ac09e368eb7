"""The Land a paper comes from, as far as its text tells: for names of laws that differ from Land to Land."""

import re

# Land, the plain parts one of which every match of its pattern contains, and the pattern.
_WORDS = (
    ("Nordrhein-Westfalen", ("NRW", "Nordrhein-Westfalen", "GO NW", "KrO", "LVR", "LWL", "Bezirksregierung"),
        r"\bNRW\b|Nordrhein-Westfalen|\bGO NW\b|\bKrO\b|\bLVR\b|\bLWL\b|Bezirksregierung (?:Arnsberg"
        r"|Detmold|Düsseldorf|Köln|Münster)"),
    ("Baden-Württemberg", ("Baden-Württemberg", "GemO", "Regierungspräsidium", "KVJS", "Stadtkreis", "GPA"),
        r"Baden-Württemberg|\bGemO\b|Regierungspräsidium|\bKVJS\b|Stadtkreis|\bGPA\b"),
    ("Bayern", ("Bay", "KommZG"), r"Freistaat Bayern|\bBayern\b|Bayerische|\bBay[A-Z]\w+|\bKommZG\b"),
    ("Sachsen", ("Sächs", "Freistaat Sachsen"), r"\bSächs[A-Z]\w+|Freistaat Sachsen|Sächsische"),
    ("Niedersachsen", ("NKomVG", "Niedersachsen", "Niedersächsische", "NKAG"),
        r"\bNKomVG\b|Niedersachsen|Niedersächsische|\bNKAG\b"),
    ("Hessen", ("HGO", "Hessen", "Hessische", "HKO"), r"\bHGO\b|\bHessen\b|Hessische|\bHKO\b"),
    ("Brandenburg", ("BbgKVerf", "Brandenburg"), r"\bBbgKVerf\b|Brandenburg(?:ische)?"),
    ("Rheinland-Pfalz", ("Rheinland-Pfalz", "RLP", "ADD"), r"Rheinland-Pfalz|\bRLP\b|\bADD\b"),
    ("Schleswig-Holstein", ("Schleswig-Holstein",), r"Schleswig-Holstein"),
    ("Mecklenburg-Vorpommern", ("KV M-V", "Mecklenburg"), r"\bKV M-V\b|Mecklenburg"),
    ("Sachsen-Anhalt", ("KVG LSA", "Sachsen-Anhalt"), r"\bKVG LSA\b|Sachsen-Anhalt"),
    ("Thüringen", ("ThürKO", "Thüring"), r"\bThürKO\b|Thüringen|Thüringer"),
    ("Saarland", ("KSVG", "Saarland"), r"\bKSVG\b|Saarland"),
)  # fmt: skip
_PATTERNS = tuple((name, parts, re.compile(pattern)) for name, parts, pattern in _WORDS)
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
    counts = [
        (len(pattern.findall(text)), -index, name)
        for index, (name, parts, pattern) in enumerate(_PATTERNS)
        if any(part in text for part in parts)
    ]
    count, _, land = max(counts, default=(0, 0, ""))
    return land if count else None
