"""Key dates are frozen once, tables go out by four eyes, and the job never reaches a person."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.db import ProgrammingError, connection, connections

from allmende.accounts.queries import broken_audit_links, history_of
from allmende.cases.domain.words import ReleaseState
from allmende.cases.errors import KeyDateRefused, NotYourDuty, ReleaseRefused
from allmende.cases.freezing import freeze, freeze_quarter, frozen_rows
from allmende.cases.models import CaseFile, CaseSnapshot, ReleasedCell, SnapshotRow, TableRelease
from allmende.cases.planes import CASES, STATISTICS
from allmende.cases.releasing import prepare, reject, release, shown_table
from allmende.cases.roles import STATISTICS_ROLE, WEB_ROLE
from allmende.cases.statistics.citing import content_of, digest_of, is_signed, public_key
from allmende.cases.statistics.protecting import Method
from allmende.cases.statistics.tables import TOTAL
from tests.cases.control.factories import KEY_DATE, LATER, TODAY, Office, many_cases
from tests.cases.database.factories import Cast

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", CASES, STATISTICS])


def frozen(cast: Cast, office: Office, **more: object) -> CaseSnapshot:
    asked = {"key_date": KEY_DATE, "on": TODAY, "by": office.controlling, "region_id": cast.region.pk}
    return freeze(**{**asked, **more})  # type: ignore[arg-type]


def prepared(snapshot: CaseSnapshot, office: Office, table: str = "traeger-aufenthalt") -> TableRelease:
    return prepare(
        snapshot_id=snapshot.pk, table=table, method=Method.ROUNDING, by=office.controlling, on=TODAY
    )


def test_a_key_date_is_frozen_and_a_later_change_of_a_case_does_not_reach_it(
    cast: Cast, office: Office, cases: int
) -> None:
    first = frozen(cast, office)
    assert first.row_count == 217
    closed = CaseFile.objects.using("default").filter(region=cast.region).first()
    assert closed is not None
    CaseFile.objects.using("default").filter(pk=closed.pk).update(
        closed_on=KEY_DATE - timedelta(days=3), phase="abgeschlossen"
    )
    assert len(frozen_rows(first.pk)) == 217
    with pytest.raises(KeyDateRefused, match="Grund"):
        frozen(cast, office)
    second = frozen(cast, office, reason="Nachgemeldeter Abschluss")
    assert (second.version, second.row_count) == (2, 216)
    assert len(frozen_rows(first.pk)) == 217
    assert first.digest != second.digest


def test_the_clock_freezes_the_end_of_each_quarter_once_for_each_region(
    cast: Cast, office: Office, cases: int
) -> None:
    assert [(str(each), each.row_count) for each in freeze_quarter(on=TODAY)] == [
        ("31.12.2024", 0),
        ("31.12.2024", 217),
    ]
    assert freeze_quarter(on=TODAY) == []


def test_rows_hold_codes_only_and_are_in_another_order_each_time(
    cast: Cast, office: Office, cases: int
) -> None:
    first, second = frozen(cast, office), frozen(cast, office, reason="Probe")
    one, other = frozen_rows(first.pk), frozen_rows(second.pk)
    assert {key for row in one for key in row.codes} == {"provider", "phase", "residence", "age"}
    assert all(row.opened.day == 1 for row in one)
    assert [row.codes for row in one] != [row.codes for row in other]
    with connections[STATISTICS].cursor() as cursor:
        cursor.execute("SELECT string_agg(to_jsonb(r)::text, '') FROM stat.cases_snapshotrow AS r")
        (told,) = cursor.fetchone()
    assert "S1-" not in told


def test_cases_before_intake_closed_ones_and_objections_do_not_count(
    cast: Cast, office: Office, cases: int
) -> None:
    files = CaseFile.objects.using("default").filter(region=cast.region)
    chosen = list(files.values_list("pk", flat=True)[:3])
    files.filter(pk=chosen[0]).update(phase="klaerung")
    files.filter(pk=chosen[1]).update(phase="abgeschlossen", closed_on=KEY_DATE)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO fall.cases_statusfact (region_id, case_id, attribute, code, evidence, valid, known) "
            "VALUES (%s, %s, 'statistics', 'nein', 'told', '[2024-10-01,)', '[2024-10-01,)')",
            [cast.region.pk, chosen[2]],
        )
    assert frozen(cast, office).row_count == 214


def test_only_controlling_of_the_region_freezes_and_prepares(cast: Cast, office: Office, cases: int) -> None:
    for user in (office.supervision, office.stranger, office.case_manager):
        with pytest.raises(NotYourDuty):
            frozen(cast, office, by=user)
    snapshot = frozen(cast, office)
    with pytest.raises(NotYourDuty):
        prepare(
            snapshot_id=snapshot.pk, table="traeger", method=Method.ROUNDING, by=office.stranger, on=TODAY
        )
    with pytest.raises(KeyDateRefused, match="Zukunft"):
        frozen(cast, office, key_date=TODAY + timedelta(days=1))


def test_a_table_goes_out_by_four_eyes_signed_and_told_in_the_chain(
    cast: Cast, office: Office, cases: int
) -> None:
    made = prepared(frozen(cast, office), office)
    with pytest.raises(NotYourDuty):
        release(release_id=made.pk, by=office.controlling, on=TODAY)
    done = release(release_id=made.pk, by=office.supervision, on=TODAY)
    assert done.state == ReleaseState.RELEASED
    table = shown_table(done, ReleasedCell.objects.filter(release=done))
    snapshot = CaseSnapshot.objects.get()
    content = content_of(cast.region.key, KEY_DATE, 1, snapshot.digest, table)
    assert digest_of(content) == done.digest
    assert is_signed(done.digest, done.signature, public_key(settings.SECRET_KEY))
    assert not is_signed("0" * 64, done.signature, public_key(settings.SECRET_KEY))
    assert table.total == 217
    assert all(
        shown.value is not None and shown.value % 5 == 0
        for cell, shown in table.cells.items()
        if cell != (TOTAL, TOTAL)
    )
    told = history_of("cases.tablerelease", str(done.pk))
    assert [each.action for each in told] == ["case_table_released", "case_table_prepared"]
    assert broken_audit_links() == []
    with pytest.raises(ReleaseRefused, match="schon entschieden"):
        reject(release_id=made.pk, by=office.supervision, reason="doch nicht", on=TODAY)


def test_who_prepared_cannot_release_even_with_both_duties_nor_by_the_database(
    cast: Cast, office: Office, cases: int
) -> None:
    from allmende.cases.domain.access import Role
    from tests.cases.database.factories import assigned

    assigned(cast.town, Role.SUPERVISION, user=office.controlling)
    made = prepared(frozen(cast, office), office)
    with pytest.raises(ReleaseRefused, match="andere Person"):
        release(release_id=made.pk, by=office.controlling, on=TODAY)
    with connection.cursor() as cursor, pytest.raises(Exception, match="case_release_four_eyes"):
        cursor.execute(
            "UPDATE stat.cases_tablerelease SET state = 'released', signature = 'x', "
            "decided_by_id = prepared_by_id"
        )


def test_a_rejected_table_can_be_prepared_anew(cast: Cast, office: Office, cases: int) -> None:
    snapshot = frozen(cast, office)
    made = prepared(snapshot, office)
    with pytest.raises(ReleaseRefused, match="schon vorbereitet"):
        prepared(snapshot, office)
    with pytest.raises(ReleaseRefused, match="Grund"):
        reject(release_id=made.pk, by=office.supervision, reason=" ", on=TODAY)
    reject(release_id=made.pk, by=office.supervision, reason="Träger fehlt", on=TODAY)
    assert prepared(snapshot, office).state == ReleaseState.PROPOSED


def test_the_next_key_date_keeps_numbers_that_changed_a_little(
    cast: Cast, office: Office, cases: int
) -> None:
    """One newcomer between two key dates moves no number, nor does a correction by one case."""
    first = prepared(frozen(cast, office), office)
    release(release_id=first.pk, by=office.supervision, on=TODAY)
    many_cases([cast.charity], 1, seed=2)
    for more in ({"key_date": LATER}, {"reason": "Nachmeldung"}):
        after = prepared(frozen(cast, office, **more), office)
        release(release_id=after.pk, by=office.supervision, on=TODAY)
        grand = [TOTAL, TOTAL]
        then = {tuple(each.codes): each.value for each in first.cells.all() if each.codes != grand}
        now = {tuple(each.codes): each.value for each in after.cells.all() if each.codes != grand}
        assert now == then


def test_a_suppressed_table_that_would_give_a_newcomer_away_is_refused(
    cast: Cast, office: Office, cases: int
) -> None:
    def suppressed(snapshot: CaseSnapshot) -> TableRelease:
        return prepare(
            snapshot_id=snapshot.pk,
            table="traeger-aufenthalt",
            method=Method.SUPPRESSION,
            by=office.controlling,
            on=TODAY,
        )

    release(release_id=suppressed(frozen(cast, office)).pk, by=office.supervision, on=TODAY)
    many_cases([cast.charity], 1, seed=2)
    with pytest.raises(ReleaseRefused, match="verraten"):
        suppressed(frozen(cast, office, key_date=LATER))
    assert prepared(frozen(cast, office, key_date=LATER - timedelta(days=1)), office)


def test_the_job_signs_in_as_its_role_and_reaches_coded_rows_only(
    cast: Cast, office: Office, cases: int
) -> None:
    with connections[STATISTICS].cursor() as cursor:
        cursor.execute("SELECT session_user")
        assert cursor.fetchone() == (STATISTICS_ROLE,)
        for statement in (
            "SELECT * FROM fall.cases_casefile",
            "SELECT * FROM fall.cases_statusfact",
            "SELECT * FROM ident.cases_identity",
            "SELECT * FROM public.accounts_user",
            "SELECT ctx.actor()",
            "UPDATE stat.cases_snapshotrow SET number = 1",
            "DELETE FROM stat.cases_snapshotrow",
            "UPDATE stat.cases_releasedcell SET value = 1",
            "UPDATE stat.cases_tablerelease SET digest = ''",
        ):
            with pytest.raises(ProgrammingError, match="permission denied"):
                cursor.execute(statement)


def test_pages_read_cells_and_never_rows(cast: Cast, office: Office, cases: int) -> None:
    prepared(frozen(cast, office), office)
    assert SnapshotRow.objects.count() == 217
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {WEB_ROLE}")
        try:
            cursor.execute("SELECT count(*) FROM stat.cases_releasedcell")
            assert cursor.fetchone()[0] > 10
            for statement in (
                "SELECT * FROM stat.cases_snapshotrow",
                "UPDATE stat.cases_tablerelease SET state = 'released'",
                "SELECT * FROM ctx.rows_on(1, '2024-10-31')",
            ):
                with pytest.raises(ProgrammingError, match="permission denied"):
                    cursor.execute(statement)
        finally:
            cursor.execute("RESET ROLE")
