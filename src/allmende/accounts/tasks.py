"""What the queue does by the clock for accounts."""

from django.utils import timezone
from procrastinate.contrib.django import app

from allmende.accounts import actions


@app.periodic(cron="7 * * * *")
@app.task(name="accounts.forget_expired_sign_ins", queueing_lock="accounts.forget_expired_sign_ins")
def forget_expired_sign_ins(timestamp: int) -> None:
    """Remove sessions nobody can use any more."""
    actions.forget_expired_sign_ins(at=timezone.now())
