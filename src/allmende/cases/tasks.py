"""What the queue does by the clock for case work."""

from django.utils import timezone
from procrastinate.contrib.django import app

from allmende.cases import freezing, sealing


@app.periodic(cron="17 3 1 1,4,7,10 *")
@app.task(name="cases.freeze_quarter", queueing_lock="cases.freeze_quarter")
def freeze_quarter(timestamp: int) -> None:
    """Freeze the last day of the quarter for all regions."""
    freezing.freeze_quarter(on=timezone.localdate())


@app.periodic(cron="43 2 * * *")
@app.task(name="cases.seal_chains", queueing_lock="cases.seal_chains")
def seal_chains(timestamp: int) -> None:
    """Keep the heads of the audit chains once a day."""
    sealing.seal_all(on=timezone.localdate())
