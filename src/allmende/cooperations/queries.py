"""What others may ask about cooperations. Each query takes the day; nothing here reads the clock."""

from datetime import date

from django.db.models import QuerySet

from allmende.cooperations.models import Party
from allmende.register.bitemporal import KNOWN_NOW


def parties_of_body(body_id: int, *, on: date) -> QuerySet[Party]:
    """Return in which cooperations the body itself takes part on a day, as one knows today."""
    return Party.objects.filter(KNOWN_NOW, body_id=body_id, valid__contains=on).select_related("cooperation")
