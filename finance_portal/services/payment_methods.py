"""What a borrower pays with. The processor keeps the account; we keep how to name it."""

import asyncio
import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from finance_portal.db import Database
from finance_portal.gateways.processor import PaymentProcessor, SavedMethod
from finance_portal.models.payments import PaymentMethod, ProcessorCustomer
from finance_portal.models.people import Borrower
from finance_portal.services.vault import Vault, live_vault


class MethodNotFound(Exception):
    """There is no such payment method, or it is somebody else's."""


@dataclass(frozen=True, kw_only=True)
class Method:
    """A payment method as its owner sees it."""

    ref: str
    label: str
    kind: str  # "us_bank_account" or "card"
    usable: bool
    why_not: str | None


def methods_of(session: Session, borrower_id: int, processor: str) -> list[Method]:
    """Return the methods of a borrower, the oldest first."""
    rows = session.exec(
        select(PaymentMethod)
        .where(
            col(PaymentMethod.borrower_id) == borrower_id,
            col(PaymentMethod.processor) == processor,
        )
        .order_by(col(PaymentMethod.id))
    )
    return [view(row) for row in rows]


def method_of(session: Session, borrower_id: int, ref: str) -> PaymentMethod:
    """Return a method by its public name. Raises MethodNotFound unless the borrower owns it."""
    method = session.exec(
        select(PaymentMethod).where(
            col(PaymentMethod.borrower_id) == borrower_id, col(PaymentMethod.ref) == ref
        )
    ).one_or_none()
    if method is None:
        raise MethodNotFound("Choose how you want to pay.")
    return method


def label_for(row: PaymentMethod, borrower_id: int) -> str:
    """Return how a method is named to a borrower: whose account it is not, sees no digits of it."""
    if row.borrower_id == borrower_id:
        return f"{row.label} ••{row.last4}"
    return "The other borrower's account"


def view(row: PaymentMethod) -> Method:
    """Return a method as its owner sees it."""
    return Method(
        ref=row.ref,
        label=label_for(row, row.borrower_id),
        kind=row.kind,
        usable=row.usable,
        why_not=row.why_not,
    )


async def add_by_token(
    db: Database, processor: PaymentProcessor, *, borrower_id: int, token: str, now: datetime
) -> None:
    """Save the method that a token of the processor stands for."""
    customer = await _customer(db, processor, borrower_id)
    saved = await processor.attach_method(customer=customer, token=token)
    await asyncio.to_thread(_store, db, processor, borrower_id, saved, now)


async def _customer(db: Database, processor: PaymentProcessor, borrower_id: int) -> str:
    borrower_ref, customer = await asyncio.to_thread(_known_customer, db, processor, borrower_id)
    if customer is None:
        customer = await processor.create_customer(
            borrower_ref=borrower_ref, key=f"cus-{borrower_ref}"
        )
        await asyncio.to_thread(_store_customer, db, processor, borrower_id, customer)
    return customer


def _known_customer(
    db: Database, processor: PaymentProcessor, borrower_id: int
) -> tuple[str, str | None]:
    with db.read() as session:
        customer = session.exec(
            select(ProcessorCustomer.customer).where(
                col(ProcessorCustomer.borrower_id) == borrower_id,
                col(ProcessorCustomer.processor) == processor.name,
            )
        ).one_or_none()
        return session.get_one(Borrower, borrower_id).ref, customer


def _store_customer(
    db: Database, processor: PaymentProcessor, borrower_id: int, customer: str
) -> None:
    with db.begin() as session:
        session.add(
            ProcessorCustomer(processor=processor.name, borrower_id=borrower_id, customer=customer)
        )


def _store(
    db: Database, processor: PaymentProcessor, borrower_id: int, saved: SavedMethod, now: datetime
) -> None:
    ref, vault, printed = secrets.token_urlsafe(12), live_vault(), saved.fingerprint
    with db.begin() as session:
        session.add(
            PaymentMethod(
                ref=ref,
                borrower_id=borrower_id,
                processor=processor.name,
                livemode=saved.livemode,
                method=saved.id,
                kind=saved.kind,
                label=_label(saved),
                last4=saved.last4,
                usable=saved.usable,
                why_not=saved.why_not,
                added_at=now,
                fingerprint_sealed=printed and _sealed(vault, printed, ref),
                fingerprint_index=printed and fingerprint_index(vault, printed),
            )
        )


def fingerprint_index(vault: Vault, fingerprint: str) -> str:
    """Return what the methods of one account are found by, whoever has saved them."""
    return vault.index(fingerprint, what="fingerprint")


def _sealed(vault: Vault, fingerprint: str, ref: str) -> str:
    column = "fingerprint_sealed"
    return vault.seal(fingerprint, table="payment_method", column=column, row=ref)


def _label(saved: SavedMethod) -> str:
    """Return what a person calls it: "Checking, STRIPE TEST BANK" or "Visa debit card"."""
    if saved.kind == "card":
        return f"{saved.bank_or_brand.title()} {saved.funding or ''} card".replace("  ", " ")
    return f"{(saved.account_type or 'bank account').capitalize()}"
