"""Reads of background work."""

from typing import TYPE_CHECKING

from django.db.models import QuerySet

from allmende.jobs.models import Job

if TYPE_CHECKING:
    from allmende.accounts.models import User


def jobs_of(user: "User") -> QuerySet[Job]:
    """Return the jobs this person has asked for, newest first."""
    return Job.objects.filter(requested_by=user)
