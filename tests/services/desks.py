"""A security desk on a real database, and borrowers who act at it."""

from datetime import timedelta

from finance_portal.models.factors import UndoLink
from finance_portal.models.messages import Message
from finance_portal.services import deliveries
from finance_portal.services.one_time_codes import OneTimeCodes
from finance_portal.services.passkeys import Passkeys
from finance_portal.services.recovery_codes import RecoveryCodes
from finance_portal.services.security.desk import Act, SecurityDesk
from finance_portal.services.sessions import SignedIn
from finance_portal.services.throttle import Budgets
from finance_portal.services.trusted_devices import TrustedDevices
from finance_portal.services.undo_links import UndoLinks
from finance_portal.services.vault import live_vault
from tests.api.doors import DESK, HOME, NOON, ORIGIN, begin, rows, sessions_of

PHONE = "+12025550143"


def desk_of(db):
    return SecurityDesk(
        db=db,
        sessions=sessions_of(db),
        vault=live_vault(),
        passwords=DESK,
        codes=OneTimeCodes(b"code key"),
        recovery_codes=RecoveryCodes(b"paper key"),
        devices=TrustedDevices(b"device key"),
        passkeys=Passkeys(b"handle", rp_id="portal.test", origin=ORIGIN, rp_name="Portal"),
        undo=UndoLinks(key=b"undo key", origin=ORIGIN),
        budgets=Budgets(),
        issuer="Portal",
    )


def signed_in(desk, login, *, client=HOME, now=NOON):
    """Somebody who signs in now, and acts a minute later."""
    new = begin(desk.db, desk.sessions, login, client=client, now=now)
    who = SignedIn(login.borrower_id, login.id, new.ref, "Elena Marsh", "password", now)
    return Act(who, client, now + timedelta(minutes=1))


def trust(desk, login, *, client=HOME, now=NOON):
    with desk.db.begin() as session:
        return desk.devices.trust(session, login_id=login.id, client=client, now=now)


def is_trusted(desk, login, secret, *, now=NOON):
    with desk.db.begin() as session:
        return desk.devices.recognise(session, secret, login_id=login.id, now=now) is not None


def told(db, kind=None):
    """What was written to whom: the addresses of a notice, or of all."""
    found = [row for row in rows(db, Message) if kind in {None, row.kind}]
    return sorted(deliveries.opened(row)[0] for row in found)


def words(db, kind):
    """What the last message of a kind says."""
    found = [row for row in rows(db, Message) if row.kind == kind]
    return deliveries.opened(found[-1])[1]


def undo_secret(db, kind):
    """The secret of the link in the last notice of a kind."""
    assert rows(db, UndoLink)
    return words(db, kind).link.url.partition("#")[2]
