"""Push messages to browsers: encrypted for one browser (RFC 8291), signed by us (RFC 8292).

Only the push services of browsers are ever called: an address comes from a browser, and must not
make us call anything else.
"""

import base64
import binascii
import hashlib
import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Protocol
from urllib.parse import SplitResult, urlsplit

import http_ece
import httpx
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from finance_portal.gateways.sending import SendLater, Undeliverable

SECONDS = 10.0
KEPT_SECONDS = 12 * 3600  # by the push service, for a browser that is off
TOKEN_SECONDS = 12 * 3600  # RFC 8292: less than a day
LONGEST = 1_000
POINT_BYTES, AUTH_BYTES = 65, 16
LARGEST = 3_000  # RFC 8291: 4,096 bytes with everything around it
# Exactly these, or whatever ends in one that begins with a dot.
SERVICES = (
    "fcm.googleapis.com",
    "updates.push.services.mozilla.com",
    "web.push.apple.com",
    ".push.apple.com",
    ".notify.windows.com",
)
LOOPBACK = ("localhost", "127.0.0.1")
GONE = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.GONE})
NEVER = frozenset({HTTPStatus.BAD_REQUEST, HTTPStatus.REQUEST_ENTITY_TOO_LARGE})
ORDER = int("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16)  # of P-256


class AddressNotTaken(ValueError):
    """This is no browser's address at a push service that we know."""


class DeviceGone(Undeliverable):
    """The browser does not want to hear from us any more, or is no more."""


@dataclass(frozen=True, kw_only=True)
class PushAddress:
    """Where one browser is reached, and its keys, as it has given them."""

    endpoint: str
    p256dh: str  # base64url of its public point
    auth: str  # base64url of 16 bytes

    def __repr__(self) -> str:
        return "PushAddress()"


@dataclass(frozen=True, kw_only=True)
class PushNote:
    """What one browser shows. `ref` stays the same when it is sent again, and replaces it there."""

    ref: str
    title: str
    body: str
    page: str
    address: PushAddress


class Pusher(Protocol):
    """Somebody who takes push messages."""

    name: str

    async def push(self, note: PushNote) -> str:
        """Send it; return what it is called there. Raises SendLater, Undeliverable, DeviceGone."""


def read_address(endpoint: str, p256dh: str, auth: str, *, loopback: bool) -> PushAddress:
    """Return a browser's address. Raises AddressNotTaken.

    With `loopback` this machine itself is a push service too, as in a demo.
    """
    parts = _parts(endpoint)
    host = parts.hostname or ""
    is_service = parts.scheme == "https" and parts.port in {None, 443} and _is_known(host)
    if not is_service and not (loopback and parts.scheme == "http" and host in LOOPBACK):
        raise AddressNotTaken("no push service that we know")
    if len(_decoded(p256dh)) != POINT_BYTES or len(_decoded(auth)) != AUTH_BYTES:
        raise AddressNotTaken("no keys of a browser")
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), _decoded(p256dh))
    except ValueError as error:
        raise AddressNotTaken("no point of the curve") from error
    return PushAddress(endpoint=endpoint, p256dh=p256dh, auth=auth)


def signing_key(seed: bytes) -> ec.EllipticCurvePrivateKey:
    """Return the key by which push services know us, which follows from 32 secret bytes."""
    wide = hashlib.sha512(seed).digest()
    return ec.derive_private_key(int.from_bytes(wide) % (ORDER - 1) + 1, ec.SECP256R1())


def public_point(key: ec.EllipticCurvePrivateKey) -> str:
    """Return the public half as browsers take it."""
    point = key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return _encoded(point)


class WebPusher:
    """Hands push messages to the services of browsers."""

    name = "web push"

    def __init__(
        self,
        key: ec.EllipticCurvePrivateKey,
        *,
        contact: str,
        transport: httpx.AsyncBaseTransport | None = None,
        now: Callable[[], float] = time.time,
    ) -> None:
        self._key = key
        self._contact = contact
        self._now = now
        self._client = httpx.AsyncClient(
            timeout=SECONDS, transport=transport, follow_redirects=False
        )

    async def push(self, note: PushNote) -> str:
        """Send it; return the address that the service gives it, or the note's own name."""
        headers = {
            "Authorization": self._vapid(note.address.endpoint),
            "Content-Encoding": "aes128gcm",
            "Content-Type": "application/octet-stream",
            "TTL": str(KEPT_SECONDS),
            "Topic": note.ref,
        }
        try:
            answer = await self._client.post(
                note.address.endpoint, content=_encrypted(note), headers=headers
            )
        except httpx.HTTPError as lost:
            raise SendLater(f"push: {type(lost).__name__}") from lost
        if answer.is_success:
            return note.ref
        raise _meant(answer.status_code)

    def _vapid(self, endpoint: str) -> str:
        """Return the header by which a push service knows who sends (RFC 8292)."""
        parts = urlsplit(endpoint)
        claims = {
            "aud": f"{parts.scheme}://{parts.netloc}",
            "exp": int(self._now()) + TOKEN_SECONDS,
            "sub": self._contact,
        }
        head = _encoded(json.dumps({"typ": "JWT", "alg": "ES256"}).encode())
        signed = f"{head}.{_encoded(json.dumps(claims).encode())}"
        r, s = decode_dss_signature(self._key.sign(signed.encode(), ec.ECDSA(hashes.SHA256())))
        token = f"{signed}.{_encoded(r.to_bytes(32) + s.to_bytes(32))}"
        return f"vapid t={token}, k={public_point(self._key)}"


def _encrypted(note: PushNote) -> bytes:
    said = {"title": note.title, "body": note.body, "page": note.page, "tag": note.ref}
    words = json.dumps(said).encode()
    if len(words) > LARGEST:
        raise Undeliverable("push: too long")
    sealed: bytes = http_ece.encrypt(
        words,
        private_key=ec.generate_private_key(ec.SECP256R1()),
        dh=_decoded(note.address.p256dh),
        auth_secret=_decoded(note.address.auth),
        version="aes128gcm",
    )
    return sealed


def _meant(status: int) -> SendLater | Undeliverable:
    words = f"the push service answered {status}"
    if status in GONE:
        return DeviceGone(words)
    return Undeliverable(words) if status in NEVER else SendLater(words)


def _parts(endpoint: str) -> SplitResult:
    plain = len(endpoint) <= LONGEST and endpoint.isascii() and endpoint.isprintable()
    try:
        parts = urlsplit(endpoint)
        odd = parts.username or parts.password or parts.fragment or parts.port == 0
    except ValueError as error:
        raise AddressNotTaken("no address") from error
    if not plain or " " in endpoint or "\\" in endpoint or odd or not parts.path.strip("/"):
        raise AddressNotTaken("no address of a browser")
    return parts


def _is_known(host: str) -> bool:
    return any(host == known or (known[0] == "." and host.endswith(known)) for known in SERVICES)


def _decoded(text: str) -> bytes:
    if len(text) > LONGEST:
        raise AddressNotTaken("no key")
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as error:
        raise AddressNotTaken("no key") from error


def _encoded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
