"""What the queue does by the clock for duties."""

from django.utils import timezone
from procrastinate.contrib.django import app

from allmende.papers.duties import digest


@app.periodic(cron="11 6 * * *")
@app.task(name="papers.send_duty_digests", queueing_lock="papers.send_duty_digests")
def send_duty_digests(timestamp: int) -> None:
    """Send the weekly mails that are due today."""
    digest.send_digests(on=timezone.localdate())
