"""Measure search and lists over 100,000 papers.

    python -m benchmarks.papers [NUMBER]

Limits: 100 milliseconds of server time for the list and for the search of the whole product, and a fixed
number of queries. The papers are made up of German words that occur as unevenly as in real papers.
"""

import random
import sys
from collections.abc import Iterator, Sequence

from allmende.reading.facts import PaperKind, Treatment
from benchmarks._measuring import measure_pages, timed, with_empty_database

PAPERS = 100_000
SEED = 7
STEMS = (
    *("Haushalt", "Schule", "Straße", "Rechenzentrum", "Integration", "Förderung", "Satzung", "Gebühr"),
    *("Zweckverband", "Stellenplan", "Radweg", "Kindergarten", "Feuerwehr", "Klimaschutz", "Wohngeld"),
    *("Digitalisierung", "Sporthalle", "Bebauungsplan", "Kreisumlage", "Abwasser"),
)
ENDINGS = ("plan", "konzept", "bericht", "beschluss", "antrag", "vertrag", "kosten", "bedarf", "vergabe")
PAPER_COLUMNS = (
    "id, body_id, name, source_name, reference, reference_key, paper_type, date, status, issuer, department, "
    "file_number, header_evidence, is_published, created_at, modified_at"
)
FILE_COLUMNS = (
    "body_id, paper_id, content, original_name, media_type, size, sha256, text, page_starts, uploaded_at"
)
LIMIT_MILLISECONDS = 100
PAGES = (
    "/vorlagen/",
    "/vorlagen/?seite=1500",
    "/vorlagen/?sort=betreff",
    "/vorlagen/?sort=naechste",
    "/vorlagen/?q=Haushalt",
    "/vorlagen/?q=Rechenzentrumvertrag",
    "/suche/?q=Haushalt",
    "/suche/?q=Haushalt+Schule",
    "/suche/?q=Rechenzentrumvertrag",
    "/suche/?q=Rechenzentrmvertrg",
    "/suche/?q=Xylophonunterricht",
    "/suche/?q=V-4711",
    "/",
)


def main() -> int:
    """Print the measurements; return 1 if a limit is broken."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else PAPERS
    return with_empty_database(lambda: measure(number))


def measure(number: int) -> int:
    from django.db import connection
    from django.utils import timezone

    from allmende.register.facts import load_facts

    load_facts(at=timezone.now())
    timed(f"{number} papers", lambda: store_papers(number))
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    return measure_pages(PAGES, limit=LIMIT_MILLISECONDS)


def store_papers(number: int) -> None:
    """Store published papers of all bodies, each with a file of a page of text."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM register_body ORDER BY id")
        bodies = [row[0] for row in cursor.fetchall()]
        with cursor.copy(f"COPY papers_paper ({PAPER_COLUMNS}) FROM STDIN") as copy:
            for row in paper_rows(number, bodies):
                copy.write_row(row)
        with cursor.copy(f"COPY papers_file ({FILE_COLUMNS}) FROM STDIN") as copy:
            for row in file_rows(number, bodies):
                copy.write_row(row)
        cursor.execute("SELECT setval(pg_get_serial_sequence('papers_paper', 'id'), %s)", [number])


def paper_rows(number: int, bodies: Sequence[int]) -> Iterator[tuple[object, ...]]:
    texts, kind = made_up_texts(words=6), PaperKind.BESCHLUSSVORLAGE.value
    for pk in range(1, number + 1):
        day = f"{2005 + pk % 21}-{1 + pk % 12:02}-{1 + pk % 28:02}"
        at = f"{day} 09:00:00+00"
        head = (pk, bodies[pk % len(bodies)], next(texts), "", f"V-{pk}", f"v{pk}", kind, day)
        yield (*head, Treatment.PUBLIC.value, "Der Bürgermeister", "", "", "{}", True, at, at)


def file_rows(number: int, bodies: Sequence[int]) -> Iterator[tuple[object, ...]]:
    texts = made_up_texts(words=250)
    for pk in range(1, number + 1):
        text, name = next(texts), f"{pk}.txt"
        head = (bodies[pk % len(bodies)], pk, name, name, "text/plain", len(text), f"{pk:064x}", text)
        yield (*head, "{0}", "2026-01-01 09:00:00+00")


def made_up_texts(*, words: int) -> Iterator[str]:
    """Return texts in which the most frequent word stands as often as in a language (Zipf)."""
    chance = random.Random(SEED)  # noqa: S311 - made-up words, no secrets
    known = [*STEMS, *(stem + ending for stem in STEMS for ending in ENDINGS)]
    chance.shuffle(known)
    weights = [1 / rank for rank in range(1, len(known) + 1)]
    while True:
        yield " ".join(chance.choices(known, weights, k=words))


if __name__ == "__main__":
    raise SystemExit(main())
