"""The processor's news about visits, accounts, cards and mandates: each is read afresh."""

import asyncio
from datetime import datetime

from sqlmodel import Session, col, or_, select

from finance_portal.db import Database
from finance_portal.gateways.processor import PaymentProcessor, SavedMethod
from finance_portal.language import sentence
from finance_portal.models.payments import MethodSetup, PaymentMethod
from finance_portal.services import method_setup, payment_methods
from finance_portal.services.autopay import consequences
from finance_portal.services.method_notes import note, tell_owner

SUBJECTS = frozenset({"checkout.session", "setup_intent", "mandate", "payment_method"})
MANDATE_ENDED = sentence(
    "Your permission to debit this account has ended. To pay from it again, please add it again."
)


async def apply(
    db: Database, processor: PaymentProcessor, *, subject: str, object_id: str, now: datetime
) -> None:
    """Write down how what an event is about stands now. `subject` is one of SUBJECTS.

    What is not ours is left alone. Raises ProcessorError.
    """
    match subject:
        case "checkout.session" | "setup_intent":
            for setup_id in await asyncio.to_thread(_setups, db, object_id):
                await method_setup.settle(db, processor, setup_id, now=now)
        case "mandate":
            mandate = await processor.mandate(object_id)
            if mandate.status == "inactive":
                await asyncio.to_thread(_revoke, db, object_id, now)
        case "payment_method" if await asyncio.to_thread(_is_ours, db, object_id):
            saved = await processor.method(object_id)
            await asyncio.to_thread(_refresh, db, saved, now)


def _setups(db: Database, object_id: str) -> list[int]:
    with db.read() as session:
        named = or_(
            col(MethodSetup.checkout) == object_id, col(MethodSetup.setup_intent) == object_id
        )
        return [key or 0 for key in session.exec(select(MethodSetup.id).where(named))]


def _is_ours(db: Database, object_id: str) -> bool:
    with db.read() as session:
        return _named(session, object_id) is not None


def _revoke(db: Database, mandate: str, now: datetime) -> None:
    """Let nothing more be debited under a mandate that has ended."""
    with db.begin() as session:
        under_it = select(PaymentMethod).where(col(PaymentMethod.mandate) == mandate)
        for method in session.exec(under_it).all():
            if not method.is_revoked and method.removed_at is None:
                _end(session, method, MANDATE_ENDED, now)
                method.is_revoked = True


def _refresh(db: Database, saved: SavedMethod, now: datetime) -> None:
    with db.begin() as session:
        method = _named(session, saved.id)
        if method is None or method.removed_at is not None or method.verification:
            return
        if not saved.usable and method.usable:
            _end(session, method, payment_methods.why_not(saved.why_not), now)
        payment_methods.refresh(method, saved)


def _end(session: Session, method: PaymentMethod, why: str, now: datetime) -> None:
    was_usable = method.usable
    method.usable, method.why_not, method.is_default = False, why[:200], False
    if method.borrower_id is None:
        return
    payment_methods.give_default(session, method.borrower_id)
    note(session, "method:ended", method, now)
    if was_usable:
        tell_owner(session, "method_ended", method, now)
    consequences.method_gone(session, method.id or 0, why, now)


def _named(session: Session, method: str) -> PaymentMethod | None:
    found = select(PaymentMethod).where(col(PaymentMethod.method) == method)
    return session.exec(found).one_or_none()
