"""The days that something holds, as people enter them and as the database keeps them."""

from datetime import date

from django.db.backends.postgresql.psycopg_any import DateRange

from allmende.funding.errors import WrongPeriod


def real_days(valid: tuple[date, date | None]) -> DateRange:
    """Return the days `[from, until)`; raise WrongPeriod if they end before they begin."""
    start, until = valid
    if until is not None and until <= start:
        raise WrongPeriod(problem="Der letzte Tag liegt vor dem ersten. Vertauschen Sie die beiden Tage.")
    return DateRange(start, until)
