"""Descriptions of data sets for open data portals: DCAT-AP.de as JSON-LD. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Distribution:
    """One file of a data set: EU code of its type, media type, name below the data set's address, title."""

    code: str
    media_type: str
    name: str
    title: str


@dataclass(frozen=True, slots=True)
class Dataset:
    """What a data set is about."""

    title: str
    description: str
    keywords: Sequence[str]
    distributions: Sequence[Distribution]
    schema: str = "schema.json"


def dataset(of: Dataset, *, address: str, publisher: str, changed_on: date) -> dict[str, Any]:
    """Return the description; `address` is where the data set stands, with a slash at its end."""
    return {
        "@context": CONTEXT,
        "@id": f"{address}#daten",
        "@type": "dcat:Dataset",
        "dct:title": {"@value": of.title, "@language": "de"},
        "dct:description": {"@value": of.description, "@language": "de"},
        "dct:identifier": f"{address}#daten",
        "dct:publisher": {"@type": "foaf:Organization", "foaf:name": publisher},
        "dct:modified": {"@value": changed_on.isoformat(), "@type": "xsd:date"},
        "dct:language": {"@id": GERMAN},
        "dcat:theme": {"@id": GOVERNMENT},
        "dcat:keyword": [{"@value": word, "@language": "de"} for word in of.keywords],
        "dcatde:politicalGeocodingURI": {"@id": NRW},
        "dcat:landingPage": {"@id": address},
        "dcat:distribution": [_distribution(each, of, address) for each in of.distributions],
    }


def _distribution(each: Distribution, of: Dataset, address: str) -> dict[str, Any]:
    return {
        "@id": f"{address}#{each.name}",
        "@type": "dcat:Distribution",
        "dct:title": {"@value": each.title, "@language": "de"},
        "dcat:accessURL": {"@id": f"{address}{each.name}"},
        "dcat:downloadURL": {"@id": f"{address}{each.name}"},
        "dcat:mediaType": {"@id": f"https://www.iana.org/assignments/media-types/{each.media_type}"},
        "dct:format": {"@id": FILE_TYPE.format(each.code)},
        "dct:conformsTo": {"@id": f"{address}{of.schema}"},
    }
