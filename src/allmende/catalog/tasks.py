"""What the queue does by the clock for the catalogue."""

from django.utils import timezone
from procrastinate.contrib.django import app

from allmende.catalog import deadline_mails


@app.periodic(cron="41 5 * * *")
@app.task(name="catalog.send_deadline_mails", queueing_lock="catalog.send_deadline_mails")
def send_deadline_mails(timestamp: int) -> None:
    """Remind of the days that come near or are here."""
    deadline_mails.send_mails(on=timezone.localdate())
