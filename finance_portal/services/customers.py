"""Who somebody is at the processor: one record for each borrower, one for each visit of a guest."""

import asyncio

from sqlmodel import col, select

from finance_portal.db import Database, insert
from finance_portal.gateways.processor import PaymentProcessor
from finance_portal.models.payments import ProcessorCustomer
from finance_portal.models.people import Borrower


async def of_borrower(db: Database, processor: PaymentProcessor, borrower_id: int) -> str:
    """Return the processor's id of a borrower, who is made known there if need be."""
    ref, customer = await asyncio.to_thread(_known, db, processor.name, borrower_id)
    if customer is None:
        customer = await processor.create_customer(borrower_ref=ref, key=f"cus-{ref}")
        await asyncio.to_thread(_store, db, processor.name, borrower_id, customer)
    return customer


async def of_guest(processor: PaymentProcessor, visit_ref: str) -> str:
    """Return the processor's id of somebody of whom nothing else is known."""
    return await processor.create_customer(
        borrower_ref=f"guest-{visit_ref}", key=f"cus-{visit_ref}"
    )


def _known(db: Database, processor: str, borrower_id: int) -> tuple[str, str | None]:
    with db.read() as session:
        customer = session.exec(
            select(ProcessorCustomer.customer).where(
                col(ProcessorCustomer.borrower_id) == borrower_id,
                col(ProcessorCustomer.processor) == processor,
            )
        ).one_or_none()
        return session.get_one(Borrower, borrower_id).ref, customer


def _store(db: Database, processor: str, borrower_id: int, customer: str) -> None:
    """Keep the id. A second click at the same time has the same one: the key saw to that."""
    with db.begin() as session:
        session.exec(
            insert(session, ProcessorCustomer)
            .values(processor=processor, borrower_id=borrower_id, customer=customer)
            .on_conflict_do_nothing(index_elements=["processor", "borrower_id"])
        )
