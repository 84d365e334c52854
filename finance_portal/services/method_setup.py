"""Save an account or a card: a visit to the processor's page, then a look at what came of it.

Whoever comes back from that page proves nothing. What counts is what the processor says of the
visit that we began for them; the same look is taken by the return, by news, and by a job.
"""

import asyncio
import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from finance_portal.db import Database, insert
from finance_portal.gateways.processor import (
    HostedVisit,
    MethodKind,
    PaymentProcessor,
    ProcessorError,
    ProcessorMisconfigured,
    SavedMethod,
    Setup,
)
from finance_portal.language import say, say_again, sentence
from finance_portal.models.payments import MethodSetup, PaymentMethod
from finance_portal.services import customers, method_removal, payment_methods
from finance_portal.services.method_notes import note, tell_owner

log = logging.getLogger(__name__)

VISIT_LIFE = timedelta(days=1)  # the processor's own
DEPOSITS_LIFE = timedelta(days=10)  # the processor's own (payments.md 3)
LOOKED_AT = ("open", "waiting")

CREDIT_CARD = sentence(
    "This is a credit card. A loan or lease cannot be paid with one. Please add a debit "
    "card or a bank account."
)
HAVE_IT_ALREADY = sentence("You have this account or card already. Nothing was added.")
NOT_SAVED = sentence("Nothing was saved. You can try again.")
NOT_YOURS = sentence("This visit to the payment page was not yours. Nothing was saved.")
DEPOSITS_FAILED = {
    "payment_method_microdeposit_verification_timeout": sentence(
        "Nobody told us within 10 days what had arrived. Please add the account again."
    ),
    "payment_method_microdeposit_failed": sentence(
        "The deposits did not reach the account. Please check its number and add it again."
    ),
    "payment_method_microdeposit_verification_attempts_exceeded": sentence(
        "It was tried too often. Please call us, or add another account."
    ),
}


class SetupRefused(Exception):
    """No method can be added now; the message is fit for whoever asked."""


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What somebody wants to add. `ref` is the click: the same one again is the same visit."""

    ref: str
    kind: MethodKind
    borrower_id: int | None  # None: a guest
    back: str  # the absolute address of the page to come back to


@dataclass(frozen=True, kw_only=True)
class Came:
    """What a visit came to, in words for whoever made it."""

    status: str  # as of models.payments.MethodSetup
    why: str = ""
    label: str = ""
    method_id: int | None = None


async def begin(db: Database, processor: PaymentProcessor, wanted: Wanted, *, now: datetime) -> str:
    """Return the address of the processor's page. Raises SetupRefused, ProcessorError."""
    if wanted.borrower_id is None:
        customer = await customers.of_guest(processor, wanted.ref)
    else:
        customer = await customers.of_borrower(db, processor, wanted.borrower_id)
    setup_id = await asyncio.to_thread(_write_down, db, processor.name, wanted, customer, now)
    visit = await processor.begin_visit(
        customer=customer,
        kind=wanted.kind,
        reference=wanted.ref,
        success_url=f"{wanted.back}?cs={{CHECKOUT_SESSION_ID}}",
        cancel_url=wanted.back,
        key=f"visit-{wanted.ref}",
    )
    await asyncio.to_thread(_store_visit, db, setup_id, visit.id)
    if visit.url is None:
        raise SetupRefused(say("That page is over. Please start again."))
    return visit.url


async def settle(
    db: Database, processor: PaymentProcessor, setup_id: int, *, now: datetime
) -> Came:
    """Look at a visit and write down what came of it. Raises ProcessorError."""
    row = await asyncio.to_thread(_row, db, setup_id)
    if row.status not in LOOKED_AT or row.checkout is None:
        return await asyncio.to_thread(came_of, db, setup_id)
    visit = await processor.visit(row.checkout)
    seen = await processor.setup(visit.setup_id) if visit.setup_id else None
    if not _is_theirs(row, visit, seen):
        log.error("setup %s: the visit belongs to somebody else", setup_id)
        await asyncio.to_thread(_end, db, setup_id, "failed", NOT_YOURS, now)
    elif visit.status == "expired":
        await asyncio.to_thread(_end, db, setup_id, "expired", NOT_SAVED, now)
    elif visit.status == "complete" and seen is not None and seen.method_id is not None:
        saved = await processor.method(seen.method_id)
        await asyncio.to_thread(_take, db, setup_id, seen, saved, now)
        await method_removal.detach_removed(db, processor, now=now)
    return await asyncio.to_thread(came_of, db, setup_id)


