"""How long the verification of an audit chain takes: `python -m benchmarks.audit [events]`."""

import json
import os
import sys
import time
from dataclasses import fields
from datetime import UTC, datetime, timedelta

from allmende.command.environment import database, set_up_django

CHAIN = "05316000"
START = datetime(2024, 1, 1, tzinfo=UTC)


def fill(events: int) -> None:
    """Write a sealed chain as the trigger would, but past it: the trigger alone would take minutes."""
    from django.db import connection, transaction

    from allmende.accounts.domain import FIRST_PREVIOUS_HASH, AuditEventRow, sealed_hash

    columns = [field.name for field in fields(AuditEventRow)]
    previous = FIRST_PREVIOUS_HASH
    with transaction.atomic(), connection.cursor() as cursor:
        for table in ("accounts_auditevent", "accounts_auditchain"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        with cursor.cursor.copy(f"COPY accounts_auditevent ({', '.join(columns)}) FROM STDIN") as copy:
            for seq in range(1, events + 1):
                purpose = {"Zweck": "Beratung"} if seq % 4 == 0 else {}
                case = seq % 217
                event = AuditEventRow(
                    chain=CHAIN,
                    seq=seq,
                    recorded_at=START + timedelta(seconds=seq),
                    actor_id=case % 40,
                    actor_label=f"Person {case % 40}",
                    action="case_notes_read",
                    object_type="cases.casefile",
                    object_id=f"{case:032x}",
                    object_label=f"L-2024-{case}",
                    details=purpose,
                    prev_hash=previous,
                    hash="",
                )
                previous = sealed_hash(event)
                values = [getattr(event, name) for name in columns[:-3]]
                copy.write_row([*values, json.dumps(purpose), event.prev_hash, previous])
        cursor.execute(
            "INSERT INTO accounts_auditchain (chain, head_seq, head_hash) VALUES (%s, %s, %s)",
            [CHAIN, events, previous],
        )
        for table in ("accounts_auditevent", "accounts_auditchain"):
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def main(events: int) -> None:
    """Fill and verify."""
    os.environ.setdefault("ALLMENDE_DATA_DIR", "var/benchmark-audit")
    with database():
        from allmende.command import preparation

        set_up_django()
        preparation.migrate()
        from django.db import connection

        from allmende.accounts.queries import broken_audit_links
        from allmende.accounts.verifying import holds

        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM accounts_auditevent WHERE chain = %s", [CHAIN])
            if cursor.fetchone() == (0,):
                fill(events)
            cursor.execute("VACUUM ANALYZE accounts_auditevent")
        for title, work in (("holds", lambda: holds(CHAIN)), ("all", broken_audit_links)):
            started = time.perf_counter()
            found = work()
            print(f"{title}: {found}; {time.perf_counter() - started:.2f} s for {events} events")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
