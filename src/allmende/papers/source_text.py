"""The text of a document as HTML: line numbers, pages, and each value marked in its place."""

from collections.abc import Collection, Mapping, Sequence

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from allmende.papers.domain.content import Evidence
from allmende.papers.domain.markup import Line, Stretch, marked_lines


def source_text(
    text: str,
    page_starts: Sequence[int],
    places: Mapping[str, Evidence],
    *,
    targets: Mapping[str, str],
    unsure: Collection[str] = (),
    page_url: str = "",
) -> SafeString:
    """Return the marked text; everything is escaped.

    `targets` gives for each key the anchor of its field, on this page or on `page_url`.
    """
    lines = marked_lines(text, places, page_starts)
    addresses = {key: f"{page_url}#{anchor}" for key, anchor in targets.items()}
    return mark_safe("".join(_line(line, addresses, unsure) for line in lines))


def _line(line: Line, targets: Mapping[str, str], unsure: Collection[str]) -> str:
    body = "".join(_stretch(stretch, targets, unsure) for stretch in line.stretches)
    page = f'<p class="source-page">{escape(_("Seite"))} {line.page}</p>' if line.page else ""
    blank = "" if body.strip() else " source-line--blank"
    number = line.number
    return f'{page}<div class="source-line{blank}" id="zeile-{number}" data-line="{number}">{body}</div>'


def _stretch(stretch: Stretch, targets: Mapping[str, str], unsure: Collection[str]) -> str:
    keys = [key for key in stretch.keys if key in targets]
    anchors = [key for key in stretch.starts if key in targets]
    if not keys or not stretch.text.strip():
        return "".join(_anchor(key) for key in anchors) + escape(stretch.text)
    own = f' id="stelle-{escape(anchors[0])}"' if anchors else ""
    css = "evidence evidence--unsure" if keys[0] in unsure else "evidence"
    link = (
        f'<a class="{css}"{own} href="{escape(targets[keys[0]])}" data-keys="{escape(" ".join(keys))}" '
        f'tabindex="-1">{escape(stretch.text)}</a>'
    )
    return "".join(_anchor(key) for key in anchors[1:]) + link


def _anchor(key: str) -> str:
    return f'<span id="stelle-{escape(key)}"></span>'
