"""Which addresses may be called: http(s) only, no inner networks, the same host unless allowed by name."""

import re
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import SplitResult, quote, urlsplit, urlunsplit

from allmende.common.errors import AllmendeError

# An IPv4 address in the last four bytes: what it reaches is what that address reaches.
NAT64 = IPv6Network("64:ff9b::/96")
PORTS = {"http": 80, "https": 443}
CONTROL = re.compile(r"[\x00-\x1f\x7f]")
MAX_LENGTH = 1000
"""Bytes of an address that can be kept: no index of the database holds much more."""


class BadUrl(AllmendeError):
    """Not an address of the web."""

    message = "„{url}“ ist keine Internetadresse, die mit http:// oder https:// beginnt."


def checked_url(url: str) -> SplitResult:
    """Return the parts of a web address, with non-ASCII characters quoted; raise BadUrl.

    Names and passwords inside an address are refused: they would be sent on to whoever a link names.
    """
    try:
        parts = urlsplit(url.strip())
        host = (parts.hostname or "").encode("idna").decode("ascii")
        port = parts.port
        path = quote(parts.path, safe="/%:@!$&'()*+,;=~-._") or "/"
        query = quote(parts.query, safe="/%:@!$&'()*+,;=~-._?[]")
    except ValueError:
        raise BadUrl(url=url[:200]) from None
    if parts.scheme.lower() not in PORTS or not host or parts.username is not None:
        raise BadUrl(url=url[:200])
    if len(path) + len(query) > MAX_LENGTH or CONTROL.search(url.strip()):
        raise BadUrl(url=url[:200])
    name = f"[{host}]" if ":" in host else host
    default = port is None or port == PORTS[parts.scheme.lower()]
    return SplitResult(
        scheme=parts.scheme.lower(),
        netloc=name if default else f"{name}:{port}",
        path=path,
        query=query,
        fragment="",
    )


def canonical(url: str) -> str:
    """Return a web address in the form in which it is called; raise BadUrl."""
    return urlunsplit(checked_url(url))


def host_of(url: str) -> str:
    """Return the host of a web address, lower case; empty for anything else."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def is_web_url(url: str) -> bool:
    """Return whether an address may stand behind a link: `javascript:` and `file:` may not."""
    try:
        checked_url(url)
    except BadUrl:
        return False
    return True


def is_short(url: str) -> bool:
    """Return whether an address is short enough to be kept."""
    return len(url) <= MAX_LENGTH // 4 or len(url.encode(errors="replace")) <= MAX_LENGTH


def is_public(address: str) -> bool:
    """Return whether an IP address lies in the public internet; also what it carries inside must."""
    ip = ip_address(address.partition("%")[0])
    if isinstance(ip, IPv6Address):
        return ip.is_global and not ip.is_multicast and all(_is_public_v4(inner) for inner in _carried(ip))
    return _is_public_v4(ip)


def is_loopback(address: str) -> bool:
    """Return whether an IP address is this machine itself."""
    return ip_address(address.partition("%")[0]).is_loopback


def _is_public_v4(ip: IPv4Address) -> bool:
    return ip.is_global and not ip.is_multicast


def _carried(ip: IPv6Address) -> list[IPv4Address]:
    """Return the IPv4 addresses inside an IPv6 address: mapped, 6to4, Teredo, NAT64."""
    inner = [ip.ipv4_mapped, ip.sixtofour, *(ip.teredo or ())]
    if ip in NAT64:
        inner.append(IPv4Address(int(ip) & 0xFFFFFFFF))
    return [each for each in inner if each is not None]
