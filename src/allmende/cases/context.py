"""One transaction of case work: it says who asks, signed, and the database opens what that person needs."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connections, transaction

from allmende.cases.planes import CASES
from allmende.cases.signing import signed, signing_key

GOOD_FOR = 300
"""Seconds for which a signature holds: longer than any request."""


@contextmanager
def case_work(user_id: int) -> Iterator[None]:
    """Open a transaction on the connection of case work for one person.

    Durable: a transaction inside another would keep the person of the outer one. The setting is local to the
    transaction, so the next request on this connection starts as nobody.
    """
    with transaction.atomic(using=CASES, durable=True):
        with connections[CASES].cursor() as cursor:
            cursor.execute("SELECT ctx.place()")
            (place,) = cursor.fetchone()
            until = int(time.time()) + GOOD_FOR
            token = signed(user_id, until, place, signing_key(settings.SECRET_KEY))
            cursor.execute("SELECT set_config('allmende.actor', %s, true)", [token])
        yield
