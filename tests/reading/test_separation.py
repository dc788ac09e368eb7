"""Several papers in one file: each is found where it begins, and one paper is never cut in two."""

from itertools import accumulate
from pathlib import Path

import pytest

from allmende.reading import Document, read_paper, read_papers, separate_papers
from allmende.reading.separation import Part

REASON = "Die Städte und Gemeinden des Kreises betreiben das Rechenzentrum gemeinsam. " * 8
VORLAGE = """\
Stadt Musterstadt
Beschlussvorlage
Vorlage Nr. {number}
Datum: 08.11.2024

Beratungsfolge\tDatum\tZuständigkeit
Rat der Stadt Musterstadt\t16.12.2024\tEntscheidung

Betreff: Gemeinsames Rechenzentrum

Beschlussvorschlag:
Der Rat stimmt dem Beitritt zu.

Begründung:
{reason}
"""
ANSWER = """\
Stadt Musterstadt
STELLUNGNAHME zum Antrag der Fraktion
Jobticket
{reason}
"""
LETTER = """\
Fraktion der Wähler, Marktplatz 1, 12345 Musterstadt
Herrn Oberbürgermeister
Dr. Max Beispiel
12345 Musterstadt
09.10.2023

Antrag zum Thema
Zuschuss zum Jobticket
Die Fraktion beantragt, den Zuschuss zu erhöhen. {reason}
"""
AGENDA = """\
Einladung
zur Sitzung des Rates der Stadt Musterstadt am 16.12.2024

Tagesordnung
TOP 1 Gemeinsames Rechenzentrum, Vorlage Nr. 2024/17
TOP 2 Beitritt zum Zweckverband, Vorlage Nr. 2024/18
{reason}
"""
MINUTES_ITEM = """\
TOP {item}
Beschlussvorlage
Vorlage Nr. 2024/{item}
Betreff: Beitritt zum Zweckverband
Beschluss:
Der Rat stimmt zu. Abstimmungsergebnis: einstimmig
{reason}
"""
MINUTES = "Niederschrift\nüber die Sitzung des Rates der Stadt Musterstadt am 16.12.2024\n{reason}\n"
TESTS = Path(__file__).resolve().parent
SHARED_PAPERS = TESTS.parents[2] / "shared" / "data" / "papers" / "dev"
OWN_PAPERS = [*sorted((TESTS / "unseen").glob("*.txt")), *sorted((TESTS / "layouts").glob("*.txt"))]


def vorlage(number: str) -> str:
    return VORLAGE.format(number=number, reason=REASON)


def filled(template: str) -> str:
    return template.format(reason=REASON)


def pages(*texts: str) -> Document:
    """Return a file of pages as a PDF gives them."""
    starts = accumulate((len(text) + 1 for text in texts[:-1]), initial=0)
    return Document("\n".join(texts), tuple(starts), name="sammlung.pdf")


def beginnings(document: Document) -> list[str]:
    return [part.text.strip().splitlines()[0] for part in separate_papers(document)]


def test_one_paper_is_the_document_itself() -> None:
    document = pages(vorlage("2024/17"))
    assert separate_papers(document) == (document,)


def test_papers_that_begin_on_a_page_are_separated() -> None:
    document = pages(vorlage("2024/17"), "Seite 2\n" + REASON, vorlage("2024/18"))
    parts = separate_papers(document)
    numbers = [found.value for part in parts if (found := read_paper(part).facts.reference)]
    assert numbers == ["2024/17", "2024/18"]
    assert "".join(part.text for part in parts) == document.text


def test_places_point_into_the_whole_file() -> None:
    document = pages(vorlage("2024/17"), vorlage("2024/18"), REASON)
    part = separate_papers(document)[1]
    assert isinstance(part, Part)
    found = read_paper(part).facts.reference
    assert found is not None
    assert document.text[found.place.start : found.place.end] == "2024/18"
    assert found.place == document.place(found.place.start, found.place.end)
    assert found.place.page == 2
    assert part.page_starts == (0, len(vorlage("2024/18")) + 1)


def test_an_answer_is_separated_from_the_motions_behind_it() -> None:
    document = pages(filled(ANSWER), filled(LETTER), "Seite - 2\nBegründung\n" + REASON, filled(LETTER))
    assert beginnings(document) == ["Stadt Musterstadt", *[LETTER.splitlines()[0]] * 2]


