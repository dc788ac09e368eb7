"""Measure the register: taking over all of Germany, and its pages with all of Germany in it.

    python -m benchmarks.register

Limits: 30 seconds for the import, 100 milliseconds of server time for a list page, a fixed number of queries.
The list lies beside the checkout in `../shared/data/register`; without it as many made-up rows are measured.
"""

from pathlib import Path

from benchmarks._measuring import measure_pages, timed, with_empty_database

ROOT = Path(__file__).resolve().parents[1]
GERMANY = ROOT.parent / "shared" / "data" / "register" / "municipalities_de.csv"
MADE_UP_ROWS = 10_959
LIMIT_IMPORT_SECONDS = 30
LIMIT_PAGE_MILLISECONDS = 100
LIST_PAGES = (
    "/koerperschaften/",
    "/koerperschaften/?seite=200",
    "/koerperschaften/?sort=-einwohner",
    "/koerperschaften/?q=Coesfeld",
    "/koerperschaften/?q=lverkusen",
    "/koerperschaften/?q=Neu",
    "/koerperschaften/?art=gemeinde&gebiet=09&groesse=bis-10000&sort=-flaeche",
)
OTHER_PAGES = (
    "/koerperschaften/karte/",
    "/koerperschaften/karte/?kreis=05558&kennzahl=dichte",
    "/koerperschaften/05558012/",
    "/koerperschaften/05/",
)


def main() -> int:
    """Print the measurements; return 1 if a limit is broken."""
    return with_empty_database(measure)


def measure() -> int:
    from django.utils import timezone

    from allmende.register.facts import load_facts

    timed("facts of NRW", lambda: load_facts(at=timezone.now()))
    is_slow = measure_import()
    pages = (*LIST_PAGES, *OTHER_PAGES)
    return max(is_slow, measure_pages(pages, limit=LIMIT_PAGE_MILLISECONDS, unlimited=OTHER_PAGES))


def measure_import() -> int:
    from django.utils import timezone

    from allmende.register.importing.actions import import_list, preview_import
    from allmende.register.importing.reader import read_list

    data = GERMANY.read_bytes() if GERMANY.exists() else made_up_rows()
    listed, reading = timed("read the list", lambda: read_list(data))
    timed("preview", lambda: preview_import(listed))
    plan, writing = timed(
        "take over",
        lambda: import_list(listed, digest="0" * 64, file_name=GERMANY.name, by=None, at=timezone.now()),
    )
    timed("take over again (nothing new)", lambda: preview_import(listed))
    total = reading + writing
    verdict = "ok" if total < LIMIT_IMPORT_SECONDS else "TOO SLOW"
    print(f"{len(listed.records)} rows, {len(plan.created)} new: {total:.1f} s {verdict}")
    return int(total >= LIMIT_IMPORT_SECONDS)


def made_up_rows() -> bytes:
    head = "key,name,kind,population,population_date,area_km2"
    rows = (
        f"{number:08d},Neudorf {number},Gemeinde,{number % 9000},2023-12-31,12.34"
        for number in range(10_000_000, 10_000_000 + MADE_UP_ROWS)
    )
    return "\n".join([head, *rows]).encode()


if __name__ == "__main__":
    raise SystemExit(main())
