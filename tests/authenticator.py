"""A passkey authenticator in software: it answers options as a browser and its device would."""

import hashlib
import json
import secrets
from dataclasses import dataclass, field

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url

PRESENT, VERIFIED, MADE = 0x01, 0x04, 0x40
EC2, ES256, P256 = 2, -7, 1


@dataclass
class Authenticator:
    """One device with one passkey. What a test changes of it is what goes wrong."""

    origin: str
    is_verifying: bool = True
    signs: int = 0  # its counter; None for one that never counts
    id: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    handle: bytes | None = None

    def __post_init__(self):
        self._key = ec.generate_private_key(ec.SECP256R1())
        point = self._key.public_key().public_numbers()
        x, y = (n.to_bytes(32, "big") for n in (point.x, point.y))
        self.key = cbor2.dumps({1: EC2, 3: ES256, -1: P256, -2: x, -3: y})

    def create(self, options, **changes):
        """Answer navigator.credentials.create as JSON. `changes` are of the client's data."""
        self.handle = base64url_to_bytes(options["user"]["id"])
        made = bytes(16) + len(self.id).to_bytes(2, "big") + self.id + self.key
        attested = {"fmt": "none", "attStmt": {}, "authData": self._data(options["rp"]["id"], made)}
        return self._credential(
            clientDataJSON=self._client("webauthn.create", options, changes),
            attestationObject=cbor2.dumps(attested),
        )

    def get(self, options, **changes):
        """Answer navigator.credentials.get as JSON."""
        client = self._client("webauthn.get", options, changes)
        self.signs = None if self.signs is None else self.signs + 1
        data = self._data(options["rpId"])
        signed = data + hashlib.sha256(client).digest()
        return self._credential(
            clientDataJSON=client,
            authenticatorData=data,
            signature=self._key.sign(signed, ec.ECDSA(SHA256())),
            **({"userHandle": self.handle} if self.handle else {}),
        )

    def _client(self, kind, options, changes):
        told = {"type": kind, "challenge": options["challenge"], "origin": self.origin}
        return json.dumps(told | changes).encode()

    def _data(self, rp_id, made=b""):
        flags = PRESENT | (VERIFIED if self.is_verifying else 0) | (MADE if made else 0)
        hashed = hashlib.sha256(rp_id.encode()).digest()
        return hashed + bytes([flags]) + (self.signs or 0).to_bytes(4, "big") + made

    def _credential(self, **response):
        sent = {name: bytes_to_base64url(value) for name, value in response.items()}
        name = bytes_to_base64url(self.id)
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": sent})
