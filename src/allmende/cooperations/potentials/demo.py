"""Demo data of potentials: invented budgets, named as such on every page that uses them."""

from datetime import date, datetime
from importlib.resources import files

from allmende.cooperations.potentials import actions
from allmende.cooperations.potentials.models import TaskRecord

BUDGETS = files("allmende.cooperations.potentials") / "data" / "demo.csv"
TITLE = "Beispieldaten: erfundene Zahlen, keine Haushalte der genannten Gemeinden"


def load(*, on: date, at: datetime) -> None:
    """Bring the invented budgets; what is there stays."""
    if not TaskRecord.objects.exists():
        actions.take_over(BUDGETS.read_bytes(), title=TITLE, by=None, on=on, at=at)
