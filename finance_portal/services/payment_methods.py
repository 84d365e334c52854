"""What a borrower pays with. The processor keeps the account; we keep how to name it."""

import asyncio
import secrets
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from finance_portal.db import Database
from finance_portal.gateways.processor import PaymentProcessor, SavedMethod
from finance_portal.language import say, say_again, sentence
from finance_portal.models.payments import PaymentMethod
from finance_portal.services import customers
from finance_portal.services.vault import Vault, live_vault

MOST_TRIES = {"amounts": 3, "descriptor_code": 10}  # the processor's own (payments.md 3)

WAITS_FOR_DEPOSITS = sentence(
    "Tell us first what has arrived in the account: it shows that it is yours."
)
BLOCKED = sentence(
    "Your bank does not let us debit this account. Please use another account or card."
)
ACCOUNTS = (sentence("Checking"), sentence("Savings"), sentence("Bank account"))
CARDS = {
    " debit card": sentence("{brand} debit card"),
    " credit card": sentence("{brand} credit card"),
    " prepaid card": sentence("{brand} prepaid card"),
    " card": sentence("{brand} card"),
}
"""How labels end that are kept in English, and what is said for them."""

# The processor's codes for a method that cannot be used.
WHY_NOT = {
    "bank_account_closed": sentence(
        "Your bank says that this account is closed. Please use another one."
    ),
    "bank_account_frozen": sentence(
        "Your bank has frozen this account. Please ask them, or use another."
    ),
    "bank_account_invalid_details": sentence(
        "Your bank does not know this account. Please add it again."
    ),
    "bank_account_restricted": sentence("Your bank does not allow debits from this account."),
    "bank_account_unusable": BLOCKED,
    "debit_not_authorized": sentence("You told your bank not to let us debit this account."),
    "detached": sentence("It was removed at the bank or card service. Please add it again."),
}


class MethodNotFound(Exception):
    """There is no such payment method, or it is somebody else's."""


class Standing(StrEnum):
    """Whether a method can be used, and if not, what it waits for."""

    USABLE = "usable"
    VERIFY = "verify"  # micro-deposits are on their way, or wait to be told
    BLOCKED = "blocked"


@dataclass(frozen=True, kw_only=True)
class Method:
    """A payment method as its owner sees it."""

    ref: str
    label: str  # "Checking ••6789"
    kind: str  # "us_bank_account" or "card"
    usable: bool
    why_not: str | None
    nickname: str = ""
    is_default: bool = False
    standing: Standing = Standing.USABLE
    verification: str = ""  # "amounts" or "descriptor_code", while it waits for that
    tries_left: int = 0
    arrives_on: date | None = None
    verify_by: datetime | None = None
    expires_on: date | None = None
    added_at: datetime | None = None

    @property
    def name(self) -> str:
        """Return what its owner calls it, and what it is."""
        return f"{self.nickname} ({self.label})" if self.nickname else self.label


def methods_of(session: Session, borrower_id: int, processor: str) -> list[Method]:
    """Return the methods of a borrower: the default first, then the oldest."""
    rows = session.exec(
        select(PaymentMethod)
        .where(col(PaymentMethod.processor) == processor, *owned_by(borrower_id))
        .order_by(col(PaymentMethod.is_default).desc(), col(PaymentMethod.id))
    )
    return [view(row) for row in rows]


def method_of(session: Session, borrower_id: int, ref: str) -> PaymentMethod:
    """Return a method by its public name. Raises MethodNotFound unless the borrower has it."""
    method = session.exec(
        select(PaymentMethod).where(col(PaymentMethod.ref) == ref, *owned_by(borrower_id))
    ).one_or_none()
    if method is None:
        raise MethodNotFound(say("Choose how you want to pay."))
    return method


