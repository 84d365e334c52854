"""Passkeys: made, proven, named and removed (security.md W1, W2).

The browser is given options and answers with a credential, both as JSON (WebAuthn level 3). Every
answer uses its challenge up, also one that is refused. The user must have been verified by the
authenticator, so a passkey alone is two factors.
"""

import hashlib
import hmac
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any, Literal
from urllib.parse import urlsplit

from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlmodel import col
from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.authentication.verify_authentication_response import VerifiedAuthentication
from webauthn.helpers import (
    base64url_to_bytes,
    bytes_to_base64url,
    options_to_json_dict,
    parse_authentication_credential_json,
    parse_client_data_json,
    parse_registration_credential_json,
)
from webauthn.helpers.cose import COSEAlgorithmIdentifier
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    AuthenticatorTransport,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)
from webauthn.registration.verify_registration_response import VerifiedRegistration

from finance_portal.db import Database
from finance_portal.language import say, sentence
from finance_portal.models.factors import Passkey
from finance_portal.models.security import Login
from finance_portal.services import challenges, keys
from finance_portal.settings import settings

ENROL = "enrol"  # the purpose of the challenges of new passkeys
MOST = 20  # of one login
NAME = sentence("Passkey")
MAX_NAME = 60
MAX_ID_BYTES = 1_023  # as WebAuthn has it
MAX_KEY_BYTES = 2_100  # what the column holds
TIMEOUT = int(challenges.LIFE.total_seconds() * 1000)  # milliseconds
ALGORITHMS = [
    COSEAlgorithmIdentifier.EDDSA,
    COSEAlgorithmIdentifier.ECDSA_SHA_256,
    COSEAlgorithmIdentifier.RSASSA_PKCS1_v1_5_SHA_256,
]

Reason = Literal["expired", "unknown", "wrong", "cloned", "duplicate", "too_many"]
NOT_ACCEPTED = sentence(
    "We could not accept this passkey. Please try again, or choose another way."
)
MESSAGES: dict[Reason, str] = {
    "duplicate": sentence("This passkey cannot be added again. Please use another device."),
    "too_many": sentence(
        "You have {number} passkeys, as many as there can be. Please remove one first."
    ),
}


Also = Callable[[Session, Passkey], None]


class PasskeyRefused(Exception):
    """The passkey does not count; the message is fit for the borrower, `reason` for the audit."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(say(MESSAGES.get(reason, NOT_ACCEPTED), number=MOST))
        self.reason = reason


@dataclass(frozen=True)
class Passkeys:
    """The passkeys of one installation, which its browsers know by `rp_id` and `origin`."""

    key: bytes = field(repr=False)
    rp_id: str
    origin: str
    rp_name: str

    def to_register(
        self, session: Session, *, owner: str, login: Login, display: str, now: datetime
    ) -> dict[str, Any]:
        """Return the options of navigator.credentials.create for one more passkey of a login."""
        options = generate_registration_options(
            rp_id=self.rp_id,
            rp_name=self.rp_name,
            user_id=self._handle(login.id or 0),
            user_name=login.user_name,
            user_display_name=display,
            challenge=challenges.issue(session, owner=owner, purpose=ENROL, now=now),
            timeout=TIMEOUT,
            authenticator_selection=AuthenticatorSelectionCriteria(
                resident_key=ResidentKeyRequirement.PREFERRED,
                user_verification=UserVerificationRequirement.REQUIRED,
            ),
            exclude_credentials=_described(of_login(session, login.id or 0)),
            supported_pub_key_algs=ALGORITHMS,
        )
        return options_to_json_dict(options)

    def register(
        self,
        db: Database,
        *,
        owner: str,
        login_id: int,
        credential: str,
        name: str,
        now: datetime,
        also: Also = lambda _session, _passkey: None,
    ) -> Passkey:
        """Keep the passkey that the browser has made. Raises PasskeyRefused.

        `also` is done in the same transaction: who adds a factor is told of it, or it is not added.
        """
        with _refusing():
            answer = parse_registration_credential_json(credential)
            signed = parse_client_data_json(answer.response.client_data_json).challenge
        _take(db, signed, owner=owner, purpose=ENROL, now=now)
        with _refusing():
            made = verify_registration_response(
                credential=answer,
                expected_challenge=signed,
                expected_rp_id=self.rp_id,
                expected_origin=self.origin,
                require_user_verification=True,
                supported_pub_key_algs=ALGORITHMS,
            )
        return _keep(db, _row(made, answer.response.transports or [], login_id, name, now), also)

    def to_prove(
        self, session: Session, *, owner: str, purpose: str, login_id: int | None, now: datetime
    ) -> dict[str, Any]:
        """Return the options of navigator.credentials.get.

        Without a login any passkey that the browser finds will do: it says whose it is (W2).
        """
        options = generate_authentication_options(
            rp_id=self.rp_id,
            challenge=challenges.issue(session, owner=owner, purpose=purpose, now=now),
            timeout=TIMEOUT,
            allow_credentials=[] if login_id is None else _described(of_login(session, login_id)),
            user_verification=UserVerificationRequirement.REQUIRED,
        )
        return options_to_json_dict(options)

    def prove(
        self,
        db: Database,
        *,
        owner: str,
        purpose: str,
        credential: str,
        login_id: int | None,
        now: datetime,
    ) -> int:
        """Return the login that a passkey proves: always its own (W2). Raises PasskeyRefused."""
        with _refusing():
            answer = parse_authentication_credential_json(credential)
            signed = parse_client_data_json(answer.response.client_data_json).challenge
        _take(db, signed, owner=owner, purpose=purpose, now=now)
        passkey = _of_credential(db, answer.raw_id)
        if login_id not in {None, passkey.login_id}:
            raise PasskeyRefused("unknown")
        self._check_handle(answer.response.user_handle, passkey, is_needed=login_id is None)
        with _refusing():
            verified = verify_authentication_response(
                credential=answer,
                expected_challenge=signed,
                expected_rp_id=self.rp_id,
                expected_origin=self.origin,
                credential_public_key=base64url_to_bytes(passkey.public_key),
                credential_current_sign_count=0,  # _note_use compares it, in one statement
                require_user_verification=True,
            )
        _note_use(db, passkey, verified, now)
        return passkey.login_id

    def _handle(self, login_id: int) -> bytes:
        """Return the name under which authenticators file a login: it tells nothing of anyone."""
        return hmac.digest(self.key, f"login {login_id}".encode(), hashlib.sha256)

    def _check_handle(self, handle: bytes | None, passkey: Passkey, *, is_needed: bool) -> None:
        if handle is None and not is_needed:
            return
        if not hmac.compare_digest(handle or b"", self._handle(passkey.login_id)):
            raise PasskeyRefused("wrong")


@cache
def live_passkeys() -> Passkeys:
    """Return the passkeys of this installation."""
    return Passkeys(
        keys.derive("passkey user handle"),
        rp_id=urlsplit(settings.public_origin).hostname or "",
        origin=settings.public_origin,
        rp_name=settings.brand.name,
    )


def of_login(session: Session, login_id: int) -> list[Passkey]:
    """Return a login's passkeys, the oldest first."""
    mine = select(Passkey).where(col(Passkey.login_id) == login_id).order_by(col(Passkey.id))
    return list(session.scalars(mine))


