"""A worker as `allmende start` runs one, for tests: it works off the queue and ends."""

from threading import Thread
from typing import Any

import pytest
from django.db import connections
from procrastinate.contrib.django import app


def work_off_the_queue() -> None:
    """Run every waiting job. In a thread: a journey in the browser has an event loop of its own."""
    failures: list[BaseException] = []

    def work() -> None:
        try:
            with pytest.MonkeyPatch.context() as patch:
                # The worker's threads end with it, and so must their connections to the test database.
                patch.setitem(connections["default"].settings_dict, "CONN_MAX_AGE", 0)
                connector: Any = app.connector
                with app.replace_connector(connector.get_worker_connector()) as worker:
                    worker.run_worker(wait=False, install_signal_handlers=False, listen_notify=False)
        except BaseException as failure:
            failures.append(failure)
        finally:
            connections.close_all()

    thread = Thread(target=work)
    thread.start()
    thread.join()
    if failures:
        raise failures[0]
