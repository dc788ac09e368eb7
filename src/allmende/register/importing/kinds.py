"""From the words and codes of official lists to kinds of bodies, and to names without their suffix. Pure."""

import re
from collections.abc import Mapping

from allmende.register.domain import KIND_LABELS, Kind

# Textkennzeichen of GV-ISys and GV100AD
DISTRICT_CODES: Mapping[str, Kind] = {
    "43": Kind.KREIS,
    "44": Kind.LANDKREIS,
    "45": Kind.REGIONALVERBAND,
}
TOWN_DISTRICT_CODES = frozenset({"41", "42"})  # the town itself follows as a municipality
ASSOCIATION_CODES: Mapping[str, Kind] = {
    "51": Kind.AMT,
    "52": Kind.SAMTGEMEINDE,
    "53": Kind.VERBANDSGEMEINDE,
    "54": Kind.VERWALTUNGSGEMEINSCHAFT,
    "55": Kind.AMT,
    "56": Kind.VERWALTUNGSVERBAND,
    "57": Kind.VERWALTUNGSGEMEINSCHAFT,
}
# the number of an association that several municipalities share begins with this digit
SHARED_ASSOCIATION = "5"
SINGLE_ASSOCIATION_CODES = frozenset({"50", "58"})  # a municipality that administers itself
MUNICIPALITY_CODES: Mapping[str, Kind] = {
    "60": Kind.MARKT,
    "61": Kind.KREISFREIE_STADT,
    "62": Kind.STADTKREIS,
    "63": Kind.KREISANGEHOERIGE_STADT,
    "64": Kind.GEMEINDE,
    "65": Kind.GEMEINDEFREIES_GEBIET,
    "66": Kind.GEMEINDEFREIES_GEBIET,
    "67": Kind.GROSSE_KREISSTADT,
}
# of these only the municipality itself is a body: the district or association row says nothing new
NOT_A_BODY_OF_ITS_OWN = frozenset({"verbandsfreie gemeinde", "erfüllende gemeinde"})
WORDS: Mapping[str, Kind] = {
    **{label.lower(): kind for kind, label in KIND_LABELS.items()},
    **{kind.value: kind for kind in Kind},
    "stadt": Kind.KREISANGEHOERIGE_STADT,
    "kreisangehörige gemeinde": Kind.GEMEINDE,
    "gemeindefreies gebiet (bewohnt)": Kind.GEMEINDEFREIES_GEBIET,
    "gemeindefreies gebiet (unbewohnt)": Kind.GEMEINDEFREIES_GEBIET,
    "kirchspielslandgemeinde": Kind.AMT,
    "aör": Kind.AOER,
}


def kind_of(word: str) -> Kind | None:
    """Return the kind for a word or code of our own lists, None if there is none."""
    return WORDS.get(" ".join(word.lower().split()))


def municipality_name(official: str) -> str:
    """Return the name without what follows the comma: „Essen, Stadt“ is Essen."""
    return " ".join(official.split(",")[0].split())


def district_name(official: str, kind: Kind) -> str:
    """Return how people call the district: the official list says „Coesfeld“ for Kreis Coesfeld."""
    name = " ".join(official.split())
    if re.search(r"kreis|region|regionalverband", name, re.IGNORECASE):
        return name
    return f"{kind.label} {name}"


def district_kind(official: str, kind: Kind) -> Kind:
    """Return the kind; the official list counts Städteregion Aachen among the Kreise."""
    return Kind.STAEDTEREGION if official.startswith("Städteregion") else kind


def region_name(official: str) -> str | None:
    """Return the name of a Regierungsbezirk written out; None for statistical and former ones."""
    name = " ".join(official.split())
    if name.startswith(("Statistische Region", "früher:")):
        return None
    return f"Regierungsbezirk {re.sub(r'^(Reg[.]-Bez[.]|Regierungsbezirk) ', '', name)}"