def rename(session: Session, login_id: int, ref: str, name: str) -> bool:
    """Give a passkey another name. Return False if the login has no such passkey."""
    renamed = update(Passkey).where(*_mine(login_id, ref)).values(name=_clean(name))
    return session.scalar(renamed.returning(col(Passkey.id))) is not None


def remove(session: Session, login_id: int, ref: str) -> bool:
    """Forget a passkey: it proves nothing any more. Return False if there is no such passkey."""
    removed = delete(Passkey).where(*_mine(login_id, ref)).returning(col(Passkey.id))
    return session.scalar(removed) is not None


@contextmanager
def _refusing() -> Iterator[None]:
    try:
        yield
    except Exception as error:  # whatever the library stumbles over was sent to us
        raise PasskeyRefused("wrong") from error


def _take(db: Database, challenge: bytes, *, owner: str, purpose: str, now: datetime) -> None:
    with db.begin() as session:  # of its own: what is refused later has used it up all the same
        if not challenges.take(session, challenge, owner=owner, purpose=purpose, now=now):
            raise PasskeyRefused("expired")


def _of_credential(db: Database, raw_id: bytes) -> Passkey:
    with db.read() as session:
        which = col(Passkey.credential_id) == bytes_to_base64url(raw_id)
        if (passkey := session.scalar(select(Passkey).where(which))) is None:
            raise PasskeyRefused("unknown")
        return passkey


def _note_use(
    db: Database, passkey: Passkey, verified: VerifiedAuthentication, now: datetime
) -> None:
    """Move the counter on. One that stands or goes back tells of a copy (case 32)."""
    count, stored = verified.new_sign_count, col(Passkey.sign_count)
    is_ahead = stored < count if count else stored == 0  # many authenticators never count
    used = (
        update(Passkey)
        .where(col(Passkey.id) == passkey.id, is_ahead)
        .values(sign_count=count, last_used_at=now, is_backed_up=verified.credential_backed_up)
        .returning(col(Passkey.id))
    )
    with db.begin() as session:
        if session.scalar(used) is None:
            raise PasskeyRefused("cloned")


def _row(
    made: VerifiedRegistration,
    transports: list[AuthenticatorTransport],
    login_id: int,
    name: str,
    now: datetime,
) -> Passkey:
    key = made.credential_public_key
    if len(made.credential_id) > MAX_ID_BYTES or len(key) > MAX_KEY_BYTES:
        raise PasskeyRefused("wrong")
    return Passkey(
        ref=secrets.token_hex(12),
        login_id=login_id,
        name=_clean(name),
        credential_id=bytes_to_base64url(made.credential_id),
        public_key=bytes_to_base64url(key),
        sign_count=made.sign_count,
        transports=",".join(dict.fromkeys(transports)),
        is_backed_up=made.credential_backed_up,
        created_at=now,
    )


def _keep(db: Database, passkey: Passkey, also: Also) -> Passkey:
    count = select(func.count()).where(col(Passkey.login_id) == passkey.login_id)
    try:
        with db.begin() as session:
            if (session.scalar(count) or 0) >= MOST:
                raise PasskeyRefused("too_many")
            session.add(passkey)
            session.flush()
            also(session, passkey)
    except IntegrityError as error:  # somebody has it already: whose it is, is not told
        raise PasskeyRefused("duplicate") from error
    return passkey


def _described(passkeys: list[Passkey]) -> list[PublicKeyCredentialDescriptor]:
    return [
        PublicKeyCredentialDescriptor(
            id=base64url_to_bytes(passkey.credential_id),
            transports=[AuthenticatorTransport(t) for t in passkey.transports.split(",") if t],
        )
        for passkey in passkeys
    ]


def _mine(login_id: int, ref: str) -> tuple[Any, Any]:
    return col(Passkey.login_id) == login_id, col(Passkey.ref) == ref


def _clean(name: str) -> str:
    """Return a name that fits on a line of a list, or the plain word for it."""
    printable = "".join(c if c.isprintable() else " " for c in name[: 4 * MAX_NAME])
    return " ".join(printable.split())[:MAX_NAME] or say(NAME)
