"""What the queue does by the clock for the register."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from procrastinate.contrib.django import app

from allmende.register.importing import kept_files


@app.periodic(cron="37 * * * *")
@app.task(name="register.forget_previews", queueing_lock="register.forget_previews")
def forget_previews(timestamp: int) -> None:
    """Remove uploaded lists whose preview ended with its session."""
    kept_files.forget_older_than(timezone.now() - timedelta(seconds=settings.SESSION_COOKIE_AGE))
