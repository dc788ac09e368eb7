"""Measure the board of one matter with 500 partners, each with three dates and a result.

    python -m benchmarks.joint_decisions

Limit: 150 milliseconds of server time for the board, whatever is sorted, sought or filtered.
"""

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

from benchmarks._measuring import measure_pages, timed, with_empty_database

if TYPE_CHECKING:
    from collections.abc import Sequence

    from allmende.joint_decisions.models import PartnerDecision

PARTNERS = 500
LIMIT_MILLISECONDS = 150
ON = date(2026, 3, 1)
BEGUN = date(2026, 1, 1)
AT = datetime(2026, 3, 1, 9, tzinfo=UTC)
TEXT = " ".join(
    f"Die Verwaltung berichtet zum {n}. Punkt der Vereinbarung ausführlich." for n in range(1, 41)
)


def main() -> int:
    """Print the measurements; return 1 if a limit is broken."""
    return with_empty_database(measure)


def measure() -> int:
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
    from django.db.backends.postgresql.psycopg_any import DateRange

    from allmende.joint_decisions import actions, core_actions
    from allmende.joint_decisions.core_text import CoreText, Paragraph
    from allmende.joint_decisions.domain import RuleKind, Visibility
    from allmende.joint_decisions.models import Partner, PartnerDecision, PartnerTerm
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
    rules = [Rule(RuleKind.SHARE, share=Fraction(2, 3)), Rule(RuleKind.COUNT, count=300)]
    actions.set_rules(matter_id=matter.pk, rules=rules, by=None, on=ON)
    core = matter.core_versions.get()
    Partner.objects.bulk_create(Partner(joint_decision=matter, body_id=bodies[key].id) for key in keys)
    partners = list(matter.partners.order_by("pk"))
    PartnerTerm.objects.bulk_create(
        PartnerTerm(partner=each, effect="required", valid=DateRange(BEGUN, None), known=(AT, None))
        for each in partners
    )
    core_actions.offer_core(core_id=core.pk, by=None, on=ON, at=AT)
    core.signatures.update(state="waived", note="Messung", settled_at=AT)
    core_actions.release_core(core_id=core.pk, by=None, on=ON, at=AT)
    PartnerDecision.objects.bulk_create(
        PartnerDecision(
            partner=each,
            core_version=core,
            reference=f"2026/{number}",
            visibility=Visibility.PUBLIC.value,
            released_on=BEGUN,
        )
        for number, each in enumerate(partners)
    )
    _enter(list(PartnerDecision.objects.order_by("pk").select_related("core_version")))
    actions.set_published(matter_id=matter.pk, is_published=True, by=None, on=ON)
    return int(matter.pk)


def _enter(decisions: "Sequence[PartnerDecision]") -> None:
    """Enter all dates, and for most a result: one in ten amended, one in twenty rejected."""
    from allmende.joint_decisions.core_text import from_json
    from allmende.joint_decisions.deviation import as_json, deviation
    from allmende.joint_decisions.domain import ResultKind
    from allmende.joint_decisions.models import PartnerResult, PlannedConsultation

    amended = TEXT.replace("ausführlich", "knapp", 3)
    core = from_json(decisions[0].core_version.paragraphs)
    stations, results = [], []
    for number, decision in enumerate(decisions):
        decided = date(2026, 1, 5) + timedelta(days=number % 90)
        for order, (name, days) in enumerate((("Fachausschuss", 20), ("Hauptausschuss", 10), ("Rat", 0))):
            day = decided - timedelta(days=days)
            stations.append(
                PlannedConsultation(
                    decision=decision, order=order, organization=name, date=day, authoritative=days == 0
                )
            )
        if decided <= ON:
            kind = ResultKind.REJECTED if number % 20 == 0 else ResultKind.ADOPTED
            kind, text = (ResultKind.AMENDED, amended) if number % 10 == 5 else (kind, "")
            results.append(
                PartnerResult(
                    decision=decision,
                    core_version=decision.core_version,
                    kind=kind.value,
                    decided_on=decided,
                    resolved_text=text,
                    deviation=as_json(deviation(core, {}, text)),
                )
            )
    PlannedConsultation.objects.bulk_create(stations)
    PartnerResult.objects.bulk_create(results)


if __name__ == "__main__":
    raise SystemExit(main())
