"""Names: German order, tolerant spelling, what a name without its type says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allmende.register.domain import DISTRICT_KINDS, TOWN_KINDS, Kind, designation
from allmende.register.names import fits, fold, parse_name, sort_key


def test_umlauts_sort_like_their_vowel() -> None:
    names = ["Zülpich", "Übach-Palenberg", "Unna", "Olpe", "Öding", "Oelde"]
    assert sorted(names, key=sort_key) == ["Öding", "Oelde", "Olpe", "Übach-Palenberg", "Unna", "Zülpich"]


@pytest.mark.parametrize("written", ["Düsseldorf", "Duesseldorf", "DÜSSELDORF", " Du\u0308sseldorf "])
def test_spellings_of_one_name_meet(written: str) -> None:
    assert fold(written) == fold("Düsseldorf")


@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert sort_key(sort_key(text)) == sort_key(text)


@pytest.mark.parametrize(
    ("written", "base", "kinds"),
    [
        ("Stadt Leverkusen", "leverkusen", TOWN_KINDS),
        ("Kreisstadt Unna", "unna", TOWN_KINDS),
        ("Rat der Stadt Köln", "koln", TOWN_KINDS),
        ("Kreis Coesfeld", "cosfeld", DISTRICT_KINDS),
        ("Kreistag des Kreises Coesfeld", "cosfeld", DISTRICT_KINDS),
        ("Rhein-Sieg-Kreis", "rhein sieg kreis", DISTRICT_KINDS),
        ("des Oberbergischen Kreises", "oberbergischer kreis", DISTRICT_KINDS),
        ("Stadtlohn", "stadtlohn", None),
        ("Kreuzau", "kreuzau", None),
        ("LWL", "landschaftsverband westfalen lippe", None),
    ],
)
def test_the_type_is_taken_off_a_name(written: str, base: str, kinds: frozenset[Kind] | None) -> None:
    parsed = parse_name(written)
    assert (parsed.base, parsed.kinds) == (base, kinds)


def test_a_bare_name_can_mean_kreis_and_stadt_but_not_the_regierungsbezirk() -> None:
    parsed = parse_name("Münster")
    assert fits(parsed, kind=Kind.KREIS, name="Kreis Münster")
    assert fits(parsed, kind=Kind.KREISFREIE_STADT, name="Münster")
    assert not fits(parsed, kind=Kind.REGIERUNGSBEZIRK, name="Regierungsbezirk Münster")


def test_an_abbreviated_bracket_still_tells_towns_apart() -> None:
    parsed = parse_name("Langenfeld (Rhld.)")
    assert fits(parsed, kind=Kind.KREISANGEHOERIGE_STADT, name="Langenfeld (Rheinland)")
    assert not fits(parsed, kind=Kind.KREISANGEHOERIGE_STADT, name="Langenfeld (Eifel)")


@pytest.mark.parametrize(
    ("kind", "name", "said"),
    [
        (Kind.KREISANGEHOERIGE_STADT, "Coesfeld", "Stadt Coesfeld"),
        (Kind.GEMEINDE, "Nottuln", "Gemeinde Nottuln"),
        (Kind.KREIS, "Kreis Coesfeld", "Kreis Coesfeld"),
        (Kind.LAND, "Nordrhein-Westfalen", "Land Nordrhein-Westfalen"),
    ],
)
def test_a_body_is_called_by_type_and_name(kind: Kind, name: str, said: str) -> None:
    assert designation(kind, name) == said
