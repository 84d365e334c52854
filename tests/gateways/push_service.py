"""A push service and a browser of our own, on this machine: it opens what it is given.

with push_service() as service:
    device = service.browser()           # its address and its keys, as a browser would make them
    ...
    service.notes                        # what the browser would show
"""

import base64
import json
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import http_ece
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from finance_portal.gateways.push import PushAddress

HERE = "127.0.0.1"


def encoded(raw):
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def decoded(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


@dataclass
class PushService:
    """Remembers what came. `says` are the answers to come, before it takes any."""

    port: int = 0
    says: list = field(default_factory=list)
    notes: list = field(default_factory=list)
    headers: list = field(default_factory=list)
    bodies: list = field(default_factory=list)
    came: threading.Event = field(default_factory=threading.Event)
    _browsers: dict = field(default_factory=dict)

    @property
    def origin(self):
        return f"http://{HERE}:{self.port}"

    def browser(self):
        key = ec.generate_private_key(ec.SECP256R1())
        auth = bytes(range(16))
        point = key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        path = f"/push/{len(self._browsers) + 1}"
        self._browsers[path] = key, auth
        return PushAddress(
            endpoint=f"{self.origin}{path}", p256dh=encoded(point), auth=encoded(auth)
        )

    def take(self, path, headers, body):
        self.headers.append(headers)
        self.bodies.append(body)
        self.came.set()
        if self.says:
            return self.says.pop(0)
        key, auth = self._browsers[path]
        sealed = http_ece.decrypt(body, private_key=key, auth_secret=auth, version="aes128gcm")
        self.notes.append(json.loads(sealed))
        return 201


def claims_of(authorization):
    """What a VAPID header claims, after its signature was checked with its key."""
    scheme, _, rest = authorization.partition(" ")
    parts = dict(part.strip().split("=", 1) for part in rest.split(","))
    head, said, signature = parts["t"].split(".")
    raw = decoded(signature)
    key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), decoded(parts["k"]))
    pair = encode_dss_signature(int.from_bytes(raw[:32]), int.from_bytes(raw[32:]))
    key.verify(pair, f"{head}.{said}".encode(), ec.ECDSA(hashes.SHA256()))
    assert (scheme, json.loads(decoded(head))["alg"]) == ("vapid", "ES256")
    return json.loads(decoded(said)), parts["k"]


@contextmanager
def push_service():
    service = PushService()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            status = service.take(self.path, dict(self.headers.items()), body)
            self.send_response(status)
            if status in {301, 302, 307}:
                self.send_header("Location", f"{service.origin}/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer((HERE, 0), Handler)
    service.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield service
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