async def finish_setups(db: Database, processor: PaymentProcessor, *, now: datetime) -> int:
    """Look at every visit that is not over, if all news was lost. Return how many were looked at.

    One that cannot be read is left for the next time. Raises ProcessorMisconfigured.
    """
    waiting = await asyncio.to_thread(_waiting, db, processor.name, now)
    for setup_id in waiting:
        try:
            await settle(db, processor, setup_id, now=now)
        except ProcessorMisconfigured:
            raise
        except ProcessorError as error:
            log.warning("setup %s cannot be read: %s", setup_id, error.code)
    await asyncio.to_thread(method_removal.forget_guests, db, now=now)
    await method_removal.detach_removed(db, processor, now=now)
    await asyncio.to_thread(method_removal.retire_expired_cards, db, now=now)
    return len(waiting)


def find(db: Database, *, checkout: str, borrower_id: int) -> int | None:
    """Return the key of a borrower's own visit by the id on the return address, or None."""
    with db.read() as session:
        return session.exec(
            select(MethodSetup.id).where(
                col(MethodSetup.checkout) == checkout,
                col(MethodSetup.borrower_id) == borrower_id,
            )
        ).one_or_none()


def came_of(db: Database, setup_id: int) -> Came:
    """Return what a visit came to, as far as it is known."""
    with db.read() as session:
        row = session.get_one(MethodSetup, setup_id)
        method = session.get(PaymentMethod, row.method_id) if row.method_id else None
        label = payment_methods.label_for(method, row.borrower_id) if method else ""
        return Came(
            status=row.status,
            why=say_again(row.why) if row.why else "",
            label=label,
            method_id=row.method_id,
        )


def _write_down(db: Database, processor: str, wanted: Wanted, customer: str, now: datetime) -> int:
    """Add the row of a click, once. Raises SetupRefused for a click that is somebody else's."""
    with db.begin() as session:
        session.exec(
            insert(session, MethodSetup)
            .values(
                ref=wanted.ref,
                borrower_id=wanted.borrower_id,
                processor=processor,
                customer=customer,
                kind=wanted.kind,
                status="open",
                begun_at=now,
                changed_at=now,
            )
            .on_conflict_do_nothing(index_elements=["ref"])
        )
        row = session.exec(select(MethodSetup).where(col(MethodSetup.ref) == wanted.ref)).one()
        if (row.borrower_id, row.kind, row.status) != (wanted.borrower_id, wanted.kind, "open"):
            raise SetupRefused(
                say("This page is out of date. Please load it again and start over.")
            )
        return row.id or 0


def _store_visit(db: Database, setup_id: int, checkout: str) -> None:
    with db.begin() as session:
        session.get_one(MethodSetup, setup_id).checkout = checkout


def _row(db: Database, setup_id: int) -> MethodSetup:
    with db.read() as session:
        return session.get_one(MethodSetup, setup_id)


def _is_theirs(row: MethodSetup, visit: HostedVisit, seen: Setup | None) -> bool:
    """Say whether a visit is the one that we began, for the one whom we began it for."""
    if visit.reference != row.ref or visit.customer != row.customer:
        return False
    return seen is None or (
        seen.customer in {row.customer, None} and seen.livemode == visit.livemode
    )


def _end(db: Database, setup_id: int, status: str, why: str, now: datetime) -> None:
    with db.begin() as session:
        _close(_locked(session, setup_id), status, why, now)


def _close(row: MethodSetup, status: str, why: str | None, now: datetime) -> None:
    if row.status in LOOKED_AT:
        row.status, row.why, row.changed_at = status, why, now


