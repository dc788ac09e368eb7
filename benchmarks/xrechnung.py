"""Measure XRechnung: invoices of 40 lines written and checked by the official rules of CEN and KoSIT.

    python -m benchmarks.xrechnung

Limits: 50 invoices a second generated, 10 a second validated, on one core. Counted is the time of this
process, since others may use the machine; the time that passed is printed beside it.
"""

import time
from collections.abc import Callable
from dataclasses import replace

from tests.catalog.invoices.examples import ALL, OUTSIDE_SCOPE

from allmende.catalog.invoices.xrechnung import Invoice, sealed
from allmende.catalog.invoices.xrechnung.official import OfficialRules
from allmende.catalog.invoices.xrechnung.rule_files import RuleFiles

GENERATED_A_SECOND, VALIDATED_A_SECOND = 50, 10
GENERATED, VALIDATED = 300, 60
LINES = 40


def main() -> int:
    """Print both speeds; return 1 if a limit is broken."""
    invoices = [numbered(number) for number in range(GENERATED)]
    written = speed(
        "generated", GENERATED, GENERATED_A_SECOND, lambda: [sealed(invoice) for invoice in invoices]
    )
    rules = OfficialRules(RuleFiles.installed())
    start = time.perf_counter()
    rules.violations(sealed(OUTSIDE_SCOPE).content)
    print(f"{time.perf_counter() - start:8.2f} s to compile the rules, once per process")
    files = [sealed(invoice).content for invoice in invoices[:VALIDATED]]
    checked = speed("validated", VALIDATED, VALIDATED_A_SECOND, lambda: check(rules, files))
    return int(written < GENERATED_A_SECOND or checked < VALIDATED_A_SECOND)


def numbered(number: int) -> Invoice:
    """Return one of the examples with many lines and a number of its own."""
    example = list(ALL.values())[number % len(ALL)]
    lines = (example.lines * LINES)[:LINES]
    return replace(example, number=f"2027-{number:06d}", lines=lines)


def check(rules: OfficialRules, files: list[bytes]) -> None:
    for content in files:
        assert rules.violations(content) == []


def speed(what: str, count: int, limit: int, work: Callable[[], object]) -> float:
    """Do the work, print and return how many a second that was."""
    wall, own = time.perf_counter(), time.process_time()
    work()
    wall, own = time.perf_counter() - wall, time.process_time() - own
    print(
        f"{count / own:8.1f} a second {what}, limit {limit} ({count} invoices of {LINES} lines; "
        f"{own:.1f} s of this process in {wall:.1f} s)"
    )
    return count / own


if __name__ == "__main__":
    raise SystemExit(main())