def owned_by(borrower_id: int) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions of a method that a borrower has, and has not removed."""
    return col(PaymentMethod.borrower_id) == borrower_id, col(PaymentMethod.removed_at).is_(None)


def label_for(row: PaymentMethod, borrower_id: int | None) -> str:
    """Return how a method is named to a borrower: whose account it is not, sees no digits of it."""
    if row.borrower_id == borrower_id:
        return f"{spoken_label(row.label)} ••{row.last4}"
    if row.borrower_id is None:
        return say("A guest's account or card")
    return say("The other borrower's account")


def spoken_label(label: str) -> str:
    """Return "Checking" or "Visa debit card" as it is said; in the books it is English."""
    for ending, words in CARDS.items():
        if label.endswith(ending):
            return say(words, brand=label.removesuffix(ending))
    return say(label)


def view(row: PaymentMethod) -> Method:
    """Return a method as its owner sees it."""
    waits = row.verification or ""
    return Method(
        ref=row.ref,
        label=label_for(row, row.borrower_id),
        kind=row.kind,
        usable=row.usable,
        why_not=row.why_not and say_again(row.why_not),
        nickname=row.nickname or "",
        is_default=row.is_default,
        standing=_standing(row),
        verification=waits,
        tries_left=max(0, MOST_TRIES[waits] - row.verification_tries) if waits else 0,
        arrives_on=row.arrives_on if waits else None,
        verify_by=row.verify_by if waits else None,
        expires_on=row.expires_on,
        added_at=row.added_at,
    )


def block_account(
    session: Session, method: PaymentMethod, why_not: str, *, is_revoked: bool = False
) -> list[int]:
    """Let nobody pay from the account behind a method any more. Return the keys of its methods.

    `why_not` is fit for its owner. `is_revoked` says that the permission to debit has ended.
    """
    blocked = same_account(session, method)
    for row in blocked:
        row.usable, row.why_not, row.verification = False, why_not[:200], None
        row.is_revoked = row.is_revoked or is_revoked
        row.is_default = False
    return [row.id or 0 for row in blocked]


def same_account(session: Session, method: PaymentMethod) -> list[PaymentMethod]:
    """Return the methods behind which the same account stands, whoever has saved them."""
    printed = method.fingerprint_index
    if printed is None:
        return [method]
    found = select(PaymentMethod).where(col(PaymentMethod.fingerprint_index) == printed)
    return list(session.exec(found.order_by(col(PaymentMethod.id))))


async def add_by_token(
    db: Database, processor: PaymentProcessor, *, borrower_id: int, token: str, now: datetime
) -> None:
    """Save the method that a token of the processor stands for: for demos and tests."""
    customer = await customers.of_borrower(db, processor, borrower_id)
    saved = await processor.attach_method(customer=customer, token=token)
    await asyncio.to_thread(_store, db, processor, borrower_id, saved, now)


def keep(
    session: Session, processor: str, borrower_id: int | None, saved: SavedMethod, now: datetime
) -> PaymentMethod:
    """Add what is kept of a method, or bring up to date what is kept already."""
    row = session.exec(
        select(PaymentMethod).where(
            col(PaymentMethod.processor) == processor, col(PaymentMethod.method) == saved.id
        )
    ).one_or_none()
    if row is None:
        row = _new(processor, borrower_id, saved, now)
        session.add(row)
    refresh(row, saved)
    session.flush()
    return row


def give_default(session: Session, borrower_id: int) -> None:
    """Make the oldest usable method the default, where there is none."""
    mine = owned_by(borrower_id)
    session.flush()
    has_one = select(PaymentMethod.id).where(*mine, col(PaymentMethod.is_default))
    if session.exec(has_one).first() is not None:
        return
    usable = select(PaymentMethod).where(*mine, col(PaymentMethod.usable))
    if oldest := session.exec(usable.order_by(col(PaymentMethod.id))).first():
        oldest.is_default = True


def refresh(row: PaymentMethod, saved: SavedMethod) -> None:
    """Take over what the processor says of a method. What blocks it here goes on doing so."""
    row.label, row.last4, row.expires_on = _label(saved), saved.last4, saved.expires_on
    if not saved.usable:
        row.usable, row.why_not = False, why_not(saved.why_not)


def why_not(code: str | None) -> str:
    """Return in words for its owner why a method cannot be used."""
    return WHY_NOT.get(code or "", BLOCKED)


def fingerprint_index(vault: Vault, fingerprint: str) -> str:
    """Return what the methods of one account are found by, whoever has saved them."""
    return vault.index(fingerprint, what="fingerprint")


def identify(row: PaymentMethod, printed: str) -> None:
    """Say which account a method stands for: the same for the same account, whoever has it."""
    vault = live_vault()
    row.fingerprint_sealed = _sealed(vault, printed, row.ref)
    row.fingerprint_index = fingerprint_index(vault, printed)


def _store(
    db: Database, processor: PaymentProcessor, borrower_id: int, saved: SavedMethod, now: datetime
) -> None:
    with db.begin() as session:
        keep(session, processor.name, borrower_id, saved, now)
        give_default(session, borrower_id)


def _new(
    processor: str, borrower_id: int | None, saved: SavedMethod, now: datetime
) -> PaymentMethod:
    ref, vault, printed = secrets.token_urlsafe(12), live_vault(), saved.fingerprint
    return PaymentMethod(
        ref=ref,
        borrower_id=borrower_id,
        processor=processor,
        livemode=saved.livemode,
        customer=saved.customer or "",
        method=saved.id,
        kind=saved.kind,
        label=_label(saved),
        last4=saved.last4,
        usable=saved.usable,
        added_at=now,
        fingerprint_sealed=printed and _sealed(vault, printed, ref),
        fingerprint_index=printed and fingerprint_index(vault, printed),
    )


def _standing(row: PaymentMethod) -> Standing:
    if row.usable:
        return Standing.USABLE
    return Standing.VERIFY if row.verification else Standing.BLOCKED


def _sealed(vault: Vault, fingerprint: str, ref: str) -> str:
    column = "fingerprint_sealed"
    return vault.seal(fingerprint, table="payment_method", column=column, row=ref)


def _label(saved: SavedMethod) -> str:
    """Return what a person calls it: "Checking" or "Visa debit card"."""
    if saved.kind == "card":
        return f"{saved.bank_or_brand.title()} {saved.funding or ''} card".replace("  ", " ")
    return (saved.account_type or "bank account").capitalize()
