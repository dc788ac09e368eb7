"""Taking over lists: history is kept, all or nothing, nothing twice; and what the database refuses."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange, DateTimeTZRange

from allmende.accounts.models import AuditEvent, User
from allmende.register import queries
from allmende.register.domain import BodyView, FigureKind, Kind, NotAllowedToImport, UnknownBody
from allmende.register.importing.actions import import_list
from allmende.register.importing.plan import ChangeKind
from allmende.register.importing.records import BrokenFile
from allmende.register.models import BodyName, BodyPeriod, KeyFigure, Source, Succession
from allmende.register.page_queries import figures_of, history
from allmende.register.queries import successors_of
from tests.register.factories import (
    SAMPLE,
    SAMPLE_KNOWN,
    TODAY,
    listed,
    record,
    take_over_list,
    take_over_sample,
)

pytestmark = pytest.mark.django_db

NEXT = date(2021, 12, 31)
LATER = SAMPLE_KNOWN + timedelta(days=365)


def test_a_new_name_holds_from_the_day_of_the_list_and_the_old_one_before(
    sample: dict[str, BodyView],
) -> None:
    renamed = record("05999008", "Beispielstadt", Kind.KREISANGEHOERIGE_STADT)
    take_over_list(listed([renamed], stand=NEXT), at=LATER)
    assert str(queries.body_by_key("05999008", on=date(2021, 12, 30))) == "Gemeinde Beispieldorf"
    assert str(queries.body_by_key("05999008", on=NEXT)) == "Stadt Beispielstadt"


def test_what_one_believed_before_is_still_written(sample: dict[str, BodyView]) -> None:
    take_over_list(listed([record("05999008", "Beispieldorf", Kind.GEMEINDE, 8_010)]), at=LATER)
    rows = KeyFigure.objects.filter(body__key="05999008").order_by("pk")
    assert [(int(row.value), row.known.lower, row.known.upper) for row in rows] == [
        (8_000, SAMPLE_KNOWN, LATER),
        (8_010, LATER, None),
    ]


def test_each_figure_holds_until_the_next_one(sample: dict[str, BodyView]) -> None:
    take_over_list(listed([record("05999008", "Beispieldorf", Kind.GEMEINDE, 8_200, on=NEXT)]), at=LATER)
    found = figures_of(sample["05999008"].id)[FigureKind.POPULATION]
    assert [(view.reference_date, view.value) for view in found] == [
        (date(2020, 12, 31), Decimal(8_000)),
        (NEXT, Decimal(8_200)),
    ]
    periods = BodyPeriod.objects.filter(body__key="05999008").order_by("valid")
    assert [(period.valid.lower, period.population) for period in periods] == [
        (date(2020, 12, 31), Decimal(8_000)),
        (NEXT, Decimal(8_200)),
    ]


def test_a_merged_body_has_a_successor_and_no_longer_exists(sample: dict[str, BodyView]) -> None:
    merged = record("05999008", "Beispieldorf", merged_into="05999004")
    take_over_list(listed([merged], stand=NEXT), at=LATER)
    with pytest.raises(UnknownBody):
        queries.body_by_key("05999008", on=NEXT)
    assert Succession.objects.get().ended_on == NEXT
    body_id = sample["05999008"].id
    assert successors_of(body_id) == [(NEXT, "Musterstadt", "/koerperschaften/05999004/")]
    names, _kinds = history(body_id)
    assert names[-1].last_day == date(2021, 12, 30)


def test_a_second_take_over_changes_nothing(sample: dict[str, BodyView]) -> None:
    before = BodyName.objects.count()
    plan = take_over_list(listed(SAMPLE), at=LATER)
    assert plan.is_empty
    assert BodyName.objects.count() == before


def test_an_older_list_leaves_the_name_of_today(sample: dict[str, BodyView]) -> None:
    take_over_list(listed(SAMPLE, stand=date(2023, 12, 31)), at=LATER)
    take_over_list(listed([record("05999008", "Altdorf")], stand=NEXT), at=LATER + timedelta(days=1))
    assert str(queries.body_by_key("05999008", on=TODAY)) == "Gemeinde Beispieldorf"


def test_a_broken_list_changes_nothing() -> None:
    with pytest.raises(BrokenFile):
        take_over_list(listed([*SAMPLE, record("05999012", "X", merged_into="none")]), at=SAMPLE_KNOWN)
    assert not Source.objects.exists()


def test_two_changes_at_the_same_moment_keep_their_order() -> None:
    take_over_sample()
    take_over_list(listed([record("05999008", "Zweitdorf")]), at=SAMPLE_KNOWN)
    names = BodyName.objects.filter(body__key="05999008").order_by("pk")
    assert names[0].known.upper == names[1].known.lower > SAMPLE_KNOWN


def test_an_import_is_recorded_with_its_file(sample: dict[str, BodyView]) -> None:
    renamed = listed([record("05999008", "Zweitdorf")], stand=NEXT)
    plan = import_list(renamed, digest="ab" * 32, file_name="liste.csv", by=None, at=LATER)
    event = AuditEvent.objects.get(action="register_imported")
    assert plan.counts[ChangeKind.RENAMED] == 1
    assert event.details == {"stand": "2021-12-31", "sha256": "ab" * 32, "renamed": "1"}


def test_an_import_that_says_nothing_new_leaves_no_trace(sample: dict[str, BodyView]) -> None:
    import_list(listed(SAMPLE), digest="ab" * 32, file_name="liste.csv", by=None, at=LATER)
    assert Source.objects.count() == 1
    assert not AuditEvent.objects.filter(action="register_imported").exists()


def test_only_administrators_import() -> None:
    person = User.objects.create_user("clerk@probe.example")
    with pytest.raises(NotAllowedToImport):
        import_list(listed(SAMPLE), digest="ab" * 32, file_name="liste.csv", by=person, at=LATER)


# --- what the database refuses -------------------------------------------------------------------------


def test_two_names_at_the_same_time_are_refused(sample: dict[str, BodyView]) -> None:
    held = BodyName.objects.get(body__key="05999008")
    held.pk = None
    with pytest.raises(IntegrityError, match="name_never_twice"), transaction.atomic():
        held.save(force_insert=True)


@pytest.mark.parametrize("column", ["name", "valid", "source_id"])
def test_a_fact_is_never_overwritten(sample: dict[str, BodyView], column: str) -> None:
    values = {"name": "Anders", "valid": DateRange(date(2000, 1, 1), None), "source_id": None}
    with pytest.raises(DatabaseError, match="refused"), transaction.atomic():
        BodyName.objects.filter(body__key="05999008").update(**{column: values[column]})


def test_a_fact_is_never_deleted(sample: dict[str, BodyView]) -> None:
    with pytest.raises(DatabaseError, match="refused"), transaction.atomic():
        BodyName.objects.filter(body__key="05999008").delete()


def test_a_withdrawn_fact_cannot_be_revived(sample: dict[str, BodyView]) -> None:
    take_over_list(listed([record("05999008", "Zweitdorf")]), at=LATER)
    open_again = DateTimeTZRange(SAMPLE_KNOWN, None)
    with pytest.raises(DatabaseError, match="refused"), transaction.atomic():
        BodyName.objects.filter(name="Beispieldorf").update(known=open_again)


@pytest.mark.parametrize(
    ("valid", "known"),
    [
        (DateRange(None, None), DateTimeTZRange(LATER, None)),
        (DateRange(TODAY, TODAY), DateTimeTZRange(LATER, None)),
        (DateRange(TODAY, None), DateTimeTZRange(None, None)),
        (DateRange(TODAY, None), DateTimeTZRange(LATER, LATER)),
    ],
)
def test_periods_must_begin_and_not_be_empty(
    sample: dict[str, BodyView], valid: DateRange, known: DateTimeTZRange
) -> None:
    row = KeyFigure(
        body_id=sample["05999"].id,
        source=Source.objects.get(),
        kind=FigureKind.AREA.value,
        value=1,
        unit="km2",
        reference_date=TODAY,
        valid=valid,
        known=known,
    )
    with pytest.raises(IntegrityError, match="figure_real_periods"), transaction.atomic():
        row.save()


def test_a_negative_figure_is_refused(sample: dict[str, BodyView]) -> None:
    figure = KeyFigure(
        body_id=sample["05999"].id,
        source=Source.objects.get(),
        kind=FigureKind.AREA.value,
        value=-1,
        unit="km2",
        reference_date=TODAY,
        valid=DateRange(TODAY, None),
        known=DateTimeTZRange(datetime(2026, 1, 1, tzinfo=UTC), None),
    )
    with pytest.raises(IntegrityError, match="figure_not_negative"), transaction.atomic():
        figure.save()
