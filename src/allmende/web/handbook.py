"""The handbook: Markdown files beside the code, each naming the pages it explains.

    ---
    title: Körperschaften
    order: 30
    explains: register:bodies register:body
    ---

Files lie in `<app>/handbook/*.md`, also of an app within an app; the file name is the address. They are
ours, yet raw HTML stays text, so that a quoted tag can never become one.
"""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.safestring import SafeString, mark_safe
from markdown import Markdown
from markdown.extensions.toc import slugify_unicode

PACKAGE = Path(__file__).resolve().parent.parent
EXTENSIONS = ["tables", "sane_lists", "def_list", "attr_list", "admonition"]
FRONT_MATTER = re.compile(r"\A---\n(?P<fields>.*?)\n---\n", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Heading:
    """An entry of the table of contents."""

    anchor: str
    text: str


@dataclass(frozen=True, slots=True)
class HandbookPage:
    """One page of the handbook."""

    slug: str
    title: str
    order: int
    explains: tuple[str, ...]
    html: SafeString
    headings: tuple[Heading, ...]
    text: str


class BrokenHandbookPage(Exception):
    """A handbook file has no title, or two files claim the same address."""


def parse(slug: str, source: str) -> HandbookPage:
    """Return the page of one Markdown file."""
    front = FRONT_MATTER.match(source)
    if front is None:
        raise BrokenHandbookPage(f"{slug}.md: front matter is missing")
    fields: dict[str, str] = {}
    for line in front["fields"].splitlines():
        name, _colon, value = line.partition(":")
        fields[name.strip()] = value.strip()
    if not fields.get("title"):
        raise BrokenHandbookPage(f"{slug}.md: title is missing")
    body = source[front.end() :]
    converter = _converter()
    html = converter.convert(body)
    headings = tuple(
        Heading(token["id"], token["name"])
        for token in converter.toc_tokens  # type: ignore[attr-defined]
    )
    return HandbookPage(
        slug=slug,
        title=fields["title"],
        order=int(fields.get("order", "100")),
        explains=tuple(fields.get("explains", "").split()),
        html=mark_safe(html),
        headings=headings,
        text=re.sub(r"<[^>]+>", " ", html),
    )


@cache
def pages() -> dict[str, HandbookPage]:
    """Return all pages by address, in reading order."""
    found: dict[str, HandbookPage] = {}
    for file in sorted(PACKAGE.glob("**/handbook/*.md")):
        if file.stem in found:
            raise BrokenHandbookPage(f"{file.name}: two files claim this address")
        found[file.stem] = parse(file.stem, file.read_text(encoding="utf-8"))
    return dict(sorted(found.items(), key=lambda item: (item[1].order, item[1].title)))


def page_for(view_name: str) -> HandbookPage | None:
    """Return the handbook page that explains this view."""
    return next((page for page in pages().values() if view_name and view_name in page.explains), None)


def neighbors(slug: str) -> tuple[HandbookPage | None, HandbookPage | None]:
    """Return the page before and the page after this one."""
    ordered = list(pages().values())
    position = next(index for index, page in enumerate(ordered) if page.slug == slug)
    before = ordered[position - 1] if position > 0 else None
    after = ordered[position + 1] if position + 1 < len(ordered) else None
    return before, after


def matching(text: str) -> list[HandbookPage]:
    """Return the pages that hold every word of the text, title matches first."""
    words = text.casefold().split()
    hits = [page for page in pages().values() if all(word in _searchable(page) for word in words)]
    return sorted(hits, key=lambda page: not all(word in page.title.casefold() for word in words))


def _searchable(page: HandbookPage) -> str:
    return f"{page.title} {page.text}".casefold()


def _converter() -> Markdown:
    converter = Markdown(
        extensions=[*EXTENSIONS, "toc"],
        extension_configs={"toc": {"slugify": slugify_unicode, "toc_depth": "2", "permalink": False}},
        output_format="html",
    )
    converter.preprocessors.deregister("html_block")
    converter.inlinePatterns.deregister("html")
    return converter
