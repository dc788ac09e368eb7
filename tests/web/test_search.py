import pytest
from django.test import Client

from allmende.pages.search import SearchHit
from allmende.web import search


def test_words_are_marked_without_regard_to_case_and_nothing_is_smuggled_in() -> None:
    assert search.highlighted("Kreis Coesfeld <b>", "coes kreis") == (
        "<mark>Kreis</mark> <mark>Coes</mark>feld &lt;b&gt;"
    )


@pytest.mark.parametrize("wanted", ["", "   ", "(", "<script>"])
def test_strange_words_do_no_harm(wanted: str) -> None:
    assert search.highlighted("a & b", wanted) == "a &amp; b"


def test_an_excerpt_stands_around_the_first_wanted_word() -> None:
    text = "Anfang " * 30 + "die Sicherung steht hier " + "Ende " * 60
    cut = search.excerpt(text, "sicherung")
    assert cut.startswith("… ")
    assert cut.endswith(" …")
    assert "die Sicherung steht hier" in cut
    assert len(cut) < 240


def test_a_short_text_is_its_own_excerpt() -> None:
    assert search.excerpt("Kurzer  Text", "x") == "Kurzer Text"


def test_the_handbook_is_searched_too() -> None:
    hits = search.handbook_hits("Wiederherstellungs-Codes")
    assert [hit.url for hit in hits] == ["/handbuch/anmelden/"]


@pytest.fixture
def found(monkeypatch: pytest.MonkeyPatch) -> list[SearchHit]:
    hits = [SearchHit("Kreis", "Kreis Coesfeld", "Münster", "/k/", 1.0)]
    monkeypatch.setattr("allmende.register.queries.search", lambda text, **options: hits)
    monkeypatch.setattr("allmende.papers.queries.search", lambda text, **options: [])
    return hits


@pytest.mark.django_db
def test_hits_stand_in_groups_with_their_number(client: Client, found: list[SearchHit]) -> None:
    html = client.get("/suche/?q=coesfeld").content.decode()
    assert 'id="hits-bodies"' in html
    assert 'id="hits-papers"' not in html
    assert "Kreis <mark>Coesfeld</mark>" in html


@pytest.mark.django_db
def test_htmx_gets_the_hits_alone(client: Client, found: list[SearchHit]) -> None:
    headers = {"HX-Request": "true", "HX-Request-Type": "partial"}
    response = client.get("/suche/?q=coesfeld", headers=headers)
    assert "<html" not in response.content.decode()
    assert "HX-Request" in response["Vary"]


@pytest.mark.django_db
def test_nothing_found_suggests_what_to_do(client: Client) -> None:
    html = client.get("/suche/?q=qqqqqqq").content.decode()
    assert "Nichts gefunden" in html
    assert "/suche/?q=Coesfeld" in html


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["/suche/?q=%00a", "/koerperschaften/?q=%00a", "/koerperschaften/?q=%00&format=csv"]
)
def test_a_null_byte_in_a_query_is_no_failure(client: Client, path: str) -> None:
    assert client.get(path).status_code == 200


@pytest.mark.django_db
def test_an_endless_text_is_cut(client: Client) -> None:
    response = client.get("/suche/", {"q": "x" * 5000})
    assert response.context["text"] == "x" * 200
