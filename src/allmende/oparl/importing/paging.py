"""Pages of a list: what is in them, which comes next, and when to stop. No Django."""

from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import parse_qsl, quote, urljoin, urlsplit, urlunsplit

from allmende.oparl.addresses import is_short, is_web_url
from allmende.oparl.importing.issues import Issue

MAX_PAGES: Final = 10_000
MAX_USELESS_PAGES: Final = 3


@dataclass(frozen=True, slots=True)
class Page:
    """The entries of a page and the address of the next one."""

    entries: tuple[Any, ...]
    next_url: str
    issues: tuple[Issue, ...] = ()
    is_readable: bool = True


def page_of(value: Any, url: str) -> Page:
    """Return the page that a JSON value is, or that it can be taken for."""
    malformed = (Issue("page-malformed", url),)
    if isinstance(value, list):
        return Page(tuple(value), "", malformed)
    if not isinstance(value, dict):
        return Page((), "", malformed, is_readable=False)
    if "data" not in value:
        is_object = "id" in value and "type" in value
        return Page((value,) if is_object else (), "", malformed, is_readable=is_object)
    data = value["data"]
    if isinstance(data, dict):
        data = [data] if "id" in data else list(data.values())
    if not isinstance(data, list):
        return Page((), "", malformed, is_readable=data is None)
    links = value.get("links")
    if not isinstance(links, dict):
        return Page(tuple(data), "", malformed)
    following = links.get("next")
    if following is None:
        return Page(tuple(data), "")
    target = _joined(url, following.strip()) if isinstance(following, str) else ""
    if not is_web_url(target) or not is_short(target):
        return Page(tuple(data), "", (Issue("bad-link", url, str(following)[:200]),))
    if not following.strip():
        return Page(tuple(data), "", (Issue("bad-link", url),))
    return Page(tuple(data), target)


def _joined(url: str, following: str) -> str:
    """Return an address that may be relative; nothing where it cannot be taken apart."""
    try:
        return urljoin(url, following)
    except ValueError:
        return ""


@dataclass(slots=True)
class Guard:
    """Watches a list while it is read: loops, pages that bring nothing new, lists without end."""

    max_pages: int = MAX_PAGES
    pages: int = 0
    _visited: set[str] = field(default_factory=set)
    _known: set[int] = field(default_factory=set)
    _useless: int = 0

    def note(self, object_id: str) -> bool:
        """Note an object and return whether it is new in this list."""
        before = len(self._known)
        self._known.add(hash(object_id))
        return len(self._known) > before

    def verdict(self, page_url: str, next_url: str, new: int) -> Issue | None:
        """Return why the list must not be read on, if so; call once a page."""
        self.pages += 1
        self._visited.add(page_url)
        self._useless = 0 if new else self._useless + 1
        if not next_url:
            return None
        if next_url in self._visited:
            return Issue("paging-loop", page_url, next_url)
        if self._useless >= MAX_USELESS_PAGES:
            return Issue("paging-no-progress", page_url, next_url)
        if self.pages >= self.max_pages:
            return Issue("paging-too-long", page_url, next_url)
        return None


def with_parameters(url: str, parameters: str) -> str:
    """Return an address with parameters that it does not have yet: "limit=100&omit_internal=true"."""
    parts = urlsplit(url)
    present = {name for name, _value in parse_qsl(parts.query, keep_blank_values=True)}
    missing = [each for each in parameters.split("&") if each and each.partition("=")[0] not in present]
    return urlunsplit(parts._replace(query="&".join(filter(None, [parts.query, *missing]))))


def since_parameter(moment: str, *, is_encoded: bool = True) -> str:
    """Return the filter for changes since a moment; some servers do not understand it encoded."""
    return "modified_since=" + (quote(moment, safe="") if is_encoded else moment)


def parameter(url: str, name: str) -> str:
    """Return the value of a parameter of an address; empty if it has none."""
    return next((value for key, value in parse_qsl(urlsplit(url).query) if key == name), "")
