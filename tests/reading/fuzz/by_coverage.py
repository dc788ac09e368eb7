"""Fuzz the reader by coverage with atheris: no text may crash it, and every place must lie in the text.

    python -m tests.reading.fuzz.by_coverage [-max_total_time=60]

Needs an environment of its own (`requirements/fuzz.txt`); the papers of `tests/reading` are the seeds. A text
that crashes the reader or takes longer than 20 s is written to the working directory.
"""

import sys
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory

import atheris  # type: ignore[import-untyped]

with atheris.instrument_imports(include=["allmende.reading"]):
    from allmende.reading import Document, read_paper, reading_as_json

SEEDS = Path(__file__).resolve().parents[1]
LONGEST = 20_000
SCALARS = ("kind", "issuer", "reference", "department", "file_number", "date", "status", "subject")
LISTS = ("consultations", "resolution", "amounts", "references", "legal", "dates", "organisations")


def read(data: bytes) -> None:
    """Read one text as the reader would receive it."""
    text = data.decode("utf-8", errors="replace")
    reading = read_paper(Document(text))
    reading_as_json(reading)
    found = [getattr(reading.facts, field) for field in SCALARS]
    listed = chain.from_iterable(getattr(reading.facts, field) for field in LISTS)
    for fact in (*found, *listed):
        if fact is not None and not 0 <= fact.place.start <= fact.place.end <= len(text):
            raise AssertionError(f"{fact!r} lies outside the text")


def main() -> None:
    """Fuzz until the time is over; without an option for one minute."""
    seeds = [str(SEEDS / folder) for folder in ("unseen", "forms", "layouts")]
    limits = [f"-max_len={LONGEST}", "-timeout=20", *(sys.argv[1:] or ["-max_total_time=60"])]
    with TemporaryDirectory() as grown:  # libFuzzer adds what it finds to the first folder
        atheris.Setup([sys.argv[0], *limits, grown, *seeds], read)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
