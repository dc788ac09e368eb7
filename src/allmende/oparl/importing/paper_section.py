"""What a paper's page says of where it was read: the server, its state there, its files."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import HttpRequest
from django.utils.translation import gettext as _

from allmende.oparl.addresses import is_web_url
from allmende.oparl.importing.queries import files_of, object_of_paper
from allmende.papers.paper_sections import Section

if TYPE_CHECKING:
    from allmende.papers.models import Paper


@dataclass(frozen=True, slots=True)
class FileLink:
    """A file on the server; it is not copied."""

    name: str
    url: str


def imported_section(paper: "Paper", request: HttpRequest) -> Section | None:
    """Return where the paper was read; None for a paper that was not."""
    found = object_of_paper(paper.pk)
    if found is None:
        return None
    web = found.raw.get("web")
    files = [
        FileLink(str(raw.get("name") or raw.get("fileName") or _("Datei")), str(raw.get("accessUrl")))
        for raw in files_of(found)
    ]
    context = {
        "found": found,
        "web": web if isinstance(web, str) and is_web_url(web) else "",
        "files": [each for each in files if is_web_url(each.url)],
    }
    return Section("oparl", _("Aus dem Ratsinformationssystem"), "oparl/paper_section.html", context)
