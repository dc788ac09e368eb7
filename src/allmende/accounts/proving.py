"""Whether somebody has just proven with a second factor who they are."""

import time
from datetime import timedelta

from allauth.account.internal.flows.login import get_authentication_records
from django.http import HttpRequest


def has_just_proven(request: HttpRequest, within: timedelta) -> bool:
    """Return whether this session saw a second factor so recently."""
    records = get_authentication_records(request, request.user)
    since = time.time() - within.total_seconds()
    return any(record["method"] == "mfa" and record["at"] >= since for record in records)