def test_the_body_that_neighbors_name_is_that_of_the_whole_file() -> None:
    answer = filled(ANSWER).replace("Stadt Musterstadt", "Eingang 7")
    alone = read_paper(Document(answer)).facts.issuer
    issuer = read_papers(pages(answer, vorlage("2024/18")))[0].facts.issuer
    assert alone is None
    assert issuer is not None
    assert (issuer.value, issuer.place.page, issuer.confidence) == ("Stadt Musterstadt", 2, 0.6)


def test_bodies_that_differ_are_not_mixed() -> None:
    answer = filled(ANSWER).replace("Stadt Musterstadt", "Eingang 7")
    other = vorlage("2024/19").replace("Stadt Musterstadt", "Stadt Beispieldorf")
    assert read_papers(pages(answer, vorlage("2024/18"), other))[0].facts.issuer is None


def test_papers_behind_an_agenda_are_separated_and_its_items_are_not() -> None:
    document = pages(filled(AGENDA), vorlage("2024/17"), vorlage("2024/18"))
    assert beginnings(document) == ["Einladung", "Stadt Musterstadt", "Stadt Musterstadt"]


def test_without_pages_a_complete_head_begins_a_paper() -> None:
    text = vorlage("2024/17") + "\n" + vorlage("2024/18")
    assert [part.text for part in separate_papers(Document(text))] == [
        vorlage("2024/17") + "\n",
        vorlage("2024/18"),
    ]


@pytest.mark.parametrize(
    "page",
    [
        "Beschlussvorlage\nVorlage Nr. 2024/17\nBetreff: Gemeinsames Rechenzentrum\n" + REASON,
        "Anlage 1 zur Vorlage Nr. 2024/17\nSatzung des Zweckverbandes\n" + REASON,
        "Anlage 2\nÖffentlich-rechtliche Vereinbarung\nDatum: 01.02.2024\n" + REASON,
        "Anlagen:\nAntrag Nr. 2024/74 der Fraktion vom 16.04.2024\n" + REASON,
        "Der Rat hat am 13.12.2021 (Vorlage Nr. 2021/1121) beschlossen.\n" + REASON,
        "Seite 2\nAntrag\nBetreff: Gemeinsames Rechenzentrum\nDatum: 08.11.2024\n" + REASON,
        "Seite 3\n" + LETTER,
    ],
)
def test_further_pages_and_attachments_stay_with_their_paper(page: str) -> None:
    assert len(separate_papers(pages(vorlage("2024/17"), page))) == 1


def test_minutes_stay_whole_though_they_name_papers() -> None:
    items = [MINUTES_ITEM.format(item=item, reason=REASON) for item in (5, 6)]
    assert len(separate_papers(pages(filled(MINUTES), *items))) == 1
    assert len(separate_papers(Document("\n".join([filled(MINUTES), *items])))) == 1


@pytest.mark.parametrize("path", OWN_PAPERS, ids=lambda path: path.stem)
def test_no_paper_of_our_own_is_cut(path: Path) -> None:
    assert len(separate_papers(Document(path.read_text(encoding="utf-8")))) == 1


@pytest.mark.skipif(not SHARED_PAPERS.is_dir(), reason="the shared papers are not beside this checkout")
def test_of_the_shared_papers_only_the_answer_with_its_motions_is_cut() -> None:
    texts = {path.stem: path.read_text(encoding="utf-8") for path in sorted(SHARED_PAPERS.glob("*.txt"))}
    cut = {
        name: len(parts) for name, text in texts.items() if len(parts := separate_papers(Document(text))) > 1
    }
    assert cut == {"p057": 3}


@pytest.mark.parametrize("path", OWN_PAPERS, ids=lambda path: path.stem)
def test_a_paper_behind_another_cuts_only_between_them(path: Path) -> None:
    first, second = vorlage("2000/1"), path.read_text(encoding="utf-8")
    starts = [part.start for part in separate_papers(pages(first, second)) if isinstance(part, Part)]
    assert starts in ([], [0, len(first) + 1])


def test_a_long_text_of_endless_heads_ends() -> None:
    text = "\n\n".join(vorlage(f"2024/{number}") for number in range(3_000))
    assert len(separate_papers(Document(text))) > 100
