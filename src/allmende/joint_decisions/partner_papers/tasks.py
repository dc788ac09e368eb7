"""The job that makes the partners' papers, one after the other; what is made stays made."""

from datetime import date
from typing import cast

from allmende.jobs.domain import JobResult, RunningJob, job_handler
from allmende.joint_decisions.models import PaperBatch, PartnerDecision
from allmende.joint_decisions.partner_papers.actions import JOB_KIND
from allmende.joint_decisions.partner_papers.computing import Subject, figures_of
from allmende.joint_decisions.partner_papers.making import make_paper
from allmende.register.dated import bodies_on
from allmende.register.queries import bodies_by_id


@job_handler(JOB_KIND)
def make_papers(job: RunningJob) -> JobResult:
    """Make the papers of a batch; those already made are skipped, so that it can be resumed."""
    batch = PaperBatch.objects.select_related(
        "joint_decision__snapshot__comparison", "core_version", "joint_decision__body"
    ).get(pk=str(job.payload["batch"]))
    rows = PartnerDecision.objects.select_related("partner__body", "partner__joint_decision", "core_version")
    ids = cast("list[int]", job.payload["decisions"])
    decisions = list(rows.filter(pk__in=ids).order_by("partner__body__key"))
    done = set(batch.papers.values_list("decision_id", flat=True))
    job.report(len(done), len(decisions))
    figures = figures_of(batch.joint_decision, _subjects(decisions, batch.made_on), on=batch.made_on)
    for number, decision in enumerate(decisions, start=1):
        if decision.pk not in done:
            make_paper(batch, decision, figures[decision.partner_id])
        job.report(number, len(decisions))
    missing = sum(1 for each in figures.values() for figure in each if figure.missing)
    told = f" {missing} Angaben fehlen noch; sie stehen als „fehlt“ in den Vorlagen." if missing else ""
    return JobResult(f"{len(decisions)} Vorlagen sind erzeugt.{told}")


def _subjects(decisions: list[PartnerDecision], on: date) -> list[Subject]:
    ids = {each.partner.body_id for each in decisions}
    bodies = bodies_by_id(ids, on=on)
    people = dict(bodies_on(on).filter(body_id__in=ids).values_list("body_id", "population"))
    return [
        Subject(
            each.partner_id,
            bodies[each.partner.body_id],
            None if people.get(each.partner.body_id) is None else int(people[each.partner.body_id]),
        )
        for each in decisions
    ]
