"""Whether the official keys that a server states are those of the bodies they were linked to."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from allmende.oparl.importing.issues import Issue
from allmende.oparl.importing.staging import add_findings
from allmende.oparl.models import ImportRun, SourceFinding
from allmende.register import queries as register

CODES: Final = ("ags-unknown", "ags-other-body")


def keys_of(body: Mapping[str, Any]) -> list[str]:
    """Return the keys by which the register may know the body of an official key: a town, then a district."""
    ags = str(body.get("ags") or "")
    return [key for key in (ags, ags.removesuffix("000")) if key]


def check_body_keys(run: ImportRun, *, at: datetime) -> None:
    """Note keys that the register does not know, or knows as another body than the one that was linked."""
    rows = list(run.source.bodies.exclude(ags=""))
    keys = {row.pk: keys_of({"ags": row.ags}) for row in rows}
    known = register.bodies_by_keys([key for each in keys.values() for key in each], on=at.date())
    issues = []
    for row in rows:
        body = next((known[key] for key in keys[row.pk] if key in known), None)
        if body is None:
            issues.append(Issue("ags-unknown", row.url, row.ags))
        elif row.body_id not in (None, body.id):
            issues.append(Issue("ags-other-body", row.url, f"{row.ags}: {body.name}"))
    said = [(issue.code, issue.url, issue.detail) for issue in issues]
    for old in SourceFinding.objects.filter(source=run.source_id, code__in=CODES):
        if (old.code, old.url, old.detail) not in said:
            old.delete()
    add_findings(run, issues, at)
