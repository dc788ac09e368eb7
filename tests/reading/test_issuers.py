"""The issuer: how German municipalities are called, and which mention makes one the issuer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allmende.reading import Document, PaperFacts, read_paper
from allmende.reading.issuers import head_issuer, issuer_of_body, named_issuer
from allmende.reading.senders import issuer_of_places

NAMES = [
    "Stadt Musterstadt",
    "Stadt Brandenburg an der Havel",
    "Stadt Frankfurt (Oder)",
    "Stadt Rheda-Wiedenbrück",
    "Stadt Bad Neuenahr-Ahrweiler",
    "Stadt Sankt Augustin",
    "Stadt St. Ingbert",
    "Stadt Waren (Müritz)",
    "Stadt Limburg a. d. Lahn",
    "Stadt Freiburg i. Br.",
    "Stadt Kirchheim unter Teck",
    "Stadt Neu-Isenburg",
    "Landeshauptstadt Schwerin",
    "Hansestadt Lübeck",
    "Hanse- und Universitätsstadt Rostock",
    "Große Kreisstadt Radebeul",
    "Fontanestadt Neuruppin",
    "Brüder-Grimm-Stadt Hanau",
    "Alte Hansestadt Lemgo",
    "Gemeinde Nümbrecht",
    "Gemeinde Ascheberg (Holstein)",
    "Samtgemeinde Bevensen-Ebstorf",
    "Verbandsgemeinde Bad Kreuznach",
    "Ortsgemeinde Willmerich",
    "Markt Garmisch-Partenkirchen",
    "Flecken Ottersberg",
    "Landkreis Mecklenburgische Seenplatte",
    "Kreis Herzogtum Lauenburg",
    "Landkreis Rotenburg (Wümme)",
    "Rhein-Kreis Neuss",
    "Märkischer Kreis",
    "Ostalbkreis",
    "Schwarzwald-Baar-Kreis",
    "Salzlandkreis",
    "Region Hannover",
    "Städteregion Aachen",
    "Landschaftsverband Westfalen-Lippe",
    "Freie und Hansestadt Hamburg",
    "Freie Hansestadt Bremen",
    "Kreisfreie Stadt Zweibrücken",
    "Eifelkreis Bitburg-Prüm",
    "Kreis Minden-Lübbecke",
]


def facts(text: str) -> PaperFacts:
    return read_paper(Document(text)).facts


def head(*lines: str) -> str | None:
    found = head_issuer([(line, 0) for line in lines])
    return found.name if found else None


@pytest.mark.parametrize("name", NAMES)
def test_a_municipality_is_known_by_its_name(name: str) -> None:
    assert head(name) == name
    assert head("Beschlussvorlage", f"{name}          Vorlage Nr. 12/2023") == name
    assert head(f"{name} Der Landrat Fachbereich 2 Musterort, 12.02.2024 Vorlage Nr. 3/24") == name
    mentioned = named_issuer(f"Die {name} plant einen Bauhof. {name} trägt die Kosten.", [], "")
    assert mentioned is not None
    assert mentioned.name == name


@pytest.mark.parametrize("name", [name for name in NAMES if "ß" not in name])
def test_a_name_in_capitals_is_put_in_small_letters(name: str) -> None:
    assert head(name.upper()) == name


@pytest.mark.parametrize(
    ("lines", "issuer"),
    [
        (("Der Bürgermeister der Stadt Musterstadt",), "Stadt Musterstadt"),
        (("Der Magistrat der Universitätsstadt Beispielburg",), "Universitätsstadt Beispielburg"),
        (("Stadtverwaltung Musterstadt",), "Stadt Musterstadt"),
        (("Landratsamt Musterkreis",), "Musterkreis"),
        (("STADT Musterstadt Der Ausschussvorsitzende",), "Stadt Musterstadt"),
        (("SCHULVERBAND", "RAUM BAD MUSTERQUELL"), "Schulverband Raum Bad Musterquell"),
        (("des Wasser- und Abwasserverbandes „See“",), "Wasser- und Abwasserverband „See“"),
        (("Amt Musterland", "für die Gemeinde Kleindorf"), "Gemeinde Kleindorf"),
        (("Innenstadt Musterviertel",), None),
        (("Kirchengemeinde Musterdorf",), None),
        (("Arbeitskreis Radverkehr",), None),
    ],
)  # fmt: skip
def test_a_letterhead_names_the_issuer(lines: tuple[str, ...], issuer: str | None) -> None:
    assert head(*lines) == issuer


@pytest.mark.parametrize(
    ("body", "issuer"),
    [
        ("Rat der Stadt Musterstadt", "Stadt Musterstadt"),
        ("Kreistag des Märkischen Kreises", "Märkischer Kreis"),
        ("Bezirksversammlung Musterberg", "Bezirksversammlung Musterberg"),
        ("Hauptausschuss", None),
    ],
)  # fmt: skip
def test_a_body_may_name_the_issuer(body: str, issuer: str | None) -> None:
    assert issuer_of_body(body) == issuer


def test_a_council_named_by_its_place_makes_the_municipality_the_issuer() -> None:
    found = issuer_of_places(
        "Sitzung des Ortsgemeinderates Hinterbach\n\nIn Hinterbach fehlt ein Spielplatz."
    )
    assert found is not None
    assert found.name == "Ortsgemeinde Hinterbach"
    assert issuer_of_places("Gemeinderat Entscheidung\nStadtrat Kenntnisnahme\n") is None


def test_who_decides_is_the_issuer_and_not_the_town_named_most_often() -> None:
    text = (
        "Die Stadt Nachbarstadt hat gefragt. Die Stadt Nachbarstadt zahlt. "
        "Der Rat der Stadt Musterstadt beschließt die Vereinbarung."
    )
    found = named_issuer(text, [], "")
    assert found is not None
    assert found.name == "Stadt Musterstadt"


def test_words_of_a_table_are_no_town() -> None:
    assert named_issuer("Anteil der Landeshauptstadt Variante A 100 000", [], "") is None
    assert named_issuer("Stadt Haushaltsplan 2023, Stadt Kosten", [], "") is None


def test_a_kreis_named_in_a_paper_of_a_town_is_not_its_issuer() -> None:
    text = "Der Bürgermeister berichtet, dass der Musterkreis die Umlage senkt."
    assert named_issuer(text, [], "") is None


def test_a_body_known_by_its_initials_is_named_as_the_text_names_it() -> None:
    found = named_issuer("LVR-Dezernat 4 und LVR-Fachbereich 42 berichten.", [], "")
    assert found is not None
    assert found.name == "LVR"


def test_the_place_of_the_issuer_is_its_name_in_the_text() -> None:
    text = "Vorlage Nr. 7/2023\nGemeinde Musterdorf\n\nBeschlussvorschlag:\nDer Rat stimmt dem Vertrag zu.\n"
    issuer = facts(text).issuer
    assert issuer is not None
    assert text[issuer.place.start : issuer.place.end] == "Gemeinde Musterdorf"


@given(st.text(alphabet=st.sampled_from(" \nSTADTadt GEMEINDEemeindeKreis-()/.äß0123"), max_size=300))
def test_no_text_breaks_the_search_for_the_issuer(text: str) -> None:
    for found in (head_issuer([(line, 0) for line in text.split("\n")]), named_issuer(text, [], text[:40])):
        assert found is None or found.name == found.name.strip() != ""
