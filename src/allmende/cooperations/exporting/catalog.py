"""The description of the data set for open data portals: DCAT-AP.de as JSON-LD. Pure."""

from datetime import date
from typing import Any

CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "dcatde": "http://dcat-ap.de/def/dcatde/",
}
GOVERNMENT = "http://publications.europa.eu/resource/authority/data-theme/GOVE"
GERMAN = "http://publications.europa.eu/resource/authority/language/DEU"
FILE_TYPE = "http://publications.europa.eu/resource/authority/file-type/{}"
NRW = "http://dcat-ap.de/def/politicalGeocoding/stateKey/05"
KEYWORDS = ("interkommunale Zusammenarbeit", "Zweckverband", "öffentlich-rechtliche Vereinbarung")
DISTRIBUTIONS = (
    ("JSON", "application/json", "daten.json", "Zusammenarbeiten mit Beteiligten als JSON"),
    ("CSV", "text/csv", "daten.csv", "Eine Zeile je Beteiligung als CSV"),
    (
        "XLSX",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "daten.xlsx",
        "Eine Zeile je Beteiligung als Excel-Datei",
    ),
)


def catalog(*, address: str, publisher: str, changed_on: date) -> dict[str, Any]:
    """Return the description; `address` is where the inventory stands, with a slash at its end."""
    distributions = [
        {
            "@id": f"{address}#{name}",
            "@type": "dcat:Distribution",
            "dct:title": {"@value": title, "@language": "de"},
            "dcat:accessURL": {"@id": f"{address}{name}"},
            "dcat:downloadURL": {"@id": f"{address}{name}"},
            "dcat:mediaType": {
                "@id": f"https://www.iana.org/assignments/media-types/{media_type}",
            },
            "dct:format": {"@id": FILE_TYPE.format(code)},
            "dct:conformsTo": {"@id": f"{address}schema.json"},
        }
        for code, media_type, name, title in DISTRIBUTIONS
    ]
    return {
        "@context": CONTEXT,
        "@id": f"{address}#daten",
        "@type": "dcat:Dataset",
        "dct:title": {"@value": "Register der interkommunalen Zusammenarbeit", "@language": "de"},
        "dct:description": {
            "@value": "Wer mit wem in welcher Rechtsform welche Aufgaben gemeinsam erledigt, mit Zeiträumen, "
            "Quelle und Sicherheit je Angabe.",
            "@language": "de",
        },
        "dct:identifier": f"{address}#daten",
        "dct:publisher": {"@type": "foaf:Organization", "foaf:name": publisher},
        "dct:modified": {"@value": changed_on.isoformat(), "@type": "xsd:date"},
        "dct:language": {"@id": GERMAN},
        "dcat:theme": {"@id": GOVERNMENT},
        "dcat:keyword": [{"@value": word, "@language": "de"} for word in KEYWORDS],
        "dcatde:politicalGeocodingURI": {"@id": NRW},
        "dcat:landingPage": {"@id": address},
        "dcat:distribution": distributions,
    }
