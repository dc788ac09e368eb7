"""Measure the board of one matter with 500 partners, each with three dates and a result.

    python -m benchmarks.joint_decisions

Limit: 150 milliseconds of server time for the board, whatever is sorted, sought or filtered.
"""

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

from benchmarks._measuring import measure_pages, timed, with_empty_database

PARTNERS = 500
LIMIT_MILLISECONDS = 150
ON = date(2026, 3, 1)
AT = datetime(2026, 3, 1, 9, tzinfo=UTC)
TEXT = " ".join(
    f"Die Verwaltung berichtet zum {n}. Punkt der Vereinbarung ausführlich." for n in range(1, 41)
)


def main() -> int:
    """Print the measurements; return 1 if a limit is broken."""
    return with_empty_database(measure)


def measure() -> int:
    from django.db import transaction

    with transaction.atomic():
        matter_id, _seconds = timed(f"{PARTNERS} partners with papers and results", fill)
    base = f"/gemeinsame-beschluesse/{matter_id}/"
    slow = measure_pages(
        [base, f"{base}?seite=5&sort=-stand", f"{base}?stand=rejected", f"{base}?q=Ort+77"],
        limit=LIMIT_MILLISECONDS,
    )
    measure_pages([f"{base}karte/", f"{base}zeit/", f"{base}?format=xlsx"], limit=10 * LIMIT_MILLISECONDS)
    return slow


def fill() -> int:
    """Make the bodies, a released matter, and the entries of all partners; return the matter."""
    from allmende.joint_decisions import actions, core_actions
    from allmende.joint_decisions.core_text import CoreText, Paragraph
    from allmende.joint_decisions.domain import RuleKind
    from allmende.joint_decisions.thresholds import Rule
    from allmende.register.importing import own_csv
    from allmende.register.importing.actions import import_list
    from allmende.register.queries import bodies_by_keys

    keys = [f"059{number:05d}" for number in range(1, PARTNERS + 1)]
    rows = "\n".join(f"{key},Ort {number},Gemeinde" for number, key in enumerate(keys))
    listed = own_csv.read(f"key,name,kind\n{rows}\n".encode(), stand=date(2020, 1, 1), is_complete=False)
    import_list(listed, digest="0" * 64, file_name="orte.csv", by=None, at=datetime(2020, 2, 1, tzinfo=UTC))
    bodies = bodies_by_keys(keys, on=ON)
    matter = actions.create_matter(
        body=bodies[keys[0]],
        entry=actions.MatterEntry(title="Fünfhundert Räte", legal_form="oerv_mandatierend"),
        core=CoreText((Paragraph.core(TEXT), Paragraph.slot("mittel"))),
        by=None,
        on=ON,
    )
    for key in keys:
        actions.join(
            matter_id=matter.pk,
            body=bodies[key],
            entry=actions.TermEntry(),
            first_day=date(2026, 1, 1),
            by=None,
            on=ON,
            at=AT,
        )
    rules = [Rule(RuleKind.SHARE, share=Fraction(2, 3)), Rule(RuleKind.COUNT, count=300)]
    actions.set_rules(matter_id=matter.pk, rules=rules, by=None, on=ON)
    core = matter.core_versions.get()
    core_actions.offer_core(core_id=core.pk, by=None, on=ON, at=AT)
    for signature in core.signatures.all():
        core_actions.waive_signature(signature_id=signature.pk, note="Messung", by=None, on=ON, at=AT)
    core_actions.release_core(core_id=core.pk, by=None, on=ON, at=AT)
    for number, partner in enumerate(matter.partners.order_by("pk")):
        _enter(partner.pk, number)
    actions.set_published(matter_id=matter.pk, is_published=True, by=None, on=ON)
    return int(matter.pk)


def _enter(partner_id: int, number: int) -> None:
    """Enter one partner's dates, and for most a result: one in ten amended, one in twenty rejected."""
    from allmende.joint_decisions import partner_actions
    from allmende.joint_decisions.domain import ResultKind, Visibility
    from allmende.joint_decisions.states import Station

    decided = date(2026, 1, 5) + timedelta(days=number % 90)
    stations = tuple(
        Station(name, decided - timedelta(days=days), days == 0)
        for name, days in (("Fachausschuss", 20), ("Hauptausschuss", 10), ("Rat", 0))
    )
    decision = partner_actions.begin_decision(partner_id=partner_id, by=None, on=ON)
    entry = partner_actions.DecisionEntry(
        reference=f"2026/{number}", stations=stations, visibility=Visibility.PUBLIC, is_released=True
    )
    partner_actions.save_decision(
        decision_id=decision.pk, entry=entry, version=decision.version, by=None, on=ON
    )
    if decided > ON:
        return
    kind = ResultKind.REJECTED if number % 20 == 0 else ResultKind.ADOPTED
    text = ""
    if number % 10 == 5:
        kind, text = ResultKind.AMENDED, TEXT.replace("ausführlich", "knapp", 3)
    result = partner_actions.ResultEntry(kind=kind, decided_on=decided, resolved_text=text)
    partner_actions.record_result(decision_id=decision.pk, entry=result, by=None, on=ON)


if __name__ == "__main__":
    raise SystemExit(main())
