"""Measure one click, 28 papers: figures, Word files and PDFs of the demo's matter.

    python -m benchmarks.partner_papers

Limit: 60 seconds for 28 papers as DOCX and PDF.
"""

import time

from benchmarks._measuring import with_empty_database

LIMIT_SECONDS = 60


def main() -> int:
    """Print the measurement; return 1 if the limit is broken."""
    return with_empty_database(measure)


def measure() -> int:
    from django.utils import timezone

    from allmende.jobs.actions import run_job
    from allmende.joint_decisions.board_reading import board_of
    from allmende.joint_decisions.models import JointDecision
    from allmende.joint_decisions.partner_papers.actions import start_papers
    from allmende.joint_decisions.partner_papers.queries import outdated_papers
    from allmende.joint_decisions.permissions import Rights
    from allmende.web.demo import load_demo

    load_demo()
    on = timezone.localdate()
    matter = JointDecision.objects.get(key="it-im-muensterland")
    rights = Rights(is_lead=True, may_edit=True)
    board = board_of(matter, rights=rights, on=on)
    start = time.perf_counter()
    batch = start_papers(board=board, rights=rights, uses_sample=False, url="", by=None, on=on)
    run_job(batch.job_id or 0)
    seconds = time.perf_counter() - start
    count = batch.papers.count()
    print(f"{seconds:6.1f} s {count} papers as Word file and PDF")
    board = board_of(matter, rights=rights, on=on)
    start = time.perf_counter()
    outdated = outdated_papers(board, on=on)
    print(f"{1000 * (time.perf_counter() - start):6.0f} ms to compare all figures, {len(outdated)} outdated")
    return int(seconds >= LIMIT_SECONDS or count != len(board.rows))


if __name__ == "__main__":
    raise SystemExit(main())
