import pytest

from allmende.pages import downloads


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Sitzungsvorlage SV-11-0042", "Sitzungsvorlage-SV-11-0042.pdf"),
        ("Öffentliche Straßenübersicht", "Oeffentliche-Strassenuebersicht.pdf"),
        ("../../etc/passwd", "etc-passwd.pdf"),
        ('a"b\r\nc', "a-b-c.pdf"),
        ("…", "datei.pdf"),
    ],
)
def test_file_names_are_safe_everywhere(title: str, name: str) -> None:
    assert downloads.safe_filename(title, "pdf") == name


def test_a_long_title_gives_a_short_name() -> None:
    assert len(downloads.safe_filename("Vorlage " * 50, "pdf")) <= 84


def test_the_header_carries_umlauts_and_a_plain_name() -> None:
    header = downloads.content_disposition("Übersicht.csv")
    assert header == "attachment; filename=\"Uebersicht.csv\"; filename*=UTF-8''%C3%9Cbersicht.csv"


@pytest.mark.parametrize("name", ["Vorlage.päf", "Vorlage.日本", 'Vorlage.p"d\r\nf'])
def test_a_strange_extension_leaves_the_header_plain(name: str) -> None:
    response = downloads.file_response(b"x", name)
    assert response["Content-Disposition"].startswith('attachment; filename="Vorlage.')
    assert "=?utf-8" not in response["Content-Disposition"]


def test_downloads_are_not_cached_by_others() -> None:
    response = downloads.file_response(b"x", "a.csv")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Cache-Control"] == "private, no-store"