def _take(db: Database, setup_id: int, seen: Setup, saved: SavedMethod, now: datetime) -> None:
    """Write down the method of a completed visit, as far as it has come."""
    with db.begin() as session:
        row = _locked(session, setup_id)
        if row.status not in LOOKED_AT:
            return
        row.setup_intent = seen.id
        method = payment_methods.keep(session, row.processor, row.borrower_id, saved, now)
        row.method_id, method.customer = method.id, row.customer
        method.setup_intent, method.mandate = seen.id, seen.mandate_id
        if saved.funding == "credit":
            _refuse(row, method, CREDIT_CARD, now)
        elif seen.status == "succeeded":
            _put_to_use(session, row, method, saved, now)
        elif seen.status == "requires_action" and seen.verification:
            _wait(session, row, method, seen, now)
        elif seen.status in {"canceled", "requires_payment_method"}:
            why = DEPOSITS_FAILED.get(seen.failure_code or "", NOT_SAVED)
            _close(row, "failed", why, now)
            method.usable, method.why_not, method.verification = False, why, None


def _put_to_use(
    session: Session, row: MethodSetup, method: PaymentMethod, saved: SavedMethod, now: datetime
) -> None:
    others = [one for one in payment_methods.same_account(session, method) if one is not method]
    if any(_is_held_by(one, row.borrower_id) and one.usable for one in others):
        _refuse(row, method, HAVE_IT_ALREADY, now)
        return
    blocked = next((one for one in others if _is_blocked(one)), None)
    method.verification, method.verify_by = None, None
    if method.frozen_at is not None:  # reported meanwhile as not authorized
        _close(row, "done", None, now)
        return
    method.usable = saved.usable and blocked is None
    method.why_not = None if method.usable else payment_methods.why_not(saved.why_not)
    if blocked is not None:
        method.why_not, method.is_revoked = blocked.why_not, blocked.is_revoked
        method.frozen_at = blocked.frozen_at
    _close(row, "done", None, now)
    if method.borrower_id is not None:
        payment_methods.give_default(session, method.borrower_id)
        note(session, "method:added", method, now)
        tell_owner(session, "method_added", method, now)


def _wait(
    session: Session, row: MethodSetup, method: PaymentMethod, seen: Setup, now: datetime
) -> None:
    if row.status == "waiting":
        return
    row.status, row.changed_at = "waiting", now
    method.usable, method.why_not = False, payment_methods.WAITS_FOR_DEPOSITS
    method.is_default = False
    method.verification, method.arrives_on = seen.verification, seen.arrives_on
    method.verify_by = row.begun_at + DEPOSITS_LIFE
    note(session, "method:waiting", method, now)


def _refuse(row: MethodSetup, method: PaymentMethod, why: str, now: datetime) -> None:
    """Keep no method that cannot be taken: the processor is made to forget it too."""
    _close(row, "failed", why, now)
    method.usable, method.why_not, method.is_default = False, why[:200], False
    method.verification, method.removed_at = None, now


def _is_held_by(method: PaymentMethod, borrower_id: int | None) -> bool:
    return (
        borrower_id is not None and method.borrower_id == borrower_id and method.removed_at is None
    )


def _is_blocked(method: PaymentMethod) -> bool:
    """Say whether its bank or its owner has spoken against this account, wherever it was saved."""
    was_refused_here = method.removed_at is not None and not method.is_revoked
    if method.frozen_at is not None:
        return True
    return not (method.usable or method.verification or was_refused_here)


def _locked(session: Session, setup_id: int) -> MethodSetup:
    return session.exec(
        select(MethodSetup).where(col(MethodSetup.id) == setup_id).with_for_update()
    ).one()


def _waiting(db: Database, processor: str, now: datetime) -> list[int]:
    """Return the visits that are not over; one that never began is over after a day."""
    with db.begin() as session:
        rows = session.exec(
            select(MethodSetup)
            .where(col(MethodSetup.status).in_(LOOKED_AT), col(MethodSetup.processor) == processor)
            .order_by(col(MethodSetup.id))
        ).all()
        for row in rows:
            if row.checkout is None and row.begun_at + VISIT_LIFE < now:
                _close(row, "expired", NOT_SAVED, now)
        return [row.id or 0 for row in rows if row.checkout is not None]
