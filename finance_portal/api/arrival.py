"""What the gate reads of a request, and what it takes away from it."""

import ipaddress
from dataclasses import dataclass

from starlette.datastructures import Headers
from starlette.types import Scope

from finance_portal.api import cookies
from finance_portal.api.cookies import Name
from finance_portal.services.client import Client

LONGEST_COOKIES = 8_192
PRIVATE = frozenset({b"cookie", b"authorization", b"forwarded", b"x-real-ip"})
FROM_A_PROXY = b"x-forwarded-"
CONDITIONAL = frozenset({b"accept-encoding", b"if-none-match", b"if-modified-since", b"range"})


@dataclass(frozen=True)
class Arrival:
    """One request as it came in."""

    path: str
    query: bytes
    method: str
    host: str | None  # None where there is not exactly one
    origin: str | None
    secret: str | None  # of the session
    way_secret: str | None  # of somebody on the way in
    device_secret: str | None  # of a trusted device
    client: Client
    is_loopback: bool
    wants_html: bool
    language: str  # a key of LANGUAGES

    @property
    def is_safe(self) -> bool:
        """Tell whether a request of this method only reads."""
        return self.method in {"GET", "HEAD"}


def read(scope: Scope, *, proxy_hops: int) -> Arrival:
    """Return what the gate decides by. What proxies say is believed of our own ones only."""
    headers = Headers(scope=scope)
    peer = (scope.get("client") or ("", 0))[0]
    hosts, origins = headers.getlist("host"), headers.getlist("origin")
    jar = "; ".join(headers.getlist("cookie"))
    jar = jar if len(jar) <= LONGEST_COOKIES else ""
    ip = _client_ip(peer, ",".join(headers.getlist("x-forwarded-for")), proxy_hops)
    return Arrival(
        path=scope["path"],
        query=scope.get("query_string", b""),
        method=scope.get("method", "GET"),
        host=hosts[0] if len(hosts) == 1 else None,
        origin=", ".join(origins) if origins else None,
        secret=cookies.secret_in(jar),
        way_secret=cookies.secret_in(jar, Name.WAY),
        device_secret=cookies.secret_in(jar, Name.DEVICE),
        client=Client(ip=ip, user_agent=headers.get("user-agent", "")),
        is_loopback=_is_loopback(peer),
        wants_html="text/html" in headers.get("accept", ""),
        language=cookies.language_in(jar, headers.get("accept-language", "")),
    )


def strip(scope: Scope, client: Client, dropped: frozenset[bytes]) -> None:
    """Take away headers that nobody behind the gate may see, and put the client's address right."""
    scope["headers"] = [
        (name, value)
        for name, value in scope["headers"]
        if name.lower() not in dropped and not name.lower().startswith(FROM_A_PROXY)
    ]
    scope["client"] = (client.ip, (scope.get("client") or ("", 0))[1])


def ask_for_all(scope: Scope) -> None:
    """Make the answer come as plain bytes through the gate, which takes hashes of its scripts."""
    scope["headers"] = [(n, v) for n, v in scope["headers"] if n.lower() not in CONDITIONAL]
    offered = scope.get("extensions") or {}
    scope["extensions"] = {n: e for n, e in offered.items() if n != "http.response.pathsend"}


def _client_ip(peer: str, forwarded_for: str, hops: int) -> str:
    chain = [part.strip() for part in forwarded_for.split(",") if part.strip()]
    if not hops or len(chain) < hops or not _is_address(chain[-hops]):
        return peer
    return chain[-hops]


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


def _is_loopback(peer: str) -> bool:
    return _is_address(peer) and ipaddress.ip_address(peer).is_loopback
