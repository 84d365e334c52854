"""What a signed-in borrower does with the accounts and cards that they pay with."""

import asyncio
import re
import secrets
import unicodedata
from datetime import datetime

from sqlmodel import Session, col, select, update

from finance_portal.db import Database
from finance_portal.domain.payment_status import UNDER_WAY
from finance_portal.gateways.processor import MethodKind, PaymentProcessor
from finance_portal.language import day_of_year, say, sentence
from finance_portal.models.autopay import Autopay
from finance_portal.models.payments import Payment, PaymentMethod
from finance_portal.models.scheduled import ScheduledPayment
from finance_portal.models.security import Login
from finance_portal.services import method_removal, method_setup, payment_methods
from finance_portal.services.method_notes import note, tell_owner
from finance_portal.services.method_setup import SetupRefused, Wanted
from finance_portal.services.payment_methods import MethodNotFound, method_of
from finance_portal.services.security.desk import Act
from finance_portal.services.throttle import Budgets

CLICK = re.compile(r"[A-Za-z0-9_-]{16,24}")
LONGEST_NICKNAME = 40
HELD = sentence(
    "For your protection no account or card can be added until {until}. You can pay with "
    "those that you have. If this is urgent, please call us."
)


FROZEN = sentence(
    "It is frozen while we look into what you reported. Until then it stays here, and nothing is"
    " debited from it."
)


class MethodInUse(Exception):
    """The method cannot be removed yet; the message is fit for the borrower, `by` says why."""

    def __init__(self, message: str, by: str) -> None:
        super().__init__(message)
        self.by = by  # "autopay", "scheduled", "payment", "report"


def new_click() -> str:
    """Return the name of one click on "add": sent twice, it begins one visit."""
    return secrets.token_urlsafe(12)


async def begin_adding(
    db: Database,
    processor: PaymentProcessor,
    budgets: Budgets,
    act: Act,
    *,
    kind: MethodKind,
    click: str,
    back: str,
    now: datetime,
) -> str:
    """Return the address of the processor's page. `now` is the lender's time.

    Raises SetupRefused, TooManyTries, ProcessorError.
    """
    if not CLICK.fullmatch(click):
        raise SetupRefused(say("This page is out of date. Please load it again and start over."))
    await asyncio.to_thread(_refuse_held, db, act)
    budgets.take("method:add", account=str(act.who.login_id), now=act.now)
    wanted = Wanted(ref=click, kind=kind, borrower_id=act.who.borrower_id, back=back)
    return await method_setup.begin(db, processor, wanted, now=now)


def rename(db: Database, act: Act, *, ref: str, nickname: str, now: datetime) -> None:
    """Let a borrower call a method as they like; "" goes back to its own name."""
    with db.begin() as session:
        method = method_of(session, act.who.borrower_id, ref)
        method.nickname = _plain(nickname) or None
        note(session, "method:renamed", method, now, act.client)


def make_default(db: Database, act: Act, *, ref: str, now: datetime) -> None:
    """Let a method be the one that is offered first. Raises MethodNotFound for one that waits."""
    with db.begin() as session:
        method = method_of(session, act.who.borrower_id, ref)
        if not method.usable:
            raise MethodNotFound(say("This one cannot be used yet."))
        mine = payment_methods.owned_by(act.who.borrower_id)
        session.exec(update(PaymentMethod).where(*mine).values(is_default=False))
        method.is_default = True
        note(session, "method:default", method, now, act.client)


async def remove(
    db: Database, processor: PaymentProcessor, act: Act, *, ref: str, now: datetime
) -> None:
    """Forget a method, here and at the processor. Raises MethodNotFound, MethodInUse."""
    await asyncio.to_thread(_remove, db, act, ref, now)
    await method_removal.detach_removed(db, processor, now=now)


def _remove(db: Database, act: Act, ref: str, now: datetime) -> None:
    with db.begin() as session:
        method = method_of(session, act.who.borrower_id, ref)
        _refuse_used(session, method)
        was_usable = method.usable
        method.removed_at, method.usable, method.is_default = now, False, False
        payment_methods.give_default(session, act.who.borrower_id)
        note(session, "method:removed", method, now, act.client)
        if was_usable:
            tell_owner(session, "method_removed", method, now)


def _refuse_used(session: Session, method: PaymentMethod) -> None:
    """Raise MethodInUse while something would go wrong without the method."""
    if method.frozen_at is not None:
        raise MethodInUse(say(FROZEN), "report")
    autopay = select(Autopay.id).where(
        col(Autopay.method_id) == method.id, col(Autopay.status).in_(("active", "paused"))
    )
    if session.exec(autopay).first() is not None:
        raise MethodInUse(
            say("Autopay uses it. Choose another method for autopay first, or turn it off."),
            "autopay",
        )
    scheduled = select(ScheduledPayment.id).where(
        col(ScheduledPayment.method_id) == method.id, col(ScheduledPayment.status) == "waiting"
    )
    if session.exec(scheduled).first() is not None:
        raise MethodInUse(
            say("A scheduled payment uses it. Change or cancel that payment first."), "scheduled"
        )
    submitting = select(Payment.id).where(
        col(Payment.method_id) == method.id, col(Payment.status).in_(UNDER_WAY)
    )
    if session.exec(submitting).first() is not None:
        raise MethodInUse(
            say("A payment from it is being submitted right now. Try again in a minute."), "payment"
        )


def _refuse_held(db: Database, act: Act) -> None:
    """Raise SetupRefused while a sign-in is held: 72 hours after a recovery (Q2)."""
    with db.read() as session:
        until = session.get_one(Login, act.who.login_id).held_until
    if until is not None and act.now < until:
        raise SetupRefused(say(HELD, until=day_of_year(until)))


def _plain(nickname: str) -> str:
    """Return one line of printable characters, without what turns text around."""
    plain = unicodedata.normalize("NFC", nickname)
    kept = "".join(c if c.isprintable() and unicodedata.category(c) != "Cf" else " " for c in plain)
    return " ".join(kept.split())[:LONGEST_NICKNAME]
