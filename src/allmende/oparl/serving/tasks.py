"""What the queue does by the clock for the OParl server."""

from django.utils import timezone
from procrastinate.contrib.django import app

from allmende.oparl.serving.actions import refresh_names
from allmende.oparl.serving.store import settle_changes


@app.periodic(cron="* * * * *")
@app.task(name="oparl.settle_changes", queueing_lock="oparl.settle_changes")
def settle(timestamp: int) -> None:
    """Give changes their time, so that no client has to wait for it and none is dated late."""
    settle_changes()


@app.periodic(cron="11 * * * *")
@app.task(name="oparl.refresh_names", queueing_lock="oparl.refresh_names")
def refresh(timestamp: int) -> None:
    """Follow the register: a name can change by the mere passing of a day."""
    refresh_names(on=timezone.localdate())
