"""Who comes to a served portal: everybody whom a policy could let in, and who only looks like it.

Alice has one of everything that a borrower can have. Mallory is a borrower too, many times over:
signed in, after a step-up for each purpose, on each way in, and with whatever has run out.
"""

from datetime import timedelta

from sqlalchemy import update
from sqlmodel import col, select

from finance_portal import clock
from finance_portal.db import database
from finance_portal.domain.rights import GIVEN, Right
from finance_portal.models.delegates import Delegation
from finance_portal.models.factors import Authenticator, Passkey, TrustedDevice
from finance_portal.models.people import Borrower, Obligor
from finance_portal.models.security import Login, PortalSession, PreAuth, SecurityCase
from finance_portal.services.client import Client
from finance_portal.services.logins import add_login
from finance_portal.services.pre_auth import Journey, Step, live_pre_auths
from finance_portal.services.proofs import Proof, Purpose
from finance_portal.services.sessions import live_sessions

NOBODY = "nobody"
ALICE, MALLORY = "elena", "daniel"  # of the demo; no contract is both of theirs
OVER = ("ended", "idle", "too old")  # sessions
LOST = ("way ended", "way expired")  # ways in
HOME = Client("127.0.0.1", "perimeter")

# A world stands longer than a session would: what lasts minutes lasts hours in it.
IDLE = timedelta(hours=10)
FRESH = timedelta(hours=10)


def fresh(purpose):
    """Return who has just stepped up for a purpose."""
    return f"fresh for {purpose}"


def stale(purpose):
    """Return who did so too long ago."""
    return f"stale for {purpose}"


def on_the_way(journey, step=Step.VERIFY):
    """Return who is at a step of a journey."""
    return f"{journey} at {step}"


def delegate(preset):
    """Return who was let in to Alice's contract with these rights."""
    return f"delegate: {preset}"


def let_in():
    """Let everybody in, and return their cookies by name."""
    now = clock.now()
    with database.begin() as session:
        alice, mallory = (_login_of(session, name) for name in (ALICE, MALLORY))
        _give_everything(session, alice.id, now)
        known = {"login_id": mallory.id, "borrower_id": mallory.borrower_id}
        return {
            NOBODY: "",
            ALICE: _signed_in(session, alice, now),
            MALLORY: _signed_in(session, mallory, now),
            "ended": _signed_in(session, mallory, now, revoked_at=now, revoked_for="signed-out"),
            "idle": _signed_in(session, mallory, now, last_seen_at=now - IDLE),
            "too old": _signed_in(session, mallory, now, signed_in_at=now - timedelta(hours=13)),
            "way ended": _way_in(session, known, now, ended_at=now),
            "way expired": _way_in(session, known, now, expires_at=now),
            **{
                name(purpose): _signed_in(session, mallory, now, fresh_for=purpose, fresh_at=at)
                for purpose in Purpose
                for name, at in ((fresh, now), (stale, now - FRESH))
            },
            **{
                delegate(preset): _signed_in(session, _delegate(session, alice, preset, now), now)
                for preset in GIVEN
            },
            **{
                on_the_way(journey, step): _way_in(session, known, now, journey=journey, step=step)
                for journey in Journey
                for step in Step
            },
        }


def _login_of(session, user_name):
    return session.exec(select(Login).where(col(Login.user_name) == user_name)).one()


def _signed_in(session, login, now, **changes):
    new = live_sessions().begin(session, login=login, now=now, client=HOME)
    _change(session, PortalSession, new.ref, changes)
    return f"__Host-sid={new.secret}"


def _delegate(session, alice, preset, now):
    """Return the login of somebody who binds themselves to nothing, and looks at Alice's."""
    person = Borrower(
        ref=f"helps-{preset}", external_id=f"helps {preset}", first_name="Helper", last_name=preset
    )
    session.add(person)
    session.flush()
    contract_id = session.exec(
        select(Obligor.contract_id).where(col(Obligor.borrower_id) == alice.borrower_id)
    ).first()
    rights = GIVEN[preset]
    session.add(
        Delegation(
            ref=f"given-{preset}", contract_id=contract_id, giver_id=alice.borrower_id,
            delegate_id=person.id, name=preset, email=f"{preset}@example.com",
            may_pay=Right.PAY in rights, may_see_documents=Right.DOCUMENTS in rights,
            through_on=now.date() + timedelta(days=300), secret_hash=f"of a link to {preset}",
            invited_at=now, expires_at=now, accepted_at=now, changed_at=now,
        )
    )  # fmt: skip
    name = f"helps.{preset}"
    login = add_login(session, borrower=person, user_name=name, password_hash="-", now=now)
    session.flush()
    return login


def _way_in(session, known, now, **changes):
    start = {"journey": Journey.SIGN_IN, "step": Step.VERIFY, "proven": {Proof.PASSWORD}}
    new = live_pre_auths().begin(session, **start, client=HOME, now=now, **known)
    _change(session, PreAuth, new.ref, {"expires_at": now + IDLE} | changes)
    return f"__Host-way={new.secret}"


def _change(session, table, ref, changes):
    session.flush()
    if changes:
        session.execute(update(table).where(col(table.ref) == ref).values(**changes))


def _give_everything(session, login_id, now):
    """Add one of every row that a borrower can own and that the demo does not make."""
    session.add(
        Authenticator(
            ref="alices-authenticator", login_id=login_id, begun_by="x", name="phone",
            seed_sealed="x", created_at=now, confirmed_at=now,
        )
    )  # fmt: skip
    session.add(
        Passkey(
            ref="alices-passkey", login_id=login_id, credential_id="x", public_key="x", name="x",
            sign_count=0, transports="", is_backed_up=False, created_at=now,
        )
    )  # fmt: skip
    session.add(
        TrustedDevice(
            ref="alices-device", login_id=login_id, secret_hash="x", created_at=now,
            expires_at=now + timedelta(days=9), ip="", user_agent="",
        )
    )  # fmt: skip
    session.add(SecurityCase(ref="alices-case", login_id=login_id, kind="x", opened_at=now))
