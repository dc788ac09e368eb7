"""What the queue does by the clock for joint decisions."""

from django.utils import timezone
from procrastinate.contrib.django import app

from allmende.joint_decisions import digests


@app.periodic(cron="13 5 * * 1")
@app.task(name="joint_decisions.send_digests", queueing_lock="joint_decisions.send_digests")
def send_digests(timestamp: int) -> None:
    """Send the weekly mails on Monday morning."""
    digests.send_digests(on=timezone.localdate())


@app.periodic(cron="23 5 * * *")
@app.task(name="joint_decisions.send_reminders", queueing_lock="joint_decisions.send_reminders")
def send_reminders(timestamp: int) -> None:
    """Remind of co-signatures whose day has come."""
    digests.send_reminders(on=timezone.localdate())
