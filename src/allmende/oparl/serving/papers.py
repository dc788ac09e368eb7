"""Papers with their consultations and files as OParl objects."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from django.urls import reverse

from allmende.oparl.serving.addresses import Addresses
from allmende.oparl.serving.domain import ObjectKind
from allmende.oparl.serving.frames import framed
from allmende.oparl.serving.joint_decisions import kin_of, links_of, shown_elsewhere
from allmende.oparl.serving.json_values import BERLIN, Json, on_day, one_line, said
from allmende.oparl.serving.store import Reference, Stamp, keys, live_stamps
from allmende.papers import public_rows

Stamps = Mapping[Reference, Stamp]
ROLES = {
    "beratung": "Beratung",
    "entscheidung": "Entscheidung",
    "kenntnisnahme": "Kenntnisnahme",
    "anhörung": "Anhörung",
    "beantwortung": "Beantwortung",
}
RESULTS = {
    "taken": "beschlossen",
    "rejected": "abgelehnt",
    "postponed": "vertagt",
    "withdrawn": "zurückgezogen",
}


def papers(stamps: Sequence[Stamp], see: Addresses, short: bool) -> list[Json]:
    """Return papers; the first file is the main file, the short form leaves the others out."""
    ids = keys(stamps)
    rows = public_rows.paper_rows(ids)
    consultations = _by_paper(public_rows.consultation_rows(paper_ids=ids))
    files = _by_paper(public_rows.file_rows(paper_ids=ids))
    links = _neighbors(public_rows.links_of(ids))
    kin = kin_of(ids)
    live = live_stamps(
        [
            *(reference for each in consultations.values() for row in each for reference in _named_by(row)),
            *((ObjectKind.FILE, row["pk"]) for each in files.values() for row in each),
            *((ObjectKind.PAPER, other) for others in links.values() for other in others),
            *((ObjectKind.PAPER, other) for each in kin.values() for other in (*each.above, *each.below)),
        ]
    )
    elsewhere = shown_elsewhere(
        (other for each in kin.values() for other in (*each.above, *each.below)), live
    )
    described = []
    for stamp in stamps:
        if row := rows.get(stamp.key):
            own_files = [
                file_object(live[key], each, see) for each, key in _live(files, stamp, live, ObjectKind.FILE)
            ]
            related = [
                see.one(ObjectKind.PAPER, o)
                for o in links.get(stamp.key, ())
                if (ObjectKind.PAPER, o) in live
            ]
            parts = {
                **links_of(kin.get(stamp.key), see, live, elsewhere),
                "relatedPaper": related,
                "mainFile": own_files[0] if own_files else None,
                "auxiliaryFile": None if short else own_files[1:],
                "consultation": [
                    consultation_object(live[key], each, see, live)
                    for each, key in _live(consultations, stamp, live, ObjectKind.CONSULTATION)
                ],
            }
            described.append(framed(stamp, see) | said({**_paper(row, see), **parts}))
    return described


def _paper(row: Mapping[str, Any], see: Addresses) -> Json:
    return {
        "body": see.one(ObjectKind.BODY, row["body_id"]),
        "name": one_line(row["name"]),
        "reference": row["reference"],
        "date": on_day(row["date"]),
        "paperType": row["paper_type"],
        "web": see.at(reverse("papers:paper", args=[row["pk"]])),
        "allmende:department": row["department"],
        "allmende:decision": decision_of(row),
    }


def decision_of(row: Mapping[str, Any]) -> Json:
    """Return what is proposed or decided; OParl 1.1 has room for a result at agenda items only."""
    counts = {word: row[f"decision__{name}"] for word, name in (("yes", "yes"), ("no", "no"))}
    counts["abstain"] = row["decision__abstentions"]
    return said(
        {
            "result": RESULTS.get(row["decision__state"]),
            "resultText": row["decision__outcome"],
            "decidedOn": on_day(row["decision__decided_on"]),
            "effectiveOn": on_day(row["decision__effective_on"]),
            "vote": said(counts),
            "resolution": [
                said({"number": point["number"], "text": point["text"]}) for point in row["resolution"]
            ],
        }
    )


def files(stamps: Sequence[Stamp], see: Addresses, short: bool) -> list[Json]:
    """Return files with the paper they belong to."""
    rows = {row["pk"]: row for row in public_rows.file_rows(ids=keys(stamps))} if keys(stamps) else {}
    return [
        file_object(stamp, row, see) | {"paper": [see.one(ObjectKind.PAPER, row["paper_id"])]}
        for stamp in stamps
        if (row := rows.get(stamp.key))
    ]


def file_object(stamp: Stamp, row: Mapping[str, Any], see: Addresses) -> Json:
    """Return a file as a paper embeds it."""
    return framed(stamp, see) | said(
        {
            "name": row["original_name"],
            "fileName": row["original_name"],
            "mimeType": row["media_type"],
            "date": on_day(row["uploaded_at"].astimezone(BERLIN).date()),
            "size": row["size"],
            "sha512Checksum": row["sha512"],
            "accessUrl": see.shown_file(stamp.key),
            "downloadUrl": see.downloaded_file(stamp.key),
        }
    )


def consultations(stamps: Sequence[Stamp], see: Addresses, short: bool) -> list[Json]:
    """Return consultations with their paper."""
    ids = keys(stamps)
    rows = {row["pk"]: row for row in public_rows.consultation_rows(ids=ids)} if ids else {}
    live = live_stamps(reference for row in rows.values() for reference in _named_by(row))
    return [
        consultation_object(stamp, row, see, live) | {"paper": see.one(ObjectKind.PAPER, row["paper_id"])}
        for stamp in stamps
        if (row := rows.get(stamp.key))
    ]


def consultation_object(stamp: Stamp, row: Mapping[str, Any], see: Addresses, live: Stamps) -> Json:
    """Return a consultation as a paper embeds it; committee and sitting only where they are public."""
    organization = (ObjectKind.ORGANIZATION, row["organization_id"])
    meeting = (ObjectKind.MEETING, row["meeting_id"])
    return framed(stamp, see) | said(
        {
            "meeting": see.one(*meeting) if meeting in live else None,
            "organization": [see.one(*organization)] if organization in live else None,
            "authoritative": row["authoritative"],
            "role": ROLES.get(row["role"]),
            "allmende:date": on_day(row["date"]),
        }
    )


def _named_by(row: Mapping[str, Any]) -> list[Reference]:
    named = [(ObjectKind.CONSULTATION, row["pk"]), (ObjectKind.ORGANIZATION, row["organization_id"])]
    return named + ([(ObjectKind.MEETING, row["meeting_id"])] if row["meeting_id"] else [])


def _by_paper(rows: Iterable[Mapping[str, Any]]) -> dict[int, list[Mapping[str, Any]]]:
    grouped: dict[int, list[Mapping[str, Any]]] = {}
    for row in rows:
        grouped.setdefault(row["paper_id"], []).append(row)
    return grouped


def _neighbors(links: Iterable[tuple[int, int]]) -> dict[int, list[int]]:
    """Return for each paper the papers that it names or that name it, each once."""
    found: dict[int, dict[int, None]] = {}
    for one, other in links:
        found.setdefault(one, {})[other] = None
        found.setdefault(other, {})[one] = None
    return {paper: list(others) for paper, others in found.items()}


def _live(
    rows: Mapping[int, Collection[Mapping[str, Any]]], stamp: Stamp, live: Stamps, kind: ObjectKind
) -> list[tuple[Mapping[str, Any], Reference]]:
    return [(row, (kind, row["pk"])) for row in rows.get(stamp.key, ()) if (kind, row["pk"]) in live]
