"""The process that works off the jobs, started by `allmende start` as `python -m allmende.command.worker`."""

from allmende.command.environment import set_up_django

CONCURRENCY = 2
PATIENCE = 10.0  # seconds a running job gets to finish when we are asked to stop


def work() -> None:
    """Run jobs until a signal asks us to stop; the next worker resumes those that did not finish in time."""
    set_up_django()
    from procrastinate.contrib.django import app
    from procrastinate.contrib.django.django_connector import DjangoConnector

    connector = app.connector
    if not isinstance(connector, DjangoConnector):
        raise TypeError(f"Jobs lie in Django's database, not in {connector!r}.")
    # Django's own connector is for requests; waiting for jobs needs an asynchronous one on the same database.
    with app.replace_connector(connector.get_worker_connector()) as worker:
        worker.run_worker(concurrency=CONCURRENCY, shutdown_graceful_timeout=PATIENCE)


if __name__ == "__main__":
    work()
