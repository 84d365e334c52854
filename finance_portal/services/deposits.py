"""A borrower tells what has arrived in an account: it shows that they can read its statements."""

import asyncio
import re
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from finance_portal.db import Database
from finance_portal.domain.cents import Cents
from finance_portal.gateways.processor import (
    PaymentProcessor,
    ProcessorError,
    ProcessorMisconfigured,
    ProcessorRefused,
)
from finance_portal.language import say, say_number, sentence
from finance_portal.models.payments import MethodSetup, PaymentMethod
from finance_portal.services import method_setup
from finance_portal.services.client import Client
from finance_portal.services.method_notes import note
from finance_portal.services.payment_methods import MOST_TRIES, method_of

CODE = re.compile(r"SM[A-Z0-9]{4}")
MISMATCH = ("amounts_mismatch", "descriptor_code_mismatch")

TOO_OFTEN = sentence("It was tried too often. Please call us, or add another account.")
LATER = sentence(
    "We cannot reach the payment service just now. Nothing was counted. Please try again."
)
NOTHING_WAITS = sentence("Nothing waits to be told about this account any more.")


class DepositsRefused(Exception):
    """What was told is not right; the message is fit for the borrower, `field` says where."""

    def __init__(self, message: str, field: str = "form") -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True)
class Told:
    """What somebody says has arrived: two amounts in cents, or the code beside one deposit."""

    amounts: tuple[Cents, Cents] | None = None
    code: str | None = None


def read_told(verification: str, form: dict[str, str]) -> Told:
    """Return what a form says. Raises DepositsRefused; a slip of the finger costs no try."""
    if verification == "descriptor_code":
        code = form.get("code", "").strip().upper()
        if not CODE.fullmatch(code):
            raise DepositsRefused(say("Type the code: SM and four letters or digits."), "code")
        return Told(code=code)
    first, second = (_cents(form.get(name, ""), name) for name in ("first", "second"))
    return Told(amounts=(first, second))


async def tell(
    db: Database,
    processor: PaymentProcessor,
    *,
    borrower_id: int,
    ref: str,
    form: dict[str, str],
    client: Client,
    now: datetime,
) -> None:
    """Verify an account by its deposits. Raises DepositsRefused, MethodNotFound.

    A try is counted before it is made: guesses at the same time share the few that there are.
    """
    setup_id, intent, told = await asyncio.to_thread(
        _count, db, borrower_id, ref, form, client, now
    )
    try:
        await processor.verify_deposits(intent, amounts=told.amounts, code=told.code)
    except ProcessorMisconfigured:
        raise
    except ProcessorRefused as refusal:
        if not (refusal.code or "").endswith(MISMATCH):
            await method_setup.settle(db, processor, setup_id, now=now)
        left = await asyncio.to_thread(_left, db, borrower_id, ref)
        raise DepositsRefused(_words(refusal.code or "", left)) from refusal
    except ProcessorError as error:
        await asyncio.to_thread(_give_back, db, borrower_id, ref)
        raise DepositsRefused(say(LATER)) from error
    await method_setup.settle(db, processor, setup_id, now=now)


def _count(
    db: Database,
    borrower_id: int,
    ref: str,
    form: dict[str, str],
    client: Client,
    now: datetime,
) -> tuple[int, str, Told]:
    with db.begin() as session:
        method = _locked(session, borrower_id, ref)
        if method.verification is None or method.setup_intent is None:
            raise DepositsRefused(say(NOTHING_WAITS))
        told = read_told(method.verification, form)
        if method.verify_by is not None and now >= method.verify_by:
            late = method_setup.DEPOSITS_FAILED["payment_method_microdeposit_verification_timeout"]
            raise DepositsRefused(say(late))
        if method.verification_tries >= MOST_TRIES[method.verification]:
            raise DepositsRefused(say(TOO_OFTEN))
        method.verification_tries += 1
        note(session, "method:deposits:told", method, now, client)
        mine = select(MethodSetup.id).where(
            col(MethodSetup.method_id) == method.id,
            col(MethodSetup.setup_intent) == method.setup_intent,
        )
        return session.exec(mine).one() or 0, method.setup_intent, told


def _give_back(db: Database, borrower_id: int, ref: str) -> None:
    with db.begin() as session:
        _locked(session, borrower_id, ref).verification_tries -= 1


def _left(db: Database, borrower_id: int, ref: str) -> int:
    with db.read() as session:
        method = method_of(session, borrower_id, ref)
        most = MOST_TRIES.get(method.verification or "", 0)
        return max(0, most - method.verification_tries)


def _locked(session: Session, borrower_id: int, ref: str) -> PaymentMethod:
    key = method_of(session, borrower_id, ref).id
    return session.exec(
        select(PaymentMethod).where(col(PaymentMethod.id) == key).with_for_update()
    ).one()


def _words(code: str, left: int) -> str:
    if code in method_setup.DEPOSITS_FAILED:
        return say(method_setup.DEPOSITS_FAILED[code])
    if left == 0:
        return say(TOO_OFTEN)
    return say_number(
        left,
        "That is not what we sent. Please look again. You can try 1 more time.",
        "That is not what we sent. Please look again. You can try {number} more times.",
    )


def _cents(typed: str, field: str) -> Cents:
    """Return an amount below a dollar: "0.32", ".32", "$0.32" or "32"."""
    digits = re.fullmatch(r"\$?\s*(?:0?[.,])?(\d{2})", typed.strip())
    if digits is None or int(digits[1]) == 0:
        raise DepositsRefused(say("Type it as on the statement, for example 0.32."), field)
    return int(digits[1])
