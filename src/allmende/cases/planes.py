"""Which model lies in which plane; the models of the person planes are asked on a connection of their own."""

from typing import Any

from django.apps import apps
from django.db import models

from allmende.cases.domain.words import PERSON_PLANES, Plane

CASES = "cases"
"""The connection that signs in as the role of case work. Every other page uses the default one."""
STATISTICS = "statistics"
"""The connection of the job that freezes key dates and prepares tables; it reaches no data of people."""
OWN_CONNECTIONS = frozenset({CASES, STATISTICS})

PLANES = {
    "identity": Plane.IDENT,
    "wrappedkey": Plane.IDENT,
    "casefile": Plane.FALL,
    "casemember": Plane.FALL,
    "plan": Plane.FALL,
    "goal": Plane.FALL,
    "note": Plane.FALL,
    "statusfact": Plane.FALL,
    "emergencyaccess": Plane.FALL,
    "casesnapshot": Plane.STAT,
    "snapshotrow": Plane.STAT,
    "tablerelease": Plane.STAT,
    "releasedcell": Plane.STAT,
    "phasechange": Plane.FALL,
    "action": Plane.FALL,
    "evaluation": Plane.FALL,
    "transfer": Plane.FALL,
    "dataconsent": Plane.FALL,
    "share": Plane.FALL,
}


def person_tables() -> dict[str, Plane]:
    """Return the tables of the person planes."""
    models_of = apps.get_app_config("cases").get_model
    return {models_of(name)._meta.db_table: plane for name, plane in PLANES.items() if plane in PERSON_PLANES}


class PlaneRouter:
    """Sends the models of the planes to their connections; migrations run on the default one."""

    def db_for_read(self, model: type[models.Model], **hints: Any) -> str | None:
        if model._meta.app_label == "cases" and model._meta.model_name == "snapshotrow":
            return STATISTICS
        return CASES if _plane(model) in PERSON_PLANES else None

    def db_for_write(self, model: type[models.Model], **hints: Any) -> str | None:
        return STATISTICS if _plane(model) is Plane.STAT else self.db_for_read(model, **hints)

    def allow_relation(self, first: models.Model, second: models.Model, **hints: Any) -> bool | None:
        # one database, two connections
        return True

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool | None:
        return False if db in OWN_CONNECTIONS else None


def _plane(model: type[models.Model]) -> Plane | None:
    return PLANES.get(model._meta.model_name or "") if model._meta.app_label == "cases" else None
